"""The short list: sections with headings and places of several lines, all held at once (hundreds, not thousands)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui import safe
from tui.widgets import paint
from tui.widgets.cursor import CursorView
from tui.widgets.paint import Piece


@dataclass(frozen=True, slots=True)
class Item:
    """A heading (`value` None) or a place that the cursor can stand on.

    `lines(cells)` gives its lines for a width; `id` is what the cursor holds on to when the list is filled anew.
    """

    lines: Callable[[int], Sequence[Sequence[Piece]]]
    value: object | None = None
    id: str = ""


def heading(text: str, tone: str = "head") -> Item:
    """A line that only tells what follows."""
    return Item(lambda cells: [[Piece(text, tone)]])


def note(text: str, tone: str = "dim") -> Item:
    """A text that is read and not walked on, broken into lines as the width wants."""
    return Item(lambda cells: [[Piece(line, tone)] for line in safe.wrap(text, cells)])


class Lines(CursorView):
    """A list of items handed in at once; the cursor walks those that hold a value."""

    class Moved(Message):
        """The cursor stands on another item."""

        def __init__(self, lines: Lines, value: object | None) -> None:
            super().__init__()
            self.lines = lines
            self.value = value

    class Opened(Message):
        """Enter or a double click on an item."""

        def __init__(self, lines: Lines, value: object) -> None:
            super().__init__()
            self.lines = lines
            self.value = value

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.items: Sequence[Item] = ()
        self._places: list[int] = []  # indexes of the items that can be walked on
        self._painted: list[tuple[int, Sequence[Piece]]] = []  # line -> its item and pieces
        self._spans: list[tuple[int, int]] = []  # item -> first line, lines
        self._cells = 0

    @property
    def value(self) -> object | None:
        """What the item under the cursor stands for."""
        return self.items[self._places[self.cursor]].value if self.cursor < len(self._places) else None

    def show(self, items: Sequence[Item]) -> None:
        """Fills the list; the cursor stays on the item with the same id, else at the same place."""
        here = self.items[self._places[self.cursor]].id if self.cursor < len(self._places) else ""
        self.items = items
        self._places = [i for i, item in enumerate(items) if item.value is not None]
        found = next((n for n, i in enumerate(self._places) if here and items[i].id == here), self.cursor)
        self.cursor = max(0, min(found, len(self._places) - 1))
        self._lay_out()
        if self._places:
            self.move_to(self.cursor)
        self.moved()

    def select(self, id: str) -> None:
        """Puts the cursor on the item with this id."""
        place = next((n for n, i in enumerate(self._places) if self.items[i].id == id), None)
        if place is not None:
            self.move_to(place)

    def _lay_out(self) -> None:
        self._cells = self.cells - 1
        self._painted = []
        self._spans = []
        for index, item in enumerate(self.items):
            lines = item.lines(self._cells)
            self._spans.append((len(self._painted), len(lines)))
            self._painted.extend((index, pieces) for pieces in lines)
        self.resize_list(len(self._painted))
        self.refresh()

    @property
    def count(self) -> int:
        return len(self._places)

    def span(self, place: int) -> tuple[int, int]:
        return self._spans[self._places[place]]

    def lead_of(self, place: int) -> int:
        """Headings right above a place come into sight with it; above the first place, all that stands there."""
        item = self._places[place]
        before = self._places[place - 1] if place else -1
        lead = sum(self._spans[i][1] for i in range(before + 1, item))
        return min(lead, max(0, self.body_height - self._spans[item][1]))

    def place_at(self, line: int) -> int | None:
        if not 0 <= line < len(self._painted):
            return None
        item = self._painted[line][0]
        return self._places.index(item) if item in self._places else None

    def nearest(self, line: int, direction: int) -> int:
        after = [n for n in range(self.count) if self.span(n)[0] >= line]
        before = [n for n in range(self.count) if self.span(n)[0] <= line]
        if direction > 0:
            return after[0] if after else self.count - 1
        return before[-1] if before else 0

    def action_last(self) -> None:
        """To the last place, and to the very end of what can be read below it."""
        super().action_last()
        self.scroll_now(max(0, len(self._painted) - self.body_height))

    def action_down(self) -> None:
        """One place down; where there is none, what stands below comes into sight."""
        if self.cursor >= self.count - 1:
            self.scroll_now(min(self.top + 1, max(0, len(self._painted) - self.body_height)))
        else:
            super().action_down()

    def action_up(self) -> None:
        """One place up; above the first one, what stands there comes into sight."""
        if self.cursor <= 0:
            self.scroll_now(self.top - 1)
        else:
            super().action_up()

    def _page(self, lines: int) -> None:
        """A page of a text in which nothing is walked on is scrolled."""
        if self._places:
            super()._page(lines)
        else:
            self.scroll_now(min(self.top + lines, max(0, len(self._painted) - self.body_height)))

    def moved(self) -> None:
        self.post_message(self.Moved(self, self.value))

    def opened(self) -> None:
        if self.value is not None:
            self.post_message(self.Opened(self, self.value))

    def paint_line(self, line: int, cells: int) -> Strip:
        if cells - 1 != self._cells:  # the scroll bar has come or gone
            self.call_next(self._fit)
        if line >= len(self._painted):
            return paint.strip([], cells, self.list_styles())
        item, pieces = self._painted[line]
        place = self._places.index(item) if self.items[item].value is not None else None
        cursor = self.cursor_style(place)
        gutter = paint.CURSOR if cursor else " "
        return paint.strip(pieces, cells, self.list_styles(), cursor=cursor, gutter=gutter)

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        if self._cells != self.cells - 1:
            self._lay_out()
            if self._places:
                self.move_to(self.cursor)
