"""Writing the register mirror in small transactions, with what changed in each company and what it held before."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from db import bulk
from db.beside import LISTS as MADE_BESIDE
from db.beside import SEARCH, Beside
from db.engine import Database
from db.scratch import Scratch
from db.unit import Write
from outreach.clock import today
from outreach.rules.registry import LISTS
from outreach.services import runs, scoring
from outreach.services.register.changes import Change, Step
from outreach.services.register.differences import FORM, OWN, Differences, differences
from outreach.services.runs import Tally
from outreach.terms.runs import ChangeKind

FIRST_AT_ONCE, LEAST_AT_ONCE, MOST_AT_ONCE = 25, 20, 500  # companies of one transaction
WRITING_SECONDS = 0.025  # of one transaction on SQLite: what other writers may have to wait for
MORE_AT_ONCE, MORE_SECONDS = 5000, 0.5  # on PostgreSQL, where nobody waits for anything but the same rows
NEW_FOR = timedelta(days=60)  # the register may be this late with a new company
STEPS = 60  # of a first load: how often it tells how far it is

Stop = Callable[[], bool]


class Stopped(Exception):
    """Somebody wants the load of an empty mirror to end: nothing of it stays."""


@dataclass(slots=True)
class Merging:
    """A run under way that brings companies from scratch files into the mirror.

    `compared_with` is the day of the earlier run whose data the new is compared with: without one, nothing is told as
    newly founded. `bumps` counts how often it has made the scores stale.
    """

    database: Database
    run_id: int
    tally: Tally
    now: datetime
    adviser_id: int | None
    complete: bool
    compared_with: date | None
    at_once: int = FIRST_AT_ONCE
    bumps: int = 0
    reclassified: Counter[tuple[str, str]] = field(default_factory=Counter)  # (old set, new set) -> companies
    ambiguous: Counter[tuple[str, str]] = field(default_factory=Counter)  # (old code, new code) -> companies

    def merge(self, scratch: Scratch, should_stop: Stop, tell: Callable[[], None]) -> bool:
        """Brings in all companies of a scratch file; False when somebody stopped it between two transactions."""
        keys = scratch.companies()
        start = 0
        while start < len(keys):
            if should_stop():
                return False
            part = keys[start : start + self.at_once]
            seconds = self._merge(scratch, [k for k, known in part if not known], [k for k, known in part if known])
            start += len(part)
            self._adapt(len(part), seconds)
            tell()
        return True

    def load(self, scratches: Sequence[Scratch], beside: Path, should_stop: Stop, tell: Callable[[], None]) -> None:
        """Fills an empty mirror in one transaction, indexes last. Stopped when somebody stops it.

        `beside` is a file for what a second core makes meanwhile.
        """
        bounds = _bounds(scratches)
        mine = [table for table in LISTS if table not in MADE_BESIDE]
        with self._unit() as uow, closing(Beside(beside, scratches, FORM, bulk.made_by(uow.session, SEARCH))) as second:
            mine_again = bulk.drop_indexes(uow.session, (bulk.COMPANY, *mine))
            others_again = bulk.drop_indexes(uow.session, MADE_BESIDE)
            for least, most, count in bounds:
                if should_stop():
                    raise Stopped
                bulk.load_companies(uow.session, scratches, FORM, mine, (least, most), self.run_id)
                self.tally.created += count
                tell()
            bulk.run_statements(uow.session, mine_again)
            second.copy_in(uow.session)
            bulk.run_statements(uow.session, others_again)
            self._save(uow)

    def take_texts(self, scratch: Scratch) -> None:
        """Stores the hashes of records whose text alone differs from that of the last file."""
        key = -1
        while rows := scratch.same(key, MOST_AT_ONCE):
            with self._unit() as uow:
                bulk.put_raw_hashes(uow.session, [row for row in rows if row[1]])
            key = rows[-1][0]

    def note(self, resume: Mapping[str, Any] | None) -> None:
        """Stores the counts as they stand, and from where a later run may go on."""
        with self._unit() as uow:
            runs.save(uow, self.run_id, self.tally, resume)

    def mark_vanished(self, keys: Sequence[int], should_stop: Stop) -> bool:
        """Marks companies that a complete file lacked; False when somebody stopped it."""
        return self._mark(keys, today(self.now), ChangeKind.VANISHED, should_stop)

    def mark_returned(self, keys: Sequence[int], should_stop: Stop) -> bool:
        """Marks companies that are in a complete file again, just as they were; False when somebody stopped it."""
        return self._mark(keys, None, ChangeKind.RETURNED, should_stop)

    def _mark(self, keys: Sequence[int], on: date | None, kind: ChangeKind, should_stop: Stop) -> bool:
        for start in range(0, len(keys), self.at_once):
            if should_stop():
                return False
            part = keys[start : start + self.at_once]
            with self._unit() as uow:
                own = {key: values for key, *values in bulk.stored_rows(uow.session, bulk.COMPANY, ("id", *OWN), part)}
                images = {key: {"company": dict(zip(OWN, values, strict=True))} for key, values in own.items()}
                bulk.set_vanished(uow.session, part, on, self.run_id)
                bulk.add_changes(uow.session, [self._row(key, Change(kind), images.get(key)) for key in part])
                if kind is ChangeKind.RETURNED:
                    self.tally.changed += len(part)
                else:
                    self.tally.vanished += len(part)
                self._save(uow)
        return True

    def _merge(self, scratch: Scratch, created: Sequence[int], known: Sequence[int]) -> float:
        """One transaction; seconds that it took. What is compared is read before: nobody else writes the mirror."""
        before = self.tally.created, self.tally.changed, self.tally.unchanged
        with self.database.read() as reading:
            found = differences(reading, scratch, known, complete=self.complete)
        rows = [*self._told(found), *self._founded(scratch, created)]
        values = {key: {**one.values, "changed_run_id": self.run_id} for key, one in found.companies.items()}
        began = perf_counter()
        try:
            with self._unit() as uow:
                bulk.add_companies(uow.session, scratch, FORM, created, self.run_id)
                bulk.change_companies(uow.session, scratch, FORM, values, found.lists)
                bulk.put_hashes(uow.session, scratch.rows("record", ("id", "raw_hash", "content_hash"), known))
                bulk.add_changes(uow.session, rows)
                self.tally.created += len(created)
                self.tally.changed += len(values)
                self.tally.unchanged += len(known) - len(values)
                self._save(uow)
        except BaseException:
            self.tally.created, self.tally.changed, self.tally.unchanged = before  # nothing of it was saved
            raise
        self._note_editions(found)
        return perf_counter() - began

    def _save(self, uow: Write) -> None:
        runs.save(uow, self.run_id, self.tally)
        scoring.bump_facts(uow)
        self.bumps += 1

    def _adapt(self, written: int, seconds: float) -> None:
        """How many companies the next transaction takes: at most twice, at least half as many as this one did."""
        most, wanted = MOST_AT_ONCE, WRITING_SECONDS
        if self.database.dialect == "postgresql":
            most, wanted = MORE_AT_ONCE, MORE_SECONDS
        fitting = int(written * wanted / max(seconds, 0.001))
        self.at_once = min(max(fitting, LEAST_AT_ONCE, self.at_once // 2), most, self.at_once * 2)

    def _note_editions(self, found: Differences) -> None:
        for one in found.companies.values():
            if one.step in (Step.EDITION, Step.AMBIGUOUS):
                self.reclassified[one.old.industry_set, one.new.industry_set] += 1
            if one.step is Step.AMBIGUOUS:
                self.ambiguous[one.old.industry_code, one.new.industry_code] += 1

    def _told(self, found: Differences) -> list[Mapping[str, Any]]:
        """Rows of what has changed; the first of a company has its image."""
        rows: list[Mapping[str, Any]] = []
        for key, one in found.companies.items():
            first, *others = one.told
            rows.append(self._row(key, first, one.image))
            rows += [self._row(key, change) for change in others]
        return rows

    def _founded(self, scratch: Scratch, created: Sequence[int]) -> list[Mapping[str, Any]]:
        """New to the register and not only to us: all that a second whole file adds is; a part of the register may
        bring in an old company that has moved."""
        if self.compared_with is None:
            return []
        since = (self.compared_with - NEW_FOR).isoformat()
        days = scratch.rows(bulk.COMPANY, ("id", "coalesce(registered, id_registered, '')"), created)
        return [
            self._row(key, Change(ChangeKind.FOUNDED, "", day)) for key, day in days if self.complete or day >= since
        ]

    def _row(self, key: int, change: Change, image: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        return {
            "run_id": self.run_id,
            "company_id": key,
            "kind": change.kind,
            "before": change.before,
            "after": change.after,
            "seen_at": self.now,
            "image": image,
        }

    def _unit(self) -> Any:
        return self.database.write(now=self.now, adviser_id=self.adviser_id)


def _bounds(scratches: Sequence[Scratch]) -> list[tuple[int, int, int]]:
    """Ranges of keys, (least, most, how many companies), of about the same size, that hold all of the scratch files."""
    step = max(LEAST_AT_ONCE, sum(scratch.count() for scratch in scratches) // STEPS)
    found: list[tuple[int, int, int]] = []
    keys = merge(*(scratch.every_key() for scratch in scratches))
    while part := array("q", islice(keys, step)):
        found.append((part[0], part[-1], len(part)))
    return found
