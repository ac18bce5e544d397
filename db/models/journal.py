"""Journal: every write as one entry that can be taken back, and small facts about the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime


class Journal(SQLModel, table=True):
    __tablename__ = "journal"

    id: int | None = Field(default=None, primary_key=True)
    written_at: datetime = Field(sa_type=UtcDateTime)
    adviser_id: int | None = Field(default=None, foreign_key="adviser.id", index=True)
    kind: str
    message: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))  # terms.Message
    run_id: int | None = Field(default=None, foreign_key="import_run.id")
    undoable: bool = True
    undone_by: int | None = Field(default=None, foreign_key="journal.id")


class JournalRow(SQLModel, table=True):
    """Before-image of one record: the changed columns of an update, all columns of a delete, none of an insert."""

    __tablename__ = "journal_row"
    __table_args__ = (Index("ix_journal_row_table_name_row_id", "table_name", "row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    journal_id: int = Field(foreign_key="journal.id", index=True)
    table_name: str
    row_id: int = Field(sa_type=BigInteger)
    action: str  # insert, update, delete
    before: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class State(SQLModel, table=True):
    """Facts about the database itself: version of the facts that scores rest on, whether it is practice data."""

    __tablename__ = "state"

    key: str = Field(primary_key=True)
    value: str
