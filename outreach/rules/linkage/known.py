"""A known record as the comparison sees it, whichever index it comes from."""

from __future__ import annotations

from typing import NamedTuple

from outreach.rules.linkage.entry import Entry
from outreach.rules.linkage.pack import identifiers_of


class Known(NamedTuple):
    """`identifiers` are numbers of `pack.identifier`; `towns` are folded names."""

    key: int
    names: tuple[tuple[tuple[str, ...], int], ...]  # (words, kind)
    form: str
    towns: frozenset[str]
    postcodes: frozenset[str]
    identifiers: frozenset[int]
    active: bool


def known_of(entry: Entry) -> Known:
    """An entry, ready to be compared."""
    return Known(
        entry.key,
        tuple((tuple(name.split(" ")), kind) for name, kind in entry.names),
        entry.form,
        frozenset(entry.towns),
        frozenset(entry.postcodes),
        frozenset(identifiers_of(entry)),
        entry.active,
    )
