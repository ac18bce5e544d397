"""Bodies as they were before they were packed for the way, a bounded piece at a time.

A few bytes can unpack to gigabytes, and a packed body can end early without its length saying so: both are seen here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

PIECE = 64 * 1024  # bytes of one piece at most
_GZIP, _ZLIB, _BARE = 31, 15, -15  # window bits of zlib
_OTHERS = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz", "lzma", "xz", "bzip2"})  # never asked for
_MOST_TIMES = 2  # packed one over the other


class NotPacked(Exception):
    """The bytes are not what Content-Encoding says, or are packed in a way that was not asked for."""


class CutShort(Exception):
    """The packed body ends before its end."""


def is_packed(encoding: str) -> bool:
    """Whether a Content-Encoding names a way of packing. Other words, a character set say, mean nothing here."""
    return bool(_ways(encoding))


def unpacked(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of the body itself. Raises NotPacked or CutShort while it is read."""
    ways = _ways(encoding)
    if len(ways) > _MOST_TIMES:
        raise NotPacked
    for way in reversed(ways):
        if way in _OTHERS:
            raise NotPacked
        pieces = _gunzipped(pieces) if way in ("gzip", "x-gzip") else _inflated(pieces)
    return pieces


def _ways(encoding: str) -> list[str]:
    known = {"gzip", "x-gzip", "deflate"} | _OTHERS
    return [way for part in encoding.split(",") if (way := part.strip().lower()) in known]


def _gunzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Members of a gzip file one after another; what follows the last one is padding (RFC 1952, 2.2)."""
    member = zlib.decompressobj(_GZIP)
    started = between = False  # within a member; behind one, where another may begin
    for piece in pieces:
        data = piece
        while data:
            if between and not started and not _begins_gzip(data):
                break
            started = True
            yield from _unpack(member, data)
            data = b""
            if member.eof:
                data = member.unused_data
                member, started, between = zlib.decompressobj(_GZIP), False, True
    if started:
        raise CutShort


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Data called "deflate" as it is met: with the wrapping of zlib, as the standard says, or without it."""
    head = b""
    stream: zlib._Decompress | None = None
    for piece in pieces:
        if stream is not None:
            if not stream.eof:
                yield from _unpack(stream, piece)
            continue
        head += piece
        if len(head) >= 2:
            wrapped = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
            stream = zlib.decompressobj(_ZLIB if wrapped else _BARE)
            yield from _unpack(stream, head)
    if head and (stream is None or not stream.eof):
        raise CutShort


def _unpack(stream: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    try:
        piece = stream.decompress(data, PIECE)
        while piece:
            yield piece
            piece = b"" if stream.eof else stream.decompress(stream.unconsumed_tail, PIECE)
    except zlib.error as error:
        raise NotPacked from error


def _begins_gzip(data: bytes) -> bool:
    return data[:2] in (b"\x1f\x8b", b"\x1f")
