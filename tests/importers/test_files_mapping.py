"""What columns are taken for: headings and values together, and the mapping that a person sets."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from importers.files import parse
from outreach.errors import BadInput
from outreach.terms.candidate import Candidate, ColumnUse, Parsed

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def read(text: str, **more: Any) -> Parsed:
    return parse(text.encode(), source="lista.csv", fetched_at=NOW, **more)


def only(text: str, **more: Any) -> Candidate:
    (candidate,) = read(text, **more).candidates
    return candidate


LIST = "Yritys;Muu;Tunnus\nKeksitty Oy;Rauma;9000001-1\nToinen Ab;-;9000003-8\n"


def test_each_column_is_shown_with_its_field_its_fill_and_samples() -> None:
    assert read(LIST).columns == (
        ColumnUse(1, "Yritys", "name", 2, 2, ("Keksitty Oy", "Toinen Ab")),
        ColumnUse(2, "Muu", "", 1, 2, ("Rauma",)),
        ColumnUse(3, "Tunnus", "business_id", 2, 2, ("9000001-1", "9000003-8")),
    )


def test_the_layout_is_that_of_the_headings_and_of_nothing_else() -> None:
    same = read("YRITYS;muu;Tunnus.\nKolmas Oy;;\n").layout
    assert read(LIST).layout == same
    assert len(same) == 64
    assert read("Yritys;Muu\nKolmas Oy;\n").layout != same


@pytest.mark.parametrize("mapping", [{"Muu": "town", "Tunnus": ""}, {"2": "town", "3": ""}, {"MUU ": "Town", "3": ""}])
def test_a_mapping_by_heading_or_number_wins(mapping: dict[str, str]) -> None:
    found = read(LIST, mapping=mapping).candidates[0]
    assert (found.name, found.town, found.business_id) == ("Keksitty Oy", "Rauma", "")


def test_a_mapped_field_is_taken_from_its_column_and_from_no_other() -> None:
    found = only(
        "Yritys;Nimi ennen;Puhelin;GSM\nA Oy;B Oy;040 1234567;050 1234567\n", mapping={"2": "name", "4": "phone"}
    )
    assert (found.name, found.phone) == ("B Oy", "+358501234567")


def test_a_list_without_headings_can_be_mapped_by_numbers() -> None:
    found = only("Keksitty;Rauma\n", mapping={"1": "name", "2": "town"})
    assert (found.name, found.town) == ("Keksitty", "Rauma")


def test_the_words_of_the_printed_lines_are_known_as_fields() -> None:
    found = only("Yritys;A;B\nKeksitty Oy;Tie 1;Maija Mallinen\n", mapping={"A": "address", "B": "contact_person"})
    assert found.contact is not None
    assert (found.street, found.contact.name) == ("Tie 1", "Maija Mallinen")


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"Muu": "twn"}, "Column Muu cannot be read as twn: there is no such field. The nearest: town"),
        ({"Mu": "town"}, "There is no column Mu. The nearest heading: Muu"),
        ({"9": "town"}, "There is no column 9. Give a heading of the file or its number"),
    ],
)
def test_a_mapping_that_names_nothing_is_told_with_the_nearest_word(mapping: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput) as error:
        read(LIST, mapping=mapping)
    assert str(error.value) == sentence


def test_values_that_contradict_their_headings_are_caught() -> None:
    found = read(
        "Yritys;Puhelin;Sähköposti\nA Oy;info@a.example.fi;040 1234567\nB Oy;info@b.example.fi;040 1234568\n"
    ).candidates
    assert [(each.email, each.phone) for each in found] == [
        ("info@a.example.fi", "+358401234567"),
        ("info@b.example.fi", "+358401234568"),
    ]


def test_of_columns_with_the_same_field_the_first_filled_one_counts() -> None:
    found = read("Yritys;Puhelin 1;Puhelin 2\nA Oy;-;050 1234567\nB Oy;040 1234567;050 1234567\n").candidates
    assert [each.phone for each in found] == ["+358501234567", "+358401234567"]


@pytest.mark.parametrize("heading", ["Laskutusosoite", "Kotiosoite", "Markkinointilupa sähköposti", "Faksi"])
def test_what_belongs_to_invoices_homes_and_faxes_is_not_read(heading: str) -> None:
    found = only(f"Yritys;{heading}\nKeksitty Oy;Laskutie 1, 00020 Laskula\n")
    assert (found.street, found.town, found.email, found.phone) == ("", "", "", "")


@pytest.mark.parametrize(
    ("heading", "value", "field"),
    [
        ("Yrityksen nykyinen postinumero", "08100", "postcode"),
        ("Sahkoposti", "info@example.fi", "email"),
        ("Työosoite: paikkakunta", "Lohja", "town"),
        ("E-mail 1 - Value", "info@example.fi", "email"),
        ("Ort (arbete)", "Karis", "town"),
        ("Business Postal Code", "10300", "postcode"),
        ("Company Main Phone", "040 123 4567", "phone"),
    ],
)
def test_headings_of_other_programs_and_longer_ones_are_known(heading: str, value: str, field: str) -> None:
    uses = read(f"Yritys;{heading}\nKeksitty Oy;{value}\n").columns
    assert uses[1].field == field


@pytest.mark.parametrize(
    ("cell", "name", "role"),
    [
        ("Mallinen, Maija", "Maija Mallinen", ""),
        ("Maija Mallinen (toimitusjohtaja)", "Maija Mallinen", "toimitusjohtaja"),
        ("Maija Mallinen, VD", "Maija Mallinen", "VD"),
        ("tj. Maija Mallinen", "Maija Mallinen", "tj"),
        ("Maija Mallinen, 050 123 4567, maija.mallinen@example.fi", "Maija Mallinen", ""),
    ],
)
def test_the_cell_of_the_contact_person_is_taken_apart(cell: str, name: str, role: str) -> None:
    contact = only(f"Yritys;Yhteyshenkilö\nKeksitty Oy;{cell}\n").contact
    assert contact is not None
    assert (contact.name, contact.role) == (name, role)


def test_a_pattern_for_addresses_is_no_address() -> None:
    found = only("Yritys;Sähköposti\nKeksitty Oy;etunimi.sukunimi@example.fi\n")
    assert (found.email, found.contact) == ("", None)


def test_a_name_that_only_the_mailbox_tells_is_marked_as_such() -> None:
    found = only("Yritys;Sähköposti\nKeksitty Oy;maija.mallinen@example.fi\n")
    assert [(trace.field, trace.how) for trace in found.traces] == [("contact", "mailbox")]


@pytest.mark.parametrize("shortened", ["1,23E+07", "1.23E+07", "9E7"])
def test_a_number_that_a_spreadsheet_has_shortened_is_refused_with_the_reason(shortened: str) -> None:
    found = read(f"Yritys;Y-tunnus;Puhelin\nKeksitty Oy;{shortened};{shortened}\n")
    assert (found.candidates[0].business_id, found.candidates[0].phone) == ("", "")
    assert sum("has shortened the number" in str(note) for note in found.notes) == 2


@pytest.mark.parametrize(("written", "number"), [("1000029", "0100002-9"), ("100002-9", "0100002-9"), ("1000028", "")])
def test_a_lost_zero_of_a_business_id_comes_back_only_where_the_check_digit_agrees(written: str, number: str) -> None:
    assert only(f"Yritys;Y-tunnus\nKeksitty Oy;{written}\n").business_id == number
