"""Ways in which the rows of a page can be named, thought up from the place where one company's name stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bs4.element import Tag

from importers.web.document import Document
from importers.web.outline import stable_classes
from importers.web.sources.segments import is_parted
from importers.web.sources.spec import LINE

LEVELS = 9  # elements around the name that may be the row
CONTAINERS = 3  # elements around the row that may be named before it
MOST_ROWS = 20_000  # like elements

_PLAIN_NAME = re.compile(r"[A-Za-z_][\w-]{0,60}")
_OF_ONE = re.compile(r"[0-9]{2,}|[0-9]$")
_LONG_NUMBER = re.compile(r"[0-9]{3}")
_AROUND = frozenset({"body", "html", "[document]"})
_STARTING = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "button", "strong", "b", "th", "a", "p"])
_NAMED_BY_TAG = frozenset({"main", "article", "table", "ul", "ol", "dl", "section"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One way to name the rows: `tags` are what the selector finds, `own` the one of the company shown."""

    rows: str = ""
    starts: str = ""
    split: str = ""
    within: str = ""
    name: str = ""  # selector of the name within the row
    cost: int = 0  # of a longer or looser way
    tags: tuple[Tag, ...] = ()
    own: Tag | None = None


@dataclass(slots=True)
class Index:
    """All elements of a page by tag and by class, so that many selectors can be counted quickly."""

    by_tag: dict[str, list[Tag]]
    by_class: dict[str, list[Tag]]

    @staticmethod
    def of(document: Document) -> Index:
        made = Index({}, {})
        for tag in document.soup.find_all(True):
            made.by_tag.setdefault(tag.name, []).append(tag)
            for name in _classes(tag):
                made.by_class.setdefault(name, []).append(tag)
        return made

    def like(self, step: Step) -> list[Tag]:
        """Elements that a step names."""
        if step.id:
            return [tag for tag in self.by_tag.get(step.tag, []) if tag.get("id") == step.id]
        pool = min(
            (self.by_class.get(name, []) for name in step.classes), key=len, default=self.by_tag.get(step.tag, [])
        )
        wanted = set(step.classes)
        return [tag for tag in pool if tag.name == step.tag and wanted <= set(_classes(tag))]


class Step(NamedTuple):
    """One part of a selector: an element by its tag with classes, or by its id."""

    tag: str
    classes: tuple[str, ...] = ()
    id: str = ""

    @property
    def css(self) -> str:
        return f"#{self.id}" if self.id else self.tag + "".join(f".{name}" for name in self.classes)


def guesses(document: Document, spot: Tag, index: Index) -> Iterator[Guess]:
    """Ways to name the rows, each once: boxes, then what begins a record, then text in pieces."""
    seen: set[tuple[int, ...]] = set()
    yield from _boxes(spot, index, seen)
    yield from _starts(spot, index, seen)
    yield from _pieces(spot, index)


def _boxes(spot: Tag, index: Index, seen: set[tuple[int, ...]]) -> Iterator[Guess]:
    row: Tag | None = spot
    for level in range(LEVELS):
        if row is None or row.name in _AROUND:
            return
        for css, found in _named(row, index):
            key = tuple(map(id, found[:200]))
            if key in seen or not 2 <= len(found) <= MOST_ROWS or not any(each is row for each in found):
                continue
            seen.add(key)
            yield Guess(rows=css, name=_inside(spot, row), cost=level + _length(css), tags=tuple(found), own=row)
        row = row.parent


def _starts(spot: Tag, index: Index, seen: set[tuple[int, ...]]) -> Iterator[Guess]:
    start: Tag | None = spot
    for level in range(4):
        if start is None or start.name in _AROUND:
            return
        if start.name in _STARTING or level == 0:
            for css, found in _named(start, index):
                key = (-1, *map(id, found[:200]))
                fits = 2 <= len(found) <= MOST_ROWS and any(each is start for each in found)
                if fits and key not in seen and not css.endswith("*"):
                    seen.add(key)
                    cost = LEVELS + level + _length(css)
                    yield Guess(starts=css, cost=cost, tags=tuple(found), own=start)
        start = start.parent


def _pieces(spot: Tag, index: Index) -> Iterator[Guess]:
    holder: Tag | None = spot
    for _ in range(6):
        if holder is None or holder.name in _AROUND:
            return
        for split in ("br br", LINE):
            if is_parted(holder, split):
                css = next((css for css, found in _named(holder, index) if len(found) == 1), "")
                some = next((css for css, _ in _named(holder, index)), holder.name)
                yield Guess(split=split, within=css or some, cost=2 * LEVELS)
        holder = holder.parent


def _named(tag: Tag, index: Index) -> Iterator[tuple[str, list[Tag]]]:
    """Selectors of an element and its like: by classes, by what stands around it, by its tag."""
    own = [Step(tag.name, classes) for classes in _class_sets(tag, index)]
    pools = {step: index.like(step) for step in own}
    parent = tag.parent
    for step in own:
        if step.classes:
            yield step.css, pools[step]
    around: list[tuple[Step, int]] = []
    depth = 0
    while parent is not None and parent.name not in _AROUND and depth < 14 and len(around) < CONTAINERS:
        depth += 1
        around += [(step, depth) for step in _containers(parent, index)]
        parent = parent.parent
    for step in own:
        if len(pools[step]) > 2 * MOST_ROWS:
            continue
        for container, depth in around:
            holders = {id(each) for each in index.like(container)}
            inside = [each for each in pools[step] if _has_above(each, holders, depth)]
            yield (
                f"{container.css}{' > ' if depth == 1 else ' '}{step.css}",
                (
                    [each for each in inside if each.parent is not None and id(each.parent) in holders]
                    if depth == 1
                    else inside
                ),
            )
    yield from _by_place(tag, index)
    yield tag.name, index.by_tag.get(tag.name, [])


def _by_place(tag: Tag, index: Index) -> Iterator[tuple[str, list[Tag]]]:
    """Selectors of bare elements: by the tags of those around them, and pictures of any kind beside each other."""
    parent = tag.parent
    if parent is None:
        return
    above = parent.parent
    like = [
        each for each in index.by_tag.get(tag.name, []) if each.parent is not None and each.parent.name == parent.name
    ]
    if above is not None and parent.name not in _AROUND:
        chain = [each for each in like if each.parent and each.parent.parent and each.parent.parent.name == above.name]
        yield f"{above.name} > {parent.name} > {tag.name}", chain
        container = next(_containers(parent, index), None)
        holders = index.like(container) if container else []
        children = [each for holder in holders[:MOST_ROWS] for each in holder.children if isinstance(each, Tag)]
        pictured = tag.name == "img" or tag.find("img") is not None
        if container and pictured and any(each.name != tag.name for each in children):
            yield f"{container.css} > *", children
    elif parent.name == "body":
        yield f"body > {tag.name}", like


def _containers(tag: Tag, index: Index) -> Iterator[Step]:
    name = str(tag.get("id") or "")
    if _PLAIN_NAME.fullmatch(name) and not _OF_ONE.search(name):
        yield Step(tag.name, (), name)
    sets = [classes for classes in _class_sets(tag, index) if classes]
    if sets:
        yield Step(tag.name, sets[0])
    elif tag.name in _NAMED_BY_TAG:
        yield Step(tag.name)


def _class_sets(tag: Tag, index: Index) -> list[tuple[str, ...]]:
    """Classes by which an element may be named: the most telling one, all together, none."""
    names = [name for name in stable_classes(tag) if _PLAIN_NAME.fullmatch(name)]
    if not names:
        names = [
            name
            for name in _classes(tag)
            if _PLAIN_NAME.fullmatch(name)
            and len(index.by_class.get(name, ())) >= 3
            and not re.search(r"[0-9]{3}", name)
        ]
    rarest = sorted(names, key=lambda name: (len(index.by_class.get(name, ())), name))
    sets: list[tuple[str, ...]] = [(name,) for name in rarest[:3]]
    if 1 < len(names) <= 4:
        sets.append(tuple(names))
    return [*sets, ()]


def _inside(spot: Tag, row: Tag) -> str:
    """Selector of the name within its row; "" when the row is the name itself."""
    if spot is row:
        return ""
    each: Tag | None = spot
    while each is not None and each is not row:
        if re.fullmatch(r"h[1-6]", each.name) or each.name in ("dt", "summary", "caption", "legend"):
            return each.name
        each = each.parent
    each = spot
    while each is not None and each is not row:
        names = [name for name in stable_classes(each) if _PLAIN_NAME.fullmatch(name)]
        if names:
            return f"{each.name}.{names[0]}"
        each = each.parent
    return spot.name


def _length(css: str) -> int:
    """How much a selector costs: a tag alone most, for it marks other things too as soon as the page grows."""
    return 12 if css.isalnum() else 2 * css.count(" ")


def _has_above(tag: Tag, holders: set[int], depth: int) -> bool:
    parent = tag.parent
    for _ in range(depth + 4):
        if parent is None:
            return False
        if id(parent) in holders:
            return True
        parent = parent.parent
    return False


def _classes(tag: Tag) -> list[str]:
    value = tag.get("class")
    return value.split() if isinstance(value, str) else list(value or ())


def path_of(tag: Tag) -> tuple[str, ...]:
    """Tags around an element from the inside out: rows of one list have the same."""
    names: list[str] = []
    parent = tag.parent
    while parent is not None and len(names) < 40:
        names.append(parent.name)
        parent = parent.parent
    return tuple(names)
