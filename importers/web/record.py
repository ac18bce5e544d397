"""One organisation read out of its part of a page: the name first, then every value, each with how it was found."""

from __future__ import annotations

from collections.abc import Sequence

from bs4.element import PageElement

from importers.columns import Field
from importers.values import has_legal_form, names_of
from importers.web.document import Document
from importers.web.evidence import Kind
from importers.web.fields import Facts, address_in, email_in, number_in, phone_in, town_in, website_in
from importers.web.labelled import Reading, reading_of
from importers.web.mailboxes import Mailboxes
from importers.web.marks import Page, page_of
from importers.web.names import tidy
from importers.web.naming import Name, name_of
from importers.web.people import is_person
from importers.web.wording import JOB
from outreach.rules.identity import sole_trader_by_name
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Candidate, Contact, Provenance, Reject, Trace
from outreach.terms.message import say

LEAST_PROSE = 25  # letters of a line that describes
LEAST_WORDS = 4
MOST_PROSE = 1_000

_RANKS = {1: "heading", 2: "heading", 3: "bold", 4: "link", 5: "image", 6: "text"}


def record_of(
    nodes: Sequence[PageElement],
    document: Document,
    mailboxes: Mailboxes,
    provenance: Provenance,
    *,
    name: str = "",
    persons: bool = False,
) -> Candidate | Reject:
    """The organisation that some nodes of a page tell of; `name` where it is known already. Leaves the nodes alone."""
    page = page_of(nodes, document, whole=False)
    return read_record(page, 0, len(page.outline.segments), mailboxes, provenance, name=name, persons=persons)


def read_record(
    page: Page,
    first: int,
    last: int,
    mailboxes: Mailboxes,
    provenance: Provenance,
    *,
    name: str = "",
    found: Name | None = None,
    category: str = "",
    common: frozenset[str] = frozenset(),
    persons: bool = False,
) -> Candidate | Reject:
    """The organisation between two segments of a page. `found` is its name where a group has settled it, `category` the
    heading over it, `common` the domains that most records of the list link to: the list's own."""
    reading = reading_of(page, first, last)
    traces: list[Trace] = []
    if not name:
        labelled = tidy(page, reading.said(Field.NAME))
        own = found or name_of(page, first, last)
        if own and not (labelled and own.rank > 3):
            name = own.text
            traces.append(Trace("name", _RANKS[own.rank], 0.9 if own.rank <= 3 else 0.7))
        elif labelled:
            name = labelled
            traces.append(Trace("name", "label", 0.9))
    name = clean(name, 300)
    if not any(char.isalpha() for char in name):
        return Reject(where=provenance.where, field=Field.NAME.value, reason=say("The name is missing"))
    facts = Facts(page, reading, page.marked(first, last), name, common, traces)
    street, postcode, town = address_in(facts)
    above = name_fold(category) in page.document.places.names  # the list is parted by towns
    return Candidate(
        name=name,
        provenance=provenance,
        business_id=number_in(facts),
        other_names=tuple(
            each for each in names_of(reading.said(Field.OTHER_NAME)) if name_fold(each) != name_fold(name)
        ),
        legal_form=clean(reading.said(Field.LEGAL_FORM), 100),
        street=street,
        postcode=postcode,
        town=town or town_in(facts) or (category if above else ""),
        website=website_in(facts),
        email=email_in(facts, mailboxes, persons),
        phone=phone_in(facts),
        description=_description(reading, name, "" if above else category),
        sole_trader=sole_trader_by_name(name),
        contact=_contact(facts) if persons else None,
        traces=tuple(traces),
    )


def _description(reading: Reading, name: str, category: str) -> str:
    """What the record says of the organisation: its industry or category, then what is labelled so or the longest line
    of prose."""
    told = reading.said(Field.DESCRIPTION)
    if not told:
        told = max((_prose(line.text, name) for line in reading.lines if line.is_prose), key=len, default="")
    words = dict.fromkeys(filter(None, (reading.said(Field.INDUSTRY), category, told)))
    return "\n".join(clean(each, MOST_PROSE) for each in words)


def _prose(line: str, name: str) -> str:
    """A line without the name that it begins with; "" when it is too short to describe anything."""
    text = (
        line[len(name) :].lstrip(" :–-,.")
        if line.startswith(name) and not has_legal_form(line[len(name) :][:4])
        else line
    )
    return text if len(text) >= LEAST_PROSE and len(text.split()) >= LEAST_WORDS else ""


def _contact(facts: Facts) -> Contact | None:
    """The first person that the record names; only where the source allows it."""
    for line in facts.reading.lines:
        if not line.personal:
            continue
        text = facts.reading.without_label(line)
        head = text.split(",")[0].strip()
        if is_person(head) or line.labelled is Field.PERSON:
            role = JOB.search(text[len(head) :])
            marks = [each for each in facts.marks if line.first <= each.segment < line.last]
            email = next((each.text for each in marks if each.kind is Kind.EMAIL), "")
            return Contact(name=clean(head, 100), role=clean(role[0] if role else "", 100), email=email)
    return None
