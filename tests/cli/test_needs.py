"""Competence needs by commands: what is given changes, what is not stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]


def need(outreach: Run, number: str | int) -> Any:
    rows = outreach("need", "list", "--town", "all", "--archived", "--json").data
    return next(row for row in rows if row["need_id"] == int(number))


def test_a_need_is_added_with_all_that_was_given(practice: Home, outreach: Run) -> None:
    made = outreach(
        *("need", "add", "--town", "Nyslott", "--title-fi", "Liimat", "--title-sv", "Lim", "--title-en", "Glues"),
        *("--industry", "2059, 16", "--words-fi", "liima*,*liima", "--words-sv", "lim", "--not-words", "liimaus"),
        *("--competences", "liimaus", "--place", "Brahestad, Kauhajoki", "--only-there", "--target", "2"),
        *("--theme", "Puu", "--deadline", "31.12.2026"),
    )
    assert made.code == 0
    row = need(outreach, made.out)
    spec = row["spec"]
    assert (row["town_code"], row["title_sv"], row["target_count"]) == ("740", "Lim", 2)
    assert (row["deadline"], row["theme"], row["example"]) == ("2026-12-31", "Puu", False)
    assert (spec["industry_codes"], spec["keywords_fi"]) == (["2059", "16"], ["liima*", "*liima"])
    assert (spec["place"]["municipalities"], spec["place"]["hard"]) == (["678", "232"], True)
    assert outreach("candidates", "--need", made.out.strip()).code == 0


def test_an_edit_changes_what_is_given_and_nothing_else(practice: Home, outreach: Run) -> None:
    before = need(outreach, 1)
    assert outreach("need", "edit", "1", "--target", "7", "--deadline", "2026-12-31").code == 0
    after = need(outreach, 1)
    assert (after["target_count"], after["deadline"]) == (7, "2026-12-31")
    assert {**after, "target_count": 0, "deadline": None, "version": 0} == {
        **before,
        "target_count": 0,
        "deadline": None,
        "version": 0,
    }
    assert outreach("need", "edit", "1", "--deadline", "").code == 0
    assert need(outreach, 1)["deadline"] is None


def test_whether_elsewhere_counts_is_changed_by_itself(practice: Home, outreach: Run) -> None:
    for option, hard in (("--only-there", True), ("--also-elsewhere", False)):
        assert outreach("need", "edit", "1", option).code == 0
        place = need(outreach, 1)["spec"]["place"]
        assert (place["municipalities"], place["hard"]) == (["740"], hard)
    elsewhere = outreach("candidates", "--need", "1", "--limit", "500", "--json").data["total"]
    outreach("need", "edit", "1", "--only-there")
    assert outreach("candidates", "--need", "1", "--limit", "500", "--json").data["total"] < elsewhere
    without_place = outreach("need", "add", "--title-fi", "Liimat", "--industry", "2059", "--only-there")
    assert (without_place.code, without_place.out) == (2, "")
    assert "--place" in without_place.err


def test_an_edit_of_nothing_says_so(practice: Home, outreach: Run) -> None:
    done = outreach("need", "edit", "1")
    assert (done.code, done.out) == (2, "")
    assert "Say what to change." in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--title-fi", "x", "--industry", "9999"], "9999"),
        (["--title-fi", "x", "--industry", "16", "--place", "Atlantis"], "Not found, town: Atlantis"),
        (["--industry", "16"], "The need has no title."),
        (["--title-fi", "x", "--industry", "16", "--target", "-1"], "--target -1"),
        (["--title-fi", "x", "--industry", "16", "--town", "all"], "--town TOWN"),
        (["--title-fi", "x"], "nothing"),
    ],
)
def test_a_need_that_cannot_be_is_refused_and_nothing_is_added(
    practice: Home, outreach: Run, arguments: list[str], said: str
) -> None:
    before = outreach("need", "list", "--town", "all", "--json").data
    done = outreach("need", "add", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert outreach("need", "list", "--town", "all", "--json").data == before


def test_an_example_counts_in_reports_once_it_is_adopted(outreach_home: Home, outreach: Run) -> None:
    assert outreach("init", "--name", "Testi Henkilö", "--town", "Savonlinna").code == 0
    number = str(outreach("need", "list", "--json").data[0]["need_id"])
    assert "example" in outreach("need", "list").out
    assert outreach("export", "status", "--format", "md", "-o", "-").out.count("| Savonlinna |") == 0
    assert outreach("need", "adopt", number).code == 0
    assert need(outreach, number)["example"] is False
    assert outreach("export", "status", "--format", "md", "-o", "-").out.count("| Savonlinna |") == 1
    assert outreach("undo").code == 0
    assert need(outreach, number)["example"] is True


def test_a_need_put_away_is_listed_on_request_and_comes_back_by_undo(practice: Home, outreach: Run) -> None:
    assert outreach("need", "archive", "1").code == 0
    assert 1 not in {row["need_id"] for row in outreach("need", "list", "--json").data}
    assert "put away" in outreach("need", "list", "--archived").out
    assert outreach("undo").code == 0
    assert 1 in {row["need_id"] for row in outreach("need", "list", "--json").data}


def test_a_file_of_needs_is_imported_whole_or_not_at_all(practice: Home, outreach: Run, tmp_path: Path) -> None:
    good = tmp_path / "needs.csv"
    good.write_text(
        "town;title_fi;industry_codes;target\nNyslott;Liimat;2059;2\nBrahestad;Vedyn varastointi;2522;1\n",
        encoding="utf-8",
    )
    assert "2 added" in outreach("need", "import", str(good)).err
    assert "2 unchanged" in outreach("need", "import", str(good)).err
    assert {row["title_fi"] for row in outreach("need", "list", "--town", "Raahe", "--json").data} >= {
        "Vedyn varastointi"
    }
    bad = tmp_path / "bad.csv"
    for row, said in (("Atlantis;Toinen;16", "Atlantis"), ("Brahestad;Toinen;9999", "Toinen: Industry code 9999")):
        bad.write_text(f"town;title_fi;industry_codes\nNyslott;Uusi;16\n{row}\n", encoding="utf-8")
        refused = outreach("need", "import", str(bad))
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
    assert "Uusi" not in {row["title_fi"] for row in outreach("need", "list", "--json").data}
    assert outreach("need", "import", str(tmp_path / "none.csv")).code == 2


def test_coverage_says_what_is_missing_for_each_need(practice: Home, outreach: Run) -> None:
    rows = outreach("coverage", "--json").data
    assert [row["title"] for row in rows] == [
        "Timber-construction automation",
        "Fibre and process technology",
        "Mechanical wood processing and timber construction",
    ]
    figures = ("target", "selected", "contacted", "in_dialogue", "committed", "active", "gap")
    assert [[row[name] for name in figures] for row in rows] == [
        [5, 2, 2, 1, 1, 0, 5],
        [4, 2, 1, 1, 0, 0, 4],
        [4, 4, 3, 2, 1, 1, 3],
    ]
    assert all(row["identified"] >= row["selected"] for row in rows)
    assert len(outreach("coverage", "--town", "kaikki", "--json").data) == 25
