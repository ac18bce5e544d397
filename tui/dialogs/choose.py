"""Choosing one of a few things with one key: a reason, a need, a kind of thing to add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import tr
from outreach.terms.message import Message, say
from tui import safe
from tui.dialogs.form import CELLS
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines
from tui.widgets.paint import Piece


class Choose(Dialog[Any]):
    """A list whose first nine lines answer to their digit; Enter takes the line under the cursor."""

    AUTO_FOCUS = "Lines"

    def __init__(self, title: Message, options: Sequence[tuple[Any, Message | str]], chosen: Any = None) -> None:
        super().__init__()
        self.title_text, self.options, self.chosen = title, options, chosen

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(self.title_text, CELLS)), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("A digit or Enter chooses · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        lines.show([numbered(place, text, place) for place, (_, text) in enumerate(self.options, start=1)])
        values = [value for value, _ in self.options]
        if self.chosen in values:
            lines.select(str(values.index(self.chosen) + 1))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self.dismiss(self.options[int(str(event.value)) - 1][0])

    def on_key(self, event: events.Key) -> None:
        place = digit(event)
        if 0 < place <= len(self.options):
            event.stop()
            self.dismiss(self.options[place - 1][0])


def numbered(place: int, text: Message | str, value: object, tone: str = "") -> Item:
    """A line that can be chosen by its digit; from the tenth on only with the cursor."""
    shown = safe.plain(text)
    sign = str(place) if place <= 9 else " "
    return Item(
        lambda cells: [[Piece(f"{sign} ", "accent"), Piece(safe.cut(shown, cells - 2), tone)]], value, str(place)
    )


def digit(event: events.Key) -> int:
    """The digit that was pressed; 0 for any other key."""
    pressed = event.character or ""
    return int(pressed) if len(pressed) == 1 and pressed in "123456789" else 0
