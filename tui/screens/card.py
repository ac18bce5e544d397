"""The card of an organisation: facts, cases and people on the left, the contact history on the right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal

from outreach.i18n import language, tr
from outreach.terms.message import say
from outreach.terms.views import Card as CardData
from outreach.terms.views import CaseView, PersonRow, SourceRow, TimelineRow
from tui import acts, keys, safe
from tui.screens import card_items
from tui.screens.base import View
from tui.screens.card_items import Fact
from tui.screens.why import Why
from tui.widgets.frame import RuleColumn
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class Walk(NamedTuple):
    """The list that a card was opened from: where in it the card stands, and who stands at a place."""

    place: int  # from 0
    total: int
    actor_at: Callable[[int], Awaitable[int | None]]


def walk_over(actor_ids: Sequence[int], actor_id: int) -> Walk:
    """A walk over a list that is at hand."""

    async def actor_at(index: int) -> int | None:
        return actor_ids[index] if 0 <= index < len(actor_ids) else None

    return Walk(actor_ids.index(actor_id), len(actor_ids), actor_at)


def load(place: Workplace, actor_id: int, language: str) -> CardData:
    """All that the card shows."""
    from outreach.services import card

    with place.read() as uow:
        return card.card(
            uow, actor_id, key=place.key, today=place.today, language=language, limits=place.config.stage_limits
        )


class Card(View):
    """An organisation, opened from a list; `,` and `.` go through that list. Enter opens what the line shows."""

    BINDINGS = keys.bindings(
        *("contact", "task", "stage", "owner", "edit", "add", "merge", "browse", "copy", "previous", "next")
    )
    HINTS = ("contact", "task", "stage", "edit", "owner", "add", "merge", "browse", "copy", "undo")
    DEFAULT_CSS = """
    Card Horizontal { height: 1fr; }
    Card #facts { width: 5fr; }
    Card #history { width: 3fr; }
    """

    def __init__(self, actor_id: int, walk: Walk | None = None, *, case_id: int | None = None) -> None:
        super().__init__()
        self.actor_id = actor_id
        self.walk_list = walk
        self.data: CardData | None = None
        self._case_id = case_id  # the case to put the cursor on when the card is first shown

    def body(self) -> ComposeResult:
        with Horizontal():
            yield Lines(id="facts")
            yield RuleColumn()
            yield Lines(id="history")

    def headline(self) -> str:
        return self.data.facts.name if self.data else tr(say("Organisation"))

    def place(self) -> Sequence[str]:
        return ()

    def right(self) -> str:
        walk = self.walk_list
        if walk is None or walk.total < 2:
            return super().right()
        own = self.outreach.own_keys
        return tr(
            say(
                "{n} of {total} · {previous} {next}",
                n=walk.place + 1,
                total=walk.total,
                previous=keys.shown("previous", own),
                next=keys.shown("next", own),
            )
        )

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        self.data = await self.ask(load, self.actor_id, language())
        self.actor_id = self.data.actor_id  # another one where a Business ID has been given since
        today = self.outreach.today()
        facts = self.query_one("#facts", Lines)
        first = not facts.items
        facts.show(card_items.facts(self.data, today))
        self.query_one("#history", Lines).show(card_items.history(self.data, today))
        if first and self._case_id is not None:
            facts.select(f"case:{self._case_id}")
        self.retitle()

    # Going through the list

    def action_previous(self) -> None:
        self.start(self._step(-1), group="read", exclusive=True)

    def action_next(self) -> None:
        self.start(self._step(1), group="read", exclusive=True)

    async def _step(self, by: int) -> None:
        walk = self.walk_list
        if walk is None:
            return
        place = walk.place + by
        actor_id = await walk.actor_at(place) if 0 <= place < walk.total else None
        if actor_id is None:
            self.toast(
                say("This is the last one of the list.") if by > 0 else say("This is the first one of the list.")
            )
            return
        self.walk_list = walk._replace(place=place)
        self.actor_id = actor_id
        self._case_id = None
        await self._read()
        facts = self.query_one("#facts", Lines)
        facts.action_first()

    # What can be done

    def _value(self) -> object | None:
        focused = self.focused
        return focused.value if isinstance(focused, Lines) else self.query_one("#facts", Lines).value

    def _case(self) -> CaseView | None:
        """The case under the cursor, or the only one."""
        value = self._value()
        if isinstance(value, CaseView):
            return value
        cases = self.data.cases if self.data else ()
        return cases[0] if len(cases) == 1 else None

    def _wanted_case(self) -> CaseView | None:
        case = self._case()
        if case is None and self.data is not None:
            if self.data.cases:
                self.toast(say("There are several cases. Put the cursor on one first."))
            else:
                self.toast(say("There is no case yet. Judge the organisation in Candidates first."))
        return case

    def action_contact(self) -> None:
        if self.data is not None:
            case = self._case()
            name = self.data.facts.name
            self.act(acts.log_contact(self, self.actor_id, case.case_id if case else None, name))

    def action_task(self) -> None:
        if (case := self._wanted_case()) is not None:
            self.act(acts.next_step(self, case.case_id, case.organisation))

    def action_stage(self) -> None:
        if (case := self._wanted_case()) is not None:
            self.act(acts.move_stage(self, case.case_id, case.organisation))

    def action_owner(self) -> None:
        if (case := self._wanted_case()) is not None:
            self.act(acts.set_owner(self, case.case_id, case.organisation))

    def action_edit(self) -> None:
        self.act(acts.edit_fields(self, self.actor_id, "organisation"))

    def action_add(self) -> None:
        self.act(acts.edit_fields(self, self.actor_id, ""))

    def action_merge(self) -> None:
        """Shows what was merged into the organisation, and asks which other one it is."""
        if self.data is not None:
            self.act(acts.merges(self, self.actor_id, self.data.facts.name))

    def action_browse(self) -> None:
        if self.data is not None:
            acts.browse(self, self.data.facts.website, self.data.facts.business_id)

    def action_copy(self) -> None:
        """Copies the line under the cursor; the business card of the organisation when it is not a line of facts."""
        text = copied(self._value())
        if text:
            acts.copy(self, text)

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, CaseView):
            self.action_stage()
        elif isinstance(event.value, Fact) and event.value.field == "website":
            self.action_browse()
        elif isinstance(event.value, Fact) and event.value.field:
            self.action_edit()
        elif isinstance(event.value, SourceRow) and event.value.record_id is not None:
            self.app.push_screen(Why(event.value.record_id, self.actor_id))


def copied(value: object | None) -> str:
    """What `y` copies of a line."""
    if isinstance(value, Fact):
        return safe.plain(value.text)
    if isinstance(value, PersonRow):
        return safe.plain(", ".join(filter(None, (value.name, value.role, value.email, value.phone))))
    if isinstance(value, CaseView):
        return safe.plain(f"{value.organisation}, {value.need_title}")
    if isinstance(value, SourceRow):
        return safe.plain(card_items.source_text(value))
    if isinstance(value, TimelineRow):
        return safe.plain(" ".join(filter(None, (tr(value.what), value.text))))
    return ""
