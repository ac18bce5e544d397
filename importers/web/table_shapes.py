"""Where in a table the headings stand: over the columns, beside the rows, on each cell, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from importers.columns import Columns, Field, field_of, hits, map_headings
from importers.recognise import complete
from importers.values import has_legal_form
from importers.web.grids import EMPTY, Rectangle, WebCell
from outreach.rules.text import name_fold

CONFIDENCE = 0.8
GUESSED = 0.6  # confidence without headings
HEAD = 8  # rows among which the headings are looked for
ENOUGH_FORMS = 0.5  # share of names with a legal form in a table without headings
MANY_LINES = 0.2  # share of cells with several lines from which a table without headings is one of blocks
MOST_LYING = 40  # rows of a table whose headings may stand in its first column

# Words over the contact details of an organisation as well as over the name of a person.
_CONTACTS = frozenset({"kontakt", "kontakti", "kontaktit", "contact", "contacts", "kontakter", "yhteystiedot"})
_DATE = re.compile(r"[0-3]?[0-9]\.[01]?[0-9]\.(?:(?:19|20)[0-9]{2})?(?:\D|$)|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]")
MANY_DATES = 0.4  # share of rows that begin a cell with a date, from which a table is one of events
DIFFERENT = 0.6  # share of different names in a list


@dataclass(frozen=True, slots=True)
class Body:
    """Rows below the headings, and what the columns hold."""

    columns: Columns
    rows: tuple[tuple[int, list[WebCell]], ...]  # number in the table from 1
    confidence: float
    lying: bool = False  # whether each row was a column on the page


def bodies(rectangle: Rectangle, before: Columns | None) -> list[Body]:
    """The parts of a table with a column of names; none of any other table.

    `before` are the columns of the table above it, which count for one that has no headings of its own.
    """
    upright = _headed(rectangle) or _labelled_cells(rectangle)
    lying = _lying(rectangle)
    if lying and (upright is None or len(lying.columns.fields) > 2 * len(upright.columns.fields)):
        return [lying]
    pairs = _pairs(rectangle)
    if pairs and (upright is None or len(pairs.columns.fields) > len(upright.columns.fields)):
        return [pairs]
    body = upright or _continued(rectangle, before) or _unheaded(rectangle)
    return list(_side_by_side(body)) if body else []


def _headed(rows: Rectangle) -> Body | None:
    """Headings in one row, or in two that are read as one: an empty place is filled from the row above."""
    head = [[cell.text[:200] for cell in row] for row in rows[:HEAD]]
    best, index, groups = [""], -1, [""]
    for number, cells in enumerate(head):
        above = head[number - 1] if number else []
        joined = [cell or (above[column] if column < len(above) else "") for column, cell in enumerate(cells)]
        if hits(joined) > hits(best) and not _is_spread(cells):
            best, index, groups = joined, number, above
    if index < 0 or hits(best) == 0:
        return None
    columns = map_headings(best, ["" if name_fold(group) in _CONTACTS else group for group in groups])
    all_th = all(cell.heading for cell in rows[index])
    if not columns.of(Field.NAME) or (len(columns.fields) < 2 and not (all_th and len(best) <= 3)):
        return None
    body = Body(columns, tuple((at + 1, rows[at]) for at in range(index + 1, len(rows))), CONFIDENCE)
    return replace(body, columns=_with_details(body))


def _with_details(body: Body) -> Columns:
    """Columns under "Contact" that hold phones and mailboxes and no names of persons hold contact details."""
    columns = body.columns
    unclear = {
        at for at, known in columns.fields if known is Field.PERSON and name_fold(columns.heading(at)) in _CONTACTS
    }
    for at in list(unclear):
        heads = [row[at].lines[0] for _, row in body.rows[:100] if at < len(row) and row[at].lines]
        if sum(1 for head in heads if not any(char.isdigit() or char == "@" for char in head)) > 0.5 * len(heads):
            unclear.discard(at)
    if not unclear:
        return columns
    return replace(
        columns, fields=tuple((at, Field.DETAILS if at in unclear else known) for at, known in columns.fields)
    )


def _is_spread(cells: list[str]) -> bool:
    """Whether a row is one cell over the whole table."""
    return len(cells) > 1 and len(set(cells)) == 1


def _labelled_cells(rows: Rectangle) -> Body | None:
    """Headings that stand as labels on the cells themselves, for narrow screens."""
    if not any(cell.label for row in rows[:HEAD] for cell in row):
        return None
    width = max(len(row) for row in rows)
    heads = ["" for _ in range(width)]
    for row in rows[:HEAD]:
        for column, cell in enumerate(row):
            heads[column] = heads[column] or cell.label
    columns = map_headings(heads)
    return Body(columns, tuple(enumerate(rows, start=1)), CONFIDENCE) if columns.of(Field.NAME) else None


def _lying(rows: Rectangle) -> Body | None:
    """Headings in the first column, an organisation in each of the others."""
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= 20 or not 3 <= len(rows) <= MOST_LYING:
        return None
    turned = [[row[column] if column < len(row) else EMPTY for row in rows] for column in range(width)]
    cells = [cell.text[:200] for cell in turned[0]]
    columns = map_headings(cells)
    known = {field for _, field in columns.fields}
    if len(known) < 3 or len(columns.fields) > len(known) + 2 or not columns.of(Field.NAME):
        return None
    return Body(columns, tuple(enumerate(turned[1:], start=2)), CONFIDENCE, lying=True)


def _pairs(rows: Rectangle) -> Body | None:
    """Labels and values in two columns, one organisation below the other: a record begins where its first label comes
    again, or at a row over both columns, which is its name."""
    if max((len(row) for row in rows), default=0) != 2 or len(rows) < 2:
        return None
    records: list[dict[str, WebCell]] = []
    labels: list[str] = []
    named = 0
    for row in rows:
        first, second = row[0], (row[1] if len(row) > 1 else EMPTY)
        label = first.text[:100].rstrip(" :")
        if first is second or (not second.lines and field_of(label) is None):
            records.append({_NAME: first})
            named += 1
        elif label and field_of(label) is not None and (not records or label in records[-1]):
            records.append({label: second})
        elif label and records:
            records[-1][label] = second
        else:
            return None
        labels += [each for each in records[-1] if each not in labels]
    known = {field_of(label) for label in labels} - {None}
    if not records or len(known) < 3 or Field.NAME not in known or (named and named < len(records)):
        return None
    if not named and any(field_of(next(iter(record))) is not field_of(labels[0]) for record in records):
        return None
    body = tuple((at, [record.get(label, EMPTY) for label in labels]) for at, record in enumerate(records, start=1))
    return Body(map_headings(labels), body, CONFIDENCE, lying=True)


_NAME = "Yritys"  # a label that is known for a name, for one that has none


def entitled(rows: Rectangle, name: str) -> Body | None:
    """Labels and values of the one organisation whose name stands over the table."""
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    known = [
        (first.text[:100].rstrip(" :"), second) for first, second in pairs if field_of(first.text[:100].rstrip(" :"))
    ]
    if len(pairs) < len(rows) or len(known) < max(2, 0.6 * len(rows)):
        return None
    columns = map_headings([_NAME, *(label for label, _ in known)])
    return Body(columns, ((1, [WebCell(lines=(name,)), *(cell for _, cell in known)]),), CONFIDENCE, lying=True)


def _continued(rows: Rectangle, before: Columns | None) -> Body | None:
    """A table without headings that goes on with the columns of the one above it."""
    if before is None or max((len(row) for row in rows), default=0) != len(before.headings):
        return None
    return Body(before, tuple(enumerate(rows, start=1)), CONFIDENCE)


def _unheaded(rows: Rectangle) -> Body | None:
    """Without headings only a column in which legal forms abound holds organisations, in a table with one value a cell.

    Cells of several lines are records, or parts of them, and are left to the reading of blocks.
    """
    headings = next((tuple(cell.text[:200] for cell in row) for row in rows[:HEAD] if _is_head(row)), ())
    below = [(number, row) for number, row in enumerate(rows, start=1) if not _is_head(row)]
    rows = [row for _, row in below]
    cells = [cell for row in rows for cell in row if cell.lines]
    if len(rows) < 3 or sum(1 for cell in cells if len(cell.lines) > 1) > MANY_LINES * len(cells):
        return None
    texts = [[cell.text for cell in row] for row in rows]
    columns = complete(Columns(()), texts)
    if columns is None:
        return None
    name = columns.of(Field.NAME)[0]
    names = [row[name] for row in texts if name < len(row) and row[name]]
    dated = sum(1 for row in texts if any(_DATE.match(text) for text in row))
    if len(set(names)) < DIFFERENT * len(names) or dated > MANY_DATES * len(texts):
        return None
    formal = sum(map(has_legal_form, names))
    elsewhere = max(
        (sum(1 for row in texts if at < len(row) and has_legal_form(row[at])) for at in range(20) if at != name),
        default=0,
    )
    if formal < ENOUGH_FORMS * len(names) or elsewhere >= ENOUGH_FORMS * formal:
        return None
    return Body(replace(columns, headings=headings), tuple(below), GUESSED)


def _is_head(row: list[WebCell]) -> bool:
    """Whether a row is one of headings that nobody knows."""
    return len(row) > 1 and all(cell.heading for cell in row)


def _side_by_side(body: Body) -> Iterator[Body]:
    """The parts of a table whose columns are repeated: two organisations stand in each of its rows."""
    names = body.columns.of(Field.NAME)
    headings = {body.columns.heading(column) for column in names}
    if len(names) < 2 or len(headings) > 1:
        yield body
        return
    for begin, end in zip(names, (*names[1:], len(body.columns.headings)), strict=True):
        fields = tuple((column - begin, field) for column, field in body.columns.fields if begin <= column < end)
        columns = Columns(fields, body.columns.headings[begin:end], body.columns.industry_set)
        yield Body(columns, tuple((at, row[begin:end]) for at, row in body.rows), body.confidence)
