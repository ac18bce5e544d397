"""Screen 3: a record of a page or file, and the organisation it may be; one key an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import number_text, tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import FieldPair, Page, Proposal, ReviewItem
from outreach.terms.work import Judgement
from tui import keys, safe
from tui.screens.base import View
from tui.screens.card import Card
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

SECONDS_EACH = 15  # an unhurried answer, for the estimate of how long the rest takes
SIGNS = {"equal": "=", "similar": "≈", "differs": "≠", "missing": "·"}
FIELDS: dict[str, Message] = {
    "name": say("name"),
    "business_id": say("Business ID"),
    "town": say("town"),
    "postcode": say("postal code"),
    "street": say("street"),
    "website": say("website"),
    "email": say("e-mail"),
    "phone": say("phone"),
    "legal_form": say("legal form"),
}


class Duplicates(View):
    """One question at a time. Same, different or later; a comma and a full stop go through what the record may be."""

    HEADLINE = say("Possible duplicates")
    BINDINGS = keys.bindings("yes", "no", "later", "previous", "next")
    HINTS = ("yes", "no", "later", "previous", "next", "open", "undo")

    def __init__(self) -> None:
        super().__init__()
        self.item: ReviewItem | None = None
        self.left = 0
        self.shown = 0  # which of the proposals

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
        return tr(say("{left} · about {minutes} min", left=left, minutes=minutes))

    def label_of(self, name: str) -> Message:
        own = {
            "yes": say("Same"),
            "no": say("Different"),
            "previous": say("Other proposal"),
            "next": say("Next proposal"),
        }
        return own.get(name) or super().label_of(name)

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        page = await self.ask(load)
        self.left = page.total
        self.item = page.rows[0] if page.rows else None
        self.shown = 0
        self._show()

    def _show(self) -> None:
        self.retitle()
        lines = self.query_one(Lines)
        if self.item is None:
            self.status(say("No possible duplicates wait."))
            key = keys.shown("candidates", self.outreach.own_keys)
            lines.show([note(tr(say("Nothing to decide. {key}: candidates", key=key)))])
            return
        item = self.item
        proposal = item.proposals[self.shown] if item.proposals else None
        self.status(say("Is it the same organisation?"))
        lines.show(_question(item, proposal, self.shown))

    def _proposal(self) -> Proposal | None:
        return self.item.proposals[self.shown] if self.item and self.item.proposals else None

    def action_next(self) -> None:
        self._turn(1)

    def action_previous(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self.item is not None and self.item.proposals:
            self.shown = (self.shown + by) % len(self.item.proposals)
            self._show()

    def action_yes(self) -> None:
        self._answer(Judgement.SAME)

    def action_no(self) -> None:
        self._answer(Judgement.DIFFERENT)

    def action_later(self) -> None:
        self._answer(Judgement.UNSURE)

    def _answer(self, judgement: Judgement) -> None:
        proposal = self._proposal()
        if self.item is not None and proposal is not None:
            self.start(self._write(self.item.record_id, proposal.actor_id, judgement), group="judge")

    async def _write(self, record_id: int, actor_id: int, judgement: Judgement) -> None:
        self.toast(await self.ask(answer, record_id, actor_id, judgement))
        await self._read()

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, Proposal):
            self.app.push_screen(Card(event.value.actor_id))


def load(place: Workplace) -> Page[ReviewItem]:
    """The first question, and how many there are."""
    from outreach.services import review

    with place.read() as uow:
        return review.queue(uow, offset=0, limit=1)


def answer(place: Workplace, record_id: int, actor_id: int, judgement: Judgement) -> Message:
    from outreach.services import review

    with place.write() as uow:
        return review.answer(uow, record_id, actor_id, judgement, key=place.key)


def _question(item: ReviewItem, proposal: Proposal | None, shown: int) -> list[Item]:
    source = say("Record: {name} ({source}, {place})", name=item.name, source=item.source, place=item.place)
    items = [note(tr(source), ""), note("")]
    if proposal is None:
        return items
    share = tr(say("{percent} %", percent=round(proposal.posterior * 100)))
    head = f"{share}  {safe.plain(proposal.name)}  {proposal.business_id}"
    items.append(
        Item(lambda cells: [[Piece(safe.cut(head, cells), "strong")]], proposal, f"proposal:{proposal.actor_id}")
    )
    if len(item.proposals) > 1:
        items.append(note(tr(say("proposal {n} of {total}", n=shown + 1, total=len(item.proposals)))))
    items += [note(""), _pair_heading(), *(_pair(pair) for pair in proposal.fields)]
    for title, wanted in ((say("SPEAKS FOR"), 1), (say("SPEAKS AGAINST"), -1)):
        rows = [pair for pair in proposal.fields if pair.bits * wanted > 0]
        if rows:
            items += [note(""), heading(tr(title)), *(_bits(pair) for pair in rows)]
    if len(item.proposals) > 1:
        others = [p for place, p in enumerate(item.proposals) if place != shown]
        best = others[0]
        text = say("Next best: {name} {percent} %", name=best.name, percent=round(best.posterior * 100))
        items += [note(""), note(tr(text))]
    return items


def _pair_heading() -> Item:
    known, record = tr(say("known")), tr(say("the record"))
    return Item(lambda cells: [[Piece(_columns("", "", known, record, cells), "head")]])


def _pair(pair: FieldPair) -> Item:
    sign = SIGNS.get(pair.grade, " ")
    tone = {"differs": "warn", "missing": "dim"}.get(pair.grade, "")
    name = tr(FIELDS[pair.field]) if pair.field in FIELDS else safe.plain(pair.field)
    return Item(lambda cells: [[Piece(_columns(name, sign, pair.known or "–", pair.incoming or "–", cells), tone)]])


def _columns(name: str, sign: str, known: str, record: str, cells: int) -> str:
    side = max(10, (cells - 18) // 2)
    return f"  {safe.fit(name, 12)} {safe.fit(sign, 1)} {safe.fit(known, side)} {safe.fit(record, side)}"


def _bits(pair: FieldPair) -> Item:
    name = tr(FIELDS[pair.field]) if pair.field in FIELDS else safe.plain(pair.field)
    text = tr(pair.text) if pair.text is not None else name
    sign = "+" if pair.bits > 0 else "−"
    return note(f"  {sign}{number_text(round(abs(pair.bits), 1))}  {text}", "")
