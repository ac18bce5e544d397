"""Industry codes of one edition answer a need written in another, and say so when they cannot."""

from __future__ import annotations

import pytest

from outreach.rules.needs.industry import CodeEntry, IndustryMatch, IndustryTable, match_industry
from outreach.services.codebook import industry_table
from outreach.terms.candidate import IndustrySet

NEW, OLD = IndustrySet.TOL2025, IndustrySet.TOL2008
TABLE = IndustryTable(
    edition=NEW,
    entries={
        (NEW, "28990"): CodeEntry("Other machines", ("", "", ""), successor="28990"),
        (OLD, "28990"): CodeEntry("Other machines", ("", "", ""), successor="28990"),
        (OLD, "35111"): CodeEntry("Power", ("", "", ""), split=("35121", "35122")),
        (OLD, "99000"): CodeEntry("Gone", ("", "", "")),
    },
    titles={"28": "Machines", "289": "Special machines", "2899": "Other", "28990": "Others"},
)


def _match(*wanted: str, code_set: str = NEW, code: str = "28990", unwanted: tuple[str, ...] = ()) -> IndustryMatch:
    return match_industry(TABLE, wanted, unwanted, code_set, code)


@pytest.mark.parametrize(("wanted", "share"), [("28990", 1.0), ("2899", 0.9), ("289", 0.75), ("28", 0.5), ("62", 0.0)])
def test_more_matched_digits_count_more(wanted: str, share: float) -> None:
    assert _match(wanted).share == share


def test_the_longest_prefix_counts_and_is_named_with_its_title() -> None:
    match = _match("28", "289")
    assert match.share == 0.75
    assert str(match.text) == "industry 28990 → 289: Special machines"


def test_a_code_of_the_old_edition_is_converted_and_says_so() -> None:
    match = _match("289", code_set=OLD)
    assert match.share == 0.75
    assert "28990 (TOL 2008) → 28990 (TOL 2025) → 289" in str(match.text)


def test_a_code_without_a_main_successor_is_not_known_and_names_the_successors() -> None:
    match = _match("35", code_set=OLD, code="35111")
    assert match.share is None
    assert "35121, 35122" in str(match.text)


@pytest.mark.parametrize(
    ("code_set", "code"), [("", ""), (OLD, "99000"), (NEW, "12345"), (IndustrySet.TOL2002, "28990")]
)
def test_a_code_that_cannot_be_compared_is_not_known(code_set: str, code: str) -> None:
    assert _match("28", code_set=code_set, code=code).share is None


def test_an_excluded_industry_leaves_out() -> None:
    assert str(_match("28", unwanted=("2899",)).excluded) == "industry 2899: Other"
    assert _match("28", unwanted=("2811",)).excluded is None


def test_every_code_of_both_editions_is_in_the_real_table_and_is_answered() -> None:
    table = industry_table(NEW, "en")
    answers = {
        pair: match_industry(table, ("01", "28", "35", "62"), (), *pair) for pair in table.entries if pair[1].isdigit()
    }
    five = [pair for pair in answers if pair[0] == OLD and len(pair[1]) == 5]
    assert len(five) == 805  # 804 and "unknown"
    split = [pair for pair in five if table.entries[pair].split]
    assert len(split) == 90  # those that Statistics Finland's key gives no main successor
    assert all(answers[pair].share is None for pair in split)


def test_a_code_that_means_something_else_in_the_other_edition_is_not_taken_at_its_face() -> None:
    """3512 was transmission of electricity in TOL 2008 and is production from renewable sources in TOL 2025."""
    table = industry_table(NEW, "en")
    assert match_industry(table, ("3512",), (), NEW, "35121").share == 0.9
    assert match_industry(table, ("3512",), (), OLD, "35120").share == 0.0
