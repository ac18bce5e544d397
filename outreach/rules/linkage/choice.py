"""Same, ask a person, or new: the decision on one record, given how each candidate compares with it.

A false link costs more than a duplicate. What links without asking: a person's word, an equal Business ID, or a weight
that leaves no likely rival, where no word or number of either name stays unexplained (`scoring.Bar`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from math import exp2
from typing import NamedTuple

from outreach.rules.linkage.scoring import Bar, Scored
from outreach.rules.linkage.weights import Settings
from outreach.terms.linkage import Grade
from outreach.terms.work import Judgement, LinkOutcome

SHOWN_AT_LEAST = 0.15  # posterior shown for what a strong sign supports, however the names differ
SHORTENED_AT_LEAST = -10.0  # bits of a name that may be the known one with words left out, worth a question
MOST_PROPOSALS = 5

Judgements = Mapping[int, Judgement]  # key of a known record -> what people have said of it and the record


class Standing(IntEnum):
    """What the rules say of one pair before the candidates are weighed against each other."""

    OUT = 0
    ASK = 1
    LINK = 2
    CERTAIN = 3


class Why(IntEnum):
    """The rule by which a record was decided, or a pair got its standing."""

    NOTHING = 0  # no known organisation resembles it
    BUSINESS_ID = 1
    PERSON_SAME = 2
    PERSON_SAME_OTHER_ID = 3
    PERSON_UNSURE = 4
    PERSON_PARTED = 5
    PROBABLE = 6
    BARRED = 7  # a word stands in the way: `Scored.bar`
    UNCERTAIN = 8
    RIVAL = 9
    SIGN = 10  # the names differ, and a strong sign agrees


class Ranked(NamedTuple):
    """A candidate. `posterior`: 0 to 1, among the candidates looked at."""

    key: int
    bits: float
    posterior: float
    standing: Standing
    why: Why
    scored: Scored


class Ranking(NamedTuple):
    """SAME has a `target`; `candidates` are those worth showing, best first, five at most."""

    outcome: LinkOutcome
    target: int | None
    candidates: tuple[Ranked, ...]
    why: Why


def choose(scored: Sequence[Scored], judgements: Judgements, settings: Settings) -> Ranking:
    """The decision. "Different" removes a candidate for ever.

    One that an equal Business ID joins and a person has parted is never linked again: the record waits for a person.
    """
    said = [judgements.get(one.known.key) for one in scored]
    parted = any(
        word is Judgement.DIFFERENT and _grade(one, "business_id") is Grade.EQUAL
        for one, word in zip(scored, said, strict=True)
    )
    open_ = [
        (one, word)
        for one, word in zip(scored, said, strict=True)
        if word is not Judgement.DIFFERENT
        and (word is Judgement.SAME or _grade(one, "business_id") is not Grade.DIFFERS)
    ]
    whole = settings.weights.nobody + sum(_weight(one) for one, _ in open_)
    rated = [_rate(one, word, _weight(one) / whole, settings) for one, word in open_]
    rated = [one for one in rated if one.standing is not Standing.OUT]
    rated.sort(key=lambda r: (-r.standing, -r.posterior, -r.bits, not r.scored.known.active, r.key))
    shown = tuple(rated[:MOST_PROPOSALS])
    if parted:
        return Ranking(LinkOutcome.REVIEW, None, shown, Why.PERSON_PARTED)
    if not rated:
        return Ranking(LinkOutcome.NEW, None, (), Why.NOTHING)
    best = rated[0]
    if best.standing is Standing.CERTAIN:
        rivals = [one for one in rated if one.standing is Standing.CERTAIN]
        if len(rivals) > 1 and len({one.scored.known.active for one in rivals}) == 1:
            return Ranking(LinkOutcome.REVIEW, None, shown, Why.RIVAL)
        return Ranking(LinkOutcome.SAME, best.key, shown, best.why)
    first = max(rated, key=lambda r: r.posterior)
    if first.standing is Standing.LINK and first.posterior >= settings.link_at:
        return Ranking(LinkOutcome.SAME, first.key, shown, Why.PROBABLE)
    shown = tuple(sorted(rated, key=lambda r: (-r.posterior, -r.bits, r.key))[:MOST_PROPOSALS])
    return Ranking(LinkOutcome.REVIEW, None, shown, shown[0].why)


def _rate(one: Scored, said: Judgement | None, posterior: float, settings: Settings) -> Ranked:
    standing, why = _standing(one, said, posterior, settings)
    if standing is Standing.CERTAIN:
        posterior = 1.0
    elif standing is Standing.ASK and one.supports:
        posterior = max(posterior, SHOWN_AT_LEAST)
    return Ranked(one.known.key, round(one.bits, 4), round(posterior, 4), standing, why, one)


def _standing(one: Scored, said: Judgement | None, posterior: float, settings: Settings) -> tuple[Standing, Why]:
    differs = _grade(one, "business_id") is Grade.DIFFERS
    if said is Judgement.SAME:
        return (Standing.ASK, Why.PERSON_SAME_OTHER_ID) if differs else (Standing.CERTAIN, Why.PERSON_SAME)
    if _grade(one, "business_id") is Grade.EQUAL:
        return Standing.CERTAIN, Why.BUSINESS_ID
    if said is Judgement.UNSURE:
        return Standing.ASK, Why.PERSON_UNSURE
    if one.bar is Bar.NONE:
        if posterior >= settings.link_at:
            return Standing.LINK, Why.PROBABLE
        if posterior >= settings.review_at or one.supports:
            return Standing.ASK, Why.UNCERTAIN
        return Standing.OUT, Why.NOTHING
    if one.bar is Bar.NO_NAME:
        enough = len(one.supports) > 1 or "domain" in one.supports
        return (Standing.ASK, Why.SIGN) if enough else (Standing.OUT, Why.NOTHING)
    if posterior >= settings.review_at or one.supports or (one.bits >= SHORTENED_AT_LEAST and one.shortened):
        return Standing.ASK, Why.BARRED
    return Standing.OUT, Why.NOTHING


def _grade(one: Scored, field: str) -> Grade | None:
    line = one.line(field)
    return line.grade if line is not None else None


def _weight(one: Scored) -> float:
    return exp2(min(one.bits, 60.0))
