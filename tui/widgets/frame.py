"""The frame of a screen: title line, rule, status line and the line of keys. Each is one line high."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message as TextualMessage
from textual.strip import Strip
from textual.widget import Widget

from outreach.i18n import date_text, tr
from outreach.terms.message import Message, say
from tui import safe

PRACTICE_LONG = say("PRACTICE DATA, made-up organisations")
PRACTICE_SHORT = say("PRACTICE DATA")
WEEKDAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))


def day_text(day: date) -> str:
    """Weekday and date, "Tue 10.3.2026"."""
    return f"{tr(WEEKDAYS[day.weekday()])} {date_text(day)}"


def title_text(parts: Sequence[str], right: str, practice: bool, cells: int) -> tuple[str, str, str]:
    """Left, middle and right of a title line of `cells` cells.

    The practice notice always stays; for want of room it is shortened, then the right side is left out, then the left
    is cut with ….
    """
    left = " · ".join(part for part in parts if part)
    notices = [tr(PRACTICE_LONG), tr(PRACTICE_SHORT)] if practice else [""]
    for end in (right, ""):
        for notice in notices:
            if sum(safe.width(text) + 2 for text in (left, notice, end) if text) <= cells:
                return left, notice, end
    notice = notices[-1]
    return safe.cut(left, cells - (safe.width(notice) + 4 if notice else 2)), notice, ""


class OneLine(Widget):
    """A line of pieces that is painted by hand, so that nothing in it is taken for markup."""

    DEFAULT_CSS = "OneLine { height: 1; width: 1fr; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--strong", "line--dim", "line--notice", "line--key"}

    def pieces(self, cells: int) -> list[tuple[str, str]]:
        """Texts with the name of their style ("" is plain), which together fill the line or a part of it."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        base = self.rich_style
        segments: list[Segment] = []
        left = cells
        for text, name in self.pieces(cells):
            shown = safe.cut(text, left)
            left -= safe.width(shown)
            style = base + self.get_component_rich_style(f"line--{name}", partial=True) if name else base
            segments.append(Segment(shown, style))
        segments.append(Segment(" " * max(0, left), base))
        return Strip(segments, cells)


class TitleLine(OneLine):
    """Screen, town and what else the screen says of itself; the practice notice; the day or a count."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: Sequence[str] = ()
        self.right = ""
        self.practice = False

    def show(self, parts: Sequence[str], right: str, practice: bool) -> None:
        if (parts, right, practice) != (self.parts, self.right, self.practice):
            self.parts, self.right, self.practice = parts, right, practice
            self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str]]:
        left, notice, end = title_text(self.parts, self.right, self.practice, cells - 1)
        free = cells - 2 - sum(safe.width(text) for text in (left, notice, end))
        before = max(1, free // 2 if end else free) if notice else 0
        after = max(1, free - before) if end else 0
        return [
            (" ", ""),
            (left, "strong"),
            (" " * before, ""),
            (notice, "notice"),
            (" " * after, ""),
            (end, "dim"),
        ]


class RuleLine(Widget):
    """A rule across the screen: what other programs draw boxes for."""

    DEFAULT_CSS = "RuleLine { height: 1; width: 1fr; }"

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("─" * self.size.width, self.rich_style)], self.size.width)


class RuleColumn(Widget):
    """A rule between two columns."""

    DEFAULT_CSS = "RuleColumn { width: 1; height: 1fr; }"

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("│", self.rich_style)], 1)


class StatusLine(OneLine):
    """Counts of what is shown, and a word on what is being done when that takes a while."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.text = ""
        self.busy = ""

    def show(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.refresh()

    def show_busy(self, word: str) -> None:
        """ "" when the work is over."""
        if word != self.busy:
            self.busy = word
            self.refresh()

    def pieces(self, cells: int) -> list[tuple[str, str]]:
        busy = f" {self.busy}{safe.ELLIPSIS} " if self.busy else ""
        room = cells - safe.width(busy)
        return [(safe.fit(f" {self.text}", room), ""), (busy, "strong")]


class Hint:
    """A key and what it does, as the line of keys shows it; `name` is the action's id in the table of keys."""

    __slots__ = ("key", "label", "name")

    def __init__(self, key: str, label: Message | str, name: str = "") -> None:
        self.key = key
        self.label = label if isinstance(label, str) else tr(label)
        self.name = name

    @property
    def cells(self) -> int:
        return safe.width(self.key) + 1 + safe.width(self.label)


class KeyLine(OneLine):
    """The keys of the screen in the order of their use; the last two stay, the others as many as there is room for."""

    GAP = 2

    class Chosen(TextualMessage):
        """A key was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self.hints: Sequence[Hint] = ()
        self._places: list[tuple[int, int, str]] = []

    def show(self, hints: Sequence[Hint]) -> None:
        self.hints = hints
        self.refresh()

    def fitting(self, cells: int) -> list[Hint]:
        """The hints that a line of so many cells holds."""
        always = list(self.hints[-2:])
        room = cells - 1 - sum(hint.cells + self.GAP for hint in always)
        kept: list[Hint] = []
        for hint in self.hints[:-2]:
            if room < hint.cells + self.GAP:
                break
            room -= hint.cells + self.GAP
            kept.append(hint)
        return [*kept, *always]

    def pieces(self, cells: int) -> list[tuple[str, str]]:
        self._places = []
        pieces = [(" ", "")]
        at = 1
        for hint in self.fitting(cells):
            self._places.append((at, at + hint.cells, hint.name))
            pieces += [(hint.key, "key"), (f" {hint.label}", ""), (" " * self.GAP, "")]
            at += hint.cells + self.GAP
        return pieces

    def on_click(self, event: events.Click) -> None:
        name = next((name for start, end, name in self._places if start <= event.x < end), "")
        if name:
            self.post_message(self.Chosen(name))
