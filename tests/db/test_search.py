"""The search goes through the indexes it is meant to, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.engine import Database, open_database
from db.models import ImportRun
from db.queries import organisations, search
from db.queries.search import Scope, Way
from outreach.rules.identity import business_id_of_actor
from outreach.rules.text import search_words
from outreach.services.register.apply import apply_register
from outreach.terms.candidate import NameKind, RegisterName
from tests.db import crowd
from tests.services import office
from tests.services.register_samples import BULK, NEXT_NIGHT

SCOPES = (Scope(), Scope("740"), Scope(mine_only=True), Scope(active_only=True), Scope("740", True, True))
WORDS = ("konepaja", "v")
IDS = office.business_ids(60)
CROWD = 4000
IN_PREFIX_INDEX = "0:M"  # how FTS5 calls a search by its words


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    """Some thousand companies, of which a few have the words, and statistics for the planner."""
    opened = open_database(ready_database_url)
    office.open_office(opened, [office.registered(number, f"Konepaja {i} Oy") for i, number in enumerate(IDS)])
    with office.working(opened) as uow:
        crowd.add_companies(uow.session, CROWD)
    crowd.analyse(opened)
    yield opened
    opened.close()


def plan(session: Session, statement: str, values: dict[str, object], *avoid: str) -> str:
    """How the engine would run a statement. PostgreSQL may be told what to avoid where a small table is not worth an
    index to it."""
    if session.get_bind().dialect.name == "sqlite":
        rows = session.execute(text(f"EXPLAIN QUERY PLAN {statement}"), values).all()
        return "\n".join(str(row[-1]) for row in rows)
    for way in avoid:
        session.execute(text(f"SET LOCAL enable_{way} = off"))
    return "\n".join(str(row[0]) for row in session.execute(text(f"EXPLAIN {statement}"), values))


def test_words_are_looked_up_in_the_word_index(database: Database) -> None:
    way = Way(database.dialect)
    with database.read() as uow:
        for scope in SCOPES:
            values = {**search.values_of(WORDS, scope), "limit": 100, "names": 200}
            steps = plan(uow.session, search.statement(way, scope, WORDS), values)
            if way is Way.WORDS_SQLITE:
                assert steps.startswith(f"SCAN s VIRTUAL TABLE INDEX {IN_PREFIX_INDEX}"), steps  # first, then the town
                assert "SCAN c" not in steps
            elif not scope.mine_only:  # ours are one: PostgreSQL begins there
                assert "ix_registry_name_search" in steps
                assert "Seq Scan on registry_name" not in steps
                assert "ix_registry_name_search" in plan(uow.session, search.first_hits(scope), values)


def test_a_business_id_is_looked_up_by_its_key(database: Database) -> None:
    with database.read() as uow:
        steps = plan(uow.session, search.number_statement(Scope()), {"low": 1, "high": 2, "limit": 5, "town": ""})
    assert "SCAN c" not in steps
    assert "Seq Scan on registry_company" not in steps


def test_a_towns_companies_are_read_without_going_through_all_names(database: Database) -> None:
    with database.read() as uow:
        for scope in SCOPES:
            if not (scope.municipality_code or scope.mine_only):
                continue
            values = {**search.values_of(WORDS, scope), "limit": 100}
            steps = plan(uow.session, search.statement(Way.COMPANIES, scope, WORDS), values, "seqscan")
            assert "ix_registry_name_company_id" in steps
            assert "SCAN n" not in steps
            assert "Seq Scan on registry_name" not in steps


def test_both_ways_of_searching_find_the_same(database: Database) -> None:
    with database.read() as uow:
        for scope in (Scope("740"), Scope("740", active_only=True)):
            for words in (("kone",), ("konepaja", "1"), ("oy", "5"), ("tehdas", "2"), ("zz",)):
                values = {**search.values_of(words, scope), "limit": 1000}
                ways = (Way(database.dialect), Way.COMPANIES)
                found = [set(uow.session.execute(text(search.statement(way, scope, words)), values)) for way in ways]
                assert found[0] == found[1]


def test_so_many_different_companies_are_found_as_there_are_up_to_the_limit(database: Database) -> None:
    there = {("tehdas",): CROWD, ("teh",): CROWD, ("tehdas", "12"): 111, ("konepaja", "oy"): 60, ("zz",): 0}
    with database.read() as uow:
        for words, number in there.items():
            for limit in (1, 7, number - 1, number, number + 1):
                if limit > 0:
                    found = search.by_name(uow.session, words, Scope(), limit)
                    assert len(found) == len(set(found)) == min(limit, number), (words, limit)


FOUND_BY = {
    ("puujaloste",): True,  # current name
    ("puuj",): True,  # its beginning
    ("jaloste",): False,  # the middle of a word
    ("savon", "saha"): True,  # a former name, in any order
    ("traforadling",): True,  # a parallel name
    ("kirvesmiehet",): True,  # an auxiliary name
    ("timberworks",): True,  # its translation
    ("puujaloste", "savon"): False,  # words of two names
    ("jamsa",): True,
    ("vasteras",): True,
    ("ahtari",): True,
}


def test_every_kind_of_name_is_found_whatever_the_letters(ready_database_url: str) -> None:
    opened = open_database(ready_database_url)
    names = (
        RegisterName("Puujaloste Jämsä Oy", NameKind.COMPANY, 1, date(2019, 1, 1)),
        RegisterName("Saha Savon Ähtäri Oy", NameKind.COMPANY, 2, date(2010, 1, 1), date(2018, 12, 31)),
        RegisterName("Träförädling i Västerås Ab", NameKind.PARALLEL, 1, date(2019, 1, 1)),
        RegisterName("Kirvesmiehet", NameKind.AUXILIARY, 1, date(2019, 1, 1)),
        RegisterName("Timberworks", NameKind.AUXILIARY_TRANSLATION, 1, date(2019, 1, 1)),
    )
    office.open_office(opened, [office.registered(IDS[0], names[0].name, names=names)])
    with opened.read() as uow:
        found = {words: bool(search.by_name(uow.session, words, Scope(), 10)) for words in FOUND_BY}
    opened.close()
    assert found == FOUND_BY


@pytest.mark.parametrize("typed", ["JÄMSÄ", "jamsa", "Jämsä", "jämsa", "VÄSTERÅS", "Vasteras", "västeras"])
def test_what_is_typed_is_folded_as_the_names_are(typed: str) -> None:
    assert search_words(typed) == (("jamsa",) if typed.casefold().startswith("j") else ("vasteras",))


def test_a_night_keeps_the_search_up_to_date(ready_database_url: str) -> None:
    opened = open_database(ready_database_url)
    first = [office.registered(IDS[0], "Vanhanimi Oy"), office.registered(IDS[1], "Pysyvä Oy")]
    apply_register(opened, first, run=BULK, now=office.NOW, adviser_id=None)
    renamed = office.registered(IDS[0], "Uusinimi Oy", former="Vanhanimi Oy")
    founded = office.registered(IDS[2], "Vastaperustettu Oy")
    apply_register(opened, [renamed, first[1], founded], run=BULK, now=NEXT_NIGHT, adviser_id=None)
    last = office.registered(IDS[0], "Uusinimi Oy")  # the register no longer tells of the former name
    found = [hits(opened, word) for word in ("uusinimi", "vanhanimi", "pysyva", "vastaperustettu")]
    apply_register(opened, [last, first[1], founded], run=BULK, now=NEXT_NIGHT + timedelta(days=1), adviser_id=None)
    assert found == [[IDS[0]], [IDS[0]], [IDS[1]], [IDS[2]]]
    assert [hits(opened, word) for word in ("uusinimi", "vanhanimi", "pysyva")] == [[IDS[0]], [], [IDS[1]]]
    if opened.dialect == "sqlite":
        with opened.write(now=office.NOW) as uow:  # fails where the index and the names differ
            check = "INSERT INTO registry_name_search(registry_name_search, rank) VALUES ('integrity-check', 1)"
            uow.session.execute(text(check))
    opened.close()


def hits(database: Database, word: str) -> list[str]:
    """Business IDs found by a word."""
    with database.read() as uow:
        return [business_id_of_actor(actor) for actor in search.by_name(uow.session, (word,), Scope(), 10)]


def test_the_list_is_read_in_the_order_of_an_index(database: Database) -> None:
    by_name, by_town = "ix_registry_company_name_key_id_active", "ix_registry_company_municipality_code_name_key"
    expected = {Scope(): by_name, Scope(active_only=True): by_name}
    expected |= {Scope("740"): by_town, Scope("740", active_only=True): by_town}
    with database.read() as uow:
        for scope, index in expected.items():
            statement = organisations.in_order(scope).offset(30).limit(10)
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

    assert (total(), total()) == (60 + CROWD, 60 + CROWD)
    late = office.registered("2345678-0", "Konepaja 60 Oy")
    with office.working(database) as uow:
        run = ImportRun(kind="ytj-api", source="ytj", state="running", started_at=office.NOW)
        uow.session.add(run)
        office.import_companies(uow, [late])
    assert total() == 61 + CROWD
    with office.working(database) as uow:
        uow.session.add(run)
        run.state, run.finished_at = "done", office.NOW
    assert (total(), total()) == (61 + CROWD, 61 + CROWD)
