"""The rows behind a figure: which organisations it counts; Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import Page
from tui import safe
from tui.dialogs.form import CELLS
from tui.screens.base import Dialog
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Rows

NAME_CELLS, REMARK_CELLS = 40, 28
ROWS = 16


class Counted(NamedTuple):
    """An organisation that a figure counts: what opens it, its name, and what else to say of it."""

    key: int
    name: str
    remark: str = ""


class Behind(Dialog[int]):
    """All organisations that a figure counts, any number of them; the result is the key of the one to open."""

    AUTO_FOCUS = "Rows"
    DEFAULT_CSS = f"Behind .dialog Rows {{ height: {ROWS}; max-height: {ROWS}; }}"

    def __init__(self, title: Message, counted: Sequence[Counted]) -> None:
        super().__init__()
        self.title_text, self.counted = title, counted

    def compose(self) -> ComposeResult:
        count = tr(say_n("{n} organisation", "{n} organisations", len(self.counted)))
        title = safe.cut(self.title_text, CELLS - safe.width(count) - 3)
        with Vertical(classes="dialog"):
            yield Static(safe.content(f"{title} · {count}"), classes="title")
            yield Rows(COLUMNS, key=lambda row: row.key)
            yield Static(safe.content(tr(say("Enter opens the organisation · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Rows).reload(self._fetch)

    async def _fetch(self, offset: int, limit: int) -> Page[Counted]:
        return Page(tuple(self.counted[offset : offset + limit]), offset, len(self.counted))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        self.dismiss(event.row.key)


COLUMNS: Sequence[Column[Counted]] = (
    Column(lambda row: row.name, NAME_CELLS, grow=1),
    Column(lambda row: Piece(row.remark, "dim"), REMARK_CELLS),
)
