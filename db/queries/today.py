"""Counts of what waits: candidates, possible duplicates, persons to be informed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlmodel import Session

from db.models import metadata

t = metadata.tables


def candidates(session: Session, town_code: str, today: date) -> int:
    """Different actors of band A or B that nobody has judged, over the needs in use."""
    score, need, org, verdict, case = t["need_score"], t["need"], t["organisation"], t["need_verdict"], t["case"]
    judged = (
        exists()
        .where(org.c.actor_id == score.c.actor_id)
        .where(
            or_(
                exists()
                .where(verdict.c.organisation_id == org.c.id, verdict.c.need_id == score.c.need_id)
                .where(verdict.c.current.is_(True), or_(verdict.c.until.is_(None), verdict.c.until > today)),
                exists().where(case.c.organisation_id == org.c.id, case.c.need_id == score.c.need_id),
            )
        )
    )
    query = (
        select(func.count(func.distinct(score.c.actor_id)))
        .join(need, need.c.id == score.c.need_id)
        .where(need.c.archived.is_(False), score.c.band.in_(("A", "B")), ~judged)
    )
    if town_code:
        query = query.where(need.c.town_code == town_code)
    return int(session.execute(query).scalar_one())


def duplicates(session: Session) -> int:
    """Records that wait for a person's word."""
    record = t["source_record"]
    return int(session.execute(select(func.count()).where(record.c.state == "review")).scalar_one())


def notices_due(session: Session, today: date) -> int:
    """Persons who have not been told yet that their data is kept, and whose day has come."""
    person = t["person"]
    query = select(func.count()).where(person.c.informed_on.is_(None), person.c.notice_due <= today)
    return int(session.execute(query).scalar_one())
