"""How well the records are linked that people have answered for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from db.engine import Database, open_database
from outreach.errors import BadInput
from outreach.rules.linkage.weights import Settings
from outreach.services import review
from outreach.services.calibration import estimating, measuring
from outreach.terms.calibration import Evaluation
from outreach.terms.work import Judgement
from tests.services.intake_samples import KEY, NOW, begin, candidate, load_register, take
from tests.services.register_samples import IDS, company

HOLDING = int(IDS[0].replace("-", ""))
WEB = "www.esimerkkipuu.example"
LINE = candidate("Esimerkki Puu Oy", website=WEB, phone="015 555 0100", town="Savonlinna")
OTHER = candidate("Kokeilu Metalli Oy", row=3, website="kokeilumetalli.example", town="Savonlinna")


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(
        opened,
        company(IDS[0], "Esimerkki Puu Holding Oy", website=WEB),
        company(IDS[1], "Kokeilu Metalli Kiinteistöt Oy", website="kokeilumetalli.example"),
        company(IDS[2], "Aivan Muu Oy"),
    )
    yield opened
    opened.close()


def answer(database: Database, name: str, judgement: Judgement) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        item = next(item for item in review.queue(uow).rows if item.name == name)
        review.answer(uow, item.number, item.proposals[0].actor_id, judgement, key=KEY)


def measured(database: Database, settings: Settings = Settings()) -> Evaluation:
    with database.read() as uow:
        return measuring.measure(uow, [], settings, folder=None)


def test_without_answers_there_is_nothing_to_measure_on(database: Database) -> None:
    take(database, LINE)
    with pytest.raises(BadInput, match="Nobody has answered"):
        measured(database)


def test_records_are_looked_up_as_if_nobody_had_answered_for_them(database: Database) -> None:
    take(database, LINE, OTHER)
    answer(database, LINE.name, Judgement.SAME)
    answer(database, OTHER.name, Judgement.DIFFERENT)
    found = measured(database)
    assert (found.register, found.scores.records, found.left_out) == (3, 2, 0)
    assert (found.scores.matches, found.scores.linked, found.scores.found, found.scores.queued) == (1, 0, 1, 2)
    assert {kind: scores.records for kind, scores in found.classes} == {"same": 1, "near": 1}
    assert found.scores.near_misses_linked == 0


def test_what_review_keeps_with_an_answer_is_what_weights_are_estimated_from(database: Database) -> None:
    take(database, LINE, OTHER)
    answer(database, LINE.name, Judgement.SAME)
    answer(database, OTHER.name, Judgement.DIFFERENT)
    with database.read() as uow:
        told = estimating.estimate(uow, link_at=0.6)
    assert (told.judged, told.blind, told.corrections) == (2, 0, 0)
    assert told.used + told.by_rule == 2
    domain = next(row for row in told.rows if row.name == "domain_equal")
    assert (domain.pairs, domain.kept) == (told.used, True)


def test_other_thresholds_give_other_figures_and_change_nothing(database: Database) -> None:
    take(database, LINE, OTHER)
    answer(database, LINE.name, Judgement.SAME)
    careful = measured(database, replace(Settings(), link_at=1.0, review_at=1.0))
    assert careful.link_at == 1.0
    assert careful.scores.linked == 0
    assert measured(database).scores == measured(database).scores


def test_a_record_that_the_register_lacks_is_left_out_and_told(database: Database) -> None:
    take(database, candidate("Ihan Oma Yhdistys", row=9, website="omayhdistys.example"))
    take(database, candidate("Ihan Oma", row=1, website="omayhdistys.example"), source="toinen.xlsx")
    answer(database, "Ihan Oma", Judgement.SAME)
    found = measured(database)
    assert (found.scores.records, found.left_out) == (0, 1)
    assert "1 record is left out" in str(found.notes[0])
