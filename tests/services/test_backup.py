"""Back-ups: made while in use, one a day, put back without losing what people asked for since."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db import schema
from db.engine import Database, open_database
from db.models import Adviser, metadata
from outreach import config
from outreach.errors import BadInput, Refused, Unusable
from outreach.services import backup, erasure, people, privacy, session, setup
from outreach.terms.message import say
from outreach.terms.work import Channel
from tests.conftest import Home
from tests.services.office import NOW, business_ids, open_office, ours, registered, working

FIRST, SECOND = business_ids(2)


@pytest.fixture
def database(tmp_path: Path, _migrated_sqlite: Path) -> Iterator[Database]:
    path = tmp_path / "office.sqlite3"
    shutil.copyfile(_migrated_sqlite, path)
    opened = open_database(f"sqlite:///{path.as_posix()}")
    open_office(opened, [registered(FIRST, "Puu Esimerkki Oy")])
    yield opened
    opened.close()


def test_a_backup_is_whole_and_private_while_somebody_writes(database: Database) -> None:
    with database.write(now=NOW) as uow:
        uow.session.add(Adviser(name="Kesken Jäävä"))
        uow.session.flush()
        made = backup.backup(database, NOW)
    backup.check(made)
    assert made.stat().st_mode & 0o777 == 0o600
    copy = open_database(f"sqlite:///{made.as_posix()}")
    with copy.read() as before:
        assert [row.name for row in setup.advisers(before)] == ["Maija Kokeilija"]
    copy.close()


def test_the_day_has_one_backup_and_old_ones_go(database: Database) -> None:
    made = [backup.daily(database, NOW + timedelta(days=day), keep=3) for day in (0, 0, 1, 2, 3)]
    assert [path is None for path in made] == [False, True, False, False, False]
    assert len(list(backup.folder(database).glob(backup.PATTERN))) == 3


def test_restoring_brings_the_day_back_and_keeps_what_was_there(database: Database) -> None:
    made = backup.backup(database, NOW)
    with database.write(now=NOW) as uow:
        setup.create_adviser(uow, "Uusi Neuvoja")
    saved = backup.restore(database, made, NOW + timedelta(minutes=1))
    assert saved is not None
    with database.read() as uow:
        assert len(setup.advisers(uow)) == 1
    former = open_database(f"sqlite:///{saved.as_posix()}")
    with former.read() as uow:
        assert len(setup.advisers(uow)) == 2
    former.close()


def test_what_is_no_backup_is_refused_and_nothing_changes(database: Database, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("ei varmuuskopio" * 100, encoding="utf-8")
    with pytest.raises(BadInput, match="not a back-up"):
        backup.restore(database, letter, NOW)
    with pytest.raises(BadInput, match="no such file"):
        backup.restore(database, tmp_path / "missing.sqlite3", NOW)
    with database.read() as uow:
        assert len(setup.advisers(uow)) == 1


def test_a_server_keeps_its_own_backups() -> None:
    with pytest.raises(Refused, match="PostgreSQL"):
        backup.folder(open_database("postgresql://nobody@127.0.0.1:1/none"))


def test_bans_and_erasures_since_the_backup_are_done_again(outreach_home: Home) -> None:
    settings = config.load()
    place = session.open_workplace(settings)
    open_office(place.database, [registered(FIRST, "Puu Esimerkki Oy"), registered(SECOND, "Saha Malli Oy")])
    with working(place.database) as uow:
        organisation_id = ours(uow, FIRST)
    with working(place.database) as uow:
        person = people.add_person(uow, organisation_id, name="Testi Henkilö", source="puhelu")
    made = backup.backup(place.database, NOW)
    with working(place.database) as uow:
        erasure.erase_person(uow, place.key, person)
    with working(place.database) as uow:
        uow.entry("privacy", say("Ban"), undoable=False)
        privacy.suppress(uow, key=place.key, organisation_id=organisation_id, channel=Channel.ANY, reason="pyysi")
    saved, said = session.restore(settings, made)
    assert saved is not None
    assert "entries 1, erasures 1" in str(said)
    with place.database.read() as uow:
        assert uow.session.execute(select(metadata.tables["person"])).all() == []
        assert len(uow.session.execute(select(metadata.tables["suppression"])).all()) == 1


def test_an_older_file_is_backed_up_before_it_is_brought_up_to_date(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "is_older", lambda _database: True)
    monkeypatch.setattr(schema, "upgrade", lambda _database: None)
    session.make_ready(database, NOW, keep=14)
    assert list(backup.folder(database).glob("*before-upgrade*"))


def test_nobody_named_means_saying_how_to_start(outreach_home: Home) -> None:
    place = session.open_workplace(config.load())
    with pytest.raises(Unusable, match="outreach init --name"):
        session.need_adviser(place)
