"""Weights estimated from judged pairs: they come near to what is true, and stay where nothing is known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields, replace
from math import exp2, log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.rules.linkage.calibrate import (
    ESTIMATED,
    FEWEST_PAIRS,
    Pair,
    Seen,
    crossing,
    estimate,
    posterior_at,
    share_behind,
)
from outreach.rules.linkage.weights import Weights

SHIPPED = Weights()
LINK_AT, REVIEW_AT = 0.6, 0.05


def pair(name: float, same: bool | None, *grades: tuple[str, str], posterior: float | None = -1.0) -> Pair:
    """A pair of these fields, with what the shipped weights gave it."""
    rows = [Seen("name", "similar", name)]
    rows += [Seen(field, grade, getattr(SHIPPED, f"{field}_{grade}", 0.0)) for field, grade in grades]
    bits = sum(row.bits for row in rows)
    given = exp2(bits) / (SHIPPED.nobody + exp2(bits)) if posterior == -1.0 else posterior
    return Pair(tuple(rows), given, same)


def asked(count: int, seed: int, shares: dict[str, float]) -> list[Pair]:
    """Pairs that rules with the shipped weights would ask about, of a world in which fields agree as `shares` say.

    By chance they agree as the register says: the share of chance pairs follows from the shipped weights.
    """
    rng = random.Random(seed)
    chance = {
        field: share_behind(f"{field}_equal", SHIPPED) / exp2(getattr(SHIPPED, f"{field}_equal")) for field in shares
    }
    found: list[Pair] = []
    while len(found) < count:
        same = rng.random() < 0.3
        spread = 4.0  # of the bits of names: they are log-odds, so their mean follows from it
        mean = spread**2 * 0.3466
        name = rng.gauss(mean if same else -mean, spread) + log2(0.3 / 0.7) + log2(SHIPPED.nobody)
        grades = []
        for field in shares:
            if rng.random() < 0.6:
                agrees = rng.random() < (shares[field] if same else chance[field])
                grades.append((field, "equal" if agrees else "differs"))
        one = pair(round(name, 2), same, *grades)
        if REVIEW_AT <= (one.posterior or 0.0) < LINK_AT:
            found.append(one)
    return found


def shipped_shares() -> dict[str, float]:
    return {field: share_behind(f"{field}_equal", SHIPPED) for field in ("town", "domain", "phone")}


def counted(pairs: Sequence[Pair], field: str) -> float:
    """How often a field agrees in pairs judged the same: what one might take for its share."""
    rows = [row for one in pairs if one.same for row in one.rows if row.field == field]
    return sum(row.grade == "equal" for row in rows) / len(rows)


def test_every_weight_that_is_estimated_is_a_weight() -> None:
    assert set(ESTIMATED.values()) <= {field.name for field in fields(Weights)}


def test_without_answers_all_weights_stay_as_shipped() -> None:
    found = estimate([], link_at=LINK_AT)
    assert found.weights == SHIPPED
    assert all(line.kept for line in found.lines)


def test_a_weight_with_too_few_pairs_stays_as_shipped_and_one_with_enough_moves() -> None:
    few = [pair(1.0, True, ("phone", "differs"))] * (FEWEST_PAIRS - 1)
    assert estimate(few, link_at=LINK_AT).weights == SHIPPED
    assert estimate([*few, few[0]], link_at=LINK_AT).weights.phone_differs > SHIPPED.phone_differs


def test_answers_drawn_as_the_shipped_weights_say_leave_them_about_where_they_are() -> None:
    """Although good signs are rare among the pairs that people are asked about."""
    pairs = asked(1500, 1, shipped_shares())
    assert counted(pairs, "phone") < 0.2 < 0.6 < shipped_shares()["phone"]
    found = estimate(pairs, link_at=LINK_AT)
    assert all(abs(line.estimated - line.shipped) < 0.7 for line in found.lines)
    assert sum(line.same for line in found.lines) == pytest.approx(sum(line.expected for line in found.lines), rel=0.1)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_more_pairs_bring_a_weight_nearer_to_the_truth(share: float) -> None:
    true = log2(1 - share)
    away = []
    for count in (60, 400, 2400):
        found = [estimate(asked(count, seed, shipped_shares() | {"phone": share}), link_at=LINK_AT) for seed in (1, 2)]
        away.append(sum(abs(one.weights.phone_differs - true) for one in found) / len(found))
    assert away[0] > away[1] > away[2]
    assert away[2] < 0.4


def test_of_one_weight_alone_the_surplus_of_answers_is_what_the_prior_holds_back() -> None:
    pairs = [pair(-1.0 - n % 3, n % 2 == 0, ("phone", "differs")) for n in range(120)]
    found = estimate(pairs, link_at=LINK_AT)
    line = next(line for line in found.lines if line.name == "phone_differs")
    after = sum(posterior_at(one, found.weights) for one in pairs)
    assert line.same > line.expected
    assert line.expected < after < line.same  # on the way to what people said, and held back


def test_what_speaks_for_a_pair_never_comes_to_speak_against_it() -> None:
    liars = [pair(-13.0, False, ("phone", "equal"), ("street", "equal"))] * 3000
    liars += [pair(-9.0, True, ("domain", "differs"))] * 3000
    found = estimate(liars, link_at=LINK_AT).weights
    assert 0.0 <= found.phone_equal < SHIPPED.phone_equal
    assert 0.0 <= found.street_equal < SHIPPED.street_equal
    assert SHIPPED.domain_differs < found.domain_differs <= 0.0


def test_hard_rules_and_names_are_left_alone() -> None:
    pairs = [pair(-8.0 + n % 5, n % 3 == 0, ("phone", "equal"), ("town", "differs")) for n in range(300)]
    found = estimate(pairs, link_at=LINK_AT).weights
    touched = set(ESTIMATED.values())
    assert [f.name for f in fields(Weights) if getattr(found, f.name) != getattr(SHIPPED, f.name)]
    assert all(getattr(found, f.name) == getattr(SHIPPED, f.name) for f in fields(Weights) if f.name not in touched)


def test_pairs_that_a_hard_rule_decides_on_teach_nothing() -> None:
    by_id = Pair((Seen("business_id", "equal", 24.0), Seen("phone", "differs", -1.5)), 1.0, True)
    over = pair(9.0, False, ("phone", "equal"))  # has the bits for a link, and was asked about
    barred = replace(pair(-7.5, False, ("phone", "equal")), barred=True)
    found = estimate([by_id, over, barred] * 200, link_at=LINK_AT)
    assert (found.weights, found.used, found.by_rule) == (SHIPPED, 0, 600)


def test_unsure_answers_and_pairs_without_evidence_count_for_nothing() -> None:
    found = estimate([pair(1.0, None, ("phone", "differs")), Pair((), 0.3, True)] * 50, link_at=LINK_AT)
    assert (found.judged, found.used, found.blind, found.weights) == (50, 0, 50, SHIPPED)


answers = st.lists(
    st.tuples(st.floats(-9, 0).map(lambda bits: round(bits, 2)), st.booleans(), st.sampled_from(["equal", "differs"])),
    min_size=FEWEST_PAIRS,
    max_size=60,
)


@settings(max_examples=25, deadline=None)
@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_is_of_no_account(given: list[tuple[float, bool, str]], rng: random.Random) -> None:
    pairs = [pair(name, same, ("phone", grade)) for name, same, grade in given]
    mixed = list(pairs)
    rng.shuffle(mixed)
    assert estimate(pairs, link_at=LINK_AT).weights == estimate(mixed, link_at=LINK_AT).weights


@settings(max_examples=25, deadline=None)
@given(answers)
def test_the_more_say_different_the_less_an_agreement_weighs(given: list[tuple[float, bool, str]]) -> None:
    pairs = [pair(name, same, ("phone", "equal")) for name, same, _ in given]
    before = estimate(pairs, link_at=LINK_AT).weights.phone_equal
    for place in range(0, len(pairs), 7):
        turned = [*pairs[:place], pair(given[place][0], False, ("phone", "equal")), *pairs[place + 1 :]]
        assert estimate(turned, link_at=LINK_AT).weights.phone_equal <= before + 0.011  # kept with two decimals


def test_pairs_that_were_judged_under_other_weights_are_brought_to_the_shipped_ones() -> None:
    other = Weights(phone_differs=-0.4, town_equal=2.0)
    bits = {("phone", "differs"): -0.4, ("town", "equal"): 2.0}
    for one in asked(40, 3, shipped_shares()):
        rows = tuple(row._replace(bits=bits.get((row.field, row.grade), row.bits)) for row in one.rows)
        whole = sum(row.bits for row in rows)
        now = Pair(rows, exp2(whole) / (SHIPPED.nobody + exp2(whole)), one.same, other)
        assert posterior_at(now, SHIPPED) == pytest.approx(posterior_at(one, SHIPPED), abs=1e-9)


def test_rivals_keep_their_weight() -> None:
    rival = pair(3.0, True, ("phone", "differs"), posterior=0.5)  # 1.5 bits against as many of a rival and nobody
    assert posterior_at(rival, SHIPPED) == pytest.approx(0.5)
    assert posterior_at(rival, Weights(phone_differs=-0.5)) == pytest.approx(2 / 3)


def test_decisions_that_would_come_out_otherwise_are_found() -> None:
    pairs = [pair(-6.0, None, ("phone", "equal")), pair(5.0, None), pair(1.0, None, ("phone", "differs"))]
    assert crossing(pairs, SHIPPED, Weights(phone_equal=4.0), LINK_AT) == ((0,), ())
    assert crossing(pairs, SHIPPED, Weights(phone_differs=0.0), LINK_AT) == ((), (2,))
    assert crossing(pairs, SHIPPED, SHIPPED, LINK_AT) == ((), ())


def test_a_town_that_many_share_is_not_worth_more_than_it_was() -> None:
    helsinki = Pair((Seen("name", "similar", -1.0), Seen("town", "equal", 1.2)), None)
    assert posterior_at(helsinki, Weights(town_equal=3.0)) == posterior_at(helsinki, SHIPPED)
    assert posterior_at(helsinki, Weights(town_equal=0.5)) < posterior_at(helsinki, SHIPPED)
