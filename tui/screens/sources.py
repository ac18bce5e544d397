"""Screen 8: the sources that are read every night, the imports there have been, and starting a new one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual.app import App, ComposeResult

from outreach import codes
from outreach.i18n import language, tr
from outreach.rules.text import name_key
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import Progress, RunResult, RunState
from outreach.terms.sources import SourceCheck, SourceRow
from outreach.terms.views import Page
from tui import keys, words
from tui.dialogs.checks import Checks
from tui.dialogs.choose import Choose
from tui.dialogs.import_source import ImportSource, Wanted, path_of
from tui.dialogs.run import RunDetails
from tui.screens.base import View
from tui.screens.new_source import NewSource
from tui.screens.reading import Reading
from tui.screens.source_rows import Entry, columns, id_of
from tui.widgets.frame import StatusLine
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace
    from tui.app import OutreachApp

# The import that an app runs, and how it is told to stop: it outlives the screens, which a new language makes anew.
BUSY = say("An import is running. Wait until it is done, or stop it.")
IMPORTS: WeakKeyDictionary[App[Any], threading.Event] = WeakKeyDictionary()


class Sources(View):
    """`a` starts an import, `-` stops it, Enter opens a source or shows a run. It goes on beside all other work."""

    HEADLINE = say("Sources and imports")
    BINDINGS = keys.bindings("add", "no")
    HINTS = ("add", "open", "undo")

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Rows(columns(self.outreach.today()), key=id_of, empty=self._empty, titles=True, gap=1)

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

    async def _fetch(self, offset: int, limit: int) -> Page[Entry]:
        return await self.ask(load, offset, limit)

    def _empty(self) -> str:
        return tr(say("No imports yet. {key}: import", key=keys.shown("add", self.outreach.own_keys)))

    def on_rows_counted(self, event: Rows.Counted) -> None:
        if not self._is_importing():
            self.status(say_n("{n} source or import", "{n} sources and imports", event.total) if event.total else "")

    def on_rows_opened(self, event: Rows.Opened) -> None:
        row: Entry = event.row
        self.start(self._source(row) if isinstance(row, SourceRow) else self._open(row.run_id), group="act")

    async def _open(self, run_id: int) -> None:
        await self.app.push_screen_wait(RunDetails(await self.ask(show, run_id)))

    # Importing

    def _is_importing(self) -> bool:
        return self.app in IMPORTS

    def action_add(self) -> None:
        if self._is_importing():
            self.toast(BUSY)
        else:
            self.start(self._choose(), group="act")

    def action_no(self) -> None:
        if self._is_importing():
            IMPORTS[self.app].set()
            self.status(say("Stopping: what was saved stays, and importing it again goes on."))
        else:
            self.toast(say("No import is running."))

    async def _choose(self) -> None:
        """Asks what to import, shows what it holds, then lets it run while the screens stay usable."""
        town = self.outreach.town_code()
        options: list[tuple[str, Message]] = [
            ("file", say("a spreadsheet, a CSV file or an address book")),
            ("web", say("a web page, or a saved page")),
            ("bulk", say("the business register: its whole file from my disk")),
            ("town", say("the business register: one town, slowly over the network")),
            ("new", say("a web page that is read again every night")),
        ]
        kind = await self.app.push_screen_wait(Choose(say("What is imported?"), options))
        if kind == "town":
            code = await self.app.push_screen_wait(Choose(say("Town"), _towns(), town))
            wanted = Wanted("town", str(code)) if code is not None else None
        elif kind is not None:
            wanted = await self.app.push_screen_wait(ImportSource(str(kind)))
        else:
            wanted = None
        if wanted is not None and wanted.kind in ("file", "web"):
            self.app.push_screen(Reading(wanted, town, self.begin))
        elif wanted is not None and wanted.kind == "new":
            self.app.push_screen(NewSource(wanted.what))
        elif wanted is not None:
            self.begin(wanted)

    async def _source(self, row: SourceRow) -> None:
        """What may be done with a source."""
        options: list[tuple[str, Message]] = [
            ("run", say("Read it now")),
            ("try", say("What would it bring? Nothing is written.")),
            ("check", say("Is it still read rightly? Its kept pages, without the network.")),
            ("all", say("The same for all sources")),
            ("learn", say("Show it one company as an example")),
            ("force", say("Read it now, also when it gives much less than before")),
            ("remove", say("Read it no more: what it brought stays")),
        ]
        if row.problem is not None:
            options = [option for option in options if option[0] in ("all", "remove")]
        what = await self.app.push_screen_wait(Choose(row.problem or say("Source: {key}", key=row.name), options))
        if what in ("run", "force", "try") and self._is_importing():
            self.toast(BUSY)
        elif what in ("run", "force"):
            self.begin(Wanted("source", row.key, force=what == "force"))
        elif what == "try":
            self.app.push_screen(Reading(Wanted("source", row.key), self.outreach.town_code(), self.begin))
        elif what in ("check", "all"):
            await self.app.push_screen_wait(Checks(await self.ask(check, row.key if what == "check" else "")))
        elif what == "learn":
            self.app.push_screen(NewSource(row.start[0] if row.start else "", row.key))
        elif what == "remove":
            self.toast(await self.ask(remove, row.key))
            self.outreach.changed()

    def begin(self, wanted: Wanted) -> None:
        """Lets an import run beside the screens."""
        if self._is_importing():
            self.toast(BUSY)
            return
        IMPORTS[self.app] = threading.Event()
        self.status(say("The import begins. The other screens stay usable."))
        self.rehint()
        self.outreach.start(self.outreach, self._import(wanted, self.outreach.town_code()), group="import")

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


def load(place: Workplace, offset: int, limit: int) -> Page[Entry]:
    """The sources, and below them the imports there have been, newest first."""
    from outreach.jobs import sources
    from outreach.services import runs

    known = sources.listed(place)
    first = known[offset : offset + limit]
    with place.read() as uow:
        rest = runs.runs(uow, offset=max(0, offset - len(known)), limit=max(1, limit - len(first)))
    return Page((*first, *rest.rows[: limit - len(first)]), offset, len(known) + rest.total)


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
    from outreach.jobs import imports, source_runs

    if wanted.kind in ("bulk", "town"):
        return _register(place, wanted, fetcher, progress, should_stop)
    if wanted.kind == "file":
        return imports.import_file(
            place,
            path_of(wanted.what),
            town_code=town_code,
            mapping=wanted.mapping,
            progress=progress,
            should_stop=should_stop,
        )
    door = imports.fetcher_of(place, fetcher)
    if wanted.kind == "source":
        return source_runs.run(place, door, wanted.what, force=wanted.force, progress=progress, should_stop=should_stop)
    return imports.import_web(
        place,
        door if wanted.is_address else None,
        wanted.what if wanted.is_address else str(path_of(wanted.what)),
        town_code=town_code,
        mentioned=wanted.mentioned,
        progress=progress,
        should_stop=should_stop,
    )


def _register(
    place: Workplace,
    wanted: Wanted,
    fetcher: Any,
    progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> RunResult:
    from outreach.jobs import imports

    if wanted.kind == "bulk":
        return imports.import_bulk(place, path_of(wanted.what), progress=progress, should_stop=should_stop)
    door = imports.fetcher_of(place, fetcher)
    return imports.import_town(place, door, wanted.what, progress=progress, should_stop=should_stop)


def check(place: Workplace, key: str) -> tuple[SourceCheck, ...]:
    """What a source, or each of them, gives on the pages that are kept of it."""
    from outreach.jobs import sources

    return tuple(sources.check(place, key))


def remove(place: Workplace, key: str) -> Message:
    """Puts the file of a source aside."""
    from outreach.jobs import sources

    path = sources.remove(place.config, key)
    return say("It is read no more. Its file lies here: {path}", path=str(path))
