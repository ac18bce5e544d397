"""Every key of a source file, with what it means and what it takes: the one place that reader, writer and docs ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from importers.web.sources.spec import (
    DEFAULT_MB,
    DEFAULT_PAGES,
    DEFAULT_RUN_PAGES,
    MOST_MB,
    MOST_PAGES,
)
from outreach.terms.message import Message, say


class Takes(Enum):
    """What a key takes."""

    TEXT = "text"
    LANGUAGE = "language"
    ADDRESS = "address"
    ADDRESSES = "addresses"
    CSS = "css"
    NEXT = "next"  # a selector or "auto"
    SPLIT = "split"
    RULE = "rule"
    RULES = "rules"  # one or a list: the first that gives a value
    TEXTS = "texts"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes or no"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `path` is dotted; a last part of "*" stands for the names of `names`."""

    path: str
    takes: Takes
    doc: Message
    least: float = 0
    most: float = 0
    names: Mapping[str, Message] | None = None


ORGANISATION = {
    "name": say("name"),
    "website": say("website"),
    "email": say("e-mail address"),
    "phone": say("phone number"),
    "street": say("street; the whole address is taken apart"),
    "address": say("another word for street"),
    "postcode": say("postcode"),
    "town": say("town"),
    "business_id": say("Business ID"),
    "description": say("what the organisation does"),
    "industry": say("industry, in words or as a code"),
    "other_names": say("other names, such as an auxiliary name"),
    "legal_form": say("legal form"),
    "competences": say("competences; several with commas"),
}
PERSON = {
    "contact_person": say("contact person (only with persons = true)"),
    "contact_role": say("the person's title (only with persons = true)"),
    "contact_email": say("the person's e-mail address (only with persons = true)"),
    "contact_phone": say("the person's phone number (only with persons = true)"),
}
FIELDS: Mapping[str, Message] = {**ORGANISATION, **PERSON}
_CONSTANT = ("street", "postcode", "town", "description", "industry", "legal_form", "competences")
FILLABLE: Mapping[str, Message] = {
    **{name: ORGANISATION[name] for name in _CONSTANT},
    "tags": say("words on the whole list; they are added to each description, where searches and needs find them"),
}
DROPPABLE: Mapping[str, Message] = {
    **{name: doc for name, doc in ORGANISATION.items() if name != "address"},
    "row": say("the whole text of the row"),
}
EXPECTED: Mapping[str, Message] = {
    name: ORGANISATION[name]
    for name in ("website", "email", "phone", "street", "postcode", "town", "business_id", "description")
}

KEYS: tuple[Key, ...] = (
    Key("name", Takes.TEXT, say("Name of the source, as colleagues see it.")),
    Key("start", Takes.ADDRESSES, say("Address of the page with the list; several in brackets.")),
    Key("lang", Takes.LANGUAGE, say("Language of the page: fi, sv or en.")),
    Key("note", Takes.TEXT, say("What the list covers, in your own words.")),
    Key("rows", Takes.CSS, say("Selector of one company's box, such as div.member-card.")),
    Key("starts", Takes.CSS, say("Selector of what begins a company, such as h3: all up to the next one is its own.")),
    Key("split", Takes.SPLIT, say('"br br": an empty line parts the companies; "line": each line is one.')),
    Key("in", Takes.CSS, say("Selector of the part of the page in which they are looked for.")),
    Key("fields", Takes.TABLE, say("Where a value stands in the box; what is not told is recognised.")),
    Key(
        "fields.*",
        Takes.RULES,
        say("Rule of a field: selector, selector @attribute, label: word, ~ pattern."),
        names=FIELDS,
    ),
    Key("next", Takes.TABLE, say("Page after page.")),
    Key("next.css", Takes.NEXT, say('Selector of the link to the next page, or "auto".')),
    Key(
        "next.max_pages",
        Takes.WHOLE,
        say("Pages read at most from one start ({n} if left out).", n=DEFAULT_PAGES),
        least=1,
        most=MOST_PAGES,
    ),
    Key("detail", Takes.TABLE, say("Each company's own page on the site.")),
    Key("detail.link", Takes.RULE, say("Selector of the link to it, within the box.")),
    Key("detail.fields", Takes.TABLE, say("Where a value stands on that page; left out: the page is read by itself.")),
    Key("detail.fields.*", Takes.RULES, say("Rule of a field, as in fields."), names=FIELDS),
    Key("fill", Takes.TABLE, say("Values that are the same for all companies of the list.")),
    Key("fill.*", Takes.TEXTS, say("The value, where a company has none of its own."), names=FILLABLE),
    Key("drop", Takes.TABLE, say("Boxes that are no companies.")),
    Key("drop.*", Takes.TEXTS, say("Words by which they are known, or ~ and a pattern."), names=DROPPABLE),
    Key("expect", Takes.TABLE, say("What a good run gives; below it the run stops and writes nothing.")),
    Key("expect.min", Takes.WHOLE, say("Companies at least."), least=0, most=1_000_000),
    Key("expect.fill", Takes.TABLE, say("Share of the companies, 0 to 1, that has a value.")),
    Key("expect.fill.*", Takes.NUMBER, say("The share, such as 0.5 for half."), least=0, most=1, names=EXPECTED),
    Key("fetch", Takes.TABLE, say("How the pages are fetched.")),
    Key("fetch.delay", Takes.NUMBER, say("Seconds between two pages; never less than the program's own."), most=3600),
    Key(
        "fetch.max_mb",
        Takes.WHOLE,
        say("Largest page in megabytes ({n} if left out, at most {most}).", n=DEFAULT_MB, most=MOST_MB),
        least=1,
        most=MOST_MB,
    ),
    Key(
        "fetch.max_pages",
        Takes.WHOLE,
        say("Pages in one run, those of single companies included ({n} if left out).", n=DEFAULT_RUN_PAGES),
        least=1,
        most=MOST_PAGES,
    ),
    Key(
        "fetch.accept_delay",
        Takes.NUMBER,
        say("Seconds between pages that the site may ask for without you being asked (30 if left out)."),
        most=3600,
    ),
    Key("fetch.other_sites", Takes.YES_NO, say("true: next pages and company pages may be on another site.")),
    Key("terms", Takes.TABLE, say("By what right the list is read, and who has looked into it.")),
    Key("terms.permission", Takes.TEXT, say("Who has allowed it and how, or which terms of use do.")),
    Key("terms.terms_url", Takes.ADDRESS, say("Address of the site's terms of use.")),
    Key("terms.purpose", Takes.TEXT, say("What the data is used for.")),
    Key("terms.checked_by", Takes.TEXT, say("Who has read the terms.")),
    Key("terms.checked_on", Takes.DATE, say("On which day, as 2026-03-10.")),
    Key("terms.persons", Takes.YES_NO, say("true: contact persons are read too; wants permission and purpose.")),
)

# Words that people write for a key, from this and neighbouring languages.
OTHER_WORDS: Mapping[str, str] = {
    "nimi": "name",
    "namn": "name",
    "company": "name",
    "yritys": "name",
    "url": "start",
    "urls": "start",
    "language": "lang",
    "kieli": "lang",
    "row": "rows",
    "item": "rows",
    "items": "rows",
    "selector": "rows",
    "inside": "in",
    "within": "in",
    "www": "website",
    "web": "website",
    "homepage": "website",
    "kotisivu": "website",
    "hemsida": "website",
    "mail": "email",
    "e-mail": "email",
    "sähköposti": "email",
    "epost": "email",
    "puhelin": "phone",
    "puh": "phone",
    "telefon": "phone",
    "tel": "phone",
    "telephone": "phone",
    "osoite": "street",
    "adress": "street",
    "katuosoite": "street",
    "postinumero": "postcode",
    "postnummer": "postcode",
    "zip": "postcode",
    "postal_code": "postcode",
    "city": "town",
    "kunta": "town",
    "kaupunki": "town",
    "ort": "town",
    "stad": "town",
    "paikkakunta": "town",
    "y-tunnus": "business_id",
    "ytunnus": "business_id",
    "y_tunnus": "business_id",
    "fo-nummer": "business_id",
    "vat": "business_id",
    "kuvaus": "description",
    "beskrivning": "description",
    "toimiala": "industry",
    "bransch": "industry",
    "yhteyshenkilö": "contact_person",
    "kontaktperson": "contact_person",
    "person": "contact_person",
    "paging": "next",
    "details": "detail",
    "minimum": "min",
    "license": "permission",
}
