"""Organisations that running text names: "Malli Oy", "Malli (Y-tunnus 0000000-0)".

They are mentioned and not listed, so a person has to say yes before they are imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bs4.element import NavigableString, PreformattedString, Tag

from importers.web.document import Document
from importers.web.grids import MOST_LEVELS
from outreach.rules.identity import business_id, sole_trader_by_name
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Candidate

CONFIDENCE = 0.3
MOST_MENTIONED = 100
MOST_STRINGS = 50_000
MOST_TEXT = 3_000  # characters of a paragraph

_ASIDE = frozenset({"script", "style", "noscript", "template", "nav", "header", "footer", "title", "button", "select"})
_BLOCKS = frozenset(
    {"p", "div", "li", "td", "th", "dd", "dt", "section", "article", "main", "body", "blockquote", "h1"}
)
_BLOCKS |= {"h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "pre", "aside", "form", "address"}
_AFTER_NAMES = "oyj oy abp ab ky kb ay öb osk anl ry r.y rf r.f ltd gmbh inc llc osuuskunta"
_WRITTEN_SMALL = "ry rf r.y r.f ky oy ab osk anl oyj osuuskunta"
_AFTER = frozenset(_AFTER_NAMES.split())
_BEFORE = frozenset({"oy", "ab", "tmi", "t:mi", "ky", "kb"})
_SMALL = frozenset(_WRITTEN_SMALL.split())
_JOINS = frozenset({"ja", "och", "and", "&", "of", "+"})
_CLOSING = '.,;:!?)"”’'
_OPENING = "(\"“”'’"
_MOST_WORDS = 5
_NUMBER = re.compile(
    r"(?:Y-?tunnus|FO-?nummer|FO-?nr|Business ID)[\s:.]{1,3}([0-9]{6,7}\s?[-–]\s?[0-9])(?![0-9])", re.I
)
_FOLLOWS = re.compile(
    r"\s?[,(]{0,2}\s?(?:Y-?tunnus|FO-?nummer|FO-?nr|Business ID)?[\s:.]{0,3}([0-9]{6,7}\s?[-–]\s?[0-9])"
)


def mentioned(document: Document, known: list[Candidate]) -> list[Candidate]:
    """Organisations that the text of a page names, without those that are `known` already."""
    seen = {name_fold(name) for each in known for name in (each.name, *each.other_names)}
    numbers = {each.business_id for each in known if each.business_id}
    found: list[Candidate] = []
    for number, paragraph in enumerate(islice(_paragraphs(document), MOST_STRINGS), start=1):
        for name, identity in _names(paragraph):
            key = name_fold(name)
            if key in seen or (identity and identity in numbers):
                continue
            seen.add(key)
            provenance = document.origin(f"paragraph {number}", "prose", CONFIDENCE)
            found.append(
                Candidate(name=name, provenance=provenance, business_id=identity, sole_trader=sole_trader_by_name(name))
            )
            if len(found) == MOST_MENTIONED:
                return found
    return found


def _names(paragraph: str) -> Iterator[tuple[str, str]]:
    """Names with their Business ID, "" where none follows."""
    words = paragraph.split()
    begins = [0]
    for word in words:
        begins.append(begins[-1] + len(word) + 1)
    used = 0  # words up to here belong to a name already
    for at, word in enumerate(words):
        form = word.strip(_CLOSING + _OPENING).lower()
        if at < used or form not in _AFTER | _BEFORE or (word[:1].islower() and form not in _SMALL):
            continue
        first, last = _before(words, used, at), at + 1
        if first == at and form in _BEFORE and word[-1:] not in _CLOSING:
            last = _after(words, at + 1)
        while (
            last < len(words) and words[last].strip(_CLOSING).lower() in _AFTER and words[last - 1][-1:] not in _CLOSING
        ):
            last += 1
        name = clean(" ".join(words[first:last]).strip(_CLOSING[:-1] + _OPENING), 200)
        if last - first < 2 or not _is_whole(name):
            continue
        used = last
        follows = _FOLLOWS.match(paragraph, begins[last] - 1)
        yield name, business_id(follows[1]) if follows else ""
    for match in _NUMBER.finditer(paragraph):
        number = business_id(match[1])
        before = paragraph[: match.start()].rstrip(" (,").split()
        name = clean(" ".join(before[_before(before, 0, len(before)) :]), 200)
        if number and name and before[-1].strip(_CLOSING).lower() not in _AFTER:
            yield name, number


def _before(words: list[str], lowest: int, end: int) -> int:
    """Where the capitalised words right before a place begin; a joining word between two of them belongs to them."""
    first = end
    while first > max(lowest, end - _MOST_WORDS):
        word = words[first - 1]
        if word[-1:] in _CLOSING and word.lower() not in _BEFORE:
            break
        capital = word.lstrip(_OPENING)[:1].isupper() or word[:1].isdigit()
        joins = word.lower() in _JOINS and first < end and first - 2 >= lowest
        if not capital and not joins:
            break
        first -= 1
        if word[:1] in _OPENING:
            break
    while first < end and words[first].lower() in _JOINS:
        first += 1
    return first


def _after(words: list[str], begin: int) -> int:
    """Where the capitalised words that begin at a place end."""
    last = begin
    while last < min(len(words), begin + _MOST_WORDS) and words[last][:1].isupper():
        last += 1
        if words[last - 1][-1:] in _CLOSING:
            break
    return last


def _is_whole(name: str) -> bool:
    """Whether more than a legal form is left of a name."""
    return any(len(word) > 1 and word.lower() not in _AFTER | _BEFORE for word in name.split())


def _paragraphs(document: Document) -> Iterator[str]:
    """Texts of the page, block by block."""
    parts: list[str] = []
    block: Tag | None = None
    for text in document.soup.find_all(string=True):
        if isinstance(text, PreformattedString) or not isinstance(text, NavigableString):
            continue
        around = _block_of(text)
        if around is None:
            continue
        if around is not block and parts:
            yield clean("".join(parts), MOST_TEXT)
            parts = []
        block = around
        if parts and parts[-1][-1:].isalnum() and (text[:1].isupper() or text[:1] == "+"):
            parts.append(" ")  # cells and labels side by side
        parts.append(text[:MOST_TEXT])
    if parts:
        yield clean("".join(parts), MOST_TEXT)


def _block_of(text: NavigableString) -> Tag | None:
    """The block that a text stands in, None for one of the furniture."""
    block: Tag | None = None
    for outer in islice(text.parents, MOST_LEVELS):
        if outer.name in _ASIDE:
            return None
        if block is None and outer.name in _BLOCKS:
            block = outer
    return block
