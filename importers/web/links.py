"""Where the links of a page lead: mailboxes, phones, sites of others; also addresses hidden from robots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from bs4.element import Tag

from importers.web.document import Document
from importers.web.evidence import Kind
from outreach.rules.identity import base_domain, domain_of, email_address, website_url

_CLOUD = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-fA-F]{6,400})")
_INSIDE = re.compile(
    r"[?&](?:url|u|to|link|target|goto|redirect|redirect_to|q|dest|out)=(https?(?:%3A|:)[^&\s]{4,500})", re.IGNORECASE
)
_SHARES = re.compile(r"shar(?:e|ing)|/intent/|/tweet|translate|mailto", re.IGNORECASE)  # the page itself, passed on
_NO_SITES_TEXT = """
facebook.com fb.com fb.me m.me instagram.com linkedin.com twitter.com x.com youtube.com youtu.be
tiktok.com pinterest.com threads.net linktr.ee wa.me whatsapp.com t.me goo.gl g.page g.co google.com
google.fi maps.app.goo.gl bing.com apple.com openstreetmap.org here.com bit.ly vk.com snapchat.com
bsky.app tripadvisor.com tripadvisor.fi booking.com airbnb.com vimeo.com flickr.com wikipedia.org
fonecta.fi finder.fi asiakastieto.fi kauppalehti.fi proff.fi prh.fi ytj.fi addtoany.com
sharethis.com gmail.com outlook.com doubleclick.net googletagmanager.com gstatic.com w3.org
schema.org
"""
_NO_SITES = frozenset(_NO_SITES_TEXT.split())
_HOME = re.compile(
    r"kotisivu|verkkosivu|nettisivu|www|webbplats|webbsida|hemsida|web ?site|home ?page|sivusto|^web$|siirry sivui"
    r"|vieraile",
    re.IGNORECASE,
)
_ROOT = re.compile(r"https?://[^/?]+/?")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|ics|vcf)(?:$|\?)", re.IGNORECASE)


class Link(NamedTuple):
    kind: Kind
    text: str  # address of a mailbox, a number, an absolute address
    labelled: bool = False  # whether its words say that it is somebody's home page


def decoded(code: str) -> str:
    """The address in hexadecimal digits of `data-cfemail`: every byte XOR the first; "" when there is none."""
    try:
        key, *rest = bytes.fromhex(code[: len(code) // 2 * 2][:400])
        return email_address(bytes(byte ^ key for byte in rest).decode("utf-8"))
    except ValueError:
        return ""


def hidden_mailbox(tag: Tag) -> str:
    """The address that the attributes of an element hold for a script to show; "" for most."""
    code = tag.get("data-cfemail")
    if code:
        return decoded(str(code))
    host = tag.get("data-domain") or tag.get("data-host")
    user = (tag.get("data-user") or tag.get("data-name") or tag.get("data-local")) if host else None
    whole = f"{user}@{host}" if host and user else tag.get("data-email") or tag.get("data-mail") or ""
    return email_address(str(whole)) if whole else ""


def link_of(href: str, words: str, document: Document, own: frozenset[str]) -> Link | None:
    """What a link leads to, None for the page's own site, social media, maps and files.

    `own` are the registered domains of the site itself; a link there counts only where its words call it a home page.
    """
    low = href[:12].lower()
    if low.startswith("mailto:"):
        found = email_address(unquote(href[7:].partition("?")[0]))
        return Link(Kind.EMAIL, found) if found else None
    if low.startswith(("tel:", "callto:")):
        number = unquote(href.partition(":")[2]).strip("/ ")
        return Link(Kind.PHONE, number) if sum(char.isdigit() for char in number) >= 6 else None
    if cloud := _CLOUD.search(href):
        found = decoded(cloud[1])
        return Link(Kind.EMAIL, found) if found else None
    if low.startswith(("#", "javascript:", "sms:", "fax:", "whatsapp:")) or not href:
        return None
    return _site(href, words, document, own)


def _site(href: str, words: str, document: Document, own: frozenset[str]) -> Link | None:
    whole = document.absolute(href)
    if not whole:
        return None
    domain = domain_of(whole)
    base = base_domain(domain)
    if inside := _INSIDE.search(whole):
        target = unquote(inside[1])
        if base in own and base_domain(domain_of(target)) not in own | _NO_SITES:
            return _outside(target, words, own)
        if base in _NO_SITES and not _SHARES.search(whole) and base_domain(domain_of(target)) not in own:
            return _outside(target, words, own)
        if base in own or base in _NO_SITES:
            return None
    return _outside(whole, words, own)


def _outside(whole: str, words: str, own: frozenset[str]) -> Link | None:
    address = website_url(whole)
    domain = domain_of(address)
    base = base_domain(domain)
    if not address or base in _NO_SITES or domain in _NO_SITES or _FILE.search(address):
        return None
    labelled = bool(_HOME.search(words)) or domain in words.lower()
    if base in own and not (domain not in own and (labelled or _ROOT.fullmatch(address))):
        return None
    return Link(Kind.SITE, address, labelled)


def is_site(domain: str) -> bool:
    """Whether a domain written in a text can be an organisation's own site."""
    return bool(domain) and base_domain(domain) not in _NO_SITES


def own_domains(document: Document, hrefs: Iterable[tuple[str, bool]]) -> frozenset[str]:
    """Registered domains of the site itself: by its address, and, since a saved page may have lost its address, the one
    that its menus lead to. `hrefs` are all links, each with whether it stands in a menu, header or footer."""
    pages: dict[str, set[str]] = {}
    around: Counter[str] = Counter()
    total = 0
    for href, outside in hrefs:
        if not href[:8].lower().startswith(("http://", "https://")):
            continue
        host = domain_of(href)
        if host and base_domain(host) not in _NO_SITES:
            total += 1
            pages.setdefault(host, set()).add(href.partition("#")[0].rstrip("/"))
            around[host] += outside
    found = {document.site} if document.site else set()
    if not found:
        found |= {base_domain(host) for host, count in around.items() if count >= 3 and len(pages[host]) >= 3}
        found |= {base_domain(host) for host, each in pages.items() if len(each) >= 4 and len(each) * 3 > total}
    return frozenset(found)
