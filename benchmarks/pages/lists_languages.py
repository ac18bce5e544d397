"""Lists of companies in Swedish and English, with foreign members and bilingual towns."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, named, only, thinned, without
from benchmarks.pages.page import Page, page

COAST = (
    *(
        "Norrgrens Båtvarv Ab",
        "Ab Sydbottens Snickeri",
        "Kilens Fisk Kb",
        "Bottenvikens El & VVS Ab",
        "Skaftungs Plåt Ab",
    ),
    *("Fma Lövhagens Keramik", "Strandvägens Bageri", "Härkmeri Grönsaker Ab", "Åsändens Transport Ab Oy"),
    *("Tallmo Bokföringsbyrå", "Kristinestads Fönsterfabrik Ab", "Öhmans Skogstjänst"),
)
GARDENS = (
    *(
        "Näsbackens Växthus Ab",
        "Ab Ostrobotnia Tomat",
        "Granholms Maskin Ab",
        "Solbackens Plantskola",
        "Rönnbergs Pack Kb",
    ),
    *("Sydösterbottens Kraft Ab", "Pörtoms Isolering Ab", "Fjärdens Data Oy Ab", "Ängens Lantbruksservice"),
)
CLUSTER = (
    *(
        "Northern Grid Analytics Oy",
        "Baltic Rotor Works Ltd",
        "Helio Storage Finland Oy",
        "Wärm & Watt Ltd",
        "Aurora Cells Oyj",
    ),
    *("Polar Switchgear Oy", "Greenhaul Logistics", "Deepblue Sensors Oy", "Kvarken Hydrogen Ab", "Tundra Robotics Oy"),
)


def swedish_members() -> Page:
    """Members of a Swedish association: labels Tfn, E-post, Hemsida; PB boxes; the owner is an rf."""
    made = named(COAST, "Kristinestad", 51)
    shown = thinned(tuple(without(f, "business_id") for f in made), 21, email=0.25, website=0.3)
    shown = tuple(replace(f, address=f"PB {20 + n}") if n in {3, 7} else f for n, f in enumerate(shown))
    boxes = "\n".join(
        f"""<div class="foretag"><h3>{e(f.name)}</h3><p>{f.address}<br>{f.postcode} {f.town}</p>
<p>Tfn: {f.phone}<br>{f"E-post: <a href='mailto:{f.email}'>{f.email}</a><br>" if f.email else ""}
{f"Hemsida: <a href='http://www.{f.website}'>www.{f.website}</a>" if f.website else ""}</p></div>"""
        for f in shown
    )
    return page(
        "sv-members",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Våra medlemsföretag | Kuststadens Företagare rf</title>
</head><body><div class="cookie">Vi använder kakor. <button>Godkänn</button></div><nav><a href="/">Hem</a>
<a href="/medlemmar">Medlemmar</a><a href="/kontakt">Kontakt</a></nav><main><h1>Våra medlemsföretag</h1>
{boxes}
<div class="foretag blimedlem"><h3>Bli medlem!</h3><p>Fyll i blanketten så kontaktar vi dig.</p></div></main>
<footer>Kuststadens Företagare rf, Östra Långgatan 53, 64100 Kristinestad, tfn 06 555 0110</footer></body></html>""",
        shown,
        spec='rows = "div.foretag"\nlang = "sv"\n[fields]\nname = "h3"\n[drop]\nname = ["Bli medlem"]',
    )


def swedish_table() -> Page:
    """A table in Swedish with FO-nummer."""
    shown = tuple(without(f, "email", "address", "postcode") for f in named(GARDENS, "Kristinestad", 52))
    towns = ("Närpes", "Kristinestad", "Kaskö", "Närpes", "Korsnäs", "Malax", "Närpes", "Vasa", "Kristinestad")
    shown = tuple(replace(f, town=town) for f, town in zip(shown, towns, strict=True))
    rows = "".join(
        f"<tr><td><a href='https://{f.website}'>{e(f.name)}</a></td><td>{f.business_id}</td><td>{f.town}</td><td>{f.phone}</td></tr>"
        for f in shown
    )
    return page(
        "sv-table",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Deltagande företag</title></head><body>
<h1>Deltagande företag</h1><p>Projektet Växthus 2030 har nio deltagare.</p><table class="tabell">
<tr><th>Företag</th><th>FO-nummer</th><th>Hemort</th><th>Telefon</th></tr>{rows}</table></body></html>""",
        shown,
    )


def bilingual() -> Page:
    """Names of streets and towns in both languages beside each other: the first one counts."""
    made = named(COAST[:8], "Kristiinankaupunki", 53)
    shown = tuple(only(f, "address", "postcode", "town", "phone") for f in made)
    swedish = {
        "Merikatu": "Sjögatan",
        "Lapväärtintie": "Lappfjärdsvägen",
        "Salatie": "Salavägen",
        "Itäinen Pitkäkatu": "Östra Långgatan",
    }
    boxes = ""
    for f in shown:
        street, _, number = (
            f.address.partition(" ") if "Pitkä" not in f.address else ("Itäinen Pitkäkatu", "", f.address[18:])
        )
        boxes += f"""<div class="kort"><p class="namn"><b>{e(f.name)}</b></p><p>{f.address} | {swedish[street]} {number}</p>
<p>{f.postcode} {f.town} – Kristinestad</p><p>Puh. / Tfn {f.phone}</p></div>"""
    return page(
        "bilingual",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yritykset – Företag</title></head><body>
<h1>Yritykset ja palvelut / Företag och tjänster</h1>
<div class="lista">{boxes}</div></body></html>""",
        shown,
        spec='rows = "div.kort"\n[fields]\nname = "p.namn"\ntown = "p:nth-of-type(3) ~ \\\\d{5} (\\\\S+)"',
    )


def english_cluster() -> Page:
    """Members of a cluster in English: one field per line with labels, international phone format."""
    made = named(CLUSTER, "Vaasa", 54, ending=".example.com")
    shown = thinned(tuple(only(f, "website", "phone", "town", "email") for f in made), 31, email=0.4)
    cards = "".join(
        f"""<section class="company"><h2 class="company__name">{e(f.name)}</h2><p class="lead">A member since 20{10 + n}.</p>
<dl><dt>Location</dt><dd>{f.town}, Finland</dd><dt>Phone</dt><dd>{_international(f.phone)}</dd>
{f"<dt>Email</dt><dd>{f.email}</dd>" if f.email else ""}<dt>Website</dt><dd><a href="https://{f.website}">Visit website</a></dd></dl>
</section>"""
        for n, f in enumerate(shown)
    )
    return page(
        "en-cluster",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Members – Kvarken Energy Cluster</title></head><body>
<header><a href="/">Kvarken Energy Cluster</a></header><h1>Member companies</h1><p>Get to know our members.</p>
<div class="grid">{cards}</div>
<footer><p>Kvarken Energy Cluster, c/o Vaasa Business Hub, Runsorintie 1, 65380 Vaasa</p><p>Follow us on
<a href="https://www.linkedin.com/company/kec">LinkedIn</a></p></footer></body></html>""",
        shown,
        spec='rows = "section.company"\nlang = "en"\n[fields]\nname = "h2"',
    )


def _international(phone: str) -> str:
    return f"+358 (0){phone[1:]}" if phone.startswith("06") else f"+358 {phone[1:]}"


def foreign_members() -> Page:
    """Members from several countries with their own phone and postcode forms."""
    shown = (
        Firm(
            "Nordwind Anlagenbau GmbH",
            "nordwind.example",
            "info@nordwind.example",
            "+49 30 5551234",
            "Hafenstraße 12",
            "10115",
            "Berlin",
        ),
        Firm(
            "Norrland Turbin AB",
            "norrlandturbin.example",
            "kontakt@norrlandturbin.example",
            "+46 90 555 12 34",
            "Storgatan 8",
            "903 26",
            "Umeå",
        ),
        Firm(
            "Saaremaa Puit OÜ",
            "saaremaapuit.example",
            "info@saaremaapuit.example",
            "+372 453 1234",
            "Tallinna 5",
            "93811",
            "Kuressaare",
        ),
        Firm(
            "Fjellkraft AS",
            "fjellkraft.example",
            "post@fjellkraft.example",
            "+47 21 55 51 23",
            "Strandveien 3",
            "9008",
            "Tromsø",
        ),
        Firm(
            "Kitkan Hydro Oy",
            "kitkanhydro.example",
            "info@kitkanhydro.example",
            "+358 8 555 4321",
            "Kitkantie 77",
            "93600",
            "Kuusamo",
        ),
        Firm(
            "Atlantic Cable Systems Ltd",
            "atlanticcable.example",
            "sales@atlanticcable.example",
            "+44 20 7946 0018",
            "4 Quay Road",
            "BS1 4ST",
            "Bristol",
        ),
    )
    boxes = "".join(
        f"""<article><h3><a href="https://www.{f.website}">{e(f.name)}</a></h3><address>{f.address}<br>{f.postcode} {f.town}<br>
Tel. {f.phone}<br><a href="mailto:{f.email}">{f.email}</a></address></article>"""
        for f in shown
    )
    return page(
        "foreign-members",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Our members</title></head><body>
<h1>Our members</h1><div id="members">{boxes}</div></body></html>""",
        shown,
        spec='rows = "#members article"\nlang = "en"\n[fields]\nname = "h3 a"',
    )


LISTS = (swedish_members, swedish_table, bilingual, english_cluster, foreign_members)
