"""Tables of web pages that a program has saved as a file, mostly called .xls: rows as a spreadsheet would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from importers.files.decode import decode
from importers.files.grid import MOST_COLUMNS, MOST_ROWS, Book, Grid, Row, Span, too_many_rows
from importers.files.kind import unreadable
from importers.values import Cell
from outreach.rules.text import clean, clean_block
from outreach.terms.message import say

MOST_BYTES = 20 * 1024 * 1024
MOST_SPAN = 200
MOST_NODES = 2_000  # elements and texts of a cell

_BREAKS = frozenset({"br", "p", "div", "li", "tr"})
_NO_TEXT = frozenset({"script", "style", "template"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_SPAN = re.compile(r"\s*([0-9]{1,6})")


def html_book(raw: bytes, file: str, sheet: str = "") -> Book:
    """Each table that stands in no other is a sheet; `sheet` is its number when there are several."""
    if len(raw) > MOST_BYTES:
        raise unreadable(file, say("It is larger than {size} MB: divide it into several files", size=20))
    soup = BeautifulSoup(_text(raw), "lxml")
    tables = soup.find_all("table")
    around = {id(outer) for table in tables if (outer := table.find_parent("table")) is not None}
    inner = [table for table in tables if id(table) not in around]  # a table around other tables is layout
    grids = [
        grid
        for number, table in enumerate(inner, start=1)
        if (grid := _grid(table, str(number) if len(inner) > 1 else "", file)).rows
    ]
    if sheet:
        found = [grid for grid in grids if grid.sheet == sheet.strip() or (not grid.sheet and sheet.strip() == "1")]
        if not found:
            names = ", ".join(grid.sheet or "1" for grid in grids[:30])
            raise unreadable(
                file, say("It has no sheet {sheet}. Its sheets: {names}", sheet=clean(sheet, 60), names=names)
            )
        grids = found
    if not grids:
        raise unreadable(file, say("It is a web page without a table: read it with outreach source preview"))
    return Book(tuple(grids))


def _text(raw: bytes) -> str:
    """Text of the page; a charset that the page declares counts where the bytes are not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(raw[:4096])
        name = declared[1].decode("ascii").lower() if declared else ""
        if name in {"iso-8859-15", "iso-8859-2", "windows-1250", "macintosh"}:
            return raw.decode(name, "replace")
        return decode(raw).text


def _grid(table: Tag, name: str, file: str) -> Grid:
    rows: list[Row] = []
    merged: list[Span] = []
    taken: dict[int, int] = {}  # column -> last row that a cell from above covers
    for number, tag in enumerate(table.find_all("tr"), start=1):
        cells: list[Cell] = []
        links: dict[int, str] = {}
        column = 0
        for cell in tag.find_all(["td", "th"], recursive=False):
            while taken.get(column, 0) >= number:
                column += 1
            if column >= MOST_COLUMNS:
                break
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if across > 1 or down > 1:
                merged.append(Span(number, column, number + down - 1, column + across - 1))
            for covered in range(column, column + across) if down > 1 else ():
                taken[covered] = number + down - 1
            cells.extend([None] * (column - len(cells)))
            cells.append(_text_of(cell))
            if link := _link(cell):
                links[column] = link
            cells.extend([None] * (across - 1))
            column += across
        if any(cells) or links:
            rows.append(Row(number, tuple(cells[:MOST_COLUMNS]), links))
        if len(rows) > MOST_ROWS:
            raise too_many_rows(file)
    return Grid(tuple(rows), name, merged=tuple(merged))


def _span(tag: Tag, name: str) -> int:
    found = _SPAN.match(str(tag.get(name, "1")))
    return min(max(int(found[1]), 1), MOST_SPAN) if found else 1


def _text_of(cell: Tag) -> str:
    """Text of a cell with the lines that a browser shows."""
    parts: list[str] = []
    nodes: Iterator[PageElement] = islice(cell.descendants, MOST_NODES)
    for node in nodes:
        if isinstance(node, Tag):
            if node.name in _BREAKS:
                parts.append("\n")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parts.append(_SPACES.sub(" ", node) if node.parent and node.parent.name not in _NO_TEXT else "")
    lines = (line.strip() for line in clean_block("".join(parts), 40_000).split("\n"))
    return "\n".join(filter(None, lines))


def _link(cell: Tag) -> str:
    anchor = cell.find("a", href=True)
    return clean(unquote(str(anchor["href"])), 2000) if isinstance(anchor, Tag) else ""
