"""Lists of companies in bytes and spellings that mislead: charsets, hidden letters, obfuscated mailboxes and phones."""

from __future__ import annotations

from dataclasses import replace
from html import escape as e

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, page


def windows_1252() -> Page:
    """Bytes of windows-1252 that call themselves iso-8859-1: dashes, quotes and the euro sign."""
    shown = tuple(only(f, "phone", "address", "postcode", "town") for f in firms("Keuruu", 9, 81))
    shown = tuple(replace(f, name=f"{f.name} – Myynti" if n == 2 else f.name) for n, f in enumerate(shown))
    items = "".join(
        f"<p class=yritys><b>{e(f.name)}</b> – “{f.trade}”<br>{f.address}, {f.postcode} {f.town}<br>Puh. {f.phone}</p>\n"
        for f in shown
    )
    return page(
        "windows-1252",
        f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Yritykset – Keuruu</title>
</head><body><h1>Yritykset</h1>
{items}
<p>Ilmoituksen hinta 20 €</p></body></html>""",
        shown,
        charset="cp1252",
        content_type="text/html",
    )


def utf8_called_latin() -> Page:
    """Bytes of UTF-8, while the header and the page say iso-8859-1."""
    shown = tuple(without(f, "business_id") for f in firms("Tampere", 8, 82))
    rows = "".join(
        f"<tr><td>{e(f.name)}</td><td>{f.address}</td><td>{f.postcode} {f.town}</td><td>{f.phone}</td>"
        f"<td>{f.email}</td><td>{f.website}</td></tr>\n"
        for f in shown
    )
    return page(
        "utf8-called-latin",
        f"""<html><head><meta charset="iso-8859-1"><title>Jäsenyritykset</title></head><body><h2>Jäsenyritykset</h2><table>
<tr><th>Yritys</th><th>Katuosoite</th><th>Postinumero ja -toimipaikka</th><th>Puhelin</th><th>Sähköposti</th><th>WWW</th></tr>
{rows}</table></body></html>""",
        shown,
        content_type="text/html; charset=ISO-8859-1",
    )


def utf16() -> Page:
    """UTF-16 with its mark, as an office program saves a page."""
    shown = tuple(only(f, "phone", "email", "town") for f in firms("Iisalmi", 7, 83))
    rows = "".join(
        f"<p class=MsoNormal><b><span lang=FI>{e(f.name)}</span></b><span lang=FI>, {f.town}, {f.phone},\n{f.email}</span></p>"
        for f in shown
    )
    return page(
        "utf-16",
        f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type
content="text/html; charset=unicode"><meta name=Generator content="Microsoft Word 15"><title>Yrityslista</title></head>
<body lang=FI><div class=WordSection1><h1>Yrityslista</h1>{rows}</div></body></html>""",
        shown,
        charset="utf-16",
        content_type="text/html",
    )


def hidden_letters() -> Page:
    """No-break spaces in phones and names, soft hyphens inside names, zero-width spaces in addresses of the web."""
    shown = thinned(tuple(without(f, "business_id", "email") for f in firms("Lohja", 9, 84)), 20, website=0.2)
    boxes = "".join(
        f"""<div class="box"><h3>&nbsp;{_soft(e(f.name))}&nbsp;</h3><p>{f.address.replace(" ", "&nbsp;")}<br>
{f.postcode}&nbsp;&nbsp;{f.town}</p><p>Puh.&nbsp;{f.phone.replace(" ", "&nbsp;")}</p>
{f'<p><a href="https://{f.website}">{f.website.replace(".", "&#8203;.")}</a></p>' if f.website else "<p>&nbsp;</p>"}</div>"""
        for f in shown
    )
    return page(
        "hidden-letters",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kumppanit</title></head><body>
<h1>Kumppani&shy;yritykset</h1><div class="boxes">{boxes}</div></body></html>""",
        shown,
        spec='rows = "div.box"\n[fields]\nname = "h3"',
    )


def _soft(name: str) -> str:
    return " ".join(
        f"{word[:5]}&shy;{word[5:]}" if len(word) > 8 and "&" not in word else word for word in name.split(" ")
    )


def cloudflare_mail() -> Page:
    """Mailboxes hidden by a content network: data-cfemail in links."""
    shown = tuple(only(f, "email", "phone", "town") for f in firms("Heinola", 8, 85))
    boxes = "".join(
        f"""<div class="row-fluid"><div class="span6"><h4>{e(f.name)}</h4><span class="city">{f.town}</span></div><div class="span6">
<a href="/cdn-cgi/l/email-protection#{_cf(f.email, n + 40)}"><span class="__cf_email__" data-cfemail="{_cf(f.email, n + 40)}">
[email&#160;protected]</span></a><br>{f.phone}</div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "cloudflare-mail",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Jälleenmyyjät</title></head><body>
<div class="container-fluid"><h1>Jälleenmyyjät</h1>{boxes}</div>
<script data-cfasync="false" src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script></body></html>""",
        shown,
        spec='rows = "div.row-fluid"\n[fields]\nname = "h4"\ntown = ".city"',
    )


def _cf(address: str, key: int) -> str:
    return f"{key:02x}" + "".join(f"{ord(char) ^ key:02x}" for char in address)


def obfuscated() -> Page:
    """Mailboxes in five ways of writing, explained at the top."""
    shown = tuple(only(f, "email", "phone", "website") for f in firms("Rauma", 10, 86))
    ways = (
        lambda box: box.replace("@", "(at)"),
        lambda box: box.replace("@", " [at] "),
        lambda box: box.replace("@", " ät ").replace(".", " piste "),
        lambda box: box.replace("@", "(ät)"),
        lambda box: box.replace("@", " at ").replace(".", " dot "),
    )
    items = "".join(
        f"""<li><div class="n">{e(f.name)}</div><div>puh {f.phone}</div><div>{ways[n % 5](f.email)}</div>
<div>http://www.{f.website}/index.php?lang=fi</div></li>"""
        for n, f in enumerate(shown)
    )
    return page(
        "obfuscated",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Urakoitsijat</title></head><body>
<h1>Urakoitsijat</h1><p>Roskapostin vuoksi sähköpostiosoitteet on kirjoitettu auki.</p><ul class="urakoitsijat">{items}</ul>
</body></html>""",
        shown,
        spec='rows = "ul.urakoitsijat li"\n[fields]\nname = "div.n"',
    )


FORMATS = (
    "{a}-{b}",
    "+358 {a0} {b}",
    "({a}) {b}",
    "+358-{a0}-{b}",
    "{a}{b}",
    "00358 {a0} {b}",
    "{a}/{b}",
    "+358(0){a0} {b}",
)


def phone_formats() -> Page:
    """Phone numbers in eight ways of writing; postcodes with FI- and in front of towns in capitals; fax after a slash."""
    shown = tuple(without(f, "business_id", "email") for f in firms("Savonlinna", 12, 87))
    boxes = []
    for n, f in enumerate(shown):
        area, _, rest = f.phone.partition(" ")
        told = FORMATS[n % 8].format(a=area, a0=area[1:], b=rest.replace(" ", "") if n % 2 else rest)
        fax = ", telefax 015 555 8080" if n % 3 == 0 else ""
        boxes.append(
            f"<fieldset><legend>{e(f.name)}</legend>{f.address}, FI-{f.postcode} {f.town.upper()}<br>T: {told}{fax}<br>"
            f"W: {f.website}</fieldset>"
        )
    return page(
        "phone-formats",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Saimaan veneilypalvelut</title></head><body>
<h1>Veneilypalvelut</h1>{"".join(boxes)}</body></html>""",
        shown,
        spec='rows = "fieldset"\n[fields]\nname = "legend"',
    )


def post_boxes() -> Page:
    """PL addresses, c/o lines and streets without a number beside ordinary ones; numbers of parking places are none."""
    made = tuple(only(f, "address", "postcode", "town", "phone") for f in firms("Kuusamo", 8, 88))
    boxes = {1: "PL 27", 4: "PL 105", 6: "P.O. Box 18"}
    shown: tuple[Firm, ...] = tuple(replace(f, address=boxes.get(n, f.address)) for n, f in enumerate(made))
    items = "".join(
        f"""<tr class="{("a", "b")[n % 2]}"><td><a name="y{n}"></a><strong>{e(f.name)}</strong><br/>
<small>{f.trade}</small></td><td>{f.address}<br/>{f.postcode} {f.town}</td><td nowrap>{f.phone}</td></tr>"""
        for n, f in enumerate(shown)
    )
    return page(
        "post-boxes",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Matkailuyritykset</title></head><body>
<h1>Matkailuyritykset</h1><table id="y"><tr><th>Yritys / toiminta</th><th>Postiosoite</th><th>Puhelin</th></tr>{items}</table>
<p>Pysäköinti: 45 paikkaa, 12 sähköpaikkaa.</p></body></html>""",
        shown,
    )


LISTS = (
    *(windows_1252, utf8_called_latin, utf16, hidden_letters, cloudflare_mail, obfuscated, phone_formats, post_boxes),
)
