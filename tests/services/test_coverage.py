"""Coverage of needs: a funnel whose every figure opens its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from db.engine import Database, open_database
from db.models import Case
from outreach.services import candidates, needs, scoring
from outreach.services.coverage import COLUMNS, coverage, coverage_rows
from outreach.terms.views import CoverageRow
from outreach.terms.work import Stage, Verdict
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
    add_need,
    organisation,
    ready,
)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def rows(database: Database, town_code: str = "", *, examples: bool = False) -> tuple[CoverageRow, ...]:
    with database.read() as uow:
        return coverage(uow, town_code=town_code, today=TODAY, language="en", include_examples=examples)


def opened(database: Database, need_id: int, stage: Stage) -> set[int]:
    with database.read() as uow:
        return {actor for actor, _ in coverage_rows(uow, need_id, stage, today=TODAY)}


def add_case(database: Database, need_id: int, actor_id: int, stage: Stage) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        row = organisation(uow, actor_id)
        uow.insert(
            Case(
                organisation_id=row,
                need_id=need_id,
                town_code="740",
                stage=stage.value,
                stage_since=TODAY,
                opened_at=NOW,
            )
        )


def test_found_are_candidates_of_class_a_or_b_that_nobody_has_judged(database: Database) -> None:
    need_id = ready(database)
    (row,) = rows(database)
    assert row == CoverageRow(need_id, "Timber automation", "740", False, 2, 4, 0, 0, 0, 0, 0, 2)
    assert opened(database, need_id, Stage.IDENTIFIED) == {f.actor_id for f in (BEST, NEAR, CODE, CODE_TOO)}
    with database.read() as uow:
        page = candidates.page(uow, need_id, today=TODAY)
    assert WORD.actor_id in {row.actor_id for row in page.rows}  # class C: in the list, not in the figure


@SQLITE
def test_a_case_counts_at_its_stage_and_at_all_before_it(database: Database) -> None:
    need_id = ready(database)
    add_case(database, need_id, BEST.actor_id, Stage.ACTIVE)
    add_case(database, need_id, NEAR.actor_id, Stage.IN_DIALOGUE)
    add_case(database, need_id, STRANGER.actor_id, Stage.SELECTED)
    (row,) = rows(database)
    assert (row.identified, row.selected, row.contacted, row.in_dialogue, row.committed, row.active, row.gap) == (
        5,
        3,
        2,
        2,
        1,
        1,
        1,
    )
    assert opened(database, need_id, Stage.SELECTED) == {BEST.actor_id, NEAR.actor_id, STRANGER.actor_id}
    assert opened(database, need_id, Stage.ACTIVE) == {BEST.actor_id}


@SQLITE
@pytest.mark.parametrize("stage", [Stage.NOT_NOW, Stage.DECLINED, Stage.NOT_A_FIT, Stage.CEASED, Stage.DORMANT])
def test_cases_put_aside_are_in_no_figure(database: Database, stage: Stage) -> None:
    need_id = ready(database)
    add_case(database, need_id, BEST.actor_id, stage)
    (row,) = rows(database)
    assert (row.identified, row.selected, row.gap) == (3, 0, 2)


def test_every_figure_opens_as_many_rows_as_it_says(database: Database) -> None:
    need_id = ready(database)
    for actor, stage in ((BEST, Stage.COMMITTED), (NEAR, Stage.CONTACTED), (WORD, Stage.NOT_NOW)):
        add_case(database, need_id, actor.actor_id, stage)
    (row,) = rows(database)
    assert {stage: len(opened(database, need_id, stage)) for stage in COLUMNS} == {
        stage: getattr(row, stage.value) for stage in COLUMNS
    }


@SQLITE
def test_a_verdict_takes_a_candidate_out_of_the_found(database: Database) -> None:
    need_id = ready(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        candidates.judge(uow, need_id, BEST.actor_id, Verdict.LATER, key=KEY, until=TODAY + timedelta(days=7))
    assert rows(database)[0].identified == 3


@SQLITE
def test_more_than_the_target_leaves_no_gap_below_zero(database: Database) -> None:
    need_id = ready(database)
    for actor in (BEST, NEAR, CODE):
        add_case(database, need_id, actor.actor_id, Stage.ACTIVE)
    assert rows(database)[0].gap == 0


@SQLITE
def test_examples_are_counted_only_when_asked_for_or_adopted(database: Database) -> None:
    ready(database)
    example = add_need(database, replace(NEED, title_en="Example", title_fi="Esimerkki", example=True))
    scoring.refresh(database, now=NOW)
    assert [row.title for row in rows(database)] == ["Timber automation"]
    assert [(row.title, row.example) for row in rows(database, examples=True)][1] == ("Example", True)
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.adopt(uow, example)
    assert [row.title for row in rows(database)] == ["Timber automation", "Example"]


@SQLITE
def test_the_towns_are_kept_apart(database: Database) -> None:
    ready(database)
    add_need(database, replace(NEED, town_code="684", title_en="Rauma's"))
    assert [row.title for row in rows(database, "684")] == ["Rauma's"]
    assert len(rows(database)) == 2
