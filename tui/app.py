"""The program in the terminal: its screens, its door to the database, and what holds on every screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import Worker

from outreach import clock, codes, faults
from outreach import config as settings
from outreach.config import Config
from outreach.errors import OutreachError, Unusable
from outreach.i18n import language, render_error, set_language, tr
from outreach.terms.message import Message, say
from tui import keys, safe, shell
from tui.backend import Backend, Seat, ThreadBackend
from tui.flow import Defects, Flow
from tui.screens.base import View
from tui.terminal import check_terminal
from tui.theme import THEMES

TOAST_SECONDS = 6.0
BLANK = "blank"  # an empty screen that is shown for a moment while the others are made anew
TOAST_MOST = 400  # letters of one sentence: a name of thousands must not cover the screen


class OutreachApp(App[int]):
    """The terminal program. All state of a screen lives in that screen; this holds what they share."""

    CSS_PATH = "look.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "Outreach"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {**shell.VIEWS, BLANK: Screen}
    DEFAULT_MODE = "today"
    BINDINGS = keys.bindings(*shell.VIEWS, "undo", "help", "palette", "own_town", "quit")
    NOTIFICATION_TIMEOUT = TOAST_SECONDS

    def __init__(self, config: Config, backend: Backend | None = None, fetcher: Any = None) -> None:
        super().__init__()
        self.config = config
        self.fetcher = fetcher  # the door to the network that jobs are to use; None for the ordinary one
        self.backend: Backend = backend or ThreadBackend()
        self.opened = asyncio.Event()  # set once the database is open and somebody is known to work there
        self.own_keys: Mapping[str, str]
        self.own_keys, self._key_problems = keys.keymap(config.keys)
        self.need_id: int | None = None  # the competence need that was looked at last
        self.faults: list[BaseException] = []  # defects met so far, for tests
        self._defects = Defects()
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = THEMES[config.theme].name

    # Start

    def on_mount(self) -> None:
        self.set_keymap(self.own_keys)
        if self._key_problems:
            self.toast(*self._key_problems, warning=True)
        self.call_after_refresh(self.open_database)

    def open_database(self) -> None:
        """Opens the database of the settings, or another one in place of the open one."""
        self.opened.clear()
        self.start(self, self._open(), group="open", exclusive=True)

    async def _open(self) -> None:
        try:
            seat = await self.backend.open(self.config)
        except OutreachError as error:
            self.push_screen(shell.trouble(render_error(error)))
            return
        if seat.adviser_id is None or seat.first_start:
            self.push_screen(shell.first_start(seat))
        else:
            self.ready()

    async def reopen(self) -> None:
        """Opens the database of the present settings without asking anything."""
        await self.backend.open(self.config)

    def ready(self) -> None:
        """The database is open and the adviser known: waiting questions go on, the screen reads."""
        self.opened.set()
        self.changed()

    async def on_unmount(self) -> None:
        self.backend.close()

    # What screens ask of the app

    @property
    def view(self) -> View | None:
        """The uppermost screen that is no dialog."""
        return next((screen for screen in reversed(self.screen_stack) if isinstance(screen, View)), None)

    def today(self) -> date:
        """The day in Finland."""
        return clock.today(clock.now())

    def town_code(self) -> str:
        """Municipality code of the town that is worked for; "" for all."""
        seat: Seat | None = self.backend.seat
        return seat.town_code if seat else self.config.town

    def town_name(self) -> str:
        """Its name in the language in force; "" when all towns are shown."""
        return self.name_of_town(self.town_code())

    def name_of_town(self, code: str) -> str:
        """Name of a municipality by its code; the code itself when it is not known."""
        found = codes.municipality(code) if code else None
        return found.name(language()) if found else code

    def toast(self, *messages: Message | str, warning: bool = False) -> None:
        """Says something at the edge of the screen for some seconds, in place of what was said before."""
        self.clear_notifications()
        text = "\n".join(_short(safe.block(message)) for message in messages)
        self.notify(text, markup=False, severity="warning" if warning else "information", timeout=TOAST_SECONDS)

    def start(
        self, node: DOMNode, flow: Coroutine[None, None, object], *, group: str = "", exclusive: bool = False
    ) -> Worker[None]:
        """Runs a coroutine beside the handlers of `node`; what it raises is said in a toast."""
        guarded: Callable[[], Coroutine[None, None, None]] = partial(Flow(flow).run, self.report)
        return node.run_worker(guarded, group=group or "flow", exclusive=exclusive, exit_on_error=False)

    def report(self, error: Exception) -> None:
        """One sentence on what went wrong: an OutreachError's own, or where the log is."""
        if isinstance(error, OutreachError):
            self.toast(render_error(error), warning=True)
        else:
            self.faults.append(error)
            self.toast(faults.log(error, self.config.data_folder), warning=True)

    def from_thread(self, show: Callable[..., None], *args: Any) -> None:
        """For work in a thread: runs `show` on the screen's side, and ends the work when the program is being left."""
        if self.backend.stopping.is_set():
            raise Unusable(say("The program was left before the work was done. What was saved is safe."))
        self.call_later(show, *args)

    def changed(self) -> None:
        """Data has changed: the screen that is shown reads again."""
        if self.view is not None:
            self.view.changed()

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print a traceback with every local variable, so with personal data, and end.
        self.faults.append(error)
        sentence = faults.log(error, self.config.data_folder)
        if not self.is_running or self._defects.too_many():
            self.exit(1, return_code=1, message=Text(tr(sentence)))
            return
        self.toast(sentence, warning=True)
        self.call_later(self.rebuild)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Does what a key is bound to; a defect in it is told and the program goes on."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except Exception as error:
            self.report(error)
            return True

    async def rebuild(self) -> None:
        """Makes all screens anew: after a change of language, and when one of them has broken."""
        mode = self.current_mode
        await self.switch_mode(BLANK)
        for name, make in shell.VIEWS.items():
            await self.remove_mode(name)
            self.add_mode(name, make)
        await self.switch_mode(mode if mode in shell.VIEWS else self.DEFAULT_MODE)

    async def run_named(self, screen: Screen[Any], name: str) -> None:
        """Does an action of the table of keys, where the screen binds it or else in the program."""
        found = next((active for active in screen.active_bindings.values() if active.binding.id == name), None)
        await self.run_action(name, found.node if found else self)

    # Actions of every screen

    def show_view(self, name: str) -> None:
        """A screen by its id in the table of keys; the one that is shown already goes back to its first level.

        Done beside the handlers: a screen cannot wait in its own handler until it is taken away.
        """
        self.start(self, self._show_view(name), group="view", exclusive=True)

    async def _show_view(self, name: str) -> None:
        if self.current_mode != name:
            await self.switch_mode(name)
            return
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def action_today(self) -> None:
        self.show_view("today")

    def action_candidates(self) -> None:
        self.show_view("candidates")

    def action_duplicates(self) -> None:
        self.show_view("duplicates")

    def action_organisations(self) -> None:
        self.show_view("organisations")

    def action_stages(self) -> None:
        self.show_view("stages")

    def action_needs(self) -> None:
        self.show_view("needs")

    def action_sources(self) -> None:
        self.show_view("sources")

    def action_reports(self) -> None:
        self.show_view("reports")

    def action_undo(self) -> None:
        self.start(self, shell.take_back(self), group="undo")

    def action_help(self) -> None:
        self.push_screen(shell.help_of(self))

    def action_palette(self) -> None:
        self.start(self, self._choose(self.screen), group="act")

    async def _choose(self, below: Screen[Any]) -> None:
        name = await self.push_screen_wait(shell.palette_of(self))
        if name is not None:
            await self.run_named(below, name)

    def action_about(self) -> None:
        self.push_screen(shell.about())

    def action_own_town(self) -> None:
        self.start(self, shell.own_town(self), group="own_town", exclusive=True)

    def action_theme(self) -> None:
        self.remember(theme="light" if self.config.theme == "dark" else "dark")
        self.theme = THEMES[self.config.theme].name

    async def action_finnish(self) -> None:
        await self.speak("fi")

    async def action_swedish(self) -> None:
        await self.speak("sv")

    async def action_english(self) -> None:
        await self.speak("en")

    def action_help_quit(self) -> None:
        """Ctrl+C: many try it to leave; it copies marked text instead."""
        self.toast(say("{key} leaves the program.", key=keys.shown("quit", self.own_keys)))

    async def action_quit(self) -> None:
        self.exit(0)

    async def speak(self, code: str) -> None:
        """Another language from now on, and at the next start."""
        self.remember(language=code)
        set_language(code)
        await self.rebuild()

    def remember(self, **values: Any) -> None:
        """Writes settings to the file and uses them from now on."""
        try:
            settings.save(values)
            self.config = replace(self.config, **values)
        except OutreachError as error:
            self.report(error)


def _short(text: str) -> str:
    return text if len(text) <= TOAST_MOST else text[: TOAST_MOST - 1].rstrip() + safe.ELLIPSIS


def run(config: Config, *, fetcher: Any = None) -> int:
    """Runs the terminal program until it is left; the exit code. Unusable when the terminal cannot show it."""
    check_terminal()
    set_language(settings.language_of(config))
    app = OutreachApp(config, fetcher=fetcher)
    app.run()
    return app.return_code or 0
