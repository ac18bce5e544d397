"""Workbooks in "XML spreadsheet 2003" form, which old systems give out as .xls or .xml."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from importers.files.grid import MOST_COLUMNS, MOST_POSITIONS, MOST_ROWS, Book, Grid, Row, Span, too_many_rows
from importers.files.kind import unreadable
from importers.files.sheets import SheetName, pick
from importers.values import Cell
from outreach.rules.text import clean
from outreach.terms.message import say


def xml_book(raw: bytes, file: str, sheet: str = "") -> Book:
    """The asked sheet, else all that show; BadInput when the markup is broken."""
    from lxml import etree  # type: ignore[import-untyped]

    try:
        sheets = _sheets(raw, file)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise unreadable(file, say("It is damaged: open it in a spreadsheet program and save it again")) from None
    chosen, hidden = pick([SheetName(each.name, each.hidden) for each in sheets], file, sheet)
    wanted = [each for each in sheets if each.name in chosen and each.rows]
    return Book(
        tuple(Grid(tuple(each.rows), clean(each.name, 60), merged=tuple(each.merged)) for each in wanted), hidden
    )


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[Row] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)
    hidden: bool = False
    number: int = 0
    covered: dict[int, int] = field(default_factory=dict)  # column -> last row that a cell from above covers


def _sheets(raw: bytes, file: str) -> list[_Sheet]:
    from lxml import etree

    sheets: list[_Sheet] = []
    count = 0
    events = etree.iterparse(
        io.BytesIO(raw.lstrip()),
        events=("start", "end"),
        tag=["{*}Worksheet", "{*}Row", "{*}Visible"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        kind = _local(element)
        if kind == "Worksheet" and event == "start":
            sheets.append(_Sheet(_attribute(element, "Name") or str(len(sheets) + 1)))
        elif event == "end" and sheets:
            if kind == "Row":
                _read_row(element, sheets[-1])
                count += 1
                if count > MOST_ROWS:
                    raise too_many_rows(file)
            elif kind == "Visible":
                sheets[-1].hidden = sheets[-1].hidden or "hidden" in (element.text or "").lower()
            element.clear(keep_tail=False)
    return sheets


def _read_row(element: Any, sheet: _Sheet) -> None:
    sheet.number = min(max(_number(element, "Index"), sheet.number + 1), MOST_POSITIONS)
    row = sheet.number
    cells: list[Cell] = []
    links: dict[int, str] = {}
    column = 0
    for cell in element:
        if not isinstance(cell.tag, str) or _local(cell) != "Cell":
            continue
        index = _number(cell, "Index")
        column = index - 1 if index else column
        while not index and sheet.covered.get(column, 0) >= row:
            column += 1
        if column >= MOST_COLUMNS:
            break
        cells.extend([None] * (column - len(cells)))
        cells.append(_value(cell))
        across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
        if across or down:
            sheet.merged.append(Span(row, column, row + down, column + across))
            for covered in range(column, min(column + across, MOST_COLUMNS) + 1) if down else ():
                sheet.covered[covered] = row + down
        if link := clean(_attribute(cell, "HRef"), 2000):
            links[column] = link
        column += across + 1
    while cells and cells[-1] is None:
        cells.pop()
    if cells or links:
        sheet.rows.append(Row(row, tuple(cells), links))


def _value(cell: Any) -> Cell:
    data = next((child for child in cell if isinstance(child.tag, str) and _local(child) == "Data"), None)
    text = "".join(_texts(data)) if data is not None else ""
    kind = _attribute(data, "Type") if data is not None else ""
    if not text.strip() or kind == "Error":
        return None
    try:
        if kind == "Number":
            number = float(text)
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return text


def _texts(element: Any) -> Iterator[str]:
    yield from (str(text) for text in element.itertext())


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _number(element: Any, name: str) -> int:
    text = _attribute(element, name)
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
