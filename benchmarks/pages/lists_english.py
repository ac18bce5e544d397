"""Lists of companies in English: a table, a startup gallery, tenants, partners of a project from several countries."""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, named, only, thinned, without
from benchmarks.pages.page import Page, page

STARTUPS = (
    *(
        "Mossbyte",
        "Lumipeak Analytics",
        "Voltreef",
        "Otso Health Oy",
        "Kelp & Co",
        "Nordlathe Robotics Oy",
        "Paperbark",
    ),
    *("Sauna.cloud", "Greywake Labs", "Hilla AI Oy", "Tundraform"),
)
SUPPLIERS = (
    *(
        "Arctic Bearing Supply Oy",
        "Lakeland Castings Ltd",
        "Finn-Weld Services Oy",
        "Saimaa Turned Parts Oy",
        "Coldline HVAC Oy",
    ),
    *(
        "Baltic Crane & Rigging Oy",
        "Pineforce Packaging Ltd",
        "Rotatek Hydraulics Oy",
        "Whitewater Surface Treatment Oy",
    ),
)
CONSORTIUM = (
    *("North Lakes University of Applied Sciences", "City of Savonlinna Development Company", "Saimaa Biorefining Oy"),
    *("Institute for Wood Chemistry", "Ostseeverbund e.V.", "Polar Carbon AS", "Lakeside Ventures Ltd"),
)


def startups() -> Page:
    """Startups: names without legal forms, a line of text, links to their sites and to social media."""
    shown = tuple(only(f, "website", "town") for f in named(STARTUPS, "Oulu", 121))
    cards = "".join(
        f"""<div class="css-{n:x}1q8"><div class="css-0"><h3 class="chakra-heading">{e(f.name)}</h3><p class="chakra-text">Making {n + 2} things
easier for industry.</p><p class="chakra-text tag">{f.town}</p><div class="chakra-stack"><a href="https://{f.website}">Website</a>
<a href="https://www.linkedin.com/company/{f.website.split(".")[0]}">LinkedIn</a>
<a href="https://x.com/{f.website.split(".")[0]}">X</a></div></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "en-startups",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portfolio – Icebreak Accelerator</title></head><body><div id="__next">
<header><a href="/">Icebreak Accelerator</a><a href="/portfolio">Portfolio</a><a href="/apply">Apply</a></header><main><h1>Our startups</h1>
<div class="css-grid">{cards}</div></main><footer>Icebreak Accelerator, Isokatu 99, 90100 Oulu, hello@icebreak.example</footer></div></body></html>""",
        shown,
    )


def suppliers() -> Page:
    """A table in English: Company, Business ID, Street address, ZIP, City, Tel., E-mail; countries as sections."""
    shown = thinned(
        tuple(without(f, "website") for f in named(SUPPLIERS, "Savonlinna", 122)), 81, email=0.3, business_id=0.2
    )
    rows = "".join(
        f"<tr><td>{e(f.name)}</td><td>{f.business_id or 'n/a'}</td><td>{f.address}</td><td>{f.postcode}</td><td>{f.town}</td>"
        f"<td>+358 {f.phone[1:]}</td><td>{f.email}</td></tr>"
        for f in shown
    )
    return page(
        "en-suppliers",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Supplier directory</title></head><body><h1>Supplier directory</h1>
<div class="table-responsive"><table id="suppliers"><thead><tr><th>Company</th><th>Business ID</th><th>Street address</th><th>ZIP code</th>
<th>City</th><th>Tel.</th><th>E-mail</th></tr></thead><tbody>{rows}</tbody></table></div></body></html>""",
        shown,
    )


def consortium() -> Page:
    """Partners of a project: universities, towns' companies, firms; roles and contact persons beside them."""
    shown = tuple(only(f, "website") for f in named(CONSORTIUM, "Savonlinna", 123))
    boxes = "".join(
        f"""<div class="et_pb_module et_pb_blurb"><div class="et_pb_blurb_content"><div class="et_pb_main_blurb_image">
<a href="https://www.{f.website}"><img src="/p{n}.png" alt="{e(f.name)}"></a></div><div class="et_pb_blurb_container">
<h4 class="et_pb_module_header"><span>{e(f.name)}</span></h4><div class="et_pb_blurb_description"><p>Role: work package {n + 1} lead</p>
<p>Contact: Dr. {f.person}, {f.mailbox}</p></div></div></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "en-consortium",
        f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Partners - WoodChem Project</title></head><body class="et_divi_theme">
<div id="main-content"><h1>Project partners</h1><div class="et_pb_row">{boxes}</div><p>This project has received funding from the European
Union.</p></div></body></html>""",
        shown,
        spec='rows = "div.et_pb_blurb"\nlang = "en"\n[fields]\nname = "h4"',
    )


def directory_with_data() -> Page:
    """Visible cards and JSON-LD that repeats some of them under other spellings of the address of the web."""
    shown = thinned(
        tuple(only(f, "website", "phone", "town", "email") for f in named(SUPPLIERS[:6], "Savonlinna", 124)),
        82,
        email=0.5,
    )
    cards = "".join(
        f'<li class="listing"><p class="listing-title"><a href="/listing/{n}">{e(f.name)}</a></p><p>{f.town}, Finland</p>'
        f'<p><a href="tel:{_plus(f)}">{_plus(f)}</a></p>{f"<p>{f.email}</p>" if f.email else ""}'
        f'<p><a href="http://{f.website}/?ref=directory">Visit website</a></p></li>'
        for n, f in enumerate(shown)
    )
    data = [
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": f.name,
            "url": f"https://www.{f.website}",
            "telephone": _plus(f),
        }
        for f in shown[::2]
    ]
    return page(
        "en-directory-with-data",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Business directory</title>
<script type="application/ld+json">{json.dumps(data)}</script></head><body><h1>Business directory</h1><ul class="listings">{cards}</ul></body></html>""",
        shown,
    )


def _plus(f: Firm) -> str:
    return f"+358{f.phone[1:].replace(' ', '')}"


def contact_en() -> Page:
    """The contact page of one company in English: headquarters, one plant, sales agents of other countries are not it."""
    f = Firm(
        *(
            "Coldwater Pumps Oy",
            "",
            "sales@coldwaterpumps.example",
            "+358 2 555 7700",
            "Satamakatu 97",
            "26100",
            "Rauma",
        ),
        own_site="coldwaterpumps.example",
    )
    f = replace(f, business_id=named(("Coldwater Pumps Oy",), "Rauma", 125)[0].business_id)
    return page(
        "en-contact",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Contact | Coldwater Pumps</title></head><body><header>
<a href="/"><img src="/logo.svg" alt="Coldwater Pumps"></a><nav><a href="/pumps">Pumps</a><a href="/contact">Contact</a></nav></header>
<main><h1>Contact us</h1><section><h2>Headquarters</h2><p>Coldwater Pumps Oy<br>{f.address}<br>FI-{f.postcode} {f.town}, Finland</p>
<p>Tel. {f.phone}<br>Email: <a href="mailto:{f.email}">{f.email}</a><br>Business ID {f.business_id}, VAT FI{f.business_id.replace("-", "")}</p></section>
<section><h2>Service</h2><p>24 h service line +358 2 555 7799, service@coldwaterpumps.example</p></section></main>
<footer>&copy; Coldwater Pumps Oy. All rights reserved.</footer></body></html>""",
        (f,),
        url="https://www.coldwaterpumps.example/contact",
    )


LISTS = (startups, suppliers, consortium, directory_with_data, contact_en)
