"""Splink over the same data: two tables linked, blocked by rare words and identifiers, weights learnt without labels.

Needs the dependency group `bench`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from benchmarks.linkage.cleaned import Cleaned, Line

RARE = 3  # words of a name that it is blocked by, the rarest ones
MOST_NAMES = 400  # a word that more names hold blocks nothing
PAIRS = 2_000_000  # random pairs that chance agreement is estimated from
LEAST = 0.01  # probability below which a pair is not handed on
SCHEMA = (
    ("unique_id", "string"), ("key", "string"), ("name", "string"), ("sorted", "string"), ("rarest", "string"),
    ("words", "list"), ("towns", "list"), ("postcode", "string"), ("street", "string"), ("domain", "string"),
    ("phone", "string"), ("business_id", "string"),
)  # fmt: skip


def predict(data: Cleaned, threads: int) -> dict[str, dict[str, float]]:
    """Probability of each candidate (register_id) of each record (incoming_id)."""
    arrow, duckdb, splink = (import_module(name) for name in ("pyarrow", "duckdb", "splink"))
    connection = duckdb.connect(config={"threads": threads})
    api = splink.DuckDBAPI(connection)
    counts = data.frequencies()
    tables = [
        api.register(_table(arrow, lines, counts), dataset_display_name=name)
        for name, lines in (("incoming", data.incoming), ("register", data.register))
    ]
    linker = splink.Linker(tables, _settings(splink), log_level=None)
    block_on = splink.block_on
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("sorted", "postcode"), block_on("business_id"), block_on("sorted", "domain")], recall=0.3
    )
    training.estimate_u_using_random_sampling(max_pairs=PAIRS)
    for rule in (block_on("sorted", "rarest"), block_on("phone"), block_on("domain")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found: dict[str, dict[str, float]] = {}
    pairs = linker.inference.predict(threshold_match_probability=LEAST, warning_mode="never")
    relation = pairs.as_duckdbpyrelation().project("unique_id_l, unique_id_r, source_dataset_l, match_probability")
    for left, right, source, probability in relation.fetchall():
        incoming, known = (left, right) if source == "incoming" else (right, left)
        register_id = known.rpartition("|")[0]
        of = found.setdefault(incoming.rpartition("|")[0], {})
        of[register_id] = max(probability, of.get(register_id, 0.0))
    return found


def _settings(splink: Any) -> Any:
    levels = import_module("splink.comparison_library")
    block_on = splink.block_on
    exact = levels.ExactMatch
    return splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            levels.JaroWinklerAtThresholds("sorted", [0.96, 0.9, 0.8]).configure(term_frequency_adjustments=True),
            exact("rarest").configure(term_frequency_adjustments=True),
            levels.ArrayIntersectAtSizes("towns", [1]),
            exact("postcode"),
            exact("street").configure(term_frequency_adjustments=True),
            exact("domain").configure(term_frequency_adjustments=True),
            exact("phone").configure(term_frequency_adjustments=True),
            exact("business_id"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("sorted"),
            block_on("words", arrays_to_explode=["words"]),
            block_on("substr(sorted, 1, 6)"),
            block_on("domain"),
            block_on("phone"),
            block_on("business_id"),
            block_on("street", "postcode"),
        ],
        retain_matching_columns=False,
        additional_columns_to_retain=[],
    )


def _table(arrow: Any, lines: Iterable[Line], counts: Mapping[str, int]) -> Any:
    rows = [_row(line, n, counts) for n, line in enumerate(lines)]
    types = {"string": arrow.string(), "list": arrow.list_(arrow.string())}
    return arrow.Table.from_pylist(rows, schema=arrow.schema([(name, types[kind]) for name, kind in SCHEMA]))


def _row(line: Line, number: int, counts: Mapping[str, int]) -> dict[str, object]:
    entry = line.entry
    rare = sorted(set(line.words), key=lambda word: (counts.get(word, 0), word))[:RARE]
    return {
        "unique_id": f"{line.key}|{number}",
        "key": line.key,
        "name": " ".join(line.words) or None,
        "sorted": " ".join(sorted(line.words)) or None,
        "rarest": rare[0] if rare else None,
        "words": [word for word in rare if counts.get(word, 0) <= MOST_NAMES],
        "towns": list(entry.towns) or None,
        "postcode": entry.postcodes[0] if entry.postcodes else None,
        "street": entry.streets[0] if entry.streets else None,
        "domain": entry.domains[0] if entry.domains else None,
        "phone": entry.phones[0] if entry.phones else None,
        "business_id": entry.business_id or None,
    }
