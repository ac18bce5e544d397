"""Screen 6: the competence needs of the town, how far each is covered, and the rows behind every figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_c, say_n
from outreach.terms.needs import Need
from outreach.terms.views import CoverageRow
from outreach.terms.work import Stage
from tui import keys, safe, words
from tui.dialogs.behind import Behind, Counted
from tui.dialogs.choose import Choose
from tui.screens.base import View
from tui.screens.card import Card, walk_over
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

BAR = 20
CELLS = 9  # of a figure
FIGURES: Sequence[tuple[Stage, str, Message]] = (
    (Stage.IDENTIFIED, "identified", say_c("heading of a column of figures, at most 8 letters", "found")),
    (Stage.SELECTED, "selected", say_c("heading of a column of figures, at most 8 letters", "selected")),
    (Stage.CONTACTED, "contacted", say_c("heading of a column of figures, at most 8 letters", "contact")),
    (Stage.IN_DIALOGUE, "in_dialogue", say_c("heading of a column of figures, at most 8 letters", "dialogue")),
    (Stage.COMMITTED, "committed", say_c("heading of a column of figures, at most 8 letters", "commit")),
    (Stage.ACTIVE, "active", say_c("heading of a column of figures, at most 8 letters", "active")),
)
TARGET = say_c("heading of a column of figures, at most 8 letters", "target")
EXAMPLE = say("Example, not the town's own need")
MISSING = say_c("heading of a column of figures, at most 8 letters", "missing")


class PutAway:
    """The line that stands for the needs out of use."""

    __slots__ = ()


class Needs(View):
    """Enter opens the candidates of a need, `f` the rows behind a figure, `e` and `a` its own facts."""

    HEADLINE = say("Competence needs")
    BINDINGS = keys.bindings("filter", "edit", "add", "yes", "no")
    HINTS = ("open", "filter", "edit", "add", "yes", "no", "undo")

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[CoverageRow, ...] = ()
        self.away: tuple[Need, ...] = ()

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def label_of(self, name: str) -> Message:
        own = {"filter": say("Rows behind"), "yes": say("Adopt"), "no": say("Put away"), "open": say("Candidates")}
        return own.get(name) or super().label_of(name)

    # Reading

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        self.rows, self.away = await self.ask(load, self.outreach.town_code())
        examples = sum(row.example for row in self.rows)
        parts = [tr(say_n("{n} need", "{n} needs", len(self.rows)))]
        if examples:
            own = say_n(
                "{n} example, in no report before it is adopted",
                "{n} examples, in no report before they are adopted",
                examples,
            )
            parts.append(tr(own))
        self.status(" · ".join(parts))
        self._show()

    def _show(self) -> None:
        lines = self.query_one(Lines)
        first = not lines.items
        items: list[Item] = []
        if self.rows:
            items.append(_headings())
        else:
            key = keys.shown("add", self.outreach.own_keys)
            items.append(note(tr(say("No competence needs yet. {key}: add one", key=key))))
        everywhere = not self.outreach.town_code()
        town = ""
        for row in self.rows:
            if everywhere and row.town_code != town:
                town = row.town_code
                items.append(heading(words.town(town)))
            items.append(_need(row))
        if self.away:
            text = tr(say_n("{n} need out of use", "{n} needs out of use", len(self.away)))
            items += [note(""), Item(lambda cells: [[Piece(safe.cut(text, cells), "dim")]], PutAway(), "away")]
        lines.show(items)
        if first and self.outreach.need_id is not None:
            lines.select(f"need:{self.outreach.need_id}")

    def _row(self) -> CoverageRow | None:
        value = self.query_one(Lines).value
        if isinstance(value, CoverageRow):
            return value
        self.toast(say("Put the cursor on a competence need first."))
        return None

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, CoverageRow):
            self.outreach.need_id = event.value.need_id
            self.outreach.show_view("candidates")
        elif isinstance(event.value, PutAway):
            self.start(self._take_back(), group="act")

    # Rows behind a figure

    def action_filter(self) -> None:
        if row := self._row():
            self.start(self._behind(row), group="act")

    async def _behind(self, row: CoverageRow) -> None:
        """Every figure opens the organisations it counts."""
        options = [(stage, say("{stage}: {n}", stage=label(stage), n=getattr(row, name))) for stage, name, _ in FIGURES]
        stage = await self.app.push_screen_wait(Choose(say("Which figure? · {need}", need=row.title), options))
        if stage is None:
            return
        found = await self.ask(behind, row.need_id, stage)
        if not found:
            self.toast(say("No organisation is counted there."))
            return
        title = say("{need} · {stage}", need=safe.cut(row.title, 40), stage=label(stage))
        actor_id = await self.app.push_screen_wait(Behind(title, [Counted(key, name) for key, name in found]))
        if actor_id is not None:
            self.app.push_screen(Card(actor_id, walk_over([key for key, _ in found], actor_id)))

    # Changing needs

    def action_edit(self) -> None:
        if row := self._row():
            self.start(self._edit(row.need_id), group="act")

    def action_add(self) -> None:
        self.start(self._edit(None), group="act")

    async def _edit(self, need_id: int | None) -> None:
        from tui.dialogs.need import EditNeed

        if await self.app.push_screen_wait(EditNeed(need_id)) is not None:
            self.outreach.changed()

    def action_yes(self) -> None:
        if row := self._row():
            if row.example:
                self.start(self._write(adopt, row.need_id), group="change")
            else:
                self.toast(say("It is the town's own need already."))

    def action_no(self) -> None:
        if row := self._row():
            self.start(self._write(archive, row.need_id), group="change")

    async def _take_back(self) -> None:
        options = [(need.need_id, need.title(language())) for need in self.away]
        need_id = await self.app.push_screen_wait(Choose(say("Which need is taken into use again?"), options))
        if need_id is not None:
            await self._write(unarchive, int(need_id))

    async def _write(self, write: Callable[[Workplace, int], Message], need_id: int) -> None:
        self.toast(await self.ask(write, need_id))
        self.outreach.changed()


def _headings() -> Item:
    names = [tr(TARGET), *(tr(name) for _, _, name in FIGURES), tr(MISSING)]
    text = "".join(" " + safe.fit(name, CELLS - 1, right=True) for name in names)
    return Item(lambda cells: [[Piece(safe.fit(text, cells, right=True), "dim")]])


def _need(row: CoverageRow) -> Item:
    figures = [row.target, *(getattr(row, name) for _, name, _ in FIGURES), row.gap]
    numbers = "".join(f"{n:>{CELLS}}" for n in figures)
    covered, tone = bar(row)

    def painted(cells: int) -> list[list[Piece]]:
        room = cells - safe.width(covered) - 2
        title = safe.fit(row.title, room)
        lines = [[Piece(title, "strong"), Piece(f"  {covered}", tone)], [Piece(safe.fit(numbers, cells, right=True))]]
        if row.example:
            lines.append([Piece(safe.cut(f"  {tr(EXAMPLE)}", cells), "dim")])
        if not row.identified:
            lines.append([Piece(safe.cut(say("  Nobody found yet: e widens the place or the words."), cells), "warn")])
        return lines

    return Item(painted, row, f"need:{row.need_id}")


def bar(row: CoverageRow) -> tuple[str, str]:
    """How much of the target is reached, as a bar and in words, and its tone."""
    if not row.target:
        return tr(say("no target set")), "dim"
    full = min(BAR, round(BAR * row.active / row.target))
    reached = tr(say("{active} of {target}", active=row.active, target=row.target))
    return f"{'█' * full}{'░' * (BAR - full)}  {reached}", "accent" if row.active else "dim"


def load(place: Workplace, town_code: str) -> tuple[tuple[CoverageRow, ...], tuple[Need, ...]]:
    """Coverage with fresh scores, and the needs out of use."""
    from outreach.services import coverage, needs, scoring

    with place.read() as uow:
        known = needs.needs(uow, town_code, include_archived=True)
    scoring.refresh(place.database, [need.need_id for need in known if not need.archived], now=place.now)
    with place.read() as uow:
        rows = coverage.coverage(
            uow, town_code=town_code, today=place.today, language=language(), include_examples=True
        )
    return rows, tuple(need for need in known if need.archived)


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


def unarchive(place: Workplace, need_id: int) -> Message:
    from outreach.services import needs

    with place.write() as uow:
        return needs.archive(uow, need_id, archived=False)
