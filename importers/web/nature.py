"""What a page is on which no organisations were found, in one sentence with what to do next."""

from __future__ import annotations

import json
import re
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

from outreach.rules.text import clean
from outreach.terms.message import Message, say

SHORT = 300  # characters of text; a page of a script that has not run has hardly any
LITTLE = 1_500  # characters of text of a page that is a form and little else
MOST_STRINGS = 20_000

_BINARY = (
    *(b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"RIFF", b"Rar!"),
    *(b"7z\xbc\xaf", b"\x00\x00\x01\x00", b"OggS", b"ID3", b"wOFF", b"wOF2", b"\x7fELF", b"II*\x00", b"MM\x00*"),
)
_LOST = re.compile(
    r"\b(?:ei (?:valitettavasti )?löytynyt|ei löydy|ei ole (?:enää )?olemassa|on poistettu|hittades inte|hittas inte"
    r"|kunde inte hittas|finns inte|not found|could ?n[o']t be found|does ?n[o']t exist|no longer (?:exists|available)"
    r"|(?:virhe|fel|error|http)\s?40[34]|^40[34]\b|\b404$)",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(
    r"(?:enable|requires?|needs?|turn on)\s+java ?script|java ?script[^.]{0,60}(?:enabled|required|disabled|päälle"
    r"|käyttöön|aktivera|päällä|slå på|krävs|vaatii|tarvitaan)|(?:aktivera|slå på|vaatii|kräver)\s+java ?script",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"^(?:root|app|__next|__nuxt|svelte|application|main-app|react-root|app-root|mount)$", re.IGNORECASE
)
_COOKIES = re.compile(r"\b(?:eväst\w{0,12}|cookie\w{0,8}|kakor|kakorna)\b", re.IGNORECASE)
_ROBOT = re.compile(
    r"(?:oletko robotti|et ole robotti|är du en robot|inte en robot|you are (?:not a robot|human)|checking your browser"
    r"|verify(?:ing)? you are|captcha|access denied|just a moment)",
    re.IGNORECASE,
)
_SEARCH = re.compile(r"\b(?:hae|haku|hakusana|etsi|sök|sökord|search|find)\b", re.IGNORECASE)
_EMPTY_LIST = re.compile(
    r"\b(?:ei (?:vielä |toistaiseksi )?(?:yhtään )?(?:jäseniä|jäsenyrityksiä|yrityksiä|toimijoita|tuloksia"
    r"|hakutuloksia|osumia)"
    r"|(?:inga|ännu inga) (?:medlemmar|företag|träffar|resultat|aktörer)"
    r"|no (?:members|companies|results|exhibitors|businesses|entries)(?: found| yet)?"
    r"|0 (?:osumaa|tulosta|träffar|results))\b",
    re.IGNORECASE,
)
_NO_TEXT = frozenset({"script", "style", "noscript", "template", "title", "head", "[document]"})


def what_the_bytes_are(raw: bytes) -> Message | None:
    """The sentence for content that is no page at all, None when it may be one."""
    head = raw[:1024].lstrip()
    if not head:
        return say("The page is empty.") if not raw[:1_000_000].strip() else None
    if b"%PDF-" in raw[:1024] and not head.startswith(b"<"):
        return say("The page is a PDF: ask for the list as a spreadsheet.")
    if head.startswith(_BINARY) or _is_unreadable(raw[:4096]):
        return say("This is not a web page but a file: download it and import the file.")
    return None


def _is_unreadable(head: bytes) -> bool:
    """Whether control bytes abound that no text has; those of UTF-16 stand at every other place."""
    control = sum(head.count(byte) for byte in (*range(0x09), *range(0x0E, 0x1B)))
    zeros = (head[0::2].count(0), head[1::2].count(0))
    wide = max(zeros) > 0.4 * len(head) / 2 and min(zeros) < 0.1 * len(head) / 2
    return control > 0.1 * len(head) and not wide


def is_lost(soup: BeautifulSoup) -> bool:
    """Whether a page says that there is no such page, though it was answered like any other."""
    heads = [clean(tag.get_text(" "), 200) for tag in soup.find_all(["title", "h1"], limit=3)]
    return any(_LOST.search(text) and len(text) <= 120 for text in heads)


def what_it_is(soup: BeautifulSoup, text: str) -> Message:
    """The sentence for a page that lists nothing."""
    if soup.find("input", attrs={"type": re.compile("^password$", re.IGNORECASE)}):
        return say("The page asks to log in: the program reads only public pages.")
    if is_lost(soup):
        return say("The site says that there is no such page: check the address.")
    if _is_data(text) or soup.find(["html", "body"]) is None:
        return say("This is not a web page but data: import it as a file.")
    words = _words(soup)
    if _ROBOT.search(words[:LITTLE]) and len(words) < LITTLE:
        return say("The site asks whether a person reads it: open the page in a browser and save it as a file.")
    if _is_shell(soup, words):
        return say("The page is empty until its script runs, and the program runs no scripts: look for another page.")
    if len(words) < LITTLE and len(_COOKIES.findall(words)) >= 3:
        return say("The page only asks about cookies: open it in a browser and save it as a file.")
    if len(words) < LITTLE and _is_search(soup):
        return say("The page is a search form: search in a browser and give the address of the results.")
    if _EMPTY_LIST.search(words):
        return say("No organisations were found on the page: it says that its list is empty.")
    return say("No organisations were found on the page: nothing on it reads as a list of them.")


def _words(soup: BeautifulSoup) -> str:
    """The first texts of a page that a reader sees."""
    strings = (
        each
        for each in islice(soup.find_all(string=True), MOST_STRINGS)
        if each.parent is not None and each.parent.name not in _NO_TEXT
    )
    return clean(" ".join(strings), 20_000)


def _is_data(text: str) -> bool:
    """Whether the content is JSON, a feed or another XML."""
    start = text[:2_000].lstrip()[:200]
    if start.startswith(("{", "[")):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True
    return bool(re.match(r"<(?:rss|feed|urlset|sitemapindex|[a-z]+:[a-z]+)\b", start, re.IGNORECASE))


def _is_shell(soup: BeautifulSoup, words: str) -> bool:
    """Whether a page holds scripts and next to no text."""
    if len(words) > SHORT or soup.find("script") is None:
        return False
    told = any(_SCRIPTED.search(tag.get_text(" ")) for tag in soup.find_all("noscript", limit=20))
    return told or soup.find(id=_SHELL) is not None or _SCRIPTED.search(words) is not None or not words


def _is_search(soup: BeautifulSoup) -> bool:
    """Whether a page asks for a word to search by."""
    for field in soup.find_all("input", limit=50):
        kind = clean(field.get("type") or "text", 20).lower()
        told = " ".join(clean(field.get(key), 100) for key in ("name", "placeholder", "aria-label", "id"))
        if kind == "search" or (kind == "text" and _SEARCH.search(told)):
            return True
    button = soup.find(["button", "input"], attrs={"type": "submit"})
    said = button.get_text(" ") + clean(button.get("value"), 50) if isinstance(button, Tag) else ""
    return bool(_SEARCH.search(said))
