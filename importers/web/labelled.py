"""Lines of a record, and what their labels say: "Puh. 040 ...", "Osoite: ...", a term and what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from importers.columns import Field
from importers.web.evidence import Kind, Value
from importers.web.marks import Page
from importers.web.names import label_of
from importers.web.people import is_person
from importers.web.wording import FAX_LABEL, JOB, PERSON_LABEL

MOST_LINES = 300  # of a record
PERSONAL_LINES = 2  # lines after a person's name in which that person's numbers stand

_LABEL = re.compile(r"([^:]{1,40}):\s*(.*)", re.DOTALL)
_HEAD = re.compile(r"[,(:|–]|\s-\s|\s\s")
_PERSONS = frozenset(
    {Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME, Field.ROLE, Field.PERSON_PHONE, Field.PERSON_EMAIL}
)
_NOT_PROSE = frozenset({Kind.EMAIL, Kind.PHONE, Kind.NUMBER, Kind.POST})


@dataclass(slots=True)
class Line:
    first: int
    last: int
    text: str
    values: list[Value]
    labelled: Field | None = None  # by a label in it or right before it
    fax: bool = False
    personal: bool = False  # names a person, or belongs to one named right before

    @property
    def is_prose(self) -> bool:
        return not self.personal and self.labelled is None and not any(each.kind in _NOT_PROSE for each in self.values)


@dataclass(slots=True)
class Reading:
    lines: list[Line] = field(default_factory=list)
    labels: dict[Field, list[str]] = field(default_factory=dict)

    def said(self, known: Field) -> str:
        """What stands after the first label of a field, "" without one."""
        return next(iter(self.labels.get(known, ())), "")

    def line_of(self, segment: int) -> Line | None:
        """The line that a segment stands in."""
        return next((line for line in self.lines if line.first <= segment < line.last), None)

    def without_label(self, line: Line) -> str:
        """Text of a line after its label."""
        found = _LABEL.fullmatch(line.text)
        return found[2] if found and label_of(found[1]) else line.text


def reading_of(page: Page, first: int, last: int) -> Reading:
    """Lines and labels between two segments."""
    out, reading = page.outline, Reading()
    waiting: Field | None = None
    fax = False
    person_left = 0
    for begin, end in out.line_spans(first, last):
        if len(reading.lines) >= MOST_LINES:
            break
        text = out.joined(begin, end)[0]
        if not text:
            continue
        line = Line(begin, end, text, page.values(text))
        label, value = _split(page, begin, end, text)
        line.labelled = label or waiting
        line.fax = bool(FAX_LABEL.match(text)) or fax
        fax = line.fax and not any(char.isdigit() for char in text)
        if line.labelled and (value if label else text):
            reading.labels.setdefault(line.labelled, []).append(value if label else text)
        waiting = label if label and not value else None
        if label in _PERSONS or PERSON_LABEL.match(text) or _names_person(text):
            person_left = PERSONAL_LINES + 1
        elif label and label is not Field.PHONE and label is not Field.EMAIL:
            person_left = 0
        line.personal = person_left > 0
        person_left -= 1
        reading.lines.append(line)
    return reading


def _split(page: Page, first: int, last: int, text: str) -> tuple[Field | None, str]:
    """Label and value of a line: "Puh: 1", or a term in an element of its own and what follows."""
    found = _LABEL.fullmatch(text)
    if found and (label := label_of(found[1])):
        return label, found[2].strip()
    segments = [each for each in page.outline.segments[first:last] if not each.alt]
    if not segments:
        return None, ""
    head = segments[0]
    own = len(segments) == 1 or segments[1].element != head.element
    if own and (label := label_of(head.text)):
        is_term = page.outline.name(head.element) in {"dt", "th"} if head.element >= 0 else False
        if len(segments) > 1 or is_term or head.text.endswith(":") or label is not Field.NAME:
            return label, text[len(head.text) :].strip(" :")
    return None, ""


def _names_person(text: str) -> bool:
    head = _HEAD.split(text, maxsplit=1)[0].strip()
    if is_person(head):
        return True
    return len(text) <= 120 and is_person(" ".join(text.split()[:2])) and JOB.search(text) is not None
