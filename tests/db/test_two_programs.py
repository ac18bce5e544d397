"""Two programs on one database: nobody's work is lost, and who has to wait in vain is told so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy import select

from db import schema
from db.engine import Database, open_database
from db.models import Journal, Organisation, Site, metadata
from db.unit import Write
from outreach.errors import Conflict, Unusable
from outreach.terms.message import say

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
NOBODY = {"language": "", "role": "adviser", "town_code": ""}
SHORT = 0.05  # seconds to wait for a lock that is not given up
STARTING = """
import sys
from alembic import command
from db import engine, schema
print("loaded", flush=True)
sys.stdin.readline()
database = engine.open_database(sys.argv[1])
schema.prepare(database)
print(schema.revision(database))
"""


@pytest.fixture
def first(ready_database_url: str) -> Iterator[Database]:
    """A database with one organisation and the adviser Pekka."""
    database = open_database(ready_database_url)
    with database.write(now=NOW) as uow:
        uow.session.execute(metadata.tables["adviser"].insert().values(name="Pekka Luonnos", version=1, **NOBODY))
        uow.session.add(Organisation(name="Puu Malli Oy", created_at=NOW))
    yield database
    database.close()


@pytest.fixture
def damaged(tmp_path: Path, _migrated_sqlite: Path) -> Iterator[Database]:
    """A file of which all but the first page is overwritten."""
    path = tmp_path / "office.sqlite3"
    whole = bytearray(_migrated_sqlite.read_bytes())
    whole[4096:] = b"\x5a" * (len(whole) - 4096)
    path.write_bytes(whole)
    database = open_database(f"sqlite:///{path.as_posix()}")
    yield database
    database.close()


@pytest.fixture
def second(first: Database, ready_database_url: str) -> Iterator[Database]:
    """The same database, opened by another program that waits only a moment for a lock."""
    database = open_database(ready_database_url, busy_timeout=SHORT)
    yield database
    database.close()


def only(uow: Any) -> Organisation:
    found: Organisation = uow.session.get(Organisation, uow.session.execute(select(Organisation.id)).scalar_one())
    return found


def described(database: Database) -> str:
    with database.read() as uow:
        return only(uow).description


def change(uow: Write, text: str, expected: int | None = None) -> None:
    uow.entry("organisation", say("Changed"))
    uow.update(only(uow), expected=expected, description=text)


def add_site_and_change(database: Database, expected: int) -> None:
    with database.write(now=NOW) as uow:
        uow.entry("organisation", say("Changed"))
        uow.insert(Site(organisation_id=only(uow).id or 0, municipality_code="740"))
        change(uow, "minun", expected)


def change_and_break(database: Database) -> None:
    with database.write(now=NOW) as uow:
        change(uow, "kesken")
        raise ZeroDivisionError


def at_once(*acts: Callable[[], object]) -> list[Future[object]]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [pool.submit(act) for act in acts]


def test_an_open_reader_keeps_nobody_from_writing_and_sees_its_own_moment(first: Database, second: Database) -> None:
    with first.read() as reading:
        before = only(reading).version
        with second.write(now=NOW) as uow:
            change(uow, "uusi")
        reading.session.expire_all()
        assert (only(reading).version, only(reading).description) == (before, "")
    assert described(first) == "uusi"


def test_what_was_read_before_somebody_elses_change_is_a_conflict_and_nothing_is_saved(
    first: Database, second: Database
) -> None:
    with first.read() as uow:
        seen = only(uow).version
    with second.write(now=NOW, adviser_id=1) as uow:
        change(uow, "toisen", seen)
    with pytest.raises(Conflict, match=r"Changed meanwhile: Pekka Luonnos, .*Nothing was saved"):
        add_site_and_change(first, seen)
    assert described(first) == "toisen"
    with first.read() as uow:
        assert uow.session.execute(select(Site.id)).all() == []
        assert len(uow.session.execute(select(Journal.id)).all()) == 1


def test_of_two_who_change_the_same_at_the_same_moment_one_is_told(first: Database, ready_database_url: str) -> None:
    """On PostgreSQL both are in the middle of it; SQLite lets the other in only when the first is done."""
    other = open_database(ready_database_url)
    postgres, has_read = first.dialect == "postgresql", Event()
    with first.read() as uow:
        seen = only(uow).version

    def change_too() -> None:
        if not postgres:
            has_read.set()
        with other.write(now=NOW) as uow:
            row = only(uow)
            has_read.set()
            uow.entry("organisation", say("Changed"))
            uow.update(row, expected=seen, description="toisen")

    with ThreadPoolExecutor(1) as pool:
        with first.write(now=NOW) as uow:
            change(uow, "minun")
            told = pool.submit(change_too)
            assert has_read.wait(10)
        assert isinstance(told.exception(10), Conflict)
    assert described(first) == "minun"
    other.close()


def test_many_changes_by_two_programs_are_all_there_in_the_end(first: Database, ready_database_url: str) -> None:
    each, start = 8, Barrier(2)

    def work(letter: str) -> None:
        database = open_database(ready_database_url)
        start.wait(10)
        done = 0
        while done < each:
            try:
                with database.write(now=NOW) as uow:
                    row = only(uow)
                    uow.entry("organisation", say("Changed"))
                    uow.update(row, description=row.description + letter)
                done += 1
            except Conflict:
                continue
        database.close()

    for finished in at_once(lambda: work("a"), lambda: work("b")):
        finished.result()
    assert sorted(described(first)) == sorted("a" * each + "b" * each)
    with first.read() as uow:
        assert only(uow).version == 1 + 2 * each


def test_a_lock_that_is_not_given_up_is_told_in_a_sentence(first: Database, second: Database) -> None:
    with first.write(now=NOW) as uow:
        change(uow, "minun")
        with pytest.raises(Unusable, match=r"busy.*Nothing was saved.*Try again"), second.write(now=NOW) as waiting:
            change(waiting, "toisen")
    assert described(first) == "minun"


def test_the_same_organisation_added_by_two_at_once_is_there_once(first: Database, ready_database_url: str) -> None:
    other, added = open_database(ready_database_url), Event()
    postgres = first.dialect == "postgresql"

    def add(database: Database, *, waits: bool) -> None:
        if waits and not postgres:
            added.set()
        with database.write(now=NOW) as uow:
            uow.entry("organisation", say("Added"))
            known = uow.session.execute(select(Organisation.id).where(Organisation.business_id == "1234567-1")).first()
            if waits:
                added.set()
            if known is None:
                uow.insert(Organisation(name="Saha Malli Oy", business_id="1234567-1", created_at=NOW))

    with ThreadPoolExecutor(1) as pool:
        with first.write(now=NOW) as uow:
            uow.entry("organisation", say("Added"))
            uow.insert(Organisation(name="Saha Malli Oy", business_id="1234567-1", created_at=NOW))
            told = pool.submit(add, other, waits=True)
            assert added.wait(10)
        assert isinstance(told.exception(10), Conflict if postgres else type(None))
    with first.read() as uow:
        wanted = select(Organisation.id).where(Organisation.business_id == "1234567-1")
        assert len(uow.session.execute(wanted).all()) == 1
    other.close()


def test_two_programs_that_start_on_an_empty_database_make_it_once(database_url: str) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", STARTING, database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "loaded\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("start\n")
        program.stdin.flush()
    assert [program.communicate(timeout=60)[0] for program in programs] == [f"{schema.head()}\n"] * 2


def test_what_the_first_program_has_not_finished_leaves_no_trace(first: Database, second: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        change_and_break(first)
    assert described(second) == ""
    with second.read() as uow:
        assert uow.session.execute(select(Journal.id)).all() == []


def test_a_damaged_file_is_told_in_a_sentence_that_names_the_way_out(damaged: Database) -> None:
    with pytest.raises(Unusable, match=r"damaged.*outreach db restore"), damaged.read() as uow:
        uow.session.execute(select(Journal.id)).all()
