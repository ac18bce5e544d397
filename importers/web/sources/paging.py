"""The address of the next page of a list: by the source's selector, else by the words and numbers of its links."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urldefrag, urlsplit

from bs4.element import Tag

from importers.web.document import Document
from importers.web.sources.selectors import found_with, select
from importers.web.sources.spec import AUTO, SourceSpec
from outreach.rules.identity import base_domain, domain_of
from outreach.rules.text import clean

MOST_LINKS = 20_000

_WORDS = re.compile(
    r"(?:(?:siirry\s+)?seuraava(?:lle|t|an)?(?:\s+sivu(?:lle|n)?)?|nästa(?:\s+sida)?|näst(?:a|följande)"
    r"|next(?:\s+page)?|följande(?:\s+sida)?)",
    re.IGNORECASE,
)
_SIGNS = frozenset((">", ">>", "»", "›", "→", "⟩", "❯", "▶", "►", "⇒", "➔", "➜", "⟶", "&gt;"))
_SIGN_EDGES = " .:<>»›→⟩❯▶►⇒➔➜⟶«‹←\u00a0"
_NEXT_CLASS = re.compile(r"(?:^|[-_])(?:next|seuraava|nasta)(?:$|[-_])", re.IGNORECASE)
_OFF = re.compile(r"disabled|inactive|is-off", re.IGNORECASE)
_PAGER = re.compile(r"pag(?:er|ing|ination|e-?num|es\b)|sivutus|sidnumrering|wp-pagenavi|nav-links", re.IGNORECASE)
_CURRENT = re.compile(r"(?:^|[-_])(?:current|active|selected|nykyinen|aktiivinen|aktiv)(?:$|[-_])", re.IGNORECASE)
_PAGE_KEYS = ("page", "sivu", "sida", "p", "pg", "paged", "pagenumber", "pageno", "currentpage", "pageindex")
_PAGE_PATH = re.compile(r"/(?:page|sivu|sida|p)[/-]?([0-9]{1,4})(?=/|$|\.)", re.IGNORECASE)


def next_address(document: Document, spec: SourceSpec) -> str:
    """Absolute address of the page after this one; "" when there is none, or the source does not page."""
    if spec.next is None:
        return ""
    if spec.next.css != AUTO:
        _, tags, _ = found_with(spec.next.css, lambda css: select(document.soup, css))
        return next((address for tag in tags if (address := _target(tag, document))), "")
    return _declared(document) or _worded(document) or _numbered(document)


def same_page(address: str) -> str:
    """An address in the form in which two of them are compared: no fragment, no scheme, no slash at the end."""
    bare = urldefrag(address)[0]
    _, _, rest = bare.partition("://")
    return (rest or bare).rstrip("/").removeprefix("www.")


def is_same_site(address: str, other: str) -> bool:
    """Whether two addresses are of one site."""
    try:
        hosts = [urlsplit(each).netloc.lower() for each in (address, other)]
    except ValueError:
        return False
    domains = [base_domain(domain_of(each)) for each in (address, other)]
    return hosts[0] == hosts[1] or (bool(domains[0]) and domains[0] == domains[1])


def _target(tag: Tag, document: Document) -> str:
    """Where a link, or the link in or around an element, leads; "" when that is this page itself."""
    link = tag if tag.get("href") else tag.find("a", href=True) or tag.find_parent("a")
    href = link.get("href") if isinstance(link, Tag) else None
    address = document.absolute(href) if isinstance(href, str) and not href.startswith("#") else ""
    return address if address and same_page(address) != same_page(document.url) else ""


def _declared(document: Document) -> str:
    for tag in document.soup.find_all(["link", "a"], rel="next", href=True, limit=10):
        address = _target(tag, document)
        if address and not _is_off(tag):
            return address
    return ""


def _worded(document: Document) -> str:
    """The link whose words, title or class say "next"; signs alone count only in a row of pages."""
    signs = ""
    for link in document.soup.find_all("a", href=True, limit=MOST_LINKS):
        if _is_off(link):
            continue
        text = clean(link.get_text(" ")[:200], 60)
        said = [text.strip(_SIGN_EDGES), *(clean(_attribute(link, name), 60) for name in ("aria-label", "title"))]
        in_pager = _in_pager(link)
        if any(_WORDS.fullmatch(each) for each in said if each):
            address = _target(link, document)
            if address and (in_pager or _is_page_of(address, document)):
                return address
        elif not signs and in_pager and (text in _SIGNS or _has_class(link, _NEXT_CLASS)):
            signs = _target(link, document)
    return signs


def _numbered(document: Document) -> str:
    """The link with the number after that of this page, in a row of links with numbers."""
    links: dict[int, list[tuple[int, Tag]]] = {}
    rows: dict[int, Tag] = {}
    for link in document.soup.find_all("a", href=True, limit=MOST_LINKS):
        text = clean(link.get_text(" ")[:40], 20)
        if text.isascii() and text.isdigit() and len(text) <= 4:
            row = _row_of(link)
            rows[id(row)] = row
            links.setdefault(id(row), []).append((int(text), link))
    for key, numbered in links.items():
        current = _current(rows[key], document)
        if not current or (len(numbered) < 2 and not _in_pager(numbered[0][1])):
            continue
        for number, link in numbered:
            address = _target(link, document) if number == current + 1 else ""
            if address and _is_page_of(address, document):
                return address
    return ""


def _row_of(link: Tag) -> Tag:
    """What holds the numbers: the list or the nearest element with another link."""
    holder = link.parent or link
    for _ in range(3):
        if holder.name in ("ul", "ol", "nav", "tr", "body") or len(holder.find_all("a", limit=2)) > 1:
            break
        holder = holder.parent or holder
    return holder


def _current(row: Tag, document: Document) -> int:
    """Number of this page: what is marked as current, that of the address, the only number that is no link, else 1."""
    for each in row.find_all(True, limit=300):
        if each.get("aria-current") or _has_class(each, _CURRENT):
            text = re.sub(r"\D+", " ", each.get_text(" ")[:40]).split()
            if text and len(text[0]) <= 4:
                return int(text[0])
    own = _number_in(document.url)
    if own:
        return own
    texts = [
        clean(str(string), 10) for string in row.find_all(string=True, limit=300) if string.find_parent("a") is None
    ]
    alone = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= 4]
    return alone[0] if len(alone) == 1 else 1


def _number_in(address: str) -> int:
    try:
        parts = urlsplit(address)
    except ValueError:
        return 0
    for key, value in parse_qsl(parts.query)[:50]:
        if key.lower() in _PAGE_KEYS and value.isascii() and value.isdigit() and len(value) <= 4:
            return int(value)
    found = _PAGE_PATH.search(parts.path)
    return int(found[1]) if found else 0


def _is_page_of(address: str, document: Document) -> bool:
    """Whether an address looks like another page of the same list: the same path, or one that goes on from it."""
    try:
        here, there = urlsplit(document.base or document.url), urlsplit(address)
    except ValueError:
        return False
    if not is_same_site(address, document.base or document.url):
        return False
    own, other = (_PAGE_PATH.sub("", part.path).rstrip("/") for part in (here, there))
    stem = re.sub(r"[-_]?[0-9]{1,4}(?=\.\w{1,5}$|$)", "", own)
    return own == other or stem == re.sub(r"[-_]?[0-9]{1,4}(?=\.\w{1,5}$|$)", "", other) or bool(_number_in(address))


def _in_pager(link: Tag) -> bool:
    parent = link.parent
    for _ in range(5):
        if parent is None:
            return False
        named = f"{_attribute(parent, 'class')} {_attribute(parent, 'id')} {_attribute(parent, 'aria-label')}"
        if _PAGER.search(named[:300]) or _attribute(parent, "role") == "navigation" or parent.name == "nav":
            return True
        parent = parent.parent
    return False


def _is_off(link: Tag) -> bool:
    around = (link, link.parent) if link.parent is not None else (link,)
    return any(_OFF.search(_attribute(each, "class")[:200]) for each in around) or link.get("aria-disabled") == "true"


def _has_class(tag: Tag, shape: re.Pattern[str]) -> bool:
    return any(shape.search(word[:80]) for word in _attribute(tag, "class").split()[:20])


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
