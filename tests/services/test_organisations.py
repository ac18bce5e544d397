"""The list of organisations, an actor becoming an organisation, and finding the actor that somebody means."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import JournalRow, Organisation
from outreach.errors import BadInput, NotFound
from outreach.rules.text import name_key
from outreach.services import edits, organisations, privacy, undo
from outreach.terms.candidate import RegisterForm
from outreach.terms.message import say
from outreach.terms.views import OrganisationFilter
from outreach.terms.work import Channel, Stage
from tests.services import office
from tests.services.office import KEY, RAAHE, SAVONLINNA, actor, registered

IDS = office.business_ids(60)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def names(database: Database, wanted: OrganisationFilter = OrganisationFilter()) -> list[str]:
    with database.read() as uow:
        return [row.name for row in organisations.page(uow, wanted).rows]


def test_the_list_holds_the_register_and_ours_in_finnish_order(database: Database) -> None:
    given = ("Öljy Oy", "Ahjo Oy", "Äänes Oy")
    office.open_office(database, [registered(number, name) for number, name in zip(IDS, given, strict=False)])
    with office.working(database) as uow:
        edits.add(uow, {"name": "Zeta ry"})
    with office.working(database) as uow:
        edits.add(uow, {"name": "Ångström-seura ry"})

    assert names(database) == ["Ahjo Oy", "Zeta ry", "Ångström-seura ry", "Äänes Oy", "Öljy Oy"]


def test_an_own_name_takes_the_place_of_the_registers(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Ahjo Oy"), registered(IDS[1], "Kaarna Oy")])
    with office.working(database) as uow:
        edits.edit(uow, office.ours(uow, IDS[0]), name="Zeta Ahjo")

    with database.read() as uow:
        page = organisations.page(uow, OrganisationFilter())
    assert [row.name for row in page.rows] == ["Kaarna Oy", "Zeta Ahjo"]
    assert page.total == 2


def test_every_part_of_the_list_is_a_slice_of_the_whole(database: Database) -> None:
    chance = random.Random(4)
    companies = []
    for number in IDS:
        town = chance.choice((SAVONLINNA, RAAHE))
        status = chance.choice(("1", "1", "4"))
        name = f"{chance.choice('abcåäö')}{chance.randint(1, 9)} Oy"
        companies.append(registered(number, name, town=town, trade_register_status=status))
    office.open_office(database, companies)
    expected: dict[int, dict[str, object]] = {
        actor(one.business_id): {
            "name": one.name,
            "towns": {one.addresses[0].municipality_code},
            "active": one.trade_register_status == "1",
            "mine": False,
        }
        for one in companies
    }
    with office.working(database) as uow:
        for number in chance.sample(IDS, 15):
            organisation_id = office.ours(uow, number)
            row = expected[actor(number)]
            row["mine"] = True
            what = chance.choice(("name", "town", "site", "nothing"))
            if what == "name":
                row["name"] = f"{chance.choice('abcåäö')}{chance.randint(1, 9)} renamed"
                edits.edit(uow, organisation_id, name=row["name"])
            elif what == "town":
                edits.edit(uow, organisation_id, municipality_code=RAAHE)
                row["towns"] = {*row["towns"], RAAHE}  # type: ignore[misc]
            elif what == "site":
                edits.add_site(uow, organisation_id, municipality_code="Raahe")
                row["towns"] = {*row["towns"], RAAHE}  # type: ignore[misc]
        for _ in range(8):
            name, town = f"{chance.choice('abcåäö')}{chance.randint(1, 9)} ry", chance.choice((SAVONLINNA, RAAHE))
            added = edits.add(uow, {"name": name, "municipality_code": town})
            expected[added] = {"name": name, "towns": {town}, "active": True, "mine": True}

    with database.read() as uow:
        for town in ("", RAAHE):
            for mine in (False, True):
                for active in (False, True):
                    whole = sorted(
                        (name_key(str(row["name"])), key)
                        for key, row in expected.items()
                        if (not town or town in row["towns"])  # type: ignore[operator]
                        and (not mine or row["mine"])
                        and (not active or row["active"])
                    )
                    wanted = OrganisationFilter(municipality_code=town, mine_only=mine, active_only=active)
                    for offset in range(len(whole) + 3):
                        page = organisations.page(uow, wanted, offset=offset, limit=7)
                        assert [row.actor_id for row in page.rows] == [key for _, key in whole[offset : offset + 7]]
                        assert page.total == len(whole)


def test_a_row_tells_the_furthest_open_stage_and_the_do_not_contact_entry(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Ahjo Oy"), registered(IDS[1], "Kaarna Oy")])
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        for stage in (Stage.CONTACTED, Stage.IN_DIALOGUE, Stage.DECLINED):
            office.add_case(uow, organisation_id, stage.value)
        privacy.suppress(uow, key=KEY, organisation_id=organisation_id)

    with database.read() as uow:
        ahjo, kaarna = organisations.page(uow, OrganisationFilter()).rows
    assert (ahjo.stage, ahjo.do_not_contact, ahjo.organisation_id is not None) == (Stage.IN_DIALOGUE, True, True)
    assert (kaarna.stage, kaarna.do_not_contact, kaarna.organisation_id) == (None, False, None)


def test_a_ban_over_a_company_of_the_bare_register_shows_with_the_key(database: Database) -> None:
    office.open_office(database)
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, value=IDS[0])  # before the register knows the company
    with office.working(database) as uow:
        office.import_companies(uow, [registered(IDS[0], "Ahjo Oy")])

    with database.read() as uow:
        (row,) = organisations.page(uow, OrganisationFilter(), key=KEY).rows
    assert row.do_not_contact


def test_a_company_becomes_an_organisation_once_and_undo_takes_it_back(database: Database) -> None:
    trader = registered(IDS[0], "Tmi Kokeilija", forms=(RegisterForm("26", 1),))
    office.open_office(database, [trader])
    with office.working(database) as uow:
        uow.entry("organisation", say("Added"))
        first = organisations.ensure_organisation(uow, actor(IDS[0]))
        again = organisations.ensure_organisation(uow, actor(IDS[0]))
        assert first.id == again.id
        assert (first.name, first.sole_trader, first.actor_type, first.business_id) == ("", True, "company", IDS[0])
        assert [row.action for row in uow.session.exec(select(JournalRow)).all()] == ["insert"]

    with office.working(database) as uow:
        undo.undo_last(uow)
    with database.read() as uow:
        assert uow.session.exec(select(Organisation)).all() == []
        assert names(database) == ["Tmi Kokeilija"]


def test_an_actor_that_nobody_knows_cannot_become_an_organisation(database: Database) -> None:
    office.open_office(database)
    with pytest.raises(NotFound, match=IDS[0]), office.working(database) as uow:
        organisations.ensure_organisation(uow, actor(IDS[0]))


def test_preparing_an_organisation_leaves_the_name_of_the_entry_to_what_follows(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Ahjo Oy")])
    with office.working(database) as uow:
        row = organisations.ours(uow, actor(IDS[0]))
        edits.add_competence(uow, row.id or 0, "CLT")
    with database.read() as uow:
        (entry,) = undo.history(uow).rows
    assert str(entry.text) == "Ahjo Oy: competence CLT"


def test_an_actor_is_found_by_id_number_and_unique_name(database: Database) -> None:
    known = registered(IDS[0], "Esimerkki Puu Oy", former="Vanha Höylä Oy")
    office.open_office(database, [known, registered(IDS[1], "Kaarna Oy")])
    typed = (
        IDS[0],
        f"FI{IDS[0].replace('-', '')}",
        str(actor(IDS[0])),
        "esimerkki PUU oy",
        "Esimerkki-Puu",
        "vanha höy",
    )
    with database.read() as uow:
        assert [organisations.find_actor(uow, text) for text in typed] == [actor(IDS[0])] * len(typed)


def test_the_whole_name_wins_over_names_that_begin_with_it(database: Database) -> None:
    others = (registered(IDS[1], "Ahjo Oy Holding"), registered(IDS[2], "Kaarna Oy", former="Ahjo Oy"))
    office.open_office(database, [registered(IDS[0], "Ahjo Oy"), *others])
    with database.read() as uow:
        assert organisations.find_actor(uow, "Ahjo Oy") == actor(IDS[0])


def test_an_ambiguous_name_names_those_that_fit(database: Database) -> None:
    office.open_office(database, [registered(IDS[i], f"Ahjo {i} Oy") for i in range(7)])
    with database.read() as uow, pytest.raises(BadInput) as caught:
        organisations.find_actor(uow, "ahjo")
    said = str(caught.value)
    assert said.count("Ahjo") == 5
    assert IDS[0] in said


def test_an_unknown_name_brings_the_nearest_one(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Puurobotiikka Esimerkki Oy"), registered(IDS[1], "Puro Oy")])
    with database.read() as uow, pytest.raises(NotFound) as caught:
        organisations.find_actor(uow, "Puurobotikka")
    assert str(caught.value) == "Not found: ”Puurobotikka”. Did you mean: Puurobotiikka Esimerkki Oy?"


def test_what_is_nobody_is_said_not_to_be_found(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Ahjo Oy")])
    with database.read() as uow:
        for typed in ("", "***", "1234567-1", "99999999999999999999", "zzzz", "a" * 10_000):
            with pytest.raises(NotFound):
                organisations.find_actor(uow, typed)


def test_a_ban_on_one_channel_is_no_mark_in_the_list(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Ahjo Oy")])
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, organisation_id=office.ours(uow, IDS[0]), channel=Channel.EMAIL)
    with database.read() as uow:
        (row,) = organisations.page(uow, OrganisationFilter()).rows
    assert not row.do_not_contact
