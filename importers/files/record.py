"""One row of a list read as a candidate: each value checked and mended, what cannot be used told by row and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from importers.columns import OPENING, Columns, Field
from importers.files.grid import MOST_CHARACTERS, Row
from importers.files.opening import opening_of, stage_of, unknown_stage
from importers.values import (
    Cell,
    address_of,
    emails_of,
    industry_of,
    is_named_mailbox,
    is_placeholder,
    list_of,
    names_of,
    person_of_mailbox,
    phone_of,
    postcode_of,
    split_postcode_town,
    text_of,
)
from outreach.rules.identity import business_id, sole_trader_by_name, website_url
from outreach.rules.text import clean, clean_block, name_fold
from outreach.terms.candidate import Candidate, Contact, Opening, Provenance, Reject
from outreach.terms.message import Message, say

_TRADER_FORMS = frozenset(
    {"yksityinen elinkeinonharjoittaja", "enskild naringsidkare", "private trader", "sole trader", "yksityisyrittaja"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A row with its columns. `problem` takes a column and the reason why its value was left out."""

    row: Row
    columns: Columns
    provenance: Provenance
    problem: Callable[[int, Message], None]

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
    name = reading.text(Field.NAME, 300)
    if not any(char.isalnum() for char in name):
        return _reject(reading, Field.NAME.value, say("The name is missing"), _first_text(reading))
    stage_word = reading.text(Field.STAGE, 200)
    stage = stage_of(stage_word)
    if stage_word and stage is None:
        return _reject(reading, Field.STAGE.value, unknown_stage(stage_word), stage_word)
    opening: Opening | None = None
    if stage:
        opening = opening_of(stage, reading.cell, reading.leave_out)
    elif reading.columns.of(Field.STAGE) and any(reading.text(field) for field in OPENING):
        reading.problem(
            reading.columns.of(Field.STAGE)[0], say("The stage is empty, so what belongs to it was not read")
        )
    street, postcode, town = _address(reading)
    email, phone, contact = _contacts(reading, name)
    legal_form = reading.text(Field.LEGAL_FORM, 100)
    code, industry = industry_of(reading.text(Field.INDUSTRY, 500))
    industry_set = reading.columns.industry_set if code else None
    description = "\n".join(filter(None, (industry, clean_block(reading.cell(Field.DESCRIPTION)))))
    return Candidate(
        name=name,
        provenance=reading.provenance,
        business_id=_business_id(reading),
        other_names=tuple(other for other in names_of(_raw(reading, Field.OTHER_NAME)) if other != name),
        legal_form=legal_form,
        street=street,
        postcode=postcode,
        town=town,
        website=_website(reading),
        email=email,
        phone=phone,
        industry_code=code if industry_set else "",
        industry_set=industry_set,
        description=description,
        sole_trader=sole_trader_by_name(name) or _is_trader(legal_form),
        contact=contact,
        competences=list_of(_raw(reading, Field.COMPETENCE)),
        opening=opening,
    )


def _reject(reading: Reading, field: str, reason: Message, value: str) -> Reject:
    number = business_id(reading.text(Field.BUSINESS_ID))
    return Reject(
        where=reading.provenance.where, field=field, reason=reason, business_id=number, value=clean(value[:2000], 200)
    )


def _first_text(reading: Reading) -> str:
    return next((text for cell in reading.row.cells if (text := text_of(cell, 200))), "")


def _raw(reading: Reading, field: Field) -> str:
    """Text with its lines, for lists in a cell."""
    return clean_block(reading.cell(field), 5000)


def _is_trader(legal_form: str) -> bool:
    return sole_trader_by_name(legal_form) or name_fold(legal_form) in _TRADER_FORMS


def _business_id(reading: Reading) -> str:
    """The right ID of the row; a wrong one is left out and told, and the row stays."""
    text = reading.text(Field.BUSINESS_ID, 60)
    found = business_id(text)
    if text and not found:
        reading.leave_out(Field.BUSINESS_ID, say("The Business ID is not right: {id} (check digit)", id=text))
    return found


def _website(reading: Reading) -> str:
    text = reading.text(Field.WEBSITE)
    found = website_url(text)
    if text and not found:
        reading.leave_out(Field.WEBSITE, say("This is not a web address: {value}", value=clean(text, 60)))
    return found


def _address(reading: Reading) -> tuple[str, str, str]:
    """Street, postcode and town of the row; a postcode that is none is told."""
    text = reading.text(Field.POSTCODE, 200)
    if text and not (postcode_of(text) or split_postcode_town(text)[0]):
        reading.leave_out(Field.POSTCODE, say("This is not a Finnish postcode: {value}", value=clean(text, 60)))
    return address_of(reading.text(Field.STREET, 300), text, reading.text(Field.TOWN, 200))


def _contacts(reading: Reading, name: str) -> tuple[str, str, Contact | None]:
    """E-mail and phone of the organisation, and its contact person; a personal mailbox goes to the person."""
    person = reading.text(Field.PERSON, 200)
    if not person:
        person = clean(f"{reading.text(Field.FIRST_NAME, 100)} {reading.text(Field.LAST_NAME, 100)}")
    own: list[str] = []
    personal: list[str] = []
    for field in (Field.PERSON_EMAIL, Field.EMAIL):
        for column, cell in reading.cells(field):
            found = emails_of(text_of(cell))
            if not found:
                reading.problem(column, say("This is not an e-mail address: {value}", value=text_of(cell, 60)))
            for email in found:
                theirs = field is Field.PERSON_EMAIL or _is_of_person(email, person) or is_named_mailbox(email, name)
                (personal if theirs else own).append(email)
    phone = _phone(reading, Field.PHONE)
    person_phone = _phone(reading, Field.PERSON_PHONE)
    role = reading.text(Field.ROLE, 200)
    email = personal[0] if personal else ""
    person = person or person_of_mailbox(email)
    if person:
        return (own[0] if own else ""), phone, Contact(name=person, role=role, email=email, phone=person_phone)
    if email or person_phone:
        field = Field.PERSON_EMAIL if reading.text(Field.PERSON_EMAIL) else Field.PERSON_PHONE
        reading.leave_out(field, say("The contact person has no name, so what belongs to the person was not read"))
    return (own[0] if own else ""), phone, None


def _is_of_person(email: str, person: str) -> bool:
    """Whether the mailbox is the first or last name of the contact person of the row: matti@ of Matti Mallinen."""
    return bool(person) and name_fold(email.partition("@")[0]) in name_fold(person).split()


def _phone(reading: Reading, field: Field) -> str:
    """The first number of the columns of a field that is one."""
    for column, cell in reading.cells(field):
        found = phone_of(text_of(cell))
        if found:
            return found
        reading.problem(column, say("This is not a phone number: {value}", value=text_of(cell, 60)))
    return ""
