"""A web page read as candidates, without any configuration.

Ways of reading in order: markup for machines, tables, repeated blocks; where none lists anything, the one organisation
that the page presents; names in running text are only mentioned. When nothing is found, the last note says what the
page is instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bs4.element import NavigableString, Tag

from importers.places import NO_PLACES, Places
from importers.values import has_legal_form
from importers.web.blocks import Blocks, listed_in_blocks
from importers.web.document import MOST_BYTES, Document, open_document
from importers.web.mailboxes import Mailboxes
from importers.web.merge import merged, overlap
from importers.web.nature import is_lost, what_it_is
from importers.web.prose import mentioned
from importers.web.single import presented
from importers.web.structured import Structured, organisations
from importers.web.tables import listed_in_tables
from outreach.rules.identity import base_domain, domain_of, is_shared_domain
from outreach.terms.candidate import Candidate, Parsed, ReadingStep
from outreach.terms.message import Message, say

__all__ = ["MOST_BYTES", "parse", "parse_document"]

LIST = 3  # records from which a way of reading has found a list
PARTS = 8  # departments and offices that a contact page may list
FEW = 2  # organisations that a page may describe for machines beside its list: whose site it is, and who made it
SURE = 0.5  # share of records with proof, for a list of blocks beside another list that has none of them


def parse(
    raw: bytes,
    *,
    source: str,
    url: str,
    fetched_at: datetime,
    declared_charset: str = "",
    persons: bool = False,
    places: Places = NO_PLACES,
) -> Parsed:
    """Organisations of a page. `source` is the name of the source, `url` the address that the page came from at last.

    `declared_charset` is that of the Content-Type header. Raises BadInput for a page of more than MOST_BYTES.
    """
    document = open_document(
        raw, source=source, url=url, fetched_at=fetched_at, declared_charset=declared_charset, places=places
    )
    if isinstance(document, Message):
        return Parsed((), (), (document,))
    return parse_document(document, persons=persons)


def parse_document(document: Document, *, persons: bool = False) -> Parsed:
    """The same for an opened page; persons and their mailboxes are left out unless `persons`."""
    mailboxes = Mailboxes(persons=persons, page=document.text)
    described = organisations(document, mailboxes)
    tables = listed_in_tables(document, mailboxes, persons=persons)
    with _without(tables.taken):
        blocks = listed_in_blocks(document, mailboxes, persons=persons)
    found = _listed(described, tables.candidates, blocks)
    if is_lost(document.soup) and len(found) < LIST:
        found = []
    elif not found or _is_one_house(found, described):
        found = presented(document, described, mailboxes, persons=persons) or found
    named = mentioned(document, found)
    said = blocks.notes if blocks.candidates or not found else []
    notes = [*described.notes, *tables.notes, *said, *mailboxes.note()]
    if document.cut:
        notes.append(say("The page is very large: only its beginning was read."))
    if not found:
        notes.append(what_it_is(document.soup, document.text))
    return Parsed(
        tuple(found),
        (*described.rejects, *tables.rejects, *blocks.rejects),
        tuple(notes),
        mentioned=tuple(named),
        steps=tuple(_steps(described.ways, tables.candidates, blocks, found, named)),
    )


def _listed(described: Structured, rows: list[Candidate], blocks: Blocks) -> list[Candidate]:
    """The organisations that a page lists: the way that tells of most comes first, and the others fill in."""
    records = _beside(blocks.candidates, [*described.listed, *rows])
    visible = merged([*rows, *records] if len(rows) >= len(records) else [*records, *rows])
    told = merged(described.listed)
    if not visible:
        return told if len(told) >= LIST else []
    if len(told) <= FEW and len(visible) >= LIST and not overlap(visible, told):
        told = []
    listed = merged([*told, *visible] if len(told) >= len(visible) else [*visible, *told])
    return _filled_by_owners(listed, described.owners)


def _is_one_house(found: list[Candidate], described: Structured) -> bool:
    """Whether a short list is of the parts of one organisation: departments and offices under one domain and number."""
    numbers = {each.business_id for each in found if each.business_id}
    formal = {each.name for each in found if has_legal_form(each.name)}
    domains = {base_domain(domain_of(each.email)) for each in found if each.email}
    domains |= {base_domain(domain_of(each.website)) for each in found if each.website}
    one = len(domains) == 1 and not is_shared_domain(next(iter(domains)))
    return one and len(found) <= PARTS and len(numbers) <= 1 and len(formal) <= 1 and not described.listed


def _filled_by_owners(listed: list[Candidate], owners: list[Candidate]) -> list[Candidate]:
    """An organisation whose site it is counts only where the page lists it too."""
    return merged([*listed, *owners])[: len(listed)] if owners else listed


def _beside(records: list[Candidate], others: list[Candidate]) -> list[Candidate]:
    """Blocks beside a list that was found in another way: the same organisations, or ones with proof."""
    if len(others) < LIST or not records or overlap(others, records):
        return records
    sure = sum(1 for each in records if has_legal_form(each.name) or each.business_id)
    return records if sure >= SURE * len(records) else []


@contextmanager
def _without(tables: list[Tag]) -> Iterator[None]:
    """The page without tables that are read already, for as long as another way reads it."""
    places = []
    for table in tables:
        mark = NavigableString("")
        table.replace_with(mark)
        places.append((mark, table))
    try:
        yield
    finally:
        for mark, table in places:
            mark.replace_with(table)


def _steps(
    ways: Counter[str], rows: list[Candidate], blocks: Blocks, found: list[Candidate], named: list[Candidate]
) -> Iterator[ReadingStep]:
    yield ReadingStep(say("Markup for machines (JSON-LD, microdata, RDFa, hCard)"), ways.total())
    yield ReadingStep(say("Rows of tables"), len(rows))
    yield ReadingStep(say("Repeated blocks"), len(blocks.candidates))
    yield ReadingStep(say("Different organisations"), len(found))
    yield ReadingStep(say("Names in running text, only mentioned"), len(named))
