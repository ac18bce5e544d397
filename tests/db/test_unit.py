"""Units of work: what is journalled, what is not, and the numbers that rows get."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from db.engine import Database, open_database
from db.models import Journal, JournalRow, Organisation, Person, Site
from outreach.errors import NotFound
from outreach.terms.message import say

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    with opened.write(now=NOW) as uow:
        uow.session.add(Organisation(name="Puu Malli Oy", created_at=NOW))
    yield opened
    opened.close()


def organisation(database: Database) -> int:
    with database.read() as uow:
        return int(uow.session.execute(select(Organisation.id)).scalar_one() or 0)


def test_a_change_bumps_the_version_and_keeps_what_was_there(database: Database) -> None:
    key = organisation(database)
    with database.write(now=NOW) as uow:
        uow.entry("organisation", say("Changed"))
        row = uow.find(Organisation, key)
        assert uow.update(row, email="uusi@malli.example", email_consent_on=date(2026, 3, 1), name=row.name)
        assert (row.email, row.version) == ("uusi@malli.example", 2)
    with database.read() as uow:
        row = uow.find(Organisation, key)
        assert (row.email, row.email_consent_on, row.version) == ("uusi@malli.example", date(2026, 3, 1), 2)
        (kept,) = uow.session.execute(select(JournalRow.before)).scalars()
        assert kept == {"email": "", "email_consent_on": None}


def test_what_changes_nothing_is_no_entry_of_the_history(database: Database) -> None:
    key = organisation(database)
    with database.write(now=NOW) as uow:
        uow.entry("organisation", say("Changed"))
        assert not uow.update(uow.find(Organisation, key), name="Puu Malli Oy")
    with database.read() as uow:
        assert uow.session.execute(select(Journal.id)).all() == []
        assert uow.find(Organisation, key).version == 1


def test_an_entry_that_is_not_to_be_taken_back_stays_without_rows(database: Database) -> None:
    with database.write(now=NOW) as uow:
        uow.entry("setup", say("Started"), undoable=False)
    with database.read() as uow:
        assert len(uow.session.execute(select(Journal.id)).all()) == 1


def test_the_number_of_a_removed_row_is_not_given_again(database: Database) -> None:
    key = organisation(database)
    given = []
    for _ in range(2):
        with database.write(now=NOW) as uow:
            uow.entry("site", say("Added"))
            site = uow.insert(Site(organisation_id=key, municipality_code="740"))
            given.append(site.id)
        with database.write(now=NOW) as uow:
            uow.entry("site", say("Removed"))
            uow.delete(uow.find(Site, site.id))
    assert given[0] != given[1]


def test_a_journalled_write_without_an_entry_is_a_defect(database: Database) -> None:
    with pytest.raises(RuntimeError, match="without entry"), database.write(now=NOW) as uow:
        uow.insert(
            Person(organisation_id=organisation(database), name="Testi", source="x", obtained_on=date(2026, 1, 1))
        )


def test_what_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(NotFound, match="organisation 99"), database.read() as uow:
        uow.find(Organisation, 99)
