"""Text parted into records where no element does it: at empty lines ("br br") or at every line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, PageElement, Tag

from importers.web.sources.spec import LINE
from importers.web.sources.texts import INLINE, is_preformatted

_ASIDE_NAMES = "script style template noscript nav header footer aside form head button select iframe h1 h2 h3 h4 h5 h6"
_ASIDE = frozenset(_ASIDE_NAMES.split())
_WHOLE = frozenset(("tr", "li", "dl"))  # a line of its own whatever stands in it
MOST_SEGMENTS = 6000
_COLUMN = re.compile(r"(?:[^\t ]| (?! ))+(?:\t| {2,}|$)[\t ]*|[\t ]+")

Nodes = tuple[PageElement, ...]


def segments(root: Tag, split: str, *, search: bool = False) -> list[Nodes]:
    """Nodes of each record in a part of the page; `search`: first look for the part with most of them."""
    if search:
        root = _richest(root, split)
    breaking = _around(root, "br") | _around(root, "pre")
    found: list[Nodes] = []
    for run in _runs(root, breaking, joined=split != LINE and _has_blank_paragraphs(root)):
        for piece in _parted(run, split):
            if any(_has_text(node) for node in piece):
                found.append(tuple(piece))
        if len(found) > MOST_SEGMENTS:
            break
    return found


def is_parted(root: Tag, split: str) -> bool:
    """Whether a part of the page falls into several records at its breaks."""
    blank = split != LINE and _has_blank_paragraphs(root)
    if root.name != "pre" and root.find("br") is None and not blank:
        return False
    return len(segments(root, split)) >= 2


def _richest(root: Tag, split: str) -> Tag:
    """The element around most breaks: a <pre> with most lines, or the parent of most <br>."""
    counts: dict[int, tuple[int, Tag]] = {}
    for tag in root.find_all(["br", "pre"]):
        holder = tag if tag.name == "pre" else _out_of_line(tag)
        more = sum(string.count("\n") for string in holder.find_all(string=True)) if tag.name == "pre" else 1
        counts[id(holder)] = (counts.get(id(holder), (0, holder))[0] + more, holder)
    if not counts:
        return root
    count, best = max(counts.values(), key=lambda each: each[0])
    siblings = [each for each in counts.values() if each[1].parent is best.parent]
    together = sum(each[0] for each in siblings)
    return best.parent if len(siblings) > 1 and best.parent is not None and together > count else best


def _out_of_line(tag: Tag) -> Tag:
    parent = tag.parent
    for _ in range(30):
        if parent is None or parent.parent is None or parent.name not in INLINE:
            break
        parent = parent.parent
    return parent or tag


def _around(root: Tag, name: str) -> set[int]:
    """Identities of all elements around elements of a name, up to the root; each way up is walked once."""
    marked: set[int] = set()
    for tag in root.find_all(name):
        each: Tag | None = tag
        while each is not None and id(each) not in marked:
            marked.add(id(each))
            if each is root:
                break
            each = each.parent
    return marked


def _has_blank_paragraphs(root: Tag) -> bool:
    """Whether each line is a paragraph of its own, and empty paragraphs stand for empty lines."""
    paragraphs = root.find_all("p")
    blank = sum(not _has_text(each) for each in paragraphs)
    doubled = any(isinstance(each.next_sibling, Tag) and each.next_sibling.name == "br" for each in root.find_all("br"))
    return blank >= 2 and not doubled and len(paragraphs) - blank >= 1.5 * blank


def _runs(root: Tag, breaking: set[int], *, joined: bool) -> Iterator[list[PageElement]]:
    """Neighbours on the same level of text, <br> among them; blocks part them, inline elements around <br> do not.

    `joined`: the edge of a paragraph is a <br>, an empty paragraph two of them.
    """
    run: list[PageElement] = []
    frames: list[tuple[Iterator[PageElement], bool]] = [(iter(root.children), True)]
    while frames:
        children, block = frames[-1]
        child = next(children, None)
        if child is None:
            frames.pop()
            if block and run:
                yield run
                run = []
            continue
        if not isinstance(child, Tag):
            if type(child) is NavigableString:
                run += _pre_lines(child)
            continue
        if child.name == "br" or (child.name in INLINE and id(child) not in breaking):
            run.append(child)
            continue
        if child.name in INLINE:
            frames.append((iter(child.children), False))
            continue
        if joined and child.name == "p":
            if _has_text(child):
                run += [*child.children, _BREAK]
            else:
                run += [_BREAK, _BREAK]
            continue
        if run:
            yield run
            run = []
        if child.name in _ASIDE:
            continue
        if child.name in _WHOLE and id(child) not in breaking:
            yield [child]
        else:
            frames.append((iter(child.children), True))
    if run:
        yield run


def _pre_lines(string: NavigableString) -> list[PageElement]:
    """The string itself; in <pre> the columns of its lines, with a <br> of no page between the lines."""
    if "\n" not in string or not is_preformatted(string):
        return [string]
    pieces: list[PageElement] = []
    for number, text in enumerate(string.split("\n")):
        if number:
            pieces.append(_BREAK)
        for column in _COLUMN.findall(text):
            piece = NavigableString(column)
            piece.parent = string.parent  # it is read where it stood, and no part of the page is changed
            pieces.append(piece)
    return pieces


_BREAK = Tag(name="br")


def _parted(run: list[PageElement], split: str) -> Iterator[list[PageElement]]:
    wanted = 1 if split == LINE else 2
    piece: list[PageElement] = []
    breaks = 0
    for node in run:
        if isinstance(node, Tag) and node.name == "br":
            breaks += 1
        elif _has_text(node):
            if breaks >= wanted:
                yield piece
                piece = []
            breaks = 0
        piece.append(node)
    yield piece


def _has_text(node: PageElement) -> bool:
    if isinstance(node, Tag):
        return any(string.strip() for string in node.strings) or node.find("img", alt=True) is not None
    return bool(str(node).replace("\u200b", "").strip())
