"""Markup for machines: every way gives the same kind of record, and what a page only mentions is not listed."""

from __future__ import annotations

import json

import pytest

from tests.importers.pages import names, read, told

FIELDS = ("name", "street", "postcode", "town", "phone", "email", "website")
FILLED = (
    "Sorvi Keksitty Oy",
    "Pajatie 4",
    "26100",
    "Rauma",
    "+35828221234",
    "info@sorvi.example",
    "https://sorvi.example/",
)
MICRODATA_ITEM = """<li itemscope itemtype="https://schema.org/LocalBusiness"><a itemprop="url"
  href="https://sorvi.example/"><span itemprop="name">{name}</span></a>
  <div itemprop="address" itemscope itemtype="http://schema.org/PostalAddress"><span itemprop="streetAddress">Pajatie 4
  </span>, <span itemprop="postalCode">26100</span> <span itemprop="addressLocality">Rauma</span></div>
  <a itemprop="telephone" href="tel:+35828221234">(02) 822 1234</a><meta itemprop="email" content="info@sorvi.example">
  <span itemprop="faxNumber">02 822 9999</span></li>"""
RDFA_ITEM = """<div vocab="http://schema.org/" typeof="Store"><h3 property="name">{name}</h3>
  <a property="url" href="https://sorvi.example/">www</a>
  <p property="address" typeof="PostalAddress"><span property="streetAddress">Pajatie 4</span>
  <span property="postalCode">26100</span> <span property="addressLocality">Rauma</span></p>
  <span property="telephone" content="+358 2 822 1234">soita</span>
  <a property="email" href="mailto:info@sorvi.example">posti</a></div>"""
PREFIXED_ITEM = """<div prefix="s: http://schema.org/" typeof="s:Organization"><b property="s:name">{name}</b>
  <link property="s:url" href="https://sorvi.example/"><div property="s:address" typeof="s:PostalAddress">
  <i property="s:streetAddress">Pajatie 4</i>
  <i property="s:postalCode">FI-26100</i>
  <i property="s:addressLocality">Rauma</i></div>
  <i property="s:telephone">02-822 1234</i><i property="s:email">info@sorvi.example</i></div>"""
HCARD_ITEM = """<div class="vcard"><a class="fn org url" href="https://sorvi.example/">{name}</a>
  <div class="adr"><span class="street-address">Pajatie 4</span>, <span class="postal-code">26100</span>
  <span class="locality">Rauma</span></div><div class="tel"><span class="type">fax</span>
  <span class="value">02 822 9999</span></div><div class="tel"><span class="type">work</span>
  <span class="value">02 822 1234</span></div><a class="email" href="mailto:info@sorvi.example">posti</a></div>"""
H_CARD_ITEM = """<div class="h-card"><a class="p-name p-org u-url" href="https://sorvi.example/">{name}</a>
  <div class="p-adr h-adr"><span class="p-street-address">Pajatie 4</span> <span class="p-postal-code">26100</span>
  <span class="p-locality">Rauma</span></div><span class="p-tel">02 822 1234</span>
  <a class="u-email" href="mailto:info@sorvi.example">posti</a></div>"""
DATA_VOCABULARY_ITEM = """<div itemscope itemtype="http://data-vocabulary.org/Organization">
  <b itemprop="name">{name}</b>
  <a itemprop="url" href="https://sorvi.example/">www</a><p itemprop="address" itemscope
  itemtype="http://data-vocabulary.org/Address">
  <i itemprop="street-address">Pajatie 4</i>
  <i itemprop="postal-code">26100</i>
  <i itemprop="locality">Rauma</i></p><i itemprop="tel">02 822 1234</i><i itemprop="email">info@sorvi.example</i>
  </div>"""


@pytest.mark.parametrize(
    ("item", "how"),
    [
        (MICRODATA_ITEM, "microdata"),
        (RDFA_ITEM, "rdfa"),
        (PREFIXED_ITEM, "rdfa"),
        (HCARD_ITEM, "hcard"),
        (H_CARD_ITEM, "hcard"),
        (DATA_VOCABULARY_ITEM, "microdata"),
    ],
)
def test_every_markup_gives_the_same_record(item: str, how: str) -> None:
    others = ["Jyrsin Keksitty Oy", "Hitsaus Keksitty Ky"]
    page = item.format(name="Sorvi Keksitty Oy") + "".join(
        item.format(name=name)
        .replace("sorvi", f"toinen{at}")
        .replace("822 1234", f"822 12{at}5")
        .replace("1234", f"12{at}5")
        for at, name in enumerate(others)
    )
    found = read(f"<html><body><h1>Jäsenet</h1>{page}</body></html>")
    assert names(found) == ["Sorvi Keksitty Oy", *others]
    assert told(found.candidates[0], *FIELDS) == FILLED
    assert how in {found.candidates[0].provenance.how, *(trace.how for trace in found.candidates[0].traces)}


def json_ld(*blocks: object) -> str:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(block)}</script>' for block in blocks)
    return f"<html><head>{scripts}</head><body><h1>Mallilan yritykset</h1></body></html>"


def organisation(name: str, **more: object) -> dict[str, object]:
    return {"@type": "Organization", "name": name, **more}


def test_a_list_in_json_ld_is_read_item_by_item() -> None:
    items = [
        {"@type": "ListItem", "position": 1, "item": organisation("Sorvi Keksitty Oy", taxID="9000005-4")},
        {"@type": "ListItem", "position": 2, "item": organisation("B &amp; C Oy", telephone=["-", "044 1234567"])},
        {"@type": "ListItem", "position": 3, "item": {"@id": "#kolmas"}},
    ]
    third = organisation("Kolmas Ky", address="Pajatie 4, 26100 Rauma") | {"@id": "#kolmas"}
    found = read(json_ld({"@type": "ItemList", "itemListElement": items}, third))
    assert [(each.name, each.business_id, each.phone, each.town) for each in found.candidates] == [
        ("Sorvi Keksitty Oy", "9000005-4", "", ""),
        ("B & C Oy", "", "+358441234567", ""),
        ("Kolmas Ky", "", "", "Rauma"),
    ]


def test_members_of_an_organisation_are_listed_and_persons_among_them_are_not() -> None:
    cluster = organisation(
        "Mallilan klusteri ry",
        url="https://mallila.example",
        member=[organisation("Sorvi Oy"), organisation("Jyrsin Oy"), {"@type": "Person", "name": "Matti Mallinen"}],
        subOrganization=[organisation("Hitsaus Oy")],
    )
    assert names(read(json_ld(cluster))) == ["Sorvi Oy", "Jyrsin Oy", "Hitsaus Oy"]


def test_one_broken_block_loses_only_itself() -> None:
    good = json.dumps([organisation(f"Firma {letter} Oy") for letter in "ABC"])
    page = f"""<script type="application/ld+json">{{"@type": "Organization", "name": </script>
        <script type="application/ld+json">{good}</script>"""
    found = read(page)
    assert names(found) == ["Firma A Oy", "Firma B Oy", "Firma C Oy"]
    assert [str(each.reason) for each in found.rejects] == ["The block is no readable JSON"]


def test_the_publisher_the_author_and_the_seller_are_not_listed() -> None:
    article = {
        "@type": "NewsArticle",
        "publisher": organisation("Mallilan Sanomat Oy"),
        "author": organisation("Toimitus Oy"),
        "about": organisation("Sorvi Oy"),
    }
    product = {"@type": "Product", "name": "Sorvi", "offers": {"@type": "Offer", "seller": organisation("Kauppa Oy")}}
    site = {"@graph": [{"@type": "WebSite", "name": "Sanomat"}, organisation("Mallilan Sanomat Oy")]}
    assert read(json_ld(article, product, site)).candidates == ()


def test_electronic_addresses_and_labelled_numbers_tell_the_business_id() -> None:
    listed = [
        organisation("A Oy", iso6523Code="0037:90000054"),
        organisation("B Oy", identifier={"@type": "PropertyValue", "propertyID": "Y-tunnus", "value": "90000062"}),
        organisation("C Oy", identifier="90000062"),
        organisation("D Oy", vatID="FI90000054"),
    ]
    assert [each.business_id for each in read(json_ld(listed)).candidates] == ["9000005-4", "9000006-2", ""]


def test_microdata_refers_to_elements_elsewhere_on_the_page() -> None:
    item = """<li itemscope itemtype="https://schema.org/Organization" itemref="a{n}">
        <b itemprop="name">Firma {n} Oy</b></li>"""
    place = '<p id="a{n}"><span itemprop="telephone">044 123456{n}</span></p>'
    page = "".join(item.format(n=n) for n in range(4)) + "".join(place.format(n=n) for n in range(4))
    found = read(f"<ul>{page}</ul>")
    assert [each.phone for each in found.candidates] == [f"+35844123456{n}" for n in range(4)]


def test_cards_of_persons_are_no_organisations() -> None:
    card = """<div class="vcard"><span class="fn">{name}</span><span class="org">Mallila Oy</span>
        <span class="title">Neuvoja</span><span class="tel">044 1234567</span></div>"""
    page = "".join(card.format(name=name) for name in ("Matti Mallinen", "Maija Mallinen", "Sanna Mallinen"))
    assert read(f"<title>Henkilöstö</title><h1>Henkilöstö</h1>{page}").candidates == ()


def test_structured_data_of_a_part_of_the_list_fills_it_and_doubles_nothing() -> None:
    cards = "".join(
        f'<div class="card"><h3>Firma {n} Oy</h3><p>Katu {n}, 26100 Rauma</p><p>Puh. 044 123 45{n:02}</p></div>'
        for n in range(1, 21)
    )
    blocks = [
        organisation(f"Firma {n}", url=f"https://firma{n}.example/", taxID="9000005-4" if n == 2 else "")
        for n in (2, 5, 7)
    ]
    script = f'<script type="application/ld+json">{json.dumps(blocks)}</script>'
    found = read(f"<html><head>{script}</head><body><h1>Jäsenyritykset</h1>{cards}</body></html>")
    assert names(found) == [f"Firma {n} Oy" for n in range(1, 21)]
    second = found.candidates[1]
    assert (second.website, second.business_id) == ("https://firma2.example/", "9000005-4")
    assert ("business_id", "json-ld") in {(trace.field, trace.how) for trace in second.traces}


def test_the_owner_of_the_site_in_every_markup_does_not_hide_the_list() -> None:
    owner = organisation("Mallilan Yrittäjät ry", telephone="02 822 1111")
    footer = """<footer><div itemscope itemtype="https://schema.org/Organization">
        <b itemprop="name">Mallilan Yrittäjät ry</b></div></footer>"""
    cards = "".join(
        f"<li><strong>Firma {n} Oy</strong><br>Katu {n}, 26100 Rauma<br>info@firma{n}.example</li>" for n in range(6)
    )
    script = f'<script type="application/ld+json">{json.dumps(owner)}</script>'
    page = f"<html><head>{script}</head><body><h1>Jäsenet</h1><ul>{cards}</ul>{footer}</body></html>"
    assert names(read(page, url="")) == [f"Firma {n} Oy" for n in range(6)]
