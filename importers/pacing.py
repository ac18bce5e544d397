"""How often a host is asked, how long and how much it may answer, and when to come back."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from outreach.errors import Refused
from outreach.terms.message import say

LONGEST_WAIT = 120.0  # seconds that a Retry-After may ask for; beyond it the user is told when to come back
BACK_OFF = (2.0, 4.0, 8.0)  # seconds before each new try when the host does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Bounds for one kind of source. Sizes in bytes after decompression, times in seconds."""

    max_bytes: int
    total_seconds: float  # of one call, waiting for its turn left out
    connect_seconds: float = 10.0
    read_seconds: float = 20.0  # between two bytes
    min_interval: float = 2.0  # from the start of one request to a host to the start of the next
    max_requests: int = 200  # to one host, by one Fetcher
    robots: bool = True
    retries: int = 3


WEB = Profile(max_bytes=8_000_000, total_seconds=60)
REGISTER = Profile(max_bytes=300_000_000, total_seconds=3600, read_seconds=60, max_requests=1000, robots=False)


@dataclass(slots=True)
class _Gate:
    lock: threading.Lock = field(default_factory=threading.Lock)
    started: float = float("-inf")
    held_until: float = float("-inf")
    requests: int = 0


class Pacer:
    """One request at a time to a host, with a pause from the start of one to the start of the next."""

    def __init__(self, sleep: Callable[[float], None], monotonic: Callable[[], float]) -> None:
        self._sleep, self._monotonic = sleep, monotonic
        self._lock = threading.Lock()
        self._gates: dict[str, _Gate] = {}

    @contextlib.contextmanager
    def turn(self, host: str, interval: float, most: int) -> Iterator[None]:
        """Wait for the host's turn, then hold it. `interval` in seconds; raises Refused past `most` requests."""
        gate = self._gate(host)
        with gate.lock:
            if gate.requests >= most:
                raise Refused(
                    say("{host} has been asked {count} times in this run: that is the limit.", host=host, count=most),
                    say("Start another run later, or narrow what is asked."),
                )
            wait = max(gate.started + interval, gate.held_until) - self._monotonic()
            if wait > 0:
                self._sleep(wait)
            gate.started = self._monotonic()
            gate.requests += 1
            yield

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask the host before so many seconds have passed."""
        gate = self._gate(host)
        gate.held_until = max(gate.held_until, self._monotonic() + seconds)

    def _gate(self, host: str) -> _Gate:
        with self._lock:
            return self._gates.setdefault(host, _Gate())


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header, written as seconds or an HTTP date (RFC 9110, 10.2.3); None: it says nothing."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


class Watch:
    """Cuts the connection of a request when its time is up.

    Time limits of a socket count from one byte to the next, so a host that sends a byte now and then would hold the
    program for ever, also within the head of an answer.
    """

    def __init__(self) -> None:
        self.fired = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    @contextlib.contextmanager
    def running(self, seconds: float) -> Iterator[None]:
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:
                self._drop()

    def opened(self, sock: socket.socket) -> None:
        """Watch a new connection, through a second handle that stays valid when TLS takes over the first."""
        with self._lock:
            self._drop()
            self._socket = sock.dup()
        if self.fired:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            self.fired = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
