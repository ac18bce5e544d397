"""Addresses behind the cells of .ods sheets and their merged cells, which the reader of the values does not give."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from importers.files.grid import MOST_POSITIONS, Marks, Span
from outreach.rules.text import clean

MOST_BYTES = 60_000_000  # of the part that holds the sheets; a larger one is read without marks
MOST_MARKS = 200_000
_MOST_ROWS_OF_A_LINK = 200

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(slots=True)
class _Sheet:
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hides: bool = False
    row: int = 1

    def done(self) -> Marks:
        return Marks(self.links, {}, tuple(self.merged), self.hides)


def marks_by_sheet(raw: bytes) -> dict[str, Marks]:
    """Marks of each sheet by its name; none where the file is damaged or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.getinfo("content.xml").file_size > MOST_BYTES:
                return {}
            return {name: sheet.done() for name, sheet in _sheets(archive.read("content.xml")).items()}
    except Exception:  # values are read all the same; what is wrong with them is told there
        return {}


def _sheets(content: bytes) -> dict[str, _Sheet]:
    from lxml import etree  # type: ignore[import-untyped]

    found: dict[str, _Sheet] = {}
    sheet = _Sheet()
    rows = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=[f"{_TABLE}table", f"{_TABLE}table-row"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for event, element in rows:
        if element.tag == f"{_TABLE}table":
            if event == "start":
                sheet = found.setdefault(str(element.get(f"{_TABLE}name", "")), _Sheet())
            else:
                sheet.hides = sheet.hides or any(
                    column.get(f"{_TABLE}visibility") == "collapse"
                    for column in element.iterchildren(f"{_TABLE}table-column")
                )
                element.clear(keep_tail=False)
        elif event == "end":
            if len(sheet.links) + len(sheet.merged) < MOST_MARKS:
                _read_row(element, sheet)
            sheet.hides = sheet.hides or element.get(f"{_TABLE}visibility") == "collapse"
            sheet.row += _number(element, "number-rows-repeated")
            element.clear(keep_tail=False)
    return found


def _read_row(row: Any, sheet: _Sheet) -> None:
    column = 0
    times = min(_number(row, "number-rows-repeated"), _MOST_ROWS_OF_A_LINK)
    for cell in row:
        wide = _number(cell, "number-columns-repeated")
        if cell.tag == f"{_TABLE}table-cell" and wide <= 20:
            across, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
            if across > 1 or down > 1:
                sheet.merged.append(Span(sheet.row, column, sheet.row + down - 1, column + across - 1))
            link = next((clean(each.get(_HREF, ""), 2000) for each in cell.iter(f"{_TEXT}a")), "")
            if link:
                for place in range(column, column + wide):
                    sheet.links.update({(sheet.row + further, place): link for further in range(times)})
        column += wide


def _number(element: Any, name: str) -> int:
    text = str(element.get(f"{_TABLE}{name}", "1"))
    return min(max(int(text), 1), MOST_POSITIONS) if text.isdecimal() and len(text) < 10 else 1
