"""Where the body of an answer goes: into memory, or into a file that has its name only once it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from outreach.errors import Refused
from outreach.terms.message import say

SPARE = 50_000_000  # bytes that stay free on the disk of a download
_CHUNK = 1024 * 1024  # bytes


class InMemory:
    """A body of a size that memory holds. `most`: bytes after which no more is wanted."""

    def __init__(self, most: int | None = None) -> None:
        self.content = BytesIO()
        self._most = most

    def begin(self, status: int, headers: Mapping[str, str], length: int | None) -> int:
        """Forgets what an earlier try has brought; 0 bytes are there."""
        self.content.seek(0)
        self.content.truncate()
        return 0

    def write(self, piece: bytes) -> bool:
        self.content.write(piece)
        return self._most is None or self.content.tell() < self._most


class PartFile:
    """A file on its way: `<target>.part`, and `<target>.part.json` with what it is part of.

    Only a strong ETag (RFC 9110, 8.8.1) says that two answers are the same bytes: with one, what a broken-off download
    has brought is gone on with, else it is thrown away. Answers other than 200 and 206 are not written.
    """

    def __init__(self, url: str, target: Path) -> None:
        self.url, self.target = url, target
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")
        self.etag = self._noted() if self.path.is_file() else ""
        self.start = self.path.stat().st_size if self.etag else 0  # bytes that an earlier download has brought
        self.size = 0
        self._digest = self._before = hashlib.sha256()
        self._writes = False
        self._file = self.path.open("r+b" if self.start else "wb")
        if self.start:
            self._before = _digest_of(self.path)
        self.keep = bool(self.start)

    def headers(self) -> dict[str, str]:
        """What asks for the rest alone, as long as it is the rest of the same bytes."""
        return {"Range": f"bytes={self.start}-", "If-Range": self.etag} if self.start else {}

    def begin(self, status: int, headers: Mapping[str, str], length: int | None) -> int:
        """Ready for the body of an answer; how many bytes of the whole are there already. Refused without room."""
        going_on = status == 206 and self.start > 0
        self._writes = going_on or status == 200
        if not self._writes:
            return 0
        self.size = self.start if going_on else 0
        self._digest = self._before.copy() if going_on else hashlib.sha256()
        if not going_on:
            self.start, self.etag = 0, _strong(headers.get("etag", ""))
        self._file.seek(self.size)
        self._file.truncate()
        self._check_room(length)
        self.keep = bool(self.etag)
        if self.keep:
            self._note.write_text(json.dumps({"url": self.url, "etag": self.etag}), encoding="utf-8")
        else:
            self._note.unlink(missing_ok=True)
        return self.size

    def write(self, piece: bytes) -> bool:
        if self._writes:
            self._file.write(piece)
            self._digest.update(piece)
            self.size += len(piece)
        return True

    def is_rest(self, headers: Mapping[str, str]) -> bool:
        """Whether a 206 was what was asked for: the bytes from where the part ended to the end of the whole."""
        unit, _, rest = headers.get("content-range", "").partition(" ")
        span, _, whole = rest.partition("/")
        return unit == "bytes" and span == f"{self.start}-{self.size - 1}" and whole in (str(self.size), "*")

    def forget(self) -> None:
        """What was brought so far is of no use: the next request is for all of it."""
        self.start, self.keep = 0, False

    def finish(self) -> str:
        """Gives the file its name; its SHA-256."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)
        return self._digest.hexdigest()

    def close(self) -> None:
        """Closes it; keeps what there is only if a later download can go on with it."""
        with contextlib.suppress(OSError):
            self._file.close()
        if not (self.keep and self.path.is_file() and self.path.stat().st_size):
            self.drop()

    def drop(self) -> None:
        """Removes what was brought so far."""
        self.keep = False
        for path in (self.path, self._note):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _noted(self) -> str:
        """ETag of what the part belongs to; "" when that cannot be told."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return _strong(str(note["etag"])) if note["url"] == self.url else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _check_room(self, length: int | None) -> None:
        free = shutil.disk_usage(self.path.parent).free
        if length is not None and length + SPARE > free:
            self.keep = False
            raise Refused(
                say(
                    "The disk has too little room for the file: {needed} MB are needed, {free} MB are free."
                    " Nothing was downloaded.",
                    needed=-(-(length + SPARE) // 1_000_000),
                    free=free // 1_000_000,
                ),
                say("Make room, or choose another disk with the variable OUTREACH_DATA_DIR."),
            )


def _strong(etag: str) -> str:
    """The ETag if it is a strong one of a harmless form, else ""."""
    inside = etag[1:-1]
    fine = len(etag) > 2 and etag[0] == etag[-1] == '"' and '"' not in inside
    return etag if fine and len(etag) < 300 and inside.isascii() and inside.isprintable() else ""


def _digest_of(path: Path) -> hashlib._Hash:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest
