"""Texts from outside on their way to the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.terms.message import say
from tests.tui.conftest import HOSTILE
from tui import safe


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_keeps_its_signs_and_loses_its_control_characters(text: str) -> None:
    shown = safe.plain(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)
    assert "\u202e" not in shown
    assert len(shown) <= safe.MOST


def test_markup_stays_text() -> None:
    assert safe.content("[bold]Oy[/]").plain == "[bold]Oy[/]"
    assert safe.content("[bold]Oy[/]").spans == []


def test_the_blanks_of_our_own_texts_stay() -> None:
    assert safe.plain("  ä  b ") == "  ä  b "


def test_a_message_is_translated_and_its_values_are_cleaned() -> None:
    assert safe.plain(say("Town: {name}", name="Rau\x1bma")) == "Town: Rauma"


@given(st.text(max_size=60), st.integers(0, 40))
def test_fitted_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert safe.width(safe.fit(text, cells)) == cells
    assert safe.width(safe.fit(text, cells, right=True)) == cells


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("Puujaloste", 10, "Puujaloste"),
        ("Puujaloste Oy", 8, "Puujalo…"),
        ("Puu jaloste", 5, "Puu…"),
        ("日本語株式会社", 5, "日本…"),
        ("日本語株式会社", 6, "日本…"),
        ("e\u0301e\u0301e\u0301", 2, "é…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_what_is_left_out_is_shown_by_dots(text: str, cells: int, shown: str) -> None:
    assert safe.cut(text, cells) == shown


@given(st.text(max_size=200), st.integers(1, 30))
def test_no_wrapped_line_is_wider_than_asked(text: str, cells: int) -> None:
    assert all(safe.width(line) <= max(cells, 2) for line in safe.wrap(text, cells))


def test_lines_break_between_words_and_long_words_in_the_middle() -> None:
    assert safe.wrap("yksi kaksi kolmeneljäviisi", 10) == ["yksi kaksi", "kolmeneljä", "viisi"]


def test_a_text_with_too_many_lines_ends_with_dots() -> None:
    assert safe.wrap("a b c d", 1, most=2) == ["a", "…"]
