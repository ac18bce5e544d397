"""One request and its answer, within the bounds of a profile: what goes wrong on the way becomes one sentence."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import IncompleteRead
from http.cookiejar import DefaultCookiePolicy
from typing import Protocol
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from importers.addresses import AddressGuard, GuardedAdapter
from importers.pacing import Profile, Watch
from outreach.errors import BadInput, OutreachError, Refused, Unreachable
from outreach.rules.text import clean
from outreach.terms.message import say

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024  # bytes

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all where known


class Body(Protocol):
    """Where the body of an answer goes. `begin` is called once the head is known, with the bytes to come where the host
    tells them, and returns how many bytes before them are there already."""

    def begin(self, status: int, headers: Mapping[str, str], length: int | None) -> int: ...

    def write(self, piece: bytes) -> None: ...


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


class Passing(Exception):
    """A failure that another try may mend; `error` is what the user sees when none does."""

    def __init__(self, error: Unreachable) -> None:
        super().__init__()
        self.error = error


class Wire:
    """Sends requests over checked connections, each its own, without cookies, proxies or passwords."""

    def __init__(self, guard: AddressGuard, monotonic: Callable[[], float], clock: Callable[[], datetime]) -> None:
        self._monotonic, self._clock = monotonic, clock
        self._here = threading.local()
        self._adapter = GuardedAdapter(guard, self._opened)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.mount("http://", self._adapter)
        self._session.mount("https://", self._adapter)

    def close(self) -> None:
        """Close what is open."""
        self._session.close()

    def ask(self, url: str, headers: Mapping[str, str], call: Call) -> Answer:
        """The answer of any status. Raises Passing where another try makes sense, else Unreachable or Refused."""
        started = self._monotonic()
        watch = self._here.watch = Watch()
        try:
            with watch.running(max(0.0, call.left)):
                with _in_plain_words(url, watch, call.profile):
                    response = self._session.send(
                        self._session.prepare_request(requests.Request("GET", url, headers=dict(headers))),
                        stream=True,
                        allow_redirects=False,
                        timeout=(call.profile.connect_seconds, call.profile.read_seconds),
                    )
                try:
                    return self._read(response, url, watch, call, started)
                finally:
                    response.close()
        finally:
            call.left -= self._monotonic() - started
            self._adapter.forget_connections()

    def _read(self, response: requests.Response, url: str, watch: Watch, call: Call, started: float) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        onward = ""
        if response.status_code in REDIRECTS:
            onward = self._session.get_redirect_target(response) or ""
        length = None if onward else _length(headers)
        if length is not None and length > call.profile.max_bytes:
            raise _too_large(url, call.profile)
        size = call.body.begin(response.status_code, headers, length)
        whole = None if length is None else size + length
        for piece in () if onward else _pieces(response, url, watch, call.profile):
            size += len(piece)
            if size > call.profile.max_bytes:
                raise _too_large(url, call.profile)
            if self._monotonic() - started > call.left:
                raise _late(url, call.profile)
            call.body.write(piece)
            if call.progress:
                call.progress(size, whole)
        if watch.fired:
            raise _late(url, call.profile)
        return Answer(
            url=url,
            status=response.status_code,
            headers=headers,
            onward=onward,
            fetched_at=self._clock(),
        )

    def _opened(self, sock: socket.socket) -> None:
        self._here.watch.opened(sock)


def host_of(url: str) -> str:
    """Host of an address, fit to be shown."""
    return clean(urlsplit(url).hostname or "", 200)


def no_connection(url: str) -> Unreachable:
    """The host does not answer."""
    return Unreachable(
        say("No connection: {host}. Your data is unchanged. Try again later.", host=host_of(url)),
    )


def _pieces(response: requests.Response, url: str, watch: Watch, profile: Profile) -> Iterator[bytes]:
    with _in_plain_words(url, watch, profile):
        yield from response.iter_content(_CHUNK)


@contextlib.contextmanager
def _in_plain_words(url: str, watch: Watch, profile: Profile) -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, HTTPError, OSError, UnicodeError) as error:
        raise (_late(url, profile) if watch.fired else _explained(error, url)) from error


def _explained(error: Exception, url: str) -> OutreachError | Passing:
    causes = list(_causes(error))
    if isinstance(error, requests.Timeout) or _any(causes, ReadTimeoutError):
        return Passing(
            Unreachable(
                say("{host} does not answer in time. Your data is unchanged. Try again later.", host=host_of(url))
            )
        )
    if _any(causes, ConnectionResetError, ConnectionAbortedError, BrokenPipeError):
        return Passing(no_connection(url))
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(
            say("{host} has no valid certificate, so it is not read. Your data is unchanged.", host=host_of(url)),
            say("Check the address, and the date of this computer."),
        )
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return Unreachable(
            say("The answer of {host} cannot be unpacked. Your data is unchanged. Try again later.", host=host_of(url))
        )
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or _any(causes, IncompleteRead):
        return Unreachable(
            say("The answer of {host} broke off. Your data is unchanged. Try again later.", host=host_of(url))
        )
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return BadInput(say("This is not a web address: {url}", url=clean(url, 200)))
    return no_connection(url)


def _causes(error: BaseException, depth: int = 6) -> Iterator[BaseException]:
    """The error and all errors that it was made from."""
    yield error
    if depth:
        for inner in (*error.args, getattr(error, "reason", None), error.__cause__):
            if isinstance(inner, BaseException):
                yield from _causes(inner, depth - 1)


def _any(errors: list[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(error, kinds) for error in errors)


def _late(url: str, profile: Profile) -> Unreachable:
    return Unreachable(
        say(
            "{host} was not ready within {seconds} seconds. Your data is unchanged. Try again later.",
            host=host_of(url),
            seconds=profile.total_seconds,
        )
    )


def _too_large(url: str, profile: Profile) -> Refused:
    return Refused(
        say(
            "The answer of {host} is larger than {size} MB: it is not read. Your data is unchanged.",
            host=host_of(url),
            size=profile.max_bytes / 1_000_000,
        ),
        say("Check whether the address is the right one."),
    )


def _length(headers: Mapping[str, str]) -> int | None:
    """Bytes to come; unknown when they are packed."""
    text = headers.get("content-length", "")
    packed = headers.get("content-encoding", "identity").lower() != "identity"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 and not packed else None
