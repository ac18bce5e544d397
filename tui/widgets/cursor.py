"""What every list with a cursor shares: moving by key and mouse, and repainting no more than two places."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keys
from tui.widgets.paint import TONES, Styles


class CursorView(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolled list whose places can be walked through. A place is one or more lines; `count` places are walked.

    Children say where a place lies (`span`), what lies at a line (`place_at`) and how a line looks (`paint_line`).
    """

    DEFAULT_CSS = "CursorView { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; }"
    BINDINGS = keys.bindings("up", "down", "page_up", "page_down", "first", "last", "open")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"list--{name}" for name in (*TONES, "cursor", "cursor-away", "mark", "touched")
    }

    head = 0  # lines that stay at the top while the rest scrolls

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.cursor = 0

    # What children answer

    @property
    def count(self) -> int:
        """How many places the cursor can be at."""
        raise NotImplementedError

    def span(self, place: int) -> tuple[int, int]:
        """First line of a place and how many lines it has, the head not counted."""
        raise NotImplementedError

    def place_at(self, line: int) -> int | None:
        """The place that covers a line."""
        raise NotImplementedError

    def paint_line(self, line: int, cells: int) -> Strip:
        """The strip of a line, the head not counted."""
        raise NotImplementedError

    def moved(self) -> None:
        """The cursor stands elsewhere, or on something else."""
        raise NotImplementedError

    def opened(self) -> None:
        """Enter, or a double click, on the place under the cursor."""
        raise NotImplementedError

    # Moving

    @property
    def cells(self) -> int:
        """Cells of a line: the width without the scroll bar."""
        return max(1, self.scrollable_content_region.width)

    @property
    def body_height(self) -> int:
        """Lines for places: the height without the head."""
        return max(1, self.size.height - self.head)

    @property
    def top(self) -> int:
        """The uppermost line shown below the head."""
        return int(self.scroll_offset.y)

    def move_to(self, place: int) -> None:
        """Puts the cursor on a place, or the nearest there is, and shows it; scrolls no further than needed."""
        if not self.count:
            return
        place = max(0, min(place, self.count - 1))
        before, self.cursor = self.cursor, place
        first, lines = self.span(place)
        lead = self.lead_of(place)
        top = self.top
        if first - lead < top:
            top = first - lead
        elif first + lines > top + self.body_height:
            top = min(first + lines - self.body_height, first)
        if top != self.top:
            self.scroll_now(top)
        for seen in {before, place}:
            if seen < self.count:
                line, height = self.span(seen)
                self.refresh_lines(line + self.head, height)
        if before != place:
            self.moved()

    def lead_of(self, place: int) -> int:
        """Lines above a place that should be seen with it, such as its heading."""
        return 0

    def scroll_now(self, top: int) -> None:
        """Shows the list from a line on, without gliding there."""
        self.scroll_to(y=max(0, top), animate=False)

    def resize_list(self, lines: int) -> None:
        """Tells the scroll bar how many lines there are."""
        self.virtual_size = Size(self.cells, lines + self.head)

    def action_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_page_up(self) -> None:
        self._page(-self.body_height)

    def action_page_down(self) -> None:
        self._page(self.body_height)

    def action_first(self) -> None:
        self.move_to(0)
        self.scroll_now(0)

    def action_last(self) -> None:
        self.move_to(self.count - 1)

    def action_open(self) -> None:
        self.opened()

    def _page(self, lines: int) -> None:
        if not self.count:
            return
        first, _ = self.span(self.cursor)
        end = sum(self.span(self.count - 1))
        target = max(0, min(first + lines, end - 1))
        place = self.place_at(target)
        if place is None:
            place = self.nearest(target, 1 if lines > 0 else -1)
        self.scroll_now(min(self.top + lines, max(0, end - self.body_height)))
        self.move_to(place)

    def nearest(self, line: int, direction: int) -> int:
        """The place next to a line that belongs to none."""
        return self.cursor

    # Painting and the mouse

    def render_line(self, y: int) -> Strip:
        """Line `y` of what the terminal shows."""
        cells = self.cells
        return self.paint_head(cells) if y < self.head else self.paint_line(y - self.head + self.top, cells)

    def paint_head(self, cells: int) -> Strip:
        """The line that stays at the top."""
        return Strip.blank(cells, self.rich_style)

    def list_styles(self) -> Styles:
        """The theme's styles for this list; Textual keeps them until the theme changes."""
        named = {
            name.removeprefix("list--"): self.get_component_rich_style(name, partial=True)
            for name in CursorView.COMPONENT_CLASSES
        }
        return Styles(self.rich_style, named | {"": Style.null()})

    def cursor_style(self, place: int | None) -> str:
        """Name of the style of a place's lines: the cursor is quieter while the list has not the focus."""
        if place is None or place != self.cursor:
            return ""
        return "cursor" if self.has_focus else "cursor-away"

    def on_click(self, event: events.Click) -> None:
        if event.y < self.head:
            return
        place = self.place_at(event.y - self.head + self.top)
        if place is not None:
            self.move_to(place)
            if event.chain == 2:
                self.opened()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
