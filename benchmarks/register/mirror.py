"""What a database holds, so that two of them, or one before and after, can be compared."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

MIRROR: tuple[str, ...] = ("registry_company", "registry_hash", "registry_name", "registry_address", "registry_form")
MIRROR += ("registry_situation", "registry_entry", "registry_change", "registry_postcode")
# What belongs to a run and not to the register: which run it was, when it was, what it counted.
OF_RUNS = frozenset({"import_run", "import_reject"})
OF_A_RUN = {"registry_company": {"changed_run_id"}, "registry_change": {"id", "run_id", "seen_at"}}

Rows = list[tuple[Any, ...]]


def contents(path: Path, tables: Collection[str] | None = None) -> dict[str, Rows]:
    """Rows of tables of an SQLite file, sorted, without what tells of runs; all tables but those of runs unless
    named, those of the search index too."""
    connection = sqlite3.connect(path)
    try:
        names = tables or [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, Rows] = {}
        for name in names:
            if name in OF_RUNS or name.startswith("sqlite_"):
                continue
            given = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
            columns = [f'"{column}"' for column in given if column not in OF_A_RUN.get(name, ())]
            rows = connection.execute(f'SELECT {", ".join(columns)} FROM "{name}" ORDER BY {", ".join(columns)}')
            found[name] = rows.fetchall()
        return found
    finally:
        connection.close()


def differences(one: dict[str, Rows], other: dict[str, Rows]) -> dict[str, tuple[int, Rows]]:
    """Of each table that is not the same: how many rows stand in one of the two alone, and the first of them."""
    found = {}
    for name in one.keys() | other.keys():
        if one.get(name) != other.get(name):
            mine, theirs = ({repr(row): row for row in side.get(name, ())} for side in (one, other))
            alone = [side[key] for side, rest in ((mine, theirs), (theirs, mine)) for key in side.keys() - rest.keys()]
            found[name] = (len(alone) or abs(len(one.get(name, ())) - len(other.get(name, ()))), alone[:4])
    return found


def digest(rows: dict[str, Rows]) -> str:
    """One value for all of it."""
    whole = hashlib.blake2b(digest_size=16)
    for name in sorted(rows):
        whole.update(repr((name, rows[name])).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


def check(path: Path) -> list[str]:
    """What SQLite finds wrong in a file, its search index and its foreign keys included; [] when all is well."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        wrong = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        wrong += [f"foreign key: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'")]
        for name in tables:
            try:
                connection.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                wrong.append(f"{name}: {error}")
    finally:
        connection.close()
    return wrong
