"""Same, ask a person, or new: the decision on one incoming record and the known ones that may be it.

A false link costs more than a duplicate. Therefore only these link without asking: a person's word, an equal Business
ID, or a name all of whose words agree together with a strong sign that is not the name. A word or number that only one
name has is never explained away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import exp2

from outreach.rules.linkage.align import Frequency
from outreach.rules.linkage.evidence import FIELD_LABELS, REGISTER_SIZE, identifiers, score_pair
from outreach.terms.linkage import Evidence, Grade, LinkDecision, LinkProposal, NameAgreement, Record
from outreach.terms.message import Message, say
from outreach.terms.work import Judgement, LinkOutcome

LINK_AT = 0.60  # posterior from which a pair that qualifies is linked; 0.90 is the cautious setting
REVIEW_AT = 0.05
NOBODY = 0.8  # weight of "none of the candidates" beside the sum of 2^bits
SHOWN_AT_LEAST = 0.15  # posterior shown for what a strong sign supports, however the names differ
MOST_PROPOSALS = 5

Judgements = Mapping[tuple[str, str], Judgement]  # (incoming key, known key) or the other way round


class Standing(IntEnum):
    """What the rules say of one pair before the candidates are weighed against each other."""

    OUT = 0
    ASK = 1
    LINK = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class _Pair:
    known: Record
    evidence: Evidence
    standing: Standing
    posterior: float
    why: Message


def decide(
    incoming: Record,
    candidates: Sequence[Record],
    judgements: Judgements,
    *,
    frequency: Frequency | None = None,
    total: int = REGISTER_SIZE,
    link_at: float = LINK_AT,
    review_at: float = REVIEW_AT,
) -> LinkDecision:
    """Decides on a record, given every known record that shares a block with it (`blocking.blocks`).

    `judgements` are what people have said before; "different" removes a pair for ever. A pair that an equal Business
    ID joins and a person has parted is never linked again; the record then waits for a person.
    """
    others = list({record.key: record for record in candidates if record.key != incoming.key}.values())
    said = {record.key: _said(judgements, incoming.key, record.key) for record in others}
    left = [record for record in others if said[record.key] is not Judgement.DIFFERENT]
    counts = _owner_counts(others)

    def owners(value: str) -> int:
        return counts.get(value, 1)

    pairs = [(record, score_pair(incoming, record, frequency=frequency, total=total, owners=owners)) for record in left]
    rated = _rate(pairs, said, review_at)
    parted = [r for r in others if said[r.key] is Judgement.DIFFERENT and _same_id(incoming, r)]
    return _choose(rated, parted, link_at)


def _said(judgements: Judgements, one: str, other: str) -> Judgement | None:
    """The judgement on a pair, whichever way round; where two contradict each other, the careful one."""
    given = {judgements.get((one, other)), judgements.get((other, one))}
    return next((word for word in (Judgement.DIFFERENT, Judgement.UNSURE, Judgement.SAME) if word in given), None)


def _same_id(incoming: Record, known: Record) -> bool:
    found = identifiers(incoming).business_id
    return bool(found) and found == identifiers(known).business_id


def _owner_counts(records: Sequence[Record]) -> dict[str, int]:
    """How many of the known records share each identifier. The caller looked up all owners, so these are counts."""
    counts: dict[str, int] = {}
    for record in records:
        own = identifiers(record)
        for value in {*own.domains, own.email, own.phone, own.street} - {""}:
            counts[value] = counts.get(value, 0) + 1
    return counts


def _rate(
    pairs: Sequence[tuple[Record, Evidence]], said: Mapping[str, Judgement | None], review_at: float
) -> list[_Pair]:
    open_pairs = [
        (record, evidence)
        for record, evidence in pairs
        if not _ids_differ(evidence) or said[record.key] is Judgement.SAME
    ]
    weights = {record.key: _weight(evidence) for record, evidence in open_pairs}
    whole = NOBODY + sum(weights.values())
    rated = []
    for record, evidence in open_pairs:
        posterior = weights[record.key] / whole
        standing, why = _standing(evidence, said[record.key], posterior, review_at)
        if evidence.supports and standing is Standing.ASK:
            posterior = max(posterior, SHOWN_AT_LEAST)
        if standing is Standing.CERTAIN:
            posterior = 1.0
        rated.append(_Pair(record, evidence, standing, round(posterior, 4), why))
    rated.sort(key=lambda p: (-p.standing, -p.posterior, -p.evidence.bits, not p.known.active, p.known.key))
    return [pair for pair in rated if pair.standing is not Standing.OUT]


def _weight(evidence: Evidence) -> float:
    return exp2(min(evidence.bits, 60.0))


def _ids_differ(evidence: Evidence) -> bool:
    row = evidence.row("business_id")
    return row is not None and row.grade is Grade.DIFFERS


def _standing(
    evidence: Evidence, said: Judgement | None, posterior: float, review_at: float
) -> tuple[Standing, Message]:
    """What may happen to a pair, and why. The order is that of trust: ID, person, name with support, name, rest."""
    row = evidence.row("business_id")
    if row and row.grade is Grade.EQUAL:
        return Standing.CERTAIN, say("Same Business ID: {id}", id=row.known)
    if said is Judgement.SAME:
        if _ids_differ(evidence):
            return Standing.ASK, say("A person has said that these are the same, but their Business IDs differ")
        return Standing.CERTAIN, say("A person has said that these are the same")
    if said is Judgement.UNSURE:
        return Standing.ASK, say("A person has put this off until later")
    strong = len(evidence.supports)
    sign = FIELD_LABELS[evidence.supports[0]] if evidence.supports else say("Name")
    match evidence.name:
        case NameAgreement.FULL if strong > (1 if evidence.namesakes else 0):
            return Standing.LINK, say("The name agrees, and so does: {field}", field=sign)
        case NameAgreement.FULL if evidence.namesakes:
            return Standing.ASK, say("Many people bear this name, and the towns differ")
        case NameAgreement.FULL:
            return Standing.ASK, say("The name agrees, but nothing else confirms it")
        case NameAgreement.LOOSE if strong > 1 and not evidence.left_over:
            return Standing.LINK, say("The name agrees nearly, and two more facts agree")
        case NameAgreement.LOOSE if strong or posterior >= review_at:
            return Standing.ASK, say("The name agrees only nearly")
        case NameAgreement.PARTIAL:
            return _partial(evidence, posterior, review_at)
        case NameAgreement.NONE if strong > 1 or "domain" in evidence.supports:
            return Standing.ASK, say("The names differ, but this agrees: {field}", field=sign)
        case _:
            return Standing.OUT, say("Too little in common")


def _partial(evidence: Evidence, posterior: float, review_at: float) -> tuple[Standing, Message]:
    """Something is left over in a name: families and neighbours are named so. Never linked; asked when supported."""
    over = ", ".join(evidence.left_over)
    strong = len(evidence.supports)
    if strong > (1 if evidence.clashing_numbers else 0):
        return Standing.ASK, say("Left over in the name: {words}", words=over)
    if evidence.nearby and posterior >= review_at and not evidence.clashing_numbers:
        return Standing.ASK, say("Left over in the name: {words}", words=over)
    return Standing.OUT, say("Too little in common")


def _choose(rated: Sequence[_Pair], parted: Sequence[Record], link_at: float) -> LinkDecision:
    proposals = tuple(
        LinkProposal(pair.known.key, pair.posterior, pair.evidence, pair.why) for pair in rated[:MOST_PROPOSALS]
    )
    if parted:
        why = say("A person has said that this is not the holder of the Business ID: {id}", id=parted[0].business_id)
        return LinkDecision(LinkOutcome.REVIEW, None, proposals, why)
    if not rated:
        return LinkDecision(LinkOutcome.NEW, None, (), say("No known organisation resembles it"))
    best = rated[0]
    if best.standing is Standing.ASK:
        return LinkDecision(LinkOutcome.REVIEW, None, proposals, best.why)
    rivals = [pair for pair in rated if pair.standing is best.standing]
    chosen = _only_active(rivals)
    if chosen is None or (best.standing is Standing.LINK and _active_namesake(chosen, rated)):
        why = say("More than one known organisation fits equally well")
        return LinkDecision(LinkOutcome.REVIEW, None, proposals, why)
    if best.standing is Standing.LINK and _among(chosen, rated, rivals) < link_at:
        return LinkDecision(LinkOutcome.REVIEW, None, proposals, say("Another known organisation fits nearly as well"))
    return LinkDecision(LinkOutcome.SAME, chosen.known.key, proposals, chosen.why)


def _only_active(rivals: Sequence[_Pair]) -> _Pair | None:
    """The one pair, or the only active one of several; None when it cannot be told."""
    if len(rivals) == 1:
        return rivals[0]
    active = [pair for pair in rivals if pair.known.active]
    return active[0] if len(active) == 1 else None


def _active_namesake(chosen: _Pair, rated: Sequence[_Pair]) -> bool:
    """A ceased company is not taken while a living one bears the whole name: it may be the successor."""
    others = (pair for pair in rated if pair is not chosen and pair.known.active)
    return not chosen.known.active and any(pair.evidence.name is NameAgreement.FULL for pair in others)


def _among(chosen: _Pair, rated: Sequence[_Pair], rivals: Sequence[_Pair]) -> float:
    """Posterior of the chosen pair when rivals that lost to it (ceased ones) are left out."""
    against = sum(_weight(p.evidence) for p in rated if p is not chosen and p not in rivals)
    own = _weight(chosen.evidence)
    return own / (NOBODY + own + against)
