"""Bytes of a web page as text: what the bytes themselves say comes before what the page or its server claims.

Order: byte order mark, the zero bytes of UTF-16; UTF-8 if strictly or mostly all of it is valid; the declared charset;
Windows-1252. There is no guessing by letter statistics: it takes Finnish pages for Romanian or Hungarian ones.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_HEAD = 4096  # bytes in which a page declares its charset
_ASCII = bytes(range(0x80))
_CUT_LEADS = frozenset({0xC2, 0xC3, 0xE2})  # bytes with which the letters of cut off Nordic texts begin in UTF-8

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
}

# Letters whose two bytes in UTF-8 were read as Windows-1252 or Latin 1 and written as UTF-8 again.
_TWICE = {
    letter.encode().decode(encoding): letter
    for letter in "äöåÄÖÅéèüÜøæØÆõÕ–—’‘“”•…€"
    for encoding in ("cp1252", "latin-1")
    if not (encoding == "cp1252" and any(byte in letter.encode() for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)))
}
_TWICE["\u00e2\u20ac\u009d"] = "”"  # its last byte has no letter in Windows-1252, and browsers keep it
_TWICE["\u00c3\u0081"] = "Á"
_TWICE_WRITTEN = re.compile("|".join(map(re.escape, sorted(_TWICE, key=len, reverse=True))))


def decode(raw: bytes, declared: str = "") -> str:
    """Text of a page; `declared` is the charset of the Content-Type header, "" without one. Never raises."""
    return repaired(_decoded(raw, declared))


def repaired(text: str) -> str:
    """A text whose letters were encoded twice ("PÃ¶rhÃ¶") as it was meant; any other comes back as it is."""
    if "\u00c3" not in text and "\u00e2" not in text:
        return text
    return _TWICE_WRITTEN.sub(lambda found: _TWICE[found[0]], text)


def _decoded(raw: bytes, declared: str) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    wide = _by_zeros(raw[:_HEAD])
    if wide:
        return raw.decode(wide, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - (len(raw) - len(raw.translate(None, _ASCII)))
    if beyond_ascii >= 2 * broken:
        return raw.decode("utf-8", "outreach_slips")
    named = _DECLARED.search(raw[:_HEAD])
    for label in (declared, named[1].decode("ascii") if named else ""):
        encoding = _CHARSETS.get(re.sub(r"[^a-z0-9]", "", label.lower()), "")
        if encoding:
            return raw.decode(encoding, "replace")
    return raw.decode("cp1252", "replace")


def _by_zeros(head: bytes) -> str:
    """The UTF-16 in which every other byte of plain markup is zero; "" for any other text."""
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if pairs >= 8 and odd > 0.6 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if pairs >= 8 and even > 0.6 * pairs and odd < 0.05 * pairs else ""


def _slip(error: UnicodeError) -> tuple[str, int]:
    """What stands for a byte that breaks a page of UTF-8: its letter in Windows-1252, as where a part of the page was
    pasted in, but a mark of loss for the rest of a letter that was cut off."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    if byte in _CUT_LEADS:
        return "\ufffd", error.end
    return bytes([byte]).decode("cp1252", "replace"), error.start + 1


codecs.register_error("outreach_slips", _slip)
