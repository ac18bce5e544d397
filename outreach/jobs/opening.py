"""Pages of the disk and of the network, opened for reading: what imports, sources and their previews begin with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.errors import BadInput, Unreachable
from outreach.rules.text import clean
from outreach.terms.message import Message, say
from outreach.terms.places import Places

if TYPE_CHECKING:
    from importers.fetch import Fetched
    from importers.web.document import Document

OK = 200


def is_address(text: str) -> bool:
    """Whether a web address is meant, and no file."""
    return text[:8].lower().startswith(("http://", "https://"))


def is_source_file(text: str) -> bool:
    """Whether the file of a source is meant, and no page."""
    return not is_address(text) and text.lower().endswith(".toml")


def places() -> Places:
    """Names of towns and post towns by which pages are read."""
    from outreach import codes

    return codes.places()


def charset_of(content_type: str) -> str:
    """Character set of a Content-Type header; "" when it names none."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""


def saved(path: Path, most: int) -> bytes:
    """Content of a saved page of at most `most` bytes; BadInput for one that cannot be read."""
    try:
        if path.stat().st_size > most:
            size = most // 1_000_000
            raise BadInput(say("The file is larger than {size} MB and was not read: {file}", size=size, file=path.name))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise BadInput(
            say(
                "The file could not be read: {file}. {reason}. Nothing was saved.",
                file=clean(path.name, 200),
                reason=reason,
            )
        ) from error


def opened(raw: bytes, *, source: str, url: str, fetched_at: datetime, content_type: str = "") -> Document | Message:
    """A page with the tables of places; the sentence says what the bytes are instead."""
    from importers.web.document import open_document

    return open_document(
        raw,
        source=source,
        url=url,
        fetched_at=fetched_at,
        declared_charset=charset_of(content_type),
        places=places(),
    )


def refuse_status(page: Fetched, url: str) -> None:
    """Unreachable for an answer that is no page."""
    if page.status != OK:
        raise Unreachable(
            say("The page answers {status}: {url}. Your data is unchanged.", status=str(page.status), url=url)
        )
