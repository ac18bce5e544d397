"""Contact persons of organisations: added with a source and a day by which to inform them, edited, informed.

A person is removed by erasure only (`erasure.erase_person`): personal data that is taken off a list must be gone.
"""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from db.models import Adviser, Person, Town
from db.queries import privacy as bans
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, Refused
from outreach.services import standing
from outreach.services.bans import check_key, identities_of
from outreach.services.keyed import person_hash, value_hash
from outreach.services.naming import organisation_name
from outreach.services.values import person_values
from outreach.terms.message import Message, say


def add_person(
    uow: Write,
    organisation_id: int,
    *,
    name: str,
    source: str,
    role: str = "",
    email: str = "",
    phone: str = "",
    obtained_on: date | None = None,
    key: bytes | None = None,
) -> int:
    """Adds a contact person; returns the person's key. The controller is that of the adviser's town.

    `source` says where the data came from: the person is to be informed of it within a month (General Data Protection
    Regulation, article 14). Refused, when the key is given, for somebody whom a do-not-contact entry covers.
    """
    organisation_id = standing.organisation(uow, organisation_id).id or 0
    today = clock.today(uow.now)
    got = obtained_on or today
    if got > today:
        raise BadInput(say("Data cannot have been obtained in the future: {on}", on=got))
    given = {"name": name, "role": role, "email": email, "phone": phone, "source": source}
    values = person_values(given)
    if key is not None:
        _refuse_banned(uow, key, organisation_id, values)
    uow.entry("person", say("{name}: contact person added", name=organisation_name(uow, organisation_id)))
    row = uow.insert(
        Person(
            organisation_id=organisation_id,
            controller_id=_controller(uow),
            obtained_on=got,
            notice_due=month_after(got),
            **values,
        )
    )
    return row.id or 0


def edit_person(uow: Write, person_id: int, expected: int | None = None, **changes: Any) -> Message:
    """Changes a contact person. Conflict when somebody has changed the same person since version `expected`."""
    person = standing.person(uow, person_id)
    values = person_values(changes)
    said = say("{name}: contact person changed", name=organisation_name(uow, person.organisation_id))
    uow.entry("person", said)
    return said if uow.update(person, expected=expected, **values) else say("Nothing changed")


def inform_person(uow: Write, person_id: int, on: date | None = None) -> Message:
    """Notes the day on which the person was told that the data is kept, today unless given."""
    person = standing.person(uow, person_id)
    today = clock.today(uow.now)
    day = on or today
    if day > today:
        raise BadInput(say("A person cannot have been informed in the future: {on}", on=day))
    name = organisation_name(uow, person.organisation_id)
    said = say("{name}: contact person informed on {on}", name=name, on=day)
    uow.entry("person", said)
    uow.update(person, informed_on=day)
    return said


def month_after(day: date) -> date:
    """The same day of the next month, or its last day: 31.1. gives 28.2."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _controller(uow: Read) -> int | None:
    adviser = uow.session.get(Adviser, uow.adviser_id) if isinstance(uow, Write) and uow.adviser_id else None
    town = uow.session.get(Town, adviser.town_code) if adviser is not None and adviser.town_code else None
    return town.controller_id if town is not None else None


def _refuse_banned(uow: Read, key: bytes, organisation_id: int, values: dict[str, Any]) -> None:
    check_key(uow, key)
    identities = identities_of(uow, organisation_id)
    hashes = {person_hash(key, values["name"], identity) for identity in identities}
    hashes |= {value_hash(key, value)[1] for value in (values["email"], values["phone"]) if value}
    if any(ban.channel == "any" or ban.kind != "person" for ban in bans.bans_on(uow.session, hashes=hashes)):
        raise Refused(
            say("A do-not-contact entry covers this person. Nothing was saved."),
            say("If the person has changed their mind, lift the entry first, with the reason."),
        )
