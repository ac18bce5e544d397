"""The register import on made-up files of the whole country (BENCH_SIZE companies where set), against its budgets."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median

import pytest

from benchmarks.register.__main__ import report, run
from benchmarks.register.generate import FULL_SIZE, write_nights
from benchmarks.register.kills import kill_many
from benchmarks.register.locks import waits
from benchmarks.register.measure import quantile
from benchmarks.register.searches import filled, line, searches

pytestmark = pytest.mark.bench

SIZE = int(os.environ.get("BENCH_SIZE", FULL_SIZE))
PAIRS = int(os.environ.get("BENCH_PAIRS", "3"))
KILLS = int(os.environ.get("BENCH_KILLS", "200"))


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    first, second = write_nights(tmp_path_factory.mktemp("nights"), SIZE)
    return first.path, second.path


def test_a_first_import_and_a_night_cost_what_they_may(nights: tuple[Path, Path], tmp_path: Path) -> None:
    names = ["inflate", "cut", "first", "again", "next"]
    bench = run(tmp_path, *nights, names=names, pairs=PAIRS, threads=1)
    print(f"\n{report(bench, SIZE, PAIRS)}")
    unpacking = bench.cpu("inflate")
    night = [a / b for a, b in zip(bench.cpu("next"), unpacking, strict=True)]
    same = [a / b for a, b in zip(bench.cpu("again"), unpacking, strict=True)]
    assert median(bench.wall("first")) <= 30
    assert (median(night) <= 3.2, median(same) <= 2.2) == (True, True)
    assert max(one.megabytes for one in bench.runs["first"]) <= 192
    assert max(one.megabytes for name in ("again", "next") for one in bench.runs[name]) <= 256


def test_other_ways_to_do_the_same_take_longer(tmp_path: Path) -> None:
    size = min(SIZE, 100_000)
    first, second = write_nights(tmp_path / "nights", size)
    names = ["cut", "first", "duckdb", "core", "postgresql", "core-postgresql"]
    bench = run(tmp_path, first.path, second.path, names=names, pairs=PAIRS, threads=1)
    print(f"\n{report(bench, size, PAIRS)}")
    without_scan = bench.cpu("first - cut")
    to_duckdb = median(a / b for a, b in zip(without_scan, bench.cpu("duckdb"), strict=True))
    to_core = median(a / b for a, b in zip(without_scan, bench.cpu("core"), strict=True))
    walls = zip(bench.wall("postgresql"), bench.wall("core-postgresql"), strict=True)
    assert (to_duckdb <= 1.0, to_core <= 0.3, median(a / b for a, b in walls) <= 0.35) == (True, True, True)


def test_others_read_and_write_meanwhile(nights: tuple[Path, Path], tmp_path: Path) -> None:
    for found in waits(tmp_path, *nights):
        print(f"\n{found.line()}")
        if found.what.startswith("write"):
            assert quantile(found.waits, 0.95) <= 50
            assert max(found.waits) <= 250
        else:
            assert quantile(found.waits, 0.95) <= 5


def test_names_are_found_at_once(nights: tuple[Path, Path], tmp_path: Path) -> None:
    found = searches(filled(tmp_path, nights[0]))
    for kind, took in found.items():
        print(f"\n{line(kind, took)}")
    assert quantile(found["by prefix"], 0.95) <= 5
    assert quantile(found["ranked"], 0.95) <= 150


def test_an_import_killed_at_any_moment_leaves_nothing_behind_but_its_run(tmp_path: Path) -> None:
    outcome = kill_many(tmp_path, kills=KILLS, size=min(SIZE, 20_000), tell=True)
    print(f"\n{sum(outcome.killed.values())} kills, {len(outcome.odd)} with a difference")
    assert outcome.odd == []
