"""Rights of a person over own data: to see it, and to have it erased for good."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlmodel import select

from db.models import Controller, Organisation, OrganisationAlias, Person, PrivacyLog, RegistryCompany, Touchpoint
from db.queries import erasure as query
from db.queries import merging
from db.unit import Read, Write
from outreach.rules.erasing import Traces, scrub_text, scrub_value
from outreach.rules.identity import is_role_mailbox
from outreach.services import pages, standing
from outreach.services.bans import check_key, identities_of
from outreach.services.keyed import organisation_identity, person_hash
from outreach.services.naming import organisation_name
from outreach.terms.message import Message, say


def erase_person(uow: Write, key: bytes, person_id: int) -> Message:
    """Erases a person: the row, and the name, address and number wherever they stand; says how much was cleaned.

    Cleaned are notes, next steps, source records, link evidence, import lists and the history of changes; notes of the
    person's organisation lose single words of the name too, and kept pages that name the person are dropped.
    Do-not-contact entries stay, as hashes. There is no undo.
    """
    check_key(uow, key)
    person = standing.person(uow, person_id)
    twins = [uow.find(Person, one) for one in merging.joined_rows(uow.session, "person", person.id or 0)]
    organisation = standing.organisation(uow, person.organisation_id)
    company = uow.session.get(RegistryCompany, organisation.actor_id) if organisation.actor_id else None
    name = organisation_name(uow, organisation.id or 0)
    identity = organisation_identity(organisation.business_id or "", organisation.name, organisation.municipality_code)
    entry = uow.entry("privacy", say("Personal data erased: {name}", name=name), undoable=False)
    entry.undoable = False
    query.overwrite_deleted(uow.session)
    for holder in {identity, *identities_of(uow, organisation.id or 0)}:
        hashed = person_hash(key, person.name, holder)
        uow.session.add(PrivacyLog(done_at=uow.now, done_by=uow.adviser_id, action="erased", subject_hash=hashed))
    keep = {organisation.name, company.name if company else "", *_aliases(uow, organisation.id or 0)} - {""}
    uow.session.flush()
    around = query.Surroundings(uow.session, organisation.id or 0, organisation.actor_id, organisation.business_id)
    same = [person, *twins]  # of organisations that were merged: one person in several rows
    cleaned = Counter({"contacts": sum(_contacts_of(uow, one.id or 0) for one in same)})
    known_by = list(dict.fromkeys(traces for one in same for traces in _traces(uow, one)))
    for traces in known_by:
        cleaned.update(_clean(uow, around, traces, keep))
    pages.drop_naming(uow, known_by)
    for one in reversed(same):
        query.remove_person(uow.session, one.id or 0, entry.id or 0)
    uow.session.flush()
    uow.session.expire_all()
    return say(
        "Personal data erased: {name}. Contacts without the person: {contacts}. Cleaned: texts {texts}, source records "
        "{records}, history {history}. Do-not-contact entries stay. Older backups still hold the data.",
        name=name,
        contacts=cleaned["contacts"],
        texts=cleaned["texts"],
        records=cleaned["records"],
        history=cleaned["history"],
    )


def export_person(uow: Read, person_id: int) -> dict[str, Any]:
    """All that is stored of a person, as plain data for the answer to a request to see own data."""
    person = standing.person(uow, person_id)
    person_id = person.id or 0
    controller = uow.session.get(Controller, person.controller_id) if person.controller_id else None
    touches = uow.session.exec(
        select(Touchpoint).where(Touchpoint.person_id == person_id).order_by(Touchpoint.happened_on)  # type: ignore[arg-type]
    ).all()
    organisation = uow.find(Organisation, person.organisation_id)
    around = query.Surroundings(uow.session, organisation.id or 0, organisation.actor_id, organisation.business_id)
    traces = Traces(person.name, person.email, person.phone)
    return {
        "name": person.name,
        "role": person.role,
        "email": person.email,
        "phone": person.phone,
        "organisation": organisation_name(uow, person.organisation_id),
        "controller": controller.name if controller else "",
        "source": person.source,
        "obtained_on": _iso(person.obtained_on),
        "inform_by": _iso(person.notice_due),
        "informed_on": _iso(person.informed_on),
        "email_consent_on": _iso(person.email_consent_on),
        "contacts": [
            {"on": _iso(row.happened_on), "kind": row.kind, "direction": row.direction, "text": row.text}
            for row in touches
        ],
        "mentioned_in": [
            {"where": place.table, "text": value if isinstance(value, str) else _texts(value, traces)}
            for place in query.PLACES
            for _, value, mine in around.texts(place, traces.pieces())
            if _scrubbed(place, value, traces, mine, ()) != value
        ]
        + [{"where": "stored_page", "text": url} for _, url in pages.naming(uow, [traces])],
    }


def _clean(uow: Write, around: query.Surroundings, traces: Traces, keep: set[str]) -> Counter[str]:
    kinds = {"source_record": "records", "journal": "history", "journal_row": "history"}
    cleaned: Counter[str] = Counter()
    for place in query.PLACES:
        for row_id, value, mine in list(around.texts(place, traces.pieces())):
            clean = _scrubbed(place, value, traces, mine, keep)
            if clean != value:
                query.rewrite(uow.session, place, row_id, clean)
                cleaned[kinds.get(place.table, "texts")] += 1
    return cleaned


def _scrubbed(place: query.Place, value: Any, traces: Traces, mine: bool, keep: Any) -> Any:
    if not isinstance(value, str):
        return scrub_value(value, traces, named=mine, keep=keep, loose=place.note)
    clean = scrub_text(value, traces, named=mine, loose=place.note)
    own_value = place.table == "organisation" and place.column in ("email", "phone")
    return "" if own_value and clean != value else clean


def _traces(uow: Read, person: Person) -> list[Traces]:
    """What tells the person apart: by the values of today, then by those that were stored before."""
    now = {"name": person.name, "email": person.email, "phone": person.phone}
    stored = [now, *({**now, **before} for before in query.former_values(uow.session, person.id or 0))]
    known = dict.fromkeys((str(one["name"]), str(one["email"]), str(one["phone"])) for one in stored)
    return [Traces(name, "" if is_role_mailbox(email) else email, phone) for name, email, phone in known]


def _contacts_of(uow: Read, person_id: int) -> int:
    return len(uow.session.exec(select(Touchpoint.id).where(Touchpoint.person_id == person_id)).all())


def _aliases(uow: Read, organisation_id: int) -> tuple[str, ...]:
    names = select(OrganisationAlias.name).where(OrganisationAlias.organisation_id == organisation_id)
    return tuple(uow.session.exec(names).all())


def _texts(value: Any, traces: Traces) -> list[str]:
    """Texts inside a stored value that hold the person."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner, traces)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner, traces)]
    if isinstance(value, str) and scrub_text(value, traces, named=True, loose=False) != value:
        return [value]
    return []


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
