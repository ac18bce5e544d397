"""Moving a case to another stage: where it can go, and what is still needed for the rest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from outreach.errors import OutreachError
from outreach.i18n import render_error, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import AllowedMove
from outreach.terms.work import Stage
from tui import safe
from tui.dialogs.choose import digit, numbered
from tui.dialogs.form import CELLS, REFUSAL_LINES, Form, Line, day_field
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class MoveStage(Dialog[Message]):
    """The allowed moves first; one that ends in … asks for a reason, evidence or a day."""

    AUTO_FOCUS = "Lines"

    def __init__(self, case_id: int, name: str) -> None:
        super().__init__()
        self.case_id, self.name_ = case_id, name
        self.moves: list[AllowedMove] = []  # in the order shown
        self._moving = False

    def compose(self) -> ComposeResult:
        title = safe.cut(say("Move to stage… · {name}", name=safe.cut(self.name_, CELLS // 2)), CELLS)
        with Vertical(classes="dialog"):
            yield Static(safe.content(title), classes="title")
            yield Lines()
            yield Static("", classes="warning hidden", id="refusal")
            yield Static(safe.content(tr(say("A digit or Enter chooses · Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        self.start(self._fill(), group="fill")

    async def _fill(self) -> None:
        moves = await self.ask(allowed, self.case_id)
        onward = [move for move in moves if not move.missing and not move.backward]
        back = [move for move in moves if not move.missing and move.backward]
        blocked = [move for move in moves if move.missing]
        self.moves = [*onward, *back, *blocked]
        lines = [self._line(move, "strong") for move in onward]
        if back:
            lines += [heading(tr(say("Move back"))), *(self._line(move) for move in back)]
        if blocked:
            lines.append(heading(tr(say("Still needed"))))
        for move in blocked:
            lines.append(self._line(move, "dim"))
            lines += [_missing(missing) for missing in move.missing]
        self.query_one(Lines).show(lines)

    def _line(self, move: AllowedMove, tone: str = "") -> Item:
        sign = "←" if move.backward else "→"
        more = safe.ELLIPSIS if _asks_more(move) else ""
        place = self.moves.index(move)
        return numbered(place + 1, f"{sign} {tr(label(move.stage))}{more}", place, tone)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, int):
            self._choose(event.value)

    def on_key(self, event: events.Key) -> None:
        place = digit(event)
        if 0 < place <= len(self.moves):
            event.stop()
            self._choose(place - 1)

    def _choose(self, place: int) -> None:
        if not self._moving:
            self._moving = True
            self.start(self._move(self.moves[place]), group="act")

    async def _move(self, move: AllowedMove) -> None:
        try:
            if move.missing:
                missing = tuple(move.missing)
                self._refuse(
                    tr(
                        say(
                            "Cannot move to stage: {stage}. Still needed: {missing}",
                            stage=label(move.stage),
                            missing=missing,
                        )
                    )
                )
            elif _asks_more(move):
                done = await self.app.push_screen_wait(MoveDetails(self.case_id, self.name_, move))
                if done is not None:
                    self.dismiss(done)
            else:
                done = await self.ask(write, self.case_id, move.stage, "", "", None, None)
                self.toast(done)
                self.dismiss(done)
        except OutreachError as error:
            self._refuse(render_error(error))
        finally:
            self._moving = False

    def _refuse(self, text: str) -> None:
        line = self.query_one("#refusal", Static)
        line.remove_class("hidden")
        line.update(safe.content("\n".join(safe.wrap(text, CELLS, REFUSAL_LINES))))


class MoveDetails(Form[Message]):
    """What a move wants to be told: a reason, what shows it, the day to return."""

    AUTO_FOCUS = "Input"

    def __init__(self, case_id: int, name: str, move: AllowedMove) -> None:
        super().__init__()
        self.case_id, self.name_, self.move = case_id, name, move

    def heading(self) -> str:
        stage = label(self.move.stage)
        return tr(say("{name} → {stage}", name=safe.cut(self.name_, CELLS // 2), stage=stage))

    def fields(self) -> ComposeResult:
        move = self.move
        if move.wants_evidence is not None:
            wanted = say("Wanted: {what}", what=move.wants_evidence)
            yield Static(safe.content("\n".join(safe.wrap(wanted, CELLS, 2))), classes="quiet")
            yield Line(say("Evidence"), Input(id="evidence", max_length=500))
        if move.wants_reason:
            yield Line(say("Reason"), Input(id="reason", max_length=500))
        if move.wants_date:
            yield Line(say("Return to this on"), day_field(None, id="revisit"))
        yield Line(say("Happened on"), day_field(self.outreach.today(), id="on"))

    async def save(self) -> Message:
        reason = self.text("reason") if self.move.wants_reason else ""
        evidence = self.text("evidence") if self.move.wants_evidence is not None else ""
        revisit = self.day("revisit", ahead=True) if self.move.wants_date else None
        return await self.ask(write, self.case_id, self.move.stage, reason, evidence, self.day("on"), revisit)


def _missing(text: Message) -> Item:
    def lines(cells: int) -> list[list[Piece]]:
        first, *rest = safe.wrap(text, cells - 7)
        return [[Piece(f"     – {first}", "dim")], *([Piece(f"       {line}", "dim")] for line in rest)]

    return Item(lines)


def _asks_more(move: AllowedMove) -> bool:
    return not move.missing and (move.wants_reason or move.wants_date or move.wants_evidence is not None)


def allowed(place: Workplace, case_id: int) -> tuple[AllowedMove, ...]:
    from outreach.services import cases

    with place.read() as uow:
        return cases.allowed(uow, case_id, key=place.key, today=place.today)


def write(
    place: Workplace, case_id: int, stage: Stage, reason: str, evidence: str, on: date | None, revisit: date | None
) -> Message:
    from outreach.services import cases

    with place.write() as uow:
        return cases.move(
            uow, case_id, stage, key=place.key, reason=reason, evidence=evidence, on=on, revisit_on=revisit
        )
