"""Rows of a page as a source file names them: boxes, what stands between one start and the next, text in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bs4.element import PageElement, Tag

from importers.columns import hits
from importers.values import has_legal_form
from importers.web.document import Document
from importers.web.sources.segments import segments
from importers.web.sources.selectors import found_with, select
from importers.web.sources.spec import SourceSpec
from importers.web.sources.texts import text_of
from outreach.terms.message import Message, say

MOST_ROWS = 5000
MOST_INNER = 20  # boxes in a box that are looked at
MOST_DEPTH = 6  # boxes of boxes of boxes
NAME_LENGTH = 160  # characters of what begins a record, when it is the name

_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_NAMING = frozenset(
    (*_HEADINGS, "dt", "th", "strong", "b", "button", "summary", "a", "legend", "caption", "em", "span")
)
_AROUND = frozenset(("body", "html", "main", "[document]"))


@dataclass(frozen=True, slots=True)
class Row:
    """Parts of the page that tell of one company; `head` is the element that begins it, where one does."""

    nodes: tuple[PageElement, ...]
    head: Tag | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Row, ...]
    notes: tuple[Message, ...] = ()


def rows_of(document: Document, spec: SourceSpec) -> Rows:
    """The rows of a page by `rows`, `starts` or `split`; a note where a selector was loosened or too much is found."""
    notes: list[Message] = []
    roots: list[Tag] = [document.soup]
    if spec.within:
        _, found, told = found_with(spec.within, lambda css: select(document.soup, css))
        notes += [told] if told else []
        if not found:
            notes.append(say("The selector {css} finds nothing.", css=spec.within))
            return Rows((), tuple(notes))
        roots = _outermost(found)
    if spec.split:
        rows = [Row(nodes) for root in roots for nodes in segments(root, spec.split, search=not spec.within)]
    else:
        css = spec.rows or spec.begins
        _, tags, told = found_with(css, lambda form: _once(tag for root in roots for tag in select(root, form)))
        notes += [told] if told else []
        if not tags:
            notes.append(say("The selector {css} finds nothing.", css=css))
        rows = _boxes(tags, spec) if spec.rows else _started(tags[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        notes.append(say("Only the first {n} rows were read.", n=MOST_ROWS))
    return Rows(tuple(rows[:MOST_ROWS]), tuple(notes))


def is_heading(row: Row, cells: Sequence[int]) -> bool:
    """Whether a row is the headings of a table or those of one of its parts. `cells`: how many each row has."""
    (node, *others) = row.nodes
    if others or not isinstance(node, Tag):
        return False
    parts = [each for each in node.children if isinstance(each, Tag) and each.name not in ("script", "style")]
    if node.name == "tr":
        if all(each.name == "th" for each in parts) or (node.parent is not None and node.parent.name == "thead"):
            return True
        if len(parts) == 1 and sum(count >= 3 for count in cells) > len(cells) / 2:
            return True
    texts = [text_of([each])[:60] for each in parts[:20]]
    return len(texts) >= 2 and hits(texts) >= max(2, 0.6 * len(texts))


def cells_of(row: Row) -> int:
    """How many elements stand side by side in a row."""
    node = row.nodes[0]
    return sum(isinstance(each, Tag) for each in node.children) if isinstance(node, Tag) and len(row.nodes) == 1 else 0


def head_text(row: Row) -> str:
    """Text of what begins a record, when it is short and reads as its name; "" otherwise."""
    if row.head is None or row.head.name not in _NAMING:
        return ""
    text = text_of([row.head])
    return text if len(text) <= NAME_LENGTH else ""


def _once(tags: Iterable[Tag]) -> list[Tag]:
    return list({id(tag): tag for tag in tags}.values())


def _outermost(tags: Sequence[Tag]) -> list[Tag]:
    """Elements that lie in none of the others."""
    inside = _holders(tags)
    known = {id(tag) for tag in tags}
    below = {each for each, holder in inside.items() if holder in known}
    return [tag for tag in tags if id(tag) not in below]


def _holders(tags: Sequence[Tag]) -> dict[int, int]:
    """Identity of an element -> that of the nearest other one around it; each way up is walked once."""
    known = {id(tag) for tag in tags}
    nearest: dict[int, int] = {}
    holders: dict[int, int] = {}
    for tag in tags:
        way: list[int] = []
        holder = 0
        parent = tag.parent
        while parent is not None:
            if id(parent) in known:
                holder = id(parent)
                break
            if id(parent) in nearest:
                holder = nearest[id(parent)]
                break
            way.append(id(parent))
            parent = parent.parent
        for each in way:
            nearest[each] = holder
        if holder:
            holders[id(tag)] = holder
    return holders


def _boxes(tags: list[Tag], spec: SourceSpec, depth: int = 0) -> list[Row]:
    """Boxes; of such within each other the outer one, unless it is a box of boxes."""
    holders = _holders(tags)
    if holders:
        inner: dict[int, list[Tag]] = {}
        for tag in tags:
            if id(tag) in holders:
                inner.setdefault(holders[id(tag)], []).append(tag)
        outer = [tag for tag in tags if id(tag) not in holders]
        of_boxes = {
            id(tag)
            for tag in outer
            if len(inner.get(id(tag), ())) >= 2 and _has_names(tag, inner[id(tag)], spec, len(outer) == 1)
        }
        if of_boxes and depth < MOST_DEPTH:
            return _boxes([tag for tag in tags if id(tag) not in of_boxes], spec, depth + 1)
        tags = outer
    return [Row((tag,)) for tag in tags]


def _has_names(tag: Tag, inner: list[Tag], spec: SourceSpec, alone: bool) -> bool:
    """Whether a box holds several companies: by the selector of names, legal forms in its boxes, or being alone."""
    named = spec.fields["name"].rules if "name" in spec.fields else ()
    css = next((rule.css for rule in named if rule.css), "")
    if css:
        return len(select(tag, css)) >= 2
    return alone or sum(has_legal_form(text_of([each])) for each in inner[:MOST_INNER]) >= 2


def _started(starts: list[Tag]) -> list[Row]:
    """A record for each start: its widest element that holds no other start, and what follows up to the next one."""
    holders = _holders(starts)
    starts = [tag for tag in starts if id(tag) not in holders]
    count: dict[int, int] = {}
    for start in starts:
        parent: Tag | None = start
        while parent is not None and count.get(id(parent), 0) < 2:
            count[id(parent)] = count.get(id(parent), 0) + 1
            parent = parent.parent
    return [_record(start, count, alone=len(starts) == 1) for start in starts]


def _record(start: Tag, count: dict[int, int], *, alone: bool) -> Row:
    top = start
    while not alone and top.parent is not None and count.get(id(top.parent), 0) == 1 and top.parent.name not in _AROUND:
        top = top.parent
    rank = _rank(start, top)
    nodes: list[PageElement] = [top] if top is start or not _has_higher(top, start, rank) else _from(start, top)
    for sibling in top.next_siblings:
        if isinstance(sibling, Tag) and (id(sibling) in count or _HEADINGS.get(sibling.name, 9) <= min(rank, 4)):
            break
        nodes.append(sibling)
    return Row(tuple(nodes), start)


def _rank(start: Tag, top: Tag) -> int:
    """Rank of the heading that a start is or stands in; 4 when it is none, for headings of a record are lower."""
    each: Tag | None = start
    while each is not None:
        if each.name in _HEADINGS:
            return _HEADINGS[each.name]
        if each is top:
            break
        each = each.parent
    return 4


def _has_higher(top: Tag, start: Tag, rank: int) -> bool:
    """Whether a higher heading stands before the start in the same box: that of a section with one company."""
    for each in top.descendants:
        if each is start:
            return False
        if isinstance(each, Tag) and _HEADINGS.get(each.name, 9) < rank:
            return True
    return False


def _from(start: Tag, top: Tag) -> list[PageElement]:
    """The start and all that follows it inside of a box."""
    nodes: list[PageElement] = [start]
    each = start
    while each is not top:
        nodes += each.next_siblings
        if each.parent is None:
            break
        each = each.parent
    return nodes
