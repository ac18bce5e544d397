"""Bulk writing of the register mirror."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from db.bulk import COMPANY, set_vanished, stored_rows, upsert_postcodes
from db.engine import Database, open_database
from db.models import ImportRun, RegistryCompany, RegistryPostcode, metadata
from outreach.rules.registry import company_rows
from outreach.services.register.differences import FORM
from tests.doubles import mirror
from tests.services.register_samples import IDS, NOW, company

KEY = int(IDS[0].replace("-", ""))


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    with opened.write(now=NOW) as uow:
        uow.session.add(ImportRun(kind="ytj-bulk", source="a.zip", state="running", started_at=NOW))
    yield opened
    opened.close()


def test_rows_of_the_register_fill_every_column_of_its_tables() -> None:
    own = {"changed_run_id", "vanished_on", "asked_on"}
    assert {column.name for column in metadata.tables[COMPANY].columns} == {*FORM.company, *own}
    for table in FORM.lists:
        assert {column.name for column in metadata.tables[table].columns} == set(FORM.list_columns(table))


def test_rows_come_back_as_they_were_stored(database: Database) -> None:
    with database.write(now=NOW) as uow:
        mirror.put(uow.session, company(IDS[0], "Vanha Oy", ended=date(2025, 12, 31)))
    with database.read() as uow:
        row = uow.find(RegistryCompany, KEY)
        assert (row.ended, row.registered, row.employer) == (date(2025, 12, 31), date(2016, 5, 2), True)
        stored = stored_rows(uow.session, COMPANY, FORM.company, [KEY])
    assert stored == [tuple(company_rows(company(IDS[0], "Vanha Oy", ended=date(2025, 12, 31))).company)]


def test_vanished_and_back_again(database: Database) -> None:
    with database.write(now=NOW) as uow:
        mirror.put(uow.session, company(IDS[0], "Vanha Oy"), {"asked_on": "2026-03-01"})
    for day in (date(2026, 3, 11), None):
        with database.write(now=NOW) as uow:
            set_vanished(uow.session, [KEY], day, 1)
        with database.read() as uow:
            assert uow.find(RegistryCompany, KEY).vanished_on == day


def test_a_postal_code_takes_its_newest_values(database: Database) -> None:
    for place in ("740", "091"):
        with database.write(now=NOW) as uow:
            row = {"postcode": "57100", "municipality_code": place, "city_fi": "", "city_sv": ""}
            upsert_postcodes(uow.session, [row])
    with database.read() as uow:
        assert uow.find(RegistryPostcode, "57100").municipality_code == "091"
