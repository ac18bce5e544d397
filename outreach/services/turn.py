"""One import at a time in a database: whoever runs one says so in a row, and whoever comes second is told.

The row is advice and not a lock of the engine: readers and other work go on. A turn whose program is gone, or that was
taken more than two hours ago, is free again.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from db.engine import Database
from db.models import Adviser, State
from db.unit import Write
from outreach.errors import Refused
from outreach.services import runs
from outreach.terms.message import say

TURN = "import_turn"  # state key
FORGOTTEN = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class _Turn:
    who: str
    host: str
    process: int
    since: str


@contextmanager
def turn(database: Database, *, now: datetime, adviser_id: int | None) -> Iterator[None]:
    """Holds the turn while the block runs. Refused with who imports and since when, if somebody else does.

    Runs that a killed program has left under way are closed first.
    """
    with database.write(now=now, adviser_id=adviser_id) as uow:
        held = _held(uow)
        if held is not None and not _is_over(held, now):
            raise Refused(
                say(
                    "An import is already running: {who}, since {time}. Try again later.",
                    who=held.who,
                    time=datetime.fromisoformat(held.since),
                )
            )
        runs.close_broken(uow)
        mine = _Turn(_name(uow, adviser_id), socket.gethostname(), os.getpid(), now.isoformat())
        uow.session.merge(State(key=TURN, value=json.dumps(asdict(mine))))
    try:
        yield
    finally:
        with database.write(now=now, adviser_id=adviser_id) as uow:
            row = uow.session.get(State, TURN)
            if row is not None and _read(row.value) == mine:
                uow.session.delete(row)


def _held(uow: Write) -> _Turn | None:
    row = uow.session.get(State, TURN)
    return _read(row.value) if row is not None else None


def _read(text: str) -> _Turn | None:
    try:
        return _Turn(**json.loads(text))
    except (ValueError, TypeError):
        return None


def _is_over(held: _Turn, now: datetime) -> bool:
    if now - datetime.fromisoformat(held.since) > FORGOTTEN:
        return True
    return held.host == socket.gethostname() and not _is_alive(held.process)


def _is_alive(process: int) -> bool:
    """Whether a process of this machine runs. On Windows nobody can ask without harm: there only time frees a turn."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _name(uow: Write, adviser_id: int | None) -> str:
    adviser = uow.session.get(Adviser, adviser_id) if adviser_id is not None else None
    return adviser.name if adviser is not None else socket.gethostname()
