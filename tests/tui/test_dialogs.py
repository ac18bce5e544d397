"""Dialogs with fields: saving, refusals, days, choices by one key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.widgets import Input

from outreach.config import Config
from outreach.errors import BadInput, Refused
from outreach.i18n import LANGUAGES, set_language, tr
from outreach.terms.linkage import Twin
from outreach.terms.message import Message, say
from outreach.terms.views import AllowedMove, ChannelRule
from outreach.terms.work import Channel, Direction, Outcome, Stage, TouchKind
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, settle, shown
from tui.app import OutreachApp
from tui.dialogs import contact, edit, stage, task
from tui.dialogs.choose import Choose
from tui.dialogs.contact import LogContact
from tui.dialogs.edit import EditFields
from tui.dialogs.form import Form, Line, Note, read_day
from tui.dialogs.stage import MoveDetails, MoveStage
from tui.dialogs.task import NextStep
from tui.screens import today
from tui.screens.base import Dialog
from tui.widgets.pick import Pick

TUESDAY = date(2026, 3, 10)
BANNED = ChannelRule(
    Channel.EMAIL, False, say("May not be used: {rule}", rule=say("do-not-contact entry")), "a@b", True
)


def app_of(config: Config, answers: dict[Any, Any] | None = None) -> OutreachApp:
    return OutreachApp(config, Canned({today.load: samples.NOTHING} | (answers or {})))


def backend(app: OutreachApp) -> Canned:
    assert isinstance(app.backend, Canned)
    return app.backend


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


def opened(app: OutreachApp, dialog: Dialog[Any]) -> list[Any]:
    """Opens a dialog; what it closes with comes into the list."""
    results: list[Any] = []
    app.push_screen(dialog, results.append)
    return results


def text_of(app: OutreachApp) -> str:
    return " ".join(shown(app).replace("│", " ").split())


class Sample(Form[Message]):
    """A form with one field, which refuses as often as it is told to."""

    def __init__(self, refusals: int = 0, gate: asyncio.Event | None = None) -> None:
        super().__init__()
        self.refusals, self.gate = refusals, gate
        self.saved: list[str] = []

    def heading(self) -> str:
        return "Sample"

    def fields(self) -> ComposeResult:
        yield Line(say("Name"), Input(id="name"))
        yield Line(say("In a few words"), Note(id="text"))
        yield Line(say("Kind"), Pick([(1, "one"), (2, "two")], id="kind"))

    async def save(self) -> Message:
        if self.gate is not None:
            await self.gate.wait()
        self.refusals -= 1
        if self.refusals >= 0:
            raise BadInput(say("Refused for now."))
        self.saved.append(self.text("name"))
        return say("Saved")


# Every form


async def test_enter_saves_from_every_field_and_the_toast_says_so(config: Config) -> None:
    for keys in (["enter"], ["tab", "tab", "enter"], ["ctrl+s"], ["tab", "ctrl+s"]):
        app = app_of(config)
        async with running(app) as pilot:
            results = opened(app, Sample())
            await press(pilot, *"Puu", *keys)
            assert results == [say("Saved")]
            assert toasts(app) == "Saved"


async def test_enter_in_a_note_begins_a_new_line(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        form = Sample()
        results = opened(app, form)
        await press(pilot, "tab", "a", "enter", "b")
        assert "Enter: new line" in shown(app)
        assert form.text("text") == "a\nb"
        assert results == []
        await press(pilot, "tab", "enter")
        assert len(results) == 1


async def test_a_refusal_keeps_all_that_was_typed(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        form = Sample(refusals=1)
        results = opened(app, form)
        await press(pilot, *"Puu", "enter")
        assert "Refused for now." in shown(app)
        assert form.text("name") == "Puu"
        await press(pilot, "enter")
        assert len(results) == 1
        assert form.saved == ["Puu"]


async def test_enter_pressed_twice_saves_once(config: Config) -> None:
    app = app_of(config)
    gate = asyncio.Event()
    async with running(app) as pilot:
        form = Sample(gate=gate)
        results = opened(app, form)
        await pilot.press("x", "enter", "enter", "enter")
        gate.set()
        await settle(pilot)
        assert form.saved == ["x"]
        assert len(results) == 1


async def test_escape_leaves_at_once_but_asks_once_when_something_was_typed(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        results = opened(app, Sample())
        await press(pilot, "escape")
        assert results == [None]
        results = opened(app, Sample())
        await press(pilot, "x", "escape")
        assert "Not saved yet. Esc once more leaves without saving." in shown(app)
        assert results == []
        await press(pilot, "escape")
        assert results == [None]


async def test_an_answer_that_comes_late_does_not_overwrite_what_was_typed(config: Config) -> None:
    gate = asyncio.Event()

    async def present(case_id: int) -> Any:
        await gate.wait()
        return samples.case().next_task

    app = app_of(config, {task.present: present})
    async with running(app) as pilot:
        form = NextStep(1, "Puu Oy")
        opened(app, form)
        await pilot.press(*"visit")
        gate.set()
        await settle(pilot)
        assert form.text("title") == "visit"
        assert form.text("due") == "2026-03-03"
        await press(pilot, "escape", "escape")


async def test_a_defect_in_a_form_is_a_sentence_and_the_form_stays(config: Config) -> None:
    app = app_of(config, {task.present: None, task.write: _broken})
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        opened(app, NextStep(1, "Puu Oy"))
        await press(pilot, *"visit", "tab", *"+1", "enter")
        assert "Something went wrong" in toasts(app)
        assert isinstance(app.screen, NextStep)
        assert app.screen.text("title") == "visit"


@pytest.mark.parametrize(
    ("written", "ahead", "day"),
    [
        ("10.3.", False, date(2026, 3, 10)),
        ("28.12.", False, date(2025, 12, 28)),
        ("10.1.", True, date(2027, 1, 10)),
        ("1.3.", True, date(2026, 3, 1)),
        ("10.3.27", True, date(2027, 3, 10)),
        ("2026-04-01", True, date(2026, 4, 1)),
        ("+7", True, date(2026, 3, 17)),
        ("-1", False, date(2026, 3, 9)),
        (" 1. 4. 2026 ", True, date(2026, 4, 1)),
        ("", True, None),
    ],
)
def test_days_are_read_as_people_write_them(written: str, ahead: bool, day: date | None) -> None:
    assert read_day(written, TUESDAY, ahead=ahead) == day


@pytest.mark.parametrize(
    "written", ["tomorrow", "32.1.", "1.1.1.1.", "+", "²", ".", "10.", "+99999999999", "x" * 10_000]
)
def test_what_is_no_day_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(BadInput, match="This is not a day") as refused:
        read_day(written, TUESDAY)
    assert len(tr(refused.value.message)) < 60
    assert "+7" in str(refused.value.hint)


# Choosing


async def test_a_digit_chooses_and_other_keys_do_nothing(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        results = opened(app, Choose(say("Why?"), [(n, f"reason {n}") for n in range(12)]))
        await press(pilot, "²", "0", "x")
        assert results == []
        await press(pilot, "3")
        assert results == [2]
        results = opened(app, Choose(say("Why?"), [(n, f"reason {n}") for n in range(12)], 10))
        await press(pilot, "enter")
        assert results == [10]


@pytest.mark.parametrize("name", samples.NASTY)
async def test_hostile_options_and_titles_are_only_text(config: Config, name: str) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        opened(app, Choose(say("Why? {name}", name=name), [(1, name), (2, name)]))
        await settle(pilot)
        assert "\x1b" not in shown(app)
        assert app.screen.query_one(".dialog").region.height <= 8
        await press(pilot, "escape")


# Logging a contact


def around(**changes: Any) -> contact.Around:
    ready = {
        "cases": (samples.case(1),),
        "people": samples.card().people,
        "channels": (*samples.card().channels, BANNED),
    }
    return contact.Around(**(ready | changes))


async def logged(
    config: Config, keys: list[str], write: Callable[..., Any] | None = None, found: contact.Around | None = None
) -> tuple[OutreachApp, list[Any]]:
    """What has been written once the keys have been pressed in the dialog."""
    app = app_of(config, {contact.around: found or around(), contact.write: write})
    async with running(app) as pilot:
        opened(app, LogContact(1001, None, "Puu Oy"))
        await press(pilot, *keys)
        app.last_text = text_of(app)  # type: ignore[attr-defined]
        app.last_screen = app.screen  # type: ignore[attr-defined]
    return app, backend(app).questions(contact.write)


async def test_a_call_with_its_result_is_a_few_keys(config: Config) -> None:
    _, written = await logged(config, ["tab", "tab", "n", "tab", *"Left early", "tab", "enter"])
    ((actor_id, case_id, touch, step),) = written
    assert (actor_id, case_id) == (1001, 1)
    assert (touch.kind, touch.direction, touch.outcome) == (TouchKind.CALL, Direction.OUTBOUND, Outcome.NO_ANSWER)
    assert (touch.on, touch.text, touch.sent) == (TUESDAY, "Left early", False)
    assert (step.title, step.due, step.done) == ("call back", date(2026, 3, 3), False)


async def test_the_present_step_is_finished_and_the_next_one_given_in_the_same_form(config: Config) -> None:
    keys = ["tab", "tab", "tab", "tab", "i", "tab", *"visit them", "tab", *"+7", "enter"]
    _, written = await logged(config, keys)
    step = written[0][3]
    assert (step.done, step.title, step.due) == (True, "visit them", date(2026, 3, 17))
    assert step.present is not None


async def test_a_written_message_asks_whether_it_was_sent(config: Config) -> None:
    found = around(channels=())
    app, written = await logged(config, ["e", "enter"], found=found)
    assert written == []
    assert "Did you send it? Choose yes or not yet." in app.last_text  # type: ignore[attr-defined]
    _, written = await logged(config, ["e", "enter", "y", "enter"], found=found)
    assert written[0][2].sent is True
    _, written = await logged(config, ["e", "enter", "n", "enter"], found=found)
    assert written[0][2].sent is False
    _, written = await logged(config, ["e", "tab", "t", "enter"], found=found)
    assert (written[0][2].direction, written[0][2].sent) == (Direction.INBOUND, False)


async def test_the_rule_of_the_channel_is_shown_and_the_refusal_keeps_the_note(config: Config) -> None:
    def refuse(*_: object) -> None:
        raise Refused(say("Nothing was logged as sent."), say("Log it as a note."))

    long_note = "sana " * 400
    app = app_of(config, {contact.around: around(channels=(BANNED,)), contact.write: refuse})
    async with running(app) as pilot:
        form = LogContact(1001, None, "Puu Oy")
        opened(app, form)
        await press(pilot, "e")
        assert "! E-mail: May not be used: do-not-contact entry" in shown(app)
        form.query_one(Note).text = long_note
        form.pick("sent").choose(True)
        await press(pilot, "enter")
        assert "Nothing was logged as sent. Log it as a note." in text_of(app)
        assert form.text("text") == long_note.strip()
        assert form.query_one(".dialog").region.height <= 22
        await press(pilot, "escape", "escape")


async def test_a_step_without_a_day_or_a_case_is_refused(config: Config) -> None:
    to_step = ["tab", "tab", "tab", "tab"]
    app, written = await logged(config, [*to_step, *"visit", "enter"], found=around(cases=()))
    assert written == []
    assert "Give the day of the next step" in app.last_text  # type: ignore[attr-defined]
    app, written = await logged(config, [*to_step, *"visit", "tab", *"+1", "enter"], found=around(cases=()))
    assert written == []
    assert "There is no case yet" in app.last_text  # type: ignore[attr-defined]


async def test_an_empty_note_is_refused(config: Config) -> None:
    app, written = await logged(config, ["n", "enter"])
    assert written == []
    assert "Write the note." in app.last_text  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", samples.NASTY)
async def test_hostile_names_and_rules_keep_the_form_in_its_frame(config: Config, name: str) -> None:
    person = replace(samples.card().people[0], name=name)
    rule = ChannelRule(Channel.PHONE, False, say("{rule}", rule=name), name)
    case = replace(samples.case(1), need_title=name)
    app = app_of(config, {contact.around: contact.Around((case,), (person,), (rule,)), contact.write: None})
    async with running(app) as pilot:
        opened(app, LogContact(1001, None, name))
        await settle(pilot)
        assert "\x1b" not in shown(app)
        assert app.screen.query_one(".dialog").region.height <= 22
        await press(pilot, "enter")
        assert "\x1b" not in toasts(app)
        assert len(toasts(app)) < 1000


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_whole_form_fits_80x24_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    app = app_of(config, {contact.around: around()})
    async with running(app) as pilot:
        form = LogContact(1001, None, "Puu Oy")
        opened(app, form)
        await settle(pilot)
        form.pick("kind").choose(TouchKind.EMAIL)
        form.refuse("x " * 200)
        await settle(pilot)
        assert form.query_one(".dialog").region.height <= 22
        assert form.query_one("#save").region.bottom < 24
        assert not any("…" in str(label.render()) for label in form.query(".label"))
        await press(pilot, "escape", "escape")


# Stages


MOVES = (
    AllowedMove(Stage.IN_DIALOGUE, ()),
    AllowedMove(Stage.COMMITTED, (), wants_evidence=say("the agreed role, in words")),
    AllowedMove(Stage.NOT_NOW, (), wants_date=True),
    AllowedMove(Stage.ACTIVE, (say("the joint project"),)),
    AllowedMove(Stage.SELECTED, (), wants_reason=True, backward=True),
)


async def test_allowed_moves_stand_first_and_the_others_say_what_is_missing(config: Config) -> None:
    app = app_of(config, {stage.allowed: MOVES})
    async with running(app) as pilot:
        opened(app, MoveStage(1, "Puu Oy"))
        await settle(pilot)
        text = text_of(app)
        order = ["1 → In dialogue", "2 → Committed…", "3 → Not now…", "Move back", "4 ← Selected…", "Still needed"]
        assert [text.find(part) for part in order] == sorted(text.find(part) for part in order)
        assert "5 → Active member – the joint project" in text
        await press(pilot, "5")
        assert "Cannot move to stage: Active member. Still needed: the joint project" in text_of(app)
        await press(pilot, "escape")


async def test_a_move_that_wants_nothing_is_one_key_and_its_refusal_is_shown_inside(config: Config) -> None:
    refusals = [Refused(say("Changed meanwhile."))]

    def write(*_: object) -> Message:
        if refusals:
            raise refusals.pop()
        return say("Moved")

    app = app_of(config, {stage.allowed: MOVES, stage.write: write})
    async with running(app) as pilot:
        results = opened(app, MoveStage(1, "Puu Oy"))
        await press(pilot, "1")
        assert "Changed meanwhile." in shown(app)
        await press(pilot, "1")
        assert results == [say("Moved")]
        assert toasts(app) == "Moved"


async def test_evidence_reason_and_day_are_asked_where_wanted(config: Config) -> None:
    app = app_of(config, {stage.allowed: MOVES, stage.write: say("Moved")})
    async with running(app) as pilot:
        opened(app, MoveStage(1, "Puu Oy"))
        await press(pilot, "2")
        assert isinstance(app.screen, MoveDetails)
        assert "Wanted: the agreed role, in words" in shown(app)
        await press(pilot, *"steering", "enter")
        opened(app, MoveStage(1, "Puu Oy"))
        await press(pilot, "3", *"+30", "enter")
        opened(app, MoveStage(1, "Puu Oy"))
        await press(pilot, "4", *"wrong", "tab", *"-1", "ctrl+s")
        assert backend(app).questions(stage.write) == [
            (1, Stage.COMMITTED, "", "steering", TUESDAY, None),
            (1, Stage.NOT_NOW, "", "", TUESDAY, date(2026, 4, 9)),
            (1, Stage.SELECTED, "wrong", "", date(2026, 3, 9), None),
        ]


# Next step


async def test_a_step_can_be_moved_finished_or_followed_by_another(config: Config) -> None:
    present = samples.case().next_task
    answers = {task.present: present, task.write: say("Set"), task.finish: say("Done")}
    app = app_of(config, answers)
    async with running(app) as pilot:
        opened(app, NextStep(1, "Puu Oy"))
        await press(pilot, "tab", "tab", "right", "enter")
        assert backend(app).questions(task.finish) == [(1,)]
        form = NextStep(1, "Puu Oy")
        opened(app, form)
        await settle(pilot)
        form.query_one("#due", Input).value = "+2"
        await press(pilot, "enter")
        assert backend(app).questions(task.write)[-1] == ((1,), "call back", date(2026, 3, 12), None)
        form = NextStep(1, "Puu Oy")
        opened(app, form)
        await settle(pilot)
        form.query_one("#title", Input).value = "visit"
        form.query_one("#due", Input).value = "+2"
        form.pick("what").choose(task.DONE)
        await press(pilot, "enter")
        assert backend(app).questions(task.write)[-1] == ((1,), "visit", date(2026, 3, 12), 1)


# Editing


async def test_own_values_are_filled_in_and_the_registers_stand_in_brackets(config: Config) -> None:
    app = app_of(config, {edit.load: samples.card(), edit.write_own: say("Saved")})
    async with running(app) as pilot:
        form = EditFields(1001, "organisation")
        results = opened(app, form)
        await settle(pilot)
        assert form.text("phone") == "015 555 0199"
        assert form.query_one("#website", Input).placeholder == "(www.esimerkki.example)"
        assert form.text("website") == ""
        form.query_one("#website", Input).value = "www.uusi.example"
        form.query_one("#phone", Input).value = ""
        await press(pilot, "enter")
        assert results == [1001]
        ((actor_id, version, changes),) = backend(app).questions(edit.write_own)
        assert (actor_id, version) == (1001, 3)
        assert changes == {"website": "www.uusi.example", "phone": ""}


TWINS = (
    Twin(1002, "Esimerkki Puu Oy", "2345678-9", "Savonlinna", "740", 0.97, say("Same: {fields}", fields="Name")),
    Twin(2005, "[/] Esimerkki", "", "", "", 0.2, say("Similar: {fields}", fields="Name")),
)


async def test_likely_twins_are_shown_and_enter_again_saves_it_all_the_same(config: Config) -> None:
    app = app_of(config, {edit.twins_of: TWINS, edit.write_new: 2001})
    async with running(app) as pilot:
        results = opened(app, EditFields(None, "organisation"))
        await press(pilot, *"Esimerkki", "enter")
        said = text_of(app)
        assert "May already be in the list: Esimerkki" in said
        assert "1 Esimerkki Puu Oy 2345678-9" in said
        assert "probably the same (97 %)" in said
        assert "Savonlinna · Same: Name" in said
        assert "2 [/] Esimerkki" in said
        assert results == []
        await press(pilot, "enter")
        assert results == [2001]
        ((values, seen),) = backend(app).questions(edit.write_new)
        assert (values["name"], seen) == ("Esimerkki", (1002, 2005))


@pytest.mark.parametrize("keys", [("1",), ("down", "enter")])
async def test_choosing_a_likely_twin_adds_nothing_and_names_it(config: Config, keys: tuple[str, ...]) -> None:
    app = app_of(config, {edit.twins_of: TWINS})
    async with running(app) as pilot:
        form = EditFields(None, "organisation")
        results = opened(app, form)
        await press(pilot, *"Esimerkki", "enter", *keys)
        assert results == [1002]
        assert form.found == 1002
        assert backend(app).questions(edit.write_new) == []


async def test_going_back_from_the_likely_twins_keeps_what_was_typed(config: Config) -> None:
    app = app_of(config, {edit.twins_of: TWINS})
    async with running(app) as pilot:
        form = EditFields(None, "organisation")
        results = opened(app, form)
        await press(pilot, *"Esimerkki", "enter", "escape")
        assert results == []
        assert form.text("name") == "Esimerkki"
        assert "Nothing was saved." in text_of(app)


async def test_a_word_tells_that_duplicates_are_looked_for(config: Config) -> None:
    gate = asyncio.Event()

    async def slow(*_: Any) -> tuple[Twin, ...]:
        await gate.wait()
        return ()

    app = app_of(config, {edit.twins_of: slow, edit.write_new: 2001})
    async with running(app) as pilot:
        results = opened(app, EditFields(None, "organisation"))
        await pilot.press(*"Esimerkki", "enter")
        while "Looking for duplicates" not in shown(app):
            await pilot.pause(0.05)
        gate.set()
        await settle(pilot)
        assert results == [2001]


async def test_adding_asks_what_and_shows_its_fields_only(config: Config) -> None:
    app = app_of(config, {edit.write_part: say("Added")})
    async with running(app) as pilot:
        opened(app, EditFields(1001, ""))
        await settle(pilot)
        assert "Where the data came from" in shown(app)
        await press(pilot, "right")
        assert "What shows it" in shown(app)
        assert "Where the data came from" not in shown(app)
        await press(pilot, "tab", *"glulam", "enter")
        assert backend(app).questions(edit.write_part) == [(1001, "competence", {"tag": "glulam", "note": ""}, False)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["organisation", "", "new"])
async def test_editing_fits_80x24_in_every_language(config: Config, language: str, what: str) -> None:
    set_language(language)
    app = app_of(config, {edit.load: samples.card()})
    async with running(app) as pilot:
        form = EditFields(None, "organisation") if what == "new" else EditFields(1001, what)
        opened(app, form)
        await settle(pilot)
        form.refuse("x " * 200)
        await settle(pilot)
        assert form.query_one(".dialog").region.height <= 24
        assert form.query_one("#save").region.bottom < 24
        assert not any("…" in str(label.render()) for label in form.query(".label"))
        await press(pilot, "escape")


def _broken(*_: object) -> None:
    raise KeyError("a defect")
