"""Bulk writing of the register mirror: upserts through Core, children replaced, the search index kept in step.

Rows come as mappings ready to be stored: keys, folded names and codes are computed by the caller. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, insert, text, update
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
    "INSERT INTO registry_name_search(rowid, name_fold) SELECT id, name_fold FROM registry_name WHERE company_id IN ({})"
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


def write_companies(session: Session, batch: Batch, *, index: bool = True) -> None:
    """Writes a batch: companies upserted in place, since outreach data points at them, and their children replaced.

    `index=False` leaves the search index of SQLite alone: the caller rebuilds it, see `rebuild_index`.
    """
    indexed = index and _has_index(session)
    changed = [int(rows.company["id"]) for rows in batch.changed]
    if changed:
        if indexed:
            _index(session, _INDEX_DROP, changed)
        for model in (RegistryName, RegistryAddress, RegistryForm, RegistrySituation, RegistryEntry):
            _delete(session, table_of(model), changed)
    _upsert_companies(session, [rows.company for rows in (*batch.created, *batch.changed)])
    both = (*batch.created, *batch.changed)
    _insert(session, RegistryName, [row for rows in both for row in rows.names])
    _insert(session, RegistryAddress, [row for rows in both for row in rows.addresses])
    _insert(session, RegistryForm, [row for rows in both for row in rows.forms])
    _insert(session, RegistrySituation, [row for rows in both for row in rows.situations])
    _insert(session, RegistryEntry, [row for rows in both for row in rows.entries])
    if indexed:
        _index(session, _INDEX_ADD, [int(rows.company["id"]) for rows in both])
    _insert(session, RegistryChange, batch.changes)


def rebuild_index(session: Session) -> None:
    """Makes the search index anew from the stored names; PostgreSQL keeps its own."""
    if _has_index(session):
        session.connection().execute(text("INSERT INTO registry_name_search(registry_name_search) VALUES ('rebuild')"))


def set_vanished(session: Session, ids: Sequence[int], on: date | None, run_id: int) -> None:
    """Marks companies as no longer in the data on a day, or (None) as back again."""
    table = table_of(RegistryCompany)
    for part in _parts(ids):
        session.connection().execute(
            update(table).where(table.c.id.in_(part)).values(vanished_on=on, changed_run_id=run_id)
        )


def add_changes(session: Session, rows: Rows) -> None:
    _insert(session, RegistryChange, rows)


def add_rejects(session: Session, rows: Rows) -> None:
    _insert(session, ImportReject, rows)


def upsert_postcodes(session: Session, rows: Rows) -> None:
    """Stores postal codes; a code already there takes the new values."""
    if rows:
        session.connection().execute(_upsert(session, table_of(RegistryPostcode), "postcode"), list(rows))


def _upsert_companies(session: Session, rows: Rows) -> None:
    if rows:
        session.connection().execute(_upsert(session, table_of(RegistryCompany), "id"), list(rows))


def _upsert(session: Session, table: Table, key: str) -> Any:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    values = {column.name: statement.excluded[column.name] for column in table.columns if column.name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=values)


def _insert(session: Session, model: type[SQLModel], rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(table_of(model)), list(rows))


def _delete(session: Session, table: Table, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        session.connection().execute(delete(table).where(table.c.company_id.in_(part)))


def _index(session: Session, statement: str, ids: Sequence[int]) -> None:
    for part in _parts(ids):
        session.connection().exec_driver_sql(statement.format(",".join(map(str, part))))


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE)]


def _has_index(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
