"""Lists of companies in tables: headings of two rows, categories over rows, lying tables, tables as layout."""

from __future__ import annotations

from html import escape as e

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, page


def plain_table() -> Page:
    """One heading row, Business IDs, empty cells."""
    shown = thinned(
        tuple(without(f, "address", "postcode") for f in firms("Iisalmi", 15, 21)), 4, website=0.3, email=0.3
    )
    rows = "\n".join(
        f"<tr><td>{e(f.name)}</td><td>{f.business_id}</td><td>{f.town}</td><td>{f.phone}</td><td>"
        + (f'<a href="mailto:{f.email}">{f.email}</a>' if f.email else "&nbsp;")
        + "</td><td>"
        + (f'<a href="https://{f.website}">{f.website}</a>' if f.website else "-")
        + "</td></tr>"
        for f in shown
    )
    return page(
        "plain-table",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yrityskummit</title></head><body>
<h1>Yrityskummit</h1><table class="table table-striped"><thead><tr><th>Yritys</th><th>Y-tunnus</th><th>Paikkakunta</th>
<th>Puhelin</th><th>Sähköposti</th><th>Kotisivu</th></tr></thead><tbody>
{rows}
</tbody></table></body></html>""",
        shown,
    )


def two_row_heading() -> Page:
    """Headings over two rows with merged cells, categories as rows of their own over all columns."""
    shown = tuple(without(f, "website") for f in firms("Kauhajoki", 12, 22))
    rows = []
    for n, f in enumerate(shown):
        if n % 4 == 0:
            rows.append(
                f'<tr class="ryhma"><td colspan="6"><b>{("Metalli", "Elintarvike", "Palvelut")[n // 4]}</b></td></tr>'
            )
        rows.append(
            f"<tr><td>{e(f.name)}</td><td>{f.address}</td><td>{f.postcode}</td><td>{f.town}</td><td>{f.phone}</td>"
            f"<td>{f.email}</td></tr>"
        )
    listed = tuple(without(f, "business_id") for f in shown)
    return page(
        "two-row-heading",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Alueen yritykset</title></head><body>
<div class="sisalto"><h1>Alueen yritykset toimialoittain</h1><table border="1" cellpadding="3">
<tr><th rowspan="2">Nimi</th><th colspan="3">Käyntiosoite</th><th colspan="2">Yhteystiedot</th></tr>
<tr><th>Katuosoite</th><th>Postinro</th><th>Postitoimipaikka</th><th>Puh.</th><th>S-posti</th></tr>
{chr(10).join(rows)}
</table></div></body></html>""",
        listed,
    )


def category_rowspan() -> Page:
    """The first column is a category that spans the rows of its companies."""
    shown = thinned(tuple(only(f, "website", "phone", "town") for f in firms("Raahe", 12, 23)), 7, website=0.25)
    rows = []
    for n, f in enumerate(shown):
        category = (
            f'<td rowspan="3" class="ala">{("ICT", "Rakentaminen", "Kauppa", "Matkailu")[n // 3]}</td>'
            if n % 3 == 0
            else ""
        )
        site = f'<a href="http://{f.website}" target="_blank">{f.website}</a>' if f.website else ""
        rows.append(f"<tr>{category}<td>{e(f.name)}</td><td>{f.phone}</td><td>{site}</td><td>{f.town}</td></tr>")
    return page(
        "category-rowspan",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yritysluettelo</title></head><body>
<header><p>Kehitysyhtiö</p></header><main><h1>Yritysluettelo</h1><figure class="wp-block-table"><table>
<thead><tr><th>Toimiala</th><th>Yrityksen nimi</th><th>Puhelinnumero</th><th>Www-sivut</th><th>Kunta</th></tr></thead>
<tbody>{"".join(rows)}</tbody></table></figure></main></body></html>""",
        shown,
    )


def lying_table() -> Page:
    """Companies are columns, fields are rows."""
    shown = tuple(without(f, "business_id") for f in firms("Savonlinna", 5, 24))

    def line(label: str, *cells: str) -> str:
        return f'<tr><th scope="row">{label}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

    rows = (
        line("Yritys", *(f"<strong>{e(f.name)}</strong>" for f in shown)),
        line("Osoite", *(f.address for f in shown)),
        line("Postinumero", *(f.postcode for f in shown)),
        line("Toimipaikka", *(f.town for f in shown)),
        line("Puhelin", *(f.phone for f in shown)),
        line("Sähköposti", *(f.email for f in shown)),
        line("Verkkosivut", *(f'<a href="https://www.{f.website}">{f.website}</a>' for f in shown)),
    )
    return page(
        "lying-table",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kumppanit vertailussa</title></head><body>
<h2>Hankkeen viisi kumppaniyritystä</h2><div style="overflow-x:auto"><table>
{chr(10).join(rows)}
</table></div></body></html>""",
        shown,
    )


def table_per_company() -> Page:
    """A small table of labels and values for each company, under its name."""
    shown = thinned(tuple(firms("Keuruu", 7, 25)), 9, email=0.3, business_id=0.3)
    boxes = []
    for f in shown:
        rows = [("Osoite", f"{f.address}, {f.postcode} {f.town}"), ("Puhelin", f.phone)]
        rows += [("Sähköposti", f"{f.email.replace('@', '[at]')}")] if f.email else []
        rows += [("Kotisivu", f'<a href="http://www.{f.website}/">www.{f.website}</a>')]
        rows += [("Y-tunnus", f.business_id)] if f.business_id else []
        rows += [("Toimiala", f.trade), ("Henkilöstö", "2-5")]
        cells = "".join(f"<tr><td class='k'>{label}:</td><td class='v'>{value}</td></tr>" for label, value in rows)
        boxes.append(f"<div class='yrityskortti'><h3>{e(f.name)}</h3><table class='tiedot'>{cells}</table></div>")
    return page(
        "table-per-company",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Yrityskortit</title></head><body>
<div class="murupolku">Olet tässä: <a href="/">Etusivu</a> / <a href="/elinkeinot">Elinkeinot</a> / Yrityskortit</div>
<h1>Yrityskortit</h1>
{chr(10).join(boxes)}
<p class="paivitetty">Päivitetty 14.10.2026</p></body></html>""",
        shown,
        spec='rows = "div.yrityskortti"\n[fields]\nname = "h3"\nemail = "label: Sähköposti"',
    )


def layout_tables() -> Page:
    """Tables as layout of 2001: two companies side by side in nested tables, without headings."""
    shown = tuple(only(f, "email", "phone", "address", "postcode", "town") for f in firms("Kuusamo", 8, 26))
    cells = [
        f"""<td width="50%" valign="top"><table border="0" cellspacing="0"><tr><td colspan="2">
<font face="Arial" size="3"><b>{e(f.name)}</b></font></td></tr><tr><td><img src="pallo.gif" width="8"></td><td>
<font face="Arial" size="2">{f.address}<br>{f.postcode} {f.town}<br>puh. {f.phone}<br>
<a href="mailto:{f.email}">{f.email}</a></font></td></tr></table></td>"""
        for f in shown
    ]
    rows = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return page(
        "layout-tables",
        f"""<html><head><title>Kuusamon yritt&auml;j&auml;t</title></head><body><table width="780" align="center"><tr>
<td colspan="2"><img src="otsikko.jpg" alt="Otsikkokuva"></td></tr><tr><td width="140" valign="top" bgcolor="#336699">
<a href="etu.html">Etusivu</a><br><a href="jasenet.html">J&auml;senet</a><br><a href="palaute.html">Palaute</a></td>
<td valign="top"><h2>J&auml;senyritykset</h2><table width="100%" cellpadding="8">{rows}</table></td></tr>
<tr><td colspan="2" align="center"><font size="1">Copyright 2001-2026</font></td></tr></table></body></html>""",
        shown,
        spec='rows = "table table table"\n[fields]\nname = "b"',
    )


def data_labels() -> Page:
    """A responsive table: headings repeat in data-label, the name is a link to the member's own page of the site."""
    shown = tuple(only(f, "email", "phone", "business_id", "town") for f in firms("Vaasa", 11, 27))
    rows = "\n".join(
        f"""<div class="tr" role="row"><div class="td" role="cell" data-label="Jäsen"><a href="/jasenet/{n}">{e(f.name)}</a></div>
<div class="td" role="cell" data-label="Y-tunnus">{f.business_id}</div>
<div class="td" role="cell" data-label="Kotipaikka">{f.town}</div>
<div class="td" role="cell" data-label="Puhelin">{f.phone}</div>
<div class="td" role="cell" data-label="Sähköposti"><a href="mailto:{f.email}?subject=Yhteydenotto">Lähetä viesti</a></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "data-labels",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenet – Energiaklusteri</title></head><body>
<main id="app"><h1>Klusterin jäsenet</h1><div class="table" role="table" aria-label="Jäsenet">
<div class="tr head" role="row"><div class="th" role="columnheader">Jäsen</div><div class="th" role="columnheader">Y-tunnus</div>
<div class="th" role="columnheader">Kotipaikka</div><div class="th" role="columnheader">Puhelin</div>
<div class="th" role="columnheader">Sähköposti</div></div>
{rows}
</div></main></body></html>""",
        shown,
        spec='rows = "div.tr:not(.head)"\n[fields]\nname = "[data-label=Jäsen] a"',
    )


def table_without_headings() -> Page:
    """No heading row at all: the name, one cell with the address, one with the phone and e-mail."""
    shown = tuple(without(f, "business_id", "website") for f in firms("Rauma", 10, 28))
    rows = "\n".join(
        f"<tr><td><p><strong>{e(f.name)}</strong></p></td><td><p>{f.address}<br>{f.postcode} {f.town}</p></td>"
        f"<td><p>{f.phone}<br>{_entities(f.email)}</p></td></tr>"
        for f in shown
    )
    return page(
        "table-without-headings",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Satama-alueen yritykset</title></head><body>
<section><h1>Satama-alueen yritykset</h1><table><tbody>
{rows}
</tbody></table></section></body></html>""",
        shown,
    )


def _entities(text: str) -> str:
    """The text as character references, against collectors of addresses."""
    return "".join(f"&#{ord(char)};" for char in text)


def roles_table() -> Page:
    """Columns for a contact person and a personal mailbox between those of the company."""
    shown: tuple[Firm, ...] = tuple(only(f, "website", "phone", "postcode", "town") for f in firms("Tampere", 9, 29))
    rows = "".join(
        f"<tr><td>{n}.</td><td>{e(f.name)}</td><td>{f.person}</td><td>{f.mailbox}</td><td>{f.phone}</td>"
        f"<td>{f.postcode} {f.town}</td><td>https://www.{f.website}</td></tr>"
        for n, f in enumerate(shown, 1)
    )
    return page(
        "roles-table",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Hankkeen osallistujat</title></head><body>
<h3>Osallistujat</h3><table><tr><td><b>#</b></td><td><b>Organisaatio</b></td><td><b>Yhteyshenkilö</b></td>
<td><b>Yhteyshenkilön sähköposti</b></td><td><b>Vaihde</b></td><td><b>Postiosoite</b></td><td><b>WWW</b></td></tr>{rows}</table>
</body></html>""",
        shown,
        spec='rows = "tr:not(:first-child)"\n[fields]\nname = "td:nth-child(2)"\nphone = "td:nth-child(5)"\nwebsite = "td:nth-child(7)"',
    )


LISTS = (
    *(plain_table, two_row_heading, category_rowspan, lying_table, table_per_company, layout_tables, data_labels),
    *(table_without_headings, roles_table),
)
