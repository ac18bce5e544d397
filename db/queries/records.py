"""Source records: what each source said, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session, col

from db.models import LinkProposal, Organisation, SourceRecord, metadata

t = metadata.tables
RECORD, PROPOSAL, ORG = t["source_record"], t["link_proposal"], t["organisation"]
WAITS = "review"
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredRecord:
    record_id: int
    fingerprint: str
    state: str
    organisation_id: int | None
    gone: bool = False  # its source lists it no more


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits: what groups and orders the queue, without its values. `posterior`: of its best proposal."""

    record_id: int
    source: str
    identity: str
    later_until: date | None
    posterior: float


def records_of(session: Session, source: str) -> dict[str, list[StoredRecord]]:
    """Records of a source by identity, oldest first."""
    columns = (RECORD.c.identity, RECORD.c.id, RECORD.c.fingerprint, RECORD.c.state, RECORD.c.organisation_id)
    found: dict[str, list[StoredRecord]] = {}
    gone = RECORD.c.gone_at.is_not(None)
    query = select(*columns, gone).where(RECORD.c.source == source).order_by(RECORD.c.id)
    for identity, *values in session.execute(query):
        found.setdefault(identity, []).append(StoredRecord(*values))
    return found


def waiting(session: Session, identity: str | None = None) -> list[Waiting]:
    """Records that wait for a person, oldest first; those of one identity on wish."""
    waits = select(RECORD.c.id).where(RECORD.c.state == WAITS)
    best = select(PROPOSAL.c.record_id, func.max(PROPOSAL.c.posterior).label("posterior"))
    wanted = PROPOSAL.c.record_id.is_not(None)
    if identity is not None:
        wanted = PROPOSAL.c.record_id.in_(waits.where(RECORD.c.identity == identity))
    asked = best.where(wanted).group_by(PROPOSAL.c.record_id).subquery()
    query = (
        select(RECORD.c.id, RECORD.c.source, RECORD.c.identity, RECORD.c.later_until, asked.c.posterior)
        .outerjoin(asked, asked.c.record_id == RECORD.c.id)
        .where(RECORD.c.state == WAITS)
        .order_by(RECORD.c.id)
    )
    if identity is not None:
        query = query.where(RECORD.c.identity == identity)
    return [
        Waiting(record_id, source, named, later_until, posterior or 0.0)
        for record_id, source, named, later_until, posterior in session.execute(query)
    ]


def rows(session: Session, record_ids: Iterable[int]) -> dict[int, SourceRecord]:
    """Records by key."""
    found: dict[int, SourceRecord] = {}
    for part in _parts(list(record_ids)):
        query = select(SourceRecord).where(col(SourceRecord.id).in_(part))
        found.update((row.id or 0, row) for row in session.execute(query).scalars())
    return found


def candidates(session: Session, record_ids: Iterable[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(record, what its source says) of records."""
    for part in _parts(list(record_ids)):
        query = select(RECORD.c.id, RECORD.c.candidate).where(RECORD.c.id.in_(part))
        yield from ((row.id, row.candidate) for row in session.execute(query))


def of_node(session: Session, source: str, identity: str) -> list[SourceRecord]:
    """All records of a source that go by one identity, oldest first."""
    query = select(SourceRecord).where(col(SourceRecord.source) == source, col(SourceRecord.identity) == identity)
    return list(session.execute(query.order_by(col(SourceRecord.id))).scalars())


def of_organisation(session: Session, organisation_id: int) -> list[SourceRecord]:
    """Records that are linked to an organisation, oldest first."""
    query = select(SourceRecord).where(col(SourceRecord.organisation_id) == organisation_id)
    return list(session.execute(query.order_by(col(SourceRecord.id))).scalars())


def proposals_of(session: Session, record_ids: Iterable[int]) -> dict[int, list[LinkProposal]]:
    """What waiting records may be, by record, best first."""
    found: dict[int, list[LinkProposal]] = {}
    for part in _parts(list(record_ids)):
        query = select(LinkProposal).where(col(LinkProposal.record_id).in_(part))
        for row in session.execute(query.order_by(col(LinkProposal.rank), col(LinkProposal.id))).scalars():
            found.setdefault(row.record_id or 0, []).append(row)
    return found


def asked_organisations(session: Session) -> Sequence[Row[Any]]:
    """(organisation_id, its actor_id, proposed actor_id, posterior) of open questions on organisations of ours."""
    query = (
        select(PROPOSAL.c.organisation_id, ORG.c.actor_id.label("asked"), PROPOSAL.c.actor_id, PROPOSAL.c.posterior)
        .join(ORG, ORG.c.id == PROPOSAL.c.organisation_id)
        .where(ORG.c.merged_into.is_(None))
        .order_by(PROPOSAL.c.organisation_id, PROPOSAL.c.rank, PROPOSAL.c.id)
    )
    return session.execute(query).all()


def proposals_on(session: Session, organisation_ids: Iterable[int]) -> dict[int, list[LinkProposal]]:
    """What organisations of ours may be, by organisation, best first."""
    found: dict[int, list[LinkProposal]] = {}
    for part in _parts(list(organisation_ids)):
        query = select(LinkProposal).where(col(LinkProposal.organisation_id).in_(part))
        for row in session.execute(query.order_by(col(LinkProposal.rank), col(LinkProposal.id))).scalars():
            found.setdefault(row.organisation_id or 0, []).append(row)
    return found


def organisation_of_actor(session: Session, actor_id: int) -> Organisation | None:
    """The organisation of ours that an actor number leads to: what it was merged into, if it was."""
    row = session.execute(select(Organisation).where(col(Organisation.actor_id) == actor_id)).scalar_one_or_none()
    while row is not None and row.merged_into is not None:
        row = session.get(Organisation, row.merged_into)
    return row


def organisations(session: Session, organisation_ids: Iterable[int]) -> dict[int, Organisation]:
    """Organisations of ours by key."""
    found: dict[int, Organisation] = {}
    for part in _parts(list(organisation_ids)):
        query = select(Organisation).where(col(Organisation.id).in_(part))
        found.update((row.id or 0, row) for row in session.execute(query).scalars())
    return found


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
