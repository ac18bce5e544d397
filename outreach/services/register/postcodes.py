"""Postal codes of municipalities: those shipped for the participating towns, and those learnt from the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from db import bulk
from db.engine import Database
from db.queries import register as register_queries
from db.unit import Read
from outreach.codes import municipality

Listed = tuple[str, str, str, str]  # postal code, municipality code, post town in Finnish, in Swedish


def learn_postcodes(
    database: Database, *, now: datetime, said: Iterable[Listed] | None = None, listed: Iterable[Listed] = ()
) -> int:
    """Stores which municipality each postal code lies in: as the register's own list says, else as most addresses of
    the mirror say; `said` is what addresses that have come in say: only codes of which that is news are looked at.
    How many codes were new or other than before."""
    with database.read() as uow:
        known = register_queries.postcodes(uow.session)
        codes = None if said is None else sorted({row[0] for row in said if row[0] and known.get(row[0]) != row[1:]})
        found: dict[str, tuple[str, str, str]] = {}
        for code, uses in groupby(register_queries.postcode_uses(uow.session, codes), key=lambda use: use.postcode):
            rows = list(uses)
            by_place: dict[str, int] = {}
            for use in rows:
                by_place[use.municipality_code] = by_place.get(use.municipality_code, 0) + use.count
            place = min(by_place, key=lambda key: (-by_place[key], key))
            best = next(use for use in rows if use.municipality_code == place)
            found[code] = (place, best.city_fi, best.city_sv)
    found |= {code: (place, fi, sv) for code, place, fi, sv in listed if place}
    new = [
        {"postcode": code, "municipality_code": place, "city_fi": fi, "city_sv": sv}
        for code, (place, fi, sv) in sorted(found.items())
        if known.get(code) != (place, fi, sv)
    ]
    if new:
        with database.write(now=now) as unit:
            bulk.upsert_postcodes(unit.session, new)
    return len(new)


def postcodes_of(uow: Read, municipality_code: str) -> tuple[str, ...]:
    """Postal codes of a municipality, shipped or learnt, in order."""
    town = municipality(municipality_code)
    shipped = town.postcodes if town else ()
    return tuple(sorted({*shipped, *register_queries.postcodes_in(uow.session, municipality_code)}))
