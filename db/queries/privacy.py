"""Reading do-not-contact entries, and what is known of whom they concern."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select
from sqlmodel import Session

from db.models import metadata

t = metadata.tables
BAN, ORG, COMPANY, PERSON, ADVISER, LOG = (
    t["suppression"],
    t["organisation"],
    t["registry_company"],
    t["person"],
    t["adviser"],
    t["privacy_log"],
)


@dataclass(frozen=True, slots=True)
class Ban:
    """A do-not-contact entry that stands."""

    suppression_id: int
    key_hash: str
    kind: str
    channel: str
    organisation_id: int | None
    person_id: int | None


def bans_on(
    session: Session, *, hashes: Collection[str], organisation_id: int | None = None, person_ids: Collection[int] = ()
) -> tuple[Ban, ...]:
    """Entries that stand over any of these hashes, over the organisation itself, or over any of the persons."""
    concerns: list[ColumnElement[bool]] = [BAN.c.key_hash.in_(hashes)]
    if organisation_id is not None:
        concerns.append((BAN.c.kind == "organisation") & (BAN.c.organisation_id == organisation_id))
    if person_ids:
        concerns.append((BAN.c.kind == "person") & BAN.c.person_id.in_(person_ids))
    return _bans(session, or_(*concerns))


def organisation_bans(session: Session) -> tuple[Ban, ...]:
    """Entries over all channels of whole organisations."""
    return _bans(session, (BAN.c.kind == "organisation") & (BAN.c.channel == "any"))


def same_act(session: Session, suppression_id: int) -> tuple[int, ...]:
    """Standing entries that were made in one act: a person, and that person's address and number."""
    mine = BAN.alias()
    query = (
        select(BAN.c.id)
        .join(mine, BAN.c.entered_at == mine.c.entered_at)
        .where(
            mine.c.id == suppression_id,
            BAN.c.lifted_at.is_(None),
            or_(
                BAN.c.id == mine.c.id,
                (BAN.c.organisation_id == mine.c.organisation_id)
                & (BAN.c.entered_by.is_not_distinct_from(mine.c.entered_by))
                & (BAN.c.channel == mine.c.channel)
                & (mine.c.kind == "person")
                & BAN.c.kind.in_(("email", "phone")),
            ),
        )
        .order_by(BAN.c.id)
    )
    return tuple(session.execute(query).scalars())


def entries(session: Session, *, lifted: bool) -> Sequence[Row[Any]]:
    """All entries with names, newest first; without the lifted ones unless asked."""
    lifter = ADVISER.alias()
    query = (
        select(
            BAN,
            func.coalesce(func.nullif(ORG.c.name, ""), COMPANY.c.name, "").label("organisation"),
            func.coalesce(PERSON.c.name, "").label("person"),
            func.coalesce(ADVISER.c.name, "").label("who"),
            func.coalesce(lifter.c.name, "").label("lifter"),
        )
        .outerjoin(ORG, ORG.c.id == BAN.c.organisation_id)
        .outerjoin(COMPANY, COMPANY.c.id == ORG.c.actor_id)
        .outerjoin(PERSON, PERSON.c.id == BAN.c.person_id)
        .outerjoin(ADVISER, ADVISER.c.id == BAN.c.entered_by)
        .outerjoin(lifter, lifter.c.id == BAN.c.lifted_by)
        .order_by(BAN.c.entered_at.desc(), BAN.c.id.desc())
    )
    return session.execute(query if lifted else query.where(BAN.c.lifted_at.is_(None))).all()


def actors_of(session: Session, organisation_ids: Collection[int]) -> set[int]:
    """Actor numbers of organisations."""
    found: set[int] = set()
    ids = sorted(organisation_ids)
    for start in range(0, len(ids), 500):
        query = select(ORG.c.actor_id).where(ORG.c.id.in_(ids[start : start + 500]), ORG.c.actor_id.is_not(None))
        found.update(session.execute(query).scalars())
    return found


def unregistered(session: Session, actor_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """(actor_id, name, municipality_code) of those among the actors that have no Business ID."""
    found: list[Row[Any]] = []
    for start in range(0, len(actor_ids), 500):
        query = select(ORG.c.actor_id, ORG.c.name, ORG.c.municipality_code).where(
            ORG.c.actor_id.in_(actor_ids[start : start + 500]), ORG.c.business_id.is_(None)
        )
        found.extend(session.execute(query))
    return found


def erased_hashes(session: Session) -> frozenset[str]:
    """Hashes of persons who were erased."""
    return frozenset(session.execute(select(LOG.c.subject_hash).where(LOG.c.action == "erased")).scalars())


def _bans(session: Session, concerns: Any) -> tuple[Ban, ...]:
    query = select(BAN.c.id, BAN.c.key_hash, BAN.c.kind, BAN.c.channel, BAN.c.organisation_id, BAN.c.person_id).where(
        BAN.c.lifted_at.is_(None), concerns
    )
    return tuple(Ban(*row) for row in session.execute(query))
