"""Lists in workbooks: numbers, merged cells, links, several sheets, everything in one cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.files.firm import firms, person_mail
from benchmarks.files.truth import ADDRESS, REACH, Expected, Sample, expect

_OLD = Path(__file__).parents[2] / "tests" / "samples" / "files" / "jasenet.xls"


def _saved(book: openpyxl.Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _new() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Lista"
    return book, sheet


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    for row in rows:
        sheet.append(list(row))


def two_levels() -> Sample:
    """A title over all, and headings in two rows with merged cells across and down."""
    some = firms(21, 10)
    book, sheet = _new()
    _fill(
        sheet,
        [
            ["Yritysrekisteri 2026"],
            [],
            ["Yritys", "", "Käyntiosoite", "", "", "Yhteyshenkilö", "", ""],
            ["Nimi", "Y-tunnus", "Katu", "Pnro", "Kunta", "Nimi", "Sähköposti", "Puhelin"],
        ],
    )
    for area in ("A1:H1", "A3:B3", "C3:E3", "F3:H3"):
        sheet.merge_cells(area)
    expected = []
    for n, f in enumerate(some, start=5):
        sheet.append([f.name, f.business_id, f.street, f.postcode, f.town, f.person, person_mail(f), f.phone])
        known = (*ADDRESS, "business_id", "contact_person", "phone")
        expected.append(expect(f, n, *known, email=person_mail(f), sheet="Lista"))
    return Sample("rekisteri.xlsx", _saved(book), tuple(expected))


def headings_down() -> Sample:
    """Headings merged downwards beside a group of three, a column without heading, empty columns."""
    some = firms(22, 9)
    book, sheet = _new()
    _fill(
        sheet,
        [["Företag", None, "Kontaktuppgifter", None, None, "Bransch"], [None, None, "Telefon", "E-post", "Webb", None]],
    )
    for area in ("A1:A2", "C1:E1", "F1:F2"):
        sheet.merge_cells(area)
    expected = []
    for n, f in enumerate(some, start=3):
        sheet.append([f.name, None, f.phone, f.email, f.website, f.trade])
        expected.append(expect(f, n, *REACH, sheet="Lista"))
    return Sample("medlemmar.xlsx", _saved(book), tuple(expected))


def numbers() -> Sample:
    """Business IDs, postcodes and phones as numbers, some with fractions; dates and errors where values belong."""
    some = firms(23, 10)
    book, sheet = _new()
    sheet.append(["Yritys", "Y-tunnus", "Postinro", "Kunta", "Puhelin", "Jäsen alkaen", "Kuvaus"])
    expected = []
    for n, f in enumerate(some, start=2):
        phone = int(f.phone.replace(" ", ""))
        sheet.append([f.name, int(f.digits), float(f.postcode), f.town, phone, 46082, "#REF!"])
        expected.append(expect(f, n, "postcode", "town", "phone", "business_id", sheet="Lista"))
    sheet["C3"].value = "#N/A"
    expected[1] = expect(some[1], 3, "town", "phone", "business_id", sheet="Lista")
    sheet.append(["Nolla Edessä Oy", 1000029, 100.0, "Helsinki", 358401234567, None, None])
    values = {"business_id": "0100002-9", "postcode": "00100", "town": "Helsinki", "phone": "+358401234567"}
    expected.append(Expected("Nolla Edessä Oy", values, 12, "Lista"))
    return Sample("luvut.xlsx", _saved(book), tuple(expected))


def links() -> Sample:
    """Websites and e-mails that stand only behind cells, by links and by formulas."""
    some = firms(24, 9)
    book, sheet = _new()
    sheet.append(["Yritys", "Kotisivu", "Yhteys", "Paikkakunta"])
    expected = []
    for n, f in enumerate(some, start=2):
        sheet.append([f.name, "Siirry sivulle", "Lähetä viesti", f.town])
        if n % 2:
            sheet.cell(n, 2).value = f'=HYPERLINK("https://{f.website}","Sivut")'
        else:
            sheet.cell(n, 2).hyperlink = f"https://{f.website}"
        sheet.cell(n, 3).hyperlink = f"mailto:{f.email}"
        expected.append(expect(f, n, "website", "email", "town", sheet="Lista"))
    return Sample("linkit.xlsx", _saved(book), tuple(expected))


def names_linked() -> Sample:
    """The name of each company is a link to its site, and there is no column for it."""
    some = firms(25, 8)
    book, sheet = _new()
    sheet.append(["Näytteilleasettaja", "Maa", "Osasto"])
    expected = []
    for n, f in enumerate(some, start=2):
        sheet.append([f.name, "Suomi", f"A{n}"])
        sheet.cell(n, 1).hyperlink = f"https://{f.website}/"
        expected.append(expect(f, n, "website", sheet="Lista"))
    return Sample("messut.xlsx", _saved(book), tuple(expected))


def one_cell() -> Sample:
    """Everything about a company in one cell, line below line."""
    some = firms(26, 8)
    book, sheet = _new()
    sheet.append(["Jäsenluettelo"])
    expected = []
    for n, f in enumerate(some, start=2):
        text = [f.name, f.street, f"{f.postcode} {f.town}", f"Puh. {f.phone}", f.email, f"Y-tunnus: {f.business_id}"]
        text += [f.website] if n % 2 else []
        sheet.append(["\n".join(text)])
        fields = (*ADDRESS, "phone", "email", "business_id", *(["website"] if n % 2 else []))
        expected.append(expect(f, n, *fields, sheet="Lista"))
    return Sample("yhdessa.xlsx", _saved(book), tuple(expected))


def details_beside() -> Sample:
    """The name alone, and all else in a second cell under "Yhteystiedot"."""
    some = firms(27, 8)
    book, sheet = _new()
    sheet.append(["Toimija", "Yhteystiedot", "Toimiala"])
    expected = []
    for n, f in enumerate(some, start=2):
        text = f"{f.person}\n{f.street}, {f.postcode} {f.town}\np. {f.phone}\n{f.email}"
        sheet.append([f.name, text if n % 2 else text.partition("\n")[2], f.trade])
        expected.append(expect(f, n, *ADDRESS, "phone", "email", *(["contact_person"] if n % 2 else []), sheet="Lista"))
    return Sample("yhteystiedot.xlsx", _saved(book), tuple(expected))


def several_sheets() -> Sample:
    """Instructions, two lists, a table of choices, and a hidden sheet that nobody asked for."""
    some = firms(28, 14)
    book, sheet = _new()
    sheet.title = "Ohjeet"
    _fill(
        sheet,
        [["Täytä seuraavat välilehdet."], ["Yritys", "Kirjoita yrityksen virallinen nimi"], ["Y-tunnus", "1234567-8"]],
    )
    expected = []
    for title, part in (("Pohjoinen", some[:6]), ("Etelä", some[6:12])):
        listed = book.create_sheet(title)
        _fill(listed, [[f"{title} 2026"], ["Yritys", "Y-tunnus", "Kunta", "Sähköposti"]])
        for n, f in enumerate(part, start=3):
            listed.append([f.name, f.business_id, f.town, f.email])
            expected.append(expect(f, n, "business_id", "town", "email", sheet=title))
    choices = book.create_sheet("Valinnat")
    _fill(choices, [["Kunta", "Vaihe"], ["Raahe", "Valittu"], ["Rauma", "Kontaktoitu"]])
    hidden = book.create_sheet("Vanhat")
    _fill(hidden, [["Yritys", "Y-tunnus"], [some[12].name, some[12].business_id]])
    hidden.sheet_state = "hidden"
    return Sample("alueet.xlsx", _saved(book), tuple(expected))


def merged_down() -> Sample:
    """A town over all its companies, and companies with two contact persons."""
    some = firms(29, 8)
    book, sheet = _new()
    sheet.append(["Kunta", "Yritys", "Yhteyshenkilö", "Yhteyshenkilön sähköposti", "Puhelin"])
    expected = []
    row = 2
    for start, town in ((0, "Raahe"), (4, "Rauma")):
        first = row
        for f in some[start : start + 4]:
            sheet.append([town if row == first else None, f.name, f.person, person_mail(f), f.phone])
            mail = person_mail(f)
            expected.append(expect(f, row, "contact_person", "phone", town=town, email=mail, sheet="Lista"))
            row += 1
            if f is some[start + 1]:
                sheet.append([None, None, "Toinen Henkilö", "toinen.henkilo@example.fi", None])
                sheet.merge_cells(start_row=row - 1, end_row=row, start_column=2, end_column=2)
                row += 1
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=1, end_column=1)
    return Sample("kunnittain.xlsx", _saved(book), tuple(expected))


def private_among() -> Sample:
    """Private contacts between the companies, text that begins like a formula, footnotes, a sole trader."""
    some = firms(30, 7)
    book, sheet = _new()
    sheet.append(["Nimi", "Sähköposti", "Puhelin", "Paikkakunta"])
    rows: list[list[str]] = []
    expected = []
    for f in some:
        rows.append([f.name, f.email, f.phone, f.town])
        expected.append(expect(f, len(rows) + 1, "email", "phone", "town", sheet="Lista"))
    rows[1][0] += " *"
    rows.append(["Maija Mallinen", "maija.mallinen@example.com", "040 555 1234", "Raahe"])
    rows.append(["Pekka Tekonen", "", "050 555 4321", "Rauma"])
    rows.append(["=Plus Oy", "info@plus.example.fi", "", "Rauma"])
    plus = {"email": "info@plus.example.fi", "town": "Rauma"}
    expected.append(Expected("=Plus Oy", plus, len(rows) + 1, "Lista"))
    rows.append(["Kahvila Aino", "aino@kahvila.example.fi", "", "Rauma"])
    cafe = {"email": "aino@kahvila.example.fi", "town": "Rauma"}
    expected.append(Expected("Kahvila Aino", cafe, len(rows) + 1, "Lista"))
    for row in rows:
        sheet.append(row)
        sheet.cell(sheet.max_row, 1).data_type = "s"
    return Sample("kontaktit.xlsx", _saved(book), tuple(expected))


def combined_address() -> Sample:
    """Bilingual headings, the address in one cell, person and number in one cell."""
    some = firms(31, 9)
    book, sheet = _new()
    sheet.append(["Nimi / Namn", "Osoite / Adress", "Yhteyshenkilö / Kontaktperson", "Sähköposti / E-post", "WWW"])
    expected = []
    for n, f in enumerate(some, start=2):
        address = f"{f.street}, {f.postcode} {f.town}" if n % 2 else f"{f.street}\n{f.postcode} {f.town.upper()}"
        sheet.append([f.name, address, f"{f.person}, {f.role}, {f.phone}", f.email, f.website])
        town = f.town if n % 2 else f.town.upper()
        fields = ("address", "postcode", "email", "website", "contact_person", "phone")
        expected.append(expect(f, n, *fields, town=town, sheet="Lista"))
    return Sample("kaksikielinen.xlsx", _saved(book), tuple(expected))


def side_by_side() -> Sample:
    """Two lists beside one another, as they fit on a sheet of paper."""
    some = firms(32, 10)
    book, sheet = _new()
    sheet.append(["Yritys", "Puhelin", None, "Yritys", "Puhelin"])
    expected = []
    for n, (left, right) in enumerate(zip(some[:5], some[5:], strict=True), start=2):
        sheet.append([left.name, left.phone, None, right.name, right.phone])
        expected += [expect(f, n, "phone", sheet="Lista") for f in (left, right)]
    return Sample("rinnakkain.xlsx", _saved(book), tuple(expected))


def below_one_another() -> Sample:
    """Two tables in one sheet, with other columns in the lower one. Named .csv though it is a workbook."""
    some = firms(33, 10)
    book, sheet = _new()
    sheet.append(["Yritys", "Kunta", "Sähköposti", "Puhelin"])
    expected = []
    for f in some[:5]:
        sheet.append([f.name, f.town, f.email, f.phone])
        expected.append(expect(f, sheet.max_row, "town", "email", "phone", sheet="Lista"))
    _fill(sheet, [[], ["Yhdistykset"], ["Yhdistys", "Puhelin", "Kunta", "Kotisivu"]])
    start = sheet.max_row
    for n, f in enumerate(some[5:], start=start + 1):
        sheet.append([f.name, f.phone, f.town, f.website])
        expected.append(expect(f, n, "phone", "town", "website", sheet="Lista"))
    return Sample("kaksi_taulukkoa.csv", _saved(book), tuple(expected))


def repeated_columns() -> Sample:
    """Two columns for numbers and mail each; the first filled one counts. Columns that nobody needs."""
    some = firms(34, 9)
    book, sheet = _new()
    sheet.append(
        [
            "Nro",
            "Yritys",
            "Puhelin 1",
            "Puhelin 2",
            "Faksi",
            "Sähköposti 1",
            "Sähköposti 2",
            "Henkilöstö",
            "Laskutusosoite",
        ]
    )
    expected = []
    for n, f in enumerate(some, start=2):
        phones = [f.phone, "017 555 0001"] if n % 2 else ["-", f.phone]
        mails = [f.email, None] if n % 3 else [None, f.email]
        sheet.append([n - 1, f.name, *phones, "017 555 0009", *mails, 12, "PL 1, 00020 Laskula"])
        expected.append(expect(f, n, "phone", "email", sheet="Lista"))
    return Sample("toistuvat.xlsx", _saved(book), tuple(expected))


def old_binary() -> Sample:
    """A workbook of the nineties."""
    first = {"business_id": "1234567-1", "postcode": "08100", "town": "Lohja", "phone": "+358401234567"}
    expected = (
        Expected("Mallilan Konepaja Oy", first, 3, "Jäsenet"),
        Expected("Exempel Båtvarv Ab", {"town": "Raumo"}, 4, "Jäsenet"),
    )
    return Sample("vanha.xls", _OLD.read_bytes(), expected)


SHEETS = (
    *(two_levels, headings_down, numbers, links, names_linked, one_cell, details_beside, several_sheets, merged_down),
    *(private_among, combined_address, side_by_side, below_one_another, repeated_columns, old_binary),
)
