"""The only place that reads the clock: everything below takes `now` or `today` as a parameter.

Instants are aware and in UTC; days are those of Europe/Helsinki. OUTREACH_NOW fixes the instant for a whole run, so
that a report or a rehearsal gives the same bytes tomorrow.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from outreach.errors import BadConfig
from outreach.terms.message import say

HELSINKI = ZoneInfo("Europe/Helsinki")
VARIABLE = "OUTREACH_NOW"


def now() -> datetime:
    """The present instant in UTC, or the one that OUTREACH_NOW fixes. BadConfig when that cannot be read as a time."""
    fixed = os.environ.get(VARIABLE, "").strip()
    return _parsed(fixed) if fixed else datetime.now(UTC)


def today(at: datetime) -> date:
    """The day in Finland at an aware instant."""
    return helsinki(at).date()


def helsinki(at: datetime) -> datetime:
    """An aware instant as Finnish clocks show it. A time without a zone is a defect of the caller: ValueError."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(HELSINKI)


@lru_cache(maxsize=8)
def _parsed(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=HELSINKI)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadConfig(
            say("The time in {variable} cannot be read: {value}", variable=VARIABLE, value=text[:60]),
            say("Write it as 2026-03-10T08:00; without a zone it is Finnish time."),
        ) from error
