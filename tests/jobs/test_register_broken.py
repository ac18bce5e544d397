"""Files that are not the register's, or no longer: each leaves the database as it was and is told in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.register.broken import REFUSED, REJECTS, TAKEN, Broken, array, broken_files, zipped
from benchmarks.register.company import written
from benchmarks.register.evolve import Shares, Story
from benchmarks.register.mirror import Rows, check, contents, differences
from outreach import config as settings
from outreach.errors import OutreachError
from outreach.i18n import tr
from outreach.jobs import imports
from outreach.services import runs
from outreach.services.session import Workplace, open_workplace
from outreach.terms.runs import RunState
from tests.conftest import Home

COMPANIES = 60
BOMB = 64_000_000  # bytes
NAMELESS = {"record: check digit", "record: no Business ID", "record: Business ID is a text"}  # whose nobody can tell


@pytest.fixture(scope="module")
def good() -> list[bytes]:
    story = Story(COMPANIES, seed=3, shares=Shares())
    list(story.next_night())
    return [written(story.company(number)).encode() for number in story.present()]


@pytest.fixture(scope="module")
def files(good: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> list[Broken]:
    return broken_files(tmp_path_factory.mktemp("broken"), good, bomb=BOMB)


@pytest.fixture
def place(tmp_path: Path, outreach_home: Home, good: list[bytes]) -> Iterator[Workplace]:
    """A workplace whose mirror holds the good records."""
    made = open_workplace(settings.load(overrides={"database": str(tmp_path / "outreach.sqlite3")}))
    night = tmp_path / "night.zip"
    night.write_bytes(zipped(array(good)))
    assert imports.import_bulk(made, night).created == COMPANIES
    yield made
    made.database.close()


def held(place: Workplace) -> dict[str, Rows]:
    assert place.database.path is not None
    return contents(place.database.path)


def test_every_broken_file_leaves_the_database_as_it_was_and_is_told_in_one_sentence(
    place: Workplace, files: list[Broken]
) -> None:
    before, odd = held(place), {}
    for file in files:
        if file.outcome != REFUSED:
            continue
        try:
            result = imports.import_bulk(place, file.path)
        except OutreachError as error:
            told = tr(error.message)
            if "\n" in told or not told.endswith((".", "!")) or "Traceback" in told:
                odd[file.name] = told
        else:
            odd[file.name] = f"taken: {result}"
        if differences(before, held(place)):
            odd[file.name] = str(differences(before, held(place)))[:500]
    assert odd == {}
    assert place.database.path is not None
    assert check(place.database.path) == []


def test_after_any_broken_file_the_good_one_is_imported_as_if_nothing_had_been(
    place: Workplace, files: list[Broken], tmp_path: Path
) -> None:
    for file in files:
        if file.outcome == REFUSED:
            with pytest.raises(OutreachError):
                imports.import_bulk(place, file.path)
    result = imports.import_bulk(place, tmp_path / "night.zip")
    assert (result.state, result.unchanged, result.vanished) == (RunState.DONE, COMPANIES, 0)


def test_a_broken_file_into_an_empty_database_leaves_it_empty(
    tmp_path: Path, outreach_home: Home, files: list[Broken]
) -> None:
    made = open_workplace(settings.load(overrides={"database": str(tmp_path / "outreach.sqlite3")}))
    before = held(made)
    shortened = {"3 % of the register"}  # nobody can know in an empty database
    for file in files:
        if file.outcome == REFUSED and file.name not in shortened:
            with pytest.raises(OutreachError):
                imports.import_bulk(made, file.path)
    assert differences(before, held(made)) == {}
    made.database.close()


def test_a_bad_record_is_named_and_the_others_are_taken(place: Workplace, files: list[Broken], tmp_path: Path) -> None:
    odd = {}
    for file in files:
        if file.outcome != REJECTS:
            continue
        imports.import_bulk(place, tmp_path / "night.zip")
        result = imports.import_bulk(place, file.path)
        gone = int(file.name in NAMELESS)
        counted = result.created + result.changed + result.unchanged + result.rejected
        if (result.state, result.rejected, len(result.rejects), result.vanished) != (RunState.DONE, 1, 1, gone):
            odd[file.name] = str(result)
        elif counted != result.read or not tr(result.rejects[0].reason) or not result.rejects[0].where:
            odd[file.name] = str(result.rejects)
    assert odd == {}


def test_a_file_that_is_only_written_oddly_is_taken_whole(place: Workplace, files: list[Broken]) -> None:
    odd = {}
    for file in files:
        if file.outcome != TAKEN:
            continue
        result = imports.import_bulk(place, file.path)
        if (result.state, result.rejected, result.read, result.vanished) != (RunState.DONE, 0, COMPANIES, 0):
            odd[file.name] = str(result)
    assert odd == {}
    with place.read() as uow:
        assert {run.state for run in runs.runs(uow).rows} == {RunState.DONE}


def test_another_way_of_writing_the_same_writes_nothing(place: Workplace, files: list[Broken]) -> None:
    before = held(place)
    same = {"byte order mark", "not packed", "white space", "escapes"}
    for file in files:
        if file.name in same:
            result = imports.import_bulk(place, file.path)
            assert (file.name, result.changed, result.unchanged) == (file.name, 0, COMPANIES)
    del before["registry_hash"]  # of the text, not of what it says
    after = held(place)
    del after["registry_hash"]
    assert differences(before, after) == {}
