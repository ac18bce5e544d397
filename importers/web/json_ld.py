"""JSON-LD blocks of a page, each read on its own: a broken one loses only itself.

Pages wrap and break their blocks in the same few ways, so these are mended: comments, CDATA marks, a closing semicolon,
commas before a closing bracket, raw line ends in texts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

MOST_NODES = 100_000  # of one block

_TYPE = re.compile(r"^\s*application/ld\+json", re.IGNORECASE)
_PIECE = re.compile(
    r'"(?:[^"\\]|\\.)*"?|/\*.*?(?:\*/|$)|//\s*(?:<!\[CDATA\[|\]\]>)|//[^\n]*|<!--|-->|<!\[CDATA\[|\]\]>'
    r'|[;,]|[^"/<\-\];,]+|.',
    re.DOTALL,
)
_DROPPED = ("/*", "//", "<!", "-->", "]]>", ";")

# The keys that lead from a page or a list to the organisations that it lists. Publishers, authors, sellers, organisers
# and employers are mentioned by a page and not listed by it.
_LEADS = ("@graph", "itemListElement", "item", "mainEntity", "member", "members", "containsPlace")
_OWNERS = ("publisher", "author", "creator", "copyrightHolder", "sourceOrganization", "isPartOf", "provider")


def blocks(soup: BeautifulSoup) -> Iterator[tuple[int, Any]]:
    """Number from 1 and content of each block, None for one that cannot be read."""
    for number, script in enumerate(soup.find_all("script", type=_TYPE), start=1):
        yield number, load(script.string or script.get_text())


def load(text: str) -> Any:
    """Content of a block, None when it is no JSON even after mending."""
    for reading in (text, None):
        try:
            return json.loads(mended(text) if reading is None else reading, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def mended(text: str) -> str:
    """The text without comments, CDATA marks, semicolons and superfluous commas, all of them outside quoted texts."""
    kept: list[str] = []
    comma = False
    for piece in _PIECE.findall(text):
        if piece.startswith(_DROPPED):
            continue
        if piece == ",":
            comma = True
        elif piece.isspace():
            kept.append(piece)
        else:
            if comma and piece.lstrip()[0] not in "]}":
                kept.append(",")
            comma = False
            kept.append(piece)
    return "".join(kept)


def types_of(node: dict[str, Any]) -> set[str]:
    """Names of the types of a node without their vocabulary: "https://schema.org/Store" is "Store"."""
    found = node.get("@type")
    return {
        re.split(r"[/#:]", each)[-1]
        for each in (found if isinstance(found, list) else [found])
        if isinstance(each, str)
    }


def listed(block: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a block that the page lists, in order, each once."""
    stack, count, seen = [block], 0, set()
    while stack and count < MOST_NODES:
        node = stack.pop()
        count += 1
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict) and id(node) not in seen:
            seen.add(id(node))
            yield node
            stack.extend(node[key] for key in reversed(_LEADS) if key in node)


def nodes(block: Any) -> Iterator[dict[str, Any]]:
    """All nodes of a block, mentioned ones too."""
    stack, count = [block], 0
    while stack and count < MOST_NODES:
        node = stack.pop()
        count += 1
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            stack.extend(node.values())


def owners(block: Any) -> set[str]:
    """Addresses (@id) and names of those that a block calls publisher, author and so on of the page."""
    found: set[str] = set()
    for node in nodes(block):
        for key in _OWNERS:
            value = node.get(key)
            for owner in value if isinstance(value, list) else [value]:
                if isinstance(owner, dict):
                    found |= {text for text in (owner.get("@id"), owner.get("name")) if isinstance(text, str) and text}
    return found
