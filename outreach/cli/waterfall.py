"""Why a record stands where it does, in lines of text: what was decided, the table of bits, what else it might be."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.cli.output import one_line
from outreach.i18n import percent_text, signed_text, tr
from outreach.terms.message import say
from outreach.terms.review import Explanation, Rival
from outreach.terms.waterfall import FIELDS, Step, bar, outcome, rule, silent, span, steps, weights

BAR = 24  # columns


def lines(explanation: Explanation) -> Iterator[str]:
    """All lines of one explanation."""
    head = say("Organisation of ours: {name}", name=explanation.record)
    if explanation.record_id:
        head = say(
            "Record {n}: {name} ({source}, {place}, {on})",
            n=str(explanation.record_id),
            name=explanation.record,
            source=explanation.source,
            place=explanation.place,
            on=explanation.fetched_on,
        )
    yield one_line(tr(head))
    yield one_line(tr(outcome(explanation)))
    if explanation.at is not None and explanation.lines:
        yield tr(say("Weights: {weights}", weights=weights(explanation)))
    found = steps(explanation)
    if found:
        yield from _table(explanation, found)
    by = rule(explanation)
    if by is not None:
        yield one_line(tr(by))
    if explanation.rivals:
        yield tr(say("What else it might have been:"))
        yield from (_rival(rival) for rival in explanation.rivals)


def _table(explanation: Explanation, found: tuple[Step, ...]) -> Iterator[str]:
    names = {step.pair.field: tr(FIELDS.get(step.pair.field, step.pair.field)) for step in found}
    last = [tr(say("to begin with")), tr(say("sum")), tr(say("probability"))]
    width = max(map(len, (*names.values(), *last)))
    low, high = span(found)
    for step in found:
        pair = step.pair
        words = one_line(tr(pair.text)) if pair.text is not None else one_line(f"{pair.incoming} / {pair.known}")
        chart = bar(step.before, step.after, low, high, BAR)
        yield f"  {names[pair.field]:<{width}} {_bits(pair.bits)} {chart} {_bits(step.after)}  {words}".rstrip()
    yield f"  {last[0]:<{width}} {_bits(explanation.prior)}"
    yield f"  {last[1]:<{width}} {_bits(explanation.bits)}"
    if explanation.posterior is not None:
        yield f"  {last[2]:<{width}} {percent_text(explanation.posterior):>6}"
    quiet = tuple(tr(FIELDS.get(field, field)) for field in silent(explanation))
    if quiet:
        said = say("Says nothing: {fields}", fields=quiet)
        yield f"  {tr(said)}"


def _rival(rival: Rival) -> str:
    name = one_line(f"{rival.name} {rival.business_id}".rstrip())
    why = f"  {tr(rival.why)}" if rival.why is not None else ""
    return f"  {_bits(rival.bits)}  {percent_text(rival.posterior):>5}  {name}{why}"


def _bits(weight: float) -> str:
    return signed_text(weight).rjust(6)
