"""Narrowing down the list of organisations: a town, only ours, only active ones."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from outreach import codes
from outreach.i18n import language, tr
from outreach.rules.text import name_key
from outreach.terms.message import Message, say
from outreach.terms.views import OrganisationFilter
from tui import keys, safe
from tui.screens.base import Dialog
from tui.widgets.lines import Item, Lines, heading
from tui.widgets.paint import Piece


class OrganisationFilterDialog(Dialog[OrganisationFilter]):
    """Space switches a line on or off, Enter does so and shows the list, `f` only shows it; Esc leaves it as it was."""

    BINDINGS = keys.bindings("filter", "mark")
    AUTO_FOCUS = "Lines"

    def __init__(self, wanted: OrganisationFilter) -> None:
        super().__init__()
        self.wanted = wanted

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(say("Narrow down"))), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("Space: on or off · Enter: show the list so · Esc: leave as it was"))))

    def on_mount(self) -> None:
        self._fill()

    def _fill(self) -> None:
        towns = sorted(codes.participating_towns().values(), key=lambda town: name_key(town.name(language())))
        here = self.wanted.municipality_code
        self.query_one(Lines).show(
            [
                heading(tr(say("Town"))),
                _line("town:", tr(say("all of Finland")), not here),
                *(_line(f"town:{town.code}", town.name(language()), here == town.code) for town in towns),
                heading(tr(say("Show"))),
                _line("mine", tr(say("only our own organisations")), self.wanted.mine_only),
                _line("active", tr(say("only active ones")), self.wanted.active_only),
            ]
        )

    def on_lines_opened(self, event: Lines.Opened) -> None:
        self.action_mark()
        self.dismiss(self.wanted)

    def action_mark(self) -> None:
        value = str(self.query_one(Lines).value)
        if value == "mine":
            self.wanted = replace(self.wanted, mine_only=not self.wanted.mine_only)
        elif value == "active":
            self.wanted = replace(self.wanted, active_only=not self.wanted.active_only)
        else:
            self.wanted = replace(self.wanted, municipality_code=value.removeprefix("town:"))
        self._fill()

    def action_filter(self) -> None:
        self.dismiss(self.wanted)


def _line(value: str, text: Message | str, on: bool) -> Item:
    sign = "• " if on else "· "
    return Item(lambda cells: [[Piece(f"{sign}{safe.plain(text)}", "strong" if on else "")]], value, value)
