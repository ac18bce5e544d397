"""What a file is, by its content and never by its name, within bounds; one sentence for what cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum, auto
from pathlib import Path

from outreach.errors import BadInput, NotFound
from outreach.rules.text import clean
from outreach.terms.message import Message, say

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 500_000_000  # bytes of all parts of a workbook together
MOST_RATIO = 200  # unpacked to packed, for a workbook that unpacks to more than 50 MB
MOST_PARTS = 10_000

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|table|tr|div|style)\b", re.IGNORECASE)
_WORKBOOK_XML = re.compile(rb"<(?:\w{1,20}:)?Workbook\b", re.IGNORECASE)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Kind(Enum):
    TEXT = auto()
    XLSX = auto()
    XLS = auto()
    ODS = auto()
    HTML = auto()  # a table of a page, often called .xls
    XML = auto()  # "XML spreadsheet 2003", often called .xls
    VCARD = auto()


def unreadable(file: str, reason: Message) -> BadInput:
    """The error of a file that gives nothing; the reason has no full stop."""
    return BadInput(
        say("The file could not be read: {file}. {reason}. Nothing was saved.", file=clean(file, 200), reason=reason)
    )


def load(path: Path) -> bytes:
    """Content of a file of at most MOST_BYTES."""
    try:
        if path.is_dir():
            raise unreadable(path.name, say("It is a folder: give the name of a file"))
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(say("There is no such file: {file}. Check the name.", file=clean(path, 400))) from None
    except (OSError, ValueError) as error:
        reason = say("The system says: {reason}", reason=getattr(error, "strerror", None) or "?")
        raise unreadable(path.name, reason) from None
    return raw


def kind_of(raw: bytes, file: str) -> Kind:
    """Kind of the content; raises BadInput with what to do for content that holds no table."""
    if len(raw) > MOST_BYTES:
        raise unreadable(file, say("It is larger than {size} MB: divide it into several files", size=50))
    if not raw.strip(b"\0 \t\r\n"):
        raise unreadable(file, say("It is empty"))
    if raw.startswith(b"PK\x03\x04"):
        return _kind_of_zip(raw, file)
    if raw.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise unreadable(file, say("It is protected by a password: save it without one"))
        return Kind.XLS
    head = _ascii_head(raw)
    if head.lstrip().startswith(b"%PDF-"):
        raise unreadable(file, say("It is a PDF: ask for the list as a spreadsheet"))
    start = head.lstrip()
    if start[:40].upper().startswith(b"BEGIN:VCARD"):
        return Kind.VCARD
    if start.startswith(b"<"):
        if _WORKBOOK_XML.search(head):
            return Kind.XML
        if _HTML.search(head):
            return Kind.HTML
    if start[:13].lower() == b"mime-version:":
        raise unreadable(file, say("It is a web archive: open it in a spreadsheet program and save it as .xlsx"))
    if head.startswith((b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise unreadable(file, _no_table())
    return Kind.TEXT


def _no_table() -> Message:
    return say("It is no spreadsheet and no text table: save the list as .xlsx or .csv")


def _ascii_head(raw: bytes) -> bytes:
    """The beginning without a byte order mark, and without the zero bytes of UTF-16."""
    for bom in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) : 8192].replace(b"\0", b"")
    return raw[:8192].replace(b"\0", b"")


def _kind_of_zip(raw: bytes, file: str) -> Kind:
    """XLSX or ODS; the sizes that the parts declare bound what the readers unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {item.filename for item in parts}
            ods = False
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    ods = part.read(80).strip() == _ODS
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, KeyError):
        raise unreadable(file, say("It is damaged: open it in a spreadsheet program and save it again")) from None
    unpacked = sum(item.file_size for item in parts)
    too_dense = unpacked > MOST_BYTES and unpacked > MOST_RATIO * len(raw)
    if unpacked > MOST_UNPACKED or too_dense or len(parts) > MOST_PARTS:
        raise unreadable(file, say("It unpacks to more than the program accepts: save only the list in a new file"))
    if any(item.flag_bits & 1 for item in parts):
        raise unreadable(file, say("It is protected by a password: save it without one"))
    if ods:
        return Kind.ODS
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if any(name.startswith("xl/") for name in names):
        raise unreadable(file, say("It is a kind of workbook that the program does not know: save it as .xlsx"))
    raise unreadable(file, _no_table())
