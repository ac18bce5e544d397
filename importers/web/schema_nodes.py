"""Descriptions of things in the schema.org vocabulary as nested mappings, whichever markup they were written in.

A node has "@type" (a name or a list of names, with or without the vocabulary), maybe "@id", and properties: texts,
numbers, nodes, or lists of these. JSON-LD gives them as they stand; microdata, RDFa and hCard are read into this form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from importers.web.schema_types import ORGANISATION_TYPES, PAGE_TYPES

Node = dict[str, Any]

MOST_NODES = 100_000  # of one block

# The keys that lead from a page or a list to the organisations that it lists. Publishers, authors, sellers, organisers
# and employers are mentioned by a page and not listed by it.
_LEADS = (
    *("@graph", "itemListElement", "dataFeedElement", "item", "mainEntity", "hasPart"),
    *("member", "members", "subOrganization", "containsPlace"),
)
_OWNERS = ("publisher", "author", "creator", "copyrightHolder", "sourceOrganization", "isPartOf", "provider")
_LOCAL = re.compile(r"[/#:]")


def types_of(node: Node) -> set[str]:
    """Names of the types of a node without their vocabulary: "https://schema.org/Store" is "Store"."""
    found = node.get("@type")
    return {_LOCAL.split(each)[-1] for each in (found if isinstance(found, list) else [found]) if isinstance(each, str)}


def is_organisation(node: Node) -> bool:
    """Whether a node describes an organisation of any kind."""
    return bool(types_of(node) & ORGANISATION_TYPES)


def listed(block: Any) -> Iterator[Node]:
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


def nodes(block: Any) -> Iterator[Node]:
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
    """Addresses (@id) and names of those that a block calls publisher, author and so on of the page.

    The one organisation that stands side by side with the site and its pages is their owner too.
    """
    found: set[str] = set()
    for node in nodes(block):
        for key in _OWNERS:
            value = node.get(key)
            for owner in value if isinstance(value, list) else [value]:
                if isinstance(owner, dict):
                    found |= _called(owner)
    beside = _beside_the_site(block)
    return found | _called(beside) if beside else found


def _called(node: Node) -> set[str]:
    return {text for text in (node.get("@id"), node.get("name")) if isinstance(text, str) and text}


def _beside_the_site(block: Any) -> Node | None:
    """The only organisation of a graph or list of nodes that also describes the site or the page itself."""
    graph = block.get("@graph") if isinstance(block, dict) else block
    beside = [node for node in graph[:100] if isinstance(node, dict)] if isinstance(graph, list) else []
    own = [node for node in beside if is_organisation(node)]
    return own[0] if len(own) == 1 and any(types_of(node) & PAGE_TYPES for node in beside) else None


def whole_nodes(blocks: Iterable[Any]) -> dict[str, Node]:
    """The node that describes what an @id names, for those that do not only point at it."""
    return {
        node["@id"]: node
        for block in blocks
        for node in nodes(block)
        if isinstance(node.get("@id"), str) and "@type" in node and len(node) > 2
    }
