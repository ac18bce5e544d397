"""What stands for an actor, organisation, case or person now: itself, or what it was merged into."""

from __future__ import annotations

from sqlmodel import select

from db.models import Case, Organisation, Person
from db.queries import merging as query
from db.unit import Read
from outreach.rules.identity import organisation_of_actor


def actor(uow: Read, actor_id: int) -> int:
    """The number of the actor that one goes by now: it may have been given a Business ID or merged since."""
    row = ours_if_any(uow, actor_id)
    return row.actor_id if row is not None and row.actor_id is not None else actor_id


def ours_if_any(uow: Read, actor_id: int) -> Organisation | None:
    """The organisation of ours that an actor number leads to now; None when there is none."""
    row = uow.session.exec(select(Organisation).where(Organisation.actor_id == actor_id)).first()
    if row is not None:
        return row if row.merged_into is None else organisation_if_any(uow, row.id or 0)
    row_id = organisation_of_actor(actor_id)
    return organisation_if_any(uow, row_id) if row_id is not None else None


def organisation_if_any(uow: Read, organisation_id: int) -> Organisation | None:
    """The organisation that stands for one now; None when there is no such one."""
    return uow.session.get(Organisation, query.standing_organisation(uow.session, organisation_id))


def organisation(uow: Read, organisation_id: int) -> Organisation:
    """The same; NotFound when there is none."""
    return uow.find(Organisation, query.standing_organisation(uow.session, organisation_id))


def case(uow: Read, case_id: int) -> Case:
    """The case that stands for one now; NotFound when there is none."""
    return uow.find(Case, query.standing_row(uow.session, "case", case_id))


def person(uow: Read, person_id: int) -> Person:
    """The person that stands for one now; NotFound when there is none."""
    return uow.find(Person, query.standing_row(uow.session, "person", person_id))
