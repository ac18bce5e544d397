"""The daily file: read whole, in bounded memory, or refused with one sentence."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import importers.ytj.bulk
from importers.ytj.report import Report
from outreach.errors import BadInput
from outreach.terms.candidate import RegisterCompany, Reject
from tests.doubles.ytj_reading import read_bulk, scan_bulk
from tests.doubles.ytj_records import SAMPLES, bulk_record, bulk_zip, made_up, made_up_id, sample

RECORDS = [made_up(number) for number in range(5)]


def zipped(content: str | bytes, member: str = "data_20261124.json", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr(member, content)
    return held.getvalue()


def at(tmp_path: Path, content: bytes, name: str = "all.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def names_in(path: Path) -> list[str]:
    return [c.name if isinstance(c, RegisterCompany) else f"! {c.where}" for c in read_bulk(path, report=Report())]


def test_a_zip_with_one_array_is_read_in_order(tmp_path: Path) -> None:
    path = at(tmp_path, bulk_zip(RECORDS))
    assert names_in(path) == [f"Malliyritys {number} Oy" for number in range(5)]


def test_the_same_array_in_a_plain_file_is_read(tmp_path: Path) -> None:
    assert len(names_in(SAMPLES / "made-up-bulk.json")) == 11
    with_mark = at(tmp_path, b"\xef\xbb\xbf" + json.dumps(RECORDS).encode(), "saved.json")
    assert len(names_in(with_mark)) == 5


def test_a_saved_answer_of_the_interface_is_read() -> None:
    assert scan_bulk(SAMPLES / "companies.json") == 35
    assert names_in(SAMPLES / "companies.json")[0] == "Artjärven Metalli Oy"


def test_an_empty_list_is_whole(tmp_path: Path) -> None:
    assert scan_bulk(at(tmp_path, zipped(" [ ]\n"))) == 0


def test_a_bad_record_is_a_reject_with_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    records = [*RECORDS[:2], {"names": 5}, *RECORDS[2:]]
    report = Report()
    found = list(read_bulk(at(tmp_path, zipped(json.dumps(records))), report=report))
    assert [c.where for c in found if isinstance(c, Reject)] == ["record 3"]
    assert (report.read, report.accepted, report.rejected) == (6, 5, 1)


def test_progress_is_told_in_unpacked_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers.ytj.bulk, "_CHUNK", 100_000)
    text = json.dumps([bulk_record(made_up(number)) for number in range(800)])
    path = at(tmp_path, zipped(text))
    seen: list[tuple[int, int | None]] = []
    scan_bulk(path, lambda done, of: seen.append((done, of)))
    assert len(seen) > 2
    assert seen[-1] == (len(text), len(text))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100, 5000])
def test_records_are_read_wherever_a_chunk_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(importers.ytj.bulk, "_CHUNK", size)
    records = [made_up(1, 'Höylä \u2013 \U0001f600 \\ " ] } Oy'), made_up(2)]
    for text in (json.dumps(records, ensure_ascii=False, indent=2), json.dumps(records, ensure_ascii=True)):
        path = at(tmp_path, text.encode(), "saved.json")
        assert names_in(path) == ['Höylä \u2013 \U0001f600 \\ " ] } Oy', "Malliyritys 2 Oy"]


def reason(path: Path) -> str:
    """The sentence of a file that is refused; scanning and reading say the same."""
    with pytest.raises(BadInput) as scanned:
        scan_bulk(path)
    with pytest.raises(BadInput) as read:
        list(read_bulk(path, report=Report()))
    assert str(read.value) == str(scanned.value)
    sentence = str(scanned.value.message)
    assert sentence.startswith(f"The file could not be read: {path.name}. ")
    assert sentence.endswith(" Nothing was saved.")
    return sentence


GOOD = json.dumps(RECORDS)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"totalResults": 1, "companies": []}', "does not begin with a list"),
        ('"text"', "does not begin with a list"),
        ("", "does not begin with a list"),
        ("nonsense", "does not begin with a list"),
        (GOOD[:-1], "breaks off or is not valid after record 5"),
        (GOOD[:-1] + ",", "Record 6 is broken off"),
        (GOOD[:-1] + ",]", "Record 6 is broken off"),
        (GOOD[:-40], "Record 5 is broken off"),
        ("[", "Record 1 is broken off"),
        (GOOD + GOOD, "follows the end of the list"),
        (GOOD + ' {"more": 1}', "follows the end of the list"),
        (GOOD + "x", "follows the end of the list"),
        (GOOD[:-1] + " null]", "breaks off or is not valid after record 5"),
        (GOOD[:-1] + ", null]", "Record 6 is broken off, too large or not a JSON object"),
        (GOOD[:-1] + ', ["a"]]', "Record 6 is broken off, too large or not a JSON object"),
        ('[5, {"a": 1}]', "Record 1 is"),
        ('[{"a": NaN}]', "Record 1 is"),
        ('[{"a": ' + "9" * 5000 + "}]", "Record 1 is"),
        ('[{"a": ' + "[" * 100_000 + "]" * 100_000 + "}]", "Record 1 is"),
        ('[{"a": "' + "x" * 1_000_001 + '"}]', "Record 1 is"),
        ('[{"a": "' + "x" * 3_000_000, "Record 1 is"),
        ("[{'a': 1}]", "Record 1 is"),
        ('[{"a": "line\nbreak"}]', "Record 1 is"),
    ],
)  # fmt: skip
def test_what_is_not_one_whole_list_is_refused_with_the_place(tmp_path: Path, text: str, why: str) -> None:
    assert why in reason(at(tmp_path, zipped(text)))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "neither a zip archive nor JSON" in reason(at(tmp_path, b"%PDF-1.7 ..."))
    assert "neither a zip archive nor JSON" in reason(at(tmp_path, b""))


def test_an_archive_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = bulk_zip(RECORDS)
    for length in (2, 40, len(whole) // 2, len(whole) - 1):
        assert "damaged or broken off" in reason(at(tmp_path, whole[:length]))


def test_an_archive_with_a_wrong_byte_is_refused(tmp_path: Path) -> None:
    stored = bytearray(zipped(GOOD, method=zipfile.ZIP_STORED))
    stored[stored.index(b"Malliyritys 3")] ^= 1
    assert "damaged or broken off" in reason(at(tmp_path, bytes(stored)))


@pytest.mark.parametrize(
    "members", [[], ["readme.txt"], ["data_1.json", "data_2.json"], ["data.json/", "a.csv"], ["\x1b[31mlist.xml"]]
)
def test_an_archive_without_exactly_one_json_file_is_refused_with_what_it_holds(
    tmp_path: Path, members: list[str]
) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for member in members:
            archive.writestr(member, "[]")
    sentence = reason(at(tmp_path, held.getvalue()))
    assert "must hold one JSON file" in sentence
    assert "\x1b" not in sentence


def test_a_packing_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zipped(b"[" + b" " * 60_000_000 + b"]")
    assert "far larger than the register is" in reason(at(tmp_path, bomb))


def test_a_size_that_is_a_lie_does_not_help(tmp_path: Path) -> None:
    lying = bytearray(zipped(GOOD))
    directory = lying.rindex(b"PK\x01\x02")
    struct.pack_into("<I", lying, directory + 24, 50)
    assert "damaged or broken off" in reason(at(tmp_path, bytes(lying)))


def test_a_locked_archive_is_refused(tmp_path: Path) -> None:
    locked = bytearray(zipped(GOOD))
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    assert "packed in a way that cannot be read" in reason(at(tmp_path, bytes(locked)))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_in_an_unusual_way_is_refused(tmp_path: Path, method: int) -> None:
    assert "packed in a way that cannot be read" in reason(at(tmp_path, zipped(GOOD, method=method)))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    assert "not UTF-8" in reason(at(tmp_path, zipped('[{"a": "höylä"}]'.encode("cp1252"))))
    assert "not UTF-8" in reason(at(tmp_path, '{"companies": "höylä"}'.encode("cp1252"), "saved.json"))


@pytest.mark.parametrize("text", ['{"companies": {}}', '{"totalResults": 1}', '{"companies": [5]}', '{"companies": ['])
def test_a_saved_answer_without_companies_is_refused(tmp_path: Path, text: str) -> None:
    reason(at(tmp_path, text.encode(), "saved.json"))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    assert "There is no such file" in reason(tmp_path / "gone.zip")


def test_a_folder_is_told_apart_from_a_broken_file(tmp_path: Path) -> None:
    assert "It is a folder" in reason(tmp_path)


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers.ytj.bulk, "_CHUNK", 256_000)

    def peak(records: int) -> int:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("data.json", "w") as file:
            file.write(b"[")
            for number in range(records):
                file.write((b"," if number else b"") + json.dumps(bulk_record(made_up(number))).encode())
            file.write(b"]")
        path = at(tmp_path, held.getvalue())
        del held
        tracemalloc.start()
        scan_bulk(path)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    small, large = peak(500), peak(4000)
    assert large < small * 1.5
    assert large < 4_000_000


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path_factory: Any, junk: bytes, place: int) -> None:
    whole = zipped(json.dumps(RECORDS[:1]))
    path = tmp_path_factory.mktemp("bulk") / "all.zip"
    path.write_bytes(whole[:place] + junk + whole[place + len(junk) :])
    found = [made_up_id(0)]
    with contextlib.suppress(BadInput):
        found = [c.business_id for c in read_bulk(path, report=Report())]
    assert found == [made_up_id(0)]


def test_the_real_samples_survive_the_shape_of_the_daily_file(tmp_path: Path) -> None:
    living = [r for r in sample("companies.json") if r["tradeRegisterStatus"] != "4"]

    def companies(found: Iterator[RegisterCompany | Reject]) -> list[RegisterCompany | Reject]:
        return list(found)

    from_zip = companies(read_bulk(at(tmp_path, bulk_zip(living)), report=Report()))
    plain = companies(read_bulk(SAMPLES / "companies.json", report=Report()))
    assert from_zip == [c for c in plain if isinstance(c, RegisterCompany) and c.trade_register_status != "4"]
