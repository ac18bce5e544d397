"""Organisations: from an actor of the register to a row of ours, and from what somebody typed to an actor."""

from __future__ import annotations

from sqlmodel import select

from db.models import Organisation, RegistryCompany
from db.unit import Write
from outreach.errors import NotFound
from outreach.rules.contactability import actor_type_by_form, is_sole_trader_form
from outreach.rules.identity import business_id_of_actor, organisation_of_actor
from outreach.terms.message import say


def ensure_organisation(uow: Write, actor_id: int) -> Organisation:
    """The organisation of an actor; a company of the register becomes one now, inside the caller's journal entry.

    Its own values stay empty, so that the register's count; what the legal form tells is filled in. NotFound when
    neither the register nor we know the actor.
    """
    known = uow.session.exec(select(Organisation).where(Organisation.actor_id == actor_id)).first()
    if known is not None:
        return known
    row_id = organisation_of_actor(actor_id)
    if row_id is not None:  # named before it was given a Business ID
        known = uow.session.get(Organisation, row_id)
        if known is not None:
            return known
    company = uow.session.get(RegistryCompany, actor_id)
    if company is None:
        raise NotFound(
            say("Not found: {what}", what=business_id_of_actor(actor_id) or str(actor_id)),
            say("Neither the register nor the list of organisations has it."),
        )
    return uow.insert(
        Organisation(
            actor_id=actor_id,
            business_id=company.business_id,
            actor_type=actor_type_by_form(company.form_code),
            sole_trader=is_sole_trader_form(company.form_code),
            created_at=uow.now,
        )
    )
