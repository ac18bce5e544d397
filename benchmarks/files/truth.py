"""What a careful person reads in a file, and the file's bytes.

A file with one mailbox or number for each row has that one, though it stands under the contact person; a file with both
has the organisation's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.files.firm import Firm

FIELDS = ("website", "email", "phone", "address", "postcode", "town", "business_id", "contact_person")


@dataclass(frozen=True, slots=True)
class Expected:
    """A record of a file; `values` are by field, those left out are empty. `sheet` and `row` as a spreadsheet shows."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    row: int = 0
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    file: str
    raw: bytes
    expected: tuple[Expected, ...]
    sheet: str = ""  # asked for


def expect(firm: Firm, row: int, *fields: str, sheet: str = "", **other: str) -> Expected:
    """The record of a firm in a file that has some of its fields; `other` are values that differ from the firm's."""
    all_values = {
        "website": firm.website,
        "email": firm.email,
        "phone": firm.e164,
        "address": firm.street,
        "postcode": firm.postcode,
        "town": firm.town,
        "business_id": firm.business_id,
        "contact_person": firm.person,
    }
    values = {each: all_values[each] for each in fields} | other
    name = values.pop("name", firm.name)
    return Expected(name, values, row, sheet)


ADDRESS = ("address", "postcode", "town")
REACH = ("phone", "email", "website")
