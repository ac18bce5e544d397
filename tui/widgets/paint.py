"""Painting of list lines: pieces of text with a tone, put into strips of exact width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from outreach.i18n import tr
from outreach.terms.message import Message
from tui import safe

R = TypeVar("R")

CURSOR = "▌"
MARKED = "*"
WAITING = safe.ELLIPSIS
# Tones of text; each is a component class of the lists and has its colour in look.tcss.
TONES = ("dim", "strong", "warn", "accent", "head")


class Piece(NamedTuple):
    """A text from anywhere and the tone it is shown in ("" is plain)."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column of a list: what it shows of a row, and how wide it is.

    `width` is fixed in cells; with `grow` the column also takes its share of what is left over. `at_least` hides the
    column on screens narrower than that.
    """

    show: Callable[[R], str | Piece]
    width: int
    grow: int = 0
    right: bool = False
    title: Message | None = None
    at_least: int = 0


def layout(columns: Sequence[Column[R]], total: int, gap: int) -> list[tuple[Column[R], int]]:
    """The columns that a screen of `total` cells shows, with the width of each; together they fill it exactly."""
    kept = [column for column in columns if column.at_least <= total]
    room = total - gap * (len(kept) - 1) - sum(column.width for column in kept)
    shares = sum(column.grow for column in kept)
    widths: list[tuple[Column[R], int]] = []
    for column in kept:
        extra = room * column.grow // shares if room > 0 and shares else 0
        room -= extra
        shares -= column.grow
        widths.append((column, column.width + extra))
    return widths


def row_pieces(columns: Iterable[tuple[Column[R], int]], row: R, gap: int) -> list[Piece]:
    """A row of a list as pieces of exact widths."""
    pieces: list[Piece] = []
    for column, cells in columns:
        value = column.show(row)
        text, tone = value if isinstance(value, Piece) else (value, "")
        if pieces:
            pieces.append(Piece(" " * gap))
        pieces.append(Piece(safe.fit(text, cells, right=column.right), tone))
    return pieces


def head_pieces(columns: Iterable[tuple[Column[R], int]], gap: int) -> list[Piece]:
    """The titles of the columns, aligned like their cells."""
    titles = [safe.fit(tr(c.title) if c.title else "", cells, right=c.right) for c, cells in columns]
    return [Piece((" " * gap).join(titles), "head")]


def strip(pieces: Iterable[Piece], cells: int, styles: Styles, *, cursor: str = "", gutter: str = " ") -> Strip:
    """A line of exactly `cells` cells: the gutter, then the pieces, cut with … where they do not fit.

    `cursor` is the name of the style that a line under the cursor takes: "cursor", "cursor-away" or "".
    """
    base = styles.base + styles.named[cursor] if cursor else styles.base
    segments = [Segment(gutter, base + styles.named["mark"] if gutter.strip() else base)]
    left = cells - safe.width(gutter)
    for text, tone in pieces:
        if left <= 0:
            break
        shown = safe.cut(text, left)
        left -= safe.width(shown)
        segments.append(Segment(shown, base + styles.named[tone] if tone else base))
    if left > 0:
        segments.append(Segment(" " * left, base))
    return Strip(segments, cells)


class Styles(NamedTuple):
    """Styles of a list as the theme gives them: plain text, and by the names of TONES, cursor, cursor-away, mark."""

    base: Style
    named: dict[str, Style]
