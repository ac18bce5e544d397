"""What must hold when things go wrong: a kill in the middle of an import, and names that mean harm."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import practice_data
from tests.e2e.terminal import ROOT, Terminal, command, surroundings

pytestmark = pytest.mark.e2e
COMPANIES = 12_000
TABLES = {
    "registry_name": "id",
    "registry_address": "company_id, seq",
    "registry_entry": "company_id, seq",
    "registry_form": "company_id, seq",
    "registry_situation": "company_id, seq",
}
HOSTILE = "[/] [bold] =1+1 \x1b]0;x Oy"


@pytest.fixture(scope="session")
def big_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register file large enough to be caught in the middle."""
    path = tmp_path_factory.mktemp("register") / "big.zip"
    maker = practice_data.Maker(1)
    records = [maker.company(town="740", name=f"Koe {number} Oy", form="16") for number in range(COMPANIES)]
    path.write_bytes(practice_data.register_zip(records, "20260309"))
    return path


def test_an_import_killed_in_the_middle_ends_right_when_run_again(big_file: Path, tmp_path: Path) -> None:
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    for home in (killed, whole):
        assert command(home, "init", "--name", "Testi Henkilö", "--town", "Savonlinna").returncode == 0
    running = subprocess.Popen(
        [sys.executable, "-m", "outreach", "import", "ytj", "--bulk", str(big_file)],
        cwd=ROOT,
        env={**os.environ, **surroundings(killed)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not 500 < _companies(killed) < COMPANIES:
        assert time.monotonic() < until, "the import was never seen in the middle"
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert _companies(killed) < COMPANIES
    again = command(killed, "import", "ytj", "--bulk", str(big_file))
    once = command(whole, "import", "ytj", "--bulk", str(big_file))
    assert (again.returncode, once.returncode) == (0, 0), again.stderr + once.stderr
    assert _dump(killed) == _dump(whole)


def test_a_hostile_name_breaks_no_screen_and_no_export(home: Path, start: Callable[..., Terminal]) -> None:
    source = home / "hostile.csv"
    source.write_text(f'Yritys;Kunta;Puhelin\n"{HOSTILE}";Savonlinna;015 555 0199\n', encoding="utf-8")
    database = home / "data" / "practice.sqlite3"
    who = {"OUTREACH_ADVISER": "Maija Kokeilija", "OUTREACH_TOWN": "740"}
    assert command(home, "import", "file", str(source), database=database, **who).returncode == 0
    found = command(home, "search", "bold", "--town", "all", "--json", database=database, **who)
    assert "[/] [bold] =1+1 ]0;x Oy" in found.stdout
    terminal = start(home, "demo")
    terminal.see("OVERDUE")
    terminal.press("4")
    terminal.see("Organisations")
    terminal.see("organisations")
    terminal.search("bold")
    terminal.see("[/] [bold] =1+1")
    terminal.press("Enter")
    terminal.see("Enter Open")
    terminal.press("Enter")
    terminal.see("CONTACT HISTORY")
    terminal.press("n")
    terminal.see("Log a contact · [/] [bold]")
    terminal.press("C-s")
    terminal.see("Logged: [/] [bold]")
    for key, words in (("1", "OVERDUE"), ("2", "Candidates"), ("3", "Possible"), ("5", "Stages"), ("8", "Sources")):
        terminal.press(key)
        terminal.see(words)
    terminal.leave()


def _companies(home: Path) -> int:
    """How many companies the database holds so far."""
    path = home / "data" / "outreach.sqlite3"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10) as connection:
        return int(connection.execute("SELECT count(*) FROM registry_company").fetchone()[0])


def _dump(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """The register mirror without numbers of runs."""
    path = home / "data" / "outreach.sqlite3"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        dump = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()
            for table, order in TABLES.items()
        }
        columns = "id, business_id, name, name_key, industry_code, municipality_code, active, modified, vanished_on"
        dump["registry_company"] = connection.execute(f"SELECT {columns} FROM registry_company ORDER BY id").fetchall()
        dump["search"] = connection.execute(
            "SELECT rowid FROM registry_name_search WHERE registry_name_search MATCH 'koe*' ORDER BY rowid"
        ).fetchall()
    return dump
