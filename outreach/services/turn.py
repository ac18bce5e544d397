"""One import at a time in a database: whoever runs one says so in a row, and whoever comes second is told.

The row is advice and not a lock of the engine: readers and other work go on. A turn whose program is gone, or that
nobody has used for two hours, is free again. Work of several imports holds the turn as a whole: its imports then take
theirs within it.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import col

from db.engine import Database
from db.models import Adviser, State
from db.unit import Write, conflict
from outreach.errors import Conflict, Refused
from outreach.services import runs
from outreach.terms.message import say

TURN = "import_turn"  # state key
FORGOTTEN = timedelta(hours=2)
TRIES = 5


@dataclass(frozen=True, slots=True)
class _Turn:
    who: str
    host: str
    process: int
    since: str
    used: str = ""  # when the last import within it began


@dataclass(slots=True)
class _Whole:
    """A turn that imports of this thread may take part in, one at a time."""

    database: str
    mine: _Turn
    busy: bool = False


_whole: ContextVar[_Whole | None] = ContextVar("outreach_turn", default=None)


@contextmanager
def turn(database: Database, *, now: datetime, adviser_id: int | None, whole: bool = False) -> Iterator[None]:
    """Holds the turn while the block runs. Refused with who imports and since when, if somebody else does.

    `whole`: the block consists of imports, each of which asks for the turn again. Runs that a killed program has left
    under way are closed first.
    """
    held = _whole.get()
    if held is not None and not held.busy and held.database == _name_of(database):
        held.busy = not whole
        _use(database, held, now, adviser_id)
        try:
            yield
        finally:
            held.busy = False
        return
    mine = _taken(database, now, adviser_id)
    token = _whole.set(_Whole(_name_of(database), mine)) if whole else None
    try:
        yield
    finally:
        if token is not None:
            _whole.reset(token)
        _give_back(database, mine, now, adviser_id)


def _taken(database: Database, now: datetime, adviser_id: int | None) -> _Turn:
    """Takes a turn that is free. Of programs that do so at the same moment, all but one are told of it."""
    for _ in range(TRIES):
        with suppress(Conflict):
            return _take(database, now, adviser_id)
    return _take(database, now, adviser_id)


def _take(database: Database, now: datetime, adviser_id: int | None) -> _Turn:
    """Writes the row as it was read, or not at all: Conflict when another program has written it meanwhile."""
    with database.write(now=now, adviser_id=adviser_id) as uow:
        row = uow.session.get(State, TURN)
        _refuse_second(_read(row.value) if row is not None else None, now)
        runs.close_broken(uow)
        mine = _Turn(_name(uow, adviser_id), socket.gethostname(), os.getpid(), now.isoformat())
        value = json.dumps(asdict(mine))
        if row is None:
            uow.session.add(State(key=TURN, value=value))
        else:
            held = update(State).where(col(State.key) == TURN, col(State.value) == row.value)
            if uow.session.connection().execute(held.values(value=value)).rowcount != 1:
                raise conflict()
        uow.session.flush()
    return mine


def _refuse_second(held: _Turn | None, now: datetime) -> None:
    if held is not None and not _is_over(held, now):
        raise Refused(
            say(
                "An import is already running: {who}, since {time}. Try again later.",
                who=held.who,
                time=datetime.fromisoformat(held.since),
            )
        )


def _use(database: Database, held: _Whole, now: datetime, adviser_id: int | None) -> None:
    """Says that the turn is still in use, so that long work does not look forgotten."""
    with database.write(now=now, adviser_id=adviser_id) as uow:
        if _is_same(_held(uow), held.mine):
            used = replace(held.mine, used=now.isoformat())
            uow.session.merge(State(key=TURN, value=json.dumps(asdict(used))))


def _give_back(database: Database, mine: _Turn, now: datetime, adviser_id: int | None) -> None:
    with database.write(now=now, adviser_id=adviser_id) as uow:
        row = uow.session.get(State, TURN)
        if row is not None and _is_same(_read(row.value), mine):
            uow.session.delete(row)


def _held(uow: Write) -> _Turn | None:
    row = uow.session.get(State, TURN)
    return _read(row.value) if row is not None else None


def _read(text: str) -> _Turn | None:
    try:
        return _Turn(**json.loads(text))
    except (ValueError, TypeError):
        return None


def _is_same(held: _Turn | None, mine: _Turn) -> bool:
    return held is not None and replace(held, used="") == mine


def _is_over(held: _Turn, now: datetime) -> bool:
    if now - datetime.fromisoformat(held.used or held.since) > FORGOTTEN:
        return True
    return held.host == socket.gethostname() and not is_alive(held.process)


def is_alive(process: int) -> bool:
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


def _name_of(database: Database) -> str:
    return database.url.render_as_string(hide_password=True)
