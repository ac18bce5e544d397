"""What a new source is called, and by what right its page is read."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import tr
from outreach.terms.message import say
from tui import safe
from tui.dialogs.form import CELLS, Form, Line


class Named(NamedTuple):
    name: str = ""
    permission: str = ""
    terms_url: str = ""
    purpose: str = ""


class SourceTerms(Form[Named]):
    """Only the name is asked for; the rest says for later readers who has looked into it."""

    AUTO_FOCUS = "#name"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.given = name

    def heading(self) -> str:
        return tr(say("Save the source"))

    def fields(self) -> ComposeResult:
        hint = say(
            "robots.txt is no permission, and a list of members may be protected as a catalogue or database."
            " Nothing of it is published."
        )
        yield Static(safe.content("\n".join(safe.wrap(hint, CELLS, 3))), classes="quiet")
        yield Line(say("Name"), Input(self.given, id="name", max_length=100))
        yield Line(say("Who has allowed it"), Input(id="permission", max_length=300))
        yield Line(say("Address of its terms"), Input(id="terms", max_length=500))
        yield Line(say("What it is read for"), Input(id="purpose", max_length=300))

    async def save(self) -> Named:
        named = Named(self.text("name"), self.text("permission"), self.text("terms"), self.text("purpose"))
        if not named.name:
            self.go_to("name")
            raise BadInput(say("Write what the source is called."))
        return named
