"""Screen 5: cases by stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import CaseView, Page
from outreach.terms.work import Stage
from tui import acts, keys, words
from tui.dialogs.choose import Choose
from tui.screens.base import View
from tui.screens.card import Card, Walk
from tui.widgets.frame import StatusLine
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Fetch, Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class Stages(View):
    """All cases of the town, by stage and then the longest waiting; `f` shows one stage, or mine only."""

    HEADLINE = say("Stages")
    BINDINGS = keys.bindings("filter", "contact", "task", "stage", "owner", "copy", "export")
    HINTS = ("open", "contact", "task", "stage", "owner", "filter", "export", "undo")

    def __init__(self) -> None:
        super().__init__()
        self.stage: Stage | None = None
        self.mine = False
        self.counts: dict[Stage, int] = {}

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Rows(COLUMNS, key=lambda row: row.case_id, empty=self._empty, titles=True)

    @property
    def rows(self) -> Rows[CaseView]:
        return self.query_one(Rows)

    def read(self) -> None:
        self.rows.reload(self._fetch_of(self.stage, self.mine))
        self.start(self._count(), group="count", exclusive=True)

    async def _count(self) -> None:
        self.counts = await self.ask(counts, self.outreach.town_code(), self.mine)
        parts = [f"{tr(label(stage))} {n}" for stage, n in self.counts.items() if n]
        if self.stage is not None:
            parts = [tr(say("only: {stage}", stage=label(self.stage))), *parts]
        if self.mine:
            parts = [tr(say("only mine")), *parts]
        self.status(" · ".join(parts))

    def _fetch_of(self, stage: Stage | None, mine: bool) -> Fetch[CaseView]:
        async def fetch(offset: int, limit: int) -> Page[CaseView]:
            return await self.ask(load, self.outreach.town_code(), stage, mine, offset, limit)

        return fetch

    def _empty(self) -> str:
        key = keys.shown("candidates", self.outreach.own_keys)
        return tr(say("No outreach cases here yet. {key}: choose among the candidates", key=key))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        fetch = self._fetch_of(self.stage, self.mine)

        async def actor_at(place: int) -> int | None:
            rows = (await fetch(place, 1)).rows
            return rows[0].actor_id if rows else None

        walk = Walk(self.rows.cursor, self.rows.count, actor_at)
        self.app.push_screen(Card(event.row.actor_id, walk, case_id=event.row.case_id))

    def action_filter(self) -> None:
        self.start(self._filter(), group="act")

    async def _filter(self) -> None:
        options: list[tuple[object, Message]] = [("all", say("all stages")), ("mine", say("only my own cases"))]
        options += [(stage.value, label(stage)) for stage in Stage if self.counts.get(stage)]
        chosen = await self.app.push_screen_wait(Choose(say("Narrow down"), options))
        if chosen is None:
            return
        if chosen == "mine":
            self.mine = True
        elif chosen == "all":
            self.stage, self.mine = None, False
        else:
            self.stage = Stage(str(chosen))
        self.read()

    def action_contact(self) -> None:
        if (row := self.rows.row) is not None:
            self.act(acts.log_contact(self, row.actor_id, row.case_id, row.organisation))

    def action_task(self) -> None:
        if (row := self.rows.row) is not None:
            self.act(acts.next_step(self, row.case_id, row.organisation))

    def action_stage(self) -> None:
        if (row := self.rows.row) is not None:
            self.act(acts.move_stage(self, row.case_id, row.organisation))

    def action_owner(self) -> None:
        if (row := self.rows.row) is not None:
            self.act(acts.set_owner(self, row.case_id, row.organisation))

    def action_copy(self) -> None:
        if (row := self.rows.row) is not None:
            acts.copy(self, row.organisation)

    def action_export(self) -> None:
        self.outreach.show_view("reports")


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


def _stage(row: CaseView) -> Piece:
    late = row.limit_days is not None and row.days_in_stage > row.limit_days
    return Piece(
        words.stage_text(row.stage, row.days_in_stage, row.limit_days if late else None), "warn" if late else ""
    )


def _next(row: CaseView) -> str:
    return row.next_task.title if row.next_task else "–"


def _due(row: CaseView) -> str:
    day = row.next_task.due_on if row.next_task else row.revisit_on
    return words.short_day(day, day) if day else ""


COLUMNS: Sequence[Column[CaseView]] = (
    Column(_stage, 24, title=say("Stage")),
    Column(lambda row: row.organisation, 18, grow=2, title=say("Name")),
    Column(_next, 12, grow=1, title=say("Next step")),
    Column(_due, 6, right=True, title=say("Due")),
    Column(lambda row: row.need_title, 20, grow=1, title=say("Competence need"), at_least=110),
    Column(lambda row: row.owner, 12, title=say("Responsible"), at_least=100),
)
