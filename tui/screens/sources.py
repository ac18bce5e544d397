"""Screen 8: imports there have been, and starting a new one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual.app import App, ComposeResult

from outreach import clock, codes
from outreach.i18n import language, number_text, tr
from outreach.rules.text import name_key
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import Progress, RunResult, RunRow, RunState
from outreach.terms.views import Page
from tui import keys, words
from tui.dialogs.choose import Choose
from tui.dialogs.import_source import ImportSource, Wanted, is_address, path_of
from tui.dialogs.run import RunDetails
from tui.screens.base import View
from tui.widgets.frame import StatusLine
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace
    from tui.app import OutreachApp

# The import that an app runs, and how it is told to stop: it outlives the screens, which a new language makes anew.
IMPORTS: WeakKeyDictionary[App[Any], threading.Event] = WeakKeyDictionary()


class Sources(View):
    """`a` starts an import, `-` stops it, Enter shows a run. It goes on beside all other work."""

    HEADLINE = say("Sources and imports")
    BINDINGS = keys.bindings("add", "no")
    HINTS = ("add", "open", "undo")

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Rows(self._columns(), key=lambda row: row.run_id, empty=self._empty, titles=True, gap=1)

    def place(self) -> Sequence[str]:
        return ()

    def label_of(self, name: str) -> Message:
        own = {"add": say("Import"), "no": say("Stop the import")}
        return own.get(name) or super().label_of(name)

    def hint_ids(self) -> Sequence[str]:
        return ("no", "open") if self._is_importing() else self.HINTS

    # The list

    def read(self) -> None:
        self.query_one(Rows).reload(self._fetch)

    async def _fetch(self, offset: int, limit: int) -> Page[RunRow]:
        return await self.ask(load, offset, limit)

    def _empty(self) -> str:
        return tr(say("No imports yet. {key}: import", key=keys.shown("add", self.outreach.own_keys)))

    def on_rows_counted(self, event: Rows.Counted) -> None:
        if not self._is_importing():
            self.status(say_n("{n} import", "{n} imports", event.total) if event.total else "")

    def on_rows_opened(self, event: Rows.Opened) -> None:
        self.start(self._open(event.row.run_id), group="act")

    async def _open(self, run_id: int) -> None:
        await self.app.push_screen_wait(RunDetails(await self.ask(show, run_id)))

    # Importing

    def _is_importing(self) -> bool:
        return self.app in IMPORTS

    def action_add(self) -> None:
        if self._is_importing():
            self.toast(say("An import is running. Wait until it is done, or stop it."))
        else:
            self.start(self._choose(), group="act")

    def action_no(self) -> None:
        if self._is_importing():
            IMPORTS[self.app].set()
            self.status(say("Stopping: what was saved stays, and importing it again goes on."))
        else:
            self.toast(say("No import is running."))

    async def _choose(self) -> None:
        """Asks what to import, then lets it run while the screens stay usable."""
        town = self.outreach.town_code()
        options: list[tuple[str, Message]] = [
            ("file", say("a spreadsheet or a CSV file")),
            ("web", say("a web page, or a saved page")),
            ("bulk", say("the business register: its whole file from my disk")),
            ("town", say("the business register: one town, slowly over the network")),
        ]
        kind = await self.app.push_screen_wait(Choose(say("What is imported?"), options))
        if kind == "town":
            code = await self.app.push_screen_wait(Choose(say("Town"), _towns(), town))
            wanted = Wanted("town", str(code)) if code is not None else None
        elif kind is not None:
            wanted = await self.app.push_screen_wait(ImportSource(str(kind)))
        else:
            wanted = None
        if wanted is not None:
            IMPORTS[self.app] = threading.Event()
            self.status(say("The import begins. The other screens stay usable."))
            self.rehint()
            self.outreach.start(self.outreach, self._import(wanted, town), group="import")

    async def _import(self, wanted: Wanted, town_code: str) -> None:
        app, stop = self.outreach, IMPORTS[self.app]

        def progress(step: Progress) -> None:
            app.from_thread(_show_progress, app, step)

        def should_stop() -> bool:
            return stop.is_set() or app.backend.stopping.is_set()

        try:
            result = await app.backend.ask(run_import, wanted, town_code, app.fetcher, progress, should_stop)
        finally:
            del IMPORTS[app]
            _over(app)
        if app.screen is self:
            await app.push_screen(RunDetails(result))
        else:  # nothing comes over what somebody is doing elsewhere
            app.toast(summary(result), warning=result.state is not RunState.DONE)

    def tell_progress(self, step: Progress) -> None:
        """How far the running import is."""
        self.status(words.progress(step.what, step.done, step.total))

    def _columns(self) -> Sequence[Column[RunRow]]:
        today = self.outreach.today()
        return (
            Column(lambda row: str(row.run_id), 4, right=True, title=say("No.")),
            Column(lambda row: words.short_day(clock.today(row.started_at), today), 10, right=True, title=say("Day")),
            Column(lambda row: row.source, 12, grow=1, title=say("Source")),
            Column(_state, 16, title=say("State")),
            Column(lambda row: _number(row.read), 7, right=True, title=say("Read")),
            Column(lambda row: _number(row.created), 7, right=True, title=say("New")),
            Column(lambda row: _number(row.changed), 11, right=True, title=say("Changed"), at_least=100),
            Column(lambda row: _number(row.rejected), 12, right=True, title=say("Not accepted")),
            Column(lambda row: _number(row.review), 9, right=True, title=say("Waits"), at_least=100),
        )


def _show_progress(app: OutreachApp, step: Progress) -> None:
    """On the screen of sources, if that is the one that is shown now."""
    if isinstance(app.view, Sources):
        app.view.tell_progress(step)


def _over(app: OutreachApp) -> None:
    """The import is done or has failed: whatever is shown reads again."""
    if isinstance(app.view, Sources):
        app.view.status("")
        app.view.rehint()
    app.changed()


def summary(result: RunResult) -> Message:
    """One sentence on how an import went, for those who are on another screen by then."""
    if result.state is not RunState.DONE:
        return say("Import {n}: {state}. Key 8 tells more.", n=result.run_id, state=label(result.state))
    return say(
        "Import {n} is done: {read} read, {created} new, {rejected} not accepted, {review} wait for your answer",
        n=result.run_id,
        read=result.read,
        created=result.created,
        rejected=result.rejected,
        review=result.review,
    )


def _towns() -> list[tuple[str, str]]:
    towns = codes.participating_towns().values()
    return [
        (town.code, town.name(language())) for town in sorted(towns, key=lambda town: name_key(town.name(language())))
    ]


def _state(row: RunRow) -> Piece:
    tone = {RunState.DONE: "", RunState.RUNNING: "accent"}.get(row.state, "warn")
    return Piece(tr(label(row.state)), tone)


def _number(count: int) -> str:
    return number_text(count) if count else "–"


def load(place: Workplace, offset: int, limit: int) -> Page[RunRow]:
    from outreach.services import runs

    with place.read() as uow:
        return runs.runs(uow, offset=offset, limit=limit)


def show(place: Workplace, run_id: int) -> RunResult:
    from outreach.services import runs

    with place.read() as uow:
        return runs.run(uow, run_id)


def run_import(
    place: Workplace,
    wanted: Wanted,
    town_code: str,
    fetcher: Any,
    progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> RunResult:
    """Runs one import to its end, or until it is stopped: what was saved stays, and a rerun goes on."""
    from outreach.jobs import imports

    common: dict[str, Any] = {"progress": progress, "should_stop": should_stop}
    if wanted.kind == "file":
        return imports.import_file(place, path_of(wanted.what), town_code=town_code, **common)
    if wanted.kind == "bulk":
        return imports.import_bulk(place, path_of(wanted.what), **common)
    if wanted.kind == "town":
        return imports.import_town(place, fetcher or imports.fetcher_of(place), wanted.what, **common)
    if is_address(wanted.what):
        door = fetcher or imports.fetcher_of(place)
        return imports.import_web(place, door, wanted.what, town_code=town_code, **common)
    return imports.import_web(place, None, str(path_of(wanted.what)), town_code=town_code, **common)
