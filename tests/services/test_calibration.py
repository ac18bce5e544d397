"""Weights from people's answers: estimated, shown, kept as versions, gone over to and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from math import exp2

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import SourceRecord, State
from db.models.linkage import LinkProposal, LinkWeights
from db.unit import Write
from outreach.errors import NotFound, Refused
from outreach.rules.linkage.calibrate import FEWEST_PAIRS
from outreach.rules.linkage.weights import Weights
from outreach.services import judgements, undo
from outreach.services.calibration import current_weights, current_weights_id, estimating, in_use
from outreach.terms.calibration import Estimation
from outreach.terms.linkage import actor_node, record_node
from outreach.terms.work import Judgement
from tests.services.office import NOW, actor, business_ids, open_office, registered, working

LINK_AT = 0.6
SHIPPED = Weights()
COUNT = 90
IDS = business_ids(COUNT)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    open_office(opened, [registered(IDS[70], "Esimerkki 70 Oy")])
    yield opened
    opened.close()


def evidence(name: float, **grades: str) -> list[object]:
    """What is stored with a decision, of the shipped weights."""
    rows = [("name", "similar", name)]
    rows += [(field, grade, getattr(SHIPPED, f"{field}_{grade}", 0.0)) for field, grade in grades.items()]
    told = [{"field": f, "grade": g, "bits": b, "incoming": "", "known": "", "words": None} for f, g, b in rows]
    return [*told, {"field": "rule", "grade": "", "bits": 0.0, "incoming": "", "known": "", "words": None}]


def posterior(stored: list[object]) -> float:
    weight = exp2(sum(line["bits"] for line in stored if isinstance(line, dict)))
    return round(weight / (SHIPPED.nobody + weight), 4)


def judge(
    uow: Write, number: int, said: Judgement, stored: list[object], *, by_rule: bool = False, minutes: int = 0
) -> None:
    """A judgement on a record of a list and a company of the register."""
    uow.entry("review", in_use.SHIPPED)
    row = SourceRecord(
        run_id=1,
        source="lista.xlsx",
        place=f"row {number}",
        identity=f"esimerkki {number}",
        fetched_at=NOW,
        content_hash="0" * 64,
        fingerprint=f"{number}",
        candidate={"name": f"Esimerkki n:o {number}"},
        state="linked",
    )
    known = uow.session.exec(select(SourceRecord).where(SourceRecord.identity == row.identity)).first()
    if known is None:
        uow.session.add(row)
        uow.session.flush()
        known = row
    uow.now = NOW + timedelta(minutes=minutes or number)
    judgements.note(
        uow,
        actor_node(actor(IDS[number])),
        record_node("lista.xlsx", known.identity),
        said,
        evidence=stored,
        posterior=posterior(stored),
        record_id=known.id,
        by_rule=by_rule,
    )


def phones_are_wrong(database: Database, pairs: int = 60) -> None:
    """People have judged pairs: where the phone agrees far fewer are the same than one of two, as it was expected;
    where it is not known all is as expected."""
    with working(database) as uow:
        for number in range(pairs):
            if number % 2:
                said = Judgement.SAME if number % 10 == 9 else Judgement.DIFFERENT
                judge(uow, number, said, evidence(-7.5, phone="equal"))
            else:
                judge(uow, number, Judgement.SAME if number % 6 == 0 else Judgement.DIFFERENT, evidence(-1.5))


def told(database: Database) -> Estimation:
    with database.read() as uow:
        return estimating.estimate(uow, link_at=LINK_AT)


def weights(database: Database) -> tuple[int | None, Weights]:
    with database.read() as uow:
        return current_weights_id(uow), current_weights(uow)


def apply(database: Database) -> int:
    with working(database) as uow:
        return estimating.apply(uow, link_at=LINK_AT)[1]


def test_a_new_database_uses_the_shipped_weights(database: Database) -> None:
    assert weights(database) == (None, SHIPPED)
    with database.read() as uow:
        assert [(row.weights_id, row.in_use) for row in in_use.versions(uow)] == [(None, True)]
        assert {row.name: row.bits for row in in_use.rows(uow, None)} == SHIPPED.as_plain()
        assert {str(row.words) for row in in_use.rows(uow, None)} >= {"Same phone number", "Different towns"}


def test_an_estimate_shows_the_pairs_behind_it_and_changes_nothing(database: Database) -> None:
    phones_are_wrong(database)
    found = told(database)
    rows = {row.name: row for row in found.rows}
    phone = rows["phone_equal"]
    assert (phone.in_use, phone.pairs, phone.same, phone.kept) == (7.0, 30, 6, False)
    assert 0.0 < phone.estimated < phone.in_use
    assert rows["town_equal"].kept
    assert rows["town_equal"].estimated == SHIPPED.town_equal
    assert (found.judged, found.used, found.changes) == (60, 60, True)
    assert weights(database) == (None, SHIPPED)
    with database.read() as uow:
        assert uow.session.exec(select(LinkWeights)).all() == []


def test_applied_weights_are_a_version_that_is_gone_over_to_and_back_from(database: Database) -> None:
    phones_are_wrong(database)
    found = told(database)
    number = apply(database)
    assert weights(database) == (
        number,
        Weights.from_plain(SHIPPED.as_plain() | {row.name: row.estimated for row in found.rows}),
    )
    with database.read() as uow:
        new = next(row for row in in_use.rows(uow, number) if row.name == "phone_equal")
        assert (new.pairs, new.bits) == (30, next(row for row in found.rows if row.name == new.name).estimated)
        assert [(row.weights_id, row.in_use, row.by) for row in in_use.versions(uow)] == [
            (number, True, "Maija Kokeilija"),
            (None, False, ""),
        ]
    with working(database) as uow:
        in_use.use(uow, None)
    assert weights(database) == (None, SHIPPED)
    with working(database) as uow:
        in_use.use(uow, number)
    assert weights(database)[0] == number


def test_a_second_estimate_starts_from_the_shipped_weights_again(database: Database) -> None:
    """Else the same answers would count anew each time."""
    phones_are_wrong(database)
    apply(database)
    once = weights(database)[1]
    assert not told(database).changes
    with pytest.raises(Refused):
        apply(database)
    assert weights(database)[1] == once


def test_old_links_that_would_be_asked_about_are_told_and_stay(database: Database) -> None:
    phones_are_wrong(database)
    with working(database) as uow:
        judge(uow, 70, Judgement.SAME, evidence(-6.7, phone="equal"), by_rule=True)
        judge(uow, 71, Judgement.SAME, evidence(7.0), by_rule=True)
    moved = told(database).relabelling
    assert (moved.links, moved.now_asked) == (2, 1)
    assert (moved.examples[0].record, moved.examples[0].known) == ("Esimerkki n:o 70", "Esimerkki 70 Oy")
    assert moved.examples[0].before >= LINK_AT > moved.examples[0].after
    number = apply(database)
    with database.read() as uow:
        again = estimating.relabelled(uow, None, link_at=LINK_AT)
        assert (again.links, again.now_asked) == (2, 0)
        said = judgements.judgements_on(uow, record_node("lista.xlsx", "esimerkki 1"))
        assert said == {actor(IDS[1]): Judgement.DIFFERENT}
        assert current_weights_id(uow) == number


def test_answers_that_would_be_links_now_are_told_with_those_that_would_be_wrong(database: Database) -> None:
    with working(database) as uow:
        for number in range(60):
            said = Judgement.DIFFERENT if number % 20 == 0 else Judgement.SAME
            judge(uow, number, said, evidence(1.7, phone="differs"))
    moved = told(database).relabelling
    assert (moved.questions, moved.now_linked, moved.now_linked_wrong) == (60, 60, 3)
    assert {str(one.said) for one in moved.examples} <= {"same", "different"}


def test_waiting_records_are_counted_too(database: Database) -> None:
    phones_are_wrong(database)
    with working(database) as uow:
        judge(uow, 80, Judgement.UNSURE, evidence(-1.0))
        row = uow.session.exec(select(SourceRecord).where(SourceRecord.identity == "esimerkki 80")).one()
        row.state = "review"
        stored = evidence(-0.5)
        uow.session.add(LinkProposal(record_id=row.id, actor_id=actor(IDS[80]), rank=0, posterior=0.4, evidence=stored))
    moved = told(database).relabelling
    assert (moved.waiting, moved.waiting_linked, moved.questions) == (1, 0, 60)


def test_only_the_newest_word_on_a_pair_counts_and_one_answer_counts_once(database: Database) -> None:
    with working(database) as uow:
        for number in range(FEWEST_PAIRS):
            judge(uow, number, Judgement.DIFFERENT, evidence(0.5, phone="differs"))
            judge(uow, number, Judgement.SAME, evidence(0.5, phone="differs"))
        judge(uow, 0, Judgement.UNSURE, evidence(0.5, phone="differs"))
    rows = {row.name: row for row in told(database).rows}
    assert (rows["phone_differs"].pairs, rows["phone_differs"].same) == (FEWEST_PAIRS - 1, FEWEST_PAIRS - 1)
    assert rows["phone_differs"].kept


def test_links_that_a_person_took_back_are_no_sample_of_links(database: Database) -> None:
    with working(database) as uow:
        for number in range(30):
            judge(uow, number, Judgement.SAME, evidence(-5.0, phone="equal"), by_rule=True)
            judge(uow, number, Judgement.DIFFERENT, evidence(-5.0, phone="equal"), minutes=200 + number)
    found = told(database)
    assert (found.corrections, found.used, found.changes) == (30, 0, False)
    assert found.relabelling.links == 0


def test_going_over_to_weights_stands_in_the_history_and_undo_leaves_it(database: Database) -> None:
    phones_are_wrong(database)
    number = apply(database)
    with database.read() as uow:
        newest = undo.history(uow, limit=1).rows[0]
    assert not newest.undoable
    assert "Weights" in str(newest.text)
    with working(database) as uow:
        undo.undo_last(uow)
    assert weights(database)[0] == number


def test_weights_of_another_program_version_are_not_used(database: Database) -> None:
    phones_are_wrong(database)
    number = apply(database)
    with working(database) as uow:
        row = uow.session.get(LinkWeights, number)
        assert row is not None
        row.learnt = {**row.learnt, "meaning": 0}
    assert weights(database) == (None, SHIPPED)
    with database.read() as uow:
        assert [(row.weights_id, row.fits) for row in in_use.versions(uow)] == [(number, False), (None, True)]
    with working(database) as uow, pytest.raises(Refused):
        in_use.use(uow, number)


def test_weights_that_there_are_not_are_not_found(database: Database) -> None:
    with working(database) as uow, pytest.raises(NotFound):
        in_use.use(uow, 7)
    with working(database) as uow:
        uow.session.add(State(key=in_use.IN_USE, value="7"))
    assert weights(database) == (None, SHIPPED)
