"""Pages of shops, clubs and homes that list no company: prices, products, flats, menus, results, comments."""

from __future__ import annotations

from benchmarks.pages.firm import FIRST, LAST
from benchmarks.pages.page import Page, page


def shop() -> Page:
    """Products in cards with prices and a cart."""
    cards = "".join(
        f"""<li class="product type-product"><a href="/tuote/{n}"><img src="/t/{n}.jpg" alt="{name}"><h2 class="woocommerce-loop-product__title">
{name}</h2><span class="price">{9 + 5 * n},90 €</span></a><a href="?add-to-cart={n}" class="button">Lisää ostoskoriin</a></li>"""
        for n, name in enumerate(
            ("Villasukat Kuura", "Pipo Halla", "Muki Tuisku 3 dl", "Kynttilä Nuotio", "Huopa Raita", "Essu Leipuri")
        )
    )
    return page(
        "none-shop",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kauppa – Kuurapuoti</title></head>
<body class="woocommerce"><h1>Kauppa</h1><ul class="products columns-3">{cards}</ul><footer>Kuurapuoti</footer></body></html>""",
    )


def prices() -> Page:
    """A price list of a hairdresser."""
    rows = "".join(
        f"<tr><td>{name}</td><td>{25 + 10 * n} €</td></tr>"
        for n, name in enumerate(("Hiustenleikkaus", "Parranajo", "Värjäys", "Kampaus", "Ripsien taivutus"))
    )
    return page(
        "none-prices",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Hinnasto</title></head><body><h1>Hinnasto</h1>
<table><tr><th>Palvelu</th><th>Hinta</th></tr>{rows}</table><p>Hinnat sis. alv 25,5 %.</p></body></html>""",
    )


def flats() -> Page:
    """Flats for rent: streets, postcodes, towns, rents."""
    cards = "".join(
        f"""<div class="apartment"><h3>Savonkatu {10 + n} A {n + 1}</h3><p>74100 Iisalmi</p><p>{n + 1}h+k, {30 + 11 * n},5 m²</p>
<p class="rent">{420 + 65 * n} €/kk</p><p>Vapautuu {n + 1}.1.2027</p><a href="/hae?id={n}">Hae asuntoa</a></div>"""
        for n in range(6)
    )
    return page(
        "none-flats",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Vapaat asunnot</title></head><body>
<h1>Vapaat vuokra-asunnot</h1><div class="apartments">{cards}</div></body></html>""",
    )


def recipe() -> Page:
    """A recipe with structured data of its own."""
    return page(
        "none-recipe",
        """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kalakukko</title><script type="application/ld+json">
{"@context":"https://schema.org","@type":"Recipe","name":"Kalakukko","author":{"@type":"Person","name":"Lempi Hilppola"},
"recipeYield":"8 annosta"}</script></head><body><h1>Kalakukko</h1><h2>Ainekset</h2><ul><li>5 dl ruisjauhoja</li><li>1 kg muikkuja</li>
<li>300 g siankylkeä</li><li>2 tl suolaa</li></ul><h2>Ohje</h2><ol><li>Sekoita taikina.</li><li>Lado kalat.</li><li>Paista 200 asteessa.</li>
<li>Hauduta 4 tuntia.</li></ol></body></html>""",
    )


def forum() -> Page:
    """A thread: writers with pen names, times, signatures with links."""
    posts = "".join(
        f"""<div class="post"><div class="author"><b>{pen}</b><br>Viestejä: {110 * n + 7}<br>Paikkakunta: {town}</div><div class="body">
<small>{n + 1}.5.2026 klo 2{n}:15</small><p>{text}</p></div></div>"""
        for n, (pen, town, text) in enumerate(
            (
                ("veneilijä77", "Rauma", "Kuka osaa korjata perämoottorin?"),
                ("Kippari", "Kristiinankaupunki", "Kokeile kysyä telakalta, ovat hoitaneet hyvin."),
                ("mökkiläinen", "Savonlinna", "Itse tein, varaosat tilasin netistä www.varaosat.example."),
                ("veneilijä77", "Rauma", "Kiitos vinkeistä!"),
                ("admin", "", "Aihe siirretty oikeaan alueeseen."),
            )
        )
    )
    return page(
        "none-forum",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Perämoottori yskii</title></head><body>
<h1>Perämoottori yskii</h1>{posts}<a href="?s=2">Seuraava</a></body></html>""",
    )


def reviews() -> Page:
    """Reviews of one hotel by persons and towns."""
    items = "".join(
        f"""<blockquote class="review"><div class="stars">★★★★☆</div><p>{text}</p><cite>{FIRST[n]} {LAST[n][0]}., {town}</cite></blockquote>"""
        for n, (text, town) in enumerate(
            (
                ("Ihana aamiainen ja ystävällinen palvelu.", "Oulu"),
                ("Huone oli siisti mutta kuuma.", "Tampere"),
                ("Tulemme uudestaan ensi kesänä!", "Vaasa"),
                ("Sijainti aivan rannassa.", "Lohja"),
            )
        )
    )
    return page(
        "none-reviews",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Asiakkaiden arvioita</title></head><body>
<h1>Mitä asiakkaat sanovat</h1>{items}</body></html>""",
    )


def menu() -> Page:
    """Lunch of the week."""
    days = "".join(
        f"<h3>{day}</h3><p>{first} (L, G)<br>{second} (M)<br>11,{n}0 €</p>"
        for n, (day, first, second) in enumerate(
            (
                ("Maanantai", "Lohikeitto", "Jauhelihapihvit"),
                ("Tiistai", "Hernekeitto", "Broileripasta"),
                ("Keskiviikko", "Karjalanpaisti", "Kasviscurry"),
                ("Torstai", "Pinaattiletut", "Uunimakkara"),
                ("Perjantai", "Paistetut muikut", "Pizzabuffet"),
            )
        )
    )
    return page(
        "none-menu",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Lounaslista vko 48</title></head><body>
<h1>Lounas vko 48</h1><p>Tarjolla arkisin klo 10.30–14.</p>{days}</body></html>""",
    )


def results() -> Page:
    """Results of a run: names of persons, their clubs and times."""
    rows = "".join(
        f"<tr><td>{n + 1}.</td><td>{FIRST[n]} {LAST[-n - 1]}</td><td>{club}</td><td>0.{34 + n}.{12 + n}</td></tr>"
        for n, club in enumerate(
            ("Keuruun Kisailijat", "Rauman Lukko", "KuPo", "Heinolan Isku", "IF Kraft", "Raahen Vesa")
        )
    )
    return page(
        "none-results",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Tulokset</title></head><body>
<h1>Syysjuoksu 10 km, miehet ja naiset</h1><table><tr><th>Sija</th><th>Nimi</th><th>Seura</th><th>Aika</th></tr>{rows}</table></body></html>""",
    )


def blog() -> Page:
    """An article and comments with names, dates, links."""
    comments = "".join(
        f"""<li class="comment"><article><footer class="comment-meta"><b class="fn">{FIRST[n]}</b> <time>{n + 4}.3.2026 klo 1{n}.30</time></footer>
<div class="comment-content"><p>{text}</p></div><a class="comment-reply-link" href="#r{n}">Vastaa</a></article></li>"""
        for n, text in enumerate(
            ("Hyvä kirjoitus!", "Olen eri mieltä kohdasta kaksi.", "Missä kurssi pidetään?", "Kiitos vinkistä.")
        )
    )
    return page(
        "none-blog",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Viisi vinkkiä yrittäjälle</title></head><body>
<article><h1>Viisi vinkkiä aloittavalle yrittäjälle</h1><p class="byline">Kirjoittanut Vieno Usvanen 2.3.2026</p>
<p>Moni miettii, mistä aloittaa. Kokosin viisi vinkkiä.</p><h2>1. Laske kannattavuus</h2><p>Tee laskelma huolella.</p>
<h2>2. Kysy apua</h2><p>Neuvonta on maksutonta.</p><h2>3. Verkostoidu</h2><p>Tule mukaan tapahtumiin.</p></article>
<ol class="comment-list">{comments}</ol></body></html>""",
    )


def gallery() -> Page:
    """Pictures with captions."""
    items = "".join(
        f'<figure><a href="/iso/{n}.jpg"><img src="/pieni/{n}.jpg" alt="{text}"></a><figcaption>{text}. Kuva: {FIRST[n]} {LAST[n]}</figcaption></figure>'
        for n, text in enumerate(
            ("Talvinen satama", "Puutalokortteli", "Toriväkeä", "Ruska tunturissa", "Tehtaan piippu", "Kesäyö")
        )
    )
    return page(
        "none-gallery",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kuvagalleria</title></head><body><h1>Kuvia</h1>
<div class="gallery">{items}</div></body></html>""",
    )


def courses() -> Page:
    """Courses with prices, teachers and places."""
    rows = "".join(
        f"<tr><td>{name}</td><td>{FIRST[n]} {LAST[n]}</td><td>{day} klo 18.00–19.30</td><td>{40 + 6 * n} €</td></tr>"
        for n, (name, day) in enumerate(
            (("Englannin alkeet", "ma"), ("Keramiikka", "ti"), ("Hitsaus", "ke"), ("Jooga", "to"))
        )
    )
    return page(
        "none-courses",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Kurssit</title></head><body><h1>Kevään kurssit</h1>
<table><tr><th>Kurssi</th><th>Opettaja</th><th>Aika</th><th>Hinta</th></tr>{rows}</table></body></html>""",
    )


LISTS = (shop, prices, flats, recipe, forum, reviews, menu, results, blog, gallery, courses)
