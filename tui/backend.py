"""The door to the database: every question is asked in a worker thread, never on the event loop.

A screen hands over a plain function that takes the `Workplace` and imports `outreach.services` inside itself; it runs
in a thread with a session of its own, and its answer comes back to the coroutine that waits. The services, and with
them SQLModel, are loaded by the first question, so that the first frame is painted without them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from outreach.config import Config

if TYPE_CHECKING:
    from outreach.services.session import Workplace

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4  # readers do not wait for an import; SQLite lets one writer in at a time anyway


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at which database: what every screen may show without asking."""

    adviser_id: int | None
    adviser: str
    town_code: str  # "" for all towns
    practice: bool
    first_start: bool  # nobody and no town in this database yet


class Backend(Protocol):
    """What the screens know of the database. `ThreadBackend` is the real one; tests hand in canned answers."""

    @property
    def seat(self) -> Seat | None:
        """None until the database is open."""

    @property
    def stopping(self) -> threading.Event:
        """Set when the program is leaving: long jobs look at it between two steps."""

    async def open(self, config: Config) -> Seat:
        """Opens the database of these settings, or another one instead of the open one."""

    async def ask(self, work: Callable[Concatenate[Workplace, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `work(workplace, ...)` in a thread and gives its answer; what it raises is raised here.

        A caller that is cancelled gets no answer; work that has not begun by then is not done at all.
        """

    def close(self) -> None:
        """Lets running work end and takes no more."""


class ThreadBackend:
    """Opens the workplace at the first question and keeps it. Made on the event loop, used from there."""

    def __init__(self) -> None:
        self.seat: Seat | None = None
        self.stopping = threading.Event()
        self._place: Workplace | None = None
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="outreach")

    async def open(self, config: Config) -> Seat:
        previous = self._place
        self._place, seat = await self._in_thread(_open, config)
        self.seat = seat
        if previous is not None:
            await self._in_thread(previous.database.close)
        return seat

    async def ask(self, work: Callable[Concatenate[Workplace, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        place = self._place
        if place is None:
            raise RuntimeError("a question before the database was opened")
        return await self._in_thread(work, place, *args, **kwargs)

    def close(self) -> None:
        self.stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self._pool.submit(work, *args, **kwargs))


def _open(config: Config) -> tuple[Workplace, Seat]:
    from outreach.services import session, setup

    place = session.open_workplace(config)
    with place.read() as uow:
        first_start = setup.first_start_needed(uow)
        people = {row.adviser_id: row for row in setup.advisers(uow)}
    me = people.get(place.adviser_id) if place.adviser_id is not None else None
    return place, Seat(
        adviser_id=place.adviser_id,
        adviser=me.name if me else "",
        town_code=config.town or (me.town_code if me else ""),
        practice=place.practice,
        first_start=first_start,
    )
