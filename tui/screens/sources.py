"""Screen 8: imports there have been, and starting a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from outreach.i18n import number_text, tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import RunResult, RunRow, RunState
from outreach.terms.views import Page
from tui import keys, safe, words
from tui.dialogs.choose import Choose
from tui.dialogs.import_source import ImportSource, Wanted
from tui.screens.base import Dialog, View
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Lines, heading, note
from tui.widgets.paint import Column, Piece
from tui.widgets.rows import Rows

if TYPE_CHECKING:
    from outreach.services.session import Workplace

STATES: dict[RunState, Message] = {
    RunState.RUNNING: say("running"),
    RunState.DONE: say("done"),
    RunState.FAILED: say("stopped half-way"),
    RunState.REFUSED: say("refused"),
}


class Sources(View):
    """`a` starts an import, Enter shows a run with what was not accepted, `-` takes the import of a list back."""

    HEADLINE = say("Sources and imports")
    BINDINGS = keys.bindings("add")
    HINTS = ("add", "open", "undo")

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Rows(COLUMNS, key=lambda row: row.run_id, empty=self._empty, titles=True)

    def label_of(self, name: str) -> Message:
        return say("Import") if name == "add" else super().label_of(name)

    def read(self) -> None:
        self.query_one(Rows).reload(self._fetch)

    async def _fetch(self, offset: int, limit: int) -> Page[RunRow]:
        return await self.ask(load, offset, limit)

    def _empty(self) -> str:
        return tr(say("No imports yet. {key}: import", key=keys.shown("add", self.outreach.own_keys)))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        self.start(self._open(event.row.run_id), group="act")

    async def _open(self, run_id: int) -> None:
        result = await self.ask(show, run_id)
        await self.app.push_screen_wait(RunDetails(result))

    def action_add(self) -> None:
        self.start(self._import(), group="import")

    async def _import(self) -> None:
        """Asks what to import, and runs it while the screens stay usable."""
        town = self.outreach.town_code()
        options: list[tuple[object, Message]] = [
            ("file", say("a spreadsheet or a CSV file")),
            ("web", say("a web page, or a saved page")),
            ("bulk", say("the business register: its whole file from my disk")),
        ]
        if town:
            options.append(("town", say("the business register: {town} only, slowly", town=self.outreach.town_name())))
        kind = await self.app.push_screen_wait(Choose(say("Import"), options))
        if kind is None:
            return
        wanted = Wanted("town", "") if kind == "town" else await self.app.push_screen_wait(ImportSource(str(kind)))
        if wanted is None:
            return
        stopping, app = self.outreach.backend.stopping, self.outreach

        def progress(step: Any) -> None:
            app.call_from_thread(self._progress, step)

        result = await self.ask(run_import, wanted, town, app.fetcher, progress, stopping.is_set)
        self.status("")
        self.outreach.changed()
        await self.app.push_screen_wait(RunDetails(result))

    def _progress(self, step: Any) -> None:
        done = number_text(step.done)
        if step.total:
            text = say("{what}: {percent} %", what=step.what, percent=min(100, 100 * step.done // step.total))
        else:
            text = say("{what}: {done}", what=step.what, done=done)
        self.status(text)


class RunDetails(Dialog[None]):
    """What a run counted, what it noted, and each record that was not accepted."""

    AUTO_FOCUS = "Lines"

    def __init__(self, result: RunResult) -> None:
        super().__init__()
        self.result = result

    def compose(self) -> ComposeResult:
        title = say("Import {n}: {source}", n=self.result.run_id, source=self.result.source)
        with Vertical(classes="dialog"):
            yield Static(safe.content(tr(title)), classes="title")
            yield Lines()
            yield Static(safe.content(tr(say("Esc: back"))), classes="quiet")

    def on_mount(self) -> None:
        self.query_one(Lines).show(run_lines(self.result))


def run_lines(result: RunResult) -> list[Any]:
    """The lines of a run's details."""
    counts = (
        (say("Read"), result.read),
        (say("New"), result.created),
        (say("Changed"), result.changed),
        (say("Unchanged"), result.unchanged),
        (say("Not accepted"), result.rejected),
        (say("No longer in the data"), result.vanished),
        (say("Linked automatically"), result.linked),
        (say("Wait for your answer"), result.review),
    )
    items = [note(f"{safe.fit(tr(STATES[result.state]), 20)}", "strong")]
    items += [note(f"{safe.fit(tr(name), 28)} {number_text(count):>10}", "") for name, count in counts]
    if result.review:
        text = say_n(
            "{n} record waits for your answer: key 3", "{n} records wait for your answer: key 3", result.review
        )
        items.append(note(tr(text), "accent"))
    items += [note(safe.plain(message)) for message in result.notes]
    if result.rejects:
        items.append(heading(tr(say("NOT ACCEPTED"))))
    for reject in result.rejects:
        where = " · ".join(part for part in (reject.where, reject.business_id, reject.field) if part)
        items.append(note(f"{safe.plain(where)}: {tr(reject.reason)}", ""))
    return items


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
    progress: Callable[[Any], None],
    should_stop: Callable[[], bool],
) -> RunResult:
    """Runs one import to its end, or until the program leaves: what was saved stays, and a rerun goes on."""
    from outreach.jobs import imports

    common: dict[str, Any] = {"progress": progress, "should_stop": should_stop}
    if wanted.kind == "file":
        return imports.import_file(place, Path(wanted.what).expanduser(), town_code=town_code, **common)
    if wanted.kind == "bulk":
        return imports.import_bulk(place, Path(wanted.what).expanduser(), **common)
    saved = wanted.kind == "web" and Path(wanted.what).expanduser().is_file()
    door = None if saved else fetcher or imports.fetcher_of(place)
    if wanted.kind == "town":
        return imports.import_town(place, door, town_code, **common)
    return imports.import_web(place, door, wanted.what, town_code=town_code, **common)


def _state(row: RunRow) -> Piece:
    tone = {RunState.DONE: "", RunState.RUNNING: "accent"}.get(row.state, "warn")
    return Piece(tr(STATES[row.state]), tone)


def _number(count: int) -> str:
    return number_text(count) if count else "–"


COLUMNS: Sequence[Column[RunRow]] = (
    Column(lambda row: str(row.run_id), 4, right=True, title=say("No.")),
    Column(lambda row: words.short_day(row.started_at.date(), row.started_at.date()), 6, right=True, title=say("Day")),
    Column(lambda row: row.source, 14, grow=1, title=say("Source")),
    Column(_state, 10, title=say("State")),
    Column(lambda row: _number(row.read), 8, right=True, title=say("Read")),
    Column(lambda row: _number(row.created), 7, right=True, title=say("New")),
    Column(lambda row: _number(row.changed), 7, right=True, title=say("Changed")),
    Column(lambda row: _number(row.rejected), 6, right=True, title=say("Not acc.")),
    Column(lambda row: _number(row.review), 5, right=True, title=say("Waits"), at_least=90),
)
