"""What belongs to a record of a table: merged cells over several rows, and lists that stand side by side."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from importers.columns import Columns, Field
from importers.files.grid import Grid, Row
from importers.values import Cell
from outreach.rules.text import name_fold

MOST_FILLED = 200_000  # cells
MOST_DOWN = 10_000  # rows of one merged cell


def filled_down(grid: Grid, start: int, names: AbstractSet[int]) -> list[Row]:
    """The rows from `start`, with merged cells over several rows repeated in each: a town over all its companies.

    A merged name is one organisation and is not repeated.
    """
    rows = list(grid.rows[start:])
    if not any(span.bottom > span.top for span in grid.merged):
        return rows
    by_number = {row.number: index for index, row in enumerate(rows)}
    filled = 0
    for span in grid.merged:
        first = by_number.get(span.top)
        if first is None or span.bottom == span.top or span.left in names:
            continue
        cells = rows[first].cells
        value = cells[span.left] if span.left < len(cells) else None
        if value is None or value == "":
            continue
        for number in range(span.top + 1, min(span.bottom, span.top + MOST_DOWN) + 1):
            index = by_number.get(number)
            if index is not None and filled < MOST_FILLED:
                rows[index] = _with(rows[index], span.left, value)
                filled += 1
    return rows


def _with(row: Row, column: int, value: Cell) -> Row:
    cells = [*row.cells, *[None] * (column + 1 - len(row.cells))]
    if cells[column] is None or cells[column] == "":
        cells[column] = value
    return replace(row, cells=tuple(cells))


def side_by_side(columns: Columns) -> list[Columns]:
    """The lists of a table whose headings repeat from left to right; the columns themselves where they do not."""
    names = columns.of(Field.NAME)
    heads = {name_fold(columns.heading(column)) for column in names}
    if len(names) < 2 or len(heads) > 1 or names[0] > 1:
        return [columns]
    ends = [*names[1:], 1 + max(column for column, _ in columns.fields)]
    blocks = [
        tuple((column, field) for column, field in columns.fields if start <= column < end)
        for start, end in zip(names, ends, strict=True)
    ]
    kinds = {tuple(name_fold(columns.heading(column)) for column, _ in block) for block in blocks}
    if len(kinds) > 1 or len(blocks[0]) < 2:
        return [columns]
    return [replace(columns, fields=block) for block in blocks]


def within(row: Row, columns: Columns) -> Row:
    """A row with nothing but the cells of some columns."""
    kept = {column for column, _ in columns.fields}
    cells = tuple(cell if column in kept else None for column, cell in enumerate(row.cells))
    return Row(row.number, cells, {column: link for column, link in row.links.items() if column in kept})
