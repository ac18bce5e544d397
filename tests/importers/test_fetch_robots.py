"""What a robots.txt means for this program (RFC 9309)."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fetch import WEB
from importers.robots import MOST_READ, delay, no_rules, read_rules
from outreach.errors import SlowSite, Unreachable
from tests.doubles.fake_time import FakeTime
from tests.doubles.site import Site, answer

PAGE = "https://www.example.fi/jasenet/yritys.html?sivu=2"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        yield server


def allows(text: str | bytes, url: str = PAGE) -> bool:
    try:
        delay(url, read_rules(text.encode() if isinstance(text, str) else text), 30)
    except Unreachable:
        return False
    return True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>Not found</body></html>",
        "Disallow: /",  # of no group
        "User-agent: *\nDisallow:\n",
        "User-agent: *\nDisallow: /muu\n",
        "User-agent: *\nDisallow: /\nAllow: /jasenet/\n",
        "User-agent: *\nDisallow: /jasenet\nAllow: /jasenet\n",  # as long: the milder one
        "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*.html$\n",
        "User-agent: *\nDisallow: /\n\nUser-agent: seutu-outreach\nAllow: /\n",
        "User-agent: seutu-outreach\nAllow: /\n\nUser-agent: *\nDisallow: /\n",
        "User-agent: badbot\nDisallow: /\n",
        "User-agent: outreach\nDisallow: /\n",
        "User-agent: seutu\nDisallow: /\n",
        "User-agent: seutu-outreach-images\nDisallow: /\n",
    ],
)
def test_what_no_rule_forbids_may_be_read(text: str) -> None:
    assert allows(text)


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /\n",
        "USER-AGENT: *\r\nDISALLOW: /\r\n",
        "User-agent: *\rDisallow: /",
        "\ufeffUser-agent: *\nDisallow: /jasenet",
        "user-agent : * # everybody\n  Disallow : /jasenet/ # members\n",
        "User-agent: badbot\nUser-agent: *\n\nDisallow: /\n",
        "User-agent: *\nAllow: /\nDisallow: /*sivu=\n",
        "User-agent: *\nDisallow: /jasenet/*.html\n",
        "User-agent: *\nDisallow: /j%61senet/\n",
        "User-agent: *\nAllow: /\n\nUser-agent: SEUTU-OUTREACH\nDisallow: /\n",
        "User-agent: seutu-outreach/9.9 (beta)\nDisallow: /\n",
        "User-agent: seutu-outreach\nDisallow: /muu\n\nUser-agent: seutu-outreach\nDisallow: /jasenet\n",
        "Sitemap: https://www.example.fi/a.xml\nUser-agent: *\nUnknown: x\nDisallow: /\n",
    ],
)
def test_what_a_rule_forbids_is_not_read(text: str) -> None:
    assert not allows(text)


def test_pages_of_a_kind_can_be_forbidden() -> None:
    text = "User-agent: *\nDisallow: /*.pdf$\n"
    assert not allows(text, "https://www.example.fi/luettelo.pdf")
    assert allows(text, "https://www.example.fi/luettelo.pdf?sivu=1")


def test_half_a_rule_at_the_end_of_what_is_read_does_not_count() -> None:
    begin, rule = "User-agent: *\n", "Disallow: /muu\n"
    text = begin + "#" * (MOST_READ - len(begin) - len("\nDisallow: /")) + "\n" + rule
    assert text[:MOST_READ].endswith("\nDisallow: /")
    assert allows(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_rules_or_none(content: bytes) -> None:
    assert allows(content) in (True, False)
    assert allows(b"User-agent: *\nDisallow: /\n" + content + b"\n\nUser-agent: x\n", PAGE) in (True, False)


@pytest.mark.parametrize(("said", "seconds"), [("7", 7), ("0.5", 0.5), ("-1", 0), ("soon", 0), ("inf", 0), ("nan", 0)])
def test_the_pause_is_a_number_of_seconds(said: str, seconds: float) -> None:
    rules = read_rules(f"User-agent: *\nCrawl-delay: {said}\n".encode())
    assert delay(PAGE, rules, 30) == seconds


def test_a_pause_that_the_user_has_agreed_to_is_kept(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 45\n")
    site.pages["/a"] = answer(b"ok")
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        for agreed in (WEB, replace(WEB, accepted_delay=44)):
            with pytest.raises(SlowSite) as caught:
                fetcher.get(f"{site.url}/a", profile=agreed)
            assert caught.value.seconds == 45
        assert fetcher.get(f"{site.url}/a", profile=replace(WEB, accepted_delay=caught.value.seconds)).content == b"ok"
    assert time.slept == [45]
    assert site.paths == ["/robots.txt", "/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_that_answers_4xx_has_no_rules(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n", status=status)
    site.pages["/a"] = answer(b"ok")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a").content == b"ok"


def test_rules_may_be_at_another_place(site: Site) -> None:
    with Site() as other:
        for number in range(4):
            site.pages[f"/r{number}"] = answer(b"", status=302, headers={"Location": f"/r{number + 1}"})
        site.pages["/robots.txt"] = answer(b"", status=301, headers={"Location": "/r0"})
        site.pages["/r4"] = answer(b"User-agent: *\nDisallow: /a\n")
        site.pages["/b"] = other.pages["/a"] = answer(b"ok")
        with FakeTime().fetcher(site.port, other.port) as fetcher:
            with pytest.raises(Unreachable, match="does not let programs"):
                fetcher.get(f"{site.url}/a")
            assert fetcher.get(f"{site.url}/b").content == b"ok"
            assert fetcher.get(f"{other.url}/a").content == b"ok"


def test_a_redirect_of_robots_txt_to_the_home_page_is_no_rule(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"", status=302, headers={"Location": "/"})
    site.pages["/"] = answer(b"<!doctype html><title>Etusivu</title><p>User-agent: *</p><p>Disallow: /</p>")
    site.pages["/a"] = answer(b"ok")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a").content == b"ok"


def test_many_names_before_many_rules_take_little_memory() -> None:
    text = "".join(f"User-agent: a{number}\n" for number in range(14_000)) + "Disallow: /x\n" * 18_000
    tracemalloc.start()
    try:
        assert allows(text)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_without_rules_everything_may_be_read_at_once() -> None:
    assert delay(PAGE, no_rules(), 30) == 0
