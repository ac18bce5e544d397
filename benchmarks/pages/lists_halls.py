"""Lists of companies in houses and halls: exhibitors, tenants, partners by their logos, accordions, A to Z."""

from __future__ import annotations

from html import escape as e
from itertools import groupby

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, page


def exhibitors() -> Page:
    """Exhibitors of a fair with stand numbers; opening hours and prices of tickets stand on the same page."""
    shown = tuple(only(f, "website", "town") for f in firms("Kuusamo", 16, 31))
    rows = "".join(
        f"""<div class="exhibitor" data-hall="{"AB"[n % 2]}"><span class="stand">{"AB"[n % 2]}{110 + 7 * n}</span>
<div class="exhibitor-info"><span class="exhibitor-name">{e(f.name)}</span>
<span class="exhibitor-place">{f.town}</span>
<a class="exhibitor-link" href="https://{f.website}/messut?utm_source=messut">Tutustu</a></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "exhibitors",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Näytteilleasettajat | Koillismaan Messut 2026</title>
</head><body><div class="topbar"><a href="/">Koillismaan Messut 24.–25.4.2026</a><a href="/liput">Liput</a></div>
<main><h1>Näytteilleasettajat 2026</h1><p>Messut avoinna pe klo 10–18 ja la klo 10–16. Liput 8 €, lapset ilmaiseksi.</p>
<div class="filters"><button>Kaikki</button><button>Halli A</button><button>Halli B</button></div>
<section class="exhibitor-list">{rows}</section>
<section class="cta"><h2>Haluatko näytteilleasettajaksi?</h2><p>Varaa osastosi: myynti@koillismessut.example, 08 555 0600</p>
</section></main><footer>Järjestäjä: Koillismaan Messut, Kitkantie 90, 93600 Kuusamo</footer></body></html>""",
        shown,
        spec='rows = "div.exhibitor"\n[fields]\nname = ".exhibitor-name"',
    )


def tenants() -> Page:
    """A technology park: floors as headings, contact persons with personal mailboxes, direct numbers of the company."""
    shown = tuple(only(f, "website", "phone") for f in firms("Oulu", 12, 32))
    floors = []
    for floor in range(3):
        boxes = "".join(
            f"""<div class="tenant"><div class="tenant-head"><img src="/logos/{f.website.split(".")[0]}.svg" alt="{e(f.name)}">
<h4>{e(f.name)}</h4></div><p>{f.trade.capitalize()}</p>
<p class="contact">{f.person}<br>{f.mailbox}</p><p class="phone">Vaihde {f.phone}</p>
<p><a href="https://www.{f.website}" rel="nofollow">www.{f.website}</a></p></div>"""
            for f in shown[floor * 4 : floor * 4 + 4]
        )
        floors.append(
            f'<section class="floor"><h2>{floor + 1}. kerros</h2><div class="tenants">{boxes}</div></section>'
        )
    return page(
        "tenants",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Yritykset talossa - Teknologiakylä Otso</title>
</head><body><header><img src="/otso.svg" alt="Teknologiakylä Otso"><nav><a href="/tilat">Vapaat tilat</a>
<a href="/yritykset">Yritykset</a><a href="/palvelut">Palvelut</a></nav></header>
<div class="hero"><h1>Yritykset talossa</h1></div>
{"".join(floors)}
<section class="free"><h2>Vapaat tilat</h2><p>120 m², 2. kerros, vuokra 1 450 €/kk + alv</p></section>
<footer><div>Teknologiakylä Otso, Elektroniikkatie 100, 90590 Oulu</div><div>Aulapalvelu 08 555 0700,
aula@otsokyla.example</div></footer></body></html>""",
        shown,
        spec='rows = "div.tenant"\n[fields]\nname = "h4"',
    )


def logo_wall() -> Page:
    """Partners by their logos alone: the name is the text for the image, some images are not links."""
    shown = thinned(tuple(only(f, "website") for f in firms("Vaasa", 15, 33)), 12, website=0.2)
    logos = "".join(
        f'<a href="https://www.{f.website}/" target="_blank"><img src="/media/logo-{n}.png" alt="{e(f.name)}, logo"></a>\n'
        if f.website
        else f'<span class="nolink"><img src="/media/logo-{n}.png" alt="{e(f.name)} logo"></span>\n'
        for n, f in enumerate(shown)
    )
    return page(
        "logo-wall",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yhteistyökumppanit – Merenkurkun startup-keskus</title>
</head><body><nav><img src="/oma-logo.svg" alt="Merenkurkun startup-keskus"><a href="/">Etusivu</a></nav>
<h1>Yhteistyökumppanit</h1><p class="ingress">Kiitos kumppaneillemme, jotka mahdollistavat toimintamme.</p>
<div class="logo-grid">
{logos}</div>
<p><a href="/kumppaniksi">Tule kumppaniksi</a></p>
<div class="some"><a href="https://www.instagram.com/keskus"><img src="/ig.svg" alt="Instagram"></a>
<a href="https://www.linkedin.com/company/keskus"><img src="/in.svg" alt="LinkedIn"></a></div></body></html>""",
        shown,
    )


def names_only() -> Page:
    """Nothing but names, in columns of lists."""
    shown = tuple(only(f) for f in firms("Iisalmi", 24, 34))
    columns = "".join(
        "<td valign=top><ul>" + "".join(f"<li>{e(f.name)}</li>" for f in shown[start : start + 8]) + "</ul></td>"
        for start in (0, 8, 16)
    )
    return page(
        "names-only",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yritysjäsenet</title></head><body>
<div id="head"><a href="index.php">Kauppakamariosasto</a></div>
<ul id="menu"><li><a href="?p=1">Toiminta</a></li><li><a href="?p=2">Hallitus</a></li><li><a href="?p=3">Jäsenet</a></li>
<li><a href="?p=4">Koulutukset</a></li><li><a href="?p=5">Uutiset</a></li><li><a href="?p=6">Yhteys</a></li></ul>
<div id="body"><h1>Yritysjäsenet</h1><p>Osaston yritysjäsenet vuonna 2026:</p><table><tr>{columns}</tr></table></div>
</body></html>""",
        shown,
        spec='rows = "#body li"\n[fields]\nname = "~ ^(.+)$"',
    )


def accordion() -> Page:
    """Buttons that open panels; trades on the outer level, companies inside."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Heinola", 12, 35)), 14, address=0.25, website=0.25)
    trades = ("Autot ja kuljetus", "Kauneus ja terveys", "Rakentaminen")
    groups = []
    for g, trade in enumerate(trades):
        panels = "".join(
            f"""<div class="accordion__item"><button class="accordion__button" aria-expanded="false" aria-controls="p{g}{n}">
{e(f.name)} <span class="sr-only">Avaa tiedot</span></button><div class="accordion__panel" id="p{g}{n}" hidden>
<ul class="plain">{_address_line(f)}<li>☎ {f.phone}</li><li>✉ {f.email}</li>{_site_line(f)}</ul></div></div>"""
            for n, f in enumerate(shown[g * 4 : g * 4 + 4])
        )
        groups.append(f'<h2 class="trade">{trade}</h2><div class="accordion">{panels}</div>')
    return page(
        "accordion",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Palveluhakemisto | Matkailuneuvonta</title></head>
<body><a class="skip" href="#main">Siirry sisältöön</a><main id="main"><h1>Palveluhakemisto</h1>
{"".join(groups)}
<h2>Kysyttävää?</h2><p>Matkailuneuvonta palvelee arkisin klo 9–16, p. 03 555 0800.</p></main></body></html>""",
        shown,
        spec='rows = "div.accordion__item"\n[fields]\nname = "button ~ ^(.+?)\\\\s*Avaa"',
    )


def _address_line(f: Firm) -> str:
    return f"<li>{f.address}, {f.postcode} {f.town}</li>" if f.address else f"<li>{f.postcode} {f.town}</li>"


def _site_line(f: Firm) -> str:
    return f'<li>🌐 <a href="https://{f.website}">{f.website}</a></li>' if f.website else ""


def a_to_z() -> Page:
    """A list of its own for each letter, often with one member in it, and links to the letters above."""
    shown = sorted(
        (only(f, "website", "phone", "town") for f in firms("Savonlinna", 15, 36)), key=lambda f: f.name.upper()
    )
    letters = [(letter, list(group)) for letter, group in groupby(shown, key=lambda f: f.name[0].upper())]
    jumps = " ".join(f'<a href="#{letter}">{letter}</a>' for letter, _ in letters)
    lists = "".join(
        f'<h3 id="{letter}">{letter}</h3><ul class="az">'
        + "".join(
            f'<li><a href="https://www.{f.website}">{e(f.name)}</a><br>{f.town}, puh. {f.phone}</li>' for f in group
        )
        + '</ul><p class="top"><a href="#alku">Takaisin alkuun</a></p>'
        for letter, group in letters
    )
    return page(
        "a-to-z",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yritykset A–Ö</title></head><body id="alku">
<h1>Yritykset A–Ö</h1><p class="kirjaimet">{jumps}</p>
{lists}
<p>Yhteensä {len(shown)} yritystä.</p></body></html>""",
        shown,
        spec='rows = "ul.az li"\n[fields]\nname = "a"',
    )


def slider() -> Page:
    """Members in a slider that repeats the first and last slides, and the same members again as a list below."""
    shown = tuple(only(f, "website", "town", "phone") for f in firms("Lohja", 8, 37))

    def slide(f: Firm, extra: str = "") -> str:
        return (
            f'<div class="swiper-slide{extra}"><a href="https://{f.website}"><img src="data:," alt="{e(f.name)}"></a>'
            f"<h4>{e(f.name)}</h4></div>"
        )

    slides = [
        slide(shown[-1], " swiper-slide-duplicate"),
        *map(slide, shown),
        slide(shown[0], " swiper-slide-duplicate"),
    ]
    listed = "".join(
        f"<div class='m'><b>{e(f.name)}</b> <i>{f.town}</i> <span>{f.phone}</span> "
        f"<a href='https://{f.website}' title='Avautuu uuteen ikkunaan'>&rarr;</a></div>"
        for f in shown
    )
    return page(
        "slider",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Keskustan kaupat ja yritykset</title></head><body>
<div class="swiper"><div class="swiper-wrapper">{"".join(slides)}</div><div class="swiper-button-next"></div></div>
<h2>Keskustayhdistyksen jäsenet</h2>
<div class="lista">{listed}</div></body></html>""",
        shown,
    )


LISTS = (exhibitors, tenants, logo_wall, names_only, accordion, a_to_z, slider)
