"""Whom the do-not-contact entries cover: asked in bulk by lists, and by intake for what a source brings."""

from __future__ import annotations

from collections.abc import Iterable

from db.models import Organisation, State
from db.queries import merging
from db.queries import privacy as query
from db.unit import Read, Write
from outreach.errors import Unusable
from outreach.rules.identity import business_id_of_actor
from outreach.services.keyed import fingerprint, organisation_hash, organisation_identity, person_hash, value_hash
from outreach.terms.candidate import Candidate
from outreach.terms.message import say

_KEY_STATE = "do_not_contact_key"  # state key: fingerprint of the key that this database's entries were made with


def do_not_contact(uow: Read, key: bytes | None, actor_ids: Iterable[int]) -> set[int]:
    """The same as `is_suppressed`; without the key only entries over organisations of ours are known."""
    if key is not None:
        return is_suppressed(uow, key, actor_ids)
    bans = query.organisation_bans(uow.session)
    return query.actors_of(uow.session, {b.organisation_id for b in bans if b.organisation_id is not None}) & {
        *actor_ids
    }


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
    return covered_values(uow, key, candidate, organisation_id)


def covered_values(uow: Read, key: bytes, candidate: Candidate, organisation_id: int | None = None) -> frozenset[str]:
    """The same where the key has been checked already: for lists, which ask for each of their records."""
    identities = {organisation_identity("", candidate.name, candidate.municipality_code)}
    if candidate.business_id:
        identities.add(organisation_identity(candidate.business_id, "", ""))
    if organisation_id is not None:
        identities |= identities_of(uow, organisation_id)
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


def identity_of(uow: Read, organisation_id: int) -> str:
    """What an organisation of ours is known by in the entries."""
    row = uow.find(Organisation, organisation_id)
    return organisation_identity(row.business_id or "", row.name, row.municipality_code)


def identities_of(uow: Read, organisation_id: int) -> set[str]:
    """The same with what those were known by that were merged into it, so that no entry on them stops to hold."""
    known = merging.merged_into(uow.session, [organisation_id])
    if len(known) == 1:
        return {identity_of(uow, organisation_id)}
    rows = [uow.find(Organisation, key) for key in known]
    return {
        organisation_identity(number, row.name, row.municipality_code)
        for row in rows
        for number in (row.business_id or "", "")
    }
