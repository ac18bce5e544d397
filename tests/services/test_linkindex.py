"""The index of names always knows what the database holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import Organisation, RegistryPostcode
from db.unit import Write
from outreach.services import edits
from outreach.services.linkindex import open_index, opening
from outreach.services.register.apply import apply_register
from outreach.services.register.undo import undo_run
from outreach.terms.candidate import NameKind, RegisterName
from outreach.terms.linkage import Record
from outreach.terms.message import say
from tests.doubles import mirror
from tests.services import office
from tests.services.intake_samples import load_register
from tests.services.linkindex_samples import IDS, builds, crowd, entry, known, same_as_new, word_of
from tests.services.register_samples import BULK, NEXT_NIGHT, address, company

LONG_AGO = date(2018, 12, 31)
HELSINKI = address("00100", "HELSINKI", "HELSINGFORS", "091", street="Tehtaankatu 2")


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    office.open_office(opened)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _files_from_the_first_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "KEPT_FROM", 1)


def test_every_kind_of_name_value_and_place_of_a_company_is_known(database: Database) -> None:
    names = (
        RegisterName("Keksitty Konepaja Oy", NameKind.COMPANY, 1, None),
        RegisterName("Påhittade Verkstad Ab", NameKind.PARALLEL, 1, None),
        RegisterName("Pajakauppa", NameKind.AUXILIARY, 1, None),
        RegisterName("Vanha Nimi Oy, ruotsiksi Gammalt Namn Ab", NameKind.COMPANY, 2, None, LONG_AGO),
    )
    places = (address("57100", "SAVONLINNA", "NYSLOTT", "740", street="Olavinkatu 1 A 3"), HELSINKI)
    with database.write(now=office.NOW) as uow:
        uow.session.add(RegistryPostcode(postcode="00100", municipality_code="049", city_fi="ESPOO", city_sv="ESBO"))
        mirror.put(
            uow.session,
            company(IDS[0], "Keksitty Konepaja Oy", names=names, addresses=places, website="www.konepaja.example"),
        )
    with database.read() as uow:
        engine = open_index(uow, None).engine
    found = entry(engine, "Keksitty Konepaja")
    assert [(" ".join(words), kind) for words, kind in found.names] == [
        ("keksitty konepaja", 0),
        ("pahittade verkstad", 0),
        ("pajakauppa", 1),
        ("vanha nimi ruotsiksi gammalt namn", 2),
        ("vanha nimi", 2),
        ("gammalt namn", 2),
    ]
    assert found.form == "16"
    assert {"savonlinna", "nyslott", "helsinki", "helsingfors"} == found.towns
    assert found.postcodes == {"57100", "00100"}
    assert known(engine, "", website="konepaja.example", street="Olavinkatu 1", postcode="57100") == [found.key]
    assert engine.rank(Record(key="x", names=("Aivan muu",), business_id=IDS[0])).target == found.key


def test_a_postcode_brings_its_municipality_where_the_address_names_none(database: Database) -> None:
    bare = address("57100", "", "", "")
    with database.write(now=office.NOW) as uow:
        mirror.put(uow.session, company(IDS[0], "Keksitty Konepaja Oy", addresses=(bare,)))
    with database.read() as uow:
        assert entry(open_index(uow, None).engine, "Keksitty Konepaja").towns == {"savonlinna", "nyslott"}


def test_companies_that_work_no_longer_are_known_as_such(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    apply_register(database, crowd()[1:], run=BULK, now=NEXT_NIGHT, adviser_id=None)
    with database.read() as uow:
        engine = open_index(uow, tmp_path).engine
    assert not entry(engine, f"Keksitty {word_of(0)}").active
    assert entry(engine, f"Keksitty {word_of(1)}").active


def test_an_organisation_of_a_company_is_one_entry_with_the_values_of_both(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with office.working(database) as uow:
        row = office.ours(uow, IDS[3])
        edits.edit(uow, row, name="Uusi Nimi", email="info@uusinimi.example", phone="015 555 0100")
        edits.add_site(uow, row, municipality_code="678", street="Pajatie 4", postcode="92100")
    with database.read() as uow:
        engine = open_index(uow, tmp_path).engine
        found = entry(engine, "Uusi Nimi")
    assert found.key == office.actor(IDS[3])
    assert [" ".join(words) for words, _ in found.names] == ["uusi nimi", f"keksitty {word_of(3)}"]
    assert {"savonlinna", "raahe"} <= found.towns
    assert known(engine, f"Keksitty {word_of(3)} Oy")[0] == found.key
    assert known(engine, "", email="myynti@uusinimi.example", phone="+358155550100") == [found.key]


def test_a_merged_organisation_is_known_as_the_one_that_was_kept(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with office.working(database) as uow:
        kept = edits.add(uow, {"name": "Saimaan Liima ry"})
        away = edits.add(uow, {"name": "Uusi Nimi", "phone": "015 555 0100"})
    with database.read() as uow:
        index = open_index(uow, tmp_path)
        assert known(index.engine, "Uusi Nimi") == [away]
    with office.working(database) as uow:
        merge(uow, away, kept)
    with database.read() as uow:
        for one in (index, open_index(uow, tmp_path)):
            one.refresh(uow)
            assert known(one.engine, "Uusi Nimi") == [kept]
            assert entry(one.engine, "Uusi Nimi").identifiers == frozenset()  # its phone went with it
    with office.working(database) as uow:
        merge(uow, away, None)
    with database.read() as uow:
        index.refresh(uow)
        assert known(index.engine, "Uusi Nimi") == [away]
    same_as_new(database, tmp_path)


def test_a_company_whose_organisation_was_merged_away_is_a_candidate_no_longer(
    database: Database, tmp_path: Path
) -> None:
    load_register(database, *crowd())
    with office.working(database) as uow:
        kept = edits.add(uow, {"name": "Saimaan Liima ry"})
        office.ours(uow, IDS[3])
    with database.read() as uow:
        index = open_index(uow, tmp_path)
    with office.working(database) as uow:
        merge(uow, office.actor(IDS[3]), kept)
    with database.read() as uow:
        index.refresh(uow)
        assert known(index.engine, f"Keksitty {word_of(3)} Oy")[0] == kept
    same_as_new(database, tmp_path)
    with office.working(database) as uow:
        merge(uow, office.actor(IDS[3]), None)
    with database.read() as uow:
        index.refresh(uow)
        assert known(index.engine, f"Keksitty {word_of(3)} Oy")[0] == office.actor(IDS[3])


def merge(uow: Write, away: int, into: int | None) -> None:
    """Marks an organisation as merged into another one, or as its own again."""
    rows = {row.actor_id: row for row in uow.session.exec(select(Organisation)).all()}
    uow.entry("merge", say("Merged"))
    uow.update(rows[away], merged_into=rows[into].id if into is not None else None)


def test_what_has_changed_since_is_known_without_new_files(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "REBUILT_FROM", 0.5)
    load_register(database, *crowd())
    with database.read() as uow:
        index = open_index(uow, tmp_path)
    before = builds(tmp_path)
    later = [company(IDS[0], "Vanha Nimi Oy"), *crowd()[2:], company(IDS[50], "Uusi Nimi Oy")]
    result = apply_register(database, later, run=BULK, now=NEXT_NIGHT, adviser_id=None).result
    with database.read() as uow:
        index.refresh(uow)
        for one in (index, open_index(uow, tmp_path)):
            assert known(one.engine, "Uusi Nimi Oy") == [office.actor(IDS[50])]
            assert known(one.engine, "Vanha Nimi Oy") == [office.actor(IDS[0])]
            assert not entry(one.engine, f"Keksitty {word_of(1)}").active
    assert builds(tmp_path) == before
    same_as_new(database, tmp_path)

    undo_run(database, result.run_id, now=NEXT_NIGHT, adviser_id=None)
    with database.read() as uow:
        index.refresh(uow)
        for one in (index, open_index(uow, tmp_path)):
            assert known(one.engine, "Uusi Nimi Oy") == []
            assert known(one.engine, f"Keksitty {word_of(0)} Oy")[0] == office.actor(IDS[0])
            assert entry(one.engine, f"Keksitty {word_of(1)}").active
    same_as_new(database, tmp_path)


def test_a_postcode_that_lies_elsewhere_now_is_noticed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "REBUILT_FROM", 2.0)
    bare = address("99999", "", "", "")
    with database.write(now=office.NOW) as uow:
        uow.session.add(RegistryPostcode(postcode="99999", municipality_code="740"))
        for one in crowd():
            mirror.put(uow.session, one._replace(addresses=(bare,)))
    with database.read() as uow:
        assert "savonlinna" in entry(open_index(uow, tmp_path).engine, f"Keksitty {word_of(3)} Oy").towns
    with database.write(now=office.NOW) as uow:
        uow.session.merge(RegistryPostcode(postcode="99999", municipality_code="678"))
    with database.read() as uow:
        assert "raahe" in entry(open_index(uow, tmp_path).engine, f"Keksitty {word_of(3)} Oy").towns
    assert len(builds(tmp_path)) == 1


def test_what_a_write_has_learnt_is_known_to_the_next_look_up(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        index = open_index(uow, tmp_path)
    with office.working(database) as uow:
        begun = index.edits_of(uow)
        added = edits.add(uow, {"name": "Saimaan Liima ry"})
        index.learn(uow, added, begun)
    assert known(index.engine, "Saimaan Liima") == [added]
    with office.working(database) as uow:
        begun = index.edits_of(uow)
        edits.edit(uow, added - 1_000_000_000, business_id=IDS[55])
        index.learn(uow, office.actor(IDS[55]), begun)
    assert known(index.engine, "Saimaan Liima") == [office.actor(IDS[55])]


def test_what_somebody_else_edits_meanwhile_is_taken_in(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        index = open_index(uow, tmp_path)
    with office.working(database) as uow:
        added = edits.add(uow, {"name": "Saimaan Liima ry"})
    with database.read() as uow:
        index.keep_up(uow)
    assert known(index.engine, "Saimaan Liima") == [added]
