"""Headings of tables that people make, in Finnish, Swedish and English: which column holds what.

One table of synonyms (`heading_words`) serves spreadsheets and the tables of web pages. Case, dots, hyphens and spaces
do not count, and neither does what stands in parentheses or a number that tells columns apart: "Puh.nro (työ)" is
"puhnro", "Puhelin 2" is "puhelin".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from importers.heading_words import SYNONYMS
from outreach.terms.candidate import IndustrySet
from outreach.terms.message import Message, say


class Field(StrEnum):
    """What a column can hold; the value is the `field` of a `Reject`."""

    NAME = "name"
    BUSINESS_ID = "business_id"
    OTHER_NAME = "other_names"
    LEGAL_FORM = "legal_form"
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    INDUSTRY = "industry_code"
    DESCRIPTION = "description"
    COMPETENCE = "competences"
    PERSON = "contact_name"
    FIRST_NAME = "contact_first_name"
    LAST_NAME = "contact_last_name"
    ROLE = "contact_role"
    PERSON_EMAIL = "contact_email"
    PERSON_PHONE = "contact_phone"
    STAGE = "stage"
    SINCE = "since"
    OWNER = "owner"
    LAST_CONTACT = "last_contact"
    NEED = "need"
    NOTE = "note"
    DETAILS = "details"  # several values in one cell: an address, a phone and an e-mail, perhaps the name above them


PERSONAL = frozenset(
    {Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME, Field.ROLE, Field.PERSON_EMAIL, Field.PERSON_PHONE}
)
OPENING = frozenset({Field.STAGE, Field.SINCE, Field.OWNER, Field.LAST_CONTACT, Field.NEED, Field.NOTE})

LABELS: dict[Field, Message] = {
    Field.NAME: say("Name"),
    Field.BUSINESS_ID: say("Business ID"),
    Field.OTHER_NAME: say("Other names"),
    Field.LEGAL_FORM: say("Legal form"),
    Field.STREET: say("Street address"),
    Field.POSTCODE: say("Postcode"),
    Field.TOWN: say("Town"),
    Field.WEBSITE: say("Website"),
    Field.EMAIL: say("E-mail"),
    Field.PHONE: say("Phone"),
    Field.INDUSTRY: say("Industry"),
    Field.DESCRIPTION: say("Description"),
    Field.COMPETENCE: say("Competence on offer"),
    Field.PERSON: say("Contact person"),
    Field.FIRST_NAME: say("First name of the contact person"),
    Field.LAST_NAME: say("Last name of the contact person"),
    Field.ROLE: say("Role of the contact person"),
    Field.PERSON_EMAIL: say("E-mail of the contact person"),
    Field.PERSON_PHONE: say("Phone of the contact person"),
    Field.STAGE: say("Stage"),
    Field.SINCE: say("In this stage since"),
    Field.OWNER: say("Responsible"),
    Field.LAST_CONTACT: say("Last contact"),
    Field.NEED: say("Competence need"),
    Field.NOTE: say("Note"),
    Field.DETAILS: say("Contact details"),
}

_WEAK_NAMES = frozenset({"nimi", "namn", "name", "asiakas", "kund", "partner", "kumppani"}) | {
    "jäsen",
    "jäsenet",
    "medlem",
    "medlemmar",
    "member",
    "members",
}
_KEY = re.compile(r"[^a-z0-9åäöæøü]+")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = re.compile(r"[/\n|]|\s[-–]\s")
_COUNTER = re.compile(r"(?<=[^\W\d_])[\s.:#-]{0,3}[0-9](?![0-9])|(?:^|\s)[0-9]{1,2}[.)]\s|\bvalue$", re.IGNORECASE)
_BARE = str.maketrans("åäöæøü", "aaoaou")
_INDUSTRY_SETS = (
    ("2025", IndustrySet.TOL2025),
    ("2008", IndustrySet.TOL2008),
    ("2002", IndustrySet.TOL2002),
    ("1995", IndustrySet.TOL1995),
)


def _key(text: str) -> str:
    return _KEY.sub("", text.casefold())


_WORDS = {Field(name): tuple(word.strip() for word in words.split(",")) for name, words in SYNONYMS.items()}
_FIELD_OF = {_key(word): field for field, words in _WORDS.items() for word in words}
_FIELD_OF_BARE = {key.translate(_BARE): field for key, field in reversed(_FIELD_OF.items())}  # "Sahkoposti"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (from 0) holds which field. Several may hold the same one: the first that is filled counts."""

    fields: tuple[tuple[int, Field], ...]
    headings: tuple[str, ...] = ()
    industry_set: IndustrySet | None = None

    def of(self, field: Field) -> tuple[int, ...]:
        """Columns of a field, left to right."""
        return tuple(column for column, known in self.fields if known is field)

    def heading(self, column: int) -> str:
        """What stands over a column, or its number from 1 where nothing does."""
        return (self.headings[column] if column < len(self.headings) else "") or str(column + 1)


@lru_cache(maxsize=4096)
def field_of(heading: str) -> Field | None:
    """The field that a heading names; a bilingual one ("Yritys / Företag") counts if a part of it is known."""
    text = heading[:200]
    bare = _PARENTHESES.sub(" ", text)
    for reading in (text, bare, _COUNTER.sub(" ", bare)):
        field = _known(reading)
        if field:
            return field
    return next((field for part in _PARTS.split(bare) if (field := _known(_COUNTER.sub(" ", part)))), None)


def _known(text: str) -> Field | None:
    key = _without_set(_key(text))
    return _FIELD_OF.get(key) or (_FIELD_OF_BARE.get(key) if key.isascii() else None)


def heading_for(field: Field) -> str:
    """The words that stand for a field: `field_of` gives the field back."""
    return _WORDS[field][0]


def is_weak_name(heading: str) -> bool:
    """Whether a heading for names can stand over persons as well as over organisations: "Nimi", "Medlem"."""
    return _key(_PARENTHESES.sub(" ", heading)) in _WEAK_NAMES


def hits(cells: Sequence[str]) -> int:
    """How many different fields the cells of a row name: the row with the most is the heading row."""
    return len({field for field in map(field_of, cells) if field})


def map_headings(cells: Sequence[str], groups: Sequence[str] = ()) -> Columns:
    """Columns of a heading row; `groups` are wider headings above it, each already repeated over its columns.

    "Nimi" beside "Yritys", and an e-mail or phone column under or right of the contact person, belong to the person.
    """
    found: dict[int, Field] = {column: field for column, cell in enumerate(cells) if (field := field_of(cell))}
    named = [column for column, field in found.items() if field is Field.NAME]
    weak = [column for column in named if is_weak_name(cells[column])]
    person_known = bool({Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME} & set(found.values()))
    for column, group in enumerate(groups):
        if field_of(group) is Field.PERSON and column in found:
            found[column] = _PERSONS.get(found[column], found[column])
            person_known = person_known or found[column] is Field.PERSON
    if len(weak) < len(named):
        for column in weak:
            if found[column] is Field.NAME and person_known:
                del found[column]
            elif found[column] is Field.NAME:
                found[column] = Field.PERSON
    if Field.STAGE not in found.values() and not person_known:
        for column, field in found.items():
            if field is Field.OWNER and _key(_PARENTHESES.sub(" ", cells[column])) in _EITHER_PERSON:
                found[column] = Field.PERSON
    _give_second_to_person(found)
    sets = [_industry_set(cells[column]) for column, field in found.items() if field is Field.INDUSTRY]
    return Columns(tuple(sorted(found.items())), tuple(cells), next((known for known in sets if known), None))


# In a list without stages these name the organisation's own contact, and not an adviser who is responsible for it.
_EITHER_PERSON = frozenset({"vastuuhenkilö", "ansvarsperson", "ansvarig", "responsible", "responsibleperson", "owner"})
_PERSONS = {Field.NAME: Field.PERSON, Field.EMAIL: Field.PERSON_EMAIL, Field.PHONE: Field.PERSON_PHONE}


def _give_second_to_person(found: dict[int, Field]) -> None:
    """The second of two e-mail or phone columns is the contact person's when it stands right of the person."""
    persons = [column for column, field in found.items() if field in {Field.PERSON, Field.LAST_NAME}]
    for field in (Field.EMAIL, Field.PHONE):
        columns = [column for column, known in found.items() if known is field]
        if persons and any(column < persons[0] for column in columns):
            for column in columns:
                if column > persons[0]:
                    found[column] = _PERSONS[field]


def _industry_set(heading: str) -> IndustrySet | None:
    return next((known for year, known in _INDUSTRY_SETS if year in heading), None)


def _without_set(key: str) -> str:
    """ "tol2008" and "toimiala tol 2025" name the industry; the year says which classification."""
    for year, _ in _INDUSTRY_SETS:
        bare = key.removesuffix(year)
        if bare != key:
            return bare if bare in _FIELD_OF else bare.removesuffix("tol")
    return key
