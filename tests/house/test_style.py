"""Habits that a machine can check: the size of modules, and texts for people as literals with all their values."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("outreach", "tui", "importers", "db")
TEXTS = {"say": 1, "say_n": 2, "say_c": 2, "_": 1, "N_": 1, "ngettext": 2}  # function -> how many literals come first
LONGEST = 400


def _sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def test_no_module_is_longer_than_400_lines() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in _sources(*PACKAGES, "scripts", "benchmarks")
        if path.parent != ROOT / "db" / "migrations" / "versions"  # tables one after another, written once
    }
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_texts_for_people_are_literals_with_all_their_values() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}: {complaint}"
        for path in _sources(*PACKAGES)
        if path != ROOT / "outreach" / "i18n.py"  # passes on what its callers wrote
        for line, complaint in _complaints(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("say(f'Hello {name}')", "not a literal"),
        ("say('Hello ' + name)", "not a literal"),
        ("say(text)", "not a literal"),
        ("message.say('Hello {name}')", "no value for {name}"),
        ("say('Hello {}', name)", "a value without a name"),
        ("say('Hello {', name=1)", "braces"),
        ("say_n('{n} day', some, 3)", "not a literal"),
        ("say_n('{n} day of {x}', '{n} days of {x}', 3)", "no value for {x}"),
        ("say_c('stage', word)", "not a literal"),
        ("_('Name' if short else 'Full name')", "not a literal"),
    ],
)
def test_a_text_that_translators_would_not_see_is_found(code: str, complaint: str) -> None:
    (found,) = _complaints(code)
    assert complaint in found[1]


@pytest.mark.parametrize(
    "code",
    [
        "say('Hello ' 'world')",
        "say('Hello {name}', name=name, more=1)",
        "say('Hello {name}', **values)",
        "say_n('{n} day', '{n} days', n)",
        "say_c('stage', 'Declined')",
        "for _ in rows: pass",
    ],
)
def test_a_good_text_is_let_through(code: str) -> None:
    assert list(_complaints(code)) == []


def _complaints(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        if name not in TEXTS:
            continue
        literals = node.args[: TEXTS[name]]
        if len(literals) < TEXTS[name] or not all(
            isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in literals
        ):
            yield node.lineno, f"not a literal: {ast.unparse(node)[:80]}"
        elif name.startswith("say"):
            texts = [arg.value for arg in literals if isinstance(arg, ast.Constant)]
            yield from ((node.lineno, line) for line in _missing_values(node, [str(text) for text in texts]))


def _missing_values(call: ast.Call, texts: list[str]) -> Iterator[str]:
    given = {keyword.arg for keyword in call.keywords} | ({"n"} if ast.unparse(call.func).endswith("say_n") else set())
    try:
        wanted = {field for text in texts for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    except ValueError as error:
        yield f"braces: {error}"
        return
    if "" in wanted:
        yield f"a value without a name: {texts[0][:80]}"
    elif None not in given:  # `**values` cannot be seen through
        yield from (f"no value for {{{field}}}: {texts[0][:80]}" for field in sorted(wanted - given))
