"""HTML tables as rectangles of cells, with merged cells repeated over what they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from outreach.rules.text import clean

MOST_CELLS = 500_000  # of one table, merged ones counted as often as they are repeated
MOST_COLUMNS = 200
MOST_SPAN = 100  # rows or columns; a larger merged cell is taken for a slip
MOST_NODES = 2_000  # elements and texts of a cell
MOST_TEXT = 5_000  # characters of a cell
MOST_LINKS = 20  # of a cell
MOST_LEVELS = 500  # of elements between a table and the one around it

_ROW_PARENTS = frozenset({"table", "thead", "tbody", "tfoot"})
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd"})
_NO_TEXT = frozenset({"script", "style", "template", "noscript"})
_SPACES = re.compile(r"\s+")
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
    tables = soup.find_all("table")
    around = {id(outer) for table in tables if (outer := _table_around(table)) is not None}
    for number, table in enumerate(tables, start=1):
        if id(table) not in around:
            yield number, _rectangle(table)


def _table_around(table: Tag) -> Tag | None:
    """The nearest table that a table stands in; looked for upwards, since downwards takes quadratic time."""
    for outer in islice(table.parents, MOST_LEVELS):
        if outer.name == "table":
            return outer
    return None


def _rectangle(table: Tag) -> Rectangle:
    rows: Rectangle = []
    hanging: dict[int, tuple[int, WebCell]] = {}  # column -> rows that a cell from above still covers, and the cell
    cells = 0
    for tr in table.find_all("tr"):
        if tr.parent is None or tr.parent.name not in _ROW_PARENTS:
            continue
        row = {column: cell for column, (_, cell) in hanging.items()}
        hanging = {column: (left - 1, cell) for column, (left, cell) in hanging.items() if left > 1}
        column = 0
        for tag in tr.find_all(["td", "th"], recursive=False):
            while column in row:
                column += 1
            if column >= MOST_COLUMNS:
                break
            cell, down = _cell(tag), _span(tag, "rowspan")
            for covered in range(column, column + _span(tag, "colspan")):
                row[covered] = cell
                if down > 1:
                    hanging[covered] = (down - 1, cell)
        cells += len(row)
        if cells > MOST_CELLS:
            break
        rows.append([row.get(column, EMPTY) for column in range(max(row, default=-1) + 1)])
    return [row for row in rows if any(cell.lines or cell.links for cell in row)]


def _span(tag: Tag, name: str) -> int:
    found = _SPAN.match(str(tag.get(name, "1")))
    return min(max(int(found[1]), 1), MOST_SPAN) if found else 1


def _cell(tag: Tag) -> WebCell:
    """Lines of a cell as a browser shows them (markup inside a line does not break it), and where its links lead."""
    parts: list[str] = []
    hrefs: list[str] = []
    for node in islice(tag.descendants, MOST_NODES):
        if isinstance(node, Tag):
            if node.name in _BREAKS:
                parts.append("\n")
            elif node.name == "a" and len(hrefs) < MOST_LINKS:
                hrefs.append(str(node.get("href", "")).strip())
        elif (
            isinstance(node, NavigableString)
            and not isinstance(node, PreformattedString)
            and (node.parent is None or node.parent.name not in _NO_TEXT)
        ):
            parts.append(_SPACES.sub(" ", node[:MOST_TEXT]))
    return WebCell(
        lines=tuple(line for part in "".join(parts)[:MOST_TEXT].split("\n") if (line := clean(part))),
        emails=tuple(unquote(href[7:].partition("?")[0]) for href in hrefs if href.lower().startswith("mailto:")),
        phones=tuple(unquote(href[4:]) for href in hrefs if href.lower().startswith("tel:")),
        links=tuple(href for href in hrefs if href.lower().startswith(("http://", "https://"))),
        heading=tag.name == "th",
    )
