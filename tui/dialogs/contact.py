"""Logging a contact or a note, and the next step with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import CaseView, ChannelRule, PersonRow, TaskRow, TouchInput
from outreach.terms.work import Channel, Direction, Outcome, TouchKind
from tui import safe, words
from tui.dialogs.form import CELLS, Form, Line, Note, bracketed, day_field, options
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace

WRITTEN = (TouchKind.EMAIL, TouchKind.LETTER)
CHANNELS = {TouchKind.CALL: Channel.PHONE, TouchKind.EMAIL: Channel.EMAIL, TouchKind.LETTER: Channel.POST}
STAYS, DONE = "stays", "done"


@dataclass(frozen=True, slots=True)
class Around:
    """What the form shows beside its fields."""

    cases: tuple[CaseView, ...]
    people: tuple[PersonRow, ...]
    channels: tuple[ChannelRule, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of the next step: `done` finishes the present one, `title` and `due` are those from now on."""

    present: TaskRow | None
    done: bool
    title: str
    due: date | None


class LogContact(Form[Message]):
    """Kind, result and words, and what comes next; a written message asks whether it was really sent."""

    def __init__(self, actor_id: int, case_id: int | None, name: str) -> None:
        super().__init__()
        self.actor_id, self.case_id, self.name_ = actor_id, case_id, name
        self.filled = False  # whether the cases have come: until then the one that the form was opened for counts
        self.around = Around((), (), ())

    def heading(self) -> str:
        return tr(say("Log a contact · {name}", name=self.name_))

    def fields(self) -> ComposeResult:
        yield Line(say("Kind"), Pick(options({kind: label(kind) for kind in TouchKind}), shape="spin", id="kind"))
        yield Line(say("Direction"), Pick(options({way: label(way) for way in Direction}), id="direction"))
        sent: dict[Any, Message] = {None: say("choose"), True: say("yes"), False: say("not yet")}
        yield Line(say("Did you send it?"), Pick(options(sent), id="sent"), id="line-sent")
        yield Static("", classes="quiet hidden", id="rule")
        outcomes: dict[Any, Message] = {None: say("none"), **{outcome: label(outcome) for outcome in Outcome}}
        yield Line(say("Result"), Pick(options(outcomes), shape="spin", id="outcome"))
        yield Line(say("In a few words"), Note(id="text"))
        stays: dict[Any, Message] = {STAYS: say("stays"), DONE: say("is done")}
        yield Line(say("The present step"), Pick(options(stays), id="present"), id="line-present")
        yield Line(
            say("Next step"), Input(id="next", max_length=200, placeholder=bracketed(tr(say("may be left empty"))))
        )
        yield Line(say("Due"), day_field(None, id="due"))
        yield Line(say("Day of the contact"), day_field(self.outreach.today(), id="on"))
        none: list[tuple[Any, str]] = [(None, tr(say("none")))]
        yield Line(say("Contact person"), Pick(none, shape="spin", id="person"), id="line-person")
        yield Line(say("Outreach case"), Pick(none, shape="spin", id="case"), id="line-case")

    def on_mount(self) -> None:
        super().on_mount()
        self._follow()
        self.fill(self._fill())

    async def _fill(self) -> None:
        self.around = found = await self.ask(around, self.actor_id)
        none: tuple[Any, str] = (None, tr(say("none")))
        people = [(person.person_id, person.name) for person in found.people if not person.do_not_contact]
        self.pick("person").offer([none, *people])
        cases: list[tuple[Any, str]] = [(case.case_id, tr(_case(case))) for case in found.cases]
        only = found.cases[0].case_id if len(found.cases) == 1 else None
        self.pick("case").offer([*cases, none], self.case_id or only)
        self.filled = True
        self._follow()

    def on_pick_changed(self, event: Pick.Changed) -> None:
        self._follow()

    def _follow(self) -> None:
        """Shows only what the other answers leave to be asked: sending, persons, cases, the present step."""
        written = self.chosen("kind") in WRITTEN and self.chosen("direction") is Direction.OUTBOUND
        self.query_one("#line-sent").set_class(not written, "hidden")
        self.query_one("#line-person").set_class(self.pick("person").count < 2, "hidden")
        self.query_one("#line-case").set_class(self.pick("case").count < 2, "hidden")
        self._show_rule()
        step = self._present()
        self.query_one("#line-present").set_class(step is None, "hidden")
        stays = step is not None and self.chosen("present") == STAYS
        self.put("next", step.title if step is not None and stays else "")
        self.put("due", date_text(step.due_on) if step is not None and stays else "")

    def _show_rule(self) -> None:
        wanted = CHANNELS.get(self.chosen("kind")) if self.chosen("direction") is Direction.OUTBOUND else None
        rule = next((rule for rule in self.around.channels if rule.channel is wanted), None)
        line = self.query_one("#rule", Static)
        line.set_class(rule is None, "hidden")
        line.set_class(rule is not None and not rule.allowed, "warning")
        if rule is not None:
            sign = "" if rule.allowed else "! "
            text = f"{sign}{tr(label(rule.channel))}: {tr(rule.rule)}"
            line.update(safe.content(safe.cut(text, CELLS)))

    def _case_id(self) -> int | None:
        chosen = self.chosen("case") if self.filled else self.case_id
        return chosen if isinstance(chosen, int) else None

    def _case(self) -> CaseView | None:
        return next((case for case in self.around.cases if case.case_id == self.chosen("case")), None)

    def _present(self) -> TaskRow | None:
        case = self._case()
        return case.next_task if case is not None else None

    async def save(self) -> Message:
        kind, direction, sent = self.chosen("kind"), self.chosen("direction"), self.chosen("sent")
        written = kind in WRITTEN and direction is Direction.OUTBOUND
        if written and sent is None:
            self.go_to("sent")
            raise BadInput(say("Did you send it? Choose yes or not yet."))
        text = self.text("text")
        if kind is TouchKind.NOTE and not text:
            self.go_to("text")
            raise BadInput(say("Write the note."))
        touch = TouchInput(
            kind=kind,
            direction=direction,
            on=self.day("on") or self.outreach.today(),
            text=text,
            outcome=self.chosen("outcome"),
            person_id=self.chosen("person"),
            sent=written and sent is True,
        )
        step = self._step()
        await self.ask(write, self.actor_id, self._case_id(), touch, step)
        return _said(self.name_, touch, step, self.outreach.today())

    def _step(self) -> Step:
        title, due = self.text("next"), self.day("due", ahead=True)
        if title and due is None:
            self.go_to("due")
            raise BadInput(say("Give the day of the next step, or leave both empty."))
        if due is not None and not title:
            self.go_to("next")
            raise BadInput(say("Write what the next step is, or leave both empty."))
        if title and self._case_id() is None:
            cases = bool(self.around.cases)
            self.go_to("case" if cases else "next")
            raise BadInput(
                say("A next step belongs to a case: choose one, or leave the step empty.")
                if cases
                else say("There is no case yet, so a next step cannot be kept. Leave the step empty.")
            )
        present = self._present()
        return Step(present, present is not None and self.chosen("present") == DONE, title, due)


def _case(case: CaseView) -> Message:
    return say("{need} · {stage}", need=case.need_title, stage=label(case.stage))


def _said(name: str, touch: TouchInput, step: Step, today: date) -> Message:
    if step.title and step.due is not None:
        due = words.short_day(step.due, today)
        return say("Logged: {name}, {what}. Next: {step} {due}", name=name, what=_what(touch), step=step.title, due=due)
    return say("Logged: {name}, {what}", name=name, what=_what(touch))


def _what(touch: TouchInput) -> Message:
    return label(touch.outcome) if touch.outcome else label(touch.kind)


def around(place: Workplace, actor_id: int) -> Around:
    """Cases and people of an organisation, and the ways it may be contacted."""
    from outreach.services import card

    with place.read() as uow:
        found = card.card(
            uow,
            actor_id,
            today=place.today,
            language=language(),
            limits=place.config.stage_limits,
            key=place.key,
        )
    return Around(found.cases, found.people, found.channels)


def write(place: Workplace, actor_id: int, case_id: int | None, touch: TouchInput, step: Step) -> None:
    """One unit of work, so that one undo takes all of it back."""
    from outreach.services import contact, organisations

    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        contact.log(uow, organisation_id=organisation.id or 0, case_id=case_id, touch=touch, key=place.key)
        if step.done and step.present is not None:
            contact.finish_task(uow, step.present.task_id)
        if step.title and step.due is not None and case_id is not None:
            contact.set_next_step(uow, case_id, step.title, step.due)
