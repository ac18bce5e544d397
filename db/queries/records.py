"""Source records: what each source said, what waits for a person, and what has been judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from db.models import LinkProposal, Organisation, SourceRecord, metadata
from outreach.terms.linkage import actor_of_node

t = metadata.tables
RECORD, PROPOSAL, DECISION, ORG = t["source_record"], t["link_proposal"], t["link_decision"], t["organisation"]
WAITS = "review"


@dataclass(frozen=True, slots=True)
class StoredRecord:
    record_id: int
    fingerprint: str
    state: str
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class StoredProposal:
    actor_id: int
    posterior: float
    evidence: list[Any]


def records_of(session: Session, source: str) -> dict[str, list[StoredRecord]]:
    """Records of a source by identity, oldest first."""
    columns = (RECORD.c.identity, RECORD.c.id, RECORD.c.fingerprint, RECORD.c.state, RECORD.c.organisation_id)
    found: dict[str, list[StoredRecord]] = {}
    query = select(*columns).where(RECORD.c.source == source).order_by(RECORD.c.id)
    for identity, *values in session.execute(query):
        found.setdefault(identity, []).append(StoredRecord(*values))
    return found


def judgements_of(session: Session, node: str) -> list[tuple[int, str, int | None]]:
    """(actor, judgement, adviser) on a node, oldest first; no adviser: by rule."""
    query = select(DECISION.c.one, DECISION.c.other, DECISION.c.judgement, DECISION.c.decided_by)
    rows = session.execute(query.where((DECISION.c.one == node) | (DECISION.c.other == node)).order_by(DECISION.c.id))
    found = ((actor_of_node(other if one == node else one), judgement, by) for one, other, judgement, by in rows)
    return [(actor_id, str(judgement), by) for actor_id, judgement, by in found if actor_id is not None]


def waiting(session: Session, *, today: date | None, offset: int, limit: int) -> list[SourceRecord]:
    """Records that wait for a person: the least certain first, then those without a proposal; put off ones last.

    A record put off until a day comes back to its place on that day, where `today` is given.
    """
    off: ColumnElement[bool] = RECORD.c.later_until.is_not(None)
    if today is not None:
        off = RECORD.c.later_until > today
    best = (
        select(PROPOSAL.c.record_id, func.max(PROPOSAL.c.posterior).label("posterior"))
        .group_by(PROPOSAL.c.record_id)
        .subquery()
    )
    query = (
        select(SourceRecord)
        .outerjoin(best, best.c.record_id == RECORD.c.id)
        .where(col(SourceRecord.state) == WAITS)
        .order_by(
            func.coalesce(off, False),
            func.coalesce(func.abs(best.c.posterior - 0.5), 1.0),
            RECORD.c.id,
        )
    )
    return list(session.execute(query.offset(offset).limit(limit)).scalars())


def count_waiting(session: Session) -> int:
    return int(session.execute(select(func.count()).where(RECORD.c.state == WAITS)).scalar_one())


def proposals_of(session: Session, record_id: int) -> list[LinkProposal]:
    """What a waiting record may be, best first."""
    query = select(LinkProposal).where(col(LinkProposal.record_id) == record_id)
    return list(session.execute(query.order_by(col(LinkProposal.rank), col(LinkProposal.id))).scalars())


def waiting_twins(session: Session, record: SourceRecord) -> list[SourceRecord]:
    """Other records of the same source and identity that wait."""
    query = select(SourceRecord).where(
        col(SourceRecord.source) == record.source,
        col(SourceRecord.identity) == record.identity,
        col(SourceRecord.state) == WAITS,
        col(SourceRecord.id) != record.id,
    )
    return list(session.execute(query.order_by(col(SourceRecord.id))).scalars())


def organisation_of_actor(session: Session, actor_id: int) -> Organisation | None:
    return session.execute(select(Organisation).where(col(Organisation.actor_id) == actor_id)).scalar_one_or_none()
