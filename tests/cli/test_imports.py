"""Imports as an analyst runs them: the register by town, and a web page, against doubles on this machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importers.fetch import Fetcher
from tests.cli.conftest import Done
from tests.conftest import Home
from tests.doubles.site import Site, answer
from tests.doubles.ytj_records import made_up
from tests.doubles.ytj_server import YtjServer

Run = Callable[..., Done]
NOW = datetime(2026, 3, 10, 6, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "web"


def fetcher(port: int) -> Fetcher:
    """One that may reach this port of the loopback, and never waits."""
    return Fetcher("testi@example.fi", allow=[("127.0.0.1", port)], sleep=lambda seconds: None, clock=lambda: NOW)


def test_a_town_is_asked_for_by_its_postal_codes(
    practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with YtjServer([made_up(300_000 + number) for number in range(120)]) as server:
        monkeypatch.setenv("OUTREACH_YTJ_BASE_URL", server.url)
        monkeypatch.setenv("OUTREACH_YTJ_INTERVAL", "0")
        port = int(server.url.split(":")[2].split("/")[0])
        done = outreach("import", "ytj", "--town", "Savonlinna", "--json", fetcher=fetcher(port))
        asked = {parameters.get("postCode") for path, parameters in server.asked if path.endswith("/companies")}
    assert done.code == 0, done.err
    assert done.data["created"] == 120
    assert done.data["kind"] == "ytj-api"
    assert done.data["state"] == "done"
    assert {"57130", "57100"} <= asked


def test_a_page_is_fetched_and_the_second_time_changes_nothing(practice: Home, outreach: Run) -> None:
    page = (SAMPLES / "jasentaulukko.html").read_bytes()
    with Site() as site:
        site.pages["/jasenet"] = answer(page, headers={"Content-Type": "text/html; charset=utf-8"})
        door = fetcher(site.port)
        first = outreach("import", "web", f"{site.url}/jasenet", "--json", fetcher=door)
        again = outreach("import", "web", f"{site.url}/jasenet", "--json", fetcher=fetcher(site.port))
    assert first.data["created"] > 0
    assert (again.data["created"], again.data["changed"]) == (0, 0)
    assert again.data["unchanged"] == again.data["read"] - again.data["rejected"]


def test_a_page_of_this_machine_is_not_fetched(practice: Home, outreach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_CONTACT", "testi@example.fi")
    done = outreach("import", "web", "http://127.0.0.1/jasenet")
    assert (done.code, done.out) == (2, "")
    assert "not on the open internet" in done.err


def test_nothing_is_asked_of_others_before_they_can_know_who_asks(practice: Home, outreach: Run) -> None:
    done = outreach("import", "ytj", "--town", "Savonlinna")
    assert done.code == 2
    assert "contact" in done.err
