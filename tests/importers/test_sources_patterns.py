"""Regular expressions of source files: the useful ones work, those that could run away are refused or kept short."""

from __future__ import annotations

import time

import pytest

from importers.web.sources.patterns import LONGEST_TEXT, pattern_of
from outreach.errors import BadInput


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(\d{5}) (\w+)", "Kauppakatu 1, 08100 Lohja", "08100 Lohja"),
        (r"Puh\.?\s*(.+)", "Puh. 019 123 456", "019 123 456"),
        (r"\d{7}-\d", "Y-tunnus 1234567-1", "1234567-1"),
        (r"^(.+?), puh", "Malli Oy, puh. 1", "Malli Oy"),
        (r"(?:Puh|Tel)\.?:? ?([+\d ]+)", "Tel: +358 40 1", "+358 40 1"),
        (r"(?i)kunta: (\w+)", "KUNTA: Lohja", "Lohja"),
        (r"^(.*?)\s*[-–]\s*(.*)$", "Malli – konepaja", "Malli konepaja"),
        (r"(x)?(\d+)", "7", "7"),
        (r"nothing", "Malli", ""),
    ],
)
def test_a_pattern_gives_its_groups_or_what_it_matches(pattern: str, text: str, found: str) -> None:
    assert pattern_of(pattern).found(text) == found


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(\w+\s?)*$",
        r"(a|aa)+$",
        r"(?:\d{1,3} ?){3,9}x",
        r"(a)\1",
        r"(?=a)b",
        r"(?<!a)b",
        "a?" * 40 + "a" * 40,
        r".*.*.*.*.*x",
        r"\d+\d+\d+\d+\d+x",
        "x" * 201,
        "(",
        r"(?x) a b",
    ],
)
def test_a_pattern_that_could_run_away_is_refused(pattern: str) -> None:
    with pytest.raises(BadInput, match="cannot be used"):
        pattern_of(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r".*.*x",
        r"\d+\d+\d+x",
        r"(.*?),(.*?);(.*?)!",
        r"(?:a|b|ab)(?:c|d)*.*x",
        r".+\s+.*x",
        r"^(.*?)\s*[-–]\s*(.*)$",
    ],
)
@pytest.mark.parametrize("text", ["a" * 20_000, "1" * 20_000, "a ," * 7_000, " " * 20_000])
def test_what_is_allowed_ends_soon_on_a_hostile_text(pattern: str, text: str) -> None:
    begun = time.process_time()
    pattern_of(pattern).found(text)
    assert time.process_time() - begun < 5


def test_a_simple_pattern_sees_a_long_text() -> None:
    assert pattern_of(r"(\d{7}-\d)").longest == LONGEST_TEXT
