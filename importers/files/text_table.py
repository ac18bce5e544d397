"""Tables in text files: delimiter, the one of ; tab , | that splits the rows most evenly, and quotation marks."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from importers.columns import hits
from importers.files.decode import decode
from importers.files.grid import Grid, filled_rows
from importers.files.kind import unreadable
from outreach.terms.message import say

DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 200  # rows
_EVEN = 0.5  # share of rows that must have the same number of columns
_SEP = re.compile(r"\ufeff?sep=(.)\r?\n?$", re.IGNORECASE)
_END = "\x1e"  # closes the text, so that an open quotation mark swallows it and is noticed
_ONE_COLUMN = "\x1f"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_ESCAPED_QUOTE = re.compile(r'[^\s;,|"\\]\\"[^;,|\r\n]|\s\\"\w')
_DOUBLED_QUOTE = re.compile(r'[^\\;,|\s]""[^;,|\r\n]|\s""\w')


def text_grid(raw: bytes, file: str) -> Grid:
    """The table of a text file; BadInput when the bytes are no text, or quotation marks do not pair."""
    decoded = decode(raw)
    text = decoded.text
    if len(_CONTROL.findall(text[:100_000])) > max(0.01 * min(len(text), 100_000), 10):
        raise unreadable(file, say("It is no spreadsheet and no text table: save the list as .xlsx or .csv"))
    text = text.replace(_END, "").replace(_ONE_COLUMN, "")
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as old Macs end lines
    dialect = dialect_of(text)
    if dialect.named:
        text = text.partition("\n")[2]
    return Grid(tuple(filled_rows(_records(text, dialect, file), file)), notes=decoded.notes)


@dataclass(frozen=True, slots=True)
class Dialect:
    """`escaped`: quotation marks inside a cell stand behind a backslash and are not doubled."""

    delimiter: str
    escaped: bool = False
    named: bool = False  # the first line says sep=; and is no row

    def reader(self, text: str) -> Iterator[list[str]]:
        """Rows of a text."""
        text = text.replace('\\"', '""') if self.escaped else text
        return csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter)


def dialect_of(text: str) -> Dialect:
    """How the cells of a text are parted."""
    head = text[:500_000]
    escaped = bool(_ESCAPED_QUOTE.search(head)) and not _DOUBLED_QUOTE.search(head)
    named = _SEP.fullmatch(text.partition("\n")[0])
    if named and (named[1] == "\t" or named[1].isprintable()) and not named[1].isalnum() and named[1] not in '"\\':
        return Dialect(named[1], escaped, named=True)
    return Dialect(delimiter_of(text, escaped) or _ONE_COLUMN, escaped)


def delimiter_of(text: str, escaped: bool = False) -> str | None:
    """The delimiter whose columns name most fields, then the one that is most even; None for a single column."""
    best, best_score = None, (0, 0.0)
    for delimiter in DELIMITERS:
        reader = Dialect(delimiter, escaped).reader(text[:500_000])
        try:
            rows = [row for row in islice(reader, _SAMPLE) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        known = max((hits(row) for row in rows[:20]), default=0)
        counts = Counter(map(len, rows))
        width, times = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(0, 0))
        even = times / len(rows) if rows else 0.0
        if width < 2 or (even < _EVEN and known < 2):
            continue
        score = (known if known >= 2 else 0, even * (1 - 1 / width))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, dialect: Dialect, file: str) -> Iterator[list[str]]:
    """Rows of the text; the closing mark must come out as a row of its own, else a quotation mark stands open."""
    reader = dialect.reader(f"{text}\n{_END}\n")
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except (csv.Error, StopIteration):
            record = [f"\n{_END}"]
        if record == [_END]:
            return
        if record and _END in record[-1]:
            raise unreadable(file, say("A quotation mark on row {row} is never closed: add or remove it", row=number))
        yield record
