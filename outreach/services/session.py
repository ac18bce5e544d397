"""A workplace: the settings, the database made ready, the key of the do-not-contact entries, and who is working."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import sqlmodel as sql
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from db import schema
from db.engine import Database, is_empty, open_database
from db.models import Adviser, State
from db.queries import merging
from db.rehearsal import rehearsal
from db.unit import Read, Write
from outreach import clock
from outreach.config import Config, database_url, key_file
from outreach.errors import NeedsAttention, OutreachError, Unusable
from outreach.services import backup, privacy, replay
from outreach.terms.message import Message, say, say_n

PRACTICE = "practice"  # state key: "1" in a database of made-up organisations


@dataclass(frozen=True, slots=True)
class Workplace:
    """One person at one database. `now` is asked anew for each act, so that a screen left open tells the right day."""

    config: Config
    database: Database
    key: bytes
    adviser_id: int | None
    practice: bool
    at: datetime | None = None  # a fixed instant: how practice data gets a past

    @property
    def now(self) -> datetime:
        return self.at or clock.now()

    @property
    def today(self) -> date:
        return clock.today(self.now)

    @contextmanager
    def read(self) -> Iterator[Read]:
        with self.database.read() as uow:
            yield uow

    @contextmanager
    def write(self) -> Iterator[Write]:
        with self.database.write(now=self.now, adviser_id=self.adviser_id) as uow:
            yield uow

    @contextmanager
    def rehearsal(self) -> Iterator[Workplace]:
        """The same workplace to try things out on: what is written there is gone when the block ends."""
        with rehearsal(self.database) as copy:
            yield replace(self, database=copy)

    def as_adviser(self, adviser_id: int, at: datetime | None = None) -> Workplace:
        """The same workplace once somebody has said who works there; at a fixed instant if given."""
        return replace(self, adviser_id=adviser_id, at=at)


def open_workplace(config: Config) -> Workplace:
    """Opens the database of the settings: creates an empty one, migrates an older SQLite file after a back-up, and
    makes the day's back-up. Unusable when it cannot be used as it is."""
    database = open_database(database_url(config))
    make_ready(database, clock.now(), keep=config.backups_keep)
    with database.read() as uow:
        return Workplace(
            config=config,
            database=database,
            key=privacy.load_or_create_key(key_file(config)),
            adviser_id=adviser_of(uow, config.adviser),
            practice=is_practice(uow),
        )


def make_ready(database: Database, now: datetime, *, keep: int) -> None:
    """Creates, or backs up and migrates; then the day's back-up, before anything is written."""
    if database.path is None:
        schema.prepare(database)
        return
    new = not database.path.exists() or is_empty(database)
    if not new and schema.is_older(database):
        backup.backup(database, now, label="before-upgrade")
        schema.upgrade(database)
    schema.prepare(database)
    if not new:
        backup.daily(database, now, keep)


def adviser_of(uow: Read, name: str) -> int | None:
    """Key of the adviser with this name; on PostgreSQL the log-in answers where the settings give no name."""
    if not name and uow.dialect == "postgresql":
        name = str(uow.session.execute(select(func.current_user())).scalar_one())
    return uow.session.exec(sql.select(Adviser.id).where(Adviser.name == name)).one_or_none()


def is_practice(uow: Read) -> bool:
    """Whether the database holds made-up organisations to practise with."""
    row = uow.session.get(State, PRACTICE)
    return row is not None and row.value == "1"


def mark_practice(uow: Write) -> None:
    uow.session.merge(State(key=PRACTICE, value="1"))


def need_adviser(workplace: Workplace) -> int:
    """The adviser's key; Unusable with what to do when nobody has said who works here."""
    if workplace.adviser_id is None:
        raise Unusable(say("The program does not know your name yet."), say("Start with: outreach init --name NAME"))
    return workplace.adviser_id


def restore(config: Config, source: Path) -> tuple[Path | None, Message]:
    """Puts a back-up in place of the database, brought up to date; returns where the former one was saved.

    Do-not-contact entries and erasures made since the back-up are done again (DESIGN 4, rule 3); the message says so,
    or that it could not be done since the former database is damaged.
    """
    database = open_database(database_url(config))
    saved = backup.restore(database, source, clock.now())
    make_ready(database, clock.now(), keep=config.backups_keep)
    if saved is None:
        return None, say("The back-up is in use now.")
    former = open_database(f"sqlite:///{saved.as_posix()}")
    try:
        with former.read() as before, database.write(now=clock.now()) as uow:
            bans, erased = replay.replay(uow, before, key=privacy.load_or_create_key(key_file(config)))
    except (OutreachError, DatabaseError):
        return saved, say(
            "The back-up is in use now. The former database is damaged: enter newer bans and erasures again."
        )
    finally:
        former.close()
    return saved, say(
        "The back-up is in use now. Done again: do-not-contact entries {bans}, erasures {erased}",
        bans=bans,
        erased=erased,
    )


def check(config: Config) -> Iterator[Message]:
    """Where the database is, and that it is whole and up to date; Unusable or BadInput when it is not.

    NeedsAttention where merged organisations do not agree with the merges, and at the end where a link does not agree
    with the judgements on it: each of these is told before.
    """
    database = open_database(database_url(config))
    schema.prepare(database)
    if database.path is not None:
        backup.check(database.path)
    where = database.url.render_as_string(hide_password=True)
    yield say("Database: {where}", where=where)
    yield say("Whole and up to date (version {version})", version=schema.head())
    from outreach.services import agreement  # only here: the rules of linkage take their time to load

    with database.read() as uow:
        found = agreement.links(uow)
        astray = merging.astray(uow.session)
    if astray:
        raise NeedsAttention(
            say("Merged organisations do not agree with the merges that stand: {numbers}", numbers=tuple(astray)),
            say("Restore a back-up: outreach db restore"),
        )
    yield from found.disagreements
    if found.disagreements:
        raise NeedsAttention(
            say_n(
                "{n} link does not agree with the judgements on it.",
                "{n} links do not agree with the judgements on them.",
                len(found.disagreements),
            ),
            say("Look with: outreach link explain NUMBER"),
        )
    yield say_n(
        "{n} link agrees with the judgements on it.", "{n} links agree with the judgements on them.", found.links
    )


def upgrade(config: Config) -> Message:
    """Brings the database up to date; SQLite is backed up first."""
    database = open_database(database_url(config))
    if not is_empty(database) and schema.is_older(database):
        if database.path is not None:
            backup.backup(database, clock.now(), label="before-upgrade")
        schema.upgrade(database)
        return say("The database was brought up to date.")
    schema.prepare(database)
    return say("The database is up to date already.")
