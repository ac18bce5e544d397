"""How well lists in files are read, against what must be reached."""

from __future__ import annotations

import pytest

from benchmarks.files.__main__ import samples
from benchmarks.files.score import Tally, judge, table

pytestmark = pytest.mark.bench


def test_lists_are_read_as_well_as_they_must_be() -> None:
    results = [judge(sample) for sample in samples()]
    records = Tally()
    for one in results:
        records.add(one.records)
    print("\n" + table(results))
    assert records.precision >= 0.98
    assert records.recall >= 0.98
    assert sum(one.exact for one in results) >= 0.875 * len(results)
