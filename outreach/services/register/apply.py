"""Bringing the register mirror up to date from a stream of companies.

The stored content hashes are the only state: a company is written in one small transaction together with its hash, so
that a killed run is gone on with by running it again, and nothing is written that does not differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.engine import Database
from db.queries import register as register_queries
from db.queries import runs as run_queries
from outreach.clock import today
from outreach.errors import Conflict
from outreach.rules.identity import actor_of_business_id, business_id, business_id_of_actor
from outreach.services import runs
from outreach.services.register.postcodes import learn_postcodes
from outreach.services.register.rows import key_of
from outreach.services.register.store import Pending, Store
from outreach.services.register.stream import Checkpoint, Record, Same
from outreach.services.runs import RunStart, Tally
from outreach.terms.candidate import RegisterCompany, Reject
from outreach.terms.message import Message, say
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState

HashOf = Callable[[RegisterCompany], int]
REPORT_EVERY = 2000  # records without a change
REGISTER_KINDS = (ImportKind.YTJ_BULK, ImportKind.YTJ_API)


@dataclass(slots=True)
class _Reading:
    """A run under way: what the mirror held when it began, and what has been met since."""

    hashes: dict[int, int]
    vanished: set[int]
    tally: Tally
    store: Store
    seen: set[int] = field(default_factory=set)
    unreadable: set[int] = field(default_factory=set)  # in the data, but not to be read: these have not vanished


def apply_register(
    database: Database,
    records: Iterable[Record],
    *,
    run: RunStart,
    now: datetime,
    adviser_id: int | None,
    hash_of: HashOf,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    clock: runs.Clock | None = None,
    remarks: Callable[[], Sequence[Message]] | None = None,
) -> RunResult:
    """Brings the mirror up to date; the counts of the run.

    A company that is read twice counts as a reject the second time. After a complete file, companies it lacked are
    marked as vanished, never as ceased; one whose record could not be read was in the file. A run that is stopped or
    breaks off is closed as failed and keeps what it wrote; what broke it is raised again. `clock` tells when it ended,
    `remarks` what the reader of the source noted.
    """
    run_id = runs.start(database, run, now=now, adviser_id=adviser_id)
    tally = Tally()
    state = RunState.FAILED
    try:
        reading = _begin(database, run, run_id, tally, now=now, adviser_id=adviser_id)
        if _read(reading, records, hash_of, run.total, progress, should_stop):
            if run.complete:
                _mark_vanished(reading)
            state = RunState.DONE
            if not (tally.created or tally.changed or tally.vanished):
                tally.notes.append(say("Nothing changed"))
        else:
            tally.notes.append(runs.stopped_note())
        if tally.created or tally.changed:
            learn_postcodes(database, now=now)
    except BaseException as error:
        tally.notes.append(runs.broken_note(error))
        raise
    finally:
        tally.notes[:0] = remarks() if remarks else ()
        ended = clock() if clock else now
        result = runs.finish(database, run_id, state, tally, now=ended, adviser_id=adviser_id)
    return result


def _begin(
    database: Database, run: RunStart, run_id: int, tally: Tally, *, now: datetime, adviser_id: int | None
) -> _Reading:
    with database.read() as uow:
        hashes = register_queries.content_hashes(uow.session)
        vanished = register_queries.vanished_ids(uow.session)
        # What is compared with: a whole file with a whole file, a part of the register with any run.
        before = run_queries.last_run(
            uow.session, REGISTER_KINDS, state=RunState.DONE, complete=True if run.complete else None
        )
    store = Store(
        database=database,
        run_id=run_id,
        tally=tally,
        now=now,
        adviser_id=adviser_id,
        complete=run.complete,
        compared_with=today(before.started_at) if before and hashes else None,
    )
    return _Reading(hashes, vanished, tally, store)


def _read(
    reading: _Reading,
    records: Iterable[Record],
    hash_of: HashOf,
    total: int | None,
    progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> bool:
    """Takes in all records; False when somebody stopped it."""
    store, read, told = reading.store, 0, 0
    for record in records:
        read += not isinstance(record, Checkpoint)
        if isinstance(record, RegisterCompany):
            _take(reading, record, hash_of)
        elif isinstance(record, Same):
            _take_same(reading, record)
        elif isinstance(record, Reject):
            _reject(reading, record)
        if isinstance(record, Checkpoint):
            store.write(record.resume)
        elif store.full:
            store.write()
        elif read - told < REPORT_EVERY:
            continue
        told = read
        if progress is not None:
            progress(Progress(read, total, say("Reading the register")))
        if should_stop is not None and should_stop():
            store.close()
            return False
    store.close()
    if progress is not None:
        progress(Progress(read, read, say("Reading the register")))
    return True


def _reject(reading: _Reading, found: Reject) -> None:
    reading.tally.reject(found)
    known = business_id(found.business_id)
    if known:
        reading.unreadable.add(actor_of_business_id(known))


def _take(reading: _Reading, company: RegisterCompany, hash_of: HashOf) -> None:
    key = key_of(company)
    if key in reading.seen:
        reading.tally.reject(_twice(company.business_id, company.name))
        return
    content_hash = hash_of(company)
    known = reading.hashes.get(key)
    if known == content_hash:
        _take_same(reading, Same(key, content_hash))
        return
    reading.seen.add(key)
    reading.store.add(Pending(key, company, content_hash, known=known is not None, vanished=key in reading.vanished))


def _take_same(reading: _Reading, company: Same) -> None:
    if reading.hashes.get(company.key) != company.content_hash:
        raise Conflict(
            say("The register was changed by another import meanwhile."), say("Run the import again to go on.")
        )
    if company.key in reading.seen:
        reading.tally.reject(_twice(business_id_of_actor(company.key), ""))
        return
    reading.seen.add(company.key)
    if company.key in reading.vanished:
        reading.store.add(Pending(company.key, None, company.content_hash, known=True, vanished=True))
    else:
        reading.tally.unchanged += 1


def _twice(number: str, name: str) -> Reject:
    return Reject(
        where=number,
        field="business_id",
        reason=say("The same Business ID appears twice in the data; the first record counts."),
        business_id=number,
        value=name,
    )


def _mark_vanished(reading: _Reading) -> None:
    present = reading.seen | reading.unreadable
    gone = sorted(key for key in reading.hashes if key not in present and key not in reading.vanished)
    reading.store.mark_vanished(gone)
