"""What a caller of the Fetcher gets, and what the asked host sees."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from importers.fetch import REGISTER, WEB, Downloaded, Unchanged
from outreach.errors import BadConfig, BadInput, Refused, Unreachable
from tests.doubles.fake_time import NOW, FakeTime
from tests.doubles.site import Page, Site, answer, in_turn, raw

QUICK = replace(WEB, robots=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        yield server


def test_an_answer_carries_content_hash_time_and_lower_case_headers(site: Site) -> None:
    site.pages["/a"] = answer("jäsenet".encode(), headers={"X-Kind": "List"})
    with FakeTime().fetcher(site.port) as fetcher:
        page = fetcher.get(f"{site.url}/a", profile=QUICK)
    assert (page.status, page.content.decode(), page.headers["x-kind"]) == (200, "jäsenet", "List")
    assert page.sha256 == hashlib.sha256("jäsenet".encode()).hexdigest()
    assert page.fetched_at == NOW


def test_the_host_is_told_product_version_and_contact(site: Site) -> None:
    site.pages["/a"] = answer(b"")
    with FakeTime().fetcher(site.port, contact="tuki@example.fi") as fetcher:
        fetcher.get(f"{site.url}/a", profile=QUICK)
    agent = site.asked[0][1]["user-agent"]
    assert agent.startswith("seutu-outreach/")
    assert agent.endswith("(tuki@example.fi)")


@pytest.mark.parametrize("contact", ["", "  ", "äiti@example.fi"])
def test_nothing_is_asked_without_a_usable_contact(site: Site, contact: str) -> None:
    with FakeTime().fetcher(site.port, contact=contact) as fetcher, pytest.raises(BadConfig, match="contact ="):
        fetcher.get(f"{site.url}/a", profile=QUICK)
    assert site.asked == []


def test_parameters_are_encoded_into_the_address(site: Site) -> None:
    site.pages["/a"] = answer(b"")
    with FakeTime().fetcher(site.port) as fetcher:
        page = fetcher.get(f"{site.url}/a", profile=QUICK, params={"name": "Höylä & Saha", "page": 2})
    assert site.paths == ["/a?name=H%C3%B6yl%C3%A4+%26+Saha&page=2"]
    assert page.url.endswith(site.paths[0])


def test_an_error_page_is_an_answer_too(site: Site) -> None:
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/none", profile=QUICK).status == 404


def test_packed_answers_are_unpacked(site: Site) -> None:
    site.pages["/a"] = answer(gzip.compress(b"plain"), headers={"Content-Encoding": "gzip"})
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK).content == b"plain"


def test_cookies_are_not_kept(site: Site) -> None:
    site.pages["/a"] = answer(b"", headers={"Set-Cookie": "who=me"})
    with FakeTime().fetcher(site.port) as fetcher:
        fetcher.get(f"{site.url}/a", profile=QUICK)
        fetcher.get(f"{site.url}/a", profile=QUICK)
    assert "cookie" not in site.asked[1][1]


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.pages["/a"] = answer(b"direct")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK).content == b"direct"


def test_redirects_are_followed_to_the_final_address(site: Site) -> None:
    site.pages["/a"] = answer(b"", status=302, headers={"Location": "/b%20c#part"})
    site.pages["/b%20c"] = answer(b"here")
    with FakeTime().fetcher(site.port) as fetcher:
        page = fetcher.get(f"{site.url}/a", profile=QUICK)
    assert (page.content, page.url) == (b"here", f"{site.url}/b%20c")


def test_the_sixth_redirect_is_not_followed(site: Site) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = answer(b"", status=301, headers={"Location": f"/{number + 1}"})
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="more than 5 times"):
        fetcher.get(f"{site.url}/0", profile=QUICK)
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "onward", ["file:///etc/passwd", "http://127.0.0.1:1/x", "http://user:word@example.fi/", "ftp://example.fi/"]
)
def test_a_redirect_to_where_nobody_may_go_is_not_followed(site: Site, onward: str) -> None:
    site.pages["/a"] = answer(b"", status=302, headers={"Location": onward})
    told = r"127\.0\.0\.1 sends the request on to an address that is not fetched"
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Refused, match=told):
        fetcher.get(f"{site.url}/a", profile=QUICK)
    assert site.paths == ["/a"]


def test_another_host_does_not_see_headers_meant_for_the_first(site: Site) -> None:
    with Site() as other:
        other.pages["/b"] = answer(b"")
        site.pages["/a"] = answer(b"", status=302, headers={"Location": f"{other.url}/b"})
        with FakeTime().fetcher(site.port, other.port) as fetcher:
            fetcher.get(f"{site.url}/a", profile=QUICK, headers={"If-None-Match": '"secret"'})
        assert "if-none-match" in site.asked[0][1]
        assert "if-none-match" not in other.asked[0][1]


def test_an_answer_larger_than_the_bound_is_not_read_to_the_end(site: Site) -> None:
    site.pages["/bomb"] = answer(gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Refused, match="larger than 8"):
        fetcher.get(f"{site.url}/bomb", profile=QUICK)


def test_a_body_shorter_than_promised_is_a_failure(site: Site) -> None:
    site.pages["/a"] = answer(b"half", headers={"Content-Length": "400"})
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="broke off"):
        fetcher.get(f"{site.url}/a", profile=QUICK)


def test_a_chunked_body_without_its_end_is_a_failure(site: Site) -> None:
    site.pages["/a"] = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="broke off"):
        fetcher.get(f"{site.url}/a", profile=QUICK)


def test_a_body_that_cannot_be_unpacked_is_a_failure(site: Site) -> None:
    site.pages["/a"] = answer(b"not gzip", headers={"Content-Encoding": "gzip"})
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="cannot be unpacked"):
        fetcher.get(f"{site.url}/a", profile=QUICK)


def test_a_host_without_a_server_is_one_sentence() -> None:
    with Site() as gone:
        port = gone.port
    sentence = r"No connection: 127\.0\.0\.1\. Your data is unchanged\. Try again later\."
    with FakeTime().fetcher(port) as fetcher, pytest.raises(Unreachable, match=sentence):
        fetcher.get(f"http://127.0.0.1:{port}/", profile=QUICK)


def drip(head: bytes, piece: bytes) -> Page:
    """Sends a head, then a piece again and again until the other side has gone."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        import threading

        handler.wfile.write(head)
        pause = threading.Event()
        while True:
            handler.wfile.write(piece)
            handler.wfile.flush()
            pause.wait(0.02)

    return page


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
    ],
    ids=["body", "body of unknown length", "head"],
)
def test_a_drip_is_cut_when_the_time_is_up(site: Site, head: bytes, piece: bytes) -> None:
    site.pages["/drip"] = drip(head, piece)
    profile = replace(QUICK, total_seconds=0.2)
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="not ready within"):
        fetcher.get(f"{site.url}/drip", profile=profile)
    assert len(site.asked) == 1


def test_the_time_of_a_call_is_counted_while_the_body_streams(site: Site) -> None:
    site.pages["/a"] = answer(b"x" * 500_000)
    ticks = iter(range(0, 10_000, 40))
    with (
        FakeTime().fetcher(site.port, monotonic=lambda: float(next(ticks)), sleep=lambda _: None) as fetcher,
        pytest.raises(Unreachable, match="not ready within 60"),
    ):
        fetcher.get(f"{site.url}/a", profile=QUICK)


def test_a_file_is_whole_or_not_there(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "register.zip"
    site.pages["/file"] = in_turn(answer(b"half", headers={"Content-Length": "400"}), answer(b"whole"))
    with FakeTime().fetcher(site.port) as fetcher:
        with pytest.raises(Unreachable, match="broke off"):
            fetcher.download(f"{site.url}/file", target, profile=REGISTER)
        assert list(tmp_path.iterdir()) == []
        done = fetcher.download(f"{site.url}/file", target, profile=REGISTER)
    assert isinstance(done, Downloaded)
    assert (target.read_bytes(), done.bytes, done.path) == (b"whole", 5, target)
    assert done.sha256 == hashlib.sha256(b"whole").hexdigest()
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_download_leaves_the_older_file_alone(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "register.zip"
    target.write_bytes(b"yesterday")
    site.pages["/file"] = answer(b"no", status=500)
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="does not give the file"):
        fetcher.download(f"{site.url}/file", target, profile=REGISTER)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("register.zip", b"yesterday")]


def test_an_interrupted_download_leaves_nothing(site: Site, tmp_path: Path) -> None:
    site.pages["/file"] = answer(b"x" * 200_000)

    def interrupt(done: int, of: int | None) -> None:
        raise KeyboardInterrupt

    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(KeyboardInterrupt):
        fetcher.download(f"{site.url}/file", tmp_path / "a.zip", profile=REGISTER, progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"v1"'
        answer(b"" if same else b"data", status=304 if same else 200, headers={"ETag": '"v1"'})(handler)

    site.pages["/file"] = page
    target = tmp_path / "register.zip"
    with FakeTime().fetcher(site.port) as fetcher:
        first = fetcher.download(f"{site.url}/file", target, profile=REGISTER)
        assert isinstance(first, Downloaded)
        second = fetcher.download(f"{site.url}/file", target, profile=REGISTER, etag=first.etag)
    assert isinstance(second, Unchanged)
    assert target.read_bytes() == b"data"


def test_progress_is_told_in_bytes_of_the_whole(site: Site, tmp_path: Path) -> None:
    site.pages["/file"] = answer(b"x" * 200_000)
    seen: list[tuple[int, int | None]] = []
    with FakeTime().fetcher(site.port) as fetcher:
        fetcher.download(
            f"{site.url}/file", tmp_path / "a.zip", profile=REGISTER, progress=lambda done, of: seen.append((done, of))
        )
    assert seen[-1] == (200_000, 200_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_place_that_cannot_be_written_is_one_sentence(site: Site, tmp_path: Path) -> None:
    site.pages["/file"] = answer(b"data")
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(BadInput, match=r"could not be written: .*missing"):
        fetcher.download(f"{site.url}/file", tmp_path / "missing" / "a.zip", profile=REGISTER)


def test_waiting_for_the_next_try_does_not_use_up_the_time_of_a_call(site: Site) -> None:
    site.pages["/a"] = in_turn(answer(b"", status=503), answer(b"ok"))
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=replace(QUICK, total_seconds=1)).content == b"ok"
    assert sum(time.slept) > 1
