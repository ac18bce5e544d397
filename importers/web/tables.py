"""Organisations that a page lists in a table, read by the same headings as spreadsheets.

Tables of persons, events, vacancies and prices are passed over; columns on persons are not read unless the source says
so (GDPR). Tables that are layout are left to the reading of repeated blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from bs4.element import Tag

from importers.columns import PERSONAL, Columns, Field, hits, is_weak_name
from importers.values import has_legal_form
from importers.web.document import Document
from importers.web.grids import WebCell, lines_of, rectangles
from importers.web.mailboxes import Mailboxes
from importers.web.purpose import is_name
from importers.web.table_records import Extras, Row, candidate_of
from importers.web.table_shapes import Body, bodies, entitled
from importers.web.wording import LISTS_ORGANISATIONS, LISTS_OTHERS
from outreach.rules.text import clean
from outreach.terms.candidate import Candidate, Reject
from outreach.terms.message import Message, say

MOST_RECORDS = 20_000  # of a page
SOME_FORMS = 0.3  # share of names with a legal form under a heading that can stand over persons too

_OTHER = """
aika, ajankohta, kellonaika, klo, päivä, päivämäärä, pvm, viikonpäivä, hinta, hinnat, summa, euroa, hakuaika,
haku päättyy, hakuaika päättyy, viimeinen hakupäivä, avoin tehtävä, avoimet tehtävät, lähtö, saapuu, linja, pisteet,
tulos, ottelu, tid, datum, klockan, kl, dag, veckodag, pris, priser, belopp, ansökningstid, sista ansökningsdag,
ledig tjänst, lediga jobb, avgång, ankomst, linje, poäng, resultat, match, date, time, day, weekday, price, prices,
amount, arvo, värde, value, päätös, beslut, decision,
deadline, closing date, vacancy, departure, arrival, points, result, score
"""
_TIMES_AND_PRICES = frozenset(word.strip() for word in _OTHER.split(","))
_CONTACT = frozenset({Field.STREET, Field.PHONE, Field.EMAIL, Field.WEBSITE, Field.TOWN, Field.POSTCODE, Field.DETAILS})
_UNIT = re.compile(r"\([^()]*\)|€|\beur\b|[.:]")
_BOARDS = re.compile(
    r"hallitu(?:s|ksen)|valtuusto|henkilö|tiimi|työryhm|toimikun|jury|raati|styrelse|fullmäktige|personal|kommitté|team"
    r"|board|staff|people|committee|council|speakers|puhujat|talare",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:yhteensä|kaikki yhteensä|summa|totalt|summa totalt|total|sum)\b", re.IGNORECASE)


@dataclass(slots=True)
class Tables:
    """What the tables of a page gave. `taken` are those that need no other way: read, or known for something else."""

    candidates: list[Candidate] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    taken: list[Tag] = field(default_factory=list)


def listed_in_tables(document: Document, mailboxes: Mailboxes, *, persons: bool = False) -> Tables:
    """All organisations in the tables of a page; contact persons only if `persons`."""
    found = Tables()
    before: Columns | None = None
    for number, table, rectangle in rectangles(document.soup, document.absolute):
        if len(found.candidates) >= MOST_RECORDS:
            break
        parts = bodies(rectangle, before)
        before = parts[0].columns if len(parts) == 1 and not parts[0].lying and parts[0].columns.headings else None
        aside = next((reason for part in parts if (reason := _not_organisations(part, table))), None)
        if not parts and _times_or_prices(cell.text for row in rectangle[:1] for cell in row if cell.heading):
            aside = say("it lists times or prices, not organisations")
        if aside:
            found.notes.append(say("Table {table}: {reason}", table=number, reason=aside))
            found.taken.append(table)
            before = None
            continue
        for body in parts:
            _read(body, number, document, mailboxes, persons, found)
        if parts:
            found.taken.append(table)
        elif is_name(name := _told(table)) and (one := entitled(rectangle, name)):
            _read(one, number, document, mailboxes, persons, found)  # not taken: it may be a part of a list of blocks
    return found


def _times_or_prices(headings: Iterable[str]) -> bool:
    return any(_UNIT.sub("", text.casefold()).strip() in _TIMES_AND_PRICES for text in headings)


def _not_organisations(body: Body, table: Tag) -> Message | None:
    """Why a table lists something else; None when it lists organisations."""
    columns, known = body.columns, {what for _, what in body.columns.fields}
    name = columns.of(Field.NAME)[0]
    names = [row[name].text for _, row in body.rows if name < len(row) and row[name].lines]
    formal = sum(map(has_legal_form, names)) >= SOME_FORMS * max(1, len(names))
    contacts = Field.BUSINESS_ID in known or (formal and len(known & _CONTACT) >= 2)
    if _times_or_prices(columns.headings) and not contacts:
        return say("it lists times or prices, not organisations")
    told = _told(table)
    persons = [at for at, field_ in columns.fields if field_ in {Field.PERSON, Field.LAST_NAME}]
    if persons and persons[0] < name and _BOARDS.search(told):
        return say("it may list persons and was not read")
    other = LISTS_OTHERS.search(told) if told and not LISTS_ORGANISATIONS.search(told) else None
    if other and not formal and Field.BUSINESS_ID not in known:
        return say("it stands under the heading {heading} and was not read", heading=told)
    if is_weak_name(columns.heading(name)) and not known & {Field.BUSINESS_ID, Field.WEBSITE, Field.INDUSTRY}:
        if LISTS_ORGANISATIONS.search(told) and Field.ROLE not in known:
            return None
        if Field.ROLE in known or not formal:
            return say("it may list persons and was not read")
    return None


def _told(table: Tag) -> str:
    """What stands over a table: its caption, else the nearest heading before it."""
    caption = table.find("caption")
    if isinstance(caption, Tag):
        return clean(" ".join(lines_of(caption, 50)), 120)
    for before in islice(table.previous_elements, 400):
        if isinstance(before, Tag):
            if before.name == "table":
                return ""
            if before.name in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                return clean(" ".join(lines_of(before, 50)), 120)
    return ""


def _read(body: Body, table: int, document: Document, mailboxes: Mailboxes, persons: bool, found: Tables) -> None:
    if not persons and any(known in PERSONAL for _, known in body.columns.fields):
        reason = say("columns on persons were not read")
        found.notes.append(say("Table {table}: {reason}", table=table, reason=reason))
    category = ""
    extras = Extras()
    alone_are_bold = _bold_stand_out(body)
    for number, row in body.rows[:MOST_RECORDS]:
        filled = {cell for cell in row if cell.lines}
        if len(filled) == 1 and len(body.columns.fields) > 1 and _is_category(row, alone_are_bold):
            text = next(iter(filled)).text[:200]
            category = text if len(text) > 1 else category
            continue
        if not filled or hits([cell.text[:200] for cell in row]) >= max(2, len(body.columns.fields) - 1):
            continue
        if _TOTAL.match(next(cell.text for cell in row if cell.lines)):
            continue
        cells = [_unlabelled(cell, body.columns.heading(at)) for at, cell in enumerate(row)]
        where = document.origin(f"table {table}, row {number}", "table", body.confidence)
        outcome = candidate_of(
            Row(cells, body.columns), category, document, where, mailboxes, persons, found.notes, extras
        )
        if isinstance(outcome, Reject):
            found.rejects.append(outcome)
        else:
            found.candidates.append(outcome)


def _unlabelled(cell: WebCell, heading: str) -> WebCell:
    """A cell without the heading that it repeats for narrow screens."""
    label = heading.rstrip(" :").casefold()
    first = cell.lines[0] if cell.lines else ""
    if not label or cell.heading or first[: len(label)].casefold() != label:
        return cell
    rest = first[len(label) :]
    if rest.strip(" :") and not rest.lstrip().startswith(":"):
        return cell
    lines = (rest.lstrip(" :"), *cell.lines[1:])
    return replace(cell, lines=tuple(line for line in lines if line))


def _bold_stand_out(body: Body) -> bool:
    """Whether bold names are rare in a table, so that a bold one alone in its row is a heading."""
    column = body.columns.of(Field.NAME)[0]
    names = [row[column] for _, row in body.rows[:200] if column < len(row) and row[column].lines]
    return sum(map(_is_bold, names)) <= 0.4 * len(names)


def _is_bold(cell: WebCell) -> bool:
    return cell.heading or (cell.tag is not None and cell.tag.find(["b", "strong", "h2", "h3", "h4"]) is not None)


def _is_category(row: list[WebCell], alone_are_bold: bool) -> bool:
    """Whether the only filled cell of a row lies over all of it, is a letter, or stands out, and is no organisation."""
    cells = [cell for cell in row if cell.lines]
    if has_legal_form(cells[0].text):
        return False
    return (
        len(cells) == len(row) or cells[0].heading or len(cells[0].text) == 1 or (alone_are_bold and _is_bold(cells[0]))
    )
