"""A company's own page on the site of the list: which link of the row leads there, and what it adds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bs4.element import PageElement, Tag

from importers.web.document import Document
from importers.web.mailboxes import Mailboxes
from importers.web.merge import merged
from importers.web.record import record_of
from importers.web.sources.found import RowText, find
from importers.web.sources.patterns import Patience
from importers.web.sources.reading import PageRead, ReadRow, looser_forms
from importers.web.sources.spec import Detail, FieldRule, SourceSpec
from importers.web.sources.values import trader, with_values
from outreach.rules.text import name_fold
from outreach.terms.candidate import Candidate, Reject, Trace

HOW = "detail page"
SURE = 0.9  # confidence of what is recognised there

_DATA = frozenset({"json-ld", "microdata", "rdfa", "hcard"})  # the rest is read from the main part of the page alone
_MARKS = re.compile(r"ld\+json|itemscope|typeof\s*=|vcard|h-card", re.IGNORECASE)
_VALUES = ("street", "postcode", "town", "website", "email", "phone", "business_id", "description")
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "script", "style"})
_MAIN = "main, [role=main], #content, .entry-content, article"


def links_of(page: PageRead, detail: Detail, document: Document) -> list[str]:
    """For each row of a page the address of the company's own page; "" where the row has no such link."""
    rule = {"link": FieldRule((detail.link,))}
    css_of = looser_forms([each.row.nodes for each in page.rows[:40]], rule, page.notes)
    patience = Patience()
    return [_link(each, rule["link"], css_of, document, patience) for each in page.rows]


def _link(each: ReadRow, rule: FieldRule, css_of: dict[str, str], document: Document, patience: Patience) -> str:
    found = find(rule, RowText(each.row.nodes), css_of, patience)
    if found is None:
        return ""
    candidates = (*found.hrefs, *found.text.split()[:3]) if found.hrefs or rule.rules[0].attribute else ()
    return next((address for text in candidates if (address := document.absolute(text))), "")


def detailed(candidate: Candidate, document: Document, spec: SourceSpec, detail: Detail, page: PageRead) -> Candidate:
    """The candidate with what its own page tells: by the rules of [detail]; what they do not name is recognised."""
    mailboxes = Mailboxes(persons=spec.persons, page=document.text)
    body: tuple[PageElement, ...] = (document.soup.body or document.soup,)
    patience = Patience()
    css_of = looser_forms([body], detail.fields, page.notes)
    text = RowText(body)
    values = {name: find(rule, text, css_of, patience) for name, rule in detail.fields.items()}
    known = trader(with_values(candidate, values, document, mailboxes, how=HOW, empty=False))
    return _recognised(known, document, spec, mailboxes, leave=frozenset((*spec.fields, *detail.fields)))


def _recognised(
    candidate: Candidate, document: Document, spec: SourceSpec, mailboxes: Mailboxes, leave: frozenset[str]
) -> Candidate:
    """Gaps filled by what the page says of this company, and of nobody else; not those that rules name."""
    gaps = [name for name in _VALUES if not getattr(candidate, name) and name not in leave]
    if not gaps:
        return candidate
    about = _described(candidate.name, document, spec)
    main = document.soup.select_one(_MAIN)
    nodes: Iterable[PageElement] = (main,) if main is not None else (document.soup.body or document.soup).children
    own = [each for each in nodes if not (isinstance(each, Tag) and each.name in _FURNITURE)]
    read = record_of(
        own, document, mailboxes, document.origin(HOW, HOW, SURE), name=candidate.name, persons=spec.persons
    )
    others = [*about, *([] if isinstance(read, Reject) else [replace(read, name=candidate.name)])]
    after = candidate
    for other in others:
        (joined, *apart) = merged([after, replace(other, name=candidate.name, town=other.town or after.town)])
        after = joined if not apart else after
    names = [name for name in gaps if getattr(after, name)]
    kept = tuple(trace for trace in candidate.traces if trace.field not in names)
    values: dict[str, Any] = {name: getattr(after, name) for name in names}
    return replace(candidate, **values, traces=(*kept, *(Trace(name, HOW, SURE) for name in names)))


def _described(name: str, document: Document, spec: SourceSpec) -> list[Candidate]:
    """What the page says in data of a company of that name; pages without data are not asked."""
    if not _MARKS.search(document.text):
        return []
    from importers.web.page import parse_document

    found = parse_document(document, persons=spec.persons).candidates
    return [each for each in found if each.provenance.how in _DATA and name_fold(each.name) == name_fold(name)]
