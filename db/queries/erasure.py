"""Where a person's data may stand outside the person's own row: what erasing reads and rewrites, past the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, func, insert, or_, select, update
from sqlmodel import Session

from db.models import metadata

t = metadata.tables


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds texts. `owner` tells how its rows belong to an organisation; "" is by content alone."""

    table: str
    column: str
    owner: str  # organisation_id, case_id, record_id, self, record, journal, entry, ""
    note: bool = False  # written by an adviser


PLACES = (
    Place("touchpoint", "text", "organisation_id", note=True),
    Place("need_verdict", "reason", "organisation_id", note=True),
    Place("case", "reason", "organisation_id", note=True),
    Place("competence", "note", "organisation_id", note=True),
    Place("site", "note", "organisation_id", note=True),
    Place("suppression", "reason", "organisation_id", note=True),
    Place("transition", "reason", "case_id", note=True),
    Place("transition", "evidence", "case_id", note=True),
    Place("task", "title", "case_id", note=True),
    Place("organisation", "description", "self", note=True),
    Place("organisation", "email", "self"),
    Place("organisation", "phone", "self"),
    Place("source_record", "candidate", "record"),
    Place("link_proposal", "evidence", "record_id"),
    Place("link_decision", "evidence", "record_id"),
    Place("journal_row", "before", "journal"),
    Place("journal", "message", "entry"),
    Place("import_reject", "value", ""),
    Place("import_reject", "reason", ""),
    Place("import_run", "notes", ""),
)
_JOURNALLED = (
    *("touchpoint", "need_verdict", "case", "competence", "site", "suppression", "organisation_alias"),
    *("person", "transition", "task", "organisation", "source_record", "link_decision"),
)


class Surroundings:
    """Rows around one organisation, by which texts are known to speak of its people."""

    def __init__(self, session: Session, organisation_id: int, actor_id: int | None, business_id: str | None) -> None:
        self.session = session
        self.organisation_id = organisation_id
        record, proposal, case = t["source_record"], t["link_proposal"], t["case"]
        self.cases = select(case.c.id).where(case.c.organisation_id == organisation_id)
        proposed = select(proposal.c.record_id).where(proposal.c.actor_id == (actor_id or 0))
        self.records = select(record.c.id).where(
            or_(
                record.c.organisation_id == organisation_id,
                record.c.id.in_(proposed),
                record.c.identity == f"id {business_id or '-'}",
            )
        )

    def texts(self, place: Place, pieces: Sequence[str]) -> Iterator[tuple[int, Any, bool]]:
        """(row id, value, whether the row is the organisation's) of rows that are, or that hold one of the pieces."""
        column = t[place.table].c[place.column]
        mine = self._mine(place)
        yield from self._rows(place, column, mine, True)
        if pieces:
            text = func.lower(cast(column, String))
            holds = or_(*(text.contains(piece, autoescape=True) for piece in pieces))
            yield from self._rows(place, column, holds if mine is None else holds & ~mine, False)

    def _rows(
        self, place: Place, column: Any, where: ColumnElement[bool] | None, mine: bool
    ) -> Iterator[tuple[int, Any, bool]]:
        if where is not None:
            for row_id, value in self.session.execute(select(t[place.table].c.id, column).where(where)).all():
                yield int(row_id), value, mine

    def _mine(self, place: Place) -> ColumnElement[bool] | None:
        table = t[place.table]
        if place.owner == "organisation_id":
            return func.coalesce(table.c.organisation_id, 0) == self.organisation_id
        if place.owner == "self":
            return table.c.id == self.organisation_id
        if place.owner == "case_id":
            return table.c.case_id.in_(self.cases)
        if place.owner == "record":
            return table.c.id.in_(self.records)
        if place.owner == "record_id":
            return func.coalesce(table.c.record_id, 0).in_(self.records)
        if place.owner == "journal":
            return or_(*self._journalled())
        if place.owner == "entry":
            row = t["journal_row"]
            return table.c.id.in_(select(row.c.journal_id).where(or_(*self._journalled())))
        return None

    def _journalled(self) -> Iterator[ColumnElement[bool]]:
        row = t["journal_row"]
        for name in _JOURNALLED:
            table = t[name]
            if name == "organisation":
                ids = select(table.c.id).where(table.c.id == self.organisation_id)
            elif name == "source_record":
                ids = self.records
            elif name == "link_decision":
                ids = select(table.c.id).where(table.c.record_id.in_(self.records))
            elif "case_id" in table.c and "organisation_id" not in table.c:
                ids = select(table.c.id).where(table.c.case_id.in_(self.cases))
            else:
                ids = select(table.c.id).where(table.c.organisation_id == self.organisation_id)
            yield (row.c.table_name == name) & row.c.row_id.in_(ids)


def rewrite(session: Session, place: Place, row_id: int, value: Any) -> None:
    """Stores a cleaned value; whoever has the row open is told by its version."""
    table = t[place.table]
    changes: dict[str, Any] = {place.column: value}
    if "version" in table.c:
        changes["version"] = table.c.version + 1
    session.execute(update(table).where(table.c.id == row_id).values(**changes))


def former_values(session: Session, person_id: int) -> list[dict[str, Any]]:
    """Values that a person's row held before each change, as the journal keeps them."""
    row = t["journal_row"]
    query = select(row.c.before).where(row.c.table_name == "person", row.c.row_id == person_id).order_by(row.c.id)
    return [dict(before) for before in session.execute(query).scalars() if before]


def remove_person(session: Session, person_id: int, journal_id: int) -> None:
    """Deletes a person's row and what points at it. The journal keeps that it is gone and forgets what it held."""
    for name in ("touchpoint", "suppression"):
        table = t[name]
        session.execute(update(table).where(table.c.person_id == person_id).values(person_id=None))
    row = t["journal_row"]
    session.execute(update(row).where(row.c.table_name == "person", row.c.row_id == person_id).values(before={}))
    session.execute(delete(t["person"]).where(t["person"].c.id == person_id))
    session.execute(
        insert(row).values(journal_id=journal_id, table_name="person", row_id=person_id, action="delete", before={})
    )


def overwrite_deleted(session: Session) -> None:
    """Has SQLite write zeros over what is deleted from now on, instead of leaving it in the file's free pages."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
