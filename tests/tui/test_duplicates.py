"""Screen 3, Duplicates: one question at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from outreach.config import Config
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import Message, say
from outreach.terms.review import Alike, Explanation, FieldPair, ReviewItem, Rival
from outreach.terms.views import UndoResult
from outreach.terms.work import Judgement
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, settle, shown
from tui import shell
from tui.app import OutreachApp
from tui.screens import card, duplicates, today, why
from tui.screens.duplicate_items import likelihood


class Queue:
    """Records that wait, answered in memory; what is put off goes to the end as in the service."""

    def __init__(self, *items: ReviewItem) -> None:
        self.items = list(items)
        self.answers: list[tuple[int, int, Judgement, int]] = []
        self.gate: asyncio.Event | None = None
        self.seconds = 15.0

    def load(self, first: int | None, put_off: Sequence[int]) -> duplicates.Next:
        waiting = {item.number: item for item in self.items}
        if first in waiting and first not in put_off[-1:]:
            return duplicates.Next(waiting[first], len(waiting), self.seconds)
        fresh = [item for number, item in waiting.items() if number not in put_off]
        old = [waiting[number] for number in put_off if number in waiting]
        return duplicates.Next(next(iter(fresh + old), None), len(waiting), self.seconds)

    async def answer(self, record_id: int, actor_id: int, judgement: Judgement, version: int) -> Message:
        if self.gate is not None:
            await self.gate.wait()
        self.answers.append((record_id, actor_id, judgement, version))
        if judgement is not Judgement.UNSURE:
            self.items = [item for item in self.items if item.number != record_id]
        return say("Answered: {n}", n=record_id)


def app_of(config: Config, queue: Queue, **answers: Any) -> OutreachApp:
    ready = {
        today.load: samples.NOTHING,
        duplicates.load: queue.load,
        duplicates.answer: queue.answer,
        card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
        why.load: answers.get("why", ()),
        why.split: answers.get("split"),
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


async def test_enter_tells_why_it_is_asked_and_from_there_opens_the_organisation(config: Config) -> None:
    app = app_of(config, Queue(samples.review(1), samples.review(2, "Toinen Oy")), why=(explanation(),))
    async with running(app) as pilot:
        await press(pilot, "3", "enter")
        assert "Why it is asked: Only the name agrees" in shown(app)
        await press(pilot, "enter")
        assert "Kortti 2001" in shown(app)
        await press(pilot, "escape", "escape")
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
    app.backend.answers[duplicates.load] = duplicates.Next(  # type: ignore[attr-defined]
        ReviewItem(1, name, name, name, item.fetched_on, (hostile, samples.proposal(2, name, 0.1)), 1),
        1,
        15.0,
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


async def test_the_record_and_several_proposals_stand_side_by_side_as_far_as_there_is_room(config: Config) -> None:
    queue = Queue(samples.review(1, proposals=3))
    for size, columns in (((80, 24), 2), ((120, 40), 3)):
        async with running(app_of(config, queue), size) as pilot:
            await press(pilot, "3")
            (street,) = [line for line in shown(pilot.app).splitlines() if line.startswith(" street")]  # type: ignore[arg-type]
            assert street.count("Olavinkatu 1") == columns
            assert street.count("≠") == columns  # the shown one's sign stands beside its word
            assert "Differs" in street


async def test_the_records_that_one_answer_settles_are_listed(config: Config) -> None:
    others = tuple(Alike(n, "Oy Esimerkki-Puu Ab", f"lista{n}.xlsx", f"row {n}") for n in range(2, 7))
    app = app_of(config, Queue(replace(samples.review(1), group=others)))
    async with running(app) as pilot:
        await press(pilot, "3")
        text = " ".join(shown(app).split())
        assert "6 records at once" in text
        assert "lista2.xlsx row 2, lista3.xlsx row 3, lista4.xlsx row 4, and 2 more" in text


async def test_the_time_that_is_left_follows_the_pace_of_the_answers(config: Config) -> None:
    queue = Queue(*(samples.review(n, f"Tietue {n} Oy") for n in range(1, 11)))
    queue.seconds = 60.0
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3")
        assert "10 left · about 10 minutes" in shown(app)


async def test_an_organisation_of_ours_is_answered_by_its_number(config: Config) -> None:
    item = replace(samples.review(0, "Metsäkone Malli Oy"), record_id=0, source="", place="", actor_id=1_000_000_001)
    queue = Queue(item)
    app = app_of(config, queue)
    async with running(app) as pilot:
        await press(pilot, "3")
        assert "Organisation of ours: Metsäkone Malli Oy" in shown(app)
        await press(pilot, "minus")
        assert queue.answers[0][:3] == (1_000_000_001, 2001, Judgement.DIFFERENT)


def explanation(judgement: Judgement | None = None, **values: Any) -> Explanation:
    return Explanation(
        **{
            "record_id": 1,
            "record": "Oy Esimerkki-Puu Ab",
            "source": "toimijat.xlsx",
            "place": "row 2",
            "fetched_on": samples.TODAY,
            "judgement": judgement,
            "actor_id": 2001,
            "name": "Esimerkki Puu Oy",
            "business_id": "2345678-9",
            "at": None if judgement is None else datetime(2026, 3, 9, 6, 0, tzinfo=UTC),
            "lines": (
                FieldPair("name", "equal", "a", "b", 7.0, say("All words of the name agree")),
                FieldPair("town", "differs", "Raahe", "Oulu", -3.5, say("Different towns")),
                FieldPair("phone", "missing", "", "", 0.0),
            ),
            "prior": 0.3,
            "posterior": 0.91,
            "rule": say("Only the name agrees"),
            "rivals": (Rival(2002, "Esimerkki Puu Holding Oy", "", 0.04, -2.0, say("Another name")),),
            **values,
        }
    )


async def test_the_waterfall_shows_each_step_the_sum_and_what_else_it_might_have_been(config: Config) -> None:
    app = app_of(config, Queue(samples.review(1)), why=(explanation(Judgement.SAME),))
    async with running(app) as pilot:
        await press(pilot, "3", "enter")
        lines = [line.split() for line in shown(app).splitlines()]
        assert ["name", "+7.0", "████████████████", "+7.0", "All", "words", "of", "the", "name", "agree"] in lines
        assert ["town", "−3.5", "░░░░░░░░", "+3.5", "Different", "towns"] in lines
        assert ["sum", "+3.8"] in lines
        text = " ".join(shown(app).split())
        assert "probability 91%" in text
        assert "Says nothing: phone" in text
        assert "Rule: Only the name agrees" in text
        assert "4% −2.0 Esimerkki Puu Holding Oy Another name" in text
        assert "Linked to Esimerkki Puu Oy 2345678-9 automatically, 2026-03-09 08:00" in text


async def test_a_wrong_link_is_taken_back_with_one_key(config: Config) -> None:
    done: list[int] = []

    def split(record_id: int) -> tuple[Message, ...]:
        done.append(record_id)
        return (say("Different. New organisation: {name}", name="Oy Esimerkki-Puu Ab"),)

    linked = samples.card(1001)
    app = app_of(config, Queue(), why=(explanation(Judgement.SAME),), split=split)
    app.backend.answers[card.load] = replace(linked, sources=(replace(linked.sources[0], record_id=1),))  # type: ignore[attr-defined]
    async with running(app) as pilot:
        await pilot.app.push_screen(card.Card(1001))
        await press(pilot, "end", "enter", "minus")
        assert done == [1]
        assert any("New organisation: Oy Esimerkki-Puu Ab" in toast.message for toast in app._notifications)


async def test_a_question_is_not_answered_where_it_is_explained(config: Config) -> None:
    app = app_of(config, Queue(samples.review(1)), why=(explanation(), explanation(Judgement.DIFFERENT, actor_id=2002)))
    async with running(app) as pilot:
        await press(pilot, "3", "enter", "minus")
        assert any("Questions are answered with 3" in toast.message for toast in app._notifications)
        assert "1 of 2" in shown(app)
        await press(pilot, "full_stop")
        assert "Different from Esimerkki Puu Oy" in shown(app)


@pytest.mark.parametrize("name", samples.NASTY)
async def test_a_hostile_name_is_only_a_name_in_the_waterfall(config: Config, name: str) -> None:
    told = explanation(Judgement.SAME, record=name, name=name, source=name, rivals=(Rival(2002, name, "", 0.04, -2.0),))
    app = app_of(config, Queue(samples.review(1)), why=(told,))
    async with running(app) as pilot:
        await press(pilot, "3", "enter")
        assert "\x1b" not in shown(app)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_waterfall_fits_every_size_in_every_language(
    config: Config, language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    app = app_of(config, Queue(samples.review(1)), why=(explanation(Judgement.SAME),))
    async with running(app, size) as pilot:
        await press(pilot, "3", "enter")
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {size[0]}
        assert "█" in shown(app)
