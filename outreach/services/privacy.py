"""Do-not-contact entries: entering, lifting, and what they leave open for each channel."""

from __future__ import annotations

from sqlmodel import select

from db.models import Organisation, Person, PrivacyLog, RegistryCompany, Suppression
from db.queries import privacy as query
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, Refused
from outreach.rules.contactability import best, judge
from outreach.rules.identity import actor_of_business_id, business_id, is_role_mailbox
from outreach.rules.text import clean
from outreach.services import routes, scoring, standing
from outreach.services.bans import check_key, covered_values, identity_of, is_suppressed, suppressed_values
from outreach.services.erasure import erase_person, export_person
from outreach.services.keyed import (
    load_or_create_key,
    organisation_hash,
    person_hash,
    value_hash,
)
from outreach.services.naming import organisation_name
from outreach.services.organisations import ensure_organisation
from outreach.terms.message import Message, say
from outreach.terms.privacy import SuppressionRow
from outreach.terms.views import ChannelRule
from outreach.terms.work import Channel

__all__ = [
    "channels",
    "check_key",
    "covered_values",
    "erase_person",
    "export_person",
    "is_suppressed",
    "lift",
    "load_or_create_key",
    "suppress",
    "suppressed_values",
    "suppressions",
]


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
        return _suppress_person(uow, key, standing.person(uow, person_id), channel, reason)
    number = business_id(value) if value and "@" not in value else ""
    if number and _known(uow, actor_of_business_id(number)):
        uow.entry("privacy", say("Do-not-contact entry: {name}", name=number), undoable=False)
        organisation_id = ensure_organisation(uow, actor_of_business_id(number)).id
    if organisation_id is not None:
        organisation_id = standing.organisation(uow, organisation_id).id or 0
        identity, name = identity_of(uow, organisation_id), organisation_name(uow, organisation_id)
        uow.entry("privacy", say("Do-not-contact entry: {name}", name=name), undoable=False)
        entered = _enter(uow, organisation_hash(key, identity), "organisation", channel, reason, organisation_id)
        _rescore(uow, organisation_id)
        return entered
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
    if row.kind == "organisation" and row.organisation_id is not None:
        _rescore(uow, row.organisation_id)
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
        return tuple(judge(route) for route in routes.to_person(uow, key, subject, standing.person(uow, person_id)))
    return best(routes.to_organisation(uow, key, subject))


def _suppress_person(uow: Write, key: bytes, person: Person, channel: Channel, reason: str) -> int:
    name = organisation_name(uow, person.organisation_id)
    identity = identity_of(uow, person.organisation_id)
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


def _rescore(uow: Write, organisation_id: int) -> None:
    scoring.rescore_actor(uow, uow.find(Organisation, organisation_id).actor_id or 0)


def _known(uow: Read, actor_id: int) -> bool:
    ours = uow.session.exec(select(Organisation.id).where(Organisation.actor_id == actor_id)).first()
    return ours is not None or uow.session.get(RegistryCompany, actor_id) is not None
