"""Texts as names of organisations: what can be one, and what of a text is it."""

from __future__ import annotations

import re
from functools import lru_cache

from importers.columns import Field, field_of
from importers.web.evidence import LEGAL_FORM, Kind, Value, is_legal_form
from importers.web.marks import Page
from importers.web.wording import CLOCK, DATE, GENERIC, LISTS_OTHERS, MORE, NEW_WINDOW, OFFICE_NAME
from outreach.rules.text import clean, name_fold

_SENTENCE = re.compile(r"^\S+\s\S+\s.*(?:[^\W\d_]{3}|\d)[.!]$|!$")
_HOUR = re.compile(r"[0-2]?[0-9][.:][0-5][0-9](?!\w)")
_TRADE = re.compile(r"\s[–—-]\s(?=[a-zåäö]{3})")
_NOTE = re.compile(r"\s\(([^()]{2,60})\)$")
BULLET = re.compile(r"^(?:[•·▪►▸»›→✓✔*–—|-]\s*|[0-9]{1,3}[.)]\s+)+")
_TAIL = re.compile(r"[\s,;:|•·»›→>–—-]+$")
_WORD = re.compile(r"[^\W\d_]{2,}")
MOST_LETTERS = 120
MOST_WORDS = 12
MOST_LABEL = 40  # characters of a label


def tidy(page: Page, text: str) -> str:
    """A text as a name; "" when it is no name: a label, a value, a link's usual words, a date, a sentence."""
    known = page.names.get(text)
    if known is None:
        known = page.names[text] = _tidied(page, text)
    return known


def _tidied(page: Page, text: str) -> str:
    text = NEW_WINDOW.sub(" ", text)
    text = _TAIL.sub("", BULLET.sub("", text).strip()).strip()
    text = _halved(text)
    text = _without_place(page, clean(text))
    if (trade := _TRADE.search(text)) and trade.start() > 1:
        text = text[: trade.start()]
    if (note := _NOTE.search(text)) and note[1][0].islower() and is_legal_form(text[: note.start()]):
        text = text[: note.start()]
    return text if is_name(page, text) else ""


def _halved(text: str) -> str:
    """One of two equal halves: a name that is written twice, once for screen readers."""
    half = len(text) // 2
    return text[:half].strip() if len(text) > 5 and text[:half].strip() == text[half:].strip() else text


def _without_place(page: Page, text: str) -> str:
    """ "Malli Oy" of "Malli Oy, Raahe", "Malli Oy (Raahe)" and "Malli Oy, Satamatie 5, 92100 Raahe"."""
    cut = len(text)
    for value in page.values(text):
        before = text[: value.start].rstrip()
        if value.start > 1 and (value.kind not in (Kind.FORM, Kind.TOWN, Kind.SITE) or _parted(before, value)):
            cut = min(cut, value.start)
    if cut == len(text):
        return text
    return _TAIL.sub("", text[:cut].rstrip(" (")).strip()


def _parted(before: str, value: Value) -> bool:
    return value.kind is Kind.TOWN and before.endswith((",", "(", "–", "-", "|", "/", "·", "•"))


@lru_cache(maxsize=4096)
def label_of(text: str) -> Field | None:
    """The field that a short text names as a label."""
    bare = text.strip(" .:\u2013-")
    return field_of(bare) if 0 < len(bare) <= MOST_LABEL else None


def is_name(page: Page, text: str) -> bool:
    """Whether a text can be a name at all."""
    if not 2 <= len(text) <= MOST_LETTERS or not _WORD.search(text):
        return False
    low = text.lower().strip(" .:!»›→")
    if low in GENERIC or label_of(text) is not None or text.endswith(("?", "…", "...")):
        return False
    form = is_legal_form(text)
    if form and not _WORD.search(LEGAL_FORM.sub(" ", text)):
        return False
    other = None if form else LISTS_OTHERS.match(text)
    if other and other.end() >= len(text) - 4 and " " not in text:
        return False
    if not form and (len(text.split()) > MOST_WORDS or _SENTENCE.search(text)):
        return False
    if (
        name_fold(text) in page.document.places.names
        or MORE.match(text)
        or DATE.match(text)
        or CLOCK.match(text)
        or _HOUR.match(text)
    ):
        return False
    office = OFFICE_NAME.search(text)
    if office and not form and len(text.split()) <= 3 and (not office.start() or is_place(page, text)):
        return False
    values = page.values(text)
    return not any(
        each.kind not in (Kind.FORM, Kind.TOWN) and each.end - each.start >= 0.7 * len(text) for each in values
    )


def is_place(page: Page, text: str) -> bool:
    """Whether a text is a known place and nothing else."""
    bare = _NOTE.sub("", clean(text))
    return name_fold(bare) in page.document.places.names
