"""Cleaning, sorting and searching of text that comes from outside."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.text import clean, clean_block, date_fi, name_fold, name_key, safe_cell, search_words

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
HOSTILE = (
    "[/] [bold] =1+1 \x1b]0;x\x07",
    "a" * 10_000,
    "\u202eyO amriF\u202c",
    "\ud800\udfff",
    "a" + "\u0315\u0300" * 20_000,
    " \t\r\n" * 5_000,
    "\u200b\ufeff\u00ad" * 3_000,
)


@given(ANY_TEXT, st.integers(1, 50))
def test_clean_is_idempotent_and_keeps_to_its_limit(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit


@given(ANY_TEXT)
def test_clean_leaves_no_control_bidi_or_invisible_character(text: str) -> None:
    for cleaned in (clean(text), clean_block(text).replace("\n", "")):
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in cleaned)
        assert not set(cleaned) & set("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2028\u2029")
        assert "  " not in cleaned
        cleaned.encode("utf-8")


@given(ANY_TEXT)
def test_clean_block_is_idempotent(text: str) -> None:
    once = clean_block(text)
    assert clean_block(once) == once


def test_clean_makes_one_line_of_many() -> None:
    assert clean("  Keksitty\tKonepaja\r\nOy \u00a0 ") == "Keksitty Konepaja Oy"


def test_clean_composes_letters() -> None:
    assert clean("Ha\u0308meen") == "Hämeen"


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (62100.0, "62100"), (1.5, "1.5"), (float("nan"), ""), (7, "7")]
)
def test_clean_reads_cells_of_any_type(value: object, text: str) -> None:
    assert clean(value) == text


def test_clean_block_keeps_lines_and_at_most_one_empty_line() -> None:
    assert clean_block("eka \r\n\r\n\r\n\r\ntoka\trivi\u2028kolmas\n") == "eka\n\ntoka rivi\nkolmas"


def test_names_sort_as_a_finnish_reader_expects() -> None:
    expected = [
        "Ahti Oy",
        "As Oy Koivu 2",
        "As Oy Koivu 10",
        "”Kahvila” Oy",
        "Kahvilat",
        "Zeta",
        "Åbo",
        "Ämyri",
        "Öljy",
    ]
    jumbled = expected[::2] + expected[1::2]
    assert sorted(jumbled, key=lambda name: name_key(name).encode()) == expected


def test_sort_key_looks_past_capitals_accents_and_punctuation() -> None:
    assert name_key("CAFÉ-Bar") == name_key("cafe bar")
    assert name_key("Ha\u0308ma\u0308la\u0308") == name_key("HÄMÄLÄ")
    assert name_key("Hämälä") != name_key("Hamala")


@given(ANY_TEXT)
def test_folding_is_idempotent_and_plain(text: str) -> None:
    folded = name_fold(text)
    assert name_fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text("abcåäöÅÄÖ -.", max_size=40))
def test_a_search_finds_dotted_letters_both_ways(text: str) -> None:
    plain = text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
    assert name_fold(text) == name_fold(plain)


def test_folding_of_foreign_letters() -> None:
    assert name_fold("Müller-Straße, Ærø & Đorđe") == "muller strasse aero dorde"
    assert name_fold("O'Leary’s") == "olearys"


def test_search_words_are_folded_different_and_few() -> None:
    assert search_words("Hämeen  HÄMEEN konepaja oy") == ("hameen", "konepaja", "oy")
    assert len(search_words(" ".join("abcdefghijkl"))) == 8
    assert search_words("!?") == ()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+358 40", "-2", "@SUM(A1)", " =1", "\t=1", "\r\n@x", "\u00a0=1", "＝1", "\u200b=1"]
)
def test_cells_that_look_like_formulas_become_text(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Oy X Ab", "3-4", "a=b", "  "])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert safe_cell(cell) == cell


def test_finnish_dates() -> None:
    assert date_fi(date(2026, 3, 10)) == "10.3.2026"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_handled_quickly(text: str) -> None:
    began = time.perf_counter()
    for function in (clean, clean_block, name_key, name_fold, search_words, safe_cell):
        function(text)
    assert time.perf_counter() - began < 0.5
