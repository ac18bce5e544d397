"""After a back-up was put in place: what people asked for since it was made holds all the same."""

from __future__ import annotations

from sqlmodel import select

from db.models import Organisation, Person, PrivacyLog, Suppression
from db.unit import Read, Write
from outreach.services.erasure import erase_person
from outreach.services.keyed import organisation_identity, person_hash


def replay(uow: Write, before: Read, *, key: bytes) -> tuple[int, int]:
    """Takes over do-not-contact entries and erasures of the former database; (entries, persons erased)."""
    return _bans(uow, before), _erasures(uow, before, key)


def _bans(uow: Write, before: Read) -> int:
    known = {(row.key_hash, row.channel, row.entered_at): row for row in uow.session.exec(select(Suppression)).all()}
    added = 0
    for row in before.session.exec(select(Suppression)).all():
        here = known.get((row.key_hash, row.channel, row.entered_at))
        if here is None:
            values = row.model_dump(exclude={"id", "organisation_id", "person_id", "entered_by", "lifted_by"})
            uow.session.add(Suppression(**values, organisation_id=_still(uow, row.organisation_id)))
            added += 1
        elif row.lifted_at is not None and here.lifted_at is None:
            here.lifted_at, here.lift_reason = row.lifted_at, row.lift_reason
            uow.session.add(here)
    uow.session.flush()
    return added


def _still(uow: Read, organisation_id: int | None) -> int | None:
    """The organisation, if the back-up holds it too."""
    return organisation_id if organisation_id and uow.session.get(Organisation, organisation_id) else None


def _erasures(uow: Write, before: Read, key: bytes) -> int:
    def hashes(unit: Read) -> set[str]:
        query = select(PrivacyLog.subject_hash).where(PrivacyLog.action == "erased")
        return set(unit.session.exec(query).all())

    wanted = hashes(before) - hashes(uow)
    if not wanted:
        return 0
    erased = 0
    for person in uow.session.exec(select(Person)).all():
        organisation = uow.find(Organisation, person.organisation_id)
        identity = organisation_identity(
            organisation.business_id or "", organisation.name, organisation.municipality_code
        )
        if person_hash(key, person.name, identity) in wanted:
            erase_person(uow, key, person.id or 0)
            erased += 1
    return erased
