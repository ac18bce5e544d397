"""What is remembered of sources between runs: the pages as they were read, and how columns of files were mapped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime


class StoredPage(SQLModel, table=True):
    """The newest reading of one address by one source. `body` is gzipped; `sha256` is of what it unpacks to."""

    __tablename__ = "stored_page"
    __table_args__ = (UniqueConstraint("source", "url"),)

    id: int | None = Field(default=None, primary_key=True)
    source: str
    url: str  # as asked for
    final_url: str  # after redirects
    status: int
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    sha256: str
    body: bytes
    fetched_at: datetime = Field(sa_type=UtcDateTime)


class ColumnMapping(SQLModel, table=True):
    """What a person has said that the columns of a file are. `layout` is the hash of its headings."""

    __tablename__ = "column_mapping"

    layout: str = Field(primary_key=True)
    fields: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))  # heading -> field
    saved_at: datetime = Field(sa_type=UtcDateTime)
