"""How long others wait while an import runs: one program that writes a row again and again, and one that reads.

    python -m benchmarks.register.locks [--size 100000] [--nights FOLDER]

Measured beside a first import and beside the next night. A wait is from before BEGIN IMMEDIATE to after COMMIT, or from
before a query of one company and its names to its last row. SQLite only.
"""

from __future__ import annotations

import argparse
import json
import select
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.register.generate import write_nights
from benchmarks.register.kills import DATABASE, FIRST, ROOT, SECOND, environment
from benchmarks.register.measure import machine, measured, quantile

PAUSE = 0.01  # seconds between two writes or reads
PATIENCE = 60.0  # seconds that a writer waits at most


class Waits(NamedTuple):
    """Milliseconds that one program waited, while an import of so many seconds ran."""

    what: str
    waits: list[float]
    seconds: float

    def line(self) -> str:
        middle, most = quantile(self.waits, 0.5), max(self.waits)
        return (
            f"{self.what}: p50 {middle:.1f}, p95 {quantile(self.waits, 0.95):.1f}, max {most:.1f} ms of"
            f" {len(self.waits)}; the import took {self.seconds:.1f} s"
        )


def waits(folder: Path, first: Path, second: Path) -> list[Waits]:
    """Writer and reader beside a first import, then beside the next night."""
    found = []
    for kind, now, file in (("first import", FIRST, first), ("next night", SECOND, second)):
        surroundings = environment(folder, now)
        database = str(folder / DATABASE)
        measured(["start", database], surroundings)
        others = {what: _beside(what, database) for what in ("write", "read")}
        for process in others.values():
            assert process.stdout is not None
            process.stdout.readline()  # it has the file open
        run = measured(["import", database, str(file)], surroundings)
        for what, process in others.items():
            told, _ = process.communicate()  # closes its standard input, upon which it ends
            if process.returncode:
                raise RuntimeError(f"{what} beside the {kind} ended with {process.returncode}")
            found.append(Waits(f"{what} beside the {kind}", json.loads(told), run.told["seconds"]))
    return found


def _beside(what: str, database: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.register.locks", f"--{what}", database]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _again_and_again(database: str, act: Callable[[sqlite3.Connection, int], None]) -> None:
    """Acts until standard input is closed; milliseconds of each as JSON."""
    connection = sqlite3.connect(database, isolation_level=None, timeout=PATIENCE)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")  # as the program sets it
    connection.execute("SELECT count(*) FROM state").fetchone()
    print("ready", flush=True)
    took: list[float] = []
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        began = time.perf_counter()
        act(connection, len(took))
        took.append((time.perf_counter() - began) * 1000)
    connection.close()
    print(json.dumps(took))


def _write(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO state (key, value) VALUES ('benchmark', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(number),),
    )
    connection.execute("COMMIT")


def _read(connection: sqlite3.Connection, number: int) -> None:
    start = 90_000_000 + number * 7919 % 9_000_000
    found = connection.execute("SELECT * FROM registry_company WHERE id >= ? ORDER BY id LIMIT 1", (start,)).fetchone()
    if found:
        connection.execute("SELECT * FROM registry_name WHERE company_id = ?", (found[0],)).fetchall()


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.register.locks", description=__doc__)
    ask.add_argument("--size", type=int, default=100_000)
    ask.add_argument("--nights", type=Path, help="folder with night-1.zip and night-2.zip; else they are made")
    ask.add_argument("--write", metavar="DATABASE", help=argparse.SUPPRESS)
    ask.add_argument("--read", metavar="DATABASE", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.write or given.read:
        _again_and_again(given.write or given.read, _write if given.write else _read)
        return
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        nights = given.nights
        if nights is None:
            nights = here / "nights"
            write_nights(nights, given.size)
        print("\n".join(machine()))
        for found in waits(here / "data", nights / "night-1.zip", nights / "night-2.zip"):
            print(found.line(), flush=True)


if __name__ == "__main__":
    main()
