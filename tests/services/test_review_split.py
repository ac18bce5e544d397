"""A wrong link is undone by one word at any time: what it brought goes back, and it is never made again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from db.engine import Database, open_database
from db.models import (
    Case,
    Competence,
    Journal,
    LinkDecision,
    LinkProposal,
    Organisation,
    OrganisationAlias,
    Person,
    Site,
    SourceRecord,
    Touchpoint,
    Transition,
)
from outreach.errors import Conflict, Refused
from outreach.services import edits, review, undo
from outreach.terms.message import say
from outreach.terms.work import Judgement, Stage
from tests.services.intake_samples import KEY, NOW, begin, candidate, load_register, opening, person, take
from tests.services.register_samples import IDS, company

Row = TypeVar("Row", bound=SQLModel)
WOOD, HOLDING = (int(number.replace("-", "")) for number in IDS[:2])
WEB = "www.esimerkkipuu.example"
LINE = candidate(
    "Esimerkki Puu Oy",
    website=WEB,
    phone="015 555 0100",
    email="info@esimerkkipuu.example",
    other_names=("Esimerkkipuun Höyläämö",),
    competences=("höyläys",),
    contact=person(),
    opening=opening(Stage.COMMITTED),
)
SECOND = "jasenet.xlsx"


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(
        opened,
        company(IDS[0], "Esimerkki Puu Oy", website=WEB),
        company(IDS[2], "Aivan Muu Oy"),
        company(IDS[4], "Näytteen Holding Oy"),
    )
    yield opened
    opened.close()


def rows(database: Database, model: type[Row]) -> list[Row]:
    with database.read() as uow:
        found = uow.session.exec(select(model)).all()
        uow.session.expunge_all()
        return sorted(found, key=lambda row: row.id)  # type: ignore[attr-defined]


def organisation(database: Database, actor_id: int = WOOD) -> Organisation | None:
    return next((row for row in rows(database, Organisation) if row.actor_id == actor_id), None)


def part(database: Database, record_id: int = 1, **values: Any) -> list[str]:
    with database.write(now=NOW, adviser_id=1) as uow:
        return [str(said) for said in review.split(uow, record_id, key=KEY, **values)]


def undo_last(database: Database) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        undo.undo_last(uow)


TABLES = (
    *(SourceRecord, LinkProposal, LinkDecision, Organisation, OrganisationAlias, Site, Competence, Person),
    *(Case, Transition, Touchpoint),
)


def state(database: Database) -> list[object]:
    return [[row.model_dump(exclude={"version"}) for row in rows(database, model)] for model in TABLES]


def test_a_record_taken_out_leaves_nothing_behind_and_gets_its_own_organisation(database: Database) -> None:
    take(database, LINE)
    assert part(database) == ["Different. New organisation: Esimerkki Puu Oy"]
    assert organisation(database) is None  # the link alone had made it one of ours
    (own,) = rows(database, Organisation)
    assert (own.business_id, own.name, own.phone) == (None, "Esimerkki Puu Oy", "+358155550100")
    for model in (Person, Competence, Case):
        assert [row.organisation_id for row in rows(database, model)] == [own.id]  # type: ignore[attr-defined]
    (record,) = rows(database, SourceRecord)
    assert (record.state, record.organisation_id) == ("new", own.id)


def test_undo_puts_the_record_back_whole(database: Database) -> None:
    take(database, LINE)
    before = state(database)
    part(database)
    assert state(database) != before
    undo_last(database)
    assert state(database) == before


def test_what_somebody_has_set_since_stays(database: Database) -> None:
    take(database, LINE)
    with database.write(now=NOW, adviser_id=1) as uow:
        edits.edit(uow, 1, phone="015 555 0999")
        edits.add_competence(uow, 1, "höyläys", confirmed=True)
    said = part(database)
    assert said[-1] == "1 record stays, since later work rests on it."
    kept = organisation(database)
    assert kept is not None
    assert (kept.phone, kept.email) == ("+358155550999", "")
    assert [row.tag for row in rows(database, Competence) if row.organisation_id == kept.id] == ["höyläys"]


def test_what_another_record_says_too_stays(database: Database) -> None:
    take(database, LINE)
    take(database, candidate("Esimerkki Puu Oy", website=WEB, phone="015 555 0100"), source=SECOND)
    part(database)
    kept = organisation(database)
    assert kept is not None
    assert (kept.phone, kept.email) == ("+358155550100", "")


def test_a_value_that_goes_gives_way_to_what_another_record_offers(database: Database) -> None:
    take(database, LINE)
    take(database, candidate("Esimerkki Puu Oy", website=WEB, phone="015 555 0177"), source=SECOND)
    part(database)
    kept = organisation(database)
    assert kept is not None
    assert kept.phone == "+358155550177"


def test_names_persons_and_cases_of_the_record_go_with_it(database: Database) -> None:
    take(database, LINE)
    take(database, candidate("Esimerkki Puu Oy", website=WEB, other_names=("EP",)), source=SECOND)
    part(database)
    kept = organisation(database)
    assert kept is not None
    own = next(row for row in rows(database, Organisation) if row.id != kept.id)
    names = {row.name: row.organisation_id for row in rows(database, OrganisationAlias)}
    assert names["EP"] == kept.id
    assert names["Esimerkkipuun Höyläämö"] == own.id
    assert [row.organisation_id for row in rows(database, Person)] == [own.id]
    assert [row.organisation_id for row in rows(database, Case)] == [own.id]


def test_a_case_that_somebody_has_worked_on_stays_and_is_told(database: Database) -> None:
    take(database, LINE)
    with database.write(now=NOW, adviser_id=1) as uow:
        case = uow.session.exec(select(Case)).one()
        uow.entry("case", say("Owner"))
        uow.update(case, owner_id=1)
    assert "1 record stays, since later work rests on it." in part(database)
    assert organisation(database) is not None


def test_a_business_id_that_only_the_record_knew_goes_with_it(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy", website="www.metsakone.example"))
    take(
        database,
        candidate("Metsäkone Malli Oy", website="www.metsakone.example", business_id=IDS[3]),
        source=SECOND,
    )
    (one,) = rows(database, Organisation)
    assert one.business_id == IDS[3]
    part(database, 2)
    former, own = rows(database, Organisation)
    assert (former.business_id, own.business_id) == (None, IDS[3])
    undo_last(database)
    assert [(row.id, row.business_id) for row in rows(database, Organisation)] == [(former.id, IDS[3])]


def test_an_organisation_made_from_the_record_takes_the_name_of_what_remains(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy", website="www.metsakone.example"))
    take(database, candidate("Metsakone Malli", website="www.metsakone.example", phone="015 555 0111"), source=SECOND)
    if len(rows(database, Organisation)) > 1 or rows(database, SourceRecord)[1].state == "review":
        with database.write(now=NOW, adviser_id=1) as uow:
            review.answer(uow, 2, rows(database, Organisation)[0].actor_id or 0, Judgement.SAME, key=KEY)
    part(database, 1)
    assert [row.name for row in rows(database, Organisation)] == ["Metsakone Malli", "Metsäkone Malli Oy"]


def test_a_record_that_alone_makes_up_its_organisation_cannot_be_parted_from_it(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy"))
    with pytest.raises(Refused, match="nothing to part"):
        part(database)


def test_a_record_that_waits_is_answered_and_not_taken_out(database: Database) -> None:
    take(database, candidate("Esimerkki Puu Holding Oy", website=WEB))
    with pytest.raises(Refused, match="waits"):
        part(database)


def test_an_outdated_view_is_a_conflict(database: Database) -> None:
    take(database, LINE)
    with pytest.raises(Conflict):
        part(database, expected=99)


def test_records_of_equal_values_linked_by_rule_go_together(database: Database) -> None:
    for source in ("toimijat.xlsx", SECOND, "vuokralaiset.xlsx"):
        take(database, LINE, source=source)
    assert "3 records of equal values were taken out." in part(database)
    assert len({row.organisation_id for row in rows(database, SourceRecord)}) == 1
    assert organisation(database) is None


def test_where_somebody_else_known_fits_the_record_waits_for_an_answer(database: Database) -> None:
    load_register(
        database,
        company(IDS[0], "Esimerkki Puu Oy", website=WEB),
        company(IDS[1], "Esimerkki Puu Holding Oy", website=WEB),
        company(IDS[2], "Aivan Muu Oy"),
        company(IDS[4], "Näytteen Holding Oy"),
    )
    take(database, LINE)
    assert part(database)[0] == "Different. Esimerkki Puu Oy waits for an answer."
    with database.read() as uow:
        (item,) = review.queue(uow).rows
    assert [p.actor_id for p in item.proposals] == [HOLDING]
    assert item.proposals[0].fields


def test_an_organisation_worked_on_since_stays_when_its_business_id_goes_back(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy", website="www.metsakone.example"))
    line = candidate("Metsäkone Malli Oy", website="www.metsakone.example", business_id=IDS[3])
    take(database, line, source=SECOND)
    part(database, 2)
    former, own = rows(database, Organisation)
    with database.write(now=NOW, adviser_id=1) as uow:
        edits.edit(uow, own.id or 0, description="Soitettu")
    with database.write(now=NOW, adviser_id=1) as uow:
        undo.undo(uow, max(row.id or 0 for row in uow.session.exec(select(Journal)).all()) - 1)
    held = {row.id: (row.business_id, row.actor_id) for row in rows(database, Organisation)}
    assert held[former.id][0] == IDS[3]
    assert held[own.id] == (None, 1_000_000_000 + (own.id or 0))
