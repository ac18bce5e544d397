"""Candidates of a need: scored actors that wait for a person's judgement, and what is known of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, exists, func, or_, select
from sqlmodel import Session

from db.models import metadata
from outreach.terms.views import CandidateRow
from outreach.terms.work import Band, Verdict

t = metadata.tables
SCORE, COMPANY, ORG, VERDICT = t["need_score"], t["registry_company"], t["organisation"], t["need_verdict"]
SAID = VERDICT.alias("said")  # the verdict that stands, beside the one that `waiting` looks for
CASE, BAN, RECORD, RUN = t["case"], t["suppression"], t["source_record"], t["import_run"]

NAME: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.name, ""), COMPANY.c.name, "")
NAME_KEY: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.name_key, ""), COMPANY.c.name_key, "")
PLACE: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.municipality_code, ""), COMPANY.c.municipality_code, "")
BUSINESS_ID: ColumnElement[str] = func.coalesce(ORG.c.business_id, COMPANY.c.business_id, "")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an actor is; `organisation_id` is None for a company that nobody has decided on."""

    name: str
    business_id: str
    organisation_id: int | None


def page(session: Session, need_id: int, *, today: date, offset: int, limit: int) -> tuple[CandidateRow, ...]:
    """Candidates that wait, best first, then in Finnish order of names."""
    rows = session.execute(page_query(need_id, today).offset(offset).limit(limit))
    return tuple(
        CandidateRow(
            actor_id=row.actor_id,
            name=row.name,
            business_id=row.business_id,
            municipality_code=row.place,
            score=row.score,
            band=Band(row.band),
            completeness=row.completeness,
            verdict=Verdict(row.verdict) if row.verdict else None,
        )
        for row in rows
    )


def page_query(need_id: int, today: date) -> Select[Any]:
    """The query behind `page`: walks the scores of the need in the order of its index."""
    return (
        select(
            SCORE.c.actor_id,
            SCORE.c.score,
            SCORE.c.band,
            SCORE.c.completeness,
            NAME.label("name"),
            BUSINESS_ID.label("business_id"),
            PLACE.label("place"),
            SAID.c.verdict,
        )
        .select_from(_joined().outerjoin(SAID, _current(need_id)))
        .where(*waiting(need_id, today))
        .order_by(SCORE.c.score.desc(), NAME_KEY, SCORE.c.actor_id)
    )


def count(session: Session, need_id: int, today: date, *, bands: Sequence[str] = ()) -> int:
    """How many candidates wait; of some bands only when given."""
    query = select(func.count()).select_from(_joined()).where(*waiting(need_id, today))
    return int(session.execute(query.where(SCORE.c.band.in_(bands)) if bands else query).scalar_one())


def count_actors(session: Session, town_code: str, today: date, *, bands: Sequence[str]) -> int:
    """How many different actors wait, over the needs in use of a town, or of all towns."""
    need = t["need"]
    query = (
        select(func.count(func.distinct(SCORE.c.actor_id)))
        .select_from(_joined().join(need, need.c.id == SCORE.c.need_id))
        .where(*waiting(need.c.id, today), need.c.archived.is_(False), SCORE.c.band.in_(bands))
    )
    return int(session.execute(query.where(need.c.town_code == town_code) if town_code else query).scalar_one())


def names(session: Session, need_id: int, today: date, *, bands: Sequence[str]) -> list[tuple[int, str]]:
    """(actor, name) of the candidates that wait, best first."""
    query = page_query(need_id, today).where(SCORE.c.band.in_(bands))
    return [(row.actor_id, row.name) for row in session.execute(query)]


def waiting(need_id: int | ColumnElement[int], today: date) -> list[ColumnElement[bool]]:
    """Scored and active, without a case, a do-not-contact entry or a verdict; "later" waits until its day."""
    judged = exists().where(
        VERDICT.c.need_id == need_id,
        VERDICT.c.organisation_id == ORG.c.id,
        VERDICT.c.current.is_(True),
        or_(VERDICT.c.verdict != Verdict.LATER.value, VERDICT.c.until > today),
    )
    opened = exists().where(CASE.c.organisation_id == ORG.c.id, CASE.c.need_id == need_id)
    return [
        SCORE.c.need_id == need_id,
        or_(COMPANY.c.id.is_(None), COMPANY.c.active.is_(True)),
        or_(ORG.c.id.is_(None), and_(~judged, ~opened, ~_banned())),
    ]


def judged_between(session: Session, need_id: int, start: datetime, end: datetime) -> int:
    """How many verdicts of a need that stand were given from `start` until before `end`."""
    query = select(func.count()).where(
        VERDICT.c.need_id == need_id,
        VERDICT.c.current.is_(True),
        VERDICT.c.decided_at >= start,
        VERDICT.c.decided_at < end,
    )
    return int(session.execute(query).scalar_one())


def identity(session: Session, actor_id: int) -> Identity | None:
    """Effective name and Business ID of an actor; None when neither side knows it."""
    both = COMPANY.outerjoin(ORG, ORG.c.actor_id == COMPANY.c.id)
    columns = (NAME.label("name"), BUSINESS_ID.label("business_id"), ORG.c.id.label("organisation_id"))
    row = session.execute(select(*columns).select_from(both).where(COMPANY.c.id == actor_id)).first()
    if row is None:
        alone = ORG.outerjoin(COMPANY, COMPANY.c.id == ORG.c.actor_id)
        ours = select(*columns).select_from(alone).where(ORG.c.actor_id == actor_id, ORG.c.merged_into.is_(None))
        row = session.execute(ours).first()
    return Identity(row.name, row.business_id, row.organisation_id) if row else None


def current_verdicts(session: Session, need_id: int, organisation_id: int) -> list[int]:
    """Keys of the verdicts that a new one replaces."""
    query = select(VERDICT.c.id).where(
        VERDICT.c.need_id == need_id, VERDICT.c.organisation_id == organisation_id, VERDICT.c.current.is_(True)
    )
    return list(session.execute(query).scalars())


def has_case(session: Session, need_id: int, organisation_id: int) -> bool:
    query = select(CASE.c.id).where(CASE.c.need_id == need_id, CASE.c.organisation_id == organisation_id)
    return session.execute(query).first() is not None


def sources(session: Session, actor_id: int, organisation_id: int | None) -> list[Row[Any]]:
    """Where an actor was found: (source, place, instant); the run that last wrote it to the register mirror, then the
    records of pages and files, newest first."""
    register = (
        select(RUN.c.source, RUN.c.kind.label("place"), RUN.c.started_at.label("fetched_at"))
        .join(COMPANY, COMPANY.c.changed_run_id == RUN.c.id)
        .where(COMPANY.c.id == actor_id)
    )
    found = list(session.execute(register))
    if organisation_id is not None:
        records = (
            select(RECORD.c.source, RECORD.c.place, RECORD.c.fetched_at)
            .where(RECORD.c.organisation_id == organisation_id, RECORD.c.state != "review")
            .order_by(RECORD.c.fetched_at.desc(), RECORD.c.id.desc())
        )
        found += session.execute(records)
    return found


def _joined() -> FromClause:
    return SCORE.outerjoin(COMPANY, COMPANY.c.id == SCORE.c.actor_id).outerjoin(ORG, ORG.c.actor_id == SCORE.c.actor_id)


def _current(need_id: int) -> ColumnElement[bool]:
    return and_(SAID.c.organisation_id == ORG.c.id, SAID.c.need_id == need_id, SAID.c.current.is_(True))


def _banned() -> ColumnElement[bool]:
    return exists().where(
        BAN.c.organisation_id == ORG.c.id,
        BAN.c.kind == "organisation",
        BAN.c.channel == "any",
        BAN.c.lifted_at.is_(None),
    )
