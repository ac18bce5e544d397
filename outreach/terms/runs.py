"""Import runs: what kind, how they ended, what they counted, and what changed in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from outreach.terms.message import Message, say


class ImportKind(StrEnum):
    YTJ_BULK = "ytj-bulk"
    YTJ_API = "ytj-api"
    FILE = "file"
    WEB = "web"


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # stopped half-way: what was applied stays, a rerun goes on
    REFUSED = "refused"  # a guard said no; nothing was written
    UNDONE = "undone"  # taken back


class ChangeKind(StrEnum):
    FOUNDED = "founded"
    NAME = "name"
    MOVED = "moved"
    ADDRESS = "address"  # within the municipality
    INDUSTRY = "industry"
    FORM = "form"
    BANKRUPTCY = "bankruptcy"
    LIQUIDATION = "liquidation"
    RESTRUCTURING = "restructuring"
    SITUATION_OVER = "situation_over"
    CEASED = "ceased"
    WEBSITE = "website"
    VANISHED = "vanished"
    RETURNED = "returned"
    RECORD = "record"  # something that nobody needs to be told of


@dataclass(frozen=True, slots=True)
class RejectRow:
    where: str
    field: str
    reason: Message
    business_id: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """Outcome of an import run. read = created + changed + unchanged + rejected; vanished apart.

    Of a register: companies. Of a page or file: records; `created` made a new organisation (a register company that
    became one included) or waits for a person, `changed` added to one that was here or said something new,
    `unchanged` was read before just so. `linked` and `review` are among these.
    """

    run_id: int
    kind: ImportKind
    source: str
    state: RunState
    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    vanished: int = 0
    rejected: int = 0
    linked: int = 0  # of the records of a page or file: linked without asking
    review: int = 0  # wait for a person
    rejects: tuple[RejectRow, ...] = ()  # the first 1 000
    notes: tuple[Message, ...] = ()
    quality: Mapping[str, Any] = field(default_factory=dict)  # of a register: `services.register.quality`


@dataclass(frozen=True, slots=True)
class RunRow:
    run_id: int
    kind: ImportKind
    source: str
    state: RunState
    started_at: datetime
    finished_at: datetime | None
    read: int
    created: int
    changed: int
    unchanged: int
    vanished: int
    rejected: int
    review: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work has come; `total` is None where nobody can know it. `in_bytes`: shown as MB."""

    done: int
    total: int | None
    what: Message
    in_bytes: bool = False


def counts(result: RunResult) -> tuple[tuple[Message, int], ...]:
    """What a run counted, in words, in the order in which it is told."""
    return (
        (say("Read"), result.read),
        (say("New"), result.created),
        (say("Changed"), result.changed),
        (say("Unchanged"), result.unchanged),
        (say("Not accepted"), result.rejected),
        (say("No longer in the data"), result.vanished),
        (say("Linked automatically"), result.linked),
        (say("Wait for your answer"), result.review),
    )
