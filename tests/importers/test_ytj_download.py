"""The register's whole file: fetched when there is news, gone on with after a break, whole or not there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from importers.fetch import Fetcher
from importers.ytj import download
from importers.ytj.download import FILE_NAME, RegisterFile
from outreach.errors import BadConfig, BadInput, Refused, Unreachable
from tests.doubles.fake_time import NOW, FakeTime
from tests.doubles.site import answer, raw
from tests.doubles.ytj_records import Record, bulk_zip, made_up
from tests.doubles.ytj_server import YtjServer, error

PART = f"{FILE_NAME}.part"
CUT = 100_000  # bytes that come before the connection ends


def bulky(number: int) -> Record:
    """A company that fills eight kilobytes of the file."""
    return made_up(number, Random(number).randbytes(8000).hex())


@pytest.fixture
def server() -> Iterator[YtjServer]:
    with YtjServer([bulky(number) for number in range(40)]) as running:
        yield running


@pytest.fixture
def fetcher(server: YtjServer) -> Iterator[Fetcher]:
    with FakeTime().fetcher(server.port) as made:
        yield made


def fetch(fetcher: Fetcher, server: YtjServer, folder: Path, **options: Any) -> RegisterFile | None:
    given: dict[str, Any] = {"imported": None, "now": NOW, **options}
    return download.fetch(fetcher, server.url, folder, **given)


def whole(server: YtjServer) -> bytes:
    return bulk_zip(server.records)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_is_kept_with_what_its_host_says_of_it(server: YtjServer, fetcher: Fetcher, tmp_path: Path) -> None:
    server.validators = ("etag", "modified")
    folder = tmp_path / "data"
    told: list[tuple[int, int | None]] = []
    found = fetch(fetcher, server, folder, progress=lambda done, of: told.append((done, of)))
    assert found is not None
    assert (folder / FILE_NAME).read_bytes() == whole(server)
    assert found.sha256 == hashlib.sha256(whole(server)).hexdigest()
    assert found.etag.startswith('"')
    assert found.modified.endswith("GMT")
    assert told[-1] == (found.bytes, found.bytes)
    assert RegisterFile.from_plain(found.to_plain()) == found
    assert PART not in names(folder)


@pytest.mark.parametrize("validators", [("etag",), ("weak",), ("modified",), ()])
def test_a_file_that_is_imported_already_is_no_news(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path, validators: tuple[str, ...]
) -> None:
    server.validators = validators
    imported = fetch(fetcher, server, tmp_path)
    assert fetch(fetcher, server, tmp_path, imported=imported) is None
    server.records = [*server.records, made_up(500)]
    newer = fetch(fetcher, server, tmp_path, imported=imported)
    assert newer is not None
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


def test_a_file_that_waits_for_its_import_is_not_sent_again(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    waiting = fetch(fetcher, server, tmp_path)
    assert fetch(fetcher, server, tmp_path) == waiting
    assert [bool(asked.get("if-none-match")) for asked in server.file_asked] == [False, True]


def test_without_an_etag_a_waiting_file_is_taken_unasked_for_most_of_a_day(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.validators = ()
    waiting = fetch(fetcher, server, tmp_path)
    assert fetch(fetcher, server, tmp_path, now=NOW + timedelta(hours=19)) == waiting
    assert len(server.file_asked) == 1
    fetch(fetcher, server, tmp_path, now=NOW + timedelta(hours=21))
    assert len(server.file_asked) == 2


def test_a_waiting_file_is_enough_while_the_register_does_not_answer(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    waiting = fetch(fetcher, server, tmp_path)
    server.next_replies = [error(500, "Internal error", 1)] * 2
    assert fetch(fetcher, server, tmp_path) == waiting
    with pytest.raises(Unreachable):
        fetch(fetcher, server, tmp_path, now=NOW + timedelta(hours=21))


def test_a_waiting_file_that_somebody_has_changed_is_fetched_anew(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    found = fetch(fetcher, server, tmp_path)
    assert found is not None
    (tmp_path / FILE_NAME).write_bytes(b"x" * found.bytes)
    fetch(fetcher, server, tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


def test_another_host_is_asked_for_all_of_it(server: YtjServer, fetcher: Fetcher, tmp_path: Path) -> None:
    found = fetch(fetcher, server, tmp_path)
    assert found is not None
    elsewhere = replace(found, url="https://example.fi/all_companies")
    download.drop(tmp_path)
    assert fetch(fetcher, server, tmp_path, imported=elsewhere) == found
    assert "if-none-match" not in server.file_asked[-1]


def test_a_short_body_is_a_failure_and_leaves_yesterdays_file(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.validators = ()
    fetch(fetcher, server, tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    server.records = [*server.records, made_up(500)]
    server.cuts = [CUT]
    with pytest.raises(Unreachable, match="broke off"):
        fetch(fetcher, server, tmp_path, now=NOW + timedelta(days=1))
    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert names(tmp_path) == [FILE_NAME, f"{FILE_NAME}.json"]


def test_a_broken_off_download_goes_on_where_it_ended(server: YtjServer, fetcher: Fetcher, tmp_path: Path) -> None:
    server.cuts = [CUT, CUT]
    for _ in range(2):
        with pytest.raises(Unreachable, match="broke off"):
            fetch(fetcher, server, tmp_path)
        assert not (tmp_path / FILE_NAME).exists()
    assert (tmp_path / PART).stat().st_size == 2 * CUT
    told: list[tuple[int, int | None]] = []
    found = fetch(fetcher, server, tmp_path, progress=lambda done, of: told.append((done, of)))
    assert [asked.get("range") for asked in server.file_asked] == [None, f"bytes={CUT}-", f"bytes={2 * CUT}-"]
    assert found is not None
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)
    assert found.sha256 == hashlib.sha256(whole(server)).hexdigest()
    assert told[-1] == (found.bytes, found.bytes)
    assert names(tmp_path) == [FILE_NAME, f"{FILE_NAME}.json"]


def test_the_rest_of_an_older_file_is_not_put_behind_the_beginning_of_a_newer_one(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    server.cuts = [CUT]
    with pytest.raises(Unreachable):
        fetch(fetcher, server, tmp_path)
    server.records = [bulky(number) for number in range(100, 160)]
    fetch(fetcher, server, tmp_path)
    assert server.file_asked[-1]["range"] == f"bytes={CUT}-"
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


@pytest.mark.parametrize(("validators", "ranges"), [(("weak",), True), (("modified",), True), (("etag",), False)])
def test_a_download_begins_anew_where_the_host_cannot_go_on(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path, validators: tuple[str, ...], ranges: bool
) -> None:
    server.validators, server.ranges, server.cuts = validators, ranges, [CUT]
    with pytest.raises(Unreachable):
        fetch(fetcher, server, tmp_path)
    fetch(fetcher, server, tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


@pytest.mark.parametrize("said", ["bytes 0-9/10", "bytes 5-9/10", "bytes 65536-65539/999999", "lines 1-2/3", ""])
def test_a_rest_that_does_not_fit_is_not_used(server: YtjServer, fetcher: Fetcher, tmp_path: Path, said: str) -> None:
    from tests.doubles.ytj_server import Reply

    server.cuts = [CUT]
    with pytest.raises(Unreachable):
        fetch(fetcher, server, tmp_path)
    server.next_replies = [Reply(206, "application/zip", b"junk", {"Content-Range": said})]
    fetch(fetcher, server, tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


def test_a_part_as_long_as_the_whole_begins_anew(server: YtjServer, fetcher: Fetcher, tmp_path: Path) -> None:
    server.cuts = [CUT]
    with pytest.raises(Unreachable):
        fetch(fetcher, server, tmp_path)
    with (tmp_path / PART).open("ab") as part:
        part.write(b"x" * 1_000_000)
    fetch(fetcher, server, tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


@pytest.mark.parametrize("note", [None, "{", "[]", '{"url": 1}', '{"url": "https://example.fi/", "etag": "\\"a\\""}'])
def test_a_part_of_which_nothing_is_known_is_taken_over(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path, note: str | None
) -> None:
    (tmp_path / PART).write_bytes(b"left by a program that was killed")
    if note is not None:
        (tmp_path / f"{PART}.json").write_text(note, encoding="utf-8")
    fetch(fetcher, server, tmp_path)
    assert "range" not in server.file_asked[0]
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)
    assert names(tmp_path) == [FILE_NAME, f"{FILE_NAME}.json"]


def test_a_part_is_removed_when_the_whole_has_been_imported_meanwhile(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    imported = fetch(fetcher, server, tmp_path)
    (tmp_path / PART).write_bytes(b"left by a program that was killed")
    assert fetch(fetcher, server, tmp_path, imported=imported) is None
    assert names(tmp_path) == [FILE_NAME, f"{FILE_NAME}.json"]


def test_a_stopped_download_can_be_gone_on_with(server: YtjServer, fetcher: Fetcher, tmp_path: Path) -> None:
    def stop(done: int, of: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(fetcher, server, tmp_path, progress=stop)
    assert 0 < (tmp_path / PART).stat().st_size < len(whole(server))
    fetch(fetcher, server, tmp_path)
    assert server.file_asked[-1]["range"].startswith("bytes=")
    assert (tmp_path / FILE_NAME).read_bytes() == whole(server)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(10**9, 10**9 - 1000, 1000))
    with pytest.raises(Refused, match="too little room"):
        fetch(fetcher, server, tmp_path)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(server: YtjServer, fetcher: Fetcher, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(BadInput, match="could not be written"):
        fetch(fetcher, server, tmp_path / "taken")


def test_a_file_larger_than_the_register_can_be_is_not_fetched(
    server: YtjServer, fetcher: Fetcher, tmp_path: Path
) -> None:
    from tests.doubles.site import Site

    with Site() as site, FakeTime().fetcher(site.port) as door:
        site.pages["/all_companies"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1400000000\r\n\r\n")
        with pytest.raises(Refused, match="larger than 300"):
            download.fetch(door, site.url, tmp_path, imported=None, now=NOW)
        site.pages["/all_companies"] = answer(b"<h1>Huoltokatko</h1>", status=503)
        with pytest.raises(Unreachable, match="takes no more requests"):
            download.fetch(door, site.url, tmp_path, imported=None, now=NOW)
    assert names(tmp_path) == []


def test_nobody_is_asked_without_a_contact(server: YtjServer, tmp_path: Path) -> None:
    with FakeTime().fetcher(server.port, contact="") as door, pytest.raises(BadConfig, match="contact"):
        fetch(door, server, tmp_path)
    assert server.file_asked == []


@pytest.mark.parametrize("plain", [None, {}, {"url": "x"}, {"fetched_at": "never"}, {"fetched_at": 3, "bytes": "x"}])
def test_a_note_that_cannot_be_read_is_no_note(plain: Any) -> None:
    assert RegisterFile.from_plain(plain) is None
