"""The choice of one of a few."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.theme import DARK
from tui.widgets.pick import Pick

TOWNS = [("111", "Heinola"), ("140", "Iisalmi"), ("740", "[/] Savonlinna"), ("678", "Raahe")]


class PickApp(App[None]):
    CSS_PATH = "../../tui/look.tcss"

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.shape = shape
        self.changes: list[str] = []

    def compose(self) -> ComposeResult:
        yield Pick(TOWNS, value="140", shape=self.shape)

    @property
    def pick(self) -> Pick[str]:
        return self.query_one(Pick)

    def on_pick_changed(self, event: Pick.Changed) -> None:
        self.changes.append(event.pick.value)


def text(app: App[None]) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips()).rstrip()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_the_chosen_one_is_told_by_a_sign_and_not_by_colour() -> None:
    app = PickApp("column")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        assert "(•) Iisalmi" in text(app)
        assert text(app).count("( )") == 3
        assert "( ) [/] Savonlinna" in text(app)


async def test_arrows_choose_and_stop_at_the_ends() -> None:
    app = PickApp("column")
    async with app.run_test(size=(40, 8)) as pilot:
        await press(pilot, "down", "down", "down", "down", "up")
        assert app.changes == ["740", "678", "740"]


async def test_a_letter_goes_to_the_next_option_that_begins_with_it() -> None:
    app = PickApp("spin")
    async with app.run_test(size=(40, 3)) as pilot:
        await press(pilot, "r")
        assert app.pick.value == "678"
        assert "‹ Raahe ›" in text(app)


async def test_one_at_a_time_goes_round() -> None:
    app = PickApp("spin")
    async with app.run_test(size=(40, 3)) as pilot:
        await press(pilot, "left", "left")
        assert app.pick.value == "678"


async def test_a_click_chooses() -> None:
    app = PickApp("column")
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.click(Pick, offset=(5, 3))
        await pilot.pause()
        assert app.pick.value == "678"
