"""Outreach data about the work: needs, scores, verdicts, cases, contacts, tasks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime


class Need(SQLModel, table=True):
    """Know-how a town's ecosystem lacks. `wishes` and code lists follow `terms.NeedSpec`."""

    __tablename__ = "need"

    id: int | None = Field(default=None, primary_key=True)
    town_code: str = Field(foreign_key="town.code", index=True)
    theme: str = ""
    title_fi: str = ""
    title_sv: str = ""
    title_en: str = ""
    spec: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    target_count: int = 0
    deadline: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="adviser.id")
    example: bool = False  # shipped example that no town has adopted: never in a report
    archived: bool = False
    scored_stamp: str = ""  # versions of need, facts and weights that need_score was made from
    version: int = 1


class NeedScore(SQLModel, table=True):
    """Score of an actor for a need, above the floor; derived, never edited."""

    __tablename__ = "need_score"
    __table_args__ = (
        Index("ix_need_score_need_id_score_actor_id", "need_id", "score", "actor_id"),
        {"sqlite_with_rowid": False},
    )

    need_id: int = Field(foreign_key="need.id", primary_key=True)
    actor_id: int = Field(primary_key=True, sa_type=BigInteger, index=True)
    score: int  # 0 to 100
    band: str
    completeness: int  # per cent


class NeedVerdict(SQLModel, table=True):
    """A person's verdict on an organisation for a need; `current` marks the newest of the pair."""

    __tablename__ = "need_verdict"
    __table_args__ = (Index("ix_need_verdict_need_id_organisation_id", "need_id", "organisation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    need_id: int = Field(foreign_key="need.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    verdict: str
    reason: str = ""
    until: date | None = None
    decided_by: int | None = Field(default=None, foreign_key="adviser.id")
    decided_at: datetime = Field(sa_type=UtcDateTime)
    current: bool = True
    version: int = 1


class Case(SQLModel, table=True):
    """Outreach case: one organisation for one need of one town, with a stage (DESIGN 5)."""

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("organisation_id", "need_id"),
        Index("ix_case_town_code_stage", "town_code", "stage"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    need_id: int = Field(foreign_key="need.id", index=True)
    town_code: str = Field(foreign_key="town.code")
    stage: str
    stage_since: date
    owner_id: int | None = Field(default=None, foreign_key="adviser.id", index=True)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    revisit_on: date | None = None
    reason: str = ""
    baseline: bool = False  # from before the program was taken into use
    version: int = 1


class Transition(SQLModel, table=True):
    __tablename__ = "transition"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    from_stage: str
    to_stage: str
    happened_on: date
    decided_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="adviser.id")
    reason: str = ""
    evidence: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    baseline: bool = False
    version: int = 1


class Touchpoint(SQLModel, table=True):
    """One logged contact or note. An outbound message counts once the adviser has confirmed that it was sent."""

    __tablename__ = "touchpoint"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    kind: str
    direction: str
    outcome: str = ""
    happened_on: date
    text: str = ""
    sent: bool = False  # confirmed by the adviser; calls and meetings are their own confirmation
    logged_at: datetime = Field(sa_type=UtcDateTime)
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id")
    baseline: bool = False
    version: int = 1


class Task(SQLModel, table=True):
    """Next step of a case, with its day."""

    __tablename__ = "task"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    title: str
    due_on: date = Field(index=True)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    owner_id: int | None = Field(default=None, foreign_key="adviser.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1
