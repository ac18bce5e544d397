"""Looking through the register's file before anything is written: what it holds, and what differs from the mirror."""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from importers.ytj.bulk import read_bulk
from importers.ytj.content import content_hash
from importers.ytj.report import Report
from outreach.services.register import Record, Same
from outreach.terms.candidate import Reject
from outreach.terms.message import say
from outreach.terms.runs import Progress

HELD_IN_MEMORY = 32_000_000  # bytes of records that differ; more go to a file that vanishes with the run

Tell = Callable[[Progress], None]


@dataclass(slots=True)
class Survey:
    """What a readable file holds. Of records that are as in the mirror key and hash alone are kept, in turn."""

    report: Report
    kept: IO[bytes]
    sha256: str = ""
    records: int = 0
    rejects: int = 0
    same: array[int] = field(default_factory=lambda: array("q"))
    differing: int = 0
    stopped: bool = False

    def stream(self) -> Iterator[Record]:
        """All records for `apply_register`: those that differ from the mirror whole, the others by key."""
        for place in range(0, len(self.same), 2):
            yield Same(self.same[place], self.same[place + 1])
        self.kept.seek(0)
        for _ in range(self.differing):
            yield pickle.load(self.kept)  # noqa: S301 - our own unnamed file


@contextmanager
def surveyed(
    path: Path, stored: Mapping[int, int], folder: Path, progress: Tell | None, should_stop: Callable[[], bool]
) -> Iterator[Survey]:
    """A file read to its end; BadInput when it is not whole. Nothing has been written to the database then.

    `stored` are the content hashes of the mirror. Records that differ wait in `folder`, some 640 bytes each. A survey
    that `should_stop` ends early is of no use but to say so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY, dir=str(folder)) as kept:
        survey = Survey(Report(), kept)
        for record in read_bulk(path, report=survey.report, progress=_bytes(progress)):
            survey.records += 1
            if should_stop():
                survey.stopped = True
                break
            if isinstance(record, Reject):
                survey.rejects += 1
            else:
                key, now = int(record.business_id.replace("-", "")), content_hash(record)
                if stored.get(key) == now:
                    survey.same.extend((key, now))
                    continue
            pickle.dump(record, kept, protocol=pickle.HIGHEST_PROTOCOL)
            survey.differing += 1
        with path.open("rb") as file:
            survey.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        yield survey


def _bytes(progress: Tell | None) -> Callable[[int, int | None], None] | None:
    if progress is None:
        return None

    def tell(done: int, total: int | None) -> None:
        progress(Progress(done, total, say("Checking the file")))

    return tell
