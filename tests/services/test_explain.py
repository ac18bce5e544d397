"""Why a record stands where it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database, open_database
from outreach.errors import NotFound
from outreach.services import explain, review
from outreach.terms.review import Explanation
from outreach.terms.work import Judgement
from tests.services.intake_samples import KEY, NOW, begin, candidate, load_register, take
from tests.services.register_samples import IDS, company

WOOD, HOLDING = (int(number.replace("-", "")) for number in IDS[:2])
WEB = "www.esimerkkipuu.example"
LINE = candidate("Esimerkki Puu Oy", website=WEB, phone="015 555 0100")
WAITS = candidate("Esimerkki Puu Kiinteistöt Oy", 3, website=WEB)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(
        opened,
        company(IDS[0], "Esimerkki Puu Oy", website=WEB),
        company(IDS[1], "Esimerkki Puu Holding Oy", website=WEB),
        company(IDS[2], "Aivan Muu Oy"),
        company(IDS[4], "Näytteen Kiinteistöt Oy"),
    )
    yield opened
    opened.close()


def explained(database: Database, text: str) -> tuple[Explanation, ...]:
    with database.read() as uow:
        return explain.explain(uow, text)


def test_a_link_by_rule_tells_line_by_line_what_it_rests_on(database: Database) -> None:
    take(database, LINE)
    (why,) = explained(database, "1")
    assert (why.judgement, why.by, why.actor_id, why.business_id) == (Judgement.SAME, "", WOOD, IDS[0])
    assert (why.record, why.source, why.place, why.at) == ("Esimerkki Puu Oy", "toimijat.xlsx", "row 2", NOW)
    assert why.rule is not None
    assert {"name", "website"} <= {line.field for line in why.lines if line.bits > 0}
    assert why.bits == pytest.approx(why.prior + sum(line.bits for line in why.lines))
    assert why.posterior is not None
    assert why.posterior > 0.5
    assert [(rival.actor_id, rival.name) for rival in why.rivals] == [(HOLDING, "Esimerkki Puu Holding Oy")]


@pytest.mark.parametrize("asked", [IDS[0], str(WOOD), "Esimerkki Puu Oy"])
def test_an_organisation_is_explained_by_all_its_records(database: Database, asked: str) -> None:
    take(database, LINE)
    take(database, LINE, source="jasenet.xlsx")
    assert [why.source for why in explained(database, asked)] == ["toimijat.xlsx", "jasenet.xlsx"]


def test_a_record_that_waits_tells_what_each_proposal_rests_on_and_why_it_is_asked(database: Database) -> None:
    take(database, WAITS)
    found = explained(database, "1")
    assert {why.actor_id for why in found} == {WOOD, HOLDING}
    assert {why.judgement for why in found} == {None}
    assert all(why.rule is not None and why.lines for why in found)


def test_an_answer_tells_who_gave_it(database: Database) -> None:
    take(database, WAITS)
    with database.write(now=NOW, adviser_id=1) as uow:
        review.answer(uow, 1, HOLDING, Judgement.DIFFERENT, key=KEY)
        review.answer(uow, 1, WOOD, Judgement.SAME, key=KEY)
    linked, parted = explained(database, "1")
    assert (linked.judgement, linked.by, linked.actor_id) == (Judgement.SAME, "Maija Kokeilija", WOOD)
    assert (parted.judgement, parted.by, parted.actor_id) == (Judgement.DIFFERENT, "Maija Kokeilija", HOLDING)
    assert linked.lines


def test_a_new_organisation_tells_that_it_was_made_from_the_record(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy"))
    (why,) = explained(database, "1")
    assert why.founded
    assert why.rule is not None
    assert why.lines == ()


def test_a_company_that_no_record_names_has_nothing_to_explain(database: Database) -> None:
    assert explained(database, IDS[2]) == ()
    with pytest.raises(NotFound):
        explained(database, "77")
