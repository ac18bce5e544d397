"""Bringing the register mirror up to date, from a stream of companies or from a whole source that was looked through.

The stored hashes are the only state: a company is written in one small transaction together with its hash, so that a
killed run is gone on with by running it again, and nothing is written that does not differ.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, TypedDict, Unpack

from db.engine import Database
from db.queries import register as register_queries
from db.queries import runs as run_queries
from db.scratch import Scratch
from outreach.clock import today
from outreach.rules.registry import LISTS, Row, key_of
from outreach.services import runs
from outreach.services.register import mirror, quality
from outreach.services.register.merge import Merging, Stopped
from outreach.services.register.mirror import Absence
from outreach.services.register.postcodes import learn_postcodes
from outreach.services.register.staging import Staged, Staging, twice
from outreach.services.register.stream import Checkpoint, Record
from outreach.services.runs import RunStart, Tally
from outreach.terms.candidate import RegisterCompany, Reject
from outreach.terms.message import Message, say
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState

REGISTER_KINDS = (ImportKind.YTJ_BULK, ImportKind.YTJ_API)
AT_ONCE = 500  # companies of a stream that are written together
RUNS_KEPT = 30  # newest runs that can be taken back
LOADED_FROM = 5000  # companies, from which on an empty mirror is filled at once
MOST_POSTCODES = 10_000  # different things said of postal codes; after more, all are learnt anew
_POSTCODE_FIELDS = tuple(map(LISTS["registry_address"].index, ("postcode", "municipality_code", "city_fi", "city_sv")))

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Looked:
    """A whole source that has been looked through: scratch files with what differs, how many records are as they were,
    and, of a complete one, what it lacks."""

    staged: Sequence[Staged]
    unchanged: int = 0
    absence: Absence = field(default_factory=Absence)
    quality: Mapping[str, Any] = field(default_factory=dict)

    @property
    def read(self) -> int:
        return self.unchanged + sum(one.read for one in self.staged)

    @property
    def rejected(self) -> int:
        return sum(one.rejected for one in self.staged)


class Applied(NamedTuple):
    """A run that is over. `bumps`: how often it has made the scores stale, for `scoring.refresh_after`."""

    result: RunResult
    bumps: int


class _How(TypedDict):
    """`clock` tells when the run ended, `remarks` what the reader of the source noted."""

    run: RunStart
    now: datetime
    adviser_id: int | None
    progress: NotRequired[Tell | None]
    should_stop: NotRequired[Stop | None]
    clock: NotRequired[runs.Clock | None]
    remarks: NotRequired[Callable[[], Sequence[Message]]]


@dataclass(slots=True)
class _Run:
    """A run under way."""

    database: Database
    begun: RunStart
    tally: Tally
    merging: Merging
    progress: Tell | None
    should_stop: Stop
    total: int | None = None
    unfinished: bool = False  # the run before this one was broken off: what comes at the end of one may be missing
    state: RunState = RunState.FAILED
    postcodes: set[Row] = field(default_factory=set)  # what the addresses of its companies say of them
    quality: dict[str, Any] = field(default_factory=dict)

    def tell(self) -> None:
        if self.progress is not None:
            done = self.tally.created + self.tally.changed
            self.progress(Progress(done, self.total, say("Bringing the register up to date")))


def apply_looked(database: Database, looked: Looked, **how: Unpack[_How]) -> Applied:
    """Brings the mirror up to date with a whole source.

    Companies that a complete source lacks are marked as vanished, never as ceased. A run that is stopped or breaks off
    is closed as failed and keeps what it wrote; what broke it is raised again.
    """
    return _run(database, how, lambda run: _take_in(run, looked))


def apply_register(database: Database, records: Iterable[Record], **how: Unpack[_How]) -> Applied:
    """The same with a stream of companies. That of a part of the register is written as it comes, at each checkpoint at
    the latest, and what it lacks means nothing; a complete one is read to its end first.

    A company that comes twice counts as a reject the second time.
    """
    work = _complete if how["run"].complete else _partial
    return _run(database, how, lambda run: work(run, records))


def _run(database: Database, how: _How, work: Callable[[_Run], None]) -> Applied:
    """A run from the row that it is known by to its end."""
    begun, now, adviser_id = how["run"], how["now"], how["adviser_id"]
    with database.read() as uow:
        unfinished = run_queries.ended_badly(uow.session, REGISTER_KINDS)
    run_id = runs.start(database, begun, now=now, adviser_id=adviser_id)
    tally = Tally()
    merging = Merging(database, run_id, tally, now, adviser_id, begun.complete, _compared_with(database, begun))
    run = _Run(
        database, begun, tally, merging, how.get("progress"), how.get("should_stop") or _never, begun.total, unfinished
    )
    try:
        work(run)
        if run.state is not RunState.DONE:
            tally.notes.append(runs.stopped_note())
        elif not (tally.created or tally.changed or tally.vanished):
            tally.notes.append(say("Nothing changed"))
    except BaseException as error:
        tally.notes.append(runs.broken_note(error))
        raise
    finally:
        if tally.created or tally.changed or run.unfinished:
            few = len(run.postcodes) <= MOST_POSTCODES and not run.unfinished
            learn_postcodes(database, now=now, said=run.postcodes if few else None)
            with database.write(now=now) as uow:
                register_queries.drop_images(uow.session, REGISTER_KINDS, RUNS_KEPT)
        run.quality |= quality.of_changes(merging)
        tally.notes[:0] = [*how.get("remarks", tuple)(), *quality.remarks(merging)]
        clock = how.get("clock")
        ended = clock() if clock else now
        result = runs.finish(database, run_id, run.state, tally, now=ended, adviser_id=adviser_id, quality=run.quality)
    return Applied(result, merging.bumps)


def _compared_with(database: Database, begun: RunStart) -> date | None:
    """What is compared with: a whole file with a whole file, a part of the register with any run."""
    with database.read() as uow:
        before = run_queries.last_run(
            uow.session, REGISTER_KINDS, state=RunState.DONE, complete=True if begun.complete else None
        )
    return today(before.started_at) if before else None


def _complete(run: _Run, records: Iterable[Record]) -> None:
    with run.database.read() as uow:
        held = mirror.load(uow)
    with tempfile.TemporaryDirectory() as folder:
        staging = Staging(Path(folder) / "staged.sqlite3")
        try:
            for record in records:
                if isinstance(record, RegisterCompany):
                    staging.add(record)
                elif isinstance(record, Reject):
                    staging.staged.reject(record)
            staged = staging.close()
        except BaseException:
            staging.discard()
            raise
        with run.database.read() as uow:
            mirror.compare(uow, [staged])
        _take_in(run, Looked([staged], absence=mirror.absence(held, {}, [staged])))


def _partial(run: _Run, records: Iterable[Record]) -> None:
    seen: set[int] = set()
    waiting: list[RegisterCompany] = []
    for record in records:
        if isinstance(record, Reject):
            run.tally.reject(record)
        elif isinstance(record, RegisterCompany):
            key = key_of(record.business_id)
            if key in seen:
                run.tally.reject(twice(record.business_id, record.name, ""))
            else:
                seen.add(key)
                waiting.append(record)
        if len(waiting) >= AT_ONCE or isinstance(record, Checkpoint):
            whole = _flush(run, waiting, record.resume if isinstance(record, Checkpoint) else None)
            waiting = []
            run.tell()
            if not whole or run.should_stop():
                return
    if _flush(run, waiting, None):
        run.state = RunState.DONE


def _flush(run: _Run, companies: Sequence[RegisterCompany], resume: Mapping[str, Any] | None) -> bool:
    """Writes what has come, and then from where a later run may go on; False when somebody stopped it before."""
    whole = True
    if companies:
        with tempfile.TemporaryDirectory() as folder:
            staging = Staging(Path(folder) / "staged.sqlite3")
            for company in companies:
                staging.add(company)
            staged = staging.close()
            with run.database.read() as uow:
                mirror.compare(uow, [staged])
            run.tally.unchanged += staged.same
            whole = _merge(run, [staged])
    if resume is not None or run.tally.waiting:
        run.merging.note(resume if whole else None)
    return whole


def _take_in(run: _Run, looked: Looked) -> None:
    run.tally.unchanged = looked.unchanged + sum(one.same for one in looked.staged) - len(looked.absence.back)
    run.quality |= looked.quality
    run.total = sum(one.differing for one in looked.staged)
    for one in looked.staged:
        run.tally.take_rejects(one.rejects, one.rejected)
    if not _merge(run, looked.staged):
        return
    if run.merging.mark_returned(looked.absence.back, run.should_stop) and run.merging.mark_vanished(
        looked.absence.gone, run.should_stop
    ):
        run.state = RunState.DONE


def _merge(run: _Run, staged: Sequence[Staged]) -> bool:
    """Companies of scratch files into the mirror: at once where it is empty and nobody else looks, else in small
    transactions. False when somebody stopped it."""
    attached = {f"staged{place}": one.path for place, one in enumerate(staged)}
    with ExitStack() as stack:
        scratches = [Scratch(path, schema) for schema, path in attached.items()]
        for scratch in scratches:
            stack.callback(scratch.close)
            run.postcodes.update(scratch.postcodes(_POSTCODE_FIELDS, MOST_POSTCODES + 1))
        loaded = _load(run, attached, scratches) if sum(one.differing for one in staged) >= LOADED_FROM else None
        if loaded is not None:
            return loaded
        run.merging.database = stack.enter_context(run.database.joined(attached))
        try:
            for scratch in scratches:
                if not run.merging.merge(scratch, run.should_stop, run.tell):
                    return False
                run.merging.take_texts(scratch)
        finally:
            run.merging.database = run.database
    return True


def _load(run: _Run, attached: Mapping[str, Path], scratches: Sequence[Scratch]) -> bool | None:
    """Fills an empty mirror at once; None when it is not empty or not ours alone, False when somebody stopped it."""
    with run.database.read() as uow:
        if not register_queries.is_empty(uow.session):
            return None
    beside = scratches[0].path.with_name("beside.sqlite3")
    with run.database.alone(attached) as alone:
        if alone is None:
            return None
        run.merging.database = alone
        try:
            run.merging.load(scratches, beside, run.should_stop, run.tell)
        except Stopped:
            run.tally.created = 0
            return False
        except BaseException:
            run.tally.created = 0  # nothing of it was saved
            raise
        finally:
            run.merging.database = run.database
    return True


def _never() -> bool:
    return False
