"""Names as sentences show them: the effective name of an organisation, a need's title, a list of conditions."""

from __future__ import annotations

from collections.abc import Sequence

from db.models import Organisation, RegistryCompany
from db.unit import Read
from outreach.terms.message import Message, say


def organisation_name(uow: Read, organisation_id: int) -> str:
    """Own name, else the register's, else the Business ID."""
    organisation = uow.find(Organisation, organisation_id)
    if organisation.name:
        return organisation.name
    company = uow.session.get(RegistryCompany, organisation.actor_id) if organisation.actor_id else None
    return company.name if company else organisation.business_id or ""


def in_language(language: str, fi: str, sv: str, en: str) -> str:
    """The text of a language, else Finnish, Swedish, English in that order."""
    return {"fi": fi, "sv": sv, "en": en}.get(language, "") or fi or sv or en


def listed(messages: Sequence[Message]) -> Message | str:
    """Conditions one after another, each translated by itself."""
    if not messages:
        return ""
    first, *rest = messages
    said: Message = first
    for message in rest:
        said = say("{before}; {after}", before=said, after=message)
    return said
