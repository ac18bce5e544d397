"""The next step of a case, and its day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.terms.message import Message, say
from outreach.terms.views import TaskRow
from tui.dialogs.form import Choice, Form, Line, day_field

if TYPE_CHECKING:
    from outreach.services.session import Workplace

SET, DONE = "set", "done"


class NextStep(Form[Message]):
    """Writes the next step, gives it another day, or marks it as done."""

    AUTO_FOCUS = "#title"

    def __init__(self, case_id: int, name: str) -> None:
        super().__init__()
        self.case_id, self.name_ = case_id, name
        self.step: TaskRow | None = None

    def heading(self) -> str:
        return tr(say("Next step · {name}", name=self.name_))

    def fields(self) -> ComposeResult:
        yield Line(say("What"), Input(id="title", max_length=200))
        yield Line(say("Due"), day_field(None, id="due"))
        yield Line(say("Do"), Choice([(SET, say("keep it as the next step"))], id="what"))

    def on_mount(self) -> None:
        self.fill(self._fill())

    async def _fill(self) -> None:
        self.step = await self.ask(present, self.case_id)
        if self.step is not None:
            self.query_one("#title", Input).value = self.step.title
            self.query_one("#due", Input).value = date_text(self.step.due_on)
            options = [(SET, say("keep it as the next step")), (DONE, say("it is done"))]
            self.query_one("#what", Choice).choose(options, SET)

    async def save(self) -> Message:
        if self.chosen("what") == DONE and self.step is not None:
            return await self.ask(finish, self.step.task_id)
        due = self.day("due")
        if due is None:
            raise BadInput(say("Give the day by which it is to be done."))
        return await self.ask(write, self.case_id, self.text("title"), due)


def present(place: Workplace, case_id: int) -> TaskRow | None:
    """The open next step of a case."""
    from outreach.services import cases

    with place.read() as uow:
        view = cases.case(uow, case_id, today=place.today, language=language(), limits=place.config.stage_limits)
    return view.next_task


def write(place: Workplace, case_id: int, title: str, due: date) -> Message:
    from outreach.services import contact

    with place.write() as uow:
        return contact.set_next_step(uow, case_id, title, due)


def finish(place: Workplace, task_id: int) -> Message:
    from outreach.services import contact

    with place.write() as uow:
        return contact.finish_task(uow, task_id)
