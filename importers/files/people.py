"""The contact person of a row, and which mailbox and number are the person's and which the organisation's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from importers.columns import Field
from importers.files.details import Details, read_details
from importers.files.persons import reads_as_person
from importers.values import emails_of, is_named_mailbox, is_shortened, person_of_mailbox, phone_of, text_of
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Contact
from outreach.terms.message import Message, say

if TYPE_CHECKING:
    from importers.files.record import Reading

_ROLE = re.compile(r"([^()]{3,80}?)\s*\(([^()]{2,80})\)")
_TITLE = re.compile(r"(tj|toimitusjohtaja|pj|puheenjohtaja|vd|ceo|yrittäjä|ordförande)[.:\s]+(\D{4,60})", re.IGNORECASE)
_PATTERNS = frozenset({"etunimi.sukunimi", "fornamn.efternamn", "firstname.lastname", "first.last", "forename.surname"})
_COMMA = re.compile(r"([^\d,@]{2,60}),\s+([^\d,@]{2,80}(?:,[^\d@]{2,80})?)")


class Contacts(NamedTuple):
    """E-mail and phone of the organisation, and its contact person; `guessed`: only the mailbox tells the name."""

    email: str
    phone: str
    person: Contact | None
    guessed: bool = False


def contacts_of(reading: Reading, name: str, details: Details) -> Contacts:
    """Who and what a row names to be contacted; a personal mailbox goes to the person."""
    person, role, own_mails, own_phone = _person(reading)
    role = reading.text(Field.ROLE, 200) or role
    person = person or details.person
    own: list[str] = []
    personal: list[str] = list(own_mails)
    for field in (Field.PERSON_EMAIL, Field.EMAIL):
        for column, text in reading.spoken(field):
            found = emails_of(text)
            if not any(map(is_address, found)):
                reading.problem(column, say("This is not an e-mail address: {value}", value=clean(text, 60)))
            for email in filter(is_address, found):
                theirs = field is Field.PERSON_EMAIL or _is_of_person(email, person) or is_named_mailbox(email, name)
                (personal if theirs else own).append(email)
    for email in filter(is_address, details.emails):
        theirs = _is_of_person(email, person) or is_named_mailbox(email, name)
        (personal if theirs else own).append(email)
    phone = _phone(reading, Field.PHONE) or details.phone
    person_phone = _phone(reading, Field.PERSON_PHONE) or own_phone
    email = personal[0] if personal else ""
    guessed = not person
    person = person or person_of_mailbox(email)
    if person:
        contact = Contact(name=person, role=role, email=email, phone=person_phone)
        return Contacts(own[0] if own else "", phone, contact, guessed)
    if email or person_phone:
        field = Field.PERSON_EMAIL if reading.text(Field.PERSON_EMAIL) else Field.PERSON_PHONE
        reading.leave_out(field, say("The contact person has no name, so what belongs to the person was not read"))
    return Contacts(own[0] if own else "", phone, None)


def is_address(email: str) -> bool:
    """Whether an address is one, and no pattern for the addresses of a house: "etunimi.sukunimi@example.fi"."""
    return name_fold(email.partition("@")[0]).replace(" ", ".") not in _PATTERNS


def _person(reading: Reading) -> tuple[str, str, tuple[str, ...], str]:
    """Name, role, e-mails and phone of the person's own cell: "Maija Mallinen, toimitusjohtaja, 040 123 4567"."""
    text = reading.lines(Field.PERSON)
    if not text:
        return clean(f"{reading.text(Field.FIRST_NAME, 100)} {reading.text(Field.LAST_NAME, 100)}"), "", (), ""
    if "@" in text or sum(map(str.isdigit, text)) >= 6:
        told = read_details(text, named=True)
        name, role = _name_and_role(told.name or told.person)
        return name, role or clean(told.words, 200), told.emails, told.phone
    first, _, rest = text.partition("\n")
    if rest and reads_as_person(first):
        return clean(first, 200), clean(rest, 200), (), ""
    name, role = _name_and_role(clean(text, 200))
    return name, role, (), ""


def _name_and_role(text: str) -> tuple[str, str]:
    """ "Mallinen, Maija" is turned round; what stands in brackets or after a comma is the role."""
    found = _TITLE.fullmatch(text)
    if found:
        return found[2].strip(), found[1]
    found = _ROLE.fullmatch(text)
    if found:
        return found[1].strip(" ,"), found[2].strip()
    found = _COMMA.fullmatch(text)
    if not found:
        return text, ""
    one, other = found[1].strip(), found[2].strip()
    if " " not in one and " " not in other:
        return (f"{other} {one}", "") if reads_as_person(f"{other} {one}") else (text, "")
    return (text, "") if reads_as_person(other) else (one, other)


def _is_of_person(email: str, person: str) -> bool:
    """Whether the mailbox is the first or last name of the contact person of the row: matti@ of Matti Mallinen."""
    return bool(person) and name_fold(email.partition("@")[0]) in name_fold(person).split()


def _phone(reading: Reading, field: Field) -> str:
    """The first number of the columns of a field that is one."""
    for column, text in reading.spoken(field):
        found = "" if reading.is_date(column) else phone_of(text)
        if found:
            return found
        reading.problem(column, wrong_phone(text))
    return ""


def wrong_phone(text: str) -> Message:
    """Why a cell gives no phone."""
    if is_shortened(text):
        return shortened(text)
    return say("This is not a phone number: {value}", value=text_of(text, 60))


def shortened(text: str) -> Message:
    """Why a number that a spreadsheet has shortened is not used."""
    return say(
        "A spreadsheet has shortened the number to {value}: make the column text and write the number again",
        value=clean(text, 60),
    )
