"""The card of an organisation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outreach.config import Config
from outreach.terms.views import Card as CardData
from tests.tui import samples
from tests.tui.conftest import HOSTILE, Canned, press, running, settle, shown
from tui import acts
from tui.app import OutreachApp
from tui.screens import card, today
from tui.screens.card import Card
from tui.widgets.lines import Lines


def app_of(config: Config, data: CardData) -> OutreachApp:
    return OutreachApp(config, Canned({today.load: samples.NOTHING, card.load: lambda *_: data}))


async def opened(app: OutreachApp, **options: int) -> None:
    app.push_screen(Card(1001, **options))  # type: ignore[arg-type]


async def test_the_card_shows_own_values_beside_those_of_the_register(config: Config) -> None:
    app = app_of(config, samples.card())
    async with running(app) as pilot:
        await opened(app)
        await settle(pilot)
        text = shown(app)
        assert "1234567-1 · Oy · 2009 · employer · Savonlinna" in text
        assert "Phone: 015 555 0199 (own value)" in text
        assert "Register's value: 015 555 0100" in text
        assert "Formerly: Savon Jaloste Oy" in text
        assert "CONTACT HISTORY" in text
        assert "Call, no answer (MK)" in text


async def test_stage_and_overdue_step_of_each_case_are_seen(config: Config) -> None:
    app = app_of(config, samples.card())
    async with running(app) as pilot:
        await opened(app, case_id=2)
        await settle(pilot)
        text = shown(app)
        assert "Contacted 23 d !" in text
        assert "call back 03-03 (overdue) · MK" in text
        assert "▌Iisalmi" in text


async def test_do_not_contact_and_insolvency_stand_first(config: Config) -> None:
    data = samples.card()
    facts = replace(data.facts, situation="KONK", situation_since=samples.TODAY)
    app = app_of(config, replace(data, suppressed=True, facts=facts))
    async with running(app) as pilot:
        await opened(app)
        await settle(pilot)
        lines = shown(app).splitlines()[2:5]
        assert "! Do not contact" in lines[0]
        assert "! In bankruptcy since 2026-03-10" in lines[1]


async def test_people_show_what_may_be_done_with_their_data(config: Config) -> None:
    app = app_of(config, samples.card(cases=0))
    async with running(app, (80, 40)) as pilot:
        await opened(app)
        await settle(pilot)
        text = shown(app)
        assert "Testi Henkilö, production manager" in text
        assert "Inform by 2026-04-09" in text
        assert "E-mail: May be used: a general mailbox" in text
        assert "Phone: May not be used: do-not-contact entry" in text


def hostile(name: str) -> CardData:
    data = samples.card(name=name)
    facts = replace(data.facts, website=name, former_names=(name,), description=name, street=name)
    person = replace(data.people[0], name=name, role=name)
    return replace(data, facts=facts, people=(person,), timeline=(replace(data.timeline[0], text=name, who=name),))


async def test_hostile_texts_are_shown_as_text_in_every_place(config: Config) -> None:
    names = list(HOSTILE)
    app = OutreachApp(config, Canned({today.load: samples.NOTHING, card.load: lambda *_: hostile(names[0])}))
    async with running(app, (80, 60)) as pilot:
        await opened(app)
        for _ in HOSTILE:
            await press(pilot, "r")
            assert "\x1b" not in shown(app)
            assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
            names.append(names.pop(0))


async def test_y_copies_the_line_and_says_where_the_text_is_if_the_terminal_cannot(config: Config) -> None:
    app = app_of(config, samples.card())
    async with running(app) as pilot:
        await opened(app)
        await settle(pilot)
        await press(pilot, "home", "y")
        assert app.clipboard == "1234567-1 · Oy · 2009 · employer · Savonlinna"
        kept = config.data_folder / "copied.txt"
        assert kept.read_text(encoding="utf-8").strip() == app.clipboard
        assert any(str(kept) in toast.message for toast in app._notifications)


async def test_b_opens_the_website_and_nothing_but_http(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: list[str] = []
    monkeypatch.setattr(acts.webbrowser, "open", lambda address: addresses.append(address) or True)
    data = samples.card()
    for website in ("www.esimerkki.example", "file:///etc/passwd", "javascript:alert(1)", ""):
        app = app_of(config, replace(data, facts=replace(data.facts, website=website)))
        async with running(app) as pilot:
            await opened(app)
            await settle(pilot)
            await press(pilot, "b")
    assert addresses[0] == "https://www.esimerkki.example"
    assert set(addresses[1:]) == {"https://tietopalvelu.ytj.fi/yritys/1234567-1"}


async def test_a_step_without_a_case_says_what_to_do(config: Config) -> None:
    app = app_of(config, samples.card(cases=0))
    async with running(app) as pilot:
        await opened(app)
        await settle(pilot)
        await press(pilot, "t")
        assert any("There is no case yet" in toast.message for toast in app._notifications)


async def test_several_cases_ask_for_the_cursor(config: Config) -> None:
    app = app_of(config, samples.card(cases=2))
    async with running(app) as pilot:
        await opened(app)
        await settle(pilot)
        await press(pilot, "home", "v")
        assert any("several cases" in toast.message for toast in app._notifications)


async def test_tab_goes_to_the_history_and_it_can_be_walked(config: Config) -> None:
    app = app_of(config, samples.card())
    async with running(app) as pilot:
        await opened(app)
        await settle(pilot)
        await press(pilot, "tab", "down")
        focused = app.focused
        assert isinstance(focused, Lines)
        assert focused.id == "history"
        assert focused.cursor == 1
