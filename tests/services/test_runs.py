"""Import runs as lists and details show them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database, open_database
from outreach.errors import NotFound, OutreachError, Refused
from outreach.services import runs
from outreach.services.runs import RunStart, Tally
from outreach.terms.candidate import Reject
from outreach.terms.message import say
from outreach.terms.runs import ImportKind, RunState
from tests.services.register_samples import NEXT_NIGHT, NOW


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def start(database: Database, source: str) -> int:
    return runs.start(database, RunStart(kind=ImportKind.FILE, source=source), now=NOW, adviser_id=None)


def test_runs_are_listed_newest_first_and_page_by_page(database: Database) -> None:
    for source in ("a.csv", "b.csv", "c.csv"):
        start(database, source)
    with database.read() as uow:
        page = runs.runs(uow, offset=1, limit=1)
    assert ([row.source for row in page.rows], page.total) == (["b.csv"], 3)


def test_a_finished_run_shows_its_counts_notes_and_rejects(database: Database) -> None:
    run_id = start(database, "a.csv")
    tally = Tally(created=2, unchanged=1, notes=[say("Nothing changed")])
    tally.reject(Reject(where="row 4", field="name", reason=say("The name is missing"), value="x"))
    runs.finish(database, run_id, RunState.DONE, tally, now=NEXT_NIGHT, adviser_id=None)
    with database.read() as uow:
        result = runs.run(uow, run_id)
        row = runs.runs(uow).rows[0]
    assert (result.read, result.created, result.unchanged, result.rejected) == (4, 2, 1, 1)
    assert (str(result.rejects[0].reason), result.rejects[0].where) == ("The name is missing", "row 4")
    assert [str(note) for note in result.notes] == ["Nothing changed"]
    assert (row.state, row.started_at, row.finished_at) == (RunState.DONE, NOW, NEXT_NIGHT)


def test_a_run_that_is_not_there_is_not_found(database: Database) -> None:
    with database.read() as uow, pytest.raises(NotFound):
        runs.run(uow, 99)


def test_a_refused_run_says_why(database: Database) -> None:
    begun = RunStart(kind=ImportKind.YTJ_BULK, source="small.zip", complete=True)
    run_id = runs.refuse(database, begun, say("Too few companies."), now=NOW, adviser_id=None)
    with database.read() as uow:
        result = runs.run(uow, run_id)
    assert (result.state, [str(note) for note in result.notes]) == (RunState.REFUSED, ["Too few companies."])


@pytest.mark.parametrize(
    ("error", "note"),
    [
        (Refused(say("A rule says no.")), "A rule says no."),
        (KeyboardInterrupt(), "Stopped by the user: run it again to go on."),
        (ZeroDivisionError(), "Broken off by an error (ZeroDivisionError): run it again to go on."),
    ],
)
def test_a_broken_run_keeps_one_sentence_and_no_values(error: BaseException, note: str) -> None:
    assert str(runs.broken_note(error)) == note
    assert isinstance(error, OutreachError) or "values" not in note


def test_runs_that_a_killed_program_left_are_closed_as_failed(database: Database) -> None:
    run_id = start(database, "a.csv")
    with database.write(now=NOW) as uow:
        assert runs.close_broken(uow) == 1
    with database.read() as uow:
        assert runs.run(uow, run_id).state is RunState.FAILED


def test_a_run_is_resumed_only_when_it_failed_and_is_fresh(database: Database) -> None:
    begun = RunStart(kind=ImportKind.YTJ_API, source="ytj-740")
    pages = {"57130": {"page": 1, "of": 3, "total": 250}}
    run_id = runs.start(database, begun, now=NOW, adviser_id=None)
    with database.write(now=NOW) as uow:
        runs.save(uow, run_id, Tally(), {"pages": pages})
    runs.finish(database, run_id, RunState.FAILED, Tally(), now=NOW, adviser_id=None)
    with database.read() as uow:
        assert runs.resume_point(uow, begun, NOW) == {"pages": pages}
        assert runs.resume_point(uow, begun, NEXT_NIGHT) == {}
    runs.finish(database, run_id, RunState.DONE, Tally(), now=NOW, adviser_id=None)
    with database.read() as uow:
        assert runs.resume_point(uow, begun, NOW) == {}
