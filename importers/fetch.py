"""The one place of the program that asks other hosts for anything over HTTP.

Rules: only public addresses, robots.txt, one request at a time per host with a pause, bounds on size, time, redirects
and retries. Errors: BadConfig without a contact, BadInput for an address that cannot be used, Refused where a rule of
the program says no, Unreachable where the host does not answer or may not be asked.
"""

from __future__ import annotations

import hashlib
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from protego import Protego

from importers.addresses import AddressGuard, Resolver
from importers.pacing import BACK_OFF, LONGEST_WAIT, REGISTER, WEB, Pacer, Profile, retry_after
from importers.part import InMemory, PartFile
from importers.wire import Answer, Call, Passing, Progress, Wire, host_of
from outreach.errors import BadConfig, BadInput, OutreachError, Unreachable
from outreach.rules.text import clean
from outreach.terms.message import say

__all__ = ["REGISTER", "WEB", "Downloaded", "Fetched", "Fetcher", "Profile", "Progress", "Unchanged"]

PRODUCT = "seutu-outreach"  # the name that a robots.txt may address
MOST_REDIRECTS = 5
LONGEST_CRAWL_DELAY = 30.0  # seconds; a site that asks for more is not read
ROBOTS_READ = 512 * 1024  # bytes of a robots.txt that count (RFC 9309, 2.5)
BUSY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer of any status that is not "busy". `headers` by lower-case name; `url` after redirects; UTC time."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    fetched_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A whole file at `path`; `etag` and `modified` are for the next time, empty when the host gave none."""

    url: str
    path: Path
    bytes: int
    sha256: str
    etag: str
    modified: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The host says that what was downloaded before is still the newest."""

    url: str
    fetched_at: datetime


class Fetcher:
    """Asks hosts politely. One is made for a run, whose requests it counts; close it, or use it with `with`.

    `contact` stands in the User-Agent, so that a site's keeper can reach the user; `allow` names loopback servers by
    host and port; `clock` gives an aware UTC datetime.
    """

    def __init__(
        self,
        contact: str,
        *,
        clock: Callable[[], datetime],
        allow: Sequence[tuple[str, int]] = (),
        resolver: Resolver = socket.getaddrinfo,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._contact, self._clock = clean(contact, 200), clock
        self._guard = AddressGuard(allow, resolver)
        self._pacer = Pacer(sleep, monotonic)
        self._wire = Wire(self._guard, monotonic, clock)
        self._rules: dict[str, Protego | Unreachable] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self._wire.close()

    def get(
        self,
        url: str,
        *,
        profile: Profile,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """One page in memory, whatever its status; 429, 502, 503 and 504 raise Unreachable after the retries."""
        body = InMemory()
        try:
            whole = requests.Request("GET", url, params=dict(params or {})).prepare().url or ""
        except (requests.RequestException, UnicodeError) as error:
            raise BadInput(say("This is not a web address: {url}", url=clean(url, 200))) from error
        call = Call(profile, body, profile.total_seconds)
        answer = self._visit(whole, call, {"Accept-Encoding": "gzip, deflate", **(headers or {})})
        return Fetched(
            url=answer.url,
            status=answer.status,
            headers=answer.headers,
            content=(content := body.content.getvalue()),
            fetched_at=answer.fetched_at,
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def download(
        self,
        url: str,
        target: Path,
        *,
        profile: Profile,
        etag: str = "",
        modified: str = "",
        progress: Progress | None = None,
    ) -> Downloaded | Unchanged:
        """A file on disk: written as `<target>.part`, renamed when whole; a failure leaves an older file alone.

        `etag` and `modified` of the last download let the host answer that nothing has changed. Where the host gives a
        strong ETag, the part of a broken-off download stays, and the next one asks for the rest alone.
        """
        try:
            part = PartFile(url, target)
            try:
                return self._download(part, profile, etag, modified, progress)
            finally:
                part.close()
        except OSError as error:
            raise BadInput(
                say(
                    "The file could not be written: {file}. {reason}. Nothing was saved.",
                    file=str(target),
                    reason=error.strerror or type(error).__name__,
                )
            ) from error

    def _download(
        self, part: PartFile, profile: Profile, etag: str, modified: str, progress: Progress | None
    ) -> Downloaded | Unchanged:
        headers = {"Accept-Encoding": "identity"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        call = Call(profile, part, profile.total_seconds, progress)
        answer = self._visit(part.url, call, {**headers, **part.headers()})
        if part.start and (answer.status == 416 or (answer.status == 206 and not part.is_rest(answer.headers))):
            part.forget()
            answer = self._visit(part.url, call, headers)
        if answer.status == 304 and (etag or modified):
            part.drop()
            return Unchanged(url=answer.url, fetched_at=answer.fetched_at)
        if answer.status not in ((200, 206) if part.start else (200,)):
            raise _no_file(answer)
        sha256 = part.finish()
        return Downloaded(
            url=answer.url,
            path=part.target,
            bytes=part.size,
            sha256=sha256,
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            fetched_at=answer.fetched_at,
        )

    def _visit(self, url: str, call: Call, headers: Mapping[str, str]) -> Answer:
        """Follow redirects; each hop is checked as the first address is, and another host sees no header of ours."""
        basic = {"User-Agent": self._user_agent(), "Connection": "close"}
        for _ in range(MOST_REDIRECTS + 1):
            self._guard.check_url(url)
            interval = self._interval(url, call.profile)
            answer = self._tries(url, call, {**basic, **headers}, interval)
            if not answer.onward:
                return answer
            url = urldefrag(urljoin(url, answer.onward)).url
            if _origin(url) != _origin(answer.url):
                headers = {"Accept-Encoding": headers["Accept-Encoding"]}
        raise Unreachable(
            say("{host} sends the request on more than {count} times.", host=host_of(url), count=MOST_REDIRECTS),
            say("Check the address in a browser."),
        )

    def _tries(self, url: str, call: Call, headers: Mapping[str, str], interval: float) -> Answer:
        """One hop, again after a pause while the host is busy, breaks off or is late."""
        host, profile = host_of(url), call.profile
        failure: OutreachError
        for attempt in range(profile.retries + 1):
            wait = BACK_OFF[min(attempt, len(BACK_OFF) - 1)]
            with self._pacer.turn(host, interval, profile.max_requests):
                try:
                    answer = self._wire.ask(url, headers, call)
                except Passing as passing:
                    failure = passing.error
                else:
                    if answer.status not in BUSY:
                        return answer
                    wait, failure = self._busy(answer, wait)
                self._pacer.hold(host, wait)
        raise failure

    def _busy(self, answer: Answer, wait: float) -> tuple[float, Unreachable]:
        """Seconds to wait before the next try, and the error for when that was the last one."""
        asked = retry_after(answer.headers.get("retry-after", ""), self._clock())
        if asked is None:
            return wait, Unreachable(
                say(
                    "{host} takes no more requests now (answer {status}). Your data is unchanged. Try again later.",
                    host=host_of(answer.url),
                    status=answer.status,
                )
            )
        come_back = Unreachable(
            say(
                "{host} takes no more requests now (answer {status}). Your data is unchanged. Try again after {time}.",
                host=host_of(answer.url),
                status=answer.status,
                time=self._clock() + timedelta(seconds=asked),
            )
        )
        if asked > LONGEST_WAIT:
            raise come_back
        return asked, come_back

    def _interval(self, url: str, profile: Profile) -> float:
        """Seconds between requests to this host; raises Unreachable where its robots.txt says no."""
        if not profile.robots:
            return profile.min_interval
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = self._read_robots(origin, profile)
        rules = self._rules[origin]
        if isinstance(rules, Unreachable):
            raise Unreachable(rules.message, rules.hint)
        if not rules.can_fetch(url, PRODUCT):
            raise Unreachable(
                say("{host} does not let programs read this page: {url}", host=host_of(url), url=clean(url, 200)),
                say("Ask the site's keeper for a list, and import the file."),
            )
        delay = rules.crawl_delay(PRODUCT) or 0.0
        if delay > LONGEST_CRAWL_DELAY:
            raise Unreachable(
                say(
                    "{host} asks programs to wait {seconds} seconds between pages: too long to read it.",
                    host=host_of(url),
                    seconds=delay,
                ),
                say("Ask the site's keeper for a list, and import the file."),
            )
        return max(profile.min_interval, delay)

    def _read_robots(self, origin: str, profile: Profile) -> Protego | Unreachable:
        """Rules of a site: none when it answers 4xx; while they cannot be read it is left alone (RFC 9309, 2.3.1)."""
        try:
            answer = self.get(f"{origin}/robots.txt", profile=replace(profile, robots=False))
        except Unreachable as error:
            return error
        if 400 <= answer.status < 500:
            return Protego.parse("")
        if answer.status != 200:
            return Unreachable(
                say("The robots.txt of {host} cannot be read, so its pages are not read now.", host=host_of(origin)),
                say("Your data is unchanged. Try again later."),
            )
        return Protego.parse(answer.content[:ROBOTS_READ].decode("utf-8-sig", "replace"))

    def _user_agent(self) -> str:
        if not self._contact or not self._contact.isascii():
            raise BadConfig(
                say("Other hosts are asked for nothing before they are told whom to contact."),
                say('Set your e-mail or web address in config.toml, for example: contact = "name@example.fi"'),
            )
        return f"{PRODUCT}/{_version()} ({self._contact})"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _no_file(answer: Answer) -> Unreachable:
    return Unreachable(
        say(
            "{host} does not give the file (answer {status}). Your data is unchanged.",
            host=host_of(answer.url),
            status=answer.status,
        ),
        say("Check the address, or try again later."),
    )


def _version() -> str:
    try:
        return metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        return "0"
