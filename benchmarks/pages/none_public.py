"""Pages of towns and associations that list no company: news, events, staff, jobs, services, forms."""

from __future__ import annotations

from benchmarks.pages.firm import FIRST, LAST, firms
from benchmarks.pages.page import Page, page


def news() -> Page:
    """Cards of news that name companies in running text."""
    cards = "".join(
        f"""<article class="news-card"><time datetime="2026-0{n + 1}-1{n}">1{n}.{n + 1}.2026</time><h3><a href="/uutiset/{n}">{title}</a></h3>
<p>{text}</p><a class="more" href="/uutiset/{n}">Lue lisää</a></article>"""
        for n, (title, text) in enumerate(
            (
                ("Kaupunki ja yritykset allekirjoittivat sopimuksen", "Sopimus koskee uutta teollisuusaluetta."),
                ("Uusi kävelysilta avataan perjantaina", "Avajaiset pidetään klo 14 torilla."),
                ("Yrittäjäpalkinto jaettiin", "Palkinnon sai tänä vuonna leipomo, joka täyttää sata vuotta."),
                ("Työllisyys parani hieman", "Työttömyysaste on nyt 8,4 prosenttia."),
                ("Hakuaika päättyy pian", "Avustuksia voi hakea 31.3. klo 15 saakka."),
                ("Kirjasto suljettu remontin vuoksi", "Kirjasto palvelee väistötiloissa osoitteessa Koulukatu 3."),
            )
        )
    )
    return page(
        "none-news",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Ajankohtaista | Kaupunki</title></head><body>
<nav><a href="/">Etusivu</a></nav><main><h1>Ajankohtaista</h1>{cards}</main><footer>Kaupunki, PL 1, 74101 Iisalmi,
kirjaamo@kaupunki.example, vaihde 017 555 0000</footer></body></html>""",
    )


def events() -> Page:
    """A calendar of events with places, times, organisers' phones and tickets."""
    rows = "".join(
        f"""<div class="event"><div class="event-date">{3 + 4 * n}.6.2026 klo 1{n}.00</div><h3 class="event-title">{title}</h3>
<div class="event-place">{place}, 92100 Raahe</div><div>Liput {5 * n + 5} €, p. 08 555 11{n}0</div><a href="https://liput.example/{n}">Osta lippu</a></div>"""
        for n, (title, place) in enumerate(
            (
                ("Satamakonsertti", "Merikatu 1"),
                ("Käsityömarkkinat", "Kirkkokatu 20"),
                ("Kesäteatteri: Myrskyluodon tytär", "Puistokatu 8"),
                ("Iltatori ja musiikkia", "Pekkatori"),
                ("Lasten seikkailupäivä", "Museonranta 2"),
            )
        )
    )
    return page(
        "none-events",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Tapahtumakalenteri</title></head><body>
<h1>Tapahtumakalenteri</h1><div class="events">{rows}</div></body></html>""",
    )


def staff() -> Page:
    """Officials with titles, phones and personal mailboxes."""
    people = "".join(
        f"""<div class="person-card"><img src="/k/{n}.jpg" alt="{FIRST[n]} {LAST[n]}"><h4>{FIRST[n]} {LAST[n]}</h4><p>{role}</p>
<p><a href="tel:04055512{n}0">040 555 12{n}0</a></p><p>{FIRST[n].lower()}.{LAST[n].lower()}@kaupunki.example</p></div>"""
        for n, role in enumerate(
            (
                "kaupunginjohtaja",
                "elinkeinojohtaja",
                "yritysneuvoja",
                "hallintosihteeri",
                "projektipäällikkö",
                "viestintäpäällikkö",
            )
        )
    )
    return page(
        "none-staff",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Henkilöstö</title></head><body>
<h1>Elinkeinopalvelujen henkilöstö</h1><div class="people">{people}</div></body></html>""",
    )


def staff_table() -> Page:
    """The same as a table in Swedish: Namn, Titel, Telefon, E-post."""
    rows = "".join(
        f"<tr><td>{LAST[n]} {FIRST[n]}</td><td>{role}</td><td>06 555 14{n}0</td><td>{FIRST[n].lower()}.{LAST[n].lower()}@staden.example</td></tr>"
        for n, role in enumerate(("stadsdirektör", "näringslivschef", "ekonomichef", "kanslist", "byggnadsinspektör"))
    )
    return page(
        "none-staff-table",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Personal</title></head><body><h1>Personal</h1>
<table><tr><th>Namn</th><th>Titel</th><th>Telefon</th><th>E-post</th></tr>{rows}</table></body></html>""",
    )


def jobs() -> Page:
    """Vacancies: employers stand in the cards, but a card is a job."""
    employers = firms("Oulu", 6, 201)
    cards = "".join(
        f"""<li class="job"><h3><a href="/paikat/{n}">{title}</a></h3><p class="employer">{f.name}</p><p>{f.town} · Kokoaikainen ·
Haku päättyy {10 + n}.12.2026</p></li>"""
        for n, (f, title) in enumerate(
            zip(
                employers,
                ("Hitsaaja", "Kokki", "Ohjelmistokehittäjä", "Lähihoitaja", "Myyjä", "Kirjanpitäjä"),
                strict=True,
            )
        )
    )
    return page(
        "none-jobs",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Avoimet työpaikat</title></head><body>
<h1>Avoimet työpaikat</h1><ul class="jobs">{cards}</ul></body></html>""",
    )


def town_services() -> Page:
    """Units of a town with addresses and phones: a library, a swimming hall, a school are no companies."""
    units = "".join(
        f"""<div class="unit"><h3>{name}</h3><p>{street}<br>18100 Heinola<br>Puh. 03 555 15{n}0</p><p>Avoinna ma–pe klo 9–{15 + n}</p></div>"""
        for n, (name, street) in enumerate(
            (
                ("Kirjasto", "Kauppakatu 40"),
                ("Uimahalli", "Rantapuisto 2"),
                ("Liikuntapalvelut", "Urheilutie 5"),
                ("Nuorisotila", "Siltakatu 60"),
                ("Jäteasema", "Tähtiniementie 300"),
            )
        )
    )
    return page(
        "none-town-services",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Palvelupisteet</title></head><body>
<h1>Kaupungin palvelupisteet</h1><p>Kaupungin omat toimipisteet aukioloaikoineen.</p>{units}</body></html>""",
    )


def privacy() -> Page:
    """A privacy policy: controller, contact person, long headed sections."""
    sections = "".join(
        f"<h2>{n}. {title}</h2><p>{text}</p>"
        for n, (title, text) in enumerate(
            (
                ("Rekisterin nimi", "Asiakas- ja markkinointirekisteri."),
                ("Käsittelyn tarkoitus", "Henkilötietoja käsitellään asiakassuhteen hoitamiseksi."),
                ("Tietojen säilytysaika", "Tietoja säilytetään viisi vuotta."),
                ("Tietojen luovutukset", "Tietoja ei luovuteta EU:n tai ETA-alueen ulkopuolelle."),
                ("Rekisteröidyn oikeudet", "Voit pyytää tietojen oikaisua tai poistamista."),
                ("Evästeet", "Sivusto käyttää evästeitä kävijämäärien laskentaan."),
            ),
            start=2,
        )
    )
    return page(
        "none-privacy",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Tietosuojaseloste</title></head><body>
<h1>Tietosuojaseloste</h1><p>Päivitetty 25.5.2026</p>{sections}</body></html>""",
    )


def faq() -> Page:
    """Questions and answers as an accordion."""
    items = "".join(
        f"<details><summary>{question}</summary><p>{answer}</p></details>"
        for question, answer in (
            (
                "Miten perustan yrityksen?",
                "Tee perustamisilmoitus verkossa. Osakeyhtiö (Oy) maksaa enemmän kuin toiminimi (Tmi).",
            ),
            ("Mistä saan Y-tunnuksen?", "Y-tunnuksen saa rekisteriviranomaiselta. Se on muotoa 1234567-8."),
            ("Kuka auttaa rahoituksessa?", "Varaa aika yritysneuvojalta: 015 555 1600."),
            ("Tarvitsenko luvan?", "Useimmat elinkeinot eivät vaadi lupaa."),
            ("Milloin neuvonta on avoinna?", "Neuvonta palvelee ma–to klo 9–15."),
        )
    )
    return page(
        "none-faq",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Usein kysyttyä</title></head><body>
<h1>Usein kysyttyä</h1>{items}</body></html>""",
    )


def town_links() -> Page:
    """A collection of links to the sites of towns and authorities."""
    links = "".join(
        f'<li><a href="https://www.{town.lower().replace("ä", "a")}.example/">{town}n kaupunki</a></li>'
        for town in ("Raahe", "Rauma", "Keuruu", "Heinola", "Savonlinna", "Kuusamo", "Lohja")
    )
    return page(
        "none-town-links",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Linkkejä</title></head><body><h1>Hyödyllisiä linkkejä</h1>
<h2>Kaupungit</h2><ul>{links}</ul><h2>Viranomaiset</h2><ul><li><a href="https://vero.example/">Verottaja</a></li>
<li><a href="https://rekisteri.example/">Yritysrekisteri</a></li><li><a href="https://tyo.example">Työnhaku</a></li></ul></body></html>""",
    )


def timetable() -> Page:
    """Buses: places and times in a table, the phone of the information desk."""
    rows = "".join(
        f"<tr><td>{stop}</td>" + "".join(f"<td>{6 + 2 * n}.{7 * k + 5:02}</td>" for n in range(5)) + "</tr>"
        for k, stop in enumerate(("Linja-autoasema", "Tori", "Sairaala", "Koulukeskus", "Satama", "Lentoasema"))
    )
    return page(
        "none-timetable",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Linja 3</title></head><body>
<h1>Linja 3: Keskusta – Satama</h1><table><thead><tr><th>Pysäkki</th><th colspan="5">Lähtöajat ma–pe</th></tr></thead>
<tbody>{rows}</tbody></table><p>Liikenneneuvonta 02 555 1700</p></body></html>""",
    )


def decisions() -> Page:
    """Minutes of a board: cases with dates, names of officials."""
    items = "".join(
        f"<tr><td>§ {40 + n}</td><td><a href='/ptk/{n}.pdf'>{title}</a></td><td>{n + 2}.2.2026</td></tr>"
        for n, title in enumerate(
            (
                "Kokouksen avaus",
                "Pöytäkirjan tarkastajien valinta",
                "Talousarvion muutos",
                "Tontin myynti, Teollisuustie 45",
                "Muut asiat",
            )
        )
    )
    return page(
        "none-minutes",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Pöytäkirja</title></head><body>
<h1>Kaupunginhallitus 2.2.2026</h1><table><tr><th>§</th><th>Asia</th><th>Pvm</th></tr>{items}</table></body></html>""",
    )


LISTS = (news, events, staff, staff_table, jobs, town_services, privacy, faq, town_links, timetable, decisions)
