"""The program's own engine over a register file: an index in a folder that is used again, decisions, clusters.

Rows are read, names parsed and records decided on as the program does it, with the thresholds that it ships with.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from outreach.rules.linkage import pack
from outreach.rules.linkage.engine import Engine
from outreach.rules.linkage.entry import Entry, entry_of
from outreach.rules.linkage.index import Index
from outreach.rules.linkage.weights import Settings
from outreach.services.calibration.labelled import (
    IncomingRow,
    RegisterRow,
    incoming_record,
    known_record,
    postcode,
    register_rows,
    text,
)
from outreach.terms.linkage import Record
from outreach.terms.work import LinkOutcome

ROWS = 2_000  # that go to another process at once
STAMP = "register.json"
DECISIONS = {LinkOutcome.SAME: "auto", LinkOutcome.REVIEW: "review", LinkOutcome.NEW: "new"}
T = TypeVar("T")


class Decision(NamedTuple):
    """`rows` are (register_id, posterior), best first; one for "auto", none for "new"."""

    incoming_id: str
    decision: str
    rows: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Register:
    """An index, the register_id of each of its keys, and the names of the place of each postcode."""

    index: Index
    ids: NDArray[np.uint8]
    id_start: NDArray[np.int64]
    towns: Mapping[str, tuple[str, ...]]

    def register_id(self, key: int) -> str:
        first, last = self.id_start[key : key + 2].tolist()
        return self.ids[first:last].tobytes().decode()

    def record(self, row: IncomingRow) -> Record:
        """An incoming row as it is compared."""
        return incoming_record(row, self.towns)


def make(path: Path, folder: Path, threads: int = 1) -> bool:
    """Makes the index of a register file in a folder; False where one of just this file is there already."""
    stamp = _stamp(path)
    if (folder / STAMP).is_file() and json.loads((folder / STAMP).read_text(encoding="utf-8"))["of"] == stamp:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).unlink(missing_ok=True)
    places: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    ids, starts = bytearray(), [0]

    def entries() -> Iterator[Entry]:
        for key, (entry, register_id, code, towns) in enumerate(_parsed(path, threads)):
            ids.extend(register_id.encode())
            starts.append(len(ids))
            if code:
                places[code][towns] += 1
            yield entry._replace(key=key)

    arrays = pack.pack(entries())
    arrays |= {"id_texts": np.frombuffer(bytes(ids), dtype=np.uint8), "id_start": np.array(starts, dtype=np.int64)}
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values)
    towns = {code: list(filter(None, counts.most_common(1)[0][0])) for code, counts in places.items()}
    told = {"of": stamp, "arrays": sorted(arrays), "towns": towns}
    (folder / STAMP).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return True


def open_register(folder: Path) -> Register:
    """The index of a folder, memory-mapped."""
    told = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    arrays: dict[str, NDArray[Any]] = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in told["arrays"]}
    ids, starts = arrays.pop("id_texts"), arrays.pop("id_start")
    return Register(Index(arrays), ids, starts, {code: tuple(names) for code, names in told["towns"].items()})


def decide(register: Register, engine: Engine, rows: Iterable[IncomingRow]) -> Iterator[Decision]:
    """What becomes of each row, against the register."""
    for row in rows:
        ranking = engine.rank(register.record(row))
        shown = ranking.candidates if ranking.outcome is LinkOutcome.REVIEW else ()
        if ranking.outcome is LinkOutcome.SAME:
            shown = tuple(one for one in ranking.candidates if one.key == ranking.target)
        found = tuple((register.register_id(one.key), one.posterior) for one in shown)
        yield Decision(text(row.incoming_id), DECISIONS[ranking.outcome], found)


def match(folder: Path, rows: Sequence[IncomingRow], threads: int = 1) -> list[Decision]:
    """Decisions on all rows, in their order; with several threads in as many processes."""
    if threads <= 1:
        register = open_register(folder)
        return list(decide(register, Engine(register.index, Settings()), rows))
    with get_context("spawn").Pool(threads, _begin, (folder,)) as pool:
        return [one for part in pool.imap(_decide_part, _parts(rows, ROWS // 4)) for one in part]


def clusters(register: Register, rows: Sequence[IncomingRow], decisions: Sequence[Decision]) -> dict[str, str]:
    """Cluster of each incoming_id: of one company of the register, or of records that are one new organisation.

    What was not linked to the register is compared with the records that were, by what these say, and with those that
    came before it and were not linked either. One organisation is known under one key, by all that its records say.
    """
    engine = Engine(register.index, Settings(), only=frozenset())
    first = len(register.index)  # keys from here on are the register's no longer
    known: dict[int, Entry] = {}
    names: dict[int, str] = {}
    keys: dict[str, int] = {}  # of the organisations that were linked

    def learn(entry: Entry, key: int, name: str) -> str:
        known[key] = _joined(known[key], entry) if key in known else entry
        engine.add(known[key])
        return names.setdefault(key, name)

    found: dict[str, str] = {}
    waiting: list[tuple[int, str, Record]] = []
    for key, (row, decision) in enumerate(zip(rows, decisions, strict=True), first):
        record = register.record(row)
        if decision.decision == "auto":
            company = decision.rows[0][0]
            key = keys.setdefault(company, key)
            found[decision.incoming_id] = learn(entry_of(record, key), key, f"register {company}")
        else:
            waiting.append((key, decision.incoming_id, record))
    for key, incoming_id, record in waiting:
        ranking = engine.rank(record)
        same = ranking.target if ranking.outcome is LinkOutcome.SAME else None
        found[incoming_id] = learn(entry_of(record, key), key if same is None else same, f"new {incoming_id}")
    return found


def _joined(one: Entry, other: Entry) -> Entry:
    """What is known of one organisation from two records."""
    return one._replace(
        names=_both(one.names, other.names),
        form=one.form or other.form,
        business_id=one.business_id or other.business_id,
        towns=_both(one.towns, other.towns),
        postcodes=_both(one.postcodes, other.postcodes),
        streets=_both(one.streets, other.streets),
        domains=_both(one.domains, other.domains),
        emails=_both(one.emails, other.emails),
        phones=_both(one.phones, other.phones),
    )


def _both(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*one, *other)))


_opened: list[tuple[Register, Engine]] = []  # of a worker process


def _begin(folder: Path) -> None:
    register = open_register(folder)
    _opened[:] = [(register, Engine(register.index, Settings()))]


def _decide_part(rows: Sequence[IncomingRow]) -> list[Decision]:
    register, engine = _opened[0]
    return list(decide(register, engine, rows))


Parsed = tuple[Entry, str, str, tuple[str, str]]


def _parse(rows: Iterable[RegisterRow]) -> list[Parsed]:
    return [
        (
            entry_of(known_record(row), 0),
            text(row.register_id),
            postcode(row.postcode),
            (text(row.municipality), text(row.municipality_sv)),
        )
        for row in rows
    ]


def _parsed(path: Path, threads: int) -> Iterator[Parsed]:
    rows = (row for _, row in register_rows(path))
    if threads <= 1:
        for part in _parts(rows, ROWS):
            yield from _parse(part)
        return
    with get_context("spawn").Pool(threads) as pool:
        for done in pool.imap(_parse, _parts(rows, ROWS)):
            yield from done


def _parts(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    them = iter(rows)
    return iter(partial(lambda: list(islice(them, size))), [])


def _stamp(path: Path) -> list[object]:
    """Tells one register file from another, and one layout of the index from another."""
    state = path.stat()
    return [pack.VERSION, str(path.resolve()), state.st_size, state.st_mtime_ns]
