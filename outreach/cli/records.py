"""Records of pages and files as they are printed: one line of JSON each, or how many have what, with the first rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from outreach.cli import output
from outreach.i18n import tr
from outreach.terms.candidate import Candidate, ColumnUse, ReadingStep
from outreach.terms.labels import FIELD_LABELS, label
from outreach.terms.message import Message, say, say_n
from outreach.terms.sources import FieldFill, Plan, Planned, Preview

FIRST_ROWS = 5
OF_A_COLUMN = "Column “{column}” was "  # how notes on the reading of one column begin
LONGEST_CELL = 28  # letters of a value in a table

# Fields of a line, and of a candidate.
NAMES: dict[str, str] = {
    "name": "name",
    "website": "website",
    "email": "email",
    "phone": "phone",
    "address": "street",
    "postcode": "postcode",
    "town": "town",
    "business_id": "business_id",
    "description": "description",
}


def line_of(candidate: Candidate) -> dict[str, Any]:
    """A record of a page under the names that other programs read; "" where the source does not say."""
    provenance = candidate.provenance
    return {
        **{name: getattr(candidate, field) for name, field in NAMES.items()},
        "how": provenance.how,
        "confidence": round(provenance.confidence, 2),
    }


def file_line_of(candidate: Candidate, *, apart: Collection[str]) -> dict[str, Any]:
    """A record of a file: with its contact person and its row.

    `apart` are the values that the file keeps apart for the organisation and for the person (`apart_in`). Of any other,
    the one mailbox or number of a row is told as the row's, whoever answers it. A person whose name only a mailbox
    tells is not named by the file.
    """
    line, contact = line_of(candidate), candidate.contact
    person = ""
    if contact is not None:
        for name, value in (("email", contact.email), ("phone", contact.phone)):
            if name not in apart:
                line[name] = line[name] or value
        guessed = any(trace.field == "contact" and trace.how == "mailbox" for trace in candidate.traces)
        person = "" if guessed else contact.name
    place = {"sheet": candidate.provenance.sheet, "row": candidate.provenance.row or ""}
    return {**line, "contact_person": person, **place}


def plan_line_of(planned: Planned, *, apart: Collection[str]) -> dict[str, Any]:
    """A row of a file, and what becomes of it; one that holds no organisation has its text for a name."""
    if planned.candidate is not None:
        line = file_line_of(planned.candidate, apart=apart)
    else:
        line = {**dict.fromkeys(NAMES, ""), "how": "", "confidence": "", "contact_person": ""}
        line["name"] = planned.value
    reason = tr(planned.reason) if planned.reason is not None else ""
    place = {"sheet": planned.sheet, "row": planned.row or ""}
    return {**line, **place, "plan": planned.plan.value, "reason": reason}


def apart_in(columns: Iterable[ColumnUse]) -> frozenset[str]:
    """Which of e-mail and phone have a column for the organisation and another one for the contact person."""
    fields = {column.field for column in columns}
    return frozenset(name for name in ("email", "phone") if {name, f"contact_{name}"} <= fields)


def put_preview_lines(preview: Preview, *, mentioned: bool) -> None:
    """One object a line for each record; those that running text mentions on wish."""
    apart = apart_in(preview.columns)
    for candidate in (*preview.candidates, *(preview.mentioned if mentioned else ())):
        of_file = bool(preview.columns or candidate.provenance.row or candidate.contact)
        output.put_line(file_line_of(candidate, apart=apart) if of_file else line_of(candidate))


def print_preview(preview: Preview, *, mentioned: bool) -> None:
    """For people: how much of what was found, what each step left, what there is to know, and the first rows."""
    output.put(
        output.one_line(
            tr(
                say_n(
                    "{n} organisation in {source}",
                    "{n} organisations in {source}",
                    len(preview.candidates),
                    source=preview.source,
                )
            )
        )
    )
    if preview.candidates:
        output.put()
        print_fills(preview.fills)
    if preview.columns:
        output.put()
        print_columns(preview.columns)
    if len(preview.steps) > 1 or (preview.steps and not preview.candidates):
        output.put()
        print_steps(preview.steps)
    print_notes(preview.notes, columns_shown=bool(preview.columns))
    if preview.candidates:
        output.put()
        print_rows(preview.candidates)
    if preview.mentioned:
        output.put()
        print_mentioned(preview.mentioned, whole=mentioned)


def print_fills(fills: Sequence[FieldFill]) -> None:
    """Found n of m for each field, with samples."""
    output.table(
        (say("Field"), say("Found"), say("Samples")),
        [
            (FIELD_LABELS[fill.field], tr(say("{n} of {m}", n=fill.found, m=fill.records)), _samples(fill.samples))
            for fill in fills
        ],
        cut=2,
    )


def print_columns(columns: Sequence[ColumnUse]) -> None:
    """What each column of a file was read as, how full it is, and what stands in it."""
    output.table(
        (say("Column"), say("Heading"), say("Read as"), say("Filled"), say("Samples")),
        [
            (
                column.number,
                short(column.heading),
                FIELD_LABELS.get(column.field, column.field) or "–",
                tr(say("{n} of {m}", n=column.filled, m=column.rows)),
                _samples(column.samples),
            )
            for column in columns
        ],
        cut=4,
    )


LOST = say("nothing is left here")


def print_steps(steps: Sequence[ReadingStep]) -> None:
    """How many rows each step of reading left; where none came out, the step that lost the last ones is marked."""
    lefts = [step.left for step in steps]
    emptied = [number for number in range(1, len(lefts)) if lefts[number - 1] and not lefts[number]]
    lost = emptied[-1] if emptied and not any(lefts[emptied[-1] :]) else None
    for number, step in enumerate(steps):
        mark = f"  ← {tr(LOST)}" if number == lost else ""
        output.put(f"{step.left:>6}  {output.one_line(tr(step.step))}{mark}")


def print_notes(notes: Iterable[Message], *, columns_shown: bool = False) -> None:
    """What there is to know; how columns were read is left out where their table says it."""
    told = [output.one_line(tr(note)) for note in notes if not (columns_shown and note.text.startswith(OF_A_COLUMN))]
    if told:
        output.put()
    for note in told:
        output.put(note)


def print_rows(candidates: Sequence[Candidate], most: int = FIRST_ROWS) -> None:
    """The first records as a table; columns that they leave empty are left out."""
    rows = [line_of(candidate) for candidate in candidates[:most]]
    shown = [field for field in NAMES if field != "description" and any(row[field] for row in rows)]
    output.table(
        [FIELD_LABELS[NAMES[field]] for field in shown], [[short(row[field]) for field in shown] for row in rows]
    )
    if len(candidates) > most:
        output.put(tr(say_n("and {n} more", "and {n} more", len(candidates) - most)))


def print_mentioned(mentioned: Sequence[Candidate], *, whole: bool) -> None:
    output.put(
        tr(
            say_n(
                "{n} organisation is only mentioned in running text and is not imported.",
                "{n} organisations are only mentioned in running text and are not imported.",
                len(mentioned),
            )
        )
    )
    if whole:
        print_rows(mentioned, len(mentioned))


def print_plan(planned: Sequence[Planned]) -> None:
    """How many rows become what, and the first of each."""
    groups: Mapping[Plan, list[Planned]] = {
        plan: [row for row in planned if row.plan is plan] for plan in (Plan.CREATE, Plan.UPDATE, Plan.UNCHANGED)
    }
    skipped = [row for row in planned if row.plan is Plan.SKIPPED]
    for plan, rows in {**groups, Plan.SKIPPED: skipped}.items():
        waiting = sum(row.waits for row in rows)
        wait = f" ({tr(say_n('{n} waits for your answer', '{n} wait for your answer', waiting))})" if waiting else ""
        output.put(f"{tr(label(plan))}: {len(rows)}{wait}")
        for row in rows[:FIRST_ROWS]:
            output.put(f"  {_said(row)}")
        if len(rows) > FIRST_ROWS:
            output.put(f"  {tr(say_n('and {n} more', 'and {n} more', len(rows) - FIRST_ROWS))}")


def _said(row: Planned) -> str:
    name = row.candidate.name if row.candidate is not None else row.value
    why = tr(row.reason) if row.reason is not None else ""
    said = " – ".join(part for part in (name, why) if part)
    return output.one_line(f"{row.where}: {said}" if row.where else said)


def short(text: str) -> str:
    """A value as a table has room for."""
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _samples(samples: Sequence[str]) -> str:
    return " · ".join(short(sample) for sample in samples)
