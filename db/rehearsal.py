"""A database to try things out on: the same code runs, sees what it has written, and nothing of it stays.

SQLite: a copy in a temporary folder, so that nobody else is kept from writing meanwhile. PostgreSQL: one transaction
that is rolled back, in which every unit of work is a savepoint.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from db.engine import Database, sentences
from outreach.errors import Unusable
from outreach.terms.message import say

ROOM = 1.25  # of the file's size: the copy, and what is written to it


@contextmanager
def rehearsal(database: Database) -> Iterator[Database]:
    """The database as it is at this moment, until the block ends. Unusable when there is no room for the copy."""
    if database.dialect == "sqlite":
        with _copied(database) as copy:
            yield copy
    else:
        with _rolled_back(database) as inside:
            yield inside


@contextmanager
def _copied(database: Database) -> Iterator[Database]:
    if database.path is None:
        raise Unusable(say("A database in memory alone cannot be rehearsed on."))
    with sentences(database), closing(sqlite3.connect(database.path)) as source:
        pages = source.execute("PRAGMA page_count").fetchone()[0]
        size = pages * source.execute("PRAGMA page_size").fetchone()[0]
        with tempfile.TemporaryDirectory(
            prefix="outreach-rehearsal-", dir=_roomy(database.path.parent, size), ignore_cleanup_errors=True
        ) as folder:
            path = Path(folder) / "copy.sqlite3"
            target = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            with closing(target):
                source.backup(target)
                # A copy that nobody needs after a crash: no log, no waiting for the disk.
                for pragma in (
                    "journal_mode = MEMORY",
                    "synchronous = OFF",
                    "foreign_keys = ON",
                    "cache_size = -32000",
                ):
                    target.execute(f"PRAGMA {pragma}")
                if os.name == "posix":
                    path.unlink()  # it lives as long as it is open: a program that is killed leaves nothing behind
                other = Database(database.url.render_as_string(hide_password=False))
                other.engine.dispose()
                # Under the address of the original: what is kept for a database, its index of names, is found by it.
                other.engine = create_engine(database.url, creator=lambda: target, poolclass=StaticPool)
                yield other


def _roomy(beside: Path, size: int) -> Path:
    """The folder for temporary files, else that of the database itself."""
    for folder in (Path(tempfile.gettempdir()), beside):
        if shutil.disk_usage(folder).free > ROOM * size:
            return folder
    raise Unusable(
        say("The disk has no room for a copy of the database, on which a dry run is made."),
        say("Free {size} MB, or import without --dry-run: an import can be taken back.", size=size // 1_000_000 + 1),
    )


@contextmanager
def _rolled_back(database: Database) -> Iterator[Database]:
    other = Database(database.url.render_as_string(hide_password=False))
    try:
        with sentences(other), other.engine.connect() as connection:
            # Every writer counts up there: with a table of its own the rehearsal keeps nobody waiting for that row.
            connection.exec_driver_sql("CREATE TEMPORARY TABLE state ON COMMIT DROP AS TABLE state")
            connection.exec_driver_sql("ALTER TABLE pg_temp.state ADD PRIMARY KEY (key)")
            other.within = connection
            try:
                yield other
            finally:
                other.within = None
                connection.rollback()
    finally:
        other.close()
