"""Links a list to a register with the program's engine and its default thresholds; tells time and memory.

    python -m benchmarks.linkage --register register.jsonl --incoming incoming.jsonl --out predictions.csv
        [--clusters clusters.csv] [--index DIR] [--threads 1]

Formats: README.md. An index in DIR is used again as long as it is of this register file.
"""

from __future__ import annotations

import argparse
import csv
import resource
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.linkage import ours
from benchmarks.linkage.ours import Decision
from outreach.services.calibration.labelled import incoming_rows


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.linkage", description=__doc__)
    ask.add_argument("--register", type=Path, required=True)
    ask.add_argument("--incoming", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--clusters", type=Path)
    ask.add_argument("--index", type=Path, metavar="DIR")
    ask.add_argument("--threads", type=int, default=1, help="processes that work side by side")
    given = ask.parse_args(None if arguments is None else list(arguments))
    with tempfile.TemporaryDirectory() as scratch:
        _run(given, given.index or Path(scratch) / "index")


def _run(given: argparse.Namespace, folder: Path) -> None:
    began = time.perf_counter()
    made = ours.make(given.register, folder, given.threads)
    built = time.perf_counter() - began
    began = time.perf_counter()
    register = ours.open_register(folder)
    opened = time.perf_counter() - began
    rows = [row for _, row in incoming_rows(given.incoming)]
    how = f"built in {built:.1f} s" if made else "used again"
    print(f"index: {how}, opened in {opened:.2f} s, {len(register.index)} companies")
    began, busy = time.perf_counter(), _cpu_seconds()
    decisions = ours.match(folder, rows, given.threads)
    took, busy = time.perf_counter() - began, _cpu_seconds() - busy
    write_predictions(given.out, decisions)
    rates = [len(rows) / max(seconds, 1e-9) for seconds in (took, busy)]
    print(f"matching: {took:.1f} s, {len(rows)} records, {rates[0]:.0f} records/s, {rates[1]:.0f} a second of CPU")
    if given.clusters:
        began = time.perf_counter()
        found = ours.clusters(register, rows, decisions)
        write_clusters(given.clusters, found)
        print(f"duplicates in the list: {time.perf_counter() - began:.1f} s, {len(set(found.values()))} organisations")
    print(f"peak memory: {_peak_mb(resource.RUSAGE_SELF):.0f} MB", end="")
    print(f", largest of the other processes {_peak_mb(resource.RUSAGE_CHILDREN):.0f} MB" if given.threads > 1 else "")


def write_predictions(path: Path, decisions: Sequence[Decision]) -> None:
    """incoming_id, register_id, score, decision: a row for a link or "new", one for each candidate of a question."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(("incoming_id", "register_id", "score", "decision"))
        for one in decisions:
            for register_id, score in one.rows or (("", 0.0),):
                write.writerow((one.incoming_id, register_id, f"{score:.4f}", one.decision))


def write_clusters(path: Path, clusters: Mapping[str, str]) -> None:
    """incoming_id, cluster."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(("incoming_id", "cluster"))
        write.writerows(clusters.items())


def _cpu_seconds() -> float:
    """Of this process and of those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
