"""Taking a person out of texts and stored values, whatever the spelling, and leaving the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.erasing import GONE, Traces, names_person, page_texts, scrub_text, scrub_value

PERSON = Traces("Testi Virtanen", "testi.virtanen@example.fi", "+358405550100")


@pytest.mark.parametrize(
    "text",
    [
        "Testi Virtanen",
        "TESTI  VIRTANEN",
        "Virtanen Testi",
        "Virtanen, Testi",
        "Testi Virtaselle",
        "Testi.Virtanen@Example.fi",
        "+358405550100",
        "+358 40 555 0100",
        "040-5550100",
        "040 555 0100",
        "+358 (0)40 555 0100",
        "00358405550100",
    ],
)
def test_every_spelling_is_taken_out(text: str) -> None:
    assert scrub_text(f"soitto: {text}, huomenna", PERSON, named=True, loose=False) == f"soitto: {GONE}, huomenna"


def test_notes_lose_single_words_of_the_name_too() -> None:
    text = "Virtasen kanssa sovittu; Testille viesti. Virtaa riittää."
    assert scrub_text(text, PERSON, named=True, loose=True) == f"{GONE} kanssa sovittu; {GONE} viesti. Virtaa riittää."
    assert scrub_text(text, PERSON, named=True, loose=False) == text


def test_elsewhere_only_the_address_and_the_number_count() -> None:
    text = "Testi Virtanen (namesake), testi.virtanen@example.fi"
    assert scrub_text(text, PERSON, named=False, loose=False) == f"Testi Virtanen (namesake), {GONE}"


def test_other_numbers_and_addresses_stay() -> None:
    text = "040 555 01001, 1040 555 0100, toinen@example.fi, 15 %"
    assert scrub_text(text, PERSON, named=True, loose=True) == text


def test_a_contact_goes_as_a_whole_and_the_organisations_names_stay() -> None:
    candidate = {
        "name": "Tmi Testi Virtanen",
        "contact": {"name": "testi virtanen", "role": "yrittäjä", "email": "", "phone": ""},
        "others": ["Testi Virtanen", 1, None],
    }
    assert scrub_value(candidate, PERSON, named=True, keep={"Tmi Testi Virtanen"}) == {
        "name": "Tmi Testi Virtanen",
        "contact": None,
        "others": [GONE, 1, None],
    }
    other = {"contact": {"name": "Toinen Henkilö", "phone": "040 555 0100"}}
    assert scrub_value(other, PERSON, named=False) == {"contact": None}
    assert scrub_value({"contact": {"name": "Toinen"}}, PERSON, named=True) == {"contact": {"name": "Toinen"}}


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_person_and_any_text_are_dealt_with(text: str, name: str, email: str, phone: str) -> None:
    traces = Traces(name, email, phone)
    clean = scrub_text(f"{text} {email}", traces, named=True, loose=True)
    assert not email or email.lower() not in clean.lower() or email.lower() in GONE


ON_A_PAGE = Traces("Testi Henkilövuo", "testi.henkilovuo@mallila.example", "+358405550147")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Testi Henkilövuo</p>",
        "<p><b>Testi</b>&nbsp;<i>Henkilövuo</i></p>",
        "<p>Henkilövuo, Testi</p>",
        "<td>Testi Henkil&ouml;vuolle</td>",
        '<a href="mailto:testi.henkilovuo%40mallila.example">posti</a>',
        "<p>testi.henkilovuo (at) mallila.example</p>",
        "<p>040 555 0147</p>",
        "<p>+358&#32;40&#32;5550147</p>",
        f'<a data-cfemail="2a{bytes(b ^ 0x2A for b in ON_A_PAGE.email.encode()).hex()}">[email protected]</a>',
    ],
)
def test_a_page_that_names_a_person_is_known_however_it_does(markup: str) -> None:
    for raw in (markup.encode("utf-8"), markup.encode("cp1252")):
        assert any(names_person(text, ON_A_PAGE) for text in page_texts(raw))


@pytest.mark.parametrize(
    "markup",
    ["<p>Testi Toinen</p>", "<p>info@mallila.example</p>", "<p>040 555 0148</p>", "", "%zz &bad; <", "\x00\xff"],
)
def test_a_page_that_names_somebody_else_is_not(markup: str) -> None:
    assert not any(names_person(text, ON_A_PAGE) for text in page_texts(markup.encode("utf-8")))
