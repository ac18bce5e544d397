"""What every screen is made of: the frame, questions to the database, toasts, and going on when something breaks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.message import Message as TextualMessage
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import Worker

from outreach.i18n import tr
from outreach.terms.message import Message, say
from tui import keys
from tui.backend import Seat
from tui.widgets.frame import Hint, KeyLine, RuleLine, StatusLine, TitleLine, day_text
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace
    from tui.app import OutreachApp

P = ParamSpec("P")
T = TypeVar("T")
Result = TypeVar("Result")

BUSY_AFTER = 0.3  # seconds after which a word says what is being done
WORKING = say("Working")
TYPING = say("letters are text here")


class Sheet(Screen[Result], Generic[Result]):
    """A screen or dialog of ours: asks the database, shows toasts, and survives an error in one of its handlers."""

    @property
    def outreach(self) -> OutreachApp:
        """The app, with its own type."""
        return cast("OutreachApp", self.app)

    @property
    def seat(self) -> Seat | None:
        """Who works at which database; None until it is open."""
        return self.outreach.backend.seat

    async def ask(
        self,
        work: Callable[Concatenate[Workplace, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Runs `work(workplace, ...)` in a thread and gives its answer.

        Call it from a coroutine that `start` runs (or a list's `fetch`), never straight from a handler of a key: while
        a handler waits, no other key is heard. After 0.3 s the status line says that something is being done.
        """
        await self.outreach.opened.wait()
        timer = self.set_timer(BUSY_AFTER, lambda: self.show_busy(tr(WORKING)))
        try:
            return await self.outreach.backend.ask(work, *args, **kwargs)
        finally:
            timer.stop()
            self.show_busy("")

    def start(self, flow: Coroutine[None, None, object], *, group: str = "", exclusive: bool = False) -> Worker[None]:
        """Runs a flow of questions and dialogs beside the handlers.

        An OutreachError ends it with its sentence as a toast, anything else with one sentence and the log. With
        `exclusive` a newer flow of the same group puts an end to the older one: its answer is dropped.
        """
        return self.outreach.start(self, flow, group=group, exclusive=exclusive)

    def act(self, act: Coroutine[None, None, bool]) -> None:
        """Runs an act of `tui.acts`; when it has written something, the screen reads again."""
        self.start(self._act(act), group="act")

    async def _act(self, act: Coroutine[None, None, bool]) -> None:
        if await act:
            self.outreach.changed()

    def toast(self, *messages: Message | str, warning: bool = False) -> None:
        """Says something at the edge of the screen for some seconds."""
        self.outreach.toast(*messages, warning=warning)

    def show_busy(self, word: str) -> None:
        """A word on what is being done; "" when it is over."""
        for line in self.query(StatusLine):
            line.show_busy(word)

    async def _dispatch_message(self, message: TextualMessage) -> None:
        # Textual ends a screen whose handler raises, and the program with it; ours says so and goes on.
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.outreach.report(error)

    def on_rows_failed(self, event: Rows.Failed) -> None:
        self.outreach.report(event.error)


class View(Sheet[None]):
    """A screen with frame: title, rule, body, line of keys.

    A subclass gives `TITLE`, `HINTS` (ids of the key table, most used first), `body()` and `read()`; `place()` adds to
    the title, `right()` stands at its right end. `read()` is called when the database is open, whenever the screen is
    shown again, and after an undo or a dialog has changed something.
    """

    BINDINGS = keys.bindings("back", "refresh")
    HEADLINE: Message = say("Outreach")
    HINTS: Sequence[str] = ()
    ALWAYS: Sequence[str] = ("help", "palette")
    AUTO_FOCUS = "CursorView"

    def compose(self) -> ComposeResult:
        yield TitleLine()
        yield RuleLine()
        yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets between the rule and the line of keys."""
        raise NotImplementedError

    def read(self) -> None:
        """Starts the questions that fill the screen (with `start` or `Rows.reload`)."""
        raise NotImplementedError

    def headline(self) -> str:
        """The name of the screen, or of what it shows."""
        return tr(self.HEADLINE)

    def place(self) -> Sequence[str]:
        """What follows the name in the title: the town, a need."""
        return [self.outreach.town_name()]

    def right(self) -> str:
        """The right end of the title: the day, unless the screen has something better, such as a count."""
        return day_text(self.outreach.today())

    def retitle(self) -> None:
        """Paints the title anew, after what it says has changed."""
        seat = self.seat
        line = self.query_one(TitleLine)
        line.show([self.headline(), *self.place()], self.right(), bool(seat and seat.practice))

    def status(self, text: Message | str) -> None:
        """Shows a text in the status line, where the screen has one."""
        for line in self.query(StatusLine):
            line.show(text if isinstance(text, str) else tr(text))

    def hint_ids(self) -> Sequence[str]:
        """Ids of the keys to show, most used first; help and palette come after them."""
        return self.HINTS

    def rehint(self) -> None:
        """Paints the line of keys anew: while text is being typed, letters are not keys."""
        own = self.outreach.own_keys
        if takes_text(self.focused):
            hints = [
                Hint(keys.shown("back", own), keys.BY_ID["back"].label, "back"),
                Hint("", TYPING),
                Hint("F1", keys.BY_ID["help"].label, "help"),
                Hint("Ctrl+P", keys.BY_ID["palette"].label, "palette"),
            ]
        else:
            hints = [
                Hint(keys.shown(name, own), self.label_of(name), name) for name in (*self.hint_ids(), *self.ALWAYS)
            ]
        self.query_one(KeyLine).show(hints)

    def label_of(self, name: str) -> Message:
        """The label of a key on this screen; `yes` may say "Fits" in one place and "Same" in another."""
        return keys.BY_ID[name].label

    async def on_key_line_chosen(self, event: KeyLine.Chosen) -> None:
        await self.outreach.run_named(self, event.name)

    def on_mount(self) -> None:
        self.retitle()
        self.rehint()

    def on_screen_resume(self) -> None:
        self.retitle()
        self.rehint()
        if self.outreach.opened.is_set():
            self.read()

    def changed(self) -> None:
        """Something has been written, here or by undo: the screen reads again."""
        self.retitle()
        self.read()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.rehint()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self.rehint()

    def action_refresh(self) -> None:
        self.changed()

    def action_back(self) -> None:
        """Out of a text field into the list; from a screen on top to the one below. Never out of the program."""
        if takes_text(self.focused):
            self.leave_field()
        elif len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def leave_field(self) -> None:
        """Esc in a text field: the focus goes to the list."""
        self.set_focus(next(iter(self.query("CursorView").results(Widget)), None))


def takes_text(widget: Widget | None) -> bool:
    """Whether letters typed now would be text."""
    return widget is not None and widget.check_consume_key("a", "a")


class Dialog(Sheet[Result], ModalScreen[Result]):
    """A dialog over a screen; dismissed with its result, or with None by Esc, which changes nothing."""

    BINDINGS = keys.bindings("back")
    AUTO_FOCUS = "*"

    def action_back(self) -> None:
        self.dismiss(None)
