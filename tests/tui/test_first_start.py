"""The first start: three questions and the first data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.widgets import Button, Input

from outreach import config as settings
from outreach.config import Config
from outreach.errors import Unreachable
from outreach.i18n import language, set_language
from outreach.terms.message import say
from outreach.terms.runs import ImportKind, RunResult, RunState
from outreach.terms.views import Page
from tests.tui import samples
from tests.tui.conftest import SEAT, Canned, press, running, settle, shown
from tui.app import OutreachApp
from tui.backend import Seat
from tui.screens import first_start, organisations, today
from tui.screens.first_start import FirstStart
from tui.screens.today import Today
from tui.widgets.pick import Pick

NEW = replace(SEAT, adviser_id=None, adviser="", town_code="", first_start=True)
RESULT = RunResult(
    run_id=1, kind=ImportKind.FILE, source="jasenet.xlsx", state=RunState.DONE, read=12, created=11, rejected=1
)


class FirstDay(Canned):
    """A new database: once somebody has settled in, opening it again finds that person."""

    def __init__(self, config: Config, answers: dict[Any, Any]) -> None:
        self.settled: tuple[Any, ...] | None = None
        ready = {
            today.load: samples.NOTHING,
            organisations.load: Page((), 0, 0),
            first_start.settle_in: self.settle,
            first_start.practise: lambda config, tell: replace(config, database="practice.sqlite3"),
        }
        super().__init__(ready | answers, NEW)

    def settle(self, *answers: Any) -> int:
        self.settled = answers
        return 1

    async def open(self, config: Config) -> Seat:
        self._seat = SEAT if self.settled else NEW
        return await super().open(config)


def app_of(config: Config, answers: dict[Any, Any] | None = None) -> OutreachApp:
    return OutreachApp(config, FirstDay(config, answers or {}))


def pick(app: OutreachApp, name: str, value: str) -> None:
    app.screen.query_one(f"#{name}", Pick).choose(value)


async def begin(app: OutreachApp, pilot: Any) -> None:
    await settle(pilot)
    app.screen.query_one("#start", Button).press()
    await settle(pilot)


async def test_the_first_start_asks_language_name_and_town_and_offers_practice_first(config: Config) -> None:
    app = app_of(config)
    async with running(app):
        text = shown(app)
        assert isinstance(app.screen, FirstStart)
        assert "(•) English" in text
        assert "(•) practice data" in text
        assert app.screen.query_one("#name", Input).has_focus


async def test_practice_data_needs_only_a_name(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, *"Maija")
        await begin(app, pilot)
        assert isinstance(app.screen, Today)
        assert app.config.database == "practice.sqlite3"
        assert app.backend.settled == ("Maija", "en", "", "empty")  # type: ignore[attr-defined]
        assert settings.load().adviser == "Maija"
        assert settings.load().database == ""


async def test_without_a_name_nothing_begins(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await begin(app, pilot)
        assert "Write your name" in shown(app)
        assert isinstance(app.screen, FirstStart)


async def test_the_language_changes_under_the_answers(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, *"Maija")
        pick(app, "language", "fi")
        await settle(pilot)
        assert language() == "fi"
        assert app.screen.query_one("#name", Input).value == "Maija"
        pick(app, "language", "en")
        await settle(pilot)
    set_language("en")


async def test_the_register_asks_for_a_contact_address_first(config: Config) -> None:
    app = app_of(config, {first_start.take_register: lambda *_: RESULT})
    async with running(app) as pilot:
        await press(pilot, *"Maija")
        pick(app, "town", "740")
        pick(app, "start_with", "register")
        await begin(app, pilot)
        assert "Write an e-mail or web address" in shown(app)
        app.screen.query_one("#contact", Input).value = "maija@example.fi"
        app.show_view = _nowhere  # type: ignore[method-assign]
        await begin(app, pilot)
        assert app.backend.questions(first_start.take_register)[0][1] == "740"  # type: ignore[attr-defined]
        assert settings.load().contact == "maija@example.fi"
        assert any("11 new, 1 not accepted" in toast.message for toast in app._notifications)


async def test_a_file_that_is_not_there_is_told_before_anything_is_done(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, *"Maija")
        pick(app, "start_with", "file")
        await settle(pilot)
        app.screen.query_one("#file", Input).value = "/nowhere/jasenet.xlsx"
        await begin(app, pilot)
        assert "There is no such file: /nowhere/jasenet.xlsx" in shown(app)
        assert app.backend.settled is None  # type: ignore[attr-defined]


async def test_an_import_that_fails_leaves_a_ready_database_and_a_sentence(config: Config, tmp_path: Path) -> None:
    def unreachable(*_: object) -> None:
        raise Unreachable(say("No connection: {host}.", host="avoindata.prh.fi"))

    path = tmp_path / "jasenet.xlsx"
    path.write_bytes(b"PK")
    app = app_of(config, {first_start.take_file: unreachable})
    async with running(app) as pilot:
        await press(pilot, *"Maija")
        pick(app, "start_with", "file")
        await settle(pilot)
        app.screen.query_one("#file", Input).value = str(path)
        app.show_view = _nowhere  # type: ignore[method-assign]
        await begin(app, pilot)
        assert isinstance(app.screen, Today)
        assert app.backend.settled == ("Maija", "en", "", "keep")  # type: ignore[attr-defined]
        assert any("No connection" in toast.message for toast in app._notifications)


async def test_example_needs_can_be_left_out(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, *"Maija")
        pick(app, "start_with", "empty")
        pick(app, "examples", "empty")
        await begin(app, pilot)
        assert app.backend.settled == ("Maija", "en", "", "empty")  # type: ignore[attr-defined]


def _nowhere(name: str) -> None:
    """Screens of other modules are not shown in these tests."""
