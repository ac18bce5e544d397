"""HTML tables as rectangles of cells, with merged cells repeated over what they cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from importers.web.links import hidden_mailbox
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
_BREAKS |= {"tr", "table", "ul", "ol", "dl", "section", "article", "address", "header", "footer", "blockquote", "pre"}
_NO_TEXT = frozenset({"script", "style", "template", "noscript"})
_LABELS = ("data-label", "data-title", "data-th", "data-heading", "data-column", "data-header")
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
    tag: Tag | None = None
    label: str = ""  # what a page tells narrow screens of the cell's column

    @property
    def text(self) -> str:
        return " ".join(self.lines)


EMPTY = WebCell()
Rectangle = list[list[WebCell]]


def rectangles(soup: BeautifulSoup, absolute: Callable[[str], str]) -> Iterator[tuple[int, Tag, Rectangle]]:
    """Number on the page from 1, element and cells of each table; one around other tables is layout and is left out.

    `absolute` makes whole addresses of links.
    """
    tables = soup.find_all("table")
    around = {id(outer) for table in tables if (outer := _table_around(table)) is not None}
    for number, table in enumerate(tables, start=1):
        if id(table) not in around:
            yield number, table, _rectangle(table, absolute)


def _table_around(table: Tag) -> Tag | None:
    """The nearest table that a table stands in; looked for upwards, since downwards takes quadratic time."""
    for outer in islice(table.parents, MOST_LEVELS):
        if outer.name == "table":
            return outer
    return None


def _rectangle(table: Tag, absolute: Callable[[str], str]) -> Rectangle:
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
            cell, down = _cell(tag, absolute), _span(tag, "rowspan")
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


def lines_of(tag: Tag, most: int = MOST_NODES) -> tuple[str, ...]:
    """Lines of an element as a browser shows them: markup inside a line does not break it."""
    parts: list[str] = []
    stack: list[PageElement | None] = list(reversed(tag.contents))
    for _ in range(most):
        if not stack:
            break
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name in _NO_TEXT:
                continue
            if node.name in _BREAKS:
                parts.append("\n")
                stack.append(None)
            stack.extend(reversed(node.contents))
        elif node is None:
            parts.append("\n")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            parts.append(_SPACES.sub(" ", node[:MOST_TEXT]))
    return tuple(line for part in "".join(parts)[:MOST_TEXT].split("\n") if (line := clean(part)))


def _cell(tag: Tag, absolute: Callable[[str], str]) -> WebCell:
    """What a cell says, and where its links lead."""
    hrefs: list[str] = []
    hidden: list[str] = []
    for node in islice(tag.descendants, MOST_NODES):
        if not isinstance(node, Tag):
            continue
        if node.name == "a" and node.get("href") and len(hrefs) < MOST_LINKS:
            hrefs.append(clean(node["href"], 2000))
        if len(hidden) < MOST_LINKS and (mailbox := hidden_mailbox(node)):
            hidden.append(mailbox)
    mailtos = (unquote(href[7:].partition("?")[0]) for href in hrefs if href.lower().startswith("mailto:"))
    links = (absolute(href) for href in hrefs if not href.lower().startswith(("mailto:", "tel:", "#")))
    return WebCell(
        lines=lines_of(tag),
        emails=tuple(dict.fromkeys((*mailtos, *hidden))),
        phones=tuple(unquote(href[4:]) for href in hrefs if href.lower().startswith("tel:")),
        links=tuple(link for link in links if link),
        heading=tag.name == "th",
        tag=tag,
        label=clean(next((tag[key] for key in _LABELS if tag.get(key)), ""), 100),
    )
