"""Text tables of every origin: letters, line ends, delimiters and quotation marks; row numbers that can be trusted."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.files import parse
from importers.files.decode import decode, mended
from outreach.terms.candidate import Parsed

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def read(raw: bytes | str) -> Parsed:
    return parse(raw.encode() if isinstance(raw, str) else raw, source="lista.csv", fetched_at=NOW)


def notes(found: Parsed) -> str:
    return "\n".join(map(str, found.notes))


@pytest.mark.parametrize(("encoding", "told"), [("mac_roman", "Macintosh"), ("cp850", "DOS")])
def test_letters_of_old_machines_are_known_and_told(encoding: str, told: str) -> None:
    found = read("Yritys;Sähköposti;Kunta\rÅkerin Pöljä Oy;;Äänekoski\r".encode(encoding))
    assert [(each.name, each.town) for each in found.candidates] == [("Åkerin Pöljä Oy", "Äänekoski")]
    assert f"old encoding ({told})" in notes(found)


def test_letters_encoded_twice_are_put_right_also_where_only_some_rows_have_them() -> None:
    twice = "Järvi Oy;Äänekoski\n".encode().decode("cp1252").encode()
    found = read("Yritys;Kunta\nPöljä Oy;Äänekoski\n".encode() + twice)
    assert [(each.name, each.town) for each in found.candidates] == [
        ("Pöljä Oy", "Äänekoski"),
        ("Järvi Oy", "Äänekoski"),
    ]
    assert "2 cells were encoded twice (Ã¤ for ä) and were put right" in notes(found)


def test_a_line_in_another_encoding_than_the_rest_is_read_and_told() -> None:
    raw = "Yritys;Kunta\nPöljä Oy;Äänekoski\nÅke Ab;Kemiö\n".encode() + "Järvi Oy;Kemijärvi\n".encode("cp1252")
    found = read(raw)
    assert [each.name for each in found.candidates] == ["Pöljä Oy", "Åke Ab", "Järvi Oy"]
    assert "1 line is written in another encoding than the rest" in notes(found)


def test_letters_that_are_lost_are_told() -> None:
    assert "1 cell has lost letters (�)" in notes(read("Yritys;Kunta\nJ�rvi Oy;Raahe\n"))


@given(st.text(st.characters(max_codepoint=0x24F), max_size=60))
def test_text_encoded_twice_comes_back_and_plain_letters_of_the_north_stay(text: str) -> None:
    north = "".join(char for char in text if char.isascii() or char in "åäöÅÄÖé")
    assert mended(north) == north
    broken = north.encode().decode("latin-1")
    assert mended(broken) == north


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(raw: bytes) -> None:
    assert isinstance(decode(raw).text, str)


def test_quotation_marks_escaped_by_backslashes_are_read() -> None:
    found = read('"name"|"city"\n"Paja \\"Sorvi\\" Oy"|"Raahe"\n"Toinen Oy"|\\N\n').candidates
    assert [(each.name, each.town) for each in found] == [('Paja "Sorvi" Oy', "Raahe"), ("Toinen Oy", "")]


def test_a_backslash_at_the_end_of_a_cell_is_a_letter() -> None:
    found = read('"Yritys";"Kuvaus"\n"Keksitty Oy";"C:\\"\n"Toinen ""A"" Oy";"sorvi"\n').candidates
    assert [(each.name, each.description) for each in found] == [("Keksitty Oy", "C:\\"), ('Toinen "A" Oy', "sorvi")]


@pytest.mark.parametrize("cell", ['="9000001-1"', "'9000001-1", "90000011.0", "FI90000011", "FI-9000001-1"])
def test_what_keeps_a_number_as_text_is_taken_off(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    assert read(f"Yritys;Y-tunnus\nKeksitty Oy;{quoted}\n").candidates[0].business_id == "9000001-1"


def test_lines_of_text_that_hold_a_whole_address_each_are_read() -> None:
    first = "Keksitty Oy, Pajatie 1, 08100 Lohja, puh. 040 123 4567"
    found = read(f"{first}\nToinen Ab, Hamngatan 2, 10300 Karis, puh. 050 123 4567\n").candidates
    assert [(each.name, each.street, each.postcode, each.town, each.phone) for each in found] == [
        ("Keksitty Oy", "Pajatie 1", "08100", "Lohja", "+358401234567"),
        ("Toinen Ab", "Hamngatan 2", "10300", "Karis", "+358501234567"),
    ]


def test_labels_before_values_make_records() -> None:
    found = read("Nimi: Keksitty Oy\nPuhelin: 040 123 4567\nNimi: Toinen Ab\nPuhelin: 050 123 4567\n").candidates
    assert [(each.name, each.phone, each.provenance.row) for each in found] == [
        ("Keksitty Oy", "+358401234567", 1),
        ("Toinen Ab", "+358501234567", 3),
    ]


_CELL = st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cc"], include_characters="\n\r\t"), max_size=25)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.one_of(st.none(), st.lists(_CELL, max_size=4)), max_size=12),
    delimiter=st.sampled_from([";", ",", "\t"]),
)
def test_every_row_below_the_headings_is_a_candidate_a_reject_or_empty(
    rows: list[list[str] | None], delimiter: str
) -> None:
    file = io.StringIO(newline="")
    write = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    write.writerow(["Yritys", "Kunta", "Y-tunnus"])
    marked = {}
    for number, row in enumerate(rows, start=2):
        write.writerow([f"Paja{number} Oy", *row] if row is not None else [""])
        if row is not None:
            marked[number] = f"Paja{number} Oy"
    found = read(file.getvalue())
    read_rows = {each.provenance.row: each.name for each in found.candidates}
    assert all(read_rows[number] == marked[number] for number in read_rows)
    assert set(read_rows) | {each.row for each in found.rejects} == set(marked)
