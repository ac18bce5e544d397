"""After a run of the register only what it changed is scored anew, and nothing stale passes for fresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text

from db.engine import Database, open_database
from db.models import ImportRun, RegistryChange, metadata
from db.queries import scores as score_queries
from outreach.services import scoring
from outreach.terms.needs import Age, NeedSpec
from tests.services.need_samples import (
    CODE,
    NEAR,
    NEED,
    NOW,
    SQLITE,
    STRANGER,
    TODAY,
    WORD,
    Firm,
    add_firms,
    add_need,
    fill,
    organisation,
    ready,
)
from tests.services.test_scoring import SPECS, fresh, kept, some_firms

RUN = metadata.tables["import_run"]


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def night(
    database: Database, firms: tuple[Firm, ...], *, vanished: tuple[Firm, ...] = ()
) -> tuple[scoring.Moment, int]:
    """A run of the register that writes these companies, each in its own transaction, and misses others; the moment
    before it and its number."""
    with database.write(now=NOW) as uow:
        run_id = 1 + int(uow.session.execute(select(func.max(RUN.c.id))).scalar_one())
        uow.session.add(ImportRun(id=run_id, kind="ytj-bulk", source="ytj", state="done", started_at=NOW))
    with database.read() as uow:
        before = scoring.moment(uow)
    for firm in firms:
        add_firms(database, (replace(firm, values=(*firm.values, ("changed_run_id", run_id))),))
    for firm in vanished:
        with database.write(now=NOW) as uow:
            change = RegistryChange(run_id=run_id, company_id=firm.actor_id, kind="vanished", seen_at=NOW)
            uow.session.add(change)
            scoring.bump_facts(uow)
    return before, run_id


def not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing may look through the whole register."""

    def looks(*_: object, **__: object) -> Any:
        raise AssertionError("the whole register was looked through")

    monkeypatch.setattr(score_queries, "companies_with_codes", looks)


def whole(database: Database, need_id: int) -> dict[int, int]:
    """Scores as they are when all are made anew."""
    with database.write(now=NOW) as uow:
        scoring.bump_facts(uow)
    scoring.refresh(database, now=NOW)
    return kept(database, need_id)


CHANGED = (
    replace(STRANGER, name="Puuelementti Kukka Oy"),
    replace(NEAR, name="Toinen Malli Oy", code="47761"),
    replace(WORD, town="491"),
    Firm("0100003-7", "Uusi Puuelementti Oy"),
)


def test_after_a_night_only_the_companies_that_changed_are_scored_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_id = ready(database)
    other = add_need(database, replace(NEED, title_fi="Kukat"), industry_codes=("4776",), keywords_fi=("kukka",))
    scoring.refresh(database, now=NOW)
    before, run_id = night(database, CHANGED, vanished=(CODE,))
    assert not fresh(database, need_id)
    with monkeypatch.context() as patch:
        not_whole(patch)
        assert scoring.refresh_after(database, before, bumps=5, run_id=run_id, now=NOW) == 2
    assert fresh(database, need_id)
    assert fresh(database, other)
    scores = {key: kept(database, key) for key in (need_id, other)}
    assert NEAR.actor_id not in scores[need_id]
    assert {STRANGER.actor_id, 1_000_037} <= set(scores[need_id])
    assert scores == {key: whole(database, key) for key in (need_id, other)}


@SQLITE
@pytest.mark.parametrize("spec", SPECS)
def test_scores_after_a_night_are_those_of_scoring_everything(
    database: Database, spec: NeedSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms = some_firms(120)
    fill(database, firms)
    need_id = add_need(database, replace(NEED, spec=spec))
    with database.write(now=NOW, adviser_id=1) as uow:
        for firm in firms[::7]:
            organisation(uow, firm.actor_id, description="Koneita ja puuelementtejä")
        scoring.bump_facts(uow)
    scoring.refresh(database, now=NOW)
    changed = tuple(
        replace(firm, name=other.name, code=other.code, code_set=other.code_set, active=other.active)
        for firm, other in zip(firms[:40], firms[60:100], strict=True)
    )
    before, run_id = night(database, changed)
    with monkeypatch.context() as patch:
        not_whole(patch)
        patch.setattr(scoring, "ACTORS_AT_ONCE", 30)
        assert scoring.refresh_after(database, before, bumps=40, run_id=run_id, now=NOW) == 1
    assert kept(database, need_id) == whole(database, need_id)


def test_an_edit_during_a_night_is_not_lost(database: Database) -> None:
    need_id = ready(database)
    before, run_id = night(database, CHANGED[2:3])
    with database.write(now=NOW, adviser_id=1) as uow:  # the scores are stale: nothing is scored here
        organisation(uow, STRANGER.actor_id, description="Puuelementtien automaatio")
        scoring.rescore_actor(uow, STRANGER.actor_id)
    scoring.refresh_after(database, before, bumps=1, run_id=run_id, now=NOW)
    assert fresh(database, need_id)
    assert STRANGER.actor_id in kept(database, need_id)


@SQLITE
def test_what_somebody_else_changed_in_bulk_during_a_night_is_not_lost(database: Database) -> None:
    need_id = ready(database)
    before, run_id = night(database, CHANGED[2:3])
    add_firms(database, CHANGED[:1])
    scoring.refresh_after(database, before, bumps=1, run_id=run_id, now=NOW)
    assert STRANGER.actor_id in kept(database, need_id)
    assert kept(database, need_id) == whole(database, need_id)


@SQLITE
def test_what_was_stale_before_a_night_is_scored_whole(database: Database) -> None:
    need_id = ready(database)
    add_firms(database, CHANGED[:1])
    before, run_id = night(database, CHANGED[1:])
    assert scoring.refresh_after(database, before, bumps=3, run_id=run_id, now=NOW) == 1
    assert STRANGER.actor_id in kept(database, need_id)
    assert kept(database, need_id) == whole(database, need_id)


@SQLITE
def test_a_night_that_changed_very_much_is_scored_whole(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    need_id = ready(database)
    before, run_id = night(database, CHANGED)
    monkeypatch.setattr(scoring, "MOST_ONE_BY_ONE", 3)
    with monkeypatch.context() as patch:
        not_whole(patch)
        with pytest.raises(AssertionError):
            scoring.refresh_after(database, before, bumps=4, run_id=run_id, now=NOW)
    assert scoring.refresh_after(database, before, bumps=4, run_id=run_id, now=NOW) == 1
    assert kept(database, need_id) == whole(database, need_id)


@SQLITE
def test_ages_are_counted_anew_on_the_day_after(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    need_id = ready(database, age=Age(at_least=10))
    unchanged = kept(database, need_id)[CODE.actor_id]
    before, run_id = night(database, CHANGED[:1])
    with monkeypatch.context() as patch:
        not_whole(patch)
        assert scoring.refresh_after(database, before, bumps=1, run_id=run_id, now=NOW) == 1  # the same day
    before, run_id = night(database, CHANGED[1:2])
    birthday = NOW + (date(2026, 5, 2) - TODAY)
    scoring.refresh_after(database, before, bumps=1, run_id=run_id, now=birthday)
    assert kept(database, need_id)[CODE.actor_id] > unchanged
    assert fresh(database, need_id, date(2026, 5, 2))


def test_scoring_after_a_night_that_is_killed_leaves_what_it_had_not_done_stale(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_of_two = (ready(database), add_need(database, replace(NEED, title_fi="Toinen")))
    scoring.refresh(database, now=NOW)
    before, run_id = night(database, CHANGED)
    monkeypatch.setattr(scoring, "ROWS_AT_ONCE", 2)
    plain, calls = score_queries.replace, []

    def killed(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        plain(*given)

    with monkeypatch.context() as patch:
        patch.setattr(score_queries, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            scoring.refresh_after(database, before, bumps=4, run_id=run_id, now=NOW)
    assert [fresh(database, key) for key in needs_of_two] == [False, False]
    assert scoring.refresh(database, now=NOW) == 2
    assert {key: kept(database, key) for key in needs_of_two} == {key: whole(database, key) for key in needs_of_two}


@SQLITE
def test_a_night_without_a_change_scores_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(database)
    before, run_id = night(database, ())
    not_whole(monkeypatch)
    assert scoring.refresh_after(database, before, bumps=0, run_id=run_id, now=NOW) == 0


@SQLITE
def test_companies_of_a_run_are_found_by_its_number(database: Database) -> None:
    ready(database)
    _, run_id = night(database, CHANGED, vanished=(CODE,))
    with database.read() as uow:
        found = score_queries.actors_of_run(uow.session, run_id, 10)
        steps = [
            " ".join(row[3] for row in uow.session.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
            for sql in (
                f"SELECT id FROM registry_company WHERE changed_run_id = {run_id}",
                f"SELECT company_id FROM registry_change WHERE run_id = {run_id}",
            )
        ]
    assert found == sorted([CODE.actor_id, *(firm.actor_id for firm in CHANGED)])
    assert "ix_registry_company_changed_run_id" in steps[0]
    assert "ix_registry_change_run_id" in steps[1]
