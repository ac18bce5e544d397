"""Which groups of a page are its lists: the best one, and others beside it that have nothing in common with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from importers.web.evidence import Kind, is_legal_form
from importers.web.groups import Group, Span
from importers.web.marks import Page, domains
from importers.web.naming import name_of
from importers.web.outline import TITLE
from importers.web.refusals import what_else
from importers.web.scoring import WORTH, Scored, masks_of, mixing, scored_of
from outreach.rules.text import name_fold

MOST_TRIED = 60  # groups that are looked at closely
SAMPLE = 250  # spans of a group that tell what it is
MOST_OF_ONE = 60  # segments of an element that holds one organisation beside a list
LEAST_LIST = 3  # records of a list beside which such an element counts
MOST_SPANS = 50_000  # of a group
LEAST_WORTH = 0.5  # evidence of a record in a further list, as a share of that in the best one
NEARLY = 0.75  # score of another cut of the same records, as a share of the best one's


def chosen(page: Page, found: Iterable[Group]) -> tuple[list[Scored], list[Scored]]:
    """The groups that are lists of organisations, best first, and those that were refused."""
    ranked = _ranked(page, found)
    refused: list[Scored] = []
    taken: list[Scored] = []
    tried: list[Scored] = []
    best = 0.0
    for bound, group in ranked[:MOST_TRIED]:
        if bound <= NEARLY * best:
            break
        scored = _estimated(page, group)
        if scored.refused:
            refused.append(scored)
        elif scored.score > 0 and not _mostly_inside(scored, _flagged_spans(refused)):
            tried.append(scored)
            best = max(best, scored.score)
    flagged = _flagged_spans(refused)
    tried = sorted((each for each in tried if not _mostly_inside(each, flagged)), key=lambda each: -each.score)
    if tried:
        taken = [_whole(page, _bounded(tried))]
        _add_others(page, ranked, taken, flagged)
        if sum(len(scored.folded) for scored in taken) >= LEAST_LIST:
            taken += _lone(page, taken)
    return taken, refused


def _bounded(tried: list[Scored]) -> Scored:
    """The best group, or the one of whole elements that gives the same names with nearly the same evidence: what lies
    between elements (an advertisement, the end of the page) is of no record."""
    best = tried[0]
    if best.group.elements:
        return best
    for other in tried:
        if other.group.elements and other.score >= NEARLY * best.score and other.folded == best.folded:
            return other
    return best


def _ranked(page: Page, found: Iterable[Group]) -> list[tuple[float, Group]]:
    """Groups with some evidence and the most that each can score, the highest first; of equal ones the outermost."""
    bounds: dict[tuple[Span, ...], tuple[float, Group]] = {}
    for group in found:
        if len(group.spans) > MOST_SPANS or group.spans in bounds:
            continue
        masks = masks_of(page, group)
        bound = sum(WORTH[mask] for mask in masks)
        if bound:
            share = sum(1 for mask in masks if mask) / len(masks)
            bounds[group.spans] = (bound * share, group)
    return sorted(bounds.values(), key=_order)


def _order(ranked: tuple[float, Group]) -> tuple[float, bool, int, int]:
    bound, group = ranked
    first, last = group.spans[0]
    return -bound, not group.elements, first, -last


def _estimated(page: Page, group: Group) -> Scored:
    """A group as it scores; a very long one by every n-th of its spans."""
    step = len(group.spans) // SAMPLE
    if step < 2:
        return scored_of(page, group)
    part = Group(group.spans[::step], group.way, group.elements[::step])
    found = scored_of(page, part)
    return replace(found, score=found.score * step, of=group)


def _whole(page: Page, scored: Scored) -> Scored:
    """All of a group of which a sample was looked at."""
    return scored_of(page, scored.of) if scored.of else scored


def _flagged_spans(refused: Sequence[Scored]) -> list[Span]:
    spans = {span for each in refused for span, flag in zip(each.group.spans, each.flags, strict=True) if flag}
    return sorted(spans)


def _mostly_inside(scored: Scored, flagged: list[Span]) -> bool:
    """Whether most records of a group lie in what was refused."""
    if not flagged:
        return False
    covered = bytearray(max(last for _, last in flagged) + 1)
    for first, last in flagged:
        covered[first:last] = b"\1" * (last - first)
    spans = [span for span, name in zip(scored.group.spans, scored.names, strict=True) if name]
    inside = sum(1 for first, _ in spans if first < len(covered) and covered[first])
    return inside > 0.5 * len(spans)


def _add_others(page: Page, ranked: list[tuple[float, Group]], taken: list[Scored], flagged: list[Span]) -> None:
    """More groups beside the best one: nothing in common with it, and about as much evidence in each record."""
    covered = _covered(page, taken)
    found: list[Scored] = []
    tried = 0
    for _, group in ranked:
        if tried >= MOST_TRIED:
            break
        if _touches(group, covered):
            continue
        tried += 1
        scored = _estimated(page, group)
        forms = sum(1 for name, mask in zip(scored.names, scored.masks, strict=True) if name and mask & 1 << Kind.FORM)
        count = sum(1 for name in scored.names if name)
        enough = scored.worth >= LEAST_WORTH * taken[0].worth or (count >= 3 and forms >= 0.6 * count)
        if scored.score > 0 and not scored.refused and enough and not _mostly_inside(scored, flagged):
            found.append(scored)
    names = set(taken[0].folded)
    for scored in sorted(found, key=lambda each: -each.score):
        if not scored.folded & names and not _touches(scored.group, covered):
            taken.append(_whole(page, scored))
            names |= scored.folded
            covered = _covered(page, taken)


def _lone(page: Page, taken: Sequence[Scored]) -> list[Scored]:
    """Elements beside the lists that hold one organisation each, in full: a main partner in a box of its own."""
    out, found = page.outline, []
    covered = _covered(page, taken)
    names = {folded for scored in taken for folded in scored.folded}
    end = 0
    for element, mask in enumerate(page.element_masks):
        first, last = out.starts[element], out.ends[element]
        if not is_full(mask) or first < end or last - first > MOST_OF_ONE or covered[last] > covered[first]:
            continue
        name = name_of(page, first, last)
        if name is None or name.rank > TITLE or not is_legal_form(name.text) or name_fold(name.text) in names:
            continue
        marks = page.marked(first, last)
        if mixing(page, name, (first, last)) or what_else(name.text, out.text(first, last), marks):
            continue
        if (domains(marks, Kind.EMAIL) | domains(marks, Kind.SITE)) & page.own:
            continue
        group = Group(((first, last),), "siblings", (element,))
        found.append(Scored(group, (name,), (mask,), WORTH[mask], None, (None,)))
        end = last
    return found


def is_full(mask: int) -> bool:
    """Whether kinds of value are enough for a record that nothing else is like: legal form, site, and a way of
    contact."""
    contact = 1 << Kind.POST | 1 << Kind.PHONE | 1 << Kind.EMAIL
    return bool(mask & 1 << Kind.FORM and mask & 1 << Kind.SITE and mask & contact)


def _covered(page: Page, taken: Sequence[Scored]) -> list[int]:
    """How many of the segments before each one lie in records that are taken."""
    inside = bytearray(len(page.outline.segments))
    for scored in taken:
        for first, last in scored.group.spans:
            inside[first:last] = b"\1" * (last - first)
    return [0, *accumulate(inside)]


def _touches(group: Group, covered: list[int]) -> bool:
    return any(covered[last] > covered[first] for first, last in group.spans)
