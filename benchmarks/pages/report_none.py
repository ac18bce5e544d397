"""Pages without companies to report figures on (README)."""

from __future__ import annotations

from benchmarks.pages.firm import FIRST, LAST
from benchmarks.pages.page import Page, page


def _simple(name: str, title: str, body: str, lang: str = "fi") -> Page:
    return page(
        f"report-none-{name}",
        f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>
{body}</body></html>""",
    )


def premises() -> Page:
    """Premises to let: streets, sizes, rents, the letting agent's phone."""
    boxes = "".join(
        f"""<div class="tila"><h3>{kind} {40 * n + 60} m²</h3><p>Teollisuustie {n + 90}, 61800 Kauhajoki</p><p>Vuokra {6 + n} €/m²</p><a href="/t/{n}">Lisätiedot</a></div>"""
        for n, kind in enumerate(("Toimisto", "Varasto", "Liiketila", "Halli", "Tuotantotila"))
    )
    return _simple("premises", "Vapaat toimitilat", f"{boxes}<p>Tiedustelut 06 555 7100</p>")


def tenders() -> Page:
    """Calls for tenders with dates and references."""
    rows = "".join(
        f"<tr><td>KA-2026-{n + 10}</td><td>{what}</td><td>{n + 5}.12.2026 klo 12.00</td></tr>"
        for n, what in enumerate(("Koulukuljetukset", "Katuvalojen huolto", "Päiväkodin kalusteet", "Auraus, alue 3"))
    )
    return _simple(
        "tenders",
        "Avoimet tarjouspyynnöt",
        f"<table><tr><th>Nro</th><th>Hankinta</th><th>Määräaika</th></tr>{rows}</table>",
    )


def statistics() -> Page:
    """Towns and numbers: population, firms, jobs."""
    rows = "".join(
        f"<tr><td>{town}</td><td>{people}</td><td>{count}</td></tr>"
        for town, people, count in (
            ("Raahe", 24_000, 1500),
            ("Keuruu", 9_200, 700),
            ("Rauma", 38_600, 2600),
            ("Heinola", 18_000, 1100),
        )
    )
    return _simple(
        "statistics",
        "Kunnat lukuina",
        f"<table><tr><th>Kunta</th><th>Väkiluku</th><th>Yrityksiä</th></tr>{rows}</table>",
    )


def emergency() -> Page:
    """Numbers to call in need."""
    items = "".join(
        f"<li><strong>{what}</strong> {number}</li>"
        for what, number in (
            ("Yleinen hätänumero", "112"),
            ("Päivystysapu", "116 117"),
            ("Vesijohtoverkoston vikailmoitukset", "015 555 7200"),
            ("Kiinteistöpäivystys", "015 555 7201"),
            ("Sosiaalipäivystys", "015 555 7202"),
        )
    )
    return _simple("emergency", "Tärkeitä puhelinnumeroita", f"<ul>{items}</ul>")


def glossary() -> Page:
    """Words explained."""
    items = "".join(
        f"<dt>{word}</dt><dd>{text}</dd>"
        for word, text in (
            ("Osakeyhtiö (Oy)", "Yhtiö, jonka osakkaat eivät vastaa veloista."),
            ("Toiminimi (Tmi)", "Yksityinen elinkeinonharjoittaja."),
            ("Kommandiittiyhtiö (Ky)", "Henkilöyhtiö, jossa on äänetön yhtiömies."),
            ("Osuuskunta (Osk)", "Jäsentensä omistama yhteisö."),
            ("Y-tunnus", "Yrityksen tunniste."),
        )
    )
    return _simple("glossary", "Yrittäjän sanasto", f"<dl>{items}</dl>")


def podcast() -> Page:
    """Episodes with guests from companies."""
    items = "".join(
        f"""<article><h2>Jakso {n + 1}: {title}</h2><p>Vieraana {FIRST[n]} {LAST[n]}, {who}. Kesto {30 + n} min.</p><a href="/jakso/{n}">Kuuntele</a></article>"""
        for n, (title, who) in enumerate(
            (
                ("Kasvun paikka", "Kuurapaja Oy"),
                ("Rohkeus", "Silmu Design"),
                ("Vienti", "Poiju Group Oy"),
                ("Sukupolvenvaihdos", "Ahjo Ky"),
            )
        )
    )
    return _simple("podcast", "Yrittäjän ääni -podcast", items)


def downloads() -> Page:
    """Files to load down."""
    items = "".join(
        f'<li><a href="/tiedostot/{n}.pdf">{title} (pdf, {120 + 31 * n} kt)</a></li>'
        for n, title in enumerate(("Toimintakertomus 2025", "Säännöt", "Jäsenhakemus", "Talousarvio 2026", "Esite"))
    )
    return _simple("downloads", "Lomakkeet ja julkaisut", f"<ul>{items}</ul>")


def rooms() -> Page:
    """Rooms of one hotel."""
    items = "".join(
        f'<div class="room"><h3>{name}</h3><p>{18 + 4 * n} m², {n + 1} vuodetta</p><p>alk. {89 + 20 * n} € / yö</p><a href="/varaa">Varaa</a></div>'
        for n, name in enumerate(("Standard", "Superior", "Perhehuone", "Sviitti"))
    )
    return _simple("rooms", "Huonetyypit", items)


def lessons_sv() -> Page:
    """Teachers of an adult institute."""
    items = "".join(
        f"<li>{FIRST[n]} {LAST[n]}, lärare i {what}</li>"
        for n, what in enumerate(("svenska", "vävning", "gitarr", "yoga", "matlagning"))
    )
    return _simple("teachers-sv", "Lärare vid arbetarinstitutet", f"<ul>{items}</ul>", "sv")


def speakers_en() -> Page:
    """Speakers of a conference with their employers."""
    items = "".join(
        f'<div class="speaker"><img src="/s{n}.jpg" alt=""><h4>{FIRST[n + 5]} {LAST[n + 5]}</h4><p>{role}</p></div>'
        for n, role in enumerate(
            ("CTO, Voltreef", "Professor, North Lakes University", "CEO, Tundra Robotics Oy", "Advisor, Ministry")
        )
    )
    return _simple("speakers-en", "Speakers", f'<div class="speakers">{items}</div>', "en")


def forbidden() -> Page:
    """Access denied with an incident number."""
    return _simple(
        "forbidden",
        "403 Forbidden",
        "<p>You don't have permission to access this resource.</p><hr><address>Apache Server</address>",
        "en",
    )


def schedule_sv() -> Page:
    """Ferry times in Swedish."""
    rows = "".join(
        f"<tr><td>{day}</td><td>8.0{n}</td><td>12.3{n}</td><td>17.1{n}</td></tr>"
        for n, day in enumerate(("Måndag", "Tisdag", "Onsdag", "Torsdag"))
    )
    return _simple(
        "ferry-sv",
        "Tidtabell för förbindelsebåten",
        f"<table><tr><th>Dag</th><th>1</th><th>2</th><th>3</th></tr>{rows}</table>",
        "sv",
    )


LISTS = (
    *(
        premises,
        tenders,
        statistics,
        emergency,
        glossary,
        podcast,
        downloads,
        rooms,
        lessons_sv,
        speakers_en,
        forbidden,
    ),
    schedule_sv,
)
