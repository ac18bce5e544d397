"""Screen 2: who may have what a need asks for. The list on the left, why on the right, one key an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal

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
from tui.widgets.paint import Column
from tui.widgets.rows import Fetch, Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace

LIST_CELLS = 35


class Candidates(View):
    """Yes, no or later for each candidate of a need; the list stays where it is under the hand."""

    HEADLINE = say("Candidates")
    BINDINGS = keys.bindings("yes", "no", "later", "filter", "browse", "copy", "contact", "previous", "next")
    HINTS = ("yes", "no", "later", "open", "filter", "browse", "undo")
    DEFAULT_CSS = f"""
    Candidates Horizontal {{ height: 1fr; }}
    Candidates Rows {{ width: {LIST_CELLS}; }}
    Candidates #why {{ width: 1fr; }}
    """

    def __init__(self) -> None:
        super().__init__()
        self.needs: tuple[Need, ...] = ()
        self.need: Need | None = None
        self.counts = (0, 0)
        self.detail: CandidateDetail | None = None

    def body(self) -> ComposeResult:
        yield StatusLine()
        with Horizontal():
            yield Rows(COLUMNS, key=lambda row: row.actor_id, empty=self._empty, gap=1)
            yield RuleColumn()
            yield Lines(id="why")

    @property
    def rows(self) -> Rows[CandidateRow]:
        return self.query_one(Rows)

    def place(self) -> Sequence[str]:
        if self.need is None:
            return [self.outreach.town_name()]
        return [words.town(self.need.town_code), self.need.title(language())]

    def right(self) -> str:
        left, done = self.counts
        return tr(say("{left} left · {done} done", left=left, done=done))

    def label_of(self, name: str) -> Message:
        own = {"yes": say("Fits"), "no": say("Does not fit"), "filter": say("Need")}
        return own.get(name) or super().label_of(name)

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        self.needs = await self.ask(needs_of, self.outreach.town_code())
        known = {need.need_id: need for need in self.needs}
        wanted = self.outreach.need_id if self.outreach.need_id in known else None
        self.need = known[wanted] if wanted else self.needs[0] if self.needs else None
        if self.need is None:
            self.status(say("No competence needs yet. {key}: add one", key=keys.shown("needs", self.outreach.own_keys)))
            return
        self.outreach.need_id = self.need.need_id
        await self.ask(make_fresh, self.need.need_id)
        self.rows.reload(self._fetch_of(self.need.need_id))
        await self._count()

    async def _count(self) -> None:
        if self.need is not None:
            self.counts = await self.ask(progress, self.need.need_id)
            self.retitle()

    def _fetch_of(self, need_id: int) -> Fetch[CandidateRow]:
        async def fetch(offset: int, limit: int) -> Page[CandidateRow]:
            return await self.ask(load, need_id, offset, limit)

        return fetch

    def _empty(self) -> str:
        own = self.outreach.own_keys
        return tr(
            say(
                "No candidates left. {key}: another need. {key2}: import",
                key=keys.shown("filter", own),
                key2=keys.shown("sources", own),
            )
        )

    def on_rows_counted(self, event: Rows.Counted) -> None:
        parts: list[str] = []
        if self.need is not None and self.need.example:
            parts.append(tr(say("Example, not the town's own need")))
        parts.append(tr(say_n("{n} candidate", "{n} candidates", event.total)))
        if event.marked:
            parts.append(tr(say("{n} marked", n=event.marked)))
        self.status(" · ".join(parts))
        if not event.total:
            self.query_one("#why", Lines).show([])

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.row is not None and self.need is not None:
            self.start(self._explain(event.row, self.need.need_id), group="detail", exclusive=True)

    async def _explain(self, row: CandidateRow, need_id: int) -> None:
        self.detail = await self.ask(explain, need_id, row.actor_id)
        self.query_one("#why", Lines).show(candidate_items.lines(self.detail, self.outreach.today()))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        if self.need is None:
            return
        fetch = self._fetch_of(self.need.need_id)

        async def actor_at(place: int) -> int | None:
            rows = (await fetch(place, 1)).rows
            return rows[0].actor_id if rows else None

        self.app.push_screen(Card(event.row.actor_id, Walk(self.rows.cursor, self.rows.count, actor_at)))

    # Answers

    def action_yes(self) -> None:
        self._judge(Verdict.FITS)

    def action_later(self) -> None:
        self._judge(Verdict.LATER)

    def action_no(self) -> None:
        self.start(self._no(), group="judge")

    async def _no(self) -> None:
        if not self._chosen():
            return
        options = [(reason.value, label(reason)) for reason in VerdictReason]
        reason = await self.app.push_screen_wait(Choose(say("Why does it not fit?"), options))
        if reason is not None:
            await self._write(Verdict.DOES_NOT_FIT, str(reason))

    def _judge(self, verdict: Verdict) -> None:
        self.start(self._write(verdict, ""), group="judge")

    async def _write(self, verdict: Verdict, reason: str) -> None:
        if self.need is None or not (actors := self._chosen()):
            return
        said = await self.ask(judge, self.need.need_id, actors, verdict, reason)
        self.rows.marked.clear()
        self.toast(said)
        self.rows.reload()
        await self._count()

    def _chosen(self) -> list[int]:
        """The marked candidates, else the one under the cursor."""
        if self.rows.marked:
            return sorted(self.rows.marked)
        return [self.rows.row.actor_id] if self.rows.row is not None else []

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
        return candidates.page(uow, need_id, today=place.today, offset=offset, limit=limit)


def progress(place: Workplace, need_id: int) -> tuple[int, int]:
    from outreach.services import candidates

    with place.read() as uow:
        return candidates.progress(uow, need_id, place.today)


def explain(place: Workplace, need_id: int, actor_id: int) -> CandidateDetail:
    from outreach.services import candidates

    with place.read() as uow:
        return candidates.detail(uow, need_id, actor_id, today=place.today, key=place.key, language=language())


def judge(place: Workplace, need_id: int, actor_ids: Sequence[int], verdict: Verdict, reason: str) -> Message:
    """One verdict on one or many, as one entry that one undo takes back."""
    from outreach.services import candidates

    with place.write() as uow:
        if len(actor_ids) > 1:
            said = say("{n} candidates: {verdict}", n=len(actor_ids), verdict=label(verdict))
            uow.entry("verdict", said)
        for actor_id in actor_ids:
            one = candidates.judge(uow, need_id, actor_id, verdict, reason=reason, key=place.key)
    return said if len(actor_ids) > 1 else one


def _score(row: CandidateRow) -> str:
    return f"{row.band.value} {row.score:>3}"


def _name(row: CandidateRow) -> str:
    return f"↻ {row.name}" if row.verdict else row.name


COLUMNS: Sequence[Column[CandidateRow]] = (
    Column(_score, 5),
    Column(_name, 20, grow=1),
)
