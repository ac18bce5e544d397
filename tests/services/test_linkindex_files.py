"""The files that the index of names lies in: made once, waited for, made anew when they are not right."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from db.engine import Database, open_database
from db.rehearsal import rehearsal
from db.schema import prepare
from outreach.services import edits
from outreach.services.linkindex import is_ready, open_index, opening, store
from outreach.services.register.apply import apply_register
from outreach.terms.linkage import Record
from outreach.terms.work import LinkOutcome
from tests.services import office
from tests.services.intake_samples import load_register
from tests.services.linkindex_samples import IDS, builds, crowd, known, same_as_new, word_of
from tests.services.register_samples import BULK, NEXT_NIGHT


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Of the engine that is quicker to begin with: what happens to files is the same with the other."""
    opened = open_database(f"sqlite:///{(tmp_path / 'outreach.sqlite3').as_posix()}")
    prepare(opened)
    office.open_office(opened)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _files_from_the_first_company(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "KEPT_FROM", 1)


def test_files_are_made_once_and_opened_again(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        assert not is_ready(uow, tmp_path)
        open_index(uow, tmp_path)
        assert is_ready(uow, tmp_path)
        before = builds(tmp_path)
        open_index(uow, tmp_path)
    assert len(before) == 1
    assert builds(tmp_path) == before
    same_as_new(database, tmp_path)


def test_a_rehearsal_uses_the_files_of_its_database_and_leaves_none(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with rehearsal(database) as stage, stage.read() as uow:
        open_index(uow, tmp_path, keep=False)
        assert builds(tmp_path) == []
    with database.read() as uow:
        open_index(uow, tmp_path)
    before = builds(tmp_path)
    with rehearsal(database) as stage, stage.read() as uow:
        assert is_ready(uow, tmp_path)
        open_index(uow, tmp_path, keep=False)
    assert builds(tmp_path) == before


def test_no_value_of_our_own_lies_in_the_files(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with office.working(database) as uow:
        edits.add(uow, {"name": "Liimaaja Lipponen"})
    with database.read() as uow:
        assert known(open_index(uow, tmp_path).engine, "Liimaaja Lipponen")
    files = [path for path in tmp_path.rglob("*.npy") if path.is_file()]
    assert files
    assert not any(b"liimaaja" in path.read_bytes() for path in files)


def test_much_that_has_changed_makes_new_files_and_removes_the_old(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd(20))
    with database.read() as uow:
        held = open_index(uow, tmp_path)
    before = builds(tmp_path)
    apply_register(database, crowd(40), run=BULK, now=NEXT_NIGHT, adviser_id=None)
    with database.read() as uow:
        open_index(uow, tmp_path)
        assert builds(tmp_path) != before
        assert len(builds(tmp_path)) == 1
        assert known(held.engine, f"Keksitty {word_of(3)} Oy")[0] == office.actor(IDS[3])
    same_as_new(database, tmp_path)


@pytest.mark.parametrize("harm", ["cut", "stamp", "layout", "swapped", "empty"])
def test_damaged_files_are_made_anew(database: Database, tmp_path: Path, harm: str) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        open_index(uow, tmp_path)
    (build,) = (path for path in tmp_path.glob("*/0*") if path.is_dir())
    names, stamp = build / "name_words.npy", build / store.STAMP
    if harm == "cut":
        names.write_bytes(names.read_bytes()[:-3])
    elif harm == "stamp":
        stamp.write_text("{", encoding="utf-8")
    elif harm == "layout":
        stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"layout": "older"}), encoding="utf-8")
    elif harm == "swapped":
        np.save(names, np.zeros(names.stat().st_size - 128, dtype=np.uint8))
    else:
        for file in build.iterdir():
            file.unlink()
    same_as_new(database, tmp_path)
    assert builds(tmp_path) != [build.name]


def test_a_folder_that_cannot_be_written_costs_no_answer(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    same_as_new(database, tmp_path / "file")


def test_one_of_two_programs_makes_the_files_and_the_other_waits_for_them(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        folder = store.folder_of(tmp_path, opening._name_of(uow))
    found: list[list[int]] = []
    lock = store.locked

    comes = threading.Event()

    def locked(folder: Path) -> Any:
        comes.set()
        return lock(folder)

    def second() -> None:
        with database.read() as uow:
            found.append(known(open_index(uow, tmp_path).engine, f"Keksitty {word_of(3)} Oy"))

    with store.locked(folder) as held:
        assert held
        monkeypatch.setattr(store, "locked", locked)
        thread = threading.Thread(target=second)
        thread.start()
        assert comes.wait(20)
        assert (found, builds(tmp_path)) == ([], [])
    thread.join()
    assert found[0][0] == office.actor(IDS[3])
    assert len(builds(tmp_path)) == 1


def test_whoever_has_waited_too_long_makes_the_index_in_memory(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        folder = store.folder_of(tmp_path, opening._name_of(uow))
    with store.locked(folder, 0.0) as held, store.locked(folder, 0.0) as again:
        assert (held, again) == (True, False)
        with monkeypatch.context() as patched, database.read() as uow:
            patched.setattr(store, "locked", partial(store.locked, wait=0.0))
            assert known(open_index(uow, tmp_path).engine, f"Keksitty {word_of(3)} Oy")
        assert builds(tmp_path) == []


def _build_and_die(url: str, folder: Path) -> None:
    opening.KEPT_FROM = 1

    def die(*_: Any, **__: Any) -> None:
        os._exit(9)

    store.np.save = die
    with open_database(url).read() as uow:
        open_index(uow, folder)


def test_a_build_that_was_killed_leaves_no_lock_and_no_harm(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    url = database.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("spawn").Process(target=_build_and_die, args=(url, tmp_path))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert list(tmp_path.glob("*/*.part"))
    same_as_new(database, tmp_path)
    assert not list(tmp_path.glob("*/*.part"))


def test_two_databases_have_folders_of_their_own(database: Database, tmp_path: Path) -> None:
    load_register(database, *crowd())
    with database.read() as uow:
        open_index(uow, tmp_path)
        name = opening._name_of(uow)
    assert store.folder_of(tmp_path, name) != store.folder_of(tmp_path, name + "2")
    assert "password" not in name


def test_an_empty_database_knows_nobody(database: Database, tmp_path: Path) -> None:
    with database.read() as uow:
        ranking = open_index(uow, tmp_path).engine.rank(Record(key="x", names=("Keksitty Oy",)))
    assert ranking.outcome is LinkOutcome.NEW
    assert builds(tmp_path) == []
