"""Organisations that a page describes in markup made for machines: JSON-LD, microdata, RDFa Lite, hCard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bs4.element import Tag

from importers.web import hcard, microdata, rdfa
from importers.web.document import Document
from importers.web.grids import MOST_LEVELS
from importers.web.json_ld import blocks
from importers.web.mailboxes import Mailboxes
from importers.web.schema_nodes import Node, is_organisation, listed, owners, types_of, whole_nodes
from importers.web.schema_reading import candidate_of
from outreach.rules.identity import base_domain, domain_of
from outreach.terms.candidate import Candidate, Reject
from outreach.terms.message import Message, say

CONFIDENCE = 0.9
MOST_RECORDS = 20_000  # of a page

_FURNITURE = frozenset({"footer", "header", "nav", "aside"})


@dataclass(slots=True)
class Structured:
    """`listed` are the organisations that the page lists, `owners` those whose page it is."""

    listed: list[Candidate] = field(default_factory=list)
    owners: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    ways: Counter[str] = field(default_factory=Counter)  # records of each way
    subjects: set[str] = field(default_factory=set)  # types of everything that the page describes


@dataclass(frozen=True, slots=True)
class _Item:
    """A thing that is described: where, in which way, and whether it stands among the furniture of the site."""

    node: Node
    where: str
    how: str
    furniture: bool = False


def organisations(document: Document, mailboxes: Mailboxes) -> Structured:
    """All organisations that the markup of a page describes, in the order of the ways."""
    found = Structured()
    contents = list(blocks(document.soup))
    for number, block in contents:
        if block is None:
            where = document.origin(f"JSON-LD {number}", "json-ld", CONFIDENCE).where
            found.rejects.append(Reject(where=where, field="json-ld", reason=say("The block is no readable JSON")))
    owning = {each for _, block in contents for each in owners(block)}
    by_id = whole_nodes(block for _, block in contents)
    seen: set[int] = set()
    for item in islice(_items(document, contents), MOST_RECORDS):
        mentioned = item.node
        found.subjects |= types_of(mentioned)
        address = mentioned.get("@id")
        node = by_id.get(address, mentioned) if isinstance(address, str) else mentioned
        if id(node) in seen or not is_organisation(node):
            continue
        seen.add(id(node))
        called = (address, mentioned.get("name"), node.get("name"))
        owned = item.furniture or any(isinstance(each, str) and each in owning for each in called)
        provenance = document.origin(item.where, item.how, CONFIDENCE)
        candidate = candidate_of(node, document, owned, by_id, provenance, mailboxes, found.notes)
        if candidate is None:
            continue
        found.ways[item.how] += 1
        owned = owned or _is_of_site(candidate, document)
        (found.owners if owned else found.listed).append(candidate)
    return found


def _is_of_site(candidate: Candidate, document: Document) -> bool:
    """Whether an organisation is the one whose site this is."""
    return bool(document.site) and base_domain(domain_of(candidate.website)) == document.site


def _items(document: Document, contents: list[tuple[int, Any]]) -> Iterator[_Item]:
    for number, block in contents:
        count = 0
        for node in listed(block):
            count += is_organisation(node)
            yield _Item(node, f"JSON-LD {number}, organisation {count}", "json-ld")
    for way, mark, items in (
        ("microdata", "itemscope", microdata.items),
        ("rdfa", "typeof", rdfa.items),
        ("hcard", "card", hcard.items),
    ):
        count = 0
        if not re.search(mark, document.text, re.IGNORECASE):
            continue
        for tag, top in items(document.soup, document.absolute):
            furniture = is_furniture(tag)
            for node in listed(top):
                count += is_organisation(node)
                yield _Item(node, f"{_SHOWN[way]} {count}", way, furniture)


_SHOWN = {"microdata": "microdata, organisation", "rdfa": "RDFa, organisation", "hcard": "hCard"}


def is_furniture(tag: Tag) -> bool:
    """Whether an element stands in the head, foot or margin of the site and not in what the page is about."""
    for outer in islice(tag.parents, MOST_LEVELS):
        if outer.name in {"main", "article", "li"}:
            return False
        if outer.name in _FURNITURE:
            return True
    return tag.name in _FURNITURE
