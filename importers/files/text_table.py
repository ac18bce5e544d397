"""Tables in text files: encoding, delimiter and quotes, by rules and without guessing by letter statistics.

Encoding: byte order mark, UTF-16 without one (every other byte is zero), strict UTF-8, else Windows-1252, which is what
spreadsheet programs in Finland write. Delimiter: the one of ; tab , | that splits the rows most evenly.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from importers.columns import hits
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

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def text_grid(raw: bytes, file: str) -> Grid:
    """The table of a text file; BadInput when the bytes are no text, or quotation marks do not pair."""
    text = decode(raw)
    if len(_CONTROL.findall(text[:100_000])) > max(0.01 * min(len(text), 100_000), 10):
        raise unreadable(file, say("It is no spreadsheet and no text table: save the list as .xlsx or .csv"))
    text = text.replace(_END, "").replace(_ONE_COLUMN, "")
    first, _, rest = text.partition("\n")
    named = _SEP.fullmatch(first)
    if named and (named[1] == "\t" or named[1].isprintable()) and not named[1].isalnum() and named[1] != '"':
        delimiter, text = named[1], rest
    else:
        delimiter = delimiter_of(text) or _ONE_COLUMN
    return Grid(tuple(filled_rows(_records(text, delimiter, file), file)))


def decode(raw: bytes) -> str:
    """Text of a file; never raises, whatever the bytes are."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    head = raw[:4096]
    if len(head) >= 4:
        for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[start::2].count(0) > 0.4 * (len(head) // 2) and head[1 - start :: 2].count(0) == 0:
                return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def delimiter_of(text: str) -> str | None:
    """The delimiter whose columns name most fields, then the one that is most even; None for a single column."""
    best, best_score = None, (0, 0.0)
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text[:500_000], newline=""), delimiter=delimiter)
        try:
            rows = [row for row in islice(reader, _SAMPLE) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        known = max((hits(row) for row in rows[:20]), default=0)
        counts = Counter(map(len, rows))
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        even = times / len(rows) if rows else 0.0
        if width < 2 or (even < _EVEN and known < 2):
            continue
        score = (known if known >= 2 else 0, even * (1 - 1 / width))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    """Rows of the text; the closing mark must come out as a row of its own, else a quotation mark stands open."""
    reader = csv.reader(io.StringIO(f"{text}\n{_END}\n", newline=""), delimiter=delimiter)
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
