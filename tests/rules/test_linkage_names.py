"""Names taken apart: legal forms, spellings, word order, readings; and what is looked up for a record."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import outreach
from outreach.rules.linkage import forms
from outreach.rules.linkage.names import has_parts, key_of, link_key, parse_name, parts_of, sorted_key
from outreach.rules.text import name_fold

TOKENS = Path(outreach.__file__).parent / "data" / "legal-form-tokens.csv"
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keksitty Konepaja Oy", "OY KEKSITTY KONEPAJA AB"),
        ("Keksitty Konepaja Oy", "Konepaja Keksitty"),
        ("Keksitty Oy", "Keksitty O.Y."),
        ("Keksitty Oy", "Keksitty Osakeyhtiö"),
        ("Tmi Maija Mallikas", "Maija Mallikas T:mi"),
        ("Toiminimi Maija Mallikas", "Firma Maija Mallikas"),
        ("Fma Maija Mallikas", "F:ma Maija Mallikas"),
        ("As Oy Koivu 2", "Asunto-osakeyhtiö Koivu 2"),
        ("As. Oy Koivu 2", "Asunto Oy Koivu 2"),
        ("Bostads Ab Koivu 2", "As.Oy Koivu 2"),
        ("Kiinteistö Oy Koivula", "KOy Koivula"),
        ("Kiinteistö Oy Koivula", "FAb Koivula"),
        ("Mallikas & Co Ky", "Kommandiittiyhtiö Mallikas"),
        ("Mallikas & K:ni Ky", "Mallikas ja kumpp. Ky"),
        ("Hämeen Puu ja Saha Oy", "hameen puu & saha"),
        ("Raahen Seura r.y.", "Raahen seura ry"),
        ("Raahen Seura ry:n", "Raahen seura"),
        ("Keksitty Oyj Abp", "Keksitty Oyj"),
        ("Keksitty Oyj, filial i Finland", "Keksitty"),
        ("Hämeen &amp;amp; Savon Oy", "Hämeen & Savon"),
        ("HÃ¤meen Oy", "Hämeen Oy"),
        ("Ins.tsto Malli Oy", "Insinööritoimisto Malli"),
        ("P-Savon Malli Oy", "Pohjois-Savon Malli"),
        ("Café Müller Oy", "cafe muller"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert sorted_key(one) == sorted_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Keksitty Oy", "Keksitty Holding Oy"),
        ("Keksitty Oy", "Keksitty Kiinteistöt Oy"),
        ("As Oy Koivu 1", "As Oy Koivu 2"),
        ("As Oy Koivu", "Koivu Oy"),
        ("Kiinteistö Oy Koivu", "As Oy Koivu"),
        ("Keksitty II Oy", "Keksitty Oy"),
        ("Mäen Kiinteistö Oy", "Kiinteistö Oy Mäen"),
    ],
)
def test_siblings_have_different_keys(one: str, other: str) -> None:
    assert sorted_key(one) != sorted_key(other)


def test_every_known_token_of_a_legal_form_is_understood() -> None:
    with TOKENS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] != "partner" and row["position"] != "inner"]
    assert len(rows) > 80
    for row in rows:
        name = f"{row['token']} Mallikas" if row["position"] == "prefix" else f"Mallikas {row['token']}"
        parsed = parse_name(name)
        assert parsed.legal_form_code == row["type_code"], name
        extra = set(parsed.words) - {"mallikas", forms.HOUSING, forms.PREMISES}
        assert not extra or all(word in forms.KEPT for word in extra), name


@pytest.mark.parametrize(
    ("name", "code"),
    [("As Oy Koivu", "2"), ("T:mi Malli Ky", "13"), ("Malli Oy Ltd", "16"), ("Malli", ""), ("Koivun Säätiö", "18")],
)
def test_the_form_that_a_name_tells(name: str, code: str) -> None:
    assert parse_name(name).legal_form_code == code


def test_double_names_and_titles_are_read_in_shorter_ways_too() -> None:
    assert ("bembolen", "kahvila") in parse_name("Bembölen Kahvila - Bemböle Kafé Ab").readings
    assert ("koivun", "seura") in parse_name("Koivun Seura ry, ruotsiksi Björkens Förening rf").readings
    assert ("bjorkens", "forening") in parse_name("Koivun Seura ry, ruotsiksi Björkens Förening rf").readings
    assert ("starship", "technologies") in parse_name("Starship Technologies (Finland) Oy").readings
    assert ("malli",) in parse_name("Malli Ky Maija Mallikas").readings
    assert parse_name("Keksitty, öppet bolag").readings == ()


def test_a_name_of_nothing_but_forms_is_kept() -> None:
    assert parse_name("Oy Ab").words == ("oy", "ab")


@given(ANY_TEXT)
def test_any_text_is_a_name(text: str) -> None:
    parsed = parse_name(text)
    assert parsed.key == sorted_key(text) == key_of(parsed.words)
    assert link_key(text) == " ".join(parsed.words)
    assert all(word == name_fold(word) for word in parsed.words)


@given(st.lists(st.sampled_from(["keksitty", "konepaja", "koivu", "raahen", "malli"]), min_size=1, unique=True))
def test_word_order_capitals_and_form_do_not_count(words: list[str]) -> None:
    assert sorted_key(" ".join(words)) == sorted_key("Oy " + " ".join(reversed(words)).upper() + " Ab")


def test_what_is_stored_keeps_the_order_of_the_words() -> None:
    assert link_key("Uusi Konepaja Keksitty Oy") == "uusi konepaja keksitty"
    assert sorted_key("Uusi Konepaja Keksitty Oy") == "keksitty konepaja uusi"


@given(ANY_TEXT)
def test_only_a_name_with_a_mark_of_it_has_shorter_readings(text: str) -> None:
    assert has_parts(text) or not parts_of(text, parse_name(text).words)


@pytest.mark.parametrize(
    "text",
    [
        "[/] [bold] =1+1 \x1b]0;x",
        "a" * 10_000,
        "oy " * 4_000,
        "&amp;" * 3_000,
        "a.b." * 3_000,
        "(" * 5_000,
        " - " * 4_000,
    ],
)
def test_hostile_names_are_parsed_quickly(text: str) -> None:
    began = time.perf_counter()
    parse_name(text)
    assert time.perf_counter() - began < 0.05
