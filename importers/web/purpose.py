"""What a page is for: to present an organisation, or something else on the site of one.

Told by its main heading, its title, its address and the types of what it describes.
"""

from __future__ import annotations

import re
from enum import Enum
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from importers.values import has_legal_form
from importers.web.document import Document
from importers.web.grids import lines_of
from importers.web.schema_types import OTHER_SUBJECTS
from outreach.rules.text import clean, name_fold


class Purpose(Enum):
    ORGANISATION = 1  # its contact page, its page about itself, its entry in a directory
    FRONT = 2  # front page of a site
    OTHER = 3
    UNKNOWN = 4


# Folded words, as `name_fold` gives them.
_PRESENTS = re.compile(
    r"\b(?:yhteystie\w{0,12}|ota yhteytta|yhteydenotto|yhteys|meista|tietoa meista|tietoa yrityksesta|yrityksesta"
    r"|yhdistyksesta|toimistomme|kontakt|kontakta oss|kontakta|kontaktuppgifter|kontaktinformation|om oss|om foretaget"
    r"|om foreningen|foretaget|contact|contact us|contacts|contact details|contact information|about|about us"
    r"|who we are|our company|impressum|yhteystietomme|kayntiosoite|hitta hit|find us|get in touch|toimipiste\w{0,6})\b"
)
_STAFF = re.compile(
    r"\b(?:henkilo\w{0,20}|tyontekij\w{0,10}|tiimi\w{0,6}|hallitu(?:s|ksen)|valtuusto|luottamus\w{0,12}|personal\w{0,6}"
    r"|medarbetare|styrelse\w{0,4}|fullmaktige|team|staff|people|board|employees|opettaj\w{0,8}|larare)\b"
)
_OTHER = re.compile(
    r"\b(?:uuti\w{0,12}|ajankohtaista|tiedot(?:e|teet|ustila\w{0,6})|blog\w{0,6}|artikkel\w{0,6}|kolumni|juttu"
    r"|tapahtum\w{0,12}|kalenteri|koulutu\w{0,10}|kurssi\w{0,8}|webinaari\w{0,4}|ilmoittaudu|ilmoittautuminen"
    r"|tyopaik\w{0,10}|avoimet\b.{0,20}|rekry\w{0,10}|toihin|ura|harjoittelu|hinna\w{0,8}|hinta|verkkokauppa|kauppa"
    r"|tuot(?:e|teet)|ostoskori|kassa|tilaus|usein kysyt\w{0,6}|ukk|kysymyks\w{0,8}|tietosuoja\w{0,10}|evaste\w{0,8}"
    r"|kayttoehdot|toimitusehdot|saavutettavuus\w{0,8}|haku|hakutulo\w{0,6}|hae|kirjaudu\w{0,8}|rekisteroi\w{0,8}"
    r"|ruokalista|lounas\w{0,8}|menu|resepti\w{0,4}|foorumi|keskustelu\w{0,8}|arvostelu\w{0,6}|asiakaspalaut\w{0,6}"
    r"|linkit|linkkeja|kartta|aikataulu\w{0,4}|reitti|asunno\w{0,6}|vuokra\w{0,10}|myytav\w{0,8}|tontit|paatos|paatokset"
    r"|poytakir\w{0,6}|esityslista|saa|lomake\w{0,8}|nyhe\w{0,6}|aktuellt|pressmeddelande\w{0,4}|artikel|artiklar"
    r"|evenemang\w{0,10}|kalender|utbildning\w{0,6}|kurs\w{0,6}|anmal\w{0,6}|lediga\b.{0,20}|jobb|karriar|pris\w{0,6}"
    r"|webbutik|butik|produkt\w{0,6}|varukorg|kassan|vanliga fragor|fragor och svar|dataskydd\w{0,12}"
    r"|integritet\w{0,10}"
    r"|cookies|kakor|anvandarvillkor|tillganglighet\w{0,10}|sok\w{0,10}|logga in|inloggning|meny|matsedel|recept\w{0,4}"
    r"|forum|diskussion\w{0,6}|recension\w{0,6}|omdomen|lankar|tidtabell\w{0,6}|bostad\w{0,6}|bostader|hyres\w{0,10}"
    r"|till salu|beslut|protokoll|vader|news|press release\w{0,2}|article|events?|calendar|training|courses?|webinar"
    r"|sign up|register|jobs?|vacanc\w{0,4}|careers?|prices?|pricing|shop|store|products?|cart|checkout|basket|faq"
    r"|questions|privacy|terms|accessibility|search|results|log ?in|sign in|recipes?|discussion|reviews?|testimonials"
    r"|links|map|timetables?|schedule|apartments?|rentals?|for (?:sale|rent)|weather|minutes|404|not found|ei loydy"
    r"|ei loytynyt|hittades inte)\b"
)
_BESIDE_THESE = """
ja och and of the to with us me meihin oss our tiedot sijainti aukioloajat laskutus asiakaspalvelu info kartta fi sv en
ajo ohje oppettider fakturering karta hours opening location directions invoicing html php aspx htm index
"""
_BESIDE = frozenset(_BESIDE_THESE.split())
_TITLE_PARTS = re.compile(r"\s[|–—·»•-]\s|\s?[|»]\s?")
_FRONT = re.compile(
    r"^/?(?:(?:fi|sv|en|se)/?)?(?:index\.\w{2,5}|default\.aspx?|etusivu/?|home/?|hem/?)?$", re.IGNORECASE
)
_WEB_TYPES = frozenset(
    {"article", "product", "product.item", "event", "blog", "book", "video.other", "og:product", "recipe"}
)


def headings_of(soup: BeautifulSoup) -> list[str]:
    """The main headings of a page, at most three."""
    return [text for tag in soup.find_all("h1", limit=3) if (text := clean(" ".join(lines_of(tag, 60)), 200))]


def title_parts(soup: BeautifulSoup) -> list[str]:
    """The parts of a page's title, which sites put together with bars and dashes."""
    title = soup.find("title")
    whole = clean(title.get_text(" "), 300) if isinstance(title, Tag) else ""
    return [part.strip() for part in _TITLE_PARTS.split(whole) if part.strip()]


def said_by_meta(soup: BeautifulSoup, *names: str) -> str:
    """Content of the first of these properties or names of meta elements that a page fills in."""
    said: dict[str, str] = {}
    for tag in soup.find_all("meta", limit=200):
        name = clean(tag.get("property") or tag.get("name"), 60).lower()
        if name in names and (text := clean(tag.get("content"), 300)):
            said.setdefault(name, text)
    return next((said[name] for name in names if name in said), "")


def purpose_of(document: Document, subjects: set[str]) -> Purpose:
    """What a page is for; `subjects` are the types of what its markup for machines describes."""
    path = [name_fold(unquote(part)) for part in _path(document).split("/") if part]
    if any(_OTHER.search(part) or _STAFF.search(part) for part in path[:-1]):
        return Purpose.OTHER
    if subjects & {"ContactPage", "AboutPage"}:
        return Purpose.ORGANISATION
    if subjects & OTHER_SUBJECTS or said_by_meta(document.soup, "og:type").lower() in _WEB_TYPES:
        return Purpose.OTHER
    parts = title_parts(document.soup)
    site = (*parts[1:], said_by_meta(document.soup, "og:site_name"), document.site.partition(".")[0])
    own = _BESIDE | {word for text in site for word in name_fold(text).split()}
    # A name is no hint: "Mallilan Lounaskahvila Oy" is no menu.
    for text in (*headings_of(document.soup), *parts[:1], *path[-1:], *parts[1:]):
        if is_name(text):
            continue
        folded = name_fold(text)
        if _STAFF.search(folded):
            return Purpose.OTHER
        if _PRESENTS.search(folded) and not set(_PRESENTS.sub(" ", folded).split()) - own:
            return Purpose.ORGANISATION
        if _OTHER.search(folded):
            return Purpose.OTHER
    if any(map(is_name, [*headings_of(document.soup), *parts[:1]])):
        return Purpose.ORGANISATION
    return Purpose.FRONT if document.site and _FRONT.match(_path(document)) else Purpose.UNKNOWN


def is_name(text: str) -> bool:
    """Whether a text is nothing but a name with its legal form at one of its ends."""
    words = text.split()
    if not 2 <= len(words) <= 7 or any(mark in text for mark in (",", ":", "?", "!", ";")):
        return False
    ends = (words[-1], words[0], " ".join(words[-2:]))
    return any(has_legal_form(end) and len(end) <= 12 for end in ends)


def _path(document: Document) -> str:
    try:
        return urlsplit(document.url).path if document.url.startswith("http") else f"/{document.url}"
    except ValueError:
        return "/"


def is_municipality(name: str) -> bool:
    """Whether a name is a municipality's: its own site lists others and is no candidate itself."""
    return bool(_MUNICIPALITY.search(name_fold(name)))


_MUNICIPALITY = re.compile(r"\b(?:kunta|kaupunki|kommun|stad|city of \w+|town of \w+|municipality(?: of \w+)?)$")
