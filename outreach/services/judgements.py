"""Judgements on which records and actors are one organisation: noted one by one, and read widened to whole clusters.

What a person has said of one member holds for its whole cluster: of a record that was judged different from an actor,
nothing that the actor was merged into, and no record of equal values from another source, is linked by rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from db.models import LinkDecision
from db.queries import judgements as query
from db.queries import records
from db.unit import Read, Write
from outreach.rules.linkage import alike
from outreach.rules.linkage.clusters import Pair
from outreach.services.judged import CERTAIN, Judged, Twin, edge_of, judged_of
from outreach.terms.linkage import Record, pair
from outreach.terms.work import Judgement

__all__ = ["CERTAIN", "Judged", "apart", "judged", "judgements_on", "near", "note"]


def note(
    uow: Write,
    one: str,
    other: str,
    judgement: Judgement,
    *,
    evidence: Sequence[object] = (),
    posterior: float | None = None,
    record_id: int | None = None,
    weights_id: int | None = None,
    by_rule: bool = False,
) -> None:
    """Appends a judgement on two nodes, in either order; what was said before stays in the history."""
    first, second = pair(one, other)
    uow.insert(
        LinkDecision(
            one=first,
            other=second,
            record_id=record_id,
            judgement=judgement.value,
            decided_by=None if by_rule else uow.adviser_id,
            decided_at=uow.now,
            posterior=posterior,
            weights_id=weights_id,
            evidence=list(evidence),
        )
    )


def judgements_on(
    uow: Read, node: str, actors: Collection[int] | None = None, *, record: Record | None = None
) -> dict[int, Judgement]:
    """What people have said of a node and each actor, widened to clusters and to records of equal values.

    `record` are the node's values; `actors` leaves out all others. Cheap to ask again and again: the words of persons
    are read once and remembered until something about them changes.
    """
    known = _remember(uow)
    twins = known.twins_of(uow, node, record) if record is not None else ()
    found = known.judged.on(node, twins)
    return found if actors is None else {actor_id: said for actor_id, said in found.items() if actor_id in actors}


def apart(uow: Read, one: str, other: str) -> Pair | None:
    """Two nodes for which a person's word keeps the clusters of these two apart; None where nothing does."""
    return near(uow, (one, other)).apart(one, other)


def near(uow: Read, nodes: Iterable[str]) -> Judged:
    """What people have said of all that belongs to these nodes, and what belongs to those they spoke of: read through
    indexes, however much has been said of others."""
    uow.session.flush()
    reach = _Reach(uow)
    reach.grow(set(nodes))
    reach.grow(reach.named - reach.seen)
    return judged_of([edge_of(row) for row in reach.said.values()], reach.members, reach.merged)


def judged(uow: Read) -> Judged:
    """All that people have said, as this unit of work sees it."""
    return _remember(uow).judged


@dataclass(slots=True)
class _Reach:
    """Nodes that belong together, found from some of them on; `named` are all that people's words on them speak of."""

    uow: Read
    seen: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    said: dict[int, query.EdgeRow] = field(default_factory=dict)
    members: set[tuple[str, int]] = field(default_factory=set)
    merged: set[tuple[int, int]] = field(default_factory=set)

    def grow(self, nodes: set[str]) -> None:
        while nodes:
            self.seen |= nodes
            rows = query.edges_on(self.uow.session, nodes, persons=True)
            self.said.update((row.id, row) for row in rows)
            same = {node for row in rows if row.judgement == Judgement.SAME for node in (row.one, row.other)}
            self.named |= {node for row in rows for node in (row.one, row.other)}
            belonging = query.belonging(self.uow.session, nodes)
            self.members |= belonging.members
            self.merged |= belonging.merged
            nodes = (same | belonging.nodes) - self.seen


@dataclass(slots=True)
class _Remembered:
    """What was read, and how far the database had come. `records` are judged ones by key, with their version."""

    judged: Judged
    mark: query.Mark
    records: dict[int, tuple[int, str, Record]]
    twins: dict[str, list[tuple[str, Record]]] | None = None  # judged records by place and name

    def twins_of(self, uow: Read, node: str, record: Record) -> list[Twin]:
        """Judged records of equal values."""
        if self.twins is None:
            self.records = _judged_records(uow, self.judged, self.records)
            self.twins = {}
            for _, other_node, other in self.records.values():
                self.twins.setdefault(alike.place_and_name(other), []).append((other_node, other))
        close = self.twins.get(alike.place_and_name(record), ())
        values = alike.values_of(record) if close else None
        return [
            Twin(other_node, values.more_than_a_name)
            for other_node, other in close
            if values is not None and other_node != node and values == alike.values_of(other)
            if alike.ids_agree(record.business_id, other.business_id)
        ]


_remembered: WeakKeyDictionary[Engine | Connection, _Remembered] = WeakKeyDictionary()


def _remember(uow: Read) -> _Remembered:
    uow.session.flush()
    engine, mark = uow.session.get_bind(), query.mark(uow.session)
    known = _remembered.get(engine)
    if known is not None and known.mark.journal == mark.journal and known.mark.decision < mark.decision:
        new = query.edges(uow.session, after=known.mark.decision)
        words = known.judged.words
        if not any(row.decided_by or row.one in words or row.other in words for row in new):
            known = _Remembered(known.judged, mark, known.records, known.twins)
    if known is None or known.mark != mark:
        known = _Remembered(_all(uow), mark, known.records if known is not None else {})
    if not isinstance(uow, Write):  # what a writer sees is not committed, and perhaps never will be
        _remembered[engine] = known
    return known


def _all(uow: Read) -> Judged:
    said = [edge_of(row) for row in query.edges(uow.session, persons=True)]
    nodes = {node for edge in said for node in edge.pair}
    members = [(row.node, row.actor_id) for row in query.records_of_nodes(uow.session, nodes) if row.actor_id]
    return judged_of(said, members, query.merged(uow.session))


def _judged_records(
    uow: Read, judged: Judged, known: dict[int, tuple[int, str, Record]]
) -> dict[int, tuple[int, str, Record]]:
    """Records that people have spoken of, by key: those that are known and unchanged, and the others read anew."""
    from outreach.services.intake.records import from_row, place_of, record_of  # intake itself asks for judgements

    wanted = {row.id: (row.version, row.node) for row in query.records_of_nodes(uow.session, judged.words)}
    found = {key: known[key] for key, (version, _) in wanted.items() if key in known and known[key][0] == version}
    for key, row in records.rows(uow.session, wanted.keys() - found.keys()).items():
        candidate, _ = from_row(row)
        version, node = wanted[key]
        found[key] = (version, node, record_of(candidate, node, place_of(uow, candidate)))
    return found
