"""Which records are one organisation: what is asked, what has been judged, and with which weights."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime


class LinkProposal(SQLModel, table=True):
    """A known actor that a waiting record, or an organisation of ours, may be, with the evidence for the person who
    decides. One of `record_id` and `organisation_id` is set."""

    __tablename__ = "link_proposal"
    __table_args__ = (CheckConstraint("(record_id IS NULL) <> (organisation_id IS NULL)", name="one_subject"),)

    id: int | None = Field(default=None, primary_key=True)
    record_id: int | None = Field(default=None, foreign_key="source_record.id", index=True)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    actor_id: int = Field(sa_type=BigInteger, index=True)
    rank: int
    posterior: float
    evidence: list[object] = Field(sa_column=Column(JSON, nullable=False))
    version: int = 1


class LinkDecision(SQLModel, table=True):
    """An edge: a judgement on two nodes (`terms.linkage`), by a person or by rule; never overwritten, the newest of a
    pair counts. `one` is the lesser text of the two, so that a pair is found whichever way round it comes."""

    __tablename__ = "link_decision"

    id: int | None = Field(default=None, primary_key=True)
    one: str = Field(index=True)
    other: str = Field(index=True)
    record_id: int | None = Field(default=None, foreign_key="source_record.id", index=True)
    judgement: str
    decided_by: int | None = Field(default=None, foreign_key="adviser.id")  # none: by rule
    decided_at: datetime = Field(sa_type=UtcDateTime)
    posterior: float | None = None
    weights_id: int | None = Field(default=None, foreign_key="link_weights.id")  # none: those the program ships with
    evidence: list[object] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    version: int = 1


class LinkWeights(SQLModel, table=True):
    """Weights of evidence that were estimated from reviewed pairs; the state key "link_weights" names those in use."""

    __tablename__ = "link_weights"

    id: int | None = Field(default=None, primary_key=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: int | None = Field(default=None, foreign_key="adviser.id")
    values: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    learnt: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    version: int = 1
