"""Imports from beginning to end: the register's file, a town of it, lists and pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import Organisation, RegistryCompany, SourceRecord, State
from outreach import config as settings
from outreach.errors import BadInput, Refused, Unreachable
from outreach.jobs import imports
from outreach.services import edits, needs, runs, scoring, setup
from outreach.services.session import Workplace, open_workplace
from outreach.services.turn import TURN
from outreach.terms.needs import NeedInput, NeedSpec
from outreach.terms.runs import ImportKind, Progress, RunState
from tests.conftest import Home
from tests.doubles.fake_time import FakeTime
from tests.doubles.site import Site, answer
from tests.doubles.ytj_records import Record, bulk_record, bulk_zip, made_up, made_up_id
from tests.doubles.ytj_server import YtjServer

PAGE = b"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Yritykset</title></head><body><table>
<tr><th>Yritys</th><th>Kunta</th><th>Puhelin</th></tr>
<tr><td>Puupaja Malli Oy</td><td>Savonlinna</td><td>015 555 0100</td></tr>
<tr><td>Toinen Sivulla Oy</td><td>Savonlinna</td><td>015 555 0101</td></tr></table></body></html>"""


@pytest.fixture
def open_place(ready_database_url: str, outreach_home: Home) -> Iterator[Callable[..., Workplace]]:
    opened: list[Workplace] = []

    def open_it(**overrides: Any) -> Workplace:
        given = {"database": ready_database_url, "town": "740", "ytj_interval": 0, **overrides}
        place = open_workplace(settings.load(overrides=given))
        opened.append(place)
        return place

    yield open_it
    for place in opened:
        place.database.close()


@pytest.fixture
def place(open_place: Callable[..., Workplace]) -> Workplace:
    made = open_place()
    with made.write() as uow:
        setup.ensure_towns(uow)
        adviser_id = setup.create_adviser(uow, "Maija Kokeilija", town_code="740")
        needs.add(uow, NeedInput(town_code="740", title_fi="Ohjelmistot", spec=NeedSpec(industry_codes=("62",))))
    return made.as_adviser(adviser_id)


def zipped(folder: Path, records: Sequence[Record], name: str = "night.zip") -> Path:
    path = folder / name
    path.write_bytes(bulk_zip([bulk_record(record) for record in records]))
    return path


def count(place: Workplace, model: Any) -> int:
    with place.read() as uow:
        return int(uow.session.execute(select(func.count()).select_from(model)).scalar_one())


def states(place: Workplace) -> list[tuple[ImportKind, RunState]]:
    with place.read() as uow:
        return [(run.kind, run.state) for run in reversed(runs.runs(uow).rows)]


def many(number: int) -> list[Record]:
    return [made_up(n) for n in range(number)]


def test_the_whole_file_is_imported_and_scores_are_fresh(place: Workplace, tmp_path: Path) -> None:
    result = imports.import_bulk(place, zipped(tmp_path, many(30)))
    assert (result.state, result.created, result.read) == (RunState.DONE, 30, 30)
    with place.read() as uow:
        (need,) = needs.needs(uow)
        assert scoring.is_fresh(uow, need.need_id)


def test_the_same_file_again_changes_nothing(place: Workplace, tmp_path: Path) -> None:
    path = zipped(tmp_path, many(30))
    imports.import_bulk(place, path)
    result = imports.import_bulk(place, path)
    assert (result.unchanged, result.created, result.changed) == (30, 0, 0)
    assert [str(note) for note in result.notes] == ["Nothing changed"]


def test_the_next_night_brings_changes_new_ones_and_absences(place: Workplace, tmp_path: Path) -> None:
    imports.import_bulk(place, zipped(tmp_path, many(100)))
    tonight = [*many(99)[1:], made_up(98, "Uusinimi Oy"), made_up(500)]
    del tonight[-3]
    result = imports.import_bulk(place, zipped(tmp_path, tonight, "next.zip"))
    assert (result.changed, result.created, result.vanished, result.unchanged) == (1, 1, 2, 97)


def test_a_broken_file_changes_nothing_and_leaves_no_run(place: Workplace, tmp_path: Path) -> None:
    imports.import_bulk(place, zipped(tmp_path, many(30)))
    path = zipped(tmp_path, many(30), "broken.zip")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadInput):
        imports.import_bulk(place, path)
    assert states(place) == [(ImportKind.YTJ_BULK, RunState.DONE)]
    assert imports.import_bulk(place, zipped(tmp_path, many(30))).unchanged == 30


def test_a_file_with_far_fewer_companies_is_refused_unless_forced(place: Workplace, tmp_path: Path) -> None:
    imports.import_bulk(place, zipped(tmp_path, many(60)))
    small = zipped(tmp_path, many(30), "small.zip")
    with pytest.raises(Refused, match="--force"):
        imports.import_bulk(place, small)
    assert states(place)[-1] == (ImportKind.YTJ_BULK, RunState.REFUSED)
    with place.read() as uow:
        gone = select(func.count()).where(RegistryCompany.vanished_on.is_not(None))  # type: ignore[union-attr]
        assert uow.session.execute(gone).scalar_one() == 0
    assert imports.import_bulk(place, small, force=True).vanished == 30


def test_a_file_of_mostly_unreadable_records_is_refused_at_the_first_import_too(
    place: Workplace, tmp_path: Path
) -> None:
    bad = [made_up(n, names=[]) for n in range(5)]
    with pytest.raises(Refused, match="cannot be read"):
        imports.import_bulk(place, zipped(tmp_path, [*bad, *many(30)[10:]]))
    assert count(place, RegistryCompany) == 0


def test_stopping_while_the_file_is_checked_marks_nothing_as_vanished(place: Workplace, tmp_path: Path) -> None:
    imports.import_bulk(place, zipped(tmp_path, many(30)))
    result = imports.import_bulk(place, zipped(tmp_path, many(30), "next.zip"), should_stop=lambda: True)
    assert (result.state, result.vanished) == (RunState.FAILED, 0)
    assert "Stopped" in str(result.notes[0])


def test_a_second_import_is_told_who_runs_the_first(place: Workplace, tmp_path: Path) -> None:
    path = zipped(tmp_path, many(3))
    told: list[str] = []

    def second(_: Progress) -> None:
        if not told:
            with pytest.raises(Refused) as refused:
                imports.import_file(place, tmp_path / "none.csv")
            told.append(str(refused.value))

    (tmp_path / "none.csv").write_text("Yritys\nPuupaja Malli Oy\n", encoding="utf-8")
    imports.import_bulk(place, path, progress=second)
    assert "Maija Kokeilija" in told[0]
    assert count(place, State.__table__.select().where(State.key == TURN).subquery()) == 0  # type: ignore[attr-defined]


def test_the_turn_of_a_program_that_is_gone_is_free_and_its_run_is_closed(place: Workplace, tmp_path: Path) -> None:
    gone = {"who": "Eino", "host": __import__("socket").gethostname(), "process": 2**22 + 1, "since": ""}
    gone["since"] = place.now.isoformat()
    with place.write() as uow:
        uow.session.add(State(key=TURN, value=json.dumps(gone)))
        start = runs.RunStart(kind=ImportKind.YTJ_BULK, source="killed.zip", complete=True)
    runs.start(place.database, start, now=place.now, adviser_id=None)
    imports.import_bulk(place, zipped(tmp_path, many(3)))
    assert states(place) == [(ImportKind.YTJ_BULK, RunState.FAILED), (ImportKind.YTJ_BULK, RunState.DONE)]


def test_the_turn_of_another_machine_is_free_after_two_hours(place: Workplace, tmp_path: Path) -> None:
    path = zipped(tmp_path, many(3))
    other = {"who": "Eino", "host": "toinen", "process": 1}
    for hours, refused in ((1, True), (3, False)):
        held = json.dumps({**other, "since": (place.now - timedelta(hours=hours)).isoformat()})
        with place.write() as uow:
            uow.session.merge(State(key=TURN, value=held))
        if refused:
            with pytest.raises(Refused, match="Eino"):
                imports.import_bulk(place, path)
        else:
            assert imports.import_bulk(place, path).created == 3


def test_a_town_is_read_by_its_postal_codes_active_companies_only(
    open_place: Callable[..., Workplace], place: Workplace, tmp_path: Path
) -> None:
    ceased = made_up(7, tradeRegisterStatus="4", endDate="2025-01-31")
    records = [made_up(1), made_up(2), ceased, made_up(3, postcode="92100")]
    with YtjServer(records) as server, FakeTime().fetcher(server.port) as fetcher:
        here = open_place(ytj_base_url=server.url)
        result = imports.import_town(here, fetcher, "740")
        assert (result.state, result.created, result.vanished) == (RunState.DONE, 2, 0)
        again = imports.import_town(here, fetcher, "740")
        assert (again.unchanged, again.created) == (2, 0)
    assert count(place, RegistryCompany) == 2


def test_a_company_that_has_ceased_since_is_told_by_the_town_import(
    open_place: Callable[..., Workplace], place: Workplace, tmp_path: Path
) -> None:
    imports.import_bulk(place, zipped(tmp_path, many(2)))
    ceased = made_up(1, tradeRegisterStatus="4", endDate="2026-01-31")
    with YtjServer([made_up(0), ceased]) as server, FakeTime().fetcher(server.port) as fetcher:
        result = imports.import_town(open_place(ytj_base_url=server.url), fetcher, "740")
    assert (result.changed, result.unchanged) == (1, 1)
    with place.read() as uow:
        row = uow.find(RegistryCompany, int(made_up_id(1).replace("-", "")))
        assert (row.active, str(row.ended)) == (False, "2026-01-31")


def test_a_stopped_town_import_goes_on_after_the_pages_it_had(
    open_place: Callable[..., Workplace], place: Workplace
) -> None:
    with YtjServer(many(250)) as server, FakeTime().fetcher(server.port) as fetcher:
        here = open_place(ytj_base_url=server.url)
        stopped = imports.import_town(here, fetcher, "740", should_stop=lambda: count(here, RegistryCompany) >= 100)
        assert (stopped.state, stopped.created) == (RunState.FAILED, 100)
        asked = len(server.asked)
        result = imports.import_town(here, fetcher, "740")
        assert (result.state, result.created) == (RunState.DONE, 150)
        assert [parameters["page"] for _, parameters in server.asked[asked:]][:2] != ["1", "1"]
        assert "stopped" in str(result.notes[0])
    assert count(here, RegistryCompany) == 250


def test_a_list_is_read_for_the_users_own_town(place: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "toimijat.csv"
    path.write_text("Yritys;Kunta;Vaihe\nPuupaja Malli Oy;Savonlinna;Aktiivinen jäsen\n", encoding="utf-8")
    result = imports.import_file(place, path)
    assert (result.kind, result.source, result.created) == (ImportKind.FILE, "toimijat.csv", 1)
    with place.read() as uow:
        (record,) = uow.session.execute(select(SourceRecord)).scalars()
        assert record.candidate["for_town"] == "740"
        assert record.candidate["for_need"] is not None


def test_a_saved_page_is_read_without_the_network(place: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "jasenet.html"
    path.write_bytes(PAGE)
    result = imports.import_web(place, None, str(path))
    assert (result.kind, result.source, result.created) == (ImportKind.WEB, "jasenet.html", 2)


def test_a_page_is_fetched_and_its_address_is_the_source(place: Workplace) -> None:
    with Site() as site, FakeTime().fetcher(site.port) as fetcher:
        site.pages["/jasenet"] = answer(PAGE, headers={"Content-Type": "text/html; charset=utf-8"})
        url = f"{site.url}/jasenet"
        result = imports.import_web(place, fetcher, url)
        assert (result.source, result.created) == (url, 2)
        assert imports.import_web(place, fetcher, url).unchanged == 2
        with pytest.raises(Unreachable, match="404"):
            imports.import_web(place, fetcher, f"{site.url}/ei")


def test_a_file_that_is_not_there_is_one_sentence(place: Workplace, tmp_path: Path) -> None:
    for broken in (
        lambda: imports.import_web(place, None, str(tmp_path / "none.html")),
        lambda: imports.import_bulk(place, tmp_path / "none.zip"),
        lambda: imports.import_file(place, tmp_path / "none.csv"),
    ):
        with pytest.raises(BadInput):
            broken()
    assert count(place, Organisation) == 0
    assert states(place) == []


def test_progress_is_told_from_the_first_look_to_the_scores(place: Workplace, tmp_path: Path) -> None:
    told: list[Progress] = []
    imports.import_bulk(place, zipped(tmp_path, many(30)), progress=told.append)
    assert list(dict.fromkeys(str(step.what) for step in told)) == [
        "Checking the file",
        "Bringing the register up to date",
        "Scoring candidates",
    ]


def test_a_night_asks_whether_a_new_company_is_the_organisation_that_somebody_has_added(
    place: Workplace, tmp_path: Path
) -> None:
    imports.import_bulk(place, zipped(tmp_path, many(30)))
    with place.write() as uow:
        edits.add(uow, {"name": "Saimaan Liima", "municipality_code": "740"})
    result = imports.import_bulk(place, zipped(tmp_path, [*many(30), made_up(500, "Saimaan Liima Oy")], "next.zip"))
    told = "1 possible duplicate was found by comparing what has changed."
    assert [str(note) for note in result.notes] == [told]
    with place.read() as uow:
        assert [str(note) for note in runs.run(uow, result.run_id).notes] == [told]
    again = imports.import_bulk(place, zipped(tmp_path, [*many(30), made_up(500, "Saimaan Liima Oy")], "third.zip"))
    assert [str(note) for note in again.notes] == ["Nothing changed"]
