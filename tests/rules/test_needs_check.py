"""A need that somebody wrote is cleaned, or refused with a sentence that says what to mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from outreach.errors import BadInput
from outreach.rules.needs import check_need
from outreach.services.codebook import code_book
from outreach.terms.candidate import IndustrySet
from outreach.terms.needs import NeedInput, NeedSpec, Place

GOOD = NeedInput(
    town_code="740", title_fi="Puurakentaminen", spec=NeedSpec(industry_codes=("161",), keywords_fi=("saha",))
)


def _check(**spec: Any) -> NeedSpec:
    return check_need(replace(GOOD, spec=replace(GOOD.spec, **spec)), code_book("en")).spec


def test_codes_and_words_are_cleaned_and_kept_once() -> None:
    spec = _check(industry_codes=("16.1", "161", " 28.99 "), keywords_fi=(" saha ", "Saha", "", "process  equipment"))
    assert spec.industry_codes == ("161", "2899")
    assert spec.keywords_fi == ("saha", "process equipment")


@pytest.mark.parametrize(
    ("spec", "sentence", "hint"),
    [
        ({"industry_codes": ("2888",)}, "Industry code 2888 is not in TOL 2025.", "Did you mean: 28 "),
        ({"industry_codes": ("2849",)}, "Industry code 2849 is not in TOL 2025.", "In TOL 2025: 2790, 2842."),
        ({"industry_codes": ("6201",)}, "Industry code 6201 is not in TOL 2025.", "It is a code of TOL 2008"),
        ({"industry_codes": ("abc",)}, "Industry code abc is not in TOL 2025.", "2 to 5 digits"),
        ({"industry_codes": ("C",)}, "Industry code C is not in TOL 2025.", "2 to 5 digits"),
        ({"industry_set": IndustrySet.TOL1995}, "Industry codes cannot be given in TOL 95.", "Use TOL 2025"),
        ({"keywords_fi": ("a",)}, "The keyword is too short: a", "at least two letters"),
        ({"negative_keywords": ("*ab",)}, "The keyword is too short: *ab", "three after a *"),
        ({"keywords_fi": ("*",)}, "The keyword is too short: *", ""),
        ({"keywords_en": tuple(f"word{n}" for n in range(101))}, "Too many keywords in one list: 101", ""),
        ({"place": Place(("999",))}, "Municipality code 999 does not exist.", "740"),
        ({"place": Place(regions=("99",))}, "Region code 99 does not exist.", "10 "),
        ({"weights": {"luck": 10}}, "The score has no part called luck.", "industry, words"),
        ({"weights": {"place": -1}}, "The weight of place must be 0 to 1000.", ""),
        ({"industry_codes": (), "keywords_fi": ()}, "The need asks for nothing", "Give it an industry code"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(spec: dict[str, Any], sentence: str, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        _check(**spec)
    assert str(caught.value.message).startswith(sentence)
    assert hint in str(caught.value.hint or "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title_fi": " \x07"}, "The need has no title."),
        ({"town_code": "999"}, "Not found, town: 999"),
        ({"target_count": -1}, "The target cannot be below zero"),
    ],
)
def test_a_need_wants_a_title_a_town_and_a_target(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_need(replace(GOOD, **change), code_book("en"))
    assert str(caught.value.message).startswith(sentence)


def test_a_place_without_any_code_is_no_wish() -> None:
    assert _check(place=Place()).place is None
