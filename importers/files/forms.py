"""Streets, towns and persons of a table without headings, known by their form and by what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from importers.columns import Columns, Field
from importers.files.persons import reads_as_person
from importers.places import Places
from importers.recognise import ENOUGH
from outreach.rules.text import name_fold

_STREET = re.compile(
    r"[^\W\d_][^\d,;@]{2,50}\s[0-9]{1,4}(?:\s?[-–a-zA-Z].{0,12})?|(?:PL|PB|P\.?O\.? ?Box) ?[0-9]{1,5}", re.I
)
_TOWN = re.compile(r"[^\W\d_][^\W\d_ -]{1,20}(?:[ -][^\W\d_]{2,15})?")


def with_places(columns: Columns, rows: Sequence[Sequence[str]], places: Places) -> Columns:
    """Streets, towns and persons of a table without headings, known by their form and by what stands beside them."""
    fields = dict(columns.fields)
    width = max((len(row) for row in rows), default=0)
    cells = {
        column: [row[column] for row in rows if column < len(row) and row[column]]
        for column in range(width)
        if column not in fields
    }
    for field, test in (
        (Field.STREET, lambda text: bool(_STREET.fullmatch(text))),
        (Field.PERSON, reads_as_person),
    ):
        best = max(cells, key=lambda column: _part(cells[column], test), default=None)
        if best is not None and field not in fields.values() and _part(cells[best], test) >= ENOUGH:
            fields[best] = field
            del cells[best]
    wordy = [column for column, texts in cells.items() if _part(texts, lambda text: bool(_TOWN.fullmatch(text))) >= 0.8]
    known = [column for column in wordy if _part(cells[column], lambda text: name_fold(text) in places.names) >= ENOUGH]
    beside = [column for column in wordy if fields.get(column - 1) in {Field.POSTCODE, Field.STREET}]
    if Field.TOWN not in fields.values() and (known or beside):
        fields[(known or beside)[0]] = Field.TOWN
    return Columns(tuple(sorted(fields.items())), columns.headings, columns.industry_set)


def _part(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0
