"""Screen 9: the figures as they stand, the cases behind them, and exporting them to a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import date_text, language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_c, say_n
from outreach.terms.reports import FunnelRow, StatusReport, StatusRow
from tui import keys, safe, words
from tui.dialogs.behind import Behind, Counted
from tui.dialogs.export import Export, Period, load
from tui.screens.base import View
from tui.screens.card import Card
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

CELLS = 9
FIGURES: Sequence[tuple[str, Message]] = (
    ("baseline", say_c("heading of a column of figures, at most 8 letters", "before")),
    ("selected", say_c("heading of a column of figures, at most 8 letters", "selected")),
    ("contacted", say_c("heading of a column of figures, at most 8 letters", "contact")),
    ("in_dialogue", say_c("heading of a column of figures, at most 8 letters", "dialogue")),
    ("committed", say_c("heading of a column of figures, at most 8 letters", "commit")),
    ("active", say_c("heading of a column of figures, at most 8 letters", "active")),
    ("declined", say_c("heading of a column of figures, at most 8 letters", "declined")),
    ("now", say_c("heading of a column of figures, at most 8 letters", "open now")),
)


class Reports(View):
    """What the period brought, need by need. Enter opens the cases, `x` writes a file, `f` sets the period."""

    HEADLINE = say("Reports")
    BINDINGS = keys.bindings("export", "filter")
    HINTS = ("open", "export", "filter")

    def __init__(self) -> None:
        super().__init__()
        self.since: date | None = None
        self.until: date | None = None
        self.report: StatusReport | None = None

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def label_of(self, name: str) -> Message:
        own = {"filter": say("Period"), "open": say("Rows behind")}
        return own.get(name) or super().label_of(name)

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        self.report = report = await self.ask(load, self.outreach.town_code(), self.since, self.until)
        cases = say_n("{n} outreach case", "{n} outreach cases", len(report.cases))
        parts = [tr(cases)]
        if report.since is not None:
            parts.append(tr(say("Period: {since} – {until}", since=report.since, until=report.until)))
        else:
            parts.append(tr(say("Situation on {date}", date=report.until)))
        self.status(" · ".join(parts))
        self.query_one(Lines).show(self._items(report))

    def _items(self, report: StatusReport) -> list[Item]:
        own = self.outreach.own_keys
        if not report.funnel:
            key = keys.shown("candidates", own)
            text = say(
                "No outreach cases yet, so there is nothing to report. {key}: choose among the candidates", key=key
            )
            return [note(tr(text))]
        items = [_headings()]
        town = ""
        for row in report.funnel:
            if not report.town_code and row.town_code != town:
                town = row.town_code
                items.append(heading(words.town(town)))
            items.append(_need(row))
        explained = say(
            "Different organisations that reached each stage in the period. Before: there when the program was"
            " taken into use."
        )
        export = say(
            "{key}: export to a file, with the rows behind every figure. Examples are left out.",
            key=keys.shown("export", own),
        )
        return [*items, note(""), note(tr(explained)), note(tr(export))]

    # The cases behind a need

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, FunnelRow):
            self.start(self._behind(event.value), group="act")

    async def _behind(self, row: FunnelRow) -> None:
        cases = self.report.cases if self.report is not None else ()
        found = [_counted(case) for case in cases if (case.town_code, case.need) == (row.town_code, row.need)]
        if not found:
            self.toast(say("No case of this need belongs to the period."))
            return
        case_id = await self.app.push_screen_wait(Behind(say("{need}", need=row.need), found))
        if case_id is not None:
            actor_id = await self.ask(actor_of, case_id)
            self.app.push_screen(Card(actor_id, case_id=case_id))

    # Period and export

    def action_filter(self) -> None:
        self.start(self._period(), group="act")

    async def _period(self) -> None:
        chosen = await self.app.push_screen_wait(Period(self.since, self.until))
        if chosen is not None:
            self.since, self.until = chosen
            self.read()

    def action_export(self) -> None:
        self.start(self._export(), group="act")

    async def _export(self) -> None:
        await self.app.push_screen_wait(Export(self.outreach.town_code(), self.since, self.until))


def _counted(case: StatusRow) -> Counted:
    name = case.organisation or tr(say("a sole trader, name left out"))
    return Counted(case.case_id, name, f"{tr(label(case.stage))} {date_text(case.stage_since)}")


def _headings() -> Item:
    names = "".join(" " + safe.fit(tr(name), CELLS - 1, right=True) for _, name in FIGURES)
    return Item(lambda cells: [[Piece(safe.fit(names, cells, right=True), "dim")]])


def _need(row: FunnelRow) -> Item:
    numbers = "".join(f"{getattr(row, name):>{CELLS}}" for name, _ in FIGURES)
    return Item(
        lambda cells: [[Piece(safe.cut(row.need, cells), "strong")], [Piece(safe.fit(numbers, cells, right=True))]],
        row,
        f"need:{row.town_code}:{row.need}",
    )


def actor_of(place: Workplace, case_id: int) -> int:
    """Whose case it is."""
    from outreach.services import cases

    with place.read() as uow:
        return cases.case(
            uow, case_id, today=place.today, language=language(), limits=place.config.stage_limits
        ).actor_id
