"""Units of work. `Write` is the only way to change what people edit: it journals, checks and bumps versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Table, delete, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from db import journal
from db.models import Journal, JournalRow, metadata
from outreach.errors import Conflict, NotFound
from outreach.terms.message import Message, say

Row = TypeVar("Row", bound=SQLModel)
NAMES: Mapping[str, Message] = {
    "adviser": say("adviser"),
    "case": say("outreach case"),
    "import_run": say("import"),
    "journal": say("entry of the history"),
    "merge": say("merge of organisations"),
    "need": say("competence need"),
    "organisation": say("organisation"),
    "person": say("person"),
    "source_record": say("record"),
    "suppression": say("do-not-contact entry"),
    "task": say("task"),
    "touchpoint": say("contact"),
}
OTHER = say("number")
SOMEBODY = say("the program itself")


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
                say("Not found: {what} {key}", what=NAMES.get(str(model.__tablename__), OTHER), key=str(key)),
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
        self._empty = True  # nothing has been journalled under an entry of this unit

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
        self.journal, self._empty = self.find(Journal, journal_id), False
        return self.journal

    def insert(self, row: Row) -> Row:
        """Adds a row and journals it; the row comes back with its key."""
        self.session.add(row)
        self.session.flush()
        self._note(row, "insert", {})
        return row

    def update(self, row: SQLModel, *, expected: int | None = None, **changes: Any) -> bool:
        """Changes columns of a row, bumps its version, journals what they held. False when nothing differs.

        `expected` is the version the user saw: Conflict when somebody has changed the row since.
        """
        self.check_version(row, expected)
        before = {key: getattr(row, key) for key, value in changes.items() if getattr(row, key) != value}
        if not before:
            return False
        self._write(row, {key: changes[key] for key in before})
        self._note(row, "update", before)
        return True

    def check_version(self, row: SQLModel, expected: int | None) -> None:
        """Conflict, with who and when, unless the row is at the version the user saw; None: the user saw no version."""
        if expected is None or getattr(row, "version", None) == expected:
            return
        change = journal.last_change(self.session, str(row.__tablename__), getattr(row, "id"))  # noqa: B009
        if change is None:
            raise conflict()
        who, at = change
        raise Conflict(
            say("Changed meanwhile: {who}, {time}. Nothing was saved.", who=who or SOMEBODY, time=at),
            say("Open it again to see the new values."),
        )

    def delete(self, row: SQLModel) -> None:
        """Removes a row and journals all that it held."""
        before = {column.name: getattr(row, column.name) for column in table_of(type(row)).columns}
        self._note(row, "delete", before)
        self.session.flush()
        if self.session.connection().execute(delete(table_of(type(row))).where(self._as_read(row))).rowcount != 1:
            raise conflict()
        self.session.expunge(row)

    def close(self) -> None:
        """Before the commit: drops an entry under which nothing changed, so that undo does not take it for an act."""
        entry = self.journal
        if entry is not None and self._empty and entry.undoable and entry.run_id is None:
            self.session.delete(entry)

    def _write(self, row: SQLModel, changes: Mapping[str, Any]) -> None:
        """Writes columns unless somebody has written the row since it was read, which one statement checks and does."""
        table, values = table_of(type(row)), dict(changes)
        if "version" in table.c:
            values["version"] = getattr(row, "version") + 1  # noqa: B009 - not every model has the column
        self.session.flush()
        if self.session.connection().execute(update(table).where(self._as_read(row)).values(**values)).rowcount != 1:
            raise conflict()
        for key, value in values.items():
            set_committed_value(row, key, value)

    def _as_read(self, row: SQLModel) -> ColumnElement[bool]:
        """The row, as long as it is at the version that this unit has read."""
        table = table_of(type(row))
        wanted: ColumnElement[bool] = table.c.id == getattr(row, "id")  # noqa: B009 - every journalled model has one
        if "version" in table.c:
            wanted &= table.c.version == getattr(row, "version")  # noqa: B009
        return wanted

    def _open(self) -> Journal:
        if self.journal is None:
            raise RuntimeError("a journalled write without entry(): say first what is being done")
        return self.journal

    def _note(self, row: SQLModel, action: str, before: Mapping[str, Any]) -> None:
        table = table_of(type(row))
        self._empty = False
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


def conflict() -> Conflict:
    """What two programs are told that write the same thing at the same moment."""
    return Conflict(
        say("This has been changed meanwhile by somebody else. Nothing was saved."),
        say("Open it again to see the new values."),
    )


def _storable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
