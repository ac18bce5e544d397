"""Why a record stands where it does: the waterfall of its evidence, and the key that takes a wrong link back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import tr
from outreach.terms.message import Message, say
from outreach.terms.review import Explanation
from outreach.terms.work import Judgement
from tui import keys
from tui.screens import why_items
from tui.screens.base import View
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Lines, note

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class Why(View):
    """A record and what it was judged to be or not to be; `,` and `.` go through the judgements.

    `-` on a link says that it is wrong: the record leaves the organisation, and `u` puts it back.
    """

    HEADLINE = say("Why is it here?")
    BINDINGS = keys.bindings("no", "previous", "next")
    HINTS = ("no", "open", "undo", "next", "previous", "back")

    def __init__(self, record_id: int, actor_id: int | None = None, *, organisation: int = 0) -> None:
        super().__init__()
        self.record_id = record_id
        self.organisation = organisation  # number of an organisation of ours, in place of a record
        self.found: tuple[Explanation, ...] = ()
        self.shown = 0
        self._first = actor_id  # whose judgement is shown first
        self._writing = False

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def place(self) -> Sequence[str]:
        return (self.found[0].record,) if self.found else ()

    def right(self) -> str:
        if len(self.found) < 2:
            return super().right()
        return tr(say("{n} of {total}", n=self.shown + 1, total=len(self.found)))

    def label_of(self, name: str) -> Message:
        own = {"no": say("Different"), "open": say("Organisation"), "previous": say("Previous"), "next": say("Next")}
        return own.get(name) or super().label_of(name)

    def hint_ids(self) -> Sequence[str]:
        left_out = set() if len(self.found) > 1 else {"next", "previous"}
        if not self._linked():
            left_out.add("no")
        return [name for name in self.HINTS if name not in left_out]

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        self.found = await self.ask(load, self.record_id, self.organisation)
        wanted = (place for place, one in enumerate(self.found) if one.actor_id == self._first)
        self.shown = next(wanted, min(self.shown, max(0, len(self.found) - 1)))
        self._first = None
        self._show()

    def _show(self) -> None:
        self.retitle()
        self.rehint()
        lines = self.query_one(Lines)
        if not self.found:
            self.status("")
            lines.show([note(tr(say("Nothing is known of this record any more.")))])
            return
        self.status(say("{key} says that it is somebody else", key=self._key("no")) if self._linked() else "")
        lines.show(why_items.why(self.found[self.shown]))
        lines.action_first()

    def _key(self, name: str) -> str:
        return keys.shown(name, self.outreach.own_keys)

    def _linked(self) -> bool:
        return bool(self.found and self.record_id) and self.found[self.shown].judgement is Judgement.SAME

    def action_next(self) -> None:
        self._turn(1)

    def action_previous(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self.found:
            self.shown = (self.shown + by) % len(self.found)
            self._show()

    def action_no(self) -> None:
        """Takes the record out of the organisation; a question is answered on its own screen."""
        if not self._linked():
            self.toast(say("Nothing is linked here. Questions are answered with {key}.", key=self._key("duplicates")))
        elif not self._writing:
            self._writing = True
            self.start(self._split(), group="judge")

    async def _split(self) -> None:
        try:
            self.toast(*await self.ask(split, self.record_id))
            self.shown = 0
        finally:
            self._writing = False
            await self._read()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        from tui.screens.card import Card  # a card opens this screen as well

        if isinstance(event.value, int):
            self.app.push_screen(Card(event.value))


def load(place: Workplace, record_id: int, organisation: int) -> tuple[Explanation, ...]:
    """All judgements on a record, or on an organisation of ours."""
    from outreach.services import explain

    with place.read() as uow:
        if organisation:
            return explain.explain_organisation(uow, organisation)
        return explain.explain_record(uow, record_id)


def split(place: Workplace, record_id: int) -> tuple[Message, ...]:
    """Says that a link is wrong."""
    from outreach.services import review

    with place.write() as uow:
        return review.split(uow, record_id, key=place.key)
