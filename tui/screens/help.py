"""Help made from the table of keys, what the program is, and what to do when the database cannot be opened."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from outreach.i18n import tr
from outreach.terms.message import Message, say
from tui import keys, safe
from tui.keys import SCOPE_TITLES
from tui.palette import bindings_of
from tui.screens.base import Dialog, View
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

TYPING_HELP = say("While a text field has the focus, letters are text; Esc leaves the field.")
MOUSE_HELP = say("Everything also works with the mouse: click a row, double-click to open it, click a key below.")
COMMANDS_HELP = say("For screen readers every list and decision has a command: outreach --help")


class Help(Dialog[None]):
    """The keys of the screen below, with what each does."""

    BINDINGS = keys.bindings("help")
    AUTO_FOCUS = "Lines"

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(self._title())), classes="title")
            yield Lines()

    def _title(self) -> Message:
        name = self._below.headline() if isinstance(self._below, View) else tr(say("this dialog"))
        return say("Help: {screen}", screen=name)

    def on_mount(self) -> None:
        self.query_one(Lines).show(self._items())

    def _items(self) -> list[Item]:
        own = self.outreach.own_keys
        here = {binding.id for binding in bindings_of(self._below)}
        labels = self._below.label_of if isinstance(self._below, View) else lambda name: keys.BY_ID[name].label
        items: list[Item] = []
        for scope, title in SCOPE_TITLES.items():
            rows = [key for key in keys.TABLE if key.scope is scope and key.id in here and key.keys]
            if rows:
                items.append(heading(tr(title), "accent"))
                items += [_line(keys.shown_all(key.id, own), tr(labels(key.id)), tr(key.sentence)) for key in rows]
        return [*items, heading(""), note(tr(TYPING_HELP)), note(tr(MOUSE_HELP)), note(tr(COMMANDS_HELP))]

    def action_help(self) -> None:
        self.dismiss(None)


class About(Dialog[None]):
    """Version, licence, and whose data the program shows."""

    AUTO_FOCUS = "Lines"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(say("About"))), classes="title")
            yield Lines()

    def on_mount(self) -> None:
        texts = (
            tr(say("Outreach {version}, MIT licence", version=_version("seutu-outreach"))),
            tr(say("Contacts and outreach for towns that build innovation ecosystems.")),
            "",
            tr(say("Source: Finnish Patent and Registration Office (PRH), BIS open data, CC BY 4.0")),
            tr(say("Source: Statistics Finland, classifications of municipalities and industries, CC BY 4.0")),
            tr(say("Textual {version}, MIT licence", version=_version("textual"))),
            tr(say("Licences of all parts: the file NOTICE")),
            "",
            tr(say("Settings: {path}", path=str(self.outreach.config.path))),
            tr(say("Data: {path}", path=str(self.outreach.config.data_folder))),
        )
        self.query_one(Lines).show([note(text, "") for text in texts])


class Trouble(Dialog[None]):
    """The database cannot be opened: what is wrong, and a way to try again."""

    BINDINGS = keys.bindings("refresh")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        own = self.outreach.own_keys
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(say("The database cannot be opened."))), classes="title")
            yield Static(safe.content(self._text), classes="warning")
            again, leave = keys.shown("refresh", own), keys.shown("quit", own)
            yield Static(safe.content(tr(say("{again}: try again · {leave}: quit", again=again, leave=leave))))

    def action_refresh(self) -> None:
        self.dismiss(None)
        self.outreach.open_database()

    def action_back(self) -> None:
        """There is nothing to go back to."""


def _line(key: str, label: str, sentence: str) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        told = safe.wrap(sentence, cells - 34)
        first = [Piece(safe.fit(key, 11), "accent"), Piece(safe.fit(label, 22)), Piece(f" {told[0]}", "dim")]
        return [first, *([Piece(" " * 34), Piece(line, "dim")] for line in told[1:])]

    return Item(lines)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
