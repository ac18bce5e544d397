"""Contact pages of one organisation: one office, several offices, a page without its name in a heading."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, firms, without
from benchmarks.pages.page import Page, page

STAFF = (
    ("Saimi Tervasaho", "myyntipäällikkö"),
    ("Oiva Luhtala", "toimitusjohtaja"),
    ("Kerttu Mallila", "taloushallinto"),
)


def contact_page() -> Page:
    """One company: address, phone and Business ID in the text, the staff with their own numbers and mailboxes."""
    f = replace(
        firms("Kauhajoki", 1, 71)[0],
        name="Hangasluoman Valimo Oy",
        website="",
        email="myynti@hlvalimo.example",
        own_site="hlvalimo.example",
    )
    staff = "".join(
        f"""<div class="henkilo"><h4>{name}</h4><p>{role}<br>040 555 77{n}0<br>
{name.lower().replace(" ", ".")}@hlvalimo.example</p></div>"""
        for n, (name, role) in enumerate(STAFF)
    )
    return page(
        "contact-page",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yhteystiedot | Hangasluoman Valimo Oy</title>
<meta property="og:site_name" content="Hangasluoman Valimo"></head><body><nav><a href="/">Etusivu</a>
<a href="/tuotteet">Tuotteet</a><a href="/yhteystiedot">Yhteystiedot</a></nav><main><h1>Yhteystiedot</h1>
<h2>{f.name}</h2><p>{f.address}<br>{f.postcode} {f.town}</p><p>Puhelin {f.phone}<br>Fax 06 555 9191<br>
<a href="mailto:{f.email}">{f.email}</a></p><p>Y-tunnus {f.business_id}</p>
<p>Verkkolaskuosoite: 0037{f.business_id.replace("-", "")}, välittäjä 003721291126</p><h2>Henkilökunta</h2>{staff}
<form action="/laheta"><label>Nimi <input name="n"></label><label>Viesti <textarea name="v"></textarea></label>
<button>Lähetä</button></form></main><footer>© 2026 Hangasluoman Valimo Oy</footer></body></html>""",
        (f,),
        url="https://www.hlvalimo.example/yhteystiedot",
    )


def several_offices() -> Page:
    """One company with three offices: one record, the first office is the main one."""
    f = Firm(
        *("Saimaan Mittauspalvelu Oy", "", "toimisto@saimaanmittaus.example", "015 555 2200", "Olavinkatu 91", "57130"),
        *("Savonlinna", "3812345-"),
    )
    f = replace(f, business_id=firms("Savonlinna", 1, 72)[0].business_id, own_site="saimaanmittaus.example")
    offices = (
        ("Savonlinna (pääkonttori)", f.address, f"{f.postcode} {f.town}", f.phone),
        ("Iisalmi", "Ahjolantie 93", "74120 Iisalmi", "017 555 2201"),
        ("Lohja", "Laurinkatu 95", "08100 Lohja", "019 555 2202"),
    )
    boxes = "".join(
        f"<div class='toimipiste'><h3>{town}</h3><p>{street}<br>{place}<br>Puh. {phone}</p></div>"
        for town, street, place, phone in offices
    )
    return page(
        "several-offices",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Toimipisteet - Saimaan Mittauspalvelu Oy</title></head>
<body><header><a href="/" class="logo">Saimaan Mittauspalvelu Oy</a></header><h1>Toimipisteemme</h1>
<p>Saimaan Mittauspalvelu Oy palvelee kolmella paikkakunnalla. Sähköposti {f.email}</p>{boxes}
<div class="footer"><p>Saimaan Mittauspalvelu Oy | Y-tunnus {f.business_id} | <a href="/tietosuoja">Tietosuoja</a></p></div>
</body></html>""",
        (f,),
        url="https://www.saimaanmittaus.example/toimipisteet/",
    )


def swedish_contact() -> Page:
    """A Swedish company: the name stands in the title and the line of copyright only, the mailbox is obfuscated."""
    f = Firm(
        *("Tjöck Trävaror Ab", "", "info@tjocktra.example", "06 555 3300", "Salavägen 99", "64100", "Kristinestad"),
    )
    f = replace(f, business_id=firms("Kristinestad", 1, 73)[0].business_id, own_site="tjocktra.example")
    return page(
        "sv-contact",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Tjöck Trävaror Ab - Kontakta oss</title></head>
<body><div id="meny"><a href="/">Hem</a> <a href="/produkter">Produkter</a> <a href="/kontakt">Kontakt</a></div>
<div id="text"><h1>Kontakta oss</h1><p>Besöksadress: {f.address}, {f.postcode} {f.town}<br>Telefon: +358 6 555 3300<br>
E-post: info[at]tjocktra.example</p><p>FO-nummer: {f.business_id}</p><p>Öppet må–fre 8–16</p></div>
<div id="fot">&copy; Tjöck Trävaror Ab 2026</div></body></html>""",
        (f,),
        url="https://tjocktra.example/kontakt",
    )


def data_of_owner() -> Page:
    """The contact page of one company, told by JSON-LD and once more in the text with its Business ID."""
    f = replace(firms("Heinola", 1, 74)[0], name="Tähtihovin Leipomo Ky", website="tahtihovinleipomo.example")
    f = replace(f, email="tilaukset@tahtihovinleipomo.example")
    return page(
        "contact-json-ld",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Ota yhteyttä – Tähtihovin Leipomo</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Bakery","name":"{f.name}",
"url":"https://www.{f.website}/","telephone":"{f.phone}","address":{{"@type":"PostalAddress","streetAddress":"{f.address}",
"postalCode":"{f.postcode}","addressLocality":"{f.town}"}}}}</script></head><body><h1>Ota yhteyttä</h1>
<p>{e(f.name)}, {f.address}, {f.postcode} {f.town}</p><p>Puh. {f.phone}, {f.email}</p><p>Y-tunnus: {f.business_id}</p>
<h2>Aukioloajat</h2><table><tr><td>ma–pe</td><td>6.30–17</td></tr><tr><td>la</td><td>8–14</td></tr></table></body></html>""",
        (f,),
        url="https://www.tahtihovinleipomo.example/ota-yhteytta",
    )


def company_profile() -> Page:
    """The page of one member on the site of an association, whose own details are in the footer."""
    f = without(firms("Raahe", 1, 75)[0], "business_id")
    f = replace(
        f, name="Lapaluodon Terästyö Oy", website="lapaluodonterastyo.example", email="info@lapaluodonterastyo.example"
    )
    return page(
        "company-profile",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Lapaluodon Terästyö Oy | Perämeren teollisuus</title>
</head><body><nav><a href="/">Perämeren teollisuus</a> / <a href="/jasenet">Jäsenet</a></nav>
<article class="profile"><h1>{f.name}</h1><p>Lapaluodon Terästyö on vuonna 1987 perustettu konepaja, joka työllistää 25 henkilöä.
Tärkeimmät tuotteemme ovat hitsatut rakenteet.</p><dl><dt>Osoite</dt><dd>{f.address}, {f.postcode} {f.town}</dd>
<dt>Puhelin</dt><dd>{f.phone}</dd><dt>Sähköposti</dt><dd>{f.email}</dd><dt>Verkkosivut</dt>
<dd><a href="https://{f.website}">{f.website}</a></dd></dl></article>
<footer><p>Perämeren teollisuus ry, Rantakatu 5, 92100 Raahe, 08 555 0200, info@peramerenteollisuus.example</p></footer>
</body></html>""",
        (f,),
        url="https://www.peramerenteollisuus.example/jasenet/lapaluodon-terastyo",
    )


LISTS = (contact_page, several_offices, swedish_contact, data_of_owner, company_profile)
