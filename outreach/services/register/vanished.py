"""Which vanished companies the register is to be asked about, one by one, and which it has been asked about."""

from __future__ import annotations

from datetime import date, timedelta

from db.queries import vanished as query
from db.unit import Read, Write
from outreach.rules import stages
from outreach.rules.identity import actor_of_business_id

ASK_AGAIN = timedelta(days=30)  # while the register has not said why


def waiting(uow: Read, *, today: date, limit: int) -> tuple[str, ...]:
    """Business IDs to ask for now, the most urgent first: with an open case, ours, the longest gone.

    A company whose end the register has told is asked for no more.
    """
    open_stages = [stage.value for stage in stages.LADDER]
    return tuple(query.waiting(uow.session, asked_by=today - ASK_AGAIN, stages=open_stages, limit=limit))


def set_asked(uow: Write, business_id: str, on: date) -> None:
    """Remembers that the register was asked for a company. No journal entry: nothing that people edit changes."""
    query.set_asked(uow.session, actor_of_business_id(business_id), on)
