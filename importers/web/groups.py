"""Spans of a page that may be the records of one list: repeated siblings and paths, parts that begin alike, lines.

Every way of building a list gives its groups without judging them; `importers.web.scoring` picks. A group is cheap:
each element, line and break takes part in a bounded number of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from importers.web.evidence import Kind
from importers.web.marks import Page
from importers.web.outline import HEADING, INLINE, STRONG, TITLE

Span = tuple[int, int]

PATH = 4  # elements of a path that must agree
MOST_PERIOD = 6  # siblings that make one record
MOST_TOKENS = 8  # classes of an element that are looked at
SHORT_LINE = 90  # characters of a line that can be a name

_CONTACT = 1 << Kind.EMAIL | 1 << Kind.PHONE | 1 << Kind.POST | 1 << Kind.STREET | 1 << Kind.SITE


@dataclass(frozen=True, slots=True)
class Group:
    """`elements` are the records' own elements where each is one."""

    spans: tuple[Span, ...]
    way: str  # "siblings", "path", "starts", "split", "lines"
    elements: tuple[int, ...] = ()


def groups(page: Page) -> Iterator[Group]:
    """All groups of at least two spans outside menus and footers, some of them several times."""
    usable = _usable(page)
    children: dict[int, list[int]] = defaultdict(list)
    for element in usable:
        children[page.outline.parents[element]].append(element)
    for parent, members in children.items():
        if parent >= 0 and len(members) > 1:
            yield from _of_siblings(page, parent, members)
    yield from _of_paths(page, usable)
    yield from _of_starters(page, usable)
    yield from _of_breaks(page)
    yield from _of_named_lines(page)


def _usable(page: Page) -> list[int]:
    out = page.outline
    return [
        index
        for index in range(len(out.tags))
        if out.starts[index] < out.ends[index] and not page.quiet[out.starts[index]]
    ]


def _of_siblings(page: Page, parent: int, members: list[int]) -> Iterator[Group]:
    out = page.outline
    by_name: dict[object, list[int]] = defaultdict(list)
    for element in members:
        by_name[out.name(element)].append(element)
    by_key: dict[object, list[int]] = defaultdict(list)
    for element in members:
        by_key[out.keys[element]].append(element)
        for token in (out.tags[element].get("class") or ())[:MOST_TOKENS]:
            by_key[token].append(element)
    seen: set[tuple[int, ...]] = set()
    for found in (*by_name.values(), *by_key.values(), members):
        if len(found) < 2 or tuple(found) in seen:
            continue
        seen.add(tuple(found))
        yield Group(tuple((out.starts[each], out.ends[each]) for each in found), "siblings", tuple(found))
        if len(found) < len(members):
            yield Group(_from_starts([out.starts[each] for each in found], out.ends[parent]), "starts")
    for found in by_name.values():
        if len(found) >= 4:
            yield from _of_period(page, found)


def _of_period(page: Page, members: list[int]) -> Iterator[Group]:
    """Several like siblings in a row that make one record: name, address, phone, name, address, phone."""
    masks = [page.element_masks[each] for each in members]
    if not any(masks):
        return
    out = page.outline
    for period in range(2, MOST_PERIOD + 1):
        if len(members) % period or len(members) < 2 * period:
            continue
        columns = [masks[start::period] for start in range(period)]
        same = sum(max(column.count(mask) for mask in set(column)) for column in columns)
        if same >= 0.75 * len(members) and len({tuple(column) for column in columns}) > 1:
            starts = [out.starts[each] for each in members[::period]]
            yield Group(_from_starts(starts, out.ends[members[-1]]), "starts")


def _of_paths(page: Page, usable: list[int]) -> Iterator[Group]:
    out = page.outline
    by_path: dict[tuple[int, ...], list[int]] = defaultdict(list)
    by_token: dict[tuple[str, str], list[int]] = defaultdict(list)
    paths: dict[int, tuple[int, ...]] = {}
    for element in usable:
        above = paths.get(out.parents[element], ())
        path = paths[element] = (*above[-(PATH - 1) :], out.keys[element])
        by_path[path].append(element)
        for token in (out.tags[element].get("class") or ())[:MOST_TOKENS]:
            by_token[out.name(element), token].append(element)
    seen: set[tuple[int, ...]] = set()
    for found in (*by_path.values(), *by_token.values()):
        members = _apart(page, found)
        if len({out.parents[each] for each in members}) > 1 and tuple(members) not in seen:
            seen.add(tuple(members))
            yield Group(tuple((out.starts[each], out.ends[each]) for each in members), "path", tuple(members))


def _apart(page: Page, members: Iterable[int]) -> list[int]:
    """Members in order without those inside another."""
    kept: list[int] = []
    last = -1
    for each in members:
        if page.outline.starts[each] >= last:
            kept.append(each)
            last = page.outline.ends[each]
    return kept


def _of_starters(page: Page, usable: list[int]) -> Iterator[Group]:
    """Parts of the page that begin with a heading, term, button or bold line of one kind, at whatever depth."""
    out = page.outline
    by_kind: dict[object, list[int]] = defaultdict(list)
    limits: dict[int, list[int]] = defaultdict(list)  # level -> where headings of it or above begin
    for element in usable:
        first = out.starts[element]
        segment = out.segments[first]
        if segment.title != element or (first and out.segments[first - 1].line == segment.line and not segment.alt):
            continue
        name = out.name(element)
        by_kind[name if segment.rank in (HEADING, STRONG) else (name, out.keys[element])].append(element)
        if segment.rank == HEADING and name[1:].isdigit():
            limits[int(name[1:])].append(first)
        elif segment.rank == TITLE:
            by_kind[name].append(element)
    for kind, found in by_kind.items():
        members = _apart(page, found)
        if len(members) < 2:
            continue
        level = int(kind[1:]) if isinstance(kind, str) and kind[1:].isdigit() else 7
        stops = sorted(stop for above, places in limits.items() if above < level for stop in places)
        starts = [out.starts[each] for each in members]
        yield Group(_stopped(_from_starts(starts, _end_of_last(page, members)), stops), "starts")


def _end_of_last(page: Page, members: list[int]) -> int:
    """Where the part after the last starter ends: with the element that also holds the one before it."""
    out = page.outline
    before = out.starts[members[-2]]
    element = members[-1]
    while element >= 0 and out.starts[element] > before:
        element = out.parents[element]
    end = out.ends[element] if element >= 0 else len(out.segments)
    for index in range(out.ends[members[-1]], end):
        if page.quiet[index]:
            return index
    return end


def _stopped(spans: tuple[Span, ...], stops: list[int]) -> tuple[Span, ...]:
    """Spans cut where a higher heading begins."""
    kept, index = [], 0
    for first, last in spans:
        while index < len(stops) and stops[index] <= first:
            index += 1
        kept.append((first, min(last, stops[index]) if index < len(stops) else last))
    return tuple(kept)


def _from_starts(starts: list[int], end: int) -> tuple[Span, ...]:
    return tuple((first, last) for first, last in pairwise([*starts, end]) if first < last)


def _of_breaks(page: Page) -> Iterator[Group]:
    """Parts between empty lines or rules inside one element, and its single lines."""
    out = page.outline
    by_block: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for position, strength, block in out.gaps:
        if block >= 0:
            by_block[block].append((position, strength))
    for block, found in by_block.items():
        first, last = out.starts[block], out.ends[block]
        if first == last or page.quiet[first]:
            continue
        strengths = sorted({strength for _, strength in found})
        for least in strengths:
            begin = _after_headings(page, first, last, [position for position, strength in found if strength >= least])
            starts = sorted({begin, *(position for position, strength in found if strength >= least)})
            spans = _from_starts([each for each in starts if begin <= each < last], last)
            if len(spans) > 1:
                yield Group(spans, "lines" if least == 1 else "split")


def _after_headings(page: Page, first: int, last: int, breaks: list[int]) -> int:
    """Where the first part begins: after the headings of the list, unless every part begins with one."""
    segments = page.outline.segments
    second = min((position for position in breaks if position > first), default=last)
    heads = [index for index in range(first, min(second, first + 50)) if segments[index].rank == HEADING]
    if not heads or second >= last or segments[second].rank == HEADING or heads[-1] + 1 >= second:
        return first
    return heads[-1] + 1


def _of_named_lines(page: Page) -> Iterator[Group]:
    """Parts that begin with a short line in which a legal form and no way of contact stands."""
    out = page.outline
    by_holder: dict[int, list[int]] = defaultdict(list)
    for first, last in out.line_spans(0, len(out.segments)):
        if page.quiet[first]:
            continue
        mask = page.mask(first, last)
        if not mask & 1 << Kind.FORM or mask & _CONTACT:
            continue
        if sum(len(each.text) for each in out.segments[first:last]) > SHORT_LINE:
            continue
        element = out.segments[first].element
        while element >= 0 and out.name(element) in INLINE:
            element = out.parents[element]
        for _ in range(3):
            if element < 0:
                break
            by_holder[element].append(first)
            element = out.parents[element]
    for element, starts in by_holder.items():
        if len(starts) > 1:
            yield Group(_from_starts(starts, out.ends[element]), "starts")
