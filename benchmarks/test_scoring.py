"""Scoring on a made-up register of 100 000 companies, against the budgets (DESIGN 8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.scoring import fill, measure
from db.engine import open_database

COMPANIES = 100_000


@pytest.mark.bench
def test_candidates_open_within_a_second_and_a_changed_need_is_scored_within_three(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{(tmp_path / 'scoring.sqlite3').as_posix()}")
    fill(database, COMPANIES)
    took = measure(database)
    database.close()
    for what, seconds in took.items():
        print(f"  {what:<40} {seconds * 1000:8.0f} ms")
    assert took["open candidates, worst"] < 1.0
    assert took["rescore one changed need, worst"] < 3.0
