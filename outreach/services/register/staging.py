"""Companies on their way into the mirror wait as rows in a scratch database of their own, from which the engine copies
them far faster than rows can be handed to it one by one.

Nothing of the database is loaded here: a second process fills scratch files too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from outreach.rules.identity import actor_of_business_id, business_id, business_id_of_actor
from outreach.rules.registry import LISTS, CompanyRow, Row, company_rows, content_hash
from outreach.terms.candidate import RegisterCompany, Reject
from outreach.terms.message import say

REJECTS_KEPT = 1000  # of one reading; all are counted
ROWS_AT_ONCE = 500  # companies
_LARGEST_KEY = 100_000_000  # a Business ID has eight digits

# A company and, as JSON, its lists: rows that are handed over one by one cost more than all that is done with them.
_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000")  # nobody needs a file that was cut short
_SCHEMA = (
    f"CREATE TABLE record (id INTEGER PRIMARY KEY, raw_hash, content_hash, known, place, {', '.join(LISTS)})",
    "CREATE TABLE same (id INTEGER PRIMARY KEY, raw_hash, place)",
    f"CREATE TABLE registry_company ({', '.join(CompanyRow._fields[1:])}, id INTEGER PRIMARY KEY)",
)
_RECORD = f"INSERT INTO record VALUES ({', '.join('?' * (5 + len(LISTS)))})"
_COMPANY = (
    f"INSERT INTO registry_company ({', '.join(CompanyRow._fields)})"
    f" VALUES ({', '.join('?' * len(CompanyRow._fields))})"
)


@dataclass(slots=True)
class Staged:
    """A scratch file that is filled: how many companies wait in it, and what was not accepted."""

    path: Path
    differing: int = 0
    same: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)  # the first ones
    unreadable: set[int] = field(default_factory=set)  # in the data, but not to be read: these have not vanished

    @property
    def read(self) -> int:
        return self.differing + self.same + self.rejected

    def reject(self, found: Reject) -> None:
        self.rejected += 1
        if len(self.rejects) < REJECTS_KEPT:
            self.rejects.append(found)
        known = business_id(found.business_id)
        if known:
            self.unreadable.add(actor_of_business_id(known))


class Staging:
    """A scratch file that is being filled."""

    def __init__(self, path: Path) -> None:
        self.staged = Staged(path)
        self._seen = bytearray(_LARGEST_KEY // 80 + 1)
        self._records: list[Row] = []
        self._companies: list[Row] = []
        self._connection = _open(path)
        self._connection.execute("BEGIN")
        for statement in _SCHEMA:
            self._connection.execute(statement)

    def add(self, company: RegisterCompany, raw: int = 0, place: str = "") -> None:
        """Takes in a company with the hash of its text, 0 where nobody knows it. One that comes twice is a reject the
        second time."""
        rows = company_rows(company)
        key = rows.company.id
        if self._has_seen(key):
            self.staged.reject(twice(company.business_id, company.name, place))
            return
        lists = [text.decode() for text in rows.lists]
        self._records.append((key, raw, content_hash(rows), 0, place, *lists))
        self._companies.append(rows.company)
        self.staged.differing += 1
        if len(self._records) >= ROWS_AT_ONCE:
            self._write()

    def close(self) -> Staged:
        """Writes what is left."""
        self._write()
        self._connection.execute("COMMIT")
        self._connection.close()
        return self.staged

    def discard(self) -> None:
        self._connection.close()

    def _write(self) -> None:
        for statement, rows in ((_RECORD, self._records), (_COMPANY, self._companies)):
            self._connection.executemany(statement, rows)
            rows.clear()

    def _has_seen(self, key: int) -> bool:
        """Business IDs that differ in the check digit alone do not both exist, so that seven digits tell them apart."""
        byte, bit = divmod(key // 10, 8)
        seen = self._seen[byte] & (1 << bit)
        self._seen[byte] |= 1 << bit
        return bool(seen)


def mark(path: Path, known: Iterable[int], same: Iterable[int]) -> None:
    """Tells a scratch file which of its companies the mirror has, and which of these are no other there."""
    with _changing(path) as connection:
        connection.executemany("UPDATE record SET known = 1 WHERE id = ?", ((key,) for key in known))
        connection.execute("CREATE TEMP TABLE equal (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO equal VALUES (?)", ((key,) for key in same))
        connection.execute("INSERT INTO same SELECT id, raw_hash, place FROM record WHERE id IN (SELECT id FROM equal)")
        for table in ("record", "registry_company"):
            connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM equal)")


def settle(staged: Iterable[Staged]) -> None:
    """Companies that wait in more than one scratch file stay in the first alone."""
    first, *others = staged
    for other in others:
        with _changing(first.path, other.path) as connection:
            _drop_twins(connection, other)


def drop(path: Path, keys: Iterable[int]) -> None:
    """Takes companies out of a scratch file."""
    with _changing(path) as connection:
        for key in keys:
            _drop(connection, "main", key)


def twice(number: str, name: str, place: str) -> Reject:
    return Reject(
        where=place or number,
        field="business_id",
        reason=say("The same Business ID appears twice in the data; only one of the records counts."),
        business_id=number,
        value=name,
    )


def _drop_twins(connection: sqlite3.Connection, other: Staged) -> None:
    twins = connection.execute(
        "SELECT o.id, o.place, c.name FROM other.record o JOIN other.registry_company c ON c.id = o.id"
        " WHERE EXISTS (SELECT 1 FROM record r WHERE r.id = o.id)"
    ).fetchall()
    for key, place, name in twins:
        _drop(connection, "other", key)
        other.differing -= 1
        other.reject(twice(business_id_of_actor(key), name, place))


def _drop(connection: sqlite3.Connection, schema: str, key: int) -> None:
    for table in ("record", "registry_company"):
        connection.execute(f"DELETE FROM {schema}.{table} WHERE id = ?", (key,))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def _changing(path: Path, other: Path | None = None) -> Iterator[sqlite3.Connection]:
    """One transaction on a scratch file, with another one beside it as "other"."""
    connection = _open(path)
    try:
        if other is not None:
            connection.execute("ATTACH ? AS other", (str(other),))
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    finally:
        connection.close()


def rows_of(path: Path, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """What a scratch file answers."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()
