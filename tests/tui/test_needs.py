"""Screen 6, Competence needs: coverage and the rows behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Input

from outreach.config import Config
from outreach.errors import BadInput
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import say
from outreach.terms.needs import Need
from outreach.terms.views import CoverageRow, Page
from outreach.terms.work import Stage
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, shown
from tui.app import OutreachApp
from tui.dialogs import need as dialog
from tui.screens import candidates, card, needs, today
from tui.screens.candidates import Candidates
from tui.screens.needs import Needs


def app_of(config: Config, *rows: CoverageRow, away: tuple[Need, ...] = (), **answers: Any) -> OutreachApp:
    ready: dict[Any, Any] = {
        today.load: samples.NOTHING,
        needs.load: (rows, away),
        needs.behind: lambda need_id, stage: ((1001, "Puujaloste Esimerkki Oy"), (1002, "Toinen Oy")),
        needs.adopt: say("Adopted"),
        needs.archive: say("Put away"),
        needs.unarchive: say("Back"),
        dialog.load: lambda need_id: samples.need(need_id),
        dialog.write: answers.get("write", say("Saved")),
        candidates.needs_of: (samples.need(1), samples.need(2, "fibre")),
        candidates.make_fresh: 0,
        candidates.load: Page((), 0, 0),
        candidates.progress: (0, 0),
        card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
    }
    return OutreachApp(config, Canned(ready))


def backend(app: OutreachApp) -> Canned:
    assert isinstance(app.backend, Canned)
    return app.backend


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


async def test_coverage_is_a_bar_numbers_and_what_is_missing(config: Config) -> None:
    app = app_of(config, samples.coverage(), replace(samples.coverage(2, "fibre"), target=0, gap=0, identified=0))
    async with running(app) as pilot:
        await press(pilot, "6")
        text = shown(app)
        assert "████████░░░░░░░░░░░░  2 of 5" in text
        numbers = next(line for line in text.splitlines() if " 30 " in line)
        assert numbers.split()[1:] == ["5", "30", "12", "7", "3", "2", "2", "3"]
        assert "no target set" in text
        assert "Nobody found yet" in text


async def test_every_figure_opens_the_organisations_it_counts_and_their_cards(config: Config) -> None:
    app = app_of(config, samples.coverage())
    async with running(app) as pilot:
        await press(pilot, "6", "f")
        assert "3 Contacted: 7" in shown(app)
        await press(pilot, "3")
        assert backend(app).questions(needs.behind) == [(1, Stage.CONTACTED)]
        assert "timber-construction automation · Contacted · 2 organisations" in shown(app)
        await press(pilot, "down", "enter")
        assert "Kortti 1002" in shown(app)
        assert "2 of 2" in shown(app)


async def test_a_figure_of_a_hundred_thousand_opens_too(config: Config) -> None:
    app = app_of(config, samples.coverage())
    many = tuple((n, f"Toimija {n}") for n in range(100_000))
    backend(app).answers[needs.behind] = lambda need_id, stage: many
    async with running(app) as pilot:
        await press(pilot, "6", "f", "1", "end")
        assert "Toimija 99999" in shown(app)


async def test_enter_shows_the_candidates_of_the_need(config: Config) -> None:
    app = app_of(config, samples.coverage(), samples.coverage(2, "fibre"))
    async with running(app) as pilot:
        await press(pilot, "6", "down", "enter")
        assert isinstance(app.screen, Candidates)
        assert "Candidates · fibre" in shown(app)


async def test_examples_are_marked_adopted_with_plus_and_put_away_with_minus(config: Config) -> None:
    app = app_of(config, samples.coverage(example=True))
    async with running(app) as pilot:
        await press(pilot, "6")
        assert "1 example, in no report before it is adopted" in shown(app)
        assert "Example, not the town's own need" in shown(app)
        await press(pilot, "plus")
        assert backend(app).questions(needs.adopt) == [(1,)]
        await press(pilot, "minus")
        assert backend(app).questions(needs.archive) == [(1,)]


async def test_the_towns_own_need_is_not_adopted_again(config: Config) -> None:
    app = app_of(config, samples.coverage())
    async with running(app) as pilot:
        await press(pilot, "6", "plus")
        assert "own need already" in toasts(app)
        assert backend(app).questions(needs.adopt) == []


async def test_needs_out_of_use_can_be_taken_back(config: Config) -> None:
    app = app_of(config, samples.coverage(), away=(samples.need(9, "hydrogen safety"),))
    async with running(app) as pilot:
        await press(pilot, "6", "end", "enter")
        assert "1 hydrogen safety" in shown(app)
        await press(pilot, "1")
        assert backend(app).questions(needs.unarchive) == [(9,)]


async def test_without_needs_the_key_to_add_one_is_named(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, "6")
        assert "No competence needs yet. a: add one" in shown(app)
        await press(pilot, "plus", "minus", "e", "f", "enter")
        assert isinstance(app.screen, Needs)
        assert "Put the cursor on a competence need first." in toasts(app)


async def test_a_refused_need_stays_with_all_that_was_typed(config: Config) -> None:
    def write(*_: object) -> None:
        raise BadInput(say("Industry code 28999 is not in TOL 2025."), say("Did you mean: 2899 machines?"))

    app = app_of(config, write=write)
    async with running(app) as pilot:
        await press(pilot, "6", "a", *"robotit", "enter")
        assert "Industry code 28999 is not in TOL 2025." in shown(app)
        assert "Did you mean: 2899 machines?" in shown(app)
        assert app.screen.query_one("#title_fi", Input).value == "robotit"
        app.screen.query_one("#target", Input).value = "viisi"
        await press(pilot, "enter")
        assert "The target is a whole number, not viisi." in shown(app)


async def test_editing_keeps_what_the_form_does_not_show(config: Config) -> None:
    app = app_of(config, samples.coverage())
    async with running(app) as pilot:
        await press(pilot, "6", "e")
        assert app.screen.query_one("#industry_codes", Input).value == "2899"
        app.screen.query_one("#keywords_fi", Input).value = "puuelement*, hirsi"
        await press(pilot, "enter")
        ((given, present),) = backend(app).questions(dialog.write)
        assert given.spec.keywords_fi == ("puuelement*", "hirsi")
        assert given.spec.place == samples.need().spec.place
        assert present == samples.need()


@pytest.mark.parametrize("title", samples.NASTY)
async def test_a_hostile_title_is_only_a_title(config: Config, title: str) -> None:
    app = app_of(config, samples.coverage(1, title, example=True), away=(samples.need(9, title),))
    backend(app).answers[needs.behind] = lambda need_id, stage: ((1, title), (2, title))
    async with running(app) as pilot:
        await press(pilot, "6", "f")
        assert app.screen.query_one(".dialog").region.height <= 22
        await press(pilot, "1")
        assert "\x1b" not in shown(app)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
        await press(pilot, "escape", "end", "enter", "escape")
        assert isinstance(app.screen, Needs)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_headings_and_the_form_fit_80_columns_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    app = app_of(config, samples.coverage())
    async with running(app) as pilot:
        await press(pilot, "6")
        assert "…" not in shown(app).splitlines()[3]
        await press(pilot, "e")
        assert app.screen.query_one(".dialog").region.height <= 22
        assert not any("…" in str(label.render()) for label in app.screen.query(".label"))
