"""Do-not-contact entries: whom they cover, that they outlive everything but their lifting, and the key they rest on."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from db.engine import Database, open_database
from db.models import Suppression
from outreach.errors import BadInput, NotFound, Refused, Unusable
from outreach.services import edits, keyed, organisations, privacy, undo
from outreach.terms.candidate import Candidate, Contact, Provenance, RegisterForm
from outreach.terms.views import ChannelRule
from outreach.terms.work import Channel
from tests.services import office
from tests.services.office import KEY, NOW, actor, registered

IDS = office.business_ids(4)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    trader = registered(IDS[1], "Tmi Malli Yrittäjä", forms=(RegisterForm("26", 1),))
    office.open_office(opened, [registered(IDS[0], "Konepaja Esimerkki Oy"), trader])
    yield opened
    opened.close()


def channels(database: Database, number: str, person_id: int | None = None) -> dict[Channel, ChannelRule]:
    with database.read() as uow:
        rules = privacy.channels(uow, key=KEY, actor_id=actor(number), person_id=person_id)
    return {rule.channel: rule for rule in rules}


def suppressed(database: Database, *actors: int) -> set[int]:
    with database.read() as uow:
        return privacy.is_suppressed(uow, KEY, actors)


def candidate(**values: object) -> Candidate:
    read = Provenance(source="jasenet.xlsx", where="row 2", fetched_at=NOW, content_hash="0" * 64)
    return Candidate(**{"name": "Konepaja Esimerkki Oy", "provenance": read, **values})  # type: ignore[arg-type]


def test_a_company_of_the_bare_register_has_its_routes_judged(database: Database) -> None:
    rules = channels(database, IDS[0])
    assert [str(rule.rule) for rule in rules.values()] == [
        "May not be used: no e-mail address is known",
        "May not be used: no phone number is known",
        "May be used: letters are allowed until somebody objects",
    ]
    assert rules[Channel.POST].value == "Olavinkatu 1, 57100 SAVONLINNA"
    with pytest.raises(NotFound):
        channels(database, IDS[3])


def test_a_sole_trader_is_e_mailed_only_with_consent(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[1])
        edits.edit(uow, organisation_id, email="info@malli.example")
    assert not channels(database, IDS[1])[Channel.EMAIL].allowed
    with office.working(database) as uow:
        edits.edit(uow, organisation_id, email_consent_on="2026-03-09")
    assert channels(database, IDS[1])[Channel.EMAIL].allowed


def test_a_person_is_a_route_when_the_organisation_has_none_of_its_own(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        given = {"name": "Testi Henkilö", "email": "testi@konepaja.example", "phone": "040 555 0100"}
        person_id = edits.add_person(uow, organisation_id, source="sivut", **given)  # type: ignore[arg-type]
    assert channels(database, IDS[0])[Channel.EMAIL].value == "testi@konepaja.example"
    with office.working(database) as uow:
        edits.edit(uow, organisation_id, email="info@konepaja.example")
        privacy.suppress(uow, key=KEY, person_id=person_id)

    assert channels(database, IDS[0])[Channel.EMAIL].value == "info@konepaja.example"
    to_person = channels(database, IDS[0], person_id)
    assert [rule.allowed for rule in to_person.values()] == [False, False, False]
    assert all(rule.banned for rule in to_person.values())
    assert suppressed(database, actor(IDS[0])) == set()


def test_a_ban_covers_its_channel_or_all_of_them(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        edits.edit(uow, organisation_id, email="info@konepaja.example", phone="015 555 0100")
        privacy.suppress(uow, key=KEY, organisation_id=organisation_id, channel=Channel.PHONE, reason="asked")
    assert {c: rule.allowed for c, rule in channels(database, IDS[0]).items()} == {
        Channel.EMAIL: True,
        Channel.PHONE: False,
        Channel.POST: True,
    }
    assert suppressed(database, actor(IDS[0])) == set()

    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, organisation_id=organisation_id)
    assert not any(rule.allowed for rule in channels(database, IDS[0]).values())
    assert suppressed(database, actor(IDS[0]), actor(IDS[1])) == {actor(IDS[0])}


def test_a_ban_over_a_value_holds_wherever_the_value_turns_up(database: Database) -> None:
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, value="Testi@Konepaja.example")
        privacy.suppress(uow, key=KEY, value="015 555 0100")
        edits.edit(uow, office.ours(uow, IDS[0]), email="testi@konepaja.example", phone="+358 15 5550100")
        with pytest.raises(BadInput, match="neither an e-mail address"):
            privacy.suppress(uow, key=KEY, value="somebody")
    rules = channels(database, IDS[0])
    assert (rules[Channel.EMAIL].banned, rules[Channel.PHONE].banned, rules[Channel.POST].banned) == (True, True, False)


def test_neither_undo_nor_a_new_import_lifts_a_ban(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = organisations.ours(uow, actor(IDS[0])).id or 0
        edits.add_competence(uow, organisation_id, "CLT")
        privacy.suppress(uow, key=KEY, organisation_id=organisation_id)
    with office.working(database) as uow:
        undo.undo_last(uow)
    assert suppressed(database, actor(IDS[0])) == {actor(IDS[0])}


def test_an_organisation_without_a_business_id_is_known_again_by_name_and_town(database: Database) -> None:
    with office.working(database) as uow:
        added = edits.add(uow, {"name": "Oma Yhdistys ry", "municipality_code": "740"})
        privacy.suppress(uow, key=KEY, organisation_id=added - 1_000_000_000)
    assert suppressed(database, added) == {added}
    with database.read() as uow:
        same = candidate(name="OMA yhdistys ry", municipality_code="740")
        assert privacy.suppressed_values(uow, KEY, same) == {"organisation"}
        assert privacy.suppressed_values(uow, KEY, candidate(name="Oma Yhdistys ry", municipality_code="678")) == set()


def test_intake_is_told_which_parts_of_a_record_a_ban_covers(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        given = {"name": "Testi Henkilö", "email": "testi@konepaja.example", "phone": "040 555 0100"}
        person_id = edits.add_person(uow, organisation_id, source="sivut", **given)  # type: ignore[arg-type]
        privacy.suppress(uow, key=KEY, person_id=person_id)
        privacy.erase_person(uow, KEY, person_id)
        other = edits.add_person(uow, organisation_id, name="Poistettu Henkilö", source="sivut")
        privacy.erase_person(uow, KEY, other)

    def parts(**values: object) -> frozenset[str]:
        with database.read() as uow:
            return privacy.suppressed_values(uow, KEY, candidate(**values), organisation_id)

    assert parts(contact=Contact(name="TESTI henkilö")) == {"contact"}
    assert parts(contact=Contact(name="Joku Muu", email="testi@konepaja.example")) == {"contact"}
    assert parts(email="Testi@konepaja.example", phone="+358405550100") == {"email", "phone"}
    assert parts(contact=Contact(name="Poistettu Henkilö"), email="info@konepaja.example") == {"contact"}
    assert parts(contact=Contact(name="Joku Muu"), email="info@konepaja.example") == set()
    assert parts(business_id=IDS[0]) == set()


def test_lifting_wants_a_reason_and_lifts_the_whole_act(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        given = {"name": "Testi Henkilö", "email": "testi@konepaja.example", "phone": "040 555 0100"}
        person_id = edits.add_person(uow, organisation_id, source="sivut", **given)  # type: ignore[arg-type]
        entry = privacy.suppress(uow, key=KEY, person_id=person_id, reason="pyysi")
        assert privacy.suppress(uow, key=KEY, person_id=person_id) == entry
    with database.read() as uow:
        rows = privacy.suppressions(uow)
    assert {(row.kind, row.subject, row.reason, row.entered_by) for row in rows} == {
        (kind, "Testi Henkilö", "pyysi", "Maija Kokeilija") for kind in ("person", "email", "phone")
    }

    with pytest.raises(BadInput, match="Write why"), office.working(database) as uow:
        privacy.lift(uow, entry, " ")
    with office.working(database) as uow:
        assert str(privacy.lift(uow, entry, "haluaa kuulla")) == "Do-not-contact entry lifted: Konepaja Esimerkki Oy"
    with pytest.raises(Refused, match="lifted already"), office.working(database) as uow:
        privacy.lift(uow, entry, "taas")
    with database.read() as uow:
        assert privacy.suppressions(uow) == ()
        assert {row.lift_reason for row in privacy.suppressions(uow, lifted=True)} == {"haluaa kuulla"}
    assert channels(database, IDS[0], person_id)[Channel.EMAIL].allowed


def test_the_ledger_holds_hashes_and_no_names(database: Database) -> None:
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, value="testi@konepaja.example")
        privacy.suppress(uow, key=KEY, value=IDS[3])
    with database.read() as uow:
        rows = uow.session.exec(select(Suppression)).all()
        assert all(len(row.key_hash) == 64 for row in rows)
    assert "konepaja.example" not in office.dump(database)
    assert suppressed(database, actor(IDS[3])) == {actor(IDS[3])}


def test_another_key_is_refused_rather_than_letting_everybody_through(database: Database) -> None:
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, value=IDS[3])
    with pytest.raises(Unusable, match="not the one that this database was used with"), database.read() as uow:
        privacy.is_suppressed(uow, bytes(32), [actor(IDS[3])])


def test_the_key_is_made_once_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "config" / "suppression.key"
    key = privacy.load_or_create_key(path)
    assert privacy.load_or_create_key(path) == key
    assert len(key) == 32
    assert [file.name for file in path.parent.iterdir()] == ["suppression.key"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("rubbish")
    with pytest.raises(Unusable, match="cannot be read"):
        privacy.load_or_create_key(path)
    path.write_text("00")
    with pytest.raises(Unusable, match="cannot be read"):
        privacy.load_or_create_key(path)


def test_a_key_that_another_program_made_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "suppression.key"
    first = privacy.load_or_create_key(path)
    looked = iter((False, True, True))
    monkeypatch.setattr(Path, "exists", lambda _: next(looked))
    assert keyed.load_or_create_key(path) == first
