"""Whether the organisations that records are linked to agree with what the judgements on them say.

Clusters are computed from judgements; which organisation a record points at is what they come to in daily work. The
two must agree, and this is the place that says where they do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.queries import judgements as query
from db.unit import Read
from outreach.rules.linkage.clusters import Clusters, Edge, clusters
from outreach.services.intake.settle import State
from outreach.services.judged import CERTAIN, edge_of, ids_of, redirect
from outreach.services.review import names
from outreach.terms.linkage import actor_node, pair, record_node
from outreach.terms.message import Message, say
from outreach.terms.work import Judgement


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many links were looked at, and a sentence for each that does not agree."""

    links: int
    disagreements: tuple[Message, ...]


def links(uow: Read) -> Agreement:
    """Compares every link with the clusters that all judgements give."""
    merged = dict(query.merged(uow.session))
    edges = [edge_of(row) for row in query.edges(uow.session)]
    edges += [redirect(away, into) for away, into in merged.items()]
    named = {node for edge in edges for node in edge.pair}
    rows = query.links(uow.session)
    for row in rows:
        node = record_node(row.source, row.identity)
        if row.state == State.NEW and node not in named:  # made before judgements told what an organisation came from
            edges.append(Edge(*pair(node, actor_node(row.actor_id)), Judgement.SAME, 0, posterior=CERTAIN))
    found = clusters(edges, ids_of({node for edge in edges for node in edge.pair}))
    said: dict[str, Message] = {}
    owners: dict[str, set[int]] = {}
    for row in rows:
        node, actor = record_node(row.source, row.identity), actor_node(row.actor_id)
        if found.keys.get(node, node) != found.keys.get(actor, actor):
            said.setdefault(node, _stray(uow, found, row.id, node, row.actor_id))
        owners.setdefault(found.keys.get(actor, actor), set()).add(_kept(row.actor_id, merged))
    twofold = [
        say(
            "Judged the same, but not merged: {organisations}",
            organisations=tuple(names.actor(uow, actor_id) for actor_id in sorted(actors)),
        )
        for _, actors in sorted(owners.items())
        if len(actors) > 1
    ]
    return Agreement(len(rows), (*said.values(), *twofold))


def _stray(uow: Read, found: Clusters, record_id: int, node: str, actor_id: int) -> Message:
    record, organisation = names.node(uow, node), names.actor(uow, actor_id)
    blocked = next((c for c in found.conflicts if node in c.edge.pair), None)
    if blocked is not None:
        one, other = (names.node(uow, member) for member in blocked.blocked_by)
        return say(
            "Record {n}, {record}, is linked to {organisation}, but these were judged different: {one}, {other}",
            n=record_id,
            record=record,
            organisation=organisation,
            one=one,
            other=other,
        )
    return say(
        "Record {n}, {record}, is linked to {organisation}, but no judgement says so",
        n=record_id,
        record=record,
        organisation=organisation,
    )


def _kept(actor_id: int, merged: dict[int, int]) -> int:
    for _ in range(len(merged)):
        if actor_id not in merged:
            break
        actor_id = merged[actor_id]
    return actor_id
