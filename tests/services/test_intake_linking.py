"""The index of names during an import: what a record brings is known to the next one, and so is what others do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import Organisation, OrganisationAlias, RegistryName, SourceRecord
from outreach.services import edits, judgements, organisations, undo
from outreach.services.intake.linking import Linker, compare, link
from outreach.terms.linkage import LinkDecision, Record, actor_node
from outreach.terms.work import Judgement, LinkOutcome
from tests.services import office
from tests.services.intake_samples import NOW, TOWN, begin, candidate, load_register, take
from tests.services.register_samples import IDS, company


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    yield opened
    opened.close()


def record(name: str = "", **values: str) -> Record:
    return Record(
        key="record lista|x",
        names=(name,) if name else (),
        **{"town": "Savonlinna", "municipality_code": TOWN, **values},  # type: ignore[arg-type]
    )


def decided(database: Database, linker: Linker, asked: Record) -> LinkDecision:
    with database.read() as uow:
        return link(uow, asked, linker)


def test_a_name_that_one_record_brings_links_the_next_of_the_same_batch(database: Database) -> None:
    load_register(database, company(IDS[0], "Puujaloste Esimerkki Oy"))
    result = take(database, candidate("Pajakauppa", 2, business_id=IDS[0]), candidate("Pajakauppa", 3, phone="015 1"))
    assert (result.linked, result.review) == (2, 0)
    with database.read() as uow:
        assert uow.session.exec(select(Organisation)).one().business_id == IDS[0]


def test_two_records_of_nobody_known_are_one_new_organisation(database: Database) -> None:
    lines = (candidate("Konepaja Keksitty Oy", 2), candidate("Keksitty Konepaja", 3, phone="015 555 0100"))
    result = take(database, *lines)
    assert (result.created, result.linked) == (1, 1)
    with database.read() as uow:
        assert uow.session.exec(select(Organisation)).one().phone == "+358155550100"


def test_an_organisation_that_learns_its_business_id_is_found_by_both(database: Database) -> None:
    lines = (
        candidate("Keksitty Konepaja Oy", 2),
        candidate("Keksitty Konepaja Oy", 3, business_id=IDS[0]),
        candidate("Keksitty Konepaja", 4, postcode="57100"),
        candidate("Aivan Toinen", 5, business_id=IDS[0], phone="015 555 0100"),
    )
    take(database, *lines)
    with database.read() as uow:
        row = uow.session.exec(select(Organisation)).one()
        assert (row.actor_id, row.phone) == (office.actor(IDS[0]), "+358155550100")


def test_what_somebody_adds_by_hand_meanwhile_is_found(database: Database) -> None:
    linker = Linker()
    assert decided(database, linker, record("Saimaan Liima")).outcome is LinkOutcome.NEW
    with office.working(database, now=NOW) as uow:
        added = edits.add(uow, {"name": "Saimaan Liima ry", "municipality_code": TOWN})
    assert decided(database, linker, record("Saimaan Liima")).target == str(added)


def test_what_somebody_has_taken_back_meanwhile_is_no_candidate(database: Database) -> None:
    with office.working(database, now=NOW) as uow:
        edits.add(uow, {"name": "Saimaan Liima ry", "municipality_code": TOWN})
    linker = Linker()
    assert decided(database, linker, record("Saimaan Liima")).outcome is LinkOutcome.SAME
    with office.working(database, now=NOW) as uow:
        undo.undo_last(uow)
    with database.read() as uow:
        index = linker.index(uow)
        index.edits = index.edits_of(uow)  # even where nobody has told the index
        assert compare(uow, record("Saimaan Liima"), index)[0].outcome is LinkOutcome.NEW


def test_a_persons_word_on_another_organisation_of_the_cluster_counts(database: Database) -> None:
    load_register(database, company(IDS[0], "Saimaan Liima Oy"))
    with office.working(database, now=NOW) as uow:
        uow.entry("review", edits.say("Different"))
        judgements.note(uow, actor_node(office.actor(IDS[0])), record().key, Judgement.DIFFERENT)
    assert decided(database, Linker(), record("Saimaan Liima")).target is None


NOTHING = (record(), record(business_id="1234567-9"), record(" - "), record(town="", municipality_code=""))


@pytest.mark.parametrize("asked", NOTHING)
def test_a_record_that_says_nothing_is_nobody_known(database: Database, asked: Record) -> None:
    load_register(database, company(IDS[0], "Saimaan Liima Oy"))
    decision = decided(database, Linker(), asked)
    assert (decision.outcome, decision.proposals) == (LinkOutcome.NEW, ())


def test_a_decision_shows_values_as_they_are_written(database: Database) -> None:
    load_register(database, company(IDS[0], "Saimaan Liima Oy", website="www.liima.example"))
    with office.working(database, now=NOW) as uow:
        edits.edit(uow, office.ours(uow, IDS[0]), phone="015 555 0100")
    asked = record("Saimaan Liima", phone="(015) 5550100", website="http://liima.example/fi")
    (proposal,) = decided(database, Linker(), asked).proposals
    rows = {row.field: (row.incoming, row.known) for row in proposal.evidence.rows}
    assert rows["name"] == ("Saimaan Liima", "Saimaan Liima Oy")
    assert rows["phone"] == ("(015) 5550100", "+358155550100")
    assert rows["domain"] == ("liima.example", "liima.example")
    assert rows["town"] == ("Savonlinna", "SAVONLINNA")


def test_a_name_stored_in_the_order_of_the_alphabet_is_found_as_well(database: Database) -> None:
    load_register(database, company(IDS[0], "Saimaan Liima Oy"))
    with office.working(database, now=NOW) as uow:
        added = edits.add(uow, {"name": "Uusi Keksitty Paja"})
        name = uow.session.exec(select(RegistryName)).one()
        alias = uow.session.exec(select(OrganisationAlias)).one()
        name.link_key, alias.link_key = "liima saimaan", "keksitty paja uusi"  # as older versions have written them
    with database.read() as uow:
        assert organisations.find_actor(uow, "Saimaan Liima Oy") == office.actor(IDS[0])
        assert organisations.find_actor(uow, "Uusi Keksitty Paja") == added
    assert decided(database, Linker(), record("Saimaan Liima")).target == str(office.actor(IDS[0]))


def test_the_name_of_a_record_does_not_change_with_the_order_of_its_words(database: Database) -> None:
    take(database, candidate("Uusi Keksitty Paja Oy"))
    with database.read() as uow:
        assert uow.session.exec(select(SourceRecord)).one().identity == "name keksitty paja uusi 740"
