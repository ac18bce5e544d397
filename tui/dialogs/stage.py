"""Moving a case to another stage: where it can go, and what is still needed for the rest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from outreach.i18n import tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import AllowedMove
from outreach.terms.work import Stage
from tui import safe
from tui.dialogs.form import Form, Line, day_field
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class MoveStage(Dialog[Message]):
    """The allowed moves first; choosing one that wants a reason, evidence or a day asks for it."""

    AUTO_FOCUS = "Lines"

    def __init__(self, case_id: int, name: str) -> None:
        super().__init__()
        self.case_id, self.name_ = case_id, name
        self.moves: dict[str, AllowedMove] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(say("Move to stage… · {name}", name=self.name_))), classes="title")
            yield Lines()
            yield Static("", classes="warning", id="refusal")

    def on_mount(self) -> None:
        self.start(self._fill(), group="fill")

    async def _fill(self) -> None:
        moves = await self.ask(allowed, self.case_id)
        self.moves = {move.stage.value: move for move in moves}
        open_now = [move for move in moves if not move.missing]
        lines = [_open_line(move) for move in open_now]
        blocked = [move for move in moves if move.missing]
        if blocked:
            lines.append(heading(tr(say("Still needed"))))
        for move in blocked:
            lines.append(_open_line(move))
            lines += [note(f"    – {safe.plain(missing)}") for missing in move.missing]
        self.query_one(Lines).show(lines)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        move = self.moves.get(str(event.value))
        if move is not None:
            self.start(self._move(move), group="move")

    async def _move(self, move: AllowedMove) -> None:
        if move.missing:
            missing = "; ".join(tr(message) for message in move.missing)
            said = say(
                "Cannot move to stage: {stage}. Still needed: {missing}", stage=label(move.stage), missing=missing
            )
            self.query_one("#refusal", Static).update(safe.content(tr(said)))
            return
        if move.wants_reason or move.wants_date or move.wants_evidence is not None:
            done = await self.app.push_screen_wait(MoveDetails(self.case_id, self.name_, move))
        else:
            done = await self.ask(write, self.case_id, move.stage, "", "", None, None)
        if done is not None:
            self.dismiss(done)


class MoveDetails(Form[Message]):
    """What a move wants to be told: a reason, what shows it, the day to return."""

    AUTO_FOCUS = "Input"

    def __init__(self, case_id: int, name: str, move: AllowedMove) -> None:
        super().__init__()
        self.case_id, self.name_, self.move = case_id, name, move

    def heading(self) -> str:
        return tr(say("{name} → {stage}", name=self.name_, stage=label(self.move.stage)))

    def fields(self) -> ComposeResult:
        move = self.move
        if move.wants_evidence is not None:
            yield Static(safe.content(tr(move.wants_evidence)), classes="quiet")
            yield Line(say("Evidence"), Input(id="evidence", max_length=500))
        if move.wants_reason:
            yield Line(say("Reason"), Input(id="reason", max_length=500))
        if move.wants_date:
            yield Line(say("Return to this on"), day_field(None, id="revisit"))
        yield Line(say("Happened on"), day_field(self.outreach.today(), id="on"))

    async def save(self) -> Message:
        reason = self.text("reason") if self.move.wants_reason else ""
        evidence = self.text("evidence") if self.move.wants_evidence is not None else ""
        revisit = self.day("revisit") if self.move.wants_date else None
        return await self.ask(write, self.case_id, self.move.stage, reason, evidence, self.day("on"), revisit)


def _open_line(move: AllowedMove) -> Item:
    sign = "←" if move.backward else "→"
    name = tr(label(move.stage))
    tone = "dim" if move.missing else "strong"
    return Item(lambda cells: [[Piece(safe.cut(f"{sign} {name}", cells), tone)]], move.stage.value, move.stage.value)


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
