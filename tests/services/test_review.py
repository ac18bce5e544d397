"""Records that wait for a person, and what the answers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from sqlmodel import SQLModel, select

from db.engine import Database, open_database
from db.models import Case, Journal, LinkDecision, LinkProposal, Organisation, OrganisationAlias, Person, SourceRecord
from outreach.errors import BadInput, Conflict, Refused
from outreach.services import review, undo
from outreach.terms.linkage import actor_node
from outreach.terms.message import Message, say
from outreach.terms.review import Pace, ReviewItem
from outreach.terms.work import Judgement, Stage
from tests.services.intake_samples import KEY, NOW, begin, candidate, load_register, opening, person, take
from tests.services.register_samples import IDS, company

Row = TypeVar("Row", bound=SQLModel)
HOLDING = int(IDS[0].replace("-", ""))
ESTATES = int(IDS[1].replace("-", ""))
WEB = "www.esimerkkipuu.example"
LINE = candidate(
    "Esimerkki Puu Oy", website=WEB, phone="015 555 0100", contact=person(), opening=opening(Stage.COMMITTED)
)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(
        opened,
        company(IDS[0], "Esimerkki Puu Holding Oy", website=WEB),
        company(IDS[1], "Esimerkki Puu Kiinteistöt Oy", website=WEB),
        company(IDS[2], "Aivan Muu Oy"),
    )
    yield opened
    opened.close()


def rows(database: Database, model: type[Row]) -> list[Row]:
    with database.read() as uow:
        found = uow.session.exec(select(model)).all()
        uow.session.expunge_all()
        return sorted(found, key=lambda row: row.id)  # type: ignore[attr-defined]


def queue(database: Database, today: date | None = None) -> tuple[ReviewItem, ...]:
    with database.read() as uow:
        page = review.queue(uow, today=today)
        assert page.total == len(page.rows)
        return page.rows


def answer(
    database: Database, actor_id: int, judgement: Judgement, *, record: int = 0, until: date | None = None
) -> Message:
    record_id = record or queue(database)[0].record_id
    with database.write(now=NOW, adviser_id=1) as uow:
        return review.answer(uow, record_id, actor_id, judgement, until, key=KEY)


def undo_last(database: Database) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        undo.undo_last(uow)


def state(database: Database) -> list[object]:
    """What answers change, to be compared before and after an undo."""
    tables = (SourceRecord, LinkProposal, LinkDecision, Organisation, OrganisationAlias, Person, Case)
    loose = {"version"}
    return [[row.model_dump(exclude=loose) for row in rows(database, model)] for model in tables]


def test_the_queue_shows_each_proposal_with_its_evidence_line_by_line(database: Database) -> None:
    take(database, LINE)
    (item,) = queue(database)
    assert (item.name, item.source, item.place) == ("Esimerkki Puu Oy", "toimijat.xlsx", "row 2")
    assert {proposal.actor_id for proposal in item.proposals} == {HOLDING, ESTATES}
    first = item.proposals[0]
    assert first.name in ("Esimerkki Puu Holding Oy", "Esimerkki Puu Kiinteistöt Oy")
    website = next(pair for pair in first.fields if pair.field == "website")
    assert (website.grade, website.bits > 0) == ("equal", True)
    assert [p.posterior for p in item.proposals] == sorted((p.posterior for p in item.proposals), reverse=True)


def test_same_links_the_record_and_adds_what_it_says(database: Database) -> None:
    take(database, LINE)
    assert "Esimerkki Puu Holding Oy" in str(answer(database, HOLDING, Judgement.SAME))
    (row,) = rows(database, Organisation)
    assert (row.business_id, row.phone) == (IDS[0], "+358155550100")
    assert [alias.name for alias in rows(database, OrganisationAlias)] == ["Esimerkki Puu Oy"]
    assert [p.name for p in rows(database, Person)] == ["Testi Henkilö"]
    assert [case.stage for case in rows(database, Case)] == ["committed"]
    (record,) = rows(database, SourceRecord)
    assert (record.state, record.organisation_id) == ("linked", row.id)
    (decision,) = rows(database, LinkDecision)
    assert (decision.judgement, decision.decided_by, decision.one) == ("same", 1, actor_node(HOLDING))
    assert decision.evidence
    assert queue(database) == ()


def test_different_from_all_makes_a_new_organisation(database: Database) -> None:
    take(database, LINE)
    answer(database, HOLDING, Judgement.DIFFERENT)
    assert [p.actor_id for p in queue(database)[0].proposals] == [ESTATES]
    answer(database, ESTATES, Judgement.DIFFERENT)
    (row,) = rows(database, Organisation)
    assert (row.business_id, row.name) == (None, "Esimerkki Puu Oy")
    assert [case.stage for case in rows(database, Case)] == ["committed"]
    assert queue(database) == ()


def test_different_holds_when_the_list_comes_again_changed(database: Database) -> None:
    take(database, LINE)
    answer(database, HOLDING, Judgement.DIFFERENT)
    take(database, replace(LINE, description="Uusi teksti"))
    assert [p.actor_id for p in queue(database)[0].proposals] == [ESTATES]


def test_a_record_that_waits_is_unchanged_when_the_same_list_comes_again(database: Database) -> None:
    take(database, LINE)
    assert take(database, LINE).unchanged == 1
    assert len(queue(database)) == 1


def test_unsure_goes_to_the_end_of_the_queue_and_comes_back_on_its_day(database: Database) -> None:
    take(database, LINE, candidate("Esimerkki Puun Konepaja Oy", 3, website=WEB))
    first, second = (item.record_id for item in queue(database))
    answer(database, HOLDING, Judgement.UNSURE, record=first, until=date(2026, 4, 1))
    assert [item.record_id for item in queue(database)] == [second, first]
    assert [item.record_id for item in queue(database, date(2026, 4, 1))] == [first, second]
    with pytest.raises(BadInput, match="future"):
        answer(database, HOLDING, Judgement.UNSURE, record=first, until=date(2026, 3, 10))


@pytest.mark.parametrize("judgement", list(Judgement))
def test_undo_takes_an_answer_back_whole(database: Database, judgement: Judgement) -> None:
    take(database, LINE)
    before = state(database)
    answer(database, HOLDING, judgement)
    assert state(database) != before
    undo_last(database)
    assert state(database) == before


def test_undo_of_the_last_no_takes_the_new_organisation_back(database: Database) -> None:
    take(database, LINE)
    answer(database, HOLDING, Judgement.DIFFERENT)
    before = state(database)
    answer(database, ESTATES, Judgement.DIFFERENT)
    undo_last(database)
    assert state(database) == before


def test_one_answer_settles_all_rows_that_name_the_same(database: Database) -> None:
    take(database, LINE, replace(candidate("Esimerkki Puu Oy", 3, website=WEB), contact=person("Toinen Testi")))
    (item,) = queue(database)
    assert [(one.record_id, one.place) for one in item.group] == [(2, "row 3")]
    assert "2 records" in str(answer(database, HOLDING, Judgement.SAME))
    assert queue(database) == ()
    assert len(rows(database, Organisation)) == 1
    assert [p.name for p in rows(database, Person)] == ["Testi Henkilö", "Toinen Testi"]


def test_an_answer_to_a_settled_record_is_refused(database: Database) -> None:
    take(database, LINE)
    record = queue(database)[0].record_id
    answer(database, HOLDING, Judgement.SAME, record=record)
    with pytest.raises(Refused, match="already"):
        answer(database, HOLDING, Judgement.SAME, record=record)


def test_an_answer_about_an_organisation_that_is_not_proposed_is_refused(database: Database) -> None:
    take(database, LINE)
    with pytest.raises(BadInput, match="not proposed"):
        answer(database, int(IDS[2].replace("-", "")), Judgement.DIFFERENT)


def test_an_answer_to_an_outdated_view_is_a_conflict(database: Database) -> None:
    take(database, LINE)
    item = queue(database)[0]
    answer(database, HOLDING, Judgement.UNSURE)
    with pytest.raises(Conflict), database.write(now=NOW, adviser_id=1) as uow:
        review.answer(uow, item.record_id, HOLDING, Judgement.SAME, key=KEY, expected=item.version)
    assert rows(database, Organisation) == []


def test_two_different_business_ids_are_never_joined(database: Database) -> None:
    take(database, candidate("Puupaja Malli Oy", 2, business_id=IDS[4], website="www.puupaja.example"))
    take(database, LINE)
    record = queue(database)[0].record_id
    with database.write(now=NOW, adviser_id=1) as uow:
        row = uow.find(SourceRecord, record)
        uow.session.add(row)
        row.candidate = {**row.candidate, "business_id": IDS[3]}
    with pytest.raises(Refused, match="differ"):
        answer(database, int(IDS[4].replace("-", "")), Judgement.SAME, record=record)


def test_equal_records_of_several_sources_are_one_question_whose_answer_goes_to_all(database: Database) -> None:
    for source in ("toimijat.xlsx", "jasenet.xlsx", "vuokralaiset.xlsx"):
        take(database, LINE, source=source)
    (item,) = queue(database)
    assert [item.source, *(one.source for one in item.group)] == ["toimijat.xlsx", "jasenet.xlsx", "vuokralaiset.xlsx"]
    answer(database, HOLDING, Judgement.DIFFERENT)
    assert [p.actor_id for p in queue(database)[0].proposals] == [ESTATES]
    answer(database, ESTATES, Judgement.SAME)
    assert queue(database) == ()
    (row,) = rows(database, Organisation)
    assert {record.organisation_id for record in rows(database, SourceRecord)} == {row.id}
    assert len(rows(database, LinkDecision)) == 6


def test_records_that_differ_in_a_value_are_asked_about_one_by_one(database: Database) -> None:
    take(database, LINE)
    take(database, replace(LINE, phone="015 555 0999"), source="jasenet.xlsx")
    assert [item.group for item in queue(database)] == [(), ()]


def test_one_undo_takes_back_the_answer_to_a_whole_group(database: Database) -> None:
    take(database, LINE)
    take(database, LINE, source="jasenet.xlsx")
    answer(database, HOLDING, Judgement.DIFFERENT)
    before = state(database)
    answer(database, ESTATES, Judgement.DIFFERENT)
    assert len(rows(database, Organisation)) == 1
    undo_last(database)
    assert state(database) == before


def test_questions_whose_answer_settles_most_stand_first(database: Database) -> None:
    """A question of many records goes before one of few, and of these the one nearest to an even chance."""
    take(database, LINE)
    take(database, *(candidate(f"Esimerkki Puun Konepaja {n} Oy", n, website=WEB) for n in (3, 4)))
    take(database, candidate("Esimerkki Puun Konepaja 4 Oy", 4, website=WEB), source="jasenet.xlsx")
    wanted = {"Esimerkki Puu Oy": 0.1, "Esimerkki Puun Konepaja 3 Oy": 0.45, "Esimerkki Puun Konepaja 4 Oy": 0.6}
    with database.write(now=NOW) as uow:
        for proposal in uow.session.exec(select(LinkProposal)).all():
            record = uow.find(SourceRecord, proposal.record_id)
            proposal.posterior = wanted[str(record.candidate["name"])]
            uow.session.add(proposal)
    assert [item.name for item in queue(database)] == [
        "Esimerkki Puun Konepaja 4 Oy",
        "Esimerkki Puun Konepaja 3 Oy",
        "Esimerkki Puu Oy",
    ]


def test_the_pace_is_measured_from_the_own_latest_answers(database: Database) -> None:
    def pace(adviser_id: int | None = 1) -> Pace:
        with database.read() as uow:
            return review.pace(uow, adviser_id)

    assert pace() == Pace(15.0, measured=False)
    at = NOW
    with database.write(now=NOW) as uow:
        for gap in (0, 8, 12, 10, 3600, 10):  # an hour's lunch says nothing
            at += timedelta(seconds=gap)
            uow.session.add(Journal(written_at=at, adviser_id=1, kind="review", message=say("Same").to_plain()))
    assert pace() == Pace(10.0, measured=True)
    assert pace(None) == Pace(15.0, measured=False)
