"""Lists of companies in Swedish: exhibitors, definition lists, paragraphs, partners, a municipality's own register."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, named, only, thinned, without
from benchmarks.pages.page import Page, page

YARDS = (
    *(
        "Kvarnskärs Varv Ab",
        "Rex Marinmotor",
        "Ab Skärgårdens Segel",
        "Bryggbolaget Fjärden Oy Ab",
        "Trutbådens Charter",
    ),
    *("Östanlid Kapell & Sadel", "Kaskö Fisk & Rökeri Kb", "NaviTek Ab", "Lotsens Hamncafé", "Strömmingens Butik Fma"),
)
WOODS = (
    *(
        "Granlunds Såg Ab",
        "Malax Hyvleri",
        "Ab Barkborren",
        "Timmerhus i Närpes Ab",
        "Ekbacka Möbler Ab",
        "Furuvik Paneler Kb",
    ),
    *("Åminne Dörrar & Fönster Ab", "Trähuset Linden", "Spånverket Ab"),
)
PARTNERS = (
    *(
        "Österbottens Redovisning Ab",
        "Solfjäderns Reklambyrå",
        "Vasa Juristgrupp",
        "Kvarkens Bank Abp",
        "Botnia Möten Oy Ab",
    ),
    *("Lyckans Blomster", "Hotell Fyrhuset", "Idétorget Kb"),
)
PLACES = (
    *(("64260", "Kaskö"), ("64200", "Närpes"), ("66100", "Malax"), ("65100", "Vasa"), ("64100", "Kristinestad")),
    *(("68600", "Jakobstad"), ("66270", "Pörtom"), ("64300", "Lappfjärd")),
)


def _spread(names: tuple[str, ...], seed: int) -> tuple[Firm, ...]:
    """Firms along the coast, each in a town of its own."""
    made = named(names, "Kristinestad", seed)
    return tuple(
        replace(f, postcode=PLACES[n % len(PLACES)][0], town=PLACES[n % len(PLACES)][1]) for n, f in enumerate(made)
    )


def exhibitors_sv() -> Page:
    """Exhibitors of a boat fair: stand numbers called Monter, mailboxes with (snabel-a)."""
    shown = thinned(tuple(only(f, "website", "email", "town") for f in _spread(YARDS, 111)), 71, email=0.3)
    rows = "".join(
        f"""<tr><td class="monter">Monter {("A", "B", "C")[n % 3]}{12 + n}</td><td class="namn"><b>{e(f.name)}</b><br>{f.town}</td>
<td>{f.email.replace("@", "(at)") if f.email else ""}</td><td><a href="https://www.{f.website}">Webbplats</a></td></tr>"""
        for n, f in enumerate(shown)
    )
    return page(
        "sv-exhibitors",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Utställare | Båtmässan i Kaskö</title></head><body>
<h1>Utställare 2026</h1><p>Mässan är öppen lö–sö kl. 10–17. Inträde 6 €.</p><table class="utstallare">{rows}</table>
<p>Vill du ställa ut? Ring mässkansliet, 06 555 4400.</p></body></html>""",
        shown,
        spec='rows = "table.utstallare tr"\n[fields]\nname = "td.namn b"\ntown = "td.namn ~ (\\\\S+)$"',
    )


def definitions_sv() -> Page:
    """A definition list for each company inside an article; labels Besöksadress, Postadress, Tfn, Fax."""
    shown = tuple(only(f, "address", "postcode", "town", "phone", "email") for f in _spread(WOODS, 112))
    boxes = "".join(
        f"""<article class="teaser"><header><h2><a href="/node/{n}">{e(f.name)}</a></h2></header><dl><dt>Besöksadress:</dt><dd>{f.address},
{f.postcode} {f.town.upper()}</dd><dt>Tfn:</dt><dd>{f.phone}</dd><dt>Fax:</dt><dd>06 555 8{n:02}1</dd><dt>E-post:</dt>
<dd><a href="mailto:{f.email}">{f.email}</a></dd></dl><p><a href="/node/{n}">Läs mer<span class="visually-hidden"> om {e(f.name)}</span></a></p>
</article>"""
        for n, f in enumerate(shown)
    )
    return page(
        "sv-definitions",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Träbranschen | Kustens näringsliv</title></head><body>
<nav><a href="/">Start</a><a href="/foretag">Företag</a></nav><main><h1>Företag inom träbranschen</h1>{boxes}</main>
<footer>Kustens näringslivscentral, Hovrättsesplanaden 99, 65100 Vasa</footer></body></html>""",
        shown,
        spec='rows = "article.teaser"\nlang = "sv"\n[fields]\nname = "h2 a"\nphone = "label: Tfn"',
    )


def paragraphs_sv() -> Page:
    """Companies as paragraphs of one text: bold name, comma-divided parts, website bare."""
    shown = thinned(tuple(without(f, "business_id", "email") for f in _spread(YARDS[:8], 113)), 73, website=0.4)
    text = "\n".join(
        f"<p><b>{e(f.name)}</b>, {f.address}, {f.postcode} {f.town}, tel. {f.phone}"
        + (f", www.{f.website}" if f.website else "")
        + "</p>"
        for f in shown
    )
    return page(
        "sv-paragraphs",
        f"""<html><head><meta charset="utf-8"><title>Service i byn</title></head><body><h1>Service och företag i byn</h1>
<p>Här hittar du företagen i vår by. Saknas ditt företag? Hör av dig till byarådet.</p>
{text}
<p>Uppdaterad 4.5.2026</p></body></html>""",
        shown,
        spec='rows = "p:has(b)"\nlang = "sv"\n[fields]\nname = "b"',
    )


def partners_sv() -> Page:
    """Partners by name and link alone, beside three pieces of news."""
    shown = tuple(only(f, "website") for f in _spread(PARTNERS, 114))
    links = "".join(
        f'<li class="partner"><a href="https://{f.website}/" rel="sponsored">{e(f.name)}</a></li>' for f in shown
    )
    news = "".join(
        f'<li class="nyhet"><a href="/nyheter/{n}">{title}</a> <time>{n + 2}.10.2026</time></li>'
        for n, title in enumerate(("Höstmöte hålls i Närpes", "Nya stadgar godkända", "Ungdomslagret till final"))
    )
    return page(
        "sv-partners",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Samarbetspartners | IF Kustkraft</title></head><body>
<div class="sidebar"><h3>Nyheter</h3><ul>{news}</ul></div><div class="main"><h1>Våra samarbetspartners</h1><p>Tack till alla företag som
stöder vår verksamhet!</p><ul class="partners">{links}</ul></div></body></html>""",
        shown,
    )


def rows_sv() -> Page:
    """Divs without any class, three to a company; FO-nummer in brackets after the name."""
    shown = tuple(only(f, "business_id", "phone", "town", "postcode") for f in _spread(WOODS, 115))
    rows = "".join(
        f"<div><div>{e(f.name)} (FO-nr {f.business_id})</div><div>{f.postcode} {f.town}</div><div>{f.phone}</div></div>\n"
        for f in shown
    )
    return page(
        "sv-bare-divs",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Leverantörer</title></head><body><h1>Godkända leverantörer</h1>
<div>
{rows}</div></body></html>""",
        shown,
    )


LISTS = (exhibitors_sv, definitions_sv, paragraphs_sv, partners_sv, rows_sv)
