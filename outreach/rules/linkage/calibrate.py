"""Weights of evidence estimated from pairs that people have judged.

Behind a weight stands a share: of the true pairs in which a field is known on both sides, the share m in which it
agrees (or 1 - m, in which it differs). The share u of chance pairs in which it agrees stays what the register says, so
that the weight is log2(m / u), and it moves by log2(new share / old share). The prior of a share is a beta distribution
with its mode at the shipped value, worth as many true pairs as show the sign `PRIOR_PAIRS` times.

People are asked only about what the rules are in doubt of. Among those pairs good signs are rare even where the answer
is "the same", since pairs with good signs were linked without asking; to count how often a field agrees there would
take nearly all weight from every field. Whatever evidence a pair was chosen by, though, the answer *given* that
evidence is a fair draw. So the likelihood is that of the answers (a logistic regression on the bits), and for one
weight alone the estimate is where
    pairs judged the same - pairs expected to be = PRIOR_PAIRS / shipped share * (share - shipped share) / (1 - share).
Pairs that a hard rule made a question teach nothing of weights and are left out: most of them are different, however
well their fields agree, since families and neighbours share phone, site and street.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp2, log2
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach.rules.linkage.weights import Weights
from outreach.terms.linkage import Grade

SHIPPED = Weights()
PRIOR_PAIRS = 10.0  # that show the sign
FEWEST_PAIRS = 20  # a weight with fewer pairs behind it stays as shipped
DOUBT = 1.0  # bits, standard deviation: how far the queue of one kind of name may be off as a whole
SURELY_NOT, SURELY = 0.01, 0.99  # a share stays between
SWEEPS, HALVINGS, NEAR = 200, 26, 1e-4
ROUNDED = 0.006  # stored bits have two decimals

ESTIMATED: Mapping[tuple[str, str], str] = {
    ("town", Grade.EQUAL): "town_equal",
    ("town", Grade.DIFFERS): "town_differs",
    ("postcode", Grade.EQUAL): "postcode_equal",
    ("street", Grade.EQUAL): "street_equal",
    ("street", Grade.DIFFERS): "street_differs",
    ("domain", Grade.EQUAL): "domain_equal",
    ("domain", Grade.DIFFERS): "domain_differs",
    ("email", Grade.EQUAL): "email_equal",
    ("phone", Grade.EQUAL): "phone_equal",
    ("phone", Grade.DIFFERS): "phone_differs",
}
CAPPED = frozenset({"town_equal"})  # the most that a row gives; rarity decides below it
HARD_FIELD = "business_id"


class Seen(NamedTuple):
    """One row of the evidence that was stored with a judgement."""

    field: str
    grade: str
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, what was compared of them with which weights, and what a person said; None: nobody was asked.

    `posterior` is what the rules gave it then; None where that was not kept. `barred`: a hard rule made it a question,
    not what it was given.
    """

    rows: tuple[Seen, ...]
    posterior: float | None
    same: bool | None = None
    made_with: Weights = SHIPPED
    barred: bool = False

    @property
    def by_number(self) -> bool:
        """Whether the Business ID was compared, which decides alone."""
        return any(row.field == HARD_FIELD and row.grade != Grade.MISSING for row in self.rows)


@dataclass(frozen=True, slots=True)
class WeightLine:
    """What became of one weight. `pairs` are those behind it, of which people said `same`, and the shipped weights
    expected `expected`. `kept`: too few pairs to tell."""

    name: str
    shipped: float
    estimated: float
    pairs: int
    same: int
    expected: float

    @property
    def kept(self) -> bool:
        return self.pairs < FEWEST_PAIRS


@dataclass(frozen=True, slots=True)
class Estimate:
    """`judged` pairs were given; `by_rule` of them were left out since a hard rule decides on them, `blind` ones since
    their evidence was not kept."""

    weights: Weights
    lines: tuple[WeightLine, ...]
    judged: int
    used: int
    by_rule: int
    blind: int


def estimate(pairs: Sequence[Pair], *, link_at: float, shipped: Weights = SHIPPED) -> Estimate:
    """Weights that fit what people have said. The order of the pairs is of no account."""
    judged = [pair for pair in pairs if pair.same is not None]
    told = [pair for pair in judged if pair.rows]
    used = sorted((pair for pair in told if not held(pair, link_at)), key=_place)
    names = list(ESTIMATED.values())
    touched, same = _touched(used, names), np.array([bool(pair.same) for pair in used], dtype=float)
    offsets = np.array([_odds(pair, shipped) for pair in used], dtype=float)
    counts = (touched > 0).sum(axis=0)
    free = [place for place, count in enumerate(counts) if count >= FEWEST_PAIRS]
    moves = _solve(offsets, touched[:, free], same, _kinds(used), [names[place] for place in free], shipped)
    values = {
        names[place]: round(float(getattr(shipped, names[place])) + move, 2)
        for place, move in zip(free, moves, strict=True)
    }
    expected = _sigmoid(offsets)
    lines = tuple(
        WeightLine(
            name,
            getattr(shipped, name),
            values.get(name, getattr(shipped, name)),
            int(counts[place]),
            int(same[touched[:, place] > 0].sum()),
            float(expected[touched[:, place] > 0].sum()),
        )
        for place, name in enumerate(names)
    )
    return Estimate(replace(shipped, **values), lines, len(judged), len(used), len(told) - len(used), _blind(judged))


def held(pair: Pair, link_at: float) -> bool:
    """Whether a hard rule decides on a pair; one that has the bits for a link was not asked about for lack of them."""
    return pair.barred or pair.by_number or (pair.posterior is not None and pair.posterior >= link_at)


def posterior_at(pair: Pair, weights: Weights) -> float:
    """What the pair would be given with other weights, the rivals it had being as they were."""
    return 1.0 / (1.0 + exp2(-min(max(_odds(pair, weights), -60.0), 60.0)))


def bits_at(pair: Pair, weights: Weights) -> float:
    """Sum of the rows with other weights."""
    return sum(_row_at(row, pair.made_with, weights) for row in pair.rows)


def share_behind(name: str, shipped: Weights) -> float:
    """The share of true pairs that a weight stands for: 1 - m = 2^weight where a field differs, since nearly all chance
    pairs differ; m from the same field. A half where the shipped weights do not tell."""
    field, _, grade = name.rpartition("_")
    differs = getattr(shipped, f"{field}_differs", None)
    share = 0.5 if differs is None else exp2(differs)
    return min(SURELY, max(SURELY_NOT, share if grade == "differs" else 1.0 - share))


def crossing(
    pairs: Sequence[Pair], before: Weights, after: Weights, link_at: float
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Places of the pairs that fall below the probability of a link with other weights, and of those that reach it."""
    old = [posterior_at(pair, before) >= link_at for pair in pairs]
    new = [posterior_at(pair, after) >= link_at for pair in pairs]
    falls = tuple(place for place, (was, is_) in enumerate(zip(old, new, strict=True)) if was and not is_)
    return falls, tuple(place for place, (was, is_) in enumerate(zip(old, new, strict=True)) if is_ and not was)


def _row_at(row: Seen, before: Weights, after: Weights) -> float:
    name = ESTIMATED.get((row.field, row.grade))
    if name is None:
        return row.bits
    old, new = float(getattr(before, name)), float(getattr(after, name))
    if name in CAPPED:
        return new if row.bits >= old - ROUNDED else min(row.bits, new)
    if row.grade == Grade.DIFFERS:
        return row.bits * new / old if old else new
    return max(0.0, row.bits + new - old) if row.bits else 0.0


def _odds(pair: Pair, weights: Weights) -> float:
    """log2 of the odds: the bits against "none of these" and the rivals."""
    before = bits_at(pair, pair.made_with)
    nobody = pair.made_with.nobody
    against = nobody
    if pair.posterior is not None and 0.0 < pair.posterior < 0.9999:
        against = max(nobody, exp2(min(before, 60.0)) * (1.0 - pair.posterior) / pair.posterior)
    return bits_at(pair, weights) - log2(against)


def _touched(pairs: Sequence[Pair], names: Sequence[str]) -> NDArray[Any]:
    """How far each pair moves with each weight: 1 where it counts whole."""
    places = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(pairs), len(names)))
    for number, pair in enumerate(pairs):
        for row in pair.rows:
            name = ESTIMATED.get((row.field, row.grade))
            if name is None or not row.bits:
                continue
            weight = float(getattr(pair.made_with, name))
            if row.grade == Grade.DIFFERS:
                table[number, places[name]] = row.bits / weight if weight else 0.0
            elif name not in CAPPED or row.bits >= weight - ROUNDED:
                table[number, places[name]] = 1.0
    return table


def _kinds(pairs: Sequence[Pair]) -> NDArray[Any]:
    """One column for each grade that a name can have: queues of different names may be off by different amounts."""
    grades = [next((row.grade for row in pair.rows if row.field == "name"), Grade.MISSING) for pair in pairs]
    return np.array([[float(grade == kind) for kind in Grade] for grade in grades]).reshape(len(pairs), len(Grade))


def _place(pair: Pair) -> tuple[tuple[Seen, ...], float, bool]:
    """Sums of floating-point numbers depend on the order of their terms: pairs are put in one of their own."""
    return pair.rows, pair.posterior if pair.posterior is not None else -1.0, bool(pair.same)


def _blind(judged: Sequence[Pair]) -> int:
    return sum(not pair.rows for pair in judged)


def _solve(
    offsets: NDArray[Any],
    touched: NDArray[Any],
    same: NDArray[Any],
    kinds: NDArray[Any],
    names: Sequence[str],
    shipped: Weights,
) -> list[float]:
    """Moves, in bits, at the one maximum of a concave posterior density, one coordinate after the other."""
    shares = [share_behind(name, shipped) for name in names]
    bounds = [_bounds(name, share, shipped) for name, share in zip(names, shares, strict=True)]
    columns = np.concatenate([touched, kinds], axis=1)
    moves = np.zeros(columns.shape[1])
    odds = offsets.copy()
    for _ in range(SWEEPS):
        largest = 0.0
        for place in range(columns.shape[1]):
            column = columns[:, place]
            if not column.any():
                continue
            low, high = bounds[place] if place < len(names) else (-6 * DOUBT, 6 * DOUBT)
            rest = odds - column * moves[place]
            for _ in range(HALVINGS):
                middle = (low + high) / 2.0
                surplus = float((column * (same - _sigmoid(rest + column * middle))).sum())
                if place < len(names):
                    share = shares[place] * exp2(middle)
                    pull = PRIOR_PAIRS * (share / shares[place] - 1.0) / (1.0 - share)
                else:
                    pull = middle * np.log(2.0) / DOUBT**2
                low, high = (middle, high) if surplus > pull else (low, middle)
            move = (low + high) / 2.0
            largest = max(largest, abs(move - moves[place]))
            odds, moves[place] = rest + column * move, move
        if largest < NEAR:
            break
    return [float(move) for move in moves[: len(names)]]


def _bounds(name: str, share: float, shipped: Weights) -> tuple[float, float]:
    """How far a weight may move: its share stays a share, and what speaks for a pair never comes to speak against."""
    low, high = log2(SURELY_NOT / share), log2(SURELY / share)
    weight = float(getattr(shipped, name))
    return (max(low, -weight), high) if weight > 0 else (low, min(high, -weight))


def _sigmoid(odds: NDArray[Any]) -> NDArray[Any]:
    value: NDArray[Any] = 1.0 / (1.0 + np.exp2(-np.clip(odds, -60.0, 60.0)))
    return value
