"""A web page opened for reading: its markup as a tree, where it came from, and what is to be said of its records."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag

from importers.places import NO_PLACES, Places
from importers.web.decode import decode
from importers.web.nature import what_the_bytes_are
from importers.web.slim import slimmed
from outreach.errors import BadInput
from outreach.rules.identity import base_domain, domain_of
from outreach.rules.text import clean
from outreach.terms.candidate import Provenance
from outreach.terms.message import Message, say

MOST_BYTES = 25_000_000

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_MARKUP = re.compile(r"<[a-zA-Z!]")


@dataclass(frozen=True)
class Document:
    """`url` is the address that the page came from at last, "" or the name of a file when it is not known."""

    soup: BeautifulSoup
    text: str  # decoded source; of a large page without scripts and drawings
    url: str
    raw_hash: str  # SHA-256 of the bytes, hexadecimal
    source: str
    fetched_at: datetime
    places: Places = NO_PLACES
    cut: bool = False  # the page is so large that its end was left out

    def origin(self, where: str, how: str, confidence: float) -> Provenance:
        """Provenance of a place on the page; the address stands in it unless the source is named by it."""
        return Provenance(
            source=self.source,
            where=where if self.source == self.url else f"{clean(self.url, 500)}, {where}",
            fetched_at=self.fetched_at,
            content_hash=self.raw_hash,
            how=how,
            confidence=confidence,
        )

    @cached_property
    def base(self) -> str:
        """Address that relative links of the page start from; "" when it is not known."""
        return _base_of(self.soup, self.url)

    @cached_property
    def site(self) -> str:
        """Registered domain of the site whose page it is, by its address, else by what the page calls its address."""
        address = self.url if _is_http(self.url) else _called(self.soup)
        return base_domain(domain_of(address)) if address else ""

    def absolute(self, href: str) -> str:
        """A link of the page as an http or https address; "" for mail, scripts, and relative links of no address."""
        try:
            whole = urljoin(self.base, clean(href, 2000)) if self.base else clean(href, 2000)
        except ValueError:
            return ""
        return whole if _is_http(whole) else f"https:{whole}" if whole.startswith("//") else ""


def open_document(
    raw: bytes,
    *,
    source: str,
    url: str,
    fetched_at: datetime,
    declared_charset: str = "",
    places: Places = NO_PLACES,
) -> Document | Message:
    """A page for reading, or the sentence that says what the bytes are instead.

    `source` is the name of the source, `declared_charset` that of the Content-Type header. Raises BadInput for a page
    of more than MOST_BYTES.
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
        return nature
    raw_hash = hashlib.sha256(raw).hexdigest()
    text, cut = slimmed(decode(raw, declared_charset))
    text = _XML_HEAD.sub("", _UNSEEN.sub("", text), count=1)
    soup = _soup(text)
    if soup is None:
        return say("This is not a web page: no markup was found in it.")
    return Document(
        soup=soup,
        text=text,
        url=url,
        raw_hash=raw_hash,
        source=source,
        fetched_at=fetched_at,
        places=places,
        cut=cut,
    )


def _soup(text: str) -> BeautifulSoup | None:
    """The parsed page, None for text without markup or markup that no parser takes."""
    if not _MARKUP.search(text):
        return None
    try:
        return BeautifulSoup(text, "lxml")
    except Exception:  # whatever a parser raises on hostile markup, the page is none
        return None


def _is_http(address: str) -> bool:
    return address[:8].lower().startswith(("http://", "https://"))


def _base_of(soup: BeautifulSoup, url: str) -> str:
    tag = soup.find("base", href=True)
    own = clean(tag["href"], 2000) if isinstance(tag, Tag) else ""
    try:
        whole = urljoin(url, own) if _is_http(url) else own
    except ValueError:
        whole = url
    return whole if _is_http(whole) else url if _is_http(url) else ""


def _called(soup: BeautifulSoup) -> str:
    """What a page calls its own address: canonical link, og:url, base."""
    for tag, key in (
        (soup.find("link", rel="canonical", href=True), "href"),
        (soup.find("meta", property="og:url", content=True), "content"),
        (soup.find("base", href=True), "href"),
    ):
        address = clean(tag[key], 2000) if isinstance(tag, Tag) else ""
        if _is_http(address):
            return address
    return ""
