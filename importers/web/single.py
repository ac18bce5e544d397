"""The one organisation that a page presents, where it lists none: a contact page, a page about a company, its entry."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from bs4.element import NavigableString, Tag

from importers.values import has_legal_form
from importers.web.document import Document
from importers.web.mailboxes import Mailboxes
from importers.web.merge import filled_from, merged
from importers.web.purpose import (
    Purpose,
    headings_of,
    is_municipality,
    is_name,
    purpose_of,
    said_by_meta,
    title_parts,
)
from importers.web.record import record_of
from importers.web.structured import Structured
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Candidate

CONFIDENCE = 0.6
ENOUGH = 2  # kinds of contact details that a page must give of its organisation
MOST_STRINGS = 20_000  # of a page that are looked through for a name

_RIGHTS = re.compile(
    r"(?:©|\(c\)|&copy;|copyright)\s*(?:[0-9]{4}(?:\s?[–-]\s?[0-9]{2,4})?)?[\s,:|–-]*(?:by\s+)?([^|©•·]{2,80})", re.I
)
_RIGHTS_END = re.compile(
    r"(?:[,.|]|\s[–-]\s|\b[0-9]{4}\b|\ball rights|\bkaikki oikeudet|\balla rättigheter|\bmed ensamrätt).*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:etusivu|koti|hem|home|front ?page|index|yhteystiedot|yhteystietomme|ota yhteyttä|kontakt|kontakta oss|om oss"
    r"|kontaktuppgifter|contact|contact us|contacts|about|about us|meistä|tietoa meistä|yritys|företaget|impressum"
    r"|tervetuloa|välkommen|welcome|toimipisteet?|in english|på svenska|suomeksi|find us|who we are)$",
    re.IGNORECASE,
)


def presented(
    document: Document, described: Structured, mailboxes: Mailboxes, *, persons: bool = False
) -> list[Candidate]:
    """The organisation that a page presents: one, or none."""
    purpose = purpose_of(document, described.subjects)
    told = merged([*described.listed, *described.owners])
    if purpose is Purpose.OTHER:
        return []
    if told:
        kept = [each for each in told if _is_presented(each, document, described, purpose)]
        if len(kept) > 1 and purpose is Purpose.ORGANISATION:
            kept = [each for each in kept if each in described.owners][:1] or kept
        return [_with_page(each, document, mailboxes, purpose, persons) for each in kept]
    return _read(document, mailboxes, purpose, persons)


def _is_presented(candidate: Candidate, document: Document, described: Structured, purpose: Purpose) -> bool:
    """Whether an organisation of the markup for machines is what the page is about, and not only whose site it is."""
    if purpose in {Purpose.ORGANISATION, Purpose.FRONT}:
        return True
    own = set(name_fold(candidate.name).split())
    heads = [*headings_of(document.soup), *title_parts(document.soup)[:1]]
    if any(own & set(name_fold(head).split()) == set(name_fold(head).split()) != set() for head in heads):
        return True
    return candidate.provenance.how != "json-ld" and any(each.name == candidate.name for each in described.listed)


def _with_page(
    candidate: Candidate, document: Document, mailboxes: Mailboxes, purpose: Purpose, persons: bool
) -> Candidate:
    """With what the page itself says of it."""
    if purpose is not Purpose.ORGANISATION:
        return candidate
    read = _record(document, candidate.name, mailboxes, persons)
    return filled_from(candidate, read) if read else candidate


def _read(document: Document, mailboxes: Mailboxes, purpose: Purpose, persons: bool) -> list[Candidate]:
    if purpose not in {Purpose.ORGANISATION, Purpose.FRONT}:
        return []
    name = _name(document)
    if not name or is_municipality(name) or (purpose is Purpose.FRONT and not has_legal_form(name)):
        return []
    found = _record(document, name, mailboxes, persons)
    if found is None:
        return []
    placed = bool(found.street or found.postcode)
    kinds = sum(map(bool, (found.business_id, placed, found.phone, found.email)))
    return [found] if kinds >= ENOUGH else []


def _record(document: Document, name: str, mailboxes: Mailboxes, persons: bool) -> Candidate | None:
    """What the page says of one organisation: in its main part, then in its foot and head."""
    provenance = document.origin("the page", "page", CONFIDENCE)
    found: Candidate | None = None
    for nodes in _parts(document):
        read = record_of(nodes, document, mailboxes, provenance, name=name, persons=persons) if nodes else None
        if isinstance(read, Candidate):
            found = filled_from(found, replace(read, description="")) if found else read
    return found


def _parts(document: Document) -> list[list[Tag]]:
    """The main part of a page and its furniture. Without a main element, the body without the furniture."""
    soup = document.soup
    furniture = [
        tag for tag in soup.find_all(["footer", "header"], limit=20) if tag.find_parent(["article", "main"]) is None
    ]
    main = soup.find("main") or soup.find(role="main")
    if isinstance(main, Tag):
        body = [main]
    else:
        root = soup.body or soup
        aside = {id(tag) for tag in furniture}
        body = [tag for tag in root.find_all(True, recursive=False) if id(tag) not in aside and tag.name != "nav"]
        if not body and isinstance(root, Tag):
            body = [root]
    return [
        body,
        [tag for tag in furniture if tag.name == "footer"],
        [tag for tag in furniture if tag.name == "header"],
    ]


def _name(document: Document) -> str:
    """Name of the organisation whose page it is: with a legal form where the page gives one anywhere."""
    soup = document.soup
    site = said_by_meta(soup, "og:site_name", "application-name", "author")
    parts = title_parts(soup)
    rights = _rights_holder(document)
    heads = headings_of(soup)
    told = [text for text in (*heads, site, rights, *reversed(parts)) if text and not _NO_NAME.match(text)]
    for text in told:
        if is_name(text):
            return text
    hints = {
        word for text in (site, rights, *parts, document.site.partition(".")[0]) for word in name_fold(text).split()
    }
    formal = _formal_names(document)
    for name in formal:
        if hints & {word for word in name_fold(name).split() if len(word) > 2}:
            return name
    if formal and len(formal) == 1:
        return formal[0]
    if site and not _NO_NAME.match(site):
        return site
    if rights:
        return rights
    rest = [part for part in reversed(parts) if not _NO_NAME.match(part)]
    return rest[0] if rest and len(parts) > 1 else ""


def _rights_holder(document: Document) -> str:
    """Who the line with the © names."""
    for text in islice(document.soup.find_all(string=True), MOST_STRINGS):
        if "©" not in text and "opyright" not in text:
            continue
        around = text.parent.get_text(" ")[:300] if text.parent is not None else str(text)
        found = _RIGHTS.search(clean(around, 300))
        name = clean(_RIGHTS_END.sub("", found[1]), 80).strip(" .,-–|") if found else ""
        if name and any(char.isalpha() for char in name) and len(name.split()) <= 7:
            return name
    return ""


def _formal_names(document: Document) -> list[str]:
    """Short texts of the page that are a name with its legal form and nothing else, each once."""
    names: dict[str, str] = {}
    for text in islice(document.soup.find_all(string=True), MOST_STRINGS):
        if not isinstance(text, NavigableString) or len(text) > 120:
            continue
        line = clean(text, 120)
        if is_name(line):
            names.setdefault(name_fold(line), line)
    return list(names.values())
