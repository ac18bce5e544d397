"""What the app opens by name. Screens are imported when first shown, so that the first frame waits for none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from outreach import config
from outreach.terms.message import say
from tui.backend import Seat

if TYPE_CHECKING:
    from outreach.services.session import Workplace
    from outreach.terms.views import UndoResult
    from tui.app import OutreachApp


def _view(module: str, name: str) -> Callable[[], Screen[Any]]:
    def make() -> Screen[Any]:
        screen: Screen[Any] = getattr(import_module(f"tui.screens.{module}"), name)()
        return screen

    return make


# Id in the table of keys -> the screen. Key 7 is kept for events.
VIEWS: Mapping[str, Callable[[], Screen[Any]]] = {
    "today": _view("today", "Today"),
    "candidates": _view("candidates", "Candidates"),
    "duplicates": _view("duplicates", "Duplicates"),
    "organisations": _view("organisations", "Organisations"),
    "stages": _view("stages", "Stages"),
    "needs": _view("needs", "Needs"),
    "sources": _view("sources", "Sources"),
    "reports": _view("reports", "Reports"),
}


def help_of(app: OutreachApp) -> Screen[Any]:
    """Help for the screen that is shown."""
    from tui.screens.help import Help

    return Help(app.screen)


def palette_of(app: OutreachApp) -> Screen[Any]:
    """Every action that the screen that is shown offers."""
    from tui.palette import Palette

    return Palette(app.screen)


def about() -> Screen[Any]:
    """Version, licence, sources of data."""
    from tui.screens.help import About

    return About()


def first_start(seat: Seat) -> Screen[Any]:
    """Three questions before the first candidates."""
    from tui.screens.first_start import FirstStart

    return FirstStart(seat)


def trouble(text: str) -> Screen[Any]:
    """Why the database cannot be opened."""
    from tui.screens.help import Trouble

    return Trouble(text)


async def take_back(app: OutreachApp) -> None:
    """Undoes my last change and says what was taken back and what was kept."""
    await app.opened.wait()
    result = await app.backend.ask(_undo)
    app.toast(say("Undone: {what}", what=result.text), *result.kept)
    app.changed()


def _undo(place: Workplace) -> UndoResult:
    from outreach.services import undo

    with place.write() as uow:
        return undo.undo_last(uow)


async def own_town(app: OutreachApp) -> None:
    """Leaves the practice data for the real database and asks the three questions there."""
    seat = app.backend.seat
    if seat is None or not seat.practice:
        app.toast(say("This is not practice data: your own town is open already."))
        return
    app.config = config.load()  # the practice database is never in the file of settings
    app.opened.clear()
    await app.rebuild()
    app.open_database()
