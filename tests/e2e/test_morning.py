"""An adviser's morning at 80x24, on practice data, as a person would work it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, command

pytestmark = pytest.mark.e2e
EXPECTED = Path(__file__).parent / "expected"


def test_triage_a_refused_move_a_call_undo_search_and_export(home: Path, start: Callable[..., Terminal]) -> None:
    terminal = start(home, "demo")
    shown = terminal.see("Today", "OVERDUE", "NO NEXT STEP", "NEWS FROM THE REGISTER", "PRACTICE DATA")
    assert "Puurobotiikka" in shown
    assert "in liquidation" in shown

    # Triage of three: fits, does not fit with a reason, later.
    terminal.press("2")
    terminal.see("Candidates", "WHY", "0 done")
    terminal.press("+")
    terminal.see("Fits", "1 done")
    terminal.press("-")
    terminal.see("Why does it not fit?")
    terminal.press("1")
    terminal.see("Does not fit", "2 done")
    terminal.press("l")
    terminal.see("Later", "3 done")

    # The one that fits stands at Selected; it cannot be Contacted before a contact.
    terminal.press("5")
    terminal.see("Stages", "Selected")
    terminal.press("Home")
    terminal.press("v")
    terminal.see("Move to stage", "Still needed", "a contact from us")
    terminal.press("Escape")
    terminal.see("Stages", without="Move to stage")
    terminal.press("n")
    terminal.see("Log a contact", "Kind")
    terminal.press("C-s")
    terminal.see("Logged", without="Log a contact ·")
    terminal.press("v")
    terminal.see("Move to stage", "Contacted", without="a contact from us that you have")
    terminal.press("Enter")
    terminal.see("→ Contacted", without="Move to stage")

    # Taken back in one key, and found by a Swedish former name.
    terminal.press("u")
    terminal.see("Undone")
    terminal.press("4")
    terminal.see("Organisations")
    terminal.see("organisations")
    terminal.search("kustvind")
    terminal.see("1 organisation", "Kustvind Exempel Ab → Rannik")
    terminal.press("Escape")
    terminal.see("Enter Open")

    # Exported from the Reports screen; the file is the expected one.
    terminal.press("9")
    terminal.see("Reports", "Before")
    terminal.press("x")
    terminal.see("Export to a file", "Format")
    terminal.type("c")
    terminal.see("CSV, three files")
    terminal.press("Tab", "Tab", "End", "C-u")
    terminal.see("Export to a file", without="outreach-status")
    terminal.type(str(home / "out"))
    terminal.see("test_triage")
    terminal.press("Enter")
    terminal.see("Saved", without="Export to a file")
    terminal.leave()
    for ending in ("out.csv", "out-coverage.csv", "out-funnel.csv"):
        written = (home / ending).read_bytes()
        assert written == (EXPECTED / ending.replace("out", "status")).read_bytes(), written.decode()


def test_a_first_start_in_finnish_leads_to_the_first_candidate(tmp_path: Path, start: Callable[..., Terminal]) -> None:
    terminal = start(tmp_path / "new", environ={"OUTREACH_LANGUAGE": "fi"})
    terminal.see("Tervetuloa", "Kieli", "Nimesi", "Kunta")
    terminal.leave()


def test_screens_in_swedish_have_their_words(home: Path, start: Callable[..., Terminal]) -> None:
    terminal = start(home, "demo", environ={"OUTREACH_LANGUAGE": "sv"})
    terminal.see("I dag", "FÖRSENADE", "ÖVNINGSMATERIAL")
    for key, words in (("2", "Förslag"), ("3", "Möjliga dubbletter"), ("4", "Aktörer"), ("5", "Faser")):
        terminal.press(key)
        terminal.see(words)
    terminal.leave()


def test_two_programs_share_one_database(home: Path, start: Callable[..., Terminal]) -> None:
    terminal = start(home, "demo")
    terminal.see("OVERDUE", "Puurobotiikka")
    database = home / "data" / "practice.sqlite3"
    who = {"OUTREACH_ADVISER": "Pekka Luonnos"}
    listed = command(home, "cases", "--town", "740", "--json", database=database, **who)
    assert listed.returncode == 0, listed.stderr
    case = next(row for row in json.loads(listed.stdout)["rows"] if row["organisation"].startswith("Puurobotiikka"))
    done = command(home, "move", str(case["case_id"]), "not_now", "--return-on", "2026-05-01", database=database, **who)
    assert done.returncode == 0, done.stderr
    terminal.press("r")
    terminal.see("OVERDUE", without="Puurobotiikka")
    terminal.leave()
