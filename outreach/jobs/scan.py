"""Looking through the register's file before anything is written: that it is whole, what it holds, and what differs
from the mirror.

The text of each record is hashed; a record whose hash is stored is passed over. The others are parsed into scratch
files, by two processes where there are many.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importers.ytj.bulk import NOT_JSON, Batch, batches, not_read
from importers.ytj.record import NotJson, parse_record
from importers.ytj.report import Report
from outreach.jobs.reader import Finished, Numbered, Reader, SecondReader, no_room
from outreach.rules.identity import business_id_of_actor
from outreach.rules.registry import raw_hash, seed_of
from outreach.rules.text import clean
from outreach.services.register import mirror, quality
from outreach.services.register.apply import Looked
from outreach.services.register.mirror import Mirror
from outreach.services.register.staging import Staged, Staging, settle, twice
from outreach.services.turn import is_alive
from outreach.terms.candidate import RegisterCompany
from outreach.terms.message import say
from outreach.terms.runs import Progress

ALONE = 5000  # records that differ, beyond which a second process helps
AT_ONCE = 150  # records of one batch
SAMPLED = 1000  # of so many records that are passed over one is looked at all the same
PREFIX = "register-scan-"  # of the folder of scratch files; the process follows
LEFT_FOR = 24 * 3600  # seconds, after which nobody is at work in one any more

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]
Compare = Callable[[Sequence[Staged]], None]


@dataclass(slots=True)
class Scan:
    """A readable file that has been read to its end."""

    looked: Looked = field(default_factory=lambda: Looked(()))
    report: Report = field(default_factory=Report)
    sha256: str = ""
    stopped: bool = False


class _Stopped(Exception):
    pass


@contextmanager
def scanned(
    path: Path, held: Mirror, compare: Compare, folder: Path, progress: Tell | None, should_stop: Stop
) -> Iterator[Scan]:
    """A file read to its end; BadInput when it is not whole. Nothing has been written to the database then.

    `compare` finds out which companies of scratch files the mirror has; they lie in `folder` while the block runs. A
    scan that `should_stop` ends early is of no use but to say so.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=folder) as inside:
        _sweep(folder, Path(inside))
        try:
            try:
                scan = _scan(path, held, compare, Path(inside), progress, should_stop, plainly=False)
            except NotJson:
                scan = _scan(path, held, compare, Path(inside), progress, should_stop, plainly=True)
        except NotJson as error:  # one record is nested as deeply as the parsers just go
            raise not_read(path, NOT_JSON) from error
        except sqlite3.Error as error:
            raise no_room(clean(error, 100)) from error
        except _Stopped:
            scan = Scan(stopped=True)
        with path.open("rb") as file:
            scan.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        yield scan


def _scan(
    path: Path,
    held: Mirror,
    compare: Compare,
    folder: Path,
    progress: Tell | None,
    should_stop: Stop,
    *,
    plainly: bool,
) -> Scan:
    reading = _Reading(held, compare, folder / ("plain" if plainly else "cut"))
    try:
        for batch in batches(path, _bytes(progress), plainly=plainly):
            reading.take(batch)
            if should_stop():
                raise _Stopped
        return reading.close()
    except BaseException:
        reading.discard()
        raise


class _Reading:
    """A reading under way."""

    def __init__(self, held: Mirror, compare: Compare, folder: Path) -> None:
        folder.mkdir()
        self._held, self._compare, self._folder = held, compare, folder
        self._seen = dict.fromkeys(held.raw, False)  # hash of a stored text -> whether this file holds it
        self._seen.pop(0, None)
        self._unchanged = 0
        self._passed = SAMPLED  # the first that is passed over is looked at
        self._differing = 0
        self._head = b""
        self._waiting: Numbered = []
        self._reader = Reader(folder / "first.sqlite3")
        self._second: SecondReader | None = None
        self._sample = Staging(folder / "sample.sqlite3")
        self._report = Report()

    def take(self, batch: Batch) -> None:
        seen, waiting = self._seen, self._waiting
        self._head, seed = batch.head, seed_of(batch.head)
        unchanged = 0
        for place, piece in enumerate(batch.pieces):
            found = raw_hash(piece, seed)
            known = seen.get(found)
            if known is None:
                waiting.append((batch.first + place, piece))
            elif known:
                self._twice(found, batch.first + place)
            else:
                seen[found] = True
                unchanged += 1
        if self._passed + unchanged >= SAMPLED and unchanged:
            self._look_at(batch)
            self._passed = 0
        self._passed += unchanged
        self._unchanged += unchanged
        while len(waiting) >= AT_ONCE:
            part, waiting[:AT_ONCE] = waiting[:AT_ONCE], []
            self._hand_on(part)

    def close(self) -> Scan:
        self._hand_on(self._waiting)
        done = [self._reader.close()]
        if self._second is not None:
            second, self._second = self._second, None
            done.append(second.close())
        sample = self._sample.close()
        staged = [one.staged for one in done]
        settle(staged)
        mirror.drop_twins(self._held, self._seen, staged)
        if self._held.keys:
            self._compare(staged)
        for one in done:
            self._report.add(one.report)
        looked = Looked(
            staged,
            unchanged=self._unchanged,
            absence=mirror.absence(self._held, self._seen, staged),
            quality=self._quality(done, sample.differing, sample.path),
        )
        return Scan(looked, self._report)

    def discard(self) -> None:
        if self._second is not None:
            self._second.discard()
        with suppress(Exception):
            self._reader.discard()
            self._sample.discard()

    def _hand_on(self, records: Numbered) -> None:
        """Gives records to whoever has time."""
        if not records:
            return
        self._differing += len(records)
        if self._differing > ALONE and self._second is None:
            self._second = SecondReader(self._folder / "second.sqlite3")
        if self._second is None or not self._second.take(self._head, records):
            self._reader.read(self._head, records)

    def _twice(self, found: int, number: int) -> None:
        known = self._reader.keeps_rejects  # whose it is takes long to find out
        key = self._held.keys[self._held.raw.index(found)] if known else 0
        self._reader.reject(twice(business_id_of_actor(key), "", f"record {number}"))

    def _look_at(self, batch: Batch) -> None:
        """A record that is passed over, for fields and codes that are new in all of them."""
        seed = seed_of(batch.head)
        for piece in batch.pieces:
            if self._seen.get(raw_hash(piece, seed)):
                found = parse_record(batch.head + piece, report=self._report)
                if isinstance(found, RegisterCompany):
                    self._sample.add(found)
                return

    def _quality(self, done: list[Finished], sampled: int, sample: Path) -> dict[str, Any]:
        parts = [(one.staged.path, 1.0) for one in done]
        if sampled:
            parts.append((sample, self._unchanged / sampled))
        return {
            "filled": quality.filled(parts),
            "sampled": sampled,
            "unknown_codes": dict(self._report.unknown_codes),
            "unread_fields": dict(self._report.unread_fields),
        }


def _sweep(folder: Path, own: Path) -> None:
    """Removes what killed runs have left; imports of other databases may be at work in the same folder."""
    now = own.stat().st_mtime
    for left in folder.glob(f"{PREFIX}*-*"):
        process = left.name.removeprefix(PREFIX).partition("-")[0]
        if left == own or not process.isdigit() or not left.is_dir():
            continue
        if int(process) == os.getpid() or not is_alive(int(process)) or now - left.stat().st_mtime > LEFT_FOR:
            shutil.rmtree(left, ignore_errors=True)


def _bytes(progress: Tell | None) -> Callable[[int, int | None], None] | None:
    if progress is None:
        return None

    def tell(done: int, total: int | None) -> None:
        progress(Progress(done, total, say("Checking the file"), in_bytes=True))

    return tell
