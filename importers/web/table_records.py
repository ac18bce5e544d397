"""One row of a table with known columns as a candidate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from importers.columns import PERSONAL, Columns, Field
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
from importers.web.document import Document
from importers.web.grids import WebCell
from importers.web.mailboxes import Mailboxes
from importers.web.merge import filled_from
from importers.web.record import record_of
from outreach.rules.identity import (
    base_domain,
    business_id,
    domain_of,
    is_shared_domain,
    sole_trader_by_name,
    website_url,
)
from outreach.rules.text import clean, clean_block, name_fold
from outreach.terms.candidate import Candidate, Contact, Provenance, Reject
from outreach.terms.message import Message, say

_TIME = re.compile(
    r"\b(?:klo|kl\.?)\s*[0-9]{1,2}|[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4})?\s*(?:klo|kl\.?|[–-])", re.IGNORECASE
)
_NO_VALUES = re.compile(
    r"fax|faksi|telekopio|\btili|iban|konto|account|hinta|pris|price|osasto|stand|monter|booth|pvm|datum|date",
    re.IGNORECASE,
)
ENOUGH_TRIED = 40

_ADDRESS = frozenset({"street", "postcode", "town"})  # parts of an address may stand in a cell of another one
_WANTED = ("street", "postcode", "town", "phone", "email", "website", "business_id")


@dataclass(slots=True)
class Extras:
    """Whether looking into cells that no heading explains has helped: after ENOUGH_TRIED rows in vain it ends."""

    tried: int = 0
    helped: int = 0

    @property
    def worth_it(self) -> bool:
        return self.helped > 0 or self.tried < ENOUGH_TRIED


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the columns that it is read by."""

    cells_of_row: list[WebCell]
    columns: Columns

    def cells(self, known: Field) -> list[WebCell]:
        return [self.cells_of_row[column] for column in self.columns.of(known) if column < len(self.cells_of_row)]

    def text(self, known: Field) -> str:
        return next((cell.text for cell in self.cells(known) if not is_placeholder(cell.text)), "")

    def free(self) -> list[WebCell]:
        """Cells of columns that nobody knows, and of contact details: never those on persons, fax or prices."""
        named = {column for column, known in self.columns.fields if known is not Field.DETAILS}
        headings = self.columns.headings
        return [
            cell
            for column, cell in enumerate(self.cells_of_row)
            if column not in named and not (column < len(headings) and _NO_VALUES.search(headings[column]))
        ]

    def around(self, known: Field) -> list[WebCell]:
        """The cells of a field, then the name's, then the free ones."""
        return [*self.cells(known), *self.cells(Field.NAME), *self.free()]


def candidate_of(
    row: Row,
    category: str,
    document: Document,
    provenance: Provenance,
    mailboxes: Mailboxes,
    persons: bool,
    notes: list[Message],
    extras: Extras,
) -> Candidate | Reject:
    """The organisation of a row; `category` is the heading between rows that it stands under."""
    left_out = mailboxes.left_out
    name = clean(next((line for cell in row.cells(Field.NAME) for line in cell.lines), ""), 300)
    emails = [
        *(email for cell in row.around(Field.EMAIL) for email in cell.emails),
        *(cell.text for cell in row.cells(Field.EMAIL)),
    ]
    refused = _refused(name, emails, provenance.where)
    if refused:
        return refused
    number_text = row.text(Field.BUSINESS_ID)[:60]
    number = business_id(number_text)
    if number_text and not number:
        wrong = say("The Business ID is not right: {id} (check digit)", id=number_text)
        notes.append(say("{where}: {reason}", where=provenance.where, reason=wrong))
    street, postcode, town = address_of(
        row.text(Field.STREET)[:300], row.text(Field.POSTCODE)[:100], row.text(Field.TOWN)[:100]
    )
    code, industry = industry_of(row.text(Field.INDUSTRY)[:500])
    known_set = row.columns.industry_set if code else None
    words = dict.fromkeys((industry, category, clean_block(row.text(Field.DESCRIPTION))))
    legal_form = row.text(Field.LEGAL_FORM)[:100]
    candidate = Candidate(
        name=name,
        provenance=provenance,
        business_id=number,
        other_names=tuple(other for other in names_of(row.text(Field.OTHER_NAME)) if other != name),
        legal_form=legal_form,
        street=street,
        postcode=postcode if postcode_of(postcode) else "",
        town=town,
        website=_website(row, document),
        email=mailboxes.first(emails, name),
        phone=_phone(row),
        industry_code=code if known_set else "",
        industry_set=known_set,
        description="\n".join(filter(None, words)),
        sole_trader=sole_trader_by_name(name) or sole_trader_by_name(legal_form),
        competences=list_of(row.text(Field.COMPETENCE)),
        contact=_contact(row) if persons else None,
    )
    if not extras.worth_it:
        return candidate
    completed, passed_over = _completed(candidate, row, document, mailboxes.persons)
    extras.tried += 1
    extras.helped += completed is not candidate or passed_over > 0
    if mailboxes.left_out == left_out:  # else the same ones were counted in its cells
        mailboxes.left_out += passed_over
    return completed


def _refused(name: str, emails: list[str], where: str) -> Reject | None:
    field = Field.NAME.value
    if not any(char.isalpha() for char in name):
        return Reject(where=where, field=field, reason=say("The name is missing"))
    if _TIME.search(name):
        return Reject(where=where, field=field, reason=say("It reads as an event"), value=name[:200])
    if _is_person(name, emails):
        reason = say("It reads as a person: persons are not taken from web pages")
        return Reject(where=where, field=field, reason=reason)
    return None


def _is_person(name: str, emails: list[str]) -> bool:
    """Whether a name without a legal form is that of the personal mailbox beside it."""
    if has_legal_form(name):
        return False
    owners = (person_of_mailbox(each) for text in emails for each in emails_of(text) if is_named_mailbox(each))
    words = set(name_fold(name).split())
    return any(set(name_fold(owner).split()) <= words for owner in owners if owner)


def _completed(candidate: Candidate, row: Row, document: Document, persons: bool) -> tuple[Candidate, int]:
    """With what stands in cells of several values: below the name, under "Contact details", under unknown headings.

    Gives the number of personal mailboxes that were left out there too.
    """
    lines = [cell for cell in row.cells(Field.NAME) if len(cell.lines) > 1]
    tags = [cell.tag for cell in (*lines, *row.free()) if cell.tag is not None and cell.lines]
    missing = [key for key in _WANTED if not getattr(candidate, key)]
    if not tags or not missing:
        return candidate, 0
    aside = Mailboxes(persons=persons, page=document.text)
    unique = list({id(tag): tag for tag in tags}.values())
    found = record_of(unique, document, aside, candidate.provenance, name=candidate.name)
    if not isinstance(found, Candidate):
        return candidate, 0
    known = {field for _, field in row.columns.fields}
    told = {key for key in _WANTED if _COLUMN_OF[key] in known}  # an empty cell under a heading says that there is none
    wanted = [key for key in _WANTED if key not in told or key in _ADDRESS]
    return filled_from(candidate, found, wanted), aside.left_out


_COLUMN_OF = {
    "street": Field.STREET,
    "postcode": Field.POSTCODE,
    "town": Field.TOWN,
    "phone": Field.PHONE,
    "email": Field.EMAIL,
    "website": Field.WEBSITE,
    "business_id": Field.BUSINESS_ID,
}


def _contact(row: Row) -> Contact | None:
    """The person in the columns on persons."""
    whole = row.text(Field.PERSON) or f"{row.text(Field.FIRST_NAME)} {row.text(Field.LAST_NAME)}".strip()
    if not whole or not any(field in PERSONAL for _, field in row.columns.fields):
        return None
    email = next(iter(emails_of(row.text(Field.PERSON_EMAIL))), "")
    return Contact(
        name=clean(whole, 200),
        role=row.text(Field.ROLE)[:200],
        email=email,
        phone=phone_of(row.text(Field.PERSON_PHONE)[:100]),
    )


def _phone(row: Row) -> str:
    texts = [
        *(phone for cell in row.cells(Field.PHONE) for phone in (*cell.phones, *cell.lines, cell.text)),
        *(phone for cell in row.around(Field.PHONE) for phone in cell.phones),
    ]
    return next((found for text in texts if (found := phone_of(clean(text, 100)))), "")


def _website(row: Row, document: Document) -> str:
    """The site in its column, else the first link of the row to a place that is neither this site nor social media."""
    own = row.cells(Field.WEBSITE)
    for cell in row.around(Field.WEBSITE):
        for text in (*cell.links, *(cell.lines if cell in own else ())):
            address = website_url(text)
            domain = domain_of(address)
            if address and "." in text and not is_shared_domain(domain) and base_domain(domain) != document.site:
                return address
    return ""
