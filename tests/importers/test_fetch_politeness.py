"""Pauses, retries, limits and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fetch import REGISTER, WEB
from importers.pacing import retry_after
from outreach.errors import Refused, SlowSite, Unreachable
from tests.doubles.fake_time import NOW, FakeTime
from tests.doubles.site import Site, answer, in_turn, raw

QUICK = replace(WEB, robots=False)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        yield server


def test_two_requests_to_a_host_are_two_seconds_apart(site: Site) -> None:
    site.pages["/a"] = answer(b"")
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        fetcher.get(f"{site.url}/a", profile=QUICK)
        assert time.slept == []
        fetcher.get(f"{site.url}/a", profile=QUICK)
        time.at += 1.5
        fetcher.get(f"{site.url}/a", profile=REGISTER)
    assert time.slept == [2.0, 0.5]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_host_is_asked_again_after_two_four_and_eight_seconds(site: Site, status: int) -> None:
    site.pages["/a"] = in_turn(*[answer(b"busy", status=status)] * 3, answer(b"done"))
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK).content == b"done"
    assert time.slept == [2, 4, 8]


def test_a_host_that_stays_busy_is_given_up_after_three_more_tries(site: Site) -> None:
    site.pages["/a"] = answer(b"busy", status=503)
    with FakeTime().fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="no more requests now"):
        fetcher.get(f"{site.url}/a", profile=QUICK)
    assert len(site.asked) == 4


def test_a_connection_that_breaks_before_the_answer_is_tried_again(site: Site) -> None:
    site.pages["/a"] = in_turn(raw(b""), answer(b"done"))
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK).content == b"done"


def test_a_server_that_is_silent_is_tried_again(site: Site) -> None:
    import threading

    late = threading.Event()
    site.pages["/a"] = in_turn(lambda handler: (late.wait(5), raw(b"")(handler))[1], answer(b"done"))
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=replace(QUICK, read_seconds=0.1)).content == b"done"
    late.set()


def test_other_errors_are_not_tried_again(site: Site) -> None:
    site.pages["/a"] = answer(b"", status=500)
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK).status == 500
    assert len(site.asked) == 1


@pytest.mark.parametrize("value", ["90", format_datetime(NOW + timedelta(seconds=90), usegmt=True)])
def test_retry_after_decides_the_pause(site: Site, value: str) -> None:
    site.pages["/a"] = in_turn(answer(b"", status=429, headers={"Retry-After": value}), answer(b"done"))
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/a", profile=QUICK).content == b"done"
    assert time.slept == [90]


def test_a_long_retry_after_ends_the_run_and_tells_when_to_come_back(site: Site) -> None:
    site.pages["/a"] = answer(b"", status=503, headers={"Retry-After": "3600"})
    time = FakeTime()
    with time.fetcher(site.port) as fetcher, pytest.raises(Unreachable, match="Try again after") as caught:
        fetcher.get(f"{site.url}/a", profile=QUICK)
    assert caught.value.message.values["time"] == NOW + timedelta(hours=1)
    assert (len(site.asked), time.slept) == (1, [])


@given(st.text())
def test_any_retry_after_is_a_wait_or_nothing(value: str) -> None:
    wait = retry_after(value, NOW)
    assert wait is None or wait >= 0


def test_a_run_asks_a_host_a_limited_number_of_times(site: Site) -> None:
    site.pages["/a"] = answer(b"")
    with FakeTime().fetcher(site.port) as fetcher:
        for _ in range(3):
            fetcher.get(f"{site.url}/a", profile=replace(QUICK, max_requests=3))
        with pytest.raises(Refused, match="has asked for 3 pages"):
            fetcher.get(f"{site.url}/a", profile=replace(QUICK, max_requests=3))
    assert len(site.asked) == 3


def test_what_robots_txt_forbids_is_not_asked(site: Site) -> None:
    site.pages["/robots.txt"] = answer(
        b"User-agent: *\nDisallow: /\n\nUser-agent: seutu-outreach\nDisallow: /private\n"
    )
    site.pages["/open"] = answer(b"ok")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/open", profile=WEB).content == b"ok"
        with pytest.raises(Unreachable, match="does not let programs read this page"):
            fetcher.get(f"{site.url}/private/list", profile=WEB)
    assert site.paths == ["/robots.txt", "/open"]


def test_the_longest_rule_wins_as_the_standard_says(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /list\nAllow: /list/open\nDisallow: /*.pdf$\n")
    site.pages["/list/open"] = answer(b"ok")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/list/open", profile=WEB).status == 200
        with pytest.raises(Unreachable):
            fetcher.get(f"{site.url}/a.pdf", profile=WEB)


def test_a_site_without_robots_txt_has_no_rules(site: Site) -> None:
    site.pages["/open"] = answer(b"ok")
    with FakeTime().fetcher(site.port) as fetcher:
        assert fetcher.get(f"{site.url}/open", profile=WEB).content == b"ok"


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = answer(b"", status=status)
    with FakeTime().fetcher(site.port) as fetcher:
        for _ in range(2):
            with pytest.raises(Unreachable):
                fetcher.get(f"{site.url}/open", profile=WEB)
    assert set(site.paths) == {"/robots.txt"}
    assert len(site.paths) <= 4


def test_the_pause_that_robots_txt_asks_for_is_kept(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 7\n")
    site.pages["/a"] = answer(b"ok")
    time = FakeTime()
    with time.fetcher(site.port) as fetcher:
        fetcher.get(f"{site.url}/a", profile=WEB)
        fetcher.get(f"{site.url}/a", profile=WEB)
    assert time.slept == [7, 7]


def test_a_pause_of_more_than_half_a_minute_wants_the_users_consent(site: Site) -> None:
    site.pages["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 60\n")
    with (
        FakeTime().fetcher(site.port) as fetcher,
        pytest.raises(SlowSite, match="wait 60 seconds"),
    ):
        fetcher.get(f"{site.url}/a", profile=WEB)


def test_robots_txt_of_the_host_redirected_to_is_read_as_well(site: Site) -> None:
    with Site() as other:
        other.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n")
        site.pages["/a"] = answer(b"", status=302, headers={"Location": f"{other.url}/b"})
        with (
            FakeTime().fetcher(site.port, other.port) as fetcher,
            pytest.raises(Unreachable, match="does not let programs"),
        ):
            fetcher.get(f"{site.url}/a", profile=WEB)
        assert other.paths == ["/robots.txt"]


def test_the_register_is_asked_without_robots_txt(site: Site) -> None:
    site.pages["/a"] = answer(b"ok")
    with FakeTime().fetcher(site.port) as fetcher:
        fetcher.get(f"{site.url}/a", profile=REGISTER)
    assert site.paths == ["/a"]
