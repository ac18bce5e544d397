"""What dialogs with fields are made of: labelled lines, days, notes, and saving with refusals shown inside."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from outreach.errors import BadInput, OutreachError
from outreach.i18n import date_text, render_error, tr
from outreach.terms.message import Message, say
from tui import safe
from tui.screens.base import Dialog
from tui.widgets.pick import Pick

Result = TypeVar("Result")
CELLS = 72  # of a line inside a dialog, which is 76 wide with its frame
LABEL_CELLS = 26  # at most; the longest label of a form decides
REFUSAL_LINES = 3
NOTE_LINES = 3
SLIP = timedelta(days=30)  # a day on the wrong side of today by less than this is a slip, not another year
CANCEL = say("Cancel")
NOTE_KEYS = say("Enter: new line · Tab, then Enter saves · Ctrl+S saves")
UNSAVED = say("Not saved yet. Esc once more leaves without saving.")


class Note(TextArea):
    """A text of several lines that no limit is set to; Tab goes on to the next field."""

    DEFAULT_CSS = f"Note {{ height: {NOTE_LINES}; width: 1fr; padding: 0 1; }}"

    def __init__(self, text: str = "", *, id: str) -> None:
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)


class Line(Horizontal):
    """A label and its field."""

    DEFAULT_CSS = "Line { height: auto; } Line > .label { height: 1; color: $quiet; }"

    def __init__(self, label: Message, field: Widget, *, id: str = "") -> None:
        super().__init__(id=id or None)
        self.label, self.field = tr(label), field

    def compose(self) -> ComposeResult:
        yield Static(safe.content(safe.cut(self.label, LABEL_CELLS)), classes="label")
        yield self.field


class Form(Dialog[Result], Generic[Result]):
    """A dialog with fields: Enter saves from any of them, Esc leaves without saving, a refusal is shown inside.

    A subclass gives `heading()`, `fields()` and `save()`, which returns the result to close with; a `Message` is also
    said in a toast. What was typed is never lost: not by a refusal, not by an answer that comes late (`put`), and Esc
    asks once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("enter", "save", show=False),
    ]
    AUTO_FOCUS = "Pick, Input, Note"
    DEFAULT_CSS = "Form .buttons Button { margin: 0 1 0 0; }"
    SAVE = say("Save")  # what Enter and the first button do

    def __init__(self) -> None:
        super().__init__()
        self._clean: dict[str, str] = {}  # what the program has put into the fields
        self._saving = False
        self._asked_to_leave = False

    def heading(self) -> str:
        """The first line."""
        raise NotImplementedError

    def fields(self) -> ComposeResult:
        """The lines of the form."""
        raise NotImplementedError

    async def save(self) -> Result:
        """Writes what the fields hold; an OutreachError is shown and the form stays."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(self.heading(), CELLS)), classes="title")
            yield from self.fields()
            yield Static("", classes="warning hidden", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(safe.content(tr(self.SAVE)), id="save")
                yield Button(safe.content(tr(CANCEL)), id="cancel")
                yield Static(safe.content(self._keys()), classes="quiet", id="how")

    def on_mount(self) -> None:
        lines = list(self.query(Line))
        cells = max((min(safe.width(line.label), LABEL_CELLS) for line in lines), default=0) + 2
        for label in self.query(".label"):
            label.styles.width = cells
        self._clean = dict(self._typed())

    # Fields

    def text(self, field: str) -> str:
        """What an input or a note holds."""
        widget = self.query_one(f"#{field}")
        return _value(widget).strip()

    def put(self, field: str, text: str) -> None:
        """Fills a field for the user, unless something has been typed there already."""
        widget = self.query_one(f"#{field}")
        if _value(widget) != self._clean.get(field, ""):
            return
        if isinstance(widget, Input):
            widget.value = text
        elif isinstance(widget, TextArea):
            widget.text = text
        self._clean[field] = _value(widget)

    def pick(self, field: str) -> Pick[Any]:
        """A choice, by its name."""
        return self.query_one(f"#{field}", Pick)

    def chosen(self, field: str) -> Any:
        """What a choice holds."""
        return self.pick(field).value

    def day(self, field: str, *, ahead: bool = False) -> date | None:
        """The day that an input holds, None when it is empty; BadInput, with the focus there, when it is no day."""
        try:
            return read_day(self.text(field), self.outreach.today(), ahead=ahead)
        except BadInput:
            self.go_to(field)
            raise

    def go_to(self, field: str) -> None:
        """Puts the focus on a field that wants another answer."""
        self.query_one(f"#{field}").focus()

    def _typed(self) -> Iterator[tuple[str, str]]:
        return ((widget.id or "", _value(widget)) for widget in self.query("Input, TextArea"))

    def fill(self, flow: Coroutine[None, None, object]) -> None:
        """Starts the question that fills the form once it is open."""
        self.start(flow, group="fill")

    # Saving and leaving

    def refuse(self, said: Message | str) -> None:
        """Shows why it was not saved; "" when nothing stands in the way any more."""
        line = self.query_one("#refusal", Static)
        text = said if isinstance(said, str) else tr(said)
        line.set_class(not text, "hidden")
        line.update(safe.content("\n".join(safe.wrap(text, CELLS, REFUSAL_LINES))))

    def action_save(self) -> None:
        if not self._saving:
            self._saving = True
            self.start(self._save(), group="save")

    async def _save(self) -> None:
        try:
            self.refuse("")
            result = await self.save()
        except OutreachError as error:
            self.refuse(render_error(error))
            return
        finally:
            self._saving = False
        if isinstance(result, Message):
            self.toast(result)
        self.dismiss(result)

    def action_back(self) -> None:
        if not self._asked_to_leave and any(value != self._clean.get(name, "") for name, value in self._typed()):
            self._asked_to_leave = True
            self.refuse(UNSAVED)
        else:
            self.dismiss(None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one("#how", Static).update(safe.content(self._keys()))

    def _keys(self) -> str:
        """What the keys do here, cut to the room beside the buttons."""
        keys = say("Enter: {save} · Esc: {cancel}", save=self.SAVE, cancel=CANCEL)
        buttons = sum(max(8, safe.width(tr(text)) + 2) + 1 for text in (self.SAVE, CANCEL))
        return safe.cut(NOTE_KEYS if isinstance(self.focused, Note) else keys, CELLS - buttons)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.dismiss(None)


def _value(widget: Widget) -> str:
    if isinstance(widget, TextArea):
        return widget.text
    return widget.value if isinstance(widget, Input) else ""


def options(words: Mapping[Any, Message]) -> list[tuple[Any, str]]:
    """The options of a choice, translated."""
    return [(value, tr(text)) for value, text in words.items()]


def read_day(text: str, today: date, *, ahead: bool = False) -> date | None:
    """A day as people write it: 10.3., 10.3.2026, 2026-03-10, or +7 for a week from today. BadInput otherwise.

    Without a year it is a day that has been, or with `ahead` one that is to come: in January 28.12. was last month.
    """
    value = "".join(text.split())
    if not value:
        return None
    try:
        if value[0] in "+-" and value[1:].isdecimal():
            return today + timedelta(days=int(value))
        if "." in value:
            number, month, *year = [part for part in value.split(".") if part]
            if len(year) > 1:
                raise ValueError("more than a day, a month and a year")
            if year:
                return date(int(year[0]) + (2000 if len(year[0]) == 2 else 0), int(month), int(number))
            return _nearest(int(number), int(month), today, ahead)
        return date.fromisoformat(value)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            say("This is not a day: {value}", value=safe.cut(value, 20)),
            say("Write 10.3. or 10.3.2026, or +7 for a week ahead."),
        ) from error


def bracketed(text: str) -> str:
    """A text that only shows what may stand in a field: in brackets, since grey alone is no sign without colours."""
    return f"({text})" if text else ""


def _nearest(number: int, month: int, today: date, ahead: bool) -> date:
    day = date(today.year, month, number)
    if ahead and day < today - SLIP:
        return date(today.year + 1, month, number)
    if not ahead and day > today + SLIP:
        return date(today.year - 1, month, number)
    return day


def day_field(day: date | None, *, id: str) -> Input:
    """An input for a day."""
    return Input(date_text(day) if day else "", placeholder=bracketed(tr(say("10.3. or +7"))), id=id, max_length=20)
