"""A company of the register as rows of the mirror: keys, folded names, domains and the municipality it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

import msgspec
import xxhash

from outreach.rules.identity import base_domain, domain_of, street_key
from outreach.rules.linkage.names import link_key
from outreach.rules.text import name_fold, name_key
from outreach.terms.candidate import (
    AddressKind,
    RegisterAddress,
    RegisterCompany,
    RegisterName,
    RegisterSituation,
    SituationKind,
)

VERSION = 2  # of what is made of a record here and by the importer: with another one every company is written anew
NAME_SLOTS = 1024  # registry_name.id = company id * NAME_SLOTS + place in the company's list of names

T = TypeVar("T", bound=tuple[Any, ...])
Row = tuple[Any, ...]  # texts, whole numbers, None; a day in a database as "2026-03-10", yes and no as 1 and 0


class CompanyRow(NamedTuple):
    """A company itself, as the columns of its table; days as text."""

    id: int
    business_id: str
    name: str
    name_key: str
    euid: str
    id_registered: str | None
    registered: str | None
    ended: str | None
    form_code: str
    employer: int
    industry_code: str
    industry_set: str
    industry_since: str | None
    website: str
    website_since: str | None
    domain: str
    trade_register_status: str
    status: str
    situation: str
    situation_since: str | None
    municipality_code: str
    postcode: str
    city_fi: str
    city_sv: str
    street: str
    active: int
    modified: str


# Columns of the lists that hang on a company, without its key and the place in the list.
LISTS: Mapping[str, tuple[str, ...]] = {
    "registry_name": ("name", "kind", "version", "registered", "ended", "name_fold", "link_key"),
    "registry_address": (
        *("kind", "street", "postcode", "city_fi", "city_sv", "municipality_code", "care_of", "country", "registered"),
        "street_key",
    ),
    "registry_form": ("code", "version", "registered", "ended"),
    "registry_situation": ("kind", "registered", "ended"),
    "registry_entry": ("register_code", "code", "authority", "registered", "ended"),
}

# Which of several open situations is shown: the gravest.
GRAVITY = (SituationKind.BANKRUPTCY, SituationKind.LIQUIDATION, SituationKind.RESTRUCTURING)
_CLOSING = frozenset(GRAVITY[:2])
_REGISTERED = "1"


class CompanyRows(NamedTuple):
    """One company: its own row, and a list of rows for each of `LISTS` as JSON; lists are sorted by their values."""

    company: CompanyRow
    lists: tuple[bytes, ...]


def company_rows(company: RegisterCompany) -> CompanyRows:
    """Rows of one company. Two records that differ in the order of their lists alone give the same rows."""
    number, addresses, website = company.business_id, company.addresses, company.website
    address = main_address(addresses)
    situation = _gravest(company.situations) if company.situations else None
    row = CompanyRow(
        key_of(number),
        number,
        company.name,
        name_key(company.name),
        company.euid,
        _iso(company.id_registered),
        _iso(company.registered),
        _iso(company.ended),
        company.form_code,
        int(company.employer),
        company.industry_code,
        company.industry_set or "",
        _iso(company.industry_since),
        website,
        _iso(company.website_since),
        base_domain(domain_of(website)) if website else "",
        company.trade_register_status,
        company.status,
        situation.kind if situation else "",
        _iso(situation.registered) if situation else None,
        municipality_of(addresses),
        *((address.postcode, address.city_fi, address.city_sv, address.street) if address else ("", "", "", "")),
        int(is_active(company)),
        company.modified,
    )
    names: Sequence[RegisterName] = company.names
    if len(names) > 1:
        names = sorted(_sorted(company.names), key=_KIND_AND_VERSION)[:NAME_SLOTS]
    return CompanyRows(
        row,
        (
            _encode([(*name, name_fold(name[0]), link_key(name[0])) for name in names]),
            _encode([(*place, street_key(place[1])) for place in _sorted(addresses)]),
            _encode(_sorted(company.forms)),
            _encode(_sorted(company.situations)),
            _encode(_sorted(company.entries)),
        ),
    )


def content_hash(rows: CompanyRows) -> int:
    """XXH3 of 64 bits as a signed integer, over all values but `modified`.

    It changes when what is kept of a company changes, and only then; it is the same on every machine and in every run.
    """
    own = _encode(rows.company[:-1])
    return _signed(xxhash.xxh3_64_intdigest(b"".join((own, *rows.lists)), VERSION))


def raw_hash(raw: bytes, seed: int = VERSION) -> int:
    """The same over the text of a record: where it is the stored one, nobody needs to look at the record.

    `seed` stands for what the text lacks: `seed_of`.
    """
    return _signed(xxhash.xxh3_64_intdigest(raw, seed))


def seed_of(head: bytes) -> int:
    """The seed for texts whose common beginning has been cut off."""
    return xxhash.xxh3_64_intdigest(head, VERSION)


def key_of(business_id: str) -> int:
    """Key of a company in the mirror, which is its actor number. Its Business ID has been checked by the importer."""
    return int(business_id[:7] + business_id[8])


def is_active(company: RegisterCompany) -> bool:
    """In the Trade Register, not ended, and neither bankrupt nor in liquidation.

    `status` is "2" for the living and the dead alike, and a bankrupt company stays registered; a company under
    restructuring goes on working.
    """
    if company.trade_register_status != _REGISTERED or company.ended is not None:
        return False
    return not company.situations or not any(s.ended is None and s.kind in _CLOSING for s in company.situations)


def main_address(addresses: tuple[RegisterAddress, ...]) -> RegisterAddress | None:
    """The visiting address, else the postal one: many companies have only the latter."""
    for address in addresses:
        if address.kind is AddressKind.VISITING:
            return address
    return addresses[0] if addresses else None


def municipality_of(addresses: tuple[RegisterAddress, ...]) -> str:
    """Municipality code of the visiting address, else of the postal one; "" when neither gives one."""
    found = ""
    for address in addresses:
        if address.municipality_code and address.kind is AddressKind.VISITING:
            return address.municipality_code
        found = found or address.municipality_code
    return found


_encode = msgspec.json.Encoder().encode
_KIND_AND_VERSION = itemgetter(1, 2)  # of a name: the company's own first, and current ones before former ones


def _gravest(situations: tuple[RegisterSituation, ...]) -> RegisterSituation | None:
    return next((s for kind in GRAVITY for s in situations if s.kind is kind and s.ended is None), None)


@lru_cache(maxsize=65_536)
def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _sorted(rows: tuple[T, ...]) -> Sequence[T]:
    """By value; a missing day comes before a day."""
    if len(rows) < 2:
        return rows
    try:
        return sorted(rows)
    except TypeError:
        return sorted(rows, key=_comparable)


def _comparable(row: Row) -> Row:
    return tuple("" if value is None else str(value) for value in row)


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number
