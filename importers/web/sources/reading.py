"""A page read by the file of its source: rows, the values that rules name in them, what is recognised besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bs4.element import PageElement

from importers.values import has_legal_form
from importers.web.document import Document
from importers.web.mailboxes import Mailboxes
from importers.web.merge import merged
from importers.web.record import record_of
from importers.web.sources.found import RowText, find
from importers.web.sources.patterns import Patience
from importers.web.sources.rows import Row, Rows, cells_of, head_text, is_heading, rows_of
from importers.web.sources.selectors import found_with, select_in
from importers.web.sources.spec import ROW, FieldRule, SourceSpec
from importers.web.sources.values import CONFIDENCE, filled, name_of, trader, with_values
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Candidate, Parsed, Provenance, ReadingStep, Reject
from outreach.terms.message import Message, say

SAMPLE = 40  # rows on which a selector is tried before its looser forms are
MOST_REJECTS = 500
NAMELESS = say("The name is missing")
_CALL = re.compile(
    r"(?:liity|hae|ilmoittaudu|tule|lue|katso|näytä|täytä|tutustu|ota yhteyttä|tilaa|haluatko|yrityksesi|bli|läs|fyll"
    r"|ansök|anmäl|kontakta|visa|ditt företag|din firma|join|apply|become|read|see|show|fill|contact us|sign up"
    r"|your (?:company|logo))\b",
    re.IGNORECASE,
)
_SUMS = frozenset(("yhteensa", "kaikki yhteensa", "summa", "totalt", "sammanlagt", "total", "in total"))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A company and the row that it was read from: the link to its own page is looked for there."""

    candidate: Candidate
    row: Row


@dataclass(slots=True)
class PageRead:
    """A page half-way: `rows` are in force, `parsed` tells the rest. A page read without rows has candidates alone."""

    rows: list[ReadRow] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    mentioned: tuple[Candidate, ...] = ()
    counts: list[tuple[Message, int]] = field(default_factory=list)


def read_page(document: Document, spec: SourceSpec) -> Parsed:
    """Companies of one page. `steps` say how many rows were left after each step; nothing is fetched."""
    return finished([read_rows(document, spec)], spec)


def read_rows(
    document: Document, spec: SourceSpec, *, keep: Callable[[Row], bool] | None = None, most: int = 0
) -> PageRead:
    """Rows of a page that hold a company, after [drop] and before [fill].

    With `keep` only `most` rows spread over the page are read, and those that it says yes to.
    """
    if spec.automatic:
        read = _without_rows(document, spec)
    else:
        found = rows_of(document, spec)
        read = _by_rows(document, spec, _sample(found, keep, most) if keep else found)
    if spec.lang:
        said = _language(document)
        if said and said != spec.lang:
            read.notes.append(say("The page says that its language is {said}, not {lang}.", said=said, lang=spec.lang))
    return read


def finished(pages: Sequence[PageRead], spec: SourceSpec) -> Parsed:
    """One result of all pages: constants filled in, a company on two pages once."""
    candidates = merged(filled(each.candidate, spec.fill) for page in pages for each in page.rows)
    steps = [ReadingStep(message, left) for message, left in _added(pages)]
    steps.append(ReadingStep(say("companies, each once"), len(candidates)))
    return Parsed(
        candidates=tuple(candidates),
        rejects=tuple(each for page in pages for each in page.rejects)[:MOST_REJECTS],
        notes=tuple(once(note for page in pages for note in page.notes)),
        mentioned=tuple(merged(each for page in pages for each in page.mentioned)),
        steps=tuple(steps),
    )


def once(notes: Iterable[Message]) -> list[Message]:
    """Different sentences in order."""
    return list({note.to_json(): note for note in notes}.values())


def looser_forms(
    sample: Sequence[tuple[PageElement, ...]], fields: Mapping[str, FieldRule], notes: list[Message]
) -> dict[str, str]:
    """Selectors of rules that find nothing in any row -> the looser form that does."""
    forms: dict[str, str] = {}
    for css in dict.fromkeys(rule.css for each in fields.values() for rule in each.rules if rule.css):
        used, _, told = found_with(
            css, lambda form: [tag for nodes in sample for tag in select_in(nodes, form, limit=1)]
        )
        if used != css:
            forms[css] = used
        notes += [told] if told else []
    return forms


def is_dropped(candidate: Candidate, row: RowText, drop: Mapping[str, tuple[str, ...]], patience: Patience) -> bool:
    """Whether [drop] names a word or pattern that stands in a field, or anywhere in the row."""
    for name, texts in drop.items():
        value = row.text if name == ROW else getattr(candidate, "description" if name == "industry" else name)
        line = clean(" ".join(value) if isinstance(value, tuple) else value, 20_000)
        for text in texts:
            if text.startswith("~"):
                if patience.found(text[1:].strip(), line):
                    return True
            elif clean(text).casefold() in line.casefold():
                return True
    return False


def _without_rows(document: Document, spec: SourceSpec) -> PageRead:
    from importers.web.page import parse_document

    parsed = parse_document(document, persons=spec.persons)
    patience = Patience()
    empty = RowText(())
    kept = [each for each in parsed.candidates if not is_dropped(each, empty, spec.drop, patience)]
    counts = [(step.step, step.left) for step in parsed.steps] or [(say("found without rows"), len(parsed.candidates))]
    if spec.drop:
        counts.append((say("after [drop]"), len(kept)))
    return PageRead(
        rows=[ReadRow(each, Row(())) for each in kept],
        rejects=list(parsed.rejects),
        notes=list(parsed.notes),
        mentioned=parsed.mentioned,
        counts=counts,
    )


def _sample(found: Rows, keep: Callable[[Row], bool], most: int) -> Rows:
    step = max(1, len(found.rows) // most)
    rows = [row for number, row in enumerate(found.rows) if number % step == 0 or keep(row)]
    return Rows(tuple(rows), found.notes)


def _by_rows(document: Document, spec: SourceSpec, found: Rows) -> PageRead:
    read = PageRead(notes=list(found.notes))
    mailboxes = Mailboxes(persons=spec.persons, page=document.text)
    patience = Patience()
    css_of = looser_forms([row.nodes for row in found.rows[:SAMPLE]], spec.fields, read.notes)
    named = 0
    cells = [cells_of(row) for row in found.rows]
    for number, row in enumerate(found.rows, start=1):
        if is_heading(row, cells):
            continue
        text = RowText(row.nodes)
        made = _candidate(number, row, text, document, spec, css_of, mailboxes, patience)
        if isinstance(made, Reject):
            read.rejects.append(made)
            continue
        named += 1
        if not is_dropped(made, text, spec.drop, patience):
            read.rows.append(ReadRow(made, row))
    read.notes += mailboxes.note()
    read.counts = [(say("rows found"), len(found.rows)), (say("rows with a name"), named)]
    if spec.drop:
        read.counts.append((say("after [drop]"), len(read.rows)))
    return read


def _candidate(
    number: int,
    row: Row,
    text: RowText,
    document: Document,
    spec: SourceSpec,
    css_of: dict[str, str],
    mailboxes: Mailboxes,
    patience: Patience,
) -> Candidate | Reject:
    provenance = document.origin(f"row {number}", "source", CONFIDENCE)
    values = {field_name: find(rule, text, css_of, patience) for field_name, rule in spec.fields.items()}
    name = name_of(values["name"]) if "name" in values else head_text(row)
    if "name" in values and not name:
        return Reject(where=provenance.where, field="name", reason=NAMELESS, value=clean(text.text, 200))
    asked = (
        Mailboxes(persons=spec.persons, page=document.text) if "email" in values else mailboxes
    )  # each mailbox is counted once
    headed = _of_head(row, name, document, asked, provenance, spec) if row.head is not None and name else None
    made = headed or record_of(row.nodes, document, asked, provenance, name=name, persons=spec.persons)
    if isinstance(made, Reject):
        if "name" not in values:
            return made
        made = Candidate(name=name, provenance=provenance)
    candidate = trader(with_values(made, values, document, mailboxes))
    aside = _what_else(candidate, text.text, spec)
    if aside:
        return Reject(where=provenance.where, field="name", reason=aside, value=candidate.name[:200])
    return candidate


def _of_head(
    row: Row, name: str, document: Document, mailboxes: Mailboxes, provenance: Provenance, spec: SourceSpec
) -> Candidate | None:
    """The record under its own name, where that is what begins it without a note behind: a town, a badge."""
    if "name" in spec.fields:
        return None
    asked = Mailboxes(persons=spec.persons, page=document.text)
    made = record_of(row.nodes, document, asked, provenance, persons=spec.persons)
    if isinstance(made, Reject) or not name_fold(name).startswith(name_fold(made.name)):
        return None
    mailboxes.left_out += asked.left_out
    return made


def _what_else(candidate: Candidate, text: str, spec: SourceSpec) -> Message | None:
    """What a row is that tells nothing of a company but a name: the sum of a table, an invitation, a sentence."""
    told = (candidate.email, candidate.phone, candidate.website, candidate.business_id, candidate.postcode)
    if any(told) or has_legal_form(candidate.name):
        return None
    if name_fold(candidate.name) in _SUMS:
        return say("It reads as a sum")
    if _CALL.match(candidate.name):
        return say("It reads as an invitation")
    words, end = len(text.split()), text.rstrip()[-1:]
    if spec.split and (end in ":!?" or words > 25 or (end == "." and words > 2)):
        return say("It reads as running text")
    return None


def _language(document: Document) -> str:
    root = document.soup.find("html")
    said = clean(str(root.get("lang", "")), 20) if root is not None else ""
    return said.partition("-")[0].partition("_")[0].lower()


def _added(pages: Sequence[PageRead]) -> list[tuple[Message, int]]:
    """Counts of all pages, step by step."""
    steps: dict[str, tuple[Message, int]] = {}
    for page in pages:
        for message, left in page.counts:
            steps[message.to_json()] = (message, steps.get(message.to_json(), (message, 0))[1] + left)
    return list(steps.values())
