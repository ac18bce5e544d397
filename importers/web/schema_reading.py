"""One reader for nodes of the schema.org vocabulary, whichever markup they were written in: a node as a candidate."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from importers.values import address_of
from importers.web.document import Document
from importers.web.mailboxes import Mailboxes
from importers.web.schema_nodes import Node
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
from outreach.terms.candidate import Candidate, Provenance
from outreach.terms.message import Message, say

MOST_VALUES = 20  # of a property

_NUMBER_KEYS = ("vatID", "taxID", "identifier", "iso6523Code", "legalIdentifier")
_NUMBER_LABEL = re.compile(r"tunnus|business|fo-?n|vat|alv|moms|tax|y-?id|organi[sz]ation", re.IGNORECASE)
_BARE = re.compile(r"[0-9]{7,8}")
_E_ADDRESS = re.compile(r"(?:0037:?|0212:)([0-9]{7})-?([0-9])[0-9]{0,5}")  # Finnish schemes of ISO 6523
_HOME = frozenset({"", "fi", "fin", "finland", "suomi", "ax", "åland", "ahvenanmaa"})
_MARKUP = re.compile(r"<[a-zA-Z/][^<>]{0,300}>")
_FAX = re.compile(r"fax|faksi", re.IGNORECASE)


def candidate_of(
    node: Node,
    document: Document,
    owned: bool,
    by_id: dict[str, Node],
    provenance: Provenance,
    mailboxes: Mailboxes,
    notes: list[Message],
) -> Candidate | None:
    """The organisation of a node, None for one without a name. `owned`: the page calls it the owner of the site."""
    names = [name for key in ("legalName", "name") if (name := _text(node.get(key), 300))]
    if not names or not any(char.isalpha() for char in names[0]):
        return None
    others = [_text(each, 300) for each in _all(node.get("alternateName"))]
    street, postcode, town = _address(node, by_id)
    points = [node, *(point for point in _nodes(node.get("contactPoint"), by_id) if not _is_fax(point))]
    emails = [_text(each) for point in points for each in _all(point.get("email"))]
    phones = (phone_e164(_number(_text(each))) for point in points for each in _all(point.get("telephone")))
    return Candidate(
        name=names[0],
        provenance=provenance,
        business_id=_business_id(node, provenance.where, notes),
        other_names=tuple(dict.fromkeys(other for other in (*names[1:], *others) if other and other != names[0])),
        street=street,
        postcode=postcode,
        town=town,
        website=_website(node, document, owned),
        email=mailboxes.first(emails, names[0]),
        phone=next(filter(None, phones), ""),
        description=clean_block(_MARKUP.sub(" ", html.unescape(_text(node.get("description"), 5000)))),
        sole_trader=sole_trader_by_name(names[0]),
    )


def _all(value: Any) -> list[Any]:
    return value[:MOST_VALUES] if isinstance(value, list) else [] if value is None else [value]


def _nodes(value: Any, by_id: dict[str, Node]) -> Iterator[Node]:
    """The nodes of a property, also those that it only points at."""
    for each in _all(value):
        if isinstance(each, dict):
            address = each.get("@id")
            yield by_id.get(address, each) if isinstance(address, str) else each


def _text(value: Any, limit: int = 1000) -> str:
    """One line of a value: of a text, of the first filled one of a list, of "@value" or "name" of a node."""
    for each in _all(value):
        inner = (each.get("@value") or each.get("name")) if isinstance(each, dict) else each
        if isinstance(inner, list):
            inner = next((part for part in inner[:MOST_VALUES] if isinstance(part, str)), None)
        if isinstance(inner, str | int | float) and not isinstance(inner, bool):
            line = clean(html.unescape(str(inner)), limit)
            if line:
                return line
    return ""


def _number(text: str) -> str:
    return text[4:] if text.lower().startswith("tel:") else text


def _is_fax(point: Node) -> bool:
    return bool(_FAX.search(_text(point.get("contactType"), 60)))


def _address(node: Node, by_id: dict[str, Node]) -> tuple[str, str, str]:
    """Street, postcode and town: of its address, else of the place where it is."""
    found = _first_address(node.get("address"), by_id)
    if any(found):
        return found
    places = [*_nodes(node.get("location"), by_id)]
    texts = [each for each in _all(node.get("location")) if isinstance(each, str)]
    return _first_address([place["address"] for place in places if "address" in place] or texts, by_id)


def _first_address(value: Any, by_id: dict[str, Node]) -> tuple[str, str, str]:
    """Of the first address that says anything; a foreign one has no Finnish postcode."""
    for each in _flat(value):
        if isinstance(each, str):
            found = address_of(clean(html.unescape(each), 300), "", "")
        elif isinstance(each, dict):
            part = next(_nodes(each, by_id))
            box = _text(part.get("postOfficeBoxNumber"), 40)
            street = _text(part.get("streetAddress"), 200) or (f"PL {box}" if box.isdigit() else box)
            abroad = _text(part.get("addressCountry"), 60).casefold() not in _HOME
            code = "" if abroad else _text(part.get("postalCode"), 20)
            found = address_of(street, code, _text(part.get("addressLocality"), 100))
        else:
            continue
        if any(found):
            return found
    return "", "", ""


def _flat(value: Any) -> Iterator[Any]:
    for each in _all(value):
        yield from _all(each)


def _numbers(node: Node) -> Iterator[str]:
    """Numbers that may be a Business ID; a bare one counts only under a key or a label that says so."""
    for key in _NUMBER_KEYS:
        for each in _all(node.get(key)):
            label = key if key in {"vatID", "taxID", "legalIdentifier"} else ""
            value = each
            if isinstance(each, dict):
                label += f" {_text(each.get('propertyID'))} {_text(each.get('name'))}"
                value = each.get("value")
            number = _text(value, 60)
            if number and (_NUMBER_LABEL.search(label) or not _BARE.fullmatch(number)):
                yield number


def _business_id(node: Node, where: str, notes: list[Message]) -> str:
    """The first right ID; a wrong one in a key of its own is told."""
    for number in _numbers(node):
        electronic = _E_ADDRESS.fullmatch(number.replace(" ", ""))
        found = business_id(f"{electronic[1]}-{electronic[2]}" if electronic else number)
        if found:
            return found
    wrong = _text(node.get("vatID"), 40) or _text(node.get("taxID"), 40)
    if wrong and (wrong.upper().startswith("FI") or "-" in wrong):
        reason = say("The Business ID is not right: {id} (check digit)", id=wrong)
        notes.append(say("{where}: {reason}", where=where, reason=reason))
    return ""


def _website(node: Node, document: Document, owned: bool) -> str:
    """The organisation's own site: its page in a directory and its pages on social media are none."""
    here = document.site
    for key in ("url", "sameAs"):
        for each in _all(node.get(key)):
            address = website_url(_text(each))
            domain = domain_of(address)
            if not address or is_shared_domain(domain):
                continue
            front = address.rstrip("/").count("/") == 2
            if base_domain(domain) != here or not here or owned or front:
                return address
    return ""
