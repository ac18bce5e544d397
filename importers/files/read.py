"""Lists in files: spreadsheets, text tables and address books read as candidates.

`load` (in `kind`) is the fetch, `parse` takes the bytes; `read_file` is both. What a column was taken for, which rows
were passed over and which values were left out comes back in the notes, columns and rejects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from importers.files.grid import Book
from importers.files.kind import Kind, kind_of, load, unreadable
from importers.files.mapping import picks_of
from importers.files.table import parse_book
from importers.places import NO_PLACES, Places
from outreach.terms.candidate import Parsed
from outreach.terms.message import say


def read_file(
    path: Path,
    *,
    fetched_at: datetime,
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    places: Places = NO_PLACES,
) -> Parsed:
    """Candidates of a .csv, .tsv, .txt, .xlsx, .xls, .ods, .vcf or .htm file; `sheet` names one of a workbook.

    Raises NotFound or BadInput with one sentence when the file gives nothing.
    """
    return parse(load(path), source=path.name, fetched_at=fetched_at, sheet=sheet, mapping=mapping, places=places)


def parse(
    raw: bytes,
    *,
    source: str,
    fetched_at: datetime,
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    places: Places = NO_PLACES,
) -> Parsed:
    """The same for the content of a file; `source` is the name that provenance and errors show.

    `mapping` says what columns hold: heading or number from 1 -> name of a `Field`, "" for a column that is not read.
    """
    picks = picks_of(mapping)
    kind = kind_of(raw, source)
    content_hash = hashlib.sha256(raw).hexdigest()
    if kind is Kind.VCARD:
        from importers.files.vcard import parse_cards

        if sheet or picks:
            raise unreadable(source, say("It is an address book and has no sheets or columns: leave their names out"))
        return parse_cards(raw, source=source, fetched_at=fetched_at, content_hash=content_hash)
    book = _book(kind, raw, source, sheet)
    return parse_book(book, source=source, fetched_at=fetched_at, content_hash=content_hash, places=places, picks=picks)


def _book(kind: Kind, raw: bytes, source: str, sheet: str) -> Book:
    """The sheets of a file; readers are loaded when a file wants them."""
    if kind is Kind.XLSX:
        from importers.files.workbook import xlsx_book

        return xlsx_book(raw, source, sheet)
    if kind in {Kind.XLS, Kind.ODS}:
        from importers.files.legacy import legacy_book

        return legacy_book(raw, kind, source, sheet)
    if kind is Kind.HTML:
        from importers.files.html_table import html_book

        return html_book(raw, source, sheet)
    if kind is Kind.XML:
        from importers.files.xml_workbook import xml_book

        return xml_book(raw, source, sheet)
    if sheet:
        raise unreadable(source, say("It is a text table and has no sheets: leave the name of the sheet out"))
    from importers.files.text_table import text_grid

    return Book((text_grid(raw, source),))
