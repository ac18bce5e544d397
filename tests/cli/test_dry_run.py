"""Imports of lists looked at before they are done: a line for each row, and columns that the user names."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from importers.fetch import Fetcher
from tests.cli.conftest import Done
from tests.conftest import Home
from tests.doubles.site import Site, answer

Run = Callable[..., Done]
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
LINE = (
    "name website email phone address postcode town business_id description how confidence contact_person sheet row"
    " plan reason"
)
LIST = """Yritys;Y-tunnus;Kunta;Sähköposti;Yhteyshenkilö;Sanat
Aivan Oma Kokeilu Oy;;Savonlinna;info@kokeilu.example;Testi Henkilö;hitsaus
;9000000-3;Savonlinna;;;
Aivan Oma Kokeilu Oy;;Savonlinna;info@kokeilu.example;Testi Henkilö;hitsaus
Verkkotalo Kuvitelma Ky;;Raahe;;;särmäys
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "lista.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def lines(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def plans(done: Done) -> list[tuple[int, str]]:
    return [(line["row"], line["plan"]) for line in lines(done)]


def total(outreach: Run) -> int:
    return int(outreach("search", "", "--json").data["total"])


def test_each_row_is_a_line_with_what_the_import_then_does(practice: Home, outreach: Run, source: Path) -> None:
    before, runs = total(outreach), outreach("runs", "--json").out
    done = outreach("import", "file", str(source), "--dry-run", "--json")
    assert done.code == 0
    assert list(lines(done)[0]) == LINE.split()
    assert plans(done) == [(2, "create"), (3, "skipped"), (4, "unchanged"), (5, "create")]
    assert lines(done)[0]["contact_person"] == "Testi Henkilö"
    assert (lines(done)[1]["name"], bool(lines(done)[1]["reason"])) == ("9000000-3", True)
    assert (total(outreach), outreach("runs", "--json").out) == (before, runs)
    result = outreach("import", "file", str(source), "--json").data
    assert (result["created"], result["unchanged"], result["rejected"]) == (2, 1, 1)
    again = outreach("import", "file", str(source), "--dry-run", "--json")
    assert plans(again) == [(2, "unchanged"), (3, "skipped"), (4, "unchanged"), (5, "unchanged")]


def test_for_people_it_shows_columns_counts_and_the_first_rows_of_each_kind(
    practice: Home, outreach: Run, source: Path
) -> None:
    done = outreach("import", "file", str(source), "--dry-run")
    assert "Read as" in done.out
    assert "4 of 4" not in done.out.splitlines()[1]
    assert "New: 2\n  row 2: Aivan Oma Kokeilu Oy\n" in done.out
    assert "Skipped: 1\n  row 3: 9000000-3 – " in done.out
    assert "nothing was saved" in done.err


def test_what_the_user_says_of_a_column_is_remembered_for_files_of_the_same_headings(
    practice: Home, outreach: Run, source: Path, tmp_path: Path
) -> None:
    planned = outreach("import", "file", str(source), "--map", "Sanat=description", "--dry-run", "--json")
    assert lines(planned)[0]["description"] == "hitsaus"
    assert lines(outreach("import", "file", str(source), "--dry-run", "--json"))[0]["description"] == ""
    outreach("import", "file", str(source), "--map", "Sanat=Kuvaus")
    other = tmp_path / "seuraava.csv"
    other.write_text(LIST.replace("hitsaus", "jyrsintä"), encoding="utf-8")
    done = outreach("import", "file", str(other), "--dry-run")
    assert "as you said of an earlier file" in done.out
    assert lines(outreach("import", "file", str(other), "--dry-run", "--json"))[0]["description"] == "jyrsintä"
    outreach("import", "file", str(other), "--map", "none")
    assert lines(outreach("import", "file", str(other), "--dry-run", "--json"))[0]["description"] == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [("Sanat", "--map"), ("Sanat=kuvauz", "kuvaus"), ("Ei ole=name", "no column Ei ole"), ("=name", "--map")],
)
def test_a_column_that_cannot_be_is_named(practice: Home, outreach: Run, source: Path, said: str, told: str) -> None:
    done = outreach("import", "file", str(source), "--map", said)
    assert (done.code, done.out) == (2, "")
    assert told.casefold() in done.err.casefold() or "description" in done.err


def test_a_file_with_nothing_to_import_is_told_as_it_is_by_the_import(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    path = tmp_path / "kirje.csv"
    path.write_text("Hei, tässä kirje.\n", encoding="utf-8")
    planned, done = outreach("import", "file", str(path), "--dry-run"), outreach("import", "file", str(path))
    assert (planned.code, planned.out, planned.err) == (done.code, done.out, done.err)
    assert planned.code == 2


def test_a_page_is_looked_at_before_it_is_imported_and_is_not_kept(practice: Home, outreach: Run) -> None:
    rows = "".join(f"<tr><td>{name}</td><td>Savonlinna</td></tr>" for name in ("Hirsivuo Kokeilu Oy", "Tarumyynti Ab"))
    body = f"<html><body><table><tr><th>Yritys</th><th>Kunta</th></tr>{rows}</table></body></html>".encode()
    with Site() as site:
        site.pages["/jasenet"] = answer(body, headers={"Content-Type": "text/html", "ETag": '"one"'})
        door = Fetcher("testi@example.fi", allow=[("127.0.0.1", site.port)], sleep=lambda _: None, clock=lambda: NOW)
        planned = outreach("import", "web", f"{site.url}/jasenet", "--dry-run", "--json", fetcher=door)
        outreach("import", "web", f"{site.url}/jasenet", fetcher=door)
        again = outreach("import", "web", f"{site.url}/jasenet", fetcher=door)
        asked = [headers.get("if-none-match") for path, headers in site.asked if path == "/jasenet"]
    assert {line["plan"] for line in lines(planned)} == {"create"}
    assert asked == [None, None, '"one"']
    assert "has not changed since it was read last" in again.out


def test_a_company_that_is_only_mentioned_is_imported_when_the_user_names_it(
    practice: Home, outreach: Run, tmp_path: Path
) -> None:
    path = tmp_path / "uutinen.html"
    path.write_text(
        "<html><body><h1>Uutinen</h1><p>Hankkeen toteutti Hirsivuo Kokeilu Oy yhdessä kaupungin"
        " kanssa.</p></body></html>",
        encoding="utf-8",
    )
    shown = outreach("source", "preview", str(path), "--mentioned", "--json")
    assert [line["name"] for line in lines(shown)] == ["Hirsivuo Kokeilu Oy"]
    assert outreach("source", "preview", str(path), "--json").code == 1
    assert outreach("import", "web", str(path), "--json").data["created"] == 0
    done = outreach("import", "web", str(path), "--mentioned", "Hirsivuo Kokeilu Oy", "--json")
    assert done.data["created"] == 1
