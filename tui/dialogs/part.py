"""Two organisations that were merged part again: what goes back, and where each thing goes that was added since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from outreach.errors import OutreachError
from outreach.i18n import render_error, tr
from outreach.terms.merging import Part, PartingLine, PartingPreview
from outreach.terms.message import Message, say
from tui import keys, safe
from tui.dialogs.form import CANCEL, CELLS, REFUSAL_LINES
from tui.dialogs.merge import OTHER, Choices, sentences, takes_back
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

PART = say("Take apart")
CHOSEN = say("chosen")


class PartTwo(Dialog[Message]):
    """A line that hangs on another one goes with it: after each choice the lines are asked for again."""

    BINDINGS = keys.bindings("mark")
    AUTO_FOCUS = "Choices"

    def __init__(self, merge_id: int) -> None:
        super().__init__()
        self.merge_id = merge_id
        self.found: PartingPreview | None = None
        self.chosen: dict[str, Part] = {}  # lines that were flipped
        self._parting = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(PART)), classes="title", id="title")
            yield Choices()
            yield Static("", id="told")
            yield Static("", classes="warning hidden", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(safe.content(tr(PART)), id="part")
                yield Button(safe.content(tr(CANCEL)), id="cancel")
                yield Static("", classes="quiet", id="how")

    def on_mount(self) -> None:
        self.start(self._fill(), group="fill", exclusive=True)

    async def _fill(self, said: str = "") -> None:
        try:
            found = await self.ask(load, self.merge_id, dict(self.chosen))
        except OutreachError as error:
            self._refuse(said or render_error(error))
            return
        self.found = found
        self._refuse(said)
        self._show(found)

    def _show(self, found: PartingPreview) -> None:
        half = (CELLS - 18) // 2
        names = {"away": safe.cut(found.away.name, half), "kept": safe.cut(found.kept.name, half)}
        title = safe.cut(say("Take apart: {away} ← {kept}", **names), CELLS)
        self.query_one("#title", Static).update(safe.content(title))
        self.query_one(Choices).show(items(found, self.chosen))
        told = sentences((*found.notes, *found.summary))
        self.query_one("#told", Static).update(safe.content("\n".join(told)))
        self.query_one("#told").set_class(not told, "hidden")
        how = ""
        if any(line.choosable for line in found.lines):
            how = tr(say("{key}: to the other one", key=keys.shown("mark", self.outreach.own_keys)))
        self.query_one("#how", Static).update(safe.content(safe.cut(how, CELLS // 2)))

    def _refuse(self, text: str) -> None:
        line = self.query_one("#refusal", Static)
        line.set_class(not text, "hidden")
        line.update(safe.content("\n".join(safe.wrap(text, CELLS, REFUSAL_LINES))))

    # Choosing

    def action_mark(self) -> None:
        """Gives the line under the cursor to the other one."""
        self._flip(self.query_one(Choices).value)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self._flip(event.value)

    def _flip(self, line: object | None) -> None:
        if not isinstance(line, PartingLine) or self._parting:
            return
        if not line.choosable:
            self._refuse(tr(say("It goes with what it hangs on.")))
            return
        self.chosen[line.key] = OTHER[line.to]
        self.start(self._fill(), group="fill", exclusive=True)

    # Parting

    def on_choices_decided(self) -> None:
        self._decide()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "part":
            self._decide()
        else:
            self.dismiss(None)

    def _decide(self) -> None:
        if self.found is not None and not self._parting:
            self._parting = True
            self.start(self._part(self.found), group="save")

    async def _part(self, found: PartingPreview) -> None:
        choices = {line.key: line.to.value for line in found.lines if line.choosable}
        try:
            said = await self.ask(write, self.merge_id, choices, found.version)
        except OutreachError as error:
            self.chosen = {}
            await self._fill(render_error(error))  # somebody else may have changed what is shown
            return
        finally:
            self._parting = False
        self.toast(said, takes_back(keys.shown("undo", self.outreach.own_keys)))
        self.dismiss(said)


def items(found: PartingPreview, chosen: Collection[str]) -> list[Item]:
    """What goes back, then each line that was added since with where it goes; `chosen`: lines that were flipped."""
    back = (
        say("Goes back: {what}", what=found.back) if found.back else say("Name and values go back, and nothing else.")
    )
    shown = [note(tr(say("Merged on {date}", date=found.merged_on)), ""), note(tr(back), ""), note("")]
    if not found.lines:
        return [*shown, note(tr(say("Nothing has been added since.")))]
    names = {Part.KEPT: found.kept.name, Part.AWAY: found.away.name}
    return [
        *shown,
        heading(tr(say("ADDED OR CHANGED SINCE"))),
        *(_line(line, names, CHOSEN if line.key in chosen else line.why) for line in found.lines),
    ]


def _line(line: PartingLine, names: Mapping[Part, str], because: Message) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        first = [Piece(safe.cut(line.text, cells), "strong")]
        why = safe.cut(because, cells // 3)
        wide = (cells - safe.width(why) - 4) // 2 - 4
        if not line.choosable:
            return [first, [Piece(f"  → {safe.cut(names[line.to], cells // 2)}"), Piece(f"  {why}", "dim")]]
        below = [Piece("  ")]
        for part, name in names.items():
            sign, tone = ("(•) ", "accent") if part is line.to else ("( ) ", "dim")
            below += [Piece(sign, tone), Piece(f"{safe.cut(name, wide - 2)}  ", "" if part is line.to else "dim")]
        return [first, [*below, Piece(why, "dim")]]

    return Item(lines, line, line.key)


def load(place: Workplace, merge_id: int, choices: Mapping[str, str]) -> PartingPreview:
    """What the end of a merge would do."""
    from outreach.services import merging

    with place.read() as uow:
        return merging.unmerge_preview(uow, merge_id, choices)


def write(place: Workplace, merge_id: int, choices: Mapping[str, str], expected: int) -> Message:
    from outreach.services import merging

    with place.write() as uow:
        return merging.unmerge(uow, merge_id, choices, expected=expected)
