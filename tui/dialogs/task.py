"""The next step of a case, or of several marked ones, and its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Input

from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import TaskRow
from tui.dialogs.form import Form, Line, day_field, options
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace

SET, DONE = "set", "done"


class NextStep(Form[Message]):
    """Writes the next step, gives it another day, or marks it as done; of several cases it writes the same for all."""

    AUTO_FOCUS = "#title"

    def __init__(self, case_id: int | Sequence[int], name: str) -> None:
        super().__init__()
        self.case_ids = (case_id,) if isinstance(case_id, int) else tuple(case_id)
        self.name_ = name
        self.step: TaskRow | None = None

    def heading(self) -> str:
        if len(self.case_ids) > 1:
            return tr(say_n("Next step of {n} marked case", "Next step of {n} marked cases", len(self.case_ids)))
        return tr(say("Next step · {name}", name=self.name_))

    def fields(self) -> ComposeResult:
        yield Line(say("What"), Input(id="title", max_length=200))
        yield Line(say("Due"), day_field(None, id="due"))
        what: dict[Any, Message] = {SET: say("is to be done"), DONE: say("is done")}
        yield Line(say("The present step"), Pick(options(what), id="what"), id="line-what")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#line-what").add_class("hidden")
        if len(self.case_ids) == 1:
            self.fill(self._fill(self.case_ids[0]))

    async def _fill(self, case_id: int) -> None:
        self.step = await self.ask(present, case_id)
        if self.step is not None:
            self.put("title", self.step.title)
            self.put("due", date_text(self.step.due_on))
            self.query_one("#line-what").remove_class("hidden")

    async def save(self) -> Message:
        title, due = self.text("title"), self.day("due", ahead=True)
        done = self.step if self.chosen("what") == DONE else None
        if done is not None and (title, due) == (done.title, done.due_on):
            return await self.ask(finish, done.task_id)
        if not title:
            self.go_to("title")
            raise BadInput(say("Write what the next step is."))
        if due is None:
            self.go_to("due")
            raise BadInput(say("Give the day by which it is to be done."))
        return await self.ask(write, self.case_ids, title, due, done.task_id if done else None)


def present(place: Workplace, case_id: int) -> TaskRow | None:
    """The open next step of a case."""
    from outreach.services import cases

    with place.read() as uow:
        view = cases.case(uow, case_id, today=place.today, language=language(), limits=place.config.stage_limits)
    return view.next_task


def write(place: Workplace, case_ids: Sequence[int], title: str, due: date, done: int | None = None) -> Message:
    """The step of one case or of many, as one entry that one undo takes back; `done` is the step it follows."""
    from outreach.services import contact

    with place.write() as uow:
        if len(case_ids) > 1:
            many = say_n("Next step {what} of {n} case", "Next step {what} of {n} cases", len(case_ids), what=title)
            uow.entry("task", many)
        if done is not None:
            contact.finish_task(uow, done)
        for case_id in case_ids:
            said = contact.set_next_step(uow, case_id, title, due)
    return many if len(case_ids) > 1 else said


def finish(place: Workplace, task_id: int) -> Message:
    from outreach.services import contact

    with place.write() as uow:
        return contact.finish_task(uow, task_id)
