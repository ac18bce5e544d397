"""Screen 1, Today."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outreach.config import Config
from outreach.i18n import LANGUAGES, set_language
from tests.tui import samples
from tests.tui.conftest import HOSTILE, SEAT, Canned, press, running, settle, shown
from tui.app import OutreachApp
from tui.screens import card, today
from tui.screens.today import Today
from tui.widgets.lines import Lines


def app_of(config: Config, day: object, **seat: object) -> OutreachApp:
    answers = {today.load: day, card.load: lambda actor_id, language: samples.card(actor_id)}
    return OutreachApp(config, Canned(answers, replace(SEAT, **seat)))  # type: ignore[arg-type]


async def test_the_morning_shows_what_is_due_most_urgent_first(config: Config) -> None:
    app = app_of(config, samples.day())
    async with running(app):
        text = shown(app)
        order = ["OVERDUE", "Puujaloste", "TODAY", "Kerimäen", "NO NEXT STEP", "NEWS FROM THE REGISTER", "WAITING"]
        assert [text.find(word) for word in order] == sorted(text.find(word) for word in order)
        assert "2 overdue · 1 due today · 1 without a next step · 1 person to be informed" in text
        assert "▌Puujaloste Esimerkki Oy" in text
        assert "Contacted 23 d (limit 14)" in text
        assert "30 candidates (key 2)" in text


async def test_words_and_signs_say_what_colour_says(config: Config) -> None:
    app = app_of(config, samples.day())
    async with running(app):
        late = next(line for line in shown(app).splitlines() if "Puujaloste" in line)
        assert late.rstrip().endswith("!")


async def test_nothing_to_do_names_the_key_that_leads_on(config: Config) -> None:
    app = app_of(config, samples.NOTHING)
    async with running(app):
        assert "Nothing to do today. 2: new candidates" in shown(app)


async def test_enter_opens_the_card_and_escape_comes_back_to_the_same_line(config: Config) -> None:
    app = app_of(config, samples.day())
    async with running(app) as pilot:
        await press(pilot, "down", "enter")
        assert isinstance(app.screen, card.Card)
        assert app.screen.actor_id == 1002
        await press(pilot, "escape")
        assert isinstance(app.screen, Today)
        assert "▌Savon Kuituteknologia Oy" in shown(app)


async def test_escape_never_leaves_the_program(config: Config) -> None:
    app = app_of(config, samples.day())
    async with running(app) as pilot:
        await press(pilot, "escape", "escape", "escape")
        assert isinstance(app.screen, Today)
        assert app.is_running


async def test_a_long_section_is_opened_by_its_last_line(config: Config) -> None:
    app = app_of(config, samples.day(extra=30))
    async with running(app) as pilot:
        assert "…19 more" in shown(app)
        app.screen.query_one(Lines).select("more:no_next")
        await press(pilot, "enter")
        assert "more" not in shown(app)
        assert app.screen.query_one(Lines).count > 30


async def test_a_hostile_name_is_only_a_name(config: Config) -> None:
    rows = tuple(samples.today_row(n, name) for n, name in enumerate(HOSTILE))
    app = app_of(config, replace(samples.day(), no_next=rows))
    async with running(app, (80, 40)):
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {80}
        assert "\x1b" not in shown(app)
        assert "[bold]Oy[/bold]" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_line_fits_every_size_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    app = app_of(config, samples.day(), practice=True)
    async with running(app) as pilot:
        for width, height in ((80, 24), (120, 40), (60, 15)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            strips = app.screen._compositor.render_strips()
            assert len(strips) == height
            assert {strip.cell_length for strip in strips} == {width}


async def test_resizing_lays_the_lines_out_anew(config: Config) -> None:
    app = app_of(config, samples.day(extra=30))
    async with running(app) as pilot:
        await pilot.resize_terminal(132, 30)
        await settle(pilot)
        assert "ask for ECCP consent" in shown(app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}


async def test_the_cursor_stays_on_its_case_when_the_day_is_read_again(config: Config) -> None:
    days = [samples.day(), replace(samples.day(), overdue=samples.day().overdue[1:])]
    app = app_of(config, lambda *_: days[0])
    async with running(app) as pilot:
        await press(pilot, "down")
        days.pop(0)
        await press(pilot, "r")
        assert "▌Savon Kuituteknologia Oy" in shown(app)
