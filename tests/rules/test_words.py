"""Keywords of a need find what people mean by them, and not their false friends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.text import name_fold
from outreach.rules.words import Keyword, Matcher, different, keyword, keywords, lookup


def _made(text: str, language: str = "fi") -> Keyword:
    made = keyword(text, language)
    assert made is not None
    return made


def _found(text: str, word: str, language: str = "fi") -> str:
    """The words of the text that a keyword finds; "" for none."""
    hits = Matcher([_made(word, language)]).find(text)
    return hits[0].words if hits else ""


@pytest.mark.parametrize(
    ("word", "language", "text", "found"),
    [
        ("saha", "fi", "Itä-Suomen Sahat Oy", "Sahat"),
        ("metsäkone", "fi", "Metsäkoneiden huolto", "Metsäkoneiden"),
        ("hitsaus", "fi", "Hitsauksen erikoisliike", "Hitsauksen"),
        ("puurakentaminen", "fi", "Puurakentamisen osaajat", "Puurakentamisen"),
        ("peruna", "fi", "Perunat Malli Oy", "Perunat"),
        ("teollisuus", "fi", "Puhdas teollisuutta", "teollisuutta"),
        ("skogsmaskin", "sv", "Skogsmaskiner i Nyslott Ab", "Skogsmaskiner"),
        ("vätgas", "sv", "Vätgasen Exempel Ab", "Vätgasen"),
        ("energy", "en", "New Energies Ltd", "Energies"),
        ("machining", "en", "MACHINE works", "MACHINE"),
    ],
)
def test_a_word_is_found_in_its_other_forms(word: str, language: str, text: str, found: str) -> None:
    assert _found(text, word, language) == found


@pytest.mark.parametrize(
    ("word", "language", "text"),
    [
        ("saha", "fi", "Ravintola Sahara Oy"),
        ("saha", "fi", "Höyläsaha Oy"),  # no star: the inside of a compound is not looked at
        ("saha", "fi", "Sähä Oy"),
        ("massa", "sv", "Massage Anna"),
        ("bär", "sv", "Bärgning i Raumo Ab"),
        ("underhåll", "sv", "Underhållning Exempel"),
        ("konenäkö", "fi", "Koneet Malli Oy"),
        ("peruna", "fi", "Perustaja Oy"),
        ("marja", "fi", "Marjatta Mallin kauppa"),
    ],
)
def test_false_friends_are_not_found(word: str, language: str, text: str) -> None:
    assert _found(text, word, language) == ""


def test_a_star_before_the_word_finds_it_inside_compounds() -> None:
    assert _found("Höyläsahat Malli Oy", "*saha") == "Höyläsahat"
    assert _found("Koneautomaation palvelut", "*automaatio") == "Koneautomaation"
    assert _found("Superkorjaus Oy", "*peruna") == ""


def test_a_star_after_the_word_finds_what_begins_so() -> None:
    assert _found("Puuelementtitehdas Oy", "puuelement*") == "Puuelementtitehdas"
    assert _found("Betonielementti Oy", "element*") == ""


def test_several_words_must_stand_side_by_side() -> None:
    assert _found("Nordic Process Equipment Ltd", "process equipment", "en") == "Process Equipment"
    assert _found("Process and Equipment Ltd", "process equipment", "en") == ""
    assert _found("Equipment process", "process equipment", "en") == ""


def test_a_word_of_signs_alone_is_no_keyword() -> None:
    assert keyword("* – *", "fi") is None


def test_translations_of_one_word_count_once() -> None:
    made = keywords(
        {"fi": ("hydrauliikka", "hitsaus"), "sv": ("hydraulik", "svetsning"), "en": ("hydraulics", "welding")}
    )
    matcher = Matcher(made)
    assert different(matcher.find("Hydrauliikka Malli Oy - Hydraulik Exempel Ab")) == 1
    assert different(matcher.find("Hydrauliikka ja svetsning")) == 2


def test_where_translations_cannot_be_told_only_the_richest_language_counts() -> None:
    made = keywords({"fi": ("vety", "vedyn", "tuulivoima"), "sv": ("vätgas", "vindkraft")})
    assert different(Matcher(made).find("Vety ja tuulivoima, vätgas och vindkraft")) == 2


def test_one_word_of_a_text_counts_once_whatever_finds_it() -> None:
    made = keywords({"fi": ("automaatio", "automaatio*")})
    assert different(Matcher(made).find("Automaatio Oy")) == 1


def test_an_endless_word_or_text_is_read_in_bounded_time() -> None:
    assert _found("a" * 10_000, "saha") == ""
    assert _found("saha " * 4_000, "saha") == "saha"


WORDS = st.sampled_from(
    ["saha", "sahat", "höyläsahat", "kierrätyksen", "automaation", "Vätgasen", "energies", "Perunan", "Ärla", "ßtraße"]
)
KEYWORDS = st.sampled_from(
    ["saha", "*saha", "kierrätys", "*automaatio", "vätgas", "energy", "peruna*", "ärla", "straße", "peruna"]
)


@given(st.lists(WORDS, max_size=5), KEYWORDS, st.sampled_from(["fi", "sv", "en"]))
def test_the_index_lookup_never_misses_what_the_matcher_finds(words: list[str], word: str, language: str) -> None:
    text = " ".join(words)
    made = _made(word, language)
    folded = name_fold(text)
    where = lookup(made)
    if Matcher([made]).find(text):
        if where.inside:
            assert where.inside in folded
        else:
            assert all(any(piece.startswith(start) for piece in folded.split()) for start in where.starts)


@given(st.text(max_size=80), st.text(max_size=20), st.sampled_from(["fi", "sv", "en"]))
def test_any_text_and_any_keyword_can_be_matched(text: str, word: str, language: str) -> None:
    made = keyword(word, language)
    hits = Matcher([made] if made else []).find(text)
    assert len(hits) <= 1
