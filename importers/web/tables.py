"""Organisations that a page lists in a table with headings, read by the same headings as spreadsheets.

Tables of persons, events and prices are passed over; columns on persons are not read (GDPR).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

from importers.columns import PERSONAL, Columns, Field, hits, is_weak_name, map_headings
from importers.recognise import complete
from importers.values import (
    address_of,
    emails_of,
    has_legal_form,
    industry_of,
    is_named_mailbox,
    is_placeholder,
    list_of,
    names_of,
    person_of_mailbox,
    phone_of,
    postcode_of,
)
from importers.web.grids import EMPTY, Rectangle, WebCell, rectangles
from importers.web.mailboxes import Mailboxes
from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    is_shared_domain,
    sole_trader_by_name,
    website_url,
)
from outreach.rules.text import clean, clean_block, name_fold
from outreach.terms.candidate import Candidate, Provenance, Reject
from outreach.terms.message import Message, say

CONFIDENCE = 0.8
GUESSED = 0.6  # confidence without headings
HEAD = 5  # rows among which the headings are looked for
ENOUGH_FORMS = 0.5  # share of names with a legal form in a table without headings
SOME_FORMS = 0.3  # the same under a heading that can stand over persons too

_OTHER = """
aika ajankohta kellonaika klo päivä päivämäärä pvm viikonpäivä hinta hinnat tid datum klockan kl dag veckodag pris
priser date time day weekday price prices
"""
_TIMES_AND_PRICES = frozenset(_OTHER.split())
_UNIT = re.compile(r"\([^()]*\)|€|\beur\b|[.:]")
_TIME = re.compile(
    r"\b(?:klo|kl\.?)\s*[0-9]{1,2}|[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4})?\s*(?:klo|kl\.?|[–-])", re.IGNORECASE
)


@dataclass(slots=True)
class Tables:
    """What the tables of a page gave."""

    candidates: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Body:
    """Rows below the headings, and what the columns hold."""

    columns: Columns
    rows: tuple[tuple[int, list[WebCell]], ...]  # number on the page from 1
    confidence: float


def listed_in_tables(
    soup: BeautifulSoup, url: str, origin: Callable[[str, str, float], Provenance], mailboxes: Mailboxes
) -> Tables:
    """All organisations in the tables of a page. `origin` makes the provenance of a place, a way and a confidence."""
    found = Tables()
    for number, rectangle in rectangles(soup):
        body = _body(rectangle)
        if body is None:
            continue
        aside = _not_organisations(body)
        if aside:
            found.notes.append(say("Table {table}: {reason}", table=number, reason=aside))
            continue
        if any(known in PERSONAL for _, known in body.columns.fields):
            reason = say("columns on persons were not read")
            found.notes.append(say("Table {table}: {reason}", table=number, reason=reason))
        _read(body, number, url, origin, mailboxes, found)
    return found


def _body(rectangle: Rectangle) -> _Body | None:
    """A table with a column of names, also one that lies on its side; None for any other."""
    upright = _headed(rectangle)
    width = max((len(row) for row in rectangle), default=0)
    if 2 <= width <= 20 and len(rectangle) <= 40:
        turned = [[row[column] if column < len(row) else EMPTY for row in rectangle] for column in range(width)]
        lying = _headed(turned)
        if lying and len(lying.columns.fields) >= 3 and (not upright or _fields(lying) > 2 * _fields(upright)):
            return lying
    return upright or _unheaded(rectangle)


def _fields(body: _Body) -> int:
    return len(body.columns.fields)


def _headed(rows: Rectangle) -> _Body | None:
    head = [[cell.text[:200] for cell in row] for row in rows[:HEAD]]
    best = max(range(len(head)), key=lambda index: hits(head[index]), default=0)
    if not head or hits(head[best]) == 0:
        return None
    columns = map_headings(head[best], head[best - 1] if best else ())
    if not columns.of(Field.NAME) or (len(columns.fields) < 2 and not all(cell.heading for cell in rows[best])):
        return None
    return _Body(columns, tuple((index + 1, rows[index]) for index in range(best + 1, len(rows))), CONFIDENCE)


def _unheaded(rows: Rectangle) -> _Body | None:
    """Without headings only a column in which legal forms abound holds organisations."""
    texts = [[cell.text for cell in row] for row in rows]
    columns = complete(Columns(()), texts) if len(rows) >= 3 else None
    if columns is None:
        return None
    name = columns.of(Field.NAME)[0]
    names = [row[name] for row in texts if name < len(row) and row[name]]
    if sum(map(has_legal_form, names)) < ENOUGH_FORMS * len(names):
        return None
    return _Body(columns, tuple(enumerate(rows, start=1)), GUESSED)


def _not_organisations(body: _Body) -> Message | None:
    """Why a table lists something else; None when it lists organisations."""
    columns, known = body.columns, {what for _, what in body.columns.fields}
    if {
        _UNIT.sub("", text.casefold()).strip() for text in columns.headings
    } & _TIMES_AND_PRICES and Field.BUSINESS_ID not in known:
        return say("it lists times or prices, not organisations")
    name = columns.of(Field.NAME)[0]
    if is_weak_name(columns.heading(name)) and not known & {Field.BUSINESS_ID, Field.WEBSITE, Field.INDUSTRY}:
        names = [row[name].text for _, row in body.rows if name < len(row) and row[name].lines]
        if Field.ROLE in known or sum(map(has_legal_form, names)) < SOME_FORMS * len(names):
            return say("it may list persons and was not read")
    return None


def _read(
    body: _Body,
    table: int,
    url: str,
    origin: Callable[[str, str, float], Provenance],
    mailboxes: Mailboxes,
    found: Tables,
) -> None:
    category = ""
    for number, row in body.rows:
        filled = {cell for cell in row if cell.lines}
        provenance = origin(f"table {table}, row {number}", "table", body.confidence)
        if len(filled) == 1 and len(body.columns.fields) > 1 and _is_category(row):
            category = next(iter(filled)).text[:200]
            continue
        if hits([cell.text[:200] for cell in row]) >= max(2, len(body.columns.fields) - 1):
            continue
        outcome = _candidate(_Record(row, body.columns), category, url, provenance, mailboxes, found.notes)
        if isinstance(outcome, Reject):
            found.rejects.append(outcome)
        else:
            found.candidates.append(outcome)


def _is_category(row: list[WebCell]) -> bool:
    """Whether the only filled cell of a row lies over all of it and is no organisation's name."""
    cells = [cell for cell in row if cell.lines]
    return (len(cells) == len(row) or cells[0].heading) and not has_legal_form(cells[0].text)


@dataclass(frozen=True, slots=True)
class _Record:
    row: list[WebCell]
    columns: Columns

    def cells(self, known: Field) -> list[WebCell]:
        return [self.row[column] for column in self.columns.of(known) if column < len(self.row)]

    def text(self, known: Field) -> str:
        return next((cell.text for cell in self.cells(known) if not is_placeholder(cell.text)), "")

    def around(self, known: Field) -> list[WebCell]:
        """The cells of a field, then the name's, then those of columns that nobody knows: never those on persons."""
        named = {column for column, _ in self.columns.fields}
        free = [cell for column, cell in enumerate(self.row) if column not in named]
        return [*self.cells(known), *self.cells(Field.NAME), *free]


def _candidate(
    record: _Record, category: str, url: str, provenance: Provenance, mailboxes: Mailboxes, notes: list[Message]
) -> Candidate | Reject:
    name = clean(next((line for cell in record.cells(Field.NAME) for line in cell.lines), ""), 300)
    emails = [
        *(email for cell in record.around(Field.EMAIL) for email in cell.emails),
        *(cell.text for cell in record.cells(Field.EMAIL)),
    ]
    where = provenance.where
    if not any(char.isalpha() for char in name):
        return Reject(where=where, field=Field.NAME.value, reason=say("The name is missing"))
    if _TIME.search(name):
        return Reject(where=where, field=Field.NAME.value, reason=say("It reads as an event"), value=name[:200])
    if _is_person(name, emails):
        return Reject(
            where=where,
            field=Field.NAME.value,
            reason=say("It reads as a person: persons are not taken from web pages"),
        )
    number_text = record.text(Field.BUSINESS_ID)[:60]
    number = business_id(number_text)
    if number_text and not number:
        wrong = say("The Business ID is not right: {id} (check digit)", id=number_text)
        notes.append(say("{where}: {reason}", where=where, reason=wrong))
    street, postcode, town = address_of(
        record.text(Field.STREET)[:300], record.text(Field.POSTCODE)[:100], record.text(Field.TOWN)[:100]
    )
    code, industry = industry_of(record.text(Field.INDUSTRY)[:500])
    known_set = record.columns.industry_set if code else None
    words = dict.fromkeys((industry, category, clean_block(record.text(Field.DESCRIPTION))))
    legal_form = record.text(Field.LEGAL_FORM)[:100]
    return Candidate(
        name=name,
        provenance=provenance,
        business_id=number,
        other_names=tuple(other for other in names_of(record.text(Field.OTHER_NAME)) if other != name),
        legal_form=legal_form,
        street=street,
        postcode=postcode if postcode_of(postcode) else "",
        town=town,
        website=_website(record, url),
        email=mailboxes.first(emails, name),
        phone=_phone(record),
        industry_code=code if known_set else "",
        industry_set=known_set,
        description="\n".join(filter(None, words)),
        sole_trader=sole_trader_by_name(name) or sole_trader_by_name(legal_form),
        competences=list_of(record.text(Field.COMPETENCE)),
    )


def _is_person(name: str, emails: list[str]) -> bool:
    """Whether a name without a legal form is that of the personal mailbox beside it."""
    if has_legal_form(name):
        return False
    owners = (person_of_mailbox(each) for text in emails for each in emails_of(text) if is_named_mailbox(each))
    words = set(name_fold(name).split())
    return any(set(name_fold(owner).split()) <= words for owner in owners if owner)


def _phone(record: _Record) -> str:
    texts = [
        *(phone for cell in record.cells(Field.PHONE) for phone in (*cell.phones, cell.text)),
        *(phone for cell in record.around(Field.PHONE) for phone in cell.phones),
    ]
    return next((found for text in texts if (found := phone_of(clean(text, 100)))), "")


def _website(record: _Record, url: str) -> str:
    """The site in its column, else the first link of the row to a place that is neither this site nor social media."""
    here = base_domain(domain_of(url))
    for cell in record.around(Field.WEBSITE):
        own = cell in record.cells(Field.WEBSITE)
        for text in (*cell.links, *(cell.lines if own else ())):
            address = website_url(text)
            domain = domain_of(address)
            if address and "." in text and not is_shared_domain(domain) and base_domain(domain) != here:
                return address
    return ""
