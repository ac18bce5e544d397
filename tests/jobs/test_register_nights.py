"""Nights of a made-up register, of which it is known what happened, through the import."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import outreach.jobs.scan
from benchmarks.register.evolve import Shares
from benchmarks.register.generate import Look, Night, write_nights
from importers.ytj import bulk
from outreach.jobs import imports
from outreach.services.session import Workplace
from outreach.terms.runs import RunState
from tests.conftest import Home
from tests.doubles.register_import import (
    Told,
    adds_up,
    kinds,
    night_of,
    number_of,
    records_in,
    state,
    stored,
    told,
    truth,
    workplace,
    wrong,
)
from tests.doubles.ytj_records import Record, bulk_record, made_up, made_up_id

COMPANIES = 300
SHARES = Shares(changed=0.15, founded=0.02, gone=0.02)
NOTHING = Shares(changed=0, founded=0, gone=0)
sqlite_only = pytest.mark.parametrize("ready_database_url", ["sqlite"], indirect=True)


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    made = workplace(ready_database_url)
    yield made
    made.database.close()


def agrees(seen: Told, real: Told) -> bool:
    """Whether a change that was told is the one that happened; an address has its post town too, an industry its set,
    and the end of a situation the day that the register gives."""
    _, kind, before, after = seen
    if kind == "address":
        pairs = ((before, real[2]), (after, real[3]))
        return before != after and all(set(part.split()) <= set(line.replace(",", "").split()) for line, part in pairs)
    if kind == "industry":
        return (before.split()[-1], after.split()[-1]) == real[2:]
    if kind == "situation_over":
        return before == real[2]
    if kind in ("founded", "vanished", "returned"):
        return True
    return (before, after) == real[2:]


def test_three_nights_are_told_as_they_happened(place: Workplace, tmp_path: Path) -> None:
    nights = write_nights(tmp_path, COMPANIES, seed=4, nights=3, shares=SHARES)
    assert imports.import_bulk(place, nights[0].path).created == COMPANIES
    for night in nights[1:]:
        result = imports.import_bulk(place, night.path)
        assert (result.state, result.rejected, result.read) == (RunState.DONE, 0, night.companies)
        assert adds_up(result)
        assert (result.created, result.vanished) == (night.counts["founded"], night.counts["vanished"])
        seen, real = told(place, result.run_id), truth(night)
        assert kinds(seen) == kinds(real)
        pairs = zip(sorted(seen), sorted(real), strict=True)
        assert [pair for pair in pairs if not agrees(*pair)] == []
    assert wrong(place.database) == []


@sqlite_only
@pytest.mark.parametrize(
    "look",
    [
        Look(shuffle=True),
        Look(order="length"),
        Look(order="reversed", shuffle=True),
        Look(order="mixed"),
        Look(indent=2),
    ],
    ids=["records", "keys by length", "keys and lists backwards", "each record its own", "white space"],
)
def test_a_night_that_is_written_in_another_way_changes_nothing_and_the_next_is_passed_over(
    place: Workplace, tmp_path: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = write_nights(tmp_path, COMPANIES, seed=4, nights=3, shares=NOTHING, look=look)
    imports.import_bulk(place, nights[0].path)
    before = state(place.database, without=["registry_hash.raw_hash"])
    for night in nights[1:]:
        result = imports.import_bulk(place, night.path)
        assert (result.state, result.unchanged, result.changed, result.rejected) == (RunState.DONE, COMPANIES, 0, 0)
        assert told(place, result.run_id) == set()
    assert state(place.database, without=["registry_hash.raw_hash"]) == before

    def parsed(*_: object, **__: object) -> None:
        raise AssertionError("a record was parsed that nobody had to look at")

    monkeypatch.setattr("outreach.jobs.reader.parse_record", parsed)
    if look.order != "mixed":  # such a file is not whole before it has been parsed
        again = imports.import_bulk(place, nights[2].path)
        assert (again.unchanged, again.quality["sampled"]) == (COMPANIES, 1)


@sqlite_only
def test_of_a_dirty_night_the_bad_records_are_named_by_field_and_reason(place: Workplace, tmp_path: Path) -> None:
    (night,) = write_nights(tmp_path, COMPANIES, seed=4, nights=1, dirty=0.12)
    lines = [json.loads(line) for line in night.truth.read_text(encoding="utf-8").splitlines()]
    bad = {line["business_id"]: line["before"] for line in lines if line["after"] == "rejected"}
    result = imports.import_bulk(place, night.path, force=True)
    assert adds_up(result)
    assert (result.rejected, result.created) == (len(bad), COMPANIES - len(bad))
    assert 10 < len(bad) < len(lines)
    fields = {
        "name is a number": "names[0].name",
        "name of 10 000 letters": "names[0].name",
        "version is a text": "names[0].version",
        "no such date": "registrationDate",
        "address without a kind": "addresses[0].type",
        "check digit": "businessId.value",
        "no Business ID": "businessId.value",
        "Business ID is a text": "businessId",
        "entries are a text": "registeredEntries",
    }
    numbers = [number_of(record) if isinstance(record["businessId"], dict) else "" for record in records_in(night.path)]
    for reject in result.rejects:
        assert str(reject.reason)
        at = int(reject.where.removeprefix("record ")) - 1
        kind = bad.get(numbers[at], "")
        assert (kind, reject.field) == (kind, fields.get(kind, reject.field) if kind in fields else reject.field)
        assert reject.field


def reclassified_nights(folder: Path) -> list[Night]:
    return write_nights(folder, 300, seed=9, nights=2, shares=NOTHING, reclassified_on=2)


@sqlite_only
def test_a_new_edition_of_the_industry_codes_is_one_note_and_real_changes_of_that_night_are_told(
    place: Workplace, tmp_path: Path
) -> None:
    first, second = reclassified_nights(tmp_path)
    records = records_in(second.path)
    old = {number_of(record): (record["mainBusinessLine"] or {}) for record in records_in(first.path)}
    moved = [r for r in records if r["mainBusinessLine"] and r["mainBusinessLine"] != old[number_of(r)]]
    really = moved[:3]
    for record in really:  # at once into a new edition and into another trade
        record["mainBusinessLine"]["type"] = "62100" if not old[number_of(record)]["type"].startswith("62") else "01110"
    imports.import_bulk(place, first.path)
    result = imports.import_bulk(place, night_of(tmp_path, records))
    assert result.changed == len(moved)
    assert kinds(told(place, result.run_id)) == {(number_of(record), "industry") for record in really}
    (note,) = [str(note) for note in result.notes if "new edition" in str(note)]
    assert note.startswith(f"The industry codes of {len(moved) - 3} companies")
    assert result.quality["reclassified"] == [["TOIMI3", "TOIMI4", len(moved) - 3]]
    codes = Counter((old[number_of(r)]["type"], r["mainBusinessLine"]["type"]) for r in moved[3:])
    split = {(old_code, new_code): n for old_code, new_code, n in result.quality["ambiguous"]}
    assert split
    assert all(codes[pair] == n for pair, n in split.items())
    unsure = {before for _, _, before, after in truth(second, {"reclassified"}) if after.endswith("split")}
    assert {old_code for old_code, _ in split} <= unsure


def written(records: list[Record]) -> list[bytes]:
    return [json.dumps(bulk_record(record), ensure_ascii=False).encode() for record in records]


def with_oddities(number: int) -> Record:
    record = made_up(number, newField={"deep": [1]})
    record["addresses"][0]["region"] = "Uusimaa"
    record["companySituations"] = [{"type": "UUSI", "registrationDate": "2026-01-01", "source": "1"}]
    return record


@sqlite_only
def test_fields_that_nobody_reads_and_codes_that_nobody_knows_are_found(place: Workplace, tmp_path: Path) -> None:
    result = imports.import_bulk(place, night_of(tmp_path, [*(made_up(n) for n in range(30)), with_oddities(50)]))
    assert result.quality["unread_fields"] == {"newField": 1, "addresses[].region": 1}
    assert result.quality["unknown_codes"] == {"companySituations[].type=UUSI": 1}
    assert sum("nobody" in str(note) for note in result.notes) == 2
    assert result.quality["filled"]["municipality"] == 1


@sqlite_only
def test_they_are_found_too_when_they_stand_in_records_that_are_passed_over(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outreach.jobs.scan, "SAMPLED", 10)
    monkeypatch.setattr(bulk, "_CHUNK", 5000)
    path = night_of(tmp_path, [with_oddities(n) for n in range(60)])
    imports.import_bulk(place, path)
    result = imports.import_bulk(place, path)
    assert (result.unchanged, result.changed) == (60, 0)
    sampled = result.quality["sampled"]
    assert 3 <= sampled <= 10
    assert result.quality["unread_fields"] == {"newField": sampled, "addresses[].region": sampled}
    assert result.quality["unknown_codes"] == {"companySituations[].type=UUSI": sampled}
    assert result.quality["filled"]["industry"] == 1


@sqlite_only
@pytest.mark.parametrize("kind", [True, 1.0, None, ["1"]], ids=repr)
def test_a_kind_of_address_of_another_type_is_named_though_its_number_is_a_known_one(
    place: Workplace, tmp_path: Path, kind: object
) -> None:
    bad, good = made_up(99), made_up(98)
    bad["addresses"][0]["type"], good["addresses"][0]["type"] = kind, 1
    result = imports.import_bulk(place, night_of(tmp_path, [good, *(made_up(n) for n in range(30)), bad]))
    assert [(row.field, row.business_id) for row in result.rejects] == [("addresses[0].type", made_up_id(99))]


@sqlite_only
def test_a_company_that_is_registered_late_is_told_as_founded(place: Workplace, tmp_path: Path) -> None:
    imports.import_bulk(place, night_of(tmp_path, [made_up(n) for n in range(30)]))
    result = imports.import_bulk(place, night_of(tmp_path, [made_up(n) for n in range(31)]))
    assert told(place, result.run_id) == {(made_up_id(30), "founded", "", "2015-03-10")}
    assert stored(place, made_up_id(30)).changed_run_id == result.run_id
