"""Reading for reports: transitions and contacts of a period, contact persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlmodel import Session

from db.models import metadata

t = metadata.tables


def transitions(session: Session, *, town_code: str, until: date) -> Sequence[Row[Any]]:
    """Stage moves up to a day, in order: case, organisation, need, stages, day, baseline, evidence."""
    move, case, need = t["transition"], t["case"], t["need"]
    query = (
        select(
            move.c.case_id,
            case.c.organisation_id,
            case.c.need_id,
            case.c.town_code,
            move.c.from_stage,
            move.c.to_stage,
            move.c.happened_on,
            move.c.baseline,
            move.c.evidence,
        )
        .join(case, case.c.id == move.c.case_id)
        .join(need, need.c.id == case.c.need_id)
        .where(move.c.happened_on <= until, need.c.example.is_(False), *_town(case.c.town_code, town_code))
        .order_by(move.c.case_id, move.c.happened_on, move.c.id)
    )
    return session.execute(query).all()


def contacts(session: Session, *, town_code: str, until: date) -> Sequence[Row[Any]]:
    """Contacts of cases up to a day, oldest first; notes left out."""
    touch, case = t["touchpoint"], t["case"]
    query = (
        select(
            touch.c.case_id,
            touch.c.happened_on,
            touch.c.kind,
            touch.c.direction,
            touch.c.outcome,
            touch.c.sent,
            touch.c.baseline,
        )
        .join(case, case.c.id == touch.c.case_id)
        .where(touch.c.happened_on <= until, touch.c.kind != "note", *_town(case.c.town_code, town_code))
        .order_by(touch.c.happened_on, touch.c.id)
    )
    return session.execute(query).all()


def contact_persons(session: Session, organisation_ids: Sequence[int]) -> dict[int, list[tuple[int, str, str]]]:
    """(person id, name, role) of each organisation, by name."""
    person = t["person"]
    found: dict[int, list[tuple[int, str, str]]] = {}
    for start in range(0, len(organisation_ids), 500):
        part = organisation_ids[start : start + 500]
        query = select(person.c.organisation_id, person.c.id, person.c.name, person.c.role)
        for organisation_id, person_id, name, role in session.execute(
            query.where(person.c.organisation_id.in_(part)).order_by(person.c.name, person.c.id)
        ):
            found.setdefault(organisation_id, []).append((person_id, name, role))
    return found


def sole_traders(session: Session, organisation_ids: Sequence[int]) -> set[int]:
    """Which of these are sole traders, whose name is a person's."""
    org = t["organisation"]
    found: set[int] = set()
    for start in range(0, len(organisation_ids), 500):
        part = organisation_ids[start : start + 500]
        found |= set(session.execute(select(org.c.id).where(org.c.id.in_(part), org.c.sole_trader.is_(True))).scalars())
    return found


def latest_register_day(session: Session) -> date | None:
    """Day of the newest finished register import: the "retrieved" of the attribution."""
    run = t["import_run"]
    query = (
        select(run.c.finished_at)
        .where(run.c.kind.in_(("ytj-bulk", "ytj-api")), run.c.state == "done")
        .order_by(run.c.id.desc())
        .limit(1)
    )
    found = session.execute(query).scalar_one_or_none()
    return found.date() if found else None


def _town(column: ColumnElement[str], town_code: str) -> list[ColumnElement[bool]]:
    return [column == town_code] if town_code else []
