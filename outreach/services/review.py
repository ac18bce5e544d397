"""Records that wait for a person: is it one of these? Each answer is one journal entry, which undo takes back whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from db.models import LinkProposal, SourceRecord
from db.queries import records
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, Refused
from outreach.services import scoring
from outreach.services.facts import facts
from outreach.services.intake.records import from_row, to_plain
from outreach.services.intake.settle import Said, Settled, State, as_known, as_new, note_decision
from outreach.services.naming import organisation_name
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import FieldPair, OrganisationFacts, Page, Proposal, ReviewItem
from outreach.terms.work import Judgement

LATER_DAYS = 7  # when nobody says until when
FIELD_NAMES = {"domain": "website"}  # evidence -> what people call it


def queue(uow: Read, *, offset: int = 0, limit: int = 20, today: date | None = None) -> Page[ReviewItem]:
    """Records that wait, those nearest to an even chance first, since an answer tells most there.

    Records without a proposal stand after these, put off ones last; with `today` one comes back on its day.
    """
    rows = records.waiting(uow.session, today=today, offset=offset, limit=limit)
    return Page(_items(uow, rows), offset, records.count_waiting(uow.session))


def item(uow: Read, record_id: int) -> ReviewItem:
    """One waiting record; Refused when it was answered already, NotFound when there is none."""
    return _items(uow, [_waiting(uow, record_id)])[0]


def answer(
    uow: Write,
    record_id: int,
    actor_id: int,
    judgement: Judgement,
    until: date | None = None,
    *,
    key: bytes,
    expected: int | None = None,
) -> Message:
    """A person's word on whether a waiting record is an actor; says what was done.

    Same: the record is linked, with others of the same source that name the same organisation, and what it says is
    added. Different: the proposal goes, for ever; when none is left the record becomes a new organisation. Unsure: the
    record goes to the end of the queue, until a day. `expected` is the version of the record that the person saw.
    """
    record = _waiting(uow, record_id)
    proposals = records.proposals_of(uow.session, record_id)
    asked = next((proposal for proposal in proposals if proposal.actor_id == actor_id), None)
    if asked is None and proposals and judgement is not Judgement.SAME:
        raise BadInput(say("The record is not proposed to be this organisation: {number}", number=str(actor_id)))
    name = str(record.candidate.get("name", ""))
    if judgement is Judgement.UNSURE:
        return _put_off(uow, record, asked, until, name, expected)
    if judgement is Judgement.SAME:
        if not actor_id:
            raise BadInput(say("Say which organisation the record is."))
        return _same(uow, record, actor_id, name, key, expected)
    return _different(uow, record, asked, name, key, expected)


def _same(uow: Write, record: SourceRecord, actor_id: int, name: str, key: bytes, expected: int | None) -> Message:
    known = _name_of(uow, actor_id)
    said = say("Same: {name} is {known}", name=name, known=known)
    uow.entry("review", said)
    settled: Settled | None = None
    for row in (record, *records.waiting_twins(uow.session, record)):
        proposals = records.proposals_of(uow.session, row.id or 0)
        evidence = next((p.evidence for p in proposals if p.actor_id == actor_id), [])
        note_decision(uow, row, actor_id, Judgement.SAME, evidence, by_rule=False)
        for proposal in proposals:
            uow.delete(proposal)
        settled = as_known(uow, _said(row), settled.actor_id if settled else actor_id, key=key)
        _close(uow, row, State.LINKED, settled, expected if row is record else None)
    _rescore(uow, {actor_id, settled.actor_id if settled else actor_id})
    return said


def _different(
    uow: Write, record: SourceRecord, asked: LinkProposal | None, name: str, key: bytes, expected: int | None
) -> Message:
    if asked is None:
        uow.entry("review", say("New organisation: {name}", name=name))
    else:
        known = _name_of(uow, asked.actor_id)
        uow.entry("review", say("Different: {name} is not {known}", name=name, known=known))
        note_decision(uow, record, asked.actor_id, Judgement.DIFFERENT, asked.evidence, by_rule=False)
        uow.delete(asked)
    left = records.proposals_of(uow.session, record.id or 0)
    if left:
        uow.update(record, expected=expected, later_until=None)
        return say_n("Different. {n} proposal is left.", "Different. {n} proposals are left.", len(left))
    settled = as_new(uow, _said(record), key=key)
    _close(uow, record, State.NEW, settled, expected)
    for row in records.waiting_twins(uow.session, record):
        proposals = records.proposals_of(uow.session, row.id or 0)
        if asked is not None and {p.actor_id for p in proposals} <= {asked.actor_id}:
            for proposal in proposals:
                uow.delete(proposal)
            _close(uow, row, State.LINKED, as_known(uow, _said(row), settled.actor_id, key=key), None)
    _rescore(uow, {settled.actor_id})
    return say("Different. New organisation: {name}", name=name)


def _put_off(
    uow: Write, record: SourceRecord, asked: LinkProposal | None, until: date | None, name: str, expected: int | None
) -> Message:
    today = clock.today(uow.now)
    day = until or today + timedelta(days=LATER_DAYS)
    if day <= today:
        raise BadInput(say("The day to return to this must be in the future: {on}", on=day))
    said = say("{name}: decided later, on {on}", name=name, on=day)
    uow.entry("review", said)
    if asked is not None:
        note_decision(uow, record, asked.actor_id, Judgement.UNSURE, asked.evidence, by_rule=False)
    uow.update(record, expected=expected, later_until=day)
    return said


def _close(uow: Write, record: SourceRecord, state: State, settled: Settled, expected: int | None) -> None:
    purpose = from_row(record)[1]
    uow.update(
        record,
        expected=expected,
        state=state.value,
        organisation_id=settled.organisation_id,
        candidate=to_plain(settled.allowed, purpose),
        later_until=None,
    )


def _said(record: SourceRecord) -> Said:
    candidate, purpose = from_row(record)
    return Said(candidate, record.source, purpose)


def _waiting(uow: Read, record_id: int) -> SourceRecord:
    record = uow.find(SourceRecord, record_id)
    if record.state != State.REVIEW:
        raise Refused(say("This has been answered already."), say("Take the answer back first if it was wrong."))
    return record


def _rescore(uow: Write, actor_ids: Iterable[int]) -> None:
    uow.session.flush()
    scoring.rescore_actors(uow, actor_ids)


def _name_of(uow: Read, actor_id: int) -> str:
    row = records.organisation_of_actor(uow.session, actor_id)
    if row is not None:
        return organisation_name(uow, row.id or 0)
    found = facts(uow, [actor_id]).get(actor_id)
    return found.name if found else str(actor_id)


def _items(uow: Read, rows: list[SourceRecord]) -> tuple[ReviewItem, ...]:
    proposals = {row.id: records.proposals_of(uow.session, row.id or 0) for row in rows}
    known = facts(uow, {p.actor_id for found in proposals.values() for p in found})
    return tuple(
        ReviewItem(
            record_id=row.id or 0,
            name=str(row.candidate.get("name", "")),
            source=row.source,
            place=row.place,
            fetched_on=clock.today(row.fetched_at),
            proposals=tuple(_proposal(p, known.get(p.actor_id)) for p in proposals[row.id]),
            version=row.version,
        )
        for row in rows
    )


def _proposal(row: LinkProposal, known: OrganisationFacts | None) -> Proposal:
    return Proposal(
        actor_id=row.actor_id,
        name=known.name if known else str(row.actor_id),
        business_id=known.business_id if known else "",
        posterior=row.posterior,
        fields=tuple(_field(line) for line in row.evidence if isinstance(line, Mapping)),
    )


def _field(line: Mapping[str, Any]) -> FieldPair:
    field = str(line.get("field", ""))
    words = line.get("words")
    return FieldPair(
        field=FIELD_NAMES.get(field, field),
        grade=str(line.get("grade", "")),
        known=str(line.get("known", "")),
        incoming=str(line.get("incoming", "")),
        bits=float(line.get("bits", 0.0)),
        text=Message.from_plain(words) if isinstance(words, Mapping) else None,
    )
