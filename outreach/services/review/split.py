"""Taking a record out of the organisation that it was linked to: the link was wrong, and stays undone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from db.models import LinkDecision, LinkProposal, Organisation, SourceRecord
from db.queries import judgements as judgement_queries
from db.queries import records
from db.unit import Read, Write
from outreach.errors import Refused
from outreach.rules.linkage import alike
from outreach.services import evidence, judgements, scoring
from outreach.services.intake import emptying
from outreach.services.intake.records import from_row, place_of, record_of
from outreach.services.intake.settle import State, note_decision
from outreach.services.review import names
from outreach.services.review.answers import own_organisation
from outreach.terms.linkage import actor_of_node
from outreach.terms.message import Message, say, say_n
from outreach.terms.work import Judgement


def split(uow: Write, record_id: int, *, key: bytes, expected: int | None = None) -> tuple[Message, ...]:
    """A person's word that a linked record is not the organisation it stands in; says what was done and what stays.

    What the record has filled in goes back, unless somebody has set it since or another record says it too. The record
    waits for an answer where it might be somebody else known, else it gets an organisation of its own; records of equal
    values that were linked by rule go with it. No later import links it there again. Refused for a record that waits,
    and for one that alone makes up its organisation.
    """
    record = uow.find(SourceRecord, record_id)
    if record.organisation_id is None or record.state == State.REVIEW:
        raise Refused(say("This record waits for an answer: answer that instead."))
    uow.check_version(record, expected)
    row = uow.find(Organisation, record.organisation_id)
    every = records.of_organisation(uow.session, row.id or 0)
    out = _together(uow, record, every, row.actor_id or 0)
    rest = [one for one in every if one not in out]
    if not rest and any(one.state == State.NEW for one in out):
        raise Refused(
            say("The organisation was made from this record, and nothing else is in it: there is nothing to part.")
        )
    name, known = names.record(record), names.actor(uow, row.actor_id or 0)
    uow.entry("review", say("Different: {name} is not {known}, and was taken out", name=name, known=known))
    links = {names.node_of(one): link_of(uow, names.node_of(one), row.actor_id or 0) for one in out}
    for one in out:
        uow.update(one, state=State.REVIEW.value, organisation_id=None)
    before = row.actor_id or 0
    stays = emptying.take_back(uow, row, out, rest)
    actor_id = row.actor_id or 0  # another one where the record had brought the Business ID
    for node, link in links.items():
        first = next(one for one in out if names.node_of(one) == node)
        note_decision(
            uow,
            first,
            actor_id,
            Judgement.DIFFERENT,
            evidence=link.evidence if link is not None else [],
            posterior=link.posterior if link is not None else None,
            weights_id=link.weights_id if link is not None else None,
        )
    if not rest:
        for proposal in uow.session.exec(select(LinkProposal).where(col(LinkProposal.organisation_id) == row.id)).all():
            uow.delete(proposal)
        emptying.drop_if_bare(uow, row)
    touched = {before, actor_id}
    if _asked_again(uow, out, links):
        said = say("Different. {name} waits for an answer.", name=name)
    else:
        touched.add(own_organisation(uow, out, key).actor_id)
        said = say("Different. New organisation: {name}", name=name)
    uow.session.flush()
    scoring.rescore_actors(uow, touched)
    return (said, *_notes(len(out), stays))


def link_of(uow: Read, node: str, actor_id: int) -> LinkDecision | None:
    """The judgement by which a record stands at an actor: the newest of a person, else the newest by rule."""
    wanted = names.standing_for(uow, actor_id)
    found = [
        decision
        for decision, _ in judgement_queries.decisions_on(uow.session, node)
        if wanted & {actor_of_node(decision.one), actor_of_node(decision.other)}
        and decision.judgement == Judgement.SAME
    ]
    return next((one for one in found if one.decided_by is not None), found[0] if found else None)


def _together(uow: Write, record: SourceRecord, every: Sequence[SourceRecord], actor_id: int) -> list[SourceRecord]:
    """The record, others of its node, and records of equal values that no person has linked; the record first."""
    values, number = _values(uow, record)
    same = [one for one in every if one.id != record.id and names.node_of(one) == names.node_of(record)]
    for one in every if record.state != State.NEW else ():
        if one.id == record.id or one in same or one.state == State.NEW:
            continue
        theirs, id_ = _values(uow, one)
        link = link_of(uow, names.node_of(one), actor_id)
        by_person = link is not None and link.decided_by is not None
        if theirs == values and alike.ids_agree(number, id_) and not by_person:
            same.append(one)
    return [record, *same]


def _values(uow: Write, row: SourceRecord) -> tuple[alike.Values, str]:
    candidate, _ = from_row(row)
    record = record_of(candidate, names.node_of(row), place_of(uow, candidate))
    return alike.values_of(record), record.business_id


def _asked_again(uow: Write, out: Sequence[SourceRecord], links: dict[str, LinkDecision | None]) -> bool:
    """Proposes what else the records may be, as it was weighed when they were linked; whether there was anything."""
    asked = False
    for one in out:
        node = names.node_of(one)
        link = links[node]
        words = judgements.near(uow, (node,)).on(node)
        parted = {actor_id for actor_id, said in words.items() if said is Judgement.DIFFERENT}
        spare = evidence.spare_proposals(link.evidence) if link is not None else []
        left = [(actor, posterior, rows) for actor, posterior, rows in spare if actor not in parted]
        for rank, (actor, posterior, rows) in enumerate(left):
            uow.insert(LinkProposal(record_id=one.id, actor_id=actor, rank=rank, posterior=posterior, evidence=rows))
            asked = True
    return asked


def _notes(taken: int, stays: int) -> list[Message]:
    notes = []
    if taken > 1:
        notes.append(say_n("{n} record was taken out.", "{n} records of equal values were taken out.", taken))
    if stays:
        notes.append(
            say_n(
                "{n} record stays, since later work rests on it.",
                "{n} records stay, since later work rests on them.",
                stays,
            )
        )
    return notes
