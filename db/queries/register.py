"""Register mirror: what an import compares with, and the postal codes learnt from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session, col

from db.models import RegistryAddress, RegistryCompany, RegistryPostcode, RegistrySituation
from db.unit import table_of

IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StoredCompany:
    """Facts of a company as the mirror holds them, for telling what has changed."""

    name: str
    municipality_code: str
    industry_set: str
    industry_code: str
    form_code: str
    trade_register_status: str
    ended: date | None
    website: str
    open_situations: frozenset[str]


@dataclass(frozen=True, slots=True)
class PostcodeUse:
    """How often the addresses of the mirror place a postal code in a municipality."""

    postcode: str
    municipality_code: str
    city_fi: str
    city_sv: str
    count: int


def content_hashes(session: Session) -> dict[int, int]:
    """Hash of every company of the mirror by its key."""
    table = table_of(RegistryCompany)
    return dict(session.connection().execute(select(table.c.id, table.c.content_hash)).tuples().all())


def vanished_ids(session: Session) -> set[int]:
    """Companies that a complete file no longer held."""
    return set(
        session.execute(select(col(RegistryCompany.id)).where(col(RegistryCompany.vanished_on).is_not(None))).scalars()
    )


def count_present(session: Session) -> int:
    """Companies of the mirror that have not vanished."""
    return int(
        session.execute(
            select(func.count()).select_from(RegistryCompany).where(col(RegistryCompany.vanished_on).is_(None))
        ).scalar_one()
    )


def stored_companies(session: Session, ids: Sequence[int]) -> dict[int, StoredCompany]:
    """The mirror's facts of some companies by key; keys it does not hold are left out."""
    found: dict[int, StoredCompany] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        part = ids[start : start + IDS_AT_ONCE]
        situations: dict[int, set[str]] = {}
        for key, kind in session.execute(
            select(col(RegistrySituation.company_id), col(RegistrySituation.kind)).where(
                col(RegistrySituation.company_id).in_(part), col(RegistrySituation.ended).is_(None)
            )
        ):
            situations.setdefault(key, set()).add(kind)
        for row in session.execute(
            select(
                col(RegistryCompany.id),
                col(RegistryCompany.name),
                col(RegistryCompany.municipality_code),
                col(RegistryCompany.industry_set),
                col(RegistryCompany.industry_code),
                col(RegistryCompany.form_code),
                col(RegistryCompany.trade_register_status),
                col(RegistryCompany.ended),
                col(RegistryCompany.website),
            ).where(col(RegistryCompany.id).in_(part))
        ):
            found[row[0]] = StoredCompany(*row[1:], frozenset(situations.get(row[0], ())))  # type: ignore[call-arg]
    return found


def postcode_uses(session: Session) -> list[PostcodeUse]:
    """Postal codes of the mirror's Finnish addresses with their municipalities, in the order of the codes."""
    address = RegistryAddress
    keys = (col(address.postcode), col(address.municipality_code), col(address.city_fi), col(address.city_sv))
    query = (
        select(*keys, func.count())
        .where(col(address.municipality_code) != "", func.length(col(address.postcode)) == 5)
        .group_by(*keys)
    )
    return sorted((PostcodeUse(*row) for row in session.execute(query)), key=lambda use: (use.postcode, -use.count))


def postcodes(session: Session) -> dict[str, tuple[str, str, str]]:
    """Postal code -> municipality code, post town in Finnish, in Swedish."""
    rows = session.execute(select(RegistryPostcode)).scalars()
    return {row.postcode: (row.municipality_code, row.city_fi, row.city_sv) for row in rows}


def postcodes_in(session: Session, municipality_code: str) -> list[str]:
    """Postal codes known to lie in a municipality."""
    return list(
        session.execute(
            select(col(RegistryPostcode.postcode)).where(col(RegistryPostcode.municipality_code) == municipality_code)
        ).scalars()
    )


def known_ids(session: Session, ids: Iterable[int]) -> set[int]:
    """Those of the keys that the mirror holds."""
    wanted = list(ids)
    found: set[int] = set()
    for start in range(0, len(wanted), IDS_AT_ONCE):
        part = wanted[start : start + IDS_AT_ONCE]
        found |= set(
            session.execute(select(col(RegistryCompany.id)).where(col(RegistryCompany.id).in_(part))).scalars()
        )
    return found


def municipality_of_postcode(session: Session, postcode: str) -> str:
    """Municipality code learnt for a postal code; "" when nothing was."""
    row = session.get(RegistryPostcode, postcode)
    return row.municipality_code if row is not None else ""
