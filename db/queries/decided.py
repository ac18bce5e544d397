"""Judgements with the evidence they rest on, and what is proposed: what weights of linkage are measured by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from db.models import metadata

t = metadata.tables
DECISION, PROPOSAL, RECORD = t["link_decision"], t["link_proposal"], t["source_record"]
AT_ONCE = 500


def decisions(session: Session) -> Iterator[Row[Any]]:
    """(id, one, other, record_id, judgement, decided_by, decided_at, posterior, weights_id, evidence), oldest first."""
    columns = (
        DECISION.c.id,
        DECISION.c.one,
        DECISION.c.other,
        DECISION.c.record_id,
        DECISION.c.judgement,
        DECISION.c.decided_by,
        DECISION.c.decided_at,
        DECISION.c.posterior,
        DECISION.c.weights_id,
        DECISION.c.evidence,
    )
    yield from session.execute(select(*columns).order_by(DECISION.c.id).execution_options(yield_per=AT_ONCE))


def best_proposals(session: Session) -> Iterator[Row[Any]]:
    """(record_id, actor_id, posterior, evidence) of the first proposal of each record that waits."""
    query = (
        select(PROPOSAL.c.record_id, PROPOSAL.c.actor_id, PROPOSAL.c.posterior, PROPOSAL.c.evidence)
        .join(RECORD, RECORD.c.id == PROPOSAL.c.record_id)
        .where(RECORD.c.state == "review", PROPOSAL.c.rank == 0)
        .order_by(PROPOSAL.c.id)
    )
    yield from session.execute(query.execution_options(yield_per=AT_ONCE))


def record_names(session: Session, record_ids: Iterable[int]) -> dict[int, str]:
    """What sources call the organisations of these records."""
    query = select(RECORD.c.id, RECORD.c.candidate).where(RECORD.c.id.in_(sorted(set(record_ids))))
    return {key: str(candidate.get("name", "")) for key, candidate in session.execute(query)}
