"""One of a few: a choice whose mark is a sign, not a colour, in a line, in a column, or one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Literal, TypeVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from outreach.rules.text import name_fold
from tui import safe
from tui.widgets.paint import CURSOR

V = TypeVar("V")
Shape = Literal["line", "column", "spin"]
GAP = 3


class Pick(Widget, Generic[V], can_focus=True):
    """Options of which exactly one is chosen; arrows choose, a letter goes to the next option that begins with it.

    "line" sets the options side by side, "column" one below the other, "spin" shows only the chosen one, ‹ so ›, for
    many options in little room.
    """

    DEFAULT_CSS = "Pick { height: auto; width: 1fr; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick--chosen", "pick--mark"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "choose(1)", show=False),
        Binding("left,up", "choose(-1)", show=False),
        Binding("home", "choose(-1000)", show=False),
        Binding("end", "choose(1000)", show=False),
    ]

    class Changed(Message):
        """Another option has been chosen."""

        def __init__(self, pick: Pick[Any]) -> None:
            super().__init__()
            self.pick = pick

        @property
        def control(self) -> Pick[Any]:
            return self.pick

    def __init__(
        self, options: Sequence[tuple[V, str]], *, value: V | None = None, shape: Shape = "line", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._options = list(options)
        self._shape = shape
        self._chosen = next((n for n, (option, _) in enumerate(self._options) if option == value), 0)

    @property
    def value(self) -> V:
        """The chosen option."""
        return self._options[self._chosen][0]

    @property
    def count(self) -> int:
        """How many options there are."""
        return len(self._options)

    def choose(self, value: V) -> None:
        """Chooses an option; nothing happens when it is not among them."""
        for n, (option, _) in enumerate(self._options):
            if option == value:
                self._put(n)

    def offer(self, options: Sequence[tuple[V, str]], value: V | None = None) -> None:
        """Puts other options in place of these; the chosen one stays if it is among them, unless `value` is given."""
        wanted = self.value if value is None else value
        self._options = list(options)
        self._chosen = next((n for n, (option, _) in enumerate(self._options) if option == wanted), 0)
        self.refresh(layout=True)
        self.post_message(self.Changed(self))

    def action_choose(self, by: int) -> None:
        last = len(self._options) - 1
        if self._shape == "spin" and abs(by) == 1:
            self._put((self._chosen + by) % (last + 1))
        else:
            self._put(max(0, min(self._chosen + by, last)))

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and event.character.isalpha():
            event.stop()
            wanted = name_fold(event.character)
            order = [*range(self._chosen + 1, len(self._options)), *range(self._chosen + 1)]
            found = next((n for n in order if name_fold(self._options[n][1]).startswith(wanted)), None)
            if found is not None:
                self._put(found)

    def on_click(self, event: events.Click) -> None:
        if self._shape == "column":
            self._put(min(event.y, len(self._options) - 1))
        elif self._shape == "spin":
            self.action_choose(1)
        else:
            at = 1
            for n, (_, text) in enumerate(self._options):
                at += safe.width(text) + 4 + GAP
                if event.x < at:
                    self._put(n)
                    return

    def _put(self, place: int) -> None:
        if place != self._chosen:
            self._chosen = place
            self.refresh()
            self.post_message(self.Changed(self))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._options) if self._shape == "column" else 1

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        chosen = base + self.get_component_rich_style("pick--chosen", partial=True) if self.has_focus else base
        mark = base + self.get_component_rich_style("pick--mark", partial=True)
        focused = self.has_focus and (self._shape != "column" or y == self._chosen)
        segments = [Segment(CURSOR if focused else " ", mark)]
        if self._shape == "spin":
            segments.append(Segment(f"‹ {safe.cut(self._options[self._chosen][1], self.size.width - 5)} ›", chosen))
        else:
            shown = [y] if self._shape == "column" else range(len(self._options))
            room = self.size.width - 5 if self._shape == "column" else safe.MOST
            for n in shown:
                on = n == self._chosen
                sign = "(•)" if on else "( )"
                segments.append(Segment(f"{sign} {safe.cut(self._options[n][1], room)}", chosen if on else base))
                segments.append(Segment(" " * GAP, base))
        strip = Strip(segments)
        return strip.adjust_cell_length(self.size.width, base)
