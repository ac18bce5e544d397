"""Sheets of .xlsx workbooks, read row by row so that a stray cell at the far end of a sheet costs no memory."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from importers.columns import hits
from importers.files.grid import MOST_POSITIONS, Grid, Row, filled_rows
from importers.files.kind import unreadable
from importers.values import Cell, text_of
from outreach.errors import BadInput
from outreach.rules.text import clean, name_fold
from outreach.terms.message import say

HEAD = 20  # filled rows that are looked at to choose a sheet
_MOST_SHEETS = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet and the filled rows at its top."""

    name: str
    head: tuple[Row, ...]


def xlsx_grid(raw: bytes, file: str, sheet: str = "") -> Grid:
    """The asked sheet, else the visible one whose top rows name most columns; BadInput when the workbook is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that reading values does not need
            return _grid(raw, file, sheet)
    except BadInput:
        raise
    except Exception:  # the reader raises whatever a damaged part happens to cause
        raise unreadable(file, say("It is damaged: open it in a spreadsheet program and save it again")) from None


def choose(sheets: Sequence[Sheet], file: str, asked: str = "") -> Sheet:
    """The sheet to read, by name or by its headings; BadInput with the names when the asked one is not there."""
    if asked:
        found = next((each for each in sheets if name_fold(each.name) == name_fold(asked)), None)
        if found is None:
            names = ", ".join(clean(each.name, 60) for each in sheets)
            raise unreadable(
                file, say("It has no visible sheet {sheet}. Its sheets: {names}", sheet=clean(asked, 60), names=names)
            )
        return found
    full = [each for each in sheets if each.head]
    if not full:
        raise unreadable(file, say("It is empty"))
    return max(full, key=lambda each: max(hits([text_of(cell) for cell in row.cells]) for row in each.head))


def chosen_grid(sheet: Sheet, sheets: Sequence[Sheet], rows: Iterable[Row]) -> Grid:
    """The grid of a chosen sheet, with a note when there were others to choose from."""
    others = [clean(each.name, 60) for each in sheets if each.head and each.name != sheet.name]
    note = say(
        "Sheet read: {sheet}. Not read: {others}. Name another sheet to read it.",
        sheet=clean(sheet.name, 60),
        others=", ".join(others),
    )
    return Grid(tuple(rows), clean(sheet.name, 60), (note,) if others else ())


def _grid(raw: bytes, file: str, asked: str) -> Grid:
    import openpyxl

    with closing(openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)) as book:
        visible = [each for each in book.worksheets if each.sheet_state == "visible"][:_MOST_SHEETS]
        sheets = [Sheet(each.title, tuple(islice(filled_rows(_values(each), file), HEAD))) for each in visible]
        sheet = choose(sheets, file, asked)
        worksheet = next(each for each in visible if each.title == sheet.name)
        return chosen_grid(sheet, sheets, filled_rows(_values(worksheet), file))


def _values(worksheet: Any) -> Iterator[tuple[Cell, ...]]:
    """Cell values row by row. The declared size of a sheet is often wrong and is not believed."""
    worksheet.reset_dimensions()
    yield from islice(worksheet.iter_rows(values_only=True), MOST_POSITIONS)
