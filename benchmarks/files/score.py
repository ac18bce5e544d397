"""How well the lists are read: records, fields, and files in which nothing is wrong.

A record is found when its name is right (case and punctuation do not count) and it stands on its row and sheet. Values
are compared in normal form: phones as +358, websites without www and scheme, other texts folded.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from benchmarks.files.truth import FIELDS, Expected, Sample
from importers.files import parse
from outreach.cli.records import apart_in, file_line_of
from outreach.errors import OutreachError
from outreach.jobs.opening import places
from outreach.rules.identity import domain_of, phone_e164
from outreach.rules.text import name_fold

_AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


@dataclass(slots=True)
class Tally:
    """Right, found and true ones of something."""

    right: int = 0
    found: int = 0
    true: int = 0

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.found += other.found
        self.true += other.true

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Result:
    """What one file gave. `wrong` are lines for people, one a difference."""

    file: str
    records: Tally = field(default_factory=Tally)
    fields: dict[str, Tally] = field(default_factory=lambda: {each: Tally() for each in FIELDS})
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def exact(self) -> bool:
        return not self.wrong


def read(sample: Sample) -> tuple[list[dict[str, Any]], str]:
    """Records as the command prints them, or the sentence that stands for them."""
    try:
        parsed = parse(sample.raw, source=sample.file, fetched_at=_AT, sheet=sample.sheet, places=places())
    except OutreachError as error:
        return [], str(error)
    apart = apart_in(parsed.columns)
    return [file_line_of(candidate, apart=apart) for candidate in parsed.candidates], ""


def judge(sample: Sample) -> Result:
    """The file read and compared with what a careful person reads in it."""
    result = Result(sample.file)
    began = time.perf_counter()
    lines, sentence = read(sample)
    result.seconds = time.perf_counter() - began
    if sentence:
        result.wrong.append(sentence)
    left = Counter(map(_key_of_line, lines))
    by_key = {_key_of_line(line): line for line in lines}
    result.records = Tally(found=len(lines), true=len(sample.expected))
    for expected in sample.expected:
        key = (name_fold(expected.name), expected.sheet, expected.row)
        if not left[key]:
            result.wrong.append(f"missing: {expected.name} (row {expected.row})")
            for each in FIELDS:
                result.fields[each].true += bool(expected.values.get(each))
            continue
        left[key] -= 1
        result.records.right += 1
        _compare(by_key[key], expected, result)
    for key in left.elements():
        line = by_key[key]
        result.wrong.append(f"too much: {line['name']} (sheet {line['sheet']}, row {line['row']})")
        for each in FIELDS:
            result.fields[each].found += bool(line[each])
    return result


def _key_of_line(line: dict[str, Any]) -> tuple[str, str, int]:
    return (name_fold(line["name"]), line["sheet"], line["row"] or 0)


def _compare(line: dict[str, Any], expected: Expected, result: Result) -> None:
    for each in FIELDS:
        real, got = _normal(each, expected.values.get(each, "")), _normal(each, line[each])
        tally = Tally(int(bool(real) and real == got), int(bool(got)), int(bool(real)))
        result.fields[each].add(tally)
        if real != got:
            result.wrong.append(f"{expected.name}: {each} is {line[each]!r}, not {expected.values.get(each, '')!r}")


def _normal(field_name: str, text: str) -> str:
    if field_name == "phone":
        return phone_e164(text)
    if field_name == "website":
        return domain_of(text)
    return text if field_name in {"email", "business_id", "postcode"} else name_fold(text)


def table(results: Sequence[Result], *, show: bool = False) -> str:
    """The report for people."""
    lines = [f"{'file':<24}{'true':>6}{'found':>7}{'right':>7}{'wrong':>7}{'ms':>7}"]
    for one in results:
        tally = one.records
        mark = "" if one.exact else f"{len(one.wrong)}"
        lines.append(
            f"{one.file:<24}{tally.true:>6}{tally.found:>7}{tally.right:>7}{mark:>7}{one.seconds * 1000:>7.0f}"
        )
        lines += [f"    {each}" for each in one.wrong] if show else []
    lines.append("")
    total = Tally()
    for one in results:
        total.add(one.records)
    lines.append(f"records         P {total.precision:.3f}  R {total.recall:.3f}  F1 {total.f1:.3f}")
    for each in FIELDS:
        tally = Tally()
        for one in results:
            tally.add(one.fields[each])
        lines.append(f"{each:<16}P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}")
    exact = sum(one.exact for one in results)
    lines.append(f"files read exactly: {exact} of {len(results)}; {sum(one.seconds for one in results):.1f} s")
    return "\n".join(lines)
