"""Lists of companies to report figures on: nobody looks into what is read wrongly here (README)."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, firms, named, only, thinned, without
from benchmarks.pages.page import Page, page

FARMS = (
    *("Rinteelän luomutila", "Mansikkatila Punaposki", "Tuiskulan lampola", "Korpelan hunaja", "Suomaan juustola"),
    *("Savusauna ja tilamyymälä Haapaniemi", "Keskitalon kotieläinpiha", "Ylätalon marjat"),
)
SHOPS = (
    *(
        "Kirjakauppa Sivu",
        "Kenkä-Kaija",
        "Lankakauppa Silmukka",
        "Optikko Tarkka",
        "Kultasepänliike Soljet",
        "R. Hilppola Oy",
    ),
    *("Kukkakauppa Unelma", "Pelikauppa Noppa", "Kodinkone Kaarto Ky", "Muotiputiikki Rosina"),
)


def store_directory() -> Page:
    """Shops of a shopping centre: floor, phone, opening hours in each card; headings by role."""
    shown = tuple(only(f, "phone", "website") for f in named(SHOPS, "Rauma", 501))
    cards = "".join(
        f"""<li class="store"><div role="heading" aria-level="3" class="store__name">{e(f.name)}</div><div class="store__floor">{n % 3 + 1}. krs</div>
<div class="store__hours">ma–pe 10–18, la 10–1{n % 4 + 4}</div><a class="store__tel" href="tel:{f.phone.replace(" ", "")}"><svg><use href="#puh"/></svg>{f.phone}</a>
<a class="store__web" href="https://{f.website}" aria-label="{e(f.name)}: verkkosivut">Verkkosivut</a></li>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-stores",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Liikkeet | Kauppakeskus Karikko</title></head><body><header>
<a href="/">Kauppakeskus Karikko</a><p>Avoinna tänään 9–20</p></header><main><h1>Liikkeet</h1><ul class="stores">{cards}</ul></main>
<footer>Kauppakeskus Karikko, Valtakatu 99, 26100 Rauma, info@karikko.example</footer></body></html>""",
        shown,
        spec='rows = "li.store"\n[fields]\nname = ".store__name"',
    )


def word_table() -> Page:
    """A table that a word processor has saved: paragraphs in cells, bold heading row, empty rows between."""
    shown = thinned(tuple(without(f, "business_id", "website") for f in firms("Kauhajoki", 10, 502)), 91, email=0.3)

    def cell(text: str) -> str:
        return f"<td width=151 valign=top style='width:113.0pt;border:solid windowtext 1.0pt;padding:0cm 5.4pt'><p class=MsoNormal>{text}<o:p></o:p></p></td>"

    rows = "".join(
        f"<tr>{cell(e(f.name))}{cell(f.address)}{cell(f'{f.postcode} {f.town}')}{cell(f.phone)}{cell(f.email or '&nbsp;')}</tr>"
        + (f"<tr>{cell('&nbsp;') * 5}</tr>" if n % 4 == 3 else "")
        for n, f in enumerate(shown)
    )
    heads = "".join(cell(f"<b>{text}</b>") for text in ("Yritys", "Lähiosoite", "Postiosoite", "Puhelin", "Sähköposti"))
    return page(
        "report-word-table",
        f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<title>Jäsenet</title></head><body><p class=MsoTitle>Jäsenet 2026</p><table class=MsoNormalTable border=1 cellspacing=0><tr>{heads}</tr>{rows}</table></body></html>""",
        shown,
        charset="cp1252",
        content_type="text/html",
    )


def blank_paragraphs() -> Page:
    """Every line a paragraph of spans; an empty paragraph parts the companies; no class says anything."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Taivalkoski", 8, 503)), 92, email=0.3, website=0.3)
    parts = []
    for f in shown:
        lines = [e(f.name), f.address, f"{f.postcode} {f.town}", f"p. {f.phone}"]
        lines += [f"Sähköposti {f.email}"] if f.email else []
        lines += (
            [f'<a href="https://www.google.com/url?q=https%3A%2F%2Fwww.{f.website}">www.{f.website}</a>']
            if f.website
            else []
        )
        parts.append("".join(f'<p class="zfr3Q"><span class="C9DxTc">{line}</span></p>\n' for line in lines))
    return page(
        "report-blank-paragraphs",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kyläportti - Yritykset</title></head><body><div role="main">
<section><h1 class="duRjpb"><span>Yritykset</span></h1></section><section><div class="tyJCtd">
{'<p class="zfr3Q"><br></p>'.join(parts)}
</div></section></div></body></html>""",
        shown,
    )


def farms() -> Page:
    """Farm shops without legal forms: headings with anchors, address elements, seasons and prices in the text."""
    shown = tuple(only(f, "address", "postcode", "town", "phone") for f in named(FARMS, "Keuruu", 504))
    boxes = "".join(
        f"""<section class="tila"><h2 id="t{n}"><a class="anchor" href="#t{n}" aria-hidden="true">#</a> {e(f.name)}</h2>
<p>Tilamyymälä avoinna kesällä, mansikat {n + 5} €/kg.</p><address>{f.address}, {f.postcode} {f.town}</address><p>Soita ennen tuloa: {f.phone}</p></section>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-farms",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Tilamyymälät ja lähiruoka</title></head><body><h1>Tilamyymälät</h1>
<p>Paikalliset lähiruokayritykset palvelevat.</p>{boxes}</body></html>""",
        shown,
        spec='rows = "section.tila"\n[fields]\nname = "h2 ~ # (.+)"',
    )


def cabins() -> Page:
    """Cabins and hotels with prices from and stars: still companies, each with its own site."""
    shown = tuple(only(f, "website", "email", "phone", "town") for f in firms("Kuusamo", 9, 505, "majoitus"))
    boxes = "".join(
        f"""<div class="result"><div class="result-img"><img src="/m{n}.jpg" alt="Mökki järven rannalla"></div><div class="result-body"><h3>{e(f.name)}</h3>
<span class="stars" title="{n % 3 + 3} tähteä">{"★" * (n % 3 + 3)}</span><p class="loc">{f.town}</p><p>{10 + n} mökkiä, alk. {79 + 10 * n} €/vrk</p>
<p>Varaukset: {f.phone} | <a href="mailto:{f.email}">{f.email}</a></p><a class="btn" href="http://www.{f.website}">Varaa</a></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-cabins",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Majoitus | Koillismaa</title></head><body><h1>Majoitusyritykset</h1>
<div class="sort">Järjestä: <a href="?o=hinta">hinta</a> <a href="?o=nimi">nimi</a></div>{boxes}</body></html>""",
        shown,
        spec='rows = "div.result"\n[fields]\nname = "h3"\ntown = ".loc"',
    )


def two_a_row() -> Page:
    """A table that holds two companies a row: name, phone, name, phone."""
    shown = tuple(only(f, "phone") for f in firms("Lohja", 12, 506))
    rows = "".join(
        f"<tr><td>{e(a.name)}</td><td>{a.phone}</td><td>{e(b.name)}</td><td>{b.phone}</td></tr>"
        for a, b in zip(shown[::2], shown[1::2], strict=True)
    )
    return page(
        "report-two-a-row",
        f"""<html lang="fi"><head><meta charset="utf-8"><title>Yrittäjäyhdistyksen jäsenet</title></head><body><h2>Jäsenet ja puhelinnumerot</h2>
<table><tr><th>Yritys</th><th>Puhelin</th><th>Yritys</th><th>Puhelin</th></tr>{rows}</table></body></html>""",
        shown,
    )


def tables_by_trade() -> Page:
    """A table per trade, each with the same headings under its own heading."""
    shown = tuple(only(f, "website", "phone", "business_id") for f in firms("Heinola", 12, 507))
    tables = "".join(
        f"<h3>{trade}</h3><table class='t'><tr><th>Toimija</th><th>Y-tunnus</th><th>Puh.</th><th>Nettisivut</th></tr>"
        + "".join(
            f"<tr><td>{e(f.name)}</td><td>{f.business_id}</td><td>{f.phone}</td><td><a href='https://{f.website}'>avaa</a></td></tr>"
            for f in shown[4 * n : 4 * n + 4]
        )
        + "</table>"
        for n, trade in enumerate(("Hoiva", "Kuntoutus", "Siivous"))
    )
    return page(
        "report-tables-by-trade",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Palvelusetelituottajat</title></head><body>
<h1>Hyväksytyt palvelusetelituottajat</h1>{tables}<p>Lisätietoja: palveluohjaus, 03 555 6600.</p></body></html>""",
        shown,
    )


def dashes() -> Page:
    """List items whose parts are divided by dashes and bars."""
    shown = thinned(tuple(without(f, "business_id", "email") for f in firms("Raahe", 11, 508)), 93, website=0.3)
    items = "".join(
        f"<li>{e(f.name)} – {f.address} – {f.postcode} {f.town} – {f.phone}"
        + (f" – {f.website}" if f.website else "")
        + "</li>\n"
        for f in shown
    )
    return page(
        "report-dashes",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Rekrytointimessujen yritykset</title></head><body><article>
<h1>Mukana olevat yritykset</h1><ul>
{items}</ul></article></body></html>""",
        shown,
        spec='rows = "article li"\n[fields]\nname = "~ ^(.+?) –"',
    )


def by_town() -> Page:
    """Headings are towns; the companies below are of that town and do not repeat it."""
    parts: list[str] = []
    shown: list[Firm] = []
    for town in ("Iisalmi", "Kuusamo", "Rauma"):
        group = tuple(only(f, "website", "phone", "town") for f in firms(town, 5, 509))
        shown += group
        parts.append(
            f"<h2>{town}</h2>\n"
            + "\n".join(
                f'<div class="yr"><a class="yr-n" href="https://www.{f.website}">{e(f.name)}</a> <span class="yr-p">{f.phone}</span></div>'
                for f in group
            )
        )
    return page(
        "report-by-town",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Huoltoliikkeet paikkakunnittain</title></head><body>
<h1>Valtuutetut huoltoliikkeet</h1>{"".join(parts)}</body></html>""",
        shown,
    )


def with_people() -> Page:
    """Each member has a list of two contact persons with phones and mailboxes inside its box."""
    shown = tuple(only(f, "website", "address", "postcode", "town") for f in firms("Tampere", 8, 510))
    boxes = "".join(
        f"""<div class="org"><h3 class="org-name">{e(f.name)}</h3><p>{f.address}, {f.postcode} {f.town}</p><p><a href="https://{f.website}">{f.website}</a></p>
<ul class="people"><li><strong>{f.person}</strong><br>toimitusjohtaja<br>{f.mobile}<br>{f.mailbox}</li>
<li><strong>Vieno Varpula</strong><br>myyntijohtaja<br>050 555 01{n:02}<br>vieno.varpula@{f.website}</li></ul></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-with-people",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenorganisaatiot</title></head><body><h1>Jäsenorganisaatiot</h1>
{boxes}</body></html>""",
        shown,
    )


def new_members() -> Page:
    """New members with the day they joined; the list goes on with a button."""
    shown = tuple(only(f, "website", "town", "business_id") for f in firms("Savonlinna", 9, 511))
    items = "".join(
        f"""<article class="uusi"><p class="pvm">Liittynyt {n + 2}.{n + 1}.2026</p><p class="nimi"><strong>{e(f.name)}</strong> ({f.business_id})</p>
<p class="mista">{f.town}</p><p><a href="https://www.{f.website}/etusivu" class="ulkoinen">Yrityksen kotisivut <span class="piilo">(ulkoinen linkki)</span></a></p></article>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-new-members",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Uudet jäsenyritykset</title></head><body><h1>Uudet jäsenyritykset</h1>
{items}<button>Näytä lisää</button></body></html>""",
        shown,
    )


def numbered() -> Page:
    """Numbered headings, details elements, labels hidden for screens."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Iisalmi", 8, 512)), 94, website=0.3)
    items = "".join(
        f"""<details class="jasen"><summary>{n}. {e(f.name)}</summary><ul><li><span class="vh">Osoite:</span> {f.address}, {f.postcode} {f.town}</li>
<li><span class="vh">Puhelinnumero:</span> {f.phone}</li><li><span class="vh">Sähköposti:</span> <a href="mailto:{f.email}">{f.email}</a></li>
{f'<li><span class="vh">Verkkosivu:</span> <a href="http://{f.website}">{f.website}</a></li>' if f.website else ""}</ul></details>"""
        for n, f in enumerate(shown, 1)
    )
    return page(
        "report-numbered",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Osuuskunnan jäsenet</title></head><body><main><h1>Jäsenet</h1>{items}</main></body></html>""",
        shown,
        spec='rows = "details.jasen"\n[fields]\nname = "summary ~ \\\\d+\\\\. (.+)"',
    )


def locator() -> Page:
    """Dealers of a brand beside a map: data attributes, address elements, a link to directions."""
    shown = tuple(
        only(replace(f, phone=f"+358 {f.phone[1:]}"), "address", "postcode", "town", "phone", "email")
        for town, seed in (("Vaasa", 513), ("Oulu", 514), ("Lohja", 515))
        for f in firms(town, 3, seed)
    )
    items = "".join(
        f"""<div class="loc" data-lat="6{n}.1" data-lng="2{n}.4"><div class="loc-t">{e(f.name)}</div><address>{f.address}<br>{f.postcode} {f.town.upper()}<br>Finland</address>
<a href="tel:{f.phone.replace(" ", "")}">Soita</a> <a href="mailto:{f.email}">Sähköposti</a> <a href="https://www.google.com/maps/dir/?api=1&destination=6{n}.1">Reittiohjeet</a></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "report-locator",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Jälleenmyyjät | Kuuraveneet</title></head><body><div id="map"></div>
<div id="locs"><h1>Löydä jälleenmyyjä</h1>{items}</div></body></html>""",
        shown,
        spec='rows = "div.loc"\n[fields]\nname = ".loc-t"',
    )


LISTS = (
    *(store_directory, word_table, blank_paragraphs, farms, cabins, two_a_row, tables_by_trade, dashes, by_town),
    *(with_people, new_members, numbered, locator),
)
