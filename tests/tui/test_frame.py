"""The frame: titles and lines of keys that fit, whatever the language and the town."""

from __future__ import annotations

from itertools import product

import pytest

from outreach.codes import participating_towns
from outreach.i18n import LANGUAGES, in_language, tr
from tui import keys, safe
from tui.screens.base import View
from tui.widgets.frame import PRACTICE_SHORT, Hint, KeyLine, title_text

SCREENS = [key for key in keys.TABLE if key.scope is keys.Scope.SCREENS]


@pytest.mark.parametrize("practice", [True, False])
def test_every_title_fits_80_columns_in_every_language_and_names_the_practice_data(practice: bool) -> None:
    for code, key, town in product(LANGUAGES, SCREENS, participating_towns().values()):
        with in_language(code):
            left, notice, right = title_text([tr(key.label), town.name(code)], "Tue 2026-03-10", practice, 79)
            assert sum(safe.width(text) + 2 for text in (left, notice, right) if text) <= 79
            assert tr(key.label) in left
            assert town.name(code) in left
            assert (tr(PRACTICE_SHORT) in notice) == practice


def test_a_long_name_is_cut_before_the_practice_notice_is() -> None:
    left, notice, right = title_text(["x" * 200], "3 of 38", True, 79)
    assert left.endswith("…")
    assert notice == "PRACTICE DATA"
    assert right == ""


def test_help_and_palette_stay_in_the_line_of_keys_however_many_keys_there_are() -> None:
    line = KeyLine()
    line.hints = [Hint("n", "a long label of a key") for _ in range(9)] + [Hint("?", "Help"), Hint("Ctrl+P", "All")]
    shown = line.fitting(80)
    assert [hint.key for hint in shown[-2:]] == ["?", "Ctrl+P"]
    assert sum(hint.cells + line.GAP for hint in shown) <= 80


def test_a_view_has_keys_for_help_and_palette() -> None:
    assert tuple(View.ALWAYS) == ("help", "palette")
