"""The status report as data: one row per case, coverage per need, funnel counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.terms.views import CoverageRow, Reason
from outreach.terms.work import Band, Outcome, Stage, TouchKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """One case at the end of the period. Names of persons are empty unless the report was asked to hold them."""

    case_id: int
    organisation: str  # empty for a sole trader, whose name is a person's
    sole_trader: bool
    business_id: str
    town_code: str
    need: str
    stage: Stage
    stage_since: date
    opened_on: date
    baseline: bool
    owner: str  # initials, or the name when names were asked for
    last_contact: date | None
    last_contact_kind: TouchKind | None
    last_outcome: Outcome | None
    next_step: str
    next_due: date | None
    score: int | None
    band: Band | None
    reasons: tuple[Reason, ...]
    do_not_contact: bool
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """Different organisations of a need that reached each stage in the period; baseline is what was there before."""

    town_code: str
    need: str
    baseline: int
    selected: int
    contacted: int
    in_dialogue: int
    committed: int
    active: int
    declined: int
    now: int  # at an open stage at the end of the period


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """`since` None: from the beginning. `until` is the day the report describes."""

    town_code: str
    since: date | None
    until: date
    made_at: datetime
    practice: bool
    with_names: bool
    register_day: date | None
    cases: tuple[StatusRow, ...]
    coverage: tuple[CoverageRow, ...]
    funnel: tuple[FunnelRow, ...]
