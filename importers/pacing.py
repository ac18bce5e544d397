"""How often a host is asked, how long and how much it may answer, and when to come back."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from outreach.errors import Refused
from outreach.terms.message import say

LONGEST_WAIT = 120.0  # seconds that a Retry-After may ask for; beyond it the user is told when to come back
LONGEST_TOLD = 366 * 86_400.0  # seconds; a host that names a later time is not taken at its word
BACK_OFF = (2.0, 4.0, 8.0)  # seconds before each new try when the host does not say
LONGEST_UNASKED_DELAY = 30.0  # seconds between pages that are kept without asking the user
MOST_WEB_BYTES = 25_000_000  # whatever a source's own settings say
MOST_WEB_REQUESTS = 200
WEB_KIND, ROBOTS_KIND = "web", "robots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Bounds for one kind of source. Sizes in bytes after decompression, times in seconds.

    A source's own bounds are made with `dataclasses.replace`; those of kind "web" end at MOST_WEB_BYTES and
    MOST_WEB_REQUESTS. `accepted_delay` is a pause between pages that the user has agreed to.
    """

    kind: str = WEB_KIND  # requests of a run are counted by kind
    max_bytes: int
    total_seconds: float  # of one call, waiting for its turn left out
    connect_seconds: float = 10.0
    read_seconds: float = 20.0  # between two bytes
    min_interval: float = 2.0  # from the start of one request to a host to the start of the next
    max_requests: int = MOST_WEB_REQUESTS  # by one Fetcher to all hosts; robots.txt is not counted
    robots: bool = True
    retries: int = 3
    accepted_delay: float = LONGEST_UNASKED_DELAY

    def __post_init__(self) -> None:
        if self.kind == WEB_KIND:
            object.__setattr__(self, "max_bytes", min(self.max_bytes, MOST_WEB_BYTES))
            object.__setattr__(self, "max_requests", min(self.max_requests, MOST_WEB_REQUESTS))


WEB = Profile(max_bytes=8_000_000, total_seconds=60)
REGISTER = Profile(
    kind="register", max_bytes=300_000_000, total_seconds=3600, read_seconds=60, max_requests=1000, robots=False
)


def robots_profile(profile: Profile) -> Profile:
    """Bounds for the robots.txt of a source: its times, and no size, since only the beginning is read."""
    return replace(profile, kind=ROBOTS_KIND, robots=False, max_bytes=2**62)


@dataclass(slots=True)
class _Gate:
    lock: threading.Lock = field(default_factory=threading.Lock)
    started: float = float("-inf")
    held_until: float = float("-inf")


class Pacer:
    """One request at a time to a host, with a pause from the start of one to the start of the next."""

    def __init__(self, sleep: Callable[[float], None], monotonic: Callable[[], float]) -> None:
        self._sleep, self._monotonic = sleep, monotonic
        self._lock = threading.Lock()
        self._gates: dict[str, _Gate] = {}
        self._asked: Counter[str] = Counter()

    @contextlib.contextmanager
    def turn(self, host: str, interval: float, profile: Profile) -> Iterator[None]:
        """Wait for the host's turn, then hold it. `interval` in seconds; Refused when the run has asked for enough."""
        gate = self._gate(host)
        with gate.lock:
            self._count(host, profile)
            wait = max(gate.started + interval, gate.held_until) - self._monotonic()
            if wait > 0:
                self._sleep(wait)
            gate.started = self._monotonic()
            yield

    def counting_anew(self) -> Pacer:
        """One with the same turns and pauses that has asked for nothing yet."""
        other = Pacer(self._sleep, self._monotonic)
        other._lock, other._gates = self._lock, self._gates
        return other

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask the host before so many seconds have passed."""
        gate = self._gate(host)
        gate.held_until = max(gate.held_until, self._monotonic() + seconds)

    def _count(self, host: str, profile: Profile) -> None:
        with self._lock:
            if profile.kind != ROBOTS_KIND and self._asked[profile.kind] >= profile.max_requests:
                raise Refused(
                    say(
                        "{host} is asked no more: this run has asked for {count} pages, and that is the limit.",
                        host=host,
                        count=profile.max_requests,
                    ),
                    say("Start another run later, or narrow what is asked."),
                )
            self._asked[profile.kind] += 1

    def _gate(self, host: str) -> _Gate:
        with self._lock:
            return self._gates.setdefault(host, _Gate())


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header, written as seconds or an HTTP date (RFC 9110, 10.2.3); None: it says nothing."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        when = parsedate_to_datetime(text)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return max(0.0, (when - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


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
