"""Who an organisation may already be, asked before it is added by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import LinkDecision
from outreach import config
from outreach.errors import BadInput
from outreach.services import edits, judgements, scoring, twins, undo
from outreach.services.linkindex import apart, opening
from outreach.services.session import Workplace
from outreach.terms.linkage import Twin, actor_node
from outreach.terms.work import Judgement
from tests.conftest import Home
from tests.services import office
from tests.services.office import KEY, NOW, RAAHE, SAVONLINNA, actor, registered

IDS = office.business_ids(6)


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    opened = open_database(ready_database_url)
    office.open_office(
        opened,
        [
            registered(IDS[0], "Puujaloste Esimerkki Oy", former="Kaarnapaja Oy"),
            registered(IDS[1], "Kaarna Oy", swedish="Barken Ab"),
            registered(IDS[2], "Kaarna Holding Oy", town=RAAHE),
        ],
    )
    yield Workplace(config.load(), opened, KEY, 1, False, NOW)
    opened.close()


def names(found: tuple[Twin, ...]) -> list[str]:
    return [twin.name for twin in found]


def test_likely_twins_come_with_town_likelihood_and_what_agrees(place: Workplace) -> None:
    found = twins.likely_twins(place, {"name": "Oy Kaarna Ab", "municipality_code": SAVONLINNA})
    assert (found[0].name, found[0].business_id, found[0].municipality_code) == ("Kaarna Oy", IDS[1], SAVONLINNA)
    assert str(found[0].why) == "Same: Name, Town"
    assert found[0].posterior > 0.8
    assert found[0].posterior > found[-1].posterior or len(found) == 1


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Barken", "Kaarna Oy"),
        ("Kaarnapaja", "Puujaloste Esimerkki Oy"),
        ("Puujalostee Esimerkki", "Puujaloste Esimerkki Oy"),
    ],
)
def test_other_names_and_misspellings_find_the_company_too(place: Workplace, name: str, known: str) -> None:
    assert names(twins.likely_twins(place, {"name": name, "municipality_code": SAVONLINNA}))[0] == known


def test_an_equal_business_id_finds_it_whatever_the_name(place: Workplace) -> None:
    assert names(twins.likely_twins(place, {"name": "Aivan muu", "business_id": IDS[0]})) == ["Puujaloste Esimerkki Oy"]


def test_nobody_is_shown_for_a_name_that_nobody_has(place: Workplace) -> None:
    assert twins.likely_twins(place, {"name": "Höyläämö"}) == ()


def test_what_could_not_be_saved_is_told_before_anybody_looks(place: Workplace) -> None:
    with pytest.raises(BadInput, match="Business ID is not right"):
        twins.likely_twins(place, {"name": "Kaarna", "business_id": "1234567-8"})


def test_what_was_added_since_the_last_question_is_known(place: Workplace) -> None:
    assert twins.likely_twins(place, {"name": "Saimaan Liima"}) == ()
    with place.write() as uow:
        added = edits.add(uow, {"name": "Saimaan Liima ry"})
    assert [twin.actor_id for twin in twins.likely_twins(place, {"name": "Saimaan Liima"})] == [added]
    with place.write() as uow:
        office.import_companies(uow, [registered(IDS[3], "Saimaan Puhuri Oy")])
        scoring.bump_facts(uow)
    assert names(twins.likely_twins(place, {"name": "Saimaan Puhuri"})) == ["Saimaan Puhuri Oy"]


def test_saving_all_the_same_says_that_they_are_different_and_undo_takes_that_back(place: Workplace) -> None:
    seen = [twin.actor_id for twin in twins.likely_twins(place, {"name": "Kaarna"})]
    assert actor(IDS[1]) in seen
    with place.write() as uow:
        added = edits.add(uow, {"name": "Kaarna"}, seen)
    with place.read() as uow:
        said = judgements.judgements_on(uow, actor_node(added))
        assert said == dict.fromkeys(seen, Judgement.DIFFERENT)
    with place.write() as uow:
        undo.undo_last(uow)
    with place.read() as uow:
        assert uow.session.exec(select(LinkDecision)).all() == []


def test_a_process_of_its_own_makes_the_files_before_the_first_question(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make(database: Database, folder: Path, should_stop: object) -> None:
        made.append(folder)

    monkeypatch.setattr(opening, "KEPT_FROM", 1)
    monkeypatch.setattr(twins, "make_apart", make)
    assert names(twins.likely_twins(place, {"name": "Barken"})) == ["Kaarna Oy"]
    assert names(twins.likely_twins(place, {"name": "Barken"})) == ["Kaarna Oy"]
    assert made == [place.config.data_folder / "link-index"]


def test_whoever_leaves_does_not_wait_for_the_other_process(place: Workplace, tmp_path: Path) -> None:
    apart.make_apart(place.database, tmp_path, lambda: True)
    assert not list(tmp_path.glob("*/0*"))
