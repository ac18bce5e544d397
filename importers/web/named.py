"""Lists that give names and nothing else: taken only where a heading says that they are of organisations."""

from __future__ import annotations

from collections.abc import Sequence

from importers.web.choosing import MOST_SPANS
from importers.web.groups import Group, groups
from importers.web.marks import Page
from importers.web.naming import Name, name_of
from importers.web.people import is_person
from importers.web.scoring import Scored, promises
from outreach.rules.text import name_fold

LEAST = 5  # names of such a list
MOST_SEGMENTS = 4  # texts of a record that holds a name alone
MOST_LETTERS = 90
MOST_PERSONS = 0.3  # share of names that read as persons'
MOST_TRIED = 40

_CATEGORY = ("toimiala", "kategoria", "category", "categories", "bransch", "/tag/", "luokka", "?filter", "&filter")


def named_groups(page: Page, refused: Sequence[Scored]) -> list[Scored]:
    """Groups of names that do not overlap, the longest first."""
    found: list[Scored] = []
    barred = bytearray(len(page.outline.segments))
    for each in refused:
        for (first, last), flag in zip(each.group.spans, each.flags, strict=True):
            if flag:
                barred[first:last] = b"\1" * (last - first)
    for group in _likely(page):
        if any(barred[first] for first, _ in group.spans):
            continue
        scored = _names_of(page, group)
        if scored:
            found.append(scored)
    found.sort(key=lambda each: -each.score)
    kept: list[Scored] = []
    names: set[str] = set()
    for scored in found:
        if scored.folded & names or any(barred[first] for first, _ in scored.group.spans):
            continue
        kept.append(scored)
        names |= scored.folded
        for first, last in scored.group.spans:
            barred[first:last] = b"\1" * (last - first)
    return kept


def _likely(page: Page) -> list[Group]:
    best: dict[tuple[tuple[int, int], ...], Group] = {}
    for group in groups(page):
        if LEAST <= len(group.spans) <= MOST_SPANS and group.spans not in best:
            short = sum(1 for first, last in group.spans if 0 < last - first <= MOST_SEGMENTS)
            if short >= 0.8 * len(group.spans):
                best[group.spans] = group
    return sorted(best.values(), key=lambda each: -len(each.spans))[:MOST_TRIED]


def _names_of(page: Page, group: Group) -> Scored | None:
    if not promises(page, group):
        return None
    out = page.outline
    names: list[Name | None] = []
    for first, last in group.spans:
        short = sum(len(each.text) for each in out.segments[first:last]) <= 3 * MOST_LETTERS
        name = name_of(page, first, last) if short and last - first <= MOST_SEGMENTS else None
        names.append(
            name if name and len(name.text) <= MOST_LETTERS and name.text[:1] != name.text[:1].lower() else None
        )
    kept = [name for name in names if name]
    folded = {name_fold(name.text) for name in kept}
    if len(folded) < LEAST or len(kept) < 0.8 * len(names) or len(folded) < 0.8 * len(kept):
        return None
    if sum(is_person(name.text) for name in kept) > MOST_PERSONS * len(kept):
        return None
    hrefs = [out.segments[first].href.lower() for first, _ in group.spans]
    if sum(any(word in href for word in _CATEGORY) for href in hrefs) > 0.3 * len(hrefs):
        return None
    masks = tuple(page.mask(first, last) for first, last in group.spans)
    return Scored(group, tuple(names), masks, float(len(folded)), None, tuple(None for _ in names))
