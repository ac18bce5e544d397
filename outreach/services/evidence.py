"""The table of bits as it is stored with a proposal or a decision, and read back.

One list holds it all, each line of the same shape: the fields that were compared, and, with no bits of their own, the
rule of the decision, what else the record might have been, and the day until which a question is put off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import exp2
from typing import Any

from outreach.rules.linkage.weights import REVIEW_AT, Weights
from outreach.terms.linkage import EvidenceRow, LinkDecision, LinkProposal
from outreach.terms.message import Message
from outreach.terms.review import FieldPair, Rival

RULE, RIVAL, LATER = "rule", "rival", "later"
FIELD_NAMES = {"domain": "website"}  # evidence -> what people call it
NOBODY = Weights().nobody  # weight of "none of these" beside the sum of 2^bits
Stored = list[object]


def of_proposal(proposal: LinkProposal, weights_id: int | None = None) -> Stored:
    """What is stored with a question: its table of bits, the rule for which it is asked, and whose weights they are."""
    said = _aside(RULE, words=proposal.why)
    if weights_id is not None:
        said["weights"] = weights_id
    return [*_rows(proposal.evidence.rows), said]


def of_decision(decision: LinkDecision) -> Stored:
    """What is stored with a decision by rule: the table of its target, its rule, and the others that were weighed.

    Of those others that a person would be asked about if the target were none, the whole table is kept.
    """
    target = next((p for p in decision.proposals if p.key == decision.target), None)
    others = [p for p in decision.proposals if p is not target]
    weights = [exp2(min(p.evidence.bits, 60.0)) for p in others]
    whole = NOBODY + sum(weights)
    return [
        *_rows(target.evidence.rows if target else ()),
        _aside(RULE, words=decision.why),
        *(_rival(p, weight / whole) for p, weight in zip(others, weights, strict=True)),
    ]


def by_rule(why: Message) -> Stored:
    """A decision that rests on no comparison."""
    return [_aside(RULE, words=why)]


def until(evidence: Sequence[object], day: date) -> Stored:
    """The same evidence, put off until a day."""
    kept = [line for line in evidence if not (isinstance(line, Mapping) and line.get("field") == LATER)]
    return [*kept, _aside(LATER, known=day.isoformat())]


def pairs(evidence: Iterable[object]) -> tuple[FieldPair, ...]:
    """The fields that were compared, in their order."""
    return tuple(_pair(line) for line in _lines(evidence) if line.get("field") not in (RULE, RIVAL, LATER))


def rule(evidence: Iterable[object]) -> Message | None:
    """The rule of a decision; None for those stored without one."""
    return next((_words(line) for line in _lines(evidence) if line.get("field") == RULE), None)


def weights(evidence: Iterable[object]) -> int | None:
    """Key of the learnt weights that a question was made with; None: those the program ships with."""
    key = next((line.get("weights") for line in _lines(evidence) if line.get("field") == RULE), None)
    return key if isinstance(key, int) else None


def rivals(evidence: Iterable[object], names: Mapping[int, tuple[str, str]] | None = None) -> tuple[Rival, ...]:
    """What else was weighed. `names` gives (name, Business ID) by actor."""
    return tuple(
        Rival(
            actor_id=int(line["known"]),
            name=(names or {}).get(int(line["known"]), (str(line["known"]), ""))[0],
            business_id=(names or {}).get(int(line["known"]), ("", ""))[1],
            posterior=float(line.get("posterior", 0.0)),
            bits=float(line.get("weight", 0.0)),
            why=_words(line),
        )
        for line in _lines(evidence)
        if line.get("field") == RIVAL and str(line.get("known", "")).isdecimal()
    )


def spare_proposals(evidence: Iterable[object]) -> list[tuple[int, float, Stored]]:
    """(actor, posterior, table of bits) of what else a linked record may be, should it not be what it was taken for."""
    return [
        (int(line["known"]), float(line["otherwise"]), list(line["rows"]))
        for line in _lines(evidence)
        if line.get("field") == RIVAL and line.get("rows")
    ]


def _rival(proposal: LinkProposal, otherwise: float) -> dict[str, object]:
    """`otherwise` is the posterior that it would have without the target."""
    figures: dict[str, object] = {
        "posterior": round(proposal.posterior, 4),
        "weight": round(proposal.evidence.bits, 2),
        "otherwise": round(otherwise, 4),
    }
    if otherwise >= REVIEW_AT:
        figures["rows"] = of_proposal(proposal)
    return {**_aside(RIVAL, known=proposal.key, words=proposal.why), **figures}


def _rows(rows: Iterable[EvidenceRow]) -> list[object]:
    return [
        {
            "field": row.field,
            "grade": row.grade.value,
            "bits": round(row.bits, 2),
            "incoming": row.incoming,
            "known": row.known,
            "words": row.words.to_plain(),
        }
        for row in rows
    ]


def _aside(field: str, *, known: str = "", words: Message | None = None) -> dict[str, object]:
    plain = words.to_plain() if words is not None else None
    return {"field": field, "grade": "", "bits": 0.0, "incoming": "", "known": known, "words": plain}


def _lines(evidence: Iterable[object]) -> Iterable[Mapping[str, Any]]:
    return (line for line in evidence if isinstance(line, Mapping))


def _words(line: Mapping[str, Any]) -> Message | None:
    words = line.get("words")
    return Message.from_plain(words) if isinstance(words, Mapping) else None


def _pair(line: Mapping[str, Any]) -> FieldPair:
    field = str(line.get("field", ""))
    return FieldPair(
        field=FIELD_NAMES.get(field, field),
        grade=str(line.get("grade", "")),
        known=str(line.get("known", "")),
        incoming=str(line.get("incoming", "")),
        bits=float(line.get("bits", 0.0)),
        text=_words(line),
    )
