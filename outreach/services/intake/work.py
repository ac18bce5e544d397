"""An import of a page or file under way: what its records are compared with, and the one journal entry of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from db.engine import Database
from db.queries.records import StoredRecord
from db.unit import Write
from outreach.services.intake.linking import Linker
from outreach.services.intake.records import Purpose
from outreach.services.runs import Tally
from outreach.terms.candidate import Candidate
from outreach.terms.message import say
from outreach.terms.sources import Planned


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate with its purpose, and what names it from run to run."""

    candidate: Candidate
    purpose: Purpose
    municipality_code: str
    identity: str
    fingerprint: str


@dataclass(slots=True)
class Work:
    """`stored` holds the records of this source by identity, `coming` the fingerprints of this batch by identity."""

    database: Database
    source: str
    run_id: int
    now: datetime
    adviser_id: int | None
    key: bytes
    linker: Linker
    tally: Tally
    stored: dict[str, list[StoredRecord]]
    coming: dict[str, set[str]]
    weights_id: int | None = None  # weights that decisions are made with; None: those the program ships with
    used: set[int] = field(default_factory=set)  # records that a line of this batch has taken over
    journal_id: int | None = None
    held_back: int = 0  # records of which a do-not-contact entry kept something out
    observe: Callable[[Planned], None] | None = None  # hears what has become of each record

    @contextmanager
    def unit(self) -> Iterator[Write]:
        """One transaction of the import, under its one journal entry."""
        with self.database.write(now=self.now, adviser_id=self.adviser_id) as uow:
            if self.journal_id is None:
                entry = uow.entry("import", say("Import: {source}", source=self.source), run_id=self.run_id)
            else:
                entry = uow.resume(self.journal_id)
            yield uow
        self.journal_id = entry.id
