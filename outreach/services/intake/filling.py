"""What a source adds to an organisation: own values where there are none, names, sites, competences, a person.

A value that somebody has set stays. One that came from the same source and stands as it came is brought up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from db.models import Competence, Organisation, OrganisationAlias, Person, RegistryCompany, RegistryName, Site, Town
from db.unit import Write
from outreach import clock
from outreach.rules.contactability import actor_type_by_form
from outreach.rules.identity import (
    actor_of_business_id,
    actor_of_organisation,
    base_domain,
    domain_of,
    is_shared_domain,
    phone_e164,
    sole_trader_by_name,
    street_key,
    website_url,
)
from outreach.rules.linkage.names import link_key, parse_name
from outreach.rules.text import clean, name_fold, name_key
from outreach.services.people import month_after
from outreach.terms.candidate import Candidate, Contact

ADDRESS = ("street", "postcode", "city")
INDUSTRY = ("industry_code", "industry_set")
OF_OURS = ("legal_form", "actor_type")  # the register's own word counts for its companies


@dataclass(frozen=True, slots=True)
class Offer:
    """What a source says of an organisation now, and what it said before, if this is not the first time."""

    candidate: Candidate
    municipality_code: str
    source: str
    town_code: str = ""
    before: Candidate | None = None


def form_of(candidate: Candidate) -> str:
    """Code of the legal form, by the name or by the column of the list; "" when neither tells."""
    by_name = parse_name(candidate.name).legal_form_code
    return by_name or (parse_name(f"X {candidate.legal_form}").legal_form_code if candidate.legal_form else "")


def values_of(candidate: Candidate) -> dict[str, str]:
    """Own values that a candidate offers, in the form that is stored; empty ones say nothing."""
    form = form_of(candidate)
    return {
        "website": website_url(candidate.website),
        "email": candidate.email,
        "phone": phone_e164(candidate.phone) or candidate.phone,
        "street": candidate.street,
        "postcode": candidate.postcode,
        "city": candidate.town,
        "description": candidate.description,
        "industry_code": candidate.industry_code if candidate.industry_set else "",
        "industry_set": candidate.industry_set.value if candidate.industry_set and candidate.industry_code else "",
        "legal_form": form,
        "actor_type": candidate.actor_type.value if candidate.actor_type else actor_type_by_form(form),
    }


def new_organisation(uow: Write, offer: Offer, *, business_id: str) -> Organisation:
    """An organisation that nobody knew, with everything that the source says of it.

    `business_id` is "" for one whose Business ID is not known, or belongs to somebody else.
    """
    candidate = offer.candidate
    row = uow.insert(
        Organisation(
            business_id=business_id or None,
            name=candidate.name,
            name_key=name_key(candidate.name),
            municipality_code=offer.municipality_code,
            sole_trader=candidate.sole_trader or sole_trader_by_name(candidate.name),
            created_at=uow.now,
        )
    )
    actor_id = actor_of_business_id(business_id) if business_id else actor_of_organisation(row.id or 0)
    uow.update(row, actor_id=actor_id)
    fill(uow, row, offer)
    return row


def fill(uow: Write, row: Organisation, offer: Offer) -> bool:
    """Adds what is new; whether anything was."""
    company = uow.session.get(RegistryCompany, row.actor_id) if row.actor_id else None
    changes = _changes(row, company, offer)
    changed = uow.update(row, **changes) if changes else False
    changed |= _names(uow, row, company, offer)
    changed |= _site(uow, row, company, offer)
    changed |= _competences(uow, row, offer)
    return _person(uow, row, offer) or changed


def _changes(row: Organisation, company: RegistryCompany | None, offer: Offer) -> dict[str, Any]:
    new = values_of(offer.candidate)
    old = values_of(offer.before) if offer.before is not None else dict.fromkeys(new, "")
    changes: dict[str, Any] = {}
    for name in ("website", "email", "phone", "description", *(OF_OURS if company is None else ())):
        if _wanted(getattr(row, name), new[name], old[name]) and not registers(company, name, new[name]):
            changes[name] = new[name]
    if not _elsewhere(row, company, offer.municipality_code):
        changes |= _group(row, ADDRESS, new, old, said=_is_registers_address(company, new))
        if company is None and not row.municipality_code and offer.municipality_code:
            changes["municipality_code"] = offer.municipality_code
    changes |= _group(row, INDUSTRY, new, old, said=company is not None and bool(company.industry_code))
    before = offer.before
    if company is None and before is not None and row.name == before.name != offer.candidate.name:
        changes |= {"name": offer.candidate.name, "name_key": name_key(offer.candidate.name)}
    if company is None and not row.sole_trader and offer.candidate.sole_trader:
        changes["sole_trader"] = True
    domain = link_domain(changes.get("website", row.website), company, changes.get("email", row.email))
    if domain != row.domain:
        changes["domain"] = domain
    return changes


def _wanted(own: str, new: str, old: str) -> bool:
    """Whether a new value is taken: where there is none, or where the old one of this source still stands.

    What the source has said before and somebody has taken away since is not put back.
    """
    if not new or own == new:
        return False
    return own == old if own else new != old


def registers(company: RegistryCompany | None, name: str, value: str) -> bool:
    """Whether the register says the same, so that an own value would only repeat it."""
    return company is not None and name == "website" and website_url(company.website) == value


def _group(
    row: Organisation, names: tuple[str, ...], new: dict[str, str], old: dict[str, str], *, said: bool
) -> dict[str, str]:
    """Values that only make sense together are taken together: an address, an industry code with its set."""
    mine = tuple(str(getattr(row, name)) for name in names)
    theirs, before = tuple(new[name] for name in names), tuple(old[name] for name in names)
    if said or not any(theirs) or mine == theirs:
        return {}
    taken = mine == before if any(mine) else theirs != before
    return dict(zip(names, theirs, strict=True)) if taken else {}


def _is_registers_address(company: RegistryCompany | None, new: dict[str, str]) -> bool:
    """Whether the register gives this address already; a town alone says nothing new of one of its companies."""
    if company is None:
        return False
    if not new["street"]:
        return True
    same = street_key(company.street) == street_key(new["street"]) or company.street == new["street"]
    return same and new["postcode"] in ("", company.postcode)


def _elsewhere(row: Organisation, company: RegistryCompany | None, municipality_code: str) -> bool:
    seat = row.municipality_code or (company.municipality_code if company else "")
    return bool(seat and municipality_code and seat != municipality_code)


def link_domain(website: str, company: RegistryCompany | None, email: str) -> str:
    """Domain that links are looked up by: of the website, else of the mailbox where that is the organisation's own."""
    web = domain_of(website) if website else ""
    mail = domain_of(email) if email and not web and not (company and company.domain) else ""
    own = web or ("" if is_shared_domain(mail) else mail)
    return base_domain(own) if own else ""


def _names(uow: Write, row: Organisation, company: RegistryCompany | None, offer: Offer) -> bool:
    """Names that neither the register nor we know yet; the own name of an organisation of ours is among them."""
    mine = uow.session.exec(select(OrganisationAlias).where(OrganisationAlias.organisation_id == row.id)).all()
    known = {name_fold(alias.name) for alias in mine}
    if company is not None:
        names = select(RegistryName.name_fold).where(RegistryName.company_id == company.id)
        known |= set(uow.session.exec(names).all())
    before = offer.before
    said = {name_fold(name) for name in (before.name, *before.other_names)} if before is not None else set()
    added = False
    for name in dict.fromkeys((offer.candidate.name, *offer.candidate.other_names)):
        fold = name_fold(name)
        if not fold or fold in known or fold in said:
            continue
        known.add(fold)
        uow.insert(
            OrganisationAlias(
                organisation_id=row.id or 0,
                name=name,
                name_fold=fold,
                link_key=link_key(name),
                source=offer.source,
            )
        )
        added = True
    return added


def _site(uow: Write, row: Organisation, company: RegistryCompany | None, offer: Offer) -> bool:
    """A firm with its seat elsewhere works where the source says: a site of its own, one for each address."""
    place, candidate = offer.municipality_code, offer.candidate
    if not _elsewhere(row, company, place):
        return False
    mine = uow.session.exec(select(Site).where(Site.organisation_id == row.id, Site.municipality_code == place)).all()
    same = next((s for s in mine if street_key(s.street) == street_key(candidate.street)), None)
    bare = next((s for s in mine if not s.street and s.source == offer.source), None)
    if same is not None or (mine and not candidate.street):
        return False
    if bare is not None:
        return uow.update(bare, street=candidate.street, postcode=candidate.postcode)
    if offer.before is not None and street_key(offer.before.street) == street_key(candidate.street):
        return False  # the source said so before, and somebody has taken the site away since
    uow.insert(
        Site(
            organisation_id=row.id or 0,
            municipality_code=place,
            street=candidate.street,
            postcode=candidate.postcode,
            source=offer.source,
        )
    )
    return True


def _competences(uow: Write, row: Organisation, offer: Offer) -> bool:
    """Competences as offered: they count in full once a person has confirmed them."""
    mine = uow.session.exec(select(Competence.tag).where(Competence.organisation_id == row.id)).all()
    known = {name_fold(tag) for tag in (*mine, *(offer.before.competences if offer.before else ()))}
    return _insert_tags(uow, row, (tag for tag in offer.candidate.competences if name_fold(tag) not in known), offer)


def _insert_tags(uow: Write, row: Organisation, tags: Iterable[str], offer: Offer) -> bool:
    wanted = {fold: tag for tag in reversed(list(tags)) if (fold := name_fold(tag))}
    for tag in reversed(list(wanted.values())):
        uow.insert(Competence(organisation_id=row.id or 0, tag=clean(tag, 100), source=offer.source))
    return bool(wanted)


def _person(uow: Write, row: Organisation, offer: Offer) -> bool:
    """The contact person, as personal data of the town that the source was read for, to be informed in a month."""
    contact = offer.candidate.contact
    if contact is None:
        return False
    before = offer.before.contact if offer.before is not None else None
    controller = _controller(uow, offer.town_code)
    mine = uow.session.exec(
        select(Person).where(Person.organisation_id == row.id, Person.controller_id == controller)
    ).all()
    known = next((person for person in mine if name_fold(person.name) == name_fold(contact.name)), None)
    if known is not None:
        return _refresh_person(uow, known, contact, before)
    if before is not None and name_fold(before.name) == name_fold(contact.name):
        return False  # taken away since
    got = clock.today(offer.candidate.provenance.fetched_at)
    uow.insert(
        Person(
            organisation_id=row.id or 0,
            controller_id=controller,
            name=contact.name,
            role=contact.role,
            email=contact.email,
            phone=phone_e164(contact.phone) or contact.phone,
            source=offer.source,
            obtained_on=got,
            notice_due=month_after(got),
        )
    )
    return True


def _refresh_person(uow: Write, person: Person, contact: Contact, before: Contact | None) -> bool:
    new = {"role": contact.role, "email": contact.email, "phone": phone_e164(contact.phone) or contact.phone}
    old = dict.fromkeys(new, "")
    if before is not None:
        old = {"role": before.role, "email": before.email, "phone": phone_e164(before.phone) or before.phone}
    changes: dict[str, Any] = {
        name: value for name, value in new.items() if _wanted(getattr(person, name), value, old[name])
    }
    return uow.update(person, **changes) if changes else False


def _controller(uow: Write, town_code: str) -> int | None:
    town = uow.session.get(Town, town_code) if town_code else None
    return town.controller_id if town is not None else None
