"""Answers of servers that hold no list at all: empty results, shells, walls, missing pages, other kinds of files."""

from __future__ import annotations

from benchmarks.pages.page import Page, page

PDF = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"


def search_form() -> Page:
    """A directory that shows nothing before a search."""
    return page(
        "none-search-form",
        """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Yrityshaku</title></head><body><h1>Yrityshaku</h1>
<form action="/haku" method="get"><label>Hakusana <input name="q"></label><label>Toimiala <select name="t"><option>Kaikki toimialat</option>
<option>Metalli</option><option>Puu</option><option>Palvelut</option></select></label><label>Kunta <select name="k"><option>Raahe</option>
<option>Pyhäjoki</option><option>Siikajoki</option></select></label><button>Hae yrityksiä</button></form></body></html>""",
    )


def login() -> Page:
    """The list is for members that have logged in."""
    return page(
        "none-login",
        """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kirjaudu sisään ‹ Jäsensivut</title></head>
<body class="login"><h1>Jäsensivut</h1><form name="loginform" action="/wp-login.php" method="post"><p><label>Käyttäjätunnus
<input type="text" name="log"></label></p><p><label>Salasana <input type="password" name="pwd"></label></p>
<p><input type="submit" value="Kirjaudu"></p></form><p><a href="/wp-login.php?action=lostpassword">Salasana hukassa?</a></p></body></html>""",
    )


def shell() -> Page:
    """An application of JavaScript without its data."""
    return page(
        "none-js-shell",
        """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Members</title><script defer src="/static/js/main.3f2a.js"></script>
</head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>""",
    )


def missing_fi() -> Page:
    """A page that is not there and says so with status 200, with the menu and the footer of the site."""
    return page(
        "none-missing-fi",
        """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Sivua ei löytynyt – Yrittäjät</title></head><body><nav>
<a href="/">Etusivu</a><a href="/jasenet">Jäsenet</a></nav><h1>Hups! Sivua ei löytynyt.</h1><p>Etsimäsi sivu on poistettu tai siirretty.</p>
<footer>Yrittäjät ry, Puistotie 99, 61800 Kauhajoki, 06 555 1800, toimisto@yrittajat.example</footer></body></html>""",
    )


def missing_sv() -> Page:
    """The same in Swedish."""
    return page(
        "none-missing-sv",
        """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Sidan hittades inte</title></head><body>
<h1>Sidan hittades inte</h1><p>Sidan du söker finns inte längre. Gå till <a href="/">startsidan</a>.</p></body></html>""",
    )


def missing_en() -> Page:
    """The same in English, with links to popular pages."""
    return page(
        "none-missing-en",
        """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>404 - Page not found</title></head><body>
<h1>Page not found</h1><p>Try one of these:</p><ul><li><a href="/about">About us</a></li><li><a href="/members">Members</a></li>
<li><a href="/news">News</a></li><li><a href="/events">Events</a></li><li><a href="/contact">Contact</a></li></ul></body></html>""",
    )


def pdf() -> Page:
    """A PDF that is called a page."""
    return Page(name="none-pdf", body=PDF, url="https://www.none-pdf.example/jasenluettelo", content_type="text/html")


def empty_list() -> Page:
    """A list without members."""
    return page(
        "none-empty-list",
        """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Jäsenyritykset</title></head><body><h1>Jäsenyritykset</h1>
<div class="view-empty"><p>Ei hakutuloksia valituilla ehdoilla.</p></div><table><thead><tr><th>Yritys</th><th>Puhelin</th>
<th>Kunta</th></tr></thead><tbody></tbody></table></body></html>""",
    )


def cookie_wall() -> Page:
    """Consent first: a list of kinds of cookies with their makers."""
    rows = "".join(
        f"<tr><td>{name}</td><td>{maker}</td><td>{what}</td><td>{months} kk</td></tr>"
        for name, maker, what, months in (
            ("_ga", "Google", "Kävijätilastot", 24),
            ("_fbp", "Meta", "Mainonta", 3),
            ("PHPSESSID", "Tämä sivusto", "Istunto", 0),
            ("consent", "Tämä sivusto", "Valintojesi tallennus", 12),
        )
    )
    return page(
        "none-cookie-wall",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Evästeasetukset</title></head><body><div class="cmp">
<h2>Arvostamme yksityisyyttäsi</h2><p>Me ja 142 kumppaniamme käytämme evästeitä.</p><table><tr><th>Nimi</th><th>Palveluntarjoaja</th>
<th>Tarkoitus</th><th>Kesto</th></tr>{rows}</table><button>Hyväksy kaikki</button><button>Hylkää</button></div></body></html>""",
    )


def empty() -> Page:
    """No byte at all but a line end."""
    return page("none-empty", "")


def feed() -> Page:
    """JSON where a page was asked for."""
    return Page(
        name="none-json",
        body=b'{"status":"ok","items":[],"next":null}\n',
        url="https://www.none-json.example/api/members",
        content_type="application/json",
        suffix=".html",
    )


LISTS = (search_form, login, shell, missing_fi, missing_sv, missing_en, pdf, empty_list, cookie_wall, empty, feed)
