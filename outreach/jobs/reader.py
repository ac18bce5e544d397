"""Records of the register to rows in a scratch file: in this process, or in a second one that runs beside it."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import sqlite3
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from importers.ytj.record import NotJson, parse_record
from importers.ytj.report import Report
from outreach.errors import Unusable
from outreach.rules.registry import raw_hash, seed_of
from outreach.services.register.staging import REJECTS_KEPT, Staged, Staging
from outreach.terms.candidate import Reject
from outreach.terms.message import Message, say

WAITING = 2  # batches on their way to the second process

Numbered = list[tuple[int, bytes]]  # number of a record in its file, its text without the head


@dataclass(slots=True)
class Finished:
    """What one process has read."""

    staged: Staged
    report: Report


class Reader:
    """Reads records into a scratch file."""

    def __init__(self, path: Path) -> None:
        self.report = Report()
        self._staging = Staging(path)

    def read(self, head: bytes, records: Numbered) -> None:
        """NotJson when a piece is not one record."""
        seed = seed_of(head)
        for number, piece in records:
            where = f"record {number}"
            found = parse_record(head + piece, where=where, report=self.report)
            if isinstance(found, Reject):
                self.reject(found)
            else:
                self._staging.add(found, raw_hash(piece, seed), where)

    def reject(self, found: Reject) -> None:
        self._staging.staged.reject(found)

    @property
    def keeps_rejects(self) -> bool:
        """Whether a further one will be kept, and not only counted."""
        return len(self._staging.staged.rejects) < REJECTS_KEPT

    def close(self) -> Finished:
        return Finished(self._staging.close(), self.report)

    def discard(self) -> None:
        self._staging.discard()


class SecondReader:
    """A reader in a process of its own. It takes a batch when it has time for one."""

    def __init__(self, path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._mine, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, path), daemon=True)
        self._process.start()
        theirs.close()
        self._waiting: queue.Queue[tuple[bytes, Numbered] | None] = queue.Queue(WAITING)
        self._lost = False
        self._sender = threading.Thread(target=self._send, daemon=True)
        self._sender.start()

    def take(self, head: bytes, records: Numbered) -> bool:
        """False when it is busy: somebody else has to read these."""
        try:
            self._waiting.put_nowait((head, records))
        except queue.Full:
            return False
        return True

    def close(self) -> Finished:
        """NotJson when a piece was not one record; Unusable when the process could not do its work."""
        self._sender_done()
        try:
            found = self._mine.recv()
        except (EOFError, OSError):
            found = say("a process has ended")
        finally:
            self._end()
        if isinstance(found, NotJson):
            raise found
        if isinstance(found, Finished):
            return found
        raise no_room(found)

    def discard(self) -> None:
        """Ends it, whatever it is doing."""
        self._lost = True
        self._process.kill()
        self._sender_done()
        self._end()

    def _sender_done(self) -> None:
        self._waiting.put(None)
        self._sender.join()

    def _end(self) -> None:
        self._mine.close()
        self._process.join()
        self._process.close()

    def _send(self) -> None:
        while True:
            batch = self._waiting.get()
            if not self._lost:
                try:
                    self._mine.send(batch)
                except OSError:  # it has ended: `close` tells
                    self._lost = True
            if batch is None:
                return


def no_room(detail: Message | str) -> Unusable:
    """What to raise when the scratch files cannot be made."""
    return Unusable(
        say("The file could not be looked through: {detail}. Nothing was saved.", detail=detail),
        say("Make room on the disk and in memory, and run the import again."),
    )


def _serve(pipe: Connection, path: Path) -> None:
    """The second process: reads batches until there are no more, then answers with what it has found."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both processes; the first one decides
    reader = Reader(path)
    answer: Finished | NotJson | str | None = None
    try:
        while True:
            batch = pipe.recv()
            if answer is None:
                try:
                    if batch is None:
                        answer = reader.close()
                    else:
                        reader.read(*batch)
                except NotJson as error:
                    answer = error
                except sqlite3.Error as error:
                    answer = str(error)
                except Exception as error:  # its text may hold what a record says
                    answer = type(error).__name__
            if batch is None:
                pipe.send(answer)
                return
    except (EOFError, OSError):  # the first process is gone
        reader.discard()
