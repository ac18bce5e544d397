"""Answers to the questions of the queue. One answer goes to every record that the question is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.models import LinkProposal, SourceRecord
from db.queries import records
from db.unit import Write
from outreach import clock
from outreach.errors import BadInput
from outreach.services import evidence, scoring
from outreach.services.calibration import current_weights_id
from outreach.services.intake.records import from_row, to_plain
from outreach.services.intake.settle import Said, Settled, State, as_known, as_new, note_decision, note_founded
from outreach.services.review import names, organisations
from outreach.services.review.queue import question
from outreach.terms.linkage import actor_node
from outreach.terms.message import Message, say, say_n
from outreach.terms.work import Judgement

LATER_DAYS = 7  # when nobody says until when


def answer(
    uow: Write,
    number: int,
    actor_id: int,
    judgement: Judgement,
    until: date | None = None,
    *,
    key: bytes,
    expected: int | None = None,
) -> Message:
    """A person's word on whether a waiting record, or an organisation of ours, is an actor; says what was done.

    Same: every record of the question is linked, and what it says is added; two organisations become one. Different:
    the proposal goes, for ever; records of which none is left become a new organisation. Unsure: the question goes to
    the end of the queue, until a day. `expected` is the version of the record or organisation that the person saw.
    """
    asked = question(uow, number)
    day = _day(uow, until) if judgement is Judgement.UNSURE else None
    if asked.organisation_id is not None:
        return organisations.answer(uow, asked, actor_id, judgement, day, expected=expected)
    found = records.rows(uow.session, asked.records)
    uow.check_version(found[number], expected)
    group = Group([found[record_id] for record_id in asked.records], records.proposals_of(uow.session, asked.records))
    if group.proposed and judgement is not Judgement.SAME and not group.proposed & names.standing_for(uow, actor_id):
        raise BadInput(say("The record is not proposed to be this organisation: {number}", number=str(actor_id)))
    if day is not None:
        return _put_off(uow, group, actor_id, day)
    if judgement is Judgement.SAME:
        if not actor_id:
            raise BadInput(say("Say which organisation the record is."))
        return _same(uow, group, actor_id, key)
    return _different(uow, group, actor_id, key)


@dataclass(frozen=True, slots=True)
class Group:
    """Records that one answer settles, the first one named in the question, and what each may be."""

    rows: Sequence[SourceRecord]
    offered: Mapping[int, Sequence[LinkProposal]]

    @property
    def proposed(self) -> set[int]:
        return {proposal.actor_id for some in self.offered.values() for proposal in some}

    def proposal(self, row: SourceRecord, actors: set[int]) -> LinkProposal | None:
        """What a person judged: the record's own proposal, else that of a record of equal values."""
        own = self.offered.get(row.id or 0, ())
        every = (*own, *(proposal for some in self.offered.values() for proposal in some))
        return next((proposal for proposal in every if proposal.actor_id in actors), None)


def _same(uow: Write, group: Group, actor_id: int, key: bytes) -> Message:
    lead = group.rows[0]
    names.refuse_parted(uow, names.node_of(lead), actor_node(actor_id))
    name, known = names.record(lead), names.actor(uow, actor_id)
    said = say("Same: {name} is {known}", name=name, known=known)
    if len(group.rows) > 1:
        said = say_n(
            "Same: {name} is {known} ({n} record)",
            "Same: {name} is {known} ({n} records)",
            len(group.rows),
            name=name,
            known=known,
        )
    uow.entry("review", said)
    before, actors = actor_id, names.standing_for(uow, actor_id)
    for row in group.rows:
        if _is_first(row, group.rows):
            _note(uow, row, actor_id, group.proposal(row, actors), Judgement.SAME)
    for row in group.rows:
        for proposal in group.offered.get(row.id or 0, ()):
            uow.delete(proposal)
        settled = as_known(uow, _said(row), actor_id, key=key)
        close(uow, row, State.LINKED, settled)
        actor_id = settled.actor_id  # another one where the record brought a Business ID
    _rescore(uow, {before, actor_id})
    return said


def _different(uow: Write, group: Group, actor_id: int, key: bytes) -> Message:
    name = names.record(group.rows[0])
    if not group.proposed:
        uow.entry("review", say("New organisation: {name}", name=name))
    else:
        known = names.actor(uow, actor_id)
        said = say("Different: {name} is not {known}", name=name, known=known)
        if len(group.rows) > 1:
            said = say_n(
                "Different: {name} is not {known} ({n} record)",
                "Different: {name} is not {known} ({n} records)",
                len(group.rows),
                name=name,
                known=known,
            )
        uow.entry("review", said)
        gone = names.standing_for(uow, actor_id)
        for row in group.rows:
            if _is_first(row, group.rows):
                _note(uow, row, actor_id, group.proposal(row, gone), Judgement.DIFFERENT)
            for proposal in group.offered.get(row.id or 0, ()):
                if proposal.actor_id in gone:
                    uow.delete(proposal)
        left = group.proposed - gone
        if left:
            for row in group.rows:
                uow.update(row, later_until=None)
            return say_n("Different. {n} proposal is left.", "Different. {n} proposals are left.", len(left))
    settled = own_organisation(uow, group.rows, key)
    _rescore(uow, {settled.actor_id})
    return say("Different. New organisation: {name}", name=name)


def own_organisation(uow: Write, group: Sequence[SourceRecord], key: bytes) -> Settled:
    """Makes a new organisation from records that are one and nobody known; the first names it."""
    lead, *others = group
    why = say("A person has said that it is none of the known organisations")
    weights_id = current_weights_id(uow)
    settled = as_new(uow, _said(lead), key=key)
    note_founded(uow, lead, settled, why, weights_id)
    close(uow, lead, State.NEW, settled)
    for row in others:
        joined = as_known(uow, _said(row), settled.actor_id, key=key)
        if names.node_of(row) != names.node_of(lead):
            note_founded(uow, row, joined, why, weights_id)
        close(uow, row, State.LINKED, joined)
    return settled


def _put_off(uow: Write, group: Group, actor_id: int, day: date) -> Message:
    said = say("{name}: decided later, on {on}", name=names.record(group.rows[0]), on=day)
    uow.entry("review", said)
    actors = names.standing_for(uow, actor_id)
    for row in group.rows:
        if group.proposed and _is_first(row, group.rows):
            _note(uow, row, actor_id, group.proposal(row, actors), Judgement.UNSURE)
        uow.update(row, later_until=day)
    return said


def close(uow: Write, record: SourceRecord, state: State, settled: Settled) -> None:
    """The record has found its organisation."""
    purpose = from_row(record)[1]
    uow.update(
        record,
        state=state.value,
        organisation_id=settled.organisation_id,
        candidate=to_plain(settled.allowed, purpose),
        later_until=None,
    )


def _is_first(row: SourceRecord, rows: Sequence[SourceRecord]) -> bool:
    """Whether a record is the first of its node: judgements speak of nodes."""
    return row is next(one for one in rows if names.node_of(one) == names.node_of(row))


def _note(uow: Write, row: SourceRecord, actor_id: int, proposal: LinkProposal | None, judgement: Judgement) -> None:
    stored = proposal.evidence if proposal is not None else []
    note_decision(
        uow,
        row,
        actor_id,
        judgement,
        evidence=stored,
        posterior=proposal.posterior if proposal is not None else None,
        weights_id=evidence.weights(stored),
    )


def _day(uow: Write, until: date | None) -> date:
    today = clock.today(uow.now)
    day = until or today + timedelta(days=LATER_DAYS)
    if day <= today:
        raise BadInput(say("The day to return to this must be in the future: {on}", on=day))
    return day


def _said(record: SourceRecord) -> Said:
    candidate, purpose = from_row(record)
    return Said(candidate, record.source, purpose)


def _rescore(uow: Write, actor_ids: Iterable[int]) -> None:
    uow.session.flush()
    scoring.rescore_actors(uow, actor_ids)
