"""Reading cases, with what stands around them: organisation, need, owner, next step, last contact, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlmodel import Session

from db.models import metadata

t = metadata.tables
CASE, ORG, NEED, TASK, TOUCH = t["case"], t["organisation"], t["need"], t["task"], t["touchpoint"]
COMPANY, ADVISER, PROPOSAL, RECORD = t["registry_company"], t["adviser"], t["link_proposal"], t["source_record"]
VERDICT, SCORE = t["need_verdict"], t["need_score"]

NAME: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.name, ""), COMPANY.c.name, "")
NAME_KEY: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.name_key, ""), COMPANY.c.name_key, "")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    town_code: str = ""
    stages: tuple[str, ...] = ()
    owner_id: int | None = None
    need_id: int | None = None
    organisation_id: int | None = None
    case_ids: tuple[int, ...] = ()
    reported_only: bool = False  # leaves out examples that no town has adopted

    def where(self) -> list[ColumnElement[bool]]:
        wanted: list[ColumnElement[bool]] = []
        for column, value in (
            (CASE.c.town_code, self.town_code),
            (CASE.c.owner_id, self.owner_id),
            (CASE.c.need_id, self.need_id),
            (CASE.c.organisation_id, self.organisation_id),
        ):
            if value:
                wanted.append(column == value)
        if self.stages:
            wanted.append(CASE.c.stage.in_(self.stages))
        if self.case_ids:
            wanted.append(CASE.c.id.in_(self.case_ids))
        if self.reported_only:
            wanted.append(NEED.c.example.is_(False))
        return wanted


def rows(
    session: Session, wanted: CaseFilter, *, order: Sequence[str], offset: int = 0, limit: int | None = None
) -> Sequence[Row[Any]]:
    """Cases with names; sorted by the ladder `order` of stages, then the longest waiting first, then by name and id."""
    place = case({stage: index for index, stage in enumerate(order)}, value=CASE.c.stage, else_=len(order))
    query = (
        select(
            CASE,
            NAME.label("organisation"),
            ORG.c.actor_id,
            ORG.c.business_id,
            NEED.c.title_fi,
            NEED.c.title_sv,
            NEED.c.title_en,
            ADVISER.c.name.label("owner"),
        )
        .join(ORG, ORG.c.id == CASE.c.organisation_id)
        .join(NEED, NEED.c.id == CASE.c.need_id)
        .outerjoin(COMPANY, COMPANY.c.id == ORG.c.actor_id)
        .outerjoin(ADVISER, ADVISER.c.id == CASE.c.owner_id)
        .where(*wanted.where(), ORG.c.merged_into.is_(None))
        .order_by(place, CASE.c.stage_since, NAME_KEY, CASE.c.id)
        .offset(offset)
    )
    return session.execute(query.limit(limit) if limit is not None else query).all()


def count(session: Session, wanted: CaseFilter) -> int:
    """How many cases; one that was joined to another counts with that."""
    query = select(func.count()).select_from(CASE).join(NEED, NEED.c.id == CASE.c.need_id)
    query = query.join(ORG, ORG.c.id == CASE.c.organisation_id).where(*wanted.where(), ORG.c.merged_into.is_(None))
    return int(session.execute(query).scalar_one())


def stage_counts(session: Session, wanted: CaseFilter) -> dict[str, int]:
    query = (
        select(CASE.c.stage, func.count())
        .join(NEED, NEED.c.id == CASE.c.need_id)
        .join(ORG, ORG.c.id == CASE.c.organisation_id)
        .where(*wanted.where(), ORG.c.merged_into.is_(None))
        .group_by(CASE.c.stage)
    )
    return {str(stage): int(n) for stage, n in session.execute(query)}


def next_tasks(session: Session, case_ids: Sequence[int]) -> Mapping[int, Row[Any]]:
    """The open task with the earliest day of each case."""
    found: dict[int, Row[Any]] = {}
    for part in _parts(case_ids):
        query = (
            select(TASK, ADVISER.c.name.label("owner"))
            .outerjoin(ADVISER, ADVISER.c.id == TASK.c.owner_id)
            .where(TASK.c.case_id.in_(part), TASK.c.done_at.is_(None))
            .order_by(TASK.c.due_on, TASK.c.id)
        )
        for row in session.execute(query):
            found.setdefault(row.case_id, row)
    return found


def last_contacts(session: Session, case_ids: Sequence[int]) -> Mapping[int, tuple[date, str]]:
    """Day and kind of the newest contact of each case; notes are no contact, nor are messages not yet sent."""
    found: dict[int, tuple[date, str]] = {}
    for part in _parts(case_ids):
        query = (
            select(TOUCH.c.case_id, TOUCH.c.happened_on, TOUCH.c.kind)
            .where(TOUCH.c.case_id.in_(part), TOUCH.c.kind != "note", really_made())
            .order_by(TOUCH.c.happened_on, TOUCH.c.id)
        )
        for case_id, on, kind in session.execute(query):
            found[case_id] = (on, kind)
    return found


def really_made() -> ColumnElement[bool]:
    """A contact that took place: an outbound e-mail or letter only once confirmed as sent."""
    return or_(TOUCH.c.direction == "inbound", TOUCH.c.kind.not_in(("email", "letter")), TOUCH.c.sent.is_(True))


def touches(session: Session, case_id: int) -> Sequence[Row[Any]]:
    """Contacts of one case: kind, direction, day, whether sent."""
    query = select(TOUCH.c.kind, TOUCH.c.direction, TOUCH.c.happened_on, TOUCH.c.sent, TOUCH.c.outcome)
    return session.execute(query.where(TOUCH.c.case_id == case_id)).all()


def has_open_duplicate(session: Session, actor_id: int) -> bool:
    """Whether a record waits for a person's word on being this actor."""
    query = (
        select(PROPOSAL.c.id)
        .join(RECORD, RECORD.c.id == PROPOSAL.c.record_id)
        .where(PROPOSAL.c.actor_id == actor_id, RECORD.c.state == "review")
        .limit(1)
    )
    return session.execute(query).first() is not None


def register_state(session: Session, actor_id: int) -> Row[Any] | None:
    """What the mirror says of an actor's life: ended, status, vanished; None when it is not in the register."""
    query = select(COMPANY.c.ended, COMPANY.c.trade_register_status, COMPANY.c.vanished_on, COMPANY.c.situation)
    return session.execute(query.where(COMPANY.c.id == actor_id)).first()


def has_verdict(session: Session, need_id: int, organisation_id: int, verdict: str) -> bool:
    query = select(VERDICT.c.id).where(
        and_(
            VERDICT.c.need_id == need_id,
            VERDICT.c.organisation_id == organisation_id,
            VERDICT.c.current.is_(True),
            VERDICT.c.verdict == verdict,
        )
    )
    return session.execute(query).first() is not None


def is_scored(session: Session, need_id: int, actor_id: int) -> bool:
    query = select(SCORE.c.score).where(SCORE.c.need_id == need_id, SCORE.c.actor_id == actor_id)
    return session.execute(query).first() is not None


def _parts(ids: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
