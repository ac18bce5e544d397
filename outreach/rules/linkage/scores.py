"""How good decisions are, measured against what is true."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from outreach.terms.calibration import Decided, PairScores, Scores, Truth
from outreach.terms.work import LinkOutcome

UNDECIDED = Decided(LinkOutcome.NEW)


def score(truth: Mapping[str, Truth], decisions: Mapping[str, Decided]) -> Scores:
    """Counts over all records of `truth`; one without a decision counts as new. Keys are incoming ids."""
    return _total((said, decisions.get(key, UNDECIDED)) for key, said in truth.items())


def score_by_class(truth: Mapping[str, Truth], decisions: Mapping[str, Decided]) -> dict[str, Scores]:
    """The same for each failure class: those with true matches first, and of these the one that loses most."""
    parts: dict[str, list[tuple[Truth, Decided]]] = defaultdict(list)
    for key, said in truth.items():
        parts[said.kind].append((said, decisions.get(key, UNDECIDED)))
    found = {kind: _total(part) for kind, part in parts.items()}
    return dict(sorted(found.items(), key=lambda item: _order(*item)))


def score_pairs(entities: Mapping[str, str], clusters: Mapping[str, str]) -> PairScores:
    """Pairwise agreement of clusters with true entities, over the records of `entities`; keys are incoming ids.

    A record without an entity, or in no cluster, is alone.
    """
    joined = {key: clusters.get(key, "") for key in entities}
    both = Counter((entities[key], joined[key]) for key in entities if entities[key] and joined[key])
    return PairScores(
        true_pairs=_pairs(Counter(entity for entity in entities.values() if entity)),
        joined_pairs=_pairs(Counter(cluster for cluster in joined.values() if cluster)),
        right_pairs=_pairs(both),
    )


def _order(kind: str, one: Scores) -> tuple[bool, float, str]:
    return not one.matches, one.recall or 0.0, kind


def _pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _total(pairs: Iterable[tuple[Truth, Decided]]) -> Scores:
    counts: Counter[str] = Counter()
    for said, decided in pairs:
        hit = bool(said.register_id) and said.register_id == decided.linked
        counts["records"] += 1
        counts["matches"] += bool(said.register_id)
        counts["linked"] += bool(decided.linked)
        counts["right"] += hit
        counts["found"] += hit or (bool(said.register_id) and said.register_id in _shown(decided))
        counts["queued"] += decided.outcome is LinkOutcome.REVIEW
        counts["near_misses"] += said.is_near_miss
        counts["near_misses_linked"] += said.is_near_miss and bool(decided.linked)
    return Scores(**counts)


def _shown(decided: Decided) -> tuple[str, ...]:
    return decided.proposed if decided.outcome is LinkOutcome.REVIEW else ()
