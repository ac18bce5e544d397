"""Facts of organisations in bulk: the register's values, our own, and the effective ones: own, else the register's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from db.queries import card as query
from db.unit import Read
from outreach.rules.contactability import is_sole_trader_form
from outreach.terms.candidate import NameKind
from outreach.terms.views import OrganisationFacts

# Fields that an organisation of ours may override, and the column that holds its own value.
OWN = {
    "name": "name",
    "form_code": "legal_form",
    "municipality_code": "municipality_code",
    "website": "website",
    "email": "email",
    "phone": "phone",
    "description": "description",
}


def facts(uow: Read, actor_ids: Iterable[int]) -> dict[int, OrganisationFacts]:
    """Effective facts by actor; actors that nobody knows are left out."""
    return {actor_id: effective for actor_id, (effective, _) in both(uow, actor_ids).items()}


def both(uow: Read, actor_ids: Iterable[int]) -> dict[int, tuple[OrganisationFacts, OrganisationFacts | None]]:
    """(effective facts, the register's own) by actor; None for one that the register does not have."""
    ids = list(dict.fromkeys(actor_ids))
    companies, ours = query.companies(uow.session, ids), query.organisations(uow.session, ids)
    names = query.register_names(uow.session, list(companies))
    aliases = query.aliases(uow.session, [row.id for row in ours.values()])
    found: dict[int, tuple[OrganisationFacts, OrganisationFacts | None]] = {}
    for actor_id in ids:
        company, own = companies.get(actor_id), ours.get(actor_id)
        register = _of_register(company, names.get(actor_id, ())) if company is not None else None
        if own is not None:
            found[actor_id] = _effective(register, own, aliases.get(own.id, ())), register
        elif register is not None:
            found[actor_id] = register, register
    return found


def is_former(name: Row[Any]) -> bool:
    """Whether a name of the register is no longer in use."""
    return name.ended is not None or (name.kind == NameKind.COMPANY.value and name.version > 1)


def _of_register(company: Row[Any], names: Sequence[Row[Any]]) -> OrganisationFacts:
    former = dict.fromkeys(name.name for name in names if is_former(name) and name.name != company.name)
    other = dict.fromkeys(name.name for name in names if not is_former(name) and name.name != company.name)
    return OrganisationFacts(
        business_id=company.business_id,
        name=company.name,
        former_names=tuple(former),
        other_names=tuple(other),
        form_code=company.form_code,
        registered=company.registered,
        employer=company.employer,
        industry_code=company.industry_code,
        industry_set=company.industry_set,
        street=company.street,
        postcode=company.postcode,
        city=company.city_fi or company.city_sv,
        municipality_code=company.municipality_code,
        website=company.website,
        situation=company.situation,
        situation_since=company.situation_since,
        ended=company.ended,
        vanished_on=company.vanished_on,
        sole_trader=is_sole_trader_form(company.form_code),
        active=company.active,
    )


def _effective(register: OrganisationFacts | None, own: Row[Any], aliases: Sequence[str]) -> OrganisationFacts:
    base = register or OrganisationFacts(business_id=own.business_id or "")
    changes: dict[str, Any] = {field: getattr(own, column) for field, column in OWN.items() if getattr(own, column)}
    if own.street or register is None:  # an address is taken as a whole: parts of two make a third that is nowhere
        changes |= {"street": own.street, "postcode": own.postcode, "city": own.city}
    if own.industry_code:
        changes |= {"industry_code": own.industry_code, "industry_set": own.industry_set}
    name = changes.get("name", base.name)
    others = dict.fromkeys([base.name, *base.other_names, *aliases]) if base.name else dict.fromkeys(aliases)
    return replace(
        base,
        **changes,
        other_names=tuple(other for other in others if other not in (name, *base.former_names)),
        sole_trader=own.sole_trader or base.sole_trader,
        own=frozenset(field for field, value in changes.items() if value),
    )
