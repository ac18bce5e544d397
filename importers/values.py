"""Values as people and spreadsheets write them, mended to the forms that a `Candidate` holds.

What `outreach.rules.identity` knows is asked there; here is what a table adds: numbers that have lost a leading zero,
addresses in one cell, dates, lists in a cell, whose mailbox an address is.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from outreach.rules.identity import base_domain, domain_of, email_address, is_role_mailbox, phone_e164
from outreach.rules.text import clean, name_fold

_PLACEHOLDERS = frozenset(
    {"", "-", "–", "—", "--", "?", "x", "n/a", "na", "#n/a", "none", "null", "nan", "ei", "ei ole", "ei tiedossa"}
    | {"puuttuu", "saknas", "ingen", "nej", "unknown", "\\n", "(null)", "[null]", "ei tietoa", "uppgift saknas"}
)

Cell = str | int | float | bool | date | datetime | time | timedelta | None

_LEGAL_FORM = re.compile(
    r"(?:^|[\s,(])(?:oyj?|o\.y\.|abp?|ky|kb|ay|öb|tmi|t:mi|fma|f:ma|osk|anl|ry|r\.y|rf|r\.f|sr|oyj abp|ltd|llc|inc|gmbh"
    r"|as|asa|oü|osakeyhtiö|aktiebolag(?:et)?|kommandiittiyhtiö|kommanditbolag|avoin yhtiö|öppet bolag|toiminimi"
    r"|osuuskunta|andelslag|rekisteröity yhdistys|registrerad förening|säätiö|stiftelse)(?=$|[\s.,;)])",
    re.IGNORECASE,
)
_COUNTRY = r"(?:FI|FIN|AX)[\s-]?"
_POSTCODE = re.compile(rf"(?:{_COUNTRY})?([0-9]{{5}})", re.IGNORECASE)
_POSTCODE_TOWN = re.compile(rf"(?:{_COUNTRY})?([0-9]{{5}})[\s,]+([^\W\d_][^\d,;]*)", re.IGNORECASE)
_STREET_POSTCODE_TOWN = re.compile(
    rf"(.*?)[\s,;]+(?:{_COUNTRY})?([0-9]{{5}})[\s,]+([^\W\d_][^\d,;]*?)(?:,\s*(?:finland|suomi))?", re.IGNORECASE
)
_INDUSTRY = re.compile(r"(?:[A-V]\s?)?([0-9]{2}(?:\.?[0-9]{1,3})?)(?:[\s.:–-]+(.*))?", re.DOTALL)
_FINNISH_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4}|[0-9]{2})(?:\s.*)?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T\s].*)?")
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:\.[0-9]+)?")  # days since 1899-12-30: 1954 to 2119
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_FRACTION = re.compile(r"([0-9]{3,15})[.,]0{1,2}")
_EPOCH = date(1899, 12, 30)
_LIST = re.compile(r"[,;/\n•·|]+")
_NAMES = re.compile(r"[;\n|]+|\s/\s")
_EMAILS = re.compile(r"[,;\s|]+|(?<=\w)/(?=\w)")
_NAMED_MAILBOX = re.compile(r"([^\W\d_]+)[._-]([^\W\d_]{2,})(?:[._-]([^\W\d_]{2,}))?[0-9]{0,2}")


def text_of(cell: Cell, limit: int = 1000) -> str:
    """One line of a cell; dates in ISO form, truth values as the words that spreadsheets show."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return clean(cell, limit)


def has_legal_form(name: str) -> bool:
    """Whether a text has a word by which only organisations and traders end or begin their names: Oy, Ab, Tmi, ry."""
    return bool(_LEGAL_FORM.search(name))


def postcode_of(text: str) -> str:
    """Five digits; "8100" and "100" get back the zeros that a number cell has lost; "" for anything else."""
    text = without_fraction(text)
    found = _POSTCODE.fullmatch(text)
    if found:
        return found[1]
    return text.zfill(5) if text.isascii() and text.isdigit() and 3 <= len(text) <= 4 else ""


def split_postcode_town(text: str) -> tuple[str, str]:
    """("08100", "Lohja") of "08100 Lohja"; two empty texts where it is not written so."""
    found = _POSTCODE_TOWN.fullmatch(text)
    return (found[1], found[2].strip()) if found else ("", "")


def split_address(text: str) -> tuple[str, str, str]:
    """Street, postcode and town of an address in one line; the whole text is the street where no postcode stands."""
    code, town = split_postcode_town(text)
    if code:
        return "", code, town
    found = _STREET_POSTCODE_TOWN.fullmatch(text)
    return (found[1].strip(" ,;"), found[2], found[3].strip()) if found else (text, "", "")


def address_of(street_cell: str, postcode_cell: str, town_cell: str) -> tuple[str, str, str]:
    """Street, postcode and town of three cells, also where two or all three stand in one of them."""
    street, street_code, street_town = split_address(street_cell)
    code, code_town = split_postcode_town(postcode_cell)
    town_code, town = split_postcode_town(town_cell)
    code = code or postcode_of(postcode_cell) or town_code or street_code
    return street, code, town or town_cell or code_town or street_town


def industry_of(text: str) -> tuple[str, str]:
    """Code and words of an industry: ("28950", "") of "28.950", ("25", "Metalli") of "25 Metalli"; words alone stay."""
    found = _INDUSTRY.fullmatch(text)
    return (found[1].replace(".", ""), (found[2] or "").strip()) if found else ("", text)


def without_fraction(text: str) -> str:
    """A whole number without the ".0" or ",00" that a program has added: "8100.0" is "8100"."""
    found = _FRACTION.fullmatch(text)
    return found[1] if found else text


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet has shortened a long number, so that its last digits are gone: "1.23E+07", "1,23E+07"."""
    return bool(_SHORTENED.fullmatch(text))


def phone_of(text: str) -> str:
    """E.164 form; "401234567" and "358401234567" get back what a number cell has lost; "" when it is no number."""
    text = without_fraction(text)
    if _ISO_DATE.fullmatch(text):
        return ""
    digits = re.sub(r"[\s()-]", "", text)
    if digits.isascii() and digits.isdigit():
        if digits.startswith("358") and len(digits) >= 10:
            return phone_e164(f"+{digits}")
        if not digits.startswith("0"):
            return phone_e164(f"0{digits}") or phone_e164(digits)
    return phone_e164(text)


def emails_of(text: str) -> tuple[str, ...]:
    """All addresses in a cell, each once."""
    whole = email_address(text)
    if not whole or text.count("@") < 2:
        return (whole,) if whole else ()
    return tuple(dict.fromkeys(found for part in _EMAILS.split(text) if (found := email_address(part))))


def is_named_mailbox(email: str, name: str = "") -> bool:
    """Whether an address reads as a person's: firstname.lastname@, unless the words are an office's or of `name`."""
    if is_role_mailbox(email) or is_own_mailbox(email, name):
        return False
    words = name_fold(email.partition("@")[0]).split()
    own = set(name_fold(name).split())
    return bool(_NAMED_MAILBOX.fullmatch(email.partition("@")[0])) and not set(words) <= own


def is_own_mailbox(email: str, name: str) -> bool:
    """Whether the part before @ is the organisation's own name or that of its domain: malli@malli.example."""
    local = name_fold(email.partition("@")[0]).replace(" ", "")
    bare = name_fold(_LEGAL_FORM.sub(" ", name)).replace(" ", "")
    return bool(local) and local in {bare, base_domain(domain_of(email)).partition(".")[0]}


def person_of_mailbox(email: str) -> str:
    """The name that a mailbox tells: "Matti Mallinen" of matti.mallinen@example.fi; "" when it tells none."""
    found = _NAMED_MAILBOX.fullmatch(email.partition("@")[0])
    return " ".join(part.capitalize() for part in found.groups() if part) if found else ""


def date_of(cell: Cell) -> date | None:
    """The day of a date cell, of 1.3.2026, 1.3.26 or 2026-03-01, or of a spreadsheet's day number; None otherwise."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(float(text)))
    finnish, iso = _FINNISH_DATE.fullmatch(text), _ISO_DATE.fullmatch(text)
    try:
        if finnish:
            year = int(finnish[3]) + (2000 if len(finnish[3]) == 2 else 0)
            return date(year, int(finnish[2]), int(finnish[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        return None
    return None


def list_of(text: str) -> tuple[str, ...]:
    """The different items of a list in one cell, separated by comma, semicolon, slash or line."""
    items = (clean(part, 200) for part in _LIST.split(text))
    return tuple(dict.fromkeys(item for item in items if item))


def names_of(text: str) -> tuple[str, ...]:
    """The different names in one cell; a comma can belong to a name and does not part them."""
    items = (clean(part, 300) for part in _NAMES.split(text))
    return tuple(dict.fromkeys(item for item in items if item))


def is_placeholder(text: str) -> bool:
    """Whether a cell says "nothing": a dash, a question mark, "n/a", "ei ole", "saknas"."""
    return text.casefold().strip(" .") in _PLACEHOLDERS
