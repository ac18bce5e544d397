"""Which file or page to import."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from textual.app import ComposeResult
from textual.suggester import Suggester
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import tr
from outreach.terms.message import Message, say
from tui import safe
from tui.dialogs.form import Form, Line


class Wanted(NamedTuple):
    """What to import: "file", "web", "bulk" or "town", and its path or address."""

    kind: str
    what: str


TITLES: dict[str, Message] = {
    "file": say("Import a spreadsheet or a CSV file"),
    "web": say("Import a web page"),
    "bulk": say("Import the register's whole file"),
}
HINTS: dict[str, Message] = {
    "file": say("Columns are recognised by their headings: name, Business ID, town, e-mail … Nothing is lost."),
    "web": say("A web address, or a page saved on the disk."),
    "bulk": say("The file that the register publishes daily (.zip). About two minutes."),
}


class PathSuggester(Suggester):
    """Completes the path of a file while it is typed; the right arrow takes it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if not value or "://" in value:
            return None
        typed = Path(value).expanduser()
        folder, start = (typed, "") if value.endswith(("/", "\\")) else (typed.parent, typed.name)
        try:
            names = sorted(entry.name + ("/" if entry.is_dir() else "") for entry in folder.iterdir())
        except OSError:
            return None
        found = next((name for name in names if name.startswith(start) and name != start), None)
        return value + found[len(start) :] if found else None


class ImportSource(Form[Wanted]):
    """Asks for the path or the address; says at once when there is no such file."""

    AUTO_FOCUS = "#what"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def heading(self) -> str:
        return tr(TITLES[self.kind])

    def fields(self) -> ComposeResult:
        yield Static(safe.content(tr(HINTS[self.kind])), classes="quiet")
        label = say("File or address") if self.kind == "web" else say("File")
        yield Line(label, Input(id="what", max_length=2000, suggester=PathSuggester()))

    async def save(self) -> Wanted:
        what = self.text("what").strip("'\"")
        if not what:
            raise BadInput(say("Write what to import."))
        is_address = self.kind == "web" and "://" in what
        if not is_address and not Path(what).expanduser().is_file():
            raise BadInput(
                say("There is no such file: {path}", path=what), say("The right arrow completes a path while you type.")
            )
        return Wanted(self.kind, what)
