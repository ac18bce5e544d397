"""Searching while typing: which names and numbers find an organisation, in which order, and how many are said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from db.engine import Database, open_database
from outreach.services import edits, organisations
from outreach.terms.views import OrganisationFilter, OrganisationRow
from tests.services import office
from tests.services.office import RAAHE, actor, registered

IDS = office.business_ids(1200)
HOSTILE = (
    *("kone-paja", '"', "(", "O'Learys", "3:step", "*", ":*", "NEAR(a b)", "AND", "' OR 1=1 --", "\\", "%_"),
    *("k\x00o", "a" * 10_000, "a " * 5_000),
)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def search(database: Database, text: str, **values: object) -> tuple[OrganisationRow, ...]:
    with database.read() as uow:
        return organisations.page(uow, OrganisationFilter(query=text, **values)).rows  # type: ignore[arg-type]


def test_beginnings_of_words_in_any_name_find_it(database: Database) -> None:
    office.open_office(
        database,
        [
            registered(IDS[0], "Kerimäen Konepaja Oy", former="Savon Jaloste Oy", swedish="Kerimäki Verkstad Ab"),
            registered(IDS[1], "Kone ja Käsi Oy"),
            registered(IDS[2], "O'Learys Savonlinna Oy"),
        ],
    )
    with office.working(database) as uow:
        own = edits.add(uow, {"name": "Saimaan Liima-osuuskunta"})
    konepaja, kone, learys = (actor(number) for number in IDS[:3])

    found = {
        text: [row.actor_id for row in search(database, text)]
        for text in (
            "kone",
            "KERIMAKI v",
            "paja",
            "kon ker",
            "jaloste",
            "olearys",
            "liima",
            "saim osuus",
            "savon",
            "zzz",
        )
    }

    assert found == {
        "kone": [kone, konepaja],  # the name that begins with it stands first
        "KERIMAKI v": [konepaja],
        "paja": [],
        "kon ker": [konepaja],
        "jaloste": [konepaja],
        "olearys": [learys],
        "liima": [own],
        "saim osuus": [own],
        "savon": [konepaja, learys],
        "zzz": [],
    }


def test_a_hit_by_another_name_says_which(database: Database) -> None:
    names = {"former": "Savon Jaloste Oy", "swedish": "Kerimäki Verkstad Ab"}
    office.open_office(database, [registered(IDS[0], "Kerimäen Konepaja Oy", **names)])
    with office.working(database) as uow:
        edits.edit(uow, office.ours(uow, IDS[0]), name="Paja Kerimäki")

    matched = [search(database, text)[0].matched_name for text in ("jalos", "verkst", "konep", "paja")]
    assert matched == ["Savon Jaloste Oy", "Kerimäki Verkstad Ab", "Kerimäen Konepaja Oy", ""]


def test_a_business_id_and_its_beginning_find_by_number(database: Database) -> None:
    given = ("Ahjo Oy", "Kaarna Oy", "Puro 1000 Oy")
    office.open_office(database, [registered(number, name) for number, name in zip(IDS, given, strict=False)])
    with office.working(database) as uow:
        unregistered = edits.add(uow, {"name": "Uusi Oy", "business_id": "2345678-0"})

    assert [row.name for row in search(database, IDS[1])] == ["Kaarna Oy"]
    assert [row.name for row in search(database, f"FI{IDS[1].replace('-', '')}")] == ["Kaarna Oy"]
    assert [row.name for row in search(database, "1000")] == ["Ahjo Oy", "Kaarna Oy", "Puro 1000 Oy"]
    assert [row.actor_id for row in search(database, "23456")] == [unregistered]


def test_filters_narrow_the_hits_down(database: Database) -> None:
    office.open_office(
        database,
        [
            registered(IDS[0], "Ahjo Raahe Oy", town=RAAHE),
            registered(IDS[1], "Ahjo Savo Oy"),
            registered(IDS[2], "Ahjo Vanha Oy", trade_register_status="4"),
        ],
    )
    with office.working(database) as uow:
        edits.add_site(uow, office.ours(uow, IDS[1]), municipality_code=RAAHE)
    with office.working(database) as uow:
        edits.add(uow, {"name": "Ahjo-yhdistys ry", "municipality_code": RAAHE})

    def found(**values: object) -> set[str]:
        return {row.name for row in search(database, "ahjo", **values)}

    assert found(municipality_code=RAAHE) == {"Ahjo Raahe Oy", "Ahjo Savo Oy", "Ahjo-yhdistys ry"}
    assert found(mine_only=True) == {"Ahjo Savo Oy", "Ahjo-yhdistys ry"}
    assert found(active_only=True) == {"Ahjo Raahe Oy", "Ahjo Savo Oy", "Ahjo-yhdistys ry"}
    assert found(municipality_code="740", mine_only=True, active_only=True) == {"Ahjo Savo Oy"}


def test_more_than_a_thousand_hits_are_counted_as_1001(database: Database) -> None:
    many = [registered(number, f"Paja Kone {index} Oy") for index, number in enumerate(IDS[:1100])]
    office.open_office(database, [*many, registered(IDS[1100], "Kone Aava Oy"), registered(IDS[1101], "Kone Äänes Oy")])

    with database.read() as uow:
        first = organisations.page(uow, OrganisationFilter(query="kone"), limit=5)
        last = organisations.page(uow, OrganisationFilter(query="kone"), offset=1000, limit=5)
        narrow = organisations.page(uow, OrganisationFilter(query="kone aa"), limit=5)
    assert first.total == 1001
    assert [row.name for row in first.rows[:2]] == ["Kone Aava Oy", "Kone Äänes Oy"]
    assert len(last.rows) == 1
    assert ([row.name for row in narrow.rows], narrow.total) == (["Kone Aava Oy", "Kone Äänes Oy"], 2)


def test_whatever_is_typed_is_answered(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Ahjo Oy")])
    with office.working(database) as uow:
        edits.add(uow, {"name": "Oma ry"})
    with database.read() as uow:

        @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given_any(st.text(max_size=40), st.booleans(), st.booleans())
        def typed(text: str, mine: bool, town: bool) -> None:
            wanted = OrganisationFilter(query=text, mine_only=mine, municipality_code="740" if town else "")
            page = organisations.page(uow, wanted)
            assert page.total == len(page.rows) <= 2

        typed()
        for text in HOSTILE:
            assert organisations.page(uow, OrganisationFilter(query=text)).total <= 1
        assert organisations.page(uow, OrganisationFilter(query="  ")).total == 2
