"""What only a large register needs, at a small size: a second process that reads, an empty mirror that is filled in one
transaction, a file beside it that a third process makes."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

import outreach.jobs.scan
import outreach.services.register.apply
import outreach.services.register.merge
from benchmarks.register.evolve import Shares
from benchmarks.register.generate import Night, write_nights
from db.beside import Beside
from db.engine import open_database
from db.models import metadata
from outreach.errors import BadInput, Unusable
from outreach.i18n import tr
from outreach.jobs import imports
from outreach.jobs.reader import Numbered, SecondReader
from outreach.services import runs
from outreach.services.register import staging
from outreach.services.session import Workplace
from outreach.terms.runs import Progress, RunResult, RunState
from tests.conftest import Home
from tests.doubles.register_import import adds_up, array_of, state, workplace, wrong
from tests.doubles.ytj_records import bulk_record, made_up

pytestmark = pytest.mark.parametrize("ready_database_url", ["sqlite"], indirect=True)

COMPANIES = 300
RUN = ["registry_company.changed_run_id"]
LOADING = "Bringing the register up to date"


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> list[Night]:
    shares = Shares(changed=0.3, founded=0.03, gone=0.03)
    return write_nights(tmp_path_factory.mktemp("nights"), COMPANIES, seed=7, nights=2, shares=shares)


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    made = workplace(ready_database_url)
    yield made
    made.database.close()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few hundred companies are many."""
    monkeypatch.setattr(outreach.jobs.scan, "ALONE", 40)
    monkeypatch.setattr(outreach.jobs.scan, "AT_ONCE", 10)
    monkeypatch.setattr(outreach.services.register.apply, "LOADED_FROM", 40)


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the further processes that were started."""
    found: list[str] = []
    for kind in (SecondReader, Beside):

        def started(*given: Any, _kind: Any = kind, _init: Any = kind.__init__, **named: Any) -> None:
            found.append(_kind.__name__)
            _init(*given, **named)

        monkeypatch.setattr(kind, "__init__", started)
    return found


@pytest.fixture
def slow(nights: list[Night], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What small transactions in one process make of the first night."""
    made = workplace(f"sqlite:///{(tmp_path / 'slow.sqlite3').as_posix()}")
    imports.import_bulk(made, nights[0].path)
    found = contents(made)
    made.database.close()
    return found


def contents(place: Workplace, without: Sequence[str] = ()) -> dict[str, Any]:
    """The mirror, the postal codes learnt from it, what the search index finds, and the indexes there are."""
    assert place.database.path is not None
    with closing(sqlite3.connect(place.database.path)) as connection:
        ask = connection.execute
        return {
            **state(place.database, without),
            "postcodes": ask("SELECT * FROM registry_postcode ORDER BY 1").fetchall(),
            "schema": ask("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY 1").fetchall(),
            "found": [row[0] for row in ask("SELECT rowid FROM registry_name_search('o*') ORDER BY rowid")],
            "journal": ask("PRAGMA journal_mode").fetchall(),
        }


def of_no_run(found: dict[str, Any]) -> dict[str, Any]:
    """The same without the run that wrote each company."""
    place = [column.name for column in metadata.tables["registry_company"].columns].index("changed_run_id")
    rows = [row[:place] + row[place + 1 :] for row in found["registry_company"]]
    return {**found, "registry_company": sorted(rows, key=repr)}


def left_over(home: Home) -> list[Path]:
    return list(home.data.glob(f"{outreach.jobs.scan.PREFIX}*"))


def is_done(result: RunResult) -> bool:
    return result.state is RunState.DONE and adds_up(result) and result.rejected == 0


def stored(place: Workplace) -> int:
    return len(state(place.database)["registry_company"])


def test_the_quick_way_into_an_empty_mirror_leaves_what_the_slow_one_does(
    place: Workplace,
    nights: list[Night],
    slow: dict[str, Any],
    large: None,
    helpers: list[str],
    outreach_home: Home,
) -> None:
    told: list[Progress] = []
    result = imports.import_bulk(place, nights[0].path, progress=told.append)
    assert is_done(result)
    assert (result.created, helpers) == (COMPANIES, ["SecondReader", "Beside"])
    assert contents(place) == slow
    assert (wrong(place.database), left_over(outreach_home), multiprocessing.active_children()) == ([], [], [])
    loading = [step.done for step in told if str(step.what) == LOADING]
    assert (loading[-1], loading) == (COMPANIES, sorted(loading))


def test_the_night_after_it_is_taken_in_as_the_slow_way_does(
    place: Workplace, nights: list[Night], large: None, helpers: list[str], tmp_path: Path
) -> None:
    for night in nights:
        assert is_done(imports.import_bulk(place, night.path))
    assert helpers == ["SecondReader", "Beside", "SecondReader"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outreach.jobs.scan, "ALONE", 5000)
        patch.setattr(outreach.services.register.apply, "LOADED_FROM", 5000)
        other = workplace(f"sqlite:///{(tmp_path / 'slow.sqlite3').as_posix()}")
        for night in nights:
            imports.import_bulk(other, night.path)
    seen_at = ["registry_change.seen_at"]
    assert state(place.database, seen_at) == state(other.database, seen_at)
    assert wrong(place.database) == []
    other.database.close()


def test_while_somebody_else_has_the_database_open_the_slow_way_is_taken(
    place: Workplace, nights: list[Night], slow: dict[str, Any], large: None, helpers: list[str]
) -> None:
    other = open_database(str(place.database.url))
    with other.read() as uow:
        runs.runs(uow)
        result = imports.import_bulk(place, nights[0].path)
    other.close()
    assert is_done(result)
    assert helpers == ["SecondReader"]
    assert contents(place) == slow
    assert wrong(place.database) == []


def test_an_engine_that_lets_nobody_write_into_the_search_index_makes_it_anew(
    place: Workplace, nights: list[Night], slow: dict[str, Any], large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.beside.SHADOWS", ("data", "no_such_table"))
    assert is_done(imports.import_bulk(place, nights[0].path))
    assert contents(place) == slow
    assert wrong(place.database) == []


@pytest.mark.parametrize("calls", [0, 1, 5, 30])
def test_a_load_that_is_stopped_leaves_nothing_and_the_next_run_brings_all(
    place: Workplace,
    nights: list[Night],
    slow: dict[str, Any],
    large: None,
    outreach_home: Home,
    calls: int,
) -> None:
    """Each call of `should_stop` counts: the first comes while the file is checked, the others while it is loaded."""
    empty = contents(place)
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > calls

    result = imports.import_bulk(place, nights[0].path, should_stop=should_stop)
    if result.state is RunState.DONE:  # it was over before
        assert calls > 14
    else:
        assert (result.state, result.created, result.read) == (RunState.FAILED, 0, 0)
        (note,) = map(str, result.notes)
        assert "Stopped" in note
        assert contents(place) == empty
    assert (wrong(place.database), left_over(outreach_home), multiprocessing.active_children()) == ([], [], [])
    assert imports.import_bulk(place, nights[0].path).state is RunState.DONE
    assert contents(place, RUN) == of_no_run(slow)


def test_a_run_of_small_transactions_that_is_stopped_keeps_what_it_wrote_and_is_gone_on_with(
    place: Workplace, nights: list[Night], slow: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outreach.services.register.merge, "MOST_AT_ONCE", 25)

    def some_are_there() -> bool:
        return stored(place) >= 60

    result = imports.import_bulk(place, nights[0].path, should_stop=some_are_there)
    assert result.state is RunState.FAILED
    assert 60 <= result.created == stored(place) < COMPANIES
    assert wrong(place.database) == []
    again = imports.import_bulk(place, nights[0].path)
    assert (again.created, again.unchanged, again.vanished) == (COMPANIES - result.created, result.created, 0)
    assert contents(place, RUN) == of_no_run(slow)


def test_what_breaks_a_load_leaves_nothing_and_the_run_says_so(
    place: Workplace, nights: list[Night], slow: dict[str, Any], large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = contents(place)

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Beside, "copy_in", breaks)
        with pytest.raises(KeyboardInterrupt):
            imports.import_bulk(place, nights[0].path)
    with place.read() as uow:
        (row,) = runs.runs(uow).rows
    assert (row.state, row.created, row.read) == (RunState.FAILED, 0, 0)
    assert contents(place) == empty
    assert is_done(imports.import_bulk(place, nights[0].path))
    assert contents(place, RUN) == of_no_run(slow)


def written(numbers: range) -> list[bytes]:
    return [json.dumps(bulk_record(made_up(number))).encode() for number in numbers]


def between(good: list[bytes], bad: bytes) -> list[bytes]:
    return [*good[:150], bad, *good[150:]]


def test_a_record_that_begins_in_another_way_is_read_by_parsing_one_after_another(
    place: Workplace, tmp_path: Path, large: None, helpers: list[str]
) -> None:
    turned = bulk_record(made_up(900))
    other = json.dumps({key: turned[key] for key in reversed(turned)}).encode()
    result = imports.import_bulk(place, array_of(tmp_path, between(written(range(200)), other)))
    assert is_done(result)
    assert (result.created, helpers) == (201, ["SecondReader", "SecondReader", "Beside"])


@pytest.fixture
def one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second process reads all there is."""
    take = SecondReader.take

    def until_taken(self: SecondReader, head: bytes, records: Numbered) -> bool:
        while not take(self, head, records):
            pass
        return True

    monkeypatch.setattr(outreach.jobs.scan, "ALONE", 0)
    monkeypatch.setattr(SecondReader, "take", until_taken)


@pytest.mark.parametrize(
    "bad",
    [b'{"businessId": {"value": }}', b'{"businessId": {"value": "1234567-1"}', b'{"businessId": "\x00"}'],
    ids=["no value", "not closed", "NUL"],
)
def test_a_broken_record_that_the_second_process_meets_is_told_in_one_sentence_with_its_number(
    place: Workplace, tmp_path: Path, one_reads: None, helpers: list[str], bad: bytes, outreach_home: Home
) -> None:
    before = contents(place)
    with pytest.raises(BadInput) as refused:
        imports.import_bulk(place, array_of(tmp_path, between(written(range(200)), bad)))
    told = tr(refused.value.message)
    assert "151" in told or "150" in told
    assert told.endswith("Nothing was saved.")
    assert helpers[0] == "SecondReader"
    assert contents(place) == before
    assert (left_over(outreach_home), multiprocessing.active_children()) == ([], [])


def test_when_the_second_process_is_gone_nothing_is_saved_and_one_sentence_says_so(
    place: Workplace, nights: list[Night], one_reads: None, monkeypatch: pytest.MonkeyPatch, outreach_home: Home
) -> None:
    close = SecondReader.close

    def killed(self: SecondReader) -> object:
        self._process.kill()
        self._process.join()
        return close(self)

    monkeypatch.setattr(SecondReader, "close", killed)
    with pytest.raises(Unusable, match="Nothing was saved"):
        imports.import_bulk(place, nights[0].path)
    with place.read() as uow:
        assert runs.runs(uow).rows == ()
    assert (left_over(outreach_home), multiprocessing.active_children()) == ([], [])


def test_when_the_search_index_cannot_be_made_nothing_is_saved_and_one_sentence_says_so(
    place: Workplace, nights: list[Night], large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_in = Beside.copy_in

    def killed(self: Beside, session: Session) -> None:
        self._process.kill()
        copy_in(self, session)

    monkeypatch.setattr(Beside, "copy_in", killed)
    with pytest.raises(Unusable, match="Nothing was saved"):
        imports.import_bulk(place, nights[0].path)
    assert (stored(place), wrong(place.database)) == (0, [])


def test_when_there_is_no_room_for_scratch_files_one_sentence_says_so(
    place: Workplace, nights: list[Night], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_SCHEMA", (*staging._SCHEMA, "PRAGMA max_page_count = 12"))
    with pytest.raises(Unusable, match="full"):
        imports.import_bulk(place, nights[0].path)
    with place.read() as uow:
        assert runs.runs(uow).rows == ()


def test_a_record_that_is_nested_as_deeply_as_can_just_be_parsed_is_taken_or_told_in_one_sentence(
    place: Workplace, tmp_path: Path
) -> None:
    def taken(depth: int) -> bool:
        nested = json.dumps(bulk_record(made_up(900))).encode()
        text = nested[:-1] + b', "newField": ' + b"[" * depth + b"]" * depth + b"}"
        try:
            return is_done(imports.import_bulk(place, array_of(tmp_path, [*written(range(30)), text])))
        except BadInput:
            return False

    low, high = 500, 20_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if taken(middle) else (low, middle)
    assert [taken(depth) for depth in range(high, high + 8)] == [False] * 8


def test_what_a_killed_run_has_left_is_swept_and_nothing_else(
    place: Workplace, nights: list[Night], outreach_home: Home
) -> None:
    gone, prefix = 2**22 + 1, outreach.jobs.scan.PREFIX
    left = [outreach_home.data / f"{prefix}{process}-abc" for process in (gone, os.getpid())]
    others = [outreach_home.data / name for name in (f"{prefix}{os.getppid()}-abc", f"{prefix}notes", "register-1")]
    for folder in (*left, *others):
        (folder / "cut").mkdir(parents=True)
        (folder / "cut" / "first.sqlite3").write_bytes(b"mine")
    imports.import_bulk(place, nights[0].path)
    assert [folder.exists() for folder in left] == [False, False]
    assert [(folder / "cut" / "first.sqlite3").read_bytes() for folder in others] == [b"mine"] * 3
    for folder in others:
        shutil.rmtree(folder)


def test_scratch_files_are_gone_after_every_end_of_a_run(
    place: Workplace, nights: list[Night], large: None, outreach_home: Home, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(nights[0].path.read_bytes()[:-100])
    ends: list[Callable[[], object]] = [
        lambda: imports.import_bulk(place, nights[0].path, should_stop=lambda: True),
        lambda: imports.import_bulk(place, broken),
        lambda: imports.import_bulk(place, nights[0].path),
    ]
    for end in ends:
        with suppress(BadInput):
            end()
        assert (left_over(outreach_home), multiprocessing.active_children()) == ([], [])
