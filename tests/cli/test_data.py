"""The database by commands: back-ups, restoring, checking."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]
ROBOT = "Puurobotiikka Esimerkki Oy"


def test_a_backup_is_a_whole_database_and_its_path_is_printed(practice: Home, outreach: Run, tmp_path: Path) -> None:
    by_hand = outreach("db", "backup")
    assert (by_hand.code, by_hand.err) == (0, "")
    path = Path(by_hand.out.strip())
    assert path.parent == practice.data / "backups"
    named = outreach("db", "backup", str(tmp_path / "copy.sqlite3"))
    assert named.out == f"{tmp_path / 'copy.sqlite3'}\n"
    for copy in (path, tmp_path / "copy.sqlite3"):
        with sqlite3.connect(copy) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute('SELECT count(*) FROM "case"').fetchone() == (10,)


def test_restoring_brings_the_former_state_back_and_keeps_the_present_one(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert outreach("db", "backup", str(copy)).code == 0
    added = outreach("organisation", "add", "Aivan Muu Näyte", "--town", "Nyslott").out.strip()
    outreach("do-not-contact", "add", "--organisation", ROBOT, "--reason", "pyysi")
    restored = outreach("db", "restore", str(copy))
    assert (restored.code, restored.out) == (0, "")
    assert "do-not-contact entries 1" in restored.err
    assert outreach("show", added).code == 2
    assert len(outreach("do-not-contact", "list", "--json").data) == 1
    before = restored.err.rsplit(maxsplit=1)[-1]
    assert outreach("db", "restore", before).code == 0
    assert outreach("show", added).code == 0


def test_what_is_no_backup_is_refused_and_the_database_stays(practice: Home, outreach: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("no database", encoding="utf-8")
    before = outreach("cases", "--json").out
    for path in (letter, tmp_path / "none.sqlite3"):
        done = outreach("db", "restore", str(path))
        assert (done.code, done.out) == (2, "")
        assert path.name in done.err
    assert outreach("cases", "--json").out == before


def test_check_and_upgrade_say_where_the_database_is_and_that_it_is_up_to_date(practice: Home, outreach: Run) -> None:
    checked = outreach("db", "check")
    assert (checked.code, checked.out) == (0, "")
    assert "outreach.sqlite3" in checked.err
    assert outreach("db", "upgrade").err == "The database is up to date already.\n"


def test_a_database_of_a_newer_program_is_left_alone(practice: Home, outreach: Run) -> None:
    with sqlite3.connect(practice.data / "outreach.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (["today"], ["db", "check"], ["db", "upgrade"], ["undo"]):
        done = outreach(*command)
        assert (done.code, done.out) == (2, "")
        assert "newer version of this program" in done.err


def test_a_damaged_database_is_found_by_the_check(practice: Home, outreach: Run) -> None:
    path = practice.data / "outreach.sqlite3"
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40_000] = b"\xff" * 40_000
    path.write_bytes(content)
    done = outreach("db", "check")
    assert (done.code, done.out) == (2, "")
    assert done.err.strip()
    assert "Something went wrong" not in done.err
