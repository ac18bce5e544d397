"""Lists of actors that are no limited companies: sole traders, associations, research groups; two brands of one owner."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, firms, named, only, thinned, without
from benchmarks.pages.page import Page, page

CRAFTS = (
    *("Tmi Aino Hilppola", "Kudontapaja Kuje", "Toiminimi Eero Luhtala", "Valokuvaamo Silmu", "T:mi Saimin Savi"),
    *("Puusepänverstas Kelo ja Laho", "Hiusstudio Helmi K.", "Tmi Tarmo Vattuniemi", "Ompelimo Neulasilmä"),
)
CLUBS = (
    *(
        "Ylikitkan kyläyhdistys ry",
        "Kuusamon Käsityöläiset r.y.",
        "Koillismaan Kalatalouskeskus",
        "Taivalkosken Erä-Veikot ry",
    ),
    *(
        "Maakunnan Nuorisoseura ry",
        "Naisyrittäjät Kitka ry",
        "Määttälänvaaran metsästysseura ry",
        "Pro Poro -säätiö sr",
    ),
    *("Koillis-Suomen Luomu-osuuskunta", "Ruka Ridge Club ry"),
)
LABS = (
    *("Älykkäät energiajärjestelmät -tutkimusryhmä", "Merenkurkun biotalouslaboratorio", "Robotiikan osaamiskeskus"),
    *("Center for Arctic Data", "Kiertotalouden tutkimusyksikkö", "Vaasan vetylaboratorio"),
)


def sole_traders() -> Page:
    """Craftspeople of a village: sole traders whose only mailbox is their own, mobile numbers."""
    made = named(CRAFTS, "Keuruu", 61)
    shown = tuple(only(f, "phone", "town") for f in made)
    items = "".join(
        f"<div class='tekija'><img src='/kuvat/t{n}.jpg' alt='Kuva tuotteista'><div><h4>{e(f.name)}</h4>"
        f"<p>{f.trade.capitalize()}. Työpaja on avoinna sopimuksen mukaan.</p><p>{f.town}, gsm {f.phone}</p></div></div>"
        for n, f in enumerate(shown)
    )
    return page(
        "sole-traders",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Käsityöläiset</title></head><body>
<h1>Kylän käsityöläiset</h1><div class="tekijat">{items}</div>
<p>Kurssit: Kevään kurssit alkavat 12.1.2026 klo 17.30. <a href="/kurssit">Katso kurssit</a></p></body></html>""",
        shown,
        spec='rows = "div.tekija"\n[fields]\nname = "h4"',
    )


def associations() -> Page:
    """Associations and foundations, some with the mailbox of a person alone."""
    made = named(CLUBS, "Kuusamo", 62)
    personal = {1, 4, 6}
    shown = tuple(
        without(f, "business_id", "address", "postcode", "phone", *(("email",) if n in personal else ()))
        for n, f in enumerate(made)
    )
    rows = ""
    for n, f in enumerate(shown):
        mail = f.mailbox.replace(f.website, "posti.example") if n in personal else f.email
        rows += f"""<li class="yhdistys"><strong>{e(f.name)}</strong><br><span>Kotipaikka: {f.town}</span><br>
<span>Pj. {f.person}, <a href="mailto:{mail}">{mail}</a></span><br><a href="https://{f.website}">Yhdistyksen sivut</a></li>"""
    return page(
        "associations",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yhdistykset ja yhteisöt</title></head><body>
<div class="page"><h1>Yhdistykset ja yhteisöt</h1><ul class="yhdistykset">{rows}</ul></div>
<div class="palaute">Oliko tästä sivusta apua? <a href="#">Kyllä</a> <a href="#">Ei</a></div></body></html>""",
        shown,
        spec='rows = "li.yhdistys"\n[fields]\nname = "strong"\ntown = "label: Kotipaikka"',
    )


def research_groups() -> Page:
    """Research groups of a university consortium; each has a leader with a title, who is no organisation."""
    made = named(LABS, "Vaasa", 63)
    shown = tuple(only(f, "website", "email") for f in made)
    boxes = "".join(
        f"""<div class="col"><h3>{e(f.name)}</h3><p>Ryhmä tutkii aihetta {f.trade} ja tekee yhteistyötä yritysten kanssa.</p>
<p>Vetäjä: professori {f.person}</p><p><a href="mailto:{f.email}">{f.email}</a> |
<a href="https://{f.website}/fi">Tutkimusryhmän verkkosivut</a></p></div>"""
        for f in shown
    )
    return page(
        "research-groups",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Tutkimusryhmät - Yliopistokeskus</title></head><body>
<header><a href="/">Yliopistokeskus</a></header><h1>Tutkimusryhmät</h1><div class="columns">{boxes}</div>
<footer>Yliopistokeskus, Vaasanpuistikko 99, 65100 Vaasa. Vaihde 06 555 0120.</footer></body></html>""",
        shown,
        spec='rows = "div.col"\n[fields]\nname = "h3"',
    )


def two_brands() -> Page:
    """Two shops of one owner share phone and website, and stand as two members."""
    made = tuple(without(f, "business_id", "email") for f in firms("Rauma", 8, 64))
    twin = replace(made[2], name="Kuje Outlet", address="Kuninkaankatu 89")
    shown = (*made[:3], twin, *made[3:])
    items = "".join(
        f"""<div class="w-dyn-item" role="listitem"><div class="name-block"><div class="text-block-12">{e(f.name)}</div></div>
<div class="text-block-13">{f.address}</div><div class="text-block-13">{f.postcode} {f.town}</div>
<a href="tel:+358{f.phone.replace(" ", "")[1:]}" class="link-block">{f.phone}</a>
<a href="https://www.{f.website}" class="button w-button">Sivuille</a></div>"""
        for f in shown
    )
    return page(
        "two-brands",
        f"""<!DOCTYPE html><html data-wf-page="5f1" lang="fi"><head><meta charset="utf-8"><title>Vanhan Rauman liikkeet</title></head>
<body><div class="section"><div class="container w-container"><h1 class="heading">Liikkeet</h1><div class="w-dyn-list">
<div role="list" class="collection-list w-dyn-items">{items}</div></div></div></div></body></html>""",
        shown,
        spec='rows = "div.w-dyn-item"\n[fields]\nname = ".text-block-12"',
    )


def subsidies() -> Page:
    """Companies that got a grant: amounts and dates stand beside names and Business IDs."""
    shown = tuple(only(f, "business_id", "town") for f in firms("Kauhajoki", 10, 65))
    rows = "".join(
        f"<tr><td>{e(f.name)}</td><td>{f.business_id}</td><td>{f.town}</td><td>{n + 3}.6.2026</td><td>{12 + n} 500,00 €</td></tr>"
        for n, f in enumerate(shown)
    )
    return page(
        "subsidies",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Myönnetyt kehittämistuet</title></head><body>
<h1>Myönnetyt kehittämistuet 2026</h1><table><thead><tr><th>Saaja</th><th>Y-tunnus</th><th>Kunta</th><th>Päätöspäivä</th>
<th>Tuki</th></tr></thead><tbody>{rows}<tr><td><b>Yhteensä</b></td><td></td><td></td><td></td><td><b>170 000,00 €</b></td></tr>
</tbody></table></body></html>""",
        shown,
    )


def reference_cards() -> Page:
    """Related news above and below the members look like cards as well."""
    shown = thinned(
        tuple(only(f, "website", "email", "town") for f in firms("Tampere", 9, 66)), 17, website=0.3, email=0.4
    )
    members = "".join(_card(f) for f in shown)
    news = "".join(
        f"""<div class="card news"><div class="card-inner"><span class="date">{day}.9.2026</span><h3>{title}</h3>
<p>Lue, mitä verkostossa tapahtuu.</p><a href="/uutiset/{day}">Lue lisää</a></div></div>"""
        for day, title in ((3, "Syysseminaari keräsi väkeä"), (9, "Uusi hanke alkaa"), (17, "Jäsenetuja luvassa"))
    )
    return page(
        "members-and-news",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Verkosto</title></head><body>
<section class="cards">{news}</section><section class="cards"><h2>Verkoston jäsenet</h2>{members}</section></body></html>""",
        shown,
        spec='rows = "div.card.member"\n[fields]\nname = "h3"\ntown = "p:nth-of-type(1)"',
    )


def _card(f: Firm) -> str:
    site = f'<a href="https://{f.website}">Kotisivut</a>' if f.website else ""
    mail = f"<p>{f.email.replace('@', ' ät ').replace('.example', ' piste example')}</p>" if f.email else ""
    return (
        f'<div class="card member"><div class="card-inner"><h3>{e(f.name)}</h3><p>{f.town}</p>{mail}{site}</div></div>'
    )


LISTS = (sole_traders, associations, research_groups, two_brands, subsidies, reference_cards)
