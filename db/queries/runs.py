"""Import runs: lists, one run with its rejects, and what earlier runs tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col

from db.models import ImportReject, ImportRun, metadata
from outreach.terms.message import Message
from outreach.terms.runs import ImportKind, RejectRow, RunResult, RunRow, RunState


def count_runs(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(ImportRun)).scalar_one())


def run_rows(session: Session, *, offset: int, limit: int) -> tuple[RunRow, ...]:
    """Runs, newest first."""
    found = session.execute(select(ImportRun).order_by(col(ImportRun.id).desc()).offset(offset).limit(limit))
    return tuple(_row(run) for run in found.scalars())


def result_of(session: Session, run: ImportRun) -> RunResult:
    """Outcome of a run with the rejects that were kept, in the order of the source."""
    rejects = session.execute(
        select(ImportReject).where(col(ImportReject.run_id) == run.id).order_by(col(ImportReject.id))
    )
    return RunResult(
        run_id=run.id or 0,
        kind=ImportKind(run.kind),
        source=run.source,
        state=RunState(run.state),
        read=run.read,
        created=run.created,
        changed=run.changed,
        unchanged=run.unchanged,
        vanished=run.vanished,
        rejected=run.rejected,
        linked=run.linked,
        review=run.review,
        rejects=tuple(
            RejectRow(
                where=row.place,
                field=row.field,
                reason=Message.from_plain(row.reason),
                business_id=row.business_id,
                value=row.value,
            )
            for row in rejects.scalars()
        ),
        notes=tuple(Message.from_plain(note) for note in run.notes if isinstance(note, dict)),
        quality=run.quality,
    )


def running(session: Session) -> tuple[ImportRun, ...]:
    """Runs that say they are under way."""
    return tuple(session.execute(select(ImportRun).where(col(ImportRun.state) == RunState.RUNNING)).scalars())


def last_run(
    session: Session, kinds: Collection[ImportKind], *, state: RunState, source: str = "", complete: bool | None = None
) -> RunRow | None:
    """The newest run of these kinds in a state; of one source, or complete only, where that is asked."""
    wanted = select(ImportRun).where(col(ImportRun.kind).in_(list(kinds)), col(ImportRun.state) == state)
    if source:
        wanted = wanted.where(col(ImportRun.source) == source)
    if complete is not None:
        wanted = wanted.where(col(ImportRun.complete) == complete)
    run = session.execute(wanted.order_by(col(ImportRun.id).desc()).limit(1)).scalar_one_or_none()
    return _row(run) if run else None


def ended_badly(session: Session, kinds: Collection[ImportKind]) -> bool:
    """Whether the newest run of these kinds, refused ones left out, did not come to its end."""
    newest = (
        select(ImportRun.state)  # type: ignore[call-overload]
        .where(col(ImportRun.kind).in_(list(kinds)), col(ImportRun.state) != RunState.REFUSED)
        .order_by(col(ImportRun.id).desc())
        .limit(1)
    )
    state = session.execute(newest).scalar_one_or_none()
    return state is not None and state != RunState.DONE


def last_of_source(session: Session, kind: ImportKind, source: str) -> ImportRun | None:
    """The newest run of one source, refused ones left out."""
    return session.execute(
        select(ImportRun)
        .where(col(ImportRun.kind) == kind, col(ImportRun.source) == source, col(ImportRun.state) != RunState.REFUSED)
        .order_by(col(ImportRun.id).desc())
        .limit(1)
    ).scalar_one_or_none()


def write_counts(session: Session, run_id: int, values: Mapping[str, Any]) -> None:
    """Writes counts and notes of a run as they stand; a row that the session holds is read anew when next used."""
    session.flush()
    table = metadata.tables["import_run"]
    session.connection().execute(update(table).where(table.c.id == run_id).values(**values))
    held = session.identity_map.get(identity_key(ImportRun, run_id))
    if held is not None:
        session.expire(held)


def newest_of(session: Session, kind: ImportKind, source: str, *, done: bool) -> RunRow | None:
    """The newest run of one source, whatever became of it; `done`: of those that came to their end."""
    query = select(ImportRun).where(col(ImportRun.kind) == kind, col(ImportRun.source) == source)
    if done:
        query = query.where(col(ImportRun.state) == RunState.DONE)
    found = session.execute(query.order_by(col(ImportRun.id).desc()).limit(1)).scalar_one_or_none()
    return _row(found) if found is not None else None


def _row(run: ImportRun) -> RunRow:
    return RunRow(
        run_id=run.id or 0,
        kind=ImportKind(run.kind),
        source=run.source,
        state=RunState(run.state),
        started_at=run.started_at,
        finished_at=run.finished_at,
        read=run.read,
        created=run.created,
        changed=run.changed,
        unchanged=run.unchanged,
        vanished=run.vanished,
        rejected=run.rejected,
        review=run.review,
    )
