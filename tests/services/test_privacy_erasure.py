"""Erasing a person leaves nothing behind but a hash; a request to see own data is answered in full."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from db.engine import Database, checkpoint, open_database
from db.models import (
    ImportReject,
    JournalRow,
    LinkDecision,
    LinkProposal,
    Organisation,
    Person,
    PrivacyLog,
    Task,
    Touchpoint,
)
from db.schema import prepare
from outreach.errors import NotFound, Refused
from outreach.services import edits, organisations, privacy, undo
from outreach.terms.message import say
from tests.services import office
from tests.services.office import KEY, NOW, TODAY, actor, registered

IDS = office.business_ids(2)
NAME, EMAIL, PHONE = "Testi Henkilövuo", "testi.henkilovuo@example.fi", "+358405550147"
TRACES = ("henkilövuo", "henkilovuo", "henkil\\u00f6vuo", "5550147", "555 0147")


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    office.open_office(opened, [registered(IDS[0], "Konepaja Esimerkki Oy"), registered(IDS[1], "Kaarna Oy")])
    yield opened
    opened.close()


def spread(database: Database) -> int:
    """Puts one person wherever a person may get to; returns the person's key."""
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        given: dict[str, Any] = {"name": "Testi Henkilövu", "email": EMAIL, "phone": PHONE}
        person_id = edits.add_person(uow, organisation_id, source="sivut", **given)
    with office.working(database) as uow:
        edits.edit_person(uow, person_id, 1, name=NAME, email="vanha.henkilovuo@example.fi")
    with office.working(database) as uow:
        edits.edit_person(uow, person_id, 2, email=EMAIL)
        edits.edit(uow, organisation_id, email=EMAIL, phone=PHONE, description=f"Yhteys: {NAME}")
    with office.working(database) as uow:
        edits.edit(uow, organisation_id, description="Konepaja")
        case_id = office.add_case(uow, organisation_id, "contacted")
        uow.entry("contact", say("{name}: {what}", name="Konepaja Esimerkki Oy", what=f"soita {NAME}"))
        when: dict[str, Any] = {"direction": "outbound", "happened_on": TODAY, "logged_at": NOW}
        person: dict[str, Any] = {"organisation_id": organisation_id, "case_id": case_id, "person_id": person_id}
        said = f"Henkilövuolle soitettu, 040 555 0147, {EMAIL.upper()}"
        touch = uow.insert(Touchpoint(kind="call", text=said, **person, **when))
        uow.update(touch, text="Testi Henkilövuo vastasi")
        uow.insert(Task(case_id=case_id, title=f"Soita: {NAME}", due_on=TODAY, created_at=NOW))
        privacy.suppress(uow, key=KEY, person_id=person_id, reason=f"{NAME} pyysi")
        contact = {"name": NAME, "role": "johtaja", "email": EMAIL, "phone": "040 555 0147"}
        record = office.add_record(uow, organisation_id, {"name": "Konepaja", "email": EMAIL, "contact": contact})
        waiting = office.add_record(uow, None, {"name": "Konepaja Es.", "contact": {"name": NAME}})
        evidence: list[object] = [{"field": "phone", "known": PHONE, "incoming": "040 5550147"}]
        maybe: dict[str, Any] = {"record_id": waiting, "rank": 1, "posterior": 0.5, "evidence": evidence}
        uow.session.add(LinkProposal(actor_id=actor(IDS[0]), **maybe))
        decided: dict[str, Any] = {"record_id": record, "judgement": "same", "decided_at": NOW, "evidence": evidence}
        uow.session.add(LinkDecision(one="actor 1", other="record k", **decided))
        shop: list[object] = [{"field": "name", "known": f"Tmi {NAME}", "incoming": NAME}]
        between = decided | {"record_id": None, "evidence": shop}
        uow.session.add(LinkDecision(one=f"actor {actor(IDS[0])}", other="actor 5", **between))
        uow.session.add(LinkDecision(one="record a|b", other="record jasenet.xlsx|esimerkki@row 12", **between))
        asked = maybe | {"record_id": None, "organisation_id": organisation_id, "evidence": shop}
        uow.session.add(LinkProposal(actor_id=5, **asked))
        uow.delete(uow.insert(LinkProposal(actor_id=6, **asked)))
        uow.session.add(ImportReject(run_id=1, place="row 3", field="email", reason={}, value=f"{EMAIL};x"))
        elsewhere = organisations.ensure_organisation(uow, actor(IDS[1])).id or 0
        said = f"{EMAIL} on oikea, ei vanha.henkilovuo@example.fi"
        uow.session.add(Touchpoint(kind="note", text=said, organisation_id=elsewhere, **when))
    return person_id


def test_after_erasure_no_table_holds_the_person(database: Database) -> None:
    person_id = spread(database)
    before = office.dump(database).lower()
    assert all(trace in before for trace in ("henkilövuo", "henkilovuo", "5550147", "555 0147"))

    with office.working(database) as uow:
        said = str(privacy.erase_person(uow, KEY, person_id))

    after = office.dump(database).lower()
    assert [trace for trace in TRACES if trace in after] == []
    assert "konepaja esimerkki oy" in after
    assert said.startswith("Personal data erased: Konepaja Esimerkki Oy. Contacts without the person: 1.")
    assert "source records 2" in said


def test_what_is_not_the_persons_stays(database: Database) -> None:
    person_id = spread(database)
    with office.working(database) as uow:
        organisation_id = organisations.ours(uow, actor(IDS[0])).id or 0
        other = edits.add_person(uow, organisation_id, name="Toinen Henkilö", source="sivut")
    with office.working(database) as uow:
        privacy.erase_person(uow, KEY, person_id)
    with database.read() as uow:
        assert [person.id for person in uow.session.exec(select(Person)).all()] == [other]
        touches = uow.session.exec(select(Touchpoint).order_by(Touchpoint.id)).all()  # type: ignore[arg-type]
        assert [touch.person_id for touch in touches] == [None, None]
        assert [touch.text for touch in touches] == ["[…] vastasi", "[…] on oikea, ei […]"]
        organisation = uow.session.exec(select(Organisation).where(Organisation.business_id == IDS[0])).one()
        assert (organisation.email, organisation.phone, organisation.description) == ("", "", "Konepaja")
        assert len(privacy.suppressions(uow)) == 3  # the person, the address and the number, as hashes
        assert [row.action for row in uow.session.exec(select(PrivacyLog)).all()][-1] == "erased"
        with pytest.raises(NotFound):
            privacy.export_person(uow, person_id)


def test_erasure_is_not_undone_and_undoing_older_entries_brings_nobody_back(database: Database) -> None:
    person_id = spread(database)
    with office.working(database) as uow:
        privacy.erase_person(uow, KEY, person_id)
    with database.read() as uow:
        entries = undo.history(uow, limit=100).rows
    newest, *older = entries
    assert not newest.undoable
    with pytest.raises(Refused), office.working(database) as uow:
        undo.undo(uow, newest.journal_id)
    for entry in older:
        if entry.undoable:
            with office.working(database) as uow:
                undo.undo(uow, entry.journal_id)
    after = office.dump(database).lower()
    assert [trace for trace in TRACES if trace in after] == []
    with database.read() as uow:
        assert uow.session.exec(select(Person)).all() == []


def test_a_general_address_and_namesakes_elsewhere_are_left_alone(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        given = {"name": NAME, "email": "info@example.fi", "source": "sivut"}
        person_id = edits.add_person(uow, organisation_id, **given)  # type: ignore[arg-type]
        edits.edit(uow, organisation_id, email="info@example.fi")
        elsewhere = office.ours(uow, IDS[1])
        namesake = edits.add_person(uow, elsewhere, name=NAME, source="sivut")
        edits.edit(uow, elsewhere, description=f"Johtaja {NAME}")
    with office.working(database) as uow:
        privacy.erase_person(uow, KEY, person_id)
    with database.read() as uow:
        assert uow.find(Organisation, organisation_id).email == "info@example.fi"
        assert uow.find(Organisation, elsewhere).description == f"Johtaja {NAME}"
        assert uow.find(Person, namesake).name == NAME


def test_the_database_file_keeps_no_trace_either(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite3"
    database = open_database(f"sqlite:///{path.as_posix()}")
    prepare(database)
    office.open_office(database, [registered(IDS[0], "Konepaja Esimerkki Oy"), registered(IDS[1], "Kaarna Oy")])
    person_id = spread(database)
    checkpoint(database)
    assert b"henkilovuo" in path.read_bytes().lower()
    with office.working(database) as uow:
        privacy.erase_person(uow, KEY, person_id)
    checkpoint(database)
    database.close()
    assert b"henkilovuo" not in path.read_bytes().lower()


def test_a_request_to_see_own_data_is_answered_with_all_of_it(database: Database) -> None:
    person_id = spread(database)
    with database.read() as uow:
        found = privacy.export_person(uow, person_id)
        journalled = len(uow.session.exec(select(JournalRow)).all())
    assert {key: found[key] for key in ("name", "email", "phone", "source", "organisation", "controller")} == {
        "name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "source": "sivut",
        "organisation": "Konepaja Esimerkki Oy",
        "controller": "Savonlinnan kaupunki",
    }
    assert found["inform_by"] == date(2026, 4, 10).isoformat()
    assert [contact["text"] for contact in found["contacts"]] == ["Testi Henkilövuo vastasi"]
    assert {"task", "source_record", "touchpoint", "journal_row"} <= {place["where"] for place in found["mentioned_in"]}
    assert journalled  # looking changes nothing
