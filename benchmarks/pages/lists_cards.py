"""Lists of companies in boxes: directories of WordPress, Elementor, Bootstrap, Drupal and older systems."""

from __future__ import annotations

from html import escape as e

from benchmarks.pages.firm import Firm, firms, only, thinned, without
from benchmarks.pages.page import Page, in_rows, page


def wp_directory() -> Page:
    """WordPress directory of a business association: sidebar with news, breadcrumb, cookie banner, owner in the footer."""
    shown = thinned(firms("Iisalmi", 14, 1), 1, website=0.25, email=0.2, address=0.1)
    shown = tuple(without(f, "business_id") for f in shown)
    cards = []
    for n, f in enumerate(shown):
        lines = [f'<p class="member__trade">{f.trade.capitalize()}</p>']
        if f.address:
            lines.append(f'<p class="member__addr">{f.address}<br />{f.postcode} {f.town}</p>')
        else:
            lines.append(f'<p class="member__addr">{f.postcode} {f.town}</p>')
        lines.append(f'<p class="member__tel">Puh. <a href="tel:{f.phone.replace(" ", "")}">{f.phone}</a></p>')
        if f.email:
            lines.append(f'<p><a href="mailto:{f.email}">{f.email}</a></p>')
        if f.website:
            lines.append(
                f'<p><a class="member__www" href="https://www.{f.website}/" target="_blank" rel="noopener">Kotisivut</a></p>'
            )
        cards.append(
            f'<article id="post-{4100 + n}" class="post-{4100 + n} member type-member status-publish hentry">'
            f'<h3 class="member__title">{e(f.name)}</h3>\n' + "\n".join(lines) + "</article>"
        )
    return page(
        "wp-directory",
        f"""<!DOCTYPE html>
<html lang="fi"><head><meta charset="UTF-8"><title>Jäsenyritykset - Mallilan Yrittäjät ry</title>
<link rel="stylesheet" href="/wp-content/themes/ylla/style.css?ver=6.4"></head>
<body class="page-template-default page page-id-22">
<header class="site-header"><a href="/">Mallilan Yrittäjät ry</a>
<nav><ul class="menu"><li><a href="/">Etusivu</a></li><li class="current"><a href="/jasenet/">Jäsenet</a></li>
<li><a href="/tapahtumat/">Tapahtumat</a></li><li><a href="/yhteystiedot/">Yhteystiedot</a></li></ul></nav></header>
<div class="breadcrumbs"><span><a href="/">Etusivu</a> &raquo; <span>Jäsenet</span></span></div>
<main><h1>Jäsenyritykset</h1><p>Yhdistyksessämme on yli sata jäsentä. Tutustu yrityksiin!</p>
<div class="members">
{chr(10).join(cards)}
</div></main>
<aside class="widget-area"><h2>Ajankohtaista</h2>
<ul><li><a href="/uutiset/aamukahvit">Aamukahvit 12.3.2026 klo 8.00</a></li>
<li><a href="/uutiset/vuosikokous">Vuosikokouskutsu 24.3.2026</a></li>
<li><a href="/uutiset/palkinto">Vuoden yrittäjä on valittu</a></li></ul></aside>
<footer><p><strong>Mallilan Yrittäjät ry</strong><br>Toimistokuja 1, 74100 Iisalmi<br>
Puh. 040 555 0001<br><a href="mailto:toimisto@mallilanyrittajat.example">toimisto@mallilanyrittajat.example</a></p></footer>
<div id="cookie-notice" role="dialog"><span>Käytämme evästeitä sivuston toiminnan parantamiseen.</span>
<a href="#">Hyväksyn</a> <a href="/tietosuoja/">Lue lisää</a></div>
</body></html>""",
        shown,
        spec='rows = "article.member"\n[fields]\nname = "h3"',
    )


def elementor() -> Page:
    """Elementor cards: wrappers of differing depth, lazy images, texts for screen readers, icon lists."""
    shown = tuple(only(f, "website", "email", "phone", "town") for f in firms("Savonlinna", 9, 2))
    cells = []
    for n, f in enumerate(shown):
        inner = f"""<div class="elementor-widget-container"><h4 class="elementor-heading-title">{e(f.name)}</h4></div>
<div class="elementor-widget-container"><p>Palvelut: {f.trade}. Toimimme paikkakunnalla {f.town}.</p></div>
<ul class="elementor-icon-list-items">
<li class="elementor-icon-list-item"><span class="elementor-icon-list-icon"><i aria-hidden="true" class="fas fa-phone"></i>
</span><span class="elementor-icon-list-text">{f.phone}</span></li>
<li class="elementor-icon-list-item"><a href="mailto:{f.email}"><span class="elementor-icon-list-text">{f.email}</span></a></li>
<li class="elementor-icon-list-item"><a href="https://{f.website}"><span class="elementor-icon-list-text">
Siirry sivustolle</span><span class="elementor-screen-only"> {e(f.name)} (avautuu uuteen ikkunaan)</span></a></li></ul>"""
        picture = (
            f'<img decoding="async" class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAA=" '
            f'data-src="/wp-content/uploads/{n}.jpg" alt="">'
        )
        wrapped = (
            f'<div class="elementor-widget-wrap"><div class="elementor-element-{n:x}7a">{picture}{inner}</div></div>'
        )
        if n % 3 == 2:
            wrapped = f'<div class="elementor-background-overlay"></div><div class="elementor-inner">{wrapped}</div>'
        cells.append(f'<div class="elementor-column elementor-col-33 elementor-element-{n:x}f3">{wrapped}</div>')
    rows = "".join(
        f'<section class="elementor-section elementor-inner-section"><div class="elementor-container">{row}'
        "</div></section>"
        for row in in_rows(cells, 3)
    )
    return page(
        "elementor",
        f"""<!doctype html><html lang="fi-FI"><head><meta charset="utf-8"><title>Kumppanit – Saimaan Palveluverkko</title>
<meta property="og:site_name" content="Saimaan Palveluverkko"></head><body class="elementor-default elementor-page">
<div data-elementor-type="header" class="elementor-location-header"><nav class="elementor-nav-menu"><a href="/">Koti</a>
<a href="/kumppanit/">Kumppanit</a><a href="/ota-yhteytta/">Ota yhteyttä</a></nav></div>
<div data-elementor-type="wp-page" class="elementor elementor-88">
<section class="elementor-section"><h2 class="elementor-heading-title">Yhteistyökumppanimme</h2>
<p>Verkoston yritykset palvelevat koko Itä-Suomea.</p></section>
{rows}
<section class="elementor-section elementor-cta"><h3>Haluatko mukaan verkostoon?</h3>
<a class="elementor-button" href="/liity/">Ota yhteyttä</a></section></div>
<div data-elementor-type="footer" class="elementor-location-footer"><p>Saimaan Palveluverkko<br>info@saimaanverkko.example
<br>015 555 0100</p></div></body></html>""",
        shown,
    )


def bootstrap_rows() -> Page:
    """Bootstrap grid: rows of three cards, the last card asks the reader to join."""
    shown = thinned(tuple(without(f, "business_id") for f in firms("Raahe", 11, 3)), 3, phone=0.2, website=0.3)
    cards = [
        f"""<div class="col-sm-6 col-lg-4 mb-4"><div class="card h-100 shadow-sm">
<img class="card-img-top" src="/img/jasenet/{n}.png" alt="{e(f.name)} logo" loading="lazy">
<div class="card-body"><h5 class="card-title">{e(f.name)}</h5>
<p class="card-text text-muted">{f.address}, {f.postcode} {f.town.upper()}</p></div>
<ul class="list-group list-group-flush">{_item("telephone", f.phone)}{_item("envelope", f.email)}</ul>
<div class="card-footer">{_button(f)}</div></div></div>"""
        for n, f in enumerate(shown)
    ]
    cards.append("""<div class="col-sm-6 col-lg-4 mb-4"><div class="card h-100 bg-primary text-white">
<div class="card-body"><h5 class="card-title">Liity jäseneksi!</h5><p class="card-text">Jäsenenä saat edut ja verkostot.</p>
<a href="/liity" class="btn btn-light">Täytä hakemus</a></div></div></div>""")
    grid = "\n".join(f'<div class="row">{row}</div>' for row in in_rows(cards, 3))
    return page(
        "bootstrap-rows",
        f"""<!doctype html><html lang="fi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Jäsenemme | Perämeren teollisuus</title></head>
<body><nav class="navbar navbar-expand-lg"><a class="navbar-brand" href="/">Perämeren teollisuus</a></nav>
<div class="container py-5"><h1 class="display-5">Jäsenemme</h1>
{grid}
</div><footer class="bg-dark text-light"><div class="container">&copy; 2026 Perämeren teollisuus ry, Rantakatu 5, 92100 Raahe,
puh. 08 555 0200</div></footer></body></html>""",
        shown,
        spec='rows = "div.card"\n[fields]\nname = "h5"\n[drop]\nname = ["Liity jäseneksi"]',
    )


def _item(icon: str, text: str) -> str:
    return f'<li class="list-group-item"><i class="bi bi-{icon}"></i> {text}</li>' if text else ""


def _button(f: Firm) -> str:
    return (
        f'<a href="http://www.{f.website}" class="btn btn-sm btn-outline-primary">Verkkosivut</a>' if f.website else ""
    )


def featured() -> Page:
    """A main sponsor in a layout of its own, then odd and even members with an advertisement after every fourth."""
    first, *rest = (only(f, "website", "phone", "address", "postcode", "town") for f in firms("Heinola", 13, 4))
    parts = []
    for n, f in enumerate(rest):
        parts.append(
            f"""<div class="jasen {("odd", "even")[n % 2]}{" first" if n == 0 else ""}">
 <div class="nimi"><a href="http://{f.website}">{e(f.name)}</a></div>
 <div class="osoite">{f.address}, FI-{f.postcode} {f.town}</div>
 <div class="puh">p. {f.phone}</div>
</div>"""
        )
        if n % 4 == 3:
            parts.append(
                '<div class="mainos"><a href="https://mainosverkko.example/klik?id=77"><img src="/banner.gif" '
                'alt="Mainos: kesärenkaat nyt -20 %" width="468" height="60"></a></div>'
            )
    return page(
        "featured",
        f"""<!DOCTYPE html><html lang="fi"><head><title>Jäsenluettelo</title><meta charset="utf-8"></head><body>
<div id="wrap"><div id="top"><h1>Heinolan seudun pienyritykset</h1></div>
<div id="menu"><a href="/">Etusivu</a> | <a href="/j.html">Jäsenet</a> | <a href="/t.html">Toimikunnat</a></div>
<div id="content"><h2>Jäsenluettelo</h2>
<div class="paayhteistyokumppani"><div class="logo"><a href="http://{first.website}"><img src="l.png" alt=""></a></div>
<h3>{e(first.name)}</h3><div class="esittely"><p>Pääyhteistyökumppanimme on paikallinen yritys, jonka ala on {first.trade}.
</p></div><table><tr><td>Osoite:</td><td>{first.address}<br>{first.postcode} {first.town}</td></tr>
<tr><td>Puhelin:</td><td>{first.phone}</td></tr></table></div>
<div class="jasenet">
{chr(10).join(parts)}
</div>
<div class="sivutus"><a href="?s=1" class="nyt">1</a> <a href="?s=2">2</a> <a href="?s=3">3</a>
<a href="?s=2">Seuraava &raquo;</a></div>
</div></div></body></html>""",
        (first, *rest),
        spec='rows = "div.jasen, div.paayhteistyokumppani"\n[fields]\nname = ".nimi, h3"',
    )


def drupal_views() -> Page:
    """Drupal view: field wrappers with labels, contact persons with mailboxes of their own, fax numbers."""
    shown = tuple(without(f, "business_id", "email") for f in firms("Rauma", 10, 5))
    rows = "".join(
        f"""<div class="views-row views-row-{n + 1} views-row-{("odd", "even")[n % 2]}">
<div class="views-field views-field-title"><span class="field-content"><a href="/fi/yritys/{1200 + n}">{e(f.name)}</a></span>
</div><div class="views-field views-field-field-osoite"><span class="views-label">Osoite: </span>
<div class="field-content">{f.address}, {f.postcode} {f.town}</div></div>
<div class="views-field views-field-field-yhteyshenkilo"><span class="views-label">Yhteyshenkilö: </span>
<div class="field-content">{f.person}, toimitusjohtaja, <a href="mailto:{f.mailbox}">{f.mailbox}</a></div></div>
<div class="views-field views-field-field-puhelin"><span class="views-label">Puhelin: </span>
<div class="field-content">{f.phone}</div></div>
<div class="views-field views-field-field-faksi"><span class="views-label">Faksi: </span>
<div class="field-content">02 555 {9000 + n}</div></div>
<div class="views-field views-field-field-www"><div class="field-content"><a href="http://www.{f.website}/fi">www.{f.website}
</a></div></div></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "drupal-views",
        f"""<!DOCTYPE html><html lang="fi" dir="ltr"><head><meta charset="utf-8"><meta name="Generator" content="Drupal 7">
<title>Yritykset | Satamakaupungin yritysrekisteri</title></head><body class="html not-front page-yritykset">
<div id="skip-link"><a href="#main-content">Hyppää pääsisältöön</a></div><div id="page">
<div id="header"><div class="region region-header"><div class="block block-search"><form action="/fi/yritykset" method="post">
<input type="text" name="search_block_form" title="Kirjoita hakusanat"><input type="submit" value="Haku"></form></div></div></div>
<div id="main-wrapper"><h1 class="title" id="page-title">Yritykset</h1>
<div class="view view-yritykset view-id-yritykset"><div class="view-filters"><form action="/fi/yritykset" method="get">
<label for="edit-toimiala">Toimiala</label><select id="edit-toimiala"><option>- Kaikki -</option><option>Metalli</option>
</select><input type="submit" value="Suodata"></form></div>
<div class="view-content">{rows}</div>
<ul class="pager"><li class="pager-current">1</li><li><a href="/fi/yritykset?page=1">2</a></li>
<li class="pager-next"><a href="/fi/yritykset?page=1">seuraava ›</a></li></ul></div></div>
<div id="footer">Rauman kehitysyhtiö palvelee. Vaihde 02 555 0300.</div></div></body></html>""",
        shown,
        spec='rows = "div.views-row"\n[fields]\nname = ".views-field-title a"\nphone = "label: Puhelin"',
    )


def aspnet() -> Page:
    """Everything inside one form of ASP.NET, ids of a repeater, addresses without a street for some."""
    shown = thinned(
        tuple(only(f, "phone", "email", "address", "postcode", "town") for f in firms("Kauhajoki", 12, 6)), 6, email=0.3
    )
    rows = "".join(
        f"""<div class="rivi"><span id="ctl00_Sisalto_rptYritykset_ctl{n:02}_lblNimi" class="otsikko"><b>{e(f.name)}</b></span>
<br /><span id="ctl00_Sisalto_rptYritykset_ctl{n:02}_lblOsoite">{f.address}</span>,
<span id="ctl00_Sisalto_rptYritykset_ctl{n:02}_lblPnro">{f.postcode}</span>
<span id="ctl00_Sisalto_rptYritykset_ctl{n:02}_lblPtp">{f.town.upper()}</span><br />
<span id="ctl00_Sisalto_rptYritykset_ctl{n:02}_lblPuh">Puh: {f.phone}</span><br />
<a id="ctl00_Sisalto_rptYritykset_ctl{n:02}_hlMail"{f' href="mailto:{f.email}"' if f.email else ""}>{f.email}</a>
<a id="ctl00_Sisalto_rptYritykset_ctl{n:02}_hlKartta" href="javascript:__doPostBack('kartta','{n}')">Näytä kartalla</a>
<hr /></div>"""
        for n, f in enumerate(shown)
    )
    return page(
        "aspnet-form",
        f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>Yrityshakemisto</title><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /></head>
<body><form name="aspnetForm" method="post" action="Yritykset.aspx?toimiala=0" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKLTY1MzE3NjQ4OA9kFgJmD2QWAgIDD2QWAgIBDxYCHgtfIUl0" />
<div id="logo"><img src="logo.gif" alt="Seutukunta" /></div><div id="vasen"><a href="Default.aspx">Etusivu</a><br />
<a href="Palvelut.aspx">Palvelut</a><br /><a href="Yritykset.aspx">Yritykset</a></div>
<div id="sisalto"><h1>Yrityshakemisto</h1><p>Toimiala: <select name="ddl"><option>Kaikki</option></select>
<input type="submit" name="btnHae" value="Hae" /></p>
{rows}
<span>Sivu 1 / 7</span> <a href="javascript:__doPostBack('next','')">Seuraava</a></div></form></body></html>""",
        shown,
        spec='rows = "div.rivi"\n[fields]\nname = "b"',
    )


LISTS = (wp_directory, elementor, bootstrap_rows, featured, drupal_views, aspnet)
