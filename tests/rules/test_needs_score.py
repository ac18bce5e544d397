"""Scores of actors for needs: what counts, what is left out and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.needs import FLOOR, WEIGHTS, CodeEntry, IndustryTable, Scorer, band_of, score
from outreach.terms.candidate import ActorType, IndustrySet
from outreach.terms.needs import ActorFacts, Age, NeedSpec, Place, Size
from outreach.terms.views import ScoreView
from outreach.terms.work import Band

TODAY = date(2026, 3, 10)
NEW, OLD = IndustrySet.TOL2025, IndustrySet.TOL2008
TABLE = IndustryTable(
    edition=NEW,
    entries={
        (NEW, "28990"): CodeEntry("Other machines", ("Muut koneet", "Övriga maskiner", "Other machines"), "28990"),
        (NEW, "62100"): CodeEntry("Programming", ("Ohjelmistojen suunnittelu", "", "Programming"), "62100"),
        (OLD, "35111"): CodeEntry("Power", ("Sähkö", "", ""), split=("35121", "35122")),
    },
    titles={"28": "Machines", "289": "Special machines", "2899": "Other machines"},
    regions={"740": "10", "491": "10", "091": "01"},
    places={"740": "Savonlinna", "491": "Mikkeli", "091": "Helsinki"},
)
NEED = NeedSpec(
    industry_codes=("2899",),
    keywords_fi=("puuelementti", "*automaatio"),
    keywords_sv=("träelement", "*automation"),
    place=Place(("740",), ("10",)),
    size=Size(),
)
ACTOR = ActorFacts(
    actor_id=12345671,
    names=("Puuelementti Automaatio Esimerkki Oy",),
    industry_code="28990",
    industry_set=NEW,
    form_code="16",
    municipality_codes=("740",),
    employer=True,
    registered=date(2016, 5, 2),
)


def _score(need: NeedSpec = NEED, **facts: Any) -> ScoreView:
    return score(need, replace(ACTOR, **facts), TABLE, TODAY)


def _points(view: ScoreView) -> dict[str, tuple[int | None, int]]:
    return {reason.component: (reason.points, reason.of) for reason in view.reasons}


def test_all_components_together_give_points_of_their_weights() -> None:
    view = _score()
    assert _points(view) == {"industry": (36, 40), "words": (24, 30), "place": (20, 20), "size": (10, 10)}
    assert (view.score, view.band, view.completeness) == (90, Band.A, 100)


def test_unknown_is_not_zero_and_lowers_the_completeness() -> None:
    known, unknown = _score(employer=False), _score(employer=None)
    assert known.score == 80
    assert unknown.score == 89  # 80 of 90
    assert unknown.completeness == 90
    assert _points(unknown)["size"] == (None, 10)
    assert str(unknown.reasons[-1].text) == "size: not known, not counted"


def test_reasons_name_the_matched_words_and_where_they_stand() -> None:
    view = _score(names=("Malli Oy",), texts=("Teemme koneautomaatiota",), municipality_codes=("491",))
    words = next(reason for reason in view.reasons if reason.component == "words")
    assert str(words.text) == "words: “koneautomaatiota” in a description"
    assert [reason.component for reason in view.reasons] == ["industry", "words", "place", "size"]
    assert _points(view)["place"] == (12, 20)


@pytest.mark.parametrize(("names", "points"), [
    (("Malli Oy",), 0),
    (("Puuelementti Oy",), 18),
    (("Puuelementti Automaatio Oy",), 24),
    (("Puuelementti Automaatio Robotiikka Oy",), 30),
    (("Puuelementti Oy", "Träelement Ab"), 18),  # the same word in the other language
])  # fmt: skip
def test_words_saturate_at_three_different_ones(names: tuple[str, ...], points: int) -> None:
    need = replace(NEED, keywords_fi=(*NEED.keywords_fi, "robotiikka"), keywords_sv=(*NEED.keywords_sv, "robotik"))
    assert _points(_score(need, names=names))["words"] == (points, 30)


def test_keywords_run_on_the_title_of_the_industry_in_their_own_language() -> None:
    need = NeedSpec(keywords_fi=("kone",), keywords_sv=("andra",))
    words = _score(need, names=("Malli Oy",)).reasons[0]
    assert words.points == 18
    assert str(words.text) == "words: “koneet” in the title of the industry"


def test_an_actor_that_neither_code_nor_word_nor_competence_speaks_for_is_no_candidate() -> None:
    view = _score(replace(NEED, weights={"place": 300}), names=("Malli Oy",), industry_code="62100")
    assert view.score > FLOOR
    assert view.band is None


def test_confirmed_competence_outweighs_the_rest() -> None:
    need = replace(NEED, competences=("Puuelementtien kokoonpano",))
    strange = {"names": ("Malli Oy",), "industry_code": "62100", "municipality_codes": ("091",)}
    confirmed = _score(need, competences_confirmed=("puuelementtien kokoonpano",), **strange)
    assert confirmed.band is Band.B
    assert confirmed.reasons[0].component == "competence"
    assert _score(need, **strange).band is None


def test_offered_competence_counts_as_a_word_until_somebody_confirms_it() -> None:
    need = replace(NEED, competences=("konenäkö",))
    view = _score(need, names=("Malli Oy",), competences_offered=("Konenäkö",))
    assert _points(view)["words"] == (18, 30)
    assert _points(view)["competence"] == (None, 100)
    assert view.completeness == 100  # nobody having confirmed one is no missing fact


def test_a_weight_of_the_town_replaces_the_usual_one() -> None:
    view = _score(replace(NEED, weights={"size": 0, "place": 40}))
    assert _points(view) == {"industry": (36, 40), "words": (24, 30), "place": (40, 40)}


@pytest.mark.parametrize(
    ("codes", "points"),
    [(("740",), 20), (("491",), 12), (("091",), 0), (("091", "740"), 20), ((), None)],
)
def test_place_counts_any_registered_office_or_site(codes: tuple[str, ...], points: int | None) -> None:
    assert _points(_score(municipality_codes=codes))["place"] == (points, 20)


def test_a_wish_for_regions_alone_is_met_in_full_there() -> None:
    need = replace(NEED, place=Place(regions=("10",)))
    assert _points(_score(need, municipality_codes=("491",)))["place"] == (20, 20)


@pytest.mark.parametrize(
    ("age", "points"),
    [(Age(at_least=9), 5), (Age(at_least=10), 0), (Age(at_most=9), 5), (Age(at_most=8), 0), (Age(9, 9), 5)],
)
def test_age_counts_full_years_with_both_ends(age: Age, points: int) -> None:
    assert _points(_score(replace(NEED, age=age)))["age"] == (points, 5)


def test_the_type_of_an_actor_is_told_by_its_legal_form_where_nobody_has_said_it() -> None:
    need = replace(NEED, actor_types=(ActorType.COMPANY,))
    assert _points(_score(need))["actor_type"] == (10, 10)
    assert _points(_score(need, form_code="6"))["actor_type"] == (0, 10)
    assert _points(_score(need, form_code="18"))["actor_type"] == (None, 10)
    assert _points(_score(need, form_code="6", actor_type=ActorType.COMPANY))["actor_type"] == (10, 10)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"suppressed": True}, "Do not contact"),
        ({"ended": True, "active": False}, "Ceased"),
        ({"situation": "KONK", "active": False}, "In bankruptcy"),
        ({"situation": "SELTILA", "active": False}, "In liquidation"),
        ({"active": False}, "not active in the register"),
        ({"form_code": "2"}, "a housing or mutual real estate company"),
        ({"form_code": "10"}, "a housing or mutual real estate company"),
    ],
)
def test_some_actors_are_left_out_of_every_need(facts: dict[str, Any], reason: str) -> None:
    view = _score(**facts)
    assert str(view.excluded) == reason
    assert view.band is None


def test_restructuring_leaves_nobody_out() -> None:
    assert _score(situation="SANE").excluded is None


@pytest.mark.parametrize(
    ("change", "facts", "reason"),
    [
        ({"place": Place(("740",), (), hard=True)}, {"municipality_codes": ("491",)}, "works elsewhere"),
        ({"size": Size(hard=True)}, {"employer": False}, "not in the employer register"),
        ({"age": Age(at_most=3, hard=True)}, {}, "its age"),
        ({"industry_excluded": ("289",)}, {}, "industry 289: Special machines"),
        ({"negative_keywords": ("massage",)}, {"names": ("Massage Automaatio",)}, "the word “Massage”"),
        ({"negative_keywords": ("laajakaista*",)}, {"texts": ("Myös laajakaistaa",)}, "the word “laajakaistaa”"),
    ],
)
def test_a_need_leaves_out_what_it_cannot_use(change: dict[str, Any], facts: dict[str, Any], reason: str) -> None:
    assert str(_score(replace(NEED, **change), **facts).excluded).startswith(reason)


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        ({"place": Place(("740",), hard=True)}, {"municipality_codes": ()}),
        ({"size": Size(hard=True)}, {"employer": None}),
        ({"age": Age(at_most=3, hard=True)}, {"registered": None}),
        ({"industry_excluded": ("35",)}, {"industry_set": OLD, "industry_code": "35111"}),
    ],
)
def test_what_is_not_known_leaves_nobody_out(change: dict[str, Any], facts: dict[str, Any]) -> None:
    assert _score(replace(NEED, **change), **facts).excluded is None


def test_bands_begin_at_their_limits() -> None:
    assert [band_of(points) for points in (70, 69, 50, 49, 30, 29)] == [Band.A, Band.B, Band.B, Band.C, Band.C, None]


CODES = st.sampled_from([("", ""), (NEW, "28990"), (NEW, "62100"), (OLD, "35111"), (NEW, "99999")])
FACTS = st.builds(
    lambda code, names, places, employer, form: replace(
        ACTOR, industry_set=code[0], industry_code=code[1], names=names, municipality_codes=places, employer=employer,
        form_code=form,
    ),
    CODES,
    st.lists(st.sampled_from(["Malli Oy", "Puuelementti Oy", "Koneautomaatio Ab", "Koneet Ky"]), min_size=1).map(tuple),
    st.lists(st.sampled_from(["740", "491", "091"]), max_size=2).map(tuple),
    st.sampled_from([True, False, None]),
    st.sampled_from(["16", "6", "18", "2"]),
)  # fmt: skip
NEEDS = st.builds(
    lambda codes, words, place, size, kinds, weights: NeedSpec(
        industry_codes=codes, keywords_fi=words, place=place, size=size, actor_types=kinds, weights=weights
    ),
    st.sampled_from([(), ("28",), ("2899", "62")]),
    st.sampled_from([(), ("puuelementti", "kone"), ("*automaatio",)]),
    st.sampled_from([None, Place(("740",), ("10",)), Place(("740",), hard=True)]),
    st.sampled_from([None, Size(), Size(hard=True)]),
    st.sampled_from([(), (ActorType.COMPANY,)]),
    st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.integers(0, 100), max_size=3),
)


@given(NEEDS, FACTS)
def test_a_score_is_within_its_bounds_and_its_reasons_add_up(need: NeedSpec, facts: ActorFacts) -> None:
    view = score(need, facts, TABLE, TODAY)
    assert 0 <= view.score <= 100
    assert 0 <= view.completeness <= 100
    assert all(reason.points is None or 0 <= reason.points <= reason.of for reason in view.reasons)
    known = [reason for reason in view.reasons if reason.points is not None]
    total = sum(reason.of for reason in known)
    if total:
        assert (
            abs(view.score - 100 * sum(reason.points or 0 for reason in known) / total) <= 50 * len(known) / total + 1
        )


@given(NEEDS, FACTS)
def test_no_actor_scores_above_the_ceiling_of_its_code_unless_a_word_of_its_name_is_found(
    need: NeedSpec, facts: ActorFacts
) -> None:
    scorer = Scorer(need, TABLE, TODAY)
    view = scorer.score(facts)
    named = any(scorer.find_words(name) for name in facts.names)
    if view.band is not None and not named:
        assert view.score <= scorer.ceiling(facts.industry_set, facts.industry_code)
