"""What an index of all known names is made from, read past SQLAlchemy, whose handling of rows takes five times as long
as reading them. Rows come in no order but that of the keys of `content_hashes`."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlmodel import Session

ROWS_AT_ONCE = 20_000

_HASHES = "SELECT company_id, content_hash FROM registry_hash ORDER BY company_id"
_COMPANIES = (
    "SELECT id, business_id, form_code, domain, active, vanished_on IS NOT NULL, website FROM registry_company"
    " WHERE id "
)
_NAMES = "SELECT company_id, name, link_key, kind, ended IS NOT NULL, version, id FROM registry_name WHERE company_id "
_ADDRESSES = (
    "SELECT company_id, seq, kind, municipality_code, postcode, city_fi, city_sv, street_key, street"
    " FROM registry_address"
    " WHERE company_id "
)
_IN_POSTCODES = "SELECT DISTINCT company_id FROM registry_address WHERE postcode "
_OWN = (
    "SELECT id, actor_id, business_id, name, legal_form, street, postcode, city, municipality_code, website, email,"
    " phone, merged_into FROM organisation"
)
_OWN_SOME = _OWN + " WHERE actor_id "
_OWN_MERGED = _OWN + " WHERE merged_into "
_AWAY = "SELECT actor_id FROM organisation WHERE merged_into IS NOT NULL AND actor_id "
_ALIASES = "SELECT organisation_id, name FROM organisation_alias"
_SITES = "SELECT organisation_id, municipality_code, postcode, street FROM site"
_BY_ID = " ORDER BY id"
_OF_SOME = " WHERE organisation_id "
_COUNTER = "SELECT value FROM state WHERE key = "
_AMONG = {"sqlite": "IN (SELECT value FROM json_each(?))", "postgresql": "= ANY(%s)"}
_MARK = {"sqlite": "?", "postgresql": "%s"}


class CompanyRow(NamedTuple):
    id: int
    business_id: str
    form_code: str
    domain: str
    active: bool
    vanished: bool
    website: str


class NameRow(NamedTuple):
    """A name of a company; `words` are its telling words as they are stored."""

    company_id: int
    name: str
    words: str
    kind: str
    former: bool
    version: int
    id: int


class AddressRow(NamedTuple):
    company_id: int
    seq: int
    kind: str
    municipality_code: str
    postcode: str
    city_fi: str
    city_sv: str
    street_key: str
    street: str


class OwnRow(NamedTuple):
    """Own values of an organisation of ours."""

    id: int
    actor_id: int | None
    business_id: str | None
    name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    municipality_code: str
    website: str
    email: str
    phone: str
    merged_into: int | None


class SiteRow(NamedTuple):
    organisation_id: int
    municipality_code: str
    postcode: str
    street: str


def content_hashes(session: Session) -> tuple[array[int], array[int]]:
    """Every company of the mirror in the order of the keys: key, hash of what is kept of it."""
    keys, hashes = array("q"), array("q")
    cursor = _cursor(session)
    cursor.execute(_HASHES)
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        keys.extend([row[0] for row in rows])
        hashes.extend([row[1] for row in rows])
    cursor.close()
    return keys, hashes


def companies(session: Session, keys: Sequence[int]) -> list[CompanyRow]:
    """Companies of the mirror with these keys."""
    return [CompanyRow._make(row) for row in _among(session, _COMPANIES, keys)]


def names(session: Session, keys: Sequence[int]) -> list[NameRow]:
    """All names of some companies."""
    return [NameRow._make(row) for row in _among(session, _NAMES, keys)]


def addresses(session: Session, keys: Sequence[int]) -> list[AddressRow]:
    """All addresses of some companies."""
    return [AddressRow._make(row) for row in _among(session, _ADDRESSES, keys)]


def companies_in(session: Session, postcodes: Iterable[str]) -> list[int]:
    """Companies with an address in one of these postal codes."""
    return [row[0] for row in _among(session, _IN_POSTCODES, list(postcodes))]


def own(session: Session, actor_ids: Sequence[int] | None = None) -> list[OwnRow]:
    """Organisations of ours by key, merged ones too; all of them, or those that are these actors or were merged into
    them."""
    if actor_ids is None:
        return sorted(OwnRow._make(row) for row in _all(session, _OWN))
    found = {row[0]: OwnRow._make(row) for row in _among(session, _OWN_SOME, actor_ids)}
    into = [row.id for row in found.values()]
    while into:
        merged = [OwnRow._make(row) for row in _among(session, _OWN_MERGED, into)]
        into = [row.id for row in merged if row.id not in found]
        found.update((row.id, row) for row in merged)
    return [found[key] for key in sorted(found)]


def merged_away(session: Session, actor_ids: Sequence[int]) -> set[int]:
    """Those of the actors that have been merged into another organisation."""
    return {row[0] for row in _among(session, _AWAY, actor_ids)}


def aliases(session: Session, organisation_ids: Sequence[int] | None = None) -> list[tuple[int, str]]:
    """(organisation, name) of the names that the register does not give, oldest first; of all, or of some."""
    return list(_of_ours(session, _ALIASES, organisation_ids))


def sites(session: Session, organisation_ids: Sequence[int] | None = None) -> list[SiteRow]:
    """Places of business, oldest first; of all organisations, or of some."""
    return [SiteRow._make(row) for row in _of_ours(session, _SITES, organisation_ids)]


def counter(session: Session, key: str) -> int:
    """A counter of the database, 0 when nothing was counted yet; see `db.queries.scores`."""
    cursor = _cursor(session)
    cursor.execute(_COUNTER + _MARK[_dialect(session)], (key,))
    row = cursor.fetchone()
    cursor.close()
    return int(row[0]) if row is not None and row[0] else 0


def _of_ours(session: Session, statement: str, organisation_ids: Sequence[int] | None) -> list[Any]:
    if organisation_ids is None:
        return _all(session, statement + _BY_ID)
    return _among(session, statement + _OF_SOME, organisation_ids, _BY_ID)


def _all(session: Session, statement: str) -> list[Any]:
    cursor = _cursor(session)
    cursor.execute(statement)
    rows: list[Any] = cursor.fetchall()
    cursor.close()
    return rows


def _among(session: Session, statement: str, values: Sequence[Any], order: str = "") -> list[Any]:
    """Rows whose last named column is one of these values."""
    if not values:
        return []
    dialect = _dialect(session)
    wanted = json.dumps(list(values)) if dialect == "sqlite" else list(values)
    cursor = _cursor(session)
    cursor.execute(statement + _AMONG[dialect] + order, (wanted,))
    rows: list[Any] = cursor.fetchall()
    cursor.close()
    return rows


def _cursor(session: Session) -> Any:
    return session.connection().connection.cursor()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
