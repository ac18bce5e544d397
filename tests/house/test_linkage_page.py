"""The page on linkage tells the weights that the program ships with, and commands that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from outreach.cli.app import build
from outreach.rules.linkage.calibrate import FEWEST_PAIRS, PRIOR_PAIRS
from outreach.rules.linkage.weights import LINK_AT, REVIEW_AT, Weights
from outreach.services.calibration.labelled import IncomingRow, RegisterRow
from outreach.services.calibration.words import WORDS, as_counted, words_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "linkage.md").read_text(encoding="utf-8")


def test_every_weight_is_called_something() -> None:
    assert list(WORDS) == [field.name for field in fields(Weights)]


def test_the_page_tells_what_each_sign_weighs() -> None:
    rows = [_row(name, weight) for name, weight in Weights().as_plain().items()]
    assert [row for row in rows if row not in PAGE.splitlines()] == []


def test_the_page_tells_the_thresholds_and_the_prior() -> None:
    page = " ".join(PAGE.split())
    assert f"`link_auto` ({LINK_AT:.2f})" in page
    assert f"`link_review` ({REVIEW_AT:.2f})" in page
    assert f"fewer than {FEWEST_PAIRS} answers" in page
    assert PRIOR_PAIRS == 10
    assert "counts as ten pairs" in page


def test_the_page_tells_every_field_of_the_files() -> None:
    wanted = {*IncomingRow.__struct_fields__, *RegisterRow.__struct_fields__}
    assert {name for name in wanted if f"`{name}`" not in PAGE} == set()


def test_the_commands_that_the_page_names_exist() -> None:
    named = {line.split("--")[0].strip() for line in re.findall(r"outreach ((?:[a-z]+ ?)+)", PAGE.replace("\n", " "))}
    there = set(_commands(build(), ""))
    assert len(named) > 8
    assert {name for name in named if not any(f"{name} ".startswith(f"{one} ") for one in there)} == set()


def _commands(command: Any, name: str) -> Iterator[str]:
    """Commands without commands of their own, by their whole names."""
    inside = getattr(command, "commands", {})
    if not inside or getattr(command, "invoke_without_command", False):
        yield name
    for word, one in inside.items():
        yield from _commands(one, f"{name} {word}".strip())


def _row(name: str, weight: float) -> str:
    """The line of the page, to be pasted there when a weight has changed."""
    return f"| {words_of(name)} | {weight if name == 'nobody' else format(as_counted(name, weight), '+g')} |"
