"""Screen 3: a record of a page or file, and the organisations it may be; one key an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.review import ReviewItem
from outreach.terms.work import Judgement
from tui import acts, keys
from tui.screens import duplicate_items
from tui.screens.base import View
from tui.screens.why import Why
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Lines, note

if TYPE_CHECKING:
    from outreach.services.session import Workplace


@dataclass(frozen=True, slots=True)
class Next:
    """The question to show, how many wait, and the seconds that an answer takes this person."""

    item: ReviewItem | None
    left: int
    seconds: float


class Duplicates(View):
    """One question at a time: same, different or later; `,` and `.` go through what the record may be.

    What was put off is not asked again in this sitting until nothing else is left. A key that is pressed while an
    answer is being written is dropped: it would answer a question that nobody has read.
    """

    HEADLINE = say("Possible duplicates")
    BINDINGS = keys.bindings("yes", "no", "later", "why", "previous", "next")
    HINTS = ("yes", "no", "later", "open", "why", "next", "undo", "previous")

    def __init__(self) -> None:
        super().__init__()
        self.item: ReviewItem | None = None
        self.left = 0
        self.seconds = 0.0
        self.shown = 0  # which of the proposals
        self._put_off: list[int] = []  # questions that were put off in this sitting
        self._answered: list[int] = []  # questions that were answered, for undo to come back to
        self._writing = False

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def place(self) -> Sequence[str]:
        return ()

    def right(self) -> str:
        if not self.left:
            return super().right()
        minutes = max(1, round(self.left * self.seconds / 60))
        left = say_n("{n} left", "{n} left", self.left)
        return tr(say_n("{left} · about {n} minute", "{left} · about {n} minutes", minutes, left=left))

    def label_of(self, name: str) -> Message:
        own = {
            "yes": say("Same"),
            "no": say("Different"),
            "open": say("Side by side") if self._ours() else say("Why"),
        }
        return own.get(name) or super().label_of(name)

    def hint_ids(self) -> Sequence[str]:
        several = self.item is not None and len(self.item.proposals) > 1
        if self.item is None:
            return ("undo",)
        left_out = set() if several else {"next", "previous"}
        if not self._ours():
            left_out.add("why")  # Enter tells that
        return [name for name in self.HINTS if name not in left_out]

    def _ours(self) -> bool:
        """Whether it is asked about an organisation of ours."""
        return self.item is not None and self.item.actor_id is not None

    # Reading

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    def changed(self) -> None:
        """After an undo the question that was answered last waits again: it is shown first."""
        self.retitle()
        first = self._answered.pop() if self._answered else None
        self._put_off = [number for number in self._put_off if number != first]
        self.start(self._read(first), group="read", exclusive=True)

    async def _read(self, first: int | None = None) -> None:
        here = self.item.number if self.item is not None else None
        found = await self.ask(load, first if first is not None else here, tuple(self._put_off))
        self.item, self.left, self.seconds = found.item, found.left, found.seconds
        if self.item is None or self.item.number != here:
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
        if item.group:
            several = tr(say_n("{n} record at once", "{n} records at once", len(item.group) + 1))
            question = f"{question} · {several}"
        if item.number in self._put_off:
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
            said = await self.ask(answer, item.number, actor_id, judgement, item.version)
            self.toast(said)
            self._answered.append(item.number)
            if judgement is Judgement.UNSURE:
                self._put_off = [number for number in self._put_off if number != item.number] + [item.number]
                self.item = None
        finally:
            self._writing = False
            await self._read()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        """Two organisations are laid side by side to be merged; of a record it is told why it is asked about."""
        if self.item is not None and self.item.actor_id is not None and isinstance(event.value, int):
            self.act(self._merge(self.item.number, self.item.actor_id, event.value))
        else:
            self.action_why()

    async def _merge(self, number: int, own: int, actor_id: int) -> bool:
        merged = await acts.merge(self, own, actor_id)
        if merged:
            self._answered.append(number)
        return merged

    def action_why(self) -> None:
        """Why it is asked about, line by line."""
        if self.item is not None and self.item.proposals:
            actor_id = self.item.proposals[self.shown].actor_id
            self.app.push_screen(Why(self.item.record_id, actor_id, organisation=self.item.actor_id or 0))


def load(place: Workplace, first: int | None, put_off: Sequence[int]) -> Next:
    """The question to be asked now (`review.next_item`), and how fast this person answers."""
    from outreach.services import review

    with place.read() as uow:
        item, left = review.next_item(uow, first=first, put_off=put_off, today=place.today)
        return Next(item, left, review.pace(uow, place.adviser_id).seconds)


def answer(place: Workplace, number: int, actor_id: int, judgement: Judgement, version: int) -> Message:
    from outreach.services import review

    with place.write() as uow:
        return review.answer(uow, number, actor_id, judgement, key=place.key, expected=version)
