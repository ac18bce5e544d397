"""Taking in pages and files: linked to what is known, or new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest
from sqlmodel import SQLModel, select

from db.engine import Database, open_database
from db.models import (
    Competence,
    Journal,
    LinkDecision,
    LinkProposal,
    Organisation,
    OrganisationAlias,
    Person,
    Site,
    SourceRecord,
)
from outreach.errors import BadInput, NotFound
from outreach.services import edits, privacy, runs, undo
from outreach.terms.candidate import Reject
from outreach.terms.message import say
from outreach.terms.runs import RunState
from tests.services.intake_samples import KEY, NOW, TOWN, begin, candidate, load_register, person, take
from tests.services.register_samples import IDS, address, company

Row = TypeVar("Row", bound=SQLModel)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    yield opened
    opened.close()


def rows(database: Database, model: type[Row]) -> list[Row]:
    with database.read() as uow:
        found = uow.session.exec(select(model)).all()
        uow.session.expunge_all()
        return sorted(found, key=lambda row: row.id)  # type: ignore[attr-defined]


def only(database: Database, model: type[Row]) -> Row:
    (row,) = rows(database, model)
    return row


def counts(result: Any) -> tuple[int, int, int, int]:
    return result.created, result.changed, result.unchanged, result.rejected


def test_a_record_of_nobody_known_becomes_an_organisation_with_its_values(database: Database) -> None:
    line = candidate(
        "Puupaja Malli Oy",
        street="Olavinkatu 4",
        postcode="57100",
        website="www.puupaja.example",
        email="info@puupaja.example",
        phone="015 555 0100",
        competences=("CLT",),
    )
    result = take(database, line)
    row = only(database, Organisation)
    assert counts(result) == (1, 0, 0, 0)
    assert (row.name, row.municipality_code, row.city) == ("Puupaja Malli Oy", TOWN, "Savonlinna")
    assert (row.website, row.domain) == ("https://www.puupaja.example", "puupaja.example")
    assert (row.email, row.phone, row.legal_form) == ("info@puupaja.example", "+358155550100", "16")
    assert row.actor_id == 1_000_000_000 + (row.id or 0)
    assert only(database, OrganisationAlias).name == "Puupaja Malli Oy"
    assert (only(database, Competence).tag, only(database, Competence).confirmed_by) == ("CLT", None)
    assert only(database, SourceRecord).state == "new"


def test_reading_the_same_list_again_writes_nothing_but_the_run(database: Database) -> None:
    lines = (
        candidate("Puupaja Malli Oy", contact=person(email="testi@puupaja.example")),
        candidate("Toinen Näyte Oy", 3),
    )
    take(database, *lines)
    before = [len(rows(database, model)) for model in (Organisation, Person, SourceRecord, Journal)]
    result = take(database, *lines)
    assert counts(result) == (0, 0, 2, 0)
    assert [str(note) for note in result.notes] == ["Nothing changed"]
    assert [len(rows(database, model)) for model in (Organisation, Person, SourceRecord, Journal)] == before


def test_a_business_id_links_to_the_register_and_keeps_the_other_name_as_an_alias(database: Database) -> None:
    load_register(database, company(IDS[0], "Puujaloste Esimerkki Oy"))
    result = take(database, candidate("Jaloste ja Kumppanit", business_id=IDS[0], phone="015 555 0199"))
    row = only(database, Organisation)
    assert (result.created, result.linked) == (1, 1)
    assert (row.business_id, row.name, row.phone) == (IDS[0], "", "+358155550199")
    assert only(database, OrganisationAlias).name == "Jaloste ja Kumppanit"
    decision = only(database, LinkDecision)
    assert (decision.judgement, decision.decided_by) == ("same", None)
    assert decision.evidence


def test_what_the_register_says_already_is_not_repeated_as_an_own_value(database: Database) -> None:
    load_register(database, company(IDS[0], "Esimerkki Oy", website="www.esimerkki.example"))
    line = candidate(
        "Esimerkki Oy",
        business_id=IDS[0],
        website="https://www.esimerkki.example",
        street="Olavinkatu 1",
        postcode="57100",
    )
    take(database, line)
    row = only(database, Organisation)
    assert (row.website, row.street, row.postcode, row.city, row.municipality_code) == ("", "", "", "", "")
    assert rows(database, OrganisationAlias) == []


def test_a_firm_with_its_seat_elsewhere_gets_a_site_where_the_list_says(database: Database) -> None:
    helsinki = address("00100", "HELSINKI", "HELSINGFORS", "091")
    load_register(database, company(IDS[0], "Iso Konserni Oy", addresses=(helsinki,)))
    take(database, candidate("Iso Konserni Oy", business_id=IDS[0], street="Tehtaankatu 2", postcode="57100"))
    site = only(database, Site)
    assert (site.municipality_code, site.street, site.source) == (TOWN, "Tehtaankatu 2", "toimijat.xlsx")
    assert only(database, Organisation).municipality_code == ""


def test_name_and_phone_together_link_two_rows_of_one_new_company(database: Database) -> None:
    first = candidate("Konepaja Näyte Oy", 2, business_id=IDS[1], phone="015 555 0100")
    second = candidate("Konepaja Näyte", 3, phone="+358 15 555 0100", email="myynti@konepaja.example")
    result = take(database, first, second)
    assert (result.created, result.changed, result.linked) == (1, 1, 1)
    assert only(database, Organisation).email == "myynti@konepaja.example"


def test_rows_of_several_contact_persons_are_one_organisation_and_stay_unchanged(database: Database) -> None:
    lines = (
        candidate("Konepaja Näyte Oy", 2, contact=person("Aino Testi")),
        candidate("Konepaja Näyte Oy", 3, contact=person("Eino Testi")),
    )
    assert counts(take(database, *lines)) == (1, 1, 0, 0)
    assert [p.name for p in rows(database, Person)] == ["Aino Testi", "Eino Testi"]
    assert counts(take(database, *lines)) == (0, 0, 2, 0)


def test_an_unexplained_word_in_the_name_asks_a_person(database: Database) -> None:
    load_register(database, company(IDS[0], "Esimerkki Puu Holding Oy", website="www.esimerkkipuu.example"))
    result = take(database, candidate("Esimerkki Puu Oy", website="www.esimerkkipuu.example"))
    assert (result.created, result.review, result.linked) == (1, 1, 0)
    assert rows(database, Organisation) == []
    proposal = only(database, LinkProposal)
    assert proposal.actor_id == int(IDS[0].replace("-", ""))
    assert 0 < proposal.posterior <= 1


def test_a_contact_person_belongs_to_the_towns_controller_and_is_to_be_informed_in_a_month(database: Database) -> None:
    take(database, candidate("Puupaja Malli Oy", contact=person(role="tuotantopäällikkö", phone="040 555 0100")))
    found = only(database, Person)
    assert (found.name, found.role, found.source) == ("Testi Henkilö", "tuotantopäällikkö", "toimijat.xlsx")
    assert (found.obtained_on, found.notice_due) == (date(2026, 3, 10), date(2026, 4, 10))
    assert found.controller_id is not None


def test_a_changed_row_refreshes_what_came_from_it_and_keeps_what_a_person_has_edited(database: Database) -> None:
    line = candidate("Puupaja Malli Oy", website="www.vanha.example", phone="015 555 0100")
    take(database, line)
    row = only(database, Organisation)
    with database.write(now=NOW) as uow:
        edits.edit(uow, row.id or 0, phone="015 555 0199")
    result = take(database, replace(line, website="www.uusi.example", phone="015 555 0111", email="info@uusi.example"))
    row = only(database, Organisation)
    assert counts(result) == (0, 1, 0, 0)
    assert (row.website, row.phone, row.email) == ("https://www.uusi.example", "+358155550199", "info@uusi.example")
    assert len(rows(database, SourceRecord)) == 1


def test_a_value_that_a_person_has_cleared_is_not_put_back(database: Database) -> None:
    line = candidate("Puupaja Malli Oy", website="www.vanha.example")
    take(database, line)
    with database.write(now=NOW) as uow:
        edits.edit(uow, only(database, Organisation).id or 0, website="")
    take(database, replace(line, description="Liimapuuta"))
    row = only(database, Organisation)
    assert (row.website, row.description) == ("", "Liimapuuta")


def test_one_undo_takes_a_whole_import_back(database: Database) -> None:
    load_register(database, company(IDS[0], "Esimerkki Puu Holding Oy", website="www.esimerkkipuu.example"))
    take(
        database,
        candidate("Puupaja Malli Oy", 2, contact=person(), competences=("CLT", "liimapuu")),
        candidate("Toinen Näyte Oy", 3),
        candidate("Esimerkki Puu Oy", 4, website="www.esimerkkipuu.example"),
    )
    entries = [entry for entry in rows(database, Journal) if entry.kind == "import"]
    assert [entry.run_id for entry in entries] == [rows(database, SourceRecord)[0].run_id]
    with database.write(now=NOW) as uow:
        assert undo.undo(uow, entries[0].id or 0).kept == ()
    for model in (Organisation, OrganisationAlias, Person, Competence, SourceRecord, LinkProposal):
        assert rows(database, model) == []
    again = take(database, candidate("Puupaja Malli Oy", 2))
    assert again.created == 1


def test_a_do_not_contact_organisation_is_linked_and_gets_no_contact_details(database: Database) -> None:
    load_register(database, company(IDS[0], "Esimerkki Oy"))
    with database.write(now=NOW) as uow:
        privacy.suppress(uow, key=KEY, value=IDS[0], reason="kielto")
    result = take(
        database,
        candidate(
            "Esimerkki Oy", business_id=IDS[0], email="info@esimerkki.example", phone="015 555 0100", contact=person()
        ),
    )
    row = only(database, Organisation)
    assert result.linked == 1
    assert (row.email, row.phone, rows(database, Person)) == ("", "", [])
    assert "do-not-contact" in str(result.notes[-1])
    assert "Testi Henkilö" not in str(only(database, SourceRecord).candidate)


def test_an_erased_person_does_not_come_back_with_the_next_import(database: Database) -> None:
    line = candidate("Puupaja Malli Oy", contact=person(email="testi.henkilo@puupaja.example"))
    take(database, line)
    with database.write(now=NOW) as uow:
        privacy.erase_person(uow, KEY, only(database, Person).id or 0)
    take(database, line)
    take(database, replace(line, description="Uusi teksti"))
    assert rows(database, Person) == []
    assert "Henkilö" not in str(only(database, SourceRecord).candidate)


def test_sole_traders_are_marked_as_natural_persons(database: Database) -> None:
    take(database, candidate("Tmi Testi Henkilö", 2), candidate("Puupaja Malli Oy", 3))
    assert [row.sole_trader for row in rows(database, Organisation)] == [True, False]


def test_rejects_of_the_reader_are_counted_and_kept(database: Database) -> None:
    bad = Reject(where="row 7", field="name", reason=say("The name is missing"))
    result = take(database, candidate("Puupaja Malli Oy"), rejects=(bad,))
    assert (result.read, result.rejected, result.rejects[0].where) == (2, 1, "row 7")


def test_a_stopped_import_goes_on_where_it_was(database: Database) -> None:
    lines = [candidate(f"Tehdas {name} Oy", row) for row, name in enumerate(("Alfa", "Beeta", "Gamma", "Delta"), 2)]
    asked: list[int] = []
    stopped = take(database, *lines, progress=lambda p: asked.append(p.done), should_stop=lambda: len(asked) > 2)
    assert (stopped.state, stopped.created) == (RunState.FAILED, 2)
    result = take(database, *lines)
    assert (result.state, result.unchanged, result.created) == (RunState.DONE, 2, 2)
    assert len(rows(database, Organisation)) == 4


def test_an_import_that_breaks_is_closed_as_failed_and_says_why(database: Database) -> None:
    def breaking(_: object) -> None:
        raise BadInput(say("The disk is full."))

    with pytest.raises(BadInput):
        take(database, candidate("Puupaja Malli Oy"), progress=breaking)
    with database.read() as uow:
        run = runs.runs(uow).rows[0]
        assert (run.state, str(runs.run(uow, run.run_id).notes[-1])) == (RunState.FAILED, "The disk is full.")


def test_a_town_that_is_not_in_the_program_is_refused_before_anything_is_written(database: Database) -> None:
    with pytest.raises(NotFound):
        take(database, candidate("Puupaja Malli Oy"), town="091")
    assert rows(database, Organisation) == []


def test_an_organisation_of_ours_learns_its_business_id(database: Database) -> None:
    take(database, candidate("Puupaja Malli Oy", phone="015 555 0100"))
    take(database, candidate("Puupaja Malli Oy", business_id=IDS[1], phone="015 555 0100"), source="messut.csv")
    row = only(database, Organisation)
    assert (row.business_id, row.actor_id) == (IDS[1], int(IDS[1].replace("-", "")))


def test_hostile_names_are_taken_in_as_they_are(database: Database) -> None:
    name = "'; DROP TABLE organisation; -- %s [/b] Oy"
    take(database, candidate(name))
    assert only(database, Organisation).name == name


@pytest.mark.parametrize("town", ["Nyslott", "SAVONLINNA", "Punkaharju"])
def test_a_place_is_known_by_its_swedish_name_and_its_post_towns(database: Database, town: str) -> None:
    take(database, candidate("Puupaja Malli Oy", town=town))
    assert only(database, Organisation).municipality_code == TOWN
