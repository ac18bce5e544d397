"""Pages in Swedish and English that list no company: events, jobs, staff, news, menus, services."""

from __future__ import annotations

from benchmarks.pages.firm import FIRST, LAST
from benchmarks.pages.page import Page, page


def events_sv() -> Page:
    """Events in Swedish: dates with kl., places, organisers."""
    items = "".join(
        f"""<li><strong>{title}</strong><br>{4 + n}.7.2026 kl. 1{n}.00<br>{place}<br>Arr. {who}</li>"""
        for n, (title, place, who) in enumerate(
            (
                ("Sommarmarknad", "Torget, Kristinestad", "Marknadsföreningen"),
                ("Allsång vid stranden", "Kattpiskarehamnen", "Kulturnämnden"),
                ("Veteranbilsträff", "Östra Långgatan", "Bilklubben"),
                ("Loppis", "Bollhallen, Lappfjärd", "Hembygdsföreningen"),
                ("Gudstjänst", "Ulrika Eleonora kyrka", "Församlingen"),
            )
        )
    )
    return page(
        "none-events-sv",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Evenemang</title></head><body><h1>Evenemang i juli</h1><ul>{items}</ul>
</body></html>""",
    )


def jobs_en() -> Page:
    """Vacancies in English."""
    items = "".join(
        f"""<div class="vacancy"><h3>{title}</h3><p>Location: {town} · Full time</p><p>Apply by {10 + n} January 2027</p>
<a href="mailto:jobs@cluster.example?subject={n}">Apply</a></div>"""
        for n, (title, town) in enumerate(
            (
                ("Process engineer", "Vaasa"),
                ("Welding foreman", "Raahe"),
                ("Sales manager", "Oulu"),
                ("Data scientist", "Tampere"),
            )
        )
    )
    return page(
        "none-jobs-en",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Open positions</title></head><body><h1>Open positions</h1>{items}
</body></html>""",
    )


def staff_en() -> Page:
    """A team in English with phones and mailboxes."""
    items = "".join(
        f"""<div class="team-member"><img src="/t{n}.jpg" alt=""><h5>{FIRST[n + 6]} {LAST[n + 6]}</h5><span>{role}</span>
<a href="mailto:{FIRST[n + 6].lower()}@hub.example">{FIRST[n + 6].lower()}@hub.example</a><a href="tel:+35840555888{n}">+358 40 555 888{n}</a></div>"""
        for n, role in enumerate(("CEO", "Head of Programs", "Community Manager", "Advisor", "Chair of the Board"))
    )
    return page(
        "none-staff-en",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Our team</title></head><body><h1>Meet the team</h1>
<div class="team">{items}</div></body></html>""",
    )


def news_en() -> Page:
    """Press releases that name companies in their titles."""
    items = "".join(
        f"""<div class="release"><span>{day} May 2026</span><h2><a href="/press/{day}">{title}</a></h2><p>{text}</p><a href="/press/{day}">Read more</a></div>"""
        for day, title, text in (
            (3, "Northern Grid Analytics Oy raises seed round", "The company will hire ten people."),
            (11, "Cluster opens office in Brussels", "The office serves all members."),
            (19, "Wind park gets permission", "Construction begins in autumn."),
            (28, "Hydrogen Day gathered 300 guests", "Photos and slides are online."),
        )
    )
    return page(
        "none-news-en",
        f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Press releases</title></head><body><h1>Press releases</h1>{items}
</body></html>""",
    )


def menu_sv() -> Page:
    """Lunch in Swedish with the opening hours of one restaurant."""
    days = "".join(
        f"<dt>{day}</dt><dd>{dish} – 12,{n}0 €</dd>"
        for n, (day, dish) in enumerate(
            (
                ("Måndag", "Laxsoppa"),
                ("Tisdag", "Köttbullar"),
                ("Onsdag", "Ärtsoppa"),
                ("Torsdag", "Strömming"),
                ("Fredag", "Pizza"),
            )
        )
    )
    return page(
        "none-menu-sv",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Veckans lunch</title></head><body><h1>Veckans lunch</h1><dl>{days}</dl>
<p>Lunch serveras kl. 10.30–14.</p></body></html>""",
    )


def services_sv() -> Page:
    """Units of a town in Swedish: day care, library, health centre with phones and streets."""
    items = "".join(
        f"""<div class="enhet"><h3>{name}</h3><p>{street}, 64100 Kristinestad</p><p>Tfn 06 555 61{n}0</p></div>"""
        for n, (name, street) in enumerate(
            (
                ("Stadsbiblioteket", "Salutorget 1"),
                ("Daghemmet Åttan", "Parmansgatan 18"),
                ("Hälsovårdscentralen", "Lappfjärdsvägen 10"),
                ("Simhallen", "Skolgatan 4"),
                ("Ungdomsgården", "Sjögatan 60"),
            )
        )
    )
    return page(
        "none-services-sv",
        f"""<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Stadens enheter</title></head><body><h1>Stadens enheter A–Ö</h1>{items}
</body></html>""",
    )


def board() -> Page:
    """The board of an association: persons with their home towns and roles, personal phones."""
    rows = "".join(
        f"<li>{role}: {FIRST[n + 3]} {LAST[n + 3]}, {town}, puh. 040 555 62{n}0</li>"
        for n, (role, town) in enumerate(
            (
                ("Puheenjohtaja", "Iisalmi"),
                ("Varapuheenjohtaja", "Vieremä"),
                ("Sihteeri", "Iisalmi"),
                ("Jäsen", "Kiuruvesi"),
                ("Jäsen", "Sonkajärvi"),
            )
        )
    )
    return page(
        "none-board",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Hallitus 2026</title></head><body><h1>Yhdistyksen hallitus 2026</h1>
<ul>{rows}</ul></body></html>""",
    )


def site_map() -> Page:
    """A map of the site: nothing but links inside."""
    links = "".join(
        f'<li><a href="/{path}">{text}</a></li>'
        for path, text in (
            ("etusivu", "Etusivu"),
            ("yritykset", "Yritykset ja elinkeinot"),
            ("tontit", "Vapaat yritystontit"),
            ("toimitilat", "Toimitilat"),
            ("neuvonta", "Yritysneuvonta"),
            ("hankkeet", "Hankkeet"),
            ("yhteystiedot", "Yhteystiedot"),
            ("saavutettavuus", "Saavutettavuusseloste"),
        )
    )
    return page(
        "none-site-map",
        f"""<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Sivukartta</title></head><body><h1>Sivukartta</h1><ul>{links}</ul></body></html>""",
    )


LISTS = (events_sv, jobs_en, staff_en, news_en, menu_sv, services_sv, board, site_map)
