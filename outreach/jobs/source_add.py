"""Making a source: a page is fetched once, read by itself or by one example of a company, and becomes a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from outreach.errors import BadInput
from outreach.jobs import opening
from outreach.jobs.crawling import Visit, profile_of
from outreach.jobs.preview import of_parsed
from outreach.rules.text import clean
from outreach.terms.candidate import Parsed
from outreach.terms.message import Message, say
from outreach.terms.sources import Preview

if TYPE_CHECKING:
    from importers.fetch import Fetcher
    from importers.web.document import Document
    from importers.web.sources import SourceSpec

LONGEST_NAME = 100  # letters of a page's title that a source is called by


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A page that may become a source, and how it is read so far."""

    document: Document
    spec: SourceSpec
    preview: Preview


def look(fetcher: Fetcher, address: str, *, accept_delay: float = 0.0, now: datetime) -> Looked:
    """The page as it is read without being told anything. SlowSite where the site asks for longer pauses than
    `accept_delay`, in seconds; BadInput where the address gives no page."""
    from importers.web.sources import SourceSpec

    spec = SourceSpec(start=(address,))
    return look_again(fetcher, replace(spec, fetch=replace(spec.fetch, accept_delay=accept_delay)), now=now)


def look_again(fetcher: Fetcher, spec: SourceSpec, *, now: datetime) -> Looked:
    """The first page of a source as its file says."""
    address = spec.start[0] if spec.start else ""
    if not opening.is_address(address):
        raise BadInput(
            say("This is not a web address: {url}", url=clean(address, 200)),
            say("A web address begins with https:// or http://."),
        )
    visit = Visit(spec.name or address, fetcher, profile_of(spec))
    document = visit.open_page(address)
    if isinstance(document, Message):
        raise BadInput(document)
    return read_as(Looked(document=document, spec=spec, preview=_nothing(address, visit.read_at or now)), spec)


def learnt(looked: Looked, *, name: str, phone: str = "", town: str = "") -> Looked:
    """The same page read by the rows that are like the one of an example, given as it reads on the page. BadInput says
    why no rows can be made of it."""
    from importers.web.sources import Example, learn

    parts = learn(looked.document, Example(name=name, phone=phone, town=town))
    spec = replace(
        looked.spec,
        rows=parts.rows,
        starts=parts.starts,
        split=parts.split,
        within=parts.within,
        fields={**looked.spec.fields, **parts.fields},
    )
    return read_as(looked, spec)


def read_as(looked: Looked, spec: SourceSpec) -> Looked:
    """The same page read as a source says."""
    from importers.web.sources import read_page

    document = looked.document
    parsed: Parsed = read_page(document, spec)
    preview = of_parsed(parsed, source=document.source, url=document.url, fetched_at=document.fetched_at)
    return Looked(document=document, spec=spec, preview=preview)


def title_of(looked: Looked) -> str:
    """What the page calls itself: a name for the source until the user gives one."""
    title = looked.document.soup.title
    return clean(title.get_text(" "), LONGEST_NAME) if title is not None else ""


def _nothing(address: str, at: datetime) -> Preview:
    return Preview(source=address, url=address, fetched_at=at, candidates=())
