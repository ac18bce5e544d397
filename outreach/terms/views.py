"""What lists and cards hold: rows that services read and screens, commands and exports show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from outreach.terms.message import Message
from outreach.terms.privacy import ChannelRule as ChannelRule  # part of what lists and cards hold
from outreach.terms.work import Band, Direction, Outcome, Stage, TouchKind, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list: rows from `offset` on, and how many the whole list has. `fresh` is False where the list rests on
    scores that are not up to date."""

    rows: tuple[T, ...]
    offset: int
    total: int
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class TownRow:
    code: str
    name_fi: str
    name_sv: str
    participating: bool = True


@dataclass(frozen=True, slots=True)
class AdviserRow:
    adviser_id: int
    name: str
    language: str
    town_code: str


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One line of the list of organisations: a register company nobody has touched, or an organisation of ours."""

    actor_id: int
    organisation_id: int | None
    name: str
    business_id: str
    form_code: str
    industry_code: str
    municipality_code: str
    situation: str
    active: bool
    stage: Stage | None  # furthest open case, any town
    do_not_contact: bool = False
    matched_name: str = ""  # the former or Swedish name that a search hit, when it is not the shown one


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    query: str = ""
    municipality_code: str = ""
    mine_only: bool = False  # organisations of ours, without the rest of the register
    active_only: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of why: `points` of `of` (None: not known, not counted), and the sentence with the matched text."""

    component: str  # industry, words, place, size, age, competence, actor_type
    points: int | None
    of: int
    text: Message


@dataclass(frozen=True, slots=True)
class ScoreView:
    score: int
    band: Band | None  # None: below the floor
    completeness: int
    reasons: tuple[Reason, ...]
    excluded: Message | None = None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    actor_id: int
    name: str
    business_id: str
    municipality_code: str
    score: int
    band: Band
    completeness: int
    verdict: Verdict | None = None  # "later" whose day has come keeps it


@dataclass(frozen=True, slots=True)
class OtherCase:
    case_id: int
    town_code: str
    need_title: str
    stage: Stage
    since: date
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDetail:
    actor_id: int
    name: str
    business_id: str
    facts: OrganisationFacts
    score: ScoreView
    channels: tuple[ChannelRule, ...]
    cases: tuple[OtherCase, ...]  # of all towns: who already talks to them
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    source: str
    place: str
    fetched_on: date
    record_id: int | None = None  # the newest record of the place: what linkage can explain
    gone_on: date | None = None  # since when the source lists it no more


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """Effective facts: own value, else the register's. `own` names the fields that are own values."""

    business_id: str = ""
    name: str = ""
    former_names: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    form_code: str = ""
    registered: date | None = None
    employer: bool | None = None
    industry_code: str = ""
    industry_set: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    municipality_code: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    situation: str = ""
    situation_since: date | None = None
    ended: date | None = None
    vanished_on: date | None = None
    sole_trader: bool = False
    active: bool = True
    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A line of the contact history: a contact, a stage move, a verdict, a source, a change in the register."""

    on: date
    what: Message
    who: str = ""
    text: str = ""
    touchpoint_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    task_id: int
    case_id: int
    title: str
    due_on: date
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    case_id: int
    organisation_id: int
    actor_id: int
    organisation: str
    town_code: str
    need_id: int
    need_title: str
    stage: Stage
    stage_since: date
    days_in_stage: int
    limit_days: int | None
    owner: str
    next_task: TaskRow | None
    last_contact: date | None
    last_contact_kind: TouchKind | None
    revisit_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    person_id: int
    name: str
    role: str
    email: str
    phone: str
    source: str
    notice_due: date | None
    informed_on: date | None
    do_not_contact: bool
    version: int


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    competence_id: int
    tag: str
    note: str
    confirmed_by: str
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class SiteRow:
    site_id: int
    municipality_code: str
    street: str
    postcode: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class NeedScoreRow:
    need_id: int
    title: str
    town_code: str
    score: int
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that the card of an organisation shows."""

    actor_id: int
    organisation_id: int | None
    version: int | None
    facts: OrganisationFacts
    register: OrganisationFacts | None  # the register's own values, shown beside edits
    channels: tuple[ChannelRule, ...]
    cases: tuple[CaseView, ...]
    needs: tuple[NeedScoreRow, ...]
    people: tuple[PersonRow, ...]
    competences: tuple[CompetenceRow, ...]
    sites: tuple[SiteRow, ...]
    sources: tuple[SourceRow, ...]
    timeline: tuple[TimelineRow, ...]
    suppressed: bool


@dataclass(frozen=True, slots=True)
class AllowedMove:
    """A stage a case can go to. `missing` empty: now. Otherwise what is still needed, in words.

    `wants_evidence` asks for a text that shows the stage was reached: the agreed role, the joint project.
    """

    stage: Stage
    missing: tuple[Message, ...]
    wants_reason: bool = False
    wants_date: bool = False  # the day to return to it
    wants_evidence: Message | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class TodayRow:
    case_id: int
    actor_id: int
    organisation: str
    stage: Stage
    days_in_stage: int
    limit_days: int | None  # set when the stage has waited too long
    task: TaskRow | None
    town_code: str


@dataclass(frozen=True, slots=True)
class NewsRow:
    case_id: int
    actor_id: int
    organisation: str
    text: Message
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    on: date
    overdue: tuple[TodayRow, ...]
    due: tuple[TodayRow, ...]
    no_next: tuple[TodayRow, ...]
    revisit: tuple[TodayRow, ...]
    news: tuple[NewsRow, ...]
    notice_due: int  # persons to be informed
    candidates_waiting: int
    duplicates_waiting: int
    news_more: int = 0  # changes in the register beyond those of `news`


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Coverage of one need. Each figure is the number of different organisations; `gap` = target - active, >= 0."""

    need_id: int
    title: str
    town_code: str
    example: bool
    target: int
    identified: int
    selected: int
    contacted: int
    in_dialogue: int
    committed: int
    active: int
    gap: int


@dataclass(frozen=True, slots=True)
class JournalRowView:
    journal_id: int
    at: datetime
    who: str
    text: Message
    undoable: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What `undo` took back, and what it kept because it was edited since or is never taken back."""

    journal_id: int
    text: Message
    kept: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class TouchInput:
    """A contact as the adviser logs it. `sent` confirms that an e-mail or letter really went out."""

    kind: TouchKind
    direction: Direction
    on: date
    text: str = ""
    outcome: Outcome | None = None
    person_id: int | None = None
    sent: bool = False
