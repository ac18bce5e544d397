"""Lists in files: spreadsheets and text tables read as candidates.

`load` (in `kind`) is the fetch, `parse` takes the bytes; `read_file` is both. What a column was taken for, which rows
were passed over and which values were left out comes back in the notes and rejects.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from importers.files.kind import Kind, kind_of, load, unreadable
from importers.files.legacy import legacy_grid
from importers.files.table import parse_grid
from importers.files.text_table import text_grid
from importers.files.workbook import xlsx_grid
from outreach.terms.candidate import Parsed
from outreach.terms.message import say


def read_file(path: Path, *, fetched_at: datetime, sheet: str = "") -> Parsed:
    """Candidates of a .csv, .txt, .tsv, .xlsx, .xls or .ods file; `sheet` names one of a workbook.

    Raises NotFound or BadInput with one sentence when the file gives nothing.
    """
    return parse(load(path), source=path.name, fetched_at=fetched_at, sheet=sheet)


def parse(raw: bytes, *, source: str, fetched_at: datetime, sheet: str = "") -> Parsed:
    """The same for the content of a file; `source` is the name that provenance and errors show."""
    kind = kind_of(raw, source)
    if kind is Kind.XLSX:
        grid = xlsx_grid(raw, source, sheet)
    elif kind is Kind.LEGACY:
        grid = legacy_grid(raw, source, sheet)
    elif sheet:
        raise unreadable(source, say("It is a text table and has no sheets: leave the name of the sheet out"))
    else:
        grid = text_grid(raw, source)
    return parse_grid(grid, source=source, fetched_at=fetched_at, content_hash=hashlib.sha256(raw).hexdigest())
