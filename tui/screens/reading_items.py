"""The lines of a list before it is imported: what its columns or fields hold, what becomes of it, and its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from outreach.i18n import number_text, tr
from outreach.terms.candidate import Candidate, ColumnUse, ReadingStep
from outreach.terms.labels import FIELD_LABELS, label
from outreach.terms.message import Message, say, say_n
from outreach.terms.sources import FieldFill, Plan, Planned, Preview
from tui import safe
from tui.widgets.lines import Item, heading, note
from tui.widgets.paint import MARKED, Piece

MOST_SHOWN = 500  # records; the rest is only counted
FIELD_CELLS = 22
COUNT_CELLS = 12
SKIPPED_SHOWN = 50


def lines_of(preview: Preview, planned: Sequence[Planned], wanted: Collection[str]) -> list[Item]:
    """All of it. `planned` is empty until it is known what becomes of each record; `wanted` are the names of
    organisations that running text mentions and that a person has marked."""
    items: list[Item] = []
    if preview.columns:
        items += [heading(tr(say("COLUMNS")))]
        items += [_column(column) for column in preview.columns]
    elif preview.candidates:
        items += [heading(tr(say("VALUES")))]
        items += [_fill(fill) for fill in preview.fills if fill.found]
    if planned:
        items += [note(""), *_plan(planned)]
    if not preview.candidates and len(preview.steps) > 1:
        items += [heading(tr(say("STEPS"))), *map(_step, preview.steps)]
    items += [note(safe.cut(message, 1000), "") for message in preview.notes]
    if preview.candidates:
        items += [note(""), heading(tr(say("ORGANISATIONS")))]
        items += [_record(candidate, number) for number, candidate in enumerate(preview.candidates[:MOST_SHOWN])]
        items += list(_more(len(preview.candidates) - MOST_SHOWN))
    if preview.mentioned:
        items += [note(""), heading(tr(say("ONLY MENTIONED IN THE TEXT: IMPORTED WHEN YOU MARK THEM")))]
        items += [_mentioned(candidate, wanted) for candidate in preview.mentioned[:MOST_SHOWN]]
    return items


def _column(column: ColumnUse) -> Item:
    title = column.heading or str(column.number)
    known = tr(FIELD_LABELS[column.field]) if column.field else tr(say("not read"))
    filled = _of(column.filled, column.rows)
    samples = ", ".join(map(safe.plain, column.samples))

    def lines(cells: int) -> list[list[Piece]]:
        left = [
            Piece(safe.fit(safe.cut(title, FIELD_CELLS), FIELD_CELLS)),
            Piece(" → "),
            Piece(safe.fit(safe.cut(known, FIELD_CELLS), FIELD_CELLS), "accent" if column.field else "dim"),
            Piece(safe.fit(filled, COUNT_CELLS, right=True)),
        ]
        room = cells - 2 * FIELD_CELLS - COUNT_CELLS - 5
        return [[*left, Piece(f"  {safe.cut(samples, room)}", "dim")]] if room > 0 else [left]

    return Item(lines, column, f"column {column.number}")


def _fill(fill: FieldFill) -> Item:
    name = tr(FIELD_LABELS["street" if fill.field == "address" else fill.field])
    samples = ", ".join(map(safe.plain, fill.samples))

    def lines(cells: int) -> list[list[Piece]]:
        room = cells - FIELD_CELLS - COUNT_CELLS - 2
        return [
            [
                Piece(safe.fit(safe.cut(name, FIELD_CELLS), FIELD_CELLS)),
                Piece(safe.fit(_of(fill.found, fill.records), COUNT_CELLS, right=True)),
                Piece(f"  {safe.cut(samples, max(room, 0))}", "dim"),
            ]
        ]

    return Item(lines)


def _of(found: int, total: int) -> str:
    return tr(say("{n} of {total}", n=found, total=total))


def _step(step: ReadingStep) -> Item:
    return Item(lambda cells: [[Piece(f"  {safe.cut(step.step, cells - 12)}: {number_text(step.left)}")]])


def _plan(planned: Sequence[Planned]) -> Iterator[Item]:
    """What becomes of the records, in counts, and the first that are not taken with the reason."""
    counts = Counter(row.plan for row in planned)
    words = [f"{tr(label(plan))} {number_text(counts[plan])}" for plan in Plan if counts[plan]]
    waits = sum(row.waits for row in planned)
    if waits:
        words.append(tr(say_n("{n} waits for your answer", "{n} wait for your answer", waits)))
    yield heading(tr(say("WHAT BECOMES OF IT")))
    yield note(" · ".join(words), "accent")
    skipped = [row for row in planned if row.plan is Plan.SKIPPED]
    for row in skipped[:SKIPPED_SHOWN]:
        reason = tr(row.reason) if row.reason is not None else ""
        yield note(" · ".join(filter(None, (safe.plain(row.where), safe.cut(row.value, 40), reason))))
    yield from _more(len(skipped) - SKIPPED_SHOWN)


def _record(candidate: Candidate, number: int) -> Item:
    first = " · ".join(filter(None, (candidate.name, candidate.town, candidate.business_id)))
    person = candidate.contact.name if candidate.contact is not None else ""
    values = (candidate.website, candidate.email, candidate.phone, candidate.street, person)
    second = " · ".join(filter(None, values))

    def lines(cells: int) -> list[list[Piece]]:
        shown = [[Piece(safe.cut(first, cells))]]
        return [*shown, [Piece(f"  {safe.cut(second, cells - 2)}", "dim")]] if second else shown

    return Item(lines, candidate, f"record {number}")


def _mentioned(candidate: Candidate, wanted: Collection[str]) -> Item:
    sign = MARKED if candidate.name in wanted else " "
    text = " · ".join(filter(None, (candidate.name, candidate.town, candidate.business_id)))
    return Item(
        lambda cells: [[Piece(f"{sign} ", "accent"), Piece(safe.cut(text, cells - 2))]],
        candidate,
        f"mentioned {candidate.name}",
    )


def _more(hidden: int) -> Iterator[Item]:
    if hidden > 0:
        yield note(tr(say_n("…{n} more", "…{n} more", hidden)))


def details(candidate: Candidate) -> list[tuple[Message, str]]:
    """All that a record says, field by field."""
    contact = candidate.contact
    known: list[tuple[str, str]] = [
        ("name", candidate.name),
        ("business_id", candidate.business_id),
        ("other_names", ", ".join(candidate.other_names)),
        ("legal_form", candidate.legal_form),
        ("street", candidate.street),
        ("postcode", candidate.postcode),
        ("town", candidate.town),
        ("website", candidate.website),
        ("email", candidate.email),
        ("phone", candidate.phone),
        ("industry_code", candidate.industry_code),
        ("description", candidate.description),
        ("competences", ", ".join(candidate.competences)),
        ("contact_name", contact.name if contact is not None else ""),
    ]
    return [(FIELD_LABELS[field], value) for field, value in known if value]
