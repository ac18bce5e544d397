"""Files by their content: encodings, delimiters, workbooks, and one sentence for what cannot be read."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.files import parse, read_file
from outreach.errors import BadInput, NotFound, OutreachError
from outreach.rules.text import clean
from outreach.terms.candidate import Candidate, Parsed
from outreach.terms.work import Stage

SAMPLES = Path(__file__).parents[1] / "samples" / "files"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")


def read(raw: bytes, **more: Any) -> Parsed:
    return parse(raw, source="lista", fetched_at=NOW, **more)


def names(found: Parsed) -> list[str]:
    return [each.name for each in found.candidates]


def notes_of(found: Parsed) -> str:
    return "\n".join(map(str, found.notes))


def workbook(*sheets: tuple[str, list[list[Any]]], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
def test_every_encoding_and_delimiter_of_office_programs_is_read(encoding: str, delimiter: str) -> None:
    text = "Yritys;Kunta;Osoite\r\nPäijänteen Åkerit Oy;Äänekoski;Tie 1\r\n".replace(";", delimiter)
    found = read(text.encode(encoding)).candidates[0]
    assert (found.name, found.town, found.street) == ("Päijänteen Åkerit Oy", "Äänekoski", "Tie 1")


# Without what is mended: letters encoded twice, marks of footnotes.
_TEXT = st.text(
    st.characters(max_codepoint=0xFF, exclude_categories=["Cc", "Cf"], exclude_characters="ÃÂ*¹²³"), max_size=30
)


@settings(max_examples=120, deadline=None)
@given(
    rows=st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=8),
    delimiter=st.sampled_from([";", "\t", ",", "|"]),
    encoding=st.sampled_from(ENCODINGS),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_a_written_csv_reads_back(rows: list[tuple[str, str]], delimiter: str, encoding: str, quoting: Any) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting)
    writer.writerow(["Yritys", "Kuvaus", "Y-tunnus"])
    writer.writerows([f"Oy A{name}", words, "9000001-1"] for name, words in rows)
    found = read(file.getvalue().encode(encoding))
    assert names(found) == [clean(f"Oy A{name}") for name, _ in rows]
    assert [each.description for each in found.candidates if not _is_dash(each)] == [
        clean(words) for name, words in rows if clean(words).casefold().strip(" .") not in _DASHES
    ]


_DASHES = {"-", "–", "--", "?", "x", "n/a", "na", "#n/a", "ei", "nej", "nan", "none", "null", ""}


def _is_dash(candidate: Candidate) -> bool:
    return not candidate.description


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=3_000))
def test_no_bytes_make_the_reader_fail_with_anything_but_a_sentence(raw: bytes) -> None:
    told = ""
    try:
        told = notes_of(read(raw))
    except OutreachError as error:
        told = str(error)
    assert "was read as: " in told or "Nothing was saved" in told


def test_the_delimiter_that_the_file_names_is_used_and_rows_count_as_excel_shows_them() -> None:
    found = read(b"sep=|\r\nYritys|Osoite\r\nKeksitty Oy|Tie 1; 2\r\n")
    assert (found.candidates[0].street, found.candidates[0].provenance.where) == ("Tie 1; 2", "row 2")


def test_cells_with_line_ends_and_quotes_are_read_whole() -> None:
    found = read(b'Yritys;Osoite\n"Keksitty ""Sorvi"" Oy";"Tie 1\nB"\nToinen Oy;\n').candidates
    assert [(each.name, each.street) for each in found] == [('Keksitty "Sorvi" Oy', "Tie 1 B"), ("Toinen Oy", "")]
    assert found[1].provenance.where == "row 3"


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_row() -> None:
    with pytest.raises(BadInput, match="A quotation mark on row 3 is never closed"):
        read(b'Yritys;Osoite\nA Oy;x\n"B Oy;y\nC Oy;z\n')


def test_a_workbook_is_read_with_numbers_and_dates_in_their_own_form() -> None:
    rows: list[list[Any]] = [
        ["Jäsenet 2026"],
        [],
        ["Yritys", "Y-tunnus", "Postinumero", "Puhelin", "Vaihe", "Alkaen", "Huom"],
    ]
    rows.append(["Keksitty Oy", 90000011, 8100, 401234567, "Utvald", date(2026, 3, 1), 1.5])
    rows.append(["Toinen Oy", "0100002-9", None, None, "Valittu", 46082, None])
    first, second = read(workbook(("Lista", rows))).candidates
    assert (first.business_id, first.postcode, first.phone) == ("9000001-1", "08100", "+358401234567")
    assert first.opening is not None
    assert (first.opening.stage, first.opening.since, first.opening.note) == (Stage.SELECTED, date(2026, 3, 1), "1.5")
    assert second.opening is not None
    assert second.opening.since == date(2026, 3, 1)
    assert first.provenance.where == "sheet Lista, row 4"


def test_the_sheet_with_the_headings_is_chosen_and_hidden_ones_are_not_read() -> None:
    rows = [["Yritys", "Kunta"], ["Keksitty Oy", "Rauma"]]
    secret = [["Yritys", "Kunta", "Puhelin"], ["Piilo Oy", "Rauma", ""]]
    raw = workbook(("Ohje", [["Täytä toinen taulukko"]]), ("Jäsenet", rows), ("Piilo", secret), hidden="Piilo")
    found = read(raw)
    assert names(found) == ["Keksitty Oy"]
    assert [str(note) for note in found.notes[:3]] == [
        "Sheets read: Jäsenet",
        "Sheets without a list of organisations were not read: Ohje",
        "Hidden sheets were not read: Piilo. Name one to read it",
    ]
    with pytest.raises(BadInput, match=r"no sheet Puuttuu\. Its sheets: Ohje, Jäsenet, Piilo"):
        read(raw, sheet="Puuttuu")
    assert names(read(raw, sheet="piilo")) == ["Piilo Oy"]
    assert names(read(raw, sheet="jäsenet")) == ["Keksitty Oy"]


def test_a_stray_cell_at_the_far_end_of_a_sheet_does_not_matter() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Yritys", "Kunta"])
    sheet.append(["Keksitty Oy", "Rauma"])
    sheet.cell(1_048_576, 16_384, " ")
    raw = io.BytesIO()
    book.save(raw)
    assert names(read(raw.getvalue())) == ["Keksitty Oy"]


def test_an_old_workbook_is_read() -> None:
    found = read_file(SAMPLES / "jasenet.xls", fetched_at=NOW)
    assert names(found) == ["Mallilan Konepaja Oy", "Exempel Båtvarv Ab"]
    opening = found.candidates[0].opening
    assert opening is not None
    assert (opening.stage, opening.since) == (Stage.CONTACTED, date(2026, 3, 1))
    assert (found.candidates[0].postcode, found.candidates[0].provenance.where) == ("08100", "sheet Jäsenet, row 3")


_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Lista">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)


def opendocument(rows: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        archive.writestr("content.xml", _ODS.format(rows=rows))
    return raw.getvalue()


def _ods_row(*cells: str) -> str:
    tags = (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{''.join(tags)}</table:table-row>"


def test_an_opendocument_spreadsheet_is_read() -> None:
    found = read(opendocument(_ods_row("Företag", "Ort") + _ods_row("Exempel Ab", "Raumo")))
    assert [(each.name, each.town) for each in found.candidates] == [("Exempel Ab", "Raumo")]


def test_a_spreadsheet_that_repeats_a_cell_without_end_gives_a_sentence() -> None:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
    bomb = f'<table:table-row table:number-rows-repeated="300000">{cell}</table:table-cell></table:table-row>'
    with pytest.raises(BadInput, match="damaged or no spreadsheet"):
        read(opendocument(bomb))


def _zipped(parts: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "It is empty"),
        (b" \r\n\r\n", "It is empty"),
        (b"%PDF-1.7", "It is a PDF: ask for the list as a spreadsheet"),
        (b"\xef\xbb\xbf<html><p>A Oy", "It is a web page without a table"),
        ("\ufeff<!DOCTYPE html><p>".encode("utf-16-le"), "It is a web page"),
        (b'<?xml version="1.0"?><ss:Workbook xmlns:ss="x">', "It is damaged"),
        (b"\x89PNG\r\n\x1a\n", "no spreadsheet and no text table"),
        (bytes(range(32)) * 40, "no spreadsheet and no text table"),
        (b"PK\x03\x04 torn", "It is damaged"),
        (_zipped({"word/document.xml": b"x"}), "no spreadsheet and no text table"),
        (_zipped({"xl/workbook.bin": b"x"}), "save it as .xlsx"),
        (_zipped({"xl/workbook.xml": b"<torn"}), "It is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged or no spreadsheet"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
    ],
)
def test_a_file_that_holds_no_table_is_told_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match="Nothing was saved") as error:
        read(raw)
    assert sentence in str(error.value)


def test_a_small_zip_that_unpacks_to_very_much_is_refused_before_it_is_unpacked() -> None:
    bomb = _zipped({"xl/workbook.xml": b"x", "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(BadInput, match="unpacks to more than the program accepts"):
        read(bomb)


def test_bounds_are_told_with_what_to_do(tmp_path: Path) -> None:
    big = tmp_path / "suuri.csv"
    with big.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(BadInput, match="larger than 50 MB: divide it"):
        read_file(big, fetched_at=NOW)
    with pytest.raises(BadInput, match="more than 200000 rows: divide it"):
        read(b"Yritys\n" + b"A Oy\n" * 200_000)
    with pytest.raises(BadInput, match="Row 1 has more than 1000 columns"):
        read(b"Yritys;Kunta" + b";x" * 1_000)


def test_a_cell_of_more_than_32_000_characters_refuses_its_row_only() -> None:
    found = read(f"Yritys;Kuvaus\nKeksitty Oy;{'x' * 32_001}\nToinen Oy;y\n".encode())
    assert names(found) == ["Toinen Oy"]
    assert (found.rejects[0].where, found.rejects[0].field) == ("row 2", "Kuvaus")
    assert "more than 32000 characters" in str(found.rejects[0].reason)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no such file"):
        read_file(tmp_path / "puuttuu.csv", fetched_at=NOW)
    with pytest.raises(BadInput, match="It is a folder"):
        read_file(tmp_path, fetched_at=NOW)


def test_a_sheet_cannot_be_asked_of_a_text_table() -> None:
    with pytest.raises(BadInput, match="has no sheets"):
        read(b"Yritys\nA Oy\n", sheet="Jäsenet")


def test_the_provenance_carries_the_hash_of_the_content() -> None:
    one, other = read(b"Yritys;Kunta\nA Oy;Rauma\n"), read(b"Yritys;Kunta\nA Oy;Raahe\n")
    hashes = {each.candidates[0].provenance.content_hash for each in (one, other)}
    assert len(hashes) == 2
    assert all(len(each) == 64 for each in hashes)
