"""Nothing but the open internet is connected to. The name server is a fake: no such address is ever contacted."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import importers.connections
from importers.addresses import AddressGuard, is_public
from importers.fetch import WEB, Fetcher
from outreach.errors import BadInput, Refused, Unreachable
from tests.doubles.fake_time import NOW, FakeTime
from tests.doubles.site import Site, answer

INNER = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.8", "198.18.0.1", "203.0.113.5", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "ff0e::1",
    "2001:db8::1", "3fff::1", "2001::1", "100::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:c0a8:101::1", "2002:a9fe:a9fe::",
]  # fmt: skip
OPEN = ["8.8.8.8", "193.166.3.2", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


def resolver(*addresses: str) -> Any:
    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return look_up


@pytest.mark.parametrize("address", INNER)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_wrapping_an_address_does_not_change_the_verdict(inner: Any) -> None:
    halves = f"{int(inner) >> 16:x}:{int(inner) & 0xFFFF:x}"
    for outer in (f"::ffff:{inner}", f"64:ff9b::{halves}", f"2002:{halves}::1"):
        assert is_public(ip_address(outer)) == is_public(inner)


@pytest.mark.parametrize(
    "found", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["2606:4700::1111", "::1"], ["169.254.169.254"]]
)
def test_one_inner_address_among_the_answers_is_enough_to_refuse(
    found: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> socket.socket:
        raise AssertionError("connected")

    monkeypatch.setattr(importers.connections, "create_connection", never)
    with (
        FakeTime().fetcher(resolver=resolver(*found)) as fetcher,
        pytest.raises(Refused, match=r"example\.fi is not on the open internet"),
    ):
        fetcher.get("http://example.fi/", profile=WEB)


def test_a_redirect_to_a_name_with_an_inner_address_is_refused() -> None:
    with Site() as site:
        site.pages["/a"] = answer(b"", status=302, headers={"Location": "http://metadata.example/latest"})
        names = {"kunta.example": "127.0.0.1", "metadata.example": "169.254.169.254"}

        def look_up(host: str, port: int, **kind: Any) -> Any:
            return resolver(names[host])(host, port, **kind)

        with (
            Fetcher(
                "tuki@example.fi", allow=[("kunta.example", site.port)], resolver=look_up, clock=lambda: NOW
            ) as fetcher,
            pytest.raises(Refused, match=r"metadata\.example is not on the open internet"),
        ):
            fetcher.get(f"http://kunta.example:{site.port}/a", profile=replace(WEB, robots=False))


def test_the_checked_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    answers = iter([["8.8.8.8", "2606:4700::1111"]])
    monkeypatch.setattr(importers.connections, "create_connection", connect)

    def once(host: str, port: int, **kind: Any) -> list[Any]:
        return list(resolver(*next(answers))(host, port, **kind))

    with FakeTime().fetcher(resolver=once) as fetcher, pytest.raises(Unreachable, match="No connection"):
        fetcher.get("https://example.fi/", profile=replace(WEB, robots=False))
    assert tried == [("8.8.8.8", 443), ("2606:4700::1111", 443)]


def test_the_host_name_stays_in_the_request_though_the_address_is_connected_to() -> None:
    with Site() as site:
        site.pages["/a"] = answer(b"ok")
        with Fetcher(
            "tuki@example.fi",
            allow=[("kunta.example", site.port)],
            resolver=resolver("127.0.0.1"),
            clock=lambda: NOW,
        ) as fetcher:
            page = fetcher.get(f"http://kunta.example:{site.port}/a", profile=replace(WEB, robots=False))
        assert page.content == b"ok"
        assert site.asked[0][1]["host"] == f"kunta.example:{site.port}"


def test_tls_is_offered_the_host_name_and_not_the_address() -> None:
    hello: list[bytes] = []

    def answer_once(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            hello.append(connection.recv(4096))

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        thread = threading.Thread(target=answer_once, args=(server,))
        thread.start()
        with (
            Fetcher(
                "tuki@example.fi", allow=[("kunta.example", port)], resolver=resolver("127.0.0.1"), clock=lambda: NOW
            ) as fetcher,
            pytest.raises(Unreachable),
        ):
            fetcher.get(f"https://kunta.example:{port}/", profile=replace(WEB, robots=False, retries=0))
        thread.join()
    assert b"kunta.example" in hello[0]


def test_an_allowed_loopback_name_may_not_point_anywhere_else() -> None:
    guard = AddressGuard([("double.example", 8000)], resolver("8.8.8.8"))
    with pytest.raises(Refused):
        guard.addresses("double.example", 8000)


def test_loopback_is_allowed_at_the_named_port_only() -> None:
    guard = AddressGuard([("127.0.0.1", 8000)], resolver("127.0.0.1"))
    assert guard.addresses("127.0.0.1", 8000) == ["127.0.0.1"]
    for port in (80, 443, 8001):
        with pytest.raises(Refused):
            guard.addresses("127.0.0.1", port)


@pytest.mark.parametrize("error", [socket.gaierror(8, "unknown"), UnicodeError("label too long")])
def test_a_host_without_an_address_is_one_sentence(error: Exception) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise error

    with (
        FakeTime().fetcher(resolver=unknown) as fetcher,
        pytest.raises(Unreachable, match=r"No connection: nowhere\.example\."),
    ):
        fetcher.get("https://nowhere.example/", profile=replace(WEB, robots=False))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.fi/", "javascript:alert(1)", "//example.fi/", "example.fi", "", "http://",
        "http://example.fi:22/", "https://example.fi:8443/", "http://example.fi:99999/", "http://[::1/",
        "http://user@example.fi/", "http://user:word@example.fi/", "http://example.fi\x00/", "http://" + "a" * 9000,
        "http://\u202e.fi/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://[fe80::1%25eth0]/", "http://1.2.3.4.5/", "http://...",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_used_are_refused_before_anything_is_looked_up(url: str) -> None:
    def never(*_: Any, **__: Any) -> list[Any]:
        raise AssertionError("looked up")

    with FakeTime().fetcher(resolver=never) as fetcher, pytest.raises(BadInput):
        fetcher.get(url, profile=replace(WEB, robots=False))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.0.0.1./", "http://0.0.0.0/", "http://169.254.169.254/latest", "http://[::1]/",
        "http://[::ffff:7f00:1]/", "http://[64:ff9b::a00:1]/", "http://[fd12::1]:80/", "http://127%2e0.0.1/", "HTTPS://10.0.0.1:443/",
    ],
)  # fmt: skip
def test_inner_addresses_are_refused_before_anything_is_looked_up(url: str) -> None:
    def never(*_: Any, **__: Any) -> list[Any]:
        raise AssertionError("looked up")

    with FakeTime().fetcher(resolver=never) as fetcher, pytest.raises(Refused, match="not on the open internet"):
        fetcher.get(url)


def test_nothing_but_the_fetcher_knows_how_to_speak_http() -> None:
    root = Path(__file__).resolve().parents[2]
    clients = re.compile(
        r"^\s*(?:import|from) (requests|urllib3|httpx|aiohttp|http\.client|urllib\.request)\b", re.MULTILINE
    )
    knowing = {
        path.relative_to(root).as_posix()
        for package in ("outreach", "tui", "importers", "db")
        for path in (root / package).rglob("*.py")
        if clients.search(path.read_text(encoding="utf-8"))
    }
    assert knowing <= {f"importers/{name}.py" for name in ("wire", "connections", "addresses", "failures")}


@given(st.text(max_size=80))
def test_any_text_as_an_address_gives_a_sentence_at_most(text: str) -> None:
    with FakeTime().fetcher(resolver=resolver("10.0.0.1")) as fetcher, pytest.raises((BadInput, Refused, Unreachable)):
        fetcher.get(f"http://{text}", profile=replace(WEB, robots=False))
