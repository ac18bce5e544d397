"""Links and judgements must come to the same; where they do not, it is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import LinkDecision, Organisation, SourceRecord
from outreach.services import agreement, judgements, review
from outreach.terms.linkage import actor_node, record_node
from outreach.terms.message import say
from outreach.terms.work import Judgement
from tests.services.intake_samples import KEY, NOW, SOURCE, begin, candidate, load_register, person, take
from tests.services.register_samples import IDS, company

WOOD = int(IDS[0].replace("-", ""))
WEB = "www.esimerkkipuu.example"
LINE = candidate("Esimerkki Puu Oy", website=WEB, contact=person())
NODE = record_node(SOURCE, "name esimerkki puu 740")


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(
        opened,
        company(IDS[0], "Esimerkki Puu Oy", website=WEB),
        company(IDS[1], "Aivan Muu Oy"),
        company(IDS[4], "Näytteen Holding Oy"),
    )
    take(opened, LINE, candidate("Metsäkone Malli Oy", 3), candidate("Esimerkki Puu Holding Oy", 4, website=WEB))
    yield opened
    opened.close()


def look(database: Database) -> tuple[int, list[str]]:
    with database.read() as uow:
        found = agreement.links(uow)
    return found.links, [str(said) for said in found.disagreements]


def test_imports_answers_and_corrections_agree_with_their_judgements(database: Database) -> None:
    assert look(database) == (2, [])
    with database.write(now=NOW, adviser_id=1) as uow:
        review.answer(uow, 3, WOOD, Judgement.SAME, key=KEY)
    assert look(database) == (3, [])
    with database.write(now=NOW, adviser_id=1) as uow:
        review.split(uow, 1, key=KEY)
    assert look(database) == (3, [])


def test_a_link_against_a_persons_word_is_told(database: Database) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        uow.entry("review", say("Judged"))
        judgements.note(uow, NODE, actor_node(WOOD), Judgement.DIFFERENT)
    (said,) = look(database)[1]
    assert said.startswith("Record 1, Esimerkki Puu Oy (toimijat.xlsx), is linked to Esimerkki Puu Oy, but")


def test_a_link_that_nobody_made_is_told(database: Database) -> None:
    with database.write(now=NOW) as uow:
        uow.find(SourceRecord, 2).organisation_id = 1
    (said,) = look(database)[1]
    assert "Metsäkone Malli Oy" in said
    assert "no judgement says so" in said


def test_two_organisations_that_were_judged_the_same_are_told(database: Database) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        uow.entry("review", say("Judged"))
        other = uow.find(Organisation, 2).actor_id or 0
        judgements.note(uow, actor_node(other), actor_node(WOOD), Judgement.SAME)
    assert look(database)[1] == ["Judged the same, but not merged: Esimerkki Puu Oy, Metsäkone Malli Oy"]


def test_organisations_made_before_there_were_judgements_on_them_agree(database: Database) -> None:
    with database.write(now=NOW) as uow:
        for decision in uow.session.exec(select(LinkDecision)).all():
            if decision.posterior == judgements.CERTAIN and "actor 1000000" in decision.one:
                uow.session.delete(decision)
    assert look(database) == (2, [])
