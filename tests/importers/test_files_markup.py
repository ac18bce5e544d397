"""Tables in markup that programs give out as spreadsheets: web pages, XML spreadsheets, OpenDocument."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.files import parse
from outreach.errors import BadInput, OutreachError
from outreach.terms.candidate import Parsed
from tests.importers.test_files_kinds import opendocument

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def read(raw: bytes | str, sheet: str = "") -> Parsed:
    return parse(raw.encode() if isinstance(raw, str) else raw, source="raportti.xls", fetched_at=NOW, sheet=sheet)


PAGE = """<html><head><style>td {{mso-number-format:"\\@"}}</style></head><body><table>
<tr><td colspan=4>J&auml;senet</td></tr>
<tr><th rowspan=2>Yritys</th><th colspan=2>Osoite</th><th rowspan=2>Yhteys</th></tr>
<tr><th>Katu</th><th>Postinro</th></tr>
<tr><td>Päijänteen<br>Paja Oy</td><td>Tie&nbsp;1</td><td x:num>8100</td>
<td><a href="mailto:info@example.fi">kirjoita</a></td></tr></table>{}</body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_page_called_a_spreadsheet_is_read_with_its_merged_headings_and_links(encoding: str) -> None:
    (found,) = read(PAGE.format("").encode(encoding)).candidates
    assert (found.name, found.street, found.postcode) == ("Päijänteen Paja Oy", "Tie 1", "08100")
    assert (found.email, found.provenance.row) == ("info@example.fi", 4)


def test_each_table_of_a_page_is_a_sheet_and_tables_for_layout_are_none() -> None:
    other = "<table><tr><td><table><tr><th>Yhdistys<th>Kunta<tr><td>Seura ry<td>Raahe</table></table>"
    found = read(PAGE.format(other))
    assert [(each.name, each.provenance.sheet) for each in found.candidates] == [
        ("Päijänteen Paja Oy", "1"),
        ("Seura ry", "2"),
    ]
    assert [each.name for each in read(PAGE.format(other), sheet="2").candidates] == ["Seura ry"]
    with pytest.raises(BadInput, match=r"no sheet 3\. Its sheets: 1, 2"):
        read(PAGE.format(other), sheet="3")


XML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<!DOCTYPE x [<!ENTITY e "{}">]>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Lista"><Table>
<Row><Cell ss:MergeAcross="3"><Data ss:Type="String">Jäsenet</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">Yritys</Data></Cell><Cell><Data ss:Type="String">Y-tunnus</Data></Cell>
<Cell><Data ss:Type="String">Sivut</Data></Cell><Cell><Data ss:Type="String">Kunta</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Keksitty <B>Oy</B></Data></Cell><Cell><Data ss:Type="Number">90000011</Data></Cell>
<Cell ss:HRef="http://keksitty.example.fi"><Data ss:Type="String">avaa</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">Raahe</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Toinen Ab</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="Piilo"><Table><Row><Cell><Data ss:Type="String">Yritys</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


def test_an_xml_spreadsheet_is_read_with_rows_by_their_index_and_links() -> None:
    found = read(XML)
    first, second = found.candidates
    assert (first.name, first.business_id, first.town) == ("Keksitty Oy", "9000001-1", "Raahe")
    assert (first.website, first.provenance.where) == ("http://keksitty.example.fi", "sheet Lista, row 4")
    assert (second.name, second.business_id, second.provenance.row) == ("Toinen Ab", "", 5)
    assert "Hidden sheets were not read: Piilo. Name one to read it" in map(str, found.notes)


def test_an_xml_spreadsheet_that_grows_by_its_entities_is_refused() -> None:
    bomb = XML.format("x" * 1000).replace("Toinen Ab", "Toinen Ab" + "&e;" * 10_000)
    with pytest.raises(BadInput, match="It is damaged"):
        read(bomb)


def test_an_opendocument_sheet_keeps_its_rows_columns_links_and_lines() -> None:
    def cell(*lines: str, more: str = "") -> str:
        text = "".join(f"<text:p>{line}</text:p>" for line in lines)
        return f'<table:table-cell office:value-type="string"{more}>{text}</table:table-cell>'

    def row(*cells: str) -> str:
        return f"<table:table-row><table:table-cell/>{''.join(cells)}</table:table-row>"

    link = '<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://keksitty.example.fi/">avaa</text:a>'
    rows = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    rows += row(cell("Järjestö"), cell("Osoite"), cell("Kotisivu"))
    rows += row(cell("Keksitty ry"), cell("Tie 1", "08100 Lohja"), cell(link))
    (found,) = read(opendocument(rows)).candidates
    assert (found.name, found.street, found.town) == ("Keksitty ry", "Tie 1", "Lohja")
    assert (found.website, found.provenance.row) == ("https://keksitty.example.fi/", 4)


_TAGS = st.lists(
    st.one_of(
        st.sampled_from(
            ["<table>", "</table>", "<tr>", "</tr>", "<td>", "<th rowspan=3>", "<td colspan=999999>", "<br>"]
        ),
        st.sampled_from(
            ["Yritys", "Kunta", "Keksitty Oy", "Raahe", '<a href="mailto:info@example.fi">x</a>', "&#0;", "\x0b"]
        ),
    ),
    max_size=60,
)


@settings(max_examples=120, deadline=None)
@given(_TAGS)
def test_no_markup_makes_the_reader_fail_with_anything_but_a_sentence(tags: list[str]) -> None:
    try:
        told, rows = "read", [each.provenance.row for each in read("<html><table>" + "".join(tags)).candidates]
    except OutreachError as error:
        told, rows = str(error), []
    assert told == "read" or "Nothing was saved" in told
    assert all(rows)
