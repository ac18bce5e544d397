"""Values that rules have found, in the forms that a `Candidate` holds, each with the trace of how it was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from importers.values import (
    address_of,
    emails_of,
    industry_of,
    is_placeholder,
    list_of,
    names_of,
    phone_of,
    postcode_of,
    split_postcode_town,
)
from importers.web.document import Document
from importers.web.evidence import Kind, values_in
from importers.web.links import Link, is_site, link_of
from importers.web.mailboxes import Mailboxes
from importers.web.sources.found import Found
from importers.web.wording import FAX, LOGO
from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    sole_trader_by_name,
    website_url,
)
from outreach.rules.text import clean, clean_block
from outreach.terms.candidate import Candidate, Contact, Trace

CONFIDENCE = 0.95  # of a value whose place the source's file tells
FILLED = 0.9
NAME_LENGTH = 300
MOST_LINES = 40

_CODE = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
_ADDRESS = ("street", "postcode", "town")
_PERSON = {"contact_person": "name", "contact_role": "role", "contact_email": "email", "contact_phone": "phone"}


def name_of(found: Found | None) -> str:
    """Name of a company: the first line of what was found."""
    if found is None:
        return ""
    line = clean(found.main or found.text.partition("\n")[0], NAME_LENGTH).strip(" #¶§")
    if found.alternative:
        line = clean(LOGO.sub(" ", line)).strip(" :–-,") or line
    return line if any(char.isalnum() for char in line) else ""


def with_values(
    candidate: Candidate,
    found: Mapping[str, Found | None],
    document: Document,
    mailboxes: Mailboxes,
    *,
    how: str = "",
    empty: bool = True,
) -> Candidate:
    """The candidate with the values that rules have found; with `empty` a field whose rule finds nothing is emptied.

    `how` stands in the traces where it is given.
    """
    changes: dict[str, Any] = {}
    traces: list[Trace] = []
    if named := found.get("name"):
        traces.append(Trace("name", how or named.how, CONFIDENCE))
    for name, each in found.items():
        if name in _PERSON or name == "name":
            continue
        read = _READERS.get(name)
        made = read(each, candidate.name, document, mailboxes) if read and each else {}
        if not made and empty:
            made = {name: () if name in ("other_names", "competences") else ""} if name != "industry" else {}
        for key, value in made.items():
            if key != name and key in found:  # a rule of its own goes before what another one brings along
                continue
            changes[key] = value
            if value and each:
                traces.append(Trace(key, how or each.how, CONFIDENCE))
    changes |= _contact(found, document)
    told = {*changes, "name"} if named else set(changes)
    kept = tuple(trace for trace in candidate.traces if trace.field not in told)
    return replace(candidate, **changes, traces=(*kept, *traces))


def filled(candidate: Candidate, fill: Mapping[str, str | tuple[str, ...]]) -> Candidate:
    """The candidate with the constants of [fill] where it has no value; tags are added to its description."""
    changes: dict[str, Any] = {}
    for name, value in fill.items():
        if name == "tags":
            continue
        if name == "competences":
            made: dict[str, Any] = {name: tuple(each for text in _texts(value) for each in list_of(text))}
        elif name == "industry":
            made = _industry(Found(str(value)), "", None, None)
        else:
            made = {name: value}
        changes |= {key: each for key, each in made.items() if each and not getattr(candidate, key)}
    traces = [Trace(name, "fill", FILLED) for name in changes]
    tags = ", ".join(_texts(fill.get("tags", ())))
    described = changes.get("description", candidate.description)
    if tags and tags not in described:
        changes["description"] = "\n".join(filter(None, (described, tags)))
    return replace(candidate, **changes, traces=(*candidate.traces, *traces))


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _contact(found: Mapping[str, Found | None], document: Document) -> dict[str, Any]:
    """The contact person; without a name there is none."""
    parts = {_PERSON[name]: each for name, each in found.items() if name in _PERSON and each}
    name = name_of(parts.get("name"))
    if not name:
        return {}
    email, phone = parts.get("email"), parts.get("phone")
    role = parts.get("role")
    return {
        "contact": Contact(
            name=name,
            role=clean(role.text, 200) if role else "",
            email=next(iter(_emails(email, document)), "") if email else "",
            phone=_phone_of(phone, document) if phone else "",
        )
    }


def _website(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    """The first address of another site; a link counts where it leads, not what it says."""
    addresses = [link.text for link in _links(found, document) if link.kind is Kind.SITE]
    written = [*_written(found, document, Kind.SITE), *found.text.split()[:3]]
    addresses += [website_url(each) for each in written if "." in each and "@" not in each and "/cdn-cgi/" not in each]
    own = [each for each in addresses if each and is_site(domain_of(each)) and not _is_here(each, document)]
    return {"website": own[0]} if own else {}


def _is_here(address: str, document: Document) -> bool:
    return bool(document.site) and base_domain(domain_of(address)) == document.site


def _links(found: Found, document: Document) -> list[Link]:
    own = frozenset(filter(None, (document.site,)))
    return [link for href in found.hrefs if (link := link_of(href, "", document, own))]


def _written(found: Found, document: Document, kind: Kind) -> list[str]:
    """Values of a kind that stand in the text, line by line; a fax is no phone, an account none either."""
    lines = found.text.split("\n")[:MOST_LINES]
    return [value.text for line in lines for value in values_in(line, document.places) if value.kind is kind]


def _email(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    email = mailboxes.first(_emails(found, document), name)
    return {"email": email} if email else {}


def _emails(found: Found, document: Document) -> list[str]:
    texts = [link.text for link in _links(found, document) if link.kind is Kind.EMAIL]
    texts += _written(found, document, Kind.EMAIL)
    texts += [line.removeprefix("mailto:").partition("?")[0] for line in found.text.split("\n")]
    return list(dict.fromkeys(email for text in texts for email in emails_of(text)))


def _phone(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    phone = _phone_of(found, document)
    return {"phone": phone} if phone else {}


def _phone_of(found: Found, document: Document) -> str:
    texts = _written(found, document, Kind.PHONE)
    texts += [link.text for link in _links(found, document) if link.kind is Kind.PHONE]
    if not texts and not FAX.search(found.text):
        texts = [line.removeprefix("tel:") for line in found.text.split("\n")]
    return next((phone for text in texts if (phone := phone_of(clean(text, 100)))), "")


def _business_id(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    number = business_id(found.text)
    return {"business_id": number} if number else {}


def _address(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    """Street, postcode and town of a whole address, also of one abroad; a text without a postcode is the street."""
    line = clean(found.text.replace("\n", ", "), 300)
    post = next((value for value in values_in(line, document.places) if value.kind is Kind.POST), None)
    if post and post.text and post.more:
        street, code, town = line[: post.start].strip(" ,;"), post.text, post.more
    else:
        street, code, town = address_of(line, "", "")
    return {key: each for key, each in zip(_ADDRESS, (street, code, town), strict=True) if each}


def _postcode(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    line = clean(found.text, 200)
    code, town = split_postcode_town(line)
    if not code:
        inside = _CODE.search(line)
        code = postcode_of(line) or (inside[0] if inside else "")
    return {key: each for key, each in (("postcode", code), ("town", town)) if each}


def _town(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    line = clean(found.text, 200).strip(" ,;")
    code, town = split_postcode_town(line)
    if not code and _CODE.search(line):
        _, code, town = address_of(line, "", "")
    return {key: each for key, each in (("postcode", code), ("town", town or line)) if each}


def _description(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    text = clean_block(found.text, 5000)
    return {"description": text} if text else {}


def _industry(found: Found, name: str, document: Document | None, mailboxes: Mailboxes | None) -> dict[str, Any]:
    """Words of an industry describe the company; a code without its edition cannot be kept as one."""
    _, words = industry_of(clean(found.text, 500))
    return {"description": words or clean(found.text, 500)}


def _one_line(key: str, limit: int) -> Callable[[Found, str, Document, Mailboxes], dict[str, Any]]:
    def read(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
        line = clean(found.text, limit)
        return {key: line} if line and not is_placeholder(line) else {}

    return read


def _other_names(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    return {"other_names": tuple(each for each in names_of(found.text[:2000]) if each != name)}


def _competences(found: Found, name: str, document: Document, mailboxes: Mailboxes) -> dict[str, Any]:
    return {"competences": list_of(found.text[:5000])}


_READERS: Mapping[str, Callable[[Found, str, Document, Mailboxes], dict[str, Any]]] = {
    "website": _website,
    "email": _email,
    "phone": _phone,
    "street": _address,
    "postcode": _postcode,
    "town": _town,
    "business_id": _business_id,
    "description": _description,
    "industry": _industry,
    "other_names": _other_names,
    "legal_form": _one_line("legal_form", 100),
    "competences": _competences,
}


def trader(candidate: Candidate) -> Candidate:
    """The candidate with the mark of a private trader where its name or legal form says so."""
    sole = sole_trader_by_name(candidate.name) or sole_trader_by_name(candidate.legal_form)
    return replace(candidate, sole_trader=sole) if sole and not candidate.sole_trader else candidate
