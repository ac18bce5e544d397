"""How companies of a scratch file differ from the mirror: new values, what is to be told, what the rows held before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db import bulk
from db.scratch import Scratch
from db.unit import Read
from outreach.rules.registry import LISTS, NAME_SLOTS, CompanyRow, Row
from outreach.services.register.changes import Change, Step, changes, industry_step
from outreach.terms.runs import ChangeKind

FORM = bulk.Form(CompanyRow._fields, LISTS, NAME_SLOTS)
OWN = ("changed_run_id", "vanished_on", "asked_on")  # columns of a company that the register does not give


@dataclass(frozen=True, slots=True)
class Difference:
    """One company: new values of its own columns, changes to tell (one at least), and its image: own columns, lists and
    hashes as they were."""

    old: CompanyRow
    new: CompanyRow
    values: Mapping[str, Any]
    told: Sequence[Change]
    image: Mapping[str, Any]

    @property
    def step(self) -> Step:
        """How its industry code follows the old one."""
        return industry_step(self.old, self.new)


@dataclass(slots=True)
class Differences:
    """Companies that differ, by key, and for each list those whose list is another one."""

    companies: dict[int, Difference] = field(default_factory=dict)
    lists: dict[str, list[int]] = field(default_factory=lambda: {table: [] for table in LISTS})


def differences(uow: Read, scratch: Scratch, known: Sequence[int], *, complete: bool) -> Differences:
    """Of companies that the mirror has. One whose rows are the same, whose hashes alone nobody knew, is left out.
    `complete`: the data is all of the register, so that a company that had vanished is back."""
    found = Differences()
    if not known:
        return found
    session = uow.session
    old = {row[0]: row for row in bulk.stored_rows(session, bulk.COMPANY, (*CompanyRow._fields, *OWN), known)}
    new = {row[0]: CompanyRow(*row) for row in scratch.rows(bulk.COMPANY, CompanyRow._fields, known)}
    hashes = {key: values for key, *values in bulk.stored_rows(session, "registry_hash", bulk.HASH_COLUMNS, known)}
    lists = {table: _Lists(uow, scratch, table, known) for table in LISTS}
    for key in known:
        others = {table: one.was(key) for table, one in lists.items() if one.differs(key)}
        for table in others:
            found.lists[table].append(key)
        company, own = CompanyRow(*old[key][: -len(OWN)]), dict(zip(OWN, old[key][-len(OWN) :], strict=True))
        pairs = zip(CompanyRow._fields, company, new[key], strict=True)
        columns = {name: (was, now) for name, was, now in pairs if was != now}
        back = complete and own["vanished_on"] is not None
        if not (columns.keys() - {"modified"} or others or back):
            continue
        situations = lists["registry_situation"]
        told = [Change(ChangeKind.RETURNED)] if back else []
        told += changes(company, new[key], situations.was(key), situations.now(key))
        found.companies[key] = Difference(
            old=company,
            new=new[key],
            values={name: now for name, (_, now) in columns.items()}
            | ({"vanished_on": None, "asked_on": None} if back else {}),
            told=told or [Change(ChangeKind.RECORD)],
            image={"company": own | {name: was for name, (was, _) in columns.items()}, **others}
            | ({"hash": hashes[key]} if key in hashes else {}),
        )
    return found


class _Lists:
    """One kind of list of some companies, in the mirror and in a scratch file."""

    def __init__(self, uow: Read, scratch: Scratch, table: str, known: Sequence[int]) -> None:
        place = "id" if table == bulk.NAME else "seq"
        self._was: dict[int, list[Row]] = {}
        for row in bulk.stored_rows(uow.session, table, ("company_id", place, *LISTS[table]), known):
            self._was.setdefault(row[0], []).append(row[2:])
        self._now = dict(scratch.lists(table, known))

    def differs(self, key: int) -> bool:
        return self._was.get(key) != self._now.get(key)

    def was(self, key: int) -> list[Row]:
        return self._was.get(key, [])

    def now(self, key: int) -> list[Row]:
        return self._now.get(key, [])
