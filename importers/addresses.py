"""Which network addresses may be connected to, and connections that go nowhere else.

The check is made on the address that the connection then uses, so a second answer of the name server cannot slip in.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from outreach.errors import BadInput, Refused
from outreach.rules.text import clean
from outreach.terms.message import say

Resolver = Callable[..., list[Any]]  # as socket.getaddrinfo
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = {"http": 80, "https": 443}
LONGEST_URL = 8000  # characters
MOST_TRIED = 3  # addresses of one host, so that a dead host costs three waits at most

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
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


class AddressGuard:
    """Turns a host into addresses that may be connected to, or refuses.

    `allow` names loopback servers by host and port, for a register double or a page on this machine; nothing but
    loopback addresses is accepted for them.
    """

    def __init__(self, allow: Collection[tuple[str, int]], resolver: Resolver) -> None:
        self._allow = frozenset((host.lower(), port) for host, port in allow)
        self._resolver = resolver

    def check_url(self, url: str) -> str:
        """The host of a web address that may be asked; raises BadInput when the address itself cannot be used."""
        shown = clean(url, 200)
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise BadInput(say("This is not a web address: {url}", url=shown)) from error
        if parts.scheme not in PORTS or not host or len(url) > LONGEST_URL:
            raise BadInput(
                say("This is not a web address: {url}", url=shown), say("It must begin with https:// or http://.")
            )
        if "@" in parts.netloc:
            raise BadInput(say("A web address with a user name or password in it is not fetched: {host}", host=host))
        port = PORTS[parts.scheme] if port is None else port
        if port not in PORTS.values() and (host, port) not in self._allow:
            raise BadInput(
                say("Port {port} is not fetched: {url}", port=port, url=shown), say("Only ports 80 and 443 are.")
            )
        return host

    def addresses(self, host: str, port: int) -> list[str]:
        """Checked addresses of a host, as text; raises Refused unless every one of them may be connected to.

        Errors of the resolver (`socket.gaierror`, `UnicodeError`) are passed on.
        """
        found = self._resolver(host, port, type=socket.SOCK_STREAM)
        texts = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not texts:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        parsed = [ipaddress.ip_address(text) for text in texts]
        if (host.lower(), port) in self._allow:
            good = all(address.is_loopback for address in parsed)
        else:
            good = port in PORTS.values() and all(map(is_public, parsed))
        if not good:
            raise Refused(
                say("{host} is not on the open internet: it is not fetched.", host=clean(host, 200)),
                say("Addresses of this computer and of inner networks are never asked."),
            )
        return texts[:MOST_TRIED]


class GuardedAdapter(HTTPAdapter):
    """Transport of `requests` whose connections ask the guard, and tell `opened` of every socket they open."""

    def __init__(self, guard: AddressGuard, opened: Callable[[socket.socket], None]) -> None:
        self._guard, self._opened = guard, opened
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._guard, self._opened)

    def forget_connections(self) -> None:
        """Close idle connections: each request makes its own, so that each one is checked."""
        self.poolmanager.clear()


def _pools(guard: AddressGuard, opened: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, guard, opened)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, guard, opened)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connect(connection: HTTPConnection, guard: AddressGuard, opened: Callable[[socket.socket], None]) -> socket.socket:
    """A socket to a checked address; the connection keeps the host name for Host, SNI and the certificate."""
    try:
        addresses = guard.addresses(connection.host, connection.port)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except UnicodeError as error:
        raise NewConnectionError(connection, "the host name cannot be looked up") from error
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            sock = create_connection(
                (address, connection.port), connection.timeout, socket_options=connection.socket_options
            )
        except OSError as error:
            failure = error
        else:
            opened(sock)
            return sock
    if isinstance(failure, TimeoutError):
        raise ConnectTimeoutError(connection, "no connection in time") from failure
    raise NewConnectionError(connection, "no connection") from failure
