"""What dialogs with fields are made of: labelled lines, a choice on one line, a day, and saving with refusals shown."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from datetime import date, timedelta
from typing import ClassVar, Generic, TypeVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message as TextualMessage
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from outreach.errors import BadInput, OutreachError
from outreach.i18n import date_text, render_error, tr
from outreach.terms.message import Message, say
from tui import safe
from tui.screens.base import Dialog

Result = TypeVar("Result")
LABEL_CELLS = 18


class Choice(Widget, can_focus=True):
    """One of a few values on one line: left and right change it, so does the first letter of a value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]
    DEFAULT_CSS = "Choice { height: 1; width: 1fr; }"
    index: reactive[int] = reactive(0)

    class Changed(TextualMessage):
        """Another value was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, options: Sequence[tuple[object, Message | str]], value: object = None, *, id: str = "") -> None:
        super().__init__(id=id or None)
        self.options = list(options)
        values = [option for option, _ in self.options]
        self.set_reactive(Choice.index, values.index(value) if value in values else 0)

    @property
    def value(self) -> object:
        """The chosen value; None where there is nothing to choose from."""
        return self.options[self.index][0] if self.options else None

    def choose(self, options: Sequence[tuple[object, Message | str]], value: object = None) -> None:
        """Other options, with one of them chosen."""
        self.options = list(options)
        values = [option for option, _ in self.options]
        self.index = values.index(value) if value in values else 0
        self.refresh()

    def render(self) -> Text:
        if not self.options:
            return Text("–")
        shown = safe.cut(self.options[self.index][1], max(4, self.size.width - 12))
        style = "reverse" if self.has_focus else ""
        text = Text("‹ ") + Text(shown, style) + Text(" ›")
        return text + Text(f"  {self.index + 1}/{len(self.options)}", "dim")

    def action_step(self, by: int) -> None:
        if self.options:
            self.index = (self.index + by) % len(self.options)

    def watch_index(self) -> None:
        if self.is_mounted:
            self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        letter = (event.character or "").casefold()
        if not letter.isalpha():
            return
        order = [(self.index + step) % len(self.options) for step in range(1, len(self.options) + 1)]
        found = next((i for i in order if safe.plain(self.options[i][1]).casefold().startswith(letter)), None)
        if found is not None:
            self.index = found
            event.stop()

    def on_click(self) -> None:
        self.action_step(1)


class Line(Horizontal):
    """A label and its field."""

    DEFAULT_CSS = "Line { height: auto; } Line > .label { width: 20; height: 1; color: $quiet; }"

    def __init__(self, label: Message, field: Widget, *, id: str = "") -> None:
        super().__init__(id=id or None)
        self.label, self.field = label, field

    def compose(self) -> ComposeResult:
        yield Static(safe.content(safe.cut(self.label, LABEL_CELLS)), classes="label")
        yield self.field


class Form(Dialog[Result], Generic[Result]):
    """A dialog with fields. Enter saves from any of them, Esc leaves without saving; a refusal is shown inside.

    A subclass gives `heading()`, `fields()` and `save()`, which returns the result to close with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", show=False, priority=True)]
    AUTO_FOCUS = "Choice, Input"

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
            yield Static(safe.content(self.heading()), classes="title")
            yield from self.fields()
            yield Static("", classes="warning", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(safe.content(tr(say("Save"))), id="save")
                yield Button(safe.content(tr(say("Cancel"))), id="cancel")
                yield Static(safe.content(tr(say("Enter saves, Esc leaves without saving"))), classes="quiet")

    def text(self, field: str) -> str:
        """What an input holds."""
        return self.query_one(f"#{field}", Input).value.strip()

    def chosen(self, field: str) -> object:
        """What a choice holds."""
        return self.query_one(f"#{field}", Choice).value

    def day(self, field: str) -> date | None:
        """The day that an input holds, None when it is empty."""
        return read_day(self.text(field), self.outreach.today())

    def refuse(self, said: Message | str) -> None:
        """Shows why it was not saved."""
        self.query_one("#refusal", Static).update(safe.content(tr(said)))

    def action_save(self) -> None:
        self.start(self._save(), group="save")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "save":
            self.action_save()
        else:
            self.dismiss(None)

    async def _save(self) -> None:
        try:
            self.dismiss(await self.save())
        except OutreachError as error:
            self.refuse(render_error(error))

    def fill(self, flow: Coroutine[None, None, object]) -> None:
        """Starts the question that fills the form once it is open."""
        self.start(flow, group="fill")


def read_day(text: str, today: date) -> date | None:
    """A day as people write it: 10.3., 10.3.2026, 2026-03-10, or +7 for a week from today. BadInput otherwise."""
    value = text.strip().replace(" ", "")
    if not value:
        return None
    try:
        if value[0] in "+-" and value[1:].isdigit():
            return today + timedelta(days=int(value))
        if "." in value:
            number, month, *year = [part for part in value.split(".") if part]
            if year:
                return date(int(year[0]) + (2000 if len(year[0]) == 2 else 0), int(month), int(number))
            return date(today.year, int(month), int(number))
        return date.fromisoformat(value)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            say("This is not a day: {value}", value=value[:20]),
            say("Write 10.3. or 10.3.2026, or +7 for a week ahead."),
        ) from error


def day_field(day: date | None, *, id: str) -> Input:
    """An input for a day."""
    return Input(date_text(day) if day else "", placeholder=tr(say("10.3. or +7")), id=id)
