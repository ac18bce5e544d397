"""Screen 2: who may have what a need asks for. The list on the left, why on the right, one key an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

from outreach.errors import OutreachError, Refused
from outreach.i18n import language, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.needs import Need
from outreach.terms.views import CandidateDetail, CandidateRow, Page
from outreach.terms.work import Verdict, VerdictReason
from tui import acts, keys, safe, words
from tui.dialogs.choose import Choose
from tui.screens import candidate_items
from tui.screens.base import View
from tui.screens.card import Card, Walk
from tui.widgets.frame import RuleColumn, StatusLine
from tui.widgets.lines import Lines
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Fetch, Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace

LIST_CELLS = 36
NAME_CELLS = 40  # of a name within a sentence
MOVING_PAUSE = 0.05  # seconds on one row before its reasons are asked for: a held arrow key asks nothing
REFUSALS_TOLD = 3


class Candidates(View):
    """Yes, no or later for each candidate of a need; the next row slides under the cursor at once.

    An answer takes its rows off the list before it is written, so that each key is meant for the row that is seen; the
    answers are written one after the other, and what is refused comes back.
    """

    HEADLINE = say("Candidates")
    BINDINGS = keys.bindings("yes", "no", "later", "filter", "browse", "copy", "contact", "previous", "next")
    HINTS = ("yes", "no", "later", "open", "filter", "mark", "undo", "browse", "contact", "copy")
    DEFAULT_CSS = f"""
    Candidates Horizontal {{ height: 1fr; }}
    Candidates Rows {{ width: {LIST_CELLS}; }}
    Candidates #why {{ width: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self.needs: tuple[Need, ...] = ()
        self.need: Need | None = None
        self.left, self.done = 0, 0
        self.said = ""  # the last answer, in words
        self.detail: CandidateDetail | None = None
        self._writing = asyncio.Lock()
        self._unwritten = 0
        self._card: Card | None = None
        self._judged: list[int] = []  # actors of the answers so far, for undo to come back to

    def body(self) -> ComposeResult:
        yield StatusLine()
        with Horizontal():
            yield Rows(COLUMNS, key=lambda row: row.actor_id, empty=self._empty, gap=1, marks=True)
            yield RuleColumn()
            yield Lines(id="why")

    @property
    def rows(self) -> Rows[CandidateRow]:
        return self.query_one(Rows)

    def place(self) -> Sequence[str]:
        if self.need is None:
            return [self.outreach.town_name()]
        here = self.need.town_code == self.outreach.town_code()
        return [*([] if here else [words.town(self.need.town_code)]), self.need.title(language())]

    def right(self) -> str:
        return tr(say("{left} left · {done} done", left=self.left, done=self.done)) if self.need else super().right()

    def label_of(self, name: str) -> Message:
        own = {"yes": say("Fits"), "no": say("Does not fit"), "filter": say("Need")}
        return own.get(name) or super().label_of(name)

    # Reading

    def changed(self) -> None:
        """After an undo the candidate that was answered last is back: it slides under the cursor."""
        self.said = ""
        self.retitle()
        keep = self._judged.pop() if self._judged else None
        self.start(self._read(keep), group="read", exclusive=True)

    def read(self) -> None:
        keep = self._card.actor_id if self._card is not None else None
        self._card = None
        self.start(self._read(keep), group="read", exclusive=True)

    async def _read(self, keep: int | None) -> None:
        self.needs = await self.ask(needs_of, self.outreach.town_code())
        known = {need.need_id: need for need in self.needs}
        before, wanted = self.need, self.outreach.need_id
        self.need = known.get(wanted) if wanted is not None else None
        self.need = self.need or (self.needs[0] if self.needs else None)
        if self.need is None:
            self.rows.reload(_nobody, top=True)
            return
        need_id = self.outreach.need_id = self.need.need_id
        other = before is None or before.need_id != need_id
        if other:
            self.said = ""
            self.rows.clear_marks()
        await self.ask(make_fresh, need_id)
        if not self._unwritten:
            self.rows.reload(self._fetch_of(need_id), top=other, keep=keep)
        await self._count()

    async def _count(self) -> None:
        if self.need is not None:
            self.left, self.done = await self.ask(progress, self.need.need_id)
            self.retitle()
            self._tell()

    def _fetch_of(self, need_id: int) -> Fetch[CandidateRow]:
        async def fetch(offset: int, limit: int) -> Page[CandidateRow]:
            return await self.ask(load, need_id, offset, limit)

        return fetch

    def _empty(self) -> str:
        own = self.outreach.own_keys
        if self.need is None:
            return tr(say("No competence needs yet. {key}: add one", key=keys.shown("needs", own)))
        return tr(
            say(
                "No candidates left. {key}: another need. {key2}: import",
                key=keys.shown("filter", own),
                key2=keys.shown("sources", own),
            )
        )

    def on_rows_counted(self, event: Rows.Counted) -> None:
        self._tell()
        if not event.total:
            self.detail = None
            self.query_one("#why", Lines).show([])

    def _tell(self) -> None:
        """What must not be overlooked, how many there are, and what was answered last."""
        if self.need is None:
            self.status("")
            return
        parts = [tr(say("Example, not the town's own need"))] if self.need.example else []
        parts.append(tr(say_n("{n} candidate", "{n} candidates", self.rows.count)))
        if self.done:
            parts.append(tr(say("{n} done today", n=self.done)))
        if self.rows.marked:
            parts.append(tr(say("{n} marked", n=len(self.rows.marked))))
        if self.said:
            parts.append(self.said)
        self.status(" · ".join(parts))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Asks why for the row under the cursor; an answer for an earlier row is dropped."""
        if event.row is not None and self.need is not None:
            self.start(self._explain(event.row, self.need.need_id), group="detail", exclusive=True)

    async def _explain(self, row: CandidateRow, need_id: int) -> None:
        shown = self.detail.actor_id if self.detail is not None else None
        if shown is not None:
            await asyncio.sleep(MOVING_PAUSE)
        self.detail = await self.ask(explain, need_id, row.actor_id)
        why = self.query_one("#why", Lines)
        why.show(candidate_items.lines(self.detail, self.outreach.today()))
        if shown != row.actor_id:
            why.scroll_now(0)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        if self.need is None:
            return
        fetch = self._fetch_of(self.need.need_id)

        async def actor_at(place: int) -> int | None:
            rows = (await fetch(place, 1)).rows
            return rows[0].actor_id if rows else None

        self._card = Card(event.row.actor_id, Walk(self.rows.cursor, self.rows.count, actor_at))
        self.app.push_screen(self._card)

    # Answers

    def action_yes(self) -> None:
        self._judge(Verdict.FITS)

    def action_later(self) -> None:
        self._judge(Verdict.LATER)

    def action_no(self) -> None:
        if chosen := self._chosen():
            self.start(self._no(chosen), group="act")

    async def _no(self, chosen: dict[int, str]) -> None:
        title = say("Why does it not fit? · {name}", name=next(iter(chosen.values())))
        if len(chosen) > 1:
            title = say_n("Why does {n} marked one not fit?", "Why do {n} marked ones not fit?", len(chosen))
        options = [(reason.value, label(reason)) for reason in VerdictReason]
        reason = await self.app.push_screen_wait(Choose(title, options))
        if reason is not None:
            self._take_out(chosen)
            await self._write(chosen, Verdict.DOES_NOT_FIT, str(reason))

    def _judge(self, verdict: Verdict) -> None:
        if chosen := self._chosen():
            self._take_out(chosen)
            self.start(self._write(chosen, verdict, ""), group="judge")

    def _take_out(self, chosen: dict[int, str]) -> None:
        self._unwritten += 1
        self.rows.take_out(chosen.keys())

    async def _write(self, chosen: dict[int, str], verdict: Verdict, reason: str) -> None:
        refused: Sequence[tuple[int, OutreachError]] = ()
        try:
            async with self._writing:
                if self.need is not None:
                    said, refused = await self.ask(judge, self.need.need_id, tuple(chosen), verdict, reason)
                    self._answered(chosen, verdict, said)
        finally:
            self._unwritten -= 1
            if not self._unwritten and self.need is not None:
                self.rows.reload(self._fetch_of(self.need.need_id))
        self._tell_refused(chosen, refused)
        await self._count()

    def _answered(self, chosen: dict[int, str], verdict: Verdict, said: Message | None) -> None:
        if said is not None:
            self._judged.append(next(iter(chosen)))
            one = len(chosen) == 1
            name = safe.cut(next(iter(chosen.values())), NAME_CELLS)
            self.said = tr(say("{verdict}: {name}", verdict=label(verdict), name=name)) if one else tr(said)
            self._tell()

    def _tell_refused(self, chosen: dict[int, str], refused: Sequence[tuple[int, OutreachError]]) -> None:
        """Who stays on the list, why, and what to do about it."""
        said: list[Message] = []
        for actor_id, error in refused[:REFUSALS_TOLD]:
            said.append(say("{name}: {reason}", name=safe.cut(chosen[actor_id], NAME_CELLS), reason=error.message))
            said.append(error.hint or say("Enter opens it: add what is missing there, then answer again."))
        if len(refused) > REFUSALS_TOLD:
            more = len(refused) - REFUSALS_TOLD
            said.append(say_n("{n} more was refused too.", "{n} more were refused too.", more))
        if said:
            self.toast(*dict.fromkeys(map(tr, said)), warning=True)

    def _chosen(self) -> dict[int, str]:
        """Names of the marked candidates, else of the one under the cursor, by actor."""
        row = self.rows.row
        if not self.rows.marked:
            return {row.actor_id: row.name} if row is not None else {}
        held = (self.rows.at(place) for place in range(self.rows.count))
        names = {row.actor_id: row.name for row in held if row is not None and row.actor_id in self.rows.marked}
        return {actor_id: names.get(actor_id, str(actor_id)) for actor_id in sorted(self.rows.marked)}

    # Others

    def action_filter(self) -> None:
        self.start(self._choose_need(), group="act")

    async def _choose_need(self) -> None:
        options = [(need.need_id, _need_line(need)) for need in self.needs]
        chosen = await self.app.push_screen_wait(
            Choose(say("Competence need"), options, self.need.need_id if self.need else None)
        )
        if chosen is not None:
            self.outreach.need_id = int(chosen)
            self.read()

    def action_back(self) -> None:
        """Back to the list from the reasons; in the list, marks are taken away."""
        if self.focused is not self.rows:
            self.set_focus(self.rows)
        elif self.rows.marked:
            self.rows.clear_marks()
        else:
            super().action_back()

    def action_previous(self) -> None:
        self.rows.move_to(self.rows.cursor - 1)

    def action_next(self) -> None:
        self.rows.move_to(self.rows.cursor + 1)

    def action_contact(self) -> None:
        if (row := self.rows.row) is not None:
            self.act(acts.log_contact(self, row.actor_id, None, row.name))

    def action_browse(self) -> None:
        if (row := self.rows.row) is not None:
            website = self.detail.facts.website if self.detail and self.detail.actor_id == row.actor_id else ""
            acts.browse(self, website, row.business_id)

    def action_copy(self) -> None:
        if (row := self.rows.row) is not None:
            acts.copy(self, " ".join(filter(None, (safe.plain(row.name), row.business_id))))


async def _nobody(offset: int, limit: int) -> Page[CandidateRow]:
    return Page((), 0, 0)


def _need_line(need: Need) -> Message:
    values = {"town": words.town(need.town_code), "title": need.title(language())}
    return say("{town} · {title} (example)", **values) if need.example else say("{town} · {title}", **values)


def needs_of(place: Workplace, town_code: str) -> tuple[Need, ...]:
    from outreach.services import needs

    with place.read() as uow:
        return needs.needs(uow, town_code)


def make_fresh(place: Workplace, need_id: int) -> int:
    """Scores the need anew when it, the facts or the weights have changed."""
    from outreach.services import scoring

    return scoring.refresh(place.database, [need_id], now=place.now)


def load(place: Workplace, need_id: int, offset: int, limit: int) -> Page[CandidateRow]:
    from outreach.services import candidates

    with place.read() as uow:
        return candidates.page(uow, need_id, today=place.today, offset=offset, limit=limit, key=place.key)


def progress(place: Workplace, need_id: int) -> tuple[int, int]:
    from outreach.services import candidates

    with place.read() as uow:
        return candidates.progress(uow, need_id, place.today)


def explain(place: Workplace, need_id: int, actor_id: int) -> CandidateDetail:
    from outreach.services import candidates

    with place.read() as uow:
        return candidates.detail(uow, need_id, actor_id, today=place.today, key=place.key, language=language())


def judge(
    place: Workplace, need_id: int, actor_ids: Sequence[int], verdict: Verdict, reason: str
) -> tuple[Message | None, tuple[tuple[int, OutreachError], ...]]:
    """One verdict on one or many, as one entry that one undo takes back; and those for whom it was refused.

    A refusal leaves nothing of its unit of work, so the others are written without that one.
    """
    from outreach.services import candidates

    left = list(actor_ids)
    refused: list[tuple[int, OutreachError]] = []
    while left:
        said = say("{n} candidates: {verdict}", n=len(left), verdict=label(verdict))
        try:
            with place.write() as uow:
                if len(actor_ids) > 1:
                    uow.entry("verdict", said)
                for asked in left:
                    one = candidates.judge(uow, need_id, asked, verdict, reason=reason, key=place.key)
            return (said if len(actor_ids) > 1 else one), tuple(refused)
        except Refused as error:
            refused.append((asked, error))
            left.remove(asked)
    return None, tuple(refused)


def _score(row: CandidateRow) -> Piece:
    return Piece(f"{row.band.value} {row.score:>3}", "strong" if row.band.value == "A" else "")


def _name(row: CandidateRow) -> str:
    return f"↻ {row.name}" if row.verdict else row.name


COLUMNS: Sequence[Column[CandidateRow]] = (
    Column(_score, 5),
    Column(_name, 20, grow=1),
)
