"""Which web and network addresses may be asked: those of the open internet, however they are written."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urldefrag, urlsplit

import requests

from outreach.errors import BadInput, Refused
from outreach.rules.text import clean
from outreach.terms.message import say

Resolver = Callable[..., list[Any]]  # as socket.getaddrinfo
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
LONGEST_URL = 8000  # characters
MOST_TRIED = 3  # addresses of one host, so that a dead host costs three waits at most

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)  # as a last label: the host is an IPv4 address, or nothing
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")  # RFC 4291
_NEVER = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))  # not in every Python's list


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to the open internet, also the IPv4 address that an IPv6 address wraps.

    IPv4-mapped, 6to4 and NAT64 addresses are judged by what they wrap; multicast and reserved ranges are not public.
    """
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and address in _NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address not in _GLOBAL_UNICAST or address.teredo is not None:
            return False
    if address.is_multicast or address.is_reserved or any(address in network for network in _NEVER):
        return False
    return address.is_global


def whole(url: str, parameters: Mapping[str, str | int] | None = None) -> str:
    """A web address as it goes out: letters beyond ASCII encoded, the host in its ASCII form, no fragment.

    Raises BadInput for what is no web address.
    """
    try:
        prepared = requests.Request("GET", url.strip(), params=dict(parameters or {})).prepare().url or ""
        return urldefrag(prepared).url
    except (requests.RequestException, UnicodeError, ValueError) as error:
        raise not_an_address(url) from error


def origin_of(url: str) -> str:
    """Scheme, host and port of a checked web address, the same however it is written."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or PORTS[parts.scheme]
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{'' if port == PORTS[parts.scheme] else f':{port}'}"


def not_an_address(url: str) -> BadInput:
    """What is said of a text that cannot be asked."""
    return BadInput(
        say("This is not a web address: {url}", url=clean(url, 200)), say("It must begin with https:// or http://.")
    )


class NotPublic(Refused):
    """`host` is not on the open internet."""

    def __init__(self, host: str) -> None:
        super().__init__(
            say("{host} is not on the open internet: it is not fetched.", host=clean(host, 200)),
            say("Addresses of this computer and of inner networks are never asked."),
        )
        self.host = host


class AddressGuard:
    """Turns a host into addresses that may be connected to, or refuses.

    `allow` names loopback servers by host and port, for a register double or a page on this machine; nothing but
    loopback addresses is accepted for them.
    """

    def __init__(self, allow: Collection[tuple[str, int]], resolver: Resolver) -> None:
        self._allow = frozenset((host.lower().rstrip("."), port) for host, port in allow)
        self._resolver = resolver

    def check_url(self, url: str) -> None:
        """Whether a web address may be asked at all; raises BadInput when it cannot be used, NotPublic when it names
        an inner network address."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower().rstrip("."), parts.port
        except ValueError as error:
            raise not_an_address(url) from error
        if parts.scheme not in PORTS or not host or "%" in host or len(url) > LONGEST_URL:
            raise not_an_address(url)
        if "@" in parts.netloc:
            raise BadInput(
                say("A web address with a user name or password in it is not fetched: {host}", host=host),
                say("Give the address without them."),
            )
        port = PORTS[parts.scheme] if port is None else port
        if (host, port) in self._allow:
            return
        if port not in PORTS.values():
            raise BadInput(
                say("Port {port} is not fetched: {url}", port=str(port), url=clean(url, 200)),
                say("Only ports 80 and 443 are."),
            )
        if (written := _written(host, url)) is not None and not is_public(written):
            raise NotPublic(host)

    def addresses(self, host: str, port: int, seconds: float | None = None) -> list[str]:
        """Checked addresses of a host, as text; raises NotPublic unless every one of them may be connected to.

        Errors of the resolver (`socket.gaierror`, `UnicodeError`) are passed on; TimeoutError after so many seconds.
        """
        found = _in_time(lambda: self._resolver(host, port, type=socket.SOCK_STREAM), seconds)
        texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not texts:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        parsed = [ipaddress.ip_address(text) for text in texts]
        if (host.lower().rstrip("."), port) in self._allow:
            good = all(address.is_loopback for address in parsed)
        else:
            good = port in PORTS.values() and all(map(is_public, parsed))
        if not good:
            raise NotPublic(host)
        return texts[:MOST_TRIED]


def _written(host: str, url: str) -> IpAddress | None:
    """The network address that stands in the place of a host name; BadInput for one in a form of olden times (octal,
    hexadecimal, fewer than four numbers), which programs read in different ways."""
    if ":" not in host and not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError as error:
        raise not_an_address(url) from error


def _in_time(look_up: Callable[[], list[Any]], seconds: float | None) -> list[Any]:
    """The result of a look-up, which nothing can interrupt: one that takes too long is left behind."""
    if seconds is None:
        return look_up()
    found: list[list[Any]] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(look_up())
        except BaseException as error:  # raised again below, in the thread that has asked
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError("the name server does not answer")
    return found[0]
