"""Imports that are killed at random moments and run again, compared with imports that nobody disturbed (Linux).

    python -m benchmarks.register.kills [--kills 200] [--size 20000]

Three kinds in turn: a first import, a night of 1 % changes, a night on which 4 % have vanished. Every second kill comes
at a random point of time, the others at a random statement, transaction or report of progress (`child`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.register.child import children
from benchmarks.register.evolve import Shares
from benchmarks.register.generate import write_nights
from benchmarks.register.mirror import MIRROR, Rows, check, contents, differences

ROOT = Path(__file__).resolve().parents[2]
GONE_WITHIN = 30.0  # seconds in which the children of a killed import must have ended
FIRST, SECOND = "2026-11-03T05:00:00+02:00", "2026-11-04T05:00:00+02:00"
NOW = {"first": FIRST, "delta": SECOND, "vanish": SECOND}
DATABASE = "outreach.sqlite3"
TOO_LATE = "too late"
KILLED = -9  # return code of a process that was

Told = dict[str, Any]
# Imports the case's file into the folder of data to its end, and tells what it led to.
Again = Callable[["Case", Path], Told]


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of import: the database before it, its file, and what an undisturbed one leads to."""

    kind: str
    before: Path | None  # folder of data; None: nothing yet
    file: Path
    after: dict[str, Rows]
    moments: int
    seconds: float


@dataclass(slots=True)
class Outcome:
    """What became of the kills. `odd` is empty when all is well."""

    killed: Counter[str] = field(default_factory=Counter)
    too_late: int = 0  # the import had just ended
    odd: list[str] = field(default_factory=list)


def cases(folder: Path, size: int, seed: int, again: Again) -> list[Case]:
    """Makes the files and the undisturbed imports."""
    nights = write_nights(folder / "night", size, seed=seed, nights=2)
    shares = Shares(changed=0, founded=0, gone=0.04)
    fewer = write_nights(folder / "fewer", size, seed=seed, nights=2, shares=shares)
    base = folder / "first"
    return [
        _undisturbed(folder, "first", None, nights[0].path, again),
        _undisturbed(folder, "delta", base, nights[1].path, again),
        _undisturbed(folder, "vanish", base, fewer[1].path, again),
    ]


def kill_at_moment(case: Case, folder: Path, moment: int, again: Again) -> str:
    """Kills one at a moment, runs it again and compares; "" when all is well, "too late" when it had ended before."""
    _lay_out(case, folder)
    done = _run(case, folder, "--die-at", str(moment))
    if done.returncode == 0:
        return TOO_LATE
    if done.returncode != KILLED:
        return f"{case.kind}: ended by itself with {done.returncode}: {done.stderr[-1000:]}"
    left = [
        int(number) for line in done.stdout.splitlines() if line.startswith("children") for number in line.split()[1:]
    ]
    return _gone_on_with(case, folder, left, f"moment {moment}", again)


def kill_at_time(case: Case, folder: Path, seconds: float, again: Again) -> str:
    """The same at a point of time, counted from where the import begins."""
    _lay_out(case, folder)
    with subprocess.Popen(
        _command(case, folder), cwd=ROOT, env=environment(folder, NOW[case.kind]), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        begun = process.stdout.readline() == "begin\n"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            left = children(process.pid)
            process.kill()
            process.wait()
        else:
            fine = begun and process.returncode == 0
            return TOO_LATE if fine else f"{case.kind}: ended by itself with {process.returncode}"
    return _gone_on_with(case, folder, left, f"{seconds:.3f} s", again)


def run_apart(case: Case, folder: Path) -> Told:
    """An `Again` in a process of its own."""
    done = _run(case, folder, "--tell")
    if done.returncode:
        raise RuntimeError(f"the import failed: {done.stderr[-2000:]}")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def environment(folder: Path, now: str) -> dict[str, str]:
    """Surroundings of a child: folders of its own, a fixed instant, no settings from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OUTREACH_")}
    own = {"OUTREACH_CONFIG_DIR": str(folder / "config"), "OUTREACH_DATA_DIR": str(folder), "OUTREACH_NOW": now}
    return {**kept, **own, "OUTREACH_LANGUAGE": "en", "PYTHONDONTWRITEBYTECODE": "1"}


def _undisturbed(folder: Path, kind: str, before: Path | None, file: Path, again: Again) -> Case:
    made = Case(kind, before, file, {}, 0, 0.0)
    own = folder / kind
    _lay_out(made, own)
    told = again(made, own)
    return Case(kind, before, file, contents(own / DATABASE, MIRROR), told["moments"], told["seconds"])


def _lay_out(case: Case, folder: Path) -> None:
    """A fresh copy of what there was before the import."""
    shutil.rmtree(folder, ignore_errors=True)
    if case.before is not None:
        shutil.copytree(case.before, folder, ignore=shutil.ignore_patterns("backups"))
    else:
        folder.mkdir(parents=True)


def _gone_on_with(case: Case, folder: Path, left: list[int], where: str, again: Again) -> str:
    alive = still_there(left)
    try:
        told = again(case, folder)
    except Exception as error:
        return f"{case.kind} at {where}: the second run failed: {error!r}"
    different = differences(case.after, contents(folder / DATABASE, MIRROR))
    wrong = check(folder / DATABASE)
    scratch = [path.name for path in folder.iterdir() if path.name.startswith("register-")]
    if told["state"] != "done" or alive or different or wrong or scratch:
        return f"{case.kind} at {where}: {told['state']}, {alive=}, {different=}, {wrong=}, {scratch=}"
    return ""


def still_there(processes: list[int]) -> list[int]:
    """Those of the processes that have not ended after a while."""
    alive = []
    for process in processes:
        try:
            watched = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        try:
            if not select.select([watched], [], [], GONE_WITHIN)[0]:
                alive.append(process)
        finally:
            os.close(watched)
    return alive


def _command(case: Case, folder: Path, *options: str) -> list[str]:
    own = [str(folder / DATABASE), str(case.file)]
    return [sys.executable, "-m", "benchmarks.register.child", "import", *own, *options]


def _run(case: Case, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(case, folder, *options),
        cwd=ROOT,
        env=environment(folder, NOW[case.kind]),
        capture_output=True,
        text=True,
        check=False,
    )


def kill_many(folder: Path, *, kills: int, size: int, seed: int = 11, tell: bool = False) -> Outcome:
    rng, outcome = random.Random(seed), Outcome()
    made = cases(folder, size, seed, run_apart)
    number = 0
    while sum(outcome.killed.values()) < kills:
        case = made[number % len(made)]
        if number // len(made) % 2:
            found = kill_at_time(case, folder / "killed", rng.uniform(0, case.seconds), run_apart)
        else:
            found = kill_at_moment(case, folder / "killed", rng.randint(1, case.moments), run_apart)
        number += 1
        if found == TOO_LATE:
            outcome.too_late += 1
            if outcome.too_late > kills + 10:
                raise RuntimeError("nearly every kill came too late")
            continue
        outcome.killed[case.kind] += 1
        if found:
            outcome.odd.append(found)
        if tell and (found or number % 10 == 0):
            print(f"{sum(outcome.killed.values())} of {kills}: {found or 'no difference'}", flush=True)
    return outcome


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.register.kills", description=__doc__)
    ask.add_argument("--kills", type=int, default=200)
    ask.add_argument("--size", type=int, default=20_000)
    ask.add_argument("--seed", type=int, default=11)
    given = ask.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill_many(Path(folder), kills=given.kills, size=given.size, seed=given.seed, tell=True)
    took = time.perf_counter() - began
    print(
        f"{sum(outcome.killed.values())} kills ({dict(outcome.killed)}; {outcome.too_late} more came too late),"
        f" {given.size} companies, {len(outcome.odd)} with a difference, {took:.0f} s"
    )
    sys.exit(bool(outcome.odd))


if __name__ == "__main__":
    main()
