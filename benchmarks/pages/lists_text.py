"""Lists of companies in running markup: headings, bold lines, line breaks, definition lists, preformatted text."""

from __future__ import annotations

from html import escape as e
from itertools import groupby

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, page


def definition_list() -> Page:
    """Terms and descriptions: the name in dt, everything else in one or several dd."""
    shown = thinned(
        tuple(only(f, "website", "phone", "address", "postcode", "town") for f in firms("Keuruu", 10, 11)),
        1,
        website=0.4,
    )
    items = "\n".join(
        f"<dt>{e(f.name)}</dt>\n<dd>{f.address}, {f.postcode} {f.town}</dd>\n<dd>puh. {f.phone}</dd>"
        + (f'\n<dd><a href="http://{f.website}">{f.website}</a></dd>' if f.website else "")
        for f in shown
    )
    return page(
        "definition-list",
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Keuruun käsityöläiset ja yritykset</title></head><body>
<h1>Yritykset aakkosjärjestyksessä</h1>
<dl class="yritysluettelo">
{items}
</dl>
<p>Puuttuuko yrityksesi? Ilmoita tiedot: <a href="mailto:luettelo@keuruuninfo.example">luettelo@keuruuninfo.example</a></p>
<hr><address>Keuruun Info, Multiantie 5, 42700 Keuruu, puh. 014 555 0400</address></body></html>""",
        shown,
        spec='starts = "dt"\n[fields]\nname = "dt"',
    )


def heading_paragraph() -> Page:
    """h3 and p one after another in one div, under h2 of the trades; obfuscated e-mail with (at)."""
    shown = thinned(tuple(only(f, "email", "phone", "website") for f in firms("Kuusamo", 12, 12)), 2, website=0.3)
    by_trade = groupby(sorted(shown, key=lambda f: f.trade), key=lambda f: f.trade)
    ordered: list[Firm] = []
    parts = []
    for trade, group in by_trade:
        parts.append(f"<h2>{trade.capitalize()}</h2>")
        for f in group:
            ordered.append(f)
            site = f'<br>\n<a href="https://{f.website}/">Kotisivulle</a>' if f.website else ""
            parts.append(f"<h3>{e(f.name)}</h3>\n<p>Puhelin {f.phone}<br>\n{f.email.replace('@', ' (at) ')}{site}</p>")
    return page(
        "heading-paragraph",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kylän palvelut – Ylikitkan kylä</title></head>
<body><div class="header"><h1><a href="/">Ylikitkan kylä</a></h1></div>
<div class="content"><h1>Kylän palvelut</h1><p>Täältä löydät kylän ja lähialueen palvelut. Sähköpostiosoitteissa (at) = @.</p>
{chr(10).join(parts)}
<h2>Ilmoita palvelusi</h2><p>Ota yhteyttä kyläsihteeriin.</p></div></body></html>""",
        ordered,
        spec='starts = "h3"\n[fields]\nname = "h3"',
    )


def strong_break() -> Page:
    """One paragraph per company: bold name, lines of text, bare addresses of the web."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Lohja", 11, 13)), 5, website=0.3, email=0.3)
    parts = "\n".join(
        "<p><strong>" + "</strong><br />\n".join((e(f.name), "<br />\n".join(_lines(f)))) + "</p>" for f in shown
    )
    return page(
        "strong-break",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Toimijat</title></head><body>
<div id="site"><ul id="nav"><li><a href="/">Etusivu</a></li><li><a href="/toimijat">Toimijat</a></li></ul>
<div class="entry-content"><h2>Lohjan hyvinvointialan toimijat</h2>
<p>Luetteloon on koottu alueen yritykset. Tiedot päivitetty 3.2.2026.</p>
{parts}
<p><em>Luettelo ei ole täydellinen.</em></p></div></div></body></html>""",
        shown,
        spec='rows = "div.entry-content p:has(strong)"\n[fields]\nname = "strong"',
    )


def _lines(f: Firm) -> list[str]:
    lines = [f.address, f"{f.postcode} {f.town}", f"Puh. {f.phone}"]
    lines += [f"Sähköposti: {f.email}"] if f.email else []
    return lines + ([f"www.{f.website}"] if f.website else [])


def break_blocks() -> Page:
    """All companies in one paragraph, an empty line between them."""
    shown = thinned(tuple(without(f, "business_id", "website") for f in firms("Taivalkoski", 9, 14)), 3, email=0.4)
    text = "<br>\n<br>\n".join(
        f"{e(f.name)}<br>\n{f.address}<br>\n{f.postcode} {f.town.upper()}<br>\n{f.phone}"
        + (f"<br>\n{f.email}" if f.email else "")
        for f in shown
    )
    return page(
        "break-blocks",
        f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Yrityksiä</title></head>
<body bgcolor="#ffffff"><div class="teksti"><h1>Taivalkosken yrityksiä</h1><p>
{text}
</p></div><p class="alaviite">Sivua päivittää kunnan elinkeinotoimi. <a href="etusivu.html">Takaisin etusivulle</a></p>
</body></html>""",
        shown,
        spec='split = "br br"\nin = "div.teksti p"',
    )


def one_line_each() -> Page:
    """One company a line, the parts divided by commas."""
    shown = tuple(only(f, "phone", "address", "postcode", "town") for f in firms("Raahe", 12, 15))
    text = "<br/>\n".join(f"{e(f.name)}, {f.address}, {f.postcode} {f.town}, puh. {f.phone}" for f in shown)
    return page(
        "one-line-each",
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Hankkeen yritykset</title></head><body>
<h1>Hankkeessa mukana olevat yritykset</h1>
<div class="text">{text}</div>
<p>Hanketta rahoittaa Euroopan unioni.</p></body></html>""",
        shown,
        spec='split = "line"\nin = "div.text"',
    )


def list_items() -> Page:
    """A plain list: linked name, trade in brackets, the rest after a dash."""
    shown = thinned(tuple(only(f, "website", "phone", "town") for f in firms("Rauma", 13, 16)), 8, website=0.2)
    items = "\n".join(f"<li>{_linked(f)} ({f.trade}) &ndash; {f.town}, puh. {f.phone}</li>" for f in shown)
    return page(
        "list-items",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Alihankkijat</title></head><body>
<div role="navigation"><ul><li><a href="/a">Meistä</a></li><li><a href="/b">Alihankkijat</a></li><li><a href="/c">Laatu</a>
</li></ul></div><div id="main"><h1>Alihankintaverkosto</h1><ul>
{items}
</ul></div><div id="bottom"><a href="https://www.facebook.com/verkosto">Facebook</a>
<a href="https://www.linkedin.com/company/verkosto">LinkedIn</a></div></body></html>""",
        shown,
        spec='rows = "#main li"\n[fields]\nname = "~ ^(.+?) \\\\("',
    )


def _linked(f: Firm) -> str:
    return f'<a href="https://www.{f.website}">{e(f.name)}</a>' if f.website else e(f.name)


def preformatted() -> Page:
    """Text of a mail program in pre: columns by spaces, one company a line."""
    shown = tuple(only(f, "phone", "town") for f in firms("Keuruu", 10, 17))
    lines = "\n".join(f"{e(f.name):<42}{f.town:<12}{f.phone}" for f in shown)
    return page(
        "preformatted",
        f"""<html><head><title>Jasenluettelo 2026</title></head><body><h2>J&auml;senyritykset 1.1.2026</h2>
<pre>
{lines}
</pre>
<a href="index.html">Alkuun</a></body></html>""",
        shown,
        spec='split = "line"\nin = "pre"\n[fields]\nname = "~ ^(.+?)\\\\s{2,}"',
    )


def old_uppercase() -> Page:
    """A page of 1998: tags in capitals, unclosed paragraphs and cells, entities for letters."""
    shown = tuple(without(f, "business_id") for f in firms("Heinola", 8, 18))
    items = "\n".join(
        f"<P><B>{e(f.name)}</B><BR>{f.address}<BR>{f.postcode} {f.town}<BR>Puh. {f.phone}<BR>\n"
        f'<A HREF="mailto:{f.email}">{f.email}</A><BR><A HREF="http://www.{f.website}/">http://www.{f.website}/</A>'
        for f in shown
    )
    for letter, entity in (("ä", "&auml;"), ("ö", "&ouml;"), ("Ä", "&Auml;"), ("å", "&aring;")):
        items = items.replace(letter, entity)
    return page(
        "old-uppercase",
        f"""<HTML><HEAD><TITLE>Heinolan yritt&auml;ji&auml; verkossa</TITLE></HEAD>
<BODY BGCOLOR=#FFFFCC TEXT=#000000 LINK=#0000FF><CENTER><H1>Heinolan yritt&auml;ji&auml; verkossa</H1></CENTER><HR>
{items}
<HR><P ALIGN=CENTER><FONT SIZE=-1>Sivun tekij&auml;: <A HREF="mailto:webmaster@heinolaverkossa.example">webmaster</A>
</BODY></HTML>""",
        shown,
    )


LISTS = (
    *(definition_list, heading_paragraph, strong_break, break_blocks, one_line_each, list_items, preformatted),
    old_uppercase,
)
