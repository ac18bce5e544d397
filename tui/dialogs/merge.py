"""Two organisations become one: both side by side, field by field, and which of the two stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message as TextualMessage
from textual.widgets import Button, Static

from outreach.errors import OutreachError
from outreach.i18n import render_error, tr
from outreach.terms.merging import FieldChoice, MergePreview, Part, SideValue
from outreach.terms.message import Message, say
from tui import keys, safe, words
from tui.dialogs.form import CANCEL, CELLS, REFUSAL_LINES
from tui.screens.base import Dialog
from tui.widgets.frame import OneLine
from tui.widgets.lines import Item, Lines
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

LABEL_CELLS = 17
SIGN = "(•) "
VALUE_LINES, TOLD_LINES = 2, 4  # of a value, and of what stands below the list
MERGE = say("Merge")
OTHER: Mapping[Part, Part] = {Part.KEPT: Part.AWAY, Part.AWAY: Part.KEPT}


class Choices(Lines):
    """A list in which Enter decides on the whole; Space and a double click concern the line under the cursor."""

    class Decided(TextualMessage):
        """Enter was pressed."""

    def action_open(self) -> None:
        self.post_message(self.Decided())


class Sides(OneLine):
    """Above the columns: which of the two stays, and which goes into it."""

    def __init__(self) -> None:
        super().__init__()
        self.names = ("", "")

    def show(self, kept: str, away: str) -> None:
        self.names = (kept, away)
        self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str]]:
        if not any(self.names):
            return []
        wide = (cells - 2 - LABEL_CELLS) // 2
        found = [(" " * (LABEL_CELLS + 1), "")]
        for word, name in zip((say("Stays"), say("Goes into it")), self.names, strict=True):
            head = f"{tr(word)}: "
            text = safe.cut(name, wide - 1 - safe.width(head))
            found += [(head, "dim"), (safe.fit(text, wide - safe.width(head)), "strong")]
        return found


class MergeTwo(Dialog[Message]):
    """`kept` stays unless the two are swapped. What people have judged different is merged only by a second Enter."""

    BINDINGS = keys.bindings("mark", "swap")
    AUTO_FOCUS = "Choices"

    def __init__(self, kept: int, away: int) -> None:
        super().__init__()
        self.actors = (kept, away)
        self.found: MergePreview | None = None
        self.chosen: dict[str, Part] = {}  # fields that were flipped
        self._merging = False
        self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(say("Merge two organisations"))), classes="title", id="title")
            yield Sides()
            yield Choices()
            yield Static("", id="told")
            yield Static("", classes="warning hidden", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(safe.content(tr(MERGE)), id="merge")
                yield Button(safe.content(tr(CANCEL)), id="cancel")
                yield Static("", classes="quiet", id="how")

    def on_mount(self) -> None:
        self._read()

    def _read(self) -> None:
        self.start(self._fill(), group="fill", exclusive=True)

    async def _fill(self) -> None:
        try:
            found = await self.ask(load, *self.actors)
        except OutreachError as error:
            self.found = None
            self._refuse(render_error(error))
            return
        self.found = found
        self._show(found)
        if found.refused is not None:
            self._refuse(tr(found.refused))
        elif found.different is not None:
            self._refuse(tr(found.different))

    # What is shown

    def _show(self, found: MergePreview) -> None:
        half = (CELLS - 12) // 2
        names = {"away": safe.cut(found.away.name, half), "kept": safe.cut(found.kept.name, half)}
        title = safe.cut(say("Merge: {away} → {kept}", **names), CELLS)
        self.query_one("#title", Static).update(safe.content(title))
        self.query_one(Sides).show(found.kept.name, found.away.name)
        refused = found.refused is not None
        self.query_one("#merge").set_class(refused, "hidden")
        self._list(found)
        told = [] if refused else sentences(_told(found))
        self.query_one("#told", Static).update(safe.content("\n".join(told)))
        self.query_one("#told").set_class(not told, "hidden")
        self.query_one("#how", Static).update(safe.content("" if refused else self._keys()))

    def _list(self, found: MergePreview) -> None:
        today = self.outreach.today()
        open_ = found.refused is None
        items = [field_item(field, self._taken(field), today, walked=open_) for field in found.fields]
        self.query_one(Choices).show(items)

    def _taken(self, field: FieldChoice) -> Part:
        return self.chosen.get(field.field, field.taken)

    def _keys(self) -> str:
        own = self.outreach.own_keys
        said = say(
            "{flip}: the other value · {swap}: the other one stays",
            flip=keys.shown("mark", own),
            swap=keys.shown("swap", own),
        )
        room = CELLS - sum(max(8, safe.width(tr(text)) + 2) + 1 for text in (MERGE, CANCEL))
        return safe.cut(said, room)

    def _refuse(self, text: str) -> None:
        line = self.query_one("#refusal", Static)
        line.set_class(not text, "hidden")
        line.update(safe.content("\n".join(safe.wrap(text, CELLS, REFUSAL_LINES))))

    # Choosing

    def action_mark(self) -> None:
        """Takes the other value of the field under the cursor."""
        self._flip(self.query_one(Choices).value)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self._flip(event.value)

    def _flip(self, value: object | None) -> None:
        if isinstance(value, FieldChoice) and self.found is not None:
            self.chosen[value.field] = OTHER[self._taken(value)]
            self._list(self.found)

    def action_swap(self) -> None:
        """The other of the two stays; values that were chosen stay chosen."""
        if self.found is not None and self.found.refused is None and not self._merging:
            self.actors = (self.actors[1], self.actors[0])
            self.chosen = {field: OTHER[part] for field, part in self.chosen.items()}
            self._warned = False
            self._refuse("")
            self._read()

    # Merging

    def on_choices_decided(self) -> None:
        self._decide()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "merge":
            self._decide()
        else:
            self.dismiss(None)

    def _decide(self) -> None:
        found = self.found
        if found is None or found.refused is not None or self._merging:
            return
        if found.different is not None and not self._warned:
            self._warned = True
            self._refuse(tr(say("{what}. Enter once more merges them all the same.", what=found.different)))
            return
        self._merging = True
        self.start(self._merge(found), group="save")

    async def _merge(self, found: MergePreview) -> None:
        choices = {field.field: self._taken(field).value for field in found.fields if field.choosable}
        seen = (found.kept.version, found.away.version)
        try:
            said = await self.ask(write, *self.actors, choices, seen, self._warned)
        except OutreachError as error:
            await self._fill()  # somebody else may have changed what is shown
            self._refuse(render_error(error))
            return
        finally:
            self._merging = False
        self.toast(said, takes_back(keys.shown("undo", self.outreach.own_keys)))
        self.dismiss(said)


def sentences(texts: Sequence[Message]) -> list[str]:
    """What stands below the list, as far as there is room."""
    return [line for text in texts for line in safe.wrap(text, CELLS, 2)][:TOLD_LINES]


def takes_back(key: str) -> Message:
    """What a toast adds about undo."""
    return say("{key}: take it back", key=key)


def field_item(field: FieldChoice, taken: Part, today: date, *, walked: bool) -> Item:
    """A field of both: one line where they are equal, else the values and below them where each comes from."""
    label = tr(field.label)

    def lines(cells: int) -> list[list[Piece]]:
        name = safe.fit(safe.cut(label, LABEL_CELLS - 1), LABEL_CELLS)
        if field.equal:
            equal = f"  = {tr(say('Equal'))}"
            room = cells - LABEL_CELLS - len(SIGN) - safe.width(equal)
            value = Piece(safe.cut(words.own_value(field.field, field.kept.value), room))
            return [[Piece(name), Piece("=   ", "dim"), value, Piece(equal, "dim")]]
        wide = (cells - LABEL_CELLS) // 2 - len(SIGN) - 1
        sides = {Part.KEPT: field.kept, Part.AWAY: field.away}
        columns = {
            part: safe.wrap(words.own_value(field.field, side.value) or "–", wide, VALUE_LINES)
            for part, side in sides.items()
        }
        shown: list[list[Piece]] = []
        for number in range(max(len(column) for column in columns.values())):
            pieces = [Piece(name if number == 0 else " " * LABEL_CELLS)]
            for part, column in columns.items():
                sign = _sign(chosen=part is taken, choosable=field.choosable) if number == 0 else " " * len(SIGN)
                text = safe.fit(column[number] if number < len(column) else "", wide + 1)
                tone = "strong" if part is taken else "dim"
                pieces += [Piece(sign, "accent" if part is taken else "dim"), Piece(text, tone)]
            shown.append(pieces)
        how = say("Differs") if field.kept.value and field.away.value else say("Only one")
        mark = "≠" if field.kept.value and field.away.value else "·"
        below = [Piece(safe.fit(f"  {mark} {tr(how)}", LABEL_CELLS), "dim")]
        for side in sides.values():
            below.append(Piece(" " * len(SIGN) + safe.fit(told_of(side, today, wide), wide + 1), "dim"))
        return [*shown, below]

    return Item(lines, field if walked and field.choosable and not field.equal else None, field.field)


def told_of(side: SideValue, today: date, cells: int) -> str:
    """Where a value comes from and since when; the day is never cut off."""
    if not side.value:
        return ""
    source, day = safe.plain(side.who or side.source), words.short_day(side.on, today)
    if not source or not day:
        return safe.cut(source or day, cells)
    return f"{safe.cut(source, cells - safe.width(day) - 2)}, {day}"


def _sign(*, chosen: bool, choosable: bool) -> str:
    if not choosable:
        return " •  " if chosen else "    "
    return SIGN if chosen else "( ) "


def _told(found: MergePreview) -> Sequence[Message]:
    told = []
    if found.brings:
        told.append(say("Brings: {what}", what=found.brings))
    if found.joins:
        told.append(say("Becomes one: {what}", what=found.joins))
    return [*told, *found.notes]


def load(place: Workplace, kept: int, away: int) -> MergePreview:
    """What the merge would do."""
    from outreach.services import merging

    with place.read() as uow:
        return merging.preview(uow, kept, away)


def write(
    place: Workplace,
    kept: int,
    away: int,
    choices: Mapping[str, str],
    expected: tuple[int | None, int | None],
    although_different: bool,
) -> Message:
    from outreach.services import merging

    with place.write() as uow:
        return merging.merge(uow, kept, away, choices, expected=expected, although_different=although_different)
