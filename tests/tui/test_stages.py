"""Screen 5, Stages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outreach.config import Config
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import say
from outreach.terms.views import AdviserRow, CaseView, Page
from outreach.terms.work import Stage
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, shown
from tui.app import OutreachApp
from tui.dialogs import contact, owner, stage, task
from tui.screens import card, stages, today
from tui.screens.stages import Stages

WAY = list(Stage)[1:7]  # from selected to dormant


class Cases:
    """Cases in memory, which notes what is asked and written."""

    def __init__(self, *cases: CaseView) -> None:
        self.cases = cases
        self.asked: list[tuple[Stage | None, bool]] = []
        self.written: list[tuple[Any, ...]] = []

    def page(self, town: str, wanted: Stage | None, mine: bool, offset: int, limit: int) -> Page[CaseView]:
        self.asked.append((wanted, mine))
        found = tuple(case for case in self.cases if wanted is None or case.stage is wanted)
        return Page(found[offset : offset + limit], offset, len(found))

    def counts(self, town: str, mine: bool) -> dict[Stage, int]:
        return {stage: sum(case.stage is stage for case in self.cases) for stage in Stage}

    def write(self, *values: Any) -> Any:
        self.written.append(values)
        return say("Written")


def cases(count: int = 4) -> Cases:
    rows = [samples.case(n, f"Toimija {n} Oy") for n in range(1, count + 1)]
    return Cases(replace(rows[0], stage=Stage.SELECTED, days_in_stage=2, next_task=None), *rows[1:])


def app_of(config: Config, known: Cases) -> OutreachApp:
    return OutreachApp(
        config,
        Canned(
            {
                today.load: samples.NOTHING,
                stages.load: known.page,
                stages.counts: known.counts,
                card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
                contact.around: contact.Around(known.cases[:1], (), ()),
                task.present: None,
                task.write: known.write,
                owner.advisers: (AdviserRow(1, "Maija Kokeilija", "fi", "740"), AdviserRow(2, "Pekka", "fi", "140")),
                owner.write: known.write,
                stage.allowed: (),
            }
        ),
    )


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


def screen_of(app: OutreachApp) -> Stages:
    assert isinstance(app.screen, Stages)
    return app.screen


async def test_cases_stand_by_stage_with_counts_and_what_waits_too_long_says_so(config: Config) -> None:
    app = app_of(config, cases())
    async with running(app) as pilot:
        await press(pilot, "5")
        text = shown(app)
        assert "Selected 1 · Contacted 3" in text
        assert "23 d (limit 14)" in text
        late = next(line for line in text.splitlines() if "Toimija 2 Oy" in line)
        assert "! 03-03" in late
        assert "2 d " in next(line for line in text.splitlines() if "Toimija 1 Oy" in line)


async def test_the_filter_shows_one_stage_or_only_mine_and_says_so(config: Config) -> None:
    known = cases()
    app = app_of(config, known)
    async with running(app) as pilot:
        await press(pilot, "5", "f")
        assert "Contacted 3" in shown(app)
        await press(pilot, "4")
        assert known.asked[-1] == (Stage.CONTACTED, False)
        assert "only: Contacted" in shown(app)
        await press(pilot, "f", "2")
        assert known.asked[-1] == (Stage.CONTACTED, True)
        assert "only mine" in shown(app)
        await press(pilot, "f", "2", "f", "1")
        assert known.asked[-1][0] is None


async def test_next_step_and_owner_go_to_all_marked_cases(config: Config) -> None:
    known = cases()
    app = app_of(config, known)
    async with running(app) as pilot:
        await press(pilot, "5", "space", "space")
        assert "2 marked" in shown(app)
        await press(pilot, "t")
        assert "Next step of 2 marked cases" in shown(app)
        await press(pilot, *"call", "tab", *"+7", "enter")
        (case_ids, title, due, done) = known.written[0]
        assert (case_ids, title, due.isoformat(), done) == ((1, 2), "call", "2026-03-17", None)
        assert "marked" not in shown(app)
        await press(pilot, "home", "space", "space", "o", "p", "enter")
        assert known.written[1] == ((1, 2), 2)


async def test_contact_and_stage_of_marked_cases_are_refused_with_a_sentence(config: Config) -> None:
    app = app_of(config, cases())
    async with running(app) as pilot:
        await press(pilot, "5", "space", "v")
        assert "This is done one case at a time. Take the marks away first: Esc" in toasts(app)
        await press(pilot, "escape", "v")
        assert "Move to stage" in shown(app)


async def test_other_columns_show_the_need_and_the_last_contact(config: Config) -> None:
    app = app_of(config, cases())
    async with running(app) as pilot:
        await press(pilot, "5")
        assert "Next step" in shown(app)
        await press(pilot, "c")
        assert "Competence need" in shown(app)
        assert "timber-co" in shown(app)
        await press(pilot, "c")
        assert "02-15 Call" in shown(app)
        await press(pilot, "c")
        assert "Next step" in shown(app)


async def test_the_card_walks_through_the_cases_and_the_list_follows(config: Config) -> None:
    app = app_of(config, cases())
    async with running(app) as pilot:
        await press(pilot, "5", "down", "enter")
        assert "Kortti 1002" in shown(app)
        await press(pilot, "full_stop", "escape")
        row = screen_of(app).rows.row
        assert row is not None
        assert row.case_id == 3


async def test_an_empty_list_names_the_key_that_fills_it(config: Config) -> None:
    app = app_of(config, Cases())
    async with running(app) as pilot:
        await press(pilot, "5")
        assert "No outreach cases here yet. 2: choose among the candidates" in shown(app)
        await press(pilot, "f", "2")
        assert "Nothing here with these filters. f: change them" in shown(app)
        await press(pilot, "n", "t", "v", "o", "y", "enter")
        assert isinstance(app.screen, Stages)


@pytest.mark.parametrize("name", samples.NASTY)
async def test_a_hostile_name_is_only_a_name(config: Config, name: str) -> None:
    known = Cases(replace(samples.case(1, name), need_title=name, owner=name))
    app = app_of(config, known)
    async with running(app, (130, 24)) as pilot:
        await press(pilot, "5")
        for key in ("n", "t", "v", "o"):
            await press(pilot, key)
            assert "\x1b" not in shown(app)
            assert app.screen.query_one(".dialog").region.height <= 22
            await press(pilot, "escape")
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {130}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_counts_of_all_stages_of_the_way_are_seen_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    known = Cases(*(replace(samples.case(n), stage=stage) for n, stage in enumerate(WAY)))
    app = app_of(config, known)
    async with running(app) as pilot:
        await press(pilot, "5")
        lines = shown(app).splitlines()
        assert "…" not in lines[2] + lines[3]
        assert (lines[2] + lines[3]).count(" 1") == len(WAY)
        assert "14" in lines[5]
