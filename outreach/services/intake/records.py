"""A candidate as a source record: what is stored of it, what names it from run to run, and what linkage compares."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from db.models import SourceRecord
from db.queries import register as register_queries
from db.unit import Read
from outreach import codes
from outreach.rules.identity import domain_of, is_shared_domain
from outreach.rules.linkage.names import sorted_key
from outreach.rules.text import name_fold
from outreach.terms.candidate import ActorType, Candidate, Contact, IndustrySet, Opening, Provenance, Trace
from outreach.terms.linkage import Record
from outreach.terms.work import Stage


@dataclass(frozen=True, slots=True)
class Purpose:
    """For which town a source was read, and for which need its stages are."""

    town_code: str = ""
    need_id: int | None = None


def to_plain(candidate: Candidate, purpose: Purpose) -> dict[str, Any]:
    """What is stored of a candidate: its values without where they were read, empty ones left out."""
    plain = {key: value for key, value in asdict(candidate).items() if key not in ("provenance", "traces") and value}
    if candidate.opening is not None:
        opening = candidate.opening
        plain["opening"] = {
            **plain["opening"],
            "since": opening.since.isoformat() if opening.since else "",
            "last_contact": opening.last_contact.isoformat() if opening.last_contact else "",
        }
    return json.loads(json.dumps({**plain, "for_town": purpose.town_code, "for_need": purpose.need_id}))  # type: ignore[no-any-return]


def from_row(row: SourceRecord) -> tuple[Candidate, Purpose]:
    """The candidate and the purpose that a source record holds."""
    plain = dict(row.candidate)
    purpose = Purpose(str(plain.pop("for_town", "") or ""), _number(plain.pop("for_need", None)))
    contact, opening = plain.pop("contact", None), plain.pop("opening", None)
    provenance = Provenance(
        source=row.source,
        where=row.place,
        fetched_at=row.fetched_at,
        content_hash=row.content_hash,
        how=row.how,
        confidence=row.confidence,
    )
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in plain.items()}
    if values.get("industry_set"):
        values["industry_set"] = IndustrySet(values["industry_set"])
    if values.get("actor_type"):
        values["actor_type"] = ActorType(values["actor_type"])
    candidate = Candidate(
        **{"name": "", **values},
        provenance=provenance,
        traces=_traces(row.traces),
        contact=Contact(**contact) if isinstance(contact, Mapping) and contact.get("name") else None,
        opening=_opening(opening) if isinstance(opening, Mapping) else None,
    )
    return candidate, purpose


def place_of(uow: Read, candidate: Candidate) -> str:
    """Municipality code of a candidate: as given, else by its town, else by its postal code; "" when none tells."""
    if candidate.municipality_code:
        return candidate.municipality_code
    town = codes.find_municipality(candidate.town) if candidate.town else None
    if town is not None:
        return town.code
    if not candidate.postcode:
        return ""
    shipped = (t.code for t in codes.participating_towns().values() if candidate.postcode in t.postcodes)
    return next(shipped, "") or register_queries.municipality_of_postcode(uow.session, candidate.postcode)


def identity_of(candidate: Candidate, municipality_code: str) -> str:
    """Names "the same row of the same source" from run to run: the Business ID, else the name and the place."""
    if candidate.business_id:
        return f"id {candidate.business_id}"
    return f"name {sorted_key(candidate.name)} {municipality_code or name_fold(candidate.town)}".rstrip()


def fingerprint_of(candidate: Candidate, purpose: Purpose, key: bytes) -> str:
    """Changes when a value of the candidate does, or what it is read for. Keyed, so that it tells nothing of a person
    who has been erased."""
    plain = json.dumps(to_plain(candidate, purpose), ensure_ascii=True, sort_keys=True)
    return hmac.new(key, plain.encode("ascii"), hashlib.sha256).hexdigest()


def record_of(candidate: Candidate, key: str, municipality_code: str) -> Record:
    """What linkage compares. Of the contact person's mailbox only the domain counts: evidence is kept and shown."""
    own = domain_of(candidate.email) or domain_of(candidate.contact.email if candidate.contact else "")
    return Record(
        key=key,
        names=(candidate.name, *candidate.other_names),
        business_id=candidate.business_id,
        town=candidate.town,
        municipality_code=municipality_code,
        postcode=candidate.postcode,
        street=candidate.street,
        website=candidate.website or ("" if is_shared_domain(own) else own),
        email=candidate.email,
        phone=candidate.phone,
    )


def without(candidate: Candidate, parts: frozenset[str]) -> Candidate:
    """A candidate without what do-not-contact entries and erasures cover: see `privacy.suppressed_values`."""
    whole = "organisation" in parts
    return replace(
        candidate,
        email="" if whole or "email" in parts else candidate.email,
        phone="" if whole or "phone" in parts else candidate.phone,
        contact=None if whole or "contact" in parts else candidate.contact,
    )


def _opening(plain: Mapping[str, Any]) -> Opening:
    days = {key: date.fromisoformat(plain[key]) if plain.get(key) else None for key in ("since", "last_contact")}
    texts = {key: str(plain.get(key, "")) for key in ("owner", "need", "note")}
    return Opening(stage=Stage(plain["stage"]), **days, **texts)  # type: ignore[arg-type]


def _traces(stored: Sequence[object]) -> tuple[Trace, ...]:
    return tuple(Trace(*trace) for trace in stored if isinstance(trace, list) and len(trace) == len(Trace._fields))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
