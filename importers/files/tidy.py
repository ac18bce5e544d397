"""Cells put right before they are read: broken letters, errors of formulas, marks that keep text as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from importers.files.decode import has_lost_letters, mended
from importers.files.grid import Grid, Row
from importers.values import Cell
from outreach.terms.message import Message, say_n

_ERROR_WORDS = """
#REF! #N/A #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #GETTING_DATA #UNKNOWN! #BLOCKED! #CONNECT!
#VIITTAUS! #PUUTTUU! #ARVO! #NIMI? #JAKO/0! #TYHJÄ! #LUKU! #TIETO! #REFERENS! #SAKNAS! #VÄRDEFEL! #NAMN?
#DIVISION/0! #SKÄRNING! #OGILTIGT! #####
"""
_ERRORS = frozenset(_ERROR_WORDS.split())
_KEPT_AS_TEXT = re.compile(r"'(?=[=+@0-9-])")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
_ESCAPED_END = re.compile(r"_x000[dDaA]_")


@dataclass(slots=True)
class _Counts:
    mended: int = 0
    lost: int = 0


def tidy(grid: Grid) -> Grid:
    """The grid with its cells put right, and notes on what had to be mended."""
    counts = _Counts()
    rows = tuple(replace(row, cells=tuple(_tidied(cell, counts) for cell in row.cells)) for row in grid.rows)
    return replace(grid, rows=tuple(row for row in rows if _is_filled(row)), notes=(*grid.notes, *_notes(counts)))


def _is_filled(row: Row) -> bool:
    return any(cell is not None and cell != "" for cell in row.cells) or bool(row.links)


def _notes(counts: _Counts) -> list[Message]:
    notes = []
    if counts.mended:
        notes.append(
            say_n(
                "{n} cell was encoded twice (Ã¤ for ä) and was put right: check its letters",
                "{n} cells were encoded twice (Ã¤ for ä) and were put right: check their letters",
                counts.mended,
            )
        )
    if counts.lost:
        notes.append(
            say_n(
                "{n} cell has lost letters (�): save the list again as UTF-8 or .xlsx",
                "{n} cells have lost letters (�): save the list again as UTF-8 or .xlsx",
                counts.lost,
            )
        )
    return notes


def _tidied(cell: Cell, counts: _Counts) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = cell
    if "#" in text and text.strip().upper() in _ERRORS:
        return None
    if not text.isascii():
        better = mended(text)
        counts.mended += better != text
        counts.lost += has_lost_letters(better)
        text = better
    if "_x" in text:
        text = _ESCAPED_END.sub("\n", text)
    start = text[:1]
    if start == "'":
        text = _KEPT_AS_TEXT.sub("", text, count=1) if _KEPT_AS_TEXT.match(text) else text
    elif start == "=":
        quoted = _QUOTED_FORMULA.fullmatch(text.strip())
        text = quoted[1] if quoted else text
    return text
