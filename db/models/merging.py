"""Organisations that were merged, and what is remembered of each row for the day they part."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime


class Merge(SQLModel, table=True):
    """One organisation merged into another; `ended_at` is set once they have parted again."""

    __tablename__ = "merge"

    id: int | None = Field(default=None, primary_key=True)
    kept_id: int = Field(foreign_key="organisation.id", index=True)
    away_id: int = Field(foreign_key="organisation.id", index=True)
    # Numbers that the two have by their own Business IDs or none: judgements name them so, whoever bears the ID now.
    kept_actor: int = Field(sa_type=BigInteger)
    away_actor: int = Field(sa_type=BigInteger)
    choices: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))  # field -> kept, away
    marks: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))  # table -> newest key at the moment
    merged_at: datetime = Field(sa_type=UtcDateTime)
    merged_by: int | None = Field(default=None, foreign_key="adviser.id")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: int | None = Field(default=None, foreign_key="adviser.id")
    version: int = 1


class MergeRow(SQLModel, table=True):
    """What a row was before merges moved it, stood another in for it, or gave it values of others.

    `origin_id` is the organisation whose row it is. Columns that point elsewhere now are as the chain of joined rows
    says: a merge and its end only change that chain. A row without a memory belongs where it points.
    """

    __tablename__ = "merge_row"
    __table_args__ = (
        UniqueConstraint("table_name", "row_id"),
        Index("ix_merge_row_table_name_into_id", "table_name", "into_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    table_name: str
    row_id: int
    origin_id: int = Field(foreign_key="organisation.id", index=True)
    merge_id: int | None = Field(default=None, foreign_key="merge.id", index=True)  # that joined it, or made it
    made: bool = False  # made by the merge: it goes with it
    into_id: int | None = None  # row of the same table that stands for this one
    home: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    own: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    # Column -> newest merge whose values an edit has overruled since.
    settled: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    version: int = 1
