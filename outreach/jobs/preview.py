"""What a page, a site or a file gives before anything is written: no database is asked, and nothing is kept.

A page loads neither the database nor what reads spreadsheets, so that a preview is there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.errors import BadInput, NotFound
from outreach.jobs import opening
from outreach.rules.text import clean
from outreach.terms.candidate import Candidate, Parsed
from outreach.terms.message import Message, say
from outreach.terms.runs import Progress
from outreach.terms.sources import FieldFill, Preview

if TYPE_CHECKING:
    from importers.fetch import Fetched, Fetcher
    from importers.web.document import Document
    from importers.web.sources import SourceSpec

FIELDS = ("name", "website", "email", "phone", "street", "postcode", "town", "business_id", "description")
SAMPLES = 3
_TABLE_NAMES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".vcf", ".vcard")
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx")
_TABLE_TYPES = ("csv", "tab-separated", "spreadsheet", "ms-excel", "vcard")
_TABLE_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"BEGIN:VCARD", b"sep=")

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]
Door = Callable[[], "Fetcher"]


def never() -> bool:
    """Nobody stops this one."""
    return False


def preview(
    where: str,
    *,
    door: Door,
    now: datetime,
    source_file: Path | None = None,
    base_url: str = "",
    content_type: str = "",
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> Preview:
    """What a file, a saved page, a web address, or the file of a source with its start pages gives.

    `door` makes the fetcher once the network is needed; `source_file` says where the rows of the page are; `base_url`
    is the address that the links of a saved page start from; `content_type` stands in for the header of its answer.
    BadInput, Refused or Unreachable where it cannot be read.
    """
    spec = read_source(source_file) if source_file is not None else None
    if opening.is_source_file(where):
        return _site(read_source(Path(where).expanduser()), door(), now, progress, should_stop)
    if opening.is_address(where):
        if spec is not None:
            return _site(replace(spec, start=(where,)), door(), now, progress, should_stop)
        return _address(where, door(), content_type)
    path = Path(where).expanduser()
    if not path.is_file():
        raise NotFound(
            say("There is no such file: {path}", path=clean(where, 200)),
            say("A web address begins with https:// or http://."),
        )
    from importers.web.document import MOST_BYTES

    if spec is None and _is_table(path.name, _first_bytes(path), content_type):
        return _file(path, now)
    raw = opening.saved(path, MOST_BYTES)
    if not base_url and spec is not None and spec.start:
        base_url = spec.start[0]
    url = base_url or path.name
    document = opening.opened(raw, source=path.name, url=url, fetched_at=now, content_type=content_type)
    return of_parsed(_read(document, spec), source=path.name, url=url, fetched_at=now)


def read_source(path: Path) -> SourceSpec:
    """The file of a source; BadInput names the line that cannot be used."""
    from importers.web.sources import read_spec

    try:
        text = opening.saved(path, 1_000_000).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            say("The file could not be read: {file}. It is not written in UTF-8.", file=clean(path.name, 200))
        ) from error
    return read_spec(text, path.name)


def of_parsed(parsed: Parsed, *, source: str, url: str, fetched_at: datetime, pages: int = 1) -> Preview:
    """What was read, with how many records have each field."""
    return Preview(
        source=source,
        url=url,
        fetched_at=fetched_at,
        candidates=parsed.candidates,
        mentioned=parsed.mentioned,
        rejects=parsed.rejects,
        fills=fills(parsed.candidates),
        steps=parsed.steps,
        columns=parsed.columns,
        layout=parsed.layout,
        notes=parsed.notes,
        pages=pages,
    )


def fills(candidates: Sequence[Candidate]) -> tuple[FieldFill, ...]:
    """How many records have each field, in the order in which they are shown."""
    return tuple(_fill(field, [str(getattr(one, field)) for one in candidates]) for field in FIELDS)


def _fill(field: str, values: Sequence[str]) -> FieldFill:
    filled = [value for value in values if value]
    return FieldFill(
        field=field, found=len(filled), records=len(values), samples=tuple(dict.fromkeys(filled))[:SAMPLES]
    )


def _read(document: Document | Message, spec: SourceSpec | None) -> Parsed:
    if isinstance(document, Message):
        return Parsed((), (), (document,))
    if spec is not None:
        from importers.web.sources import read_page

        return read_page(document, spec)
    from importers.web.page import parse_document

    return parse_document(document)


def _address(url: str, fetcher: Fetcher, content_type: str) -> Preview:
    from importers.fetch import WEB

    page = fetcher.get(url, profile=WEB)
    opening.refuse_status(page, url)
    kind = content_type or page.headers.get("content-type", "")
    if _is_table(page.url, page.content[:64], kind):
        return _fetched_file(page, url)
    document = opening.opened(page.content, source=url, url=page.url, fetched_at=page.fetched_at, content_type=kind)
    return of_parsed(_read(document, None), source=url, url=page.url, fetched_at=page.fetched_at)


def _site(spec: SourceSpec, fetcher: Fetcher, now: datetime, progress: Tell | None, should_stop: Stop) -> Preview:
    """The start pages of a source, and what follows them; nothing is kept."""
    from importers.web.sources import crawl
    from outreach.jobs.crawling import Visit, profile_of

    visit = Visit(spec.name, fetcher, profile_of(spec))
    found = crawl(spec, visit.open_page, should_stop=should_stop, progress=progress)
    read_at = visit.read_at or now
    return of_parsed(found.parsed, source=spec.name, url=spec.start[0], fetched_at=read_at, pages=visit.pages)


def _file(path: Path, now: datetime) -> Preview:
    from importers.files.read import read_file

    return of_parsed(read_file(path, fetched_at=now, places=opening.places()), source=path.name, url="", fetched_at=now)


def _fetched_file(page: Fetched, url: str) -> Preview:
    from importers.files.read import parse

    parsed = parse(page.content, source=clean(page.url, 300), fetched_at=page.fetched_at, places=opening.places())
    return of_parsed(parsed, source=url, url=page.url, fetched_at=page.fetched_at)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError:
        return b""


def _is_table(name: str, start: bytes, content_type: str) -> bool:
    """Whether this is a spreadsheet, a text table or an address book, and no web page."""
    kind = content_type.partition(";")[0].lower()
    bare = name.partition("?")[0].lower()
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith(_TABLE_STARTS):
        return True
    if "html" in kind or bare.endswith(_PAGE_NAMES):
        return False
    if bare.endswith(_TABLE_NAMES) or _any_in(kind, _TABLE_TYPES):
        return True
    return bare.endswith(".txt") and not begins.startswith(b"<")


def _any_in(text: str, parts: Iterable[str]) -> bool:
    return any(part in text for part in parts)
