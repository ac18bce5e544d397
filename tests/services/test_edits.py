"""Organisations, persons, sites and competences by hand: what is accepted, what it changes, how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import LinkDecision, NeedScore, Organisation, OrganisationAlias, Person
from db.unit import Read
from outreach.errors import BadInput, Conflict, Refused
from outreach.services import card, edits, organisations, people, privacy, undo
from outreach.terms.linkage import actor_node
from outreach.terms.views import OrganisationFilter
from tests.services import office
from tests.services.office import KEY, RAAHE, TODAY, actor, registered

IDS = office.business_ids(6)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    office.open_office(opened, [registered(IDS[0], "Puujaloste Esimerkki Oy"), registered(IDS[1], "Kaarna Oy")])
    yield opened
    opened.close()


def row_of(uow: Read, actor_id: int) -> Organisation:
    return uow.session.exec(select(Organisation).where(Organisation.actor_id == actor_id)).one()


def last_entry(database: Database) -> str:
    with database.read() as uow:
        return str(undo.history(uow).rows[0].text)


def test_what_is_added_is_found_by_its_name_and_undone_as_one(database: Database) -> None:
    given = {"email": "Info (at) Example.fi", "phone": "015 555 0100", "website": "www.example.fi"}
    stored = ("info@example.fi", "+358155550100", "https://www.example.fi", "example.fi")
    with office.working(database) as uow:
        added = edits.add(uow, {"name": "Saimaan Liima ry", **given})
    with database.read() as uow:
        row = row_of(uow, added)
        assert (row.email, row.phone, row.website, row.domain) == stored
        assert organisations.find_actor(uow, "saimaan liima") == added
    assert last_entry(database) == "Saimaan Liima ry: added"

    with office.working(database) as uow:
        undo.undo_last(uow)
    with database.read() as uow:
        assert organisations.page(uow, OrganisationFilter(query="liima")).total == 0
        assert uow.session.exec(select(OrganisationAlias)).all() == []


def test_adding_a_company_of_the_register_keeps_only_what_differs(database: Database) -> None:
    with office.working(database) as uow:
        added = edits.add(uow, {"name": "Puujaloste Esimerkki Oy", "business_id": IDS[0], "phone": "015 555 0100"})
    with database.read() as uow:
        row = row_of(uow, added)
        assert (added, row.name, row.phone) == (actor(IDS[0]), "", "+358155550100")
    with pytest.raises(Refused, match="Puujaloste Esimerkki Oy"), office.working(database) as uow:
        edits.add(uow, {"name": "Toinen", "business_id": IDS[0]})


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "not an address", "This is not an e-mail address: not an address"),
        ("phone", "12", "This is not a phone number: 12"),
        ("website", "ftp://x", "This is not the address of a website: ftp://x"),
        ("business_id", "1234567-8", "The Business ID is not right: 1234567-8 (check digit)"),
        ("postcode", "5710", "This is not a postal code: 5710"),
        ("municipality_code", "Nowhere", "This is not a municipality: Nowhere"),
        ("industry_code", "99999", "This is not an industry code: 99999"),
        ("legal_form", "Osaketta", "This is not a legal form: Osaketta"),
        ("actor_type", "firm", "This is not a type of actor: firm"),
        ("email_consent_on", "yesterday", "This is not a date: yesterday"),
        ("colour", "red", "There is no field colour."),
        ("industry_set", "TOIMI4", "A classification needs the code of the industry beside it."),
    ],
)
def test_a_bad_value_is_refused_with_one_sentence(sqlite_database: Database, field: str, value: str, said: str) -> None:
    with office.working(sqlite_database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        with pytest.raises(BadInput) as caught:
            edits.edit(uow, organisation_id, None, **{field: value})
    assert str(caught.value.message) == said


@pytest.fixture
def sqlite_database(tmp_path: Any) -> Iterator[Database]:
    from db.schema import prepare

    opened = open_database(f"sqlite:///{(tmp_path / 'one.sqlite3').as_posix()}")
    prepare(opened)
    office.open_office(opened, [registered(IDS[0], "Puujaloste Esimerkki Oy")])
    yield opened
    opened.close()


def test_good_values_are_brought_to_one_form(sqlite_database: Database) -> None:
    with office.working(sqlite_database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        said = edits.edit(
            uow,
            organisation_id,
            municipality_code="Brahestad",
            industry_code="16.23",
            legal_form="Ky",
            sole_trader="yes",
            postcode="57100",
            description="a\x1b[31m\n\n\nb",
        )
    with sqlite_database.read() as uow:
        row = row_of(uow, actor(IDS[0]))
        assert (row.municipality_code, row.industry_code, row.industry_set) == (RAAHE, "1623", "TOIMI4")
        assert (row.legal_form, row.sole_trader, row.postcode, row.description) == ("13", True, "57100", "a[31m\n\nb")
    assert str(said) == (
        "Puujaloste Esimerkki Oy: Legal form, Sole trader, Industry, Classification, Postal code, Town, Description"
    )


def test_two_who_edit_the_same_row_are_told(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
    with office.working(database) as uow:
        edits.edit(uow, organisation_id, 1, phone="015 555 0100")
    with pytest.raises(Conflict), office.working(database) as uow:
        edits.edit(uow, organisation_id, 1, phone="015 555 0199")
    with office.working(database) as uow:
        assert str(edits.edit(uow, organisation_id, 2, phone="+358 15 555 0100")) == "Nothing changed"


def test_a_new_name_is_found_at_once_and_an_empty_one_lets_the_registers_show(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        edits.edit(uow, organisation_id, name="Zeta")
    with database.read() as uow:
        assert organisations.find_actor(uow, "zeta") == actor(IDS[0])
    with office.working(database) as uow:
        edits.edit(uow, organisation_id, name="")
    with database.read() as uow:
        assert organisations.page(uow, OrganisationFilter(query="zeta")).total == 0
        assert card.facts(uow, [actor(IDS[0])])[actor(IDS[0])].name == "Puujaloste Esimerkki Oy"
    with office.working(database) as uow:
        own = edits.add(uow, {"name": "Oma ry"})
        with pytest.raises(BadInput, match="The name is missing"):
            edits.edit(uow, row_of(uow, own).id or 0, name="")


def test_a_business_id_moves_all_that_hangs_on_the_number_and_undo_moves_it_back(database: Database) -> None:
    with office.working(database) as uow:
        old = edits.add(uow, {"name": "Puujaloste"})
        office.add_case(uow, row_of(uow, old).id or 0, "selected")
        decided: dict[str, Any] = {"decided_at": office.NOW, "judgement": "different", "evidence": []}
        uow.session.add(LinkDecision(one=actor_node(old), other="record jasenet.xlsx 1", **decided))
        uow.session.add(NeedScore(need_id=1, actor_id=old, score=80, band="A", completeness=90))
    with office.working(database) as uow:
        edits.edit(uow, row_of(uow, old).id or 0, business_id=IDS[0])

    with database.read() as uow:
        row = row_of(uow, actor(IDS[0]))
        assert row.business_id == IDS[0]
        assert [decision.one for decision in uow.session.exec(select(LinkDecision)).all()] == [
            actor_node(actor(IDS[0]))
        ]
        assert organisations.page(uow, OrganisationFilter()).total == 2  # ours and Kaarna: no twin of the mirror
    with pytest.raises(Refused, match="May already be in the list"), office.working(database) as uow:
        edits.edit(uow, organisations.ours(uow, actor(IDS[1])).id or 0, business_id=IDS[0])

    with office.working(database) as uow:
        undo.undo_last(uow)
    with database.read() as uow:
        assert row_of(uow, old).business_id is None
        assert [decision.one for decision in uow.session.exec(select(LinkDecision)).all()] == [actor_node(old)]


def test_a_site_makes_the_firm_the_towns_actor_until_it_is_removed(database: Database) -> None:
    raahe = OrganisationFilter(municipality_code=RAAHE)
    with office.working(database) as uow:
        site_id = edits.add_site(uow, office.ours(uow, IDS[0]), municipality_code="Raahe", street="Tehtaankatu 1")
    with database.read() as uow:
        assert organisations.page(uow, raahe).total == 1
    with office.working(database) as uow:
        edits.edit_site(uow, site_id, 1, street="Tehtaankatu 2")
    assert last_entry(database) == "Puujaloste Esimerkki Oy: place of business changed"
    with office.working(database) as uow:
        edits.remove_site(uow, site_id)
    with database.read() as uow:
        assert organisations.page(uow, raahe).total == 0
    with office.working(database) as uow:
        undo.undo_last(uow)
    with database.read() as uow:
        assert organisations.page(uow, raahe).total == 1


def test_a_confirmed_competence_says_who_and_when(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        offered = edits.add_competence(uow, organisation_id, "CLT-elementit", "sivuilla")
        assert edits.add_competence(uow, organisation_id, "clt elementit") == offered
        edits.confirm_competence(uow, offered)
    with database.read() as uow:
        (row,) = card.card(uow, actor(IDS[0]), key=KEY, today=TODAY, language="en", limits={}).competences
    assert (row.tag, row.note) == ("CLT-elementit", "sivuilla")
    assert (row.confirmed_by, row.confirmed_on) == ("Maija Kokeilija", TODAY)
    with pytest.raises(Refused, match="does not know your name"), office.working(database, adviser_id=None) as uow:
        edits.add_competence(uow, organisation_id, "hitsaus", confirmed=True)
    with office.working(database) as uow:
        edits.remove_competence(uow, offered)
        with pytest.raises(BadInput):
            edits.add_competence(uow, organisation_id, " . ")


def test_a_person_has_a_source_a_controller_and_a_day_to_be_informed_by(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        values: dict[str, Any] = {"name": "Testi Henkilö", "email": "testi@example.fi", "phone": "040 555 0100"}
        values |= {"role": "tuotantopäällikkö", "source": "yrityksen sivut", "obtained_on": date(2026, 1, 31)}
        person_id = edits.add_person(uow, organisation_id, **values)
    with database.read() as uow:
        person = uow.session.get(Person, person_id)
        assert person is not None
        assert (person.phone, person.notice_due, person.controller_id) == ("+358405550100", date(2026, 2, 28), 1)

    with office.working(database) as uow:
        edits.edit_person(uow, person_id, 1, role="toimitusjohtaja")
    with office.working(database) as uow:
        assert (
            str(edits.inform_person(uow, person_id)) == "Puujaloste Esimerkki Oy: contact person informed on 2026-03-10"
        )
    with office.working(database) as uow:
        with pytest.raises(BadInput, match="Where the data came from is missing"):
            edits.add_person(uow, organisation_id, name="Toinen Henkilö", source=" ")
        with pytest.raises(BadInput, match="in the future"):
            edits.inform_person(uow, person_id, date(2026, 3, 11))
        with pytest.raises(BadInput, match="in the future"):
            edits.add_person(uow, organisation_id, name="Toinen Henkilö", source="x", obtained_on=date(2026, 3, 11))
    with database.read() as uow:
        texts = [str(row.text) for row in undo.history(uow).rows]
    assert not any("Testi" in text for text in texts)  # the history of changes holds no names of persons


def test_somebody_who_does_not_want_to_be_contacted_is_not_added_again(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        given = {"name": "Testi Henkilö", "source": "sivut", "email": "testi@example.fi"}
        person_id = edits.add_person(uow, organisation_id, **given)  # type: ignore[arg-type]
        privacy.suppress(uow, key=KEY, person_id=person_id)
        privacy.erase_person(uow, KEY, person_id)
    with office.working(database) as uow:
        for name, email in (("testi HENKILÖ", ""), ("Aivan Muu", "Testi@Example.fi")):
            with pytest.raises(Refused, match="do-not-contact entry covers this person"):
                edits.add_person(uow, organisation_id, name=name, email=email, source="sivut", key=KEY)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 10), date(2026, 4, 10)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2028, 1, 31), date(2028, 2, 29)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_months_last(day: date, due: date) -> None:
    assert people.month_after(day) == due
