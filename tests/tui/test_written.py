"""Dialogs and screens with a real database behind them: what is written, and what one undo takes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from outreach.config import Config
from outreach.errors import BadInput
from outreach.services import setup
from outreach.services.session import Workplace, open_workplace
from outreach.terms.needs import NeedInput, NeedSpec
from outreach.terms.views import Card, TouchInput
from outreach.terms.work import Direction, Outcome, Stage, TouchKind, Verdict, VerdictReason
from tui.dialogs import contact, edit, need, owner, stage, task
from tui.dialogs.contact import Step
from tui.screens import candidates, card, first_start, needs, stages

SPEC = NeedSpec(competences=("glulam",))
NEED = NeedInput(town_code="740", title_fi="puurakentaminen", title_en="timber", spec=SPEC, target_count=2)
NEXT_WEEK = date(2026, 3, 17)


@dataclass
class Office:
    """A workplace with one need and four organisations, the last of which cannot be reached."""

    place: Workplace
    need_id: int
    actors: tuple[int, ...]

    def judge(self, *actors: int, verdict: Verdict = Verdict.FITS, reason: str = "") -> Any:
        return candidates.judge(self.place, self.need_id, actors, verdict, reason)

    def waiting(self) -> set[int]:
        candidates.make_fresh(self.place, self.need_id)
        return {row.actor_id for row in candidates.load(self.place, self.need_id, 0, 100).rows}

    def card(self, actor_id: int) -> Card:
        return card.load(self.place, actor_id, "en")

    def case(self, actor_id: int) -> int:
        self.judge(actor_id)
        return self.card(actor_id).cases[0].case_id

    def undo(self) -> None:
        from tui.shell import _undo

        _undo(self.place)


@pytest.fixture
def office(config: Config) -> Office:
    place = open_workplace(config)
    first_start.settle_in(place, "Maija Kokeilija", "en", "740", "empty")
    place = replace(place, adviser_id=1)
    actors = []
    for number in range(4):
        ways = {"phone": f"040 555 010{number}", "email": f"info{number}@esimerkki.example"} if number < 3 else {}
        values = {"name": f"Esimerkki {number} Oy", "municipality_code": "Savonlinna", **ways}
        actor_id = edit.write_new(place, values)
        edit.write_part(place, actor_id, "competence", {"tag": "glulam", "note": ""}, True)
        actors.append(actor_id)
    need.write(place, NEED, None)
    (found,) = candidates.needs_of(place, "740")
    return Office(place, found.need_id, tuple(actors))


def test_many_verdicts_are_one_undo(office: Office) -> None:
    first, second, third, _ = office.actors
    assert office.waiting() == set(office.actors)
    said, refused = office.judge(first, second, third)
    assert (str(said), refused) == ("3 candidates: Fits", ())
    assert office.waiting() == {office.actors[3]}
    office.undo()
    assert office.waiting() == set(office.actors)


def test_a_refused_one_leaves_nothing_and_does_not_keep_the_others_back(office: Office) -> None:
    unreachable = office.actors[3]
    _, refused = office.judge(unreachable, office.actors[0])
    assert [actor for actor, _ in refused] == [unreachable]
    assert "a way to contact them that may be used" in str(refused[0][1])
    assert unreachable in office.waiting()
    assert office.card(office.actors[0]).cases[0].stage is Stage.SELECTED


def test_the_reason_of_a_no_is_kept(office: Office) -> None:
    office.judge(office.actors[0], verdict=Verdict.DOES_NOT_FIT, reason=VerdictReason.TOO_SMALL.value)
    assert office.actors[0] not in office.waiting()


def test_a_contact_with_its_next_step_is_one_undo(office: Office) -> None:
    actor = office.actors[0]
    case_id = office.case(actor)
    task.write(office.place, (case_id,), "call", date(2026, 3, 12))
    present = office.card(actor).cases[0].next_task
    touch = TouchInput(TouchKind.CALL, Direction.OUTBOUND, date(2026, 3, 10), "Rivi\n\nToinen", Outcome.INTERESTED)
    contact.write(office.place, actor, case_id, touch, Step(present, True, "visit", NEXT_WEEK))
    after = office.card(actor)
    assert after.cases[0].next_task is not None
    assert (after.cases[0].next_task.title, after.cases[0].next_task.due_on) == ("visit", NEXT_WEEK)
    assert any(row.text == "Rivi\n\nToinen" for row in after.timeline)
    office.undo()
    before = office.card(actor)
    assert before.cases[0].next_task == present
    assert not any(row.text.startswith("Rivi") for row in before.timeline)


def test_next_step_and_owner_of_many_cases_are_one_undo_each(office: Office) -> None:
    cases = [office.case(actor) for actor in office.actors[:2]]
    task.write(office.place, cases, "invite", NEXT_WEEK)
    with office.place.write() as uow:
        colleague = setup.create_adviser(uow, "Toinen Neuvoja")
    owner.write(office.place, cases, colleague)
    rows = stages.load(office.place, "740", None, False, 0, 10).rows
    assert {row.next_task.title for row in rows if row.next_task} == {"invite"}
    office.undo()
    assert task.present(office.place, cases[0]) is not None
    office.undo()
    assert task.present(office.place, cases[0]) is None


def test_a_stage_is_moved_once_there_is_evidence(office: Office) -> None:
    case_id = office.case(office.actors[0])
    assert Stage.CONTACTED in {move.stage for move in stage.allowed(office.place, case_id) if move.missing}
    touch = TouchInput(TouchKind.EMAIL, Direction.OUTBOUND, date(2026, 3, 10), "Hei", sent=True)
    contact.write(office.place, office.actors[0], case_id, touch, Step(None, False, "", None))
    assert Stage.CONTACTED in {move.stage for move in stage.allowed(office.place, case_id) if not move.missing}
    stage.write(office.place, case_id, Stage.CONTACTED, "", "", None, None)
    assert stages.counts(office.place, "740", True)[Stage.CONTACTED] == 1


def test_every_figure_of_coverage_is_as_many_as_the_rows_it_opens(office: Office) -> None:
    office.case(office.actors[0])
    (row,), _ = needs.load(office.place, "740")
    for column, name, _ in needs.FIGURES:
        assert len(needs.behind(office.place, office.need_id, column)) == getattr(row, name)


def test_a_need_is_put_away_and_taken_back(office: Office) -> None:
    needs.archive(office.place, office.need_id)
    rows, away = needs.load(office.place, "740")
    assert (rows, [found.need_id for found in away]) == ((), [office.need_id])
    needs.unarchive(office.place, office.need_id)
    assert len(needs.load(office.place, "740")[0]) == 1


def test_an_unknown_industry_code_names_the_nearest(office: Office) -> None:
    wrong = replace(NEED, title_fi="koneet", spec=NeedSpec(industry_codes=("28995",)))
    with pytest.raises(BadInput, match="28995") as refused:
        need.write(office.place, wrong, None)
    assert "Did you mean: 2899" in str(refused.value.hint)


def test_a_town_is_given_by_name_and_an_unknown_one_is_refused(office: Office) -> None:
    site = {"municipality_code": "Raahe", "street": "", "postcode": "", "note": "plant"}
    edit.write_part(office.place, office.actors[0], "site", site, False)
    assert office.card(office.actors[0]).sites[0].municipality_code == "678"
    with pytest.raises(BadInput, match="not a municipality"):
        edit.write_part(office.place, office.actors[0], "site", site | {"municipality_code": "Atlantis"}, False)


def test_likely_twins_are_found_by_name(office: Office) -> None:
    assert edit.twins_of(office.place, {"name": "Esimerkki 1 Oy"}, stays)[0].name == "Esimerkki 1 Oy"
    assert edit.twins_of(office.place, {"name": "Aivan Muu Oy"}, stays) == ()


def stays() -> bool:
    """Nobody wants to leave the program."""
    return False
