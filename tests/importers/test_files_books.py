"""Workbooks as people keep them: sheets, merged cells, links, many values in one cell."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from importers.files import parse
from importers.places import Places
from outreach.errors import BadInput
from outreach.terms.candidate import Candidate, Parsed

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def book(*sheets: tuple[str, list[list[Any]]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def read(made: openpyxl.Workbook, **more: Any) -> Parsed:
    raw = io.BytesIO()
    made.save(raw)
    return parse(raw.getvalue(), source="lista.xlsx", fetched_at=NOW, **more)


def one_sheet(rows: list[list[Any]]) -> tuple[openpyxl.Workbook, Worksheet]:
    made = book(("Lista", rows))
    return made, made.worksheets[0]


def names(found: Parsed) -> list[str]:
    return [each.name for each in found.candidates]


def reasons(found: Parsed) -> list[tuple[int, str]]:
    return [(each.row, str(each.reason)) for each in found.rejects]


def test_all_sheets_with_organisations_are_read_and_each_record_knows_its_sheet_and_row() -> None:
    rows = [["Yritys", "Kunta"], ["Keksitty Oy", "Raahe"]]
    found = read(
        book(
            ("Ohjeet", [["Yritys", "Kirjoita nimi"], ["Kunta", "Kirjoita kunta"]]),
            ("Pohjoinen", rows),
            ("Etelä", [["Jäsenet"], ["Kunta", "Yritys"], ["Rauma", "Toinen Ab"]]),
            ("Arvot", [["Kunta"], ["Raahe"], ["Rauma"]]),
        )
    )
    places = [(each.name, each.town, each.provenance.sheet, each.provenance.row) for each in found.candidates]
    assert places == [("Keksitty Oy", "Raahe", "Pohjoinen", 2), ("Toinen Ab", "Rauma", "Etelä", 3)]
    assert [str(note) for note in found.notes[:2]] == [
        "Sheets read: Pohjoinen, Etelä",
        "Sheets without a list of organisations were not read: Ohjeet, Arvot",
    ]


def test_merged_headings_in_two_rows_are_joined() -> None:
    made, sheet = one_sheet(
        [
            ["Rekisteri 2026"],
            ["Yritys", "Käyntiosoite", None, None, "Yhteyshenkilö", None],
            [None, "Katu", "Pnro", "Kunta", "Nimi", "Puhelin"],
            ["Keksitty Oy", "Pajatie 1", 8100, "Lohja", "Maija Mallinen", 401234567],
        ]
    )
    for area in ("A1:F1", "A2:A3", "B2:D2", "E2:F2"):
        sheet.merge_cells(area)
    (found,) = read(made).candidates
    assert (found.name, found.street, found.postcode, found.town) == ("Keksitty Oy", "Pajatie 1", "08100", "Lohja")
    assert found.contact is not None
    assert (found.contact.name, found.contact.phone) == ("Maija Mallinen", "+358401234567")


def test_a_town_merged_over_its_companies_belongs_to_each_and_a_merged_name_is_one_company() -> None:
    made, sheet = one_sheet(
        [
            ["Kunta", "Yritys", "Yhteyshenkilö"],
            ["Raahe", "Keksitty Oy", "Maija Mallinen"],
            [None, None, "Matti Mallinen"],
            [None, "Toinen Ab", ""],
        ]
    )
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("B2:B3")
    found = read(made)
    assert [(each.name, each.town) for each in found.candidates] == [("Keksitty Oy", "Raahe"), ("Toinen Ab", "Raahe")]
    assert reasons(found) == [(3, "It goes on with the organisation above: only the first row of one is read")]


def _linked() -> openpyxl.Workbook:
    made, sheet = one_sheet([["Yritys", "Sivut", "Posti"], ["Keksitty Oy", "avaa", "kirjoita"], ["Toinen Ab", "", ""]])
    sheet["B2"].hyperlink = "https://www.keksitty.example.fi/"
    sheet["C2"].hyperlink = "mailto:info@keksitty.example.fi?subject=Hei"
    sheet["B3"].value = '=HYPERLINK("http://toinen.example.fi","avaa")'
    return made


def test_addresses_that_stand_only_behind_cells_are_read() -> None:
    first, second = read(_linked()).candidates
    assert (first.website, first.email) == ("https://www.keksitty.example.fi/", "info@keksitty.example.fi")
    assert (second.website, second.traces[0].how) == ("http://toinen.example.fi", "link")


def test_a_linked_name_gives_the_website_but_not_of_a_network() -> None:
    made, sheet = one_sheet([["Yritys", "Kunta"], ["Keksitty Oy", "Raahe"], ["Toinen Ab", "Raahe"]])
    sheet["A2"].hyperlink = "https://keksitty.example.fi"
    sheet["A3"].hyperlink = "https://www.facebook.com/toinen"
    assert [each.website for each in read(made).candidates] == ["https://keksitty.example.fi", ""]


CARD = "Keksitty Oy\nPajatie 1\n08100 Lohja\nPuh. 040 123 4567\ninfo@example.fi\nY-tunnus: 9000001-1"


def _is_the_card(found: Candidate) -> None:
    assert (found.name, found.street, found.postcode, found.town) == ("Keksitty Oy", "Pajatie 1", "08100", "Lohja")
    assert (found.phone, found.email, found.business_id) == ("+358401234567", "info@example.fi", "9000001-1")


@pytest.mark.parametrize("head", [[], [["Jäsenet"]], [["Jäsenluettelo 2026"], []]])
def test_everything_in_one_cell_is_taken_apart(head: list[list[Any]]) -> None:
    other = "Toinen Ab\nHamngatan 2\n10300 Karis\ntel +358 50 123 4567\nfax 019 123 456"
    first, second = read(one_sheet([*head, [CARD], [other]])[0]).candidates
    _is_the_card(first)
    assert (second.name, second.phone, second.town) == ("Toinen Ab", "+358501234567", "Karis")


def test_a_record_that_goes_on_over_rows_of_one_column_is_one_record() -> None:
    lines = [[line] for line in CARD.split("\n")]
    others = [["Toinen Ab"], ["Hamngatan 2"], ["10300 Karis"]]
    first, second = read(one_sheet([*lines, [], *others])[0]).candidates
    _is_the_card(first)
    assert (second.name, second.street, second.provenance.row) == ("Toinen Ab", "Hamngatan 2", 8)


def test_details_in_a_cell_beside_the_name_fill_what_is_missing() -> None:
    made, _ = one_sheet([["Toimija", "Yhteystiedot"], ["Keksitty Oy", CARD.partition("\n")[2]]])
    _is_the_card(read(made).candidates[0])


def test_headings_between_rows_become_the_trade_or_the_town_and_notes_are_passed_over() -> None:
    made, _ = one_sheet(
        [
            ["Nimi", "Osoite", "Puhelin"],
            ["METALLI", None, None],
            ["Keksitty Oy", "Tie 1", "040 123 4567"],
            ["Raahe", None, None],
            ["Kahvila Aurora", "Tie 2", "040 123 4568"],
            ["Yhteensä", None, 2],
            ["Lähde: Keksitty Yhdistys ry"],
            ["* tiedot puuttuvat"],
        ]
    )
    found = read(made, places=Places({"raahe": "Raahe"}))
    assert [(each.name, each.description, each.town) for each in found.candidates] == [
        ("Keksitty Oy", "METALLI", ""),
        ("Kahvila Aurora", "", "Raahe"),
    ]
    assert [row for row, _ in reasons(found)] == [2, 4, 6, 7, 8]


def test_private_persons_among_organisations_are_rejected() -> None:
    rows = [
        ["Nimi", "Sähköposti"],
        ["Keksitty Oy", "info@keksitty.example.fi"],
        ["Maija Mallinen", "maija.mallinen@example.com"],
        ["Pekka Tekonen", None],
        ["Kahvila Aino", None],
    ]
    found = read(one_sheet(rows)[0])
    assert names(found) == ["Keksitty Oy", "Kahvila Aino"]
    assert reasons(found) == [(row, "It reads as a private person without an organisation") for row in (3, 4)]


def test_numbers_and_dashes_before_names_are_no_part_of_them_and_examples_are_no_records() -> None:
    numbered = [["Jäsenet"], ["1. Keksitty Oy"], ["2. Toinen Ab"], ["3. Kahvila Aino"]]
    assert names(read(one_sheet(numbered)[0])) == ["Keksitty Oy", "Toinen Ab", "Kahvila Aino"]
    shown = [["Yritys", "Kunta", "Y-tunnus"], ["esim. Malli Oy", "Raahe", "1234567-1"], ["Keksitty Oy", "Rauma", ""]]
    found = read(one_sheet(shown)[0])
    assert (names(found), reasons(found)) == (["Keksitty Oy"], [(2, "An example row was passed over")])


def test_two_tables_below_one_another_are_read_each_by_its_own_headings() -> None:
    rows = [["Yritys", "Kunta"], ["Keksitty Oy", "Raahe"], ["Puhelin", "Yhdistys", "Kunta"], ["0401234567", "Seura ry"]]
    found = read(one_sheet(rows)[0])
    assert [(each.name, each.town, each.phone) for each in found.candidates] == [
        ("Keksitty Oy", "Raahe", ""),
        ("Seura ry", "", "+358401234567"),
    ]


def test_two_lists_side_by_side_are_read() -> None:
    rows = [["Yritys", "Puhelin", None, "Yritys", "Puhelin"], ["A Oy", "0401234567", None, "B Oy", "0501234567"]]
    found = read(one_sheet(rows)[0])
    assert [(each.name, each.phone) for each in found.candidates] == [
        ("A Oy", "+358401234567"),
        ("B Oy", "+358501234567"),
    ]


def test_errors_of_formulas_are_empty_and_dates_are_no_names_or_numbers() -> None:
    rows = [
        ["Yritys", "Y-tunnus", "Puhelin", "Postinumero"],
        ["Keksitty Oy", "#REF!", date(2026, 3, 1), "#N/A"],
        [date(2026, 3, 1), None, "0401234567", None],
    ]
    found = read(one_sheet(rows)[0])
    (only,) = found.candidates
    assert (only.business_id, only.phone, only.postcode) == ("", "", "")
    assert reasons(found) == [(3, "A date stands where the name belongs")]


def test_formulas_that_nobody_has_computed_are_empty_and_text_that_begins_like_one_stays() -> None:
    made, sheet = one_sheet([["Yritys", "Kuvaus"], ["=Keksitty Oy", "=SUM(C1:C9)"]])
    assert (sheet["A2"].data_type, sheet["B2"].data_type) == ("f", "f")
    (only,) = read(made).candidates
    assert (only.name, only.description) == ("=Keksitty Oy", "")


def test_hidden_columns_are_read_and_told() -> None:
    made, sheet = one_sheet([["Yritys", "Kunta"], ["Keksitty Oy", "Raahe"]])
    sheet.column_dimensions["B"].hidden = True
    found = read(made)
    assert found.candidates[0].town == "Raahe"
    assert "Hidden rows or columns were read too" in map(str, found.notes)


def test_a_workbook_without_a_list_tells_what_is_missing() -> None:
    with pytest.raises(BadInput, match="No column holds names of organisations"):
        read(book(("Ohje", [["Täytä lista"]]), ("Arvot", [["Kunta"], ["Raahe"]])))
