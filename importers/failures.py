"""What can go wrong between this program and a host, each thing in one sentence that names the host."""

from __future__ import annotations

import math
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPException, RemoteDisconnected
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import ReadTimeoutError, SSLError

from importers.pacing import LONGEST_TOLD, Profile
from importers.unpack import NotPacked
from outreach.errors import BadInput, OutreachError, Refused, Unreachable
from outreach.rules.text import clean
from outreach.terms.message import Message, say

# Numbers of OpenSSL for what is wrong with a certificate (openssl/x509_vfy.h, X509_V_ERR_*).
_TOO_EARLY, _EXPIRED, _OTHER_HOST, _OTHER_ADDRESS = 9, 10, 62, 64
_UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21})
_BROKEN_OFF = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)


class Passing(Exception):
    """A failure that another try may mend; `error` is what the user sees when none does."""

    def __init__(self, error: Unreachable) -> None:
        super().__init__()
        self.error = error


class NoConnection(Unreachable):
    """The host could not be talked with at all."""


class Busy(Unreachable):
    """The host takes no more requests; `until` is when it wants to be asked again, where it says so."""

    def __init__(self, message: Message, *, until: datetime | None = None) -> None:
        super().__init__(message)
        self.until = until


def host_of(url: str) -> str:
    """Host of an address, fit to be shown."""
    try:
        return clean(urlsplit(url).hostname or "", 200)
    except ValueError:
        return clean(url, 200)


def explained(error: Exception, url: str, *, begun: bool) -> OutreachError | Passing:
    """What an error of the transport means for the user. `begun`: the head of the answer was there already."""
    host, causes = host_of(url), list(_causes(error))
    if _any(causes, requests.Timeout, ReadTimeoutError):
        kind = NoConnection if _any(causes, requests.ConnectTimeout) else Unreachable
        return Passing(kind(say("{host} does not answer in time. Your data is unchanged. Try again later.", host=host)))
    if _any(causes, requests.exceptions.ProxyError, requests.exceptions.InvalidSchema):
        return NoConnection(
            say("{host} cannot be reached through the proxy of this computer. Your data is unchanged.", host=host),
            say("Check the setting use_proxy, and the variables HTTP_PROXY and HTTPS_PROXY."),
        )
    if not begun and _any(causes, SSLError, ssl.SSLError):
        return _tls(causes, host)
    if _any(causes, NotPacked):
        return Unreachable(
            say("The answer of {host} cannot be unpacked. Your data is unchanged. Try again later.", host=host)
        )
    if begun:
        broken = Unreachable(say("The answer of {host} broke off. Your data is unchanged. Try again later.", host=host))
        return Passing(broken) if _any(causes, *_BROKEN_OFF) else broken
    return _connection(error, causes, host, url)


def no_connection(host: str, hint: Message | None = None) -> NoConnection:
    """The host does not answer."""
    return NoConnection(say("No connection: {host}. Your data is unchanged. Try again later.", host=host), hint)


def late(url: str, profile: Profile) -> Unreachable:
    """The time of a call is up."""
    return Unreachable(
        say(
            "{host} was not ready within {seconds} seconds. Your data is unchanged. Try again later.",
            host=host_of(url),
            seconds=_short(profile.total_seconds),
        )
    )


def too_large(url: str, profile: Profile) -> Refused:
    """More bytes than the profile allows."""
    return Refused(
        say(
            "The answer of {host} is larger than {size} MB: it is not read. Your data is unchanged.",
            host=host_of(url),
            size=_short(profile.max_bytes / 1_000_000),
        ),
        say("Check whether the address is the right one."),
    )


def busy(url: str, status: int, *, asked: float | None, now: datetime) -> Busy:
    """The host takes no more requests; `asked` is in seconds from `now`, None when the host does not say."""
    if asked is None or asked > LONGEST_TOLD:
        return Busy(
            say(
                "{host} takes no more requests now (answer {status}). Your data is unchanged. Try again later.",
                host=host_of(url),
                status=str(status),
            )
        )
    until = now + timedelta(seconds=asked)
    return Busy(
        say(
            "{host} takes no more requests now (answer {status}). Your data is unchanged. Try again after {time}.",
            host=host_of(url),
            status=str(status),
            time=until,
        ),
        until=until,
    )


def no_way_on(url: str, status: int) -> Unreachable:
    """A redirect without an address."""
    return Unreachable(
        say(
            "{host} sends the request on (answer {status}) and does not say where to. Your data is unchanged.",
            host=host_of(url),
            status=str(status),
        ),
        say("Check the address in a browser."),
    )


def wrong_way_on(url: str, onward: str) -> Refused:
    """A redirect to an address that would not be fetched if a person gave it either."""
    return Refused(
        say(
            "{host} sends the request on to an address that is not fetched: {url}",
            host=host_of(url),
            url=clean(onward, 200),
        ),
        say("Only http and https on ports 80 and 443 are. Check the address in a browser."),
    )


def round_and_round(url: str) -> Unreachable:
    """A redirect to where the request has been."""
    return Unreachable(
        say("{host} sends the request round in a circle. Your data is unchanged.", host=host_of(url)),
        say("Check the address in a browser."),
    )


def too_many_hops(url: str, most: int) -> Unreachable:
    """One redirect more than is followed."""
    return Unreachable(
        say("{host} sends the request on more than {count} times.", host=host_of(url), count=most),
        say("Check the address in a browser."),
    )


def no_file(url: str, status: int) -> Unreachable:
    """An answer that is not the file that was asked for."""
    return Unreachable(
        say(
            "{host} does not give the file (answer {status}). Your data is unchanged.",
            host=host_of(url),
            status=str(status),
        ),
        say("Check the address, or try again later."),
    )


def _connection(error: Exception, causes: list[BaseException], host: str, url: str) -> OutreachError | Passing:
    if _any(causes, *_BROKEN_OFF, RemoteDisconnected):
        return Passing(no_connection(host, say("The connection was broken off before the answer.")))
    if _any(causes, HTTPException, requests.exceptions.InvalidHeader):
        return Unreachable(
            say("{host} does not answer as a web server does. Your data is unchanged.", host=host),
            say("Check the address in a browser."),
        )
    if isinstance(error, requests.exceptions.InvalidURL | UnicodeError):
        return BadInput(say("This is not a web address: {url}", url=clean(url, 200)))
    if _any(causes, socket.gaierror, UnicodeError):
        return no_connection(host, say("No host of that name was found. Check how the address is written."))
    if _any(causes, ConnectionRefusedError):
        return no_connection(host, say("Nothing answers at that address. Check it in a browser."))
    return no_connection(host)


def _tls(causes: list[BaseException], host: str) -> NoConnection:
    code = next((e.verify_code for e in causes if isinstance(e, ssl.SSLCertVerificationError)), 0)
    if code in (_EXPIRED, _TOO_EARLY):
        return NoConnection(
            say("The certificate of {host} is out of date, so the site is not read.", host=host),
            say("Check the date of this computer, or tell the site's keeper and try again later."),
        )
    if code in (_OTHER_HOST, _OTHER_ADDRESS):
        return NoConnection(
            say("The certificate of {host} is for another site, so the site is not read.", host=host),
            say("Check how the address is written; with or without www can make the difference."),
        )
    if code in _UNKNOWN_ISSUER:
        return NoConnection(
            say("Nobody known vouches for the certificate of {host}, so the site is not read.", host=host),
            say("Tell the site's keeper, or save the page in a browser and import the file."),
        )
    if code:
        return NoConnection(
            say("{host} has no valid certificate, so it is not read. Your data is unchanged.", host=host),
            say("Check the address, and the date of this computer."),
        )
    return NoConnection(
        say("No secure connection to {host} can be made. Your data is unchanged.", host=host),
        say("Check whether the address begins with https:// or http://, or try again later."),
    )


def _causes(error: BaseException, depth: int = 6) -> Iterator[BaseException]:
    """The error and all errors that it was made from."""
    yield error
    if depth:
        for inner in (*error.args, getattr(error, "reason", None), error.__cause__):
            if isinstance(inner, BaseException):
                yield from _causes(inner, depth - 1)


def _any(errors: list[BaseException], *kinds: type[BaseException]) -> bool:
    return any(isinstance(error, kinds) for error in errors)


def _short(number: float) -> float:
    """Without a decimal point where none is needed."""
    return int(number) if math.isfinite(number) and number == int(number) else number
