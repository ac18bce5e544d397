"""Lists in one column in which a record goes on over several rows: lines of an address, or "Nimi: Keksitty Oy"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from importers.columns import field_of
from importers.files.details import read_details
from importers.files.grid import Grid, Row
from importers.values import text_of

MOST_LINES = 20  # of a record
_ENOUGH = 0.6  # share of the blocks that must tell a name and more
_LABEL = re.compile(r"([^\W\d_][^:\n]{1,30}):\s*\S")


def unstacked(grid: Grid) -> Grid | None:
    """The grid with each block of rows in one cell; None where it is no such list.

    Blocks end at empty rows, or where the label of the first line comes again.
    """
    lines = [(row.number, text) for row in grid.rows if (text := _line(row)) is not None]
    if len(lines) < len(grid.rows) or len(lines) < 4:
        return None
    for blocks in (list(_by_gaps(lines)), list(_by_labels(lines))):
        good = [block for block in blocks if _is_record(block)]
        if len(good) >= 2 and len(good) >= _ENOUGH * len(blocks):
            rows = tuple(Row(block[0][0], ("\n".join(text for _, text in block),)) for block in blocks)
            return replace(grid, rows=rows, merged=())
    return None


def is_labelled(grid: Grid) -> bool:
    """Whether a label stands before each value, in two columns, and the labels come again with each record."""
    sample = [text_of(row.cells[0], 100).rstrip(":") for row in grid.rows[:60] if len(row.cells) == 2]
    known = [text for text in sample if field_of(text)]
    return len(grid.rows) >= 4 and len(known) >= _ENOUGH * min(len(grid.rows), 60) and len(set(known)) <= len(known) / 2


def _line(row: Row) -> str | None:
    """The text of a row with one filled cell, or with a label and a value; None for any other row."""
    filled = [text for cell in row.cells if (text := text_of(cell, 300))]
    if len(filled) == 1:
        return filled[0]
    return f"{filled[0].rstrip(':')}: {filled[1]}" if len(filled) == 2 and field_of(filled[0].rstrip(":")) else None


def _by_gaps(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, text in lines:
        if block and number != block[-1][0] + 1:
            yield block
            block = []
        block.append((number, text))
    yield block


def _by_labels(lines: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    first = next((found[1] for _, text in lines if (found := _LABEL.match(text)) and field_of(found[1])), None)
    block: list[tuple[int, str]] = []
    for number, text in lines:
        label = _LABEL.match(text)
        if block and label and label[1] == first:
            yield block
            block = []
        block.append((number, text))
    yield block


def _is_record(block: list[tuple[int, str]]) -> bool:
    if not 2 <= len(block) <= MOST_LINES:
        return False
    told = read_details("\n".join(text for _, text in block), named=True)
    return bool(told.name) and told.evidence() + bool(told.street) >= 1
