"""A double of the register's open interface, with the ways of the real one that its description does not tell.

Paths, parameters and code sets are read from the OpenAPI file among the samples. What differs from the description, as
seen in the real service: a page past the end is page 1, unknown parameters are ignored, 429 is plain text, the code of
an item gives an empty text, and records lack keys that the description requires.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

from tests.doubles.ytj_records import POST_CODES, SAMPLES, Record, bulk_zip

PAGE_SIZE = 100
PIECE = 64 * 1024  # bytes
TIMESTAMP = "2026-11-24 10:00:00"
CODE_SETS = {
    ("YRMU", "en"): "OY\tLimited company\nOYJ\tPublic limited company\nOK\tCo-operative\n",
    ("YRMU", "fi"): "OY\tOsakeyhtiö\nOYJ\tJulkinen osakeyhtiö\nOK\tOsuuskunta\n",
    ("YRMU", "sv"): "OY\tAktiebolag\nOYJ\tPublikt aktiebolag\nOK\tAndelslag\n",
}


@cache
def openapi() -> dict[str, Any]:
    """The description of the interface."""
    loaded: dict[str, Any] = yaml.safe_load((SAMPLES / "openapi.yaml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Reply:
    """`cut`: the connection ends after so many bytes of the body. `pause`: seconds between two pieces of it."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    pause: float = 0.0


class YtjServer:
    """Serves `records` under `url` while it is entered; `reply` works without. `asked` lists (path, parameters).

    `burst`: so many requests pass, then `refused` of them get 429, and so on. `next_replies` are given before anything
    else, in turn. `before_page` is called with the page number before a page is made, so that a test may change
    `records` meanwhile.

    The whole file: `validators` are the headers by which it is known again, of "etag", "weak" (an ETag that only says
    that the content is the same) and "modified"; `ranges`: whether a part of it may be asked for; `cuts`: after how
    many bytes the next answers with it break off; `pause`: seconds between pieces of `PIECE` bytes. `file_asked` lists
    the headers of each request for it.
    """

    def __init__(self, records: Sequence[Record] = (), *, burst: int = 0, refused: int = 1) -> None:
        self.records = sorted(records, key=lambda record: str(record["businessId"]["value"]))
        self.burst, self.refused = burst, refused
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.next_replies: list[Reply] = []
        self.before_page: Callable[[int], None] = lambda page: None
        self.validators: tuple[str, ...] = ("etag",)
        self.ranges = True
        self.cuts: list[int] = []
        self.pause = 0.0
        self.file_asked: list[dict[str, str]] = []

    def __enter__(self) -> YtjServer:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                reply = server.reply(self.path, {name.lower(): value for name, value in self.headers.items()})
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                body = reply.body if reply.cut is None else reply.body[: reply.cut]
                try:
                    for start in range(0, len(body), PIECE if reply.pause else max(1, len(body))):
                        self.wfile.write(body[start : start + PIECE] if reply.pause else body)
                        threading.Event().wait(reply.pause)
                except ConnectionError:
                    self.close_connection = True
                if reply.cut is not None:
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/opendata-ytj-api/v3"

    def reply(self, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to a path with its query; names of `headers` in lower case."""
        parts = urlsplit(target)
        path = parts.path.removeprefix("/opendata-ytj-api/v3")
        parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.asked.append((path, parameters))
        if self.next_replies:
            return self.next_replies.pop(0)
        if self.burst and (len(self.asked) - 1) % (self.burst + self.refused) >= self.burst:
            return too_many()
        described = openapi()["paths"].get(path)
        if described is None:
            return Reply(404, "text/html", b"<h1>Not Found</h1>")
        known = {parameter["name"]: parameter for parameter in described["get"].get("parameters", ())}
        for name, parameter in known.items():
            if parameter.get("required") and not parameters.get(name):
                return error(400, f"Missing parameter: {name}", 1005)
            allowed = parameter["schema"].get("enum")
            if name in parameters and name != "code" and allowed and parameters[name] not in allowed:
                return error(400, f"Invalid value: {name}", 1005)
        asked = {name: value for name, value in parameters.items() if name in known and value}
        if path == "/all_companies":
            return self._bulk(headers or {})
        if path == "/description":
            text = CODE_SETS.get((asked["code"], asked["lang"]), "")
            return Reply(200, "text/plain;charset=UTF-8", text.encode())
        if path == "/post_codes":
            return _json(200, _post_codes(asked["lang"]))
        return self._companies(asked)

    def _companies(self, asked: Mapping[str, str]) -> Reply:
        text = asked.get("page", "1")
        if not text.lstrip("-").isdigit():
            return error(400, "Invalid value: page", 1005)
        self.before_page(int(text))
        found = [record for record in self.records if _matches(record, asked)]
        pages = max(1, -(-len(found) // PAGE_SIZE))
        page = int(text) if 1 <= int(text) <= pages else 1
        shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return _json(200, {"totalResults": len(found), "companies": shown})

    def _bulk(self, asked: Mapping[str, str]) -> Reply:
        self.file_asked.append(dict(asked))
        living = [record for record in self.records if record.get("tradeRegisterStatus") != "4"]
        body = bulk_zip(living)
        number = hashlib.sha256(body).hexdigest()[:16]
        headers: dict[str, str] = {}
        if "etag" in self.validators or "weak" in self.validators:
            headers["ETag"] = f'"{number}"' if "etag" in self.validators else f'W/"{number}"'
        if "modified" in self.validators:
            headers["Last-Modified"] = f"Sun, {1 + int(number, 16) % 28:02} Nov 2026 02:00:00 GMT"
        condition = asked.get("if-none-match") or asked.get("if-modified-since")
        if condition and condition in headers.values():
            return Reply(304, "application/zip", b"", headers)
        cut = self.cuts.pop(0) if self.cuts else None
        span = asked.get("range", "")
        if not (self.ranges and span and asked.get("if-range") == headers.get("ETag")):
            return Reply(200, "application/zip", body, headers, cut, self.pause)
        start = int(span.removeprefix("bytes=").removesuffix("-"))
        if start >= len(body):
            return Reply(416, "text/plain", b"", {"Content-Range": f"bytes */{len(body)}"})
        headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return Reply(206, "application/zip", body[start:], headers, cut, self.pause)


def error(status: int, message: str, number: int) -> Reply:
    """An error as the interface writes it: `errorcode`, where the description requires `code`."""
    return _json(status, {"timestamp": TIMESTAMP, "message": message, "errorcode": number})


def too_many(retry_after: str = "") -> Reply:
    """429 as text; the real service is not known to send Retry-After."""
    return Reply(429, "text/plain", b"Too many requests", {"Retry-After": retry_after} if retry_after else {})


def _json(status: int, value: Any) -> Reply:
    return Reply(status, "application/json;charset=UTF-8", json.dumps(value, ensure_ascii=False).encode())


def _matches(record: Record, asked: Mapping[str, str]) -> bool:
    addresses = record.get("addresses") or []
    towns = {office["city"] for address in addresses for office in address.get("postOffices", ())}
    line = (record.get("mainBusinessLine") or {}).get("type", "")
    tests: dict[str, Callable[[str], bool]] = {
        "businessId": lambda value: record["businessId"]["value"] == value,
        "postCode": lambda value: any(address.get("postCode") == value for address in addresses),
        "location": lambda value: value.upper() in towns,
        "name": lambda value: any(value.lower() in name["name"].lower() for name in record["names"]),
        "mainBusinessLine": lambda value: line.startswith(value),
    }
    return all(tests[name](value) for name, value in asked.items() if name in tests)


def _post_codes(lang: str) -> list[dict[str, Any]]:
    return [
        {
            "postCode": postcode,
            "city": sv if lang == "sv" else fi,
            "active": True,
            "languageCode": "2" if lang == "sv" else "1",
            "municipalityCode": municipality,
        }
        for postcode, (fi, sv, municipality) in POST_CODES.items()
    ]
