"""HTML tables as rectangles of cells, with merged cells repeated over what they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from outreach.rules.text import clean

MOST_CELLS = 500_000  # of one table, merged ones counted as often as they are repeated
MOST_SPAN = 100  # columns or, in effect, rows of a merged cell beyond which it is a mistake
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd"})
_NO_TEXT = frozenset({"script", "style", "template", "noscript"})
_MOST_TEXT = 5_000  # characters of a cell
_SPAN = re.compile(r"\s*([0-9]{1,6})")


@dataclass(frozen=True, slots=True, eq=False)
class WebCell:
    """A cell of a page; compared by identity, so that a merged cell can be told from two equal ones."""

    lines: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()  # of mailto links
    phones: tuple[str, ...] = ()  # of tel links
    links: tuple[str, ...] = ()  # absolute http and https addresses
    heading: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.lines)


EMPTY = WebCell()
Rectangle = list[list[WebCell]]


def rectangles(soup: BeautifulSoup) -> Iterator[tuple[int, Rectangle]]:
    """Number on the page from 1 and cells of each table; a table around other tables is layout and is left out."""
    for number, table in enumerate(soup.find_all("table"), start=1):
        if table.find("table") is None:
            yield number, _rectangle(table)


def _rectangle(table: Tag) -> Rectangle:
    rows: Rectangle = []
    hanging: dict[int, tuple[int, WebCell]] = {}  # column -> rows still covered from above, and by what
    cells = 0
    for tr in table.find_all("tr"):
        row: list[WebCell] = []

        def cover(row: list[WebCell] = row) -> None:
            while len(row) in hanging:
                left, above = hanging.pop(len(row))
                if left > 1:
                    following[len(row)] = (left - 1, above)
                row.append(above)

        following: dict[int, tuple[int, WebCell]] = {}
        for tag in tr.find_all(["td", "th"]):
            cover()
            cell, down = _cell(tag), _span(tag, "rowspan")
            for _ in range(_span(tag, "colspan")):
                if down > 1:
                    following[len(row)] = (down - 1, cell)
                hanging.pop(len(row), None)
                row.append(cell)
        cover()
        for column in sorted(hanging):
            row.extend([EMPTY] * (column - len(row)))
            cover()
        hanging = following
        cells += len(row)
        if cells > MOST_CELLS:
            return rows
        rows.append(row)
    return [row for row in rows if any(cell.lines or cell.links for cell in row)]


def _span(tag: Tag, name: str) -> int:
    found = _SPAN.match(str(tag.get(name, "1")))
    return min(max(int(found[1]), 1), MOST_SPAN) if found else 1


def _cell(tag: Tag) -> WebCell:
    hrefs = [str(link["href"]).strip() for link in tag.find_all("a", href=True)][:20]
    return WebCell(
        lines=_lines(tag),
        emails=tuple(href[7:].partition("?")[0] for href in hrefs if href.lower().startswith("mailto:")),
        phones=tuple(href[4:] for href in hrefs if href.lower().startswith("tel:")),
        links=tuple(href for href in hrefs if href.lower().startswith(("http://", "https://"))),
        heading=tag.name == "th",
    )


def _lines(tag: Tag) -> tuple[str, ...]:
    """Lines of a cell as a browser shows them; markup inside a line does not break it."""
    parts: list[str] = []
    length = 0
    for node in tag.descendants:
        if isinstance(node, Tag):
            if node.name in _BREAKS:
                parts.append("\n")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            if node.parent is not None and node.parent.name in _NO_TEXT:
                continue
            text = " ".join(node[:_MOST_TEXT].split())
            lead = " " if node[:1].isspace() else ""
            parts.append(f"{lead}{text}{' ' if node[-1:].isspace() else ''}")
            length += len(text)
            if length > _MOST_TEXT:
                break
    return tuple(line for part in "".join(parts).split("\n") if (line := clean(part)))
