"""Several values in one cell: name, address, phone, e-mail, Business ID, one below another or in a row.

Each piece is known by what it is or by the label before it; the first piece that is nothing else can be the name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from importers.files.persons import reads_as_person
from importers.values import emails_of, has_legal_form, phone_of, split_address, split_postcode_town
from outreach.rules.identity import business_id, website_url
from outreach.rules.text import clean, name_fold

MOST_TEXT = 4_000  # characters of a cell
MOST_PIECES = 60

_ROWS = re.compile(r"\n|\s*[;|•·]\s*|\s{3,}|\t")
_COMMAS = re.compile(r",\s+")
_LABELS = {
    "phone": "puh|puhelin|puhelinnumero|p|tel|telefon|tfn|gsm|mob|mobiili|mobil|matkapuhelin|phone|mobile|vaihde|växel",
    "fax": "fax|faksi|telefax|telefaksi|telefaksinumero",
    "email": "sähköposti|s-posti|sposti|e-mail|email|e-post|epost|mail|sp",
    "website": "www|web|kotisivu|kotisivut|verkkosivu|verkkosivut|hemsida|webbplats|website|internet|url",
    "id": "y-tunnus|ytunnus|ly-tunnus|fo-nummer|fo-nr|business id|vat|alv|alv-nro|moms-nr",
    "address": "osoite|käyntiosoite|postiosoite|katuosoite|adress|besöksadress|postadress|address|street",
    "person": "yhteyshenkilö|yht\\.?\\s?hlö|yhteyshlö|kontaktperson|kontakt|contact person|contact|toimitusjohtaja|vd",
    "name": "yritys|nimi|toiminimi|företag|namn|company|name|organisaatio",
    "words": "toimiala|bransch|industry|kuvaus|beskrivning|description|tuotteet|palvelut",
}
_LABEL_OF = {
    label: re.compile(rf"(?:{words})(?:\s*[:=]\s*|\.:?\s+|\s+(?=[+0-9(]))", re.IGNORECASE)
    for label, words in _LABELS.items()
}
_ALONE = re.compile(
    r"(?:puh|tel|tfn|gsm|fax|www|mob|p|s-posti|e-mail|email|e-post|osoite|y-tunnus)\s*[.:]*", re.IGNORECASE
)
_ALONE_AFTER = re.compile(r"[\s,;]+(?:puh|tel|tfn|gsm|p|mob)[.:]*$", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?:mailto:)?[\w.%+'&-]{1,64}(?:@|\s?[\[(]\s?(?:at|ät|a)\s?[\])]\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s,;<>]+|(?<![@\w.-])[a-z0-9åäö-]+(?:\.[a-z0-9-]+)*\.(?:fi|com|eu|net|org|se|ax)(?:/\S*)?(?![\w@])",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w-])\+?\(?[0-9][0-9 ()\u00a0/-]{5,20}[0-9](?![\w-])")
_ID = re.compile(r"(?:FI[\s-]?)?[0-9]{7}\s?[-–]\s?[0-9](?![0-9])|\bFI[0-9]{8}\b")
_CODE_TOWN = re.compile(r"(?:FI[\s-]?)?[0-9]{5}\s+[^\W\d_][^\W\d_ -]+(?:[ -][^\W\d_]+)?", re.IGNORECASE)
_STREET = re.compile(
    r"(?:PL|PB|P\.?O\.?\s?Box|postilokero)\s?[0-9]{1,5}|[^\W\d_][^\d,;:@]{2,60}\s[0-9]{1,4}(?:\s?[-–]\s?[0-9]{1,4})?"
    r"(?:\s?[a-zåäö](?![^\W\d_]))?(?:\s?(?:[a-zåäö]|as\.?|lh|krs)?\s?[0-9]{0,3}[a-z]?)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Details:
    """What the cell tells; empty where it does not."""

    name: str = ""
    business_id: str = ""
    emails: tuple[str, ...] = ()
    phone: str = ""
    website: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    person: str = ""
    words: str = ""

    def evidence(self) -> int:
        """How many kinds of values there are besides a name and words."""
        return sum(map(bool, (self.business_id, self.emails, self.phone, self.website, self.postcode)))


def pieces_of(text: str) -> list[str]:
    """The lines of a cell, or its parts between marks, or, where it is one line, between commas."""
    pieces = [piece for part in _ROWS.split(text[:MOST_TEXT]) if (piece := clean(part))]
    if len(pieces) == 1:
        pieces = [piece for part in _COMMAS.split(pieces[0]) if (piece := clean(part))]
    return pieces[:MOST_PIECES]


def read_details(text: str, *, named: bool) -> Details:
    """The values of a cell; `named` when the first piece that is nothing else is the organisation's name."""
    found = Details()
    free: list[str] = []
    for piece in pieces_of(text):
        free.extend(_take(piece, found))
    for piece in free:
        if not found.person and (found.name or not named) and reads_as_person(piece):
            found.person = piece
        elif not found.street and _STREET.fullmatch(piece) and (found.name or not named) and not has_legal_form(piece):
            found.street = piece
        elif named and not found.name and any(map(str.isalpha, piece)):
            found.name = piece
        elif any(map(str.isalpha, piece)):
            found.words = f"{found.words}\n{piece}".strip()
    return found


def _take(piece: str, found: Details) -> list[str]:
    """Takes what a piece tells by its label or its form; gives back what is left of it."""
    label = ""
    for known, pattern in _LABEL_OF.items():
        hit = pattern.match(piece)
        if hit:
            label, piece = known, piece[hit.end() :].strip()
            break
    if label == "fax":
        return []
    if label == "person":
        person = clean(_PHONE.sub(" ", _EMAIL.sub(" ", piece)), 200).strip(" ,;:")
        found.person = found.person or _ALONE_AFTER.sub("", person)
    elif label == "name":
        found.name = found.name or piece
        return []
    elif label == "id":
        found.business_id = found.business_id or business_id(piece)
        return []
    rest = _take_values(piece, found)
    if label in {"person", "phone", "email", "website"}:
        return []
    if label == "address" and rest:
        found.street = found.street or rest[0]
        return rest[1:]
    return [word for part in rest for word in [part.strip(" ,;:–-()")] if word and not _ALONE.fullmatch(word)]


def _take_values(piece: str, found: Details) -> list[str]:
    for hit in _EMAIL.finditer(piece):
        found.emails = tuple(dict.fromkeys((*found.emails, *emails_of(hit[0].removeprefix("mailto:")))))
    piece = _EMAIL.sub(" ", piece)
    for hit in _ID.finditer(piece):
        number = business_id(hit[0])
        if number:
            found.business_id = found.business_id or number
            piece = piece.replace(hit[0], " ")
    web = _WEB.search(piece)
    if web and website_url(web[0]):
        found.website = found.website or website_url(web[0].rstrip(".,)"))
        piece = piece.replace(web[0], " ")
    street, code, town = split_address(clean(piece))
    if not code and (inside := _CODE_TOWN.search(piece)):
        code, town = split_postcode_town(clean(inside[0]))
        street = clean(piece[: inside.start()]).strip(" ,")
    if code:
        if not found.postcode:
            found.postcode, found.town = code, town
        return [part for part in street.rsplit(", ", 1) if part]
    return [part for part in (_without_phone(clean(piece), found),) if part]


def _without_phone(piece: str, found: Details) -> str:
    for hit in _PHONE.finditer(piece):
        number = phone_of(clean(hit[0]))
        if number and (hit[0].lstrip("(")[:1] in "+0" or name_fold(piece).isdigit()):
            found.phone = found.phone or number
            piece = piece.replace(hit[0], " ")
    return clean(piece)
