"""Lists in Swedish and English and contact pages to report figures on (README)."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, firms, named, only, thinned, without
from benchmarks.pages.lists_english import STARTUPS
from benchmarks.pages.lists_languages import CLUSTER, COAST, GARDENS
from benchmarks.pages.lists_swedish import WOODS
from benchmarks.pages.page import Page, page


def villages_sv() -> Page:
    """Companies of villages in Swedish: emphasised names in paragraphs under headings, phones with area codes in brackets."""
    shown = tuple(only(f, "phone", "address", "postcode", "town") for f in named(GARDENS, "Kristinestad", 521))
    parts = [
        f"<p><em>{e(f.name)}</em><br>{f.address}, {f.postcode} {f.town.upper()}<br>Telefon (06) {f.phone.split(' ', 1)[1]}</p>"
        if f.phone.startswith("06")
        else f"<p><em>{e(f.name)}</em><br>{f.address}, {f.postcode} {f.town.upper()}<br>Mobil {f.phone}</p>"
        for f in shown
    ]
    return page(
        "report-sv-villages",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Lantbruk och trädgård</title></head><body><div class="innehall">
<h1>Lantbruks- och trädgårdsföretag</h1><h3>Norra byarna</h3>{"".join(parts[:5])}<h3>Södra byarna</h3>{"".join(parts[5:])}</div></body></html>""",
        shown,
        spec='rows = "p:has(em)"\nlang = "sv"\n[fields]\nname = "em"',
    )


def cards_sv() -> Page:
    """Cards in Swedish with buttons "Ring", "Mejla", "Besök webbplatsen" whose values are in their addresses."""
    made = named(COAST, "Kristinestad", 522)
    shown = thinned(tuple(only(f, "phone", "email", "website", "town") for f in made), 95, website=0.25, email=0.25)
    cards = "".join(
        f"""<div class="kort"><div class="kort-topp"><h3>{e(f.name)}</h3><small>{f.town}</small></div><div class="knappar">
<a class="knapp" href="tel:{f.phone.replace(" ", "")}">Ring</a>{f'<a class="knapp" href="mailto:{f.email}">Mejla</a>' if f.email else ""}
{f'<a class="knapp" href="https://{f.website}">Besök webbplatsen</a>' if f.website else ""}</div></div>"""
        for f in shown
    )
    return page(
        "report-sv-buttons",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Företag på orten</title></head><body><main><h1>Företag på orten</h1>
<div class="rutnat">{cards}<div class="kort kort--ny"><h3>Lägg till ditt företag</h3><a class="knapp" href="/anmal">Anmäl</a></div></div></main></body></html>""",
        shown,
    )


def table_sv() -> Page:
    """A table in Swedish whose address is one column and whose mailbox is an image text with (snabel-a)."""
    shown = tuple(without(f, "website", "business_id") for f in named(WOODS, "Kristinestad", 523))
    rows = "".join(
        f"<tr><td>{e(f.name)}</td><td>{f.address}, {f.postcode} {f.town}</td><td>{f.phone}</td><td>{f.email.replace('@', ' (at) ')}</td></tr>"
        for f in shown
    )
    return page(
        "report-sv-table",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Entreprenörer</title></head><body><h2>Entreprenörer</h2><table>
<thead><tr><td><b>Namn</b></td><td><b>Adress</b></td><td><b>Tfn</b></td><td><b>E-post</b></td></tr></thead><tbody>{rows}</tbody></table></body></html>""",
        shown,
    )


def exhibitors_en() -> Page:
    """Exhibitors in English: booth, country, names in capitals, a product line."""
    shown = tuple(
        only(replace(f, name=f.name.upper()), "website") for f in named((*CLUSTER, *STARTUPS[:3]), "Vaasa", 524)
    )
    rows = "".join(
        f"""<div class="ex-row"><div class="ex-booth">Booth {n + 1:02}</div><div class="ex-name"><a href="https://www.{f.website}" target="_blank">{e(f.name)}</a></div>
<div class="ex-country">Finland</div><div class="ex-prod">Products: pumps, sensors, services</div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-en-exhibitors",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Exhibitors – Kvarken Energy Days</title></head><body><h1>Exhibitors 2026</h1>
<p>17–18 March 2026, Vaasa Arena</p><div class="ex">{rows}</div></body></html>""",
        shown,
    )


def tenants_en() -> Page:
    """Companies of a campus in English: building and floor, a mailbox with [at], a switchboard."""
    shown = tuple(only(f, "email", "phone", "website") for f in named(STARTUPS, "Oulu", 525))
    items = "".join(
        f"""<li><h3>{e(f.name)}</h3><p>Building {"ABC"[n % 3]}, floor {n % 4 + 1}</p><p>{f.email.replace("@", " [at] ")}<br>+358 {f.phone[1:]}</p>
<p><a href="https://{f.website}/en">{f.website}/en</a></p></li>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-en-campus",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Companies on campus</title></head><body><h1>Companies on campus</h1>
<ul class="companies">{items}</ul><aside><h2>Vacant offices</h2><p>From 45 m², call +358 8 555 6700</p></aside></body></html>""",
        shown,
        spec='rows = "ul.companies li"\nlang = "en"\n[fields]\nname = "h3"',
    )


def home_page() -> Page:
    """The front page of one company: its details are in the footer alone."""
    f = Firm(
        *(
            "Rautapuron Putki Oy",
            "",
            "toimisto@rautapuronputki.example",
            "08 555 6800",
            "Ratakatu 91",
            "92100",
            "Raahe",
        ),
        own_site="rautapuronputki.example",
    )
    f = replace(f, business_id=firms("Raahe", 1, 526)[0].business_id)
    return page(
        "report-home-page",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Rautapuron Putki Oy – Putkityöt ammattitaidolla</title></head><body>
<header><a href="/">Rautapuron Putki</a><nav><a href="/palvelut">Palvelut</a><a href="/referenssit">Referenssit</a></nav></header>
<section><h1>Putkityöt ammattitaidolla</h1><p>Palvelemme koteja ja yrityksiä.</p></section><section><h2>Palvelumme</h2><ul><li>Saneeraukset</li>
<li>Huolto</li><li>Lämpöpumput</li></ul></section><footer><div><h4>Yhteystiedot</h4><p>{f.name}<br>{f.address}<br>{f.postcode} {f.town}</p><p>{f.phone}<br>
<a href="mailto:{f.email}">{f.email}</a></p><p>Y-tunnus {f.business_id}</p></div><div><h4>Aukioloajat</h4><p>ma–pe 7–16</p></div></footer></body></html>""",
        (f,),
        url="https://www.rautapuronputki.example/",
    )


def trader_contact() -> Page:
    """A sole trader's contact page: h1 says something else, labels in a table, opening hours below."""
    f = Firm(
        *(
            "Tmi Keramiikkapaja Savituuli",
            "",
            "info@savituuli.example",
            "045 555 6900",
            "Sepänkatu 92",
            "42700",
            "Keuruu",
        ),
        own_site="savituuli.example",
    )
    return page(
        "report-trader",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Ota yhteyttä | Savituuli</title></head><body><h1>Tervetuloa pajalle!</h1>
<table><tr><th>Yritys</th><td>{f.name}</td></tr><tr><th>Osoite</th><td>{f.address}, {f.postcode} {f.town}</td></tr><tr><th>Puhelin</th><td>{f.phone}</td></tr>
<tr><th>Sähköposti</th><td>{f.email}</td></tr></table><h2>Avoinna</h2><p>ke–la 11–17</p></body></html>""",
        (f,),
        url="https://savituuli.example/yhteys",
    )


def association_contact() -> Page:
    """The contact page of an association with its office and its board of persons."""
    f = Firm(
        *(
            "Hangasojan Kotiseutuyhdistys ry",
            "",
            "toimisto@hangasoja.example",
            "06 555 7000",
            "Topeeka 93",
            "61800",
            "Kauhajoki",
        ),
        own_site="hangasoja.example",
    )
    board = "".join(
        f"<li>{name}, {role}, puh. 050 555 70{n}0</li>"
        for n, (name, role) in enumerate(
            (("Elvi Ponsila", "puheenjohtaja"), ("Jalo Mallila", "sihteeri"), ("Niilo Usvanen", "jäsen"))
        )
    )
    return page(
        "report-association",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Yhteystiedot – {f.name}</title></head><body><nav><a href="/">Etusivu</a></nav>
<h1>Yhteystiedot</h1><p><strong>{f.name}</strong><br>{f.address}<br>{f.postcode} {f.town}<br>puh. {f.phone}<br>{f.email.replace("@", "(at)")}</p>
<h2>Hallitus</h2><ul>{board}</ul></body></html>""",
        (f,),
        url="https://hangasoja.example/yhteystiedot",
    )


LISTS = (villages_sv, cards_sv, table_sv, exhibitors_en, tenants_en, home_page, trader_contact, association_contact)
