"""Columns that a person has set, by their headings or numbers, and what each column of a file was read as."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from importers.columns import Columns, Field
from importers.files.grid import Row
from importers.values import is_placeholder, text_of
from outreach.errors import BadInput
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import ColumnUse
from outreach.terms.message import say

SAMPLES = 3
_ALIASES = {
    "address": Field.STREET,
    "contact_person": Field.PERSON,
    "industry": Field.INDUSTRY,
    "legal_form": Field.LEGAL_FORM,
}
_FIELDS: dict[str, Field] = {**{each.value: each for each in Field}, **_ALIASES}


@dataclass(slots=True)
class Picks:
    """A mapping that a person has given: heading or number from 1 -> field, None for a column that is not read."""

    fields: Mapping[str, Field | None]
    used: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)

    def of(self, headings: Sequence[str], width: int) -> dict[int, Field | None]:
        """The picks by column, for one table."""
        folded = [name_fold(heading) for heading in headings]
        self.seen.extend(heading for heading in headings if heading and heading not in self.seen)
        found: dict[int, Field | None] = {}
        for key, picked in self.fields.items():
            columns = [column for column, text in enumerate(folded) if text and text == name_fold(key)]
            if not columns and key.strip().isdecimal() and 1 <= int(key) <= max(width, len(headings)):
                columns = [int(key) - 1]
            if columns:
                self.used.add(key)
            found |= dict.fromkeys(columns, picked)
        return found

    def check(self) -> None:
        """BadInput for a column that no table has."""
        for key in self.fields:
            if key not in self.used:
                near = _near(key, self.seen)
                raise BadInput(
                    say("There is no column {column}. The nearest heading: {near}", column=clean(key, 60), near=near)
                    if near
                    else say(
                        "There is no column {column}. Give a heading of the file or its number", column=clean(key, 60)
                    )
                )


def picks_of(mapping: Mapping[str, str] | None) -> Picks | None:
    """A mapping made ready; BadInput for a field that is none."""
    if not mapping:
        return None
    fields: dict[str, Field | None] = {}
    for key, name in mapping.items():
        word = name.strip().lower()
        if word and word not in _FIELDS:
            near = _near(word, list(_FIELDS)) or ", ".join(list(_FIELDS)[:8])
            raise BadInput(
                say(
                    "Column {column} cannot be read as {field}: there is no such field. The nearest: {near}",
                    column=clean(key, 60),
                    field=clean(name, 60),
                    near=near,
                )
            )
        fields[key] = _FIELDS[word] if word else None
    return Picks(fields)


def _near(word: str, among: Sequence[str]) -> str:
    by_fold = {name_fold(each): each for each in among}
    found = get_close_matches(name_fold(word), list(by_fold), n=1, cutoff=0.5)
    return clean(by_fold[found[0]], 60) if found else ""


def uses_of(columns: Columns, rows: Sequence[Row]) -> list[ColumnUse]:
    """What each column was read as, how many of the rows fill it, and its first different cells."""
    known = dict(columns.fields)
    width = max([len(columns.headings), *(len(row.cells) for row in rows)])
    filled = [0] * width
    samples: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        for column in range(max(len(row.cells), max(row.links, default=-1) + 1)):
            if column >= width:
                break
            text = text_of(row.cells[column], 80) if column < len(row.cells) else ""
            text = text or row.links.get(column, "")[:80]
            if is_placeholder(text):
                continue
            filled[column] += 1
            if len(samples[column]) < SAMPLES and text not in samples[column]:
                samples[column].append(text)
    return [
        ColumnUse(
            number=column + 1,
            heading=columns.headings[column] if column < len(columns.headings) else "",
            field=known[column].value if column in known else "",
            filled=filled[column],
            rows=len(rows),
            samples=tuple(samples[column]),
        )
        for column in range(width)
    ]


def layout_hash(headings: Sequence[Sequence[str]]) -> str:
    """SHA-256 of the headings of the tables of a file, whatever their order; case, marks and spaces do not count."""
    tables = sorted({"\n".join(name_fold(clean(text, 200)) for text in table) for table in headings})
    return hashlib.sha256("\f".join(tables).encode()).hexdigest()
