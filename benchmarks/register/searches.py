"""How long searches by name take over a mirror of the whole register.

    python -m benchmarks.register.searches [--size 461538] [--database FILE]

By prefix: the word index alone, 50 actors. Ranked: what the list of organisations and `outreach search` show, of all
that is found the best 30 with their rows. Words come from the stored names: beginnings of three to six letters, whole
words, two words, and one in twenty that no name has. Each is asked once, and what SQLite has read stays in its memory,
as in use.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.register.generate import FULL_SIZE, write_nights
from benchmarks.register.kills import DATABASE, FIRST, environment
from benchmarks.register.measure import machine, measured, quantile

SEARCHES = 400


def searches(database: Path, count: int = SEARCHES, seed: int = 5) -> dict[str, list[float]]:
    """Milliseconds of each search, by kind."""
    from db.engine import open_database
    from db.queries.search import Scope, by_name
    from outreach.rules.text import search_words
    from outreach.services import organisations
    from outreach.terms.views import OrganisationFilter

    words = _words(database, count, random.Random(seed))
    opened = open_database(f"sqlite:///{database.as_posix()}")
    found: dict[str, list[float]] = {"by prefix": [], "ranked": []}
    with opened.read() as uow:
        for text in words:
            split = search_words(text)
            found["by prefix"].append(_took(partial(by_name, uow.session, split, Scope(), 50)))
            wanted = OrganisationFilter(query=text)
            found["ranked"].append(_took(partial(organisations.page, uow, wanted, limit=30)))
    opened.close()
    return found


def _words(database: Path, count: int, rng: random.Random) -> list[str]:
    connection = sqlite3.connect(database)
    names = [name for (name,) in connection.execute("SELECT name FROM registry_name ORDER BY id")]
    connection.close()
    made = []
    for number in range(count):
        split = [word for word in rng.choice(names).split() if len(word) > 2] or ["Oy"]
        word = rng.choice(split)
        if number % 20 == 0:
            made.append("zqxjk")
        elif number % 4 == 0:
            made.append(" ".join(split[:2]))
        else:
            made.append(word if number % 4 == 1 else word[: rng.randint(3, 6)])
    return made


def _took(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def line(kind: str, took: list[float]) -> str:
    quick, slow = quantile(took, 0.5), quantile(took, 0.95)
    return f"search {kind}: p50 {quick:.1f}, p95 {slow:.1f}, max {max(took):.1f} ms of {len(took)}"


def filled(folder: Path, file: Path) -> Path:
    """A database with the companies of a file."""
    surroundings = environment(folder, FIRST)
    measured(["import", str(folder / DATABASE), str(file)], surroundings)
    return folder / DATABASE


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.register.searches", description=__doc__)
    ask.add_argument("--size", type=int, default=FULL_SIZE)
    ask.add_argument("--nights", type=Path, help="folder with night-1.zip; else it is made")
    ask.add_argument("--database", type=Path, help="an SQLite file with a mirror; else one is made")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        database = given.database
        if database is None:
            file = given.nights / "night-1.zip" if given.nights else write_nights(here, given.size, nights=1)[0].path
            (here / "data").mkdir()
            database = filled(here / "data", file)
        os.environ["OUTREACH_DATA_DIR"] = folder
        print("\n".join(machine()))
        for kind, took in searches(database).items():
            print(line(kind, took))


if __name__ == "__main__":
    main()
