"""Screen 2, Candidates: thirty in ten minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from textual.widgets import Input

from outreach.config import Config
from outreach.errors import Refused
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import Message, say
from outreach.terms.views import CandidateRow, Page, UndoResult
from outreach.terms.work import Verdict, VerdictReason
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, settle, shown
from tui import shell
from tui.app import OutreachApp
from tui.screens import candidates, card, today
from tui.screens.candidates import Candidates
from tui.widgets.lines import Lines
from tui.widgets.rows import Rows


class Waiting:
    """Candidates in memory that answer like the service."""

    def __init__(self, count: int = 30, names: Sequence[str] = ()) -> None:
        self.rows = [samples.candidate(n, name) for n, name in enumerate(names or [""] * count)]
        self.verdicts: list[tuple[tuple[int, ...], Verdict, str]] = []
        self.refused: dict[int, Refused] = {}
        self.gate: asyncio.Event | None = None
        self.reasons = 2

    def page(self, need_id: int, offset: int, limit: int) -> Page[CandidateRow]:
        return Page(tuple(self.rows[offset : offset + limit]), offset, len(self.rows))

    def progress(self, need_id: int) -> tuple[int, int]:
        return len(self.rows), sum(len(actors) for actors, _, _ in self.verdicts)

    async def judge(self, need_id: int, actors: Sequence[int], verdict: Verdict, reason: str) -> Any:
        if self.gate is not None:
            await self.gate.wait()
        refused = tuple((actor, self.refused[actor]) for actor in actors if actor in self.refused)
        judged = tuple(actor for actor in actors if actor not in self.refused)
        if judged:
            self.verdicts.append((judged, verdict, reason))
        self.rows = [row for row in self.rows if row.actor_id not in judged]
        said: Message | None = say("{n} candidates: {verdict}", n=len(judged), verdict=verdict) if judged else None
        return said, refused

    def explain(self, need_id: int, actor_id: int) -> Any:
        row = next(row for row in self.rows if row.actor_id == actor_id)
        return samples.detail(row, reasons=self.reasons)


def app_of(config: Config, waiting: Waiting, **answers: Any) -> OutreachApp:
    ready = {
        today.load: samples.NOTHING,
        candidates.needs_of: (samples.need(1), samples.need(2, "fibre technology", example=True)),
        candidates.make_fresh: 0,
        candidates.load: waiting.page,
        candidates.progress: waiting.progress,
        candidates.explain: waiting.explain,
        candidates.judge: waiting.judge,
        card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
        shell._undo: None,
    }
    names = {"needs_of": candidates.needs_of, "explain": candidates.explain}
    return OutreachApp(config, Canned(ready | {names[name]: answer for name, answer in answers.items()}))


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


def side(app: OutreachApp, right: bool) -> str:
    """The text of the list or of the panel beside it, as one line."""
    halves = (line.partition("│") for line in shown(app).splitlines()[3:-1])
    return " ".join(" ".join(end if right else start for start, _, end in halves).split())


def screen_of(app: OutreachApp) -> Candidates:
    assert isinstance(app.screen, Candidates)
    return app.screen


async def test_plus_asks_nothing_and_the_next_row_slides_under_the_cursor(config: Config) -> None:
    waiting = Waiting()
    app = app_of(config, waiting)
    async with running(app) as pilot:
        await press(pilot, "2", "down", "down", "plus")
        assert waiting.verdicts == [((1002,), Verdict.FITS, "")]
        line = next(line for line in shown(app).splitlines() if line.startswith("▌"))
        assert "Ehdotus 3 Oy" in line
        assert "29 candidates · 1 done today · Fits: Ehdotus 2 Oy" in shown(app)
        assert "29 left · 1 done" in shown(app)


async def test_keys_pressed_ahead_answer_the_rows_that_were_seen(config: Config) -> None:
    waiting = Waiting()
    waiting.gate = asyncio.Event()
    app = app_of(config, waiting)
    async with running(app) as pilot:
        await press(pilot, "2")
        await pilot.press("plus", "plus", "l", "down", "plus")
        assert screen_of(app).rows.row == samples.candidate(5)
        waiting.gate.set()
        await settle(pilot)
        assert [actors for actors, _, _ in waiting.verdicts] == [(1000,), (1001,), (1002,), (1004,)]
        assert waiting.verdicts[2][1] is Verdict.LATER
        assert screen_of(app).rows.row == samples.candidate(5)


async def test_minus_takes_the_reason_with_one_key(config: Config) -> None:
    waiting = Waiting()
    app = app_of(config, waiting)
    async with running(app) as pilot:
        await press(pilot, "2", "minus")
        assert "Why does it not fit? · Ehdotus 0 Oy" in shown(app)
        await press(pilot, "3")
        assert waiting.verdicts == [((1000,), Verdict.DOES_NOT_FIT, list(VerdictReason)[2].value)]
        await press(pilot, "minus", "escape")
        assert len(waiting.verdicts) == 1


async def test_marked_rows_are_answered_together(config: Config) -> None:
    waiting = Waiting()
    app = app_of(config, waiting)
    async with running(app) as pilot:
        await press(pilot, "2", "space", "space", "down", "space")
        assert "3 marked" in shown(app)
        await press(pilot, "minus")
        assert "Why do 3 marked ones not fit?" in shown(app)
        await press(pilot, "1")
        assert [actors for actors, _, _ in waiting.verdicts] == [(1000, 1001, 1003)]
        assert "marked" not in shown(app)


async def test_undo_brings_the_candidate_back_under_the_cursor(config: Config) -> None:
    waiting = Waiting()
    app = app_of(config, waiting)

    def undo() -> UndoResult:
        waiting.rows.insert(3, samples.candidate(3))
        return UndoResult(1, say("Fits"))

    app.backend.answers[shell._undo] = undo  # type: ignore[attr-defined]
    async with running(app) as pilot:
        await press(pilot, "2", "down", "down", "down", "plus", "u")
        assert "Ehdotus 3 Oy" in next(line for line in shown(app).splitlines() if line.startswith("▌"))
        assert "Fits:" not in shown(app).splitlines()[2]


async def test_escape_takes_the_marks_away(config: Config) -> None:
    app = app_of(config, Waiting())
    async with running(app) as pilot:
        await press(pilot, "2", "space", "escape")
        assert "marked" not in shown(app)


async def test_what_is_refused_comes_back_with_what_to_do_and_the_cursor_stays(config: Config) -> None:
    waiting = Waiting()
    waiting.refused[1000] = Refused(say("Still needed: a way to contact them"))
    waiting.refused[1001] = Refused(say("May already be in the list"), say("Press 3."))
    app = app_of(config, waiting)
    async with running(app) as pilot:
        await press(pilot, "2", "space", "space", "space", "plus")
        assert "Ehdotus 0 Oy: Still needed: a way to contact them" in toasts(app)
        assert "Enter opens it: add what is missing there" in toasts(app)
        assert "Ehdotus 1 Oy: May already be in the list" in toasts(app)
        assert "Press 3." in toasts(app)
        assert [actors for actors, _, _ in waiting.verdicts] == [(1002,)]
        assert screen_of(app).rows.row == samples.candidate(3)
        await press(pilot, "home")
        assert "A 80 Ehdotus 0 Oy A 80 Ehdotus 1 Oy A 80 Ehdotus 3 Oy" in side(app, right=False)


async def test_the_reasons_follow_the_cursor_and_a_late_answer_is_dropped(config: Config) -> None:
    waiting = Waiting()
    gate = asyncio.Event()

    async def explain(need_id: int, actor_id: int) -> Any:
        if actor_id == 1001:
            await gate.wait()
        return waiting.explain(need_id, actor_id)

    app = app_of(config, waiting, explain=explain)
    async with running(app) as pilot:
        await press(pilot, "2")
        await pilot.press("down")
        await asyncio.sleep(candidates.MOVING_PAUSE * 2)
        await pilot.press("down")
        await settle(pilot)
        gate.set()
        await settle(pilot)
        assert "Ehdotus 2 Oy" in side(app, right=True)
        assert "Ehdotus 1 Oy" not in side(app, right=True)


async def test_the_panel_tells_why_and_who_already_talks_to_them(config: Config) -> None:
    app = app_of(config, Waiting())
    async with running(app) as pilot:
        await press(pilot, "2")
        text = side(app, right=True)
        assert "WHY 80 of 100 (90 % of the facts known)" in text
        assert "22/30" in text
        assert "–/10" in text
        assert "Iisalmi: In dialogue, machine vision, since 02-20" in text
        assert "! Phone:" in text


async def test_long_reasons_can_be_read_to_their_end_without_the_mouse(config: Config) -> None:
    waiting = Waiting()
    waiting.reasons = 40
    app = app_of(config, waiting)
    async with running(app) as pilot:
        await press(pilot, "2")
        assert "Sources:" not in shown(app)
        await press(pilot, "tab", "pagedown", "pagedown", "pagedown")
        assert "Sources:" in shown(app)
        await press(pilot, "pageup", "pageup", "pageup")
        assert "WHY" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.focused, Rows)


async def test_the_need_is_chosen_with_f_and_examples_are_named(config: Config) -> None:
    app = app_of(config, Waiting())
    async with running(app) as pilot:
        await press(pilot, "2", "f")
        assert "2 Savonlinna · fibre technology (example)" in shown(app)
        await press(pilot, "2")
        assert "Candidates · fibre technology" in shown(app)
        assert "Example, not the town's own need" in shown(app)


async def test_the_card_walks_through_the_list_and_the_list_follows(config: Config) -> None:
    app = app_of(config, Waiting())
    async with running(app) as pilot:
        await press(pilot, "2", "enter")
        assert "Kortti 1000" in shown(app)
        assert "1 of 30" in shown(app)
        await press(pilot, "full_stop", "full_stop")
        assert "Kortti 1002" in shown(app)
        await press(pilot, "escape")
        assert screen_of(app).rows.row == samples.candidate(2)


async def test_an_empty_list_names_the_keys_that_fill_it(config: Config) -> None:
    app = app_of(config, Waiting(names=("Ainoa Oy",)))
    async with running(app) as pilot:
        await press(pilot, "2", "plus")
        assert "No candidates left. f: another need. 8: import" in side(app, right=False)
        assert app.screen.query_one("#why", Lines).items == []
        await press(pilot, "plus", "minus", "l", "enter")
        assert isinstance(app.screen, Candidates)


async def test_without_needs_the_key_to_add_one_is_named(config: Config) -> None:
    app = app_of(config, Waiting(), needs_of=())
    async with running(app) as pilot:
        await press(pilot, "2")
        assert "No competence needs yet. 6: add one" in side(app, right=False)


@pytest.mark.parametrize("name", samples.NASTY)
async def test_a_hostile_name_is_only_a_name(config: Config, name: str) -> None:
    waiting = Waiting(names=(name, "Toinen Oy"))
    waiting.refused[1000] = Refused(say("No: {name}", name=name))
    app = app_of(config, waiting, needs_of=(samples.need(1, name),))
    async with running(app) as pilot:
        await press(pilot, "2", "plus", "minus")
        assert "\x1b" not in shown(app)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
        assert app.screen.query_one(".dialog").region.height <= 22
        await press(pilot, "1", "f", "escape")
        assert app.is_running


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_fits_every_size_in_every_language(config: Config, language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = app_of(config, Waiting())
    async with running(app, size) as pilot:
        await press(pilot, "2")
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}
        assert not app.screen.query(Input)
