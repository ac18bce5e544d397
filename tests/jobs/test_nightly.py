"""A night from beginning to end against doubles: what comes when, what a failure leaves, and who holds the turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import LinkProposal, RegistryCompany, State
from importers.fetch import Fetcher
from importers.ytj.download import FILE_NAME
from outreach import config as settings
from outreach.errors import BadInput, NotFound, Refused, Unreachable
from outreach.jobs import download, imports, nightly, takeback
from outreach.jobs.download import Unchanged
from outreach.services import edits, needs, registerfile, runs, scoring, setup, webpages
from outreach.services.linkindex import is_ready, opening
from outreach.services.session import Workplace, open_workplace
from outreach.services.turn import turn
from outreach.terms.message import Message, say
from outreach.terms.needs import NeedInput, NeedSpec
from outreach.terms.nightly import Counts, NightlyResult, Source, SourceOutcome, SourceState
from outreach.terms.runs import Progress, RunResult, RunState
from tests.conftest import Home
from tests.doubles.fake_time import FakeTime
from tests.doubles.site import Site, answer
from tests.doubles.ytj_records import bulk_zip, made_up
from tests.doubles.ytj_server import Reply, YtjServer, error

REGISTER_AND_WEB = (Source.REGISTER, Source.WEB)
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(*names: str) -> bytes:
    rows = "".join(f"<tr><td>{name}</td><td>Savonlinna</td></tr>" for name in names)
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Yritykset</title></head>'
    return f"{head}<body><table><tr><th>Yritys</th><th>Kunta</th></tr>{rows}</table></body></html>".encode()


@pytest.fixture
def server() -> Iterator[YtjServer]:
    with YtjServer([made_up(number) for number in range(60)]) as running:
        yield running


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.pages["/jasenet"] = answer(page("Puupaja Malli Oy", "Toinen Sivulla Oy"), headers=HTML)
        running.pages["/muut"] = answer(page("Kolmas Sivulla Oy"), headers=HTML)
        yield running


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home, server: YtjServer) -> Iterator[Workplace]:
    given = {"database": ready_database_url, "town": "740", "ytj_interval": 0, "ytj_base_url": server.url}
    made = open_workplace(settings.load(overrides=given))
    with made.write() as uow:
        setup.ensure_towns(uow)
        adviser_id = setup.create_adviser(uow, "Maija Kokeilija", town_code="740")
        needs.add(uow, NeedInput(town_code="740", title_fi="Ohjelmistot", spec=NeedSpec(industry_codes=("62",))))
    yield made.as_adviser(adviser_id)
    made.database.close()


@pytest.fixture
def fetcher(server: YtjServer, site: Site) -> Iterator[Fetcher]:
    with FakeTime().fetcher(server.port, site.port) as made:
        yield made


def night(place: Workplace, fetcher: Fetcher, **options: Any) -> NightlyResult:
    given: dict[str, Any] = {"only": REGISTER_AND_WEB, "defect": lambda error: say("a defect"), **options}
    return nightly.run(place, fetcher, **given)


def companies(place: Workplace) -> int:
    with place.read() as uow:
        return int(uow.session.execute(select(func.count()).select_from(RegistryCompany)).scalar_one())


def states(result: NightlyResult) -> list[tuple[Source, SourceState]]:
    return [(found.source, found.state) for found in result.sources]


def run_count(place: Workplace) -> int:
    with place.read() as uow:
        return runs.runs(uow).total


def test_the_register_is_downloaded_and_imported_and_the_second_time_there_is_nothing_to_do(
    place: Workplace, fetcher: Fetcher, server: YtjServer
) -> None:
    first = download.import_register(place, fetcher)
    assert isinstance(first, RunResult)
    assert (first.state, first.created) == (RunState.DONE, 60)
    again = download.import_register(place, fetcher)
    assert isinstance(again, Unchanged)
    assert "nothing to do" in str(download.same_as_before(again))
    assert run_count(place) == 1
    server.records = [made_up(number) for number in range(1, 61)]
    changed = download.import_register(place, fetcher)
    assert isinstance(changed, RunResult)
    assert (changed.created, changed.vanished) == (1, 1)


def test_an_import_that_was_refused_needs_no_second_download(
    place: Workplace, fetcher: Fetcher, server: YtjServer
) -> None:
    download.import_register(place, fetcher)
    server.records = server.records[:30]
    with pytest.raises(Refused, match="--force"):
        download.import_register(place, fetcher)
    forced = download.import_register(place, fetcher, force=True)
    assert isinstance(forced, RunResult)
    assert (forced.state, forced.vanished) == (RunState.DONE, 30)
    assert [asked.get("if-none-match") is not None for asked in server.file_asked] == [False, True, True]
    assert isinstance(download.import_register(place, fetcher), Unchanged)


def test_a_stopped_import_goes_on_with_the_file_that_is_there(
    place: Workplace, fetcher: Fetcher, server: YtjServer, outreach_home: Home
) -> None:
    path = outreach_home.data / FILE_NAME
    stopped = download.import_register(place, fetcher, should_stop=path.exists)
    assert isinstance(stopped, RunResult)
    assert (stopped.state, path.exists()) == (RunState.FAILED, True)
    done = download.import_register(place, fetcher)
    assert isinstance(done, RunResult)
    assert (done.state, companies(place)) == (RunState.DONE, 60)


def test_a_stopped_download_writes_nothing_and_says_how_to_go_on(place: Workplace, fetcher: Fetcher) -> None:
    result = download.import_register(place, fetcher, should_stop=lambda: True)
    assert isinstance(result, RunResult)
    assert (result.state, result.read, companies(place)) == (RunState.FAILED, 0, 0)
    assert "run it again to go on" in str(result.notes[0])


def test_a_file_that_cannot_be_read_is_fetched_anew_the_next_time(
    place: Workplace, fetcher: Fetcher, server: YtjServer, outreach_home: Home
) -> None:
    server.next_replies = [Reply(200, "text/html", b"<h1>Huoltokatko</h1>", {"ETag": '"page"'})]
    with pytest.raises(BadInput):
        download.import_register(place, fetcher)
    assert not (outreach_home.data / FILE_NAME).exists()
    assert companies(place) == 0
    done = download.import_register(place, fetcher)
    assert isinstance(done, RunResult)
    assert done.created == 60


def test_another_whole_file_makes_the_remembered_one_old_news(
    place: Workplace, fetcher: Fetcher, server: YtjServer, tmp_path: Path
) -> None:
    download.import_register(place, fetcher)
    other = tmp_path / "other.zip"
    other.write_bytes(bulk_zip([made_up(number) for number in range(58)]))
    imports.import_bulk(place, other)
    with place.read() as uow:
        assert registerfile.remembered(uow) is None
    back = download.import_register(place, fetcher)
    assert isinstance(back, RunResult)
    assert (back.state, back.vanished) == (RunState.DONE, 0)
    with place.write() as uow:
        assert registerfile.remembered(uow) is not None
        registerfile.forget(uow)
        assert registerfile.remembered(uow) is None


def test_a_remembered_file_that_cannot_be_read_is_forgotten(place: Workplace) -> None:
    for value in ("{", "[]", '{"file": 3, "run": 1}'):
        with place.write() as uow:
            uow.session.merge(State(key=registerfile.KEY, value=value))
        with place.read() as uow:
            assert registerfile.remembered(uow) is None


def test_a_night_reads_the_register_and_each_page_for_its_town(
    place: Workplace, fetcher: Fetcher, server: YtjServer, site: Site
) -> None:
    imports.import_web(place, fetcher, f"{site.url}/muut", town_code="")
    imports.import_web(place, fetcher, f"{site.url}/jasenet", town_code="678")
    imports.import_web(place, fetcher, f"{site.url}/jasenet", town_code="740")
    site.pages["/jasenet"] = answer(page("Puupaja Malli Oy", "Aivan Uusi Oy"), headers=HTML)
    with place.read() as uow:
        assert webpages.pages(uow) == (
            webpages.WebPage(f"{site.url}/muut", ""),
            webpages.WebPage(f"{site.url}/jasenet", "740"),
        )
    heard: list[Any] = []
    result = night(
        place,
        fetcher,
        began=lambda source, name: heard.append((source, name)),
        ended=lambda outcome: heard.append(outcome.state),
    )
    assert states(result) == [
        (Source.REGISTER, SourceState.DONE),
        (Source.WEB, SourceState.DONE),
        (Source.WEB, SourceState.DONE),
        (Source.SCORES, SourceState.UNCHANGED),
    ]
    assert [found.name for found in result.sources[1:3]] == [f"{site.url}/muut", f"{site.url}/jasenet"]
    total = result.total
    assert (total.created, total.unchanged) == (61, 2)
    assert total.read == total.created + total.changed + total.unchanged + total.rejected
    assert result.exit_code() == (1 if total.review else 0)
    assert heard[:3] == [(Source.REGISTER, ""), SourceState.DONE, (Source.WEB, f"{site.url}/muut")]
    with place.read() as uow:
        (need,) = needs.needs(uow)
        assert scoring.is_fresh(uow, need.need_id)


def test_a_page_whose_import_was_taken_back_and_a_saved_page_are_not_read_again(
    place: Workplace, fetcher: Fetcher, site: Site, tmp_path: Path
) -> None:
    saved = tmp_path / "sivu.html"
    saved.write_bytes(page("Tallennettu Oy"))
    imports.import_web(place, None, str(saved))
    taken = imports.import_web(place, fetcher, f"{site.url}/jasenet")
    imports.import_web(place, fetcher, f"{site.url}/jasenet")
    imports.import_web(place, fetcher, f"{site.url}/muut")
    result = takeback.undo_run(place, taken.run_id)
    assert "Import" in str(result.text)
    with place.read() as uow:
        assert [found.address for found in webpages.pages(uow)] == [f"{site.url}/muut"]
    with pytest.raises(Refused, match="already taken back"):
        takeback.undo_run(place, taken.run_id)
    with pytest.raises(NotFound):
        takeback.undo_run(place, 999)


def test_an_import_that_changed_nothing_cannot_be_taken_back(place: Workplace, fetcher: Fetcher, site: Site) -> None:
    imports.import_web(place, fetcher, f"{site.url}/jasenet")
    again = imports.import_web(place, fetcher, f"{site.url}/jasenet")
    with pytest.raises(NotFound, match="changed nothing"):
        takeback.undo_run(place, again.run_id)


def test_one_source_that_fails_does_not_stop_the_others(
    place: Workplace, fetcher: Fetcher, server: YtjServer, site: Site
) -> None:
    imports.import_web(place, fetcher, f"{site.url}/jasenet")
    imports.import_web(place, fetcher, f"{site.url}/muut")
    server.next_replies = [error(500, "Internal error", 1)] * 5
    site.pages["/jasenet"] = answer(b"gone", status=410)
    result = night(place, fetcher)
    assert states(result)[:3] == [
        (Source.REGISTER, SourceState.FAILED),
        (Source.WEB, SourceState.FAILED),
        (Source.WEB, SourceState.DONE),
    ]
    assert "does not give the file" in str(result.sources[0].said)
    assert "410" in str(result.sources[1].said)
    assert result.exit_code() == 1


def test_a_night_in_which_nothing_could_be_done_says_so(place: Workplace, fetcher: Fetcher, server: YtjServer) -> None:
    server.next_replies = [error(500, "Internal error", 1)] * 5
    assert night(place, fetcher).exit_code() == 2


def test_a_defect_of_one_source_is_written_down_and_stays_in_it(
    place: Workplace, fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports.import_web(place, fetcher, f"{site.url}/jasenet")
    met: list[Exception] = []

    def defect(error: Exception) -> Message:
        met.append(error)
        return say("Something went wrong. What was saved is safe.")

    def broken(*_: Any, **__: Any) -> RunResult:
        raise ZeroDivisionError

    monkeypatch.setattr(imports, "import_bulk", broken)
    result = night(place, fetcher, defect=defect)
    assert states(result)[:2] == [(Source.REGISTER, SourceState.FAILED), (Source.WEB, SourceState.DONE)]
    assert isinstance(met[0], ZeroDivisionError)


def test_a_file_on_disk_is_read_in_place_of_the_download(
    place: Workplace, fetcher: Fetcher, server: YtjServer, tmp_path: Path
) -> None:
    path = tmp_path / "night.zip"
    path.write_bytes(bulk_zip([made_up(number) for number in range(30)]))
    result = night(place, fetcher, only=(Source.REGISTER,), bulk=path)
    assert (result.sources[0].name, result.total.created) == ("night.zip", 30)
    assert server.file_asked == []


def test_a_company_that_has_vanished_is_asked_for_in_the_same_night_and_counted(
    place: Workplace, fetcher: Fetcher, server: YtjServer
) -> None:
    assert night(place, fetcher, only=()).total.created == 60
    ceased = made_up(0, tradeRegisterStatus="4", endDate="2026-01-31")
    server.records = [ceased, *(made_up(number) for number in range(1, 60))]
    result = night(place, fetcher, only=())
    register, vanished, _ = result.sources
    assert (register.counts.vanished, register.counts.changed) == (1, 0)
    assert (vanished.state, vanished.counts.read, vanished.counts.changed) == (SourceState.DONE, 1, 1)
    assert "1" in str(vanished.said)
    assert result.total.read == 60
    assert result.exit_code() == 0
    assert night(place, fetcher, only=()).sources[1].state is SourceState.UNCHANGED


def test_a_stopped_night_begins_no_further_source(place: Workplace, fetcher: Fetcher, site: Site) -> None:
    imports.import_web(place, fetcher, f"{site.url}/jasenet")
    asked = len(site.asked)
    told: list[Progress] = []
    result = night(place, fetcher, progress=told.append, should_stop=lambda: bool(told))
    assert result.stopped
    assert states(result) == [(Source.REGISTER, SourceState.STOPPED)]
    assert (len(site.asked), result.exit_code()) == (asked, 2)
    assert night(place, fetcher).sources[0].state is SourceState.DONE


def test_a_second_night_is_told_who_runs_the_first_and_since_when(place: Workplace, fetcher: Fetcher) -> None:
    said: list[str] = []

    def second() -> None:
        try:
            night(place, fetcher)
        except Refused as refused:
            said.append(str(refused))

    def meanwhile(_: Progress) -> None:
        if not said:
            thread = threading.Thread(target=second)
            thread.start()
            thread.join()

    assert night(place, fetcher, progress=meanwhile).sources[0].state is SourceState.DONE
    assert "Maija Kokeilija" in said[0]
    assert str(place.now.year) in said[0]
    assert night(place, fetcher).exit_code() == 0


def test_the_turn_of_a_night_is_not_forgotten_while_its_imports_go_on(place: Workplace) -> None:
    began = place.now
    said: list[str] = []

    def stranger(at: datetime) -> None:
        try:
            with turn(place.database, now=at, adviser_id=None):
                said.append("taken")
        except Refused as refused:
            said.append(str(refused))

    def ask(hours: int) -> str:
        thread = threading.Thread(target=stranger, args=(began + timedelta(hours=hours),))
        thread.start()
        thread.join()
        return said[-1]

    with turn(place.database, now=began, adviser_id=place.adviser_id, whole=True):
        assert "Maija Kokeilija" in ask(1)
        with turn(place.database, now=began + timedelta(hours=3), adviser_id=place.adviser_id):
            assert "Maija Kokeilija" in ask(4)
        assert ask(6) == "taken"


def test_each_import_of_a_night_holds_the_turn_alone(place: Workplace) -> None:
    now = place.now
    with turn(place.database, now=now, adviser_id=None, whole=True):
        for _ in range(2):
            with (
                turn(place.database, now=now, adviser_id=None),
                pytest.raises(Refused, match="already running"),
                turn(place.database, now=now, adviser_id=None),
            ):
                pass
    with turn(place.database, now=now, adviser_id=None):
        pass


def test_two_programs_that_begin_at_the_same_moment_are_told_apart(place: Workplace) -> None:
    begin, end = threading.Barrier(4), threading.Barrier(4)
    held: list[bool] = []

    def one() -> None:
        begin.wait(10)
        try:
            with turn(place.database, now=place.now, adviser_id=place.adviser_id):
                held.append(True)
                end.wait(10)
        except Refused:
            held.append(False)
            end.wait(10)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(held) == [False, False, False, True]


@pytest.mark.parametrize(
    ("outcomes", "total", "code"),
    [
        ([(Source.REGISTER, SourceState.DONE)], Counts(), 0),
        ([(Source.REGISTER, SourceState.UNCHANGED)], Counts(), 0),
        ([(Source.REGISTER, SourceState.DONE)], Counts(read=1, rejected=1), 1),
        ([(Source.REGISTER, SourceState.DONE)], Counts(read=1, created=1, review=1), 1),
        ([(Source.REGISTER, SourceState.REFUSED), (Source.WEB, SourceState.DONE)], Counts(), 1),
        ([(Source.REGISTER, SourceState.REFUSED)], Counts(), 2),
        ([(Source.REGISTER, SourceState.FAILED), (Source.VANISHED, SourceState.UNCHANGED)], Counts(), 2),
        ([(Source.REGISTER, SourceState.FAILED), (Source.VANISHED, SourceState.DONE)], Counts(), 1),
        ([(Source.VANISHED, SourceState.UNCHANGED)], Counts(), 0),
        ([], Counts(), 0),
    ],
)
def test_the_exit_code_tells_how_a_night_went(
    place: Workplace, outcomes: list[tuple[Source, SourceState]], total: Counts, code: int
) -> None:
    scores = SourceOutcome(source=Source.SCORES, name="", state=SourceState.UNCHANGED, seconds=0)
    sources = tuple(SourceOutcome(source=s, name="", state=state, seconds=0) for s, state in outcomes)
    found = NightlyResult(started_at=place.now, seconds=0, sources=(*sources, scores), total=total)
    assert found.exit_code() == code


def test_no_address_that_answers_is_one_sentence(place: Workplace, server: YtjServer) -> None:
    with FakeTime().fetcher() as stranger, pytest.raises((BadInput, Refused, Unreachable)):
        download.import_register(place, stranger)


def test_the_index_of_names_is_ready_in_the_morning(
    place: Workplace, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "KEPT_FROM", 1)
    night(place, fetcher, only=(Source.REGISTER,))
    with place.read() as uow:
        assert is_ready(uow, place.config.data_folder / "link-index")


def test_what_a_killed_night_has_not_compared_the_next_one_does(
    place: Workplace, fetcher: Fetcher, server: YtjServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(place, fetcher, only=(Source.REGISTER,))
    with place.write() as uow:
        edits.add(uow, {"name": "Saimaan Liima", "municipality_code": "740"})
    server.records = [*server.records, made_up(500, "Saimaan Liima Oy")]

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(imports, "recheck", dies)
        with pytest.raises(KeyboardInterrupt):
            night(place, fetcher, only=(Source.REGISTER,))
    assert proposals(place) == 0
    night(place, fetcher, only=(Source.REGISTER,))
    assert proposals(place) == 1
    night(place, fetcher, only=(Source.REGISTER,))
    assert proposals(place) == 1


def proposals(place: Workplace) -> int:
    with place.read() as uow:
        return int(uow.session.execute(select(func.count()).select_from(LinkProposal)).scalar_one())
