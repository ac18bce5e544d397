"""A table of rows read as candidates: finds the headings, passes over what is no record, and tells what it did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from importers.columns import LABELS, OPENING, Columns, Field, field_of, hits, map_headings
from importers.files.grid import Grid, Row
from importers.files.kind import unreadable
from importers.files.record import Reading, read
from importers.recognise import SAMPLE, complete, is_label
from importers.values import has_legal_form, text_of
from outreach.rules.identity import business_id
from outreach.terms.candidate import Candidate, Parsed, Provenance, Reject
from outreach.terms.message import Message, say, say_n

HEAD = 20  # filled rows among which the headings are looked for
MOST_NOTES = 100  # on single values; the rest is only counted
NEED_FORMS = 0.3  # share of names with a legal form when nothing else tells that a column holds names

_TOTAL = re.compile(
    r"(?:kaikki )?(?:yhteensä|yht|välisumma|summa|totalt|delsumma|sammanlagt|(?:grand |sub-?)?total|sum)"
    r"[\s.:]*(?:[0-9][0-9\s.,]*(?:kpl|st|pcs|€)?)?",
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


def parse_grid(grid: Grid, *, source: str, fetched_at: datetime, content_hash: str) -> Parsed:
    """Candidates, rejects and notes of a table; BadInput when no column holds names."""
    layout = _layout(grid, source)
    start, columns, headed = layout.start, layout.columns, layout.headed
    told = _Told()
    candidates: list[Candidate] = []
    rejects: list[Reject] = []
    usual = _usual_fill(grid.rows[start:])
    for row in grid.rows[start:]:
        where = grid.where(row.number)
        texts = _texts(row)
        if not any(texts):  # nothing but invisible characters
            continue
        aside = _not_a_record(texts, columns, usual)
        if aside:
            rejects.append(
                Reject(where=where, field=Field.NAME, reason=aside, value=" ".join(filter(None, texts))[:200])
            )
            continue
        provenance = Provenance(
            source=source,
            where=where,
            fetched_at=fetched_at,
            content_hash=content_hash,
            how="columns" if headed else "values",
            confidence=1.0 if headed else 0.7,
        )
        found = read(Reading(row, columns, provenance, _teller(told, columns, row.number)))
        if isinstance(found, Reject):
            rejects.append(found)
        else:
            candidates.append(found)
    notes = (*grid.notes, *_mapping_notes(grid, layout), *told.all())
    return Parsed(tuple(candidates), tuple(rejects), notes)


def _teller(told: _Told, columns: Columns, row: int) -> Callable[[int, Message], None]:
    def tell(column: int, reason: Message) -> None:
        told.add(
            say("Row {row}, column {column}: {reason}", row=row, column=columns.heading(max(column, 0)), reason=reason)
        )

    return tell


def _texts(row: Row) -> list[str]:
    return [text_of(cell, 500) for cell in row.cells]


@dataclass(frozen=True, slots=True)
class _Layout:
    """`top` and `start` are the indexes of the first heading row and of the first record."""

    top: int
    start: int
    columns: Columns
    headed: bool


def _layout(grid: Grid, source: str) -> _Layout:
    """Where the headings and the records are, and what the columns hold."""
    head = [_lines(row) for row in grid.rows[:HEAD]]
    best = max(range(len(head)), key=lambda index: hits(head[index]), default=0)
    if head and _is_heading(head, best):
        top, start, known = _headings(head, best)
        sample = [_texts(row) for row in grid.rows[start : start + SAMPLE]]
        columns = complete(known, sample) if sample else known
        headed = True
    else:
        top, start, headed = 0, 0, False
        sample = [_texts(row) for row in grid.rows[: SAMPLE + 1]]
        columns = complete(Columns((), tuple(sample[0]) if sample else ()), sample[1:], need_forms=NEED_FORMS)
        if columns and _first_row_is_labels(sample[0], columns):
            start = 1
        else:
            columns = complete(Columns(()), sample, need_forms=NEED_FORMS)
    if columns is None:
        raise unreadable(
            source,
            say("No column holds names of organisations: write Yritys, Företag or Company as the heading over one"),
        )
    return _Layout(top, start, columns, headed)


def _lines(row: Row) -> list[str]:
    """Cells as headings: lines of a cell are kept, since a bilingual heading often has two."""
    return [cell[:200].strip() if isinstance(cell, str) else text_of(cell, 200) for cell in row.cells]


def _is_heading(head: Sequence[Sequence[str]], index: int) -> bool:
    """Two known words make a heading row; one does when it is the name's and the row is as wide as those below."""
    known = {found for cell in head[index] if (found := field_of(cell))}
    below = [sum(map(bool, row)) for row in head[index + 1 :]]
    wide = sum(map(bool, head[index])) * 2 >= median(below) if below else True
    return len(known) >= 2 or (known == {Field.NAME} and wide)


def _headings(head: Sequence[Sequence[str]], index: int) -> tuple[int, int, Columns]:
    """First heading row, row after the last, and their columns; a heading over several is joined to the row below."""
    top = index
    below = [cell for cell in head[index + 1] if cell] if index + 1 < len(head) else []
    upper: Sequence[str] = ()
    lower = head[index]
    if below and all(map(field_of, below)):
        upper, lower = head[index], head[index + 1]
        index += 1
    elif index and sum(map(bool, head[index - 1])) >= 2:
        upper = head[index - 1]
        top -= 1
    width = max(len(upper), len(lower))
    groups = list(_spread([*upper, *[""] * (width - len(upper))])) if upper else []
    own = [*upper, *[""] * (width - len(upper))]
    cells = [(lower[column] if column < len(lower) else "") or own[column] for column in range(width)]
    columns = map_headings(cells, groups)
    return top, index + 1, Columns(columns.fields, tuple(text_of(cell, 100) for cell in cells), columns.industry_set)


def _spread(cells: Sequence[str]) -> Iterator[str]:
    """Each cell repeated over the empty ones right of it, as a merged heading is meant."""
    last = ""
    for cell in cells:
        last = cell or last
        yield last


def _first_row_is_labels(first: Sequence[str], columns: Columns) -> bool:
    """Whether words stand in the first row where the column holds numbers or addresses: headings in unknown words."""
    typed = [(first[column], known) for column, known in columns.fields if known is not Field.NAME]
    filled = [(text, known) for text, known in typed if text] if first else []
    return bool(filled) and all(is_label(text, known) for text, known in filled)


def _usual_fill(rows: Sequence[Row]) -> float:
    """How many cells of a row are usually filled."""
    return median(sum(map(bool, _texts(row))) for row in rows[:SAMPLE]) if rows else 0


def _not_a_record(texts: Sequence[str], columns: Columns, usual: float) -> Message | None:
    """Why a row is no record: a sum, a repeated heading, a heading between groups; None when it is one."""
    filled = [text for text in texts if text]
    if _TOTAL.fullmatch(filled[0]) and not any(map(business_id, filled)):
        return say("A row of totals was passed over")
    if len(filled) > 1 and all(map(field_of, filled)) and hits(texts) * 2 >= max(len(columns.fields), 3):
        return say("A repeated heading was passed over")
    if len(filled) == 1 and len(columns.fields) > 1 and not has_legal_form(filled[0]):
        alone = filled[0]
        outside = not any(column < len(texts) and texts[column] for column in columns.of(Field.NAME))
        shouted = alone.isupper() and usual >= 2
        if outside or alone.endswith(":") or shouted or usual >= 3:
            return say("A heading between rows was passed over")
    return None


def _mapping_notes(grid: Grid, layout: _Layout) -> Iterator[Message]:
    """What each column was read as, and which were not read."""
    start, columns = layout.start, layout.columns
    if layout.top:
        row = grid.rows[layout.top].number
        yield say("Headings found on row {row}; the rows above it were not read", row=row)
    known = dict(columns.fields)
    counts = Counter(known.values())
    lonely = Field.STAGE not in counts
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
