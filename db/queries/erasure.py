"""Where a person's data may stand outside the person's own row: what erasing reads and rewrites, past the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, func, insert, literal, or_, select, update
from sqlmodel import Session

from db.models import metadata
from db.queries.merging import merged_into
from outreach.terms.linkage import actor_node, record_node

t = metadata.tables


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds texts. `owner` tells how its rows belong to an organisation; "" is by content alone."""

    table: str
    column: str
    owner: str  # organisation_id, case_id, self, record, proposal, edge, memory, merge, journal, entry, ""
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
    Place("link_proposal", "evidence", "proposal"),
    Place("link_decision", "evidence", "edge"),
    Place("merge_row", "own", "memory"),
    Place("merge", "choices", "merge"),
    Place("journal_row", "before", "journal"),
    Place("journal", "message", "entry"),
    Place("import_reject", "value", ""),
    Place("import_reject", "reason", ""),
    Place("import_run", "notes", ""),
)
_JOURNALLED = (
    *("touchpoint", "need_verdict", "case", "competence", "site", "suppression", "organisation_alias"),
    *("person", "transition", "task", "organisation", "source_record", "link_decision", "merge_row", "merge"),
)


class Surroundings:
    """Rows around one organisation and those that were merged into it, by which texts are known to speak of its
    people."""

    def __init__(self, session: Session, organisation_id: int, actor_id: int | None, business_id: str | None) -> None:
        self.session = session
        self.organisations = merged_into(session, [organisation_id])
        merge, record, proposal, case = t["merge"], t["source_record"], t["link_proposal"], t["case"]
        numbers = select(merge.c.kept_actor, merge.c.away_actor).where(merge.c.away_id.in_(self.organisations))
        self.actors = {actor_id or 0, *(number for row in session.execute(numbers) for number in row)}
        self.cases = select(case.c.id).where(case.c.organisation_id.in_(self.organisations))
        proposed = select(proposal.c.record_id).where(proposal.c.actor_id.in_(self.actors))
        self.records = select(record.c.id).where(
            or_(
                record.c.organisation_id.in_(self.organisations),
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
            return func.coalesce(table.c.organisation_id, 0).in_(self.organisations)
        if place.owner == "self":
            return table.c.id.in_(self.organisations)
        if place.owner == "memory":
            return table.c.origin_id.in_(self.organisations)
        if place.owner == "merge":
            return table.c.away_id.in_(self.organisations)
        if place.owner == "case_id":
            return table.c.case_id.in_(self.cases)
        if place.owner == "record":
            return table.c.id.in_(self.records)
        if place.owner == "proposal":
            asked = func.coalesce(table.c.organisation_id, 0).in_(self.organisations)
            return func.coalesce(table.c.record_id, 0).in_(self.records) | asked
        if place.owner == "edge":
            return self._edges()
        if place.owner == "journal":
            return or_(*self._journalled())
        if place.owner == "entry":
            row = t["journal_row"]
            return table.c.id.in_(select(row.c.journal_id).where(or_(*self._journalled())))
        return None

    def _edges(self) -> ColumnElement[bool]:
        """Judgements on the organisation or on one of its records, whatever they were judged against."""
        decision, record = t["link_decision"], t["source_record"]
        named = select(literal(record_node("", "")[:-1]).concat(record.c.source).concat("|").concat(record.c.identity))
        nodes = named.where(record.c.id.in_(self.records))
        actors = [actor_node(number) for number in sorted(self.actors)]
        return or_(
            func.coalesce(decision.c.record_id, 0).in_(self.records),
            *(column.in_(actors) for column in (decision.c.one, decision.c.other)),
            *(column.in_(nodes) for column in (decision.c.one, decision.c.other)),
        )

    def _journalled(self) -> Iterator[ColumnElement[bool]]:
        row = t["journal_row"]
        for name in _JOURNALLED:
            table = t[name]
            if name == "organisation":
                ids = select(table.c.id).where(table.c.id.in_(self.organisations))
            elif name == "source_record":
                ids = self.records
            elif name == "link_decision":
                ids = select(table.c.id).where(self._edges())
            elif name == "merge_row":
                ids = select(table.c.id).where(table.c.origin_id.in_(self.organisations))
            elif name == "merge":
                ids = select(table.c.id).where(table.c.away_id.in_(self.organisations))
            elif "case_id" in table.c and "organisation_id" not in table.c:
                ids = select(table.c.id).where(table.c.case_id.in_(self.cases))
            else:
                ids = select(table.c.id).where(table.c.organisation_id.in_(self.organisations))
            yield (row.c.table_name == name) & row.c.row_id.in_(ids)
        gone = row.c.before  # a question that was answered is deleted: only what it held tells whom it was about
        yield (row.c.table_name == "link_proposal") & or_(
            gone["record_id"].as_integer().in_(self.records),
            gone["organisation_id"].as_integer().in_(self.organisations),
            gone["actor_id"].as_integer().in_(self.actors),
        )


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
    """Deletes a person's row, what points at it, and what merges remember of it. The journal keeps that it is gone and
    forgets what it held."""
    for name in ("touchpoint", "suppression"):
        table = t[name]
        session.execute(update(table).where(table.c.person_id == person_id).values(person_id=None))
    row = t["journal_row"]
    session.execute(update(row).where(row.c.table_name == "person", row.c.row_id == person_id).values(before={}))
    memory = t["merge_row"]
    mine = (memory.c.table_name == "person") & (memory.c.row_id == person_id)
    remembered = select(memory.c.id).where(mine)
    written = (row.c.table_name == "merge_row") & row.c.row_id.in_(remembered)
    session.execute(update(row).where(written).values(before={}))
    session.execute(delete(memory).where(mine))
    session.execute(delete(t["person"]).where(t["person"].c.id == person_id))
    session.execute(
        insert(row).values(journal_id=journal_id, table_name="person", row_id=person_id, action="delete", before={})
    )


def overwrite_deleted(session: Session) -> None:
    """Has SQLite write zeros over what is deleted from now on, instead of leaving it in the file's free pages."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
