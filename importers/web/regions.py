"""Parts of a page that belong to the site and not to its content: menus, headers, footers, forms, cookie banners."""

from __future__ import annotations

import re
from collections import Counter

from bs4.element import Tag

from importers.web.outline import Outline

MOST_REPEATED = 3  # a header, footer or aside that is met more often belongs to records
MOST_SHARE = 0.5  # of the text of the page: what holds more is the content, whatever it is called
MOST_SHARE_OF_MENU = 0.9

_TAGS = frozenset({"nav", "header", "footer", "aside", "form", "dialog", "menu"})
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menubar", "complementary"}
)
_WORDS = (
    "nav|navi|navbar|navigation|menu|mainmenu|submenu|breadcrumbs?|murupolku|crumbs|cookies?|cookiebar|consent|gdpr"
    "|footer|sitefooter"
    "|pagination|pager|paging|sivutus|sidebar|masthead|topbar|skiplinks?|languages?|langswitch|newsletter"
    "|uutiskirje|copyright|share"
    "|sharing|somenapit|offcanvas"
)
_PARTS = "wrap|wrapper|container|area|bar|inner|main|top|bottom|menu|nav|notice|banner"
_NAME = re.compile(
    rf"(?:^|[-_])(?:{_WORDS})$|^(?:site|page|main|global|sivun)[-_]?(?:header|footer|nav|menu)$"
    rf"|^(?:{_WORDS})(?:[-_](?:{_PARTS}))?$",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"(?:ads?|advert(?:isement)?|mainos(?:paikka|banneri)?|mainokset|annons(?:er)?|sponsored)", re.I)
_NOT = re.compile(
    r"^(?:has|with|no|without|card|item|post|entry|tile|box|panel|accordion|modal|company|member)[-_]", re.IGNORECASE
)
_RECORDS = frozenset({"article", "li", "section", "tr", "dd", "main"})


def left_out(outline: Outline) -> bytearray:
    """1 for each segment that stands in a part of the site rather than in the content of the page."""
    out = bytearray(len(outline.segments))
    before = [0]
    for segment in outline.segments:
        before.append(before[-1] + len(segment.text))
    inside = _inside_records(outline)
    named = [(index, kind) for index, tag in enumerate(outline.tags) if (kind := _kind(tag))]
    repeated = Counter(outline.keys[index] for index, kind in named if kind != "edge")
    edges = Counter(
        key for key, _ in {(_under(outline, index), outline.parents[index]) for index, kind in named if kind == "edge"}
    )
    for index, kind in named:
        first, last = outline.starts[index], outline.ends[index]
        if first == last or out[first]:
            continue
        if kind == "edge" and (inside[index] or edges[_under(outline, index)] > 1):
            continue
        if kind == "part" and repeated[outline.keys[index]] > MOST_REPEATED:
            continue
        share = MOST_SHARE if kind == "part" else MOST_SHARE_OF_MENU
        if before[last] - before[first] <= share * before[-1]:
            out[first:last] = b"\1" * (last - first)
    return out


def _under(outline: Outline, index: int) -> tuple[int, int]:
    """What an element is and what it stands in: two headers under different parents of one kind belong to records."""
    parent = outline.parents[index]
    return outline.keys[index], outline.keys[parent] if parent >= 0 else -1


def _inside_records(outline: Outline) -> list[bool]:
    found: list[bool] = []
    for index, parent in enumerate(outline.parents):
        found.append(parent >= 0 and (found[parent] or outline.name(parent) in _RECORDS) and index > 0)
    return found


def _kind(tag: Tag) -> str:
    """ "menu", "edge" (header and footer of the page), "notice" (advertisement) or "part"; "" for content."""
    name = tag.name
    if name == "nav" or tag.get("role") == "navigation":
        return "menu"
    if name in {"body", "html", "main", "article"}:
        return ""
    if name in {"header", "footer"}:
        return "edge"
    if name in _TAGS or tag.get("role") in _ROLES:
        return "part"
    if name in {"div", "section", "ul", "ol", "p", "td", "table"}:
        raw = tag.get("class")
        words = list(raw.split() if isinstance(raw, str) else raw or ())
        words.append(str(tag.get("id") or ""))
        if any(_NOTICE.fullmatch(word) for word in words):
            return "notice"
        if any(word and _NAME.search(word) and not _NOT.search(word) for word in words):
            return "part"
    return ""
