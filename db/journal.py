"""Reading the journal, and putting rows back to what they were before an entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Table, and_, delete, func, insert, select, update
from sqlmodel import Session

from db.models import Adviser, Journal, metadata
from db.models.base import UtcDateTime
from outreach.terms.message import Message
from outreach.terms.views import JournalRowView

RowKey = tuple[str, int]  # table, id
CHUNK = 500
# Rows that hang on another row and are made again at need: they go with it, journalled or not.
DERIVED = {
    "source_record": ("link_proposal", "record_id"),
    "organisation": ("link_proposal", "organisation_id"),
    "need": ("need_score", "need_id"),
}


# Columns that merges alone change in rows that stand already, but for records, which answers move as well.
_MOVED = frozenset({"organisation_id", "case_id", "person_id"})
_MOVED_OF: dict[str, frozenset[str]] = {"source_record": frozenset()}


@dataclass(slots=True)
class Entry:
    """What one journal entry did to each row, in one step: the last word of several writes to the same row."""

    inserted: set[RowKey] = field(default_factory=set)
    updated: dict[RowKey, dict[str, Any]] = field(default_factory=dict)
    deleted: dict[RowKey, dict[str, Any]] = field(default_factory=dict)


def views(session: Session, *, offset: int = 0, limit: int = 50, adviser_id: int | None = None) -> list[JournalRowView]:
    """Entries, newest first; one adviser's own when asked."""
    query = (
        select(Journal, Adviser.name)  # type: ignore[call-overload]
        .outerjoin(Adviser, Adviser.id == Journal.adviser_id)
        .order_by(Journal.id.desc())  # type: ignore[union-attr]
        .offset(offset)
        .limit(limit)
    )
    if adviser_id is not None:
        query = query.where(Journal.adviser_id == adviser_id)
    return [view(entry, name or "") for entry, name in session.execute(query)]


def view(entry: Journal, who: str) -> JournalRowView:
    """One entry as a list shows it."""
    return JournalRowView(
        journal_id=entry.id or 0,
        at=entry.written_at,
        who=who,
        text=Message.from_plain(entry.message),
        undoable=entry.undoable and entry.undone_by is None,
        undone=entry.undone_by is not None,
    )


def count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(metadata.tables["journal"])).scalar_one())


def last_undoable(session: Session, adviser_id: int | None) -> Journal | None:
    """The newest entry of this adviser that can still be taken back."""
    journal = metadata.tables["journal"]
    key = session.execute(
        select(func.max(journal.c.id)).where(
            journal.c.adviser_id.is_not_distinct_from(adviser_id),
            journal.c.undoable.is_(True),
            journal.c.undone_by.is_(None),
        )
    ).scalar_one_or_none()
    return session.get(Journal, key) if key else None


def entry_of_run(session: Session, run_id: int) -> int | None:
    """Key of the entry under which an import wrote; None when it wrote nothing that is journalled."""
    found = select(func.max(Journal.id)).where(Journal.run_id == run_id)  # type: ignore[arg-type]
    return session.execute(found).scalar_one_or_none()


def last_change(session: Session, table: str, row_id: int) -> tuple[str, datetime] | None:
    """Who last wrote a row ("" for the program itself), and when; None when the history does not tell."""
    rows, journal, adviser = (metadata.tables[name] for name in ("journal_row", "journal", "adviser"))
    query = (
        select(adviser.c.name, journal.c.written_at)
        .select_from(rows.join(journal, journal.c.id == rows.c.journal_id).outerjoin(adviser))
        .where(rows.c.table_name == table, rows.c.row_id == row_id)
        .order_by(rows.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return (found[0] or "", found[1]) if found else None


def setters(session: Session, table: str, row_id: int) -> dict[str, str]:
    """Kind of the entry that last set each column of a row; "*" is that of the entry that made the row.

    Columns that no later entry has changed are left out, and so is what has been taken back.
    """
    rows, journal = metadata.tables["journal_row"], metadata.tables["journal"]
    query = (
        select(rows.c.action, rows.c.before, journal.c.kind)
        .join(journal, journal.c.id == rows.c.journal_id)
        .where(
            rows.c.table_name == table,
            rows.c.row_id == row_id,
            journal.c.undone_by.is_(None),
            journal.c.kind != "undo",
        )
        .order_by(rows.c.id)
    )
    found: dict[str, str] = {}
    for action, before, kind in session.execute(query):
        found.update(dict.fromkeys(before if action == "update" else ("*",), str(kind)))
    return found


def read_entry(session: Session, journal_id: int) -> Entry:
    """The net effect of an entry on each row."""
    entry = Entry()
    rows = metadata.tables["journal_row"]
    query = select(rows.c.table_name, rows.c.row_id, rows.c.action, rows.c.before)
    for table, row_id, action, before in session.execute(
        query.where(rows.c.journal_id == journal_id).order_by(rows.c.id)
    ):
        key = (str(table), int(row_id))
        if action == "insert":
            entry.inserted.add(key)
        elif action == "update" and key not in entry.inserted:
            entry.updated[key] = {**before, **entry.updated.pop(key, {})}  # in the order of the last writes
        elif action == "delete":
            if key in entry.inserted:
                entry.inserted.discard(key)
            else:
                entry.deleted[key] = {**before, **entry.updated.pop(key, {})}
    return entry


def edited_since(session: Session, journal_id: int, keys: Iterable[RowKey]) -> dict[RowKey, set[str]]:
    """Columns of these rows that later entries, not taken back, have changed; "*" where the row is gone.

    That a merge of organisations has moved a row is no change of it.
    """
    rows, journal = metadata.tables["journal_row"], metadata.tables["journal"]
    found: dict[RowKey, set[str]] = defaultdict(set)
    for table, ids in _by_table(keys):
        query = (
            select(rows.c.row_id, rows.c.action, rows.c.before)
            .join(journal, journal.c.id == rows.c.journal_id)
            .where(
                and_(
                    rows.c.table_name == table,
                    rows.c.row_id.in_(ids),
                    rows.c.journal_id > journal_id,
                    journal.c.undone_by.is_(None),
                    journal.c.kind != "undo",
                )
            )
        )
        for row_id, action, before in session.execute(query):
            found[table, row_id] |= {"*"} if action == "delete" else set(before) - _MOVED_OF.get(table, _MOVED)
    return found


def references(session: Session, keys: set[RowKey]) -> Iterator[tuple[RowKey, RowKey]]:
    """(child, parent) for every row that points at one of `keys` through a foreign key."""
    for child in metadata.sorted_tables:
        if child.name in {table for table, _ in DERIVED.values()} or "id" not in child.c:
            continue
        for constraint in child.foreign_keys:
            parent = constraint.column.table.name
            ids = [row_id for table, row_id in keys if table == parent and constraint.column.name == "id"]
            for start in range(0, len(ids), CHUNK):
                part = ids[start : start + CHUNK]
                for child_id, parent_id in session.execute(
                    select(child.c.id, constraint.parent).where(constraint.parent.in_(part))
                ):
                    yield (child.name, child_id), (parent, parent_id)


def restore(session: Session, table_name: str, row_id: int, values: Mapping[str, Any]) -> None:
    """Puts columns back and bumps the version, so that whoever has the row open is told."""
    table = metadata.tables[table_name]
    changes = {key: _from_json(table, key, value) for key, value in values.items() if key in table.c}
    if "version" in table.c:
        changes["version"] = table.c.version + 1
    session.execute(update(table).where(table.c.id == row_id).values(**changes))


def bring_back(session: Session, rows: Mapping[RowKey, Mapping[str, Any]]) -> None:
    """Inserts deleted rows again, parents first."""
    for table in metadata.sorted_tables:
        for (name, _), values in rows.items():
            if name == table.name:
                session.execute(
                    insert(table).values({key: _from_json(table, key, value) for key, value in values.items()})
                )


def unnamed(session: Session, keys: Iterable[RowKey]) -> dict[RowKey, dict[str, Any]]:
    """Takes unique values off rows that are to go, so that others may have them back; what each of them held."""
    held: dict[RowKey, dict[str, Any]] = {}
    for name, ids in _by_table(keys):
        table = metadata.tables[name]
        free = [column for column in table.c if column.unique and column.nullable]
        if not free:
            continue
        rows = session.execute(select(table.c.id, *free).where(table.c.id.in_(ids))).mappings().all()
        held.update({(name, row["id"]): {column.name: row[column.name] for column in free} for row in rows})
        session.execute(update(table).where(table.c.id.in_(ids)).values({column.name: None for column in free}))
    return held


def named_again(session: Session, row: RowKey, values: Mapping[str, Any]) -> set[str]:
    """Gives a row its unique values back; the columns whose value another row has by now stay empty and are told."""
    table = metadata.tables[row[0]]
    lost = set()
    for name, value in values.items():
        taken = session.execute(select(table.c.id).where(table.c[name] == value)).first()
        if value is not None and taken is None:
            session.execute(update(table).where(table.c.id == row[1]).values({name: value}))
        elif value is not None:
            lost.add(name)
    return lost


def remove(session: Session, keys: set[RowKey]) -> None:
    """Deletes rows, children first."""
    for table in reversed(metadata.sorted_tables):
        for _, ids in _by_table(key for key in keys if key[0] == table.name):
            if table.name in DERIVED:
                child, column = DERIVED[table.name]
                session.execute(
                    delete(metadata.tables[child]).where(metadata.tables[child].c[column].in_(ids)),
                )
            session.execute(delete(table).where(table.c.id.in_(ids)))


def mark_undone(session: Session, journal_id: int, undone_by: int) -> None:
    journal = metadata.tables["journal"]
    session.execute(update(journal).where(journal.c.id == journal_id).values(undone_by=undone_by))


def _by_table(keys: Iterable[RowKey]) -> Iterator[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for table, row_id in keys:
        grouped[table].append(row_id)
    for table, ids in grouped.items():
        for start in range(0, len(ids), CHUNK):
            yield table, ids[start : start + CHUNK]


def _from_json(table: Table, column: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if isinstance(table.c[column].type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(table.c[column].type, Date):
        return date.fromisoformat(value)
    return value
