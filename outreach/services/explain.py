"""Why a record stands where it does: what was decided, by whom, with which weights, and the table of bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import log2

from db.models import LinkDecision, LinkProposal, Organisation, SourceRecord
from db.queries import judgements as query
from db.queries import records
from db.unit import Read
from outreach import clock
from outreach.errors import NotFound
from outreach.services import evidence, organisations
from outreach.services.calibration.in_use import weights_of
from outreach.services.facts import facts
from outreach.services.intake.settle import State
from outreach.services.review import names
from outreach.terms.linkage import actor_node, actor_of_node
from outreach.terms.review import Explanation
from outreach.terms.views import OrganisationFacts
from outreach.terms.work import Judgement

LONGEST_RECORD_NUMBER = 6  # digits; a longer number names an actor first


def explain(uow: Read, text: str) -> tuple[Explanation, ...]:
    """What somebody asks about: a record by its number, or all records of an organisation by Business ID, name or
    actor number. NotFound when there is nothing of that kind."""
    typed = text.strip()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    record = uow.session.get(SourceRecord, number) if number else None
    if record is not None and len(typed) <= LONGEST_RECORD_NUMBER:
        return _explain(uow, record)
    try:
        return explain_actor(uow, organisations.find_actor(uow, typed))
    except NotFound:
        if record is None:
            raise
        return _explain(uow, record)


def explain_record(uow: Read, record_id: int) -> tuple[Explanation, ...]:
    """The judgements on a record: first the one by which it stands where it stands, or its open questions, best first;
    then what it was said not to be. NotFound when there is no such record."""
    return _explain(uow, uow.find(SourceRecord, record_id))


def explain_actor(uow: Read, actor_id: int) -> tuple[Explanation, ...]:
    """The judgements on all records of an organisation, oldest record first, then those on itself; none where no
    record names it and nobody has asked."""
    ours = records.organisation_of_actor(uow.session, actor_id)
    rows = records.of_organisation(uow.session, ours.id or 0) if ours is not None else []
    return (*(one for row in rows for one in _explain(uow, row)), *explain_organisation(uow, actor_id))


def explain_organisation(uow: Read, actor_id: int) -> tuple[Explanation, ...]:
    """What an organisation of ours may be, best first, then what it was judged to be or not to be."""
    ours = records.organisation_of_actor(uow.session, actor_id)
    if ours is None:
        return ()
    asked = records.proposals_on(uow.session, (ours.id or 0,)).get(ours.id or 0, [])
    node = actor_node(actor_id)
    said = [one for one in _judgements(uow, node) if one.actor_id != actor_id]
    known = facts(uow, {actor_id, *(p.actor_id for p in asked), *(one.actor_id for one in said)})
    name = known[actor_id].name if actor_id in known else str(actor_id)

    def bare(other: int, judgement: Judgement | None) -> Explanation:
        return _between(name, ours.created_at, other, known, judgement)

    found = [_of_question(uow, bare(proposal.actor_id, None), proposal) for proposal in asked]
    for one in _standing(said):
        judgement = Judgement(one.decision.judgement)
        if judgement is not Judgement.UNSURE:
            found.append(_with_decision(uow, bare(one.actor_id, judgement), one, known))
    return tuple(found)


def prior(uow: Read, weights_id: int | None) -> float:
    """What speaks for a pair before anything is compared, in bits: against the weight of "none of these"."""
    return -log2(weights_of(uow, weights_id).nobody)


@dataclass(frozen=True, slots=True)
class _Said:
    """A judgement on a record and an actor."""

    actor_id: int
    decision: LinkDecision
    who: str

    @property
    def by_person(self) -> bool:
        return self.decision.decided_by is not None


def _explain(uow: Read, row: SourceRecord) -> tuple[Explanation, ...]:
    said = _judgements(uow, names.node_of(row))
    asked = records.proposals_of(uow.session, (row.id or 0,)).get(row.id or 0, [])
    ours = uow.session.get(Organisation, row.organisation_id) if row.organisation_id is not None else None
    stands_at = ours.actor_id if ours is not None else None
    rivals = {rival.actor_id for one in said for rival in evidence.rivals(one.decision.evidence)}
    wanted = {one.actor_id for one in said} | {p.actor_id for p in asked} | {stands_at or 0}
    known = facts(uow, wanted | rivals)
    found = [_of_question(uow, _bare(row, p.actor_id, known, None), p) for p in asked]
    if stands_at is not None:
        here = names.standing_for(uow, stands_at)
        links = [one for one in said if one.actor_id in here and one.decision.judgement == Judgement.SAME]
        links.sort(key=lambda one: not one.by_person)
        bare = _bare(row, stands_at, known, Judgement.SAME)
        found.append(_with_decision(uow, bare, links[0], known) if links else bare)
    for one in _standing(said):
        if one.decision.judgement == Judgement.DIFFERENT:
            found.append(_with_decision(uow, _bare(row, one.actor_id, known, Judgement.DIFFERENT), one, known))
    return tuple(found)


def _judgements(uow: Read, node: str) -> list[_Said]:
    """All judgements on a node and an actor, newest first."""
    return [
        _Said(actor_id, decision, who)
        for decision, who in query.decisions_on(uow.session, node)
        for actor_id in map(actor_of_node, (decision.one, decision.other))
        if actor_id is not None
    ]


def _standing(said: Sequence[_Said]) -> list[_Said]:
    """The judgement that counts for each actor: the newest of a person, else the newest by rule."""
    found: dict[int, _Said] = {}
    for one in sorted(said, key=lambda one: not one.by_person):
        found.setdefault(one.actor_id, one)
    return list(found.values())


def _bare(
    row: SourceRecord, actor_id: int, known: Mapping[int, OrganisationFacts], judgement: Judgement | None
) -> Explanation:
    """A record and an actor of which nothing is stored but how they stand."""
    return replace(
        _between(names.record(row), row.fetched_at, actor_id, known, judgement),
        record_id=row.id or 0,
        source=row.source,
        place=row.place,
        founded=judgement is Judgement.SAME and row.state == State.NEW,
    )


def _between(
    name: str, at: datetime, actor_id: int, known: Mapping[int, OrganisationFacts], judgement: Judgement | None
) -> Explanation:
    actor = known.get(actor_id)
    return Explanation(
        record_id=0,
        record=name,
        source="",
        place="",
        fetched_on=clock.today(at),
        judgement=judgement,
        actor_id=actor_id,
        name=actor.name if actor is not None else str(actor_id),
        business_id=actor.business_id if actor is not None else "",
    )


def _with_decision(uow: Read, bare: Explanation, said: _Said, known: Mapping[int, OrganisationFacts]) -> Explanation:
    decision = said.decision
    called = {key: (one.name, one.business_id) for key, one in known.items()}
    return replace(
        bare,
        by=said.who or (str(decision.decided_by) if said.by_person else ""),
        at=decision.decided_at,
        weights_id=decision.weights_id,
        lines=evidence.pairs(decision.evidence),
        prior=prior(uow, decision.weights_id),
        posterior=decision.posterior,
        rule=evidence.rule(decision.evidence),
        rivals=evidence.rivals(decision.evidence, called),
    )


def _of_question(uow: Read, bare: Explanation, proposal: LinkProposal) -> Explanation:
    weights_id = evidence.weights(proposal.evidence)
    return replace(
        bare,
        weights_id=weights_id,
        lines=evidence.pairs(proposal.evidence),
        prior=prior(uow, weights_id),
        posterior=proposal.posterior,
        rule=evidence.rule(proposal.evidence),
    )
