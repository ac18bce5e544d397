"""Text of files: which letters the bytes mean, by rules and without guessing by letter statistics.

Byte order mark, UTF-16 without one (every other byte is zero), strict UTF-8, then line by line UTF-8 or Windows-1252,
which is what spreadsheet programs in Finland write. The code pages of DOS and of old Macs are known by their å ä ö, and
only where Windows-1252 gives none at all.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from outreach.terms.message import Message, say, say_n

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NORDIC = frozenset("åäöÅÄÖ")
_BESIDE = _NORDIC | frozenset("éÉüÜ–—’”“€§°´«»\u00a0…·•ß×½®™")  # what a Nordic text holds besides
_OLD = ("cp850", "mac_roman")
# UTF-8 that somebody has read as Windows-1252 and saved again: Ã¤ Ã¶ Ã¥ Ã– Ã„ Ã… â€“ Â°
_TWICE = re.compile(r"[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]|â€.")
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    notes: tuple[Message, ...] = ()


def decode(raw: bytes) -> Decoded:
    """Text of a file; never raises, whatever the bytes are."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return Decoded(raw[len(bom) :].decode(encoding, "replace"))
    head = raw[:4096]
    if len(head) >= 4:
        for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if head[start::2].count(0) > 0.4 * (len(head) // 2) and head[1 - start :: 2].count(0) == 0:
                return Decoded(raw.decode(encoding, "replace"))
    try:
        return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return _of_eight_bits(raw)


def _of_eight_bits(raw: bytes) -> Decoded:
    """Text that is not UTF-8 as a whole: lines of two kinds, Windows-1252, or an older code page."""
    lines = raw.splitlines(keepends=True)
    texts: list[str] = []
    good = bad = 0
    for line in lines:
        try:
            texts.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", "replace"))
            bad += 1
    if good > bad:
        note = say_n(
            "{n} line is written in another encoding than the rest: check its letters",
            "{n} lines are written in another encoding than the rest: check their letters",
            bad,
        )
        return Decoded("".join(texts), (note,))
    western = raw.decode("cp1252", "replace")
    if not _NORDIC & set(western):
        for encoding in _OLD:
            text = raw.decode(encoding)
            odd = {char for char in text if ord(char) > 0x7F}
            if odd & _NORDIC and odd <= _BESIDE:
                name = {"cp850": "DOS", "mac_roman": "Macintosh"}[encoding]
                return Decoded(text, (say("The file is in an old encoding ({name}): check its letters", name=name),))
    return Decoded(western)


def mended(text: str) -> str:
    """Text with double-encoded letters put right ("JÃ¤rvi" is "Järvi"); as it was where there are none."""
    if not _TWICE.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return _TWICE.sub(_mend_pair, text)


def has_lost_letters(text: str) -> bool:
    """Whether letters of a text are gone for good."""
    return _LOST in text


def _byte(char: str) -> bytes:
    """The byte that Windows-1252 shows as a character; ValueError for any other character."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return bytes((ord(char),))


def _mend_pair(found: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, found[0])).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return found[0]
