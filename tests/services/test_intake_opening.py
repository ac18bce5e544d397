"""The opening balance of a town: members that it already has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from db.engine import Database, open_database
from db.models import Adviser, Case, Need, Organisation, Touchpoint, Transition
from outreach.services import setup
from outreach.terms.runs import RunResult
from outreach.terms.work import Stage
from tests.services.intake_samples import NOW, TOWN, begin, candidate, opening, take

Row = TypeVar("Row", bound=SQLModel)
AUTOMATION, FIBRE = "Puurakentamisen automaatio", "Kuitutekniikka"


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def rows(database: Database, model: type[Row]) -> list[Row]:
    with database.read() as uow:
        found = uow.session.exec(select(model)).all()
        uow.session.expunge_all()
        return list(found)


def take_member(database: Database, stage: Stage = Stage.ACTIVE, **values: Any) -> RunResult:
    state = opening(stage, **values)
    return take(database, replace(candidate("Puupaja Malli Oy"), opening=state))


def test_a_member_comes_in_as_a_baseline_case_of_the_towns_only_need(database: Database) -> None:
    begin(database, [AUTOMATION])
    take_member(
        database, since=date(2021, 5, 1), owner="Eino Neuvoja", last_contact=date(2026, 2, 1), note="Avainjäsen"
    )
    (case,), (need,) = rows(database, Case), rows(database, Need)
    assert (case.need_id, case.stage, case.stage_since) == (need.id, "active", date(2021, 5, 1))
    assert (case.town_code, case.baseline) == (TOWN, True)
    owner = next(row for row in rows(database, Adviser) if row.id == case.owner_id)
    assert owner.name == "Eino Neuvoja"
    (move,) = rows(database, Transition)
    assert (move.from_stage, move.to_stage, move.happened_on, move.baseline) == (
        "identified",
        "active",
        date(2021, 5, 1),
        True,
    )
    (touch,) = rows(database, Touchpoint)
    assert (touch.happened_on, touch.text, touch.sent, touch.baseline) == (date(2026, 2, 1), "Avainjäsen", True, True)


def test_reading_the_opening_balance_again_makes_nothing_twice(database: Database) -> None:
    begin(database, [AUTOMATION])
    take_member(database, last_contact=date(2026, 2, 1))
    assert take_member(database, last_contact=date(2026, 2, 1)).unchanged == 1
    assert take_member(database, last_contact=date(2026, 2, 1), note="Uusi sana").changed == 1
    assert [len(rows(database, model)) for model in (Case, Transition, Touchpoint)] == [1, 1, 1]


def test_the_need_is_found_by_its_title_in_any_language(database: Database) -> None:
    begin(database, [AUTOMATION, FIBRE])
    take_member(database, need="kuitutekniikka (EN)")
    (case,) = rows(database, Case)
    assert next(need.title_fi for need in rows(database, Need) if need.id == case.need_id) == FIBRE


@pytest.mark.parametrize("named", ["", "Vetyturvallisuus"])
def test_a_row_whose_need_cannot_be_told_is_rejected_and_names_the_choices(database: Database, named: str) -> None:
    begin(database, [AUTOMATION, FIBRE])
    result = take_member(database, need=named)
    assert (result.rejected, result.created) == (1, 0)
    reject = result.rejects[0]
    assert (reject.where, reject.field) == ("row 2", "need")
    assert f"{AUTOMATION}, {FIBRE}" in str(reject.reason)
    assert rows(database, Organisation) == []


def test_the_need_named_for_the_whole_list_counts_for_rows_without_one(database: Database) -> None:
    begin(database, [AUTOMATION, FIBRE])
    chosen = next(need.id for need in rows(database, Need) if need.title_fi == FIBRE)
    take(database, replace(candidate("Puupaja Malli Oy"), opening=opening(Stage.COMMITTED)), need_id=chosen)
    assert [case.need_id for case in rows(database, Case)] == [chosen]


def test_a_stage_without_a_town_is_rejected(database: Database) -> None:
    begin(database, [AUTOMATION])
    line = replace(candidate("Puupaja Malli Oy"), opening=opening(Stage.ACTIVE))
    result = take(database, line, town="")
    assert result.rejected == 1
    assert "town" in str(result.rejects[0].reason)


def test_a_stage_in_a_town_without_needs_is_rejected(database: Database) -> None:
    with database.write(now=NOW) as uow:
        setup.ensure_towns(uow)
    assert take_member(database).rejected == 1


def test_a_declined_member_keeps_the_reason(database: Database) -> None:
    begin(database, [AUTOMATION])
    take_member(database, Stage.DECLINED, note="Ei resursseja")
    assert [(case.stage, case.reason) for case in rows(database, Case)] == [("declined", "Ei resursseja")]


def test_a_day_in_the_future_is_brought_back_to_today(database: Database) -> None:
    begin(database, [AUTOMATION])
    take_member(database, since=date(2030, 1, 1))
    assert rows(database, Case)[0].stage_since == date(2026, 3, 10)


def test_a_case_that_people_work_on_is_left_as_it_is(database: Database) -> None:
    begin(database, [AUTOMATION])
    take_member(database, Stage.CONTACTED)
    assert take_member(database, Stage.ACTIVE).changed == 1
    assert [case.stage for case in rows(database, Case)] == ["contacted"]
