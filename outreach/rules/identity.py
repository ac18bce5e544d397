"""Identifiers of organisations: Business IDs, actor numbers, phones, domains, e-mail addresses, streets.

Every function takes text as somebody wrote it and gives one normal form, or "" where there is none: none raises but
`check_business_id` and what calls it. The normal forms are what the database stores and what linkage compares.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from outreach.errors import BadInput
from outreach.rules.domains import AMBIGUOUS_ROLES, HOSTING_DOMAINS, ROLE_WORDS, SHARED_DOMAINS
from outreach.rules.text import clean, name_fold
from outreach.terms.message import say

FIRST_ORGANISATION_ACTOR = 1_000_000_000  # above every Business ID read as a number, below 2^31

_DASH = r"\s?[-\u2010-\u2015\u2212]\s?"
_FULL_ID = re.compile(rf"(?:(?<![0-9])(?<![0-9][-./]))([0-9]{{7}}){_DASH}([0-9])(?![0-9A-Za-z])(?!-[0-9])")
_LABEL = (
    r"(?:y-?\s?tunnus|ly-?tunnus|fo-?\s?nummer|fo-?nr|business\s?id|alv-?\s?(?:nro|numero|tunniste)?|moms-?\s?nr"
    r"|vat(?:\s?(?:no|nr|id|number))?)"
)
_LOOSE_ID = re.compile(
    rf"(?:^|{_LABEL})[\s:.]*(?:FI[\s-]?)?([0-9]{{6,7}})(?:{_DASH})?([0-9])\s*(?:$|(?![0-9A-Za-z-]))", re.IGNORECASE
)
_WHOLE_ID = re.compile(rf"(?:FI[\s-]?)?[0-9]{{6,7}}(?:{_DASH})?[0-9]", re.IGNORECASE)
_VAT_ID = re.compile(r"(?<![A-Za-z])FI[\s-]?([0-9]{7})-?([0-9])(?![0-9])")

_PHONE_BREAK = re.compile(r"[,;/|]|\btai\b|\beller\b|\bor\b")
_LABELS = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
_TOP_LEVEL = re.compile(r"[a-z]{2,24}|xn--[a-z0-9-]+")
_EMAIL = re.compile(r"[A-Za-z0-9ÅÄÖåäö][\w.%+'&-]{0,63}@[\w-]+(?:\.[\w-]+)+")
_AT = re.compile(r"\s*[\[({<]\s*(?:at|ät|miukumauku|a)\s*[\])}>]\s*", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})

_STREET = re.compile(r"((?:[0-9]+\s*\.\s*)?[^0-9,;]{2,80}?)\s*([0-9]{1,5})(?![0-9])")
_STREET_ENDS = (
    (re.compile(r"(?<=[a-zåäö]{3})k\.$"), "katu"),
    (re.compile(r"(?<=[a-zåäö]{3})t\.$"), "tie"),
    (re.compile(r"(?<=[a-zåäö]{3})g\.$"), "gatan"),
    (re.compile(r"(?<=[a-zåäö]{3})v\.$"), "vägen"),
)
_POST_BOX = re.compile(r"\b(?:p\.?\s?l|p\.?\s?o\.?\s?box|pb|postilokero|postbox)\.?\s*([0-9]{1,5})\b", re.IGNORECASE)
_CARE_OF = re.compile(r"^\s*c\s*/\s*o\b[^,]*,\s*", re.IGNORECASE)

_TRADER = re.compile(r"(?:^|[\s,(])(?:tmi|t:mi|toiminimi|f:ma|fma|enskild firma)(?=$|[\s.,:)])", re.IGNORECASE)
_TRADER_FIRST = re.compile(r"^(?:firma|fa|f:a)(?=[\s.:])", re.IGNORECASE)
_OTHER_FORM = re.compile(
    r"(?:^|[\s,])(?:oy|oyj|ab|abp|ky|kb|ay|öb|osk|osuuskunta|ry|r\.y|rf|r\.f|sr|osakeyhtiö|aktiebolag|"
    r"kommandiittiyhtiö|kommanditbolag|avoin yhtiö|öppet bolag|ltd)(?=$|[\s.,])",
    re.IGNORECASE,
)


def business_id(text: str) -> str:
    """The first Business ID in a text as NNNNNNN-C, check digit right; "" when there is none.

    The form with the hyphen is found anywhere; eight bare digits, or a number that a spreadsheet has robbed of its
    leading zero, only where the text is nothing else or a label ("Y-tunnus", "FI") stands before.
    """
    line = clean(text, 2000)
    found = [(m[1], m[2]) for m in _FULL_ID.finditer(line)] + [(m[1], m[2]) for m in _VAT_ID.finditer(line)]
    if _WHOLE_ID.fullmatch(line) or re.search(_LABEL, line, re.IGNORECASE):
        found += [(m[1], m[2]) for m in _LOOSE_ID.finditer(line)]
    for number, check in found:
        digits = number.zfill(7) + check
        if _valid(digits):
            return f"{digits[:7]}-{digits[7]}"
    return ""


def is_business_id(text: str) -> bool:
    """Whether a text is a Business ID as it is written, NNNNNNN-C, with the right check digit."""
    if len(text) != 9 or text[7] != "-" or not text.isascii():
        return False
    digits = text[:7] + text[8]
    return digits.isdecimal() and _valid(digits)


def check_business_id(text: str) -> str:
    """The Business ID that the text is; raises BadInput with one sentence when it is none."""
    found = business_id(text)
    if not found:
        raise BadInput(say("The Business ID is not right: {id} (check digit)", id=clean(text, 40)))
    return found


def actor_of_business_id(text: str) -> int:
    """Number that names a company everywhere in the program: the eight digits, 0100002-9 -> 1000029."""
    return int(check_business_id(text).replace("-", ""))


def business_id_of_actor(actor_id: int) -> str:
    """Business ID of an actor number, "" when it names an organisation that has none."""
    digits = f"{actor_id:08d}"
    return f"{digits[:7]}-{digits[7]}" if 0 < actor_id < 100_000_000 and _valid(digits) else ""


def actor_of_organisation(organisation_id: int) -> int:
    """Actor number of an organisation without a Business ID."""
    return FIRST_ORGANISATION_ACTOR + organisation_id


def organisation_of_actor(actor_id: int) -> int | None:
    """Row id of the organisation that an actor number names; None when the number is a Business ID."""
    return actor_id - FIRST_ORGANISATION_ACTOR if actor_id > FIRST_ORGANISATION_ACTOR else None


def vat_number(text: str) -> str:
    """VAT number of a Business ID: FI and the digits; "" when the ID is not right."""
    found = business_id(text)
    return f"FI{found.replace('-', '')}" if found else ""


def register_page(text: str) -> str:
    """Public page of a company in the Business Information System, for a browser."""
    found = business_id(text)
    return f"https://tietopalvelu.ytj.fi/yritys/{found}" if found else ""


def phone_e164(text: str, region: str = "FI") -> str:
    """The first valid phone number in a cell as +358401234567; `region` is the country of numbers without a +."""
    import phonenumbers

    line = clean(text, 200)
    for part in (line, *_PHONE_BREAK.split(line)):
        if sum(char.isdigit() for char in part) < 5:
            continue
        try:
            number = phonenumbers.parse(part, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ""


def domain_of(url_or_email: str) -> str:
    """Lower-case host without "www." of a web or e-mail address; "" for junk, an IP address or a phone number.

    Letters beyond ASCII are written as the name servers know them (xn--).
    """
    words = clean(url_or_email, 2000).split()
    text = words[0].strip("<>()[]\"'.,;") if words else ""
    if text.lower().startswith("mailto:"):
        text = text[7:]
    if "://" not in text:
        if "@" in text.partition("/")[0]:
            text = text.rpartition("@")[2]
        text = "https://" + text.lstrip("/")
    return re.sub(r"^www[0-9]?\.(?=[^.]+\.)", "", _host(text))


def base_domain(domain: str) -> str:
    """The part of a host that its owner registered: "myynti.example.fi" -> "example.fi".

    A site on a hosting service stays whole: there the first label is the owner.
    """
    labels = domain.split(".")
    if len(labels) <= 2 or ".".join(labels[-2:]) in HOSTING_DOMAINS:
        return domain
    short = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if short else labels[-2:])


def is_shared_domain(domain: str) -> bool:
    """Whether many unrelated organisations stand behind a domain, so that sharing it says nothing."""
    return domain in HOSTING_DOMAINS or domain in SHARED_DOMAINS or base_domain(domain) in SHARED_DOMAINS


def email_address(text: str) -> str:
    """The first e-mail address in a text, lower-case; understands "info (at) example.fi"; "" when there is none."""
    line = _AT.sub("@", clean(text, 1000))
    found = _EMAIL.search(line)
    if not found:
        return ""
    local, _, host = found[0].rpartition("@")
    domain = domain_of("https://" + host.rstrip("."))
    if not domain or local.endswith(".") or ".." in local:
        return ""
    return f"{local.lower()}@{host.rstrip('.').lower()}"


def is_role_mailbox(email: str) -> bool:
    """Whether an address belongs to an office and not to a person: info@, myynti.raahe@, kansli@.

    In doubt it is a person's: words that are surnames too ("posti") count only alone.
    """
    words = [word for word in re.split(r"[^a-z]+", name_fold(email.partition("@")[0]).replace(" ", ".")) if word]
    if not words or len(words) > 2:
        return False
    return words[0] in ROLE_WORDS and (len(words) == 1 or words[0] not in AMBIGUOUS_ROLES)


def sole_trader_by_name(name: str) -> bool:
    """Whether a name says "private trader" (Tmi, toiminimi, Fma, leading Firma): a natural person in law."""
    line = clean(name)
    return bool(_TRADER.search(line) or _TRADER_FIRST.search(line)) and not _OTHER_FORM.search(line)


@lru_cache(maxsize=32_768)
def street_key(street: str) -> str:
    """Street and number as one comparable text, without entrance and flat: "Kauppak. 12 A 3" -> "kauppakatu 12".

    A post box gives "pl 12". "" where there is no number: a road alone names no place.
    """
    line = clean(street, 200)
    if "/" in line:
        line = _CARE_OF.sub("", line)
    box = _POST_BOX.search(line) if "p" in line or "P" in line else None
    if box:
        return f"pl {int(box[1])}"
    found = _STREET.match(line)
    if not found:
        return ""
    name = found[1].strip().lower()
    if name.endswith("."):
        for ending, whole in _STREET_ENDS:
            name = ending.sub(whole, name)
    folded = name_fold(name)
    return f"{folded} {int(found[2])}" if folded else ""


def website_url(text: str) -> str:
    """Absolute http or https address of a website as somebody wrote it; "" for anything else.

    Addresses without a scheme become https; a user name and password in the address are dropped.
    """
    words = clean(text, 2000).split()
    line = words[0].strip("<>()[]\"',;") if words else ""
    scheme, separator, rest = line.partition("://")
    if not separator:
        scheme, rest = "https", line
    host = _host(f"https://{rest}")
    if scheme.lower() not in {"http", "https"} or ("@" in rest and not separator) or not host:
        return ""
    try:
        parts = urlsplit(f"{scheme.lower()}://{rest}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{parts.path}{query}"


def _host(url: str) -> str:
    """Host of an absolute address in lower-case ASCII; "" unless it is a name with a top-level domain."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
        if len(host) <= 253 and not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return ""
    known = len(host) <= 253 and _LABELS.fullmatch(host) and _TOP_LEVEL.fullmatch(host.rpartition(".")[2])
    return host if known else ""


def _valid(digits: str) -> bool:
    """Right check digit (weights 7 9 10 5 8 4 2, modulo 11); all zeros, which also add up, is nobody's ID."""
    a, b, c, d, e, f, g, check = map(int, digits)
    return (7 * a + 9 * b + 10 * c + 5 * d + 8 * e + 4 * f + 2 * g + check) % 11 == 0 and digits != "00000000"
