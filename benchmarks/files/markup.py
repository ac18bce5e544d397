"""Lists in markup: web pages called .xls, XML spreadsheets, OpenDocument."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from benchmarks.files.firm import firms
from benchmarks.files.truth import ADDRESS, REACH, Sample, expect

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Jäsenet">{rows}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
_XML = (
    '<?xml version="1.0" encoding="{encoding}"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Raportti"><Table>{rows}</Table>'
    "</Worksheet></Workbook>"
)


def page_called_xls() -> Sample:
    """What intranets give out as .xls: a table with styles, merged title, links, a charset that is not declared."""
    some = firms(41, 9)
    rows = "<tr><td colspan=6><b>J&auml;senraportti</b></td></tr>"
    rows += "<tr><th rowspan=2>Yritys</th><th colspan=3>Osoite</th>"
    rows += "<th rowspan=2>Sähköposti</th><th rowspan=2>Sivut</th></tr>"
    rows += "<tr><th>Katu</th><th>Postinro</th><th>Paikka</th></tr>"
    expected = []
    for n, f in enumerate(some, start=4):
        rows += (
            f"<tr><td class=x>{escape(f.name)}</td><td>{f.street}</td><td x:num>{f.postcode}</td><td>{f.town}</td>"
            f'<td><a href="mailto:{f.email}">kirjoita</a></td><td><a href="http://{f.website}">avaa</a></td></tr>\n'
        )
        expected.append(expect(f, n, *ADDRESS, "email", "website"))
    head = "<head><style>td.x {mso-number-format:'@'}</style></head>"
    text = f"<html>{head}<body><table border=1>{rows}</table></body></html>"
    return Sample("raportti.xls", text.encode("cp1252"), tuple(expected))


def xml_called_xls() -> Sample:
    """An XML spreadsheet of an old system: sparse rows and cells by index, numbers, links, merged title."""
    some = firms(42, 9)
    head = ("Företagets namn", "FO-nummer", "Telefon", "Webbplats", "Ort")
    rows = '<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">Medlemmar</Data></Cell></Row>'
    rows += (
        '<Row ss:Index="3">' + "".join(f'<Cell><Data ss:Type="String">{each}</Data></Cell>' for each in head) + "</Row>"
    )
    expected = []
    for n, f in enumerate(some, start=4):
        phone = f.phone.replace(" ", "").lstrip("0")
        rows += (
            f'<Row><Cell><Data ss:Type="String">{escape(f.name)}</Data></Cell>'
            f'<Cell><Data ss:Type="Number">{f.digits}</Data></Cell><Cell><Data ss:Type="Number">{phone}</Data></Cell>'
        )
        if n % 2:
            address = quoteattr(f"http://{f.website}")
            rows += f'<Cell ss:HRef={address}><Data ss:Type="String">länk</Data></Cell>'
        rows += f'<Cell ss:Index="5"><Data ss:Type="String">{f.town}</Data></Cell></Row>'
        fields = ("business_id", "phone", "town", *(["website"] if n % 2 else []))
        expected.append(expect(f, n, *fields, sheet="Raportti"))
    return Sample("medlemmar.xls", _XML.format(encoding="utf-8", rows=rows).encode(), tuple(expected))


def open_document() -> Sample:
    """OpenDocument with empty rows and columns in front, links, repeated cells and cells of two lines."""
    some = firms(43, 9)
    head = ("Organisaatio", "Osoite", "Puhelin", "Sähköposti", "Kotisivu")
    rows = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    rows += _row(*(_cell(each) for each in head))
    expected = []
    for n, f in enumerate(some, start=4):
        link = f'<table:table-cell office:value-type="string"><text:p><text:a xlink:href="https://{f.website}/">sivut</text:a></text:p></table:table-cell>'
        rows += _row(_cell(f.name), _cell(f.street, f"{f.postcode} {f.town}"), _cell(f.phone), _cell(f.email), link)
        expected.append(expect(f, n, *ADDRESS, *REACH, sheet="Jäsenet"))
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _KIND)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )
        archive.writestr("content.xml", _ODS.format(rows=rows))
    return Sample("jasenet.ods", raw.getvalue(), tuple(expected))


def _row(*cells: str) -> str:
    return f"<table:table-row><table:table-cell/>{''.join(cells)}</table:table-row>"


def _cell(*lines: str) -> str:
    text = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


MARKUP = (page_called_xls, xml_called_xls, open_document)
