"""Bulk writing of the register mirror: companies changed in place, since outreach data points at them, their lists
replaced, the search index kept in step.

Companies come from a scratch file. SQLite copies them from the attached file in one statement a table, which costs a
third of handing them over row by row; PostgreSQL gets them by COPY. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Table, bindparam, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from db.models import ImportReject, RegistryChange, RegistryCompany, RegistryPostcode, metadata
from db.scratch import IDS_AT_ONCE, Row, Scratch
from db.unit import table_of

Rows = Sequence[Mapping[str, Any]]

COMPANY, NAME = "registry_company", "registry_name"
HASH_COLUMNS = ("company_id", "raw_hash", "content_hash")

_INDEX_ADD = (
    "INSERT INTO registry_name_search(rowid, name_fold) SELECT id, name_fold FROM registry_name WHERE company_id {}"
)
_INDEX_DROP = (
    "INSERT INTO registry_name_search(registry_name_search, rowid, name_fold) "
    "SELECT 'delete', id, name_fold FROM registry_name WHERE company_id {}"
)
_INDEX_REBUILD = "INSERT INTO registry_name_search(registry_name_search) VALUES ('rebuild')"


@dataclass(frozen=True, slots=True)
class Form:
    """How a scratch file holds companies: columns of the company itself, and of each list without its key. Names have
    a key of their own, `slots` to a company."""

    company: Sequence[str]
    lists: Mapping[str, Sequence[str]]
    slots: int

    def list_columns(self, table: str) -> list[str]:
        """Columns of a list, the key first."""
        return ["company_id", "id" if table == NAME else "seq", *self.lists[table]]

    def place(self, table: str, key: int, seq: int) -> int:
        """Second part of the key of a list's row."""
        return key * self.slots + seq if table == NAME else seq


def add_companies(session: Session, scratch: Scratch, form: Form, ids: Sequence[int], run_id: int) -> None:
    """Companies that the mirror does not have. The keys are in ascending order."""
    if not ids:
        return
    if _is_sqlite(session):
        for where in _parts(ids):
            _copy_from(session, [scratch], form, tuple(form.lists), where, run_id)
    else:
        rows = scratch.rows(COMPANY, form.company, ids)
        _copy(session, COMPANY, [*form.company, "changed_run_id"], [(*row, run_id) for row in rows])
        for table in form.lists:
            _add_list(session, scratch, form, table, ids)
        _copy(session, "registry_hash", HASH_COLUMNS, scratch.rows("record", ("id", "raw_hash", "content_hash"), ids))
    index(session, ids)


def load_companies(
    session: Session, scratches: Sequence[Scratch], form: Form, lists: Sequence[str], keys: tuple[int, int], run_id: int
) -> None:
    """All companies of attached scratch files between two keys, into a mirror that has none of them, with some of their
    lists; the search index is left to the caller."""
    _copy_from(session, scratches, form, lists, f"BETWEEN {keys[0]} AND {keys[1]}", run_id)


def change_companies(
    session: Session,
    scratch: Scratch,
    form: Form,
    values: Mapping[int, Mapping[str, Any]],
    lists: Mapping[str, Sequence[int]],
) -> None:
    """Companies that the mirror has: new values of their own columns by key, and for each list the companies whose list
    is replaced by that of a scratch file."""
    set_companies(session, values)
    unindex(session, lists[NAME])
    for table, changed in lists.items():
        for part in _parts(changed):
            _run(session, f"DELETE FROM {table} WHERE company_id {part}")
        _add_list(session, scratch, form, table, changed)
    index(session, lists[NAME])


def put_back(session: Session, form: Form, table: str, lists: Mapping[int, Sequence[Sequence[Any]]]) -> None:
    """Lists of companies as they are given, in place of those that the mirror holds."""
    keys = list(lists)
    if table == NAME:
        unindex(session, keys)
    for part in _parts(keys):
        _run(session, f"DELETE FROM {table} WHERE company_id {part}")
    target = metadata.tables[table]
    rows = [
        dict(zip(form.list_columns(table), (key, form.place(table, key, seq), *values), strict=True))
        for key, given in lists.items()
        for seq, values in enumerate(given)
    ]
    if rows:
        session.connection().execute(insert(target), [typed(target, row) for row in rows])
    if table == NAME:
        index(session, keys)


def set_companies(session: Session, values: Mapping[int, Mapping[str, Any]]) -> None:
    """Columns of companies that the mirror has, by key; days as text. Columns that stay are not touched, since each
    would cost the indexes that it is in."""
    table = table_of(RegistryCompany)
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for key, columns in values.items():
        row = {f"new_{name}": value for name, value in typed(table, columns).items()}
        alike.setdefault(tuple(columns), []).append({"key": key, **row})
    for names, rows in alike.items():
        new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
        session.connection().execute(update(table).where(table.c.id == bindparam("key")).values(new), rows)


def remove_companies(session: Session, form: Form, ids: Sequence[int]) -> None:
    """Companies out of the mirror, with all that hangs on them."""
    unindex(session, ids)
    for part in _parts(ids):
        for table in (*form.lists, "registry_hash", "registry_change"):
            _run(session, f"DELETE FROM {table} WHERE company_id {part}")
        _run(session, f"DELETE FROM {COMPANY} WHERE id {part}")


def put_hashes(session: Session, rows: Sequence[Row]) -> None:
    """Stores hashes, (company, of the text, of the content), of companies that the mirror has."""
    _run_many(
        session,
        "INSERT INTO registry_hash (company_id, raw_hash, content_hash) VALUES (:a, :b, :c) ON CONFLICT (company_id)"
        " DO UPDATE SET raw_hash = excluded.raw_hash, content_hash = excluded.content_hash",
        rows,
    )


def put_raw_hashes(session: Session, rows: Sequence[Row]) -> None:
    """Stores hashes of texts, (company, hash), whose content is that of the mirror."""
    _run_many(session, "UPDATE registry_hash SET raw_hash = :b WHERE company_id = :a", rows)


def stored_rows(session: Session, table: str, columns: Sequence[str], ids: Sequence[int]) -> list[Row]:
    """Rows of the mirror as a scratch file would hold them, by key: days as text, yes and no as 1 and 0."""
    key = "id" if table == COMPANY else "company_id"
    found: list[Row] = []
    for part in _parts(ids):
        names = ", ".join(columns)
        found += map(tuple, _run(session, f"SELECT {names} FROM {table} WHERE {key} {part} ORDER BY 1, 2").fetchall())
    return found if _is_sqlite(session) else [tuple(map(_plain, row)) for row in found]


def index(session: Session, ids: Sequence[int]) -> None:
    """Names of companies into the search index; PostgreSQL keeps its own."""
    if _is_sqlite(session):
        for part in _parts(ids):
            _run(session, _INDEX_ADD.format(part))


def unindex(session: Session, ids: Sequence[int]) -> None:
    """Names of companies out of the search index, while the mirror still has them."""
    if _is_sqlite(session):
        for part in _parts(ids):
            _run(session, _INDEX_DROP.format(part))


def rebuild_index(session: Session) -> None:
    """Makes the search index anew from the stored names; PostgreSQL keeps its own."""
    if _is_sqlite(session):
        _run(session, _INDEX_REBUILD)


def drop_indexes(session: Session, tables: Sequence[str]) -> list[str]:
    """Removes the indexes of tables of an SQLite database; statements that make them again."""
    marks = ", ".join(f"'{table}'" for table in tables)
    found = _run(
        session,
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
    ).fetchall()
    for name, _ in found:
        _run(session, f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def made_by(session: Session, table: str) -> str:
    """Statement by which a table of an SQLite database was made."""
    found = _run(session, f"SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'")
    return str(found.fetchone()[0])


def run_statements(session: Session, statements: Sequence[str]) -> None:
    for statement in statements:
        _run(session, statement)


def set_vanished(session: Session, ids: Sequence[int], on: date | None, run_id: int) -> None:
    """Marks companies as no longer in the data on a day, or (None) as back again."""
    table = table_of(RegistryCompany)
    values: dict[str, Any] = {"vanished_on": on, "changed_run_id": run_id} | ({} if on else {"asked_on": None})
    for start in range(0, len(ids), IDS_AT_ONCE):
        part = ids[start : start + IDS_AT_ONCE]
        session.connection().execute(update(table).where(table.c.id.in_(part)).values(**values))


def add_changes(session: Session, rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(table_of(RegistryChange)), list(rows))


def add_rejects(session: Session, rows: Rows) -> None:
    if rows:
        session.connection().execute(insert(table_of(ImportReject)), list(rows))


def upsert_postcodes(session: Session, rows: Rows) -> None:
    """Stores postal codes; a code already there takes the new values."""
    _upsert(session, RegistryPostcode, rows)


def in_order(scratches: Sequence[Scratch], table: str, where: str = "") -> str:
    """Query for a list of the companies of attached scratch files, in the order of their keys."""
    read = [f"SELECT id, {table} AS list FROM {s.schema}.record {where}" for s in scratches]
    return f"{' UNION ALL '.join(read)} ORDER BY id"


def _copy_from(
    session: Session, scratches: Sequence[Scratch], form: Form, lists: Sequence[str], where: str, run_id: int
) -> None:
    """Companies of attached scratch files that fit `where`, in the order of their keys, so that each table grows at its
    end alone."""
    names = ", ".join(form.company)
    read = [f"SELECT {names}, {run_id} FROM {s.schema}.{COMPANY} WHERE id {where}" for s in scratches]
    _run(session, f"INSERT INTO {COMPANY} ({names}, changed_run_id) {' UNION ALL '.join(read)} ORDER BY id")
    for table in lists:
        _run(session, unpacked(form, table, in_order(scratches, table, f"WHERE id {where}")))
    read = [f"SELECT id, raw_hash, content_hash FROM {s.schema}.record WHERE id {where}" for s in scratches]
    _run(session, f"INSERT INTO registry_hash ({', '.join(HASH_COLUMNS)}) {' UNION ALL '.join(read)} ORDER BY id")


def _add_list(session: Session, scratch: Scratch, form: Form, table: str, ids: Sequence[int]) -> None:
    """A list of companies for which the mirror holds none."""
    if _is_sqlite(session):
        for part in _parts(ids):
            _run(session, unpacked(form, table, in_order([scratch], table, f"WHERE id {part}")))
        return
    rows = [
        (key, form.place(table, key, seq), *values)
        for key, given in scratch.lists(table, ids)
        for seq, values in enumerate(given)
    ]
    _copy(session, table, form.list_columns(table), rows)


def unpacked(form: Form, table: str, read: str) -> str:
    """Statement that makes rows of the JSON lists that `read` gives with the keys of their companies."""
    values = ", ".join(f"json_extract(j.value, '$[{place}]')" for place in range(len(form.lists[table])))
    place = f"r.id * {form.slots} + j.key" if table == NAME else "j.key"
    columns = ", ".join(form.list_columns(table))
    return f"INSERT INTO {table} ({columns}) SELECT r.id, {place}, {values} FROM ({read}) r, json_each(r.list) j"


def _upsert(session: Session, model: type[SQLModel], rows: Rows) -> None:
    """Inserts rows; one whose primary key is there takes the new values in place and stays the row others point at."""
    if not rows:
        return
    table = table_of(model)
    statement = (sqlite if _is_sqlite(session) else postgresql).insert(table)
    keys = [column.name for column in table.primary_key]
    values = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    session.connection().execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))


def _copy(session: Session, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    cursor: Any = session.connection().connection.cursor()
    with cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _run(session: Session, statement: str) -> Any:
    return session.connection().exec_driver_sql(statement)


def _run_many(session: Session, statement: str, rows: Sequence[Row]) -> None:
    if rows:
        session.connection().execute(text(statement), [dict(zip("abc", row, strict=False)) for row in rows])


def typed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a scratch file as SQLAlchemy takes them."""
    made = dict(values)
    for name, value in values.items():
        kind = table.c[name].type
        if isinstance(kind, Date) and isinstance(value, str):
            made[name] = date.fromisoformat(value)
        elif isinstance(kind, Boolean):
            made[name] = bool(value)
    return made


def _parts(ids: Sequence[int]) -> list[str]:
    """The keys as lists of SQL, some at a time."""
    return [f"IN ({','.join(map(str, ids[start : start + IDS_AT_ONCE]))})" for start in range(0, len(ids), IDS_AT_ONCE)]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
