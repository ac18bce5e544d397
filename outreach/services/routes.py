"""Ways to reach an organisation and its people, and whether a do-not-contact entry stands over each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from db.models import Organisation, Person, RegistryCompany
from db.queries import privacy as query
from db.unit import Read
from outreach.errors import NotFound
from outreach.rules.contactability import Route, is_natural_person_form
from outreach.rules.identity import business_id_of_actor, sole_trader_by_name
from outreach.services import standing
from outreach.services.bans import identities_of
from outreach.services.keyed import organisation_hash, organisation_identity, person_hash, value_hash
from outreach.terms.message import say
from outreach.terms.work import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom the routes lead to, with effective values: own, else the register's."""

    organisation_id: int | None
    identities: frozenset[str]  # what it and those that were merged into it are known by
    natural_person: bool
    email: str
    phone: str
    address: str
    consent_on: date | None


def subject_of(uow: Read, *, organisation_id: int | None = None, actor_id: int | None = None) -> Subject:
    """The organisation, or the company that is only in the register; NotFound when neither is there."""
    if organisation_id is not None:
        row: Organisation | None = standing.organisation(uow, organisation_id)
        actor_id = row.actor_id if row else None
    else:
        row = standing.ours_if_any(uow, actor_id) if actor_id is not None else None
        actor_id = row.actor_id if row is not None else actor_id
    company = uow.session.get(RegistryCompany, actor_id) if actor_id is not None else None
    if row is None and company is None:
        raise NotFound(say("Not found: {what}", what=business_id_of_actor(actor_id or 0) or str(actor_id)))
    name = (row.name if row else "") or (company.name if company else "")
    number = (row.business_id if row else "") or (company.business_id if company else "")
    natural = sole_trader_by_name(name) or (row is not None and row.sole_trader)
    return Subject(
        organisation_id=row.id if row else None,
        identities=frozenset(
            {organisation_identity(number or "", name, row.municipality_code if row else "")}
            | (identities_of(uow, row.id or 0) if row else set())
        ),
        natural_person=natural or (company is not None and is_natural_person_form(company.form_code)),
        email=row.email if row else "",
        phone=row.phone if row else "",
        address=_address(row, company),
        consent_on=row.email_consent_on if row else None,
    )


def to_organisation(uow: Read, key: bytes, subject: Subject) -> tuple[Route, ...]:
    """Routes in the order of preference: the organisation's own, then those of its people."""
    people: Sequence[Person] = ()
    if subject.organisation_id is not None:
        mine = select(Person).where(Person.organisation_id == subject.organisation_id)
        people = uow.session.exec(mine.order_by(Person.id)).all()  # type: ignore[arg-type]
    bans = _bans(uow, key, subject, people)
    return (
        _route(key, subject, bans, Channel.EMAIL, subject.email),
        *(_route(key, subject, bans, Channel.EMAIL, person.email, person) for person in people if person.email),
        _route(key, subject, bans, Channel.PHONE, subject.phone),
        *(_route(key, subject, bans, Channel.PHONE, person.phone, person) for person in people if person.phone),
        _route(key, subject, bans, Channel.POST, subject.address),
    )


def to_person(uow: Read, key: bytes, subject: Subject, person: Person) -> tuple[Route, ...]:
    """Routes to one person: own address, own number or the switchboard, and the organisation's post."""
    bans = _bans(uow, key, subject, (person,))
    return (
        _route(key, subject, bans, Channel.EMAIL, person.email, person),
        _route(key, subject, bans, Channel.PHONE, person.phone or subject.phone, person),
        _route(key, subject, bans, Channel.POST, subject.address, person),
    )


def _bans(uow: Read, key: bytes, subject: Subject, people: Sequence[Person]) -> tuple[query.Ban, ...]:
    hashes = {organisation_hash(key, identity) for identity in subject.identities}
    hashes |= _values(key, subject.email, subject.phone)
    for person in people:
        hashes |= {*_personal(key, subject, person), *_values(key, person.email, person.phone)}
    return query.bans_on(
        uow.session,
        hashes=hashes,
        organisation_id=subject.organisation_id,
        person_ids=[person.id for person in people if person.id is not None],
    )


def _route(
    key: bytes, subject: Subject, bans: Sequence[query.Ban], channel: Channel, value: str, person: Person | None = None
) -> Route:
    values = _values(key, value)
    personal = _personal(key, subject, person) if person else set()
    banned = any(
        ban.kind == "organisation"
        or (ban.kind in ("email", "phone") and ban.key_hash in values)
        or (person is not None and ban.kind == "person" and (ban.person_id == person.id or ban.key_hash in personal))
        for ban in bans
        if ban.channel in (Channel.ANY.value, channel.value)
    )
    consent = person.email_consent_on if person else subject.consent_on
    return Route(
        channel=channel,
        value=value,
        natural_person=subject.natural_person,
        banned=banned,
        consent_on=consent if channel is Channel.EMAIL else None,
    )


def _personal(key: bytes, subject: Subject, person: Person) -> set[str]:
    return {person_hash(key, person.name, identity) for identity in subject.identities}


def _values(key: bytes, *values: str) -> set[str]:
    return {hashed for value in values if value for _, hashed in (value_hash(key, value),) if hashed}


def _address(row: Organisation | None, company: RegistryCompany | None) -> str:
    if row is not None and row.street:
        street, postcode, city = row.street, row.postcode, row.city
    elif company is not None:
        street, postcode, city = company.street, company.postcode, company.city_fi or company.city_sv
    else:
        return ""
    return ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part) if street else ""
