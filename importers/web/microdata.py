"""Microdata of a page (itemscope, itemtype, itemprop, itemref) as nodes of the schema.org vocabulary.

The older vocabulary of data-vocabulary.org is read under the names of schema.org. The walk through the markup is shared
with RDFa Lite, which says the same in other attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

from importers.web.grids import lines_of
from importers.web.schema_nodes import Node
from outreach.rules.text import clean

MOST_ITEMS = 20_000  # of a page
MOST_DEEP = 12  # items inside of items
MOST_PARTS = 5_000  # elements of one item
MOST_REFERRED = 500  # the same of an item that refers to others' elements
MOST_TEXTS = 400  # elements and texts of one property

_MEANT = {
    "tel": "telephone",
    "tele": "telephone",
    "phone": "telephone",
    "street-address": "streetAddress",
    "locality": "addressLocality",
    "postal-code": "postalCode",
    "country-name": "addressCountry",
    "fn": "name",
    "org": "name",
    "homepage": "url",
    "mbox": "email",
    "adr": "address",
    "summary": "description",
}
_ADDRESSES = frozenset({"url", "sameAs", "email", "telephone", "mainEntityOfPage", "additionalType", "@id"})
_LINKS = {"a": "href", "area": "href", "link": "href"}
_SOURCES = frozenset({"img", "audio", "video", "iframe", "source", "embed", "track"})


@dataclass(frozen=True, slots=True)
class Markup:
    """In which attributes a way of marking says where an item begins, and how its properties are called."""

    begins: Callable[[Tag], bool]
    types: Callable[[Tag], list[str]]
    names: Callable[[Tag], list[str]]
    id_key: str
    refers: str = ""  # attribute with the ids of elements that belong to the item as well


def items(soup: BeautifulSoup, absolute: Callable[[str], str]) -> Iterator[tuple[Tag, Node]]:
    """Items that are no property of another one, in order, with the element where each begins."""
    markup = Markup(
        begins=lambda tag: "itemscope" in tag.attrs,
        types=lambda tag: clean(tag.get("itemtype")).split()[:5],
        names=lambda tag: clean(tag.get("itemprop")).split()[:5],
        id_key="itemid",
        refers="itemref",
    )
    yield from read(soup, soup.find_all(itemscope=True, itemprop=False, limit=MOST_ITEMS), markup, absolute)


def read(
    soup: BeautifulSoup, tops: list[Tag], markup: Markup, absolute: Callable[[str], str]
) -> Iterator[tuple[Tag, Node]]:
    """A node for each of the elements in which an item begins."""
    by_id: dict[str, Tag] = {}
    if markup.refers and soup.find(True, attrs={markup.refers: True}):
        for tag in soup.find_all(id=True):
            by_id.setdefault(clean(tag["id"]), tag)
    for top in tops:
        yield top, _node(top, markup, absolute, by_id, (id(top),))


def _node(
    scope: Tag,
    markup: Markup,
    absolute: Callable[[str], str],
    by_id: dict[str, Tag],
    above: tuple[int, ...],
) -> Node:
    node: Node = {"@type": markup.types(scope)}
    if scope.get(markup.id_key):
        node["@id"] = clean(scope[markup.id_key], 500)
    named = clean(scope.get(markup.refers)).split()[:20] if by_id else []
    starts = [*scope.children, *(by_id[each] for each in named if each in by_id)]
    for tag in islice(_parts(starts, markup), MOST_REFERRED if named else MOST_PARTS):
        names = [_MEANT.get(name, name) for name in markup.names(tag)]
        if not names:
            continue
        value: object
        if markup.begins(tag):
            if id(tag) in above or len(above) > MOST_DEEP:
                continue
            value = _node(tag, markup, absolute, by_id, (*above, id(tag)))
        else:
            value = _value(tag, names[0], absolute)
        for name in names:
            node.setdefault(name, []).append(value)
    return node


def _parts(starts: Sequence[object], markup: Markup) -> Iterator[Tag]:
    """The elements of an item in order; what is inside of an item in it belongs to that one."""
    stack = [each for each in reversed(starts) if isinstance(each, Tag)]
    while stack:
        tag = stack.pop()
        yield tag
        if not markup.begins(tag):
            stack.extend(child for child in reversed(tag.contents) if isinstance(child, Tag))


def _value(tag: Tag, name: str, absolute: Callable[[str], str]) -> str:
    """What an element says of a property. A name on a link is its words, though the standard says its address."""
    if tag.get("content") is not None:
        return clean(tag["content"], 5000)
    key = _LINKS.get(tag.name, "src" if tag.name in _SOURCES else "")
    if key and tag.get(key) and (name in _ADDRESSES or tag.name == "link"):
        href = clean(tag[key], 2000)
        return href if href.lower().startswith(("mailto:", "tel:")) else absolute(href)
    if tag.name == "img":
        return clean(tag.get("alt"), 500)
    if tag.name in {"data", "meter"} and tag.get("value"):
        return clean(tag["value"], 500)
    return " ".join(lines_of(tag, MOST_TEXTS))
