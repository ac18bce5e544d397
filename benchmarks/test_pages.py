"""Pages are read as well as they must be: records, fields, pages fully right, pages without companies, time, memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.pages import hard, reading, score
from benchmarks.pages.generate import pages, write, write_sites
from benchmarks.pages.sites import sites

pytestmark = pytest.mark.bench

LEAST_F1 = {"name": 0.95, "website": 0.98, "email": 0.97, "phone": 0.96, "address": 0.93, "town": 0.94}
LEAST_RIGHT = 0.82  # share of pages with companies that are right in everything
LEAST_RIGHT_WITH_SOURCE = 0.94
LEAST_CLEAN = 0.95  # share of pages without companies
MOST_SECONDS_A_PAGE = 0.25
MOST_MEGABYTES = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    write(made, pages())
    write_sites(made, sites())
    return made


def test_pages_are_read_without_configuration(folder: Path) -> None:
    scores = [reading.read_automatically(entry) for entry in reading.entries(folder)]
    found = score.summary(scores)
    print("\n" + reading.told(scores) + "\n" + "\n".join(found.lines()))
    assert found.records.precision >= 0.97
    assert found.records.recall >= 0.95
    assert {
        name: round(found.fields[name].f1, 3) for name, least in LEAST_F1.items() if found.fields[name].f1 < least
    } == {}
    assert found.fields["email"].precision >= 0.98
    assert found.fields["business_id"].precision == 1
    assert found.fields["business_id"].recall >= 0.98
    assert found.exact >= LEAST_RIGHT * found.lists
    assert found.clean >= LEAST_CLEAN * found.negatives
    assert found.seconds <= MOST_SECONDS_A_PAGE * len(scores)


def test_pages_are_read_with_their_source_files(folder: Path) -> None:
    scores = [reading.read_with_source(entry) for entry in reading.entries(folder) if entry.spec]
    found = score.summary(scores)
    print("\n" + reading.told(scores) + "\n" + "\n".join(found.lines()))
    assert found.exact >= LEAST_RIGHT_WITH_SOURCE * found.lists


def test_small_sites_are_read_page_after_page(folder: Path) -> None:
    scores = [reading.read_site(place) for place in sorted((folder / "sites").iterdir())]
    print("\n" + reading.told(scores))
    assert [one.name for one in scores if not one.exact] == []


@pytest.mark.parametrize("name", hard.NAMES)
def test_hard_pages_end_within_their_memory(name: str, tmp_path: Path) -> None:
    (told,) = hard.measured(tmp_path, name)
    print(f"\n{told}")
    assert "peak" in told, told
    assert float(told.partition("peak ")[2].split()[0]) <= MOST_MEGABYTES


def test_a_right_page_has_no_differences_and_a_wrong_one_has() -> None:
    true = {"name": "Kuurapaja Oy", "phone": "08 555 1234", "website": "kuurapaja.example", "town": "Raahe"}
    same = {"name": "KUURAPAJA  OY", "phone": "+358 8 5551234", "website": "https://www.kuurapaja.example/"}
    same["town"] = "RAAHE"
    assert score.compare("page", [true], [same]).exact
    wrong = score.compare("page", [true], [{**same, "phone": "08 555 1235"}])
    assert wrong.records.right == 1
    assert (wrong.fields["phone"].right, wrong.fields["phone"].extra, wrong.fields["phone"].missing) == (0, 1, 1)
    assert not wrong.exact
