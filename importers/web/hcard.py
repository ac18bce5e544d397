"""Cards of organisations in microformats, hCard (class "vcard") and h-card, as nodes of the schema.org vocabulary.

A card is an organisation's when its name and its organisation are one (microformats.org, hCard 1.0, 3.2). A card of a
person at an organisation is none, and neither is one without an organisation unless its name has a legal form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from importers.values import has_legal_form
from importers.web.grids import MOST_LEVELS, lines_of
from importers.web.schema_nodes import Node
from outreach.rules.text import clean, name_fold

MOST_CARDS = 20_000
MOST_PARTS = 2_000  # elements of a card
_ROOTS = frozenset({"vcard", "h-card"})
_MEANT = {
    "fn": "fn",
    "p-name": "fn",
    "org": "org",
    "organization-name": "org",
    "p-org": "org",
    "tel": "telephone",
    "p-tel": "telephone",
    "email": "email",
    "u-email": "email",
    "url": "url",
    "u-url": "url",
    "street-address": "streetAddress",
    "p-street-address": "streetAddress",
    "postal-code": "postalCode",
    "p-postal-code": "postalCode",
    "locality": "addressLocality",
    "p-locality": "addressLocality",
    "country-name": "addressCountry",
    "p-country-name": "addressCountry",
    "post-office-box": "postOfficeBoxNumber",
    "p-post-office-box": "postOfficeBoxNumber",
    "adr": "address",
    "p-adr": "address",
    "h-adr": "address",
    "p-note": "description",
    "note": "description",
}
_PERSONAL = frozenset(
    {"given-name", "family-name", "p-given-name", "p-family-name", "title", "role", "p-job-title", "p-role", "bday"}
)
_ADDRESS = ("streetAddress", "postalCode", "addressLocality", "addressCountry", "postOfficeBoxNumber")
_SCHEMES = {"email": "mailto:", "telephone": "tel:"}


def items(soup: BeautifulSoup, absolute: Callable[[str], str]) -> Iterator[tuple[Tag, Node]]:
    """A node for each organisation's card, in order, with the element of the card."""
    cards = [
        (tag, _card(tag, absolute))
        for tag in soup.find_all(class_=list(_ROOTS), limit=MOST_CARDS)
        if not any(_ROOTS & set(_classes(outer)) for outer in islice(tag.parents, MOST_LEVELS))
    ]
    employers = Counter(name_fold(_first(card, "org")) for _, card in cards)
    for tag, card in cards:
        name, organisation = _first(card, "fn"), _first(card, "org")
        alone = not organisation and has_legal_form(name) and not card["personal"]
        same = bool(organisation) and name_fold(organisation) in {name_fold(name), ""}
        of_one = bool(organisation) and not name
        other = bool(organisation) and bool(name) and not same and employers[name_fold(organisation)] == 1
        if alone or same or of_one or (other and has_legal_form(organisation)):
            yield tag, _node(card, organisation or name)


def _node(card: dict[str, Any], name: str) -> Node:
    address = {key: card[key][0] for key in _ADDRESS if card.get(key)}
    node: Node = {"@type": "Organization", "name": name}
    node["address"] = address or card.get("address", [])
    node.update({key: card[key] for key in ("telephone", "email", "url", "description") if card.get(key)})
    return node


def _card(root: Tag, absolute: Callable[[str], str]) -> dict[str, Any]:
    card: dict[str, Any] = {"personal": False}
    for tag in islice(root.descendants, MOST_PARTS):
        if not isinstance(tag, Tag):
            continue
        classes = _classes(tag)
        card["personal"] = card["personal"] or bool(_PERSONAL & set(classes))
        for key in dict.fromkeys(_MEANT[word] for word in classes if word in _MEANT):
            value = "" if key == "telephone" and _is_fax(tag) else _value(tag, key, absolute)
            if value:
                card.setdefault(key, []).append(value)
    if "fn" not in card and "h-card" in _classes(root) and "org" not in card:
        card["fn"] = [clean(" ".join(lines_of(root, 50)), 300)]
    return card


def _is_fax(tag: Tag) -> bool:
    kinds = tag.find_all(class_=["type", "p-type"], limit=5)
    words = [*(clean(kind.get("title") or kind.get_text(" "), 40) for kind in kinds), *_classes(tag)]
    return any("fax" in word.lower() or "faksi" in word.lower() for word in words)


def _value(tag: Tag, key: str, absolute: Callable[[str], str]) -> str:
    """What an element says: its link where the property is one, the parts that are marked as the value, its words."""
    href = clean(tag.get("href"), 2000)
    if href and key == "url":
        return absolute(href)
    if href and href.lower().startswith(_SCHEMES.get(key, "#")):
        return href
    if tag.name in {"abbr", "data", "time", "img"}:
        said = clean(tag.get("title") or tag.get("value") or tag.get("alt"), 500)
        if said:
            return said
    parts = tag.find_all(class_=["value", "p-value"], limit=10)
    if parts:
        return clean("".join(part.get_text() for part in parts), 500)
    return (", " if key == "address" else " ").join(lines_of(tag, 400))


def _first(card: dict[str, Any], key: str) -> str:
    values = card.get(key)
    return clean(values[0], 300) if values else ""


def _classes(tag: Tag) -> list[str]:
    found = tag.get("class")
    return [str(each) for each in found] if isinstance(found, list) else clean(found).split()
