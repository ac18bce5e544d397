"""The register's daily file: a zip with one JSON array of companies, read in bounded memory.

Seen in August 2026: 96 MB, 1.45 GB unpacked, 461 538 records, none of them ceased. `scan_bulk` reads a file to its end
before anything is saved; `read_bulk` gives the companies. A file that is not whole raises BadInput in both.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from importers.ytj.record import parse_company
from importers.ytj.report import Report
from outreach.errors import BadInput
from outreach.rules.text import clean
from outreach.terms.candidate import RegisterCompany, Reject
from outreach.terms.message import Message, say

LARGEST_RECORD = 1_000_000  # characters; a record has 3 100 on average
LARGEST_FILE = 8_000_000_000  # bytes unpacked
LARGEST_ANSWER = 100_000_000  # bytes of a saved answer of the interface, which is read in one piece
HIGHEST_RATIO = 100  # unpacked to packed bytes; the real file has 15
_RATIO_COUNTS_FROM = 50_000_000  # bytes unpacked
_CHUNK = 256 * 1024  # bytes

Progress = Callable[[int, int | None], None]  # bytes unpacked so far, bytes in all

_BLANK = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class BulkScan:
    """What a whole, readable file holds: `sha256` is of the file as it lies on disk, `bytes` its size unpacked."""

    records: int
    sha256: str
    bytes: int


class _Unreadable(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__()
        self.reason = reason


def scan_bulk(path: Path, progress: Progress | None = None) -> BulkScan:
    """Read a file to its end without keeping anything; raises BadInput unless `read_bulk` can read all of it."""
    size = 0

    def watch(done: int, of: int | None) -> None:
        nonlocal size
        size = done
        if progress:
            progress(done, of)

    with _named(path):
        records = sum(1 for _ in _records(path, watch))
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return BulkScan(records, sha256, size)


def read_bulk(path: Path, *, report: Report, progress: Progress | None = None) -> Iterator[RegisterCompany | Reject]:
    """Companies in the order of the file, and records that are not accepted; raises BadInput where the file breaks.

    Also reads a plain .json file with the same array, or with one answer of the interface ({"companies": [...]}).
    """
    with _named(path):
        for number, raw in enumerate(_records(path, progress), 1):
            yield parse_company(raw, where=f"record {number}", report=report)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of reading in one sentence that names the file."""
    try:
        yield
    except _Unreadable as error:
        raise _not_read(path, error.reason) from error
    except UnicodeDecodeError as error:
        raise _not_read(path, say("It is not UTF-8 text")) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _not_read(path, say("The archive is damaged or broken off")) from error
    except (NotImplementedError, RuntimeError) as error:  # of another version, or with a password
        raise _not_read(path, say("The archive is packed in a way that cannot be read")) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a damaged archive points outside itself
            raise _not_read(path, say("The archive is damaged or broken off")) from error
        raise _not_read(path, clean(error.strerror or type(error).__name__, 100)) from error


def _not_read(path: Path, reason: Message | str) -> BadInput:
    return BadInput(
        say(
            "The file could not be read: {file}. {reason}. Nothing was saved.",
            file=clean(path.name, 200),
            reason=reason,
        ),
        say("Fetch it again from the register."),
    )


def _records(path: Path, progress: Progress | None) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(0)
        if head.startswith(b"PK"):
            with zipfile.ZipFile(file) as archive:
                member = _member(archive)
                with archive.open(member) as inside:
                    yield from _array(_Text(inside, member.file_size, progress))
            return
        first = head.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        size = path.stat().st_size
        if first == b"{":
            yield from _answer(file, size, progress)
        elif first == b"[":
            yield from _array(_Text(file, size, progress))
        else:
            raise _Unreadable(say("It is neither a zip archive nor JSON"))


def _member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The one JSON file of the archive."""
    found = [info for info in archive.infolist() if info.filename.lower().endswith(".json") and not info.is_dir()]
    if len(found) != 1:
        names = tuple(clean(info.filename, 60) for info in archive.infolist()[:5])
        raise _Unreadable(say("The archive must hold one JSON file (data….json) and holds: {names}", names=names))
    info = found[0]
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError(info.compress_type)
    packed = max(info.compress_size, 1)
    if info.file_size > LARGEST_FILE or (
        info.file_size > _RATIO_COUNTS_FROM and info.file_size > HIGHEST_RATIO * packed
    ):
        raise _Unreadable(say("Unpacked it would be far larger than the register is"))
    return info


class _Text:
    """Text of a stream, of which no more than a record and a chunk are held. `at` is the place in `held`."""

    def __init__(self, stream: IO[bytes], size: int, progress: Progress | None) -> None:
        self.held, self.at = "", 0
        self._stream, self._size, self._progress = stream, size, progress
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._done = 0
        self._ended = False

    def more(self) -> bool:
        """Read on; False at the end."""
        if self._ended:
            return False
        chunk = self._stream.read(_CHUNK)
        self._ended = not chunk
        self._done += len(chunk)
        if self._done > LARGEST_FILE:
            raise _Unreadable(say("Unpacked it would be far larger than the register is"))
        self.held = self.held[self.at :] + self._decoder.decode(chunk, final=self._ended)
        self.at = 0
        if self._progress and chunk:
            self._progress(self._done, self._size)
        return True

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            match = _BLANK.match(self.held, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.held):
                return self.held[self.at]
            if not self.more():
                return ""

    def take(self, number: int) -> dict[str, Any]:
        """The JSON object that begins here; `number` names it in an error."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self.held, self.at)
            except json.JSONDecodeError as error:
                # What is missing may just not be read yet.
                if len(self.held) - self.at <= LARGEST_RECORD and self.more():
                    continue
                raise _broken(number) from error
            except (ValueError, RecursionError) as error:
                raise _broken(number) from error
            if end - self.at > LARGEST_RECORD:
                raise _broken(number)
            self.at = end
            return dict(value) if type(value) is not dict else value


def _array(text: _Text) -> Iterator[dict[str, Any]]:
    """Objects of the array that the text is; the array must be closed, and nothing may follow it."""
    if text.peek() != "[":
        raise _Unreadable(say("It does not begin with a list of companies"))
    text.at += 1
    number = 1
    if text.peek() == "]":
        text.at += 1
    else:
        while True:
            if text.peek() != "{":
                raise _broken(number)
            yield text.take(number)
            mark = text.peek()
            text.at += 1
            if mark == "]":
                break
            if mark != ",":
                raise _after(number)
            number += 1
    if text.peek():
        raise _Unreadable(say("Something follows the end of the list of companies"))


def _answer(file: IO[bytes], size: int, progress: Progress | None) -> Iterator[dict[str, Any]]:
    """Companies of a saved answer of the interface."""
    if size > LARGEST_ANSWER:
        raise _Unreadable(say("It is one JSON object and not a list of companies"))
    try:
        whole = json.loads(file.read().decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise _Unreadable(say("It is not valid JSON")) from error
    companies = whole.get("companies")
    if not isinstance(companies, list):
        raise _Unreadable(say("It is one JSON object and not a list of companies"))
    for number, raw in enumerate(companies, 1):
        if not isinstance(raw, dict):
            raise _broken(number)
        yield raw
    if progress:
        progress(size, size)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _broken(number: int) -> _Unreadable:
    return _Unreadable(say("Record {number} is broken off, too large or not a JSON object", number=number))


def _after(number: int) -> _Unreadable:
    return _Unreadable(say("The list of companies breaks off or is not valid after record {number}", number=number))
