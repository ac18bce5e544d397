"""Screen 5: cases by stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_c, say_n
from outreach.terms.views import CaseView, Page
from outreach.terms.work import Stage
from tui import acts, keys, safe, words
from tui.dialogs.choose import Choose
from tui.screens.base import View
from tui.screens.card import Card, Walk
from tui.widgets.frame import StatusLine
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Fetch, Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace

ALL, MINE, EVERYBODY = "all", "mine", "everybody"
ONE_AT_A_TIME = say("This is done one case at a time. Take the marks away first: Esc")


class Stages(View):
    """The town's cases, by stage and then the longest waiting. `f` shows one stage or only mine, `c` other columns.

    The next step and the person responsible can be set for all marked rows at once; one undo takes that back.
    """

    HEADLINE = say("Stages")
    BINDINGS = keys.bindings("filter", "columns", "contact", "task", "stage", "owner", "copy", "export")
    HINTS = ("open", "contact", "task", "stage", "owner", "filter", "columns", "undo", "mark", "export", "copy")

    def __init__(self) -> None:
        super().__init__()
        self.stage: Stage | None = None
        self.mine = False
        self.counts: dict[Stage, int] = {}
        self._set = 0  # which set of columns
        self._card: Card | None = None
        self._opened_case: int | None = None

    def body(self) -> ComposeResult:
        yield StatusLine(id="counts")
        yield StatusLine(id="more-counts")
        yield Rows(self._columns(), key=lambda row: row.case_id, empty=self._empty, titles=True, marks=True, gap=1)

    @property
    def rows(self) -> Rows[CaseView]:
        return self.query_one(Rows)

    def label_of(self, name: str) -> Message:
        return say("Columns") if name == "columns" else super().label_of(name)

    # Reading

    def read(self) -> None:
        self.rows.columns = self._columns()  # they know what day it is
        self.rows.reload(self._fetch_of(self.stage, self.mine))
        self.start(self._count(), group="count", exclusive=True)

    async def _count(self) -> None:
        self.counts = await self.ask(counts, self.outreach.town_code(), self.mine)
        self._tell()

    def on_rows_counted(self, event: Rows.Counted) -> None:
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def _tell(self) -> None:
        """What is marked and left out first: the counts may be cut off at the end."""
        parts: list[str] = []
        if self.rows.marked:
            parts.append(tr(say("{n} marked", n=len(self.rows.marked))))
        if self.mine:
            parts.append(tr(say("only mine")))
        if self.stage is not None:
            parts.append(tr(say("only: {stage}", stage=label(self.stage))))
        parts += [tr(say("{stage} {n}", stage=label(stage), n=n)) for stage, n in self.counts.items() if n]
        first, second = _lines(parts, self.size.width - 2)
        self.query_one("#counts", StatusLine).show(first)
        line = self.query_one("#more-counts", StatusLine)
        line.show(second)
        line.set_class(not second, "hidden")

    def _fetch_of(self, stage: Stage | None, mine: bool) -> Fetch[CaseView]:
        async def fetch(offset: int, limit: int) -> Page[CaseView]:
            return await self.ask(load, self.outreach.town_code(), stage, mine, offset, limit)

        return fetch

    def _empty(self) -> str:
        own = self.outreach.own_keys
        if self.stage is not None or self.mine:
            return tr(say("Nothing here with these filters. {key}: change them", key=keys.shown("filter", own)))
        key = keys.shown("candidates", own)
        return tr(say("No outreach cases here yet. {key}: choose among the candidates", key=key))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        fetch = self._fetch_of(self.stage, self.mine)

        async def actor_at(place: int) -> int | None:
            rows = (await fetch(place, 1)).rows
            return rows[0].actor_id if rows else None

        walk = Walk(self.rows.cursor, self.rows.count, actor_at)
        self._card = Card(event.row.actor_id, walk, case_id=event.row.case_id)
        self.app.push_screen(self._card)

    def on_screen_resume(self) -> None:
        """Back from a card: the cursor goes where the walk from card to card has come."""
        if self._card is not None and self._card.walk_list is not None:
            self.rows.move_to(self._card.walk_list.place)
        self._card = None
        super().on_screen_resume()

    # What is shown

    def action_filter(self) -> None:
        self.start(self._filter(), group="act")

    async def _filter(self) -> None:
        options: list[tuple[str, Message]] = [
            (ALL, say("all stages")),
            (EVERYBODY, say("everybody's cases")) if self.mine else (MINE, say("only my own cases")),
        ]
        options += [(stage.value, say("{stage} {n}", stage=label(stage), n=n)) for stage, n in self.counts.items() if n]
        here = self.stage.value if self.stage is not None else None
        chosen = await self.app.push_screen_wait(Choose(say("Narrow down"), options, here))
        if chosen is None:
            return
        if chosen in (MINE, EVERYBODY):
            self.mine = chosen == MINE
        else:
            self.stage = None if chosen == ALL else Stage(str(chosen))
        self.rows.clear_marks()
        self.read()

    def action_columns(self) -> None:
        """The next set of columns."""
        self._set = (self._set + 1) % len(self._sets())
        self.rows.columns = self._columns()
        self.rows.refresh()

    def _columns(self) -> Sequence[Column[CaseView]]:
        return [*FIRST, *self._sets()[self._set]]

    def _sets(self) -> Sequence[Sequence[Column[CaseView]]]:
        today = self.outreach.today()
        step = Column[CaseView](_next, 10, grow=1, title=say_c("column", "Next step"))
        due = Column[CaseView](lambda row: _due(row, today), 8, right=True, title=say_c("column", "Due"))
        need = Column[CaseView](lambda row: row.need_title, 16, grow=1, title=say("Competence need"))
        owner = Column[CaseView](lambda row: row.owner, 10, grow=1, title=say("Responsible"))
        last = Column[CaseView](lambda row: _last(row, today), 18, grow=1, title=say("Last contact"))
        town = Column[CaseView](lambda row: words.town(row.town_code), 12, title=say("Town"), at_least=100)
        return ((step, due, _wide(need), _wide(owner)), (need, owner), (last, town))

    # What can be done

    def action_back(self) -> None:
        if self.rows.marked:
            self.rows.clear_marks()
        else:
            super().action_back()

    def action_contact(self) -> None:
        if row := self._one():
            self.act(acts.log_contact(self, row.actor_id, row.case_id, row.organisation))

    def action_stage(self) -> None:
        if row := self._one():
            self.act(acts.move_stage(self, row.case_id, row.organisation))

    def action_task(self) -> None:
        if self.rows.marked:
            self.act(self._many("task"))
        elif row := self.rows.row:
            self.act(acts.next_step(self, row.case_id, row.organisation))

    def action_owner(self) -> None:
        if self.rows.marked:
            self.act(self._many("owner"))
        elif row := self.rows.row:
            self.act(acts.set_owner(self, row.case_id, row.organisation))

    async def _many(self, what: str) -> bool:
        """The same for all marked cases."""
        from tui.dialogs.owner import SetOwner
        from tui.dialogs.task import NextStep

        cases = sorted(self.rows.marked)
        name = tr(say_n("{n} marked case", "{n} marked cases", len(cases)))
        done = await self.app.push_screen_wait(NextStep(cases, name) if what == "task" else SetOwner(cases, name))
        if done is not None:
            self.rows.clear_marks()
        return done is not None

    def _one(self) -> CaseView | None:
        """The case under the cursor; marked rows want another key."""
        if self.rows.marked:
            self.toast(ONE_AT_A_TIME)
            return None
        return self.rows.row

    def action_copy(self) -> None:
        if (row := self.rows.row) is not None:
            acts.copy(self, row.organisation)

    def action_export(self) -> None:
        self.start(self._export(), group="act")

    async def _export(self) -> None:
        from tui.dialogs.export import Export

        await self.app.push_screen_wait(Export(self.outreach.town_code()))


def _lines(parts: Sequence[str], cells: int) -> tuple[str, str]:
    """The parts on one line, or on two where they need it."""
    first = 0
    while first < len(parts) and safe.width(" · ".join(parts[: first + 1])) <= cells:
        first += 1
    return " · ".join(parts[:first]), " · ".join(parts[first:])


def load(place: Workplace, town_code: str, stage: Stage | None, mine: bool, offset: int, limit: int) -> Page[CaseView]:
    from outreach.services import cases

    with place.read() as uow:
        return cases.page(
            uow,
            today=place.today,
            language=language(),
            limits=place.config.stage_limits,
            town_code=town_code,
            stage=stage,
            owner_id=place.adviser_id if mine else None,
            offset=offset,
            limit=limit,
        )


def counts(place: Workplace, town_code: str, mine: bool) -> dict[Stage, int]:
    from outreach.services import cases

    with place.read() as uow:
        return cases.stage_counts(uow, town_code=town_code, owner_id=place.adviser_id if mine else None)


def _is_late(row: CaseView) -> bool:
    return row.limit_days is not None and row.days_in_stage > row.limit_days


def _days(row: CaseView) -> Piece:
    """How long at this stage, and the limit once that has been passed."""
    if _is_late(row):
        return Piece(tr(say("{days} d (limit {limit})", days=row.days_in_stage, limit=row.limit_days)), "warn")
    return Piece(tr(say("{days} d", days=row.days_in_stage)))


def _next(row: CaseView) -> str:
    return row.next_task.title if row.next_task else "–"


def _due(row: CaseView, today: date) -> Piece:
    day = row.next_task.due_on if row.next_task else row.revisit_on
    late = row.next_task is not None and row.next_task.due_on < today
    return Piece(f"! {words.short_day(day, today)}" if late else words.short_day(day, today), "warn" if late else "")


def _last(row: CaseView, today: date) -> str:
    if row.last_contact is None or row.last_contact_kind is None:
        return tr(say("no contact yet"))
    return f"{words.short_day(row.last_contact, today)} {tr(label(row.last_contact_kind))}"


def _wide(column: Column[CaseView]) -> Column[CaseView]:
    """The same column where there is room for it."""
    return Column(column.show, column.width, grow=column.grow, title=column.title, at_least=110)


FIRST: Sequence[Column[CaseView]] = (
    Column(lambda row: row.organisation, 12, grow=3, title=say("Name")),
    Column(lambda row: tr(label(row.stage)), 16, title=say("Stage")),
    Column(_days, 16, title=say("Waited")),
)
