"""Whatever a website does wrong ends as one sentence that names the host and says what to do next."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pytest
import requests.adapters
import urllib3.util.connection

import importers.connections
from importers.fetch import WEB, Fetcher
from outreach.cli import main
from outreach.errors import OutreachError
from outreach.i18n import render_error
from tests.conftest import Home
from tests.doubles.fake_time import FakeTime
from tests.doubles.faulty_site import FAULTS, OTHER, OTHER_PORT, PORT, SITE, TLS, Fault, certificate, page_of, resolver
from tests.doubles.site import Site, answer

NEXT = re.compile("Try again|Check |Ask the site's keeper|Tell the site's keeper|Agree to|Only |are never asked")
FAST = replace(WEB, total_seconds=0.3, read_seconds=0.15, connect_seconds=1)
AT_ONCE = [name for name, fault in FAULTS.items() if not fault.bounds and "drips" not in name]


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but loopback is ever connected to, and the tests' own issuer of certificates is trusted."""
    connect = urllib3.util.connection.create_connection

    def checked(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        assert address[0] == "127.0.0.1", address
        return connect(address, *rest, **more)

    monkeypatch.setattr(importers.connections, "create_connection", checked)
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(TLS / "issuer.pem"))


@contextmanager
def served(fault: Fault) -> Iterator[tuple[Fetcher, str]]:
    """A fetcher that may ask the faulty site, without contact and clock, and the address to ask."""
    with ExitStack() as stack:
        site = stack.enter_context(Site(certificate(fault.tls) if fault.tls else None))
        other = stack.enter_context(Site())

        def put_in(text: str) -> str:
            return text.replace(PORT, str(site.port)).replace(OTHER_PORT, str(other.port))

        site.pages = {path: page_of(page, put_in) for path, page in fault.pages.items()}
        other.pages = dict(fault.other)
        start = put_in(fault.start)
        if fault.tls and fault.start == Fault.start:
            start = start.replace("http:", "https:")
        time = FakeTime()
        yield (
            Fetcher(
                allow=[(SITE, site.port), (OTHER, other.port)],
                resolver=resolver,
                sleep=time.sleep,
                monotonic=time.monotonic,
            ),
            start,
        )


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_a_site_ends_with_the_right_sentence(name: str) -> None:
    fault = FAULTS[name]
    with served(fault) as (given, start):
        fetcher = given.for_run(contact="tuki@example.fi", clock=FakeTime.now)
        with pytest.raises(OutreachError) as caught:
            fetcher.get(start, profile=replace(FAST, **fault.bounds))
    error, told = caught.value, render_error(caught.value)
    assert isinstance(error, fault.error)
    assert re.search(fault.says, told)
    assert fault.host in told
    assert NEXT.search(told), told
    assert error.exit_code == 2
    assert "\n" not in told


@pytest.mark.parametrize("name", AT_ONCE)
def test_the_command_says_the_sentence_and_nothing_else(
    name: str, outreach_home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OUTREACH_CONTACT", "tuki@example.fi")
    fault = FAULTS[name]
    with served(fault) as (given, start):
        code = main(["source", "preview", start, "--json"], fetcher=given)
    shown = capsys.readouterr()
    assert (code, shown.out) == (2, "")
    assert re.search(fault.says, shown.err)
    assert fault.host in shown.err
    assert len(shown.err.strip().splitlines()) == 1


@pytest.mark.parametrize("command", [("source", "preview"), ("import", "web")])
def test_a_command_asks_nobody_before_a_contact_is_set(
    command: tuple[str, str], outreach_home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    with Site() as site:
        site.pages["/list"] = answer(b"<p>never asked for</p>")
        code = main([*command, f"{site.url}/list"], fetcher=Fetcher(allow=[("127.0.0.1", site.port)]))
        assert site.asked == []
    assert code == 2
    assert "contact =" in capsys.readouterr().err


def test_a_site_with_a_good_certificate_is_read() -> None:
    with Site(certificate("good.pem")) as site:
        site.pages["/list"] = answer(b"ok")
        fetcher = Fetcher("tuki@example.fi", clock=FakeTime.now, allow=[(SITE, site.port)], resolver=resolver)
        assert fetcher.get(f"https://{SITE}:{site.port}/list", profile=replace(FAST, robots=False)).content == b"ok"
