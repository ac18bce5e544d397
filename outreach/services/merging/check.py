"""Who the two of a merge are, and what keeps them apart: two Business IDs, or a person's word."""

from __future__ import annotations

from db.models import Merge, RegistryCompany, SourceRecord
from db.queries import judgements as judgement_query
from db.queries import records
from db.unit import Read, Write
from outreach import clock
from outreach.errors import NotFound, Refused
from outreach.rules.identity import business_id_of_actor
from outreach.rules.linkage.clusters import Pair
from outreach.services import judgements, standing
from outreach.services.merging.fields import Subject
from outreach.services.merging.memory import Memory
from outreach.terms.linkage import actor_node, pair, record_node
from outreach.terms.merging import Side
from outreach.terms.message import Message, say
from outreach.terms.work import Judgement


def subject(uow: Read, actor_id: int) -> Subject:
    """The organisation that an actor number leads to now. NotFound when nobody knows it."""
    present = standing.actor(uow, actor_id)
    row = records.organisation_of_actor(uow.session, present)
    company = uow.session.get(RegistryCompany, present)
    if row is None and company is None:
        raise NotFound(say("Not found: {what}", what=business_id_of_actor(actor_id) or str(actor_id)))
    memory = Memory(uow, row.id or 0) if row is not None else None
    return Subject(present, row, company, memory)


def side(one: Subject) -> Side:
    """A subject as it is shown."""
    row = one.organisation
    return Side(
        actor_id=one.actor_id,
        organisation_id=row.id if row is not None else None,
        name=one.name,
        business_id=one.business_id,
        version=row.version if row is not None else None,
    )


def refusal(uow: Read, kept: Subject, away: Subject) -> Refused | None:
    """What no choice can put aside: one and the same, two Business IDs, or records that were judged different."""
    if kept.actor_id == away.actor_id:
        return Refused(say("These are one organisation already: {name}", name=kept.name))
    if kept.business_id and away.business_id:
        return Refused(
            say(
                "The Business IDs differ: {one} and {other}. These are two organisations.",
                one=kept.business_id,
                other=away.business_id,
            )
        )
    between = sorted(hostile(uow, kept, away) - direct(uow, kept, away))
    if between:
        return Refused(
            say("These were judged different before: {one}, {other}.", **_names(uow, between[0])),
            say("Take that judgement back first if it was wrong."),
        )
    return None


def difference(uow: Read, kept: Subject, away: Subject) -> Message | None:
    """A person's word that the two themselves are different, with who said it and when."""
    said = sorted(direct(uow, kept, away))
    if not said:
        return None
    one, other = said[0]
    found = judgement_query.decisions_on(uow.session, one)
    row, who = next((row, who) for row, who in found if {row.one, row.other} == {one, other} and row.decided_by)
    return say("Judged different by {who} on {date}", who=who, date=clock.today(row.decided_at))


def hostile(uow: Read, kept: Subject, away: Subject) -> set[Pair]:
    """Pairs of nodes, one on each side, that people have judged different."""
    judged = judgements.judged(uow)
    mine, theirs = ({member for node in nodes(one) for member in judged.whole.around(node)} for one in (kept, away))
    return {
        edge.pair
        for member in mine
        for edge in judged.words.get(member, ())
        if edge.judgement is Judgement.DIFFERENT and ({*edge.pair} - {member}) <= theirs
    }


def direct(uow: Read, kept: Subject, away: Subject) -> set[Pair]:
    """Those of them that name the organisations themselves: a new word on these takes the old one back."""
    mine, theirs = nodes(kept), nodes(away)
    return {two for two in hostile(uow, kept, away) if {*two} & mine and {*two} & theirs}


def nodes(one: Subject) -> set[str]:
    """How judgements name an organisation and all that were merged into it."""
    found = {one.actor_id}
    if one.memory is not None:
        found |= {one.memory.own_actor(organisation_id) for organisation_id in one.memory.organisations}
    return {actor_node(number) for number in found}


def own_pair(merge: Merge) -> Pair:
    """How judgements name the two of a merge, each by what it is by itself."""
    return pair(actor_node(merge.kept_actor), actor_node(merge.away_actor))


def say_same(uow: Write, one: str, other: str) -> None:
    """Notes that two nodes are the same, unless a person's newest word on them says so already."""
    _note(uow, one, other, Judgement.SAME)


def say_different(uow: Write, merge: Merge, leaving: set[int], staying: set[int]) -> None:
    """Notes that those who part are different: the two of the merge, and whoever else was said to be the same."""
    mine, theirs = ({actor_node(number) for number in numbers} for numbers in (leaving, staying))
    words = judgements.judged(uow).words
    pairs = {own_pair(merge)}
    for node in mine:
        pairs |= {
            edge.pair
            for edge in words.get(node, ())
            if edge.judgement is Judgement.SAME and ({*edge.pair} - {node}) <= theirs
        }
    for one, other in sorted(pairs):
        _note(uow, one, other, Judgement.DIFFERENT)


def move_record(uow: Write, record: SourceRecord, mine: set[int], others: set[int], number: int) -> None:
    """Notes of a record which of two that part it is about, where a link has said otherwise or nothing."""
    node = record_node(record.source, record.identity)
    found: dict[str, str] = {}
    for row, _ in judgement_query.decisions_on(uow.session, node):  # newest first
        found.setdefault(row.other if row.one == node else row.one, row.judgement)
    said = {other for other, judgement in found.items() if judgement == Judgement.SAME}
    for other in sorted(said & {actor_node(one) for one in others}):
        judgements.note(uow, node, other, Judgement.DIFFERENT, record_id=record.id)
    if said and not said & {actor_node(one) for one in mine}:
        judgements.note(uow, node, actor_node(number), Judgement.SAME, record_id=record.id)


def _note(uow: Write, one: str, other: str, judgement: Judgement) -> None:
    known = [
        row
        for row, _ in judgement_query.decisions_on(uow.session, one)
        if {row.one, row.other} == {one, other} and row.decided_by is not None
    ]
    if one != other and not (known and known[0].judgement == judgement.value):
        judgements.note(uow, one, other, judgement)


def _names(uow: Read, two: Pair) -> dict[str, str]:
    from outreach.services.review import names  # reviews ask for merges in their turn

    return {"one": names.node(uow, two[0]), "other": names.node(uow, two[1])}
