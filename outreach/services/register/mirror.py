"""What the mirror holds, for an import that looks at its whole source before it writes anything."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.queries import register as register_queries
from db.unit import Read
from outreach.rules.identity import actor_of_business_id, business_id_of_actor
from outreach.services.register.staging import Staged, drop, mark, rows_of, twice


@dataclass(frozen=True, slots=True)
class Mirror:
    """Companies of the mirror by key in ascending order, with the hash of the text of each."""

    keys: array[int]
    raw: array[int]
    vanished: frozenset[int]

    def raw_of(self, key: int) -> int:
        """Hash of a company's text; 0 when nobody knows it."""
        place = bisect_left(self.keys, key)
        return self.raw[place] if place < len(self.keys) and self.keys[place] == key else 0


@dataclass(frozen=True, slots=True)
class Absence:
    """Companies that a complete file lacks, and those that it has again just as they were."""

    gone: Sequence[int] = ()
    back: Sequence[int] = ()


def load(uow: Read) -> Mirror:
    """The whole mirror, 16 bytes a company."""
    keys, raw = register_queries.raw_hashes(uow.session)
    return Mirror(keys, raw, frozenset(register_queries.vanished_ids(uow.session)))


def compare(uow: Read, staged: Sequence[Staged]) -> None:
    """Finds out which companies of scratch files the mirror has, and which are in it just so."""
    for one in staged:
        found = dict(rows_of(one.path, "SELECT id, content_hash FROM record ORDER BY id"))
        known = register_queries.content_hashes(uow.session, found)
        same = [key for key, content in known.items() if found[key] == content]
        if known:
            mark(one.path, known, same)
        one.differing -= len(same)
        one.same += len(same)


def known_companies(uow: Read, business_ids: Iterable[str]) -> frozenset[str]:
    """Those of the Business IDs that the mirror holds."""
    found = register_queries.known_ids(uow.session, [actor_of_business_id(number) for number in business_ids])
    return frozenset(business_id_of_actor(key) for key in found)


def drop_twins(mirror: Mirror, seen: Mapping[int, bool], staged: Sequence[Staged]) -> None:
    """Of two records of a company, one of which is the stored one, the stored one counts. `seen` tells which of the
    stored hashes the source held."""
    for one in staged:
        rows = rows_of(one.path, "SELECT id, place FROM record") if mirror.keys else []
        twins = [(key, place) for key, place in rows if seen.get(mirror.raw_of(key))]
        drop(one.path, [key for key, _ in twins])
        one.differing -= len(twins)
        for key, place in twins:
            one.reject(twice(business_id_of_actor(key), "", place))


def absence(mirror: Mirror, seen: Mapping[int, bool], staged: Sequence[Staged]) -> Absence:
    """What a complete source says by silence. A company whose record cannot be read was in it."""
    if not mirror.keys:
        return Absence()
    changed = {key for one in staged for (key,) in rows_of(one.path, "SELECT id FROM record")}
    same = {key for one in staged for (key,) in rows_of(one.path, "SELECT id FROM same")}
    unreadable = {key for one in staged for key in one.unreadable}
    there = changed | same | unreadable
    unseen = {key for key, raw in zip(mirror.keys, mirror.raw, strict=True) if not seen.get(raw) and key not in there}
    back = [key for key in sorted(mirror.vanished) if key in same or seen.get(mirror.raw_of(key))]
    return Absence(sorted(unseen - mirror.vanished), back)
