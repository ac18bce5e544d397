"""Screen 6: the competence needs of the town, how far each is covered, and the rows behind every figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import CoverageRow
from outreach.terms.work import Stage
from tui import keys, safe, words
from tui.dialogs.choose import Choose
from tui.screens.base import View
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

BAR = 20
FIGURES: Sequence[tuple[Stage, Message]] = (
    (Stage.IDENTIFIED, say("found")),
    (Stage.SELECTED, say("select.")),
    (Stage.CONTACTED, say("contact.")),
    (Stage.IN_DIALOGUE, say("dialogue")),
    (Stage.COMMITTED, say("commit.")),
    (Stage.ACTIVE, say("active")),
)
FIGURE_CELLS = 9


class Needs(View):
    """Enter opens the candidates of a need, `f` the rows behind a figure, `e` and `a` its own facts."""

    HEADLINE = say("Competence needs")
    BINDINGS = keys.bindings("filter", "edit", "add", "yes", "no")
    HINTS = ("open", "filter", "edit", "add", "yes", "no", "undo")

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[CoverageRow, ...] = ()

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def label_of(self, name: str) -> Message:
        own = {"filter": say("Rows behind"), "yes": say("Adopt"), "no": say("Put away")}
        return own.get(name) or super().label_of(name)

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        self.rows = await self.ask(load, self.outreach.town_code())
        examples = sum(row.example for row in self.rows)
        parts = [tr(say_n("{n} need", "{n} needs", len(self.rows)))]
        if examples:
            parts.append(
                tr(
                    say_n(
                        "{n} example, in no report before adopted",
                        "{n} examples, in no report before adopted",
                        examples,
                    )
                )
            )
        self.status(" · ".join(parts))
        self._show()

    def _show(self) -> None:
        key = keys.shown("add", self.outreach.own_keys)
        lines = self.query_one(Lines)
        if not self.rows:
            lines.show([note(tr(say("No competence needs yet. {key}: add one", key=key)))])
            return
        items = [_headings()]
        everywhere = not self.outreach.town_code()
        town = ""
        for row in self.rows:
            if everywhere and row.town_code != town:
                town = row.town_code
                items.append(heading(words.town(town)))
            items.append(_need(row))
        lines.show(items)
        if self.outreach.need_id is not None:
            lines.select(f"need:{self.outreach.need_id}")

    def _row(self) -> CoverageRow | None:
        value = self.query_one(Lines).value
        return value if isinstance(value, CoverageRow) else None

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, CoverageRow):
            self.outreach.need_id = event.value.need_id
            self.outreach.show_view("candidates")

    def action_filter(self) -> None:
        self.start(self._behind(), group="act")

    async def _behind(self) -> None:
        """Every figure opens the organisations it counts."""
        row = self._row()
        if row is None:
            return
        options = [(stage, _figure_line(row, stage)) for stage, _ in FIGURES]
        stage = await self.app.push_screen_wait(Choose(say("Which figure?"), options))
        if stage is None:
            return
        found = await self.ask(behind, row.need_id, stage)
        if not found:
            self.toast(say("No organisation is counted there."))
            return
        title = say("{need} · {stage}", need=row.title, stage=label(stage))
        actor = await self.app.push_screen_wait(Choose(title, found))
        if actor is not None:
            from tui.screens.card import Card, walk_over

            actors = [actor_id for actor_id, _ in found]
            self.app.push_screen(Card(int(actor), walk_over(actors, int(actor))))

    def action_edit(self) -> None:
        if (row := self._row()) is not None:
            self.start(self._edit(row.need_id), group="act")

    def action_add(self) -> None:
        self.start(self._edit(None), group="act")

    async def _edit(self, need_id: int | None) -> None:
        from tui.dialogs.need import EditNeed

        if await self.app.push_screen_wait(EditNeed(need_id)) is not None:
            self.outreach.changed()

    def action_yes(self) -> None:
        self._change(adopt)

    def action_no(self) -> None:
        self._change(archive)

    def _change(self, write: Callable[[Workplace, int], Message]) -> None:
        if (row := self._row()) is not None:
            self.start(self._write(write, row.need_id), group="act")

    async def _write(self, write: Callable[[Workplace, int], Message], need_id: int) -> None:
        self.toast(await self.ask(write, need_id))
        self.outreach.changed()


def _headings() -> Item:
    def painted(cells: int) -> list[list[Piece]]:
        names = "".join(safe.fit(tr(name), FIGURE_CELLS, right=True) for _, name in FIGURES)
        target, gap = tr(say("target")), tr(say("missing"))
        left = safe.fit(target, max(8, cells - len(names) - 9), right=True)
        return [[Piece(f"{left}{names}{safe.fit(gap, 9, right=True)}", "dim")]]

    return Item(painted)


def _need(row: CoverageRow) -> Item:
    figures = (row.identified, row.selected, row.contacted, row.in_dialogue, row.committed, row.active)

    def painted(cells: int) -> list[list[Piece]]:
        numbers = "".join(f"{n:>{FIGURE_CELLS}}" for n in figures)
        title = f"{safe.plain(row.title)} {tr(say('(example)'))}" if row.example else row.title
        room = max(8, cells - FIGURE_CELLS * len(figures) - 9)
        first = [Piece(safe.cut(title, cells), "strong")]
        second = [Piece(f"{row.target:>{room}}{numbers}{row.gap:>9}", "warn" if row.gap else "")]
        return [first, second, [Piece(f"  {bar(row)}", "accent" if row.active else "dim")]]

    return Item(painted, row, f"need:{row.need_id}")


def bar(row: CoverageRow) -> str:
    """How much of the target is reached, as a bar and in words."""
    if not row.target:
        return tr(say("no target set"))
    full = min(BAR, round(BAR * row.active / row.target))
    words_ = tr(say("{active} of {target}", active=row.active, target=row.target))
    return f"{'█' * full}{'░' * (BAR - full)}  {words_}"


def _figure_line(row: CoverageRow, stage: Stage) -> Message:
    figure = {
        Stage.IDENTIFIED: row.identified,
        Stage.SELECTED: row.selected,
        Stage.CONTACTED: row.contacted,
        Stage.IN_DIALOGUE: row.in_dialogue,
        Stage.COMMITTED: row.committed,
        Stage.ACTIVE: row.active,
    }[stage]
    return say("{stage}: {n}", stage=label(stage), n=figure)


def load(place: Workplace, town_code: str) -> tuple[CoverageRow, ...]:
    """Coverage with fresh scores."""
    from outreach.services import coverage, needs, scoring

    with place.read() as uow:
        wanted = [need.need_id for need in needs.needs(uow, town_code)]
    scoring.refresh(place.database, wanted, now=place.now)
    with place.read() as uow:
        return coverage.coverage(
            uow, town_code=town_code, today=place.today, language=language(), include_examples=True
        )


def behind(place: Workplace, need_id: int, stage: Stage) -> tuple[tuple[int, str], ...]:
    from outreach.services import coverage

    with place.read() as uow:
        return coverage.coverage_rows(uow, need_id, stage, today=place.today)


def adopt(place: Workplace, need_id: int) -> Message:
    from outreach.services import needs

    with place.write() as uow:
        return needs.adopt(uow, need_id)


def archive(place: Workplace, need_id: int) -> Message:
    from outreach.services import needs

    with place.write() as uow:
        return needs.archive(uow, need_id)
