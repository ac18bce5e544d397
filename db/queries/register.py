"""Register mirror: what an import compares with, and the postal codes learnt from it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from db.models import (
    ImportRun,
    LinkProposal,
    Organisation,
    RegistryAddress,
    RegistryChange,
    RegistryCompany,
    RegistryHash,
    RegistryPostcode,
)
from db.unit import table_of

IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PostcodeUse:
    """How often the addresses of the mirror place a postal code in a municipality."""

    postcode: str
    municipality_code: str
    city_fi: str
    city_sv: str
    count: int


def raw_hashes(session: Session) -> tuple[array[int], array[int]]:
    """Every company of the mirror in the order of the keys: key, hash of the text. Past SQLAlchemy, whose handling of
    rows takes five times as long as reading them."""
    keys, raw = array("q"), array("q")
    cursor: Any = session.connection().connection.cursor()
    cursor.execute("SELECT company_id, raw_hash FROM registry_hash ORDER BY company_id")
    while rows := cursor.fetchmany(20_000):
        keys.extend([row[0] for row in rows])
        raw.extend([row[1] for row in rows])
    cursor.close()
    return keys, raw


def content_hashes(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """Hash of the content of some companies by key; keys that the mirror does not hold are left out."""
    table, wanted = table_of(RegistryHash), list(ids)
    found: dict[int, int] = {}
    for start in range(0, len(wanted), IDS_AT_ONCE):
        part = wanted[start : start + IDS_AT_ONCE]
        query = select(table.c.company_id, table.c.content_hash).where(table.c.company_id.in_(part))
        found.update(session.connection().execute(query).tuples().all())
    return found


def is_empty(session: Session) -> bool:
    """Whether the mirror holds no company."""
    return session.execute(select(col(RegistryCompany.id)).limit(1)).first() is None


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


def postcode_uses(session: Session, codes: Sequence[str] | None = None) -> list[PostcodeUse]:
    """Postal codes of the mirror's Finnish addresses with their municipalities, in the order of the codes; all of them,
    or some."""
    address = RegistryAddress
    keys = (col(address.postcode), col(address.municipality_code), col(address.city_fi), col(address.city_sv))
    query = (
        select(*keys, func.count())
        .where(col(address.municipality_code) != "", func.length(col(address.postcode)) == 5)
        .group_by(*keys)
    )
    found: list[PostcodeUse] = []
    for part in _parts(codes) if codes is not None else [None]:
        wanted = query if part is None else query.where(col(address.postcode).in_(part))
        found += [PostcodeUse(*row) for row in session.execute(wanted)]
    return sorted(found, key=lambda use: (use.postcode, -use.count))


def _parts(values: Sequence[str]) -> list[Sequence[str]]:
    return [values[start : start + IDS_AT_ONCE] for start in range(0, len(values), IDS_AT_ONCE)]


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


def companies_of_run(session: Session, run_id: int) -> list[int]:
    """Companies whose rows are as a run left them."""
    company = RegistryCompany
    query = select(col(company.id)).where(col(company.changed_run_id) == run_id).order_by(col(company.id))
    return list(session.execute(query).scalars())


def imaged(session: Session, run_id: int) -> set[int]:
    """Companies of which a run has kept what they were before."""
    change = table_of(RegistryChange)
    query = select(change.c.company_id).where(change.c.run_id == run_id, change.c.image.is_not(None))
    return set(session.execute(query).scalars())


def overwritten(session: Session, run_id: int) -> list[int]:
    """Companies that later runs have found as a run left them, and have changed, by key."""
    change = table_of(RegistryChange)
    before = change.c.image["company"]["changed_run_id"].as_integer()
    query = select(change.c.company_id).where(change.c.run_id > run_id, before == run_id).distinct()
    return sorted(session.execute(query).scalars())


def images(session: Session, run_id: int, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What companies were before a run."""
    change = table_of(RegistryChange)
    query = (
        select(change.c.company_id, change.c.image)
        .where(change.c.run_id == run_id, change.c.company_id.in_(ids), change.c.image.is_not(None))
        .order_by(change.c.id.desc())
    )
    return dict(session.execute(query).tuples().all())


def forget_changes(session: Session, run_id: int, ids: Sequence[int]) -> None:
    """Takes what a run has told of companies out of the feed."""
    change = table_of(RegistryChange)
    session.execute(delete(change).where(change.c.run_id == run_id, change.c.company_id.in_(ids)))


def forget_proposals(session: Session, ids: Sequence[int]) -> None:
    """Nobody is asked any longer whether something is one of these companies."""
    proposal = table_of(LinkProposal)
    session.execute(delete(proposal).where(proposal.c.actor_id.in_(ids)))


def worked_with(session: Session, ids: Sequence[int]) -> set[int]:
    """Companies that somebody has made an organisation of ours."""
    actor = table_of(Organisation).c.actor_id
    found: set[int] = set()
    for start in range(0, len(ids), IDS_AT_ONCE):
        part = ids[start : start + IDS_AT_ONCE]
        found.update(session.execute(select(actor).where(actor.in_(part))).scalars())
    return found


def newer_runs(session: Session, run_id: int, kinds: Sequence[str]) -> int:
    """How many runs of these kinds have changed something after a run."""
    run = table_of(ImportRun)
    query = select(func.count()).where(run.c.id > run_id, run.c.kind.in_(kinds), run.c.created + run.c.changed > 0)
    return int(session.execute(query).scalar_one())


def drop_images(session: Session, kinds: Sequence[str], runs_kept: int) -> None:
    """Forgets what companies were before all but the newest runs that have changed something."""
    run, change = table_of(ImportRun), table_of(RegistryChange)
    newest = (
        select(run.c.id)
        .where(run.c.kind.in_(kinds), run.c.created + run.c.changed > 0)
        .order_by(run.c.id.desc())
        .offset(runs_kept)
        .limit(1)
    )
    last = session.execute(newest).scalar_one_or_none()
    if last is not None:
        session.execute(update(change).where(change.c.run_id <= last, change.c.image.is_not(None)).values(image=None))
