"""A page as one flat row of texts in document order, and the span of texts that each element covers.

Everything that looks for records works on these spans: a group of records is a list of them, whatever the tree looks
like. Built in one pass without recursion; the tree itself is left as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from outreach.rules.text import clean

MOST_NODES = 600_000  # elements and texts of a page; what comes after them is not read
MOST_TEXT = 4_000  # characters of one text
LONG_LINE = 1_500  # characters after which a line is taken for several

HEADING, TITLE, STRONG, PLAIN = 1, 2, 3, 6  # ranks of a text: how much it looks like the name of what follows

_INLINE = """
a span b strong i em u s small big font sup sub mark abbr code time label cite q bdi bdo wbr tt strike ins del data
var kbd samp acronym dfn img nobr picture object
"""
_UNREAD = """
script style template noscript select textarea svg iframe video audio canvas datalist head math map input progress
meter
"""
INLINE = frozenset(_INLINE.split())
_NO_TEXT = frozenset(_UNREAD.split())
_FORMATTING = frozenset(
    {"b", "strong", "i", "em", "u", "s", "small", "big", "font", "sup", "sub", "mark", "abbr", "tt"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLES = frozenset({"dt", "summary", "legend", "figcaption", "button", "caption"})
_STRONGS = frozenset({"strong", "b", "th"})
_TITLE_CLASS = re.compile(
    r"(?:^|[-_])(?:name|title|nimi|otsikko|heading|headline|rubrik|namn|titel|yritysnimi)(?:$|[-_0-9])", re.IGNORECASE
)
_UNSEEN_CLASS = re.compile(r"^(?:sr-only|visually-?hidden|screen-?reader(?:-text|s)?|assistive-text|u-hidden)", re.I)
_ICON_CLASS = re.compile(r"^(?:material-(?:icons|symbols)|glyphicon)", re.IGNORECASE)
_COLUMNS = re.compile(r"\t| {2,40}")
_UNSTABLE_CLASS = re.compile(
    r"[0-9]|^(?:odd|even|first|last|active|current|open|closed|show|hidden|collapsed|collapse|clearfix|alt|wow"
    r"|animated|selected|featured|is-.*|has-.*|fade.*|last-.*|first-.*|status-.*|category-.*|tag-.*|hentry)$",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
class Segment:
    """A run of text in one element, or what an image or an unlabelled link is called (`alt`)."""

    text: str
    line: int  # texts of one line stand beside each other
    element: int
    rank: int = PLAIN
    title: int = -1  # the element that gives the rank
    link: int = -1  # the `a` around
    href: str = ""
    alt: bool = False
    blank: int = (
        0  # blanks before it in its line: 2 where elements part it from the text before, so that values do not join
    )


@dataclass(slots=True, eq=False)
class Outline:
    """`starts[i]` to `ends[i]` are the segments of element i; parents come before their children."""

    segments: list[Segment] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)  # the same for the same tag and stable classes
    gaps: list[tuple[int, int, int]] = field(default_factory=list)  # segment that follows, strength, block element
    cut: bool = False  # whether the page goes on after MOST_NODES

    def name(self, element: int) -> str:
        return self.tags[element].name

    def line_spans(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Spans of the lines between two segments."""
        begin = first
        for index in range(first, last):
            if self.segments[index].line != self.segments[begin].line:
                yield begin, index
                begin = index
        if begin < last:
            yield begin, last

    def joined(self, first: int, last: int) -> tuple[str, list[int]]:
        """Text of neighbouring segments as a browser shows it, and where each begins in it; alternative texts are left
        out."""
        parts: list[str] = []
        offsets: list[int] = []
        length = 0
        for index in range(first, last):
            segment = self.segments[index]
            if segment.alt:
                offsets.append(length)
                continue
            if length and segment.blank:
                parts.append("  "[: segment.blank])
                length += segment.blank
            offsets.append(length)
            parts.append(segment.text)
            length += len(segment.text)
        return "".join(parts), offsets

    def text(self, first: int, last: int) -> str:
        """The lines between two segments."""
        lines = (self.joined(begin, end)[0] for begin, end in self.line_spans(first, last))
        return "\n".join(line for line in lines if line)


def stable_classes(tag: Tag) -> tuple[str, ...]:
    """Classes by which like elements are told: without numbers, states and places in a row."""
    found = tag.get("class")
    names = found.split() if isinstance(found, str) else found or ()
    return tuple(sorted({name for name in names if not _UNSTABLE_CLASS.search(name)}))


def outline(nodes: Sequence[PageElement]) -> Outline:
    """The outline of a page (`[soup]`) or of the nodes of one record."""
    return _Builder().build(nodes)


class _Builder:
    def __init__(self) -> None:
        self.out = Outline()
        self.line = 0
        self.line_is_empty = True
        self.line_length = 0
        self.trailing = False
        self.ranks: list[tuple[int, int]] = []  # rank and its element, by element
        self.links: list[int] = []
        self.blocks: list[int] = []
        self.modes: list[int] = []  # 0 usual, 1 preformatted, 2 unseen text
        self.key_of: dict[tuple[str, tuple[str, ...]], int] = {}
        self.classes_of: dict[tuple[str, ...], tuple[str, ...]] = {}

    def build(self, nodes: Sequence[PageElement]) -> Outline:
        out = self.out
        stack: list[tuple[Iterator[PageElement], int]] = [(iter(nodes), -1)]
        count = 0
        while stack:
            children, element = stack[-1]
            child = next(children, None)
            if child is None or count >= MOST_NODES:
                out.cut = out.cut or child is not None
                stack.pop()
                if element >= 0:
                    self.leave(element)
                continue
            count += 1
            if isinstance(child, Tag):
                if child.name == "br":
                    self.gap(1, self.blocks[element] if element >= 0 else -1)
                elif child.name == "hr":
                    self.gap(3, element)
                elif child.name not in _NO_TEXT:
                    stack.append((iter(child.contents), self.enter(child, element)))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self.text(child, element)
        return out

    def enter(self, tag: Tag, parent: int) -> int:
        out, index, name = self.out, len(self.out.tags), tag.name
        raw = tag.get("class")
        classes = tuple(raw.split() if isinstance(raw, str) else raw or ())
        known = self.classes_of.get(classes)
        if known is None:
            known = self.classes_of[classes] = stable_classes(tag)
        out.tags.append(tag)
        out.parents.append(parent)
        out.starts.append(len(out.segments))
        out.ends.append(len(out.segments))
        out.keys.append(self.key_of.setdefault((name, known), len(self.key_of)))
        rank, title = self.ranks[parent] if parent >= 0 else (PLAIN, -1)
        own = _rank(tag, name, classes)
        self.ranks.append((own, index) if own < rank else (rank, title))
        self.links.append(index if name == "a" else self.links[parent] if parent >= 0 else -1)
        inline = name in INLINE
        self.blocks.append(self.blocks[parent] if inline and parent >= 0 else index)
        mode = self.modes[parent] if parent >= 0 else 0
        if name == "pre":
            mode = 1
        elif classes and any(_UNSEEN_CLASS.match(each) for each in classes):
            mode = 2
        elif classes and any(_ICON_CLASS.match(each) for each in classes):
            mode = 3
        self.modes.append(mode)
        if not inline:
            self.break_line()
        if name == "img":
            self.alternative(clean(tag.get("alt") or tag.get("title"), 300), index)
        return index

    def leave(self, element: int) -> None:
        out, tag = self.out, self.out.tags[element]
        if tag.name == "a" and out.starts[element] == len(out.segments) and tag.get("href"):
            self.alternative(clean(tag.get("aria-label") or tag.get("title"), 300), element)
        out.ends[element] = len(out.segments)
        if tag.name not in INLINE:
            self.break_line()
            if tag.name == "p" and out.starts[element] == out.ends[element]:
                self.gap(2, out.parents[element])

    def alternative(self, text: str, element: int) -> None:
        self.add(text, element, alt=True, blank=1)

    def text(self, node: NavigableString, element: int) -> None:
        mode = self.modes[element] if element >= 0 else 0
        if mode == 3:
            return
        if mode == 1:
            for number, line in enumerate(node.split("\n")):
                if number:
                    self.gap(1, element)
                for column in _COLUMNS.split(line):
                    if words := clean(column, MOST_TEXT):
                        self.add(words, element, alt=False, blank=2)
            return
        words = clean(node, MOST_TEXT)
        if not words:
            self.trailing = True
            return
        self.add(words, element, alt=mode == 2, blank=int(node[0].isspace() or self.trailing))
        self.trailing = node[-1].isspace()

    def add(self, text: str, element: int, *, alt: bool, blank: int) -> None:
        out = self.out
        wide = 0 if alt or self.line_is_empty else self.parted(out.segments[-1], text, element, blank)
        rank, title = self.ranks[element] if element >= 0 else (PLAIN, -1)
        link = self.links[element] if element >= 0 else -1
        href = clean(out.tags[link].get("href"), 2000) if link >= 0 else ""
        out.segments.append(Segment(text, self.line, element, rank, title, link, href, alt, wide))
        if not alt:
            self.line_is_empty = False
        self.line_length += len(text) + 1
        if self.line_length > LONG_LINE:
            self.break_line()

    def parted(self, before: Segment, text: str, element: int, blank: int) -> int:
        """How many blanks part a text from the one before it in its line."""
        out, other = self.out, before.element
        if other == element or min(other, element) < 0:
            return blank
        related = out.parents[element] == other or out.parents[other] == element
        formatting = related and (out.name(element) in _FORMATTING or out.name(other) in _FORMATTING)
        if blank:
            return 1 if formatting else 2
        if not (before.text[-1:].isalnum() and text[0].isalnum()):
            return 0
        return 0 if formatting and text[0].islower() else 1 if formatting else 2

    def break_line(self) -> None:
        self.trailing = False
        self.line_length = 0
        if self.out.segments and self.out.segments[-1].line == self.line:
            self.line += 1
        self.line_is_empty = True

    def gap(self, strength: int, block: int) -> None:
        """A break between lines: 1 a new line, 2 an empty line, 3 a rule."""
        gaps, position = self.out.gaps, len(self.out.segments)
        if gaps and gaps[-1][0] == position and gaps[-1][2] == block:
            gaps[-1] = (position, max(2, strength, gaps[-1][1]), block)
        else:
            gaps.append((position, strength, block))
        self.break_line()


def _rank(tag: Tag, name: str, classes: tuple[str, ...]) -> int:
    if name in _HEADINGS or tag.get("role") == "heading":
        return HEADING
    if name in _TITLES or tag.get("itemprop") == "name":
        return TITLE
    if name in _STRONGS:
        return STRONG
    if classes and name not in {"body", "html", "main", "ul", "ol", "table"}:
        return TITLE if any(_TITLE_CLASS.search(each) for each in classes) else PLAIN
    return PLAIN
