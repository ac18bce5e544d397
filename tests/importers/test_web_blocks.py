"""Lists of organisations that are no tables: small pages, each built in another way, against what a person reads there.

A line of an expected file is name, street, postcode, town, phone, e-mail, website and Business ID, parted by "|"; what
the page does not say is empty. All organisations and persons are made up.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.web.blocks import Blocks, listed_in_blocks
from importers.web.document import Document, open_document
from importers.web.mailboxes import Mailboxes
from importers.web.record import record_of
from outreach import codes
from outreach.rules.identity import is_role_mailbox
from outreach.terms.candidate import Candidate, Reject

SAMPLES = Path(__file__).parents[1] / "samples" / "blocks"
URL = "https://www.lista.example/jasenet/"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def opened(html: str, url: str = URL) -> Document:
    document = open_document(html.encode(), source=url, url=url, fetched_at=NOW, places=codes.places())
    assert isinstance(document, Document)
    return document


def read(html: str, url: str = URL, *, persons: bool = False) -> Blocks:
    return listed_in_blocks(opened(html, url), Mailboxes(persons=persons), persons=persons)


def line(found: Candidate) -> str:
    website = found.website.partition("://")[2].rstrip("/")
    values = (found.name, found.street, found.postcode, found.town, found.phone, found.email, website)
    return "|".join((*values, found.business_id))


@pytest.mark.parametrize("sample", sorted((SAMPLES / "lists").glob("*.html")), ids=lambda sample: sample.stem)
def test_a_list_gives_what_a_person_reads_on_it(sample: Path) -> None:
    expected = sample.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [line(each) for each in read(sample.read_text(encoding="utf-8")).candidates] == expected


@pytest.mark.parametrize("sample", sorted((SAMPLES / "others").glob("*.html")), ids=lambda sample: sample.stem)
def test_what_repeats_and_is_no_organisation_gives_none(sample: Path) -> None:
    assert [line(each) for each in read(sample.read_text(encoding="utf-8")).candidates] == []


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*/*.html")), ids=lambda sample: sample.stem)
def test_a_page_is_left_as_it_was(sample: Path) -> None:
    document = opened(sample.read_text(encoding="utf-8"))
    before = str(document.soup)
    listed_in_blocks(document, Mailboxes())
    assert str(document.soup) == before


CARDS = """<h1>Jäsenyritykset</h1>
<div class="c"><h3>Sepänpaja Oy</h3><p>Katu 1, 92100 Raahe</p><p>matti.mallinen@sepanpaja.example</p></div>
<div class="c"><h3>Verstas Ky</h3><p>Katu 2, 92100 Raahe</p><p>info@verstas.example</p></div>
<div class="c"><h3>Tmi Maija Mallikas</h3><p>Katu 3, 92100 Raahe</p><p>maija.mallikas@mallikas.example</p></div>"""


def test_a_persons_mailbox_is_left_out_and_counted() -> None:
    mailboxes = Mailboxes()
    found = listed_in_blocks(opened(CARDS), mailboxes).candidates
    assert [each.email for each in found] == ["", "info@verstas.example", ""]
    assert mailboxes.left_out == 2


def test_a_source_that_allows_persons_gives_their_mailboxes() -> None:
    found = read(CARDS, persons=True).candidates
    assert found[0].email == "matti.mallinen@sepanpaja.example"


def test_every_record_says_how_it_and_its_values_were_found() -> None:
    found = read(CARDS).candidates[1]
    assert (found.provenance.how, found.provenance.where) == ("repeated", "record 2")
    assert 0 < found.provenance.confidence < 1
    traces = {trace.field: trace.how for trace in found.traces}
    assert traces == {"name": "heading", "street": "text", "postcode": "text", "town": "text", "email": "text"}


def test_the_heading_over_a_part_of_the_list_is_told_in_the_description() -> None:
    html = """<h1>Jäsenet</h1><h2>Metalli</h2><div class="c"><h3>Sorvi Oy</h3><p>info@sorvi.example</p></div>
    <h2>Puu</h2><div class="c"><h3>Höylä Oy</h3><p>info@hoyla.example</p></div>
    <div class="c"><h3>Lauta Oy</h3><p>info@lauta.example</p></div>"""
    assert [each.description for each in read(html).candidates] == ["Metalli", "Puu", "Puu"]


def test_a_heading_that_is_a_town_is_the_town_of_those_under_it() -> None:
    html = """<h1>Jäsenet</h1><h2>Raahe</h2><div class="c"><h3>Sorvi Oy</h3><p>info@sorvi.example</p></div>
    <div class="c"><h3>Höylä Oy</h3><p>info@hoyla.example</p></div>
    <h2>Kemi</h2><div class="c"><h3>Lauta Oy</h3><p>info@lauta.example</p></div>"""
    found = read(html).candidates
    assert [(each.town, each.description) for each in found] == [("Raahe", ""), ("Raahe", ""), ("Kemi", "")]


def test_names_alone_are_less_sure_than_names_with_values() -> None:
    names = "".join(f"<li>{name}</li>" for name in ("Aalto", "Kaisla", "Lumme", "Osmankäämi", "Ulpukka"))
    bare = read(f"<h1>Jäsenyritykset</h1><ul>{names}</ul>").candidates
    assert len(bare) == 5
    assert bare[0].provenance.confidence < read(CARDS).candidates[0].provenance.confidence


@pytest.mark.parametrize("heading", ["Toimialat", "Uutiset", "Palvelut", "Kevään ohjelma"])
def test_names_alone_under_another_heading_are_none(heading: str) -> None:
    names = "".join(f"<li>{name}</li>" for name in ("Aalto", "Kaisla", "Lumme", "Osmankäämi", "Ulpukka"))
    assert read(f"<h1>{heading}</h1><ul>{names}</ul>").candidates == []


def test_a_refused_list_is_told_with_its_reason() -> None:
    html = (SAMPLES / "others" / "events.html").read_text(encoding="utf-8")
    assert [str(note) for note in read(html).notes] == ["A list was passed over: It reads as an event"]


def test_a_fax_and_a_bank_account_are_no_phone() -> None:
    html = "".join(
        f"<div class=c><h3>Firma {n} Oy</h3><p>Fax 08 555 100{n}</p><p>FI21 1234 5600 0007 85</p>"
        f"<p>Vaihde 08 555 200{n}</p></div>"
        for n in range(1, 4)
    )
    assert [each.phone for each in read(html).candidates] == ["+35885552001", "+35885552002", "+35885552003"]


def test_a_wrong_check_digit_is_no_business_id() -> None:
    html = "".join(
        f"<div class=c><h3>{name}</h3><p>Y-tunnus {number}</p><p>info@{name[:4].lower()}.example</p></div>"
        for name, number in (("Akka Oy", "9000005-4"), ("Bemm Oy", "9000005-5"), ("Coda Oy", "FI90000062"))
    )
    assert [each.business_id for each in read(html).candidates] == ["9000005-4", "", "9000006-2"]


def test_links_to_the_directory_itself_and_to_social_media_are_no_websites() -> None:
    html = "".join(
        f'<div class=c><h3><a href="https://www.lista.example/j/{n}">Firma {n} Oy</a></h3><p>info@firma{n}.example</p>'
        f'<a href="https://www.facebook.com/firma{n}">Facebook</a></div>'
        for n in range(1, 5)
    )
    assert {each.website for each in read(html).candidates} == {""}
    assert {each.website for each in read(html, "sivu.html").candidates} == {""}  # a saved page without its address


_TAGS = """
div p li ul span a h3 strong br hr td tr table dl dt dd pre img button details summary article header footer nav form
script section
"""


def record(html: str, name: str = "") -> Candidate | Reject:
    document = opened(f"<html><body>{html}</body></html>")
    assert document.soup.body is not None
    provenance = document.origin("record 1", "source", 1.0)
    return record_of(list(document.soup.body.contents), document, Mailboxes(), provenance, name=name)


def test_one_record_is_read_out_of_its_nodes() -> None:
    found = record("<b>Uistin Oy</b><br>Rantatie 5<br>70100 Kuopio<br>Y-tunnus 9000005-4<br>www.uistin.example")
    assert isinstance(found, Candidate)
    assert line(found) == "Uistin Oy|Rantatie 5|70100|Kuopio|||www.uistin.example|9000005-4"


def test_a_name_that_is_given_stays_as_it_is_given() -> None:
    found = record("<h3>Muu otsikko</h3><p>040 555 1234</p>", name="Annettu Nimi")
    assert isinstance(found, Candidate)
    assert (found.name, found.phone) == ("Annettu Nimi", "+358405551234")


@pytest.mark.parametrize("html", ["", "<p>Puh. 040 555 1234</p>", "<a href='/x'>Lue lisää</a>", "<p>92100 Raahe</p>"])
def test_nodes_without_a_name_are_rejected_with_the_reason(html: str) -> None:
    found = record(html)
    assert isinstance(found, Reject)
    assert (found.field, str(found.reason)) == ("name", "The name is missing")


TAGS = st.sampled_from(_TAGS.split())
WORDS = st.sampled_from(
    [
        *("Malli Oy", "Ab Modell", "matti.mallinen@malli.example", "info@malli.example", "Katu 1", "92100 Raahe"),
        *("040 555 1234", "9000005-4", "Puh:", "Y-tunnus", "www.malli.example", "3.5.2026 klo 18", "12 €", "Jäsenet"),
        *(
            "Matti Mallinen",
            "toimitusjohtaja",
            "info (at) malli.example",
            "&nbsp;",
            "<!-- x -->",
            "",
            "\u202e",
            "(",
            ":",
        ),
        *("a" * 300, "0" * 40),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *("", ' class="card"', ' class="name odd"', ' id="x"', ' class="sr-only"', ' class=""', ' role="navigation"'),
        *(' href="mailto:anna.mallikas@malli.example"', ' href="https://malli.example"', ' href="tel:+358405551234"'),
        *(' alt="Malli Oy logo"', ' data-cfemail="2a43"', ' aria-controls="x"', ' href="http://[::1"'),
    ]
)


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 60))):
        tag = draw(TAGS)
        kind = draw(st.integers(0, 3))
        if kind == 0:
            parts.append(f"</{tag}>")
        else:
            parts.append(f"<{tag}{draw(ATTRIBUTES)}>{draw(WORDS)}")
            if kind == 3:
                parts.append(f"</{tag}>")
    return "<html>" + "".join(parts) * draw(st.integers(1, 3))


@settings(max_examples=150, deadline=None)
@given(html=markup())
def test_no_markup_breaks_the_reading_or_yields_a_persons_mailbox(html: str) -> None:
    found = read(html)
    for each in found.candidates:
        assert each.name
        assert each.contact is None
        assert not each.email or is_role_mailbox(each.email) or "." not in each.email.partition("@")[0]


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert isinstance(
        read(f"<html><ul><li>{text}</li><li>Malli Oy {text}</li><li>{text} 040 555 1234</li></ul>"), Blocks
    )


def seconds(html: str) -> float:
    document = opened(html)
    started = time.process_time()
    listed_in_blocks(document, Mailboxes())
    return time.process_time() - started


def cards(count: int) -> str:
    return "<h1>Jäsenet</h1>" + "".join(
        f"<div class=c><h3>Yritys {n} Oy</h3><p>Katu {n % 900 + 1}, 92100 Raahe</p><p>info@yritys{n}.example</p></div>"
        for n in range(count)
    )


def test_time_grows_with_the_page_and_not_with_its_square() -> None:
    assert len(read(cards(2_000)).candidates) == 2_000
    assert seconds(cards(2_000)) < 14 * max(seconds(cards(400)), 0.05)  # five times the page


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + "Malli Oy",
        "<div><p>info@malli.example</p>" * 5_000,
        "<ul><li>Malli Oy" * 3_000,
        "<b><i>" * 4_000 + "040 555 1234",
        "<a href=https://malli.example>" * 5_000,
        "<p>" + "a@" * 50_000,
        "<p>" + "0 " * 50_000,
        "<p>" + "Katu " * 50_000,
        "<p>" + "A" * 200_000,
        "<span>x</span>" * 20_000,
        "<pre>" + "Malli Oy, Katu 1\n" * 5_000,
    ],
    ids=range(11),
)
def test_hostile_pages_end_quickly(html: str) -> None:
    assert seconds(html) < 10  # quadratic work takes minutes
