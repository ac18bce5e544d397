"""Lists in text files: what spreadsheets, old systems and address books export as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from benchmarks.files.firm import firms, person_mail
from benchmarks.files.truth import ADDRESS, REACH, Expected, Sample, expect


def lines(rows: Iterable[Sequence[str]], delimiter: str = ";", end: str = "\r\n", *, quote_all: bool = False) -> str:
    """Rows as a spreadsheet program writes them."""
    file = io.StringIO(newline="")
    write = csv.writer(
        file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    write.writerows(rows)
    return file.getvalue()


def excel_of_finland() -> Sample:
    """Semicolons, Windows-1252, decimal commas, a quoted cell with a semicolon."""
    some = firms(1, 12)
    rows = [["Yritys", "Y-tunnus", "Liikevaihto (M€)", "Osoite", "Postinumero", "Paikkakunta", "Puhelin", "Sähköposti"]]
    rows += [
        [f.name, f.business_id, f"{n},5", f.street, f.postcode, f.town, f.phone, f.email] for n, f in enumerate(some)
    ]
    rows[3][2] = "1 200,0; arvio"
    expected = [expect(f, n, *ADDRESS, "phone", "email", "business_id") for n, f in enumerate(some, start=2)]
    return Sample("jasenet_excel.csv", lines(rows).encode("cp1252"), tuple(expected))


def english_with_breaks() -> Sample:
    """Commas, UTF-8 with a mark, everything quoted, line breaks and quotation marks inside cells."""
    some = firms(2, 10)
    rows = [["Company name", "Description", "Street address", "Zip", "City", "Website", "Contact person", "Phone"]]
    rows += [
        [
            f.name,
            'Makes "good" things,\nalso to order',
            f.street,
            f.postcode,
            f.town,
            f"https://{f.website}/",
            f.person,
            f.phone,
        ]
        for f in some
    ]
    expected = [expect(f, n, *ADDRESS, "website", "contact_person", "phone") for n, f in enumerate(some, start=2)]
    return Sample("members.csv", lines(rows, ",", quote_all=True).encode("utf-8-sig"), tuple(expected))


def unicode_text() -> Sample:
    """What "Unicode text" means in a spreadsheet program: UTF-16 and tabs."""
    some = firms(3, 9)
    rows = [["Företag", "FO-nummer", "Gatuadress", "Postnummer", "Ort", "Telefon", "E-post", "Webbplats"]]
    rows += [[f.name, f.business_id, f.street, f.postcode, f.town, f.phone, f.email, f.website] for f in some]
    expected = [expect(f, n, *ADDRESS, *REACH, "business_id") for n, f in enumerate(some, start=2)]
    return Sample("företag.txt", lines(rows, "\t").encode("utf-16"), tuple(expected))


def named_delimiter() -> Sample:
    """A first line sep=; that spreadsheets hide, and numbers kept as text by formulas and apostrophes."""
    some = firms(4, 8)
    rows = [["Organisaatio", "Y-tunnus", "Postinro", "Postitmp", "GSM"]]
    rows += [[f.name, f'="{f.business_id}"', f'="{f.postcode}"', f.town, "'" + f.phone.replace(" ", "")] for f in some]
    expected = [expect(f, n, "postcode", "town", "phone", "business_id") for n, f in enumerate(some, start=2)]
    return Sample("vienti.csv", ("sep=;\r\n" + lines(rows)).encode("utf-8"), tuple(expected))


def old_mac() -> Sample:
    """Carriage returns alone and the letters of old Macs."""
    some = firms(5, 8)
    rows = [["Yrityksen nimi", "Käyntiosoite", "Pnro", "Toimipaikka", "Sähköpostiosoite"]]
    rows += [[f.name, f.street, f.postcode, f.town, f.email] for f in some]
    expected = [expect(f, n, *ADDRESS, "email") for n, f in enumerate(some, start=2)]
    return Sample("mac.csv", lines(rows, end="\r").encode("mac_roman"), tuple(expected))


def dos() -> Sample:
    """The code page of DOS programs."""
    some = firms(6, 8)
    rows = [["ASIAKAS", "LÄHIOSOITE", "POSTINRO", "POSTITOIMIPAIKKA", "PUH."]]
    rows += [[f.name.upper(), f.street.upper(), f.postcode, f.town.upper(), f.phone] for f in some]
    expected = [
        expect(f, n, "postcode", "phone", name=f.name.upper(), address=f.street.upper(), town=f.town.upper())
        for n, f in enumerate(some, start=2)
    ]
    return Sample("asiakkaat.txt", lines(rows).encode("cp850"), tuple(expected))


def pipes() -> Sample:
    """Pipes, quotation marks escaped by backslashes, NULL written as \\N."""
    some = firms(7, 8)
    text = '"name"|"business_id"|"www"|"email"|"city"\n'
    for n, f in enumerate(some):
        name = f.name if n else 'Konepaja \\"Sorvi\\" Oy'
        text += f'"{name}"|"{f.business_id}"|{f.website if n % 3 else chr(92) + "N"}|"{f.email}"|"{f.town}"\n'
    expected = [expect(some[0], 2, "email", "town", "business_id", name='Konepaja "Sorvi" Oy')]
    for n, f in enumerate(some[1:], start=3):
        fields = ("email", "town", "business_id", *(["website"] if (n - 2) % 3 else []))
        expected.append(expect(f, n, *fields))
    return Sample("dump.txt", text.encode(), tuple(expected))


def encoded_twice() -> Sample:
    """Ã¤ for ä in the rows that somebody has pasted; the others are as they should be."""
    some = firms(8, 12)
    head = lines([["Yritys", "Sähköposti", "Kotisivu", "Kunta", "Yhteyshenkilö"]])
    good = lines([[f.name, f.email, f.website, f.town, f.person] for f in some[:5]])
    bad = lines([[f.name, f.email, f.website, f.town, f.person] for f in some[5:]])
    raw = (head + good).encode() + bad.encode().decode("latin-1").encode()
    expected = [expect(f, n, "email", "website", "town", "contact_person") for n, f in enumerate(some, start=2)]
    return Sample("koottu.csv", raw, tuple(expected))


def without_headings() -> Sample:
    """No headings at all: a running number, the name and what can be known by its form."""
    some = firms(9, 12)
    rows = [
        [str(n), f.name, f.business_id, f.street, f.postcode, f.town, f.phone, f.email]
        for n, f in enumerate(some, start=1)
    ]
    expected = [expect(f, n, *ADDRESS, "phone", "email", "business_id") for n, f in enumerate(some, start=1)]
    return Sample("lista.csv", lines(rows).encode("cp1252"), tuple(expected))


def outlook() -> Sample:
    """The address book of Outlook: persons with their companies, and private persons who are none of our business."""
    some = firms(10, 9)
    rows = [
        [
            *("Title", "First Name", "Middle Name", "Last Name", "Company", "Department", "Job Title"),
            *("Business Street", "Business City", "Business Postal Code", "Business Country/Region", "Home Street"),
            *("Business Fax", "Business Phone", "Home Phone", "Mobile Phone", "Birthday"),
            *("E-mail Address", "E-mail Type", "E-mail Display Name", "Web Page", "Notes"),
        ]
    ]
    expected: list[Expected] = []
    for n, f in enumerate(some, start=2):
        first, last = f.person.split(" ", 1)
        private = n % 4 == 0
        mail = "oma.osoite@example.com" if private else person_mail(f)
        company = [""] * 7 if private else [f.name, "Myynti", f.role, f.street, f.town, f.postcode, "Finland"]
        fax, phone = ("", "") if private else ("017 555 0000", f.phone)
        rows.append(
            [
                *("", first, "", last, *company, "Kotitie 5"),
                *(fax, phone, "09 555 1234", "0/0/00" if private else "", "0/0/00"),
                *(mail, "SMTP", f"{f.person} ({mail})", "" if private else f.website, ""),
            ]
        )
        if not private:
            expected.append(expect(f, n, *ADDRESS, "phone", "website", "contact_person", email=mail))
    return Sample("contacts.CSV", lines(rows, ",", quote_all=True).encode("cp1252"), tuple(expected))


def titles_and_notes() -> Sample:
    """Titles above, groups between, sums, repeated headings and notes below."""
    some = firms(11, 12)
    head = ["Nimi", "Osoite", "Postinumero ja -toimipaikka", "Puh.", "www"]
    rows = [["Mallilan seudun toimijat"], ["Päivitetty 1.3.2026", "", "tulostanut: toimisto"], [], head]
    expected: list[Expected] = []
    for n, f in enumerate(some):
        if n % 4 == 0:
            rows.append([("METALLI", "Puu ja rakentaminen", "Palvelut:")[n // 4], "", "", "", ""])
        if n == 6:
            rows.append(head)
        rows.append([f.name, f.street, f"{f.postcode} {f.town}", f.phone, f.website])
        expected.append(expect(f, len(rows), *ADDRESS, "phone", "website"))
        if n % 4 == 3:
            rows.append(["Yhteensä", "", "", "4 kpl", ""])
    rows += [
        ["", "", "", "", ""],
        ["Lähde: Mallilan Yrittäjät ry"],
        ["* tiedot tarkistamatta"],
        ["Jäseniä yhteensä 12"],
    ]
    return Sample("toimijat.csv", lines(rows).encode("utf-8"), tuple(expected))


def wrong_headings() -> Sample:
    """E-mails under "Puhelin" and phones under "Sähköposti": somebody has moved a column."""
    some = firms(12, 9)
    rows = [["Yritys", "Puhelin", "Sähköposti", "Kunta", "Tunnus"]]
    rows += [[f.name, f.email, f.phone, f.town, f.business_id] for f in some]
    expected = [expect(f, n, "email", "phone", "town", "business_id") for n, f in enumerate(some, start=2)]
    return Sample("siirtynyt.csv", lines(rows).encode(), tuple(expected))


def one_line_each() -> Sample:
    """A text file in which each line holds a whole address."""
    some = firms(13, 9)
    text = "".join(f"{f.name}, {f.street}, {f.postcode} {f.town}, puh. {f.phone}, {f.email}\n" for f in some)
    expected = [expect(f, n, *ADDRESS, "phone", "email") for n, f in enumerate(some, start=1)]
    return Sample("osoitteet.txt", text.encode(), tuple(expected))


def shortened_numbers() -> Sample:
    """What is left of numbers that a spreadsheet has opened and saved: 1,23E+07, 8100, 401234567."""
    some = firms(14, 8)
    rows = [["Yritys", "Y-tunnus", "Postinumero", "Puhelin"]]
    rows += [[f.name, f.digits, f.postcode.lstrip("0"), f.phone.replace(" ", "").lstrip("0")] for f in some]
    rows[2][1] = "9,12E+07"
    rows[3][3] = "4,01E+08"
    rows[4][1] = "91234567"  # check digit wrong, and no zero is missing
    expected = [expect(f, n, "business_id", "postcode", "phone") for n, f in enumerate(some, start=2)]
    expected[1] = expect(some[1], 3, "postcode", "phone")
    expected[2] = expect(some[2], 4, "business_id", "postcode")
    expected[3] = expect(some[3], 5, "postcode", "phone")
    return Sample("avattu.csv", lines(rows).encode("cp1252"), tuple(expected))


def google_contacts() -> Sample:
    """The address book of Google: numbered columns."""
    some = firms(15, 8)
    rows = [
        [
            *("Name", "Given Name", "Family Name", "Organization 1 - Name", "Organization 1 - Title"),
            *("E-mail 1 - Type", "E-mail 1 - Value", "Phone 1 - Type", "Phone 1 - Value", "Address 1 - Street"),
            *("Address 1 - City", "Address 1 - Postal Code", "Website 1 - Type", "Website 1 - Value"),
        ]
    ]
    for f in some:
        first, last = f.person.split(" ", 1)
        rows.append(
            [
                *(f.person, first, last, f.name, f.role, "* Work", person_mail(f), "Work", f.phone, f.street),
                *(f.town, f.postcode, "Work", f"http://{f.website}"),
            ]
        )
    rows.append(["Matti Mallinen", "Matti", "Mallinen", *[""] * 3, "matti@example.com", *[""] * 7])
    expected = [
        expect(f, n, *ADDRESS, "phone", "website", "contact_person", email=person_mail(f))
        for n, f in enumerate(some, start=2)
    ]
    return Sample("google.csv", lines(rows, ",", "\n").encode(), tuple(expected))


TEXTS = (
    *(excel_of_finland, english_with_breaks, unicode_text, named_delimiter, old_mac, dos, pipes, encoded_twice),
    *(without_headings, outlook, titles_and_notes, wrong_headings, one_line_each, shortened_numbers, google_contacts),
)
