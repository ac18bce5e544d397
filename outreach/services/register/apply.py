"""Bringing the register mirror up to date from a stream of companies.

The stored content hashes are the only state: a company is written in one small transaction together with its hash, so
that a killed run is gone on with by running it again, and nothing is written that does not differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from time import perf_counter

from db import bulk
from db.engine import Database
from db.queries import register as register_queries
from db.queries import runs as run_queries
from outreach.clock import today
from outreach.rules.identity import actor_of_business_id, business_id
from outreach.services import runs, scoring
from outreach.services.register.changes import Change, changes
from outreach.services.register.postcodes import learn_postcodes
from outreach.services.register.rows import company_rows
from outreach.services.runs import RunStart, Tally
from outreach.terms.candidate import RegisterCompany, Reject
from outreach.terms.message import say
from outreach.terms.runs import ChangeKind, ImportKind, Progress, RunResult, RunState

HashOf = Callable[[RegisterCompany], int]
MOST_AT_ONCE = 500  # companies of one transaction
FIRST_AT_ONCE = 100
WRITING_SECONDS = 0.025  # of one transaction: what others may have to wait
REPORT_EVERY = 2000  # records without a change
REGISTER_KINDS = (ImportKind.YTJ_BULK, ImportKind.YTJ_API)


@dataclass(slots=True)
class _Mirror:
    """What the mirror held when the run began."""

    hashes: dict[int, int]
    vanished: set[int]
    known_since: date | None  # day of the last run that this one is compared with; None: everything is new to us


@dataclass(slots=True)
class _Work:
    """State of a run under way."""

    database: Database
    run_id: int
    now: datetime
    adviser_id: int | None
    run: RunStart
    mirror: _Mirror
    progress: Callable[[Progress], None] | None
    tally: Tally = field(default_factory=Tally)
    at_once: int = FIRST_AT_ONCE
    seen: set[int] = field(default_factory=set)
    unreadable: set[int] = field(default_factory=set)  # in the data, but not to be read: these have not vanished
    created: list[tuple[RegisterCompany, int]] = field(default_factory=list)
    changed: list[tuple[RegisterCompany, int]] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)


def apply_register(
    database: Database,
    records: Iterable[RegisterCompany | Reject],
    *,
    run: RunStart,
    now: datetime,
    adviser_id: int | None,
    hash_of: HashOf,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    clock: runs.Clock | None = None,
) -> RunResult:
    """Brings the mirror up to date; the counts of the run.

    A company that was read twice counts as a reject the second time. After a complete file, companies it lacked are
    marked as vanished, never as ceased; a reject with a Business ID was in the file. A run that is stopped or breaks
    off is closed as failed and keeps what it wrote; what broke it is raised again. `clock` gives the time of its end.
    """
    run_id = runs.start(database, run, now=now, adviser_id=adviser_id)
    work = _Work(database, run_id, now, adviser_id, run, _mirror(database, run), progress)
    state = RunState.FAILED
    try:
        if _read(work, records, should_stop):
            if run.complete:
                _mark_vanished(work)
            state = RunState.DONE
            if not (work.tally.created or work.tally.changed or work.tally.vanished):
                work.tally.notes.append(say("Nothing changed"))
        else:
            work.tally.notes.append(runs.stopped_note())
        if work.tally.created or work.tally.changed:
            learn_postcodes(database, now=now)
    except BaseException as error:
        work.tally.notes.append(runs.broken_note(error))
        raise
    finally:
        ended = clock() if clock else now
        result = runs.finish(database, run_id, state, work.tally, now=ended, adviser_id=adviser_id)
    return result


def _mirror(database: Database, run: RunStart) -> _Mirror:
    with database.read() as uow:
        hashes = register_queries.content_hashes(uow.session)
        before = run_queries.last_run(
            uow.session, REGISTER_KINDS, state=RunState.DONE, complete=True if run.complete else None
        )
        since = today(before.started_at) if before and hashes else None
        return _Mirror(hashes, register_queries.vanished_ids(uow.session), since)


def _read(work: _Work, records: Iterable[RegisterCompany | Reject], should_stop: Callable[[], bool] | None) -> bool:
    """Takes in all records; False when somebody stopped it."""
    quiet = 0
    for record in records:
        if isinstance(record, Reject):
            _reject(work, record)
        else:
            _take(work, record)
        quiet += 1
        if len(work.created) + len(work.changed) + len(work.returned) >= work.at_once:
            _write(work)
        elif quiet < REPORT_EVERY:
            continue
        quiet = 0
        _tell(work)
        if should_stop is not None and should_stop():
            _write(work)
            return False
    _write(work)
    _tell(work)
    return True


def _reject(work: _Work, found: Reject) -> None:
    work.tally.reject(found)
    known = business_id(found.business_id)
    if known:
        work.unreadable.add(actor_of_business_id(known))


def _take(work: _Work, company: RegisterCompany) -> None:
    key = int(company.business_id.replace("-", ""))
    if key in work.seen:
        reason = say("The same Business ID appears twice in the data; the first record counts.")
        work.tally.reject(
            Reject(
                where=company.business_id,
                field="business_id",
                reason=reason,
                business_id=company.business_id,
                value=company.name,
            )
        )
        return
    work.seen.add(key)
    content_hash = work_hash = work.mirror.hashes.get(key)
    content_hash = _hash(company, work)
    if work_hash is None:
        work.created.append((company, content_hash))
    elif work_hash != content_hash:
        work.changed.append((company, content_hash))
    elif key in work.mirror.vanished:
        work.returned.append(key)
    else:
        work.tally.unchanged += 1
