"""Screen 4: every organisation, of the register and our own, searched while typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input

from outreach.i18n import tr
from outreach.terms.message import say, say_n
from outreach.terms.views import OrganisationFilter, OrganisationRow, Page
from tui import acts, keys, safe, words
from tui.screens.base import View
from tui.widgets.frame import OneLine, StatusLine
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Fetch, Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace

TYPING_PAUSE = 0.03  # seconds without a key before the search is asked


def load(place: Workplace, wanted: OrganisationFilter, offset: int, limit: int) -> Page[OrganisationRow]:
    """A part of the list."""
    from outreach.services import organisations

    with place.read() as uow:
        return organisations.page(uow, wanted, offset=offset, limit=limit, key=place.key)


class SearchLabel(OneLine):
    """What the field beside it is for, and its key."""

    DEFAULT_CSS = "SearchLabel { width: auto; }"

    def get_content_width(self, container: object, viewport: object) -> int:
        return sum(safe.width(text) for text, _ in self.pieces(80))

    def pieces(self, cells: int) -> list[tuple[str, str]]:
        return [(" / ", "key"), (tr(say("Search")), ""), (" ", "")]


class Organisations(View):
    """The whole list; Enter opens the card, from where `,` and `.` go on through the list."""

    HEADLINE = say("Organisations")
    BINDINGS = keys.bindings("search", "filter", "add", "browse", "copy", "contact", "merge")
    HINTS = ("open", "search", "filter", "contact", "add", "merge", "mark", "browse", "copy", "undo")
    DEFAULT_CSS = """
    Organisations Horizontal { height: 1; }
    Organisations Input { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.wanted = OrganisationFilter()
        self._pause: Timer | None = None

    def body(self) -> ComposeResult:
        yield StatusLine()
        with Horizontal():
            yield SearchLabel()
            yield Input(placeholder=tr(say("name, Business ID or former name")), max_length=200)
        yield Rows(COLUMNS, key=lambda row: row.actor_id, empty=self._empty, marks=True)

    @property
    def rows(self) -> Rows[OrganisationRow]:
        return self.query_one(Rows)

    def read(self) -> None:
        self.rows.reload(self._fetch_of(self.wanted))

    def place(self) -> Sequence[str]:
        return [words.town(self.wanted.municipality_code) or tr(say("all of Finland"))]

    def hint_ids(self) -> Sequence[str]:
        """What is done with marked ones comes first while there are any."""
        if not self.rows.marked:
            return self.HINTS
        return ("merge", "mark", *(name for name in self.HINTS if name not in ("merge", "mark")))

    def narrow(self, wanted: OrganisationFilter) -> None:
        """Another search or filter: the list starts at its top again."""
        if wanted != self.wanted:
            self.wanted = wanted
            self.retitle()
            self.rows.reload(self._fetch_of(wanted), top=True)

    def _fetch_of(self, wanted: OrganisationFilter) -> Fetch[OrganisationRow]:
        async def fetch(offset: int, limit: int) -> Page[OrganisationRow]:
            return await self.ask(load, wanted, offset, limit)

        return fetch

    def _empty(self) -> str:
        own = self.outreach.own_keys
        if self.wanted == OrganisationFilter():
            key = keys.shown("sources", own)
            return tr(say("No organisations yet. {key}: fetch from the register or a file", key=key))
        query = self.wanted.query
        if not query:
            return tr(say("Nothing here with these filters. {key}: change them", key=keys.shown("filter", own)))
        return tr(say("No hits for ”{query}”. {key}: clear the filters", query=query, key=keys.shown("back", own)))

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(TYPING_PAUSE, self._search)

    def _search(self) -> None:
        self.narrow(replace(self.wanted, query=self.query_one(Input).value.strip()))

    def on_input_submitted(self) -> None:
        self._search()
        self.set_focus(self.rows)

    def on_key(self, event: events.Key) -> None:
        if event.key in ("down", "pagedown") and isinstance(self.focused, Input):
            event.stop()
            self._search()
            self.set_focus(self.rows)

    def action_search(self) -> None:
        self.set_focus(self.query_one(Input))

    def action_back(self) -> None:
        """Out of the field into the list; there, a search or filter is taken away first, then the marks."""
        if not isinstance(self.focused, Input) and self.wanted != OrganisationFilter():
            field = self.query_one(Input)
            with self.prevent(Input.Changed):
                field.value = ""
            self.narrow(OrganisationFilter())
        elif not isinstance(self.focused, Input) and self.rows.marked:
            self.rows.clear_marks()
        else:
            super().action_back()

    def action_filter(self) -> None:
        self.start(self._filter(), group="act")

    async def _filter(self) -> None:
        from tui.screens.organisation_filter import OrganisationFilterDialog

        wanted = await self.app.push_screen_wait(OrganisationFilterDialog(self.wanted))
        if wanted is not None:
            self.narrow(wanted)

    def on_rows_counted(self, event: Rows.Counted) -> None:
        parts = [tr(say_n("{n} organisation", "{n} organisations", event.total))]
        if event.marked:
            parts.append(tr(say("{n} marked", n=event.marked)))
        if self.wanted.query:
            parts.append(tr(say("search: {query}", query=self.wanted.query)))
        if self.wanted.mine_only:
            parts.append(tr(say("only ours")))
        if self.wanted.active_only:
            parts.append(tr(say("only active")))
        self.status(" · ".join(parts))
        self.rehint()

    # What can be done with a row

    def on_rows_opened(self, event: Rows.Opened) -> None:
        from tui.screens.card import Card, Walk

        fetch = self._fetch_of(self.wanted)

        async def actor_at(place: int) -> int | None:
            rows = (await fetch(place, 1)).rows
            return rows[0].actor_id if rows else None

        self.app.push_screen(Card(event.row.actor_id, Walk(self.rows.cursor, self.rows.count, actor_at)))

    def action_add(self) -> None:
        self.act(acts.add_organisation(self))

    def action_contact(self) -> None:
        if (row := self.rows.row) is not None:
            self.act(acts.log_contact(self, row.actor_id, None, row.name))

    def action_merge(self) -> None:
        """Merges the two that are marked."""
        marked = sorted(self.rows.marked)
        if len(marked) != 2:
            own = self.outreach.own_keys
            how = say(
                "Mark the two that are one with {mark}, then press {merge}.",
                mark=keys.shown("mark", own),
                merge=keys.shown("merge", own),
            )
            self.toast(say_n("{n} is marked.", "{n} are marked.", len(marked)), how)
            return
        self.act(self._merge(*marked))

    async def _merge(self, one: int, other: int) -> bool:
        merged = await acts.merge(self, one, other)
        if merged:
            self.rows.clear_marks()
        return merged

    def action_browse(self) -> None:
        if (row := self.rows.row) is not None:
            acts.browse(self, "", row.business_id)

    def action_copy(self) -> None:
        if (row := self.rows.row) is not None:
            acts.copy(self, " ".join(filter(None, (safe.plain(row.name), row.business_id))))


def _name(row: OrganisationRow) -> str:
    return f"{row.matched_name} → {row.name}" if row.matched_name else row.name


def _state(row: OrganisationRow) -> Piece:
    """The furthest stage; before that, what an adviser must know first."""
    if row.do_not_contact:
        return Piece(tr(say("Do not contact")), "warn")
    if not row.active:
        return Piece(tr(say("Ceased")), "dim")
    if row.situation:
        return Piece(words.situation(row.situation, None), "warn")
    return Piece(words.stage_text(row.stage), "accent") if row.stage else Piece("")


COLUMNS: Sequence[Column[OrganisationRow]] = (
    Column(_name, 20, grow=3, title=say("Name")),
    Column(lambda row: row.business_id, 9, title=say("Business ID")),
    Column(lambda row: words.form(row.form_code), 4, title=say("Legal form"), at_least=100),
    Column(lambda row: words.town(row.municipality_code), 13, grow=1, title=say("Town")),
    Column(lambda row: row.industry_code, 5, title=say("Industry"), at_least=100),
    Column(_state, 14, grow=1, title=say("Stage")),
)
