"""One company as it reads on a page, by which the rows of all others are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import tr
from outreach.terms.message import say
from tui import safe
from tui.dialogs.form import CELLS, Form, Line

if TYPE_CHECKING:
    from outreach.jobs.source_add import Looked


class Example(NamedTuple):
    name: str
    phone: str = ""


class SourceExample(Form["Looked"]):
    """Closes with the page as it is read by the example; why nothing can be made of one is shown inside."""

    AUTO_FOCUS = "#name"
    SAVE = say("Read it by this")

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked

    def heading(self) -> str:
        return tr(say("Show one company as it reads on the page"))

    def fields(self) -> ComposeResult:
        hint = say("Copy its name from the browser. The program looks for all rows that are made like its row.")
        yield Static(safe.content("\n".join(safe.wrap(hint, CELLS, 3))), classes="quiet")
        yield Line(say("Name"), Input(id="name", max_length=300))
        yield Line(say("Phone, if it is there"), Input(id="phone", max_length=100))

    async def save(self) -> Looked:
        from tui.screens import new_source

        example = Example(self.text("name"), self.text("phone"))
        if not example.name:
            raise BadInput(say("Write the name of one company."))
        return await self.ask(new_source.learn, self.looked, example)
