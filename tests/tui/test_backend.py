"""The door to the database, with a real one behind it."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outreach.config import Config
from outreach.errors import Refused, Unusable
from outreach.terms.message import say
from tui.app import OutreachApp
from tui.backend import ThreadBackend
from tui.screens import first_start, today


async def test_opening_an_empty_folder_asks_for_the_first_start(config: Config) -> None:
    backend = ThreadBackend()
    seat = await backend.open(config)
    assert seat.first_start
    assert seat.adviser_id is None
    assert not seat.practice
    backend.close()


async def test_whoever_settles_in_is_known_when_the_database_is_opened_again(config: Config) -> None:
    backend = ThreadBackend()
    await backend.open(config)
    await backend.ask(first_start.settle_in, "Maija Kokeilija", "fi", "740", "keep")
    seat = await backend.open(replace(config, adviser="Maija Kokeilija"))
    assert not seat.first_start
    assert (seat.adviser, seat.town_code) == ("Maija Kokeilija", "740")
    day = await backend.ask(today.load, "740", "fi")
    assert day.overdue == ()
    backend.close()


async def test_questions_run_in_threads_and_their_errors_come_back(config: Config) -> None:
    def where(place: Any) -> str:
        return threading.current_thread().name

    def refuse(place: Any) -> None:
        raise Refused(say("No."))

    backend = ThreadBackend()
    await backend.open(config)
    assert (await backend.ask(where)).startswith("outreach")
    with pytest.raises(Refused, match="No"):
        await backend.ask(refuse)
    backend.close()


async def test_a_question_that_is_dropped_before_it_began_is_not_asked(config: Config) -> None:
    gate = threading.Event()
    asked: list[int] = []

    def wait(place: Any) -> None:
        gate.wait(10)

    def late(place: Any) -> None:
        asked.append(1)

    backend = ThreadBackend()
    await backend.open(config)
    busy = [asyncio.ensure_future(backend.ask(wait)) for _ in range(4)]
    dropped = asyncio.ensure_future(backend.ask(late))
    await asyncio.sleep(0)
    dropped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dropped
    gate.set()
    await asyncio.gather(*busy)
    assert asked == []
    backend.close()


def test_work_in_a_thread_is_ended_when_the_program_is_being_left(config: Config, tmp_path: Path) -> None:
    backend = ThreadBackend()
    app = OutreachApp(config, backend)
    backend.close()
    with pytest.raises(Unusable, match="was left"):
        app.from_thread(print, "never")
