"""Business ID, website and address of a row, with what an address in another cell or behind a cell adds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from importers.columns import Field
from importers.files.details import Details
from importers.files.people import shortened
from importers.values import (
    address_of,
    is_placeholder,
    is_shortened,
    postcode_of,
    split_postcode_town,
    text_of,
    without_fraction,
)
from outreach.rules.identity import business_id, domain_of, is_shared_domain, website_url
from outreach.rules.text import clean, name_fold
from outreach.terms.message import say

if TYPE_CHECKING:
    from importers.files.record import Reading


def business_id_of(reading: Reading) -> str:
    """The right ID of the row; a wrong one is left out and told, and the row stays."""
    wrong = ""
    for _, cell in reading.cells(Field.BUSINESS_ID):
        text = without_fraction(text_of(cell, 60))
        found = business_id(text) if not isinstance(cell, date) else ""
        if found:
            return found
        wrong = wrong or text
    if wrong:
        reason = say("The Business ID is not right: {id} (check digit)", id=wrong)
        reading.leave_out(Field.BUSINESS_ID, shortened(wrong) if is_shortened(wrong) else reason)
    return ""


def website_of(reading: Reading) -> tuple[str, bool]:
    """Website of the row, and whether it only stands behind a cell."""
    wrong: tuple[int, str] | None = None
    for column in reading.columns.of(Field.WEBSITE):
        text = text_of(reading.row.cells[column]) if column < len(reading.row.cells) else ""
        found = website_url(text)
        if found and "." in text:
            return found, False
        link = _web_link(reading, column)
        if link:
            return link, True
        if not is_placeholder(text) and wrong is None:
            wrong = column, text
    personal = {column for column, field in reading.columns.fields if field not in _LINKED}
    for column in sorted(reading.row.links):
        link = "" if column in personal else _web_link(reading, column)
        if link and not is_shared_domain(domain_of(link)):
            return link, True
    if wrong:
        reading.problem(wrong[0], say("This is not a web address: {value}", value=clean(wrong[1], 60)))
    return "", False


_LINKED = frozenset({Field.NAME, Field.WEBSITE, Field.DETAILS, Field.DESCRIPTION})


def _web_link(reading: Reading, column: int) -> str:
    link = reading.row.links.get(column, "")
    return website_url(link) if link.lower().startswith(("http://", "https://", "www.")) else ""


def address_in(reading: Reading, details: Details) -> tuple[str, str, str]:
    """Street, postcode and town of the row; a postcode that is none is told."""
    text = reading.text(Field.POSTCODE, 200)
    if isinstance(reading.cell(Field.POSTCODE), date) or (
        text and not (postcode_of(text) or split_postcode_town(text)[0])
    ):
        reason = say("This is not a Finnish postcode: {value}", value=clean(text, 60))
        reading.leave_out(Field.POSTCODE, shortened(text) if is_shortened(text) else reason)
    street = "" if isinstance(reading.cell(Field.STREET), date) else reading.text(Field.STREET, 300)
    town = "" if isinstance(reading.cell(Field.TOWN), date) else reading.text(Field.TOWN, 200)
    street, postcode, town = address_of(street, text, town)
    town = town or details.town or reading.places.names.get(name_fold(reading.section.strip(" :")), "")
    return street or details.street, postcode or details.postcode, town
