"""What people have said of records and actors, widened from single nodes to all that belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from outreach.rules.identity import business_id_of_actor
from outreach.rules.linkage.clusters import Clusters, Edge, Pair, clusters, standing
from outreach.terms.linkage import actor_node, actor_of_node, pair
from outreach.terms.work import Judgement

CERTAIN = 1.0  # posterior of what is one by construction: an organisation and the record it was made from
_CAREFUL = (Judgement.DIFFERENT, Judgement.UNSURE, Judgement.SAME)  # of several words on a pair, the first counts


@dataclass(frozen=True, slots=True)
class Twin:
    """A judged record of equal values; `safe` where these say enough for a link."""

    node: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """What people have said, with what the nodes that they spoke of belong to.

    `words` lists their standing judgements by node. `whole` are clusters by all that is known, `spoken` by persons'
    words alone: a link by rule is no person's word.
    """

    words: Mapping[str, tuple[Edge, ...]]
    whole: Clusters
    spoken: Clusters

    def on(self, node: str, twins: Iterable[Twin] = ()) -> dict[int, Judgement]:
        """What has been said of a node and each actor. Words on `twins` count for the node too."""
        found: dict[int, Judgement] = {}
        for said, actors in self._said(node, twins):
            for actor_id in actors:
                known = found.get(actor_id, said)
                found[actor_id] = min(known, said, key=_CAREFUL.index)
        found.pop(actor_of_node(node) or 0, None)
        return found

    def apart(self, one: str, other: str) -> Pair | None:
        """Two nodes that a person has judged different and that keep the clusters of these two apart; None if none."""
        theirs = set(self.whole.around(other))
        hostile = [
            edge.pair
            for member in self.whole.around(one)
            for edge in self.words.get(member, ())
            if edge.judgement is Judgement.DIFFERENT and far_end(edge, member) in theirs
        ]
        return min(hostile, default=None)

    def _said(self, node: str, twins: Iterable[Twin]) -> Iterator[tuple[Judgement, list[int]]]:
        for member in self.whole.around(node):
            spoken = member in self.spoken.around(node)
            for edge in self.words.get(member, ()):
                counts = {Judgement.DIFFERENT: True, Judgement.SAME: spoken, Judgement.UNSURE: member == node}
                if counts[edge.judgement]:
                    yield edge.judgement, self._actors(far_end(edge, member))
        for twin in twins:
            for member in self.spoken.around(twin.node):
                for edge in self.words.get(member, ()):
                    if edge.judgement is Judgement.DIFFERENT or (edge.judgement is Judgement.SAME and twin.safe):
                        yield edge.judgement, self._actors(far_end(edge, member))

    def _actors(self, node: str) -> list[int]:
        return [actor_id for member in self.whole.around(node) if (actor_id := actor_of_node(member)) is not None]


def judged_of(said: Sequence[Edge], members: Iterable[tuple[str, int]], merged: Iterable[tuple[int, int]]) -> Judged:
    """From edges of persons, (record node, actor it is linked to), and (actor, actor it was merged into)."""
    words: dict[str, list[Edge]] = {}
    for edge in standing(said).values():
        words.setdefault(edge.one, []).append(edge)
        words.setdefault(edge.other, []).append(edge)
    joined = [redirect(away, into) for away, into in merged]
    linked = [
        Edge(*pair(node, actor_node(actor_id)), Judgement.SAME, 0, posterior=CERTAIN) for node, actor_id in members
    ]
    ids = ids_of({node for edge in (*said, *joined, *linked) for node in edge.pair})
    return Judged(
        words={node: tuple(edges) for node, edges in words.items()},
        whole=clusters([*said, *joined, *linked], ids),
        spoken=clusters([*said, *joined], ids),
    )


def redirect(away: int, into: int) -> Edge:
    """That an actor was merged into another one, as an edge."""
    return Edge(*pair(actor_node(away), actor_node(into)), Judgement.SAME, 0, person=True, posterior=CERTAIN)


def ids_of(nodes: Iterable[str]) -> dict[str, str]:
    """Business IDs of the nodes that are actors with one."""
    found = {node: business_id_of_actor(actor_of_node(node) or 0) for node in nodes}
    return {node: number for node, number in found.items() if number}


def edge_of(row: Row[Any]) -> Edge:
    """A stored judgement as clusters take it."""
    return Edge(row.one, row.other, Judgement(row.judgement), row.id, row.decided_by is not None, row.posterior or 0.0)


def far_end(edge: Edge, node: str) -> str:
    """The other node of an edge."""
    return edge.other if edge.one == node else edge.one
