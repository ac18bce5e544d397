"""Screens under test: a door to the database with canned answers, and what a terminal of a size shows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from outreach.config import Config, load
from tests.conftest import Home
from tui.app import OutreachApp
from tui.backend import Seat

HOSTILE = (
    "[/] Oy",
    "[bold]Oy[/bold]",
    "[@click=app.quit]Oy",
    "=1+1 Oy",
    "\x1b]0;x\x07Oy",
    "\u202eyO kaf",
    "日本語株式会社",
    "e\u0301" * 40,
    "x" * 10_000,
    "$name",
)
SEAT = Seat(adviser_id=1, adviser="Maija Kokeilija", town_code="740", practice=False, first_start=False)


class Canned:
    """A backend whose answers are given by function: a value, or a callable that takes the question's arguments."""

    def __init__(self, answers: Mapping[Any, Any], seat: Seat = SEAT) -> None:
        self.answers = dict(answers)
        self.seat: Seat | None = None
        self.stopping = threading.Event()
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self._seat = seat

    async def open(self, config: Config) -> Seat:
        self.seat = self._seat
        return self._seat

    async def ask(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.asked.append((work.__name__, args))
        await asyncio.sleep(0)
        answer = self.answers[work]
        result = answer(*args, **kwargs) if callable(answer) else answer
        return await result if asyncio.iscoroutine(result) else result

    def close(self) -> None:
        self.stopping.set()

    def questions(self, work: Callable[..., Any]) -> list[tuple[Any, ...]]:
        """Arguments of every time that this was asked."""
        return [args for name, args in self.asked if name == work.__name__]


@pytest.fixture
def config(outreach_home: Home, monkeypatch: pytest.MonkeyPatch) -> Config:
    """Settings of an empty workplace on Tuesday 10 March 2026."""
    monkeypatch.setenv("OUTREACH_NOW", "2026-03-10T08:00")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return load()


def shown(app: OutreachApp) -> str:
    """The text of the terminal, line by line."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@asynccontextmanager
async def running(app: OutreachApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """The app in a terminal of a size, all its questions answered; leaving it fails when a defect was met."""
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot
        await settle(pilot)
    assert app.faults == []


async def settle(pilot: Pilot[int]) -> None:
    """Until nothing is being asked or painted any more."""
    for _ in range(50):
        await pilot.pause()
        waits = pilot.app.screen.is_modal  # a flow that has opened a dialog waits for the person
        flows = [w for w in pilot.app.workers if not w.is_finished and not (waits and w.group == "act")]
        if not flows:
            return
        await asyncio.wait([w._task for w in flows if w._task is not None], timeout=0.2)


async def press(pilot: Pilot[int], *pressed: str) -> None:
    """Presses keys and lets the answers come."""
    await pilot.press(*pressed)
    await settle(pilot)
