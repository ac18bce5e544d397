"""Screen 3, Duplicates: one question at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from outreach.config import Config
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import Message, say
from outreach.terms.views import ReviewItem, UndoResult
from outreach.terms.work import Judgement
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, settle, shown
from tui import shell
from tui.app import OutreachApp
from tui.screens import card, duplicates, today
from tui.screens.duplicate_items import bits, likelihood


class Queue:
    """Records that wait, answered in memory; what is put off goes to the end as in the service."""

    def __init__(self, *items: ReviewItem) -> None:
        self.items = list(items)
        self.answers: list[tuple[int, int, Judgement, int]] = []
        self.gate: asyncio.Event | None = None

    def load(self, first: int | None, put_off: Sequence[int]) -> tuple[ReviewItem | None, int]:
        waiting = {item.record_id: item for item in self.items}
        if first in waiting and first not in put_off[-1:]:
            return waiting[first], len(waiting)
        fresh = [item for record, item in waiting.items() if record not in put_off]
        old = [waiting[record] for record in put_off if record in waiting]
        return next(iter(fresh + old), None), len(waiting)

    async def answer(self, record_id: int, actor_id: int, judgement: Judgement, version: int) -> Message:
        if self.gate is not None:
            await self.gate.wait()
        self.answers.append((record_id, actor_id, judgement, version))
        if judgement is not Judgement.UNSURE:
            self.items = [item for item in self.items if item.record_id != record_id]
        return say("Answered: {n}", n=record_id)


def app_of(config: Config, queue: Queue, **answers: Any) -> OutreachApp:
    ready = {
        today.load: samples.NOTHING,
        duplicates.load: queue.load,
        duplicates.answer: queue.answer,
        card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
        shell._undo: answers.get("undo"),
    }
    return OutreachApp(config, Canned(ready))


async def test_two_records_stand_side_by_side_with_sign_and_word(config: Config) -> None:
    app = app_of(config, Queue(samples.review()))
    async with running(app) as pilot:
        await press(pilot, "3")
        text = " ".join(shown(app).split())
        assert "probably the same (91 %)" in text
        assert "name ≈ Similar Esimerkki Puu Oy Oy Esimerkki-Puu Ab" in text
        assert "town = Equal Savonlinna Savonlinna" in text
        assert "street ≠ Differs Olavinkatu 1 Nohevantie 3" in text
        assert "FOR name +6.2 (All words of the name agree) · town +3.1" in text
        assert "AGAINST street −1.0" in text
        assert "1 left · about 1 minute" in text


async def test_each_answer_is_one_key_and_the_next_question_follows(config: Config) -> None:
    queue = Queue(*(samples.review(n, f"Tietue {n} Oy") for n in (1, 2, 3)))
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3", "plus")
        assert "Tietue 2 Oy" in shown(app)
        await press(pilot, "minus")
        assert "Tietue 3 Oy" in shown(app)
        await press(pilot, "plus")
        assert queue.answers == [
            (1, 2001, Judgement.SAME, 3),
            (2, 2001, Judgement.DIFFERENT, 3),
            (3, 2001, Judgement.SAME, 3),
        ]
        assert "Nothing to decide. 2: candidates. 8: import a list" in shown(app)


async def test_what_is_put_off_comes_again_only_when_nothing_else_is_left(config: Config) -> None:
    queue = Queue(*(samples.review(n, f"Tietue {n} Oy") for n in (1, 2, 3)))
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3", "l", "l")
        assert "Tietue 3 Oy" in shown(app)
        assert "put off before" not in shown(app)
        await press(pilot, "plus")
        assert "Tietue 1 Oy" in shown(app)
        assert "put off before, nothing else is left" in shown(app)
        await press(pilot, "l")
        assert "Tietue 2 Oy" in shown(app)


async def test_a_key_pressed_while_an_answer_is_written_answers_nothing(config: Config) -> None:
    queue = Queue(samples.review(1), samples.review(2, "Toinen Oy"))
    queue.gate = asyncio.Event()
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3")
        await pilot.press("plus", "plus", "minus")
        queue.gate.set()
        await settle(pilot)
        assert [record for record, *_ in queue.answers] == [1]
        assert "Toinen Oy" in shown(app)


async def test_undo_brings_the_question_back(config: Config) -> None:
    queue = Queue(samples.review(1, "Ensin Oy"), samples.review(2, "Toinen Oy"))

    def undo() -> UndoResult:
        queue.items.append(samples.review(1, "Ensin Oy"))
        return UndoResult(1, say("Same"))

    app = app_of(config, queue, undo=undo)
    async with running(app) as pilot:
        await press(pilot, "3", "plus")
        assert "Toinen Oy" in shown(app)
        await press(pilot, "u")
        assert "Ensin Oy" in shown(app)


async def test_several_proposals_are_walked_through_and_the_next_best_is_named(config: Config) -> None:
    queue = Queue(samples.review(1, proposals=2))
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3")
        assert "1/2" in shown(app)
        assert "Next best: Esimerkki Puu 2 Oy 2345678-9, hardly the same (4 %)" in shown(app)
        await press(pilot, "full_stop", "plus")
        assert queue.answers[0][1] == 2002


async def test_enter_opens_the_organisation_and_escape_comes_back_to_the_question(config: Config) -> None:
    app = app_of(config, Queue(samples.review(1), samples.review(2, "Toinen Oy")))
    async with running(app) as pilot:
        await press(pilot, "3", "enter")
        assert "Kortti 2001" in shown(app)
        await press(pilot, "escape")
        assert "Oy Esimerkki-Puu Ab" in shown(app)


async def test_a_record_without_a_proposal_can_become_a_new_organisation(config: Config) -> None:
    queue = Queue(samples.review(1, proposals=0))
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3", "plus")
        assert queue.answers == []
        assert "Different makes it a new organisation" in " ".join(shown(app).split())
        await press(pilot, "minus")
        assert queue.answers == [(1, 0, Judgement.DIFFERENT, 3)]


@pytest.mark.parametrize("name", samples.NASTY)
async def test_a_hostile_name_is_only_a_name(config: Config, name: str) -> None:
    item = samples.review(1, name)
    hostile = samples.proposal(1, name)
    app = app_of(config, Queue(samples.review(2, name), item))
    app.backend.answers[duplicates.load] = (  # type: ignore[attr-defined]
        ReviewItem(1, name, name, name, item.fetched_on, (hostile, samples.proposal(2, name, 0.1)), 1),
        1,
    )
    async with running(app) as pilot:
        await press(pilot, "3")
        assert "\x1b" not in shown(app)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
        assert "AGAINST" in shown(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_fits_every_size_in_every_language(config: Config, language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = app_of(config, Queue(samples.review(1, proposals=2)))
    async with running(app, size) as pilot:
        await press(pilot, "3")
        strips = app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}
        pairs = [line for line in shown(app).splitlines() if "≠" in line or "≈" in line or " = " in line]
        assert len(pairs) == 3
        assert not any("…" in line[:28] for line in pairs)  # field, sign and word


def test_likelihood_never_promises_certainty() -> None:
    assert likelihood(0.9999) == "probably the same (99 %)"
    assert likelihood(0.5) == "perhaps the same (50 %)"
    assert likelihood(0.0) == "hardly the same (1 %)"


def test_weights_are_written_as_the_language_writes_numbers() -> None:
    assert bits(7.04) == "+7.0"
    set_language("fi")
    assert bits(-1.25) == "−1,2"
