"""Screen 9, Reports: figures, the cases behind them, period and export."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from outreach.config import Config
from outreach.errors import BadInput
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import say
from outreach.terms.reports import StatusReport
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, shown
from tui.app import OutreachApp
from tui.dialogs import export
from tui.screens import card, reports, today
from tui.screens.reports import Reports


def app_of(config: Config, report: StatusReport, write: Any = (Path("/home/maija/status.xlsx"),)) -> OutreachApp:
    return OutreachApp(
        config,
        Canned(
            {
                today.load: samples.NOTHING,
                export.load: report,
                export.write: write,
                reports.actor_of: lambda case_id: 1000 + case_id,
                card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
            }
        ),
    )


def backend(app: OutreachApp) -> Canned:
    assert isinstance(app.backend, Canned)
    return app.backend


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


async def test_figures_stand_under_their_headings(config: Config) -> None:
    app = app_of(config, samples.report())
    async with running(app) as pilot:
        await press(pilot, "9")
        text = shown(app)
        assert "1 outreach case · Situation on 2026-03-10" in text
        lines = text.splitlines()
        assert lines[3].split()[:3] == ["before", "selected", "contact"]
        assert lines[5].split()[1:] == ["1", "4", "3", "2", "1", "0", "0", "4"]


async def test_enter_opens_the_cases_of_a_need_and_one_of_them(config: Config) -> None:
    app = app_of(config, samples.report())
    async with running(app) as pilot:
        await press(pilot, "9", "enter")
        assert "timber-construction automation · 1 organisation" in shown(app)
        assert "Contacted 2026-02-15" in shown(app)
        await press(pilot, "enter")
        assert "Kortti 1001" in shown(app)


async def test_a_sole_trader_stays_without_a_name(config: Config) -> None:
    app = app_of(config, samples.report(name=""))
    async with running(app) as pilot:
        await press(pilot, "9", "enter")
        assert "a sole trader, name left out" in shown(app)


async def test_the_period_is_asked_and_checked(config: Config) -> None:
    app = app_of(config, samples.report())
    async with running(app) as pilot:
        await press(pilot, "9", "f", *"2026-02-01", "tab", *"2026-01-01", "enter")
        assert "The period ends before it starts" in shown(app)
        app.screen.query_one("#until", Input).value = "1.3."
        await press(pilot, "enter")
        assert backend(app).questions(export.load)[-1] == ("740", date(2026, 2, 1), date(2026, 3, 1))


async def test_export_tells_the_path_that_was_written(config: Config) -> None:
    app = app_of(config, samples.report())
    async with running(app) as pilot:
        await press(pilot, "9", "x")
        assert app.screen.query_one("#path", Input).value == "~/outreach-status-20260310"
        await press(pilot, "c", "enter")
        assert "Saved: /home/maija/status.xlsx" in toasts(app)
        assert isinstance(app.screen, Reports)


async def test_a_file_that_cannot_be_written_is_told_inside(config: Config) -> None:
    def write(*_: object, **__: object) -> None:
        raise BadInput(say("The file cannot be written: {path}", path="/x"))

    app = app_of(config, samples.report(), write)
    async with running(app) as pilot:
        await press(pilot, "9", "x", "enter")
        assert "The file cannot be written: /x" in shown(app)
        app.screen.query_one("#path", Input).value = ""
        await press(pilot, "enter")
        assert "Write a name for the file." in shown(app)


async def test_an_empty_report_names_the_key_that_leads_on(config: Config) -> None:
    empty = StatusReport(
        **{name: getattr(samples.report(), name) for name in StatusReport.__slots__} | {"funnel": (), "cases": ()}
    )
    app = app_of(config, empty)
    async with running(app) as pilot:
        await press(pilot, "9")
        assert "nothing to report. 2: choose among the candidates" in " ".join(shown(app).split())


@pytest.mark.parametrize("name", samples.NASTY)
async def test_a_hostile_name_is_only_a_name(config: Config, name: str) -> None:
    app = app_of(config, samples.report(name, name))
    async with running(app) as pilot:
        await press(pilot, "9", "enter")
        assert "\x1b" not in shown(app)
        assert app.screen.query_one(".dialog").region.height <= 22
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_headings_and_dialogs_fit_80_columns_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    app = app_of(config, samples.report())
    async with running(app) as pilot:
        await press(pilot, "9")
        assert "…" not in shown(app).splitlines()[3]
        for key in ("f", "x"):
            await press(pilot, key)
            assert app.screen.query_one(".dialog").region.height <= 22
            assert not any("…" in str(label.render()) for label in app.screen.query(".label"))
            await press(pilot, "escape")
