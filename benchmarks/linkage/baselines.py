"""Other ways of linking on the same data, each with the threshold that suits it best there, beside the program's own.

    python -m benchmarks.linkage.baselines --register register.jsonl --incoming incoming.jsonl --truth truth.csv
        [--only ours token_sort wratio splink] [--threads 1]

`wratio` compares names as written (capitals and marks apart), `token_sort` cleaned ones, both with every name of the
register; `splink` needs the dependency group `bench`. A threshold found on the very data flatters them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

from benchmarks.linkage import ours, score, splink_model
from benchmarks.linkage.cleaned import Cleaned, read
from benchmarks.linkage.score import Decision, Figures, Truth
from outreach.services.calibration.labelled import incoming_rows

Scores = Mapping[str, Mapping[str, float]]  # incoming_id -> register_id -> how alike
ALL = ("ours", "token_sort", "wratio", "splink")
QUEUED = 0.20  # share of records that may go to a person: sets the threshold for that
QUERIES, KEPT = 64, 12  # compared at once, candidates kept of each
LEAST = 60.0  # of 100: less alike is no candidate


def token_sort(data: Cleaned, threads: int) -> Scores:
    """Cleaned words in alphabetical order."""
    names = [" ".join(sorted(line.words)) for line in data.register]
    return _nearest(data, [" ".join(sorted(line.words)) for line in data.incoming], names, fuzz.ratio, threads)


def wratio(data: Cleaned, threads: int) -> Scores:
    """Names as they are written."""
    names = [utils.default_process(line.raw) for line in data.register]
    return _nearest(data, [utils.default_process(line.raw) for line in data.incoming], names, fuzz.WRatio, threads)


def _nearest(
    data: Cleaned, queries: Sequence[str], names: Sequence[str], scorer: Callable[..., float], threads: int
) -> Scores:
    found: dict[str, dict[str, float]] = {}
    for first in range(0, len(queries), QUERIES):
        part = queries[first : first + QUERIES]
        table = process.cdist(part, names, scorer=scorer, score_cutoff=LEAST, dtype=np.float32, workers=threads)
        for place, likeness in enumerate(table):
            best = np.argpartition(-likeness, min(KEPT, len(names) - 1))[:KEPT]
            of = found.setdefault(data.incoming[first + place].key, {})
            for at in best[likeness[best] > 0].tolist():
                key = data.register[at].key
                of[key] = max(float(likeness[at]), of.get(key, 0.0))
    return found


def decide(scores: Scores, link_at: float, review_at: float) -> dict[str, Decision]:
    """The best candidate is linked from one threshold on; from the other on, the best five are asked about."""
    found: dict[str, Decision] = {}
    for incoming, of in scores.items():
        best = sorted(of.items(), key=lambda item: (-item[1], item[0]))[: score.REVIEWED]
        if best and best[0][1] >= link_at:
            found[incoming] = Decision(auto=best[0][0])
        else:
            found[incoming] = Decision(review=[key for key, value in best if value >= review_at])
    return found


def best_of(scores: Scores, truth: Mapping[str, Truth]) -> tuple[float, Figures]:
    """The threshold with the greatest F1, and the figures there; a fifth of the records may be asked about."""
    tops = sorted({max(of.values()) for of in scores.values() if of})
    steps = tops[:: max(1, len(tops) // 200)] or [0.0]
    link_at = max(steps, key=lambda at: score.figures(truth, decide(scores, at, np.inf)).f1)
    below = sorted((top for of in scores.values() if of and (top := max(of.values())) < link_at), reverse=True)
    room = int(len(truth) * QUEUED)
    review_at = float(np.nextafter(below[room], np.inf)) if room < len(below) else 0.0
    return link_at, score.figures(truth, decide(scores, link_at, review_at))


def ours_figures(register: Path, incoming: Path, truth: Mapping[str, Truth], threads: int) -> Figures:
    """The program's engine with its own thresholds."""
    with tempfile.TemporaryDirectory() as folder:
        ours.make(register, Path(folder), threads)
        decisions = ours.match(Path(folder), [row for _, row in incoming_rows(incoming)], threads)
    found = {}
    for one in decisions:
        keys = [key for key, _ in one.rows]
        found[one.incoming_id] = Decision(auto=keys[0]) if one.decision == "auto" else Decision(review=keys)
    return score.figures(truth, found)


HEAD = ("way", "F1", "prec.", "recall", "reached", "queued", "near", "from", "s")


def row(name: str, one: Figures, link_at: float | None, seconds: float) -> str:
    """A line of the table."""
    shares = (one.f1, one.precision, one.recall, one.recall_at_review, one.queued, one.near_misses)
    at = "own" if link_at is None else f"{link_at:.3f}"
    return f"{name:<12}" + "".join(f"{share:>9.3f}" for share in shares) + f"{at:>9}{seconds:>9.0f}"


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.linkage.baselines")
    ask.add_argument("--register", type=Path, required=True)
    ask.add_argument("--incoming", type=Path, required=True)
    ask.add_argument("--truth", type=Path, required=True)
    ask.add_argument("--only", nargs="+", choices=ALL, default=ALL)
    ask.add_argument("--threads", type=int, default=1)
    given = ask.parse_args(None if arguments is None else list(arguments))
    truth = score.read_truth(given.truth)
    print(f"{HEAD[0]:<12}" + "".join(f"{head:>9}" for head in HEAD[1:]))
    names = list(given.only)
    if "ours" in names:
        names.remove("ours")
        began = time.perf_counter()
        figures = ours_figures(given.register, given.incoming, truth, given.threads)
        print(row("ours", figures, None, time.perf_counter() - began), flush=True)
    if "splink" in names and find_spec("splink") is None:
        names.remove("splink")
        print("splink is not installed: it is in the dependency group `bench`.")
    data = read(given.register, given.incoming) if names else Cleaned([], [])
    ways = {"token_sort": token_sort, "wratio": wratio, "splink": splink_model.predict}
    for name in names:
        began = time.perf_counter()
        scores = ways[name](data, given.threads)
        took = time.perf_counter() - began
        link_at, figures = best_of(scores, truth)
        print(row(name, figures, link_at, took), flush=True)


if __name__ == "__main__":
    main()
