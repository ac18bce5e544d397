"""Bulk writing of the register mirror."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import StatementError

from db.bulk import Batch, CompanyRows, set_vanished, upsert_postcodes, write_companies
from db.engine import Database, open_database
from db.models import ImportRun, RegistryChange, RegistryCompany, RegistryEntry, RegistryName, RegistryPostcode
from outreach.services.register.rows import company_rows
from tests.services.register_samples import IDS, NOW, company

KEY = int(IDS[0].replace("-", ""))


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    with opened.write(now=NOW) as uow:
        uow.session.add(ImportRun(kind="ytj-bulk", source="a.zip", state="running", started_at=NOW))
    yield opened
    opened.close()


def rows_of(name: str, **values: Any) -> CompanyRows:
    return company_rows(company(IDS[0], name, **values), 1, 1)


def write(database: Database, batch: Batch) -> None:
    with database.write(now=NOW) as uow:
        write_companies(uow.session, batch)


def count(database: Database, model: Any) -> int:
    with database.read() as uow:
        return int(uow.session.execute(select(func.count()).select_from(model)).scalar_one())


def test_a_changed_company_stays_the_row_that_others_point_at(database: Database) -> None:
    write(database, Batch(created=[rows_of("Vanha Oy")]))
    with database.write(now=NOW) as uow:
        uow.session.add(RegistryChange(run_id=1, company_id=KEY, kind="name", seen_at=NOW))
    write(database, Batch(changed=[rows_of("Uusi Oy", entries=())]))
    with database.read() as uow:
        assert uow.find(RegistryCompany, KEY).name == "Uusi Oy"
        assert list(uow.session.execute(select(RegistryName.name)).scalars()) == ["Uusi Oy"]  # type: ignore[call-overload]
    assert count(database, RegistryChange) == 1
    assert count(database, RegistryEntry) == 0


def test_dates_and_flags_come_back_as_they_were_written(database: Database) -> None:
    write(database, Batch(created=[rows_of("Vanha Oy", ended=date(2025, 12, 31))]))
    with database.read() as uow:
        row = uow.find(RegistryCompany, KEY)
        assert (row.ended, row.registered, row.employer, row.vanished_on) == (
            date(2025, 12, 31),
            date(2016, 5, 2),
            True,
            None,
        )


def test_a_batch_that_fails_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(StatementError), database.write(now=NOW) as uow:
        write_companies(uow.session, Batch(created=[rows_of("Vanha Oy")], changes=[{"kind": "name"}, {}]))
    assert count(database, RegistryCompany) == 0
    if database.dialect == "sqlite":
        with database.read() as uow:
            hits = "SELECT count(*) FROM registry_name_search WHERE registry_name_search MATCH 'vanha'"
            assert uow.session.execute(text(hits)).scalar_one() == 0


def test_vanished_and_back_again(database: Database) -> None:
    write(database, Batch(created=[rows_of("Vanha Oy")]))
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
