"""Judgements on pairs of nodes: what people have said, what was decided by rule, and which records they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session, col

from db.models import LinkDecision, LinkProposal, metadata
from outreach.terms.linkage import actor_node, actor_of_node, record_node, source_of_node

t = metadata.tables
DECISION, PROPOSAL, RECORD, ORG = t["link_decision"], t["link_proposal"], t["source_record"], t["organisation"]
JOURNAL, ADVISER = t["journal"], t["adviser"]
EDGE = (
    DECISION.c.id,
    DECISION.c.one,
    DECISION.c.other,
    DECISION.c.judgement,
    DECISION.c.decided_by,
    DECISION.c.posterior,
)
AT_ONCE = 500
EdgeRow = Row[Any]  # of the columns EDGE


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the database has come: whoever remembers judgements sees by it whether they are still the whole."""

    journal: int
    decision: int


_MARK = select(
    select(func.max(JOURNAL.c.id)).scalar_subquery(), select(func.max(DECISION.c.id)).scalar_subquery()
)  # asked for every record of an import: made once, since making it takes longer than the answer


def mark(session: Session) -> Mark:
    journal, decision = session.connection().execute(_MARK).one()
    return Mark(journal or 0, decision or 0)


def edges(session: Session, *, persons: bool = False, after: int = 0) -> Sequence[EdgeRow]:
    """(id, one, other, judgement, decided_by, posterior) of judgements, oldest first; those of persons only on wish."""
    query = select(*EDGE).where(DECISION.c.id > after).order_by(DECISION.c.id)
    return session.execute(query.where(DECISION.c.decided_by.is_not(None)) if persons else query).all()


def edges_on(session: Session, nodes: Iterable[str], *, persons: bool = False) -> list[EdgeRow]:
    """The same of judgements that name one of these nodes."""
    found: dict[int, EdgeRow] = {}
    for part in _parts(sorted(set(nodes))):
        for column in (DECISION.c.one, DECISION.c.other):
            query = select(*EDGE).where(column.in_(part))
            rows = session.execute(query.where(DECISION.c.decided_by.is_not(None)) if persons else query)
            found.update((row.id, row) for row in rows)
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A stored record, the node that names it, and the actor that it is linked to."""

    id: int
    node: str
    version: int
    actor_id: int | None


def records_of_nodes(session: Session, nodes: Iterable[str]) -> Iterator[NodeRecord]:
    """Every stored record that these nodes name."""
    by_source: dict[str, list[str]] = {}
    for node in sorted(set(nodes)):
        named = source_of_node(node)
        if named is not None:
            by_source.setdefault(named[0], []).append(named[1])
    for source, identities in by_source.items():
        for part in _parts(identities):
            query = (
                select(RECORD.c.id, RECORD.c.identity, RECORD.c.version, ORG.c.actor_id)
                .outerjoin(ORG, ORG.c.id == RECORD.c.organisation_id)
                .where(RECORD.c.source == source, RECORD.c.identity.in_(part))
                .order_by(RECORD.c.id)
            )
            for row in session.execute(query):
                yield NodeRecord(row.id, record_node(source, row.identity), row.version, row.actor_id)


@dataclass(frozen=True, slots=True)
class Belonging:
    """(record node, actor it is linked to) and (actor, actor it was merged into) around some nodes."""

    members: set[tuple[str, int]]
    merged: set[tuple[int, int]]

    @property
    def nodes(self) -> set[str]:
        found = {node for node, _ in self.members} | {actor_node(actor_id) for _, actor_id in self.members}
        return found | {actor_node(actor_id) for two in self.merged for actor_id in two}


def belonging(session: Session, nodes: Iterable[str]) -> Belonging:
    """What these records are linked to, what is linked to these actors, and what was merged into what."""
    wanted = set(nodes)
    members = {(row.node, row.actor_id) for row in records_of_nodes(session, wanted) if row.actor_id is not None}
    merged: set[tuple[int, int]] = set()
    kept = ORG.alias("kept")
    for part in _parts(sorted({actor_id for node in wanted if (actor_id := actor_of_node(node)) is not None})):
        linked = select(RECORD.c.source, RECORD.c.identity, ORG.c.actor_id)
        linked = linked.join(ORG, ORG.c.id == RECORD.c.organisation_id).where(ORG.c.actor_id.in_(part))
        members |= {(record_node(row.source, row.identity), row.actor_id) for row in session.execute(linked)}
        two = select(ORG.c.actor_id, kept.c.actor_id).join(kept, kept.c.id == ORG.c.merged_into)
        rows = session.execute(two.where(ORG.c.actor_id.in_(part) | kept.c.actor_id.in_(part)))
        merged |= {(away, into) for away, into in rows if away is not None and into is not None}
    return Belonging(members, merged)


def merged(session: Session) -> list[tuple[int, int]]:
    """(actor, actor it was merged into) of organisations that are merged away."""
    kept = ORG.alias("kept")
    query = select(ORG.c.actor_id, kept.c.actor_id).join(kept, kept.c.id == ORG.c.merged_into)
    return [(away, into) for away, into in session.execute(query) if away is not None and into is not None]


def links(session: Session) -> Sequence[Row[Any]]:
    """(id, source, identity, place, state, actor_id) of all records that point at an organisation."""
    query = (
        select(RECORD.c.id, RECORD.c.source, RECORD.c.identity, RECORD.c.place, RECORD.c.state, ORG.c.actor_id)
        .join(ORG, ORG.c.id == RECORD.c.organisation_id)
        .order_by(RECORD.c.id)
    )
    return session.execute(query).all()


def decisions_on(session: Session, node: str) -> list[tuple[LinkDecision, str]]:
    """(judgement, who said so) on a node, newest first; "" by rule."""
    query: Select[Any] = (
        select(LinkDecision, ADVISER.c.name)
        .outerjoin(ADVISER, ADVISER.c.id == DECISION.c.decided_by)
        .where((DECISION.c.one == node) | (DECISION.c.other == node))
        .order_by(DECISION.c.id.desc())
    )
    return [(row, name or "") for row, name in session.execute(query)]


def proposals_between(session: Session, ones: Iterable[int], others: Iterable[int]) -> list[LinkProposal]:
    """Open questions on organisations of ours that speak of an actor of one set and an actor of the other."""
    found: dict[int, LinkProposal] = {}
    for asked, proposed in ((set(ones), set(others)), (set(others), set(ones))):
        ours = select(ORG.c.id).where(ORG.c.actor_id.in_(sorted(asked)))
        query = select(LinkProposal).where(
            col(LinkProposal.actor_id).in_(sorted(proposed)), col(LinkProposal.organisation_id).in_(ours)
        )
        found.update((row.id or 0, row) for row in session.execute(query.order_by(col(LinkProposal.id))).scalars())
    return list(found.values())


def answer_times(session: Session, adviser_id: int | None, limit: int) -> list[datetime]:
    """When somebody answered last, newest first."""
    query = (
        select(JOURNAL.c.written_at)
        .where(JOURNAL.c.adviser_id.is_not_distinct_from(adviser_id), JOURNAL.c.kind == "review")
        .order_by(JOURNAL.c.id.desc())
        .limit(limit)
    )
    return list(session.execute(query).scalars())


def put_off(session: Session, nodes: Iterable[str]) -> dict[tuple[str, str], date]:
    """Day until which a pair of nodes is put off, by pair, for pairs of which that is the newest word."""
    found: dict[tuple[str, str], date] = {}
    for part in _parts(sorted(set(nodes))):
        query = select(DECISION.c.one, DECISION.c.other, DECISION.c.judgement, DECISION.c.evidence)
        for one, other, judgement, evidence in session.execute(
            query.where(DECISION.c.one.in_(part)).order_by(DECISION.c.id)
        ):
            days = [line["known"] for line in evidence if isinstance(line, dict) and line.get("field") == "later"]
            found.pop((one, other), None)
            if judgement == "unsure" and days:
                found[one, other] = date.fromisoformat(days[-1])
    return found


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
