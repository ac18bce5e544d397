"""How good predictions are: links made without asking, what reaches a person, near misses, duplicates in the list.

    python -m benchmarks.linkage.score --truth truth.csv --predictions predictions.csv
        [--clusters clusters.csv] [--json]

truth.csv: incoming_id, register_id (empty: not in the register), entity, class. predictions.csv: incoming_id,
register_id, score, decision (auto, review, new). clusters.csv: incoming_id, cluster.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

REVIEWED = 5  # candidates that a person is shown at most


@dataclass(frozen=True, slots=True)
class Truth:
    register_id: str
    entity: str
    kind: str


@dataclass(slots=True)
class Decision:
    auto: str = ""
    review: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1. `recall_at_review`: true match linked or among the candidates shown; `queued`: share of all
    records that go to a person; `near_misses`: share of those linked without asking."""

    records: int
    true_matches: int
    precision: float
    recall: float
    f1: float
    recall_at_review: float
    queued: float
    near_misses: float
    wrong: int


def read_truth(path: Path) -> dict[str, Truth]:
    """By incoming_id."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["incoming_id"]: Truth(row["register_id"] or "", row.get("entity") or "", row.get("class") or "")
            for row in csv.DictReader(lines)
        }


def read_predictions(path: Path) -> dict[str, Decision]:
    """By incoming_id; the first rows for review count, as many as a person is shown."""
    found: dict[str, Decision] = defaultdict(Decision)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            one = found[row["incoming_id"]]
            if row["decision"] == "auto":
                if one.auto and one.auto != row["register_id"]:
                    raise SystemExit(f"{path}: {row['incoming_id']} is linked twice. One link at most is allowed.")
                one.auto = row["register_id"]
            elif row["decision"] == "review" and len(one.review) < REVIEWED:
                one.review.append(row["register_id"])
    return dict(found)


def read_clusters(path: Path) -> dict[str, str]:
    """Cluster by incoming_id."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["incoming_id"]: row["cluster"] for row in csv.DictReader(lines)}


def figures(truth: Mapping[str, Truth], decisions: Mapping[str, Decision]) -> Figures:
    """What the decisions are worth."""
    right = linked = true = reached = queued = near = near_linked = 0
    for incoming, real in truth.items():
        one = decisions.get(incoming) or Decision()
        linked += bool(one.auto)
        right += bool(one.auto) and one.auto == real.register_id
        true += bool(real.register_id)
        reached += bool(real.register_id) and real.register_id in (one.auto, *one.review)
        queued += bool(one.review) and not one.auto
        if real.kind.startswith("near_"):
            near += 1
            near_linked += bool(one.auto)
    precision, recall = _share(right, linked), _share(right, true)
    return Figures(
        records=len(truth),
        true_matches=true,
        precision=precision,
        recall=recall,
        f1=_harmonic(precision, recall),
        recall_at_review=_share(reached, true),
        queued=_share(queued, len(truth)),
        near_misses=_share(near_linked, near),
        wrong=linked - right,
    )


def by_class(truth: Mapping[str, Truth], decisions: Mapping[str, Decision]) -> dict[str, Figures]:
    """The same for each class, those with true matches first."""
    kinds: dict[str, dict[str, Truth]] = defaultdict(dict)
    for incoming, real in truth.items():
        kinds[real.kind][incoming] = real
    found = {kind: figures(inside, decisions) for kind, inside in kinds.items()}
    return dict(sorted(found.items(), key=lambda item: (not item[1].true_matches, item[1].recall, item[0])))


def pairwise(truth: Mapping[str, Truth], clusters: Mapping[str, str]) -> tuple[float, float, float]:
    """(precision, recall, F1) over pairs of records of the list that are one organisation."""
    entities = {incoming: real.entity for incoming, real in truth.items()}
    own = {incoming: clusters.get(incoming, f"alone {incoming}") for incoming in truth}
    both = _pairs((entities[one], own[one]) for one in truth)
    precision, recall = _share(both, _pairs(own.values())), _share(both, _pairs(entities.values()))
    return precision, recall, _harmonic(precision, recall)


def _pairs(groups: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def table(truth: Mapping[str, Truth], decisions: Mapping[str, Decision], clusters: Mapping[str, str] | None) -> str:
    """The report for people."""
    heads = ("records", "true", "prec.", "recall", "F1", "reached", "queued", "wrong")
    lines = [f"{'class':<20}" + "".join(f"{head:>9}" for head in heads)]
    for kind, one in {**by_class(truth, decisions), "all": figures(truth, decisions)}.items():
        shares = (one.precision, one.recall, one.f1, one.recall_at_review) if one.true_matches else (None,) * 4
        cells = [
            f"{one.records:>9}{one.true_matches:>9}",
            *("        -" if s is None else f"{s:>9.3f}" for s in shares),
        ]
        lines.append(f"{kind:<20}" + "".join(cells) + f"{one.queued:>9.3f}{one.wrong:>9}")
    lines.append(f"near misses linked without asking: {figures(truth, decisions).near_misses:.3f}")
    if clusters is not None:
        lines.append(
            "duplicates in the list: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*pairwise(truth, clusters))
        )
    return "\n".join(lines)


def plain(
    truth: Mapping[str, Truth], decisions: Mapping[str, Decision], clusters: Mapping[str, str] | None
) -> dict[str, object]:
    """The report for programs."""
    found: dict[str, object] = asdict(figures(truth, decisions))
    found["classes"] = {kind: asdict(one) for kind, one in by_class(truth, decisions).items()}
    if clusters is not None:
        found["duplicates"] = dict(zip(("precision", "recall", "f1"), pairwise(truth, clusters), strict=True))
    return found


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.linkage.score")
    ask.add_argument("--truth", type=Path, required=True)
    ask.add_argument("--predictions", type=Path, required=True)
    ask.add_argument("--clusters", type=Path)
    ask.add_argument("--json", action="store_true")
    given = ask.parse_args(None if arguments is None else list(arguments))
    truth, decisions = read_truth(given.truth), read_predictions(given.predictions)
    clusters = read_clusters(given.clusters) if given.clusters else None
    if given.json:
        print(json.dumps(plain(truth, decisions, clusters), indent=1))
    else:
        print(table(truth, decisions, clusters))


if __name__ == "__main__":
    main()
