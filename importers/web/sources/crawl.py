"""The pages of a source one after another: start pages, the pages after them, the companies' own pages.

The network is the caller's: an address goes out, an opened page comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from importers.web.document import Document
from importers.web.sources.detail import detailed, links_of
from importers.web.sources.paging import is_same_site, next_address, same_page
from importers.web.sources.reading import PageRead, finished, once, read_rows
from importers.web.sources.rows import Row
from importers.web.sources.spec import Detail, SourceSpec
from outreach.errors import BadInput, OutreachError
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Parsed, Reject
from outreach.terms.message import Message, say
from outreach.terms.runs import Progress

OpenPage = Callable[[str], Document | Message]


@dataclass(frozen=True, slots=True)
class Crawl:
    """`pages` are the addresses that were read, in order; `notes` tell where the way ended early."""

    parsed: Parsed
    pages: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()
    stopped: bool = False  # by the user, before its end


def never() -> bool:
    """Nobody stops this one."""
    return False


def crawl(
    spec: SourceSpec,
    open_page: OpenPage,
    *,
    should_stop: Callable[[], bool] = never,
    progress: Callable[[Progress], None] | None = None,
) -> Crawl:
    """All companies of a source, one on two pages once.

    `open_page` gives the page of an address, or the sentence that says what it is instead; what it raises for the first
    page is raised, later ones are told in `notes` and `parsed.rejects`. BadInput for a source without a start page, or
    when the first page is none.
    """
    if not spec.start:
        raise BadInput(
            say("The source {name} has no start page.", name=spec.name),
            say('Add the address of the list to its file: start = ["https://..."]'),
        )
    return _Way(spec, open_page, should_stop, progress).walked()


@dataclass(slots=True)
class _Way:
    """What is known on the way. `seen` holds addresses in comparable form, those that pages were moved to as well."""

    spec: SourceSpec
    open_page: OpenPage
    should_stop: Callable[[], bool]
    progress: Callable[[Progress], None] | None
    asked: int = 0
    seen: set[str] = field(default_factory=set)
    pages: list[str] = field(default_factory=list)
    read: list[PageRead] = field(default_factory=list)
    links: dict[str, list[tuple[PageRead, int]]] = field(default_factory=dict)  # of the companies' own pages
    notes: list[Message] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    stopped: bool = False
    full: bool = False

    def walked(self) -> Crawl:
        for start in self.spec.start:
            self.listed(start)
        if self.spec.detail:
            self.opened_each(self.spec.detail)
        parsed = finished(self.read, self.spec)
        parsed = replace(
            parsed, rejects=(*parsed.rejects, *self.rejects), notes=tuple(once((*parsed.notes, *self.notes)))
        )
        return Crawl(parsed, tuple(self.pages), tuple(once(self.notes)), self.stopped)

    def listed(self, start: str) -> None:
        """The list that begins at one start page; ends at an address, a content or names that were there before."""
        address = start
        most = self.spec.next.max_pages if self.spec.next else 1
        held: set[object] = set()
        for number in range(1, most + 1):
            if same_page(address) in self.seen:
                return
            self.seen.add(same_page(address))
            document = self.opened(address)
            if document is None or document.raw_hash in held:
                return
            here = document.url or address
            self.seen.add(same_page(here))
            page = read_rows(document, self.spec)
            names = tuple(name_fold(each.candidate.name) for each in page.rows)
            if number > 1 and (not names or names in held):
                return
            held |= {names, document.raw_hash}
            self.read.append(page)
            if self.spec.detail:
                self.noted_links(document, page, self.spec.detail)
            page.rows = [replace(each, row=Row(())) for each in page.rows]
            address = next_address(document, self.spec)
            if not address:
                return
            if not self.is_allowed(address, here):
                return
        if self.spec.next:
            self.notes.append(say("Only the first {n} pages were read: {url}", n=most, url=clean(start, 300)))

    def noted_links(self, document: Document, page: PageRead, detail: Detail) -> None:
        """Keep the addresses of the companies' own pages; the page itself is let go, for there may be many."""
        addresses = links_of(page, detail, document)
        here = document.url
        if page.rows and not any(addresses):
            self.notes.append(say("No row has the link to the company's own page: {url}", url=clean(here, 300)))
        for number, address in enumerate(addresses):
            if address and self.is_allowed(address, here):
                self.links.setdefault(address, []).append((page, number))

    def opened_each(self, detail: Detail) -> None:
        """Each company's own page once, its values put to what the list says."""
        total = self.asked + len(self.links)
        for address, rows in self.links.items():
            if self.stopped or self.full:
                return
            document = self.opened(address, total)
            if document is None:
                continue
            for page, number in rows:
                row = page.rows[number]
                page.rows[number] = replace(row, candidate=detailed(row.candidate, document, self.spec, detail, page))

    def is_allowed(self, address: str, here: str) -> bool:
        """Whether the way may lead from one address to another; a note where it may not."""
        allowed = self.spec.fetch.other_sites or is_same_site(address, here)
        if not allowed:
            self.notes.append(say("A page on another site was not read: {url}", url=clean(address, 300)))
        return allowed

    def opened(self, address: str, total: int | None = None) -> Document | None:
        """A page; None when it cannot be read, the user has stopped, or enough pages have been read."""
        if self.stopped or self.full:
            return None
        if self.should_stop():
            self.stopped = True
            self.notes.append(say("Stopped before the end: {n} pages were read.", n=len(self.pages)))
            return None
        if self.asked >= self.spec.fetch.max_pages:
            self.full = True
            self.notes.append(
                say("Stopped after {n} pages, as max_pages in [fetch] says.", n=self.spec.fetch.max_pages)
            )
            return None
        self.asked += 1
        if self.progress is not None:
            self.progress(Progress(len(self.pages), total, say("Reading pages")))
        first = self.asked == 1
        try:
            document = self.open_page(address)
        except OutreachError as error:
            if first:
                raise
            document = error.message
        if isinstance(document, Document):
            self.pages.append(document.url or address)
            return document
        if first:
            raise BadInput(document)
        self.notes.append(say("A page was not read: {url}. {reason}", url=clean(address, 300), reason=document))
        self.rejects.append(Reject(where=clean(address, 500), field="", reason=document))
        return None
