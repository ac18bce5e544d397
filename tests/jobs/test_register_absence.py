"""Companies that come twice in a night, that cannot be read, that vanish and come back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import outreach.jobs.scan
from outreach.errors import Refused
from outreach.jobs import imports
from outreach.services.session import Workplace
from outreach.terms.runs import RunResult, RunState
from tests.conftest import Home
from tests.doubles.register_import import adds_up, array_of, kinds, stored, told, workplace
from tests.doubles.ytj_records import Record, bulk_record, made_up, made_up_id

pytestmark = pytest.mark.parametrize("ready_database_url", ["sqlite"], indirect=True)

MANY = 60
LAST = made_up_id(MANY - 1)


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    made = workplace(ready_database_url)
    yield made
    made.database.close()


def written(record: Record) -> bytes:
    return json.dumps(bulk_record(record), ensure_ascii=False, separators=(",", ":")).encode()


def night(place: Workplace, folder: Path, records: Sequence[Record], *, force: bool = False) -> RunResult:
    result = imports.import_bulk(place, array_of(folder, [written(record) for record in records]), force=force)
    assert result.state is RunState.DONE
    assert adds_up(result)
    return result


def counts(result: RunResult) -> tuple[int, int, int, int, int]:
    """Created, changed, unchanged, rejected, vanished."""
    return result.created, result.changed, result.unchanged, result.rejected, result.vanished


def usual(number: int = MANY) -> list[Record]:
    return [made_up(n) for n in range(number)]


def named(result: RunResult) -> list[tuple[str, str]]:
    assert all("appears twice" in str(row.reason) for row in result.rejects)
    return [(row.business_id, row.field) for row in result.rejects]


def other(number: int = MANY - 1, name: str = "Toinen Nimi Oy") -> Record:
    return made_up(number, name)


@pytest.mark.parametrize("twin", [made_up(MANY - 1), other()], ids=["equal", "different"])
@pytest.mark.parametrize("last", [True, False], ids=["after it", "before it"])
@pytest.mark.parametrize("processes", [1, 2])
def test_of_two_records_of_a_company_one_counts_and_the_other_is_named_each_night(
    place: Workplace, tmp_path: Path, twin: Record, last: bool, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if processes == 2:
        monkeypatch.setattr(outreach.jobs.scan, "ALONE", 10)
        monkeypatch.setattr(outreach.jobs.scan, "AT_ONCE", 1)
    records = [*usual(), twin] if last else [twin, *usual()]
    first = night(place, tmp_path, records)
    assert counts(first) == (MANY, 0, 0, 1, 0)
    assert named(first) == [(LAST, "business_id")]
    name = stored(place, LAST).name
    for again in (records, list(reversed(records))):
        result = night(place, tmp_path, again)
        assert counts(result) == (0, 0, MANY, 1, 0)
        assert named(result) == [(LAST, "business_id")]
        assert (stored(place, LAST).name, told(place, result.run_id)) == (name, set())


def test_a_record_that_differs_from_the_unchanged_one_beside_it_is_a_reject(place: Workplace, tmp_path: Path) -> None:
    night(place, tmp_path, usual())
    for records in ([*usual(), other()], [other(), *usual()]):
        result = night(place, tmp_path, records)
        assert counts(result) == (0, 0, MANY, 1, 0)
        assert named(result) == [(LAST, "business_id")]
        assert stored(place, LAST).name == made_up(MANY - 1)["names"][0]["name"]


def test_a_record_that_says_the_same_in_other_words_beside_the_unchanged_one_is_a_reject(
    place: Workplace, tmp_path: Path
) -> None:
    night(place, tmp_path, usual())
    turned = {key: made_up(5)[key] for key in ("businessId", *reversed(list(made_up(5))))}
    result = night(place, tmp_path, [*usual(), turned])
    assert (counts(result), named(result)) == ((0, 0, MANY, 1, 0), [(made_up_id(5), "business_id")])


def test_two_records_that_both_differ_from_the_stored_one_are_a_change_and_a_reject(
    place: Workplace, tmp_path: Path
) -> None:
    night(place, tmp_path, usual())
    result = night(place, tmp_path, [*usual(MANY - 1), other(name="Ensin Oy"), other(name="Sitten Oy")])
    assert counts(result) == (0, 1, MANY - 1, 1, 0)
    assert told(place, result.run_id) == {(LAST, "name", made_up(MANY - 1)["names"][0]["name"], "Ensin Oy")}


def test_a_company_that_vanishes_and_returns_the_same_is_told_each_time(place: Workplace, tmp_path: Path) -> None:
    night(place, tmp_path, usual())
    name = stored(place, LAST).name
    gone = night(place, tmp_path, usual(MANY - 1))
    assert counts(gone) == (0, 0, MANY - 1, 0, 1)
    assert kinds(told(place, gone.run_id)) == {(LAST, "vanished")}
    still = night(place, tmp_path, usual(MANY - 1))
    assert (counts(still), told(place, still.run_id)) == ((0, 0, MANY - 1, 0, 0), set())
    assert stored(place, LAST).vanished_on is not None
    back = night(place, tmp_path, usual())
    assert counts(back) == (0, 1, MANY - 1, 0, 0)
    assert kinds(told(place, back.run_id)) == {(LAST, "returned")}
    assert (stored(place, LAST).vanished_on, stored(place, LAST).name) == (None, name)
    assert counts(night(place, tmp_path, usual())) == (0, 0, MANY, 0, 0)


def test_a_company_that_returns_changed_is_told_as_returned_and_with_what_changed(
    place: Workplace, tmp_path: Path
) -> None:
    night(place, tmp_path, usual())
    night(place, tmp_path, usual(MANY - 1))
    back = night(place, tmp_path, [*usual(MANY - 1), other()])
    assert counts(back) == (0, 1, MANY - 1, 0, 0)
    assert kinds(told(place, back.run_id)) == {(LAST, "returned"), (LAST, "name")}
    assert stored(place, LAST).vanished_on is None


@pytest.mark.parametrize("twin", [made_up(MANY - 1), other()], ids=["equal", "different"])
def test_a_company_that_returns_twice_has_returned(place: Workplace, tmp_path: Path, twin: Record) -> None:
    night(place, tmp_path, usual())
    night(place, tmp_path, usual(MANY - 1))
    back = night(place, tmp_path, [*usual(), twin])
    assert counts(back) == (0, 1, MANY - 1, 1, 0)
    assert kinds(told(place, back.run_id)) == {(LAST, "returned")}
    assert stored(place, LAST).vanished_on is None


def test_a_company_whose_record_cannot_be_read_has_neither_vanished_nor_returned(
    place: Workplace, tmp_path: Path
) -> None:
    unreadable = made_up(MANY - 1, names=[])
    night(place, tmp_path, usual())
    result = night(place, tmp_path, [*usual(MANY - 1), unreadable])
    assert counts(result) == (0, 0, MANY - 1, 1, 0)
    assert [(row.business_id, row.field) for row in result.rejects] == [(LAST, "names")]
    assert stored(place, LAST).vanished_on is None
    assert counts(night(place, tmp_path, usual(MANY - 1))) == (0, 0, MANY - 1, 0, 1)
    still = night(place, tmp_path, [*usual(MANY - 1), unreadable])
    assert (counts(still), told(place, still.run_id)) == ((0, 0, MANY - 1, 1, 0), set())
    assert stored(place, LAST).vanished_on is not None


def test_what_a_part_of_the_register_lacks_has_not_vanished_from_a_forced_night(
    place: Workplace, tmp_path: Path
) -> None:
    night(place, tmp_path, usual())
    result = night(place, tmp_path, usual(MANY // 2), force=True)
    assert counts(result) == (0, 0, MANY // 2, 0, MANY // 2)
    back = night(place, tmp_path, usual())
    assert counts(back) == (0, MANY // 2, MANY // 2, 0, 0)
    assert {kind for _, kind in kinds(told(place, back.run_id))} == {"returned"}


def test_a_night_whose_records_begin_in_another_way_is_not_taken_for_the_same(place: Workplace, tmp_path: Path) -> None:
    """All that differs is what is cut off before texts are compared."""
    records = [written(record) for record in usual()]
    imports.import_bulk(place, array_of(tmp_path, records))
    renamed = [record.replace(b'{"businessId":', b'{"businessKey":', 1) for record in records]
    with pytest.raises(Refused, match="Nothing was changed"):
        imports.import_bulk(place, array_of(tmp_path, renamed))


def test_a_file_that_holds_every_record_twice_is_refused_and_the_first_ones_are_named(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.services.register.staging.REJECTS_KEPT", 5)
    monkeypatch.setattr("outreach.jobs.reader.REJECTS_KEPT", 5)
    night(place, tmp_path, usual())
    with pytest.raises(Refused, match="more than 5%"):
        night(place, tmp_path, [*usual(), *usual()])
    result = night(place, tmp_path, [*usual(), *usual()], force=True)
    assert (counts(result), len(result.rejects)) == ((0, 0, MANY, MANY, 0), 5)
    assert all(row.business_id for row in result.rejects)
