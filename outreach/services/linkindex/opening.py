"""Opening the index of names: the packed one where it fits the database, made anew where it does not, and what has
changed since.

The files are a cache: every opening compares them with what the database holds, company by company, so that an undone
import, a company that came back or a database put back from a copy give the same answers as a new index would.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray

from db.queries import link_index as query
from db.queries import register as register_queries
from db.queries.scores import EDITS
from db.unit import Read, Write
from outreach import codes
from outreach.rules import registry
from outreach.rules.linkage import pack
from outreach.rules.linkage.engine import Engine
from outreach.rules.linkage.entry import Entry
from outreach.rules.linkage.index import Index
from outreach.rules.linkage.weights import Settings
from outreach.services.linkindex import store
from outreach.services.linkindex.entries import Ours, of_companies, of_ours, ours
from outreach.services.places import Places, places
from outreach.terms.message import say
from outreach.terms.runs import Progress

VERSION = 1  # of what entries are made of: an index of another one is made anew
REBUILT_FROM = 0.05  # share of the companies that differ, from which the index is made anew
KEPT_FROM = 5000  # companies; an index of fewer is made at each opening
TOLD_EVERY = 5000  # companies: how often it is told how far the making of an index is
VANISHED = np.uint64(0x9E3779B97F4A7C15)  # mixed into the mark of a company that a complete file lacked

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Marks:
    """Companies of the mirror by key in ascending order, with a number that changes when what is compared does."""

    keys: NDArray[np.int64]
    marks: NDArray[np.uint64]

    def changed_since(self, before: Marks) -> NDArray[np.int64]:
        """Keys that are new or differ."""
        return self.keys[~_in(self, before)]

    def gone_since(self, before: Marks) -> NDArray[np.int64]:
        """Keys that are no longer there."""
        return np.setdiff1d(before.keys, self.keys, assume_unique=True)


@dataclass(slots=True)
class LinkIndex:
    """An engine that knows what a database holds, and how it keeps in step with it. Not for two threads at once."""

    engine: Engine
    packed: Index  # what the engine was opened with: the register's names, perhaps of some nights ago
    places: Places
    marks: Marks
    located: Mapping[str, str]  # postal code -> municipality, as the entries have it
    edits: int = 0  # of single organisations, as the database counts them
    own: dict[int, int] = field(default_factory=dict)  # actor number of an organisation of ours -> its digest
    actors: dict[int, int] = field(default_factory=dict)  # key of an organisation of ours -> its actor number
    merged: set[int] = field(default_factory=set)  # actor numbers that belong to another organisation of ours

    def refresh(self, uow: Read) -> None:
        """Takes in what has changed in the database."""
        self._refresh(uow, marks(uow), places(uow))

    def keep_up(self, uow: Read) -> None:
        """Takes in what somebody else has edited of our organisations; asking whether costs next to nothing."""
        if query.counter(uow.session, EDITS) != self.edits:
            self._refresh_own(uow, frozenset())

    def edits_of(self, uow: Read) -> int:
        """How often single organisations have been edited: what `learn` wants to know of the beginning of a write."""
        return query.counter(uow.session, EDITS)

    def learn(self, uow: Write, actor_id: int, since: int) -> None:
        """Takes in what an organisation of ours has become in this write; `since`: `edits_of` at its beginning."""
        uow.session.flush()
        self.edits += self.edits_of(uow) - since
        self._take(uow, ours(uow, [actor_id]))

    def forget(self, key: int) -> None:
        """Somebody has removed this one meanwhile."""
        self.engine.drop(key)
        self.own.pop(key, None)

    def _refresh(self, uow: Read, now: Marks, here: Places) -> None:
        located = _located(here)
        changed = {*now.changed_since(self.marks).tolist(), *_moved(uow, self.located, located)}
        for key in now.gone_since(self.marks).tolist():
            self.engine.drop(key)
        self.places, self.marks, self.located = here, now, located
        for entry in of_companies(uow, sorted(changed), here):
            self.engine.add(entry)
        self._refresh_own(uow, changed)

    def _refresh_own(self, uow: Read, changed: Collection[int]) -> None:
        """`changed`: companies that stand in the engine without what we say of them."""
        self.edits = self.edits_of(uow)
        now = ours(uow)
        merged = {actor for one in now.values() for actor in one.actors[1:]}
        no_longer = {*self.own, *self.merged} - now.keys() - merged
        for key in {*merged, *(self.own.keys() - now.keys())}:
            self.forget(key)
        for entry in of_companies(uow, sorted(no_longer), self.places):
            self.engine.add(entry)
        self.merged = merged
        self._take(
            uow,
            {
                key: one
                for key, one in now.items()
                if self.own.get(key) != one.digest() or any(actor in changed for actor in one.actors)
            },
        )

    def _take(self, uow: Read, found: Mapping[int, Ours]) -> None:
        for key, one in found.items():
            before = self.actors.get(one.row.id, key)
            if before != key:
                self.forget(before)
            self.actors[one.row.id], self.own[key] = key, one.digest()
        for entry in of_ours(uow, found.values(), self.places):
            self.engine.add(entry)


def open_engine(uow: Read, folder: Path | None, settings: Settings = Settings()) -> Engine:
    """The engine over everything that the database holds at this moment; see `open_index`."""
    return open_index(uow, folder, settings).engine


def open_index(
    uow: Read,
    folder: Path | None,
    settings: Settings = Settings(),
    *,
    progress: Tell | None = None,
    keep: bool = True,
) -> LinkIndex:
    """The index of everything that the database holds at this moment.

    `folder` is where the indexes of all databases are kept; without one, and for a small mirror, it is made in memory.
    `keep`: one that has to be made is put there.
    """
    now, here = marks(uow), places(uow)
    packed = _packed(uow, folder, now, here, progress, keep)
    names = Index(packed.arrays)
    index = LinkIndex(Engine(names, settings), names, here, packed.marks, packed.located)
    with _without_collector():
        index._refresh(uow, now, here)
    return index


def is_ready(uow: Read, folder: Path) -> bool:
    """Whether opening takes no longer than a glance: the index is there and near to what the database holds."""
    now, here = marks(uow), places(uow)
    if len(now.keys) < KEPT_FROM:
        return True
    return _fitting(store.load(store.folder_of(folder, _name_of(uow)), _layout()), now, here) is not None


def marks(uow: Read) -> Marks:
    """What the mirror holds now."""
    keys, hashes = query.content_hashes(uow.session)
    all_keys = np.frombuffer(keys, dtype=np.int64) if keys else np.empty(0, np.int64)
    found = (np.frombuffer(hashes, dtype=np.int64) if hashes else np.empty(0, np.int64)).view(np.uint64).copy()
    vanished = np.array(sorted(register_queries.vanished_ids(uow.session)), dtype=np.int64)
    at = np.searchsorted(all_keys, vanished)
    inside = at < len(all_keys)
    at, vanished = at[inside], vanished[inside]
    found[at[all_keys[at] == vanished]] ^= VANISHED
    return Marks(all_keys, found)


@dataclass(frozen=True, slots=True)
class _Packed:
    arrays: store.Arrays
    marks: Marks
    located: Mapping[str, str]


def _packed(uow: Read, base: Path | None, now: Marks, here: Places, progress: Tell | None, keep: bool) -> _Packed:
    """The packed index: from its folder if it is near enough to what the database holds, else made now."""
    if base is None or len(now.keys) < KEPT_FROM:
        return _made(uow, now, here, progress)
    folder, layout = store.folder_of(base, _name_of(uow)), _layout()
    found = _fitting(store.load(folder, layout), now, here)
    if found is not None:
        return found
    if not keep:
        return _made(uow, now, here, progress)
    with store.locked(folder) as held:
        found = _fitting(store.load(folder, layout), now, here)  # another program may have made it meanwhile
        if found is not None:
            return found
        made = _made(uow, now, here, progress)
        if not held:
            return made
        marked = {"mark_keys": made.marks.keys, "marks": made.marks.marks}
        stored = store.save(folder, {**made.arrays, **marked}, layout, {"located": dict(made.located)})
        return _of(stored) if stored is not None else made


def _fitting(stored: store.Stored | None, now: Marks, here: Places) -> _Packed | None:
    if stored is None:
        return None
    found = _of(stored)
    differing = len(now.changed_since(found.marks)) + len(now.gone_since(found.marks))
    moved = {code for code, place in _located(here).items() if found.located.get(code) != place}
    many = differing > REBUILT_FROM * len(now.keys) or len(moved) > REBUILT_FROM * len(here.learnt)
    return None if many else found


def _of(stored: store.Stored) -> _Packed:
    arrays = dict(stored.arrays)
    return _Packed(arrays, Marks(arrays.pop("mark_keys"), arrays.pop("marks")), stored.noted["located"])


def _made(uow: Read, now: Marks, here: Places, progress: Tell | None) -> _Packed:
    keys = now.keys.tolist()
    with _without_collector():
        return _Packed(pack.pack(_told(of_companies(uow, keys, here), len(keys), progress)), now, _located(here))


def _told(entries: Iterable[Entry], total: int, progress: Tell | None) -> Iterable[Entry]:
    for done, entry in enumerate(entries):
        if progress is not None and done % TOLD_EVERY == 0:
            progress(Progress(done, total, say("Making the index of names")))
        yield entry


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of small values that nothing points back from: looking for cycles takes a quarter of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _located(here: Places) -> dict[str, str]:
    return {code: here.municipality_of(code) for code in sorted({*here.learnt, *here.shipped})}


def _moved(uow: Read, before: Mapping[str, str], now: Mapping[str, str]) -> list[int]:
    """Companies in postal codes that lie in another municipality than they did."""
    other = [code for code in {*before, *now} if before.get(code) != now.get(code)]
    return query.companies_in(uow.session, other)


def _in(now: Marks, before: Marks) -> NDArray[np.bool_]:
    """Which companies are as they were."""
    if not len(before.keys):
        return np.zeros(len(now.keys), dtype=bool)
    at = np.minimum(np.searchsorted(before.keys, now.keys), len(before.keys) - 1)
    same: NDArray[np.bool_] = (before.keys[at] == now.keys) & (before.marks[at] == now.marks)
    return same


@cache
def _layout() -> str:
    """What an index depends on besides the rows of the database: how it is laid out, and the tables of places."""
    towns = [(town.code, town.name_fi, town.name_sv, town.postcodes) for town in codes.municipalities().values()]
    arrays = sorted((name, values.dtype.str, values.ndim) for name, values in pack.pack(()).items())
    tables = xxhash.xxh3_64_hexdigest(repr((towns, arrays)).encode())
    return f"{pack.VERSION}.{VERSION}.{registry.VERSION}.{tables}"


def _name_of(uow: Read) -> str:
    """What names the database on this machine."""
    url = uow.session.get_bind().engine.url
    if url.database and url.get_backend_name() == "sqlite":
        return str(Path(url.database).resolve())
    return url.render_as_string(hide_password=True)
