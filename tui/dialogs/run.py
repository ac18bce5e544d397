"""What became of an import: its counts, its notes, and every record that was not accepted."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import number_text, tr
from outreach.terms.labels import label
from outreach.terms.message import say, say_n
from outreach.terms.runs import RunResult, RunState, counts
from tui import keys, safe
from tui.dialogs.form import CELLS
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

VALUE_CELLS = 60
COUNT_CELLS = 10


class RunDetails(Dialog[None]):
    """Read with the arrow keys and PgDn; Esc or Enter closes it."""

    AUTO_FOCUS = "Lines"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False, priority=True)]

    def __init__(self, result: RunResult) -> None:
        super().__init__()
        self.result = result

    def compose(self) -> ComposeResult:
        title = say("Import {n}: {source}", n=self.result.run_id, source=self.result.source)
        with Vertical(classes="dialog"):
            yield Static(safe.content(safe.cut(title, CELLS)), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("↓ PgDn: read on · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Lines).show(run_lines(self.result, keys.shown("duplicates", self.outreach.own_keys)))


def run_lines(result: RunResult, duplicates_key: str) -> list[Item]:
    """The lines of a run's details: how it ended, what it counted, its notes, its rejects."""
    items = [note(tr(label(result.state)), "" if result.state is RunState.DONE else "warn")]
    shown = [(tr(name), number_text(count)) for name, count in counts(result)[:-1]]
    width = max(safe.width(name) for name, _ in shown)
    items += [_count(safe.fit(name, width), safe.fit(count, COUNT_CELLS, right=True)) for name, count in shown]
    if result.review:
        text = say_n(
            "{n} record waits for your answer: key {key}",
            "{n} records wait for your answer: key {key}",
            result.review,
            key=duplicates_key,
        )
        items.append(note(tr(text), "accent"))
    items += [note(safe.cut(message, 1000), "") for message in result.notes]
    if result.rejects:
        items += [note(""), heading(tr(say("NOT ACCEPTED")))]
        items += [_reject(*row) for row in _rejects(result)]
        hidden = result.rejected - len(result.rejects)
        if hidden > 0:
            items.append(note(tr(say_n("…{n} more", "…{n} more", hidden))))
    return items


def _count(name: str, number: str) -> Item:
    return Item(lambda cells: [[Piece(f"  {name} {number}")]])


def _rejects(result: RunResult) -> list[tuple[str, str]]:
    """Place, field and value of each, and the reason."""
    rows = []
    for reject in result.rejects:
        value = f"”{safe.cut(reject.value, VALUE_CELLS)}”" if reject.value else ""
        where = " · ".join(filter(None, (reject.where, reject.business_id, reject.field, value)))
        rows.append((safe.plain(where), tr(reject.reason)))
    return rows


def _reject(where: str, reason: str) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        return [[Piece(line)] for line in safe.wrap(where, cells, 2)] + [
            [Piece(f"  {line}", "dim")] for line in safe.wrap(reason, cells - 2)
        ]

    return Item(lines)
