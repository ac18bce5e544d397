"""Every member of the enums that people see has a name, in the words of the glossary."""

from __future__ import annotations

import csv
import inspect
from enum import StrEnum
from pathlib import Path

import pytest

from outreach.terms import candidate, runs, work
from outreach.terms.candidate import ActorType
from outreach.terms.labels import label
from outreach.terms.work import Outcome, Stage, TouchKind, Verdict

GLOSSARY = Path(__file__).resolve().parents[1] / "docs" / "glossary.csv"
ENUMS = [
    enum
    for module in (candidate, runs, work)
    for _, enum in inspect.getmembers(module, inspect.isclass)
    if issubclass(enum, StrEnum) and enum is not StrEnum and enum.__module__ == module.__name__
]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_member_has_a_label_of_its_own(enum: type[StrEnum]) -> None:
    labels = [str(label(member)) for member in enum]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("enum", "prefix"),
    [
        (Stage, "stage"),
        (Verdict, "verdict"),
        (TouchKind, "touch"),
        (Outcome, "outcome"),
        (ActorType, "actor"),
    ],
)
def test_labels_are_the_words_of_the_glossary(enum: type[StrEnum], prefix: str) -> None:
    with GLOSSARY.open(encoding="utf-8", newline="") as rows:
        words = {row["key"]: row["en"] for row in csv.DictReader(rows)}
    assert {m.value: str(label(m)) for m in enum} == {m.value: words[f"{prefix}.{m.value}"] for m in enum}
