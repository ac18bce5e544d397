"""Answers to questions on organisations of ours that may be another actor."""

from __future__ import annotations

from datetime import date

from db.models import LinkProposal, Organisation
from db.queries import judgements as judgement_queries
from db.unit import Write
from outreach.errors import BadInput
from outreach.rules.identity import organisation_of_actor
from outreach.services import evidence, judgements
from outreach.services.review import names
from outreach.services.review.queue import Question
from outreach.terms.linkage import actor_node
from outreach.terms.message import Message, say
from outreach.terms.work import Judgement


def answer(
    uow: Write,
    asked: Question,
    actor_id: int,
    judgement: Judgement,
    until: date | None,
    *,
    expected: int | None,
) -> Message:
    """A person's word on whether an organisation of ours is another actor. `until`: the day a "later" holds to."""
    row = uow.find(Organisation, asked.organisation_id)
    uow.check_version(row, expected)
    if actor_id not in asked.actors:
        raise BadInput(
            say("The organisation is not proposed to be this one: {number}", number=str(actor_id)),
            say("outreach review list shows what it may be."),
        )
    if judgement is Judgement.SAME:
        return _same(uow, row, actor_id)
    name, known = names.actor(uow, row.actor_id or 0), names.actor(uow, actor_id)
    if until is not None:
        said = say("{name}: decided later, on {on}", name=name, on=until)
        uow.entry("review", said)
        _note(uow, row, actor_id, judgement, until)
        return said
    said = say("Different: {name} is not {known}", name=name, known=known)
    uow.entry("review", said)
    asking = _between(uow, row, actor_id)
    _note(uow, row, actor_id, judgement)
    for proposal in asking:
        uow.delete(proposal)
    return said


def _same(uow: Write, row: Organisation, actor_id: int) -> Message:
    """Two organisations become one: that with a Business ID keeps it, else the older one stays."""
    from outreach.services.merging import merge  # only here: lists and answers on records do without it

    own = row.actor_id or 0
    names.refuse_parted(uow, actor_node(own), actor_node(actor_id))
    said = say("Same: {name} is {known}", name=names.actor(uow, own), known=names.actor(uow, actor_id))
    uow.entry("review", said)
    asking = _between(uow, row, actor_id)
    _note(uow, row, actor_id, Judgement.SAME)
    for proposal in asking:
        uow.delete(proposal)
    kept, away = sorted((own, actor_id), key=lambda number: (organisation_of_actor(number) is not None, number))
    merge(uow, kept, away)
    return said


def _note(uow: Write, row: Organisation, actor_id: int, judgement: Judgement, until: date | None = None) -> None:
    proposal = next(iter(_between(uow, row, actor_id)), None)
    stored = proposal.evidence if proposal is not None else []
    judgements.note(
        uow,
        actor_node(row.actor_id or 0),
        actor_node(actor_id),
        judgement,
        evidence=evidence.until(stored, until) if until is not None else stored,
        posterior=proposal.posterior if proposal is not None else None,
        weights_id=evidence.weights(stored),
    )


def _between(uow: Write, row: Organisation, actor_id: int) -> list[LinkProposal]:
    """Open questions on this pair, whichever way round and by whichever of their numbers."""
    mine, theirs = names.standing_for(uow, row.actor_id or 0), names.standing_for(uow, actor_id)
    between = judgement_queries.proposals_between(uow.session, mine, theirs)
    return sorted(between, key=lambda p: (p.organisation_id != row.id, p.id or 0))
