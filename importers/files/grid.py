"""Rows of cells as every reader of files hands them on, and the bounds that all of them keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from importers.files.kind import unreadable
from importers.values import Cell
from outreach.terms.message import Message, say

MOST_ROWS = 200_000  # filled ones
MOST_COLUMNS = 1_000
MOST_POSITIONS = 1_100_000  # rows with the empty ones between, a little over what a spreadsheet program has
MOST_CHARACTERS = 32_000  # of a cell


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row as a spreadsheet program counts it, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of one table. `sheet` is empty for a text file."""

    rows: tuple[Row, ...]
    sheet: str = ""
    notes: tuple[Message, ...] = ()

    def where(self, number: int) -> str:
        """Place of a row, for provenance and rejects."""
        return f"sheet {self.sheet}, row {number}" if self.sheet else f"row {number}"


def filled_rows(rows: Iterable[Sequence[Cell]], file: str) -> Iterator[Row]:
    """Rows with something in them, numbered from 1, without the empty cells at their ends; BadInput past a bound."""
    count = 0
    for number, cells in enumerate(rows, start=1):
        end = len(cells)
        while end and (cells[end - 1] is None or (isinstance(cells[end - 1], str) and not str(cells[end - 1]).strip())):
            end -= 1
        if end > MOST_COLUMNS:
            raise unreadable(
                file,
                say(
                    "Row {row} has more than {most} columns: copy the list to a new file", row=number, most=MOST_COLUMNS
                ),
            )
        if number > MOST_POSITIONS:
            return
        if not end:
            continue
        count += 1
        if count > MOST_ROWS:
            raise unreadable(file, say("It has more than {most} rows: divide it into several files", most=MOST_ROWS))
        yield Row(number, tuple(cells[:end]))
