"""Questions on organisations of ours that may be another actor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

import pytest
from sqlmodel import SQLModel, select

from db.engine import Database, open_database
from db.models import LinkDecision, LinkProposal, Organisation
from outreach.errors import BadInput, NotFound, Refused
from outreach.services import agreement, judgements, review, undo
from outreach.terms.linkage import actor_node, record_node
from outreach.terms.message import Message, say
from outreach.terms.review import ReviewItem
from outreach.terms.work import Judgement
from tests.services.intake_samples import KEY, NOW, SOURCE, begin, candidate, load_register, take
from tests.services.register_samples import IDS, company

Row = TypeVar("Row", bound=SQLModel)
WOOD = int(IDS[0].replace("-", ""))
FIRST, SECOND = 1_000_000_001, 1_000_000_002
TABLE = [{"field": "name", "grade": "equal", "bits": 6.5, "incoming": "a", "known": "b", "words": None}]


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(opened, company(IDS[0], "Esimerkki Puu Oy"), company(IDS[1], "Aivan Muu Oy"))
    take(opened, candidate("Metsäkone Malli Oy"), candidate("Sahalaite Näyte Oy", 3))
    yield opened
    opened.close()


def rows(database: Database, model: type[Row]) -> list[Row]:
    with database.read() as uow:
        found = uow.session.exec(select(model)).all()
        uow.session.expunge_all()
        return sorted(found, key=lambda row: row.id)  # type: ignore[attr-defined]


def propose(database: Database, organisation_id: int, actor_id: int, posterior: float = 0.6) -> None:
    with database.write(now=NOW) as uow:
        uow.session.add(
            LinkProposal(
                organisation_id=organisation_id, actor_id=actor_id, rank=0, posterior=posterior, evidence=list(TABLE)
            )
        )


def queue(database: Database, today: date | None = None) -> tuple[ReviewItem, ...]:
    with database.read() as uow:
        return review.queue(uow, today=today).rows


def answer(database: Database, number: int, actor_id: int, judgement: Judgement, until: date | None = None) -> Message:
    with database.write(now=NOW, adviser_id=1) as uow:
        return review.answer(uow, number, actor_id, judgement, until, key=KEY)


def test_an_organisation_stands_in_the_queue_beside_records(database: Database) -> None:
    propose(database, 1, WOOD)
    (item,) = queue(database)
    assert (item.record_id, item.actor_id, item.number, item.name) == (0, FIRST, FIRST, "Metsäkone Malli Oy")
    assert [(p.actor_id, p.name) for p in item.proposals] == [(WOOD, "Esimerkki Puu Oy")]
    with database.read() as uow:
        assert review.item(uow, FIRST) == item
        with pytest.raises(Refused):
            review.item(uow, SECOND)
        with pytest.raises(NotFound):
            review.item(uow, 999)


def test_a_pair_found_both_ways_round_is_asked_about_once(database: Database) -> None:
    propose(database, 1, SECOND)
    propose(database, 2, FIRST)
    assert [item.actor_id for item in queue(database)] == [FIRST]
    answer(database, FIRST, SECOND, Judgement.DIFFERENT)
    assert queue(database) == ()
    assert rows(database, LinkProposal) == []


def test_same_merges_it_into_the_company_of_the_register(database: Database) -> None:
    propose(database, 1, WOOD)
    before = rows(database, LinkProposal)[0].model_dump(exclude={"version"})
    assert "Esimerkki Puu Oy" in str(answer(database, FIRST, WOOD, Judgement.SAME))
    kept = next(row for row in rows(database, Organisation) if row.actor_id == WOOD)
    assert rows(database, Organisation)[0].merged_into == kept.id
    assert kept.business_id == IDS[0]
    assert queue(database) == ()
    with database.read() as uow:
        assert agreement.links(uow).disagreements == ()
    with database.write(now=NOW, adviser_id=1) as uow:
        undo.undo_last(uow)
    assert [row.merged_into for row in rows(database, Organisation)] == [None, None]
    assert [row.model_dump(exclude={"version"}) for row in rows(database, LinkProposal)] == [before]


def test_same_merges_two_organisations_of_ours_into_the_older_one(database: Database) -> None:
    propose(database, 2, FIRST)
    answer(database, SECOND, FIRST, Judgement.SAME)
    first, second = rows(database, Organisation)
    assert (first.merged_into, second.merged_into) == (None, first.id)
    assert [item.actor_id for item in queue(database)] == []


def test_what_was_judged_different_by_their_records_is_not_merged(database: Database) -> None:
    propose(database, 2, FIRST)
    with database.write(now=NOW, adviser_id=1) as uow:
        uow.entry("review", say("Judged"))
        judgements.note(uow, record_node(SOURCE, "name malli metsakone 740"), actor_node(SECOND), Judgement.DIFFERENT)
    with pytest.raises(Refused, match="judged different before"):
        answer(database, SECOND, FIRST, Judgement.SAME)


def test_different_is_kept_and_shown_by_what_hangs_on_the_two(database: Database) -> None:
    propose(database, 1, WOOD)
    answer(database, FIRST, WOOD, Judgement.DIFFERENT)
    assert queue(database) == ()
    decision = rows(database, LinkDecision)[-1]
    assert (decision.judgement, decision.decided_by, decision.posterior) == ("different", 1, 0.6)
    assert decision.evidence == TABLE
    with database.read() as uow:
        assert judgements.judgements_on(uow, actor_node(FIRST)) == {WOOD: Judgement.DIFFERENT}


def test_later_puts_the_question_off_until_its_day(database: Database) -> None:
    propose(database, 1, WOOD)
    propose(database, 2, WOOD, 0.1)
    answer(database, FIRST, WOOD, Judgement.UNSURE, date(2026, 4, 1))
    assert [item.actor_id for item in queue(database, date(2026, 3, 31))] == [SECOND, FIRST]
    assert [item.actor_id for item in queue(database, date(2026, 4, 1))] == [FIRST, SECOND]


def test_an_answer_on_something_that_is_not_proposed_is_refused(database: Database) -> None:
    propose(database, 1, WOOD)
    with pytest.raises(BadInput, match="not proposed"):
        answer(database, FIRST, SECOND, Judgement.DIFFERENT)


def test_what_was_merged_away_is_asked_about_under_the_name_that_stands_for_it(database: Database) -> None:
    propose(database, 1, SECOND)
    with database.write(now=NOW) as uow:
        kept = Organisation(actor_id=WOOD, business_id=IDS[0], created_at=NOW)
        uow.session.add(kept)
        uow.session.flush()
        uow.find(Organisation, 2).merged_into = kept.id
    (item,) = queue(database)
    assert [p.actor_id for p in item.proposals] == [WOOD]
