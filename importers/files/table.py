"""The tables of a file read as candidates: chooses those that list organisations, passes over what is no record, and
tells what it did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from importers.columns import LABELS, OPENING, Columns, Field
from importers.files.extent import filled_down, side_by_side, within
from importers.files.grid import Book, Grid, Row
from importers.files.kind import unreadable
from importers.files.layout import Chosen, Layout, layout_of
from importers.files.mapping import Picks, layout_hash, uses_of
from importers.files.record import LISTED, Reading, read
from importers.files.rows import Judge
from importers.files.stacked import is_labelled, unstacked
from importers.files.tidy import tidy
from importers.places import NO_PLACES, Places
from importers.recognise import ENOUGH, SAMPLE
from importers.values import text_of
from outreach.terms.candidate import Candidate, ColumnUse, Parsed, Provenance, Reject
from outreach.terms.message import Message, say, say_n

MOST_NOTES = 100  # on single values; the rest is only counted
MOST_PARTS = 50  # tables below one another in one sheet

_INSTRUCTIONS = re.compile(
    r"ohje|ohjeet|täyttöohje|instruktion|anvisning|instruction|readme|lue ensin|läs först|esimerkki|exempel|example"
    r"|\bmalli\b|\bmall\b|template|koodisto|valikot|valinnat|listat|lookup|codes\b|yhteenveto|sammandrag|summary|pivot",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Told:
    """Notes on values that were left out, up to a bound."""

    notes: list[Message] = field(default_factory=list)
    more: int = 0

    def add(self, note: Message) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)
        else:
            self.more += 1

    def all(self) -> tuple[Message, ...]:
        rest = say_n("{n} more value was left out", "{n} more values were left out", self.more)
        return (*self.notes, *((rest,) if self.more else ()))


@dataclass(slots=True)
class _Found:
    """What the tables of a file have given so far."""

    candidates: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    told: _Told = field(default_factory=_Told)
    columns: list[ColumnUse] = field(default_factory=list)
    headings: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Origin:
    source: str
    fetched_at: datetime
    content_hash: str
    places: Places

    def of(self, grid: Grid, row: int, layout: Layout) -> Provenance:
        details = not layout.columns.of(Field.NAME)
        return Provenance(
            source=self.source,
            where=grid.where(row),
            fetched_at=self.fetched_at,
            content_hash=self.content_hash,
            how="columns" if layout.headed else "values",
            confidence=(1.0 if layout.headed else 0.7) - (0.2 if details and layout.headed else 0.0),
            sheet=grid.sheet,
            row=row,
        )


def parse_book(
    book: Book,
    *,
    source: str,
    fetched_at: datetime,
    content_hash: str,
    places: Places = NO_PLACES,
    picks: Picks | None = None,
) -> Parsed:
    """Candidates, rejects and notes of the tables of a file; BadInput when no column holds names."""
    chosen = picks.of if picks else None
    tables = [_laid_out(grid, places, chosen) for grid in map(tidy, book.grids)]
    if picks:
        picks.check()
    lists = _lists([(grid, layout) for grid, layout in tables if layout])
    if not lists:
        raise _no_names(tables, source)
    origin = _Origin(source, fetched_at, content_hash, places)
    found = _Found()
    _tell_sheets(book, [grid for grid, _ in tables], [grid for grid, _ in lists], found)
    for grid, layout in lists:
        _read_table(grid, layout, origin, found, several=len(lists) > 1, chosen=picks)
    return Parsed(
        tuple(found.candidates),
        tuple(found.rejects),
        (*found.notes, *found.told.all()),
        columns=tuple(_joined(found.columns)),
        layout=layout_hash(found.headings),
    )


def _laid_out(grid: Grid, places: Places, chosen: Chosen | None) -> tuple[Grid, Layout | None]:
    """A table and its layout; a list in one column is looked at in blocks as well."""
    layout = layout_of(grid, places, chosen)
    single = layout is None or (not layout.headed and len(layout.columns.fields) == 1)
    if chosen is None and (single or is_labelled(grid)):
        blocks = unstacked(grid)
        found = layout_of(blocks, places) if blocks else None
        if blocks and found:
            return blocks, found
    return grid, layout


def _lists(tables: Sequence[tuple[Grid, Layout]]) -> list[tuple[Grid, Layout]]:
    """The tables that list organisations: instructions and guesses are left where there is something better."""
    kept = [(grid, layout) for grid, layout in tables if not _INSTRUCTIONS.search(grid.sheet)] or list(tables)
    if any(layout.headed for _, layout in kept):
        kept = [(grid, layout) for grid, layout in kept if layout.headed or layout.certain]
    return kept


def _no_names(tables: Sequence[tuple[Grid, Layout | None]], source: str) -> Exception:
    if not any(grid.rows for grid, _ in tables):
        return unreadable(source, say("It is empty"))
    return unreadable(
        source, say("No column holds names of organisations: write Yritys, Företag or Company as the heading over one")
    )


def _tell_sheets(book: Book, grids: Sequence[Grid], read_ones: Sequence[Grid], found: _Found) -> None:
    left = tuple(grid.sheet for grid in grids if grid.sheet and all(grid is not one for one in read_ones))
    if len(read_ones) > 1 or left:
        found.notes.append(say("Sheets read: {sheets}", sheets=tuple(grid.sheet for grid in read_ones)))
    if left:
        found.notes.append(say("Sheets without a list of organisations were not read: {sheets}", sheets=left))
    if book.hidden:
        found.notes.append(say("Hidden sheets were not read: {sheets}. Name one to read it", sheets=book.hidden))


def _read_table(
    grid: Grid, layout: Layout, origin: _Origin, found: _Found, *, several: bool, chosen: Picks | None
) -> None:
    """All records of a sheet; other headings further down begin a new table."""
    sheet = grid.sheet if several else ""
    found.notes.extend(_in_sheet(note, sheet) for note in grid.notes)
    for _ in range(MOST_PARTS):
        found.notes.extend(_in_sheet(note, sheet) for note in _mapping_notes(grid, layout) if _is_new(note, found))
        stop = _read_rows(grid, layout, origin, found, sheet)
        if stop is None:
            return
        grid = replace(grid, rows=grid.rows[stop:], notes=())
        below = layout_of(grid, origin.places, chosen.of if chosen else None)
        if below is None:
            return
        layout = below


def _in_sheet(note: Message, sheet: str) -> Message:
    return say("Sheet {sheet}: {note}", sheet=sheet, note=note) if sheet else note


def _is_new(note: Message, found: _Found) -> bool:
    return note not in found.notes


def _read_rows(grid: Grid, layout: Layout, origin: _Origin, found: _Found, sheet: str) -> int | None:
    """Reads the records of a table; gives the index of the row with other headings, None at the end."""
    columns = layout.columns
    rows = filled_down(grid, layout.start, set(columns.of(Field.NAME)))
    judge = Judge(grid, rows, columns, origin.places)
    blocks = side_by_side(columns)
    kept: list[Row] = []
    section = ""
    stop: int | None = None
    listed = _are_listed(rows, layout)
    covered = {row for span in grid.merged if _is_down(span, layout) for row in range(span.top + 1, span.bottom + 1)}
    for index, row in enumerate(rows, start=layout.start):
        texts = [text_of(cell, 500) for cell in row.cells]
        if not any(texts) and not row.links:  # nothing but invisible characters
            continue
        if kept and judge.is_heading(texts) and _differs(texts, columns):
            stop = index
            break
        aside = judge.aside(row, texts)
        if aside:
            section = aside.section or section
            found.rejects.append(_aside_of(grid, row, aside.reason, texts))
            continue
        if row.number in covered:
            reason = say("It goes on with the organisation above: only the first row of one is read")
            found.rejects.append(_aside_of(grid, row, reason, texts))
            continue
        kept.append(row)
        for block in blocks:
            part = within(row, block) if len(blocks) > 1 else row
            if len(blocks) > 1 and not any(text_of(cell, 50) for cell in part.cells):
                continue
            tell = _teller(found.told, columns, row.number, sheet)
            outcome = read(
                Reading(part, block, origin.of(grid, row.number, layout), tell, section, origin.places, listed)
            )
            if isinstance(outcome, Reject):
                found.rejects.append(outcome)
            else:
                found.candidates.append(outcome)
    found.columns.extend(uses_of(columns, kept))
    found.headings.append(columns.headings or tuple(str(number + 1) for number in range(len(columns.fields))))
    return stop


def _are_listed(rows: Sequence[Row], layout: Layout) -> bool:
    """Whether most names have a number or a dash before them."""
    cells = (row.cells[layout.names] for row in rows[:SAMPLE] if layout.names < len(row.cells))
    names = [text for cell in cells if (text := text_of(cell, 100))]
    return len(names) > 1 and sum(1 for name in names if LISTED.match(name)) >= ENOUGH * len(names)


def _is_down(span: tuple[int, int, int, int], layout: Layout) -> bool:
    top, left, bottom, right = span
    return bottom > top and left <= layout.names <= right and bottom - top < 1_000


def _differs(texts: Sequence[str], columns: Columns) -> bool:
    headings = [heading.casefold() for heading in columns.headings]
    return [text.casefold()[:100] for text in texts] != headings[: len(texts)]


def _aside_of(grid: Grid, row: Row, reason: Message, texts: Sequence[str]) -> Reject:
    value = " ".join(filter(None, texts))[:200]
    where = grid.where(row.number)
    return Reject(where=where, field=Field.NAME, reason=reason, value=value, sheet=grid.sheet, row=row.number)


def _teller(told: _Told, columns: Columns, row: int, sheet: str) -> Callable[[int, Message], None]:
    def tell(column: int, reason: Message) -> None:
        heading = columns.heading(max(column, 0))
        note = say("Row {row}, column {column}: {reason}", row=row, column=heading, reason=reason)
        told.add(_in_sheet(note, sheet))

    return tell


def _mapping_notes(grid: Grid, layout: Layout) -> Iterator[Message]:
    """What each column was read as, and which were not read."""
    start, columns = layout.start, layout.columns
    if layout.top:
        row = grid.rows[layout.top].number
        yield say("Headings found on row {row}; the rows above it were not read", row=row)
    known = dict(columns.fields)
    lonely = Field.STAGE not in Counter(known.values())
    width = max((len(row.cells) for row in grid.rows[start : start + SAMPLE]), default=len(columns.headings))
    for column in range(max(width, len(columns.headings))):
        title, what = columns.heading(column), known.get(column)
        if what in OPENING and lonely:
            yield say("Column “{column}” was not read: it belongs to a column Stage, which is missing", column=title)
        elif what:
            yield say("Column “{column}” was read as: {field}", column=title, field=LABELS[what])
        elif column < len(columns.headings) and columns.headings[column]:
            yield say("Column “{column}” was not read", column=title)
        if what is Field.INDUSTRY and not columns.industry_set:
            yield say(
                "Column “{column}”: codes are read only when the heading says TOL 2008 or TOL 2025; words are read",
                column=title,
            )


def _joined(uses: Sequence[ColumnUse]) -> list[ColumnUse]:
    """Columns of the same number, heading and field in several tables counted together."""
    by_key: dict[tuple[int, str, str], ColumnUse] = {}
    for use in uses:
        key = (use.number, use.heading, use.field)
        before = by_key.get(key)
        samples = tuple(dict.fromkeys((*(before.samples if before else ()), *use.samples)))[:3]
        by_key[key] = use._replace(
            filled=use.filled + (before.filled if before else 0),
            rows=use.rows + (before.rows if before else 0),
            samples=samples,
        )
    return list(by_key.values())
