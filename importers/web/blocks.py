"""Organisations that a page lists without a table: anchored repetition.

Values that only organisations have (a Business ID, an address, a mailbox, a legal form) are marked first; then the page
is cut into all the groups of repeated parts that it has, and the group whose parts each hold the most evidence of
exactly one organisation is the list. The idea that marks and repetition correct each other is AMBER's (Furche et al.,
2014); finding repetition goes back to MDR (Liu et al., 2003).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from importers.columns import Field
from importers.web.choosing import chosen
from importers.web.document import Document
from importers.web.evidence import Kind
from importers.web.groups import groups
from importers.web.mailboxes import Mailboxes
from importers.web.marks import Page, hosts, page_of
from importers.web.named import named_groups
from importers.web.outline import HEADING
from importers.web.record import read_record
from importers.web.refusals import REASONS
from importers.web.scoring import Scored
from importers.web.wording import LISTS_ORGANISATIONS, NO_LIST
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Candidate, Reject
from outreach.terms.message import Message, say

CONFIDENCE = 0.75
NAMES_ONLY = 0.5  # confidence of a list that gives names alone
_REACH = ("business_id", "street", "postcode", "town", "website", "email", "phone")
LEAST_COMMON = 0.5  # share of records that link to one domain, for it to be the list's own


@dataclass(slots=True)
class Blocks:
    """What the repeated parts of a page gave. `score` grows with the evidence: to be compared with other readings."""

    candidates: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    score: float = 0.0


def listed_in_blocks(document: Document, mailboxes: Mailboxes, *, persons: bool = False) -> Blocks:
    """All organisations in the repeated parts of a page. The tree is left as it was."""
    page = page_of([document.soup], document, whole=True)
    found = Blocks()
    if any(NO_LIST.search(text) and not LISTS_ORGANISATIONS.search(text) for text in page.headings):
        return found
    lists, refused = chosen(page, groups(page))
    for scored in lists:
        part = Blocks()
        _read(page, scored, CONFIDENCE, mailboxes, persons, part)
        if _is_running_text(page, part.candidates):
            continue
        found.candidates += part.candidates
        found.rejects += part.rejects
        found.notes += part.notes
    if not any(getattr(each, key) for each in found.candidates for key in _REACH):
        _read_names(page, named_groups(page, refused), mailboxes, persons, found)
    if refused and not found.candidates:
        reason = next(REASONS[each.refused] for each in refused if each.refused)
        found.notes.append(say("A list was passed over: {reason}", reason=reason))
    if page.outline.cut:
        found.notes.append(say("The page is very long: only its first part was read."))
    found.score = sum(scored.score for scored in lists)
    return found


def _read_names(page: Page, named: list[Scored], mailboxes: Mailboxes, persons: bool, found: Blocks) -> None:
    """Lists of names alone, in place of those of them that a legal form has told already."""
    part = Blocks()
    for scored in named:
        _read(page, scored, NAMES_ONLY, mailboxes, persons, part)
    names = {name_fold(each.name) for each in part.candidates}
    if len(part.candidates) > len(found.candidates) and all(name_fold(each.name) in names for each in found.candidates):
        found.candidates, found.rejects = part.candidates, [*found.rejects, *part.rejects]
        found.notes += part.notes


def _is_running_text(page: Page, candidates: list[Candidate]) -> bool:
    """Whether nothing but words that follow names was read, on a page that promises no list of organisations."""
    if not candidates or any(LISTS_ORGANISATIONS.search(text) for text in page.headings):
        return False
    return all(each.description and not any(getattr(each, key) for key in _REACH) for each in candidates)


def _read(page: Page, scored: Scored, confidence: float, mailboxes: Mailboxes, persons: bool, found: Blocks) -> None:
    document, out = page.document, page.outline
    spans = scored.group.spans
    common = _common_domains(page, scored)
    categories = _categories(page, scored)
    seen: set[tuple[str, str, str]] = set()
    for number, (span, name, flag) in enumerate(zip(spans, scored.names, scored.flags, strict=True), start=1):
        if name is None:
            continue
        provenance = document.origin(f"record {number}", "repeated", confidence)
        if flag:
            text = clean(out.text(*span), 200)
            found.rejects.append(
                Reject(where=provenance.where, field=Field.NAME.value, reason=REASONS[flag], value=text)
            )
            continue
        outcome = read_record(
            page,
            *span,
            mailboxes,
            provenance,
            found=name,
            category=categories.get(number - 1, ""),
            common=common,
            persons=persons,
        )
        if isinstance(outcome, Reject):
            found.rejects.append(outcome)
            continue
        key = (name_fold(outcome.name), name_fold(outcome.town), outcome.street)
        if key not in seen:
            seen.add(key)
            found.candidates.append(outcome)


def _common_domains(page: Page, scored: Scored) -> frozenset[str]:
    """Domains that most records link to: the list's own, or that of a service."""
    spans = [span for span, name in zip(scored.group.spans, scored.names, strict=True) if name]
    counts = Counter(host for span in spans for host in hosts(page.marked(*span), Kind.SITE))
    return frozenset(host for host, count in counts.items() if count >= 3 and count > LEAST_COMMON * len(spans))


def _categories(page: Page, scored: Scored) -> dict[int, str]:
    """Heading over each record, where there are several different ones: the records' trades."""
    out, names = page.outline, scored.folded
    over: dict[int, str] = {}
    heading, position = "", 0
    for index, ((first, last), name) in enumerate(zip(scored.group.spans, scored.names, strict=True)):
        for each in range(position, first):
            segment = out.segments[each]
            if segment.rank == HEADING and each == out.starts[segment.title] and len(segment.text) > 2:
                heading = clean(out.joined(each, out.ends[segment.title])[0], 200)
        position = max(position, last)
        if name and heading and name_fold(heading) not in names:
            over[index] = heading
    return over if len(set(over.values())) > 1 else {}
