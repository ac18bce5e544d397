"""Rows of cells as every reader of files hands them on, and the bounds that all of them keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from importers.files.kind import unreadable
from importers.values import Cell
from outreach.terms.message import Message, say

MOST_ROWS = 200_000  # filled ones
MOST_COLUMNS = 1_000
MOST_POSITIONS = 1_100_000  # rows with the empty ones between, a little over what a spreadsheet program has
MOST_CHARACTERS = 32_000  # of a cell
MOST_SHEETS = 200
_NO_LINKS: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row as a spreadsheet program counts it, from 1; `links` are addresses behind cells, by column."""

    number: int
    cells: tuple[Cell, ...]
    links: Mapping[int, str] = field(default_factory=lambda: _NO_LINKS)


class Span(NamedTuple):
    """A merged cell: rows from 1 and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says beside its values. `links` are by row from 1 and column from 0."""

    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)  # of formulas that hold no computed value
    merged: tuple[Span, ...] = ()
    hides: bool = False  # rows or columns


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled rows of one table. `sheet` is empty for a text file."""

    rows: tuple[Row, ...]
    sheet: str = ""
    notes: tuple[Message, ...] = ()
    merged: tuple[Span, ...] = ()

    def where(self, number: int) -> str:
        """Place of a row, for provenance and rejects."""
        return f"sheet {self.sheet}, row {number}" if self.sheet else f"row {number}"


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets that are to be read, and the names of those that only show when they are asked for."""

    grids: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()


def filled_rows(rows: Iterable[Sequence[Cell]], file: str, marks: Marks | None = None) -> Iterator[Row]:
    """Rows with something in them, numbered from 1, without the empty cells at their ends; BadInput past a bound."""
    by_row: dict[int, dict[int, str]] = {}
    texts: dict[int, dict[int, str]] = {}
    for found, into in ((marks.links, by_row), (marks.texts, texts)) if marks else ():
        for (row, column), text in found.items():
            into.setdefault(row, {})[column] = text
    count = 0
    for number, cells in enumerate(rows, start=1):
        if number in texts:
            cells = _filled_in(cells, texts[number])
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
            raise too_many_rows(file)
        yield Row(number, tuple(cells[:end]), by_row.get(number, _NO_LINKS))


def too_many_rows(file: str) -> Exception:
    """The error of a file with more rows than are read."""
    return unreadable(file, say("It has more than {most} rows: divide it into several files", most=MOST_ROWS))


def _filled_in(cells: Sequence[Cell], texts: Mapping[int, str]) -> list[Cell]:
    """A row with texts put into its empty cells."""
    row = list(cells)
    for column, text in texts.items():
        row.extend([None] * (column + 1 - len(row)))
        if row[column] is None or row[column] == "":
            row[column] = text
    return row
