"""Screen 4, Organisations: searching while typing, narrowing down, opening."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import Input

from outreach.config import Config
from outreach.terms.views import OrganisationFilter, OrganisationRow, Page
from tests.tui import samples
from tests.tui.conftest import HOSTILE, Canned, press, running, settle, shown
from tui.app import OutreachApp
from tui.screens import card, organisations, today
from tui.widgets.rows import Rows


class Register:
    """A register in memory that answers like the service and notes what it was asked."""

    def __init__(self, names: list[str]) -> None:
        self.rows = [samples.organisation(n, name) for n, name in enumerate(names)]
        self.queries: list[str] = []

    def page(self, wanted: OrganisationFilter, offset: int, limit: int) -> Page[OrganisationRow]:
        self.queries.append(wanted.query)
        found = [row for row in self.rows if wanted.query.casefold() in row.name.casefold()]
        if wanted.mine_only:
            found = [row for row in found if row.organisation_id is not None]
        return Page(tuple(found[offset : offset + limit]), offset, len(found))


def app_of(config: Config, register: Register, page: Any = None) -> OutreachApp:
    return OutreachApp(
        config,
        Canned(
            {
                today.load: samples.NOTHING,
                organisations.load: page or register.page,
                card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
            }
        ),
    )


async def test_the_list_shows_how_many_there_are(config: Config) -> None:
    app = app_of(config, Register([f"Yritys {n} Oy" for n in range(12_345)]))
    async with running(app) as pilot:
        await press(pilot, "4")
        assert "12,345 organisations" in shown(app)
        assert "▌ Yritys 0 Oy" in shown(app)


async def test_results_come_while_typing_and_down_goes_into_the_list(config: Config) -> None:
    app = app_of(config, Register(["Konepaja Oy", "Puu Oy", "Puujaloste Oy"]))
    async with running(app) as pilot:
        await press(pilot, "4", "slash", "p", "u", "u")
        await asyncio.sleep(organisations.TYPING_PAUSE)
        await settle(pilot)
        assert "2 organisations · search: puu" in shown(app)
        assert "Konepaja" not in shown(app)
        await press(pilot, "down")
        assert isinstance(app.focused, Rows)
        await press(pilot, "down", "enter")
        assert app.screen.actor_id == 1002  # type: ignore[attr-defined]


async def test_letters_are_text_while_searching(config: Config) -> None:
    app = app_of(config, Register(["Puu Oy"]))
    async with running(app) as pilot:
        await press(pilot, "4", "slash", "1", "u", "question_mark")
        assert app.screen.query_one(Input).value == "1u?"
        assert "letters are text here" in shown(app)


async def test_escape_leaves_the_field_then_takes_the_search_away(config: Config) -> None:
    app = app_of(config, Register(["Konepaja Oy", "Puu Oy"]))
    async with running(app) as pilot:
        await press(pilot, "4", "slash", "p", "u", "enter")
        assert "1 organisation ·" in shown(app)
        await press(pilot, "escape")
        assert "2 organisations" in shown(app)
        assert app.screen.query_one(Input).value == ""


async def test_no_hits_say_how_to_get_back(config: Config) -> None:
    app = app_of(config, Register(["Konepaja Oy"]))
    async with running(app) as pilot:
        await press(pilot, "4", "slash", "x", "y", "enter")
        assert "No hits for ”xy”. Esc: clear the filters" in shown(app)


async def test_a_slow_answer_to_fewer_letters_never_replaces_the_newer_one(config: Config) -> None:
    register = Register(["Konepaja Oy", "Puu Oy"])
    gate = asyncio.Event()

    def page(wanted: OrganisationFilter, offset: int, limit: int) -> Any:
        async def late() -> Page[OrganisationRow]:
            await gate.wait()
            return Page((), 0, 0)

        return late() if wanted.query == "p" else register.page(wanted, offset, limit)

    app = app_of(config, register, page)
    async with running(app) as pilot:
        await press(pilot, "4", "slash")
        app.screen.narrow(OrganisationFilter(query="p"))  # type: ignore[attr-defined]
        await pilot.pause()
        app.screen.narrow(OrganisationFilter(query="pu"))  # type: ignore[attr-defined]
        await settle(pilot)
        gate.set()
        await settle(pilot)
        assert "search: pu" in shown(app)
        assert "Puu Oy" in shown(app)


async def test_the_filter_narrows_to_a_town_and_says_so_in_the_title(config: Config) -> None:
    app = app_of(config, Register(["Puu Oy"]))
    async with running(app) as pilot:
        await press(pilot, "4", "f")
        assert "Narrow down" in shown(app)
        await press(pilot, "down", "enter")
        assert "Organisations · Heinola" in shown(app)
        assert app.screen.wanted.municipality_code == "111"  # type: ignore[attr-defined]


async def test_escape_leaves_the_filter_as_it_was(config: Config) -> None:
    app = app_of(config, Register(["Puu Oy"]))
    async with running(app) as pilot:
        await press(pilot, "4", "f", "down", "space", "escape")
        assert app.screen.wanted == OrganisationFilter()  # type: ignore[attr-defined]


async def test_hostile_names_are_shown_as_text(config: Config) -> None:
    app = app_of(config, Register(list(HOSTILE)))
    async with running(app) as pilot:
        await press(pilot, "4")
        text = shown(app)
        assert "[/] Oy" in text
        assert "[@click=app.quit]Oy" in text
        assert "\x1b" not in text


async def test_end_shows_the_last_of_100_000_and_the_card_walks_through_the_list(config: Config) -> None:
    app = app_of(config, Register([f"Yritys {n}" for n in range(100_000)]))
    async with running(app) as pilot:
        await press(pilot, "4", "end")
        assert "▌ Yritys 99999" in shown(app)
        await press(pilot, "enter")
        assert "Kortti 100999" in shown(app)
        assert "100,000 of 100,000" in shown(app)
        await press(pilot, "comma")
        assert "Kortti 100998" in shown(app)
        await press(pilot, "full_stop", "full_stop")
        assert "Kortti 100999" in shown(app)
