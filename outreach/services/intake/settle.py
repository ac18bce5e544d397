"""What becomes of a record: linked to somebody known, a new organisation, or a question for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import select

from db.models import LinkProposal, Organisation, RegistryCompany, SourceRecord
from db.queries import records
from db.unit import Write
from outreach.errors import Refused
from outreach.rules.identity import actor_of_business_id
from outreach.services import edits, evidence, judgements, organisations, privacy
from outreach.services.intake.filling import Offer, fill, new_organisation
from outreach.services.intake.opening import open_balance
from outreach.services.intake.records import Purpose, place_of, without
from outreach.terms import linkage
from outreach.terms.candidate import Candidate
from outreach.terms.message import Message, say
from outreach.terms.work import Judgement


class State(StrEnum):
    """State of a source record."""

    LINKED = "linked"
    REVIEW = "review"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Said:
    """One record as it is being settled: what the source says, and for which town and need. `covered`: what of it
    do-not-contact entries and erasures cover whoever it is about, where that has been asked already."""

    candidate: Candidate
    source: str
    purpose: Purpose
    before: Candidate | None = None
    covered: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """`created`: a new organisation, or a company of the register that became one. `allowed` is what may be kept of
    the candidate, `held_back` whether a do-not-contact entry or an erasure kept something out."""

    organisation_id: int
    actor_id: int
    created: bool
    allowed: Candidate
    held_back: bool


def as_known(uow: Write, said: Said, actor_id: int, *, key: bytes) -> Settled:
    """The record is this actor: a company of the register becomes an organisation, and what is new is added."""
    created = records.organisation_of_actor(uow.session, actor_id) is None
    row = organisations.ensure_organisation(uow, actor_id)
    _take_business_id(uow, row, said.candidate.business_id)
    candidate, held_back = _allowed(said.candidate, privacy.covered_values(uow, key, said.candidate, row.id))
    fill(uow, row, _offer(uow, said, candidate))
    _open(uow, row, said)
    return Settled(row.id or 0, row.actor_id or 0, created, candidate, held_back)


def as_new(uow: Write, said: Said, *, key: bytes) -> Settled:
    """The record is nobody we know. A Business ID that has another holder by now is left out: a person said so."""
    covered = said.covered
    if covered is None:
        covered = privacy.covered_values(uow, key, said.candidate)
    candidate, held_back = _allowed(said.candidate, covered)
    number = said.candidate.business_id
    if number and _has_holder(uow, actor_of_business_id(number)):
        number = ""
    row = new_organisation(uow, _offer(uow, said, candidate), business_id=number)
    _open(uow, row, said)
    return Settled(row.id or 0, row.actor_id or 0, True, candidate, held_back)


def propose(
    uow: Write, record: SourceRecord, proposals: Sequence[linkage.LinkProposal], weights_id: int | None = None
) -> None:
    """Stores who a waiting record may be, in place of what was proposed before."""
    for old in records.proposals_of(uow.session, (record.id or 0,)).get(record.id or 0, ()):
        uow.delete(old)
    for rank, proposal in enumerate(proposals):
        uow.insert(
            LinkProposal(
                record_id=record.id or 0,
                actor_id=int(proposal.key),
                rank=rank,
                posterior=proposal.posterior,
                evidence=evidence.of_proposal(proposal, weights_id),
            )
        )


def note_decision(uow: Write, record: SourceRecord, actor_id: int, judgement: Judgement, **more: Any) -> None:
    """Appends a judgement on a record and an actor; `more` as in `judgements.note`."""
    node = linkage.record_node(record.source, record.identity)
    judgements.note(uow, linkage.actor_node(actor_id), node, judgement, record_id=record.id, **more)


def note_founded(uow: Write, record: SourceRecord, settled: Settled, why: Message, weights_id: int | None) -> None:
    """Notes that an organisation was made from a record, so that it is of its cluster."""
    stored = evidence.by_rule(why)
    note_decision(
        uow,
        record,
        settled.actor_id,
        Judgement.SAME,
        evidence=stored,
        posterior=judgements.CERTAIN,
        weights_id=weights_id,
        by_rule=True,
    )


def _allowed(candidate: Candidate, covered: frozenset[str]) -> tuple[Candidate, bool]:
    allowed = without(candidate, covered)
    return allowed, allowed != candidate


def _offer(uow: Write, said: Said, candidate: Candidate) -> Offer:
    return Offer(candidate, place_of(uow, candidate), said.source, said.purpose.town_code, said.before)


def _open(uow: Write, row: Organisation, said: Said) -> bool:
    need_id = said.purpose.need_id
    return need_id is not None and open_balance(uow, row, said.candidate, need_id, said.purpose.town_code)


def _take_business_id(uow: Write, row: Organisation, number: str) -> None:
    """An organisation of ours learns its Business ID; two different ones are never joined."""
    if not number or row.business_id == number:
        return
    if row.business_id:
        raise Refused(
            say(
                "The Business IDs differ: {one} and {other}. These are two organisations.",
                one=row.business_id,
                other=number,
            )
        )
    company = linkage.actor_node(actor_of_business_id(number))
    if judgements.apart(uow, linkage.actor_node(row.actor_id or 0), company) is not None:
        raise Refused(
            say("A person has said that this is not the holder of the Business ID: {id}", id=number),
            say("Take that judgement back first if it was wrong."),
        )
    edits.edit(uow, row.id or 0, business_id=number)


def _has_holder(uow: Write, actor_id: int) -> bool:
    ours = select(Organisation.id).where(Organisation.actor_id == actor_id)
    return uow.session.get(RegistryCompany, actor_id) is not None or uow.session.exec(ours).first() is not None
