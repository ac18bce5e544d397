"""Why records are linked, told and corrected from the command line."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Home

Run = Callable[..., Any]
ROWS = "Yritys;Kunta\nSahalaite Malli Kuitulaboratorio;Savonlinna\n"


@pytest.fixture
def waiting(practice: Home, outreach: Run, tmp_path: Path) -> str:
    """Number of a question that two lists ask alike."""
    for name in ("lista.csv", "jasenet.csv"):
        (tmp_path / name).write_text(ROWS, encoding="utf-8")
        assert outreach("import", "file", str(tmp_path / name)).code == 1
    rows = outreach("review", "list", "--json").data["rows"]
    return str(next(row["record_id"] for row in rows if row["source"] == "lista.csv"))


def test_a_link_is_explained_line_by_line(practice: Home, outreach: Run) -> None:
    lines = outreach("link", "explain", "1").out.splitlines()
    assert lines[0].startswith("Record 1: Puurobotiikka Esimerkki Oy (puualan-toimijat.html, table 1, row 2, ")
    assert lines[1].startswith("Linked to Puurobotiikka Esimerkki Oy 9000000-3 automatically, ")
    assert lines[2] == "Weights: those the program ships with"
    assert any(line.startswith("  Business ID") and "+24.0" in line and "█" in line for line in lines)
    assert any(line.split()[:1] == ["sum"] for line in lines)
    assert any(line.split() == ["probability", "100%"] for line in lines)
    assert lines[-1] == "Rule: Same Business ID"


def test_an_organisation_is_explained_by_any_of_its_names(practice: Home, outreach: Run) -> None:
    by_id = outreach("link", "explain", "9000000-3")
    assert by_id.out == outreach("link", "explain", "Puurobotiikka Esimerkki Oy").out
    told = outreach("link", "explain", "9000000-3", "--json").data
    assert (told[0]["business_id"], told[0]["judgement"], told[0]["by"]) == ("9000000-3", "same", "")
    assert {"field", "grade", "known", "incoming", "bits", "text"} == set(told[0]["lines"][0])
    assert outreach("link", "explain", "nobody of this name").code == 2


def test_equal_questions_are_asked_and_answered_at_once(outreach: Run, waiting: str) -> None:
    shown = outreach("review", "list")
    assert f"{waiting}: Sahalaite Malli Kuitulaboratorio (lista.csv, row 2)" in shown.out
    assert "and record " in shown.out
    assert "(jasenet.csv, row 2)" in shown.out
    assert "at this pace" in shown.err
    told = outreach("link", "explain", waiting).out
    assert "May be Sahalaite" in told
    assert "Why it is asked: Never linked without asking" in told
    done = outreach("review", "answer", waiting, "same", "--json").data
    assert len(done["records"]) == 2
    assert done["said"].endswith("(2 records)")
    assert "Maija Kokeilija" in outreach("link", "explain", waiting).out


def test_a_wrong_link_is_taken_apart_and_put_back_by_undo(outreach: Run, waiting: str) -> None:
    outreach("review", "answer", waiting, "same")
    done = outreach("link", "split", waiting)
    assert done.code == 0
    assert done.err.startswith("Different. New organisation: Sahalaite Malli Kuitulaboratorio")
    assert "Different from Sahalaite" in outreach("link", "explain", waiting).out
    assert outreach("db", "check").code == 0
    assert outreach("undo").code == 0
    assert "Same as Sahalaite" in outreach("link", "explain", waiting).out
    assert outreach("link", "split", "999999").code == 2


def test_the_check_tells_of_links_that_no_judgement_stands_behind(practice: Home, outreach: Run) -> None:
    assert "links agree with the judgements on them" in outreach("db", "check").err
    with sqlite3.connect(practice.data / "outreach.sqlite3") as database:
        ours = "SELECT max(id) FROM organisation"
        database.execute(f"UPDATE source_record SET organisation_id = ({ours}) WHERE id = 1")
    done = outreach("db", "check")
    assert done.code == 1
    assert "Record 1, Puurobotiikka Esimerkki Oy" in done.err
    assert "no judgement says so" in done.err
