"""One request and its answer, within the bounds of a profile: what goes wrong on the way becomes one sentence."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import HTTPError

from importers.addresses import PORTS, AddressGuard
from importers.connections import GuardedAdapter
from importers.failures import explained, late, no_way_on, too_large
from importers.pacing import Profile, Watch
from importers.unpack import CutShort, NotPacked, is_packed, unpacked

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024  # bytes

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all where known


class Body(Protocol):
    """Where the body of an answer goes. `begin` is called once the head is known, with the bytes to come where the host
    tells them, and returns how many bytes before them are there already. `write` returns whether it wants more."""

    def begin(self, status: int, headers: Mapping[str, str], length: int | None) -> int: ...

    def write(self, piece: bytes) -> bool: ...


@dataclass(slots=True)
class Call:
    """What one call of the Fetcher shares between its hops and tries. `left` is in seconds and is drawn on."""

    profile: Profile
    body: Body
    left: float
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The head of an answer whose body has been written to the call's `body`. `onward` is where a redirect points."""

    url: str
    status: int
    headers: Mapping[str, str]
    onward: str
    fetched_at: datetime


class Wire:
    """Sends requests over checked connections, each its own, without cookies and passwords.

    `use_proxy`: through the proxy that the computer's environment names, and with its certificates; the target is
    looked up and checked all the same.
    """

    def __init__(
        self,
        guard: AddressGuard,
        monotonic: Callable[[], float],
        clock: Callable[[], datetime],
        *,
        use_proxy: bool = False,
    ) -> None:
        self._guard, self._monotonic, self._clock, self._use_proxy = guard, monotonic, clock, use_proxy
        self._here = threading.local()
        self._adapter = GuardedAdapter(guard, self._opened)

    def close(self) -> None:
        """Close what is open."""
        self._adapter.close()

    def ask(self, url: str, headers: Mapping[str, str], call: Call) -> Answer:
        """The answer of any status. Raises Passing where another try makes sense, else Unreachable or Refused."""
        started = self._monotonic()
        watch = self._here.watch = Watch()
        try:
            with watch.running(max(0.0, call.left)):
                with _in_plain_words(url, watch, call.profile, begun=False):
                    response = self._send(url, headers, call.profile)
                try:
                    return self._read(response, url, watch, call, started)
                finally:
                    response.close()
        finally:
            call.left -= self._monotonic() - started
            self._adapter.forget_connections()

    def _send(self, url: str, headers: Mapping[str, str], profile: Profile) -> requests.Response:
        """The head of the answer. Not through a session of `requests`, which reads the body of a redirect whole."""
        verify: bool | str = True
        proxies = get_environ_proxies(url) if self._use_proxy else {}
        if select_proxy(url, proxies):
            parts = urlsplit(url)
            self._guard.addresses(parts.hostname or "", parts.port or PORTS[parts.scheme], profile.connect_seconds)
            verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
        return self._adapter.send(
            requests.Request("GET", url, headers=dict(headers)).prepare(),
            stream=True,
            timeout=(profile.connect_seconds, profile.read_seconds),
            verify=verify,
            proxies=proxies,
        )

    def _read(self, response: requests.Response, url: str, watch: Watch, call: Call, started: float) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        onward = ""
        if response.status_code in REDIRECTS:
            onward = headers.get("location", "").encode("latin-1", "replace").decode("utf-8", "replace").strip()
            if not onward:
                raise no_way_on(url, response.status_code)
        length = None if onward else _length(headers)
        if length is not None and length > call.profile.max_bytes:
            raise too_large(url, call.profile)
        size = call.body.begin(response.status_code, headers, length)
        whole = None if length is None else size + length
        for piece in () if onward else _pieces(response, url, watch, call.profile):
            size += len(piece)
            if size > call.profile.max_bytes:
                raise too_large(url, call.profile)
            if self._monotonic() - started > call.left:
                raise late(url, call.profile)
            enough = not call.body.write(piece)
            if call.progress:
                call.progress(size, whole)
            if enough:
                break
        if watch.fired:
            raise late(url, call.profile)
        return Answer(
            url=url,
            status=response.status_code,
            headers=headers,
            onward=onward,
            fetched_at=self._clock(),
        )

    def _opened(self, sock: socket.socket) -> None:
        self._here.watch.opened(sock)


def _pieces(response: requests.Response, url: str, watch: Watch, profile: Profile) -> Iterator[bytes]:
    with _in_plain_words(url, watch, profile, begun=True):
        yield from unpacked(
            response.raw.stream(_CHUNK, decode_content=False), response.headers.get("content-encoding", "")
        )


@contextlib.contextmanager
def _in_plain_words(url: str, watch: Watch, profile: Profile, *, begun: bool) -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, HTTPError, OSError, UnicodeError, NotPacked, CutShort) as error:
        raise (late(url, profile) if watch.fired else explained(error, url, begun=begun)) from error


def _length(headers: Mapping[str, str]) -> int | None:
    """Bytes to come; unknown when they are packed."""
    text = headers.get("content-length", "")
    if is_packed(headers.get("content-encoding", "")):
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
