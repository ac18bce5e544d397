"""The list of candidates of a need, and what a person's judgement does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite

from db.engine import Database, open_database
from db.models import Case, LinkProposal, NeedVerdict, Organisation, SourceRecord, Transition, metadata
from db.queries import candidates as candidate_queries
from outreach.errors import BadInput, NotFound, Refused
from outreach.services import candidates, needs, privacy, scoring
from outreach.services.undo import undo_last
from outreach.terms.message import Message
from outreach.terms.views import CandidateRow, Page
from outreach.terms.work import Band, Stage, Verdict, VerdictReason
from tests.services.need_samples import (
    BEST,
    CODE,
    CODE_TOO,
    KEY,
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
    organisation,
    ready,
)

WRONG = VerdictReason.WRONG_INDUSTRY.value


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


@pytest.fixture
def need_id(database: Database) -> int:
    return ready(database)


def page(
    database: Database, need_id: int, today: date = TODAY, offset: int = 0, limit: int = 200
) -> Page[CandidateRow]:
    with database.read() as uow:
        return candidates.page(uow, need_id, today=today, offset=offset, limit=limit)


def listed(database: Database, need_id: int, today: date = TODAY) -> list[int]:
    return [row.actor_id for row in page(database, need_id, today).rows]


def judge(
    database: Database, need_id: int, firm: Firm, verdict: Verdict, *, adviser_id: int | None = 1, **more: object
) -> Message:
    with database.write(now=NOW, adviser_id=adviser_id) as uow:
        return candidates.judge(uow, need_id, firm.actor_id, verdict, key=KEY, **more)  # type: ignore[arg-type]


def test_the_best_come_first_and_equals_in_finnish_order(database: Database, need_id: int) -> None:
    found = page(database, need_id)
    assert [row.name for row in found.rows] == [f.name for f in (BEST, NEAR, CODE_TOO, CODE, WORD)]
    assert found.rows[0] == CandidateRow(BEST.actor_id, BEST.name, BEST.number, "740", 90, Band.A, 100)
    assert found.total == 5
    assert found.fresh


@SQLITE
def test_a_page_is_a_part_of_the_same_list(database: Database, need_id: int) -> None:
    whole = page(database, need_id).rows
    part = page(database, need_id, offset=2, limit=2)
    assert part.rows == whole[2:4]
    assert (part.offset, part.total) == (2, 5)


@SQLITE
def test_a_list_that_rests_on_stale_scores_says_so(database: Database, need_id: int) -> None:
    add_firms(database, (replace(STRANGER, name="Puuelementti Oy"),))
    assert not page(database, need_id).fresh
    scoring.refresh(database, now=NOW)
    assert page(database, need_id).fresh


def test_the_own_name_and_place_of_an_organisation_are_shown(database: Database, need_id: int) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        organisation(uow, BEST.actor_id, name="Puuelementti", name_key="puuelementti", municipality_code="491")
        scoring.rescore_actor(uow, BEST.actor_id)
    row = next(row for row in page(database, need_id).rows if row.actor_id == BEST.actor_id)
    assert (row.name, row.municipality_code) == ("Puuelementti", "491")


@SQLITE
def test_fits_makes_an_organisation_with_a_case_of_mine_at_selected(database: Database, need_id: int) -> None:
    said = judge(database, need_id, BEST, Verdict.FITS)
    assert str(said) == f"{BEST.name}: Fits (Timber automation)"
    with database.read() as uow:
        (row,) = uow.session.execute(select(metadata.tables["case"])).all()
        (step,) = uow.session.execute(select(metadata.tables["transition"])).all()
        actor_id = uow.session.execute(select(metadata.tables["organisation"].c.actor_id)).scalar_one()
    assert actor_id == BEST.actor_id
    assert (row.stage, row.stage_since, row.owner_id, row.town_code) == (Stage.SELECTED, TODAY, 1, "740")
    assert (step.from_stage, step.to_stage) == (Stage.IDENTIFIED, Stage.SELECTED)
    assert BEST.actor_id not in listed(database, need_id)


def test_a_judgement_is_one_act_that_one_undo_takes_back(database: Database, need_id: int) -> None:
    before = listed(database, need_id)
    judge(database, need_id, BEST, Verdict.FITS)
    with database.write(now=NOW, adviser_id=1) as uow:
        undone = undo_last(uow)
    assert str(undone.text) == f"{BEST.name}: Fits (Timber automation)"
    assert listed(database, need_id) == before
    assert page(database, need_id).fresh
    with database.read() as uow:
        for model in (Case, NeedVerdict, Organisation, Transition):
            assert uow.session.execute(select(metadata.tables[str(model.__tablename__)])).all() == []


@SQLITE
def test_does_not_fit_wants_a_reason_and_holds_for_this_need_only(database: Database, need_id: int) -> None:
    other = add_need(database, replace(NEED, title_fi="Toinen", title_en="Another"))
    scoring.refresh(database, now=NOW)
    with pytest.raises(BadInput, match="Say why it does not fit"):
        judge(database, need_id, BEST, Verdict.DOES_NOT_FIT)
    judge(database, need_id, BEST, Verdict.DOES_NOT_FIT, reason=WRONG)
    assert BEST.actor_id not in listed(database, need_id)
    assert BEST.actor_id in listed(database, other)


def test_later_hides_a_candidate_until_its_day(database: Database, need_id: int) -> None:
    judge(database, need_id, BEST, Verdict.LATER, until=TODAY + timedelta(days=3))
    assert BEST.actor_id not in listed(database, need_id, TODAY + timedelta(days=2))
    again = page(database, need_id, TODAY + timedelta(days=3)).rows[0]
    assert (again.actor_id, again.verdict) == (BEST.actor_id, Verdict.LATER)


@SQLITE
def test_later_means_thirty_days_unless_said_and_never_a_day_gone_by(database: Database, need_id: int) -> None:
    with pytest.raises(BadInput, match="must be in the future"):
        judge(database, need_id, BEST, Verdict.LATER, until=TODAY)
    judge(database, need_id, BEST, Verdict.LATER)
    with database.read() as uow:
        (row,) = uow.session.execute(select(metadata.tables["need_verdict"])).all()
    assert row.until == TODAY + timedelta(days=30)


@SQLITE
def test_a_new_verdict_replaces_the_one_before_and_both_are_kept(database: Database, need_id: int) -> None:
    judge(database, need_id, BEST, Verdict.LATER)
    judge(database, need_id, BEST, Verdict.DOES_NOT_FIT, reason=WRONG)
    with database.read() as uow:
        rows = uow.session.execute(select(metadata.tables["need_verdict"]).order_by("id")).all()
    assert [(row.verdict, row.current, row.reason) for row in rows] == [
        ("later", False, ""),
        ("does_not_fit", True, "wrong_industry"),
    ]


def test_progress_counts_what_is_left_and_what_was_judged_today(database: Database, need_id: int) -> None:
    judge(database, need_id, BEST, Verdict.FITS)
    judge(database, need_id, NEAR, Verdict.DOES_NOT_FIT, reason=WRONG)
    with database.read() as uow:
        assert candidates.progress(uow, need_id, TODAY) == (3, 2)
        assert candidates.progress(uow, need_id, TODAY + timedelta(days=1)) == (3, 0)


def test_a_do_not_contact_entry_keeps_a_candidate_out(database: Database, need_id: int) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        privacy.suppress(uow, key=KEY, value=BEST.number)
    assert BEST.actor_id not in listed(database, need_id)
    with pytest.raises(Refused):
        judge(database, need_id, BEST, Verdict.FITS)


@SQLITE
def test_companies_that_are_no_longer_active_are_left_out_before_scores_are_made_anew(
    database: Database, need_id: int
) -> None:
    add_firms(database, (replace(BEST, active=False),))
    assert BEST.actor_id not in listed(database, need_id)


@SQLITE
def test_a_possible_duplicate_is_answered_before_the_candidate_is_taken(database: Database, need_id: int) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        record = SourceRecord(
            run_id=1,
            source="list.csv",
            place="row 2",
            identity="x",
            fetched_at=NOW,
            content_hash="x",
            fingerprint="x",
            candidate={"name": "Puuelementti"},
            state="review",
        )
        uow.session.add(record)
        uow.session.flush()
        uow.session.add(
            LinkProposal(record_id=record.id or 0, actor_id=BEST.actor_id, rank=1, posterior=0.8, evidence=[])
        )
    with pytest.raises(Refused) as caught:
        judge(database, need_id, BEST, Verdict.FITS)
    assert str(caught.value.message) == f"May already be in the list: {BEST.name}"
    assert "same organisation" in str(caught.value.hint)
    judge(database, need_id, BEST, Verdict.DOES_NOT_FIT, reason=WRONG)
    assert BEST.actor_id not in listed(database, need_id)


@SQLITE
def test_nobody_can_take_a_candidate_without_being_known(database: Database, need_id: int) -> None:
    with pytest.raises(Refused, match="somebody responsible"):
        judge(database, need_id, BEST, Verdict.FITS, adviser_id=None)
    assert BEST.actor_id in listed(database, need_id)


@SQLITE
def test_a_case_is_changed_by_its_stage_and_not_by_a_verdict(database: Database, need_id: int) -> None:
    judge(database, need_id, BEST, Verdict.FITS)
    with pytest.raises(Refused, match="has a case for this need already"):
        judge(database, need_id, BEST, Verdict.DOES_NOT_FIT, reason=WRONG)


@SQLITE
def test_an_archived_need_takes_no_verdicts(database: Database, need_id: int) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.archive(uow, need_id)
    with pytest.raises(Refused, match="out of use"):
        judge(database, need_id, BEST, Verdict.FITS)


@SQLITE
def test_an_unknown_actor_is_said_to_be_unknown(database: Database, need_id: int) -> None:
    with pytest.raises(NotFound):
        judge(database, need_id, Firm("0000001-1", "Nobody"), Verdict.FITS)


def test_the_detail_tells_why_and_who_else_talks_to_them(database: Database, need_id: int) -> None:
    other = add_need(database, replace(NEED, town_code="684", title_fi="Raumalla", title_en="At Rauma"))
    scoring.refresh(database, now=NOW)
    judge(database, other, BEST, Verdict.FITS)
    with database.read() as uow:
        seen = candidates.detail(uow, need_id, BEST.actor_id, today=TODAY, key=KEY, language="en")
    assert (seen.name, seen.business_id, seen.score.score) == (BEST.name, BEST.number, 90)
    assert seen.facts.industry_code == "28990"
    assert [(c.town_code, c.need_title, c.stage, c.owner) for c in seen.cases] == [
        ("684", "At Rauma", Stage.SELECTED, "Maija Kokeilija")
    ]
    assert [(s.source, s.fetched_on) for s in seen.sources] == [("ytj", TODAY)]
    assert seen.channels


@SQLITE
def test_the_detail_of_a_bare_company_of_the_register_can_be_read(database: Database, need_id: int) -> None:
    with database.read() as uow:
        seen = candidates.detail(uow, need_id, CODE.actor_id, today=TODAY, key=KEY, language="fi")
    assert (seen.name, seen.cases) == (CODE.name, ())
    assert {reason.component for reason in seen.score.reasons} == {"industry", "words", "place", "size"}


@SQLITE
def test_the_list_walks_the_index_of_scores(database: Database, need_id: int) -> None:
    assert WORD.actor_id in listed(database, need_id)
    query = candidate_queries.page_query(need_id, TODAY).limit(200).offset(0)
    sql = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with database.read() as uow:
        plan = [row[3] for row in uow.session.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    assert any(
        "need_score USING COVERING INDEX" in step or "ix_need_score_need_id_score_actor_id" in step for step in plan
    )
    assert not any(step.startswith("SCAN") for step in plan)
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan  # only names within one score are sorted
