"""Counts of what waits: possible duplicates, persons to be informed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from db.models import metadata

t = metadata.tables


def duplicates(session: Session) -> int:
    """Records that wait for a person's word."""
    record = t["source_record"]
    return int(session.execute(select(func.count()).where(record.c.state == "review")).scalar_one())


def notices_due(session: Session, today: date) -> int:
    """Persons who have not been told yet that their data is kept, and whose day has come."""
    person = t["person"]
    query = select(func.count()).where(person.c.informed_on.is_(None), person.c.notice_due <= today)
    return int(session.execute(query).scalar_one())
