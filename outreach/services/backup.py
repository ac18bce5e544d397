"""Back-ups of an SQLite database: one a day at start, one before each migration, and on demand.

PostgreSQL has its own tools for this; the commands say so.
"""

from __future__ import annotations

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from db.engine import Database
from outreach.errors import BadInput, Refused
from outreach.terms.message import say

PATTERN = "outreach-*.sqlite3"


def folder(database: Database) -> Path:
    """Where back-ups of this database are kept: beside it."""
    return _file(database).parent / "backups"


def backup(database: Database, now: datetime, *, label: str = "", target: Path | None = None) -> Path:
    """Copies the database while it is in use, whole and consistent; the copy is checked before it gets its name."""
    source = _file(database)
    if target is None:
        target = _free(folder(database) / f"outreach-{now:%Y%m%d-%H%M%S}{'-' + label if label else ''}.sqlite3")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    copy(source, part)
    part.replace(target)
    return target


def daily(database: Database, now: datetime, keep: int) -> Path | None:
    """The day's first back-up; older ones than the newest `keep` are removed. None when today has one already."""
    where = folder(database)
    if any(where.glob(f"outreach-{now:%Y%m%d}-*.sqlite3")):
        return None
    made = backup(database, now)
    for old in sorted(where.glob(PATTERN))[:-keep] if keep > 0 else []:
        old.unlink()
    return made


def restore(database: Database, source: Path, now: datetime) -> Path | None:
    """Replaces the database by a back-up. What was there is kept as a back-up of its own, whose path is returned; a
    database too damaged to be copied is put aside as it is. None when there was no database."""
    target = _file(database)
    check(source)
    database.close()
    saved = _put_aside(database, target, now) if target.exists() else None
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    copy(source, part)
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    part.replace(target)
    return saved


def _put_aside(database: Database, target: Path, now: datetime) -> Path:
    try:
        return backup(database, now, label="before-restore")
    except sqlite3.DatabaseError:
        damaged = _free(folder(database) / f"damaged-{now:%Y%m%d-%H%M%S}.sqlite3")
        damaged.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(target, damaged)
        return damaged


def _free(path: Path) -> Path:
    """The path, or one beside it with a number: no back-up is written over another, least of all the one in hand."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def check(path: Path) -> None:
    """BadInput unless the file is a whole database of this program."""
    if not path.is_file():
        raise BadInput(say("There is no such file: {path}", path=str(path)))
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT 1 FROM journal LIMIT 1")
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise BadInput(
            say("This file is not a back-up of this program: {path}. Nothing was changed.", path=str(path))
        ) from error
    if answer != "ok":
        raise BadInput(say("This back-up is damaged: {path}. Nothing was changed.", path=str(path)))


def copy(source: Path, target: Path) -> None:
    """SQLite's own copying: sees one moment even while others write."""
    reading = sqlite3.connect(source)
    writing = sqlite3.connect(target)
    try:
        reading.backup(writing)
    finally:
        writing.close()
        reading.close()


def _file(database: Database) -> Path:
    if database.path is None:
        raise Refused(
            say("This database is on a PostgreSQL server, which keeps its own back-ups."),
            say("Use pg_dump and pg_restore, or ask whoever looks after the server."),
        )
    return database.path
