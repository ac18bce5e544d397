"""The work that is measured or killed, in a process of its own.

    python -m benchmarks.register.child import DATABASE FILE [--die-at MOMENT] [--tell]

`start` makes the database ready and loads what an import loads, and does nothing more. `inflate` and `cut` are floors:
unpacking the file with its checksum, and telling its records apart and hashing them besides. The last line is JSON.

A moment is a statement or a transaction on any database, or a report of progress; `--die-at` kills the process at
one of them, with no chance to tidy up.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from benchmarks.register import baselines

WORKS = ("import", "start", "inflate", "cut", "keys", "core", "duckdb", "start-duckdb", "start-cut", "nothing")
CHUNK = 1024 * 1024  # bytes


class Moments:
    """Counts moments, and dies at one of them: the process sends itself the signal that nobody can catch."""

    def __init__(self, die_at: int) -> None:
        self.count, self._die_at = 0, die_at

    @contextmanager
    def watched(self) -> Iterator[None]:
        from sqlalchemy import Engine, event

        kinds = ("before_cursor_execute", "commit")
        for kind in kinds:
            event.listen(Engine, kind, self.pass_by)
        try:
            yield
        finally:
            for kind in kinds:
                event.remove(Engine, kind, self.pass_by)

    def pass_by(self, *_: object) -> None:
        self.count += 1
        if self.count == self._die_at:
            print("children", *children(os.getpid()), flush=True)
            os.kill(os.getpid(), signal.SIGKILL)


def children(process: int) -> list[int]:
    """Processes that a process has started, theirs too (Linux)."""
    found = []
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                found += [child, *children(child)]
    except OSError:  # it has just ended
        pass
    return found


def start(database: str) -> dict[str, Any]:
    """The modules, the settings, the database: all that comes before an import begins."""
    import outreach.jobs.scan
    from outreach import config
    from outreach.jobs import imports
    from outreach.services.session import open_workplace

    place = open_workplace(config.load(overrides={"database": database}))
    place.database.close()
    return {"modules": len(sys.modules), "loaded": [imports.__name__, outreach.jobs.scan.__name__]}


def do_import(database: str, path: Path, die_at: int, tell: bool) -> dict[str, Any]:
    from outreach import config
    from outreach.jobs import imports
    from outreach.services.session import open_workplace

    place = open_workplace(config.load(overrides={"database": database}))
    moments = Moments(die_at)
    phases: list[tuple[str, float]] = []
    began, used = time.perf_counter(), time.process_time()

    def progress(found: Any) -> None:
        if die_at or tell:
            moments.pass_by()
        what = str(found.what)
        if not phases or phases[-1][0] != what:
            phases.append((what, time.perf_counter() - began))
            if tell:
                print(f"phase {what}", flush=True)

    print("begin", flush=True)
    with moments.watched() if die_at or tell else nullcontext():
        result = imports.import_bulk(place, path, progress=progress)
    took = time.perf_counter() - began
    place.database.close()
    counts = ("read", "created", "changed", "unchanged", "vanished", "rejected")
    return {
        "state": str(result.state),
        **{name: getattr(result, name) for name in counts},
        "seconds": took,
        "cpu_of_first_process": time.process_time() - used,
        "phases": phases,
        "moments": moments.count,
    }


def inflate(path: Path) -> dict[str, Any]:
    """Unpacks the file to its end, checksum included."""
    size = 0
    with zipfile.ZipFile(path) as archive, archive.open(archive.infolist()[0]) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
    return {"bytes": size}


def load_cut() -> Any:
    """What `cut` needs."""
    from importers.ytj.bulk import batches

    return batches


def cut(path: Path) -> dict[str, Any]:
    """Unpacks the file, tells its records apart and hashes each."""
    batches = load_cut()
    from outreach.rules.registry import raw_hash

    found = {raw_hash(piece) for batch in batches(path) for piece in batch.pieces}
    return {"records": len(found)}


def keys(database: str) -> dict[str, Any]:
    """Computes what linkage keeps of each name of the mirror: an import does so once for each name that it writes."""
    import sqlite3

    from outreach.rules.linkage.names import link_key

    connection = sqlite3.connect(database)
    names = [name for (name,) in connection.execute("SELECT name FROM registry_name")]
    connection.close()
    used = time.process_time()
    for name in names:
        link_key(name)
    return {"names": len(names), "cpu": time.process_time() - used}


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.register.child")
    ask.add_argument("work", choices=WORKS)
    ask.add_argument("given", nargs="*")
    ask.add_argument("--die-at", type=int, default=0)
    ask.add_argument("--tell", action="store_true")
    ask.add_argument("--threads", type=int, default=1)
    told = ask.parse_args()
    works: dict[str, Callable[..., dict[str, Any]]] = {
        "import": lambda database, file: do_import(database, Path(file), told.die_at, told.tell),
        "start": start,
        "inflate": lambda file: inflate(Path(file)),
        "cut": lambda file: cut(Path(file)),
        "keys": keys,
        "core": lambda url, file: baselines.core(url, Path(file)),
        "duckdb": lambda database, file: baselines.duckdb_into_sqlite(Path(database), Path(file), told.threads),
        "start-duckdb": lambda: {"version": baselines.start_duckdb().execute("SELECT version()").fetchone()[0]},
        "start-cut": lambda: {"loaded": [load_cut().__name__]},
        "nothing": dict,
    }
    print(json.dumps(works[told.work](*told.given)), flush=True)


if __name__ == "__main__":
    main()
