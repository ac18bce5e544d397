"""The search goes through the indexes it is meant to, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.engine import Database, open_database
from db.models import ImportRun
from db.queries import organisations, search
from db.queries.search import Scope, Way
from tests.services import office

SCOPES = (Scope(), Scope("740"), Scope(mine_only=True), Scope(active_only=True), Scope("740", True, True))
WORDS = ("konepaja", "v")


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    numbers = office.business_ids(300)
    office.open_office(opened, [office.registered(number, f"Konepaja {i} Oy") for i, number in enumerate(numbers)])
    yield opened
    opened.close()


def plan(session: Session, statement: str, values: dict[str, object], *avoid: str) -> str:
    """How the engine would run a statement. PostgreSQL, to which a small table is not worth an index, is told to avoid
    reading whole tables, and what else is named."""
    if session.get_bind().dialect.name == "sqlite":
        rows = session.execute(text(f"EXPLAIN QUERY PLAN {statement}"), values).all()
        return "\n".join(str(row[-1]) for row in rows)
    for way in ("seqscan", *avoid):
        session.execute(text(f"SET LOCAL enable_{way} = off"))
    return "\n".join(str(row[0]) for row in session.execute(text(f"EXPLAIN {statement}"), values))


def test_words_are_looked_up_in_the_word_index(database: Database) -> None:
    way = Way(database.dialect)
    with database.read() as uow:
        for scope in SCOPES:
            values = {**search.values_of(WORDS, scope), "limit": 100}
            steps = plan(uow.session, search.statement(way, scope, WORDS), values)
            if way is Way.WORDS_SQLITE:
                assert steps.startswith("SCAN s VIRTUAL TABLE INDEX"), steps  # the words come first, the town after
                assert "SCAN c" not in steps
            else:
                assert "ix_registry_name_search" in steps
                assert "Seq Scan on registry_name" not in steps


def test_a_towns_companies_are_read_without_going_through_all_names(database: Database) -> None:
    with database.read() as uow:
        for scope in SCOPES:
            if not (scope.municipality_code or scope.mine_only):
                continue
            values = {**search.values_of(WORDS, scope), "limit": 100}
            steps = plan(uow.session, search.statement(Way.COMPANIES, scope, WORDS), values)
            assert "ix_registry_name_company_id" in steps
            assert "SCAN n" not in steps
            assert "Seq Scan on registry_name" not in steps


def test_both_ways_of_searching_find_the_same(database: Database) -> None:
    with database.read() as uow:
        for scope in (Scope("740"), Scope("740", active_only=True)):
            for words in (("kone",), ("konepaja", "1"), ("oy", "29"), ("zz",)):
                values = {**search.values_of(words, scope), "limit": 1000}
                ways = (Way(database.dialect), Way.COMPANIES)
                found = [set(uow.session.execute(text(search.statement(way, scope, words)), values)) for way in ways]
                assert found[0] == found[1]


def test_the_list_is_read_in_the_order_of_an_index(database: Database) -> None:
    by_name, by_town = "ix_registry_company_name_key_id_active", "ix_registry_company_municipality_code_name_key"
    expected = {Scope(): by_name, Scope(active_only=True): by_name}
    expected |= {Scope("740"): by_town, Scope("740", active_only=True): by_town}
    with database.read() as uow:
        for scope, index in expected.items():
            statement = organisations.in_order(scope).offset(150).limit(50)
            compiled = str(statement.compile(uow.session.get_bind(), compile_kwargs={"literal_binds": True}))
            steps = plan(uow.session, compiled, {}, "bitmapscan", "sort")
            assert index in steps
            assert "Sort" not in steps
            assert "TEMP B-TREE" not in steps


def test_a_kept_count_holds_until_the_next_import(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisations, "COUNT_AGAIN", 0)

    def total() -> int:
        with database.read() as uow:
            return organisations.keys(uow.session, Scope(), offset=0, limit=1)[1]

    assert (total(), total()) == (300, 300)
    late = office.registered("2345678-0", "Konepaja 300 Oy")
    with office.working(database) as uow:
        run = ImportRun(kind="ytj-api", source="ytj", state="running", started_at=office.NOW)
        uow.session.add(run)
        office.import_companies(uow, [late])
    assert total() == 301
    with office.working(database) as uow:
        uow.session.add(run)
        run.state, run.finished_at = "done", office.NOW
    assert (total(), total()) == (301, 301)
