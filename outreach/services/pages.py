"""The page store: the newest reading of each address by each source, so that an unchanged page is told as such, and
sources can be checked without the network.

Pages may name persons who are in no record: erasing a person drops every page that does. It is fetched again when read.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import col

from db.models import StoredPage
from db.unit import Read, Write
from outreach.rules.erasing import Traces, names_person, page_texts

KEPT_FOR = timedelta(days=730)  # since a page was last read: that of a source which is gone goes after two years
LONGEST_ADDRESS = 2000  # letters; a longer one is not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What was read at an address. `packed` is what `pack` makes of the body; `sha256` is of the body itself."""

    url: str  # as asked for
    final_url: str
    status: int
    content_type: str
    etag: str
    modified: str
    sha256: str
    packed: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page of the store, without its body."""

    url: str
    final_url: str
    content_type: str
    etag: str
    modified: str
    sha256: str
    fetched_at: datetime  # when it was last seen to be so


def pack(body: bytes) -> bytes:
    """A body as it is stored."""
    return gzip.compress(body, mtime=0)


def known(uow: Read, source: str, url: str) -> KeptPage | None:
    """What is kept of an address, for asking whether it has changed."""
    return next(iter(_kept(uow, source, url)), None)


def of_source(uow: Read, source: str) -> tuple[KeptPage, ...]:
    """All pages of a source, in the order in which they were first read."""
    return _kept(uow, source)


def body(uow: Read, source: str, url: str) -> bytes:
    """A kept page as the site gave it; b"" for one that is not kept."""
    query = select(col(StoredPage.body)).where(col(StoredPage.source) == source, col(StoredPage.url) == url)
    packed = uow.session.execute(query).scalar_one_or_none()
    return gzip.decompress(packed) if packed is not None else b""


def keep(uow: Write, source: str, page: PageRead) -> None:
    """Puts the page in the place of what was kept of its address."""
    if len(page.url) > LONGEST_ADDRESS or len(page.final_url) > LONGEST_ADDRESS:
        return
    found = select(StoredPage).where(col(StoredPage.source) == source, col(StoredPage.url) == page.url)
    row = uow.session.execute(found).scalar_one_or_none()
    values: dict[str, Any] = {
        "final_url": page.final_url,
        "status": page.status,
        "content_type": page.content_type[:200],
        "etag": page.etag[:500],
        "modified": page.modified[:100],
        "sha256": page.sha256,
        "fetched_at": page.fetched_at,
    }
    if row is None:
        row = StoredPage(source=source, url=page.url, body=page.packed, **values)
    else:
        if row.sha256 != page.sha256:
            row.body = page.packed
        for name, value in values.items():
            setattr(row, name, value)
    uow.session.add(row)
    uow.session.flush()


def seen_again(uow: Write, source: str, urls: Iterable[str], at: datetime) -> None:
    """Notes that these pages were as they are kept."""
    wanted = col(StoredPage.url).in_(list(urls))
    uow.session.execute(
        update(StoredPage).where(col(StoredPage.source) == source, wanted).values(fetched_at=at),
        execution_options={"synchronize_session": False},
    )


def drop_unread(uow: Write, now: datetime) -> int:
    """Drops pages that nobody has read for two years; how many."""
    old = select(col(StoredPage.id)).where(col(StoredPage.fetched_at) < now - KEPT_FOR)
    return _drop(uow, uow.session.execute(old).scalars().all())


def drop_naming(uow: Write, persons: Sequence[Traces]) -> int:
    """Drops pages that name one of these persons, by name, address or number; how many."""
    return _drop(uow, [page_id for page_id, _ in naming(uow, persons)])


def naming(uow: Read, persons: Sequence[Traces]) -> list[tuple[int, str]]:
    """(key, address) of pages that name one of these persons."""
    found: list[tuple[int, str]] = []
    every = select(col(StoredPage.id), col(StoredPage.url)).order_by(col(StoredPage.id))
    for page_id, url in uow.session.execute(every).all():
        packed = uow.session.execute(select(col(StoredPage.body)).where(col(StoredPage.id) == page_id)).scalar_one()
        texts = page_texts(gzip.decompress(packed))
        if any(names_person(text, traces) for traces in persons for text in texts):
            found.append((page_id, url))
    return found


def _kept(uow: Read, source: str, url: str | None = None) -> tuple[KeptPage, ...]:
    names = ("url", "final_url", "content_type", "etag", "modified", "sha256", "fetched_at")
    query = select(*(getattr(StoredPage, name) for name in names)).where(col(StoredPage.source) == source)
    if url is not None:
        query = query.where(col(StoredPage.url) == url)
    rows = uow.session.execute(query.order_by(col(StoredPage.id))).all()
    return tuple(KeptPage(**dict(zip(names, row, strict=True))) for row in rows)


def _drop(uow: Write, page_ids: Sequence[int | None]) -> int:
    for page_id in page_ids:
        uow.session.execute(delete(StoredPage).where(col(StoredPage.id) == page_id))
    return len(page_ids)
