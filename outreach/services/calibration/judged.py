"""What people and rules have decided so far, as pairs that weights can be measured by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from db.queries import decided
from db.unit import Read
from outreach.errors import NotFound
from outreach.rules.linkage.calibrate import Pair, Seen
from outreach.rules.linkage.choice import Ranking, Why
from outreach.rules.linkage.explain import why_ranking
from outreach.rules.linkage.weights import Weights
from outreach.services import evidence
from outreach.services.calibration.in_use import weights_of
from outreach.services.facts import facts
from outreach.terms.linkage import Grade, actor_of_node
from outreach.terms.work import Judgement, LinkOutcome

GRADES = frozenset(Grade)
# What is stored with a question that its probability alone has made one.
UNCERTAIN = why_ranking(Ranking(LinkOutcome.REVIEW, None, (), Why.UNCERTAIN)).text


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement that stands, and the pair it is about."""

    pair: Pair
    one: str
    other: str
    record_id: int | None
    said: Judgement | None  # by a person; None by rule

    @property
    def actor(self) -> int | None:
        """The actor of the two; the one that comes first if both are."""
        found = actor_of_node(self.one)
        return actor_of_node(self.other) if found is None else found


@dataclass(slots=True)
class Decisions:
    """`answers` were asked for; `corrections` are a person's words on what a rule had linked before; `links` were made
    by rule and stand."""

    answers: list[Decision] = field(default_factory=list)
    corrections: list[Decision] = field(default_factory=list)
    links: list[Decision] = field(default_factory=list)


def decisions(uow: Read) -> Decisions:
    """All that stands, sorted out. Of one pair the newest judgement counts, and a person's before a rule's.

    One answer to several records of equal values counts once.
    Who takes a link back has come upon it because it was wrong: corrections are no fair sample of links.
    """
    said: dict[tuple[str, str], Any] = {}
    by_rule: dict[tuple[str, str], Any] = {}
    corrected: set[tuple[str, str]] = set()
    for row in decided.decisions(uow.session):
        nodes = (row.one, row.other)
        if row.decided_by is None:
            by_rule[nodes] = row
            continue
        if nodes in by_rule and nodes not in said and by_rule[nodes].judgement == Judgement.SAME:
            corrected.add(nodes)
        said[nodes] = row
    weights = _reader(uow)
    found = Decisions()
    counted: set[Hashable] = set()
    for nodes, row in said.items():
        word = Judgement(row.judgement)
        made = Decision(_pair(row, weights, word is Judgement.SAME), *nodes, row.record_id, word)
        once = (row.decided_at, row.decided_by, made.actor, made.pair)
        if word is not Judgement.UNSURE and (made.actor is None or once not in counted):
            counted.add(once)
            (found.corrections if nodes in corrected else found.answers).append(made)
    for nodes, row in by_rule.items():
        if nodes not in said and row.judgement == Judgement.SAME and not _is_founding(row):
            found.links.append(Decision(_pair(row, weights, None), *nodes, row.record_id, None))
    return found


def waiting(uow: Read) -> list[Pair]:
    """The best proposal of each record that waits."""
    weights = _reader(uow)
    return [
        Pair(rows_of(row.evidence), float(row.posterior), None, weights(evidence.weights(row.evidence)))
        for row in decided.best_proposals(uow.session)
    ]


def names_of(uow: Read, made: Iterable[Decision]) -> dict[tuple[str, str], tuple[str, str]]:
    """(record, known) in words of each pair of nodes."""
    rows = list(made)
    records = decided.record_names(uow.session, [row.record_id for row in rows if row.record_id is not None])
    actors = {actor for row in rows for node in (row.one, row.other) if (actor := actor_of_node(node)) is not None}
    known = facts(uow, actors)

    def name(node: str, record_id: int | None) -> str:
        actor = actor_of_node(node)
        if actor is not None:
            return known[actor].name if actor in known else str(actor)
        return records.get(record_id or 0) or node

    found = {}
    for row in rows:
        record, other = (row.one, row.other) if actor_of_node(row.one) is None else (row.other, row.one)
        found[row.one, row.other] = (name(record, row.record_id), name(other, row.record_id))
    return found


def rows_of(stored: Iterable[object]) -> tuple[Seen, ...]:
    """The fields that were compared, as they are stored with a decision; what is stored beside them is left out."""
    lines = (line for line in stored if isinstance(line, Mapping))
    return tuple(
        Seen(str(line.get("field", "")), str(line["grade"]), float(line.get("bits", 0.0)))
        for line in lines
        if line.get("grade") in GRADES
    )


def _pair(row: Any, weights: Callable[[int | None], Weights], same: bool | None) -> Pair:
    stored = row.evidence or ()
    rule = evidence.rule(stored)
    barred = rule is not None and rule.text != UNCERTAIN
    return Pair(rows_of(stored), row.posterior, same, weights(row.weights_id), barred)


def _is_founding(row: Any) -> bool:
    """Whether an organisation was made from the record: nothing was compared."""
    return not rows_of(row.evidence or ())


def _reader(uow: Read) -> Callable[[int | None], Weights]:
    @cache
    def read(weights_id: int | None) -> Weights:
        try:
            return weights_of(uow, weights_id)
        except NotFound:
            return Weights()

    return read
