"""Records are told apart by how they begin, or by parsing one after another: both give the same, or the quick way says
that it does not go."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from importers.ytj import bulk
from importers.ytj.record import NotJson, parse_record
from tests.doubles.ytj_records import Record, bulk_record, made_up

BLANKS = ["", "", "", " ", "\n", "\r\n\t", "   "]
NASTY = [
    '{"businessId":',
    ',{"businessId":',
    '},{"',
    "}]",
    "[",
    '"',
    "\\",
    '\\"',
    "},\n{",
    "\u2028",
    "\x00",
    "\ud800",
    "ÄÖ",
]

words = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), max_size=4).map("".join)
keys = st.sampled_from(["businessId", "names", "a", "", '"}', "x\\"]) | words
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)
others = st.dictionaries(keys, values, max_size=4)
alike = st.tuples(values, others).map(lambda pair: {"businessId": pair[0], **pair[1]})
arrays = st.lists(alike, max_size=6) | st.lists(alike | others, max_size=6)


class Writer:
    """Writes JSON with white space and escapes as a seed has it; a compact one has neither."""

    def __init__(self, seed: int, *, compact: bool) -> None:
        self._rng = random.Random(seed)
        self._compact = compact
        self._escapes = compact or self._rng.random() < 0.5

    def write(self, value: Any) -> str:
        blank = self._blank
        if isinstance(value, dict):
            inner = [f"{blank()}{self._text(k)}{blank()}:{blank()}{self.write(v)}{blank()}" for k, v in value.items()]
            return f"{{{','.join(inner) or blank()}}}"
        if isinstance(value, list):
            return f"[{','.join(f'{blank()}{self.write(v)}{blank()}' for v in value) or blank()}]"
        return self._text(value) if isinstance(value, str) else json.dumps(value)

    def _blank(self) -> str:
        return "" if self._compact else self._rng.choice(BLANKS)

    def _text(self, value: str) -> str:
        half = any("\ud800" <= letter <= "\udfff" for letter in value)  # can be written as an escape alone
        return json.dumps(value, ensure_ascii=self._escapes or half)


def read(path: Path, *, plainly: bool) -> list[bytes] | None:
    """The texts of the records in their order; None when the quick way does not go."""
    found: list[bytes] = []
    try:
        for batch in bulk.batches(path, plainly=plainly):
            assert batch.first == len(found) + 1
            found += [batch.head + piece for piece in batch.pieces]
        for record in found:
            parse_record(record)
    except NotJson:
        return None
    return found


def as_values(found: list[bytes]) -> list[Any]:
    return [json.loads(record) for record in found]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(array=arrays, seed=st.integers(0, 9), compact=st.booleans(), chunk=st.sampled_from([1, 7, 64, 1 << 20]))
@example(array=[{"businessId": 1, "x": [{}, {"businessId": 2}]}, {"businessId": 3}], seed=1, compact=True, chunk=7)
@example(array=[{"businessId": ',{"businessId":'}, {"businessId": "}]"}], seed=1, compact=True, chunk=1)
@example(array=[{}, {"businessId": 1}], seed=1, compact=True, chunk=7)
def test_both_ways_give_the_same_records(
    array: list[Record], seed: int, compact: bool, chunk: int, tmp_path: Path
) -> None:
    path = tmp_path / "all.json"
    written = Writer(seed, compact=compact).write(array)
    path.write_bytes((" " * (seed % 3) + written + "\n" * (seed % 2)).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_CHUNK", chunk)
        plain, cut = read(path, plainly=True), read(path, plainly=False)
    assert plain is not None
    assert as_values(plain) == json.loads(written)
    if cut is not None:
        assert as_values(cut) == json.loads(written)
        assert [parse_record(record) for record in cut] == [parse_record(record) for record in plain]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(words, min_size=1, max_size=6), chunk=st.sampled_from([200, 5000]), seed=st.integers(0, 99))
def test_records_that_begin_alike_are_told_apart_in_the_quick_way_whatever_their_texts_hold(
    names: list[str], chunk: int, seed: int, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    array = []
    for number, name in enumerate(names):
        record = bulk_record(made_up(number, f"{name} Oy"))
        first, *rest = record
        rng.shuffle(rest)
        array.append({key: record[key] for key in (first, *rest)})
    path = tmp_path / "all.json"
    path.write_bytes(Writer(seed, compact=True).write(array).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_CHUNK", chunk)
        cut = read(path, plainly=False)
    assert cut is not None
    assert as_values(cut) == json.loads(path.read_bytes())


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        " [ ] ",
        '[{"a":1},{"b":2}]',
        '[{},{"a":1}]',
        '[{"a":1}, {"a":2},{"a":3}]',
        '[{"a\\u0062":1}]',
        '[{ "a":1},{"a":2}]',
    ],
)
def test_what_does_not_begin_alike_is_left_to_the_slow_way(text: str, tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_text(text, encoding="utf-8")
    plain = read(path, plainly=True)
    assert plain is not None
    assert as_values(plain) == json.loads(text)
    assert read(path, plainly=False) in (None, plain)
