"""What was merged into an organisation, to part again, and which other one it is the same as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from outreach.errors import BadInput, OutreachError
from outreach.i18n import render_error, tr
from outreach.terms.merging import MergeRow
from outreach.terms.message import Message, say
from tui import safe, words
from tui.dialogs.form import CELLS, REFUSAL_LINES, Line
from tui.dialogs.merge import MergeTwo
from tui.dialogs.part import PartTwo
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class Merges(Dialog[Message]):
    """A field for the other organisation, below it the merges that stand; the result is what was done."""

    AUTO_FOCUS = "Input"

    def __init__(self, actor_id: int, name: str) -> None:
        super().__init__()
        self.actor_id, self.name_ = actor_id, name
        self._busy = False

    def compose(self) -> ComposeResult:
        title = say("Merge or take apart: {name}", name=self.name_)
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(title, CELLS)), classes="title")
            yield Line(say("Same as"), Input(placeholder=tr(say("Business ID, number or name")), max_length=200))
            yield Lines()
            yield Static("", classes="warning hidden", id="refusal")
            how = say("Enter in the field shows both · Enter on a line takes apart · Tab: to the list · Esc: back")
            yield Static(safe.content("\n".join(safe.wrap(how, CELLS, 2))), classes="quiet")

    def on_mount(self) -> None:
        for label in self.query(".label"):
            label.styles.width = safe.width(tr(say("Same as"))) + 2
        self.start(self._fill(), group="fill")

    async def _fill(self) -> None:
        rows = await self.ask(load, self.actor_id)
        if not rows:
            self.query_one(Lines).show([note(tr(say("No other organisation has been merged into this one.")))])
            return
        today = self.outreach.today()
        lines = [_line(row, words.short_day(row.merged_on, today)) for row in rows]
        self.query_one(Lines).show([heading(tr(say("MERGED INTO IT"))), *lines])

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and isinstance(self.focused, Input):
            event.stop()
            self.set_focus(self.query_one(Lines))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._start(event.value.strip())

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, MergeRow):
            self._start(event.value)

    def _start(self, wanted: str | MergeRow) -> None:
        if not self._busy:
            self._busy = True
            self.start(self._go(wanted), group="act")

    async def _go(self, wanted: str | MergeRow) -> None:
        """Opens the dialog that is wanted; what that one has written closes this one."""
        try:
            self._refuse("")
            if isinstance(wanted, MergeRow):
                done = await self.app.push_screen_wait(PartTwo(wanted.merge_id))
            else:
                other = await self.ask(find, wanted)
                done = await self.app.push_screen_wait(MergeTwo(self.actor_id, other))
            if done is not None:
                self.dismiss(done)
        except OutreachError as error:
            self._refuse(render_error(error))
        finally:
            self._busy = False

    def _refuse(self, text: str) -> None:
        line = self.query_one("#refusal", Static)
        line.set_class(not text, "hidden")
        line.update(safe.content("\n".join(safe.wrap(text, CELLS, REFUSAL_LINES))))


def _line(row: MergeRow, day: str) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        told = safe.cut(", ".join(filter(None, (day, safe.plain(row.merged_by)))), cells // 2)
        room = cells - safe.width(told) - 2
        # Of several merges in a row the one in between is named too: it parts with all that it brought.
        name = say("{away} → {kept}", away=row.away, kept=row.kept)
        return [[Piece(safe.fit(safe.cut(name, room), room)), Piece(f"  {told}", "dim")]]

    return Item(lines, row, str(row.merge_id))


def load(place: Workplace, actor_id: int) -> tuple[MergeRow, ...]:
    """The merges of an organisation that stand."""
    from outreach.services import merging

    with place.read() as uow:
        return merging.merges(uow, actor_id)


def find(place: Workplace, text: str) -> int:
    """The organisation that somebody means."""
    from outreach.services import organisations

    if not text:
        raise BadInput(say("Write the Business ID or name of the other organisation."))
    with place.read() as uow:
        return organisations.find_actor(uow, text)
