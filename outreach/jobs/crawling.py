"""Pages of one source asked for one after the other: only what has changed travels, and what was read is kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from outreach.jobs import opening
from outreach.terms.message import Message

if TYPE_CHECKING:
    from importers.fetch import Fetched, Fetcher, Profile
    from importers.web.document import Document
    from importers.web.sources import SourceSpec
    from outreach.services.pages import KeptPage, PageRead
    from outreach.services.session import Workplace

MEGABYTE = 1_000_000
NOT_MODIFIED = 304


class Answer(NamedTuple):
    """A page as it is now, whether it came over the network or lay in the store."""

    raw: bytes
    url: str  # after redirects
    content_type: str
    fetched_at: datetime
    unchanged: bool


@dataclass(slots=True)
class Visit:
    """The reading of one source. `place` has the store of pages; without one every page is fetched and none is kept."""

    source: str
    fetcher: Fetcher
    profile: Profile
    place: Workplace | None = None
    read_at: datetime | None = None  # the first page
    pages: int = 0
    as_before: int = 0  # pages that are what they were, whether the site said so or sent them again
    sent: list[PageRead] = field(default_factory=list)
    not_modified: list[str] = field(default_factory=list)

    def open_page(self, url: str) -> Document | Message:
        """A page opened for reading, or what it is instead."""
        answer = self.get(url)
        return opening.opened(
            answer.raw,
            source=self.source,
            url=answer.url,
            fetched_at=answer.fetched_at,
            content_type=answer.content_type,
        )

    def get(self, url: str) -> Answer:
        """A page as it is now. Unreachable when the site does not give it."""
        from importers.fetch import Validators

        kept, body = self._kept(url)
        known = Validators(etag=kept.etag, modified=kept.modified) if kept is not None and body else None
        page = self.fetcher.get(url, profile=self.profile, known=known)
        self.read_at = self.read_at or page.fetched_at
        if page.status == NOT_MODIFIED and kept is not None:
            self.pages += 1
            self.as_before += 1
            self.not_modified.append(url)
            return Answer(body, kept.final_url, kept.content_type, page.fetched_at, unchanged=True)
        opening.refuse_status(page, url)
        self.pages += 1
        unchanged = kept is not None and kept.sha256 == page.sha256
        self.as_before += unchanged
        if self.place is not None:
            self.sent.append(_read(url, page))
        return Answer(page.content, page.url, _type_of(page), page.fetched_at, unchanged)

    @property
    def unchanged(self) -> bool:
        """Whether every page is as it was."""
        return 0 < self.pages == self.as_before

    def keep(self) -> None:
        """Puts what was read into the store."""
        if self.place is None:
            return
        from outreach.services import pages

        with self.place.write() as uow:
            pages.seen_again(uow, self.source, self.not_modified, self.read_at or self.place.now)
            for page in self.sent:
                pages.keep(uow, self.source, page)
        self.sent.clear()
        self.not_modified.clear()

    def _kept(self, url: str) -> tuple[KeptPage | None, bytes]:
        if self.place is None:
            return None, b""
        from outreach.services import pages

        with self.place.read() as uow:
            kept = pages.known(uow, self.source, url)
            return kept, pages.body(uow, self.source, url) if kept is not None else b""


def profile_of(spec: SourceSpec) -> Profile:
    """Bounds for the pages of a source, as its file says."""
    from importers.fetch import WEB

    fetch = spec.fetch
    return replace(
        WEB,
        max_bytes=fetch.max_mb * MEGABYTE,
        max_requests=fetch.max_pages,
        min_interval=max(WEB.min_interval, fetch.delay),
        accepted_delay=max(WEB.accepted_delay, fetch.accept_delay),
    )


def _type_of(page: Fetched) -> str:
    return page.headers.get("content-type", "")


def _read(url: str, page: Fetched) -> PageRead:
    from outreach.services import pages

    return pages.PageRead(
        url=url,
        final_url=page.url,
        status=page.status,
        content_type=_type_of(page),
        etag=page.headers.get("etag", ""),
        modified=page.headers.get("last-modified", ""),
        sha256=page.sha256,
        packed=pages.pack(page.content),
        fetched_at=page.fetched_at,
    )
