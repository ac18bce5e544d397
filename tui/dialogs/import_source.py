"""Which file or page to import."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.suggester import Suggester
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import tr
from outreach.terms.message import Message, say
from tui import safe
from tui.dialogs.form import CELLS, Form, Line


class Wanted(NamedTuple):
    """What to import: "file", "web", "source", "bulk" or "town", and its path, address, key or municipality code."""

    kind: str
    what: str
    mapping: Mapping[str, str] | None = None  # of a file: heading -> field, as a person said
    mentioned: frozenset[str] = frozenset()  # of a page: names in its text that a person wants too
    force: bool = False  # of a source: also when it gives much less than before

    @property
    def is_address(self) -> bool:
        """Whether it is on the network and not on the disk."""
        return is_address(self.what)


TITLES: dict[str, Message] = {
    "file": say("Import a spreadsheet, a CSV file or an address book"),
    "web": say("Import a web page once"),
    "new": say("A web page that is read again every night"),
    "bulk": say("Import the register's whole file"),
}
HINTS: dict[str, Message] = {
    "file": say("Columns are recognised by their headings: name, Business ID, town, e-mail … Nothing is lost."),
    "web": say("A web address, or a page saved on the disk."),
    "new": say("The address of a list of organisations: of members, tenants, exhibitors."),
    "bulk": say("The file that the register publishes daily (.zip). About two minutes."),
}
COMPLETES = say("Tab completes a path while you type.")


class PathSuggester(Suggester):
    """Completes the path of a file while it is typed; hidden files only once their dot is there."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(completed, value)


class PathInput(Input):
    """An input whose suggestion Tab takes, as in a shell; without one, Tab goes on to the next field."""

    def on_key(self, event: events.Key) -> None:
        if event.key == "tab" and self.cursor_at_end and self._suggestion:
            event.stop()
            event.prevent_default()
            self.action_cursor_right()


class ImportSource(Form[Wanted]):
    """Asks for the path or the address; says at once when there is no such file."""

    AUTO_FOCUS = "#what"
    SAVE = say("Look at it")

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def heading(self) -> str:
        return tr(TITLES[self.kind])

    def fields(self) -> ComposeResult:
        hint = tr(HINTS[self.kind]) if self.kind == "new" else f"{tr(HINTS[self.kind])} {tr(COMPLETES)}"
        yield Static(safe.content("\n".join(safe.wrap(hint, CELLS, 3))), classes="quiet")
        labels = {"web": say("File or address"), "new": say("Address")}
        yield Line(labels.get(self.kind, say("File")), PathInput(id="what", max_length=2000, suggester=PathSuggester()))

    async def save(self) -> Wanted:
        what = self.text("what").strip("'\"")
        if not what:
            raise BadInput(say("Write what to import."))
        if self.kind in ("web", "new") and is_address(what):
            return Wanted(self.kind, what if "://" in what else f"https://{what}")
        if self.kind == "new":
            raise BadInput(say("This is not a web address: {url}", url=safe.cut(what, CELLS)))
        await asyncio.to_thread(check_file, what)
        return Wanted(self.kind, what)


def is_address(text: str) -> bool:
    """Whether a web address is meant, and not a saved page: www.example.fi goes without https:// too."""
    return "://" in text or text.lower().startswith("www.")


def path_of(text: str) -> Path:
    """The path that somebody wrote; ~ is the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~somebody who does not exist
        return Path(text)


def check_file(text: str) -> None:
    """BadInput when there is no such file to be read."""
    path = path_of(text)
    shown = safe.cut(text, CELLS)
    try:
        if path.is_file():
            return
        folder = path.is_dir()
    except (OSError, ValueError):  # a name that no disk takes
        folder = False
    if folder:
        raise BadInput(say("This is a folder: {path}", path=shown), say("Write the name of a file in it."))
    raise BadInput(say("There is no such file: {path}", path=shown), COMPLETES)


def completed(value: str) -> str | None:
    """The path as far as the first entry of its folder that goes on from it; None when there is none."""
    if not value or is_address(value):
        return None
    typed = path_of(value)
    folder, start = (typed, "") if value.endswith(("/", "\\")) else (typed.parent, typed.name)
    try:
        found = min(
            entry.name + ("/" if entry.is_dir() else "")
            for entry in folder.iterdir()
            if entry.name.startswith(start) and entry.name != start and (start or not entry.name.startswith("."))
        )
    except (OSError, ValueError):
        return None
    return value + found[len(start) :]
