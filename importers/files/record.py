"""One row of a list read as a candidate: each value checked and mended, what cannot be used told by row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from importers.columns import OPENING, Columns, Field, is_weak_name
from importers.files.details import Details, read_details
from importers.files.facts import address_in, business_id_of, website_of
from importers.files.grid import MOST_CHARACTERS, Row
from importers.files.opening import opening_of, stage_of, unknown_stage
from importers.files.people import Contacts, contacts_of
from importers.files.persons import reads_as_person
from importers.places import NO_PLACES, Places
from importers.values import (
    Cell,
    has_legal_form,
    industry_of,
    is_placeholder,
    list_of,
    names_of,
    person_of_mailbox,
    text_of,
)
from outreach.rules.identity import business_id, domain_of, is_shared_domain, sole_trader_by_name
from outreach.rules.text import clean, clean_block, name_fold
from outreach.terms.candidate import Candidate, Opening, Provenance, Reject, Trace
from outreach.terms.message import Message, say

_TRADER_FORMS = frozenset(
    {"yksityinen elinkeinonharjoittaja", "enskild naringsidkare", "private trader", "sole trader", "yksityisyrittaja"}
)


_NOBODY = frozenset({"yksityishenkilo", "yksityinen", "yksityinen henkilo", "privatperson", "private person"})
_ID_IN_NAME = re.compile(
    r"[\s,(\[–-]*(?:y-?tunnus|fo-?n(?:umme)?r|business id)?[:\s]*(?:FI[\s-]?)?[0-9]{7}\s?[-–]\s?[0-9][\s)\]]*$",
    re.IGNORECASE,
)
LISTED = re.compile(r"(?:[0-9]{1,4}[.)]|[-–•·*])\s+")
_FOOTNOTE = re.compile(r"\s*[*†‡¹²³]+$|^[*†‡•]+\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """A row with its columns. `problem` takes a column and the reason why its value was left out; `section` is the
    heading between rows that stands above."""

    row: Row
    columns: Columns
    provenance: Provenance
    problem: Callable[[int, Message], None]
    section: str = ""
    places: Places = NO_PLACES
    listed: bool = False  # names have a number or a dash before them

    def cell(self, field: Field) -> Cell:
        """The first filled cell of a field; a dash or "n/a" is not filled."""
        return next((cell for _, cell in self.cells(field)), None)

    def cells(self, field: Field) -> list[tuple[int, Cell]]:
        """Column and cell of each filled cell of a field."""
        found = [(column, self.row.cells[column]) for column in self.columns.of(field) if column < len(self.row.cells)]
        return [(column, cell) for column, cell in found if not is_placeholder(text_of(cell))]

    def text(self, field: Field, limit: int = 1000) -> str:
        """One line of the first filled cell of a field."""
        return text_of(self.cell(field), limit)

    def lines(self, field: Field) -> str:
        """The first filled cell of a field with its lines."""
        cell = self.cell(field)
        return clean_block(cell, 4_000) if isinstance(cell, str) else text_of(cell)

    def spoken(self, field: Field) -> Iterator[tuple[int, str]]:
        """Column and text of each filled cell of a field; the address behind the cell where the cell shows none."""
        for column in self.columns.of(field):
            text = text_of(self.row.cells[column]) if column < len(self.row.cells) else ""
            link = self.row.links.get(column, "")
            for scheme, mark in (("mailto:", "@"), ("tel:", "")):
                if link.lower().startswith(scheme) and (mark not in text if mark else not any(map(str.isdigit, text))):
                    text = link[len(scheme) :].partition("?")[0]
            if not is_placeholder(text):
                yield column, text

    def is_date(self, column: int) -> bool:
        """Whether a cell is a date by its type."""
        return column < len(self.row.cells) and isinstance(self.row.cells[column], date)

    def leave_out(self, field: Field, reason: Message) -> None:
        """Tell that the value of a field was not used."""
        column = next((column for column, _ in self.cells(field)), -1)
        self.problem(column, reason)


def read(reading: Reading) -> Candidate | Reject:
    """The candidate of a row, or why there is none."""
    for column, cell in enumerate(reading.row.cells):
        if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
            reason = say(
                "The cell has more than {most} characters: is a quotation mark left open?", most=MOST_CHARACTERS
            )
            return _reject(reading, reading.columns.heading(column), reason, cell)
    details = _details(reading)
    name, below = _name(reading, details)
    if not any(char.isalpha() for char in name):
        return _reject(reading, Field.NAME.value, _no_name(reading, name), _first_text(reading))
    stage_word = reading.text(Field.STAGE, 200)
    stage = stage_of(stage_word)
    if stage_word and stage is None:
        return _reject(reading, Field.STAGE.value, unknown_stage(stage_word), stage_word)
    number = business_id_of(reading) or details.business_id or business_id(reading.text(Field.NAME))
    website, from_link = website_of(reading)
    contacts = contacts_of(reading, name, details)
    if not number and _is_private(reading, name, website, contacts):
        reason = say("It reads as a private person without an organisation")
        return _reject(reading, Field.NAME.value, reason, name)
    opening: Opening | None = None
    if stage:
        opening = opening_of(stage, reading.cell, reading.leave_out)
    elif reading.columns.of(Field.STAGE) and any(reading.text(field) for field in OPENING):
        reading.problem(
            reading.columns.of(Field.STAGE)[0], say("The stage is empty, so what belongs to it was not read")
        )
    street, postcode, town = address_in(reading, details)
    legal_form = reading.text(Field.LEGAL_FORM, 100)
    code, industry = industry_of(reading.text(Field.INDUSTRY, 500))
    industry_set = reading.columns.industry_set if code else None
    words = (industry or _sector(reading), clean_block(reading.cell(Field.DESCRIPTION)), below)
    return Candidate(
        name=name,
        provenance=reading.provenance,
        business_id=number,
        other_names=tuple(other for other in names_of(_raw(reading, Field.OTHER_NAME)) if other != name),
        legal_form=legal_form,
        street=street,
        postcode=postcode,
        town=town,
        website=website or details.website,
        email=contacts.email,
        phone=contacts.phone,
        industry_code=code if industry_set else "",
        industry_set=industry_set,
        description="\n".join(filter(None, words)),
        sole_trader=sole_trader_by_name(name) or _is_trader(legal_form),
        contact=contacts.person,
        competences=list_of(_raw(reading, Field.COMPETENCE)),
        opening=opening,
        traces=(
            *((Trace("website", "link", 0.9),) if from_link else ()),
            *((Trace("contact", "mailbox", 0.6),) if contacts.guessed else ()),
        ),
    )


def _details(reading: Reading) -> Details:
    """What the cells with several values tell, the first one first."""
    found = Details()
    named = not reading.columns.of(Field.NAME)
    for _, cell in reading.cells(Field.DETAILS):
        told = read_details(clean_block(cell, 4_000), named=named and not found.name)
        for each in Details.__dataclass_fields__:
            if not getattr(found, each):
                setattr(found, each, getattr(told, each))
    return found


def _name(reading: Reading, details: Details) -> tuple[str, str]:
    """Name of the organisation, and what stands below it in the same cell."""
    cell = reading.cell(Field.NAME)
    if isinstance(cell, date):
        return "", ""
    first, _, rest = clean_block(cell, 2_000).partition("\n") if isinstance(cell, str) else (text_of(cell), "", "")
    if rest and not has_legal_form(first):
        first, rest = clean(cell), ""
    name = first if reading.columns.of(Field.NAME) else details.name
    if reading.listed:
        name = LISTED.sub("", name)
    if business_id(name):
        name = _ID_IN_NAME.sub("", name) or name
    return clean(_FOOTNOTE.sub("", name), 300), rest if reading.columns.of(Field.NAME) else details.words


def _no_name(reading: Reading, name: str) -> Message:
    if isinstance(reading.cell(Field.NAME), date):
        return say("A date stands where the name belongs")
    if name:
        return say("A number stands where the name belongs")
    person = reading.text(Field.PERSON) or reading.text(Field.LAST_NAME)
    if person:
        return say("It reads as a private person without an organisation")
    return say("The name is missing")


def _is_private(reading: Reading, name: str, website: str, contacts: Contacts) -> bool:
    """Whether the name is a person's and nothing in the row speaks for an organisation."""
    if name_fold(name) in _NOBODY:
        return True
    if has_legal_form(name) or sole_trader_by_name(name) or reading.text(Field.LEGAL_FORM, 50):
        return False
    if website or any(reading.text(field, 50) for field in (Field.INDUSTRY, Field.DESCRIPTION, Field.COMPETENCE)):
        return False
    person = contacts.person
    if person and (reading.text(Field.PERSON, 50) or reading.text(Field.LAST_NAME, 50)):
        return False
    words = set(name_fold(name).split())
    owner = set(name_fold(person.name if person else person_of_mailbox(contacts.email)).split())
    if owner and owner <= words:
        return True
    names = reading.columns.of(Field.NAME)
    weak = not names or not reading.columns.headings or is_weak_name(reading.columns.heading(names[0]))
    general = is_shared_domain(domain_of(contacts.email)) if contacts.email else True
    return reads_as_person(name) and (weak or general)


def _sector(reading: Reading) -> str:
    """The heading above, where it names what the organisations do and is no letter of the alphabet or place."""
    text = reading.section.strip(" :")
    return text if len(text) > 1 and not reading.places.names.get(name_fold(text)) else ""


def _reject(reading: Reading, field: str, reason: Message, value: str) -> Reject:
    number = business_id(reading.text(Field.BUSINESS_ID))
    return Reject(
        where=reading.provenance.where,
        field=field,
        reason=reason,
        business_id=number,
        value=clean(value[:2000], 200),
        sheet=reading.provenance.sheet,
        row=reading.provenance.row,
    )


def _first_text(reading: Reading) -> str:
    return next((text for cell in reading.row.cells if (text := text_of(cell, 200))), "")


def _raw(reading: Reading, field: Field) -> str:
    """Text with its lines, for lists in a cell."""
    return clean_block(reading.cell(field), 5000)


def _is_trader(legal_form: str) -> bool:
    return sole_trader_by_name(legal_form) or name_fold(legal_form) in _TRADER_FORMS
