"""Compares what was read from pages with what is true: records, fields, pages that are right in everything."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from benchmarks.pages.firm import FIELDS
from outreach.rules.identity import domain_of, phone_e164
from outreach.rules.text import clean

Record = Mapping[str, str]

LEAST_LIKENESS = 75  # of two names that can be the same record, 0 to 100; the field "name" still counts as wrong


@dataclass(slots=True)
class Count:
    """Right, too many, missing."""

    right: int = 0
    extra: int = 0
    missing: int = 0

    def add(self, other: Count) -> None:
        self.right += other.right
        self.extra += other.extra
        self.missing += other.missing

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class PageScore:
    """One page. `differences` are lines for people."""

    name: str
    true: int  # companies on the page
    records: Count = field(default_factory=Count)
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    differences: list[str] = field(default_factory=list)
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """All records and all fields right, nothing too many."""
        return not self.differences


def normal(name: str, value: str) -> str:
    """The form in which two spellings of one value are equal."""
    text = re.sub(r"\s+", " ", clean(value)).strip(" ,.;").casefold()
    if name == "phone":
        return phone_e164(text) or re.sub(r"\D", "", text)
    if name == "website":
        return domain_of(text) or text
    if name == "postcode":
        return text.replace(" ", "")
    return text


def compare(name: str, truth: Sequence[Record], found: Sequence[Record]) -> PageScore:
    """Figures of a page. Records are paired by Business ID, then by name, then by likeness of names."""
    score = PageScore(name, len(truth))
    pairs = _paired(truth, found)
    score.records = Count(len(pairs), len(found) - len(pairs), len(truth) - len(pairs))
    paired_truth, paired_found = {left for left, _ in pairs}, {right for _, right in pairs}
    for number, record in enumerate(truth):
        if number not in paired_truth:
            score.differences.append(f"missing: {record['name']}")
            _count(score, record, {})
    for number, record in enumerate(found):
        if number not in paired_found:
            told = ", ".join(f"{key}={record[key]}" for key in FIELDS if record.get(key))
            score.differences.append(f"too many: {told}")
            _count(score, {}, record)
    for left, right in pairs:
        _count(score, truth[left], found[right], tell=True)
    return score


def _count(score: PageScore, true: Record, found: Record, *, tell: bool = False) -> None:
    for name, count in score.fields.items():
        wanted, got = normal(name, true.get(name, "")), normal(name, found.get(name, ""))
        if name == "website" and not wanted and got == true.get("own_site"):
            continue
        if wanted and wanted == got:
            count.right += 1
            continue
        count.missing += bool(wanted)
        count.extra += bool(got)
        if tell and wanted != got:
            score.differences.append(f"{true['name']}: {name} is {true.get(name, '')!r}, read {found.get(name, '')!r}")


def _paired(truth: Sequence[Record], found: Sequence[Record]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(truth))), list(range(len(found)))
    for key in ("business_id", "name"):
        for one in list(left):
            wanted = normal(key, truth[one].get(key, ""))
            same = next((two for two in right if wanted and normal(key, found[two].get(key, "")) == wanted), None)
            if same is not None:
                pairs.append((one, same))
                left.remove(one)
                right.remove(same)
    alike = [
        (fuzz.ratio(normal("name", truth[one]["name"]), normal("name", found[two].get("name", ""))), one, two)
        for one in left
        for two in right
    ]
    for likeness, one, two in sorted(alike, key=lambda each: (-each[0], each[1:])):
        if likeness >= LEAST_LIKENESS and one in left and two in right:
            pairs.append((one, two))
            left.remove(one)
            right.remove(two)
    return sorted(pairs)


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures over many pages."""

    records: Count
    fields: dict[str, Count]
    lists: int
    exact: int
    negatives: int
    clean: int
    seconds: float
    slowest: str

    def lines(self) -> list[str]:
        """What the scorer prints."""
        told = [f"records    P {self.records.precision:.3f}  R {self.records.recall:.3f}"]
        told += [
            f"{name:<11}P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}"
            for name, count in self.fields.items()
        ]
        told.append(f"pages with companies fully right: {self.exact} of {self.lists}")
        told.append(f"pages without companies clean: {self.clean} of {self.negatives}")
        pages = max(self.lists + self.negatives, 1)
        told.append(f"{self.seconds:.1f} s, {self.seconds / pages:.3f} s a page, slowest {self.slowest}")
        return told


def summary(scores: Sequence[PageScore]) -> Summary:
    """Adds pages up."""
    records, fields = Count(), {name: Count() for name in FIELDS}
    for score in scores:
        records.add(score.records)
        for name, count in score.fields.items():
            fields[name].add(count)
    lists = [score for score in scores if score.true]
    without = [score for score in scores if not score.true]
    return Summary(
        records=records,
        fields=fields,
        lists=len(lists),
        exact=sum(score.exact for score in lists),
        negatives=len(without),
        clean=sum(score.exact for score in without),
        seconds=sum(score.seconds for score in scores),
        slowest=", ".join(
            f"{score.name} {score.seconds:.2f} s" for score in sorted(scores, key=lambda one: -one.seconds)[:3]
        ),
    )
