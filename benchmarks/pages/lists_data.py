"""Lists of companies as structured data: JSON-LD in several shapes, microdata, RDFa Lite, hCard, h-card."""

from __future__ import annotations

import json
from html import escape as e
from typing import Any

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, page


def _organisation(f: Firm, kind: str = "LocalBusiness") -> dict[str, Any]:
    told: dict[str, Any] = {"@type": kind, "name": f.name}
    if f.website:
        told["url"] = f"https://www.{f.website}/"
    if f.phone:
        told["telephone"] = f.phone
    if f.email:
        told["email"] = f"mailto:{f.email}"
    if f.town:
        told["address"] = {
            "@type": "PostalAddress",
            "streetAddress": f.address,
            "postalCode": f.postcode,
            "addressLocality": f.town,
            "addressCountry": "FI",
        }
    if f.business_id:
        told["taxID"] = f.business_id
    return told


def _script(told: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'


def json_ld_broken() -> Page:
    """A block per company; one is broken by a comma too many and quotes, one stands in a comment of HTML."""
    shown = tuple(without(f, "business_id") for f in firms("Rauma", 7, 41))
    blocks = [_script({"@context": "https://schema.org", **_organisation(f)}) for f in shown]
    blocks[1] = blocks[1].replace(">{", "><!--\n{").replace("}</", "}\n--></")
    blocks[2] = blocks[2].replace("}</script>", "};</script>")
    broken = '<script type="application/ld+json">{"@type": "Organization", "name": "Rikki "Osa", ,}</script>'
    cards = "".join(
        f'<div class="c"><h2>{e(f.name)}</h2><p>{f.trade}</p>{block}</div>'
        for f, block in zip(shown, blocks, strict=True)
    )
    return page(
        "json-ld-broken",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenyritykset</title>
{_script({"@context": "https://schema.org", "@type": "WebSite", "name": "Rauman yritykset", "url": "https://raumanyritykset.example"})}
{broken}</head><body><h1>Jäsenyritykset</h1>{cards}</body></html>""",
        shown,
    )


def json_ld_graph() -> Page:
    """One @graph with the page, its breadcrumb, the publisher and the members."""
    shown = thinned(firms("Oulu", 8, 42), 2, business_id=0.3, email=0.3)
    graph: list[dict[str, Any]] = [
        {"@type": "WebPage", "@id": "https://klusteri.example/#page", "name": "Members"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Etusivu"}]},
        {
            "@type": "Organization",
            "@id": "https://klusteri.example/#org",
            "name": "Pohjoinen Klusteri ry",
            "url": "https://klusteri.example/",
        },
    ]
    graph += [_organisation(f, "Corporation") for f in shown]
    return page(
        "json-ld-graph",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenet - Pohjoinen Klusteri</title>
{_script({"@context": "https://schema.org", "@graph": graph})}</head><body><header>Pohjoinen Klusteri ry</header>
<div id="root"><noscript>Ota JavaScript käyttöön.</noscript></div></body></html>""",
        shown,
        url="https://klusteri.example/jasenet/",
    )


def json_ld_item_list() -> Page:
    """An ItemList of organisations; the visible page has names and towns alone."""
    shown = tuple(without(f, "business_id", "email") for f in firms("Kuusamo", 9, 43))
    items = [
        {"@type": "ListItem", "position": n, "item": _organisation(f, "LodgingBusiness")}
        for n, f in enumerate(shown, 1)
    ]
    listed = "".join(f"<li><a href='/kohde/{n}'>{e(f.name)}</a> – {f.town}</li>" for n, f in enumerate(shown))
    return page(
        "json-ld-item-list",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Majoitusyritykset</title></head><body>
<h1>Majoitusyritykset</h1><ol>{listed}</ol>
{_script([{"@context": "http://schema.org", "@type": "ItemList", "itemListElement": items}])}</body></html>""",
        shown,
    )


def microdata() -> Page:
    """schema.org in attributes; fax beside the phone, person as an employee inside the organisation."""
    shown = tuple(without(f, "business_id") for f in firms("Tampere", 8, 44))
    boxes = "".join(
        f"""<li itemscope itemtype="https://schema.org/ProfessionalService">
<a itemprop="url" href="http://www.{f.website}/"><span itemprop="name">{e(f.name)}</span></a>
<div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><span itemprop="streetAddress">{f.address}</span>,
<span itemprop="postalCode">{f.postcode}</span> <span itemprop="addressLocality">{f.town}</span></div>
Puh. <span itemprop="telephone">{f.phone}</span>, fax <span itemprop="faxNumber">03 555 {7000 + n}</span>,
<a itemprop="email" href="mailto:{f.email}">{f.email}</a>
<div itemprop="employee" itemscope itemtype="https://schema.org/Person">Yhteyshenkilö <span itemprop="name">{f.person}</span>,
<span itemprop="email">{f.mailbox}</span></div></li>"""
        for n, f in enumerate(shown)
    )
    return page(
        "microdata",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Asiantuntijayritykset</title></head>
<body itemscope itemtype="https://schema.org/WebPage"><h1 itemprop="name">Asiantuntijayritykset</h1>
<ul>{boxes}</ul><p>Sivusto on osa <span itemprop="publisher" itemscope itemtype="https://schema.org/Organization">
<span itemprop="name">Yritystalo Hermia-verkko</span></span> palvelua.</p></body></html>""",
        shown,
    )


def rdfa_lite() -> Page:
    """schema.org in RDFa Lite with a prefix."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Keuruu", 7, 45)), 6, website=0.3)
    boxes = "".join(
        f"""<div typeof="LocalBusiness"><h3 property="name">{e(f.name)}</h3>
<p property="address" typeof="PostalAddress"><span property="streetAddress">{f.address}</span><br>
<span property="postalCode">{f.postcode}</span> <span property="addressLocality">{f.town}</span></p>
<p>Tel: <span property="telephone">{f.phone}</span> <a property="email" href="mailto:{f.email}">{f.email}</a>
{f'<a property="url" href="https://{f.website}">Web</a>' if f.website else ""}</p></div>"""
        for f in shown
    )
    return page(
        "rdfa-lite",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Kylän yritykset</title></head>
<body vocab="http://schema.org/"><h1>Kylän yritykset</h1>{boxes}</body></html>""",
        shown,
    )


def hcard_old() -> Page:
    """Classic hCard: vcard, fn org, adr, tel with a type."""
    shown = tuple(without(f, "business_id") for f in firms("Iisalmi", 8, 46))
    boxes = "".join(
        f"""<div class="vcard"><a class="fn org url" href="http://www.{f.website}">{e(f.name)}</a>
<div class="adr"><div class="street-address">{f.address}</div><span class="postal-code">{f.postcode}</span>
<span class="locality">{f.town.upper()}</span></div><div class="tel"><span class="type">Work</span>
<span class="value">{f.phone}</span></div><div class="tel"><span class="type">Fax</span><span class="value">017 555 6{n:03}</span></div>
<a class="email" href="mailto:{f.email}">{f.email}</a></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "hcard",
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Palveluntuottajat</title></head><body>
<h1>Palveluntuottajat</h1><div id="lista">{boxes}</div></body></html>""",
        shown,
    )


def hcard_new() -> Page:
    """microformats2: h-card with p- and u- classes, nested address."""
    shown = tuple(only(f, "website", "email", "phone", "town", "postcode", "address") for f in firms("Raahe", 6, 47))
    boxes = "".join(
        f"""<li class="h-card"><p class="p-name p-org">{e(f.name)}</p><p class="p-adr h-adr">
<span class="p-street-address">{f.address}</span> <span class="p-postal-code">{f.postcode}</span>
<span class="p-locality">{f.town}</span></p><a class="u-email" href="mailto:{f.email}">sähköposti</a>
<span class="p-tel">{f.phone}</span> <a class="u-url" href="https://{f.website}">kotisivu</a></li>"""
        for f in shown
    )
    return page(
        "h-card",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Osuuskunnan jäsenet</title></head><body>
<main><h1>Osuuskunnan jäsenyritykset</h1><ul>{boxes}</ul></main></body></html>""",
        shown,
    )


def data_and_table() -> Page:
    """JSON-LD tells of the association alone; the members are in a table, whose Business IDs are VAT numbers."""
    shown = tuple(only(f, "business_id", "town", "website") for f in firms("Lohja", 9, 48))
    owner = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Läntinen Rakentajat ry",
        "url": "https://lantinenrakentajat.example/",
        "telephone": "019 555 0900",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Laurinkatu 60",
            "postalCode": "08100",
            "addressLocality": "Lohja",
        },
    }
    rows = "".join(
        f"<tr><td>{e(f.name)}</td><td>FI{f.business_id.replace('-', '')}</td><td>{f.town}</td>"
        f"<td><a href='https://{f.website}'>linkki</a></td></tr>"
        for f in shown
    )
    return page(
        "data-and-table",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenluettelo</title>{_script(owner)}</head><body>
<h1>Jäsenluettelo</h1><table><caption>Jäsenet 2026</caption><tr><th>Jäsenyritys</th><th>ALV-tunnus</th><th>Kotipaikka</th>
<th>www</th></tr>{rows}</table></body></html>""",
        shown,
        url="https://lantinenrakentajat.example/jasenet",
    )


LISTS = (
    *(json_ld_broken, json_ld_graph, json_ld_item_list, microdata, rdfa_lite, hcard_old, hcard_new, data_and_table),
)
