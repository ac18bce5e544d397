"""Pages of one organisation give it, and pages of anything else do not give the owner of their site."""

from __future__ import annotations

import pytest

from tests.importers.pages import last_note, names, read, told

FIELDS = ("name", "business_id", "street", "postcode", "town", "phone", "email")
FOOTER = """<footer><p>Sorvi Keksitty Oy<br>Pajatie 4, 26100 Rauma<br>puh. 02 822 1234<br>
    <a href="mailto:info@sorvi.example">info@sorvi.example</a></p><p>© 2026 Sorvi Keksitty Oy</p></footer>"""


def page(title: str, body: str, head: str = "", lang: str = "fi") -> str:
    return f'<html lang="{lang}"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


CONTACTS = [
    (
        "https://www.sorvi.example/yhteystiedot",
        page(
            "Yhteystiedot | Sorvi Keksitty",
            "<main><h1>Yhteystiedot</h1><p>Sorvi Keksitty Oy</p><p>Y-tunnus 9000005-4</p>"
            "<p>Pajatie 4<br>26100 Rauma</p><p>Puh. 02 822 1234, fax 02 822 9999</p><p>info@sorvi.example</p></main>",
        ),
    ),
    (
        "https://www.sorvi.example/fi/ota-yhteytta/",
        page(
            "Ota yhteyttä",
            "<main><h1>Ota yhteyttä</h1><form><input name='nimi'><textarea></textarea></form></main>"
            + FOOTER.replace("<br>puh", "<br>Y-tunnus: FI90000054<br>puh"),
        ),
    ),
    (
        "https://www.sorvi.example/kontakt",
        page(
            "Kontakta oss – Sorvi Keksitty Oy",
            "<h1>Kontakta oss</h1><div><h2>Besöksadress</h2><p>Pajatie 4<br>26100 Rauma</p><h2>Växel</h2>"
            "<p>+358 2 822 1234</p><p>FO-nummer 9000005-4</p><p>info (at) sorvi.example</p></div>",
            lang="sv",
        ),
    ),
    (
        "",
        page(
            "Sorvi Keksitty Oy",
            "<h1>Sorvi Keksitty Oy</h1><table><tr><td>Y-tunnus</td><td>9000005-4</td></tr><tr><td>Osoite</td>"
            "<td>Pajatie 4, 26100 Rauma</td></tr><tr><td>Puhelin</td><td>02 822 1234</td></tr>"
            "<tr><td>Sähköposti</td><td>info@sorvi.example</td></tr></table>",
        ),
    ),
    (
        "https://www.sorvi.example/about",
        page(
            "About us",
            "<main><h1>About us</h1><p>Since 1987 we have turned metal.</p></main>"
            + FOOTER.replace("<br>puh. 02", "<br>Business ID 9000005-4<br>Tel. +358 2"),
            '<meta property="og:site_name" content="Sorvi Keksitty Oy">',
            "en",
        ),
    ),
]


@pytest.mark.parametrize(("url", "text"), CONTACTS)
def test_a_contact_page_gives_its_organisation(url: str, text: str) -> None:
    found = read(text, url=url)
    assert [told(each, *FIELDS) for each in found.candidates] == [
        ("Sorvi Keksitty Oy", "9000005-4", "Pajatie 4", "26100", "Rauma", "+35828221234", "info@sorvi.example")
    ]


def test_a_contact_page_of_departments_is_one_organisation() -> None:
    parts = "".join(
        f"<section><h2>{name}</h2><p>02 822 {number}</p><p>{box}@sorvi.example</p></section>"
        for name, number, box in (
            ("Myynti", 1111, "myynti"),
            ("Huolto", 2222, "huolto"),
            ("Laskutus", 3333, "laskutus"),
        )
    )
    found = read(
        page("Yhteystiedot", f"<main><h1>Yhteystiedot</h1>{parts}</main>{FOOTER}"), url="https://sorvi.example/y"
    )
    assert names(found) == ["Sorvi Keksitty Oy"]


@pytest.mark.parametrize(
    ("path", "title", "body"),
    [
        (
            "uutiset/sorvi-laajenee",
            "Sorvi laajenee",
            "<article><h1>Sorvi laajenee</h1><time>1.10.2026</time><p>Uusi halli.</p>",
        ),
        ("", "Uutinen: yhteystietomme muuttuvat", "<h1>Yhteystietomme muuttuvat</h1><p>Uutinen 1.10.2026.</p>"),
        ("tapahtumat", "Tapahtumakalenteri", "<h1>Tapahtumat</h1><p>1.12.2026 klo 18 Pikkujoulut</p>"),
        ("tyopaikat", "Avoimet työpaikat", "<h1>Avoimet työpaikat</h1><h2>Hitsaaja</h2><p>Hae 1.12. mennessä</p>"),
        ("hinnasto", "Hinnasto", "<h1>Hinnasto</h1><p>Sorvaus 60 €/h</p>"),
        ("verkkokauppa", "Verkkokauppa", "<h1>Tuotteet</h1><p>Sorvi 1 200 € Lisää ostoskoriin</p>"),
        ("ukk", "Usein kysyttyä", "<h1>Usein kysytyt kysymykset</h1><p>Miten tilaan?</p>"),
        ("tietosuoja", "Tietosuojaseloste", "<h1>Tietosuojaseloste</h1><p>Rekisterinpitäjä: Sorvi Keksitty Oy</p>"),
        ("henkilosto", "Henkilöstön yhteystiedot", "<h1>Henkilöstön yhteystiedot</h1><p>Matti Mallinen, johtaja</p>"),
        ("lounas", "Lounaslista vk 48", "<h1>Lounas</h1><p>Ma: hernekeitto</p>"),
        ("vesihuolto", "Vesihuolto – Mallilan kunta", "<h1>Vesihuolto</h1><p>Kunnan vesilaitos palvelee.</p>"),
        ("asunnot", "Vuokra-asunnot", "<h1>Vapaat asunnot</h1><p>2h+k, 54 m², 620 €/kk</p>"),
        ("resepti", "Mustikkapiirakka", "<h1>Mustikkapiirakka</h1><p>3 dl jauhoja</p>"),
        ("forum", "Foorumi", "<h1>Keskustelu</h1><p>Aihe: sorvit</p>"),
        ("nyheter", "Nyheter", "<h1>Nyheter</h1><p>1.10.2026 Ny hall</p>"),
        ("lediga-jobb", "Lediga jobb", "<h1>Vi söker svetsare</h1><p>Ansök senast 1.12.</p>"),
        ("cookies", "Cookie policy", "<h1>Cookies</h1><p>We use cookies.</p>"),
        ("search", "Search results", "<h1>Search results</h1><p>0 results</p>"),
        ("events/autumn", "Contact day 2026", "<h1>Contact day</h1><p>1 December at 10 am</p>"),
        ("palvelut", "Palvelut", "<h1>Palvelut</h1><p>Sorvaamme ja hitsaamme.</p>"),
    ],
)
def test_other_pages_do_not_give_the_owner_of_the_site_that_their_foot_names(path: str, title: str, body: str) -> None:
    for url in (f"https://www.sorvi.example/{path}", "") if path else ("",):
        assert names(read(page(f"{title} | Sorvi Keksitty Oy", f"<main>{body}</main>{FOOTER}"), url=url)) == []


def test_the_owner_in_json_ld_is_given_by_its_front_page_and_not_by_its_news() -> None:
    owner = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Organization",
        "name": "Sorvi Keksitty Oy", "url": "https://www.sorvi.example/", "telephone": "02 822 1234"}</script>"""
    front = page("Sorvi Keksitty – metallia", "<h1>Metallin taitaja</h1><p>Tervetuloa!</p>", owner)
    news = page(
        "Uusi halli", "<h1>Uusi halli</h1><p>Rakennamme.</p>", owner + '<meta property="og:type" content="article">'
    )
    assert names(read(front, url="https://www.sorvi.example/")) == ["Sorvi Keksitty Oy"]
    assert names(read(news, url="https://www.sorvi.example/uusi-halli")) == []


def test_a_municipality_is_not_a_candidate_of_its_own_contact_page() -> None:
    text = page(
        "Yhteystiedot | Mallilan kunta",
        "<main><h1>Yhteystiedot</h1><p>Mallilan kunta<br>Kuntatie 1<br>26100 Rauma<br>puh. 02 822 1234</p></main>",
    )
    assert names(read(text, url="https://mallila.example/yhteystiedot")) == []


def test_names_in_running_text_are_only_mentioned() -> None:
    text = page(
        "Uutiset",
        "<article><h1>Halli nousee</h1><p>Hallin tilasi Sorvi Keksitty Oy (Y-tunnus 9000005-4). Rakentajana on"
        " Oy Malli Ab, ja paikalla olivat Mallilan Yrittäjät ry ja Tmi Matti Mallinen.</p></article>",
    )
    found = read(text)
    assert found.candidates == ()
    assert [(each.name, each.business_id, each.provenance.how) for each in found.mentioned] == [
        ("Sorvi Keksitty Oy", "9000005-4", "prose"),
        ("Oy Malli Ab", "", "prose"),
        ("Mallilan Yrittäjät ry", "", "prose"),
        ("Tmi Matti Mallinen", "", "prose"),
    ]
    assert all(each.provenance.confidence <= 0.3 for each in found.mentioned)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (page("Sivua ei löytynyt", "<h1>404</h1>" + FOOTER), "The site says that there is no such page"),
        (page("Sidan kunde inte hittas", "<p>Tyvärr</p>"), "The site says that there is no such page"),
        (
            page("Jäsenet", "<div id=app></div><noscript>Please enable JavaScript</noscript><script></script>"),
            "its script runs",
        ),
        (
            page("Yrityshaku", "<h1>Hae yrityksiä</h1><form><input name=hakusana><button>Hae</button></form>"),
            "a search form",
        ),
        (page("Jäsenet", "<h1>Jäsenet</h1><p>Ei vielä jäseniä.</p>"), "its list is empty"),
        (page("Medlemmar", "<h1>Medlemmar</h1><p>Inga medlemmar ännu.</p>"), "its list is empty"),
        (
            page("Evästeet", "<p>Käytämme evästeitä. Evästeet auttavat. Hyväksy evästeet.</p>"),
            "only asks about cookies",
        ),
        (page("Just a moment...", "<p>Checking your browser</p>"), "asks whether a person reads it"),
        ('{"members": [{"name": "Sorvi <b>Oy</b>"}]}', "This is not a web page but data"),
    ],
)
def test_what_a_page_is_instead_is_told_in_one_sentence(text: str, sentence: str) -> None:
    found = read(text)
    assert names(found) == []
    assert sentence in last_note(found)
