"""Import runs: one row a run, with what it read, what became of it, and why it ended as it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db import bulk
from db.engine import Database
from db.models import ImportRun
from db.queries import register as register_queries
from db.queries import runs as run_queries
from db.unit import Read, Write
from outreach.errors import OutreachError, Refused
from outreach.services.register.staging import REJECTS_KEPT
from outreach.terms.candidate import Reject
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import ImportKind, RunResult, RunRow, RunState
from outreach.terms.views import Page

LEAST_SHARE = 0.95  # of the companies present, below which a complete file is not believed
_COUNTS = ("read", "created", "changed", "unchanged", "vanished", "rejected", "linked", "review")
MOST_REJECTED = 0.05  # share of records not accepted, above which a complete file is not believed

Clock = Callable[[], datetime]
Resume = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStart:
    """What is known when a run begins. `scope` says of which part of the register it speaks: a municipality code."""

    kind: ImportKind
    source: str
    complete: bool = False  # a whole file of the register: what it lacks has vanished
    content_hash: str = ""
    scope: str = ""
    total: int | None = None  # records to come, where somebody has counted them
    resume: Resume = field(default_factory=dict)


@dataclass(slots=True)
class Tally:
    """Counts of a run under way, and the rejects that are not stored yet."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    rejected: int = 0
    linked: int = 0
    review: int = 0
    kept: int = 0
    waiting: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.created + self.changed + self.unchanged + self.rejected

    def reject(self, found: Reject) -> None:
        self.take_rejects((found,), 1)

    def take_rejects(self, found: Sequence[Reject], count: int) -> None:
        """Counts what was not accepted; `found` are the first ones of `count`."""
        self.rejected += count
        kept = found[: REJECTS_KEPT - self.kept]
        self.kept += len(kept)
        self.waiting += kept


def runs(uow: Read, *, offset: int = 0, limit: int = 50) -> Page[RunRow]:
    """Import runs, newest first."""
    rows = run_queries.run_rows(uow.session, offset=offset, limit=limit)
    return Page(rows, offset, run_queries.count_runs(uow.session))


def run(uow: Read, run_id: int) -> RunResult:
    """One run with its first rejects and its notes; NotFound when there is no such run."""
    return run_queries.result_of(uow.session, uow.find(ImportRun, run_id))


def newest_of(uow: Read, kind: ImportKind, source: str, *, done: bool = False) -> RunRow | None:
    """The newest run of a source; `done`: of those that came to their end."""
    return run_queries.newest_of(uow.session, kind, source, done=done)


def scope_of(uow: Read, run_id: int) -> str:
    """Of which town a run was: a municipality code, "" for none."""
    return str(uow.find(ImportRun, run_id).resume.get("scope", ""))


def guard(uow: Read, *, records: int, rejects: int, force: bool = False) -> None:
    """Refused when a complete file is not to be believed, so that a broken one is never taken for mass closure.

    `records` counts all that the file holds, `rejects` those of them that cannot be read. An empty file is refused even
    by force.
    """
    if records - rejects <= 0:
        raise Refused(
            say("The file holds no company. Nothing was changed."), say("Fetch the file again: it is probably broken.")
        )
    if force:
        return
    hint = say("If the file is right all the same, run the import again with --force.")
    present = register_queries.count_present(uow.session)
    if records < LEAST_SHARE * present:
        raise Refused(
            say(
                "The file holds {records} companies, and the database {present}: too many would vanish at once."
                " Nothing was changed.",
                records=records,
                present=present,
            ),
            hint,
        )
    if rejects > MOST_REJECTED * records:
        raise Refused(
            say_n(
                "{n} record of {records} cannot be read: more than 5%. Nothing was changed.",
                "{n} records of {records} cannot be read: more than 5%. Nothing was changed.",
                rejects,
                records=records,
            ),
            hint,
        )


def start(database: Database, begun: RunStart, *, now: datetime, adviser_id: int | None) -> int:
    """Stores a run that begins now, so that a killed one is seen too; its key."""
    with database.write(now=now, adviser_id=adviser_id) as uow:
        return _add(uow, begun, RunState.RUNNING).id or 0


def stopped(database: Database, begun: RunStart, *, now: datetime, adviser_id: int | None) -> RunResult:
    """Stores a run that the user stopped before anything was written."""
    run_id = start(database, begun, now=now, adviser_id=adviser_id)
    tally = Tally(notes=[stopped_note()])
    return finish(database, run_id, RunState.FAILED, tally, now=now, adviser_id=adviser_id)


def refuse(database: Database, begun: RunStart, why: Message, *, now: datetime, adviser_id: int | None) -> int:
    """Stores that a run was refused before it wrote anything."""
    with database.write(now=now, adviser_id=adviser_id) as uow:
        row = _add(uow, begun, RunState.REFUSED)
        row.finished_at = now
        row.notes = [why.to_plain()]
        return row.id or 0


def resume_point(uow: Read, begun: RunStart, since: datetime) -> Resume:
    """From where the last run of this source may be gone on with: {} when it ended well or began before `since`."""
    last = run_queries.last_of_source(uow.session, begun.kind, begun.source)
    if last is None or last.state != RunState.FAILED or last.started_at < since:
        return {}
    return {"pages": last.resume["pages"]} if last.resume.get("pages") else {}


def save(uow: Write, run_id: int, tally: Tally, resume: Resume | None = None) -> None:
    """Stores counts and waiting rejects as they stand, in the transaction of the records they count."""
    values: dict[str, Any] = {name: getattr(tally, name) for name in _COUNTS}
    if resume is not None:
        values["resume"] = {**uow.find(ImportRun, run_id).resume, **resume}
    run_queries.write_counts(uow.session, run_id, {**values, "notes": [note.to_plain() for note in tally.notes]})
    bulk.add_rejects(
        uow.session,
        [
            {
                "run_id": run_id,
                "place": found.where,
                "field": found.field,
                "reason": found.reason.to_plain(),
                "business_id": found.business_id,
                "value": found.value,
            }
            for found in tally.waiting
        ],
    )
    tally.waiting.clear()


def finish(
    database: Database,
    run_id: int,
    state: RunState,
    tally: Tally,
    *,
    now: datetime,
    adviser_id: int | None,
    quality: Mapping[str, Any] | None = None,
) -> RunResult:
    """Closes a run; the result as it is stored."""
    with database.write(now=now, adviser_id=adviser_id) as uow:
        save(uow, run_id, tally)
        row = uow.find(ImportRun, run_id)
        row.state, row.finished_at = state, now
        row.quality = dict(quality or {})
        uow.session.add(row)
        uow.session.flush()
        return run_queries.result_of(uow.session, row)


def add_notes(database: Database, run_id: int, notes: Sequence[Message], *, now: datetime) -> RunResult:
    """Adds what came of a run after its end; the result as it is stored then."""
    with database.write(now=now) as uow:
        row = uow.find(ImportRun, run_id)
        row.notes = [*row.notes, *(note.to_plain() for note in notes)]
        uow.session.add(row)
        uow.session.flush()
        return run_queries.result_of(uow.session, row)


def close_broken(uow: Write) -> int:
    """Marks runs that a killed program has left under way as failed; how many. Call it only while no import runs."""
    left = run_queries.running(uow.session)
    for row in left:
        row.state = RunState.FAILED
        row.notes = [*row.notes, say("The program ended in the middle: run it again to go on.").to_plain()]
        uow.session.add(row)
    uow.session.flush()
    return len(left)


def stopped_note() -> Message:
    return say("Stopped by the user: run it again to go on.")


def broken_note(error: BaseException) -> Message:
    """Why a run broke off, for its row; the error itself goes on to whoever started the run."""
    if isinstance(error, OutreachError):
        return error.message
    if isinstance(error, KeyboardInterrupt):
        return stopped_note()
    return say("Broken off by an error ({kind}): run it again to go on.", kind=type(error).__name__)


def _add(uow: Write, begun: RunStart, state: RunState) -> ImportRun:
    row = ImportRun(
        kind=begun.kind,
        source=begun.source,
        state=state,
        started_at=uow.now,
        adviser_id=uow.adviser_id,
        complete=begun.complete,
        content_hash=begun.content_hash,
        resume={**({"scope": begun.scope} if begun.scope else {}), **begun.resume},
    )
    uow.session.add(row)
    uow.session.flush()
    return row
