"""The register's changes of open cases are found through indexes, however many changes there are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select, bindparam, text
from sqlmodel import Session

from db.engine import Database, open_database
from db.models.base import UtcDateTime
from db.queries import today as query
from outreach.rules import stages
from tests.db import crowd
from tests.services import office

IDS = office.business_ids(60)
NIGHTS = 20  # each with a change in every company
OPEN = [stage.value for stage in stages.LADDER]


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    """A register in which very much has changed, one open case, and statistics for the planner."""
    opened = open_database(ready_database_url)
    office.open_office(opened, [office.registered(number, f"Konepaja {i} Oy") for i, number in enumerate(IDS)])
    with office.working(opened) as uow:
        office.add_case(uow, office.ours(uow, IDS[7]), "contacted")
        crowd.add_companies(uow.session, 2000)
        uow.session.execute(
            text(
                'INSERT INTO registry_change (run_id, company_id, kind, "before", "after", seen_at)'
                " WITH RECURSIVE night(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM night WHERE n < :nights)"
                " SELECT 1, c.id, 'website', '', 'www.example.fi', :seen_at FROM registry_company c, night"
            ).bindparams(bindparam("nights", NIGHTS), bindparam("seen_at", office.NOW, UtcDateTime()))
        )
    crowd.analyse(opened)
    yield opened
    opened.close()


def plan(session: Session, statement: Select[Any]) -> str:
    """How the engine runs a statement, with the statistics it has: nothing is forbidden to it."""
    engine = session.get_bind()
    sql = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in session.execute(text(f"{explain} {sql}")))


def test_changes_are_looked_up_by_company(database: Database) -> None:
    with database.read() as uow:
        actors = [office.actor(number) for number in IDS[:5]]
        steps = plan(uow.session, query.changes_query(actors, office.NOW - timedelta(days=14)))
    assert "ix_registry_change_company_id" in steps
    assert "SCAN registry_change" not in steps
    assert "Seq Scan on registry_change" not in steps


def test_organisations_of_cases_are_looked_up_by_key(database: Database) -> None:
    with database.read() as uow:
        steps = plan(uow.session, query.open_cases_query(owner_id=1, town_code="", stages=OPEN))
    assert "SCAN registry_company" not in steps
    assert "Seq Scan on registry_company" not in steps


def test_every_change_of_a_company_is_found_newest_first(database: Database) -> None:
    with database.read() as uow:
        found = query.changes(uow.session, [office.actor(IDS[7])], office.NOW)
        assert query.changes(uow.session, [office.actor(IDS[7])], office.NOW + timedelta(seconds=1)) == []
    assert len(found) == NIGHTS
    assert found == sorted(found, key=lambda change: -change.change_id)


def test_an_open_case_is_found_by_owner_and_town(database: Database) -> None:
    def cases(owner_id: int | None, town_code: str) -> list[int]:
        with database.read() as uow:
            return list(query.open_cases(uow.session, owner_id=owner_id, town_code=town_code, stages=OPEN))

    mine = [office.actor(IDS[7])]
    assert [cases(1, ""), cases(None, ""), cases(1, "740"), cases(2, ""), cases(1, "678")] == [mine, mine, mine, [], []]
