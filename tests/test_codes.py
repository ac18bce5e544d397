"""Official codes: the names people read, and what a code of yesterday has become."""

from __future__ import annotations

import pytest

from outreach import codes
from outreach.codes import Succession
from outreach.terms.candidate import IndustrySet

OLD, NEW = IndustrySet.TOL2008, IndustrySet.TOL2025


def test_the_ten_towns_of_the_network_are_there_with_their_postal_codes() -> None:
    towns = codes.participating_towns()
    assert sorted(town.name("fi") for town in towns.values()) == [
        "Heinola", "Iisalmi", "Kauhajoki", "Keuruu", "Kristiinankaupunki",
        "Kuusamo", "Raahe", "Rauma", "Savonlinna", "Taivalkoski",
    ]  # fmt: skip
    assert sum(len(town.postcodes) for town in towns.values()) == 159
    assert "57100" in towns["740"].postcodes


def test_no_other_town_carries_postal_codes() -> None:
    others = [town for town in codes.municipalities().values() if not town.participating]
    assert len(others) == 298
    assert not any(town.postcodes or town.post_towns for town in others)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Savonlinna", "740"),
        ("SAVONLINNA", "740"),
        ("Nyslott", "740"),
        ("savonlinna ", "740"),
        ("Kristinestad", "287"),
        ("Lappfjärd", "287"),
        ("LAPVAARTTI", "287"),
        ("Punkaharju", "740"),
        ("Helsingfors", "091"),
        ("Idensalmi", "140"),
    ],
)
def test_a_municipality_is_found_by_either_name_and_by_the_post_towns_of_the_network(text: str, code: str) -> None:
    found = codes.find_municipality(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "Atlantis", "Lappi", "Savon", "740"])
def test_a_name_that_is_no_municipality_finds_nothing(text: str) -> None:
    assert codes.find_municipality(text) is None


def test_a_town_has_its_region_in_three_languages() -> None:
    region = codes.region_of("740")
    assert region is not None
    assert [region.name(lang) for lang in ("fi", "sv", "en")] == ["Etelä-Savo", "Södra Savolax", "South Savo"]
    assert codes.region_of("999") is None


def test_only_kristinestad_of_the_ten_is_bilingual() -> None:
    assert [t.name("sv") for t in codes.participating_towns().values() if t.bilingual] == ["Kristinestad"]


@pytest.mark.parametrize(
    ("industry_set", "code", "lang", "title"),
    [
        (NEW, "62100", "sv", "Dataprogrammering"),
        (OLD, "62.01", "en", "Computer programming activities"),
        (OLD, "A", "fi", "Maatalous, metsätalous ja kalatalous"),
        (IndustrySet.TOL1995, "62100", "fi", ""),
        (NEW, "99999", "fi", ""),
        (NEW, "62100", "de", "Ohjelmistojen suunnittelu ja valmistus"),
    ],
)
def test_an_industry_code_has_a_title_only_in_its_own_set(
    industry_set: IndustrySet, code: str, lang: str, title: str
) -> None:
    assert codes.industry_title(industry_set, code, lang) == title


def test_all_titles_of_a_set_come_as_one_table() -> None:
    titles = codes.industry_titles(NEW, "en")
    assert len(titles) == 1824
    assert all(titles.values())


@pytest.mark.parametrize(
    ("code", "successors", "kind"),
    [
        ("62010", ("62100",), Succession.SAME),
        ("256", ("255",), Succession.SAME),
        ("02100", ("02100", "91420"), Succession.MAIN),
        ("01199", ("01131", "01199"), Succession.SPLIT),
        ("00000", (), Succession.NONE),
    ],
)
def test_a_code_of_2008_is_carried_over_by_the_official_key(
    code: str, successors: tuple[str, ...], kind: Succession
) -> None:
    assert codes.industry_successors(OLD, code, NEW) == (successors, kind)


def test_every_five_digit_code_of_2008_has_a_known_fate() -> None:
    fates = [codes.industry_successors(OLD, c, NEW) for c in codes.industry_titles(OLD, "fi") if len(c) == 5]
    counts = {kind: sum(fate.kind == kind for fate in fates) for kind in Succession}
    assert counts == {Succession.SAME: 578, Succession.MAIN: 136, Succession.SPLIT: 90, Succession.NONE: 1}
    assert all((len(f.codes) == 1) == (f.kind is Succession.SAME) for f in fates if f.codes)


def test_the_key_answers_backwards_too() -> None:
    assert codes.industry_successors(NEW, "62100", OLD) == (("62010",), Succession.SAME)


def test_within_one_set_a_code_is_its_own_successor() -> None:
    assert codes.industry_successors(NEW, "62100", NEW) == (("62100",), Succession.SAME)
    assert codes.industry_successors(NEW, "62010", NEW) == ((), Succession.NONE)


def test_the_key_does_not_reach_the_oldest_sets() -> None:
    assert codes.industry_successors(IndustrySet.TOL2002, "62010", NEW).kind is Succession.NONE


def test_legal_forms_have_names_and_abbreviations() -> None:
    assert codes.form_name("16", "fi") == "Osakeyhtiö"
    assert codes.form_name("16", "sv") == "Aktiebolag"
    assert codes.form_abbr("16", "sv") == "Ab"
    assert codes.form_abbr("2", "fi") == "As Oy"
    assert codes.form_abbr("15", "fi") == ""
    assert codes.form_name("", "fi") == ""
    assert codes.form_name("3", "sv") == "Asukashallintoalue"  # no Swedish name in the source


def test_form_tokens_speak_of_forms_that_exist() -> None:
    tokens = codes.legal_form_tokens()
    assert {"Oy", "Ab", "Tmi"} <= {token.token for token in tokens}
    assert all(codes.form_name(t.type_code, "fi") for t in tokens if t.type_code)


def test_codes_of_the_register_have_texts() -> None:
    assert codes.register_code_text("REK", "7", "en") == "Employer register"
    assert codes.register_code_text("REK_KDI", "1_4", "fi") == "Lakannut"
    assert codes.register_code_text("REK", "77", "fi") == ""


def test_places_are_known_by_both_names_and_by_postcode() -> None:
    places = codes.places()
    assert (places.names["brahestad"], places.names["kristiinankaupunki"]) == ("Brahestad", "Kristiinankaupunki")
    assert places.post_towns["92100"] == "Raahe"
    assert "posti" not in places.names  # a large customer's own postcode names no town
