"""Where the headings and the records of a table are and what its columns hold: headings and values together.

Where nobody has written headings, values alone tell; a list in which each cell holds a whole address is known too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from importers.columns import Columns, Field, field_of, is_weak_name
from importers.files.details import pieces_of, read_details
from importers.files.forms import with_places
from importers.files.grid import Grid, Row
from importers.files.headings import is_other, known_words, lines_of, nearly, read_headings
from importers.places import NO_PLACES, Places
from importers.recognise import ENOUGH, SAMPLE, complete, is_label, settle
from importers.values import has_legal_form, is_placeholder, text_of
from outreach.rules.text import clean_block

HEAD = 30  # filled rows among which the headings are looked for
NEED_FORMS = 0.3  # share of names with a legal form when nothing else tells that a column holds names

_ADDRESSES = frozenset({Field.WEBSITE, Field.EMAIL, Field.PHONE, Field.PERSON_EMAIL})

Chosen = Callable[[Sequence[str], int], Mapping[int, Field | None]]  # of the headings and the number of columns


@dataclass(frozen=True, slots=True)
class Layout:
    """`top` and `start` are the indexes of the first heading row and of the first record; `names` is the column that
    holds the names, alone or in a cell with all else; `certain` where headings or many sure values speak."""

    top: int
    start: int
    columns: Columns
    headed: bool
    certain: bool = True

    @property
    def names(self) -> int:
        return (self.columns.of(Field.NAME) or self.columns.of(Field.DETAILS))[0]


def layout_of(grid: Grid, places: Places = NO_PLACES, chosen: Chosen | None = None) -> Layout | None:
    """The layout of a table; None when no column holds names of organisations. `chosen` gives the columns that a
    person has set, from the headings; they win over all else."""
    head_rows = grid.rows[:HEAD]
    if not head_rows:
        return None
    last = head_rows[-1].number
    top = replace(grid, merged=tuple(span for span in grid.merged if span.top <= last))
    head = [lines_of(row) for row in head_rows]
    best = _heading_row(head)
    if _is_heading(head, best):
        return _headed(top, head, best, places, chosen)
    return _unheaded(grid, places, chosen)


def _heading_row(head: Sequence[Sequence[str]]) -> int:
    """The row that reads most like headings; an earlier one that has records below is that of a table above."""
    words = list(map(known_words, head))
    best = max(range(len(head)), key=lambda index: words[index])
    for index in range(best - 1):
        fields = {field_of(cell) for cell in head[index]}
        if words[index] >= 2 and words[index + 1] < 1 and Field.NAME in fields and _is_heading(head, index):
            return index
    return best


def _is_heading(head: Sequence[Sequence[str]], index: int) -> bool:
    """Two known words make a heading row; one does when it is the name's and the row is as wide as those below."""
    words = known_words(head[index])
    known = {found for cell in head[index] if (found := field_of(cell) or nearly(cell))}
    below = [sum(map(bool, row)) for row in head[index + 1 :]]
    wide = sum(map(bool, head[index])) * 2 >= median(below) if below else True
    return words >= 1.7 or (words > 0 and known == {Field.NAME} and wide and _stands_alone(head, index))


def _stands_alone(head: Sequence[Sequence[str]], index: int) -> bool:
    """Whether a single known word is a heading and not a title: it is short and stands in a column that goes on."""
    (column, cell), *_ = [(column, cell) for column, cell in enumerate(head[index]) if cell and field_of(cell)] or [
        (0, "")
    ]
    return len(cell) <= 40 and all(column < len(row) and row[column] for row in head[index + 1 : index + 3])


def _headed(
    grid: Grid, head: Sequence[Sequence[str]], best: int, places: Places, chosen: Chosen | None
) -> Layout | None:
    found = read_headings(grid, head, best)
    sample = grid.rows[found.start : found.start + SAMPLE]
    named = dict(found.named)
    values = _values(sample, named)
    picked = chosen(found.columns.headings, _width(grid.rows[:SAMPLE])) if chosen else {}
    for column, field in picked.items():
        named.pop(column, None)
        values.pop(column, None)
        named = {other: known for other, known in named.items() if known[0] is not field}
    foreign = {column for column, cell in enumerate(found.columns.headings) if column not in named and is_other(cell)}
    values = {column: cells for column, cells in values.items() if column not in foreign}
    unknown = frozenset(column for column, cell in enumerate(found.columns.headings) if cell and column not in named)
    taken = {field for field in picked.values() if field}
    settled = {column: field for column, field in settle(named, values, unknown).items() if field not in taken}
    settled |= {column: field for column, field in picked.items() if field}
    settled = _persons_and_names(settled, found.columns, values)
    closed = frozenset(foreign | {column for column, field in picked.items() if field is None})
    settled = _with_details(settled, sample, frozenset(found.named) | closed | set(picked))
    columns = Columns(tuple(sorted(settled.items())), found.columns.headings, found.columns.industry_set)
    if not _has_names(columns, sample):
        texts = [_without(_texts(row), closed) for row in sample]
        completed = complete(columns, texts) if sample else None
        if completed is None:
            return None
        columns = completed
    return Layout(found.top, found.start, columns, headed=True)


def _has_names(columns: Columns, sample: Sequence[Row]) -> bool:
    """Whether a column holds names, alone or above all else that its cells tell."""
    if columns.of(Field.NAME):
        return True
    for column in columns.of(Field.DETAILS):
        texts = [text for row in sample if (text := _block(row, column))]
        if texts and sum(bool(read_details(text, named=True).name) for text in texts) >= ENOUGH * len(texts):
            return True
    return False


def _persons_and_names(
    settled: dict[int, Field], columns: Columns, values: Mapping[int, Sequence[str]]
) -> dict[int, Field]:
    """Names and persons exchanged where the organisations stand under the weaker heading: "Nimi" beside "Yritys"."""
    names = [column for column, field in settled.items() if field is Field.NAME]
    persons = [column for column, field in settled.items() if field is Field.PERSON]
    for name in names[:1]:
        for person in persons:
            if not is_weak_name(columns.heading(person)):
                continue
            one, other = values.get(name, ()), values.get(person, ())
            if other and sum(map(has_legal_form, other)) >= 0.5 * len(other) and not any(map(has_legal_form, one)):
                return settled | {person: Field.NAME, name: Field.PERSON}
    return settled


def _with_details(
    settled: dict[int, Field], sample: Sequence[Row], known: frozenset[int] | set[int]
) -> dict[int, Field]:
    """`settled` with the columns whose cells hold several values at once."""
    found = dict(settled)
    width = max((len(row.cells) for row in sample), default=0)
    for column in range(width):
        field = found.get(column)
        if field not in {None, Field.NAME, Field.STREET} or (field is None and column in known):
            continue
        texts = [text for row in sample if (text := _block(row, column))]
        if texts and _holds_details(texts, field):
            found[column] = Field.DETAILS
    return found


def _holds_details(texts: Sequence[str], field: Field | None) -> bool:
    """Whether most cells of a column tell more than one kind of thing."""
    good = 0
    for text in texts[:60]:
        told = read_details(text, named=field is Field.NAME)
        enough = told.evidence() + bool(told.street) >= 2 or (field is None and told.evidence() == 1)
        if field is Field.STREET:
            enough = bool(told.phone or told.emails or told.business_id)
        good += enough and (field is None or len(pieces_of(text)) >= 2)
    return good >= 0.5 * min(len(texts), 60)


def _unheaded(grid: Grid, places: Places, chosen: Chosen | None) -> Layout | None:
    """A table without headings, or with headings in words that nobody knows."""
    rows = grid.rows[: SAMPLE + 1]
    card = _with_details({}, rows, frozenset())
    first = min(card, default=0)
    if card and not chosen and all(not _texts(row)[:first] or not any(_texts(row)[:first]) for row in rows):
        named = [_block(row, first) for row in rows if _block(row, first)]
        if sum(bool(read_details(text, named=True).name) for text in named) >= ENOUGH * len(named):
            start = 0 if read_details(named[0], named=True).evidence() else 1
            return Layout(0, start, Columns(((first, Field.DETAILS),)), headed=False)
    sample = [_texts(row) for row in rows]
    for skipped in range(min(3, len(sample))):  # titles above
        layout = _by_values(sample[skipped:], places, chosen)
        if layout:
            return replace(layout, start=layout.start + skipped)
    return None


def _by_values(sample: list[list[str]], places: Places, chosen: Chosen | None) -> Layout | None:
    if not sample:
        return None
    values = {
        column: [row[column] for row in sample[1:] if column < len(row) and row[column]]
        for column in range(max(map(len, sample)))
    }
    sure = settle({}, values, frozenset(values))
    labelled = complete(Columns(tuple(sorted(sure.items())), tuple(sample[0])), sample[1:], need_forms=NEED_FORMS)
    columns: Columns | None
    if labelled and _first_row_is_labels(sample[0], labelled):
        start, columns, headings = 1, labelled, tuple(sample[0])
    else:
        start, headings = 0, ()
        columns = complete(Columns(()), sample, need_forms=NEED_FORMS)
    picked = chosen(headings, max(map(len, sample))) if chosen else {}
    if picked:
        fields = dict(columns.fields) if columns else {}
        fields = {column: field for column, field in fields.items() if field not in picked.values()}
        settled = {column: field for column, field in picked.items() if field}
        fields = {column: field for column, field in fields.items() if column not in picked} | settled
        if Field.NAME not in fields.values():
            return None
        columns = Columns(tuple(sorted(fields.items())), headings)
    if columns is None:
        return None
    closed = frozenset(picked)
    columns = with_places(columns, [_without(row, closed) for row in sample[start:]], places)
    others = {field for _, field in columns.fields} - {Field.NAME}
    return Layout(0, start, columns, headed=False, certain=bool(others))


def _first_row_is_labels(first: Sequence[str], columns: Columns) -> bool:
    """Whether words stand in the first row where the column holds numbers or addresses: headings in unknown words."""
    typed = [
        (first[column], known) for column, known in columns.fields if known is not Field.NAME and column < len(first)
    ]
    filled = [(text, known) for text, known in typed if text]
    return bool(filled) and all(is_label(text, known) for text, known in filled)


def _width(rows: Sequence[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _values(rows: Sequence[Row], named: Mapping[int, tuple[Field, float]]) -> dict[int, list[str]]:
    """Filled cells of each column. Where an address is wanted, or the cells all say the same ("Linkki"), the addresses
    behind the cells count."""
    texts: dict[int, list[str]] = {}
    links: dict[int, list[str]] = {}
    for row in rows:
        for column in range(max(len(row.cells), max(row.links, default=-1) + 1)):
            text = text_of(row.cells[column], 500) if column < len(row.cells) else ""
            if not is_placeholder(text):
                texts.setdefault(column, []).append(text)
            link = row.links.get(column, "")
            if link and "@" not in text and "." not in text:
                links.setdefault(column, []).append(link.removeprefix("mailto:").removeprefix("tel:"))
    for column, behind in links.items():
        shown = texts.get(column, [])
        field = named[column][0] if column in named else None
        if field in _ADDRESSES or (field is None and len(set(shown)) <= max(1, len(shown) // 2)):
            texts[column] = [*behind, *shown[len(behind) :]]
    return texts


def _texts(row: Row) -> list[str]:
    return [text_of(cell, 500) for cell in row.cells]


def _without(texts: Sequence[str], closed: frozenset[int]) -> list[str]:
    return ["" if column in closed else text for column, text in enumerate(texts)]


def _block(row: Row, column: int) -> str:
    cell = row.cells[column] if column < len(row.cells) else None
    return clean_block(cell, 4_000) if isinstance(cell, str) else ""
