"""A web page read as candidates, without any configuration: structured data first, then tables.

`parse` takes the bytes that a fetcher has brought and asks nothing of the network. When it finds nothing, the last note
says what the page is instead. The next ways of reading (repeated records, a source's own selectors) have their place
beside `organisations` and `listed_in_tables`: each gives candidates with provenance, and `merged` joins them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime

from bs4 import BeautifulSoup

from importers.web.decode import decode
from importers.web.mailboxes import Mailboxes
from importers.web.merge import merged
from importers.web.nature import what_it_is, what_the_bytes_are
from importers.web.structured import organisations
from importers.web.tables import listed_in_tables
from outreach.errors import BadInput
from outreach.rules.identity import base_domain, domain_of
from outreach.rules.text import clean
from outreach.terms.candidate import Candidate, Parsed, Provenance
from outreach.terms.message import Message, say

MOST_BYTES = 20_000_000

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def parse(raw: bytes, *, source: str, url: str, fetched_at: datetime, declared_charset: str = "") -> Parsed:
    """Organisations of a page. `source` is the name of the source, `url` the address that the page came from at last.

    `declared_charset` is that of the Content-Type header. Raises BadInput for a page of more than MOST_BYTES.
    """
    if len(raw) > MOST_BYTES:
        raise BadInput(
            say(
                "The page is larger than {size} MB and was not read: {url}",
                size=MOST_BYTES // 1_000_000,
                url=clean(url),
            ),
            say("Look for a page that lists the organisations alone."),
        )
    nature = what_the_bytes_are(raw)
    if nature:
        return Parsed((), (), (nature,))
    text = _XML_HEAD.sub("", _UNSEEN.sub("", decode(raw, declared_charset)))
    soup = _soup(text)
    if soup is None:
        return Parsed((), (), (say("This is not a web page: no markup was found in it."),))
    mailboxes = Mailboxes()
    origin = _origin(raw, source, url, fetched_at)
    described = organisations(soup, url, origin, mailboxes)
    tables = listed_in_tables(soup, url, origin, mailboxes)
    others = [each for each in described.listed if not _is_of_site(each, url)]
    listed = merged([*others, *tables.candidates])
    found = listed or merged([*described.listed, *described.owners])
    notes: list[Message] = [*described.notes, *tables.notes, *mailboxes.note()]
    if not found:
        notes.append(what_it_is(soup, text))
    return Parsed(tuple(found), (*described.rejects, *tables.rejects), tuple(notes))


def _soup(text: str) -> BeautifulSoup | None:
    """The parsed page, None for text without markup or markup that no parser takes."""
    if not re.search(r"<[a-zA-Z!]", text):
        return None
    try:
        return BeautifulSoup(text, "lxml")
    except Exception:  # whatever a parser raises on hostile markup, the page is none
        return None


def _is_of_site(candidate: Candidate, url: str) -> bool:
    """Whether an organisation is the one whose site this is; it counts only where nothing else is listed."""
    here = base_domain(domain_of(url))
    return bool(here) and base_domain(domain_of(candidate.website)) == here


def _origin(raw: bytes, source: str, url: str, fetched_at: datetime) -> Callable[[str, str, float], Provenance]:
    """Makes the provenance of a place on the page; the address stands in it unless the source is named by it."""
    content_hash = hashlib.sha256(raw).hexdigest()

    def origin(place: str, how: str, confidence: float) -> Provenance:
        return Provenance(
            source=source,
            where=place if source == url else f"{clean(url, 500)}, {place}",
            fetched_at=fetched_at,
            content_hash=content_hash,
            how=how,
            confidence=confidence,
        )

    return origin
