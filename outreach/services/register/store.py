"""Writing the register mirror in small transactions, with what changed in each company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import perf_counter
from typing import Any

from db import bulk
from db.engine import Database
from db.queries import register as register_queries
from db.unit import Write
from outreach.clock import today
from outreach.services import runs, scoring
from outreach.services.register.changes import Change, changes
from outreach.services.register.rows import company_rows
from outreach.services.runs import Tally
from outreach.terms.candidate import RegisterCompany
from outreach.terms.runs import ChangeKind

FIRST_AT_ONCE, LEAST_AT_ONCE, MOST_AT_ONCE = 100, 20, 500  # companies of one transaction
WRITING_SECONDS = 0.025  # of one transaction: what other writers may have to wait for
NEW_FOR = timedelta(days=60)  # the register may be this late with a new company


@dataclass(frozen=True, slots=True)
class Pending:
    """A company that differs from the mirror. Without `company` nothing has changed but that it is there again."""

    key: int
    company: RegisterCompany | None
    content_hash: int
    known: bool
    vanished: bool


@dataclass(slots=True)
class Store:
    """Companies wait here until one transaction's worth has come together. `close` writes the rest.

    `compared_with` is the day of the earlier run whose data the new is compared with: without one, nothing is told as
    newly founded.
    """

    database: Database
    run_id: int
    tally: Tally
    now: datetime
    adviser_id: int | None
    complete: bool
    compared_with: date | None
    waiting: list[Pending] = field(default_factory=list)
    at_once: int = FIRST_AT_ONCE

    @property
    def full(self) -> bool:
        return len(self.waiting) >= self.at_once

    def add(self, company: Pending) -> None:
        self.waiting.append(company)

    def close(self) -> None:
        """Writes what is left."""
        if self.waiting or self.tally.waiting:
            self.write()

    def write(self, resume: Mapping[str, Any] | None = None) -> None:
        """One transaction; the next takes more or fewer companies, so that each holds the lock for about as long.

        `resume` is stored with the run: from where a later one may go on.
        """
        waiting, self.waiting = self.waiting, []
        batch = bulk.Batch()
        for p in waiting:
            if p.company is not None:
                rows = company_rows(p.company, p.content_hash, self.run_id)
                (batch.changed if p.known else batch.created).append(rows)
        before = self.tally.created, self.tally.changed
        began = perf_counter()
        try:
            self._write_batch(waiting, batch, resume)
        except BaseException:
            self.tally.created, self.tally.changed = before  # nothing of it was saved
            raise
        self._adapt(len(waiting), perf_counter() - began)

    def _write_batch(self, waiting: Sequence[Pending], batch: bulk.Batch, resume: Mapping[str, Any] | None) -> None:
        with self._unit() as uow:
            batch.changes = self._changes(uow, waiting)
            bulk.write_companies(uow.session, batch)
            bulk.set_vanished(uow.session, [p.key for p in waiting if p.company is None], None, self.run_id)
            self.tally.created += len(batch.created)
            self.tally.changed += len(waiting) - len(batch.created)
            runs.save(uow, self.run_id, self.tally, resume)
            if waiting:
                scoring.bump_facts(uow)

    def _adapt(self, written: int, seconds: float) -> None:
        """How many companies the next transaction takes: at most twice, at least half as many as this one did."""
        if written:
            fitting = int(written * WRITING_SECONDS / max(seconds, 0.001))
            self.at_once = min(max(fitting, LEAST_AT_ONCE, self.at_once // 2), MOST_AT_ONCE, self.at_once * 2)

    def mark_vanished(self, keys: Sequence[int]) -> None:
        """Marks companies that a complete file lacked."""
        for start in range(0, len(keys), MOST_AT_ONCE):
            part = keys[start : start + MOST_AT_ONCE]
            with self._unit() as uow:
                bulk.set_vanished(uow.session, part, today(self.now), self.run_id)
                bulk.add_changes(uow.session, [self._row(key, Change(ChangeKind.VANISHED)) for key in part])
                self.tally.vanished += len(part)
                runs.save(uow, self.run_id, self.tally)
                scoring.bump_facts(uow)

    def _changes(self, uow: Write, waiting: Sequence[Pending]) -> list[Mapping[str, Any]]:
        stored = register_queries.stored_companies(uow.session, [p.key for p in waiting if p.known and p.company])
        rows: list[Mapping[str, Any]] = []
        for pending in waiting:
            found: list[Change] = []
            company = pending.company
            if company is not None and not pending.known and self._is_new(company):
                day = company.registered or company.id_registered
                found.append(Change(ChangeKind.FOUNDED, "", day.isoformat() if day else ""))
            if pending.vanished:
                found.append(Change(ChangeKind.RETURNED))
            if company is not None and pending.key in stored:
                found += changes(stored[pending.key], company)
            rows += [self._row(pending.key, change) for change in found]
        return rows

    def _is_new(self, company: RegisterCompany) -> bool:
        """Whether a company is new to the register and not only to us: all that a second whole file adds is; a part of
        the register may bring in an old company that has moved."""
        if self.compared_with is None:
            return False
        day = company.registered or company.id_registered
        return self.complete or (day is not None and day >= self.compared_with - NEW_FOR)

    def _row(self, key: int, change: Change) -> Mapping[str, Any]:
        return {
            "run_id": self.run_id,
            "company_id": key,
            "kind": change.kind,
            "before": change.before,
            "after": change.after,
            "seen_at": self.now,
        }

    def _unit(self) -> Any:
        return self.database.write(now=self.now, adviser_id=self.adviser_id)
