"""Small sites with a start page, paging and pages of companies, each with its source file and what it lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, firms, named, only, thinned, without
from benchmarks.pages.lists_languages import COAST, GARDENS
from benchmarks.pages.page import Site

PER_PAGE = 8


def _encoded(texts: dict[str, str]) -> dict[str, bytes]:
    return {address: text.strip().encode() + b"\n" for address, text in texts.items()}


def directory() -> Site:
    """Three pages of cards with a link "Seuraava", and a page per member that has the Business ID and the street."""
    base = "https://mallila.example"
    members = thinned(firms("Lohja", 20, 301), 51, website=0.2, business_id=0.15)
    pages: dict[str, str] = {}
    groups = [members[start : start + PER_PAGE] for start in range(0, len(members), PER_PAGE)]
    for number, group in enumerate(groups, 1):
        cards = "\n".join(
            f'<div class="member-card"><h3><a href="/yritys/{_slug(f)}/">{e(f.name)}</a></h3><p class="puh">{f.phone}</p></div>'
            for f in group
        )
        after = (
            f'<a class="next page-numbers" href="{base}/jasenet/sivu/{number + 1}/">Seuraava</a>'
            if number < len(groups)
            else ""
        )
        before = (
            f'<a class="prev page-numbers" href="{_member_page(base, number - 1)}">Edellinen</a>' if number > 1 else ""
        )
        pages[_member_page(base, number)] = _frame(
            f"<h1>Jäsenet</h1><div class='members'>{cards}</div><nav class='pagination'>{before}<span>{number}</span>{after}</nav>",
            f"Jäsenet – sivu {number}",
        )
    for f in members:
        pages[f"{base}/yritys/{_slug(f)}/"] = _frame(_detail(f), f.name)
    pages[f"{base}/"] = _frame("<h1>Tervetuloa</h1><p><a href='/jasenet/'>Jäsenet</a></p>", "Mallilan Yrittäjät")
    spec = f"""name = "Mallilan Yrittäjät, jäsenet"
start = ["{base}/jasenet/"]
lang = "fi"
rows = "div.member-card"
[fields]
name = "h3"
phone = "p.puh"
[next]
css = "a.next"
max_pages = 10
[detail]
link = "h3 a"
fields.business_id = "label: Y-tunnus"
fields.email = "label: Sähköposti"
fields.website = "a.www @href"
[expect]
min = 15
"""
    return Site("site-directory", "mallila.example", _encoded(pages), members, spec)


def _member_page(base: str, number: int) -> str:
    return f"{base}/jasenet/" if number == 1 else f"{base}/jasenet/sivu/{number}/"


def _slug(f: Firm) -> str:
    return f.email.partition("@")[2].removesuffix(".example")


def _detail(f: Firm) -> str:
    site = f'<p><a class="www" href="https://www.{f.website}">Verkkosivusto</a></p>' if f.website else ""
    identity = f"<dt>Y-tunnus</dt><dd>{f.business_id}</dd>" if f.business_id else ""
    return f"""<p><a href="/jasenet/">&laquo; Takaisin luetteloon</a></p><h1>{e(f.name)}</h1><dl><dt>Käyntiosoite</dt>
<dd>{f.address}<br>{f.postcode} {f.town}</dd><dt>Puhelin</dt><dd>{f.phone}</dd><dt>Sähköposti</dt><dd>{f.email}</dd>{identity}</dl>
{site}<h2>Katso myös</h2><p><a href="/tapahtumat">Tulevat tapahtumat</a></p>"""


def _frame(body: str, title: str) -> str:
    return f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>{e(title)}</title></head><body>
<header><a href="/">Mallilan Yrittäjät ry</a></header><main>{body}</main><footer>Mallilan Yrittäjät ry, Laurinkatu 100, 08100 Lohja,
puh. 019 555 3100, toimisto@mallila.example</footer></body></html>"""


def swedish_links() -> Site:
    """A start page with links alone; everything else is on the pages of the companies, the town is the same for all."""
    base = "https://foretag.kuststaden.example"
    made = named((*COAST, *GARDENS[:3]), "Kristinestad", 302)
    members = thinned(tuple(without(f, "business_id") for f in made), 52, email=0.3)
    links = "".join(f'<li><a href="foretag.php?id={n}">{e(f.name)}</a></li>' for n, f in enumerate(members, 100))
    pages = {
        f"{base}/register.php": f"""<html lang="sv"><head><meta charset="utf-8"><title>Företagsregister</title></head><body>
<ul class="meny"><li><a href="index.php">Start</a></li><li><a href="register.php">Register</a></li></ul>
<h1>Företagsregister</h1><ul class="register">{links}</ul></body></html>"""
    }
    for n, f in enumerate(members, 100):
        mail = f"<tr><td>E-post</td><td><a href='mailto:{f.email}'>{f.email}</a></td></tr>" if f.email else ""
        pages[
            f"{base}/foretag.php?id={n}"
        ] = f"""<html lang="sv"><head><meta charset="utf-8"><title>{e(f.name)}</title></head><body>
<ul class="meny"><li><a href="index.php">Start</a></li><li><a href="register.php">Register</a></li></ul><h2>{e(f.name)}</h2>
<table><tr><td>Adress</td><td>{f.address}, {f.postcode} {f.town.upper()}</td></tr><tr><td>Telefon</td><td>{f.phone}</td></tr>{mail}
<tr><td>Hemsida</td><td><a href="http://www.{f.website}">www.{f.website}</a></td></tr></table></body></html>"""
    spec = f"""name = "Kuststadens företagsregister"
start = ["{base}/register.php"]
lang = "sv"
rows = "ul.register li"
[fields]
name = "a"
[detail]
link = "a"
fields.website = "label: Hemsida"
fields.phone = "label: Telefon"
[fill]
town = "Kristinestad"
"""
    return Site("site-swedish-links", "foretag.kuststaden.example", _encoded(pages), members, spec)


def looping_table() -> Site:
    """Two start pages of tables; "Seuraava" of the last page leads back to the first; a member stands on two pages."""
    base = "https://www.teollisuuskyla.example"
    made = tuple(only(f, "phone", "website", "town", "business_id") for f in firms("Raahe", 18, 303))
    members = tuple(replace(f, town="Raahe") for f in made)
    on_page = (members[:7], (*members[5:7], *members[7:13]), members[13:])
    pages = {}
    for number, group in enumerate(on_page):
        rows = "".join(
            f"<tr><td>{e(f.name)}</td><td>{f.business_id}</td><td>{f.phone}</td><td><a href='https://{f.website}'>www</a></td></tr>"
            for f in group
        )
        pages[
            f"{base}/lista?s={number}"
        ] = f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Yritykset</title>
</head><body><h1>Teollisuuskylän yritykset</h1><table id="yritykset"><tbody><tr class="otsikko"><td>Yritys</td><td>Tunnus</td><td>Puh</td>
<td>Sivut</td></tr>{rows}</tbody></table><p><a rel="next" href="?s={(number + 1) % 3}">Seuraava sivu</a></p></body></html>"""
    spec = f"""name = "Teollisuuskylä"
start = ["{base}/lista?s=0"]
rows = "table#yritykset tr:not(.otsikko)"
[fields]
name = "td:nth-child(1)"
[next]
css = "a[rel=next]"
[fill]
town = "Raahe"
[expect]
min = 10
fill = {{ phone = 0.8 }}
"""
    return Site("site-looping-table", "www.teollisuuskyla.example", _encoded(pages), members, spec)


def sites() -> Iterator[Site]:
    """All of them."""
    yield directory()
    yield swedish_links()
    yield looping_table()
