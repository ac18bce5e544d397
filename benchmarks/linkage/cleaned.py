"""Register and list as other ways of linking get them: names cleaned and contacts read as the program does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from outreach.rules.linkage.entry import Entry, entry_of
from outreach.services.calibration.labelled import (
    incoming_record,
    incoming_rows,
    known_record,
    postcode,
    register_rows,
    text,
)


class Line(NamedTuple):
    """One name of a record, with what else is known of it. `key` is the register_id or incoming_id."""

    key: str
    raw: str
    words: tuple[str, ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Cleaned:
    """All names of a register, a line each, and the list, one line a record."""

    register: list[Line]
    incoming: list[Line]

    def frequencies(self) -> Mapping[str, int]:
        """How many names of the register hold each word."""
        return Counter(word for line in self.register for word in set(line.words))


def read(register: Path, incoming: Path) -> Cleaned:
    """Both files."""
    known: list[Line] = []
    places: dict[str, Counter[tuple[str, str]]] = {}
    for _, row in register_rows(register):
        record = known_record(row)
        entry = entry_of(record, 0)
        if code := postcode(row.postcode):
            places.setdefault(code, Counter())[text(row.municipality), text(row.municipality_sv)] += 1
        known += _lines(record.key, (*record.names, *record.former), entry)
    towns = {code: tuple(filter(None, counts.most_common(1)[0][0])) for code, counts in places.items()}
    listed: list[Line] = []
    for _, item in incoming_rows(incoming):
        record = incoming_record(item, towns)
        entry = entry_of(record, 0)
        raw = record.names[0] if record.names else ""
        listed.append(Line(record.key, raw, tuple(entry.names[0][0].split()) if entry.names else (), entry))
    return Cleaned(known, listed)


def _lines(key: str, raws: Iterable[str], entry: Entry) -> list[Line]:
    names = [name for name, _ in entry.names]
    written = [*raws, *([""] * len(names))]
    return [Line(key, written[n], tuple(name.split()), entry) for n, name in enumerate(names)]
