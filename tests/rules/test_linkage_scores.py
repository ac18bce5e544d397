"""What decisions are worth against the truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.linkage.scores import score, score_by_class, score_pairs
from outreach.terms.calibration import Decided, Scores, Truth
from outreach.terms.work import LinkOutcome

SAME, REVIEW, NEW = LinkOutcome.SAME, LinkOutcome.REVIEW, LinkOutcome.NEW
TRUTH = {
    "right": Truth("a", kind="typo"),
    "wrong": Truth("b", kind="typo"),
    "asked": Truth("c", kind="typo"),
    "asked of others": Truth("d", kind="cut"),
    "missed": Truth("e", kind="cut"),
    "near, linked": Truth("", kind="near_family"),
    "near, asked": Truth("", kind="near_family"),
    "stranger": Truth("", kind="stranger"),
}
DECISIONS = {
    "right": Decided(SAME, ("a",)),
    "wrong": Decided(SAME, ("a",)),
    "asked": Decided(REVIEW, ("x", "c")),
    "asked of others": Decided(REVIEW, ("1", "2", "3", "4", "5", "d")),
    "near, linked": Decided(SAME, ("b",)),
    "near, asked": Decided(REVIEW, ("b",)),
    "stranger": Decided(NEW, ("d",)),
}


def test_each_record_is_counted_where_it_belongs() -> None:
    found = score(TRUTH, DECISIONS)
    assert found == Scores(
        records=8, matches=5, linked=3, right=1, found=2, queued=3, near_misses=2, near_misses_linked=1
    )
    assert (found.precision, found.recall, found.f1) == (1 / 3, 1 / 5, 0.25)
    assert (found.found_share, found.queued_share, found.near_miss_share) == (2 / 5, 3 / 8, 1 / 2)


def test_the_classes_come_with_what_loses_most_first_and_sum_up_to_the_whole() -> None:
    found = score_by_class(TRUTH, DECISIONS)
    assert list(found) == ["cut", "typo", "near_family", "stranger"]
    whole = score(TRUTH, DECISIONS)
    for count in ("records", "matches", "linked", "right", "found", "queued", "near_misses"):
        assert sum(getattr(part, count) for part in found.values()) == getattr(whole, count)


def test_where_there_is_nothing_to_divide_by_there_is_no_share() -> None:
    nothing = score({}, {})
    assert [nothing.precision, nothing.recall, nothing.f1, nothing.queued_share] == [None] * 4
    assert score({"a": Truth("")}, {}).near_miss_share is None


def test_clusters_are_compared_pair_by_pair() -> None:
    entities = {"1": "A", "2": "A", "3": "A", "4": "B", "5": ""}
    found = score_pairs(entities, {"1": "x", "2": "x", "3": "y", "4": "y", "5": "z"})
    assert (found.true_pairs, found.joined_pairs, found.right_pairs) == (3, 2, 1)
    assert (found.precision, found.recall) == (1 / 2, 1 / 3)
    assert found.f1 == pytest.approx(0.4)
    assert score_pairs(entities, {}).precision is None


outcomes = st.builds(Decided, st.sampled_from(LinkOutcome), st.lists(st.sampled_from("abc"), max_size=7).map(tuple))
truths = st.builds(Truth, st.sampled_from(["", "a", "b"]), kind=st.sampled_from(["", "near_family", "typo"]))


@given(st.dictionaries(st.text(max_size=2), truths), st.dictionaries(st.text(max_size=2), outcomes))
def test_shares_are_shares(truth: dict[str, Truth], decisions: dict[str, Decided]) -> None:
    found = score(truth, decisions)
    shares = [getattr(found, name) for name in ("precision", "recall", "f1", "found_share", "queued_share")]
    assert all(share is None or 0 <= share <= 1 for share in shares)
    assert found.right <= min(found.linked, found.found)
