"""What holds on every screen: screens by number, undo, help, palette, languages, and going on after a defect."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from outreach import config as settings
from outreach.config import Config
from outreach.errors import NotFound, Unusable
from outreach.i18n import language, set_language
from outreach.terms.message import say
from outreach.terms.views import Page, UndoResult
from tests.tui import samples
from tests.tui.conftest import SEAT, Canned, press, running, settle, shown
from tui import flow, shell
from tui.app import OutreachApp
from tui.palette import Palette, commands, search
from tui.screens import card, organisations, today
from tui.screens.help import Help
from tui.screens.today import Today
from tui.terminal import check_terminal


def app_of(config: Config, answers: dict[Any, Any] | None = None, **seat: object) -> OutreachApp:
    ready = {today.load: samples.day(), organisations.load: Page((), 0, 0)}
    return OutreachApp(config, Canned(ready | (answers or {}), replace(SEAT, **seat)))  # type: ignore[arg-type]


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


async def test_the_frame_is_there_before_the_database_is(config: Config) -> None:
    app = app_of(config)
    gate = asyncio.Event()
    backend = app.backend
    opening = backend.open

    async def late(wanted: Config) -> Any:
        await gate.wait()
        return await opening(wanted)

    backend.open = late  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Today" in shown(app)
        assert "Opening the database" in shown(app)
        assert "? Help" in shown(app)
        gate.set()
        await settle(pilot)
        assert "OVERDUE" in shown(app)


async def test_numbers_go_to_screens_and_back(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, "4")
        assert "Organisations" in shown(app).splitlines()[0]
        await press(pilot, "1")
        assert isinstance(app.screen, Today)


async def test_the_number_of_the_shown_screen_leads_back_to_its_first_level(config: Config) -> None:
    app = app_of(config, {card.load: lambda *_: samples.card()})
    async with running(app) as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, card.Card)
        await press(pilot, "1")
        assert isinstance(app.screen, Today)
        await press(pilot, "down")
        assert "▌Savon" in shown(app)


async def test_undo_says_what_was_taken_back_and_what_was_kept(config: Config) -> None:
    result = UndoResult(1, say("{name}: Call", name="[/] Oy"), (say("The do-not-contact entry stays."),))
    app = app_of(config, {shell._undo: result})
    async with running(app) as pilot:
        asked = len(app.backend.questions(today.load))  # type: ignore[attr-defined]
        await press(pilot, "u")
        assert toasts(app) == "Undone: [/] Oy: Call\nThe do-not-contact entry stays."
        assert len(app.backend.questions(today.load)) == asked + 1  # type: ignore[attr-defined]


async def test_undo_with_nothing_left_says_so(config: Config) -> None:
    def nothing() -> None:
        raise NotFound(say("There is nothing of yours to take back."))

    app = app_of(config, {shell._undo: nothing})
    async with running(app) as pilot:
        await press(pilot, "u")
        assert toasts(app) == "There is nothing of yours to take back."


async def test_help_lists_the_keys_of_the_screen_below(config: Config) -> None:
    app = app_of(config)
    async with running(app, (80, 60)) as pilot:
        await press(pilot, "question_mark", "f1", "f1")
        assert isinstance(app.screen, Help)
        text = shown(app)
        assert "Help: Today" in text
        assert "Log a contact or a note." in text
        assert "Take back my last change" in text
        assert "Open the website" not in text
        await press(pilot, "escape")
        assert isinstance(app.screen, Today)


async def test_the_mouse_does_it_too(config: Config) -> None:
    app = app_of(config, {card.load: lambda *_: samples.card()})
    async with running(app) as pilot:
        await pilot.click(offset=(4, 6))
        await settle(pilot)
        assert "▌Savon" in shown(app)
        await pilot.click(offset=(4, 6), times=2)
        await settle(pilot)
        assert isinstance(app.screen, card.Card)
        await press(pilot, "escape")
        await pilot.click(offset=(shown(app).splitlines()[-1].index("? Help") + 2, 23))
        await settle(pilot)
        assert isinstance(app.screen, Help)


async def test_own_keys_work_and_are_shown(config: Config) -> None:
    app = app_of(replace(config, keys={"organisations": "g", "contact": "m"}))
    async with running(app) as pilot:
        assert "m Log contact" in shown(app)
        await press(pilot, "g")
        assert "Organisations" in shown(app).splitlines()[0]


async def test_own_keys_that_cannot_be_are_told(config: Config) -> None:
    app = app_of(replace(config, keys={"contact": "t"}))
    async with running(app):
        assert "The key t is given to two actions" in toasts(app)


async def test_the_palette_finds_an_action_by_part_of_its_name_and_does_it(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, "ctrl+p", *"Organi")
        assert isinstance(app.screen, Palette)
        await press(pilot, "enter")
        assert "Organisations" in shown(app).splitlines()[0]


async def test_the_colon_opens_the_palette_and_escape_closes_it(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, "colon")
        assert isinstance(app.screen, Palette)
        await press(pilot, "escape")
        assert isinstance(app.screen, Today)


async def test_the_palette_finds_nearly_everything_the_program_does_by_its_id(config: Config) -> None:
    app = app_of(config)
    async with running(app):
        offered = commands(app.screen)
        assert {"today", "undo", "theme", "finnish", "about", "quit", "contact"} <= {c.key.id for c in offered}
        assert all(command in search(offered, command.key.id) for command in offered)
        assert search(offered, "xyzzy") == []


async def test_the_language_changes_at_once_and_is_remembered(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await app.action_swedish()
        await settle(pilot)
        assert language() == "sv"
        assert settings.load().language == "sv"
        assert isinstance(app.screen, Today)
        assert "10.3.2026" in shown(app)
    set_language("en")


async def test_the_theme_changes_and_is_remembered(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        app.action_theme()
        await settle(pilot)
        assert app.theme == "outreach-light"
        assert settings.load().theme == "light"


async def test_about_names_the_sources_of_the_data(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        app.action_about()
        await settle(pilot)
        assert "PRH" in shown(app)
        assert "Statistics Finland" in shown(app)


async def test_practice_data_is_named_on_every_screen_and_can_be_left(config: Config) -> None:
    app = app_of(config, practice=True)
    async with running(app) as pilot:
        assert "PRACTICE DATA" in shown(app)
        await press(pilot, "4")
        assert "PRACTICE DATA" in shown(app)
        opened: list[Config] = []
        app.open_database = lambda: opened.append(app.config)  # type: ignore[method-assign]
        app.config = replace(app.config, database="practice.sqlite3")
        await press(pilot, "s")
        assert [wanted.database for wanted in opened] == [""]


async def test_a_defect_in_a_handler_is_one_sentence_and_the_program_goes_on(config: Config) -> None:
    secret = "Maija Kokeilija 015 555 0100"

    def broken(*_: object) -> None:
        raise KeyError(secret)

    app = app_of(config, {organisations.load: broken})
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "4")
        assert "Something went wrong. What was saved is safe. Log file:" in toasts(app)
        await press(pilot, "1")
        assert isinstance(app.screen, Today)
    log = (config.data_folder / "outreach.log").read_text(encoding="utf-8")
    assert "KeyError" in log
    assert secret not in log


async def test_a_defect_in_an_action_is_one_sentence_and_the_program_goes_on(config: Config) -> None:
    app = app_of(config)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.screen.action_contact = _raise  # type: ignore[attr-defined]
        await press(pilot, "n")
        assert "Something went wrong" in toasts(app)
        await press(pilot, "4", "1", "down")
        assert isinstance(app.screen, Today)
        assert "▌Savon" in shown(app)


async def test_a_defect_while_painting_makes_the_screens_anew(config: Config) -> None:
    app = app_of(config)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app._handle_exception(ValueError("painting"))
        await settle(pilot)
        assert "Something went wrong" in toasts(app)
        assert "OVERDUE" in shown(app)


async def test_defects_without_end_leave_with_a_sentence(config: Config) -> None:
    app = app_of(config)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _ in range(flow.TOO_MANY):
            app._handle_exception(ValueError("again"))
        await pilot.pause()
    assert app.return_code == 1


async def test_a_database_that_cannot_be_opened_is_told_and_can_be_tried_again(config: Config) -> None:
    app = app_of(config)
    opening = app.backend.open
    fails: list[Callable[[], None]] = [_locked]

    async def open_(wanted: Config) -> Any:
        if fails:
            fails.pop()()
        return await opening(wanted)

    app.backend.open = open_  # type: ignore[method-assign]
    async with running(app) as pilot:
        assert "The database is busy." in shown(app)
        await press(pilot, "r")
        assert "OVERDUE" in shown(app)


def test_without_a_terminal_the_program_says_what_to_do_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(Unusable, match="not one") as refused:
        check_terminal()
    assert "outreach --help" in str(refused.value.hint)


def test_a_locale_that_is_not_utf_8_is_refused_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    latin = Terminal(io.BytesIO(), encoding="iso8859-1")
    for name in ("stdin", "stdout", "__stderr__"):
        monkeypatch.setattr(sys, name, latin)
    with pytest.raises(Unusable, match="not UTF-8: iso88591"):
        check_terminal()


def _raise() -> None:
    raise RuntimeError("a defect")


def _locked() -> None:
    raise Unusable(say("The database is busy."), say("Try again in a moment."))
