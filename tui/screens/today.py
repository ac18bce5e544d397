"""Screen 1: what is to be done today, most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import language, tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import NewsRow, TodayRow, TodayView
from tui import acts, keys, safe, words
from tui.screens.base import View
from tui.widgets import paint
from tui.widgets.frame import RuleLine, StatusLine
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Column, Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

STAGE_CELLS = 30  # of the widest stage with its days and limit, in any language
SECTION_ROWS = 12  # of a section at first; Enter on "… more" shows the rest


def load(place: Workplace, town_code: str, language: str) -> TodayView:
    """The adviser's day."""
    from outreach.services import today

    with place.read() as uow:
        return today.today(
            uow,
            adviser_id=place.adviser_id,
            today=place.today,
            language=language,
            limits=place.config.stage_limits,
            town_code=town_code,
        )


class More:
    """The line that stands for the rest of a section."""

    __slots__ = ("section",)

    def __init__(self, section: str) -> None:
        self.section = section


class Today(View):
    """The morning's list. Enter opens the organisation; n, t and v work on the case under the cursor."""

    HEADLINE = say("Today")
    BINDINGS = keys.bindings("contact", "task", "stage", "owner")
    HINTS = ("open", "contact", "task", "stage", "undo")

    def __init__(self) -> None:
        super().__init__()
        self.day: TodayView | None = None
        self._whole: set[str] = set()

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield RuleLine()
        yield Lines()

    def on_mount(self) -> None:
        if not self.outreach.opened.is_set():
            self.status(say("Opening the database"))

    def on_resize(self) -> None:
        self._show()

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        before = self.day
        self.day = await self.ask(load, self.outreach.town_code(), language())
        self._show()
        if before is not None and not _rows_of(before) and _rows_of(self.day):
            self.query_one(Lines).action_first()

    def _show(self) -> None:
        if self.day is not None:
            self.retitle()
            self.status(counts(self.day, self.size.width - 2))
            self.query_one(Lines).show(self._items(self.day))

    def _items(self, day: TodayView) -> list[Item]:
        items: list[Item] = []
        stages = [_stage(row) for rows in (day.overdue, day.due, day.revisit, day.no_next) for row in rows]
        cells = min(STAGE_CELLS, max((safe.width(text) for text in stages), default=0))
        for name, title, rows in (
            ("overdue", say("OVERDUE"), day.overdue),
            ("due", say("TODAY"), day.due),
            ("revisit", say("RETURN TO"), day.revisit),
            ("no_next", say("NO NEXT STEP"), day.no_next),
        ):
            items += self._section(name, title, [_case_item(name, row, day.on, cells) for row in rows])
        news = [_news_item(row, day.on) for row in day.news]
        items += self._section("news", say("NEWS FROM THE REGISTER"), news, day.news_more)
        nothing = not items
        if nothing:
            key = keys.shown("candidates", self.outreach.own_keys)
            items.append(note(tr(say("Nothing to do today. {key}: new candidates", key=key))))
        return items + self._waiting(day)

    def _section(self, name: str, title: Message, rows: Sequence[Item], beyond: int = 0) -> list[Item]:
        """`beyond` rows are only counted."""
        if not rows:
            return []
        if name in self._whole or len(rows) <= SECTION_ROWS + 1:
            rest = [note(tr(say_n("…{n} more", "…{n} more", beyond)))] if beyond else []
            return [heading(tr(title)), *rows, *rest]
        hidden = tr(say_n("…{n} more", "…{n} more", len(rows) - SECTION_ROWS + beyond))
        more = Item(lambda cells: [[Piece(hidden, "dim")]], More(name), f"more:{name}")
        return [heading(tr(title)), *rows[:SECTION_ROWS], more]

    def _waiting(self, day: TodayView) -> list[Item]:
        waiting = [
            ("candidates", say_n("{n} candidate", "{n} candidates", day.candidates_waiting), day.candidates_waiting),
            (
                "duplicates",
                say_n("{n} possible duplicate", "{n} possible duplicates", day.duplicates_waiting),
                day.duplicates_waiting,
            ),
        ]
        items = [
            _waiting_item(name, tr(say("{what} (key {key})", what=what, key=keys.shown(name, self.outreach.own_keys))))
            for name, what, number in waiting
            if number
        ]
        if day.notice_due:
            people = say_n("{n} person to be informed", "{n} persons to be informed", day.notice_due)
            items.append(note(tr(people), ""))
        if self.seat and self.seat.practice:
            own = keys.shown("own_town", self.outreach.own_keys)
            items.append(_waiting_item("own_town", tr(say("Practice data: {key} starts with my own town", key=own))))
        return [heading(tr(say("WAITING"))), *items] if items else []

    async def on_lines_opened(self, event: Lines.Opened) -> None:
        value = event.value
        if isinstance(value, More):
            self._whole.add(value.section)
            self._show()
        elif isinstance(value, str):
            await self.outreach.run_named(self, value)
        elif isinstance(value, TodayRow | NewsRow):
            self._open_card(value)

    def _open_card(self, row: TodayRow | NewsRow) -> None:
        from tui.screens.card import Card, walk_over

        rows = [item.value for item in self.query_one(Lines).items if isinstance(item.value, TodayRow | NewsRow)]
        actors = list(dict.fromkeys(shown.actor_id for shown in rows))
        self.app.push_screen(Card(row.actor_id, walk_over(actors, row.actor_id), case_id=row.case_id))

    def _case(self) -> TodayRow | NewsRow | None:
        value = self.query_one(Lines).value
        if isinstance(value, TodayRow | NewsRow):
            return value
        self.toast(say("Put the cursor on an organisation first."))
        return None

    def action_contact(self) -> None:
        if row := self._case():
            self.act(acts.log_contact(self, row.actor_id, row.case_id, row.organisation))

    def action_task(self) -> None:
        if row := self._case():
            self.act(acts.next_step(self, row.case_id, row.organisation))

    def action_stage(self) -> None:
        if row := self._case():
            self.act(acts.move_stage(self, row.case_id, row.organisation))

    def action_owner(self) -> None:
        if row := self._case():
            self.act(acts.set_owner(self, row.case_id, row.organisation))


def counts(day: TodayView, cells: int) -> str:
    """The line of numbers; what is zero is left out, and so are the last ones where there is no room for them."""
    numbers = (
        say_n("{n} overdue", "{n} overdue", len(day.overdue)),
        say_n("{n} due today", "{n} due today", len(day.due)),
        say_n("{n} to return to", "{n} to return to", len(day.revisit)),
        say_n("{n} without a next step", "{n} without a next step", len(day.no_next)),
        say_n("{n} person to be informed", "{n} persons to be informed", day.notice_due),
        say_n("{n} change in the register", "{n} changes in the register", len(day.news) + day.news_more),
    )
    text = ""
    for number in filter(lambda number: number.n, numbers):
        longer = f"{text} · {tr(number)}" if text else tr(number)
        if safe.width(longer) > cells:
            break
        text = longer
    return text or tr(say("Nothing is due"))


def _rows_of(day: TodayView) -> int:
    return len(day.overdue) + len(day.due) + len(day.revisit) + len(day.no_next) + len(day.news)


def _stage(row: TodayRow) -> str:
    return words.stage_text(row.stage, row.days_in_stage, row.limit_days)


def _case_item(section: str, row: TodayRow, today: date, stage_cells: int) -> Item:
    late = section == "overdue"
    task = row.task
    columns = [
        Column[TodayRow](lambda row: row.organisation, 18, grow=2),
        Column[TodayRow](_stage, stage_cells),
        Column[TodayRow](lambda row: row.task.title if row.task else "", 14 if late else 21, grow=1),
        *([Column[TodayRow](lambda row: words.short_day(task.due_on, today), 6, right=True)] if late and task else []),
        Column[TodayRow](lambda row: Piece("!", "warn") if late or row.limit_days else "", 1),
    ]
    return Item(
        lambda cells: [paint.row_pieces(paint.layout(columns, cells, 1), row, 1)], row, f"{section}:{row.case_id}"
    )


def _news_item(row: NewsRow, today: date) -> Item:
    columns = [
        Column[NewsRow](lambda row: row.organisation, 18, grow=2),
        Column[NewsRow](lambda row: tr(row.text), 24, grow=3),
        Column[NewsRow](lambda row: words.short_day(row.on, today), 6, right=True),
    ]
    return Item(
        lambda cells: [paint.row_pieces(paint.layout(columns, cells, 1), row, 1)],
        row,
        f"news:{row.case_id}:{row.on}:{tr(row.text)}",
    )


def _waiting_item(name: str, text: str) -> Item:
    return Item(lambda cells: [[Piece(text)]], name, f"waiting:{name}")
