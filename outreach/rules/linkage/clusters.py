"""Which records and actors are one organisation, computed from the judgements on pairs of them.

Judgements are edges between nodes (`terms.linkage.actor_node`, `record_node`); clusters follow from them and are kept
nowhere. The same edges give the same clusters and keys, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from outreach.terms.linkage import pair
from outreach.terms.work import Judgement

Pair = tuple[str, str]  # two nodes as `terms.linkage.pair` orders them


@dataclass(frozen=True, slots=True)
class Edge:
    """A judgement on two nodes. `order` rises with time; `posterior` is 0 where nobody has weighed the pair."""

    one: str
    other: str
    judgement: Judgement
    order: int
    person: bool = False  # said by a person; else by rule
    posterior: float = 0.0

    @property
    def pair(self) -> Pair:
        return pair(self.one, self.other)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edge that says "same" and could not be honoured: `blocked_by` are the two nodes that keep its sides apart,
    since they were judged different or bear two Business IDs."""

    edge: Edge
    blocked_by: Pair


@dataclass(frozen=True, slots=True)
class Clusters:
    """`keys` names the cluster of each node by its oldest member; `members` lists each cluster, sorted."""

    keys: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...]

    def around(self, node: str) -> tuple[str, ...]:
        """All members of a node's cluster; the node alone where nothing has been said of it."""
        key = self.keys.get(node)
        return self.members[key] if key is not None else (node,)


def standing(edges: Iterable[Edge]) -> dict[Pair, Edge]:
    """The edge that counts for each pair: the newest one of a person, else the newest one of a rule."""
    found: dict[Pair, Edge] = {}
    for edge in edges:
        known = found.get(edge.pair)
        if edge.one != edge.other and (known is None or (edge.person, edge.order) > (known.person, known.order)):
            found[edge.pair] = edge
    return found


def clusters(edges: Iterable[Edge], ids: Mapping[str, str]) -> Clusters:
    """Joins what is the same, strongest edges first: those of persons, then by posterior, then by the nodes' names.

    `ids` gives the valid Business ID of nodes that have one. Never joined are two clusters with different Business IDs,
    nor any two of which one member was judged different from a member of the other. A cluster is named by its oldest
    member, the one that an edge named first, so that new members leave its key as it is.
    """
    every = list(edges)
    counting = standing(every)
    union = _Union(ids)
    for edge in every:
        union.add(edge.one, edge.order)
        union.add(edge.other, edge.order)
    for two, edge in counting.items():
        if edge.judgement is Judgement.DIFFERENT:
            union.part(two)
    same = [edge for edge in counting.values() if edge.judgement is Judgement.SAME]
    conflicts = []
    for edge in sorted(same, key=lambda edge: (not edge.person, -edge.posterior, edge.pair)):
        blocked_by = union.join(*edge.pair)
        if blocked_by is not None:
            conflicts.append(Conflict(edge, blocked_by))
    return union.clusters(tuple(conflicts))


@dataclass(slots=True)
class _Union:
    """Sets of nodes that grow together. `enemies` of a set: (node outside, node inside) of each "different"."""

    ids: Mapping[str, str]
    parents: dict[str, str] = field(default_factory=dict)
    inside: dict[str, list[str]] = field(default_factory=dict)
    enemies: dict[str, set[Pair]] = field(default_factory=dict)
    bearers: dict[str, str] = field(default_factory=dict)  # set -> its member that bears a Business ID
    since: dict[str, int] = field(default_factory=dict)

    def add(self, node: str, order: int) -> None:
        if node not in self.parents:
            self.parents[node] = node
            self.inside[node] = [node]
            self.enemies[node] = set()
            if self.ids.get(node):
                self.bearers[node] = node
        self.since[node] = min(order, self.since.get(node, order))

    def part(self, two: Pair) -> None:
        one, other = two
        self.enemies[one].add((other, one))
        self.enemies[other].add((one, other))

    def join(self, one: str, other: str) -> Pair | None:
        """Makes two sets one; gives the pair that forbids it, the least where several do."""
        left, right = self._root(one), self._root(other)
        if left == right:
            return None
        bearers = self.bearers.get(left), self.bearers.get(right)
        if bearers[0] and bearers[1] and self.ids[bearers[0]] != self.ids[bearers[1]]:
            return pair(bearers[0], bearers[1])
        small, large = sorted((left, right), key=lambda root: (len(self.enemies[root]), root))
        hostile = [pair(*two) for two in self.enemies[small] if self._root(two[0]) == large]
        if hostile:
            return min(hostile)
        small, large = sorted((left, right), key=lambda root: (len(self.inside[root]), root))
        self.parents[small] = large
        self.inside[large] += self.inside.pop(small)
        self.enemies[large] |= self.enemies.pop(small)
        borne = sorted(filter(None, bearers))
        if borne:
            self.bearers[large] = borne[0]
        self.bearers.pop(small, None)
        return None

    def clusters(self, conflicts: tuple[Conflict, ...]) -> Clusters:
        members = {}
        for nodes in self.inside.values():
            members[min(nodes, key=lambda node: (self.since[node], node))] = tuple(sorted(nodes))
        keys = {node: key for key, nodes in members.items() for node in nodes}
        return Clusters(keys, members, conflicts)

    def _root(self, node: str) -> str:
        while self.parents[node] != node:
            self.parents[node] = self.parents[self.parents[node]]
            node = self.parents[node]
        return node
