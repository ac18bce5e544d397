"""Scratch files, SQLite databases of rows that wait for the mirror: read row by row, or attached to the database.

A second process loads this module alone, so it asks for nothing but Python.
"""

from __future__ import annotations

import json
import signal
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = tuple[Any, ...]
IDS_AT_ONCE = 500  # of one statement


class Scratch:
    """A scratch file that is read. `schema` is its name where it is attached (`db.engine.Database.joined`)."""

    def __init__(self, path: Path, schema: str) -> None:
        self.path, self.schema = path, schema
        self._connection = sqlite3.connect(path, isolation_level=None)

    def companies(self) -> list[tuple[int, bool]]:
        """Key of each company that differs from the mirror, and whether the mirror has it, in ascending order."""
        return [(key, bool(known)) for key, known in self.ask("SELECT id, known FROM record ORDER BY id")]

    def every_key(self) -> Iterator[int]:
        """Key of each company that differs from the mirror, in ascending order."""
        for (key,) in self._connection.execute("SELECT id FROM record ORDER BY id"):
            yield key

    def count(self) -> int:
        """How many companies differ from the mirror."""
        return int(self.ask("SELECT count(*) FROM record")[0][0])

    def rows(self, table: str, columns: Sequence[str], ids: Sequence[int]) -> list[Row]:
        """Rows of some companies, or what is kept with them ("record"), in the order of their keys."""
        found: list[Row] = []
        for start in range(0, len(ids), IDS_AT_ONCE):
            part = ",".join(map(str, ids[start : start + IDS_AT_ONCE]))
            found += self.ask(f"SELECT {', '.join(columns)} FROM {table} WHERE id IN ({part}) ORDER BY id")
        return found

    def lists(self, table: str, ids: Sequence[int]) -> list[tuple[int, list[Row]]]:
        """Rows of a list of some companies, without keys; those that have none left out."""
        found = self.rows("record", ("id", table), ids)
        return [(key, list(map(tuple, json.loads(text)))) for key, text in found if text != "[]"]

    def postcodes(self, fields: Sequence[int], most: int) -> list[Row]:
        """What addresses say of postal codes, each once: values at some places of a list's rows; so many at most."""
        values = ", ".join(f"json_extract(j.value, '$[{field}]')" for field in fields)
        return self.ask(f"SELECT DISTINCT {values} FROM record r, json_each(r.registry_address) j LIMIT ?", (most,))

    def same(self, start: int, count: int) -> list[Row]:
        """(key, hash of the text) of companies whose text alone differs, some after a key."""
        return self.ask("SELECT id, raw_hash FROM same WHERE id > ? ORDER BY id LIMIT ?", (start, count))

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        self._connection.close()


def fill(path: str, attached: Mapping[str, str], statements: Sequence[str]) -> None:
    """Makes a scratch file by statements, with other files attached under names; run in a process of its own, whose
    exit code tells when it could not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all processes; the first one decides
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            connection.execute(f"PRAGMA {pragma}")
        for schema, file in attached.items():
            connection.execute(f"ATTACH ? AS {schema}", (file,))
        connection.execute("BEGIN")
        for statement in statements:
            connection.execute(statement)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise SystemExit(1) from error
    finally:
        connection.close()
