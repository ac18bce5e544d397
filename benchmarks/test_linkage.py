"""Linkage on lists made for reporting (BENCH_SEED, 101 where not set), against what it must reach (BENCH_SIZES)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.linkage import score
from benchmarks.linkage.generate import generate

pytestmark = pytest.mark.bench

SEED = int(os.environ.get("BENCH_SEED", "101"))
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000 100000").split()]
LEAST_F1 = {10_000: 0.955, 100_000: 0.945, 500_000: 0.92, 2_000_000: 0.89}
LEAST_PRECISION = {10_000: 0.98, 100_000: 0.97, 500_000: 0.965, 2_000_000: 0.95}
MOST_MEGABYTES = {10_000: 300, 100_000: 400, 500_000: 700, 2_000_000: 2_500}


@pytest.mark.parametrize("size", SIZES)
def test_links_are_as_good_as_they_must_be(size: int, tmp_path: Path) -> None:
    generate(size, 5_000, SEED, tmp_path)
    said, found = _linked(tmp_path)
    print(
        f"\n{size} organisations, seed {SEED}: {json.dumps({k: v for k, v in found.items() if k != 'classes'})}\n{said}"
    )
    assert found["f1"] >= LEAST_F1[size]
    assert found["precision"] >= LEAST_PRECISION[size]
    assert found["near_misses"] <= 0.03
    assert found["queued"] <= 0.20
    assert float(said.rpartition("peak memory: ")[2].split()[0]) <= MOST_MEGABYTES[size]


def _linked(folder: Path) -> tuple[str, dict[str, Any]]:
    """What a run in a process of its own printed, and its figures."""
    files = {name: folder / f"{name}.csv" for name in ("predictions", "clusters")}
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.linkage", "--register", folder / "register.jsonl"]
    command += ["--incoming", folder / "incoming.jsonl", "--out", files["predictions"], "--clusters", files["clusters"]]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    truth, decisions = score.read_truth(folder / "truth.csv"), score.read_predictions(files["predictions"])
    return said, score.plain(truth, decisions, score.read_clusters(files["clusters"]))
