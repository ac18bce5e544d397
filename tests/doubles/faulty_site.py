"""Websites on loopback that do what websites should not do, each in one way, and what the user must be told of it.

`kunta.example` is the site that is asked, `toinen.example` another one, both on loopback; the other names of the fake
name server stand for inner networks, which a test must never reach.
"""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from outreach.errors import BadInput, OutreachError, Refused, SlowSite, Unreachable
from tests.doubles.fake_time import NOW
from tests.doubles.site import Page, answer, raw

TLS = Path(__file__).resolve().parents[1] / "samples" / "tls"
SITE, OTHER = "kunta.example", "toinen.example"
NAMES = {
    SITE: ["127.0.0.1"],
    OTHER: ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "intranet.example": ["10.0.0.1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "nat64.example": ["64:ff9b::a00:1"],
    "local-nat64.example": ["64:ff9b:1::a00:1"],
    "6to4.example": ["2002:a00:1::1"],
    "link.example": ["fe80::1%eth0"],
    "mixed.example": ["8.8.8.8", "192.168.1.1"],
    "loopback.example": ["127.0.0.1"],
}
PORT, OTHER_PORT = "{port}", "{other}"  # put into texts of pages once the ports are known


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What the site does and what is said of it. `host` is the one that the sentence names; `start` the page asked for;
    `bounds` are changes of the profile."""

    pages: Mapping[str, Page | str] = field(default_factory=dict)  # a text: the robots.txt of that path
    other: Mapping[str, Page] = field(default_factory=dict)
    start: str = f"http://{SITE}:{PORT}/list"
    error: type[OutreachError] = Unreachable
    says: str
    host: str = SITE
    bounds: Mapping[str, Any] = field(default_factory=dict)
    tls: str = ""  # certificate of a site that speaks https


def resolver(host: str, port: int, **_: Any) -> list[Any]:
    """The fake name server."""
    if host == "silent-names.example":
        threading.Event().wait(2)
    if host not in NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in NAMES[host]]


def certificate(name: str) -> ssl.SSLContext:
    """A server's side of https."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / name)
    return context


def onward(to: str, status: int = 302, body: bytes = b"") -> Page:
    """A redirect."""
    return answer(body, status=status, headers={"Location": to})


def drip(head: bytes, piece: bytes) -> Page:
    """Sends a head, then a piece again and again until the other side has gone."""
    return _on_and_on(head, piece, threading.Event(), 0.02)


def flood(head: bytes, piece: bytes) -> Page:
    """The same as fast as it can."""
    return _on_and_on(head, piece, None, 0)


def stall(head: bytes) -> Page:
    """Sends a beginning, then nothing, and keeps the connection."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        handler.wfile.flush()
        threading.Event().wait(0.4)
        handler.close_connection = True

    return page


def reset(head: bytes = b"") -> Page:
    """Breaks the connection off as a crashed server does."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        handler.close_connection = True

    return page


def packed(body: bytes, encoding: str) -> Page:
    """A page that says how it is packed."""
    return answer(body, headers={"Content-Encoding": encoding})


def busy(status: int, retry_after: str = "") -> Page:
    """A page of a site that takes no requests."""
    return answer(b"busy", status=status, headers={"Retry-After": retry_after} if retry_after else None)


def _on_and_on(head: bytes, piece: bytes, pause: threading.Event | None, seconds: float) -> Page:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while True:
            handler.wfile.write(piece)
            handler.wfile.flush()
            if pause is not None:
                pause.wait(seconds)

    return page


def _deflated(size: int) -> bytes:
    return zlib.compress(b"0" * size, 9)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
IN_TWO_DAYS = format_datetime(NOW + timedelta(days=2), usegmt=True)
PATIENT = {"total_seconds": 5, "retries": 1}
SMALL = {"max_bytes": 100_000}
IN_TIME = "does not answer in time"
NOT_READY = r"was not ready within 0\.3 seconds"
BROKE = "broke off"
NOT_OPEN = "is not on the open internet"
NOT_FETCHED = "sends the request on to an address that is not fetched"
FORBIDDEN = "does not let programs read this page"
NO_ROBOTS = r"does not give its robots\.txt now"
BUSY_LATER = "Try again later"


def _page(page: Page) -> dict[str, Page | str]:
    return {"/list": page}


def _robots(page: Page | str) -> dict[str, Page | str]:
    return {"/robots.txt": page, "/list": answer(b"never asked for")}


def _leads_to(to: str, says: str, host: str = SITE, error: type[OutreachError] = Refused) -> Fault:
    return Fault(pages=_page(onward(to)), says=says, host=host, error=error)


BUSY_SITES: dict[str, Fault] = {
    "429": Fault(pages=_page(busy(429)), says=r"answer 429.*" + BUSY_LATER),
    "429, an hour": Fault(pages=_page(busy(429, "3600")), says="answer 429.*Try again after"),
    "503 until a date": Fault(pages=_page(busy(503, IN_TWO_DAYS)), says="answer 503.*Try again after"),
    "503 since a date": Fault(
        pages=_page(busy(503, "Thu, 01 Jan 1970 00:00:00 GMT")), says="answer 503.*Try again after"
    ),
    "503 for a negative time": Fault(pages=_page(busy(503, "-5")), says="answer 503.*" + BUSY_LATER),
    "503 for thousands of years": Fault(pages=_page(busy(503, "9" * 30)), says="answer 503.*" + BUSY_LATER),
    "503 for soon": Fault(pages=_page(busy(503, "soon")), says="answer 503.*" + BUSY_LATER),
    "502": Fault(pages=_page(busy(502)), says="answer 502"),
    "504": Fault(pages=_page(busy(504)), says="answer 504"),
}
SLOW_SITES: dict[str, Fault] = {
    "head in drips": Fault(pages=_page(drip(OK + b"X-Slow: ", b"x")), says=NOT_READY),
    "many heads in drips": Fault(pages=_page(drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n")), says=NOT_READY),
    "body in drips": Fault(pages=_page(drip(OK + b"Content-Length: 999999\r\n\r\n", b"x")), says=NOT_READY),
    "body of unknown length in drips": Fault(pages=_page(drip(OK + b"\r\n", b"x")), says=NOT_READY),
    "chunks in drips": Fault(pages=_page(drip(CHUNKED, b"1\r\nx\r\n")), says=NOT_READY),
    "silence": Fault(pages=_page(stall(b"")), says=IN_TIME, bounds=PATIENT),
    "silence in the body": Fault(
        pages=_page(stall(OK + b"Content-Length: 99\r\n\r\nhalf")),
        says=IN_TIME,
        bounds=PATIENT,
    ),
}
BROKEN_BODIES: dict[str, Fault] = {
    "shorter than promised": Fault(pages=_page(raw(OK + b"Content-Length: 400\r\n\r\nhalf")), says=BROKE),
    "reset in the body": Fault(pages=_page(reset(OK + b"Content-Length: 400\r\n\r\nhalf")), says=BROKE),
    "chunks without an end": Fault(pages=_page(raw(CHUNKED + b"5\r\nhello\r\n")), says=BROKE),
    "a chunk cut short": Fault(pages=_page(raw(CHUNKED + b"ff\r\nhello")), says=BROKE),
    "a chunk of no size": Fault(pages=_page(raw(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n")), says=BROKE),
    "a chunk of an endless size": Fault(pages=_page(flood(CHUNKED, b"0" * 1000)), says=BROKE),
    "two lengths": Fault(
        pages=_page(raw(OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello")), says="as a web server does"
    ),
    "packed and cut": Fault(pages=_page(packed(gzip.compress(b"<p>x</p>" * 9000)[:-20], "gzip")), says=BROKE),
    "deflated and cut": Fault(pages=_page(packed(_deflated(90_000)[:-9], "deflate")), says=BROKE),
    "said to be gzip": Fault(pages=_page(packed(b"<p>plain</p>", "gzip")), says="cannot be unpacked"),
    "said to be deflated": Fault(pages=_page(packed(b"\xff<p>plain</p>", "deflate")), says="cannot be unpacked"),
    "packed as not asked for": Fault(pages=_page(packed(b"\x8b\x01\x80x", "br")), says="cannot be unpacked"),
    "packed ten times": Fault(pages=_page(packed(b"x", ", ".join(["gzip"] * 10))), says="cannot be unpacked"),
    "gzip bomb": Fault(
        pages=_page(packed(gzip.compress(b"0" * 30_000_000), "gzip")),
        says=r"larger than 8 MB",
        error=Refused,
        bounds={"total_seconds": 20},
    ),
    "deflate bomb": Fault(
        pages=_page(packed(_deflated(5_000_000), "deflate")), says=r"larger than 0\.1 MB", error=Refused, bounds=SMALL
    ),
    "bomb in a bomb": Fault(
        pages=_page(packed(gzip.compress(gzip.compress(b"0" * 30_000_000)), "gzip, gzip")),
        says=r"larger than 0\.1 MB",
        error=Refused,
        bounds=SMALL,
    ),
    "too long, as it says": Fault(
        pages=_page(raw(OK + b"Content-Length: 900000\r\n\r\nx")), says=r"larger than 0\.1", error=Refused, bounds=SMALL
    ),
    "without an end": Fault(
        pages=_page(flood(OK + b"\r\n", b"x" * 9000)),
        says=r"larger than 0\.1 MB",
        error=Refused,
        bounds={**SMALL, "total_seconds": 20},
    ),
}
WRONG_WAYS: dict[str, Fault] = {
    "to itself": Fault(pages=_page(onward("/list")), says="round in a circle"),
    "to itself by a fragment": Fault(pages=_page(onward("#members")), says="round in a circle"),
    "there and back": Fault(pages={"/list": onward("/b"), "/b": onward("/list", 307)}, says="round in a circle"),
    "ever further": Fault(
        pages={"/list": onward("/0"), **{f"/{n}": onward(f"/{n + 1}", 301) for n in range(9)}}, says="more than 5 times"
    ),
    "without an address": Fault(pages=_page(answer(b"", status=302)), says="does not say where to"),
    "with an empty address": Fault(pages=_page(onward(" ", 308)), says="does not say where to"),
    "to a file": _leads_to("file:///etc/hosts", NOT_FETCHED),
    "to another scheme": _leads_to("ftp://toinen.example/list", NOT_FETCHED),
    "to a script": _leads_to("javascript:alert(1)", NOT_FETCHED),
    "to another port": _leads_to("http://toinen.example:22/", NOT_FETCHED),
    "with a password": _leads_to("http://user:word@toinen.example/", NOT_FETCHED),
    "to half an address": _leads_to("http://[::1", NOT_FETCHED),
    "to bytes that are no text": _leads_to("http://\xff\xfe/", "No connection|" + NOT_FETCHED, "", OutreachError),
    "to this computer": _leads_to("http://127.0.0.1/", NOT_OPEN, "127.0.0.1"),
    "to this computer by name": _leads_to("http://loopback.example/", NOT_OPEN, "loopback.example"),
    "to this computer as a number": _leads_to("http://2130706433/", NOT_FETCHED),
    "to this computer in octal": _leads_to("http://0177.0.0.1/", NOT_FETCHED),
    "to this computer in hexadecimal": _leads_to("http://0x7f000001/", NOT_FETCHED),
    "to this computer in wide digits": _leads_to("http://１２７.0.0.1/".encode().decode("latin-1"), NOT_FETCHED),
    "to this computer with a dot": _leads_to("http://127.0.0.1./", NOT_OPEN, "127.0.0.1"),
    "to a mapped address": _leads_to("http://[::ffff:10.0.0.1]/", NOT_OPEN, "::ffff:"),
    "to a link address": _leads_to("http://[fe80::1%25eth0]/", NOT_FETCHED),
    **{
        f"to {host}": _leads_to(f"http://{host}/", NOT_OPEN, host)
        for host in NAMES
        if host not in (SITE, OTHER, "loopback.example")
    },
    "to a name that is none": _leads_to("http://nowhere.example/", "No connection", "nowhere.example", Unreachable),
}
WRONG_HEADS: dict[str, Fault] = {
    "no head": Fault(pages=_page(raw(b"<html>old</html>")), says="as a web server does"),
    "another protocol": Fault(pages=_page(raw(b"SSH-2.0-x\r\n")), says="as a web server does"),
    "no number": Fault(pages=_page(raw(b"HTTP/1.1 OK\r\n\r\n")), says="as a web server does"),
    "too many lines": Fault(pages=_page(raw(OK + b"X: y\r\n" * 200 + b"\r\n")), says="as a web server does"),
    "a line too long": Fault(pages=_page(raw(OK + b"X: " + b"y" * 90_000)), says="as a web server does"),
    "nothing": Fault(pages=_page(raw(b"")), says="No connection"),
    "broken off": Fault(pages=_page(reset()), says="No connection"),
    "at another port": Fault(start=f"http://{SITE}:1/list", error=BadInput, says="Port 1 is not fetched"),
    "no such name": Fault(
        start="http://nowhere.example/list", says="No connection.*No host of that name", host="nowhere.example"
    ),
    "no name server": Fault(
        start="http://silent-names.example/",
        says=IN_TIME,
        host="silent-names.example",
        bounds={"connect_seconds": 0.05, "retries": 1, "total_seconds": 5},
    ),
}
HTTPS_SITES: dict[str, Fault] = {
    "certificate out of date": Fault(tls="expired.pem", says="out of date"),
    "certificate of another site": Fault(tls="other_host.pem", says="is for another site"),
    "certificate of a stranger": Fault(tls="unknown_issuer.pem", says="Nobody known vouches"),
    "https where http is spoken": Fault(start=f"https://{SITE}:{PORT}/list", says="No secure connection"),
    "http where https is spoken": Fault(
        tls="good.pem", start=f"http://{SITE}:{PORT}/plain", says="No connection|as a web server does"
    ),
}
ROBOTS: dict[str, Fault] = {
    "forbidden": Fault(pages=_robots("User-agent: *\nDisallow: /"), says=FORBIDDEN),
    "forbidden by the longest rule": Fault(
        pages=_robots("User-agent: *\nDisallow: /list\nAllow: /li\n"), says=FORBIDDEN
    ),
    "forbidden behind a mark of order": Fault(pages=_robots("\ufeffUser-agent: *\nDisallow: /"), says=FORBIDDEN),
    "forbidden far below": Fault(
        pages=_robots("# padding\n" * 40_000 + "User-agent: *\nDisallow: /\n"), says=FORBIDDEN
    ),
    "forbidden by name": Fault(
        pages=_robots("User-agent: *\nAllow: /\n\nUser-agent: Seutu-Outreach/2.0\nDisallow: /\n"),
        says=FORBIDDEN,
    ),
    "endless": Fault(
        pages=_robots(flood(OK + b"\r\nUser-agent: *\nDisallow: /\n", b"# again\n" * 500)),
        says=FORBIDDEN,
        bounds={"total_seconds": 20},
    ),
    "many names and many rules": Fault(
        pages=_robots(
            "".join(f"User-agent: a{n}\n" for n in range(16_000)) + "User-agent: *\n" + "Disallow: /list\n" * 14_000
        ),
        says=FORBIDDEN,
        bounds={"total_seconds": 20},
    ),
    "with an error": Fault(pages=_robots(answer(b"", status=500)), says=NO_ROBOTS + ".*Try again later"),
    "busy": Fault(pages=_robots(busy(503)), says=NO_ROBOTS),
    "busy for an hour": Fault(pages=_robots(busy(503, "3600")), says=NO_ROBOTS + ".*Try again after"),
    "too many requests": Fault(pages=_robots(busy(429)), says=NO_ROBOTS),
    "silent": Fault(pages=_robots(stall(b"")), says=NO_ROBOTS, bounds={"total_seconds": 5, "retries": 0}),
    "in drips": Fault(pages=_robots(drip(OK + b"\r\n", b"#")), says=NO_ROBOTS),
    "cut short": Fault(pages=_robots(raw(OK + b"Content-Length: 99\r\n\r\nUser-agent: *")), says=NO_ROBOTS),
    "badly packed": Fault(pages=_robots(packed(b"User-agent: *", "gzip")), says=NO_ROBOTS),
    "no connection": Fault(pages=_robots(raw(b"")), says="No connection"),
    "in a circle": Fault(pages=_robots(onward("/robots.txt")), says=NO_ROBOTS),
    "on an inner network": Fault(pages=_robots(onward("http://intranet.example/robots.txt")), says=NO_ROBOTS),
    "slow pages": Fault(
        pages=_robots("User-agent: *\nCrawl-delay: 90\n"), says="wait 90 seconds between pages", error=SlowSite
    ),
    "forbidden at the other site": Fault(
        pages=_page(onward(f"http://{OTHER}:{OTHER_PORT}/list")),
        other={"/robots.txt": answer(b"User-agent: *\nDisallow: /\n")},
        says=FORBIDDEN,
        host=OTHER,
    ),
    "with an error at the other site": Fault(
        pages=_page(onward(f"http://{OTHER}:{OTHER_PORT}/list")),
        other={"/robots.txt": answer(b"", status=500)},
        says=NO_ROBOTS,
        host=OTHER,
    ),
}
FAULTS: dict[str, Fault] = {
    f"{kind}: {name}": fault
    for kind, faults in (
        ("busy", BUSY_SITES),
        ("slow", SLOW_SITES),
        ("body", BROKEN_BODIES),
        ("redirect", WRONG_WAYS),
        ("head", WRONG_HEADS),
        ("https", HTTPS_SITES),
        ("robots.txt", ROBOTS),
    )
    for name, fault in faults.items()
}


def page_of(given: Page | str, put_in: Callable[[str], str]) -> Page:
    """A page as it is served: texts become robots.txt files, and the ports of the sites stand in redirects."""
    if isinstance(given, str):
        return answer(given.encode())

    def page(handler: BaseHTTPRequestHandler) -> None:
        send = handler.send_header
        handler.send_header = lambda keyword, value: send(keyword, put_in(value))  # type: ignore[method-assign]
        given(handler)

    return page
