"""Lists of companies as builders of sites make them: Wix, Squarespace, Joomla, SharePoint, Webflow-less hand work."""

from __future__ import annotations

from html import escape as e

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, in_rows, page


def wix() -> Page:
    """Wix: random ids, every text in rich-text paragraphs, a repeater whose items hold lines as separate components."""
    shown = tuple(only(f, "website", "phone", "email") for f in firms("Kauhajoki", 9, 91))
    items = "".join(
        f"""<div id="comp-k{n}x__item-j{n}f" class="comp-kx9q wixui-repeater__item" role="listitem">
<div id="comp-a{n}" class="KcpHeO tz5f0K"><h6 class="font_6 wixui-rich-text__text"><span style="font-weight:bold">{e(f.name)}</span></h6></div>
<div id="comp-b{n}" class="KcpHeO tz5f0K"><p class="font_8 wixui-rich-text__text"><span class="wixGuard">&#8203;</span>{f.trade}</p></div>
<div id="comp-c{n}" class="KcpHeO tz5f0K"><p class="font_8 wixui-rich-text__text">{f.phone}</p></div>
<div id="comp-d{n}" class="KcpHeO tz5f0K"><p class="font_8 wixui-rich-text__text"><object height="0"><a data-auto-recognition="true"
href="mailto:{f.email}">{f.email}</a></object></p></div>
<div id="comp-e{n}" class="Jl7f"><a data-testid="linkElement" href="https://www.{f.website}" target="_blank" rel="noreferrer"
aria-label="www"><span class="StylableButton__label">www</span></a></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "wix-repeater",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><meta name="generator" content="Wix.com Website Builder">
<title>Toimijat | Pohjanmaan Ruokaverkosto</title></head><body><div id="SITE_CONTAINER"><div id="SITE_HEADER"><p>Pohjanmaan Ruokaverkosto</p>
</div><div id="PAGES_CONTAINER"><div class="mesh"><div id="comp-title" class="KcpHeO"><h1 class="font_0">Toimijat</h1></div>
<div class="wixui-repeater" role="list">{items}</div></div></div><div id="SITE_FOOTER"><p>ruokaverkosto@ruokaverkosto.example</p></div></div>
</body></html>""",
        shown,
        spec='rows = "div.wixui-repeater__item"\n[fields]\nname = "h6"',
    )


def flat_siblings() -> Page:
    """No box around a company: h4, address, phone and link are siblings in one long column, rules between some."""
    shown = thinned(tuple(without(f, "business_id", "email") for f in firms("Taivalkoski", 9, 92)), 61, website=0.35)
    parts = []
    for n, f in enumerate(shown):
        parts.append(f'<h4 class="h4">{e(f.name)}</h4>\n<p class="lead">{f.address}, {f.postcode} {f.town}</p>')
        parts.append(f"<p>Puh. {f.phone}</p>")
        if f.website:
            parts.append(f'<p><a href="http://www.{f.website}">Siirry yrityksen sivuille</a></p>')
        if n % 2:
            parts.append("<hr>")
    return page(
        "flat-siblings",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><meta name="generator" content="Joomla! - Open Source"><title>Palvelut</title>
</head><body class="site com_content"><div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">
<h2 itemprop="headline">Palveluja kylällä</h2></div><div itemprop="articleBody"><p>Tervetuloa asioimaan!</p>
{chr(10).join(parts)}
<p><em>Muutokset: kylätoimikunta.</em></p></div></div>
<div class="moduletable"><h3>Kirjautuminen</h3><form action="/" method="post"><input name="username"><input name="password" type="password">
<button>Kirjaudu</button></form></div></body></html>""",
        shown,
        spec='starts = "h4"\n[fields]\nname = "h4"',
    )


def whole_card_link() -> Page:
    """Each card is one link to the company's own site; phone and town are spans in it."""
    shown = tuple(only(f, "website", "phone", "town") for f in firms("Oulu", 10, 93))
    cards = "".join(
        f"""<a class="grid-item" href="https://www.{f.website}/" target="_blank"><figure><img loading="lazy" src="/s/{n}.webp" alt=""></figure>
<span class="grid-item__title">{e(f.name)}</span><span class="grid-item__meta">{f.town} &middot; {f.trade}</span>
<span class="grid-item__meta">{f.phone}</span></a>"""
        for n, f in enumerate(shown)
    )
    return page(
        "whole-card-link",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Startupit — Northhub</title></head><body>
<header class="header"><a href="/">Northhub</a><a href="/startupit">Startupit</a><a href="/hae">Hae mukaan</a></header>
<section class="hero"><h1>Startupit</h1></section><section class="grid">{cards}
<a class="grid-item grid-item--cta" href="/hae"><span class="grid-item__title">Hae mukaan</span><span class="grid-item__meta">Seuraava
haku alkaa keväällä</span></a></section></body></html>""",
        shown,
        spec='rows = "a.grid-item"\n[fields]\nname = ".grid-item__title"\nwebsite = "@href"\n[drop]\nname = ["Hae mukaan"]',
    )


def one_cell() -> Page:
    """A table whose every cell holds a whole company, three to a row, the last cell empty."""
    shown = tuple(only(f, "phone", "email", "address", "postcode", "town") for f in firms("Heinola", 8, 94))
    cells = [
        f"<td><p><b>{e(f.name)}</b></p><p>{f.address}<br>{f.postcode} {f.town}<br>{f.phone}<br>{f.email}</p></td>\n"
        for f in shown
    ]
    rows = "".join(f"<tr>{row}</tr>" for row in in_rows([*cells, "<td>&nbsp;</td>"], 3))
    return page(
        "one-cell-each",
        f"""<html lang="fi"><head><meta charset="utf-8"><title>Yritykset</title></head><body><h1>Alueen yritykset</h1>
<table border="0" cellpadding="10">{rows}</table></body></html>""",
        shown,
        spec='rows = "td:has(b)"\n[fields]\nname = "b"',
    )


def label_lines() -> Page:
    """Labels and values in spans: Yritys, Yhteyshenkilö, Puhelin, Kotisivu, Laskutusosoite; SharePoint classes."""
    shown = thinned(firms("Keuruu", 8, 95), 63, email=0.3, business_id=0.2)
    boxes = "".join(
        f"""<div class="ms-itm"><div class="ms-line"><span class="lbl">Yritys:</span> <span class="val">{e(f.name)}</span></div>
<div class="ms-line"><span class="lbl">Yhteyshenkilö:</span> <span class="val">{f.person}, puh. {f.mobile}</span></div>
<div class="ms-line"><span class="lbl">Käyntiosoite:</span> <span class="val">{f.address}, {f.postcode} {f.town}</span></div>
<div class="ms-line"><span class="lbl">Vaihde:</span> <span class="val">{f.phone}</span></div>
{f'<div class="ms-line"><span class="lbl">Sähköposti:</span> <span class="val">{f.email}</span></div>' if f.email else ""}
<div class="ms-line"><span class="lbl">Kotisivu:</span> <span class="val"><a href="https://www.{f.website}/">https://www.{f.website}/</a></span></div>
{f'<div class="ms-line"><span class="lbl">Y-tunnus:</span> <span class="val">{f.business_id}</span></div>' if f.business_id else ""}
<div class="ms-line"><span class="lbl">Pankkitili:</span> <span class="val">FI21 1234 5600 0007 85</span></div></div>"""
        for f in shown
    )
    truth = [only(f, "website", "email", "address", "postcode", "town", "business_id", "phone") for f in shown]
    return page(
        "label-lines",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Toimittajarekisteri</title></head><body>
<div id="s4-workspace"><h1>Toimittajarekisteri</h1><div class="ms-wpContentDiv">{boxes}</div></div></body></html>""",
        truth,
        spec='rows = "div.ms-itm"\n[fields]\nname = "label: Yritys"\nphone = "label: Vaihde"',
    )


def nested_categories() -> Page:
    """Lists in lists: the outer items are trades, the inner ones companies."""
    shown = tuple(only(f, "phone", "website") for f in firms("Rauma", 12, 96))
    groups = []
    for n, trade in enumerate(("Metalliteollisuus", "Laivanrakennus", "Logistiikka")):
        inner = "".join(
            f'<li>{e(f.name)}, puh. {f.phone}, <a href="http://www.{f.website}">www.{f.website}</a></li>'
            for f in shown[4 * n : 4 * n + 4]
        )
        groups.append(f"<li><strong>{trade}</strong><ul>{inner}</ul></li>")
    return page(
        "nested-categories",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yritykset toimialoittain</title></head><body><div id="c">
<h1>Yritykset toimialoittain</h1><ul class="toimialat">{"".join(groups)}</ul></div></body></html>""",
        shown,
        spec='rows = "ul.toimialat ul li"\n[fields]\nname = "~ ^(.+?), puh"',
    )


def captions() -> Page:
    """Figures with captions in a gallery block; levels of partnership as headings."""
    shown = thinned(tuple(only(f, "website", "town") for f in firms("Savonlinna", 9, 97)), 64, website=0.25)
    levels = []
    for n, level in enumerate(("Kultakumppanit", "Hopeakumppanit", "Pronssikumppanit")):
        figures = "".join(_figure(f) for f in shown[3 * n : 3 * n + 3])
        levels.append(
            f'<h2 class="wp-block-heading">{level}</h2><div class="wp-block-gallery columns-3">{figures}</div>'
        )
    return page(
        "captions",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kumppanit – Oopperakaupungin festivaali</title></head><body>
<main class="wp-block-group"><h1>Kumppanit</h1>{"".join(levels)}</main></body></html>""",
        shown,
    )


def _figure(f: Firm) -> str:
    picture = f'<img src="/{f.email.partition("@")[2]}.png" alt="" class="wp-image-7">'
    linked = f'<a href="https://{f.website}">{picture}</a>' if f.website else picture
    return f'<figure class="wp-block-image">{linked}<figcaption>{e(f.name)}<br>{f.town}</figcaption></figure>'


def prose_cards() -> Page:
    """A paragraph of text about each company with the mailbox and phone inside its sentences."""
    shown = tuple(only(f, "email", "phone", "website", "town") for f in firms("Kuusamo", 7, 98))
    boxes = "".join(
        f"""<div class="media"><div class="media-body"><h3 class="media-heading"><a href="https://www.{f.website}">{e(f.name)}</a></h3>
<p>Yrityksen ala on {f.trade}, ja se toimii paikkakunnalla {f.town}. Vuonna {1990 + n} perustettu perheyritys työllistää {3 + n} henkilöä.
Tiedustelut osoitteeseen {f.email} tai numeroon {f.phone} arkisin klo 8–16.</p></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "prose-cards",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Ohjelmapalvelut</title></head><body><div class="container">
<h1>Ohjelmapalveluyritykset</h1>{boxes}</div></body></html>""",
        shown,
    )


def two_columns() -> Page:
    """A table of two columns without headings: name and trade left, all contact lines right; groups as rows."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Iisalmi", 9, 99)), 66, website=0.3, email=0.3)
    rows = []
    for n, f in enumerate(shown):
        if n % 3 == 0:
            rows.append(f'<tr bgcolor="#dddddd"><td colspan="2">{("Pohjoinen", "Keskusta", "Etelä")[n // 3]}</td></tr>')
        lines = [f.address, f"{f.postcode} {f.town}", f"puh. {f.phone}"]
        lines += [f'<a href="mailto:{f.email}">{f.email}</a>'] if f.email else []
        lines += [f'<a href="http://www.{f.website}">www.{f.website}</a>'] if f.website else []
        rows.append(
            f'<tr><td valign="top"><b>{e(f.name)}</b><br><i>{f.trade}</i></td><td>{"<br>".join(lines)}</td></tr>'
        )
    return page(
        "two-columns",
        f"""<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>Majoittajat</title></head><body>
<h2>Palvelut alueittain</h2><table width="600">{"".join(rows)}</table></body></html>""",
        shown,
    )


def spans_in_rows() -> Page:
    """Divs as rows, spans as columns with a heading row of divs; registry of a wholesaler."""
    shown = thinned(
        tuple(only(f, "address", "postcode", "town", "phone", "email") for f in firms("Tampere", 11, 100)),
        67,
        email=0.2,
    )
    rows = "".join(
        f"""<div class="lrow"><span class="c1">{e(f.name)}</span><span class="c2">{f.address}</span><span class="c3">{f.postcode}</span>
<span class="c4">{f.town.upper()}</span><span class="c5">{f.phone}</span><span class="c6">{f.email or "–"}</span></div>"""
        for f in shown
    )
    return page(
        "spans-in-rows",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Myyntipisteet</title></head><body><div class="wrap">
<h1>Jälleenmyyjät ja myyntipisteet</h1><div class="list"><div class="lrow lhead"><span class="c1">Nimi</span><span class="c2">Osoite</span>
<span class="c3">Postinro</span><span class="c4">Kaupunki</span><span class="c5">Puhelin</span><span class="c6">Sähköposti</span></div>{rows}</div>
</div></body></html>""",
        shown,
        spec='rows = "div.lrow:not(.lhead)"\n[fields]\nname = ".c1"\nphone = ".c5"',
    )


LISTS = (
    *(wix, flat_siblings, whole_card_link, one_cell, label_lines, nested_categories, captions, prose_cards),
    *(two_columns, spans_in_rows),
)
