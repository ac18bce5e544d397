"""Sheets of .xls and .ods files, read in a process of its own: their reader allocates what a file tells it to.

A hostile or broken file can then end that process and not the program; memory (where the system has such a limit) and
time are bounded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from importers.files.grid import MOST_COLUMNS, MOST_ROWS, Book, Grid, Marks, Row, Span
from importers.files.kind import Kind, unreadable
from importers.files.ods_marks import marks_by_sheet
from importers.files.sheets import SheetName, pick
from importers.files.workbook import notes_on
from importers.values import Cell
from outreach.rules.text import clean
from outreach.terms.message import say

_SECONDS = 60
_MEMORY = 1_500_000_000  # bytes
_CHILD = Path(__file__).with_name("legacy_child.py")


def legacy_book(raw: bytes, kind: Kind, file: str, sheet: str = "") -> Book:
    """The asked sheet, else all that show; BadInput when the file is damaged."""
    limits = [str(_MEMORY), str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        child = subprocess.run(  # noqa: S603 - our own script, the file is its standard input
            [sys.executable, "-I", str(_CHILD), *limits], input=raw, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise unreadable(file, say("Reading it takes too long: save the list as .xlsx")) from None
    except OSError:
        raise unreadable(file, say("Files of this kind cannot be read here: save the list as .xlsx")) from None
    if child.returncode == 3:
        raise unreadable(file, say("It has more than {most} rows: divide it into several files", most=MOST_ROWS))
    if child.returncode == 4:
        raise unreadable(file, say("It is protected by a password: save it without one"))
    if child.returncode:
        raise unreadable(file, say("It is damaged or no spreadsheet: save the list as .xlsx"))
    sheets = {each.name: each for each in _read_back(child.stdout)}
    chosen, hidden = pick([SheetName(each.name, each.hidden) for each in sheets.values()], file, sheet)
    marks = marks_by_sheet(raw) if kind is Kind.ODS else {}
    grids = (_grid(sheets[name], marks.get(name, Marks())) for name in chosen)
    return Book(tuple(grid for grid in grids if grid.rows), hidden)


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    hidden: bool
    rows: list[list[Any]]
    merged: tuple[Span, ...]


def _read_back(output: bytes) -> Iterator[_Sheet]:
    for name, hidden, rows, merged in json.loads(output):
        yield _Sheet(name, hidden, rows, tuple(Span(*each) for each in merged))


def _grid(sheet: _Sheet, marks: Marks) -> Grid:
    links: dict[int, dict[int, str]] = {}
    for (row, column), link in marks.links.items():
        links.setdefault(row, {})[column] = link
    rows = tuple(Row(number, tuple(map(_cell, cells)), links.get(number, {})) for number, cells in sheet.rows)
    return Grid(rows, clean(sheet.name, 60), notes_on(marks), sheet.merged or marks.merged)


def _cell(value: Any) -> Cell:
    """Dates come as {"date": ISO text}; all else is as it was."""
    return datetime.fromisoformat(value["date"]) if isinstance(value, dict) else value
