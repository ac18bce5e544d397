"""All that a record of a list says."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import tr
from outreach.terms.candidate import Candidate
from outreach.terms.message import say
from tui import safe
from tui.dialogs.form import CELLS
from tui.screens.base import Dialog
from tui.screens.reading_items import details
from tui.widgets.lines import Item, Lines
from tui.widgets.paint import Piece

LABEL_CELLS = 22


class RecordDetails(Dialog[None]):
    """Read with the arrow keys and PgDn; Esc or Enter closes it."""

    AUTO_FOCUS = "Lines"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False, priority=True)]

    def __init__(self, candidate: Candidate) -> None:
        super().__init__()
        self.candidate = candidate

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(self.candidate.name, CELLS)), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("↓ PgDn: read on · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        found = self.candidate.provenance
        how = say("{where}, sure to {percent} %", where=found.where, percent=round(100 * found.confidence))
        pairs = [(tr(name), safe.plain(value)) for name, value in details(self.candidate)]
        self.query_one(Lines).show([_line(*pair) for pair in (*pairs, (tr(say("Read from")), tr(how)))])


def _line(name: str, value: str) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        first, *rest = safe.wrap(value, max(cells - LABEL_CELLS - 1, 10), 8) or [""]
        label = safe.fit(safe.cut(name, LABEL_CELLS), LABEL_CELLS + 1)
        return [[Piece(label, "dim"), Piece(first)], *([Piece(" " * (LABEL_CELLS + 1)), Piece(line)] for line in rest)]

    return Item(lines)
