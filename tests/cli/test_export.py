"""The status report as files: every format, the same bytes, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Done
from tests.conftest import Home

Run = Callable[..., Done]
FORMULA = "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("xlsx", ["out.xlsx"]),
        ("csv", ["out.csv", "out-coverage.csv", "out-funnel.csv"]),
        ("json", ["out.json"]),
        ("md", ["out.md"]),
    ],
)
def test_every_format_is_written_twice_with_the_same_bytes(
    practice: Home, outreach: Run, tmp_path: Path, kind: str, names: list[str]
) -> None:
    first, again = tmp_path / "first", tmp_path / "again"
    for folder in (first, again):
        folder.mkdir()
        done = outreach("export", "status", "--format", kind, "-o", str(folder / f"out.{kind}"))
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines() == [str(folder / name) for name in names]
    assert sorted(path.name for path in first.iterdir()) == sorted(names)
    for name in names:
        assert (first / name).read_bytes() == (again / name).read_bytes()


def test_the_format_is_that_of_the_file_s_ending(
    practice: Home, outreach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert outreach("export", "status", "-o", "a.csv").out.split() == ["a.csv", "a-coverage.csv", "a-funnel.csv"]
    assert outreach("export", "status", "-o", "b.MD").out.split() == ["b.md"]
    assert outreach("export", "status", "-o", "c").out.split() == ["c.xlsx"]
    assert outreach("export", "status", "-o", "d.csv", "--format", "md").out.split() == ["d.md"]
    assert outreach("export", "status").out.split() == ["outreach-status-20260310.xlsx"]
    assert (tmp_path / "outreach-status-20260310.xlsx").read_bytes()[:2] == b"PK"


def test_standard_output_takes_a_report_for_a_pipe(practice: Home, outreach: Run, program: Run) -> None:
    data = program("export", "status", "--town", "Nyslott", "--format", "json", "-o", "-")
    assert (data.code, data.err) == (0, "")
    assert (data.data["practice"], data.data["until"]) == (True, "2026-03-10")
    assert {row["town_code"] for row in data.data["cases"]} == {"740"}
    table = program("export", "status", "--format", "csv", "-o", "-").out
    assert table.startswith("\ufeffTown;Name;Business ID;")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "pdf"], "xlsx, csv, json, md"),
        (["-o", "."], "This is a folder"),
        (["-o", "/no/such/folder/out.xlsx"], "cannot be written"),
        (["--from", "2026-03-01", "--to", "2026-02-01"], "ends before it starts"),
        (["--town", "Atlantis"], "Not found, town: Atlantis"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_no_file_appears(
    practice: Home,
    outreach: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    done = outreach("export", "status", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert list(folder.iterdir()) == []


def test_a_period_counts_what_was_reached_in_it(practice: Home, outreach: Run) -> None:
    def reached(*period: str) -> int:
        report = json.loads(outreach("export", "status", *period, "--format", "json", "-o", "-").out)
        return sum(row["contacted"] for row in report["funnel"])

    whole = reached()
    february = reached("--from", "2026-02-01", "--to", "28.2.2026")
    assert reached("--to", "2026-01-20") == 0
    assert 0 < february < whole + 1
    assert reached("--from", "2026-03-05", "--to", "2026-03-10") < february


def test_names_of_persons_come_only_when_asked_for(practice: Home, outreach: Run) -> None:
    assert outreach("person", "add", "9000074-0", "Sampo Sepitetty", "--source", "puhelu").code == 0
    plain = outreach("export", "status", "--format", "md", "-o", "-").out
    named = outreach("export", "status", "--format", "md", "-o", "-", "--names").out
    assert "Sepitetty" not in plain
    assert "Sampo Sepitetty" in named
    assert "Maija Kokeilija" not in plain


def test_a_name_like_a_formula_is_text_in_every_table(practice: Home, outreach: Run, tmp_path: Path) -> None:
    number = outreach("organisation", "add", FORMULA, "--town", "Savonlinna", "--phone", "015 555 0111").out.strip()
    assert outreach("verdict", number, "fits", "--need", "1").code == 0
    assert outreach("export", "status", "-o", str(tmp_path / "out.csv")).code == 0
    assert outreach("export", "status", "-o", str(tmp_path / "out.xlsx")).code == 0
    rows = csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig")), delimiter=";")
    cells = [row[1] for row in rows if FORMULA in row[1]]
    assert cells
    assert not any(cell.startswith("=") for cell in cells)
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    found = [cell for row in sheet.iter_rows() for cell in row if FORMULA in str(cell.value)]
    assert found
    assert all(cell.data_type == "s" and not str(cell.value).startswith("=") for cell in found)


def test_a_report_in_swedish_has_swedish_towns_and_days(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_LANGUAGE", "sv")
    report = outreach("export", "status", "--town", "Kristinestad", "--format", "md", "-o", "-").out
    assert "Kommun: Kristinestad" in report
    assert "10.3.2026" in report
    assert "Kristiinankaupunki" not in report
    assert "alla kommuner" in outreach("export", "status", "--format", "md", "-o", "-").out
