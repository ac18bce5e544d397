"""Logging a contact or a note, and the next step with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import CaseView, ChannelRule, PersonRow, TouchInput
from outreach.terms.work import Direction, Outcome, TouchKind
from tui import safe
from tui.dialogs.form import Choice, Form, Line, day_field

if TYPE_CHECKING:
    from outreach.services.session import Workplace

WRITTEN = (TouchKind.EMAIL, TouchKind.LETTER)


@dataclass(frozen=True, slots=True)
class Around:
    """What the form shows beside its fields."""

    cases: tuple[CaseView, ...]
    people: tuple[PersonRow, ...]
    channels: tuple[ChannelRule, ...]


class LogContact(Form[Message]):
    """Kind, direction, day, result and words; a written message asks whether it was really sent."""

    def __init__(self, actor_id: int, case_id: int | None, name: str) -> None:
        super().__init__()
        self.actor_id, self.case_id, self.name_ = actor_id, case_id, name
        self.channels: tuple[ChannelRule, ...] = ()

    def heading(self) -> str:
        return tr(say("Log a contact · {name}", name=self.name_))

    def fields(self) -> ComposeResult:
        yield Line(say("Kind"), Choice([(kind, label(kind)) for kind in TouchKind], id="kind"))
        yield Static("", classes="quiet hidden", id="rule")
        yield Line(
            say("Direction"), Choice([(way, label(way)) for way in Direction], Direction.OUTBOUND, id="direction")
        )
        yield Line(
            say("Did you send it?"), Choice([(True, say("yes")), (False, say("not yet"))], id="sent"), id="line-sent"
        )
        yield Line(say("Day"), day_field(self.outreach.today(), id="on"))
        outcomes: list[tuple[object, Message]] = [(None, say("none")), *((o, label(o)) for o in Outcome)]
        yield Line(say("Result"), Choice(outcomes, id="outcome"))
        yield Line(say("Contact person"), Choice([(None, say("none"))], id="person"))
        yield Line(say("Outreach case"), Choice([(self.case_id, say("none"))], id="case"))
        yield Line(say("In a few words"), Input(id="text", max_length=5000))
        yield Line(say("Next step"), Input(id="next", max_length=200, placeholder=tr(say("may be left empty"))))
        yield Line(say("Due"), day_field(None, id="due"))

    def on_mount(self) -> None:
        self._follow()
        self.fill(self._fill())

    async def _fill(self) -> None:
        found = await self.ask(around, self.actor_id)
        self.channels = found.channels
        people: list[tuple[object, Message | str]] = [(None, say("none"))]
        people += [(person.person_id, person.name) for person in found.people if not person.do_not_contact]
        self.query_one("#person", Choice).choose(people)
        cases: list[tuple[object, Message | str]] = [(case.case_id, _case(case)) for case in found.cases]
        self.query_one("#case", Choice).choose(
            [*cases, (None, say("none"))], self.case_id or (cases or [(None, "")])[0][0]
        )
        self._follow_case(found.cases)
        self._follow()

    def _follow_case(self, cases: tuple[CaseView, ...]) -> None:
        step = next((case.next_task for case in cases if case.case_id == self.chosen("case")), None)
        if step is not None:
            self.query_one("#next", Input).value = step.title
            self.query_one("#due", Input).value = date_text(step.due_on)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        self._follow()

    def _follow(self) -> None:
        """Shows the question of sending for written messages only, and the rule of the channel."""
        kind, outbound = self.chosen("kind"), self.chosen("direction") is Direction.OUTBOUND
        self.query_one("#line-sent").set_class(not (kind in WRITTEN and outbound), "hidden")
        channel = {TouchKind.CALL: "phone", TouchKind.EMAIL: "email", TouchKind.LETTER: "post"}
        wanted = channel.get(kind) if isinstance(kind, TouchKind) else None
        rule = next((rule for rule in self.channels if rule.channel.value == wanted), None) if outbound else None
        line = self.query_one("#rule", Static)
        line.set_class(rule is None, "hidden")
        line.set_class(rule is not None and not rule.allowed, "warning")
        line.update(safe.content(tr(rule.rule)) if rule else "")

    async def save(self) -> Message:
        kind, direction, outcome = self.chosen("kind"), self.chosen("direction"), self.chosen("outcome")
        person, case = self.chosen("person"), self.chosen("case")
        on, due, step = self.day("on"), self.day("due"), self.text("next")
        if step and due is None:
            raise BadInput(say("Give the day of the next step, or leave both empty."))
        if step and case is None:
            raise BadInput(say("A next step belongs to a case: choose one, or leave the step empty."))
        touch = TouchInput(
            kind=kind if isinstance(kind, TouchKind) else TouchKind.NOTE,
            direction=direction if isinstance(direction, Direction) else Direction.OUTBOUND,
            on=on or self.outreach.today(),
            text=self.text("text"),
            outcome=outcome if isinstance(outcome, Outcome) else None,
            person_id=person if isinstance(person, int) else None,
            sent=kind in WRITTEN and self.chosen("sent") is True,
        )
        if touch.kind is TouchKind.NOTE and not touch.text:
            raise BadInput(say("Write the note."))
        if kind in WRITTEN and direction is Direction.INBOUND:
            touch = replace(touch, sent=False)
        await self.ask(write, self.actor_id, case if isinstance(case, int) else None, touch, step, due)
        return say("Logged: {name}, {what}", name=self.name_, what=label(touch.kind))


def _case(case: CaseView) -> Message:
    return say("{need} · {stage}", need=case.need_title, stage=label(case.stage))


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


def write(place: Workplace, actor_id: int, case_id: int | None, touch: TouchInput, step: str, due: date | None) -> None:
    """One unit of work, so that one undo takes all of it back."""
    from outreach.services import contact, organisations

    with place.write() as uow:
        organisation = organisations.ours(uow, actor_id)
        contact.log(uow, organisation_id=organisation.id or 0, case_id=case_id, touch=touch, key=place.key)
        if step and due is not None and case_id is not None:
            contact.set_next_step(uow, case_id, step, due)
