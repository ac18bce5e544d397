"""A table of bits as a waterfall: each piece of evidence moves the sum, and a bar shows from where to where."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.terms.message import Message, say
from outreach.terms.review import Explanation, FieldPair
from outreach.terms.work import Judgement

FIELDS: dict[str, Message] = {
    "name": say("name"),
    "spelling": say("spelling"),
    "left_over": say("left over"),
    "former_name": say("former name"),
    "reading": say("reading"),
    "business_id": say("Business ID"),
    "legal_form": say("legal form"),
    "town": say("town"),
    "postcode": say("postal code"),
    "street": say("street"),
    "website": say("website"),
    "email": say("e-mail"),
    "phone": say("phone"),
    "active": say("still active"),
}
FOR, AGAINST = "█", "░"


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of evidence, and the sum before and after it."""

    pair: FieldPair
    before: float
    after: float


def steps(explanation: Explanation) -> tuple[Step, ...]:
    """What was compared and weighs something, in the order in which it was weighed; the sum starts at nothing."""
    found: list[Step] = []
    total = 0.0
    for pair in explanation.lines:
        if pair.bits:
            found.append(Step(pair, total, total + pair.bits))
            total += pair.bits
    return tuple(found)


def silent(explanation: Explanation) -> tuple[str, ...]:
    """Fields that say nothing, since they are not known on both sides or many share the value."""
    return tuple(pair.field for pair in explanation.lines if not pair.bits)


def bar(before: float, after: float, low: float, high: float, cells: int) -> str:
    """The move of a sum within a range, `cells` wide: █ to the right for evidence, ░ to the left against."""
    width = max(high - low, 1e-9)
    start, end = (round((value - low) / width * cells) for value in (before, after))
    left, right = sorted((start, end))
    if left == right:  # too small to be seen otherwise
        left, right = (left, left + 1) if left < cells else (left - 1, left)
    sign = FOR if after >= before else AGAINST
    return " " * left + sign * (right - left) + " " * (cells - right)


def span(found: tuple[Step, ...]) -> tuple[float, float]:
    """Least and greatest sum on the way."""
    sums = [0.0, *(step.after for step in found)]
    return min(sums), max(sums)


def outcome(explanation: Explanation) -> Message:
    """What was decided, by whom and when."""
    name = f"{explanation.name} {explanation.business_id}".rstrip()
    if explanation.judgement is None:
        return say("May be {name}: waits for an answer", name=name)
    if explanation.at is None:
        return say("Linked to {name}; the program did not keep yet why", name=name)
    if explanation.judgement is Judgement.DIFFERENT:
        return say("Different from {name}: {who}, {time}", name=name, who=explanation.by, time=explanation.at)
    if explanation.founded:
        return say("The organisation {name} was made from it, {time}", name=name, time=explanation.at)
    if explanation.by:
        return say("Same as {name}: {who}, {time}", name=name, who=explanation.by, time=explanation.at)
    return say("Linked to {name} automatically, {time}", name=name, time=explanation.at)


def weights(explanation: Explanation) -> Message:
    """What the weights of a decision are called."""
    if explanation.weights_id is None:
        return say("those the program ships with")
    return say("number {n}", n=str(explanation.weights_id))


def rule(explanation: Explanation) -> Message | None:
    """By which rule it was linked, or for which a person was asked."""
    if explanation.rule is None:
        return None
    if explanation.judgement is None or explanation.by:
        return say("Why it is asked: {rule}", rule=explanation.rule)
    return say("Rule: {rule}", rule=explanation.rule)
