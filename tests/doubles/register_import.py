"""Files of the register through the import, and what the database then holds."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.register.generate import Night
from benchmarks.register.mirror import check
from db.engine import Database
from db.models import RegistryChange, RegistryCompany, metadata
from db.unit import table_of
from outreach import config as settings
from outreach.rules.identity import actor_of_business_id, business_id_of_actor
from outreach.services.session import Workplace, open_workplace
from outreach.terms.runs import RunResult
from tests.doubles.ytj_records import Record, bulk_zip

# What the register gives, the marks of absence and the change feed among it; a day's image of a row is no part of it.
HELD = ("company", "hash", "name", "address", "form", "situation", "entry", "change")
UNSEEN = {"record", "reclassified", "dirty"}  # what nobody needs to be told of

State = dict[str, list[tuple[Any, ...]]]
Told = tuple[str, str, str, str]  # Business ID, kind, before, after


def workplace(url: str) -> Workplace:
    return open_workplace(settings.load(overrides={"database": url}))


def night_of(folder: Path, records: Sequence[Record], name: str = "night.zip") -> Path:
    """The daily file with these records."""
    path = folder / name
    path.write_bytes(bulk_zip(records))
    return path


def array_of(folder: Path, records: Sequence[bytes], name: str = "night.json") -> Path:
    """The same of records that are written already."""
    path = folder / name
    path.write_bytes(b"[" + b",".join(records) + b"]")
    return path


def records_in(path: Path) -> list[Record]:
    with zipfile.ZipFile(path) as archive:
        found: list[Record] = json.loads(archive.read(archive.namelist()[0]))
    return found


def number_of(record: Record) -> str:
    return str(record["businessId"]["value"])


def told(place: Workplace, run_id: int) -> set[Told]:
    """What a run has seen."""
    change = table_of(RegistryChange)
    query = select(change.c.company_id, change.c.kind, change.c.before, change.c.after)
    with place.read() as uow:
        rows = uow.session.execute(query.where(change.c.run_id == run_id)).all()
    return {(business_id_of_actor(row[0]), row[1], row[2], row[3]) for row in rows if row[1] not in UNSEEN}


def kinds(found: set[Told]) -> set[tuple[str, str]]:
    return {(number, kind) for number, kind, _, _ in found}


def truth(night: Night, wanted: Collection[str] = ()) -> set[Told]:
    """What the generator says happened: all that people are told, or some kinds."""
    lines = [json.loads(line) for line in night.truth.read_text(encoding="utf-8").splitlines()]
    found = {(x["business_id"], x["change"], x["before"], x["after"]) for x in lines}
    return {row for row in found if (row[1] in wanted if wanted else row[1] not in UNSEEN)}


def adds_up(result: RunResult) -> bool:
    """Whether each record that was read is counted once; those that vanished were not read."""
    return result.read == result.created + result.changed + result.unchanged + result.rejected


def stored(place: Workplace, number: str) -> RegistryCompany:
    with place.read() as uow:
        return uow.find(RegistryCompany, actor_of_business_id(number)).model_copy()


def state(database: Database, without: Sequence[str] = ()) -> State:
    """Rows of the mirror in a fixed order; `without` names columns ("registry_hash.raw_hash") that do not count."""
    found: State = {}
    with database.read() as uow:
        for name in HELD:
            table = metadata.tables[f"registry_{name}"]
            left_out = {"registry_change.id", "registry_change.image", *without}
            columns = [column for column in table.columns if str(column) not in left_out]
            rows = uow.session.execute(select(*columns)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def wrong(database: Database) -> list[str]:
    """What SQLite finds wrong in its file, the search index included; PostgreSQL keeps its own."""
    return check(database.path) if database.path is not None else []
