"""Postcodes and their towns in a line of text: Finnish ones first, then those of other countries."""

from __future__ import annotations

import re
from typing import NamedTuple

from importers.places import Places
from importers.web.wording import COUNTRY
from outreach.rules.text import name_fold

_POST = re.compile(
    r"(?<![\w-])(?:(?:FIN?[\s–-]{0,2}|(?:AX|SE|S|EE|DE|D)[\s–-]{1,2}))?((?<![0-9])[0-9]{5}"
    r"|(?<![0-9]\s)[0-9]{3}\s[0-9]{2})(?![0-9])[\s,;|•·–-]{1,4}(?=[^\W\d_])"
)
_POST_AFTER = re.compile(r"(?<![\w-])([A-ZÅÄÖ][\w-]{1,30})[\s,]{1,3}([0-9]{5})(?![\w-])")
_POST_ALONE = re.compile(r"(?:FIN?[\s-]{1,2})?([0-9]{5})")
_FOUR_DIGITS = re.compile(
    r"(?:(?<=,\s)|(?<=^)|(?<=[A-Z]-))((?!19|20)[0-9]{4})\s([A-ZÅÄÖÆØ][\wæø-]{2,30})(?=\s*(?:,|$|\s\s|\(|\s[A-ZÆØ](?!\w)))"
)
_MIXED = re.compile(
    r"(?:(?<=,\s)|(?<=^))(LV-[0-9]{4}|LT-[0-9]{5}|[0-9]{2}-[0-9]{3}|[0-9]{4}\s[A-Z]{2})\s([A-ZŁŚŽ][\w-]{2,30})(?!\w)"
)
_BRITISH = re.compile(
    r"(?:(?<=,\s)|(?<=^))(?:([A-Z][a-zA-Z-]{2,30}),?\s([A-Z]{1,2}[0-9][A-Z0-9]?\s[0-9][A-Z]{2})(?!\w)"
    r"|([A-Z]{1,2}[0-9][A-Z0-9]?\s[0-9][A-Z]{2}),?\s([A-Z][a-zA-Z-]{2,30}))"
)
_TOWN_WORD = re.compile(r"[A-ZÅÄÖÉÜ][\w’'-]{0,40}")
_SMALL_TOWN = re.compile(r"[a-zåäö][\w’-]{1,30}")
_NO_TOWN_WORDS = "puh puhelin tel tfn telefon phone gsm y-tunnus fo-nummer e-mail email sähköposti e-post www fax faksi"
_NO_TOWN = frozenset(_NO_TOWN_WORDS.split())


class Post(NamedTuple):
    """Span, code and town; "" where the code stands alone in its line."""

    start: int
    end: int
    code: str
    town: str


def posts(text: str, places: Places) -> list[Post]:
    """All postcodes of a line with their towns."""
    found: list[Post] = []
    for m in _POST.finditer(text):
        town = _town_at(text, m.end(), places)
        if town and name_fold(town) not in _NO_TOWN:
            found.append(Post(m.start(), m.end() + len(town), m[1], town))
    if found:
        return found
    for m in _POST_AFTER.finditer(text):
        if m[2] in places.post_towns and name_fold(m[1]) in places.names:
            found.append(Post(m.start(), m.end(), m[2], m[1]))
    if not found and len(text) <= 12 and (alone := _POST_ALONE.fullmatch(text)) and alone[1] in places.post_towns:
        found.append(Post(0, len(text), alone[1], ""))
    return found or _foreign(text)


def _foreign(text: str) -> list[Post]:
    """Postcodes of other countries: four digits, or digits and letters, then the town; British ones on either side."""
    for pattern in (_FOUR_DIGITS, _MIXED):
        if found := [Post(m.start(), m.end(), m[1], m[2]) for m in pattern.finditer(text)]:
            return found
    return [Post(m.start(), m.end(), m[2] or m[3], m[1] or m[4]) for m in _BRITISH.finditer(text)]


def _town_at(text: str, position: int, places: Places) -> str:
    """The town that begins here: the longest known name, else one word and the capitals that follow it."""
    if text[position].islower():
        small = _SMALL_TOWN.match(text, position)
        return small[0] if small and name_fold(small[0]) in places.names else ""
    words: list[str] = []
    end = position
    for _ in range(4):
        m = _TOWN_WORD.match(text, end)
        if m is None or (words and m[0].lower().rstrip(".") in _NO_TOWN | COUNTRY):
            break
        words.append(m[0])
        end = m.end()
        if text[end : end + 1] != " ":
            break
        end += 1
    for count in range(len(words), 0, -1):
        if name_fold(" ".join(words[:count])) in places.names:
            return " ".join(words[:count])
    if not words:
        return ""
    if places.names or len(words) == 1:
        return words[0]
    caps = words[0].isupper() and len(words[0]) > 1
    kept = words[:1] + [word for word in words[1:2] if word.isupper() == caps]
    return " ".join(kept)
