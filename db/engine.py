"""Opening the database: SQLite (WAL, one file) or PostgreSQL, by URL."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from db.unit import Read, Write, conflict
from outreach.errors import OutreachError, Unusable
from outreach.terms.message import say

OURS = ("alembic_version", "journal")  # tables by which a database of this program is known
BUSY_TIMEOUT = 30.0  # seconds that one waits for another program: a first import has the file to itself for so long

# What PostgreSQL says (SQLSTATE) when two programs write at once: a serialisation failure or a deadlock; a key that the
# other has just taken, or a row it has just removed; a lock that was not given up in time.
_BOTH_WROTE, _TAKEN, _LOCK_TIMEOUT = ("40001", "40P01"), ("23505", "23503"), "55P03"


class Database:
    """A database and the two ways to use it: `read()` and `write()`. Each call opens its own session, so that none
    crosses a thread. Made by `open_database`."""

    def __init__(
        self, url: str, busy_timeout: float = BUSY_TIMEOUT, attached: Mapping[str, Path] | None = None
    ) -> None:
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
        self.within: Connection | None = None  # of a rehearsal: one transaction that every unit of work is a part of
        busy_ms = round(busy_timeout * 1000)
        if self.dialect == "sqlite":
            self.engine = _sqlite_engine(self.url, busy_ms, attached or {})
        else:
            self.engine = _postgresql_engine(self.url, busy_ms)

    @property
    def path(self) -> Path | None:
        """File of an SQLite database."""
        return Path(self.url.database) if self.dialect == "sqlite" and self.url.database else None

    @contextmanager
    def read(self) -> Iterator[Read]:
        """A unit of work that sees one moment of the database and writes nothing."""
        with sentences(self), self._session() as session:
            if self.dialect == "sqlite":
                session.connection().exec_driver_sql("BEGIN")
            elif self.within is None:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            try:
                yield Read(session)
            finally:
                session.rollback()

    @contextmanager
    def write(self, *, now: datetime, adviser_id: int | None = None) -> Iterator[Write]:
        """A unit of work that is committed as a whole when the block ends, or not at all."""
        with sentences(self), self._session() as session:
            if self.dialect == "sqlite":
                session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            unit = Write(session, now=now, adviser_id=adviser_id)
            try:
                yield unit
                unit.close()
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def joined(self, attached: Mapping[str, Path]) -> Iterator[Database]:
        """The same database with scratch files beside it, each under a schema's name. PostgreSQL cannot see them."""
        if self.dialect == "postgresql":
            yield self
            return
        other = Database(self.url.render_as_string(hide_password=False), attached=attached)
        try:
            yield other
        finally:
            other.close()

    @contextmanager
    def alone(self, attached: Mapping[str, Path]) -> Iterator[Database | None]:
        """The same, an SQLite file that nobody else has open and that nobody can open meanwhile; None where others do.

        One transaction may then write very much: new pages go to the file at once, since a rollback only cuts them off.
        """
        path = self.path
        self.engine.dispose()
        connection = _locked(path, attached) if path is not None else None
        if connection is None:
            yield None
            return
        other = Database(self.url.render_as_string(hide_password=False))
        other.engine.dispose()
        other.engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        try:
            yield other
        finally:
            other.close()
            connection.close()

    def close(self) -> None:
        self.engine.dispose()

    def _session(self) -> Session:
        if self.within is None:
            return Session(self.engine, expire_on_commit=False)
        return Session(self.within, expire_on_commit=False, join_transaction_mode="create_savepoint")


def open_database(url: str, *, busy_timeout: float = BUSY_TIMEOUT) -> Database:
    """The database at a URL. It is not looked at yet: `db.schema.prepare` does that."""
    return Database(url, busy_timeout)


def _locked(path: Path, attached: Mapping[str, Path]) -> sqlite3.Connection | None:
    """A connection that has the file to itself, without a write-ahead log; None when somebody else has it open."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        connection.execute("PRAGMA main.locking_mode = EXCLUSIVE")
        if connection.execute("PRAGMA main.journal_mode = DELETE").fetchone() != ("delete",):
            raise sqlite3.OperationalError("locked")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        for schema, file in attached.items():
            connection.execute(f"ATTACH ? AS {schema}", (str(file),))
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -16000")
    except sqlite3.OperationalError:
        connection.close()
        return None
    return connection


def _sqlite_engine(url: URL, busy_ms: int, attached: Mapping[str, Path]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_ms / 1000, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver's own BEGIN is switched off: writers begin with BEGIN IMMEDIATE, since a deferred transaction that
        # reads and then writes fails at once, time-out or not, when another program has written meanwhile.
        connection.isolation_level = None
        with suppress(sqlite3.OperationalError):  # locked: another program is switching, or the next connection will
            connection.execute("PRAGMA journal_mode = WAL")
        for pragma in (
            f"busy_timeout = {busy_ms}",
            "foreign_keys = ON",
            "synchronous = NORMAL",
            "cache_size = -32000",
            "wal_autocheckpoint = 8000",  # pages, 32 MB: an import spends a quarter of its time less on folding the log
        ):
            connection.execute(f"PRAGMA {pragma}")
        for schema, file in attached.items():
            connection.execute(f"ATTACH ? AS {schema}", (str(file),))

    return engine


def _postgresql_engine(url: URL, busy_ms: int) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {busy_ms}")
        connection.commit()

    return engine


def private_file(path: Path) -> None:
    """Makes the database file, or narrows it, to be read by its owner alone. Unusable where no file can be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise Unusable(
            say("The database cannot be used: {where} ({detail})", where=str(path), detail=error.strerror or ""),
            say("Say where it can be, with the setting database or the variable OUTREACH_DATABASE."),
        ) from error
    if os.name == "posix":
        with suppress(PermissionError):  # somebody else's file, who lets us use it
            path.chmod(0o600)


@contextmanager
def sentences(database: Database) -> Iterator[None]:
    """Turns what the driver says into a sentence for the user."""
    try:
        yield
    except OutreachError:
        raise
    except OperationalError as error:
        detail, state = str(error.orig).partition("\n")[0], getattr(error.orig, "sqlstate", "")
        if state in _BOTH_WROTE:
            raise conflict() from error
        if "locked" in detail or state == _LOCK_TIMEOUT:
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
        if getattr(error.orig, "sqlstate", "") in _TAKEN:
            raise conflict() from error
        if "not a database" in str(error.orig):
            raise not_ours(database) from error
        if "malformed" in str(error.orig):
            raise Unusable(
                say("The database file is damaged: {where}", where=_where(database)),
                say("Put the newest back-up in its place: outreach db restore FILE"),
            ) from error
        raise


def not_ours(database: Database) -> Unusable:
    return Unusable(say("This file is not a database of this program: {where}", where=_where(database)))


def _where(database: Database) -> str:
    return database.url.render_as_string(hide_password=True)


@contextmanager
def connected(database: Database) -> Iterator[Connection]:
    """A bare connection, for looking at the database itself; what the driver says becomes a sentence."""
    with sentences(database), database.engine.connect() as connection:
        yield connection


def is_empty(database: Database) -> bool:
    """Whether the program may make its tables here: an SQLite file without any, a PostgreSQL database without ours."""
    with connected(database) as connection:
        dialect = database.engine.dialect
        if any(dialect.has_table(connection, name) for name in OURS):
            return False
        return dialect.name == "postgresql" or not inspect(connection).get_table_names()


def is_ours(database: Database) -> bool:
    """Whether this is a database of this program, of whatever version."""
    with connected(database) as connection:
        return all(database.engine.dialect.has_table(connection, name) for name in OURS)


def checkpoint(database: Database) -> None:
    """Folds SQLite's write-ahead log into the file, so that a copy of the file is whole."""
    if database.dialect == "sqlite":
        with database.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
