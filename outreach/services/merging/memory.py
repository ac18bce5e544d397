"""What is remembered of the rows of a tree of merged organisations, and the chains that say which row stands for which.

One rule holds for all of them: a column that points at another row points at what stands for the row that it names in
its memory. Merging adds to the chains, parting takes from them, and then the columns are set as the rule says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date
from sqlmodel import SQLModel

from db.models import (
    Case,
    Competence,
    LinkProposal,
    Merge,
    MergeRow,
    NeedVerdict,
    Organisation,
    OrganisationAlias,
    Person,
    Site,
    SourceRecord,
    Task,
    Touchpoint,
    Transition,
)
from db.models.base import UtcDateTime
from db.queries import merging as query
from db.unit import Read, Write, table_of
from outreach.rules import merging as rules
from outreach.rules.identity import actor_of_business_id, actor_of_organisation
from outreach.rules.merging import Node

Key = tuple[str, int]  # table, key
MODELS: Mapping[str, type[SQLModel]] = {
    str(model.__tablename__): model
    for model in (
        *(Organisation, OrganisationAlias, Competence, Site, Person, SourceRecord, NeedVerdict, Case, Touchpoint),
        *(LinkProposal, Transition, Task),
    )
}
# Columns that merging sets, and the table of the row that each points at.
# Of a proposal the number of the actor that is proposed is kept as the organisation that bears it.
POINTS_AT = {"organisation_id": "organisation", "case_id": "case", "person_id": "person", "actor_id": "organisation"}
OWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": (*(column for columns in rules.FIELDS.values() for column in columns), "business_id"),
    "case": (*rules.JOINT["case"], "stage", "stage_since", "reason", "revisit_on"),
    **{table: tuple(columns) for table, columns in rules.JOINT.items() if table != "case"},
}


class Memory:
    """Memories of a tree of organisations: of `root` and all that were merged into it, as they stand in the unit."""

    def __init__(self, uow: Read, root: int, *others: int) -> None:
        self.uow = uow
        self.root = root
        self.organisations = query.merged_into(uow.session, (root, *others))
        self._rows: dict[Key, MergeRow] = {}
        self._joined: dict[Key, set[int]] = {}
        self._found: dict[Key, Any] = {}  # rows that have been read; the session alone would let go of them
        self._merges: dict[int, Merge] = {}
        for row in query.memories(uow.session, sorted(set(self.organisations))):
            self._learn(row)
        for table, model in MODELS.items():
            ids = [row_id for name, row_id in self._rows if name == table]
            for found in query.rows(uow.session, model, ids):
                self._found[table, found.id] = found

    # Reading

    def of(self, table: str, row_id: int) -> MergeRow | None:
        return self._rows.get((table, row_id))

    def all(self, table: str | None = None) -> list[MergeRow]:
        """Memories of one table or of all, oldest first."""
        return [row for row in self._rows.values() if table in (None, row.table_name)]

    def row(self, table: str, row_id: int) -> Any:
        """The row itself; None when it has been removed since."""
        key = (table, row_id)
        if key not in self._found:
            self._found[key] = self.uow.session.get(MODELS[table], row_id)
        return self._found[key]

    def merge(self, merge_id: int) -> Merge:
        if merge_id not in self._merges:
            self._merges[merge_id] = self.uow.find(Merge, merge_id)
        return self._merges[merge_id]

    def present(self, table: str, row_id: int) -> int:
        """The row that stands for one now."""
        while True:
            row = self.of(table, row_id)
            if row is None or row.into_id is None:
                return row_id
            row_id = row.into_id

    def joined(self, table: str, row_id: int) -> list[MergeRow]:
        """Memories of the rows that were joined straight to this one, in the order of the merges."""
        found = [self._rows[table, one] for one in self._joined.get((table, row_id), ())]
        return sorted(found, key=lambda row: (row.merge_id or 0, row.id or 0))

    def group(self, table: str, row_id: int) -> list[int]:
        """A row and all that it stands for, at whatever remove."""
        return [row_id, *(inner for row in self.joined(table, row_id) for inner in self.group(table, row.row_id))]

    def origin(self, table: str, row_id: int) -> int:
        """The organisation whose row it is, whoever shows it now."""
        known = self.of(table, row_id)
        if known is not None:
            return known.origin_id
        row = self.row(table, row_id)
        if table == "organisation":
            return row_id
        return int(row.organisation_id) if hasattr(row, "organisation_id") else self.origin("case", row.case_id)

    def own(self, table: str, row_id: int) -> dict[str, Any]:
        """Values that a row has by itself, whatever it shows for others."""
        row, known = self.row(table, row_id), self.of(table, row_id)
        found = {column: getattr(row, column) for column in OWN_COLUMNS[table]}
        return found | typed(table, known.own) if known is not None else found

    def own_actor(self, organisation_id: int) -> int:
        """Number that an organisation has by itself."""
        number = self.own("organisation", organisation_id)["business_id"]
        return actor_of_business_id(number) if number else actor_of_organisation(organisation_id)

    def node(self, table: str, row_id: int) -> Node:
        """A row with those that it stands for, as `rules.merging.joint` takes it."""
        known = self.of(table, row_id)
        return Node(
            own=self.own(table, row_id),
            settled=known.settled if known is not None else {},
            joined=[
                (row.merge_id or 0, self._choices(row.merge_id), self.node(table, row.row_id))
                for row in self.joined(table, row_id)
            ],
        )

    def joint(self, table: str, row_id: int) -> dict[str, Any]:
        """What a row shows as long as nobody edits it."""
        return rules.joint(table, self.node(table, row_id))

    def standing_for_others(self, table: str) -> Iterator[int]:
        """Rows that stand for others."""
        yield from sorted(row_id for (name, row_id), joined in self._joined.items() if name == table and joined)

    def _learn(self, row: MergeRow) -> None:
        self._rows[row.table_name, row.row_id] = row
        if row.into_id is not None:
            self._joined.setdefault((row.table_name, row.into_id), set()).add(row.row_id)

    def _choices(self, merge_id: int | None) -> Mapping[str, Any]:
        if merge_id is None:
            return {}
        chosen = self.merge(merge_id).choices
        return {f: typed("organisation", c) if isinstance(c, dict) else c for f, c in chosen.items()}


class Ledger(Memory):
    """The same to be written; every change is journalled, so that undo takes it back."""

    uow: Write

    def remember(self, table: str, row_id: int, origin_id: int, **values: Any) -> MergeRow:
        """Keeps something of a row; `home` is added to what is known, and what is known of a column stays."""
        known = self.of(table, row_id)
        if known is None:
            known = self.uow.insert(MergeRow(table_name=table, row_id=row_id, origin_id=origin_id, **values))
            self._learn(known)
            return known
        if "home" in values:
            values["home"] = {**values["home"], **known.home}
        self.uow.update(known, **values)
        return known

    def join(self, table: str, row_id: int, into_id: int, merge_id: int) -> None:
        """From now on a row stands for another; both keep their own values."""
        for one in (into_id, row_id):
            self.keep_own(table, one)
        self._learn(self.remember(table, row_id, self.origin(table, row_id), into_id=into_id, merge_id=merge_id))

    def keep_own(self, table: str, row_id: int) -> None:
        """Remembers the values that a row has now as its own, unless that has been done before."""
        known = self.of(table, row_id)
        if known is None or not known.own:
            self.remember(table, row_id, self.origin(table, row_id), own=plain(self.own(table, row_id)))

    def set_own(self, table: str, row_id: int, values: Mapping[str, Any], merge_id: int = 0) -> None:
        """Own values that somebody has edited; they overrule what merges up to `merge_id` have brought."""
        known = self.remember(table, row_id, self.origin(table, row_id))
        self.uow.update(
            known,
            own={**known.own, **plain(values)},
            settled={**known.settled, **(dict.fromkeys(values, merge_id) if merge_id else {})},
        )

    def absorb(self, table: str, row_id: int) -> None:
        """Takes what has been edited in a row since it stands for others for its own from now on."""
        joined = self.joined(table, row_id)
        if joined and self.present(table, row_id) == row_id:
            row, shown = self.row(table, row_id), self.joint(table, row_id)
            edited = {c for c in shown if getattr(row, c) != shown[c] and c not in _NOT_EDITED}
            if table == "organisation":  # columns of one field go together
                edited |= {c for columns in rules.FIELDS.values() if edited.intersection(columns) for c in columns}
            if edited:
                values = {column: getattr(row, column) for column in edited}
                self.set_own(table, row_id, values, max(one.merge_id or 0 for one in joined))

    def part(self, row: MergeRow) -> None:
        """A row stands for itself again."""
        self._joined[row.table_name, row.into_id or 0].discard(row.row_id)
        self.uow.update(row, into_id=None, merge_id=None)

    def set_home(self, table: str, row_id: int, origin_id: int, home: Mapping[str, Any]) -> None:
        """Says anew whose a row is and what its columns point at."""
        known = self.remember(table, row_id, origin_id)
        self.uow.update(known, origin_id=origin_id, home={**known.home, **home})

    def point(self, row: MergeRow) -> None:
        """Sets the columns of a row as its memory and the chains say; a row that another stands for stays put away."""
        found = self.row(row.table_name, row.row_id)
        if found is None:
            return
        changes = {
            column: self._pointing(column, home)
            for column, home in row.home.items()
            if row.into_id is None or column != "organisation_id"
        }
        self.uow.update(found, **changes)

    def _pointing(self, column: str, home: object) -> int | None:
        if home is None:
            return None
        there = self.present(POINTS_AT[column], int(str(home)))
        return self.row("organisation", there).actor_id if column == "actor_id" else there

    def remove(self, table: str, row_id: int) -> None:
        """Removes a row that a merge has made, if it is still there."""
        found = self.row(table, row_id)
        self._found[table, row_id] = None
        if found is not None:
            self.uow.delete(found)

    def forget(self, row: MergeRow) -> None:
        del self._rows[row.table_name, row.row_id]
        self.uow.delete(row)

    def tidy(self) -> None:
        """Forgets what says nothing any more: of rows that are gone, and of those that are what they were."""
        for row in self.all():
            found = self.row(row.table_name, row.row_id)
            if found is None:
                self.forget(row)
                continue
            home = {c: v for c, v in row.home.items() if v is None or self.present(POINTS_AT[c], int(str(v))) != v}
            home = {c: v for c, v in home.items() if v is not None}
            alone = row.into_id is None and not self.joined(row.table_name, row.row_id)
            if alone and not home and not row.made and self.present("organisation", row.origin_id) == row.origin_id:
                self.forget(row)
            else:
                own, settled = ({}, {}) if alone else (row.own, row.settled)
                self.uow.update(row, home=home, own=own, settled=settled)


# Set by the rules of stages, or follow from other columns.
_NOT_EDITED = frozenset({"stage", "stage_since", "reason", "revisit_on", "opened_at", "baseline"})


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values as JSON holds them."""
    return {key: value.isoformat() if isinstance(value, date | datetime) else value for key, value in values.items()}


def typed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `plain` wrote."""
    columns = table_of(MODELS[table]).c
    return {key: _typed(columns[key].type, value) for key, value in values.items() if key in columns}


def _typed(kind: Any, value: Any) -> Any:
    if isinstance(value, str) and isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value
