"""Names as sentences show them: the effective name of an organisation, a need's title, a list of conditions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from db.models import Merge, Organisation, RegistryCompany
from db.unit import Read
from outreach.terms.message import Message, say


def organisation_name(uow: Read, organisation_id: int) -> str:
    """Own name, else the register's, else the Business ID."""
    organisation = uow.find(Organisation, organisation_id)
    if organisation.name:
        return organisation.name
    company = uow.session.get(RegistryCompany, organisation.actor_id) if organisation.actor_id else None
    if company is None and organisation.merged_into is not None:
        company = _by_itself(uow, organisation_id)
    return company.name if company else organisation.business_id or ""


def _by_itself(uow: Read, organisation_id: int) -> RegistryCompany | None:
    """The company that an organisation was before it was merged into another, which bears its Business ID now."""
    query = select(Merge.away_actor).where(Merge.away_id == organisation_id).order_by(col(Merge.id).desc())
    number = uow.session.exec(query).first()
    return uow.session.get(RegistryCompany, number) if number is not None else None


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
