"""Text of parts of a page as lines, as a reader sees them: what stands on one line, and which links stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4.element import CData, NavigableString, PageElement, Tag

from outreach.rules.text import clean

MOST_TEXT = 20_000  # characters read of one row
_INLINE_NAMES = """
a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr path picture q s samp small
span strike strong sub sup svg time tt u use var wbr
"""
INLINE = frozenset(_INLINE_NAMES.split())
_TEXT = (NavigableString, CData)
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "title"))
_CLIMB = 30  # inline elements within each other that are looked through


@dataclass(frozen=True, slots=True)
class Line:
    """`raw` keeps the blanks between the columns of preformatted text."""

    text: str
    raw: str
    strings: tuple[NavigableString, ...]  # of the page, in order


def lines_of(nodes: Iterable[PageElement], most: int = MOST_TEXT) -> list[Line]:
    """Lines of a row, `most` characters of it: broken by <br>, by the edges of blocks, in <pre> as they are."""
    lines: list[Line] = []
    pieces: list[str] = []
    strings: list[NavigableString] = []
    before: NavigableString | None = None
    room = most

    def end() -> None:
        text = clean("".join(pieces), MOST_TEXT)
        if text:
            raw = "".join(pieces).strip().replace("\u00a0", " ") if is_preformatted(strings[0]) else text
            lines.append(Line(text, raw, tuple(strings)))
        pieces.clear()
        strings.clear()

    for string in _strings(nodes):
        if room <= 0:
            break
        if string is None:
            end()
            before = None
            continue
        if before is not None:
            if _block(string) is not _block(before):
                end()
            elif not _touch(before, string):
                pieces.append(" ")
        before = string
        room -= len(string)
        broken = string.split("\n") if "\n" in string and is_preformatted(string) else [str(string)]
        for number, piece in enumerate(broken):
            if number:
                end()
            pieces.append(piece)
            strings.append(string)
    end()
    return lines


def text_of(nodes: Iterable[PageElement]) -> str:
    """All lines of a row as one."""
    return " ".join(line.text for line in lines_of(nodes))


def links_in(strings: Iterable[NavigableString]) -> list[Tag]:
    """Links around some strings, each once."""
    found: dict[int, Tag] = {}
    for string in strings:
        parent = string.parent
        for _ in range(_CLIMB):
            if parent is None or parent.name not in INLINE:
                break
            if parent.name == "a":
                found.setdefault(id(parent), parent)
                break
            parent = parent.parent
    return list(found.values())


def is_preformatted(string: NavigableString) -> bool:
    """Whether the ends of line of a string are shown."""
    parent = string.parent
    for _ in range(_CLIMB):
        if parent is None or parent.name == "pre":
            return parent is not None
        parent = parent.parent
    return False


def _strings(nodes: Iterable[PageElement]) -> Iterator[NavigableString | None]:
    """Strings that are seen, None for each <br>."""
    for node in nodes:
        inner = node.descendants if isinstance(node, Tag) and node.name != "br" else (node,)
        for each in inner:
            if isinstance(each, Tag):
                if each.name == "br":
                    yield None
            elif isinstance(each, NavigableString) and type(each) in _TEXT and not _is_unseen(each):
                yield each


def _is_unseen(string: NavigableString) -> bool:
    return string.parent is not None and string.parent.name in _UNSEEN


def _block(string: NavigableString) -> Tag | None:
    """The nearest element around a string that is no part of a line."""
    parent = string.parent
    for _ in range(_CLIMB):
        if parent is None or parent.name not in INLINE:
            break
        parent = parent.parent
    return parent


def _touch(one: NavigableString, other: NavigableString) -> bool:
    """Whether two strings of a line are one word where no blank stands: one's element holds the other's."""
    return _holds(one.parent, other) or _holds(other.parent, one)


def _holds(outer: Tag | None, string: NavigableString) -> bool:
    parent = string.parent
    for _ in range(_CLIMB):
        if parent is outer or parent is None:
            break
        parent = parent.parent
    return parent is outer
