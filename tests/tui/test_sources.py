"""Screen 8, Sources and imports."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from outreach.config import Config
from outreach.errors import BadInput, Refused, SlowSite
from outreach.i18n import LANGUAGES, set_language
from outreach.terms.message import say
from outreach.terms.runs import Progress, RunResult, RunRow
from outreach.terms.sources import CheckState, SourceCheck, SourceRow
from outreach.terms.views import Page
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, settle, shown
from tui.app import OutreachApp
from tui.dialogs.import_source import Wanted, completed
from tui.dialogs.run import RunDetails
from tui.screens import new_source, organisations, reading, sources, today
from tui.screens.new_source import NewSource
from tui.screens.reading import Reading
from tui.screens.sources import Sources


class Import:
    """An import that goes on as far as the test lets it."""

    def __init__(self) -> None:
        self.wanted: list[Wanted] = []
        self.gate = asyncio.Event()
        self.error: Exception | None = None
        self.progress: Callable[[Progress], None] = lambda step: None
        self.should_stop: Callable[[], bool] = lambda: False

    async def run(self, wanted: Wanted, town: str, fetcher: Any, progress: Any, should_stop: Any) -> RunResult:
        self.wanted.append(wanted)
        self.progress, self.should_stop = progress, should_stop
        progress(Progress(6, 12, say("Reading")))
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return samples.run_result(7)


def app_of(
    config: Config,
    job: Import,
    *rows: RunRow | SourceRow,
    result: RunResult | None = None,
    answers: Mapping[Any, Any] | None = None,
) -> OutreachApp:
    return OutreachApp(
        config,
        Canned(
            {
                today.load: samples.NOTHING,
                organisations.load: Page((), 0, 0),
                sources.load: Page(rows, 0, len(rows)),
                sources.show: result or samples.run_result(),
                sources.run_import: job.run,
                reading.look: samples.preview(),
                reading.rehearse: samples.plan(),
                **(answers or {}),
            }
        ),
    )


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


async def begin(pilot: Any, path: Path) -> None:
    """Starts the import of a file from the screen, without waiting for its end."""
    path.write_bytes(b"PK")
    await press(pilot, "8", "a", "1")
    pilot.app.screen.query_one("#what", Input).value = str(path)
    await press(pilot, "enter")
    await pilot.press("plus")
    for _ in range(20):
        await pilot.pause(0.01)


async def test_runs_are_listed_and_enter_shows_what_was_not_accepted(config: Config) -> None:
    app = app_of(config, Import(), samples.run_row(), result=samples.run_result(rejects=3))
    async with running(app, (110, 30)) as pilot:
        await press(pilot, "8")
        assert "03-10 tenants.xlsx" in shown(app)
        await press(pilot, "enter")
        text = shown(app)
        assert "Import 1: tenants.xlsx" in text
        assert "2 records wait for your answer: key 3" in text
        assert "row 4 · business_id · ”1234567-9”" in text
        assert "The check digit is wrong." in text
        await press(pilot, "enter")
        assert isinstance(app.screen, Sources)


async def test_many_rejects_can_be_read_to_the_last(config: Config) -> None:
    app = app_of(config, Import(), samples.run_row(), result=samples.run_result(rejects=300))
    async with running(app) as pilot:
        await press(pilot, "8", "enter", "end")
        assert "row 303" in shown(app)


async def test_an_import_runs_while_the_screens_stay_usable(config: Config, tmp_path: Path) -> None:
    job = Import()
    app = app_of(config, job)
    async with running(app) as pilot:
        await begin(pilot, tmp_path / "tenants.xlsx")
        assert job.wanted == [Wanted("file", str(tmp_path / "tenants.xlsx"))]
        assert "6 of 12 · Reading" in shown(app)
        await pilot.press("4")
        await pilot.pause(0.05)
        assert "Organisations" in shown(app).splitlines()[0]
        job.progress(Progress(9, 12, say("Reading")))
        await pilot.press("8")
        await pilot.pause(0.05)
        job.progress(Progress(11, 12, say("Reading")))
        await pilot.pause(0.05)
        assert "11 of 12 · Reading" in shown(app)
        await pilot.press("a")
        await pilot.pause(0.05)
        assert "An import is running" in toasts(app)
        job.gate.set()
        await settle(pilot)
        assert isinstance(app.screen, RunDetails)


async def test_the_result_does_not_come_over_another_screen(config: Config, tmp_path: Path) -> None:
    job = Import()
    app = app_of(config, job)
    async with running(app) as pilot:
        await begin(pilot, tmp_path / "tenants.xlsx")
        await pilot.press("4")
        job.gate.set()
        await settle(pilot)
        assert "Organisations" in shown(app).splitlines()[0]
        assert "Import 7 is done: 12 read, 9 new, 1 not accepted, 2 wait for your answer" in toasts(app)


async def test_minus_stops_the_import(config: Config, tmp_path: Path) -> None:
    job = Import()
    app = app_of(config, job)
    async with running(app) as pilot:
        await begin(pilot, tmp_path / "tenants.xlsx")
        assert not job.should_stop()
        await pilot.press("minus")
        assert job.should_stop()
        job.gate.set()
        await settle(pilot)
        await press(pilot, "escape", "minus")
        assert "No import is running." in toasts(app)


async def test_leaving_the_program_stops_the_import(config: Config, tmp_path: Path) -> None:
    job = Import()
    app = app_of(config, job)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await begin(pilot, tmp_path / "tenants.xlsx")
        assert not job.should_stop()
    assert job.should_stop()


async def test_a_failed_import_is_told_and_another_can_begin(config: Config, tmp_path: Path) -> None:
    job = Import()
    job.error = Refused(say("An import is already running: {who}", who="Pekka"))
    job.gate.set()
    app = app_of(config, job)
    async with running(app) as pilot:
        await begin(pilot, tmp_path / "tenants.xlsx")
        await settle(pilot)
        assert "An import is already running: Pekka" in toasts(app)
        await press(pilot, "a")
        assert "What is imported?" in shown(app)


async def test_a_wrong_path_is_told_inside_and_stays(config: Config, tmp_path: Path) -> None:
    app = app_of(config, Import())
    async with running(app) as pilot:
        await press(pilot, "8", "a", "1")
        for wrong, said in (
            ("/nowhere/x.xlsx", "There is no such file: /nowhere/x.xlsx"),
            (str(tmp_path), "This is a folder"),
            ("~nobody-of-this-name/x", "There is no such file"),
            ("x" * 2000, "There is no such file"),
            ("a\0b", "There is no such file"),
            ("", "Write what to import."),
        ):
            app.screen.query_one("#what", Input).value = wrong
            await press(pilot, "enter")
            assert said in " ".join(shown(app).replace("│", " ").split())
            assert app.screen.query_one("#what", Input).value == wrong[:2000]


async def test_tab_completes_a_path_and_else_goes_on(config: Config, tmp_path: Path) -> None:
    (tmp_path / "tenants-2026.xlsx").write_bytes(b"")
    app = app_of(config, Import())
    async with running(app) as pilot:
        await press(pilot, "8", "a", "1")
        field = app.screen.query_one("#what", Input)
        field.value = f"{tmp_path}/ten"
        field.cursor_position = len(field.value)
        for _ in range(50):
            await pilot.pause(0.01)
            if field._suggestion:
                break
        await press(pilot, "tab")
        assert field.value == f"{tmp_path}/tenants-2026.xlsx"
        await press(pilot, "tab")
        assert app.focused is not field
        await press(pilot, "escape", "escape")


def test_completion_of_paths(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.csv").write_bytes(b"")
    (tmp_path / ".hidden").write_bytes(b"")
    assert completed(f"{tmp_path}/fo") == f"{tmp_path}/folder/"
    assert completed(f"{tmp_path}/") == f"{tmp_path}/file.csv"
    assert completed(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"
    assert completed(f"{tmp_path}/nothing") is None
    assert completed("https://example.fi/x") is None
    assert completed("") is None


async def test_an_empty_list_names_the_key_that_fills_it(config: Config) -> None:
    app = app_of(config, Import())
    async with running(app) as pilot:
        await press(pilot, "8")
        assert "No imports yet. a: import" in shown(app)


@pytest.mark.parametrize("name", samples.NASTY)
async def test_a_hostile_source_is_only_a_name(config: Config, name: str) -> None:
    app = app_of(config, Import(), samples.run_row(1, name), result=samples.run_result(1, name))
    async with running(app) as pilot:
        await press(pilot, "8", "enter")
        assert "\x1b" not in shown(app)
        assert app.screen.query_one(".dialog").region.height <= 22
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_titles_and_dialogs_fit_80_columns_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    app = app_of(config, Import(), samples.run_row())
    async with running(app) as pilot:
        await press(pilot, "8")
        assert "…" not in shown(app).splitlines()[3]
        for kind in ("1", "2", "3", "4", "5"):
            await press(pilot, "a", kind)
            assert app.screen.query_one(".dialog").region.height <= 22
            await press(pilot, "escape")


async def look_at(pilot: Any, path: Path) -> None:
    """Opens what a file holds, without importing it."""
    path.write_bytes(b"PK")
    await press(pilot, "8", "a", "1")
    pilot.app.screen.query_one("#what", Input).value = str(path)
    await press(pilot, "enter")


async def test_a_file_shows_its_columns_and_its_plan_before_anything_is_written(config: Config, tmp_path: Path) -> None:
    job = Import()
    app = app_of(config, job)
    async with running(app, (110, 30)) as pilot:
        await look_at(pilot, tmp_path / "tenants.xlsx")
        text = shown(app)
        assert re.search(r"Yritys +→ Name +2 of 2  Malli Oy, Näyte Oy", text)
        assert re.search(r"Muuta +→ not read", text)
        assert "New 1 · Unchanged 1 · Skipped 1 · 1 waits for your answer" in text
        assert "row 4 · Yhteensä · A row of totals was passed over" in text
        assert "Malli Oy · Raahe · 0100002-9" in text
        await press(pilot, "escape")
        assert isinstance(app.screen, Sources)
        assert job.wanted == []


async def test_what_a_column_holds_is_changed_by_a_person_and_the_import_runs_so(
    config: Config, tmp_path: Path
) -> None:
    job = Import()
    job.gate.set()
    asked: list[dict[str, str] | None] = []

    def look(wanted: Wanted, mapping: dict[str, str] | None, fetcher: Any) -> Any:
        asked.append(mapping)
        return samples.preview()

    app = app_of(config, job, answers={reading.look: look})
    async with running(app) as pilot:
        await look_at(pilot, tmp_path / "tenants.xlsx")
        await press(pilot, "down", "e")
        assert "What does the column Muuta hold?" in shown(app)
        await press(pilot, "2")
        assert asked == [None, {"Muuta": "name"}]
        await press(pilot, "plus")
        await settle(pilot)
        assert [wanted.mapping for wanted in job.wanted] == [{"Muuta": "name"}]


async def test_an_organisation_that_is_only_mentioned_is_imported_when_it_is_marked(config: Config) -> None:
    job = Import()
    job.gate.set()
    page = samples.page_preview(mentioned=("Mainittu Oy",))
    app = app_of(config, job, answers={reading.look: page})
    async with running(app) as pilot:
        await press(pilot, "8", "a", "2")
        app.screen.query_one("#what", Input).value = "www.example.fi/jasenet"
        await press(pilot, "enter", "end", "space")
        assert "* Mainittu Oy" in shown(app)
        await press(pilot, "plus")
        await settle(pilot)
        assert job.wanted == [Wanted("web", "https://www.example.fi/jasenet", None, frozenset({"Mainittu Oy"}))]


async def test_a_page_without_organisations_says_what_it_is_and_imports_nothing(config: Config) -> None:
    job = Import()
    app = app_of(config, job, answers={reading.look: samples.empty_preview()})
    async with running(app) as pilot:
        await press(pilot, "8", "a", "2")
        app.screen.query_one("#what", Input).value = "www.example.fi"
        await press(pilot, "enter")
        assert "The page asks to log in" in shown(app)
        await press(pilot, "plus")
        assert isinstance(app.screen, Reading)
        assert job.wanted == []


async def test_a_source_stands_above_the_imports_and_is_read_when_asked(config: Config) -> None:
    job = Import()
    job.gate.set()
    app = app_of(config, job, samples.source_row(), samples.run_row())
    async with running(app) as pilot:
        await press(pilot, "8")
        assert shown(app).index("Mallilan jäsenet") < shown(app).index("tenants.xlsx")
        await press(pilot, "enter", "1")
        await settle(pilot)
        assert job.wanted == [Wanted("source", "mallilan-jasenet")]


async def test_a_source_that_cannot_be_used_says_which_line(config: Config) -> None:
    broken = samples.source_row(problem=say("Line 4: unknown key {key}", key="raws"))
    app = app_of(config, Import(), broken)
    async with running(app) as pilot:
        await press(pilot, "8")
        assert "File to mend" in shown(app)
        await press(pilot, "enter")
        assert "Line 4: unknown key raws" in shown(app)
        assert "Read it now" not in shown(app)


async def test_a_check_of_all_sources_names_those_that_give_too_little(config: Config) -> None:
    checked = (
        SourceCheck(key="a", name="Hyvä", state=CheckState.GOOD, found=12),
        SourceCheck(key="b", name="Huono", state=CheckState.BAD, said=(say("Only {n} of {least}", n=3, least=40),)),
    )
    app = app_of(config, Import(), samples.source_row(), answers={sources.check: checked})
    async with running(app) as pilot:
        await press(pilot, "8", "enter", "4")
        text = shown(app)
        assert "2 sources on their kept pages" in text
        assert "Less than expected" in text
        assert "Only 3 of 40" in text


async def test_removing_a_source_says_where_its_file_lies(config: Config) -> None:
    app = app_of(
        config, Import(), samples.source_row(), answers={sources.remove: say("Its file lies here: {p}", p="x")}
    )
    async with running(app) as pilot:
        await press(pilot, "8", "enter", "7")
        assert "Its file lies here: x" in toasts(app)


async def add_source(pilot: Any) -> None:
    await press(pilot, "8", "a", "5")
    pilot.app.screen.query_one("#what", Input).value = "www.example.fi/jasenet"
    await press(pilot, "enter")


async def test_a_new_source_is_shown_learns_from_an_example_and_is_saved(config: Config) -> None:
    saved: list[Any] = []

    def learn(looked: Any, example: Any) -> Any:
        if example.name != "Malli Oy":
            raise BadInput(say("The page has no such name: {name}", name=example.name))
        return samples.looked(samples.page_preview())

    def save(looked: Any, key: str, named: Any) -> Any:
        saved.append(named)
        return say("The source was saved: {key}. Enter reads it.", key="jasenet")

    answers = {
        new_source.look: samples.looked(samples.empty_preview()),
        new_source.learn: learn,
        new_source.title: "Jäsenet",
        new_source.save: save,
    }
    app = app_of(config, Import(), answers=answers)
    async with running(app) as pilot:
        await add_source(pilot)
        assert "Nothing was found. e: show one company as it reads on the page" in shown(app)
        await press(pilot, "e")
        app.screen.query_one("#name", Input).value = "Mali Oy"
        await press(pilot, "enter")
        assert "The page has no such name: Mali Oy" in shown(app)
        app.screen.query_one("#name", Input).value = "Malli Oy"
        await press(pilot, "enter")
        assert "Does this look right? + yes" in shown(app)
        await press(pilot, "plus")
        assert app.screen.query_one("#name", Input).value == "Jäsenet"
        app.screen.query_one("#purpose", Input).value = "members of the town"
        await press(pilot, "enter")
        assert "The source was saved: jasenet" in toasts(app)
        assert (saved[0].name, saved[0].purpose) == ("Jäsenet", "members of the town")
        assert isinstance(app.screen, Sources)


async def test_a_slow_site_is_read_only_when_the_user_agrees(config: Config) -> None:
    accepted: list[float] = []

    def look(address: str, key: str, accept_delay: float, fetcher: Any) -> Any:
        accepted.append(accept_delay)
        if accept_delay < 60:
            raise SlowSite(say("It asks for a long pause."), None, 60.0)
        return samples.looked(samples.page_preview())

    app = app_of(config, Import(), answers={new_source.look: look})
    async with running(app) as pilot:
        await add_source(pilot)
        assert "60 seconds between pages" in shown(app)
        await press(pilot, "1")
        assert isinstance(app.screen, NewSource)
        assert "Malli Oy" in shown(app)
        assert accepted == [0.0, 60.0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", samples.NASTY)
async def test_what_a_page_says_is_only_text_in_every_language(config: Config, name: str, language: str) -> None:
    set_language(language)
    app = app_of(config, Import(), answers={reading.look: samples.page_preview(name, mentioned=(name,))})
    async with running(app) as pilot:
        await press(pilot, "8", "a", "2")
        app.screen.query_one("#what", Input).value = "www.example.fi"
        await press(pilot, "enter")
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
        await press(pilot, "enter")
        assert "\x1b" not in shown(app)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
        await press(pilot, "escape")
