"""What answers call records, actors and nodes, and what keeps two of them apart."""

from __future__ import annotations

from db.models import SourceRecord
from db.queries import records
from db.unit import Read
from outreach.errors import Refused
from outreach.services import judgements
from outreach.services.facts import facts
from outreach.services.naming import organisation_name
from outreach.terms.linkage import actor_node, actor_of_node, pair, record_node, source_of_node
from outreach.terms.message import say


def node_of(record: SourceRecord) -> str:
    """How judgements name a record."""
    return record_node(record.source, record.identity)


def record(row: SourceRecord) -> str:
    """The name that a record gives."""
    return str(row.candidate.get("name", ""))


def actor(uow: Read, actor_id: int) -> str:
    """The effective name of an actor, else its number."""
    row = records.organisation_of_actor(uow.session, actor_id)
    if row is not None:
        return organisation_name(uow, row.id or 0)
    found = facts(uow, [actor_id]).get(actor_id)
    return found.name if found else str(actor_id)


def node(uow: Read, named: str) -> str:
    """What a node is called on screen."""
    actor_id, source = actor_of_node(named), source_of_node(named)
    if actor_id is not None:
        return actor(uow, actor_id)
    found = records.of_node(uow.session, *source) if source is not None else []
    return f"{record(found[0])} ({found[0].source})" if found else named


def standing_for(uow: Read, actor_id: int) -> set[int]:
    """Numbers by which questions may name an actor: its own, and those of what was merged into it."""
    node_ = actor_node(actor_id)
    cluster = judgements.near(uow, (node_,)).whole.around(node_)
    return {actor_id, *filter(None, map(actor_of_node, cluster))}


def refuse_parted(uow: Read, one: str, other: str) -> None:
    """Refused when what belongs to one of these nodes was judged different from what belongs to the other.

    What was said of the two themselves is not in the way: the newest word counts.
    """
    between = judgements.apart(uow, one, other)
    if between is not None and between != pair(one, other):
        raise Refused(
            say(
                "These were judged different before: {one}, {other}.",
                one=node(uow, between[0]),
                other=node(uow, between[1]),
            ),
            say("Take that judgement back first if it was wrong."),
        )
