"""Tables of pages: headings wherever they stand, merged cells, several values in a cell, and what is no list at all."""

from __future__ import annotations

import pytest

from tests.importers.pages import last_note, names, read, told


def page(body: str, title: str = "Jäsenyritykset") -> str:
    return f'<html lang="fi"><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>'


def rows(*lines: str, tag: str = "td") -> str:
    return "".join("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in line.split("|")) + "</tr>" for line in lines)


def test_two_rows_of_headings_are_read_as_one() -> None:
    head = """<tr><th rowspan="2">Företag</th><th colspan="2">Adress</th><th colspan="2">Kontakt</th></tr>
        <tr><th>Gatuadress</th><th>Ort</th><th>Telefon</th><th>E-post</th></tr>"""
    body = rows(
        "Svarv Ab|Strandgatan 2|64100 Kristinestad|06 221 2345|info@svarv.example", "Fräs Ab|Storgatan 1|Raumo||"
    )
    found = read(page(f"<table>{head}{body}</table>", "Medlemsföretag")).candidates
    assert told(found[0], "name", "street", "postcode", "town", "phone", "email") == (
        "Svarv Ab",
        "Strandgatan 2",
        "64100",
        "Kristinestad",
        "+35862212345",
        "info@svarv.example",
    )
    assert told(found[1], "name", "street", "town") == ("Fräs Ab", "Storgatan 1", "Raumo")


def test_headings_in_the_first_column_give_an_organisation_a_column() -> None:
    lines = rows("Company|Lathe Ltd|Mill Ltd", "Street|Main Street 1|Side Street 2", "Phone|044 1234567|")
    found = read(page(f"<table>{lines}</table>", "Members")).candidates
    assert [told(each, "name", "street", "phone") for each in found] == [
        ("Lathe Ltd", "Main Street 1", "+358441234567"),
        ("Mill Ltd", "Side Street 2", ""),
    ]


def test_labels_and_values_one_below_the_other_give_a_record_each_time_the_first_label_comes_again() -> None:
    lines = [line for n in range(4) for line in (f"Yritys:|Firma {n} Oy", f"Puhelin:|044 123456{n}", "Kunta:|Rauma")]
    found = read(page(f"<table>{rows(*lines)}</table>")).candidates
    assert [told(each, "name", "phone", "town") for each in found] == [
        (f"Firma {n} Oy", f"+35844123456{n}", "Rauma") for n in range(4)
    ]


def test_a_row_over_both_columns_names_the_record_of_the_labels_below_it() -> None:
    table = "".join(
        f'<tr><th colspan="2">Firma {n} Oy</th></tr>'
        + rows(f"Osoite|Katu {n}, 26100 Rauma", f"Puh.|044 123456{n}", "Y-tunnus|-")
        for n in range(3)
    )
    found = read(page(f"<table>{table}</table>")).candidates
    assert [told(each, "name", "street", "phone") for each in found] == [
        (f"Firma {n} Oy", f"Katu {n}", f"+35844123456{n}") for n in range(3)
    ]


def test_a_table_of_labels_for_each_company_takes_its_name_from_the_heading_over_it() -> None:
    def card(name: str) -> str:
        return (
            f"<div><h3>{name}</h3><table>{rows('Osoite:|Katu 1<br>26100 Rauma', 'Puhelin:|044 1234567')}</table></div>"
        )

    found = read(page(card("Pääkumppani Keksitty Oy") + "<p>Kiitos tuesta!</p>")).candidates
    assert [told(each, "name", "street", "postcode", "town", "phone") for each in found] == [
        ("Pääkumppani Keksitty Oy", "Katu 1", "26100", "Rauma", "+358441234567")
    ]


def test_tables_under_letters_go_on_with_the_headings_of_the_first() -> None:
    first = rows("Yritys|Osoite|Puhelin", tag="th") + rows("Aalto|Katu 1|044 1234567", "Arki|Katu 2|044 1234568")
    second = rows("Betoni|Katu 3|044 1234569", "Bussi|Katu 4|044 1234560")
    found = read(page(f"<h3>A</h3><table>{first}</table><h3>B</h3><table>{second}</table>"))
    assert names(found) == ["Aalto", "Arki", "Betoni", "Bussi"]
    assert found.candidates[3].street == "Katu 4"


def test_labels_on_the_cells_stand_for_headings() -> None:
    line = """<tr><td data-label="Yritys">Firma {n}</td><td data-label="Kunta">Rauma</td>
        <td data-label="Puh.">044 123456{n}</td></tr>"""
    found = read(page(f"<table>{''.join(line.format(n=n) for n in range(3))}</table>")).candidates
    assert [told(each, "name", "town", "phone") for each in found] == [
        (f"Firma {n}", "Rauma", f"+35844123456{n}") for n in range(3)
    ]


def test_several_values_in_one_cell_are_told_apart() -> None:
    cell = "Katu {n}<br>26100 Rauma<br>puh. 044 123456{n}<br>info@firma{n}.example<br>fax 02 822 1234"
    lines = [f"Firma {n} Oy|{cell.format(n=n)}" for n in range(3)]
    found = read(page(f"<table>{rows('Yritys|Yhteystiedot', tag='th')}{rows(*lines)}</table>")).candidates
    assert told(found[2], "name", "street", "postcode", "town", "phone", "email") == (
        "Firma 2 Oy",
        "Katu 2",
        "26100",
        "Rauma",
        "+358441234562",
        "info@firma2.example",
    )


def test_a_name_with_its_address_below_it_in_the_same_cell() -> None:
    lines = [f"<b>Firma {n} Oy</b><br>Katu {n}<br>26100 Rauma|044 123456{n}" for n in range(3)]
    found = read(page(f"<table>{rows('Yritys|Puhelin', tag='th')}{rows(*lines)}</table>")).candidates
    assert [told(each, "name", "street", "town", "phone") for each in found] == [
        (f"Firma {n} Oy", f"Katu {n}", "Rauma", f"+35844123456{n}") for n in range(3)
    ]


@pytest.mark.parametrize(
    "category",
    [
        '<tr><td colspan="3">Metalli</td></tr>',
        "<tr><td><b>Metalli</b></td><td></td><td></td></tr>",
        '<tr><th scope="rowgroup">Metalli</th></tr>',
    ],
)
def test_a_row_with_a_category_tells_the_field_of_the_rows_below_it(category: str) -> None:
    head, body = rows("Yritys|Kunta|Puhelin", tag="th"), rows("Sorvi|Rauma|044 1234567", "Jyrsin|Rauma|044 1234568")
    found = read(page(f"<table>{head}{category}{body}</table>"))
    assert names(found) == ["Sorvi", "Jyrsin"]
    assert {each.description for each in found.candidates} == {"Metalli"}


def test_two_organisations_in_a_row_are_two() -> None:
    head = rows("Yritys|Puhelin|Yritys|Puhelin", tag="th")
    found = read(page(f"<table>{head}{rows('A Oy|044 1234561|B Oy|044 1234562', 'C Oy|044 1234563||')}</table>"))
    assert sorted(told(each, "name", "phone") for each in found.candidates) == [
        ("A Oy", "+358441234561"),
        ("B Oy", "+358441234562"),
        ("C Oy", "+358441234563"),
    ]


def test_a_fax_column_gives_no_phone_and_a_total_is_no_organisation() -> None:
    table = rows("Yritys|Faksi|Kunta", tag="th") + rows("A Oy|02 822 1234|Rauma", "Yhteensä|1|")
    found = read(page(f"<table>{table}</table>"))
    assert [told(each, "name", "phone") for each in found.candidates] == [("A Oy", "")]


@pytest.mark.parametrize(
    ("title", "head", "line"),
    [
        (
            "Henkilökunta",
            "Nimi|Tehtävä|Puhelin|Sähköposti",
            "Matti Mallinen|Johtaja|044 1234567|matti.mallinen@x.example",
        ),
        ("Hallitus", "Nimi|Puhelin", "Maija Mallinen|044 1234567"),
        ("Tapahtumat", "Päivä|Tapahtuma|Järjestäjä", "1.12.2026|Pikkujoulut|Mallilan Yrittäjät ry"),
        ("Lediga jobb", "Företag|Ledig tjänst|Sista ansökningsdag", "Svarv Ab|Svarvare|1.12.2026"),
        ("Hinnasto", "Tuote|Hinta", "Sorvaus|60 €/h"),
        ("Timetable", "Departure|Arrival|Line", "8.00|9.15|Rauma–Pori"),
        ("Ottelut", "Seura|Tulos|Päivä", "Rauman Pallo|2–1|1.12."),
        ("Kunnat", "Kunta|Asukkaita", "Rauma|38 000"),
        ("Aukioloajat", "Päivä|Aika", "Maanantai|9–17"),
        ("Laskut", "Toimittaja|Summa|Päivä", "Sähkö Oy|1 200 €|1.11.2026"),
    ],
)
def test_tables_of_other_things_give_nothing(title: str, head: str, line: str) -> None:
    found = read(page(f"<table>{rows(head, tag='th')}{rows(*[line] * 5)}</table>", title))
    assert names(found) == []
    assert last_note(found).startswith("No organisations")


def test_contact_persons_come_only_from_sources_that_allow_them() -> None:
    table = rows("Yritys|Yhteyshenkilö|Yhteyshenkilön sähköposti", tag="th") + rows(
        "Sorvi Keksitty Oy|Matti Mallinen|matti.mallinen@sorvi.example", "Jyrsin Keksitty Oy||"
    )
    assert [each.contact for each in read(page(f"<table>{table}</table>")).candidates] == [None, None]
    allowed = read(page(f"<table>{table}</table>"), persons=True).candidates[0].contact
    assert allowed is not None
    assert (allowed.name, allowed.email) == ("Matti Mallinen", "matti.mallinen@sorvi.example")


def test_how_many_records_each_way_of_reading_gave_is_told() -> None:
    table = rows("Yritys|Kunta", tag="th") + rows("Sorvi Keksitty Oy|Rauma", "Jyrsin Keksitty Oy|Rauma")
    steps = {str(step.step): step.left for step in read(page(f"<table>{table}</table>")).steps}
    assert steps["Rows of tables"] == 2
    assert steps["Different organisations"] == 2
