"""What hosts have answered: pages in memory, files on disk, and what an answer tells of itself for the next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LONGEST_VALIDATOR = 300  # characters of an ETag or a date that are sent back


@dataclass(frozen=True, slots=True)
class Validators:
    """What an answer told of itself: sent back, it lets the host say that the page is still the same (RFC 9110, 13).

    `url` is the address that has told them, after redirects; without it, the address asked for. Nothing is sent to
    another one, and nothing that could not stand in a header.
    """

    etag: str = ""
    modified: str = ""
    url: str = ""

    def __bool__(self) -> bool:
        return bool(_sent(self.etag) or _sent(self.modified))

    def headers_for(self, url: str, first: bool) -> dict[str, str]:
        """Headers for a request to `url`, which is the `first` of a chain of redirects or not."""
        if not (url == self.url if self.url else first):
            return {}
        etag, modified = _sent(self.etag), _sent(self.modified)
        return ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})


NOTHING_KNOWN = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer of any status that is not "busy". `headers` by lower-case name; `url` after redirects; UTC time."""

    url: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    fetched_at: datetime
    sha256: str

    @property
    def validators(self) -> Validators:
        """For the `known` of the next time."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""), self.url)

    @property
    def content_type(self) -> str:
        """What the host says the content is, with its character set if it names one; "" where it says nothing."""
        return self.headers.get("content-type", "").strip()


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


def _sent(value: str) -> str:
    text = value.strip()
    return text if len(text) <= LONGEST_VALIDATOR and text.isascii() and text.isprintable() else ""
