"""A page with its values marked: which kinds of value stand in which span, found once for the whole page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bs4.element import PageElement

from importers.web.document import Document
from importers.web.evidence import Kind, Value, is_legal_form, values_in
from importers.web.links import Link, hidden_mailbox, link_of, own_domains
from importers.web.outline import Outline, outline
from importers.web.regions import left_out
from importers.web.streets import is_street_alone
from outreach.rules.identity import base_domain, domain_of
from outreach.rules.text import clean


class Mark(NamedTuple):
    segment: int
    kind: Kind
    text: str
    more: str = ""


@dataclass(slots=True, eq=False)
class Page:
    """`masks[i]` has the bit of each kind that segment i holds; `before[k][i]` counts the segments before i that do."""

    document: Document
    outline: Outline
    quiet: bytearray  # 1 for segments outside the content
    own: frozenset[str]  # domains of the site itself
    links: dict[int, Link | None] = field(default_factory=dict)  # by element
    marks: list[Mark] = field(default_factory=list)  # in order of place
    masks: list[int] = field(default_factory=list)
    before: list[list[int]] = field(default_factory=list)
    element_masks: list[int] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)  # title and main headings of the page
    titles: dict[int, str] = field(default_factory=dict)  # by first segment: what a tab or a link to it calls a part
    names: dict[str, str] = field(default_factory=dict)  # by text: what it gives as a name
    known: dict[str, list[Value]] = field(default_factory=dict)  # values of lines that were read before

    def values(self, line: str) -> list[Value]:
        """`values_in` of a line, each line read once."""
        found = self.known.get(line)
        if found is None:
            found = self.known[line] = values_in(line, self.document.places)
        return found

    def mask(self, first: int, last: int) -> int:
        """Kinds of value between two segments."""
        mask = 0
        for kind, counts in enumerate(self.before):
            if counts[last] > counts[first]:
                mask |= 1 << kind
        return mask

    def marked(self, first: int, last: int) -> list[Mark]:
        """Marks between two segments."""
        begin = bisect_left(self.marks, first, key=_segment)
        end = bisect_left(self.marks, last, begin, key=_segment)
        return self.marks[begin:end]

    def link(self, element: int) -> Link | None:
        """Where the link of an element leads."""
        if element not in self.links:
            out = self.outline
            words = " ".join(each.text for each in out.segments[out.starts[element] : out.ends[element]][:5])
            href = str(out.tags[element].get("href") or "")
            self.links[element] = link_of(href, words[:200], self.document, self.own)
        return self.links[element]


def _segment(mark: Mark) -> int:
    return mark.segment


def page_of(nodes: Sequence[PageElement], document: Document, *, whole: bool) -> Page:
    """A page, or the nodes of one record, with all values marked. `whole`: menus, footers and the like are left out."""
    out = outline(nodes)
    quiet = left_out(out) if whole else bytearray(len(out.segments))
    hrefs = ((each.href, bool(quiet[index])) for index, each in enumerate(out.segments) if each.href)
    own = own_domains(document, hrefs) if whole else frozenset({document.site} if document.site else ())
    page = Page(document, out, quiet, own)
    if whole:
        page.titles = _titles(out)
        page.headings = _headings(out, document)
    _mark(page)
    return page


def _headings(out: Outline, document: Document) -> list[str]:
    title = document.soup.find("title")
    found = [clean(title.get_text(" "), 200)] if title else []
    for element in range(len(out.tags)):
        if out.name(element) == "h1":
            found.append(
                clean(out.joined(out.starts[element], min(out.ends[element], out.starts[element] + 9))[0], 200)
            )
            if len(found) > 3:
                break
    return found


def _titles(out: Outline) -> dict[int, str]:
    """What links, tabs and buttons call the parts that they lead to, by the first segment of each part."""
    said: dict[str, str] = {}
    ids: dict[str, int] = {}
    for element, tag in enumerate(out.tags):
        if out.starts[element] == out.ends[element]:
            continue
        if tag.get("id"):
            ids.setdefault(str(tag["id"]), element)
        for key in ("href", "aria-controls", "data-bs-target", "data-target"):
            target = str(tag.get(key) or "")
            if target and (key == "aria-controls" or target.startswith("#")) and len(target) < 100:
                text = out.joined(out.starts[element], min(out.ends[element], out.starts[element] + 6))[0]
                said.setdefault(target.lstrip("#"), clean(text, 200))
    for element, tag in enumerate(out.tags):
        label = ids.get(str(tag.get("aria-labelledby") or ""))
        if label is not None and out.starts[element] < out.ends[element] and tag.get("id"):
            said.setdefault(str(tag["id"]), clean(out.joined(out.starts[label], out.ends[label])[0], 200))
    return {out.starts[element]: said[key] for key, element in ids.items() if said.get(key)}


def _mark(page: Page) -> None:
    out = page.outline
    count = len(out.segments)
    page.masks = [0] * count
    found: list[Mark] = []
    waiting: tuple[int, str] | None = None  # a line that is a street if a postcode follows
    for first, last in out.line_spans(0, count):
        if page.quiet[first]:
            waiting = None
            continue
        text, offsets = out.joined(first, last)
        values = page.values(text) if text else []
        for value in values:
            segment = first + max(0, bisect_right(offsets, value.start) - 1)
            found.append(Mark(segment, value.kind, value.text, value.more))
        if values and values[0].kind is Kind.POST and waiting and values[0].start <= 3:
            found.append(Mark(waiting[0], Kind.STREET, waiting[1]))
        bare = not any(each.kind in (Kind.STREET, Kind.PHONE, Kind.EMAIL) for each in values)
        waiting = (first, text) if text and bare and is_street_alone(text) else None if text else waiting
        found += _of_links(page, first, last)
    found.sort(key=_segment)
    page.marks = found
    for mark in found:
        page.masks[mark.segment] |= 1 << mark.kind
    page.before = [_counts(page.masks, kind) for kind in Kind]
    page.element_masks = _element_masks(page)


def _of_links(page: Page, first: int, last: int) -> list[Mark]:
    out, found, seen = page.outline, [], set()
    for index in range(first, last):
        segment = out.segments[index]
        if segment.alt and is_legal_form(segment.text):
            found.append(Mark(index, Kind.FORM, segment.text))
        if segment.link >= 0 and segment.link not in seen:
            seen.add(segment.link)
            if link := page.link(segment.link):
                found.append(Mark(index, link.kind, link.text))
        for element in {segment.element, segment.link} - {-1}:
            if mailbox := hidden_mailbox(out.tags[element]):
                found.append(Mark(index, Kind.EMAIL, mailbox))
    return found


def _counts(masks: list[int], kind: Kind) -> list[int]:
    counts, total, bit = [0], 0, 1 << kind
    for mask in masks:
        total += bool(mask & bit)
        counts.append(total)
    return counts


def _element_masks(page: Page) -> list[int]:
    out = page.outline
    masks = [0] * len(out.tags)
    for index, segment in enumerate(out.segments):
        if segment.element >= 0:
            masks[segment.element] |= page.masks[index]
    for element in range(len(masks) - 1, -1, -1):
        parent = out.parents[element]
        if parent >= 0:
            masks[parent] |= masks[element]
    return masks


@lru_cache(maxsize=8192)
def host_of(address: str) -> str:
    """`domain_of`, which is asked for the same address several times."""
    return domain_of(address)


def hosts(marks: Sequence[Mark], kind: Kind) -> set[str]:
    """Hosts of the sites or mailboxes among marks."""
    return {host_of(each.text) for each in marks if each.kind is kind} - {""}


def domains(marks: Sequence[Mark], kind: Kind) -> set[str]:
    """Registered domains of the sites or mailboxes among marks."""
    return {base_domain(host_of(each.text)) for each in marks if each.kind is kind} - {""}
