"""Before an organisation is added: who it may already be, with the choice of saving it all the same."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import tr
from outreach.terms.linkage import Twin, likelihood
from outreach.terms.message import say
from tui import safe, words
from tui.dialogs.choose import digit
from tui.dialogs.form import CELLS
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines
from tui.widgets.paint import Piece

SAVE_ANYWAY = 0  # what the dialog gives for "it is another one"; else the actor to open


class Twins(Dialog[int]):
    """The first line saves; each of the others is an organisation, and opens it."""

    AUTO_FOCUS = "Lines"

    def __init__(self, name: str, twins: Sequence[Twin]) -> None:
        super().__init__()
        self.given, self.twins = name, twins

    def compose(self) -> ComposeResult:
        title = say("May already be in the list: {name}", name=self.given)
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(title, CELLS)), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("Enter saves or opens · a digit opens · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        save = tr(say("Save it: it is another one"))
        first = Item(lambda cells: [[Piece(safe.cut(save, cells), "strong")]], "save", "save")
        self.query_one(Lines).show([first, *(_item(place, twin) for place, twin in enumerate(self.twins, start=1))])

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self.dismiss(event.value if isinstance(event.value, int) else SAVE_ANYWAY)

    def on_key(self, event: events.Key) -> None:
        place = digit(event)
        if 0 < place <= len(self.twins):
            event.stop()
            self.dismiss(self.twins[place - 1].actor_id)


def _item(place: int, twin: Twin) -> Item:
    name = " ".join(filter(None, (twin.name, twin.business_id)))
    town = words.town(twin.municipality_code) or twin.town
    likely, why = tr(likelihood(twin.posterior)), tr(twin.why)

    def lines(cells: int) -> list[list[Piece]]:
        room = cells - safe.width(likely) - 4
        second = " · ".join(filter(None, (town, why)))
        return [
            [Piece(f"{place} ", "accent"), Piece(safe.fit(safe.cut(name, room), room)), Piece(f"  {likely}", "accent")],
            [Piece("  "), Piece(safe.cut(second, cells - 2), "dim")],
        ]

    return Item(lines, twin.actor_id, str(twin.actor_id))
