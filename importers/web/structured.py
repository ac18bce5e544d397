"""Organisations that a page describes in JSON-LD with the schema.org vocabulary."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup

from importers.values import address_of
from importers.web.json_ld import blocks, listed, nodes, owners, types_of
from importers.web.mailboxes import Mailboxes
from importers.web.schema_types import ORGANISATION_TYPES
from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    is_shared_domain,
    phone_e164,
    sole_trader_by_name,
    website_url,
)
from outreach.rules.text import clean, clean_block
from outreach.terms.candidate import Candidate, Provenance, Reject
from outreach.terms.message import Message, say

CONFIDENCE = 0.9

_NUMBER_KEYS = ("vatID", "taxID", "identifier", "iso6523Code")
_NUMBER_LABEL = re.compile(r"tunnus|business|fo-?n|vat|alv|moms|tax|y-?id|organi[sz]ation", re.IGNORECASE)
_BARE = re.compile(r"[0-9]{7,8}")
_HOME = frozenset({"", "fi", "fin", "finland", "suomi"})


@dataclass(slots=True)
class Structured:
    """`listed` are the organisations that the page lists, `owners` those whose page it is."""

    listed: list[Candidate] = field(default_factory=list)
    owners: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


def organisations(
    soup: BeautifulSoup, url: str, origin: Callable[[str, str, float], Provenance], mailboxes: Mailboxes
) -> Structured:
    """All organisations in the blocks of a page. `origin` makes the provenance of a place, a way and a confidence."""
    found = Structured()
    contents = list(blocks(soup))
    owning = {each for _, block in contents for each in owners(block)}
    by_id = {node["@id"]: node for _, block in contents for node in nodes(block) if _is_whole(node)}
    seen: set[int] = set()
    for number, block in contents:
        if block is None:
            where = origin(f"JSON-LD {number}", "json-ld", CONFIDENCE).where
            found.rejects.append(Reject(where=where, field="json-ld", reason=say("The block is no readable JSON")))
        item = 0
        for mentioned in listed(block):
            name, address = mentioned.get("name"), mentioned.get("@id")
            node = by_id.get(address, mentioned) if isinstance(address, str) else mentioned
            if id(node) in seen or not types_of(node) & ORGANISATION_TYPES:
                continue
            seen.add(id(node))
            item += 1
            provenance = origin(f"JSON-LD {number}, organisation {item}", "json-ld", CONFIDENCE)
            owned = any(isinstance(each, str) and each in owning for each in (name, address, node.get("name")))
            candidate = _candidate(node, url, owned, by_id, provenance, mailboxes, found.notes)
            if candidate:
                (found.owners if owned else found.listed).append(candidate)
    return found


def _is_whole(node: dict[str, Any]) -> bool:
    """Whether a node describes what its @id names, and does not only point at it."""
    return isinstance(node.get("@id"), str) and "@type" in node and len(node) > 2


def _candidate(
    node: dict[str, Any],
    url: str,
    owned: bool,
    by_id: dict[str, dict[str, Any]],
    provenance: Provenance,
    mailboxes: Mailboxes,
    notes: list[Message],
) -> Candidate | None:
    names = [name for key in ("legalName", "name") if (name := _text(node.get(key), 300))]
    if not names:
        return None
    others = [_text(each, 300) for each in _all(node.get("alternateName"))]
    street, postcode, town = _address(node.get("address"), by_id)
    points = [point for point in _all(node.get("contactPoint")) if isinstance(point, dict)]
    emails = [_text(each.get("email")) for each in (node, *points)]
    phones = [phone_e164(_text(each.get("telephone"))) for each in (node, *points)]
    return Candidate(
        name=names[0],
        provenance=provenance,
        business_id=_business_id(node, provenance.where, notes),
        other_names=tuple(dict.fromkeys(other for other in (*names[1:], *others) if other and other != names[0])),
        street=street,
        postcode=postcode,
        town=town,
        website=_website(node, url, owned),
        email=mailboxes.first(emails, names[0]),
        phone=next(filter(None, phones), ""),
        description=clean_block(html.unescape(_text(node.get("description"), 5000))),
        sole_trader=sole_trader_by_name(names[0]),
    )


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any, limit: int = 1000) -> str:
    """One line of a value: of a text, of the first filled one of a list, of "@value" or "name" of a node."""
    for each in _all(value)[:20]:
        inner = (each.get("@value") or each.get("name")) if isinstance(each, dict) else each
        if isinstance(inner, str | int | float) and not isinstance(inner, bool):
            line = clean(html.unescape(str(inner)), limit)
            if line:
                return line
    return ""


def _address(value: Any, by_id: dict[str, dict[str, Any]]) -> tuple[str, str, str]:
    """Street, postcode and town of the first address; a foreign one has no Finnish postcode."""
    for each in _all(value):
        if isinstance(each, str):
            return address_of(clean(html.unescape(each), 300), "", "")
        if isinstance(each, dict):
            node = by_id.get(each["@id"], each) if isinstance(each.get("@id"), str) else each
            box = _text(node.get("postOfficeBoxNumber"), 40)
            street = _text(node.get("streetAddress"), 200) or (f"PL {box}" if box.isdigit() else box)
            abroad = _text(node.get("addressCountry"), 60).casefold() not in _HOME
            code = "" if abroad else _text(node.get("postalCode"), 20)
            return address_of(street, code, _text(node.get("addressLocality"), 100))
    return "", "", ""


def _numbers(node: dict[str, Any]) -> Iterator[str]:
    """Numbers that may be a Business ID; a bare one counts only under a key or a label that says so."""
    for key in _NUMBER_KEYS:
        for each in _all(node.get(key)):
            label = key if key in {"vatID", "taxID"} else ""
            value = each
            if isinstance(each, dict):
                label += f" {_text(each.get('propertyID'))} {_text(each.get('name'))}"
                value = each.get("value")
            number = _text(value, 60)
            if number and (_NUMBER_LABEL.search(label) or not _BARE.fullmatch(number)):
                yield number


def _business_id(node: dict[str, Any], where: str, notes: list[Message]) -> str:
    """The first right ID; a wrong one in a key of its own is told."""
    for number in _numbers(node):
        found = business_id(number)
        if found:
            return found
    wrong = _text(node.get("vatID"), 40) or _text(node.get("taxID"), 40)
    if wrong and (wrong.upper().startswith("FI") or "-" in wrong):
        reason = say("The Business ID is not right: {id} (check digit)", id=wrong)
        notes.append(say("{where}: {reason}", where=where, reason=reason))
    return ""


def _website(node: dict[str, Any], url: str, owned: bool) -> str:
    """The organisation's own site: its page in a directory and its pages on social media are none."""
    here = base_domain(domain_of(url))
    addresses = [website_url(_text(each)) for key in ("url", "sameAs") for each in _all(node.get(key))]
    for address in filter(None, addresses):
        domain = domain_of(address)
        elsewhere = base_domain(domain) != here or not here
        if not is_shared_domain(domain) and (elsewhere or owned or address.rstrip("/").count("/") == 2):
            return address
    return ""
