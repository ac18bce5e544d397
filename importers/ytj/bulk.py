"""The register's daily file: a zip with one JSON array of companies, cut into its records in bounded memory.

Seen in August 2026: 96 MB, 1.45 GB unpacked, 461 538 records, none of them ceased.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from importers.ytj.record import NotJson
from importers.ytj.unpack import Member
from outreach.errors import BadInput
from outreach.rules.text import clean
from outreach.terms.message import Message, say

NOT_JSON = say("It is not valid JSON")
LARGEST_RECORD = 1_000_000  # bytes; a record has 3 100 on average
LARGEST_FILE = 8_000_000_000  # bytes unpacked
LARGEST_ANSWER = 100_000_000  # bytes of a saved answer of the interface, which is read in one piece
HIGHEST_RATIO = 100  # unpacked to packed bytes; the real file has 15
_RATIO_COUNTS_FROM = 50_000_000  # bytes unpacked
_CHUNK = 1024 * 1024  # bytes
_AT_ONCE = 300  # records of a batch that are found one by one

Progress = Callable[[int, int | None], None]  # bytes unpacked so far, bytes in all

_BLANK = re.compile(r"[ \t\n\r]*")
_FIRST = re.compile(rb'(?:\xef\xbb\xbf)?[ \t\r\n]*\[[ \t\r\n]*(\{[ \t\r\n]*"[^"\\]*"[ \t\r\n]*:)')


class Batch(NamedTuple):
    """Records that follow one another in the file, the first of them number `first`, counted from 1.

    `pieces` are the texts of the records, each without `head`, by which every record of the file begins.
    """

    first: int
    head: bytes
    pieces: list[bytes]


class _Unreadable(Exception):
    def __init__(self, reason: Message) -> None:
        super().__init__()
        self.reason = reason


def batches(path: Path, progress: Progress | None = None, *, plainly: bool = False) -> Iterator[Batch]:
    """The records of a file in their order; BadInput where the file breaks.

    Records are told apart by how each begins, which costs a tenth of parsing them; quotes cannot stand bare inside a
    JSON text, so this is wrong only where something inside a record begins in the same way, or is written differently
    from record to record. Then a piece does not parse, or NotJson is raised here: start again with `plainly`, which
    parses one record after another, and names the place where the file is broken.

    Also reads a plain .json file with the same array, or with one answer of the interface ({"companies": [...]}).
    """
    with _named(path), path.open("rb") as file:
        start = file.read(1024)
        file.seek(0)
        if start.startswith(b"PK"):
            with zipfile.ZipFile(file) as archive:
                member = _member(archive)
                yield from _records(Member(file, member), member.file_size, progress, plainly)
            return
        first = start.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        size = path.stat().st_size
        if first == b"{":
            yield from _answer(file, size, progress)
        elif first == b"[":
            yield from _records(file, size, progress, plainly)
        else:
            raise _Unreadable(say("It is neither a zip archive nor JSON"))


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of reading in one sentence that names the file."""
    try:
        yield
    except _Unreadable as error:
        raise not_read(path, error.reason) from error
    except UnicodeDecodeError as error:
        raise not_read(path, say("It is not UTF-8 text")) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise not_read(path, say("The archive is damaged or broken off")) from error
    except (NotImplementedError, RuntimeError) as error:  # of another version, or with a password
        raise not_read(path, say("The archive is packed in a way that cannot be read")) from error
    except FileNotFoundError as error:
        raise not_read(path, say("There is no such file")) from error
    except IsADirectoryError as error:
        raise not_read(path, say("It is a folder: give the name of a file")) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a damaged archive points outside itself
            raise not_read(path, say("The archive is damaged or broken off")) from error
        raise not_read(path, say("The system says: {reason}", reason=error.strerror or "?")) from error


def not_read(path: Path, reason: Message | str) -> BadInput:
    """What to raise of a file that cannot be read."""
    return BadInput(
        say(
            "The file could not be read: {file}. {reason}. Nothing was saved.",
            file=clean(path.name, 200),
            reason=reason,
        ),
        say("Fetch it again from the register."),
    )


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


def _records(stream: IO[bytes] | Member, size: int, progress: Progress | None, plainly: bool) -> Iterator[Batch]:
    watched = _Watched(stream, size, progress)
    return _array(_Text(watched)) if plainly else _cut(watched)


class _Watched:
    """A stream that is read in chunks, no further than a register can reach."""

    def __init__(self, stream: IO[bytes] | Member, size: int, progress: Progress | None) -> None:
        self._stream, self._size, self._progress = stream, size, progress
        self._done = 0

    def chunk(self) -> bytes:
        """The next bytes; none at the end."""
        found = self._stream.read(_CHUNK)
        self._done += len(found)
        if self._done > LARGEST_FILE:
            raise _Unreadable(say("Unpacked it would be far larger than the register is"))
        if self._progress and found:
            self._progress(self._done, self._size)
        return found


def _cut(stream: _Watched) -> Iterator[Batch]:
    """Records told apart by their beginning, which is that of the first one; NotJson where that does not go."""
    held = stream.chunk()
    begin = _FIRST.match(held)
    if not begin:
        raise NotJson
    head = begin[1]
    between = re.search(rb"\}([ \t\r\n]*,[ \t\r\n]*)" + re.escape(head), held)
    separator = (between[1] if between else b",") + head
    number, held = 1, held[begin.end() :]
    while True:
        pieces = held.split(separator)
        if max(map(len, pieces)) > LARGEST_RECORD:
            raise NotJson
        held = pieces.pop()
        if pieces:
            yield Batch(number, head, pieces)
            number += len(pieces)
        chunk = stream.chunk()
        if not chunk:
            break
        held += chunk
    last = held.rstrip(b" \t\r\n")
    if not last.endswith(b"]"):
        raise NotJson
    yield Batch(number, head, [last[:-1].rstrip(b" \t\r\n")])


class _Text:
    """Text of a stream, of which no more than a record and a chunk are held. `at` is the place in `held`."""

    def __init__(self, stream: _Watched) -> None:
        self.held, self.at = "", 0
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._ended = False

    def more(self) -> bool:
        """Read on; False at the end."""
        if self._ended:
            return False
        chunk = self._stream.chunk()
        self._ended = not chunk
        self.held = self.held[self.at :] + self._decoder.decode(chunk, final=self._ended)
        self.at = 0
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

    def take(self, number: int) -> bytes:
        """The JSON object that begins here; `number` names it in an error."""
        while True:
            try:
                _, end = _DECODER.raw_decode(self.held, self.at)
            except json.JSONDecodeError as error:
                # What is missing may just not be read yet.
                if len(self.held) - self.at <= LARGEST_RECORD and self.more():
                    continue
                raise _broken(number) from error
            except (ValueError, RecursionError) as error:
                raise _broken(number) from error
            if end - self.at > LARGEST_RECORD:
                raise _broken(number)
            found = self.held[self.at : end].encode()
            self.at = end
            return found


def _array(text: _Text) -> Iterator[Batch]:
    """Records of the array that the text is; the array must be closed, and nothing may follow it."""
    if text.peek() != "[":
        raise _Unreadable(say("It does not begin with a list of companies"))
    text.at += 1
    number, pieces = 1, []
    if text.peek() == "]":
        text.at += 1
    else:
        while True:
            if text.peek() != "{":
                raise _broken(number)
            pieces.append(text.take(number))
            if len(pieces) == _AT_ONCE:
                yield Batch(number + 1 - len(pieces), b"", pieces)
                pieces = []
            mark = text.peek()
            text.at += 1
            if mark == "]":
                break
            if mark != ",":
                raise _after(number)
            number += 1
    if text.peek():
        raise _Unreadable(say("Something follows the end of the list of companies"))
    if pieces:
        yield Batch(number + 1 - len(pieces), b"", pieces)


def _answer(file: IO[bytes], size: int, progress: Progress | None) -> Iterator[Batch]:
    """Companies of a saved answer of the interface."""
    if size > LARGEST_ANSWER:
        raise _Unreadable(say("It is one JSON object and not a list of companies"))
    try:
        whole = json.loads(file.read().decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise _Unreadable(NOT_JSON) from error
    companies = whole.get("companies")
    if not isinstance(companies, list):
        raise _Unreadable(say("It is one JSON object and not a list of companies"))
    for number, raw in enumerate(companies, 1):
        if not isinstance(raw, dict):
            raise _broken(number)
    yield Batch(1, b"", [json.dumps(raw).encode() for raw in companies])
    if progress:
        progress(size, size)


def _no_constant(name: str) -> str:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _broken(number: int) -> _Unreadable:
    return _Unreadable(say("Record {number} is broken off, too large or not a JSON object", number=number))


def _after(number: int) -> _Unreadable:
    return _Unreadable(say("The list of companies breaks off or is not valid after record {number}", number=number))
