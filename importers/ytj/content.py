"""A number that changes when what is kept of a company changes, and only then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from outreach.terms.candidate import RegisterCompany


def content_hash(company: RegisterCompany) -> int:
    """BLAKE2b of 64 bits as a signed integer, over all values but `modified`, lists sorted.

    Two exports that differ in the order of names, addresses or entries, or in fields that are not kept, give the same
    number, so an import writes nothing for them. The number is the same on every machine and in every run.
    """
    values = [
        company.business_id,
        _day(company.id_registered),
        company.name,
        company.euid,
        company.industry_code,
        company.industry_set or "",
        _day(company.industry_since),
        company.website,
        _day(company.website_since),
        company.trade_register_status,
        company.status,
        _day(company.registered),
        _day(company.ended),
        _sorted((n.kind, n.name, str(n.version), _day(n.registered), _day(n.ended)) for n in company.names),
        _sorted((f.code, str(f.version), _day(f.registered), _day(f.ended)) for f in company.forms),
        _sorted((s.kind, _day(s.registered), _day(s.ended)) for s in company.situations),
        _sorted((e.register, e.code, e.authority, _day(e.registered), _day(e.ended)) for e in company.entries),
        _sorted(
            (
                a.kind,
                a.street,
                a.postcode,
                a.city_fi,
                a.city_sv,
                a.municipality_code,
                a.care_of,
                a.country,
                _day(a.registered),
            )
            for a in company.addresses
        ),
    ]
    digest = hashlib.blake2b(json.dumps(values).encode("ascii"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sorted(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(rows)
