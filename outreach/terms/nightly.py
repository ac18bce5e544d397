"""What a night brought, source by source: read = created + changed + unchanged + rejected, vanished apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.terms.message import Message


class Source(StrEnum):
    REGISTER = "register"  # the register's whole file
    WEB = "web"  # sources of the folder, and pages that have been imported before
    VANISHED = "vanished"  # companies that the file no longer holds, asked for one by one
    SCORES = "scores"


class SourceState(StrEnum):
    DONE = "done"
    UNCHANGED = "unchanged"  # nothing new since the last time, or nothing to ask
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"  # by the user; what was saved stays


BAD = (SourceState.REFUSED, SourceState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    vanished: int = 0
    review: int = 0  # wait for a person

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            read=self.read + other.read,
            created=self.created + other.created,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            rejected=self.rejected + other.rejected,
            vanished=self.vanished + other.vanished,
            review=self.review + other.review,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOutcome:
    """What became of one source. `name` is a file or an address; `said` tells why, where it did not go as it should."""

    source: Source
    name: str
    state: SourceState
    seconds: float
    counts: Counts = Counts()
    run_ids: tuple[int, ...] = ()
    said: Message | None = None
    hint: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NightlyResult:
    started_at: datetime
    seconds: float
    sources: tuple[SourceOutcome, ...]
    total: Counts
    stopped: bool = False

    def exit_code(self) -> int:
        """0 done; 1 done, and something wants a person; 2 nothing could be done, or it was stopped."""
        asked = [found for found in self.sources if found.source is not Source.SCORES]
        bad = [found for found in self.sources if found.state in BAD]
        useful = [found for found in asked if found.state not in BAD and not _is_idle(found)]
        if self.stopped or (bad and not useful):
            return 2
        return 1 if bad or self.total.rejected or self.total.review else 0


def _is_idle(found: SourceOutcome) -> bool:
    return found.source is Source.VANISHED and found.state is SourceState.UNCHANGED
