"""Sheets of .xlsx workbooks, read row by row so that a stray cell at the far end of a sheet costs no memory."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from typing import Any

from importers.files.grid import MOST_POSITIONS, MOST_ROWS, Book, Grid, Marks, filled_rows, too_many_rows
from importers.files.kind import unreadable
from importers.files.sheets import SheetName, pick
from importers.files.xlsx_marks import marks_of
from importers.values import Cell
from outreach.errors import BadInput
from outreach.rules.text import clean
from outreach.terms.message import Message, say


def xlsx_book(raw: bytes, file: str, sheet: str = "") -> Book:
    """The asked sheet, else all that show; BadInput when the workbook is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that reading values does not need
            return _book(raw, file, sheet)
    except BadInput:
        raise
    except Exception:  # the reader raises whatever a damaged part happens to cause
        raise unreadable(file, say("It is damaged: open it in a spreadsheet program and save it again")) from None


def notes_on(marks: Marks) -> tuple[Message, ...]:
    """What a user should know of a sheet that hides a part of itself."""
    return (say("Hidden rows or columns were read too"),) if marks.hides else ()


def _book(raw: bytes, file: str, asked: str) -> Book:
    import openpyxl

    with closing(openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)) as book:
        worksheets: dict[str, Any] = {each.title: each for each in book.worksheets}
        names = [SheetName(title, each.sheet_state != "visible") for title, each in worksheets.items()]
        chosen, hidden = pick(names, file, asked)
        grids: list[Grid] = []
        for name in chosen:
            marks = marks_of(raw, str(worksheets[name]._worksheet_path))
            rows = tuple(filled_rows(_values(worksheets[name]), file, marks))
            if rows:
                grids.append(Grid(rows, clean(name, 60), notes_on(marks), marks.merged))
            if sum(len(grid.rows) for grid in grids) > MOST_ROWS:
                raise too_many_rows(file)
        return Book(tuple(grids), hidden)


def _values(worksheet: Any) -> Iterator[tuple[Cell, ...]]:
    """Cell values row by row. The declared size of a sheet is often wrong and is not believed."""
    worksheet.reset_dimensions()
    yield from islice(worksheet.iter_rows(values_only=True), MOST_POSITIONS)
