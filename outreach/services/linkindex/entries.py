"""Rows of the database as the entries that linkage compares: a company of the register, an organisation of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import xxhash

from db.queries import link_index as query
from db.queries.link_index import AddressRow, CompanyRow, NameRow, OwnRow, SiteRow
from db.unit import Read
from outreach.rules.identity import is_shared_domain
from outreach.rules.linkage.entry import AUXILIARY, CURRENT, FORMER, MOST_NAMES, Entry, entry_of
from outreach.rules.linkage.names import has_parts, parse_name
from outreach.rules.linkage.pack import POSTCODES, TOWNS
from outreach.services.places import Places
from outreach.terms.candidate import NameKind
from outreach.terms.linkage import Record

AT_ONCE = 5000  # companies whose rows are in memory
AUXILIARY_KINDS = frozenset({NameKind.AUXILIARY.value, NameKind.AUXILIARY_TRANSLATION.value})


@dataclass(slots=True)
class Ours:
    """An organisation of ours with what hangs on it, and the organisations that were merged into it."""

    row: OwnRow
    aliases: list[str] = field(default_factory=list)
    sites: list[SiteRow] = field(default_factory=list)
    merged: list[Ours] = field(default_factory=list)

    @property
    def key(self) -> int:
        return self.row.actor_id or 0

    @property
    def actors(self) -> tuple[int, ...]:
        """Its actor number, and those that it has been given by merging."""
        return (self.key, *(actor for one in self.merged for actor in one.actors))

    def digest(self) -> int:
        """Changes when anything of it does."""
        text = repr((self.row, self.aliases, self.sites)).encode("utf-8", "surrogatepass")
        return xxhash.xxh3_64_intdigest(text + b"".join(one.digest().to_bytes(8) for one in self.merged))


def of_companies(uow: Read, keys: Sequence[int], places: Places) -> Iterator[Entry]:
    """Entries of companies of the mirror, in the order of `keys`; those that it does not hold are left out."""
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        rows = {row.id: row for row in query.companies(uow.session, part)}
        names: dict[int, list[NameRow]] = {key: [] for key in part}
        for name in query.names(uow.session, part):
            names[name.company_id].append(name)
        addresses: dict[int, list[AddressRow]] = {key: [] for key in part}
        for address in query.addresses(uow.session, part):
            addresses[address.company_id].append(address)
        for key in part:
            if key in rows:
                yield _company(rows[key], names[key], addresses[key], places)


def ours(uow: Read, actor_ids: Sequence[int] | None = None) -> dict[int, Ours]:
    """Organisations of ours by actor number: all, or some; merged-away ones stand within the one they belong to."""
    rows = query.own(uow.session, actor_ids)
    wanted = None if actor_ids is None else [row.id for row in rows]
    found = {row.id: Ours(row) for row in rows}
    for organisation_id, name in query.aliases(uow.session, wanted):
        if organisation_id in found:
            found[organisation_id].aliases.append(name)
    for site in query.sites(uow.session, wanted):
        if site.organisation_id in found:
            found[site.organisation_id].sites.append(site)
    for one in found.values():
        kept = found.get(one.row.merged_into or 0)
        if kept is not None:
            kept.merged.append(one)
    return {one.key: one for one in found.values() if one.row.merged_into is None and one.key}


def of_ours(uow: Read, organisations: Iterable[Ours], places: Places) -> Iterator[Entry]:
    """Entries of organisations of ours, each with what the register says of it."""
    listed = list(organisations)
    for start in range(0, len(listed), AT_ONCE):
        part = listed[start : start + AT_ONCE]
        keys = sorted({actor for one in part for actor in one.actors})
        companies = {entry.key: entry for entry in of_companies(uow, keys, places)}
        for one in part:
            mirrored = [companies[actor] for actor in one.actors if actor in companies]
            own = [entry_of(record_of_ours(one, places), one.key)]
            own += [_names_of(other) for merged in one.merged for other in members(merged)]
            active = not mirrored or any(entry.active for entry in mirrored)
            yield _joined(one.key, [*own, *mirrored] if one.row.name else [*mirrored, *own], active)


def members(one: Ours) -> Iterator[Ours]:
    """An organisation of ours and those that were merged into it."""
    yield one
    for merged in one.merged:
        yield from members(merged)


def _company(row: CompanyRow, names: list[NameRow], addresses: list[AddressRow], places: Places) -> Entry:
    if len(names) > 1:
        names.sort(key=in_order)
    words: dict[str, int] = {}
    for name in names:
        kind = FORMER if name.former else AUXILIARY if name.kind in AUXILIARY_KINDS else CURRENT
        words.setdefault(name.words, kind)
        if has_parts(name.name):
            for reading in parse_name(name.name).readings:
                words.setdefault(" ".join(reading), kind)
    words.pop("", None)
    towns: dict[str, None] = {}
    postcodes: dict[str, None] = {}
    streets: dict[str, None] = {}
    if len(addresses) > 1:
        addresses.sort(key=_by_kind)
    for place in addresses:
        code = place.postcode if len(place.postcode) == 5 and place.postcode.isdecimal() else ""
        towns.update(
            dict.fromkeys(places.folded(place.municipality_code, place.postcode, place.city_fi, place.city_sv))
        )
        if code:
            postcodes[code] = None
        if place.street_key:
            streets[f"{code} {place.street_key}" if code else place.street_key] = None
    return Entry(
        row.id,
        tuple(words.items())[:MOST_NAMES],
        row.form_code if row.form_code.isdecimal() else "",
        row.business_id,
        tuple(towns)[:TOWNS],
        tuple(postcodes)[:POSTCODES],
        tuple(streets),
        (row.domain,) if row.domain and not _is_shared(row.domain) else (),
        active=bool(row.active) and not row.vanished,
    )


def record_of_ours(one: Ours, places: Places) -> Record:
    """What we say of an organisation ourselves, as it is written."""
    row = one.row
    own = places.names(row.city, row.municipality_code, row.postcode)
    sites = [name for site in one.sites for name in places.names("", site.municipality_code, site.postcode)]
    return Record(
        key=str(one.key),
        names=tuple(dict.fromkeys(name for name in (row.name, *one.aliases) if name)),
        legal_form_code=row.legal_form,
        business_id=row.business_id or "",
        town=own[0] if own else "",
        towns=tuple(dict.fromkeys([*own, *sites])),
        municipality_code=row.municipality_code,
        postcode=row.postcode,
        street=row.street,
        streets=tuple((site.postcode, site.street) for site in one.sites),
        website=row.website,
        email=row.email,
        phone=row.phone,
    )


def _names_of(one: Ours) -> Entry:
    """The names alone: of one that was merged away, what else counts has gone to the one that was kept."""
    return entry_of(Record(key="", names=(one.row.name, *one.aliases)), one.key)


def _joined(key: int, parts: Sequence[Entry], active: bool) -> Entry:
    """One entry that holds all values of several."""
    names: dict[str, int] = {}
    for kind in (CURRENT, AUXILIARY, FORMER):
        for part in parts:
            for words, its_kind in part.names:
                if its_kind == kind:
                    names.setdefault(words, kind)

    def all_of(field_name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for part in parts for value in getattr(part, field_name)))

    return Entry(
        key,
        tuple(names.items())[:MOST_NAMES],
        next((part.form for part in parts if part.form), ""),
        next((part.business_id for part in parts if part.business_id), ""),
        all_of("towns"),
        all_of("postcodes"),
        all_of("streets"),
        all_of("domains"),
        all_of("emails"),
        all_of("phones"),
        active,
    )


def in_order(name: NameRow) -> tuple[bool, str, int, int]:
    """Current names before former ones, the company's own before others."""
    return bool(name.former), name.kind, name.version, name.id


def _by_kind(place: AddressRow) -> tuple[str, int]:
    return place.kind, place.seq


@lru_cache(maxsize=4096)
def _is_shared(domain: str) -> bool:
    return is_shared_domain(domain)
