"""What the register has changed is compared with organisations without a Business ID and with waiting records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import LinkDecision, LinkProposal, Organisation, SourceRecord
from outreach.services import edits, review, today, undo
from outreach.services import recheck as rechecking
from outreach.services.intake import LinkSettings
from outreach.services.recheck import Rechecked, recheck
from outreach.services.register.apply import apply_register
from outreach.services.register.undo import undo_run
from outreach.terms.candidate import RegisterCompany
from outreach.terms.runs import RunResult
from outreach.terms.work import Judgement
from tests.services import office
from tests.services.intake_samples import KEY, NOW, TOWN, begin, candidate, load_register, take
from tests.services.register_samples import BULK, address, company

IDS = office.business_ids(8)
NIGHT = NOW + timedelta(hours=20)
RAAHE = address("92100", "RAAHE", "BRAHESTAD", "678", street="Pajatie 4")
CROWD = tuple(
    company(number, f"{name} Oy")
    for number, name in zip(IDS[4:], ("Kaarna", "Höyläämö", "Saimaan Puhuri", "Taimitarha"), strict=True)
)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(opened, *CROWD)
    assert again(opened) == Rechecked()
    yield opened
    opened.close()


def again(database: Database, now: Any = NIGHT) -> Rechecked:
    return recheck(database, now=now, adviser_id=1, link=LinkSettings(), key=KEY)


def night(database: Database, *companies: RegisterCompany, at: Any = NIGHT) -> RunResult:
    return apply_register(database, [*CROWD, *companies], run=BULK, now=at, adviser_id=None).result


def add(database: Database, name: str, **values: Any) -> int:
    """An organisation of ours; its key."""
    with office.working(database, now=NOW) as uow:
        return edits.add(uow, {"name": name, "municipality_code": TOWN, **values}) - 1_000_000_000


def questions(database: Database) -> list[tuple[int | None, int]]:
    """(organisation of ours, actor it may be), in the order of asking."""
    with database.read() as uow:
        rows = uow.session.exec(select(LinkProposal)).all()
        return [(row.organisation_id, row.actor_id) for row in sorted(rows, key=lambda row: row.id or 0)]


def test_a_new_company_asks_for_the_organisation_that_was_there_before_it(database: Database) -> None:
    paja, _ = add(database, "Keksitty Konepaja"), add(database, "Aivan Muu Toimija")
    night(database, company(IDS[0], "Keksitty Konepaja Oy"))
    found = again(database)
    assert found == Rechecked(asked=1)
    assert [str(note) for note in found.notes] == ["1 possible duplicate was found by comparing what has changed."]
    assert questions(database) == [(paja, office.actor(IDS[0]))]
    with database.read() as uow:
        proposal = uow.session.exec(select(LinkProposal)).one()
        assert proposal.posterior > 0.6
        assert {line["field"] for line in proposal.evidence} >= {"name", "town"}  # type: ignore[index]
        assert uow.session.get(Organisation, paja).business_id is None  # type: ignore[union-attr]
        assert _duplicates(uow) == 1


def _duplicates(uow: Any) -> int:
    view = today.today(uow, adviser_id=None, today=office.TODAY, language="en", limits={})
    return view.duplicates_waiting


@pytest.mark.parametrize("change", ["name", "town"])
def test_a_changed_company_asks_and_an_unchanged_one_does_not(database: Database, change: str) -> None:
    before = company(IDS[0], "Vanha Nimi Oy" if change == "name" else "Keksitty Konepaja Oy", addresses=(RAAHE,))
    night(database, before)
    again(database)
    paja = add(database, "Keksitty Konepaja")
    night(database, before)
    assert again(database) == Rechecked()
    after = before._replace(**company(IDS[0], "Keksitty Konepaja Oy")._asdict())
    night(database, after, at=NIGHT + timedelta(days=1))
    assert again(database) == Rechecked(asked=1)
    assert questions(database) == [(paja, office.actor(IDS[0]))]


def test_another_industry_is_no_reason_to_ask(database: Database) -> None:
    before = company(IDS[0], "Keksitty Konepaja Oy")
    night(database, before)
    again(database)
    add(database, "Keksitty Konepaja")
    night(database, before._replace(industry_code="62010"), at=NIGHT + timedelta(days=1))
    assert again(database) == Rechecked()


def test_nothing_is_asked_twice(database: Database) -> None:
    paja = add(database, "Keksitty Konepaja")
    night(database, company(IDS[0], "Keksitty Konepaja Oy"))
    again(database)
    assert again(database) == Rechecked()
    night(database, company(IDS[0], "Keksitty Konepaja Oy", addresses=(RAAHE,)), at=NIGHT + timedelta(days=1))
    assert again(database) == Rechecked()
    assert len(questions(database)) == 1
    with office.working(database, now=NIGHT) as uow:
        actor = 1_000_000_000 + paja
        review.answer(uow, actor, office.actor(IDS[0]), Judgement.DIFFERENT, key=KEY)
    night(database, company(IDS[0], "Keksitty Konepaja Oy"), at=NIGHT + timedelta(days=2))
    assert again(database) == Rechecked()
    assert questions(database) == []


def test_a_yes_gives_the_organisation_its_business_id(database: Database) -> None:
    paja = add(database, "Keksitty Konepaja")
    night(database, company(IDS[0], "Keksitty Konepaja Oy"))
    again(database)
    with office.working(database, now=NIGHT) as uow:
        review.answer(uow, 1_000_000_000 + paja, office.actor(IDS[0]), Judgement.SAME, key=KEY)
    with database.read() as uow:
        row = uow.find(Organisation, paja)
        kept = uow.find(Organisation, row.merged_into) if row.merged_into is not None else row
        assert kept.business_id == IDS[0]
        assert _duplicates(uow) == 0


def test_organisations_with_a_business_id_and_merged_ones_are_not_asked_about(database: Database) -> None:
    add(database, "Keksitty Konepaja", business_id=IDS[1])
    kept, away = add(database, "Muu Toimija"), add(database, "Saimaan Liima")
    with office.working(database, now=NOW) as uow:
        uow.entry("merge", rechecking.say("Merged"))
        uow.update(uow.find(Organisation, away), merged_into=kept)
    night(database, company(IDS[0], "Keksitty Konepaja Oy"), company(IDS[2], "Saimaan Liima Oy"))
    again(database)
    assert questions(database) == [(kept, office.actor(IDS[2]))]


def test_a_night_that_was_killed_is_made_up_for(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = add(database, "Keksitty Konepaja"), add(database, "Saimaan Liima")
    night(database, company(IDS[0], "Keksitty Konepaja Oy"), company(IDS[2], "Saimaan Liima Oy"))
    write = rechecking._ask_of_ours

    def dies(uow: Any, found: Any) -> int:
        if found.asker.organisation_id == second:
            raise KeyboardInterrupt
        return write(uow, found)

    with monkeypatch.context() as patched:
        patched.setattr(rechecking, "_ask_of_ours", dies)
        with pytest.raises(KeyboardInterrupt):
            again(database)
    assert questions(database) == [(first, office.actor(IDS[0]))]
    night(database, company(IDS[0], "Keksitty Konepaja Oy"), company(IDS[2], "Saimaan Liima Oy"))
    assert again(database) == Rechecked(asked=1)
    assert questions(database) == [(first, office.actor(IDS[0])), (second, office.actor(IDS[2]))]


def test_somebody_who_stops_it_finds_everything_the_next_time(database: Database) -> None:
    add(database, "Keksitty Konepaja")
    night(database, company(IDS[0], "Keksitty Konepaja Oy"))
    stopped = recheck(database, now=NIGHT, adviser_id=1, link=LinkSettings(), key=KEY, should_stop=lambda: True)
    assert (stopped, questions(database)) == (Rechecked(), [])
    assert again(database) == Rechecked(asked=1)


def test_many_organisations_are_found_through_the_companies_that_have_changed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    paja, liima = add(database, "Keksitty Konepaja"), add(database, "Saimaan Liima", phone="015 555 0100")
    for name in ("Kaukainen Vuori", "Sinivuokko", "Kivijalka", "Rantaruohikko"):
        add(database, name)
    take(database, candidate("Mainio Metsänhoito", street="Pajatie 4", postcode="92100", town="Raahe"))
    night(database, company(IDS[0], "Keksitty Konepaja Oy"), company(IDS[2], "Saimaan Liima Oy"))
    compared: list[str] = []
    compare = rechecking.compare

    def counted(uow: Any, record: Any, *others: Any, **more: Any) -> Any:
        compared.append(record.names[0])
        return compare(uow, record, *others, **more)

    monkeypatch.setattr(rechecking, "ONE_BY_ONE", 0)
    monkeypatch.setattr(rechecking, "compare", counted)
    assert again(database) == Rechecked(asked=2)
    assert questions(database) == [(paja, office.actor(IDS[0])), (liima, office.actor(IDS[2]))]
    assert sorted(compared) == ["Keksitty Konepaja", "Saimaan Liima"]


def waiting(database: Database, *lines: Any) -> list[SourceRecord]:
    take(database, *lines)
    with database.read() as uow:
        rows = uow.session.exec(select(SourceRecord).where(SourceRecord.state == "review")).all()
        uow.session.expunge_all()
        return list(rows)


def test_a_waiting_record_gets_the_new_company_among_what_it_may_be(database: Database) -> None:
    night(database, company(IDS[0], "Keksitty Konepaja Holding Oy"))
    again(database)
    (record,) = waiting(database, candidate("Keksitty Konepaja"))
    night(
        database,
        company(IDS[0], "Keksitty Konepaja Holding Oy"),
        company(IDS[1], "Keksitty Konepaja Oy"),
        at=NIGHT + timedelta(days=1),
    )
    assert again(database) == Rechecked(asked=1)
    with database.read() as uow:
        (asked,) = review.queue(uow).rows
        assert asked.record_id == record.id
        assert asked.proposals[0].actor_id == office.actor(IDS[1])
        assert uow.session.get(SourceRecord, record.id).state == "review"  # type: ignore[union-attr]
    assert again(database) == Rechecked()


def test_a_waiting_record_whose_business_id_a_company_has_now_is_linked_and_undone(database: Database) -> None:
    night(database, company(IDS[0], "Keksitty Konepaja Holding Oy", website="www.konepaja.example"))
    again(database)
    line = candidate("Konepajakonserni", website="www.konepaja.example", phone="015 555 0100")
    (record,) = waiting(database, line)
    with office.working(database, now=NOW) as uow:
        row = uow.find(SourceRecord, record.id)
        uow.entry("edit", rechecking.say("Edited"))
        uow.update(row, candidate={**row.candidate, "business_id": IDS[1]})
    night(
        database,
        company(IDS[0], "Keksitty Konepaja Holding Oy", website="www.konepaja.example"),
        company(IDS[1], "Konepajakonserni Oyj"),
        at=NIGHT + timedelta(days=1),
    )
    found = again(database, NIGHT + timedelta(days=1))
    assert found == Rechecked(linked=1)
    assert [str(note) for note in found.notes] == ["1 waiting record was linked by its Business ID."]
    with database.read() as uow:
        row = uow.find(SourceRecord, record.id)
        ours = uow.find(Organisation, row.organisation_id)
        assert (row.state, ours.business_id, ours.phone) == ("linked", IDS[1], "+358155550100")
        assert uow.session.exec(select(LinkDecision)).one().judgement == "same"
        assert questions(database) == []
    with office.working(database, now=NIGHT) as uow:
        undo.undo_last(uow)
    with database.read() as uow:
        assert uow.find(SourceRecord, record.id).state == "review"
        assert _duplicates(uow) == 1


def test_taking_back_the_run_takes_its_new_companies_out_of_the_questions(database: Database) -> None:
    add(database, "Keksitty Konepaja")
    result = night(database, company(IDS[0], "Keksitty Konepaja Oy"))
    again(database)
    undo_run(database, result.run_id, now=NIGHT, adviser_id=1)
    assert questions(database) == []
