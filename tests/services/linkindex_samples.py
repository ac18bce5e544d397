"""A made-up register for the index of names, and what an index answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from db.engine import Database
from outreach.rules.linkage.engine import Engine
from outreach.rules.linkage.known import Known
from outreach.services.linkindex import open_index
from outreach.terms.linkage import Record
from tests.services import office
from tests.services.register_samples import company

IDS = office.business_ids(60)
SYLLABLES = ("kar", "tulo", "men", "sippi", "vuo", "hel", "jaa", "rovu")


def crowd(count: int = 40) -> list[Any]:
    return [company(number, f"Keksitty {word_of(n)} Oy") for n, number in enumerate(IDS[:count])]


def word_of(number: int) -> str:
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:03o}")


def known(engine: Engine, name: str, **values: Any) -> list[int]:
    """Actors that a name may be, likeliest first."""
    ranking = engine.rank(Record(key="x", names=(name,), town="Savonlinna", **values))
    return [one.key for one in ranking.candidates]


def entry(engine: Engine, name: str) -> Known:
    return engine.rank(Record(key="x", names=(name,))).candidates[0].scored.known


def answers(engine: Engine) -> list[Any]:
    names = [f"Keksitty {word_of(n)} Oy" for n in range(0, 60, 5)] + ["Vanha Nimi Oy", "Uusi Nimi", "Saimaan Liima"]
    return [
        [(one.key, one.bits, one.posterior, one.scored.known) for one in engine.rank(record).candidates]
        for name in names
        for record in (Record(key="x", names=(name,), town="Savonlinna"),)
    ]


def same_as_new(database: Database, folder: Path) -> None:
    """An index over the files answers as one that is made of the database alone."""
    with database.read() as uow:
        assert answers(open_index(uow, folder).engine) == answers(open_index(uow, None).engine)


def builds(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/0*") if path.is_dir())
