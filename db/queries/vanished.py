"""Companies that a complete file no longer holds, and of which the register has not said why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, or_, select, update
from sqlmodel import Session

from db.models import metadata

t = metadata.tables
COMPANY, ORG, CASE = t["registry_company"], t["organisation"], t["case"]
CEASED = "4"  # Trade Register status, code set REK_KDI


def waiting(session: Session, *, asked_by: date, stages: Collection[str], limit: int) -> list[str]:
    """Business IDs to ask for, in the order in which to ask."""
    return list(session.execute(waiting_query(asked_by=asked_by, stages=stages).limit(limit)).scalars())


def waiting_query(*, asked_by: date, stages: Collection[str]) -> Select[Any]:
    """Those with a case at one of the stages first, then organisations of ours, then those never asked for; the ones
    that vanished first before others. `asked_by`: who was asked for by that day is asked for again."""
    open_case = exists().where(CASE.c.organisation_id == ORG.c.id, CASE.c.stage.in_(sorted(stages)))
    rank = case((open_case, 0), (ORG.c.id.is_not(None), 1), else_=2)
    return (
        select(COMPANY.c.business_id)
        .outerjoin(ORG, ORG.c.actor_id == COMPANY.c.id)
        .where(*_unexplained(asked_by))
        .order_by(rank, COMPANY.c.asked_on.is_not(None), COMPANY.c.vanished_on, COMPANY.c.id)
    )


def set_asked(session: Session, company_id: int, on: date) -> None:
    session.execute(update(COMPANY).where(COMPANY.c.id == company_id).values(asked_on=on))


def _unexplained(asked_by: date) -> tuple[ColumnElement[bool], ...]:
    asked = COMPANY.c.asked_on
    return (
        COMPANY.c.vanished_on.is_not(None),
        COMPANY.c.ended.is_(None),
        COMPANY.c.trade_register_status != CEASED,
        or_(asked.is_(None), asked < COMPANY.c.vanished_on, asked <= asked_by),
    )
