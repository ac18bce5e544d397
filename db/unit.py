"""Units of work. `Write` is the only way to change what people edit: it journals, checks and bumps versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Table, func, insert, select
from sqlmodel import Session, SQLModel

from db.models import Journal, JournalRow, metadata
from outreach.errors import Conflict, NotFound
from outreach.terms.message import Message, say

Row = TypeVar("Row", bound=SQLModel)
NAMES: Mapping[str, Message] = {
    "adviser": say("adviser"),
    "case": say("outreach case"),
    "import_run": say("import"),
    "journal": say("entry of the history"),
    "need": say("competence need"),
    "organisation": say("organisation"),
    "person": say("person"),
    "source_record": say("record"),
    "suppression": say("do-not-contact entry"),
    "task": say("task"),
    "touchpoint": say("contact"),
}


class Read:
    """A session that looks at one moment of the database."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def dialect(self) -> str:
        return self.session.get_bind().dialect.name

    def find(self, model: type[Row], key: object) -> Row:
        """The row with this key; NotFound when there is none."""
        row = self.session.get(model, key)
        if row is None:
            raise NotFound(
                say("Not found: {what} {key}", what=NAMES.get(str(model.__tablename__), say("number")), key=str(key)),
                say("It may have been taken back or removed meanwhile."),
            )
        return row


class Write(Read):
    """A journalled unit of work: one entry, any number of rows.

    `entry()` names what is being done, once; `insert`, `update` and `delete` then keep before-images under it. Work
    that is not to be taken back (the register mirror, derived scores) writes through `session` and leaves no entry.
    """

    def __init__(self, session: Session, *, now: datetime, adviser_id: int | None) -> None:
        super().__init__(session)
        self.now = now
        self.adviser_id = adviser_id
        self.journal: Journal | None = None
        self._provisional = False

    def entry(
        self,
        kind: str,
        message: Message,
        *,
        undoable: bool = True,
        run_id: int | None = None,
        provisional: bool = False,
    ) -> Journal:
        """Opens the journal entry of this unit; a second call keeps the first, so that use cases can be combined.

        `provisional` names a preparation: the use case that comes after it gives the entry its name.
        """
        if self.journal is not None and self._provisional and not provisional:
            self.journal.kind, self.journal.message, self.journal.undoable = kind, message.to_plain(), undoable
            self._provisional = False
        if self.journal is None:
            self._provisional = provisional
            self.journal = Journal(
                written_at=self.now,
                adviser_id=self.adviser_id,
                kind=kind,
                message=message.to_plain(),
                undoable=undoable,
                run_id=run_id,
            )
            self.session.add(self.journal)
            self.session.flush()
        return self.journal

    def resume(self, journal_id: int) -> Journal:
        """Goes on under an entry that an earlier unit has opened: an import of many small transactions is one entry."""
        self.journal = self.find(Journal, journal_id)
        return self.journal

    def insert(self, row: Row) -> Row:
        """Adds a row and journals it; the row comes back with its key."""
        self.session.add(row)
        self.session.flush()
        self._note(row, "insert", {})
        return row

    def insert_many(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds many rows that carry their own `id`, with one journal row each."""
        if not rows:
            return
        table = table_of(model)
        self.session.execute(insert(table), list(rows))
        journal_id = self._open().id
        self.session.execute(
            insert(table_of(JournalRow)),
            [
                {
                    "journal_id": journal_id,
                    "table_name": table.name,
                    "row_id": r["id"],
                    "action": "insert",
                    "before": {},
                }
                for r in rows
            ],
        )

    def update(self, row: SQLModel, *, expected: int | None = None, **changes: Any) -> bool:
        """Changes columns of a row, bumps its version, journals what they held. False when nothing differs.

        `expected` is the version the user saw: Conflict when somebody has changed the row since.
        """
        current = getattr(row, "version", None)
        if expected is not None and current != expected:
            raise Conflict(
                say("This has been changed meanwhile by somebody else. Nothing was saved."),
                say("Open it again to see the new values."),
            )
        before = {key: getattr(row, key) for key, value in changes.items() if getattr(row, key) != value}
        if not before:
            return False
        for key in before:
            setattr(row, key, changes[key])
        if current is not None:
            setattr(row, "version", current + 1)  # noqa: B010 - not every model has the column
        self.session.add(row)
        self.session.flush()
        self._note(row, "update", before)
        return True

    def delete(self, row: SQLModel) -> None:
        """Removes a row and journals all that it held."""
        before = {column.name: getattr(row, column.name) for column in table_of(type(row)).columns}
        self._note(row, "delete", before)
        self.session.delete(row)
        self.session.flush()

    def _open(self) -> Journal:
        if self.journal is None:
            raise RuntimeError("a journalled write without entry(): say first what is being done")
        return self.journal

    def _note(self, row: SQLModel, action: str, before: Mapping[str, Any]) -> None:
        table = table_of(type(row))
        self.session.add(
            JournalRow(
                journal_id=self._open().id or 0,
                table_name=table.name,
                row_id=getattr(row, "id"),  # noqa: B009 - every journalled model has one
                action=action,
                before={key: _storable(value) for key, value in before.items()},
            )
        )


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a model, for bulk work."""
    return metadata.tables[str(model.__tablename__)]


def reserve_ids(unit: Read, model: type[SQLModel], count: int) -> list[int]:
    """Free keys for `insert_many`. On SQLite call it inside a write, which is the only writer."""
    table = table_of(model)
    if unit.dialect == "postgresql":
        sequence = func.nextval(func.pg_get_serial_sequence(f'"{table.name}"', "id"))
        return [
            int(key)
            for key in unit.session.execute(select(sequence).select_from(func.generate_series(1, count))).scalars()
        ]
    highest = int(unit.session.execute(select(func.max(table.c.id))).scalar_one() or 0)
    return list(range(highest + 1, highest + 1 + count))


def _storable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
