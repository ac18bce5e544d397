"""RDFa Lite of a page (vocab, typeof, property, resource, prefix) as nodes of the schema.org vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import Tag

from importers.web.grids import MOST_LEVELS
from importers.web.microdata import MOST_ITEMS, Markup, read
from importers.web.schema_nodes import Node
from outreach.rules.text import clean

_LOCAL = re.compile(r"[/#:]")
# Classes of other vocabularies that mean an organisation: GoodRelations, FOAF, W3C's organisation ontology, vCard.
_MEANT = {"BusinessEntity": "Organization", "FormalOrganization": "Organization", "VCard": "Organization"}


def items(soup: BeautifulSoup, absolute: Callable[[str], str]) -> Iterator[tuple[Tag, Node]]:
    """Things that are no property of another one, in order, with the element where each begins."""
    tops = [tag for tag in soup.find_all(typeof=True, limit=MOST_ITEMS) if not _inside(tag)]
    markup = Markup(begins=lambda tag: "typeof" in tag.attrs, types=_types, names=_names, id_key="resource")
    yield from read(soup, tops, markup, absolute)


def _inside(tag: Tag) -> bool:
    """Whether a thing is told as a property of the one around it."""
    told = bool(tag.get("property") or tag.get("rel"))
    return told and any("typeof" in outer.attrs for outer in islice(tag.parents, MOST_LEVELS))


def _types(tag: Tag) -> list[str]:
    words = [_LOCAL.split(word)[-1] for word in clean(tag.get("typeof")).split()[:5]]
    return [_MEANT.get(word, word) for word in words]


def _names(tag: Tag) -> list[str]:
    return [_LOCAL.split(word)[-1] for word in clean(tag.get("property") or tag.get("rel")).split()[:5]]
