"""What holds for a run: who is told, how much is asked, what is known already, and the way through a proxy."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from importers.fetch import REGISTER, WEB, Fetcher, Validators
from outreach.cli.context import Invocation
from outreach.errors import BadConfig, Refused, Unreachable
from tests.conftest import Home
from tests.doubles.fake_time import NOW, FakeTime
from tests.doubles.site import Site, answer, in_turn, raw

QUICK = replace(WEB, robots=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        yield server


def naming(**hosts: str) -> Any:
    """A name server that knows these hosts of example.fi."""

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        name = host.removesuffix(".example.fi")
        if name not in hosts:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (hosts[name], port))]

    return look_up


def remembers(handler: BaseHTTPRequestHandler) -> None:
    """A page that has not changed since its first version."""
    same = handler.headers.get("If-None-Match") == '"v1"' or handler.headers.get("If-Modified-Since") == "then"
    headers = {"ETag": '"v1"', "Last-Modified": "then"}
    answer(b"" if same else b"members", status=304 if same else 200, headers=headers)(handler)


def test_a_page_that_is_still_the_same_is_not_sent_again(site: Site) -> None:
    site.pages["/a"] = remembers
    with FakeTime().fetcher(site.port) as fetcher:
        first = fetcher.get(f"{site.url}/a", profile=QUICK)
        again = fetcher.get(f"{site.url}/a", profile=QUICK, known=first.validators)
        by_date = fetcher.get(f"{site.url}/a", profile=QUICK, known=Validators("", "then"))
        changed = fetcher.get(f"{site.url}/a", profile=QUICK, known=Validators('"v0"', "before"))
    assert (first.status, first.content) == (200, b"members")
    assert (again.status, again.content, again.validators) == (304, b"", first.validators)
    assert by_date.status == 304
    assert (changed.status, changed.content) == (200, b"members")


def test_what_is_known_of_a_page_is_told_at_the_address_it_was_read_from(site: Site) -> None:
    with Site() as other:
        site.pages["/a"] = answer(b"", status=301, headers={"Location": f"{other.url}/b"})
        other.pages["/b"] = remembers
        with FakeTime().fetcher(site.port, other.port) as fetcher:
            first = fetcher.get(f"{site.url}/a", profile=QUICK)
            again = fetcher.get(f"{site.url}/a", profile=QUICK, known=first.validators)
            elsewhere = fetcher.get(f"{site.url}/a", profile=QUICK, known=Validators('"v1"', "then"))
    assert (first.url, first.status, again.status, elsewhere.status) == (f"{other.url}/b", 200, 304, 200)
    assert ["if-none-match" in headers for _, headers in site.asked] == [False, False, True]


@pytest.mark.parametrize("etag", ['"a\r\nX: y"', '"ä"', '"' + "x" * 400 + '"', "", "  "])
def test_a_mark_that_cannot_stand_in_a_header_is_not_sent(site: Site, etag: str) -> None:
    site.pages["/a"] = answer(b"members")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK, known=Validators(etag)).content == b"members"
    assert "if-none-match" not in site.asked[0][1]


def test_the_pages_of_all_hosts_are_counted_together(site: Site) -> None:
    with Site() as other:
        site.pages["/a"] = other.pages["/a"] = answer(b"ok")
        with FakeTime().fetcher(site.port, other.port) as fetcher:
            for server in (site, other, site):
                fetcher.get(f"{server.url}/a", profile=replace(WEB, max_requests=3))
            with pytest.raises(Refused, match=r"this run has asked for 3 pages"):
                fetcher.get(f"{other.url}/a", profile=replace(WEB, max_requests=3))
            assert fetcher.get(f"{other.url}/a", profile=REGISTER).content == b"ok"
    assert site.paths == ["/robots.txt", "/a", "/a"]
    assert other.paths == ["/robots.txt", "/a", "/a"]


def test_a_sources_own_bounds_end_at_those_of_the_program() -> None:
    wide = replace(WEB, max_bytes=900_000_000, max_requests=9000, min_interval=7)
    narrow = replace(WEB, max_bytes=1000, max_requests=5)
    assert (wide.max_bytes, wide.max_requests, wide.min_interval) == (25_000_000, 200, 7)
    assert (narrow.max_bytes, narrow.max_requests) == (1000, 5)
    assert (REGISTER.max_bytes, REGISTER.max_requests) == (300_000_000, 1000)


def test_a_sources_own_pause_is_kept(site: Site) -> None:
    site.pages["/a"] = answer(b"ok")
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        for _ in range(2):
            fetcher.get(f"{site.url}/a", profile=replace(QUICK, min_interval=5))
    assert time.slept == [5]


def test_a_fetcher_without_a_contact_asks_nobody(site: Site) -> None:
    with Fetcher(allow=[("127.0.0.1", site.port)]) as fetcher, pytest.raises(BadConfig, match="contact ="):
        fetcher.get(f"{site.url}/a")
    assert site.asked == []


def test_a_command_lends_its_contact_and_its_clock_to_a_given_fetcher(
    site: Site, outreach_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_NOW", "2026-03-10T08:00")
    monkeypatch.setenv("OUTREACH_CONTACT", "neuvoja@example.fi")
    site.pages["/a"] = answer(b"ok")
    invocation = Invocation(Fetcher(allow=[("127.0.0.1", site.port)]))
    page = invocation.fetcher().get(f"{site.url}/a", profile=QUICK)
    assert site.asked[0][1]["user-agent"].endswith("(neuvoja@example.fi)")
    assert page.fetched_at.isoformat().startswith("2026-03-10T06:00")
    assert invocation.fetcher() is invocation.fetcher()


def test_a_given_fetcher_keeps_its_own_contact_and_clock(site: Site, outreach_home: Home) -> None:
    site.pages["/a"] = answer(b"ok")
    invocation = Invocation(FakeTime().fetcher(site.port, contact="tuki@example.fi"))
    page = invocation.fetcher().get(f"{site.url}/a", profile=QUICK)
    assert site.asked[0][1]["user-agent"].endswith("(tuki@example.fi)")
    assert page.fetched_at == NOW


def test_a_run_does_not_inherit_the_refusals_of_another(site: Site) -> None:
    site.pages["/robots.txt"] = in_turn(answer(b"", status=500), answer(b"", status=404))
    site.pages["/a"] = answer(b"ok")
    given = FakeTime().fetcher(site.port)
    first = given.for_run(contact="", clock=FakeTime.now)
    for _ in range(2):
        with pytest.raises(Unreachable, match=r"robots\.txt"):
            first.get(f"{site.url}/a")
    assert given.for_run(contact="", clock=FakeTime.now).get(f"{site.url}/a").content == b"ok"
    assert site.paths == ["/robots.txt", "/robots.txt", "/a"]


def test_the_next_run_of_a_program_keeps_the_pauses_and_counts_anew(site: Site) -> None:
    site.pages["/a"] = answer(b"ok")
    time, profile = FakeTime(), replace(QUICK, max_requests=1)
    with time.fetcher(site.port) as fetcher:
        fetcher.get(f"{site.url}/a", profile=profile)
        assert fetcher.next_run().get(f"{site.url}/a", profile=profile).content == b"ok"
    assert time.slept == [2]


def test_a_call_whose_time_is_up_is_not_tried_again(site: Site) -> None:
    late = threading.Event()
    site.pages["/a"] = lambda handler: (late.wait(5), raw(b"")(handler))[1]
    time = FakeTime()
    ticks = iter(range(0, 10_000, 50))
    with (
        time.fetcher(site.port, monotonic=lambda: float(next(ticks))) as fetcher,
        pytest.raises(Unreachable, match="does not answer in time"),
    ):
        fetcher.get(f"{site.url}/a", profile=replace(QUICK, read_seconds=0.05, total_seconds=40))
    late.set()
    assert len(site.asked) == 1


def test_hosts_with_letters_beyond_ascii_are_looked_up_in_their_ascii_form(site: Site) -> None:
    seen: list[str] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        seen.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    host = "xn--jsenet-bua.example"
    site.pages["/j%C3%A4senet"] = answer(b"ok")
    with Fetcher("tuki@example.fi", clock=FakeTime.now, allow=[(host, site.port)], resolver=look_up) as fetcher:
        page = fetcher.get(f"http://Jäsenet.example:{site.port}/jäsenet#a", profile=QUICK)
    assert (page.content, seen) == (b"ok", [host])
    assert page.url == f"http://{host}:{site.port}/j%C3%A4senet"


class TestProxy:
    """The proxy of the computer is used when a setting says so, and the target is checked all the same."""

    @pytest.fixture
    def proxy(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, site.url)
        for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        return site

    def fetcher(self, **hosts: str) -> Fetcher:
        return FakeTime().fetcher(resolver=naming(**hosts), use_proxy=True)

    def test_pages_and_robots_txt_come_through_it(self, proxy: Site) -> None:
        proxy.pages["http://www.example.fi/list"] = answer(b"ok")
        with self.fetcher(www="8.8.8.8") as fetcher:
            assert fetcher.get("http://www.example.fi/list").content == b"ok"
        assert proxy.paths == ["http://www.example.fi/robots.txt", "http://www.example.fi/list"]

    def test_a_setting_decides_whether_it_is_used(
        self, proxy: Site, outreach_home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OUTREACH_CONTACT", "tuki@example.fi")
        monkeypatch.setenv("OUTREACH_USE_PROXY", "true")
        proxy.pages["http://www.example.fi/list"] = answer(b"ok")
        given = Fetcher(resolver=naming(www="8.8.8.8"))
        assert Invocation(given).fetcher().get("http://www.example.fi/list", profile=QUICK).content == b"ok"

    def test_it_is_not_asked_for_an_inner_network(self, proxy: Site) -> None:
        with self.fetcher(intranet="10.0.0.1") as fetcher, pytest.raises(Refused, match="not on the open internet"):
            fetcher.get("http://intranet.example.fi/list")
        assert proxy.asked == []

    def test_it_is_not_asked_for_what_a_redirect_finds_there(self, proxy: Site) -> None:
        proxy.pages["http://www.example.fi/list"] = answer(
            b"", status=302, headers={"Location": "http://intranet.example.fi/"}
        )
        with self.fetcher(www="8.8.8.8", intranet="10.0.0.1") as fetcher, pytest.raises(Refused, match="intranet"):
            fetcher.get("http://www.example.fi/list", profile=QUICK)
        assert proxy.paths == ["http://www.example.fi/list"]

    def test_one_that_does_not_answer_is_named_as_the_cause(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with Site() as gone:
            port = gone.port
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        with self.fetcher(www="8.8.8.8") as fetcher, pytest.raises(Unreachable, match=r"through the proxy.*use_proxy"):
            fetcher.get("http://www.example.fi/list", profile=QUICK)
