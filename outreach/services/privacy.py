"""Do-not-contact entries: entering, lifting, and what they leave open for each channel."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import select

from db.models import Organisation, Person, PrivacyLog, RegistryCompany, State, Suppression
from db.queries import privacy as query
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, Refused, Unusable
from outreach.rules.contactability import best, judge
from outreach.rules.identity import actor_of_business_id, business_id, business_id_of_actor, is_role_mailbox
from outreach.rules.text import clean
from outreach.services import routes
from outreach.services.erasure import erase_person, export_person
from outreach.services.keyed import (
    fingerprint,
    load_or_create_key,
    organisation_hash,
    organisation_identity,
    person_hash,
    value_hash,
)
from outreach.services.naming import organisation_name
from outreach.services.organisations import ensure_organisation
from outreach.terms.candidate import Candidate
from outreach.terms.message import Message, say
from outreach.terms.views import ChannelRule, SuppressionRow
from outreach.terms.work import Channel

__all__ = [
    "channels",
    "check_key",
    "erase_person",
    "export_person",
    "is_suppressed",
    "lift",
    "load_or_create_key",
    "suppress",
    "suppressed_values",
    "suppressions",
]

_KEY_STATE = "do_not_contact_key"  # state key: fingerprint of the key that this database's entries were made with


def suppress(
    uow: Write,
    *,
    key: bytes,
    organisation_id: int | None = None,
    person_id: int | None = None,
    value: str = "",
    channel: Channel = Channel.ANY,
    reason: str = "",
) -> int:
    """Enters a do-not-contact entry for an organisation, a person, or a value: e-mail, phone or Business ID.

    A person's entry covers that person's own address and number too, whoever brings them in again. Returns the key of
    the entry; of the one that stands already when it covers the channel. No undo takes it back: `lift` does.
    """
    if sum((organisation_id is not None, person_id is not None, bool(value))) != 1:
        raise ValueError("suppress() wants one of organisation_id, person_id and value")
    check_key(uow, key)
    if person_id is not None:
        return _suppress_person(uow, key, uow.find(Person, person_id), channel, reason)
    number = business_id(value) if value and "@" not in value else ""
    if number and _known(uow, actor_of_business_id(number)):
        uow.entry("privacy", say("Do-not-contact entry: {name}", name=number), undoable=False)
        organisation_id = ensure_organisation(uow, actor_of_business_id(number)).id
    if organisation_id is not None:
        identity, name = _identity(uow, organisation_id), organisation_name(uow, organisation_id)
        uow.entry("privacy", say("Do-not-contact entry: {name}", name=name), undoable=False)
        return _enter(uow, organisation_hash(key, identity), "organisation", channel, reason, organisation_id)
    kind, hashed = ("organisation", organisation_hash(key, f"id {number}")) if number else value_hash(key, value)
    if not hashed:
        raise BadInput(
            say("This is neither an e-mail address, a phone number nor a Business ID: {value}", value=clean(value, 80))
        )
    uow.entry("privacy", say("Do-not-contact entry for an address or number"), undoable=False)
    return _enter(uow, hashed, kind, channel, reason)


def lift(uow: Write, suppression_id: int, reason: str) -> Message:
    """Lifts an entry, with those made in the same act; wants the reason, such as the person's own wish."""
    row = uow.find(Suppression, suppression_id)
    why = clean(reason, 300)
    if not why:
        raise BadInput(say("Write why the do-not-contact entry is lifted: it stays in the history."))
    if row.lifted_at is not None:
        raise Refused(say("This do-not-contact entry has been lifted already."))
    name = organisation_name(uow, row.organisation_id) if row.organisation_id is not None else ""
    said = (
        say("Do-not-contact entry lifted: {name}", name=name)
        if name
        else say("Do-not-contact entry lifted for an address or number")
    )
    uow.entry("privacy", said, undoable=False)
    for row_id in query.same_act(uow.session, suppression_id):
        entry = uow.find(Suppression, row_id)
        uow.update(entry, lifted_at=uow.now, lifted_by=uow.adviser_id, lift_reason=why)
    _log(uow, "lifted", row.key_hash)
    return said


def suppressions(uow: Read, *, lifted: bool = False) -> tuple[SuppressionRow, ...]:
    """Do-not-contact entries, newest first; with the lifted ones when asked."""
    return tuple(
        SuppressionRow(
            suppression_id=row.id,
            kind=row.kind,
            channel=Channel(row.channel),
            subject=row.person if row.kind != "organisation" else row.organisation,
            organisation_id=row.organisation_id,
            reason=row.reason,
            entered_on=clock.today(row.entered_at),
            entered_by=row.who,
            lifted_on=clock.today(row.lifted_at) if row.lifted_at else None,
            lifted_by=row.lifter,
            lift_reason=row.lift_reason,
        )
        for row in query.entries(uow.session, lifted=lifted)
    )


def channels(
    uow: Read,
    *,
    key: bytes,
    organisation_id: int | None = None,
    actor_id: int | None = None,
    person_id: int | None = None,
) -> tuple[ChannelRule, ...]:
    """Whether e-mail, phone and post may be used, one rule each.

    Of an organisation: the best route to it, its own before its people's. With `person_id` the routes to that person
    only. An actor that is only in the register is judged by what the register tells.
    """
    check_key(uow, key)
    subject = routes.subject_of(uow, organisation_id=organisation_id, actor_id=actor_id)
    if person_id is not None:
        return tuple(judge(route) for route in routes.to_person(uow, key, subject, uow.find(Person, person_id)))
    return best(routes.to_organisation(uow, key, subject))


def is_suppressed(uow: Read, key: bytes, actor_ids: Iterable[int]) -> set[int]:
    """Which of the actors may not be contacted through any channel, companies of the bare register included."""
    check_key(uow, key)
    bans = query.organisation_bans(uow.session)
    wanted = set(actor_ids)
    if not bans or not wanted:
        return set()
    found = query.actors_of(uow.session, {b.organisation_id for b in bans if b.organisation_id is not None}) & wanted
    loose = {ban.key_hash for ban in bans if ban.organisation_id is None}
    if loose:
        numbers = {actor: business_id_of_actor(actor) for actor in wanted}
        found |= {a for a, number in numbers.items() if number and organisation_hash(key, f"id {number}") in loose}
        for actor, name, town in query.unregistered(uow.session, sorted(a for a in wanted if not numbers[a])):
            if organisation_hash(key, organisation_identity("", name, town)) in loose:
                found.add(actor)
    return found


def suppressed_values(
    uow: Read, key: bytes, candidate: Candidate, organisation_id: int | None = None
) -> frozenset[str]:
    """Parts of a candidate under an entry, or of an erased person: "organisation", "email", "phone", "contact".

    "contact" is the person named with it: intake leaves that out, and the other parts named here.
    """
    check_key(uow, key)
    identities = {organisation_identity("", candidate.name, candidate.municipality_code)}
    if candidate.business_id:
        identities.add(organisation_identity(candidate.business_id, "", ""))
    if organisation_id is not None:
        identities.add(_identity(uow, organisation_id))
    hashes: dict[str, str] = {organisation_hash(key, identity): "organisation" for identity in identities}
    contact = candidate.contact
    if contact is not None:
        hashes |= {person_hash(key, contact.name, identity): "contact" for identity in identities}
        hashes |= {value_hash(key, v)[1]: "contact" for v in (contact.email, contact.phone) if v}
    shared = {value_hash(key, candidate.email)[1]: "email", value_hash(key, candidate.phone)[1]: "phone"}
    wanted = (hashes.keys() | shared.keys()) - {""}
    standing = {ban.key_hash for ban in query.bans_on(uow.session, hashes=wanted, organisation_id=organisation_id)}
    standing |= query.erased_hashes(uow.session) & hashes.keys()
    return frozenset(name for table in (hashes, shared) for hashed, name in table.items() if hashed in standing)


def check_key(uow: Read, key: bytes) -> None:
    """Unusable when the entries of this database were made with another key: they could not be recognised."""
    row = uow.session.get(State, _KEY_STATE)
    if row is None:
        if isinstance(uow, Write):
            uow.session.add(State(key=_KEY_STATE, value=fingerprint(key)))
            uow.session.flush()
    elif row.value != fingerprint(key):
        raise Unusable(
            say("The key of the do-not-contact entries is not the one that this database was used with."),
            say("Copy the file suppression.key from another workplace or from a back-up."),
        )


def _suppress_person(uow: Write, key: bytes, person: Person, channel: Channel, reason: str) -> int:
    name = organisation_name(uow, person.organisation_id)
    identity = _identity(uow, person.organisation_id)
    uow.entry("privacy", say("Do-not-contact entry for a person: {name}", name=name), undoable=False)
    hashed = person_hash(key, person.name, identity)
    entered = _enter(uow, hashed, "person", channel, reason, person.organisation_id, person.id)
    for value in (person.email, person.phone):
        kind, hashed = value_hash(key, value) if value and not is_role_mailbox(value) else ("", "")
        if hashed and channel in (Channel.ANY, Channel(kind)):
            _enter(uow, hashed, kind, channel, reason, person.organisation_id, person.id)
    return entered


def _enter(
    uow: Write,
    hashed: str,
    kind: str,
    channel: Channel,
    reason: str,
    organisation_id: int | None = None,
    person_id: int | None = None,
) -> int:
    for ban in query.bans_on(uow.session, hashes=(hashed,)):
        if ban.channel in (Channel.ANY.value, channel.value):
            return ban.suppression_id
    row = uow.insert(
        Suppression(
            key_hash=hashed,
            kind=kind,
            channel=channel.value,
            reason=clean(reason, 300),
            organisation_id=organisation_id,
            person_id=person_id,
            entered_at=uow.now,
            entered_by=uow.adviser_id,
        )
    )
    _log(uow, "suppressed", hashed)
    return row.id or 0


def _log(uow: Write, action: str, hashed: str) -> None:
    uow.session.add(PrivacyLog(done_at=uow.now, done_by=uow.adviser_id, action=action, subject_hash=hashed))
    uow.session.flush()


def _known(uow: Read, actor_id: int) -> bool:
    ours = uow.session.exec(select(Organisation.id).where(Organisation.actor_id == actor_id)).first()
    return ours is not None or uow.session.get(RegistryCompany, actor_id) is not None


def _identity(uow: Read, organisation_id: int) -> str:
    row = uow.find(Organisation, organisation_id)
    return organisation_identity(row.business_id or "", row.name, row.municipality_code)
