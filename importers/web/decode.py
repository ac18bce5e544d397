"""Bytes of a web page as text: what the bytes themselves say comes before what the page or its server claims.

Order: byte order mark; UTF-8 if strictly or nearly all of it is valid; the declared charset; Windows-1252. There is no
guessing by letter statistics: it takes Finnish pages for Romanian or Hungarian ones.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_HEAD = 4096  # bytes in which a page declares its charset
_FEW = 20  # valid sequences for each broken one, for a page to be UTF-8 with a slip in it

# What a label means on the web (WHATWG Encoding Standard): Latin 1 is read as Windows-1252, ASCII too.
_CHARSETS = {
    "iso88591": "cp1252",
    "latin1": "cp1252",
    "usascii": "cp1252",
    "ascii": "cp1252",
    "windows1252": "cp1252",
    "cp1252": "cp1252",
    "iso885915": "iso-8859-15",
    "latin9": "iso-8859-15",
    "iso88594": "iso-8859-4",
    "iso885910": "iso-8859-10",
    "windows1250": "cp1250",
    "windows1251": "cp1251",
    "windows1257": "cp1257",
    "koi8r": "koi8-r",
    "macintosh": "mac-roman",
    "utf16": "utf-16-le",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
}


def decode(raw: bytes, declared: str = "") -> str:
    """Text of a page; `declared` is the charset of the Content-Type header, "" without one. Never raises."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = len(text) - broken - sum(1 for byte in raw if byte < 0x80)
    if broken * _FEW <= valid:
        return text
    named = _DECLARED.search(raw[:_HEAD])
    for label in (declared, named[1].decode("ascii") if named else ""):
        encoding = _CHARSETS.get(re.sub(r"[^a-z0-9]", "", label.lower()), "")
        if encoding:
            return raw.decode(encoding, "replace")
    return raw.decode("cp1252", "replace")
