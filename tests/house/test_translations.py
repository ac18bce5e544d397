"""The translations are complete, keep their values, and use the words of the glossary."""

from __future__ import annotations

import ast
import csv
import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "outreach" / "locales"
WITH_CONTEXT = {"stage.declined": "stage", "outcome.declined": "result of a contact"}
TEXTS = {"say": slice(1), "_": slice(1), "say_n": slice(2), "ngettext": slice(2), "say_c": slice(1, 2), "N_": slice(1)}
DOUBLE = {"action.import", "import.run"}  # "Import" is a verb and a noun


@pytest.fixture
def messages() -> ModuleType:
    return importlib.import_module("scripts.messages")


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """A program with three texts."""
    source = tmp_path / "outreach" / "x.py"
    source.parent.mkdir()
    source.write_text(
        "say('Row {row}', row=1)\nsay_n('{n} day', '{n} days', 2)\nsay_c('stage', 'Declined')\nrow_count(7)\n",
        encoding="utf-8",
    )
    return tmp_path


def test_every_text_is_translated_and_none_is_left_over() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.messages", "check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_text_escapes_the_collecting(messages: ModuleType) -> None:
    collected = {text for found in messages.collected(ROOT) for text in messages._ids(found)}
    missed = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {text.value}"
        for package in messages.PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for text in call.args[TEXTS.get(ast.unparse(call.func).rpartition(".")[2], slice(0))]
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value not in collected
    ]
    assert missed == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_words_are_those_of_the_glossary(language: str) -> None:
    with (LOCALES / language / "LC_MESSAGES" / "outreach.po").open("rb") as text:
        catalogue = read_po(text, locale=language)
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as rows:
        glossary = [row for row in csv.DictReader(rows) if not row["key"].startswith("style.")]
    differing = []
    for row in glossary:
        message = catalogue.get(row["en"], WITH_CONTEXT.get(row["key"]))
        if row["key"] in DOUBLE or message is None or not message.string or message.pluralizable:
            continue
        if str(message.string).replace("\N{NO-BREAK SPACE}", " ") != row[language]:
            differing.append(f"{row['en']}: {message.string} (glossary: {row[language]})")
    assert differing == []


def test_a_new_text_comes_into_the_languages_and_is_reported_until_it_is_translated(
    messages: ModuleType, made_up: Path
) -> None:
    messages.extract(made_up)
    messages.update(made_up)
    assert messages.problems(made_up) == [
        f"{language}: missing: {text}"
        for language in ("fi", "sv")
        for text in ("Row {row}", "{n} day / {n} days", "[stage] Declined")
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgstr "Rivi {row}"', 'msgstr "Rivi"', "fi: values differ (row): Row {row}"),
        ('msgstr "Rivi {row}"', 'msgstr "Rivi {rivi}"', "fi: values differ (rivi, row): Row {row}"),
        ('msgstr "Rivi {row}"', 'msgstr "Rivi {row"', "fi: braces do not match"),
        ('msgstr "Rivi {row}"', 'msgstr " Rivi {row}"', "fi: spaces or line ends differ at an end: Row {row}"),
        ('msgid "Row {row}"', 'msgid "Row {row}."', "fi: missing: Row {row}"),
        ("#, python-brace-format\nmsgid", "#, fuzzy\nmsgid", "fi: to be confirmed (fuzzy): Row {row}"),
        ('msgstr[0] "{n} päivä"', 'msgstr[0] "päivä {m}"', "fi: values differ"),
        ('msgstr[0] "{n} päivä"', 'msgstr[0] ""', "fi: missing: {n} day / {n} days"),
    ],
)
def test_a_translation_that_went_wrong_is_reported(
    messages: ModuleType, made_up: Path, old: str, new: str, problem: str
) -> None:
    _translate(messages, made_up)
    assert messages.problems(made_up) == []
    path = messages.language_path(made_up, "fi")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert messages.problems(made_up)[0].startswith(problem)


def test_texts_that_are_gone_leave_the_languages_and_nothing_else_changes(messages: ModuleType, made_up: Path) -> None:
    _translate(messages, made_up)
    path = messages.language_path(made_up, "fi")
    before = path.read_bytes()
    messages.extract(made_up)
    messages.update(made_up)
    assert path.read_bytes() == before
    (made_up / "outreach" / "x.py").write_text("\n\nsay('Row {row}', row=1)\n", encoding="utf-8")
    messages.extract(made_up)
    messages.update(made_up)
    after = path.read_text(encoding="utf-8")
    assert "Rivi {row}" in after
    assert "päivä" not in after
    assert messages.problems(made_up) == []


def _translate(messages: ModuleType, root: Path) -> None:
    """Extract, update and translate the made-up program, Finnish words for both languages."""
    messages.extract(root)
    messages.update(root)
    for language in messages.LANGUAGES:
        path = messages.language_path(root, language)
        text = path.read_text(encoding="utf-8")
        for source, target in (
            ('msgid "Row {row}"\nmsgstr ""', 'msgid "Row {row}"\nmsgstr "Rivi {row}"'),
            ('msgid "Declined"\nmsgstr ""', 'msgid "Declined"\nmsgstr "Kieltäytynyt"'),
            ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "{n} päivä"\nmsgstr[1] "{n} päivää"'),
        ):
            assert source in text
            text = text.replace(source, target)
        path.write_text(text, encoding="utf-8")
