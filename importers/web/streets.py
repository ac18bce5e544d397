"""Streets and post boxes in a line of text, in Finnish, Swedish and English."""

from __future__ import annotations

import re

from importers.places import Places
from outreach.rules.text import name_fold

_ENDS = (
    "katu|katua|tie|kuja|polku|kaari|ranta|raitti|väylä|aukio|tori|portti|puisto|penger|rinne|mäki|laita|kulma"
    "|taival|piha"
    "|linja|esplanadi|bulevardi|silta|kaarre|kierto|niitty|harju|kylä|niemi|lahti|satama|laituri|alue|rantatie"
    "|gatan|gata|vägen|väg|gränden|gränd|stigen|stig|torget|torg|esplanaden|esplanad|allén|backen|stranden|strand"
    "|planen|kajen"
    "|kaj|brinken|udden|hamnen|parken|ringen|svängen|rundan|bron|street|road|avenue|lane|drive|boulevard|square"
    "|straße|strasse"
)
_WORD = r"[A-ZÅÄÖÉ0-9][\w.’'&-]{0,40}"
_NUMBER = r"[0-9]{1,4}(?:\s?[-–/]\s?[0-9]{1,4})?(?![0-9])(?:\s?[a-zA-Z](?![\w@.]))?(?:\s?[0-9]{1,3}(?![0-9]))?"
_STAIRS = r"(?:\s(?:as\.?|lh\.?|hki|rak\.?|bst\.?|hus|ovi|porras|lokero)\s?[0-9A-Za-z]{1,4}(?!\w))?"
_STREET = re.compile(
    rf"(?<![\w@./-])(?:{_WORD}\s){{0,3}}?[\w.’'-]{{0,40}}(?:{_ENDS}|[a-zåäö]{{2}}(?:k|t|g"
    rf"|v)\.)\s{{0,2}}{_NUMBER}{_STAIRS}",
    re.IGNORECASE,
)
_BOX = re.compile(r"(?<![\w.])(?:PL|PB|P\.\s?L\.|P\.?\s?O\.?\s?Box|Box|BOX|Postilokero|Postbox)\s?[0-9]{1,5}(?![0-9])")
_ENGLISH = re.compile(
    r"(?<![\w.,-])[0-9]{1,4}[a-zA-Z]?\s(?:[A-Z][\w’'-]{0,30}\s){1,3}(?:Street|Road|Avenue|Lane|Drive|Square|St\.|Rd\.)(?!\w)"
)
_BEFORE = re.compile(
    r"(?:^|[,;|•·:]\s{0,2}|\s[–-]\s)([A-ZÅÄÖÉ][^,;|•·:0-9@]{1,50}?\s?[0-9]{1,4}(?:\s?[-–]\s?[0-9]{1,4})?(?:\s?[a-zA-Z](?!\w))?(?:\s?[0-9]{1,3})?)[\s,;|•·–-]{1,4}$"
)
_ALONE = re.compile(
    r"[A-ZÅÄÖÉ][^,;|•·:0-9@()]{2,45}\s[0-9]{1,4}(?:\s?[-–]\s?[0-9]{1,4})?(?:\s?[a-zA-Z](?!\w))?(?:\s?[0-9]{1,3})?"
)
_FORM = re.compile(r"^(?:oyj?|abp?|ky|kb|ay|öb|tmi|fma|osk|ry|rf|ltd|inc|gmbh)\.?$", re.IGNORECASE)
_LABELS_TEXT = """
osoite käyntiosoite katuosoite postiosoite lähiosoite toimipiste adress besöksadress gatuadress
postadress address visiting street sijainti läge location os myymälä toimisto kontor
"""
_LABELS = frozenset(_LABELS_TEXT.split())
_NO_STREET = re.compile(
    r"(?<!\w)(?:halli|hall|osasto|stand|monter|krs|kerros|sivu|sida|page|jäsen|puh|tel|nro|nr|klo|kl|vuo)\w{0,8}\.?\s?[0-9]{1,4}$",
    re.I,
)


def streets(text: str, places: Places) -> list[tuple[int, int]]:
    """Spans of streets with a house number."""
    found = []
    for m in _STREET.finditer(text):
        start = _start(text, m.start(), m.end(), places)
        if text[start : start + 1].isupper() or text[start : start + 1].isdigit():
            found.append((start, m.end()))
    if not found:
        found = [m.span() for m in _ENGLISH.finditer(text)]
    return found


def post_boxes(text: str) -> list[tuple[int, int]]:
    """Spans of post boxes: PL 12, PB 12, Box 12."""
    return [m.span() for m in _BOX.finditer(text)]


def is_box(text: str) -> bool:
    """Whether an address is a post box."""
    return _BOX.match(text) is not None


def street_before(text: str, position: int) -> tuple[int, int] | None:
    """Words and a number right before a postcode: a street whatever it is called."""
    begin = max(0, position - 80)
    m = _BEFORE.search(text[begin:position])
    if m is None or _NO_STREET.search(m[1]):
        return None
    return begin + m.start(1), begin + m.end(1)


def is_street_alone(text: str) -> bool:
    """Whether a whole line reads as a street and number, whatever the street is called."""
    return len(text) <= 60 and _ALONE.fullmatch(text) is not None and _NO_STREET.search(text) is None


def _start(text: str, start: int, end: int, places: Places) -> int:
    """Where a street begins: after a legal form, a label or a town that stands before it without a comma."""
    begin = start
    for m in re.finditer(r"\S{1,60}\s", text[start:end]):
        word = m[0].strip().rstrip(".:").lower()
        last = start + m.end()
        rest = text[last:end]
        if re.match(r"[0-9]", rest):
            break
        if _FORM.match(m[0].strip()) or word in _LABELS or (name_fold(word) in places.names):
            begin = last
    return begin
