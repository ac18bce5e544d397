"""Sources that are read again and again, previews of pages and files, and the plan of an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from outreach.terms.candidate import Candidate, ColumnUse, ReadingStep, Reject
from outreach.terms.message import Message
from outreach.terms.runs import RunRow


class Plan(StrEnum):
    """What an import does with one record."""

    CREATE = "create"  # a new organisation, or a question to a person
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One record of a file or page and what becomes of it. `candidate` is None for a row that holds no organisation."""

    plan: Plan
    where: str
    sheet: str = ""
    row: int = 0
    candidate: Candidate | None = None
    reason: Message | None = None  # why it is skipped, or waits for a person
    waits: bool = False  # for a person's answer
    value: str = ""  # what stands in a skipped row


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFill:
    """How many records of a page have a value, and the first three different ones."""

    field: str
    found: int
    records: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What reading a page, a site or a file gives, before anything is written."""

    source: str
    url: str
    fetched_at: datetime
    candidates: tuple[Candidate, ...]
    mentioned: tuple[Candidate, ...] = ()
    rejects: tuple[Reject, ...] = ()
    fills: tuple[FieldFill, ...] = ()
    steps: tuple[ReadingStep, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    layout: str = ""
    notes: tuple[Message, ...] = ()
    pages: int = 1  # read
    unchanged: bool = False  # every page is as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source of the sources folder. `problem` says why its file cannot be used."""

    key: str  # name of its file without .toml
    path: Path
    name: str
    start: tuple[str, ...] = ()
    last_run: RunRow | None = None
    problem: Message | None = None


class CheckState(StrEnum):
    GOOD = "good"
    BAD = "bad"  # fewer records or values than expected
    UNREAD = "unread"  # no stored page: run it first
    BROKEN = "broken"  # its file cannot be used


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """What a source gives on its stored pages, without the network."""

    key: str
    name: str
    state: CheckState
    found: int = 0
    fills: tuple[FieldFill, ...] = ()
    said: tuple[Message, ...] = ()
    checked_pages: int = 0
    fetched_at: datetime | None = None
