"""Bulk writing of the register mirror: upserts through Core, children replaced, the search index kept in step.

Rows come as mappings ready to be stored: keys, folded names and codes are computed by the caller. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Date, Table, delete, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from db.models import (
    ImportReject,
    RegistryAddress,
    RegistryChange,
    RegistryCompany,
    RegistryEntry,
    RegistryForm,
    RegistryName,
    RegistryPostcode,
    RegistrySituation,
)
from db.unit import table_of

Rows = Sequence[Mapping[str, Any]]
IDS_AT_ONCE = 500  # bound parameters of one statement, well below the limit of any SQLite

_INDEX_ADD = (
    "INSERT INTO registry_name_search(rowid, name_fold)"
    " SELECT id, name_fold FROM registry_name WHERE company_id IN ({})"
)
_INDEX_DROP = (
    "INSERT INTO registry_name_search(registry_name_search, rowid, name_fold) "
    "SELECT 'delete', id, name_fold FROM registry_name WHERE company_id IN ({})"
)


@dataclass(slots=True)
class CompanyRows:
    """One company of the register as rows of its tables."""

    company: Mapping[str, Any]
    names: Rows
    addresses: Rows = ()
    forms: Rows = ()
    situations: Rows = ()
    entries: Rows = ()


@dataclass(slots=True)
class Batch:
    """What one transaction writes: companies new to the mirror, changed ones, and what changed in them."""

    created: list[CompanyRows] = field(default_factory=list)
    changed: list[CompanyRows] = field(default_factory=list)
    changes: list[Mapping[str, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.created) + len(self.changed)


def write_companies(session: Session, batch: Batch) -> None:
    """Writes a batch: companies upserted in place, since outreach data points at them, and their children replaced.

    The search index of SQLite is written with the names, so that it is right after every commit; PostgreSQL keeps its
    own. Index work at the end of a first import would save some 5 % of the time.
    """
    indexed = _is_sqlite(session)
    changed = [int(rows.company["id"]) for rows in batch.changed]
    if changed:
        if indexed:
            _index(session, _INDEX_DROP, changed)
        for model in (RegistryName, RegistryAddress, RegistryForm, RegistrySituation, RegistryEntry):
            _delete(session, table_of(model), changed)
    both = (*batch.created, *batch.changed)
    _insert(session, RegistryCompany, [rows.company for rows in batch.created])
    _upsert(session, RegistryCompany, [rows.company for rows in batch.changed])
    _insert(session, RegistryName, [row for rows in both for row in rows.names])
    _insert(session, RegistryAddress, [row for rows in both for row in rows.addresses])
    _insert(session, RegistryForm, [row for rows in both for row in rows.forms])
    _insert(session, RegistrySituation, [row for rows in both for row in rows.situations])
    _insert(session, RegistryEntry, [row for rows in both for row in rows.entries])
    if indexed:
        _index(session, _INDEX_ADD, [int(rows.company["id"]) for rows in both])
    add_changes(session, batch.changes)


def rebuild_index(session: Session) -> None:
    """Makes the search index anew from the stored names; PostgreSQL keeps its own."""
    if _is_sqlite(session):
        session.connection().execute(text("INSERT INTO registry_name_search(registry_name_search) VALUES ('rebuild')"))


def set_vanished(session: Session, ids: Sequence[int], on: date | None, run_id: int) -> None:
    """Marks companies as no longer in the data on a day, or (None) as back again."""
    table = table_of(RegistryCompany)
    for part in _parts(ids):
        session.connection().execute(
            update(table).where(table.c.id.in_(part)).values(vanished_on=on, changed_run_id=run_id)
        )


def add_changes(session: Session, rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(table_of(RegistryChange)), list(rows))


def add_rejects(session: Session, rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(table_of(ImportReject)), list(rows))


def upsert_postcodes(session: Session, rows: Rows) -> None:
    """Stores postal codes; a code already there takes the new values."""
    _upsert(session, RegistryPostcode, rows)


def _upsert(session: Session, model: type[SQLModel], rows: Rows) -> None:
    """Inserts rows; one whose primary key is there takes the new values in place and stays the row others point at."""
    if not rows:
        return
    table = table_of(model)
    statement = (sqlite if _is_sqlite(session) else postgresql).insert(table)
    keys = [column.name for column in table.primary_key]
    values = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    session.connection().execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))


def _insert(session: Session, model: type[SQLModel], rows: Rows) -> None:
    """Many rows of one shape, past the parameter handling of SQLAlchemy, which takes half of the time: through the
    driver's executemany on SQLite, through COPY on PostgreSQL. Values are texts, numbers, booleans and dates."""
    if not rows:
        return
    table, columns = table_of(model), list(rows[0])
    values = map(itemgetter(*columns), rows)
    names = ", ".join(columns)
    if _is_sqlite(session):
        marks = ", ".join("?" * len(columns))
        dates = [i for i, name in enumerate(columns) if isinstance(table.c[name].type, Date)]
        plain = [_iso(row, dates) for row in values] if dates else list(values)
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own columns
        session.connection().exec_driver_sql(statement, plain)
        return
    cursor: Any = session.connection().connection.cursor()
    with cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _iso(row: Sequence[Any], dates: Sequence[int]) -> tuple[Any, ...]:
    plain = list(row)
    for place in dates:
        if plain[place] is not None:
            plain[place] = plain[place].isoformat()
    return tuple(plain)


def _delete(session: Session, table: Table, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        session.connection().execute(delete(table).where(table.c.company_id.in_(part)))


def _index(session: Session, statement: str, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        session.connection().exec_driver_sql(statement.format(",".join(map(str, part))))


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE)]


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
