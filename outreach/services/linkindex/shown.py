"""Known actors with their values as they are written: what a comparison is explained with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from db.queries import link_index as query
from db.queries.link_index import AddressRow, CompanyRow, NameRow
from db.unit import Read
from outreach import codes
from outreach.rules.identity import street_key
from outreach.services.linkindex.entries import AUXILIARY_KINDS, Ours, in_order, members, ours
from outreach.terms.linkage import Record


class _Place(NamedTuple):
    town: str
    municipality_code: str
    postcode: str
    street: str


def known_records(uow: Read, actor_ids: Iterable[int], beside: Record) -> dict[int, Record]:
    """Actors by number with all that is compared; those that nobody knows, or that belong to another organisation by
    now, are left out.

    Of several places that one has, the one that is nearest to that of `beside` is shown, and so with its other values.
    """
    keys = list(dict.fromkeys(actor_ids))
    own = ours(uow, keys)
    merged = query.merged_away(uow.session, keys)
    wanted = {key: own[key].actors if key in own else (key,) for key in keys if key not in merged}
    numbers = sorted({number for numbers in wanted.values() for number in numbers})
    companies = {row.id: row for row in query.companies(uow.session, numbers)}
    names: dict[int, list[NameRow]] = {}
    for name in sorted(query.names(uow.session, list(companies)), key=in_order):
        names.setdefault(name.company_id, []).append(name)
    addresses: dict[int, list[AddressRow]] = {}
    for address in sorted(query.addresses(uow.session, list(companies)), key=lambda row: (row.kind, row.seq)):
        addresses.setdefault(address.company_id, []).append(address)
    found: dict[int, Record] = {}
    for key, members_of in wanted.items():
        mirrored = [companies[number] for number in members_of if number in companies]
        if mirrored or key in own:
            theirs = [name for row in mirrored for name in names.get(row.id, ())]
            places = [_of_register(row) for company in mirrored for row in addresses.get(company.id, ())]
            found[key] = _record(key, own.get(key), mirrored, theirs, places, beside)
    return found


def _record(
    key: int,
    mine: Ours | None,
    mirrored: Sequence[CompanyRow],
    names: Sequence[NameRow],
    places: Sequence[_Place],
    beside: Record,
) -> Record:
    own = [name for one in members(mine) for name in (one.row.name, *one.aliases)] if mine is not None else []
    current = [n.name for n in names if not n.former and n.kind not in AUXILIARY_KINDS]
    auxiliary = [n.name for n in names if not n.former and n.kind in AUXILIARY_KINDS]
    here = list(_of_ours(mine)) if mine is not None else []
    place = _nearest([*here, *places] if here and here[0].street else [*places, *here], beside)
    row = mine.row if mine is not None else None
    return Record(
        key=str(key),
        names=_distinct([*own, *current] if row is not None and row.name else [*current, *own]),
        auxiliary=_distinct(auxiliary),
        former=_distinct(n.name for n in names if n.former),
        legal_form_code=_first([*(one.form_code for one in mirrored), row.legal_form if row is not None else ""]),
        business_id=(row.business_id if row is not None else "") or _first([one.business_id for one in mirrored]),
        town=place.town,
        municipality_code=place.municipality_code,
        postcode=place.postcode,
        street=place.street,
        website=(row.website if row is not None else "") or _first([one.website for one in mirrored]),
        email=row.email if row is not None else "",
        phone=row.phone if row is not None else "",
        active=not mirrored or any(one.active and not one.vanished for one in mirrored),
    )


def _of_register(row: AddressRow) -> _Place:
    return _Place(
        row.city_fi or row.city_sv or _town(row.municipality_code), row.municipality_code, row.postcode, row.street
    )


def _of_ours(one: Ours) -> Iterator[_Place]:
    row = one.row
    if row.city or row.municipality_code or row.street:
        yield _Place(row.city or _town(row.municipality_code), row.municipality_code, row.postcode, row.street)
    for site in one.sites:
        yield _Place(_town(site.municipality_code), site.municipality_code, site.postcode, site.street)


def _nearest(places: Sequence[_Place], beside: Record) -> _Place:
    """The place that shares most with that of the record; the first one where none shares anything."""
    street = street_key(beside.street) if beside.street else ""

    def shared(place: _Place) -> tuple[bool, bool, bool]:
        return (
            bool(street) and street_key(place.street) == street,
            bool(beside.postcode) and place.postcode == beside.postcode,
            bool(beside.municipality_code) and place.municipality_code == beside.municipality_code,
        )

    return max(places, key=shared, default=_Place("", "", "", ""))


def _town(municipality_code: str) -> str:
    found = codes.municipality(municipality_code)
    return found.name_fi if found is not None else ""


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _first(values: Sequence[str]) -> str:
    return next((value for value in values if value), "")
