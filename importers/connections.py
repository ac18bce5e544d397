"""Connections that go to checked addresses and nowhere else.

The check is made on the address that the connection then uses, so a second answer of the name server cannot slip in.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from importers.addresses import AddressGuard

Opened = Callable[[socket.socket], None]
Connect = Callable[[HTTPConnection], socket.socket]


class GuardedAdapter(HTTPAdapter):
    """Transport of `requests` whose connections ask the guard, and tell `opened` of every socket they open.

    Connections to a proxy, which only a setting brings about, go where the computer's own settings say: whoever uses
    one asks the guard about the target first.
    """

    def __init__(self, guard: AddressGuard, opened: Opened) -> None:
        self._guard, self._opened = guard, opened
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(lambda connection: self._connect(connection))

    def proxy_manager_for(self, proxy: Any, **proxy_kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = _pools(self._connect_to_proxy)
        return manager

    def forget_connections(self) -> None:
        """Close idle connections: each request makes its own, so that each one is checked."""
        self.poolmanager.clear()
        for manager in self.proxy_manager.values():
            manager.clear()

    def _connect(self, connection: HTTPConnection) -> socket.socket:
        """A socket to a checked address; the connection keeps the host name for Host, SNI and the certificate."""
        seconds = connection.timeout if isinstance(connection.timeout, int | float) else None
        try:
            addresses = self._guard.addresses(connection.host, connection.port, seconds)
        except socket.gaierror as error:
            raise NameResolutionError(connection.host, connection, error) from error
        except UnicodeError as error:
            raise NewConnectionError(connection, "the host name cannot be looked up") from error
        except TimeoutError as error:
            raise ConnectTimeoutError(connection, "no name server in time") from error
        return self._first(connection, addresses)

    def _connect_to_proxy(self, connection: HTTPConnection) -> socket.socket:
        return self._first(connection, [connection.host])

    def _first(self, connection: HTTPConnection, addresses: list[str]) -> socket.socket:
        """A socket to the first of the addresses that answers."""
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                sock = create_connection(
                    (address, connection.port), connection.timeout, socket_options=connection.socket_options
                )
            except OSError as error:
                failure = error
            else:
                self._opened(sock)
                return sock
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(connection, "no connection in time") from failure
        raise NewConnectionError(connection, "no connection") from failure


def _pools(connect: Connect) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
