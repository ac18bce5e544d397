"""What the practice data is there to show: a few organisations with a story, the directory page, the spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import Any

# (town, industry, name, former name, website, founded)
STORY: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("740", "28990", "Puurobotiikka Esimerkki Oy", "", "www.puurobotiikka.example", "2016-04-11"),
    ("740", "28950", "Sahalaite Malli Oy", "Savon Sahalaite Malli Oy", "www.sahalaite.example", "2004-02-02"),
    ("740", "16231", "Elementtitekniikka Näyte Oy", "", "", "2011-09-30"),
    ("740", "71127", "Nordic Fiber Design Malli Ab", "", "nordicfiber.example", "2018-01-15"),
    ("740", "16110", "Itä-Suomen Puu Näyte Oy", "", "", "1998-06-01"),
    ("740", "16231", "Esimerkki Puu Oy", "", "", "2001-03-20"),
    ("740", "25530", "Kerimäen Konepaja Malli Oy", "", "", "1992-05-05"),
    ("740", "62100", "Biohiili Data Näyte Oy", "", "www.biohiilidata.example", "2021-08-16"),
    ("091", "20110", "Merivety Teknologia Malli Oy", "", "www.merivety.example", "2019-10-10"),
    ("287", "33129", "Rannikkotuuli Huolto Näyte Oy", "Kustvind Exempel Ab", "", "2009-07-07"),
    ("287", "35122", "Sydöster Vindkraft Modell Ab", "", "www.sydostervind.example", "2013-03-03"),
    ("140", "26510", "Konenäkö Näyte Oy", "", "www.konenako.example", "2017-11-01"),
    ("111", "71202", "Sivuvirta Laboratorio Malli Oy", "", "", "2015-02-20"),
    ("232", "28930", "Pakkausrobotiikka Esimerkki Oy", "", "www.pakkausrobotiikka.example", "2014-06-06"),
    ("684", "27110", "Laivasähkö Näyte Oy", "", "www.laivasahko.example", "2010-10-01"),
)
NEW_NAMES = {"Sahalaite Malli Oy": "Sahalaite Group Malli Oy"}
IN_LIQUIDATION = ("Itä-Suomen Puu Näyte Oy",)

# Directory page: (name, with its Business ID?, town, street, website, e-mail, phone)
DIRECTORY: tuple[tuple[str, bool, str, str, str, str, str], ...] = (
    (
        "Puurobotiikka Esimerkki Oy",
        True,
        "Savonlinna",
        "",
        "www.puurobotiikka.example",
        "info@puurobotiikka.example",
        "015 555 0101",
    ),
    ("Sahalaite Malli", False, "Savonlinna", "", "www.sahalaite.example", "myynti@sahalaite.example", "015 555 0102"),
    ("Oy Esimerkki-Puu Ab", False, "Savonlinna", "Nohevantie 3", "", "", "015 555 0100"),
    ("Nordic Fiber Design Malli", False, "Savonlinna", "", "nordicfiber.example", "info@nordicfiber.example", ""),
    (
        "Elementtitekniikka Näyte",
        False,
        "Kerimäki",
        "Mallikatu 5",
        "",
        "toimisto@elementtitekniikka.example",
        "015 555 0104",
    ),
    ("Konepaja Kerimäki Malli", False, "Kerimäki", "", "", "", "015 555 0105"),
    (
        "Saimaan Kuitulaboratorio (esimerkki)",
        False,
        "Savonlinna",
        "Esimerkkikatu 12",
        "kuitulaboratorio.example",
        "info@kuitulaboratorio.example",
        "",
    ),
    (
        "Aarnipro",
        False,
        "Savonlinna",
        "",
        "",
        "toimisto@aarnipro.example",
        "",
    ),  # one of two in the register: a question
)

# Spreadsheet: a town's own list, with members from before the program.
SHEET_HEADINGS = (
    "Yritys", "Y-tunnus", "Kunta", "Sähköposti", "Puhelin", "Osaaminen", "Yhteyshenkilö", "Tehtävä",
    "Vaihe", "Vaihe alkaen", "Vastuuhenkilö", "Viimeisin yhteydenotto", "Tarve",
)  # fmt: skip
TIMBER = "Mekaaninen puunjalostus ja puurakentaminen"
# A name in the Business ID column stands for that company's own ID.
SHEET: tuple[tuple[Any, ...], ...] = (
    ("Elementtitekniikka Näyte Oy", "Elementtitekniikka Näyte Oy", "Savonlinna", "", "015 555 0104", "puuelementtien sarjatuotanto",
     "Testi Henkilö", "tuotantopäällikkö", "Aktiivinen jäsen", date(2025, 3, 1), "Maija Kokeilija", date(2025, 11, 20), TIMBER),
    ("Saimaan Kuitulaboratorio (esimerkki)", "", "Savonlinna", "info@kuitulaboratorio.example", "", "kuituanalytiikka",
     "", "", "Vuoropuhelussa", date(2025, 10, 5), "Maija Kokeilija", date(2026, 1, 12), TIMBER),
    ("Tmi Höylä Kokeilija", "", "Savonlinna", "hoyla.kokeilija@example.com", "040 555 0106", "mittatilauspuusepäntyöt",
     "", "", "", None, "", None, ""),
    ("Merivety Teknologia Malli Oy", "Merivety Teknologia Malli Oy", "Raahe", "info@merivety.example", "", "vedyn turvallisuus",
     "", "", "", None, "", None, ""),
    ("Biohiili Data Näyte", "", "Savonlinna", "info@biohiilidata.example", "", "prosessidatan analytiikka",
     "", "", "", None, "", None, ""),
    ("Kerimäen Konepaja Malli Oy", "Kerimäen Konepaja Malli Oy", "Savonlinna", "", "015 555 0105", "",
     "", "", "", None, "", None, ""),
)  # fmt: skip


def directory_page(ids: dict[str, str]) -> str:
    """The page as a local association would publish it."""
    rows = []
    for name, with_id, town, street, website, email, phone in DIRECTORY:
        link = f'<a href="https://{website}/">{website}</a>' if website else ""
        mail = f'<a href="mailto:{email}">{email}</a>' if email else ""
        number = ids.get(name, "") if with_id else ""
        cells = (name, number, street, town, link, mail, phone)
        rows.append("      <tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    body = "\n".join(rows)
    heads = "".join(
        f"<th>{head}</th>"
        for head in ("Yritys", "Y-tunnus", "Osoite", "Paikkakunta", "Verkkosivut", "Sähköposti", "Puhelin")
    )
    return f"""<!DOCTYPE html>
<html lang="fi">
  <head><meta charset="utf-8"><title>Puualan toimijat – Saimaan puuklusteri (harjoitusaineisto)</title></head>
  <body>
    <nav><a href="/">Etusivu</a> <a href="/jasenet">Jäsenet</a></nav>
    <h1>Puualan toimijat</h1>
    <p>Harjoitusaineisto: toimijat ovat keksittyjä.</p>
    <table>
      <tr>{heads}</tr>
{body}
    </table>
  </body>
</html>
"""
