"""Weights estimated from what people have answered: shown first, kept and used only when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from db.unit import Read, Write
from outreach.errors import Refused
from outreach.rules.linkage import calibrate
from outreach.rules.linkage.calibrate import Estimate, Pair
from outreach.rules.linkage.weights import Weights
from outreach.services.calibration import in_use
from outreach.services.calibration.judged import Decision, Decisions, decisions, names_of, waiting
from outreach.services.calibration.words import words_of
from outreach.terms.calibration import EstimatedRow, Estimation, Moved, Relabelling
from outreach.terms.message import say
from outreach.terms.work import Judgement

EXAMPLES = 5  # of each kind


def estimate(uow: Read, *, link_at: float) -> Estimation:
    """What the answers so far say of each weight, and what the new weights would do to decisions of old."""
    return _told(uow, *_estimate(uow, link_at), link_at)


def apply(uow: Write, *, link_at: float) -> tuple[Estimation, int]:
    """Estimates, keeps the weights as a new version and goes over to it; gives its number.

    Refused when no weight would differ from the one in use.
    """
    made, found = _estimate(uow, link_at)
    told = _told(uow, made, found, link_at)
    if not told.changes:
        raise Refused(
            say("The answers so far change no weight."), say("Answer more possible duplicates: outreach review list")
        )
    return told, in_use.add(uow, found.weights, _learnt(found, told.relabelling))


def relabelled(uow: Read, weights_id: int | None, *, link_at: float) -> Relabelling:
    """What other weights would do to decisions of old, against those in use."""
    other = in_use.weights_of(uow, weights_id)
    return _relabelled(uow, decisions(uow), in_use.current_weights(uow), other, link_at)


def _estimate(uow: Read, link_at: float) -> tuple[Decisions, Estimate]:
    made = decisions(uow)
    return made, calibrate.estimate([one.pair for one in made.answers], link_at=link_at)


def _told(uow: Read, made: Decisions, found: Estimate, link_at: float) -> Estimation:
    used = in_use.current_weights(uow)
    rows = tuple(
        EstimatedRow(
            name=line.name,
            words=words_of(line.name),
            shipped=line.shipped,
            in_use=getattr(used, line.name),
            estimated=line.estimated,
            pairs=line.pairs,
            same=line.same,
            expected=round(line.expected, 1),
            kept=line.kept,
        )
        for line in found.lines
    )
    return Estimation(
        rows,
        judged=found.judged + len(made.corrections),
        used=found.used,
        by_rule=found.by_rule,
        corrections=len(made.corrections),
        blind=found.blind,
        relabelling=_relabelled(uow, made, used, found.weights, link_at),
    )


def _relabelled(uow: Read, made: Decisions, before: Weights, after: Weights, link_at: float) -> Relabelling:
    def crossing(pairs: Sequence[Pair]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return calibrate.crossing(pairs, before, after, link_at)

    asked = [made.links[place] for place in crossing([one.pair for one in made.links])[0]]
    linked = [made.answers[place] for place in crossing([one.pair for one in made.answers])[1]]
    still = waiting(uow)
    shown = asked[:EXAMPLES] + linked[:EXAMPLES]
    return Relabelling(
        links=len(made.links),
        now_asked=len(asked),
        questions=len(made.answers),
        now_linked=len(linked),
        now_linked_wrong=sum(one.said is Judgement.DIFFERENT for one in linked),
        waiting=len(still),
        waiting_linked=len(crossing(still)[1]),
        examples=_examples(uow, shown, before, after),
    )


def _examples(uow: Read, shown: Sequence[Decision], before: Weights, after: Weights) -> tuple[Moved, ...]:
    names = names_of(uow, shown)
    return tuple(
        Moved(
            *names[one.one, one.other],
            before=round(calibrate.posterior_at(one.pair, before), 4),
            after=round(calibrate.posterior_at(one.pair, after), 4),
            said=one.said,
        )
        for one in shown
    )


def _learnt(found: Estimate, moved: Relabelling) -> dict[str, Any]:
    """What the version rests on, for whoever asks later where it comes from. No names: these are erased elsewhere."""
    return {
        "pairs": found.used,
        "judged": found.judged,
        "lines": {
            line.name: {"pairs": line.pairs, "same": line.same, "expected": round(line.expected, 2)}
            for line in found.lines
            if not line.kept
        },
        "relabelling": {
            "links": moved.links,
            "now_asked": moved.now_asked,
            "questions": moved.questions,
            "now_linked": moved.now_linked,
            "now_linked_wrong": moved.now_linked_wrong,
        },
    }
