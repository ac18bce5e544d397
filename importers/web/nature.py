"""What a page is on which no organisations were found, in one sentence with what to do next."""

from __future__ import annotations

import json
import re

from bs4 import BeautifulSoup

from outreach.rules.text import clean
from outreach.terms.message import Message, say

SHORT = 300  # characters of text; a page of a script that has not run has hardly any

_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"RIFF", b"Rar!")
_LOST = re.compile(r"\b(?:ei löytynyt|ei löydy|hittades inte|hittas inte|not found|404)\b", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"enable javascript|javascript[^.]{0,60}(?:enabled|required|päälle|käyttöön|aktivera)", re.IGNORECASE
)
_SHELL = re.compile(r"^(?:root|app|__next|__nuxt|svelte|application|main-app)$", re.IGNORECASE)


def what_the_bytes_are(raw: bytes) -> Message | None:
    """The sentence for content that is no page at all, None when it may be one."""
    head = raw[:1024].lstrip()
    if not head:
        return say("The page is empty.")
    if head.startswith(b"%PDF-"):
        return say("The page is a PDF: ask for the list as a spreadsheet.")
    if head.startswith(_BINARY):
        return say("This is not a web page but a file: download it and import the file.")
    return None


def what_it_is(soup: BeautifulSoup, text: str) -> Message:
    """The sentence for a page that lists nothing."""
    if soup.find("input", attrs={"type": re.compile("^password$", re.IGNORECASE)}):
        return say("The page asks to log in: the program reads only public pages.")
    title = clean(" ".join(tag.get_text(" ") for tag in soup.find_all(["title", "h1"], limit=3)), 300)
    if _LOST.search(title):
        return say("The site says that there is no such page: check the address.")
    if _is_data(text) or soup.find(["html", "body"]) is None:
        return say("This is not a web page but data: import it as a file.")
    if _is_shell(soup):
        return say("The page is empty until its script runs, and the program runs no scripts: look for another page.")
    return say("No organisations were found on the page: it has no structured data and no table of them.")


def _is_data(text: str) -> bool:
    """Whether the content is JSON, a feed or another XML."""
    start = text.lstrip()[:200]
    if start.startswith(("{", "[")):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True
    return bool(re.match(r"<(?:rss|feed|urlset|sitemapindex|[a-z]+:[a-z]+)\b", start, re.IGNORECASE))


def _is_shell(soup: BeautifulSoup) -> bool:
    """Whether a page holds scripts and next to no text."""
    hidden = {"script", "style", "noscript", "template", "title"}
    words = [each for each in soup.find_all(string=True) if each.parent is not None and each.parent.name not in hidden]
    if len(clean(" ".join(words), 10_000)) > SHORT or soup.find("script") is None:
        return False
    told = any(_SCRIPTED.search(tag.get_text(" ")) for tag in soup.find_all("noscript"))
    return told or soup.find(id=_SHELL) is not None or not "".join(words).strip()
