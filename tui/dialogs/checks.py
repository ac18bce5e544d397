"""Whether sources are still read rightly, on the pages that are kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import number_text, tr
from outreach.terms.labels import FIELD_LABELS, label
from outreach.terms.message import say, say_n
from outreach.terms.sources import CheckState, SourceCheck
from tui import safe
from tui.dialogs.form import CELLS
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading, note


class Checks(Dialog[None]):
    """Read with the arrow keys and PgDn; Esc or Enter closes it."""

    AUTO_FOCUS = "Lines"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False, priority=True)]

    def __init__(self, checked: Sequence[SourceCheck]) -> None:
        super().__init__()
        self.checked = checked

    def compose(self) -> ComposeResult:
        title = say_n("{n} source on its kept pages", "{n} sources on their kept pages", len(self.checked))
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(title, CELLS)), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("↓ PgDn: read on · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Lines).show([item for one in self.checked for item in _lines(one)])


def _lines(one: SourceCheck) -> Iterator[Item]:
    good = one.state is CheckState.GOOD
    yield heading(safe.cut(one.name or one.key, CELLS))
    yield note(tr(label(one.state)), "" if good else "warn")
    if one.found:
        filled = [
            f"{tr(FIELD_LABELS['street' if fill.field == 'address' else fill.field])} {number_text(fill.found)}"
            for fill in one.fills
            if fill.found and fill.field != "name"
        ]
        found = tr(say_n("{n} organisation", "{n} organisations", one.found))
        yield note(" · ".join((found, *filled)))
    for message in one.said:
        yield note(safe.cut(message, 1000), "")
    yield note("")
