"""Opening the database: SQLite (WAL, one file) or PostgreSQL, by URL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlmodel import Session

from db.unit import Read, Write
from outreach.errors import OutreachError, Unusable
from outreach.terms.message import say

BUSY_TIMEOUT_MS = 10_000


class Database:
    """A database and the two ways to use it: `read()` and `write()`. Each call opens its own session, so that none
    crosses a thread. Made by `open_database`."""

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise Unusable(
                say("The database address is not right: {url}", url=url),
                say("Write it like sqlite:////path/file.sqlite3 or postgresql://user@server/database."),
            ) from error
        self.dialect = self.url.get_backend_name()
        if self.dialect == "postgresql" and self.url.get_driver_name() != "psycopg":
            self.url = self.url.set(drivername="postgresql+psycopg")
        if self.dialect not in ("sqlite", "postgresql"):
            raise Unusable(say("The database must be SQLite or PostgreSQL, not {kind}.", kind=self.dialect))
        self.engine = (
            _sqlite_engine(self.url) if self.dialect == "sqlite" else create_engine(self.url, pool_pre_ping=True)
        )

    @property
    def path(self) -> Path | None:
        """File of an SQLite database."""
        return Path(self.url.database) if self.dialect == "sqlite" and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Read]:
        """A unit of work that sees one moment of the database and writes nothing."""
        with _sentences(self), Session(self.engine, expire_on_commit=False) as session:
            if self.dialect == "sqlite":
                session.connection().exec_driver_sql("BEGIN")
            else:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            try:
                yield Read(session)
            finally:
                session.rollback()

    @contextmanager
    def write(self, *, now: datetime, adviser_id: int | None = None) -> Iterator[Write]:
        """A unit of work that is committed as a whole when the block ends, or not at all."""
        with _sentences(self), Session(self.engine, expire_on_commit=False) as session:
            if self.dialect == "sqlite":
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            unit = Write(session, now=now, adviser_id=adviser_id)
            try:
                yield unit
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at a URL. It is not looked at yet: `db.schema.prepare` does that."""
    return Database(url)


def _sqlite_engine(url: Any) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN is switched off: writers begin with BEGIN IMMEDIATE, since a deferred transaction that
        # reads and then writes fails at once, time-out or not, when another program has written meanwhile.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "foreign_keys = ON",
            "synchronous = NORMAL",
            "cache_size = -32000",
            "wal_autocheckpoint = 8000",  # pages, 32 MB: an import spends a quarter of its time less on folding the log
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def private_file(path: Path) -> None:
    """Makes the database file, or narrows it, to be read by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    if os.name == "posix":
        path.chmod(0o600)


@contextmanager
def _sentences(database: Database) -> Iterator[None]:
    """Turns what the driver says into a sentence for the user."""
    try:
        yield
    except OutreachError:
        raise
    except OperationalError as error:
        detail = str(error.orig).splitlines()[0] if error.orig else ""
        if "locked" in detail:
            raise Unusable(
                say("The database is busy: another program has been writing for too long. Nothing was saved."),
                say("Try again in a moment."),
            ) from error
        if "no such table" in detail:
            raise Unusable(
                say("The database is empty or from another program: {where}", where=_where(database)),
                say("Start with: outreach init"),
            ) from error
        raise Unusable(
            say("The database cannot be used: {where} ({detail})", where=_where(database), detail=detail)
        ) from error
    except DBAPIError as error:
        if "not a database" in str(error.orig):
            raise Unusable(
                say("This file is not a database of this program: {where}", where=_where(database))
            ) from error
        raise


def _where(database: Database) -> str:
    return database.url.render_as_string(hide_password=True)


@contextmanager
def connected(database: Database) -> Iterator[Connection]:
    """A bare connection, for looking at the database itself; what the driver says becomes a sentence."""
    with _sentences(database), database.engine.connect() as connection:
        yield connection


def is_empty(database: Database) -> bool:
    """Whether the database holds no table of ours yet."""
    with connected(database) as connection:
        return not database.engine.dialect.has_table(connection, "journal")


def checkpoint(database: Database) -> None:
    """Folds SQLite's write-ahead log into the file, so that a copy of the file is whole."""
    if database.dialect == "sqlite":
        with database.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
