"""Screen 3: a record of a page or file, and the organisation it may be; one key an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.errors import OutreachError
from outreach.i18n import tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import ReviewItem
from outreach.terms.work import Judgement
from tui import keys
from tui.screens import duplicate_items
from tui.screens.base import View
from tui.screens.card import Card
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Lines, note

if TYPE_CHECKING:
    from outreach.services.session import Workplace

SECONDS_EACH = 15  # an unhurried answer, for the estimate of how long the rest takes


class Duplicates(View):
    """One question at a time: same, different or later; `,` and `.` go through what the record may be.

    What was put off is not asked again in this sitting until nothing else is left. A key that is pressed while an
    answer is being written is dropped: it would answer a question that nobody has read.
    """

    HEADLINE = say("Possible duplicates")
    BINDINGS = keys.bindings("yes", "no", "later", "previous", "next")
    HINTS = ("yes", "no", "later", "open", "undo", "next", "previous")

    def __init__(self) -> None:
        super().__init__()
        self.item: ReviewItem | None = None
        self.left = 0
        self.shown = 0  # which of the proposals
        self._put_off: list[int] = []  # records that were put off in this sitting
        self._answered: list[int] = []  # records that were answered, for undo to come back to
        self._writing = False

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def place(self) -> Sequence[str]:
        return ()

    def right(self) -> str:
        if not self.left:
            return super().right()
        minutes = max(1, round(self.left * SECONDS_EACH / 60))
        left = say_n("{n} left", "{n} left", self.left)
        return tr(say_n("{left} · about {n} minute", "{left} · about {n} minutes", minutes, left=left))

    def label_of(self, name: str) -> Message:
        own = {
            "yes": say("Same"),
            "no": say("Different"),
            "previous": say("Previous proposal"),
            "next": say("Next proposal"),
        }
        return own.get(name) or super().label_of(name)

    def hint_ids(self) -> Sequence[str]:
        several = self.item is not None and len(self.item.proposals) > 1
        if self.item is None:
            return ("undo",)
        return self.HINTS if several else [name for name in self.HINTS if name not in ("next", "previous")]

    # Reading

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    def changed(self) -> None:
        """After an undo the record that was answered last waits again: it is shown first."""
        self.retitle()
        first = self._answered.pop() if self._answered else None
        self._put_off = [record for record in self._put_off if record != first]
        self.start(self._read(first), group="read", exclusive=True)

    async def _read(self, first: int | None = None) -> None:
        here = self.item.record_id if self.item is not None else None
        self.item, self.left = await self.ask(load, first if first is not None else here, tuple(self._put_off))
        if self.item is None or self.item.record_id != here:
            self.shown = 0
        self._show()

    def _show(self) -> None:
        self.retitle()
        self.rehint()
        lines = self.query_one(Lines)
        item = self.item
        if item is None:
            self.status(say("No possible duplicates wait."))
            own = self.outreach.own_keys
            text = say(
                "Nothing to decide. {key}: candidates. {key2}: import a list",
                key=keys.shown("candidates", own),
                key2=keys.shown("sources", own),
            )
            lines.show([note(tr(text))])
            return
        self.shown = min(self.shown, max(0, len(item.proposals) - 1))
        question = tr(say("Is it the same organisation?"))
        if item.record_id in self._put_off:
            again = tr(say("put off before, nothing else is left"))
            question = f"{question} · {again}"
        self.status(question)
        lines.show(duplicate_items.question(item, self.shown, self.outreach.today()))
        lines.action_first()

    def action_next(self) -> None:
        self._turn(1)

    def action_previous(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self.item is not None and self.item.proposals:
            self.shown = (self.shown + by) % len(self.item.proposals)
            self._show()

    # Answers

    def action_yes(self) -> None:
        if self.item is not None and not self.item.proposals:
            self.toast(say("No organisation is proposed for this record. Answer different, or put it off."))
        else:
            self._answer(Judgement.SAME)

    def action_no(self) -> None:
        self._answer(Judgement.DIFFERENT)

    def action_later(self) -> None:
        self._answer(Judgement.UNSURE)

    def _answer(self, judgement: Judgement) -> None:
        if self.item is not None and not self._writing:
            self._writing = True
            proposal = self.item.proposals[self.shown] if self.item.proposals else None
            self.start(self._write(self.item, proposal.actor_id if proposal else 0, judgement), group="judge")

    async def _write(self, item: ReviewItem, actor_id: int, judgement: Judgement) -> None:
        try:
            said = await self.ask(answer, item.record_id, actor_id, judgement, item.version)
            self.toast(said)
            self._answered.append(item.record_id)
            if judgement is Judgement.UNSURE:
                self._put_off = [record for record in self._put_off if record != item.record_id] + [item.record_id]
                self.item = None
        finally:
            self._writing = False
            await self._read()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, int):
            self.app.push_screen(Card(event.value))


def load(place: Workplace, first: int | None, put_off: Sequence[int]) -> tuple[ReviewItem | None, int]:
    """The next question and how many wait: `first` if it still waits, else one that was not put off, else the one that
    was put off the longest ago."""
    from outreach.services import review

    with place.read() as uow:
        page = review.queue(uow, offset=0, limit=len(put_off) + 1, today=place.today)
        if first is not None and first not in put_off[-1:]:
            try:
                return review.item(uow, first), page.total
            except OutreachError:
                pass
    waiting = {item.record_id: item for item in page.rows}
    fresh = next((item for item in page.rows if item.record_id not in put_off), None)
    oldest = next((waiting[record] for record in put_off if record in waiting), None)
    return fresh or oldest, page.total


def answer(place: Workplace, record_id: int, actor_id: int, judgement: Judgement, version: int) -> Message:
    from outreach.services import review

    with place.write() as uow:
        return review.answer(uow, record_id, actor_id, judgement, key=place.key, expected=version)
