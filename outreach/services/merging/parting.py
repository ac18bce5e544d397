"""Two organisations about to part: whose each row is, and what was added since they were merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from sqlmodel import col, select

from db.models import Merge, MergeRow, OrganisationAlias, RegistryName, SourceRecord
from db.queries import merging as query
from outreach.rules.linkage.names import sorted_key
from outreach.rules.merging import FIELDS
from outreach.services.edits import OWN_NAME
from outreach.services.merging.memory import Memory
from outreach.terms.merging import Part

# Records come first, and what was told by them; then cases, and what hangs on them.
ORDER = (
    *("source_record", "organisation_alias", "competence", "site", "person", "case", "need_verdict"),
    *("transition", "task", "touchpoint"),
)


class Parting:
    """The state of a merge that is about to end. `to` fills up with where the rows go that were added since."""

    def __init__(self, memory: Memory, merge: Merge) -> None:
        self.memory = memory
        self.merge = merge
        self.leaving = set(query.merged_into(memory.uow.session, [merge.away_id]))
        self.to: dict[tuple[str, int], Part] = {}

    def organisations(self, side: Part) -> list[int]:
        return [one for one in self.memory.organisations if (one in self.leaving) is (side is Part.AWAY)]

    def side(self, table: str, row_id: int) -> Part:
        """To which of the two a row belongs."""
        decided = self.to.get((table, row_id))
        if decided is not None:
            return decided
        return Part.AWAY if self.memory.origin(table, row_id) in self.leaving else Part.KEPT

    def sides(self, table: str, row_id: int) -> set[Part]:
        """To which of the two the rows belong that this one is now: itself, or all that one row stands for."""
        return {self.side(table, one) for one in self._group(table, row_id)}

    def member(self, table: str, row_id: int, side: Part) -> int | None:
        """The row of one side among those that one row stands for: this one, else the first of them."""
        mine = [one for one in self._group(table, row_id) if self.side(table, one) is side]
        return row_id if row_id in mine else next(iter(mine), None)

    def home(self, table: str, row: Any, column: str) -> int | None:
        """What a column of a row pointed at before others came to stand for it."""
        known = self.memory.of(table, row.id)
        found = known.home.get(column) if known is not None else None
        return int(str(found)) if found is not None else getattr(row, column)

    def added(self) -> Iterator[tuple[str, Any]]:
        """Rows that were added to the organisation that was kept, or to one that it has been merged into since."""
        memory, root = self.memory, self.memory.root
        marks = self._marks()
        cases = [row.row_id for row in memory.all("case") if row.into_id is None]
        cases += query.keys_of(memory.uow.session, "case", "organisation_id", [root])
        for table in ORDER:
            column, there = ("case_id", set(cases)) if table in query.OF_CASES else ("organisation_id", {root})
            for row_id in query.keys_of(
                memory.uow.session, table, column, there, after=marks[self.merge.kept_id][table]
            ):
                known, origin = memory.of(table, row_id), memory.origin(table, row_id)
                put_away = known is not None and (known.made or known.into_id is not None)
                row = memory.row(table, row_id)
                own_name = table == "organisation_alias" and row.source == OWN_NAME
                late = row_id > marks[origin][table] if origin in marks else self._of_both(table, row, known)
                if late and not put_away and not own_name:
                    yield table, row

    def _of_both(self, table: str, row: Any, known: MergeRow | None) -> bool:
        """Whether a row was added to a case that both have a part in, whoever's row shows it."""
        return table in query.OF_CASES and known is None and len(self.sides("case", row.case_id)) > 1

    def edited(self) -> list[str]:
        """Own values that have been changed since, by field."""
        row = self.memory.row("organisation", self.memory.root)
        shown = self.memory.joint("organisation", self.memory.root)
        return [name for name, columns in FIELDS.items() if any(getattr(row, c) != shown[c] for c in columns)]

    def cases_for(self, need_id: int) -> list[int]:
        """All cases for a need, those too that others stand for."""
        return [one for top in self._cases if self._cases[top] == need_id for one in self._group("case", top)]

    @cached_property
    def records(self) -> list[SourceRecord]:
        """What sources said of the organisation, newest first."""
        return list(query.records(self.memory.uow.session, self.memory.root))

    @cached_property
    def ids(self) -> dict[Part, set[str]]:
        """Own Business IDs of each side."""
        own = {one: self.memory.own("organisation", one)["business_id"] for one in self.memory.organisations}
        return {side: {str(own[one]) for one in self.organisations(side) if own[one]} for side in Part}

    @cached_property
    def names(self) -> dict[Part, set[str]]:
        """Telling words of all names of each side before the merge: its own, the register's, those of sources."""
        return {side: self._names(side) - {""} for side in Part}

    def _names(self, side: Part) -> set[str]:
        memory, mine = self.memory, self.organisations(side)
        found = {sorted_key(str(memory.own("organisation", one)["name"])) for one in mine}
        numbers = [memory.own_actor(one) for one in mine]
        register = select(RegistryName.name).where(col(RegistryName.company_id).in_(numbers))
        found |= {sorted_key(name) for name in memory.uow.session.exec(register)}
        for alias in query.of_organisation(memory.uow.session, OrganisationAlias, memory.root):
            known = memory.of("organisation_alias", alias.id)
            made = known is not None and known.made
            if not made and alias.id <= self.merge.marks["organisation_alias"]:
                found |= {sorted_key(alias.name)} if self.side("organisation_alias", alias.id) is side else set()
        return found

    @cached_property
    def _cases(self) -> dict[int, int]:
        """Cases that are shown, and the need of each."""
        tops = query.keys_of(self.memory.uow.session, "case", "organisation_id", [self.memory.root])
        return {top: self.memory.row("case", top).need_id for top in tops}

    def _group(self, table: str, row_id: int) -> list[int]:
        group = self.memory.group(table, self.memory.present(table, row_id))
        return [one for one in group if self.memory.row(table, one) is not None]

    def _marks(self) -> dict[int, Mapping[str, int]]:
        """The organisation that was kept and all above it, each with what was newest when the tree below it came."""
        found: dict[int, Mapping[str, int]] = {}
        merge = self.merge
        while True:
            found[merge.kept_id] = merge.marks
            known = self.memory.of("organisation", merge.kept_id)
            if known is None or known.into_id is None:
                return found
            merge = self.memory.merge(known.merge_id or 0)
