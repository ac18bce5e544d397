"""Choosing one of a few things with one key: a reason, a need, a kind of thing to add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import tr
from outreach.terms.message import Message
from tui import safe
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
            yield Static(safe.content(tr(self.title_text)), classes="title")
            yield Lines()

    def on_mount(self) -> None:
        lines = self.query_one(Lines)
        lines.show([self._line(place, text) for place, (_, text) in enumerate(self.options, start=1)])
        values = [value for value, _ in self.options]
        if self.chosen in values:
            lines.select(str(values.index(self.chosen) + 1))

    def _line(self, place: int, text: Message | str) -> Item:
        shown = safe.plain(text)
        digit = str(place) if place <= 9 else " "
        return Item(
            lambda cells: [[Piece(f"{digit} ", "accent"), Piece(safe.cut(shown, cells - 2))]], place, str(place)
        )

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self.dismiss(self.options[int(str(event.value)) - 1][0])

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character.isdigit() and 0 < int(event.character) <= len(self.options):
            event.stop()
            self.dismiss(self.options[int(event.character) - 1][0])
