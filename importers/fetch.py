"""The one place of the program that asks other hosts for anything over HTTP.

Rules: only public addresses, robots.txt, one request at a time per host with a pause, bounds on size, time, redirects
and retries. Errors: BadConfig without a contact, BadInput for an address that cannot be used, Refused where a rule of
the program says no (SlowSite: until the user agrees), Unreachable where the host does not answer or may not be asked.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from urllib.parse import urljoin

from importers.addresses import AddressGuard, NotPublic, Resolver, origin_of, whole
from importers.answers import NOTHING_KNOWN, Downloaded, Fetched, Unchanged, Validators
from importers.failures import (
    Busy,
    NoConnection,
    Passing,
    busy,
    host_of,
    no_file,
    round_and_round,
    too_many_hops,
    wrong_way_on,
)
from importers.pacing import BACK_OFF, LONGEST_WAIT, REGISTER, WEB, Pacer, Profile, retry_after, robots_profile
from importers.part import InMemory, PartFile
from importers.robots import MOST_READ, PRODUCT, Rules, delay, left_alone, no_rules, read_rules
from importers.wire import Answer, Call, Progress, Wire
from outreach.errors import BadConfig, BadInput, OutreachError, Refused, SlowSite, Unreachable
from outreach.rules.text import clean
from outreach.terms.message import say

__all__ = [
    "REGISTER",
    "WEB",
    "Downloaded",
    "Fetched",
    "Fetcher",
    "Profile",
    "Progress",
    "SlowSite",
    "Unchanged",
    "Validators",
]

MOST_REDIRECTS = 5
BUSY = frozenset({429, 502, 503, 504})
_PACKED, _AS_IT_IS = {"Accept-Encoding": "gzip, deflate"}, {"Accept-Encoding": "identity"}


class Fetcher:
    """Asks hosts politely. One is made for a run, whose requests it counts; close it, or use it with `with`.

    `contact` stands in the User-Agent, so that a site's keeper can reach the user; `clock` gives an aware UTC datetime.
    One without them fetches nothing itself: `for_run` gives one that does. `allow` names loopback servers by host and
    port; `use_proxy` goes through the proxy that the environment names.
    """

    def __init__(
        self,
        contact: str = "",
        *,
        clock: Callable[[], datetime] | None = None,
        allow: Sequence[tuple[str, int]] = (),
        resolver: Resolver = socket.getaddrinfo,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        use_proxy: bool = False,
    ) -> None:
        self._contact, self._given_clock, self._allow = clean(contact, 200), clock, tuple(allow)
        self._resolver, self._sleep, self._monotonic, self._use_proxy = resolver, sleep, monotonic, use_proxy
        self._guard = AddressGuard(allow, resolver)
        self._pacer = Pacer(sleep, monotonic)
        self._wire = Wire(self._guard, monotonic, self._clock, use_proxy=use_proxy)
        self._rules: dict[str, Rules | Unreachable] = {}

    def for_run(self, *, contact: str, clock: Callable[[], datetime], use_proxy: bool = False) -> Fetcher:
        """One of the same reach for a run of its own. Its contact and clock are this one's, else those given."""
        return Fetcher(
            self._contact or contact,
            clock=self._given_clock or clock,
            allow=self._allow,
            resolver=self._resolver,
            sleep=self._sleep,
            monotonic=self._monotonic,
            use_proxy=self._use_proxy or use_proxy,
        )

    def next_run(self) -> Fetcher:
        """One for another run of the same program: what is asked is counted anew, the pauses of hosts go on."""
        other = self.for_run(contact=self._contact, clock=self._clock)
        other._pacer = self._pacer.counting_anew()
        return other

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
        profile: Profile = WEB,
        known: Validators | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """One page in memory, whatever its status; 429, 502, 503 and 504 raise Unreachable after the retries.

        `known` is what an earlier answer told of itself: the status is then 304, with no content, where the page is
        still the same.
        """
        return self._get(whole(url, params), profile, InMemory(), known, headers or {})

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
            part = PartFile(whole(url), target)
            try:
                return self._download(part, profile, Validators(etag, modified), progress)
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

    def _get(
        self, url: str, profile: Profile, body: InMemory, known: Validators | None, headers: Mapping[str, str]
    ) -> Fetched:
        answer = self._visit(url, Call(profile, body, profile.total_seconds), {**_PACKED, **headers}, known)
        content = body.content.getvalue()
        return Fetched(
            url=answer.url,
            status=answer.status,
            headers=answer.headers,
            content=content,
            fetched_at=answer.fetched_at,
            sha256=sha256(content).hexdigest(),
        )

    def _download(
        self, part: PartFile, profile: Profile, known: Validators, progress: Progress | None
    ) -> Downloaded | Unchanged:
        call = Call(profile, part, profile.total_seconds, progress)
        answer = self._visit(part.url, call, {**_AS_IT_IS, **part.headers()}, known)
        if part.start and (answer.status == 416 or (answer.status == 206 and not part.is_rest(answer.headers))):
            part.forget()
            answer = self._visit(part.url, call, _AS_IT_IS, known)
        if answer.status == 304 and known:
            part.drop()
            return Unchanged(url=answer.url, fetched_at=answer.fetched_at)
        if answer.status not in ((200, 206) if part.start else (200,)):
            raise no_file(answer.url, answer.status)
        digest = part.finish()
        return Downloaded(
            url=answer.url,
            path=part.target,
            bytes=part.size,
            sha256=digest,
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            fetched_at=answer.fetched_at,
        )

    def _visit(self, url: str, call: Call, headers: Mapping[str, str], known: Validators | None = None) -> Answer:
        """Follow redirects; each hop is checked as the first address is, and another host sees no header of ours."""
        basic = {"User-Agent": self._user_agent(), "Accept": "*/*", "Connection": "close"}
        known = known or NOTHING_KNOWN
        been: set[str] = set()
        self._guard.check_url(url)
        for _ in range(MOST_REDIRECTS + 1):
            been.add(url)
            interval = self._interval(url, call.profile)
            answer = self._tries(url, call, {**basic, **headers, **known.headers_for(url, len(been) == 1)}, interval)
            if not answer.onward:
                return answer
            url = self._onward(answer)
            if url in been:
                raise round_and_round(answer.url)
            if origin_of(url) != origin_of(answer.url):
                headers = {"Accept-Encoding": headers["Accept-Encoding"]}
        raise too_many_hops(answer.url, MOST_REDIRECTS)

    def _onward(self, answer: Answer) -> str:
        """Where a redirect leads, if that may be asked."""
        try:
            url = whole(urljoin(answer.url, answer.onward))
            self._guard.check_url(url)
        except (BadInput, ValueError) as error:
            raise wrong_way_on(answer.url, answer.onward) from error
        return url

    def _tries(self, url: str, call: Call, headers: Mapping[str, str], interval: float) -> Answer:
        """One hop, again after a pause while the host is busy, breaks off or is late."""
        host, profile = host_of(origin_of(url)), call.profile
        failure: OutreachError
        for attempt in range(profile.retries + 1):
            wait = BACK_OFF[min(attempt, len(BACK_OFF) - 1)]
            with self._pacer.turn(host, interval, profile):
                try:
                    answer = self._wire.ask(url, headers, call)
                except Passing as passing:
                    failure = passing.error
                else:
                    if answer.status not in BUSY:
                        return answer
                    asked, failure = self._busy(answer)
                    wait = max(wait, asked)
                self._pacer.hold(host, wait)
            if call.left <= 0:
                break
        raise failure

    def _busy(self, answer: Answer) -> tuple[float, Busy]:
        """Seconds that the host wants to be left alone, and the error for when this was the last try."""
        asked = retry_after(answer.headers.get("retry-after", ""), self._clock())
        error = busy(answer.url, answer.status, asked=asked, now=self._clock())
        if asked is not None and asked > LONGEST_WAIT:
            raise error
        return asked or 0.0, error

    def _interval(self, url: str, profile: Profile) -> float:
        """Seconds between requests to this host; raises Unreachable or SlowSite where its robots.txt says no."""
        if not profile.robots:
            return profile.min_interval
        origin = origin_of(url)
        if origin not in self._rules:
            self._rules[origin] = self._read_robots(origin, profile)
        return max(profile.min_interval, delay(url, self._rules[origin], profile.accepted_delay))

    def _read_robots(self, origin: str, profile: Profile) -> Rules | Unreachable:
        """Rules of a site, or why it is left alone; either holds for this run."""
        try:
            answer = self._get(f"{origin}/robots.txt", robots_profile(profile), InMemory(MOST_READ), None, {})
        except NoConnection as error:
            return error
        except Busy as error:
            return left_alone(origin, error.until)
        except NotPublic as error:
            if error.host == host_of(origin):
                raise
            return left_alone(origin)
        except (Unreachable, Refused, BadInput):
            return left_alone(origin)
        if 400 <= answer.status < 500:
            return no_rules()
        return read_rules(answer.content) if 200 <= answer.status < 300 else left_alone(origin)

    def _clock(self) -> datetime:
        if self._given_clock is None:
            raise TypeError("a Fetcher without a clock fetches nothing: for_run gives it one")
        return self._given_clock()

    def _user_agent(self) -> str:
        if not self._contact or not self._contact.isascii():
            raise BadConfig(
                say("Other hosts are asked for nothing before they are told whom to contact."),
                say('Set your e-mail or web address in config.toml, for example: contact = "name@example.fi"'),
            )
        return f"{PRODUCT}/{_version()} ({self._contact})"


def _version() -> str:
    try:
        return metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        return "0"
