"""Every action by name, found by Finnish, Swedish and English words."""

from __future__ import annotations

from typing import Any, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input

from outreach.i18n import LANGUAGES, in_language, tr
from outreach.rules.text import name_fold
from outreach.terms.message import say
from tui import keys, safe
from tui.keys import Key, Scope
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, note
from tui.widgets.paint import Piece


class Command(NamedTuple):
    """An action that can be chosen, and the folded words it is found by."""

    key: Key
    words: tuple[str, ...]


class Palette(Dialog[str]):
    """Type some letters, choose with the arrows, Enter closes it with the action's id.

    Only what works on the screen below is offered.
    """

    AUTO_FOCUS = "Input"

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._commands = commands(below)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Input(placeholder=tr(say("What do you want to do?")), max_length=60)
            yield Lines()

    def on_mount(self) -> None:
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, query: str) -> None:
        found = search(self._commands, query)
        own = self.outreach.own_keys
        items = [_item(command.key, keys.shown(command.key.id, own)) for command in found]
        lines = self.query_one(Lines)
        lines.cursor = 0
        lines.show(items or [note(tr(say("No hits for ”{query}”. Type fewer letters.", query=query)))])

    def on_key(self, event: events.Key) -> None:
        lines = self.query_one(Lines)
        moves = {
            "down": lines.action_down,
            "up": lines.action_up,
            "pagedown": lines.action_page_down,
            "pageup": lines.action_page_up,
        }
        if event.key in moves and isinstance(self.focused, Input):
            event.stop()
            moves[event.key]()

    def on_input_submitted(self) -> None:
        self.query_one(Lines).opened()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self.dismiss(str(event.value))


def commands(screen: Screen[Any]) -> list[Command]:
    """What the screen offers, in the order of the table: its own actions, then the program's."""
    here = {binding.id for binding in bindings_of(screen)}
    offered = [
        key
        for key in keys.TABLE
        if key.scope is not Scope.MOVE and key.id not in ("palette", "open") and (not key.keys or key.id in here)
    ]
    return [Command(key, _words(key)) for key in sorted(offered, key=lambda key: _ORDER.index(key.scope))]


_ORDER = (Scope.RECORD, Scope.LIST, Scope.SCREENS, Scope.PROGRAM, Scope.MOVE)


def bindings_of(screen: Screen[Any]) -> list[Binding]:
    """The bindings in force on a screen or dialog: of what has the focus there, its own and the program's."""
    return [active.binding for active in screen.active_bindings.values() if active.enabled]


def _words(key: Key) -> tuple[str, ...]:
    """Label and sentence in every language, and the id, as search compares them."""
    texts = [key.id]
    for code in LANGUAGES:
        with in_language(code):
            texts += [tr(key.label), tr(key.sentence)]
    return tuple(dict.fromkeys(name_fold(text) for text in texts))


def search(offered: list[Command], query: str) -> list[Command]:
    """Commands that hold the letters of the query in order, best first: a word's start before its middle."""
    wanted = name_fold(query)
    if not wanted:
        return offered
    scored = [(score(command.words, wanted), n, command) for n, command in enumerate(offered)]
    return [command for points, _, command in sorted(scored, key=lambda row: (-row[0], row[1])) if points]


def score(texts: tuple[str, ...], wanted: str) -> int:
    """How well a query fits: 0 is not at all."""
    best = 0
    for n, text in enumerate(texts):
        short = 1 if n % 2 else 0  # labels are shorter than sentences and mean more
        if text.startswith(wanted):
            best = max(best, 8 + short)
        elif f" {wanted}" in f" {text}":
            best = max(best, 6 + short)
        elif wanted in text:
            best = max(best, 4 + short)
        elif len(wanted) > 2 and short and _in_order(wanted, text):
            best = max(best, 1)
    return best


def _in_order(wanted: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in wanted.replace(" ", ""))


def _item(key: Key, shown: str) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        label = safe.fit(tr(key.label), 22)
        return [[Piece(label, "strong"), Piece(safe.fit(tr(key.sentence), cells - 31)), Piece(f" {shown}", "accent")]]

    return Item(lines, key.id, key.id)
