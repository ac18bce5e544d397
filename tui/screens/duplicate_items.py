"""The lines of a question of screen 3: records side by side, what speaks for and against, what else it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.i18n import signed_text, tr
from outreach.terms import linkage
from outreach.terms.message import Message, say, say_n
from outreach.terms.review import FieldPair, Proposal, ReviewItem
from outreach.terms.waterfall import FIELDS
from tui import safe, words
from tui.widgets.lines import Item, note
from tui.widgets.paint import Piece

SIGNS = {"equal": "=", "similar": "≈", "differs": "≠", "missing": "·"}
WORDS: dict[str, Message] = {
    "equal": say("Equal"),
    "similar": say("Similar"),
    "differs": say("Differs"),
}
TONES = {"differs": "warn", "missing": "dim", "equal": "strong"}
REMARKS = frozenset({"spelling", "left_over", "former_name", "reading", "active"})  # no values to lay side by side
FIELD_CELLS, WORD_CELLS = 13, 13
LEAST = 16  # cells of a column
BROKEN, MOST_LINES = ("name", "street"), 3  # values with blanks: what tells two names apart often stands at the end
NAMED = 3  # records of a group that are named; of more the number is told


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the table: the value of the record, and what each proposal says of it with its grade."""

    field: str
    incoming: str
    known: tuple[tuple[str, str], ...]  # (grade, value) by proposal


def question(item: ReviewItem, shown: int, today: date) -> list[Item]:
    """All lines; only the proposal can be walked on and opened, and its value is the actor."""
    if not item.proposals:
        return [*_records(item), note(""), note(tr(NOTHING))]
    proposal = item.proposals[shown]
    items = [*_records(item), _head(proposal, shown, len(item.proposals)), _titles(item, shown, today)]
    items += [_row(row, shown) for row in rows(item, shown)]
    for title, sign in ((say("FOR"), 1), (say("AGAINST"), -1)):
        pairs = sorted((pair for pair in proposal.fields if pair.bits * sign > 0), key=lambda pair: -abs(pair.bits))
        if pairs:
            items.append(_weights(tr(title), pairs))
    if proposal.why is not None:
        items.append(note(tr(proposal.why)))
    return [*items, *_others(item, shown)]


NOTHING = say("No organisation is proposed for this record any more. Different makes it a new organisation.")


def rows(item: ReviewItem, shown: int) -> list[Row]:
    """Fields in the order of the shown proposal, then what only others compare; without those nobody knows."""
    by_field = [{pair.field: pair for pair in proposal.fields} for proposal in item.proposals]
    order = dict.fromkeys(field for pairs in (by_field[shown], *by_field) for field in pairs if field not in REMARKS)
    found = []
    for field in order:
        pairs = [pairs.get(field) for pairs in by_field]
        incoming = next((pair.incoming for pair in pairs if pair is not None and pair.incoming), "")
        known = tuple((pair.grade, pair.known) if pair is not None else ("missing", "") for pair in pairs)
        if incoming or any(value for _, value in known):
            found.append(Row(field, incoming, known))
    return found


def _records(item: ReviewItem) -> list[Item]:
    """The record, and the others that the same answer goes to."""
    if item.actor_id is not None:
        said = say("Organisation of ours: {name}", name=item.name)
    else:
        said = say("Record: {name} ({source}, {place})", name=item.name, source=item.source, place=item.place)
    lead = Item(lambda cells: [[Piece(safe.cut(said, cells))]])
    if not item.group:
        return [lead]
    named = tuple(f"{other.source} {other.place}".strip() for other in item.group[:NAMED])
    more = len(item.group) - len(named)
    if more > 0:
        also = say_n(
            "The answer goes to these too: {records}, and {n} more",
            "The answer goes to these too: {records}, and {n} more",
            more,
            records=named,
        )
    else:
        also = say("The answer goes to these too: {records}", records=named)
    return [lead, note(tr(also))]


def _head(proposal: Proposal, shown: int, total: int) -> Item:
    place = f"  {shown + 1}/{total}" if total > 1 else ""
    right = f"{likelihood(proposal.posterior)}{place}"

    def lines(cells: int) -> list[list[Piece]]:
        room = cells - safe.width(right) - 2
        name = safe.fit(f"{safe.cut(proposal.name, room - 12)}  {proposal.business_id}", room)
        return [[Piece(name, "strong"), Piece(f"  {right}", "accent")]]

    return Item(lines, proposal.actor_id, f"proposal:{proposal.actor_id}")


def likelihood(posterior: float) -> str:
    """In words and per cent."""
    return tr(linkage.likelihood(posterior))


def _titles(item: ReviewItem, shown: int, today: date) -> Item:
    known = tr(say("what we know"))
    day = words.short_day(item.fetched_on, today)

    def lines(cells: int) -> list[list[Piece]]:
        columns = _order(item, shown, cells)
        side = _side(cells, len(columns))
        incoming = f"{safe.cut(item.source, side - safe.width(day) - 1)} {day}".strip()
        texts = [known if place == shown else incoming if place is None else f"  {place + 1}" for place in columns]
        return [[Piece(_laid_out("", "", texts, cells), "head")]]

    return Item(lines)


def _row(row: Row, shown: int) -> Item:
    grade, _ = row.known[shown]
    word = f"{SIGNS.get(grade, ' ')} {tr(WORDS[grade]) if grade in WORDS else ''}"
    name = field_name(row.field)

    def lines(cells: int) -> list[list[Piece]]:
        texts = []
        for place in _order(row, shown, cells):
            if place is None:
                texts.append(row.incoming or "–")
            else:
                sign, value = row.known[place]
                texts.append((value or "–") if place == shown else f"{SIGNS.get(sign, ' ')} {value or '–'}")
        side = _side(cells, len(texts))
        broken = [safe.wrap(text, side, MOST_LINES) if row.field in BROKEN else [text] for text in texts]
        height = max(map(len, broken))
        parts = [[column[at] if at < len(column) else "" for column in broken] for at in range(height)]
        heads = [(name, word), *[("", "")] * (height - 1)]
        tone = TONES.get(grade, "")
        return [[Piece(_laid_out(*head, part, cells), tone)] for head, part in zip(heads, parts, strict=True)]

    return Item(lines)


def _order(of: ReviewItem | Row, shown: int, cells: int) -> list[int | None]:
    """Columns from left to right: the shown proposal, the record (None), and as many others as there is room for."""
    total = len(of.proposals) if isinstance(of, ReviewItem) else len(of.known)
    room = max(2, (cells - FIELD_CELLS - WORD_CELLS - 2) // (LEAST + 1))
    others: list[int | None] = [place for place in range(total) if place != shown]
    return [shown, None, *others[: room - 2]]


def _side(cells: int, columns: int) -> int:
    """Cells of one column."""
    return max(8, (cells - FIELD_CELLS - WORD_CELLS - 2) // columns - 1)


def _laid_out(name: str, grade: str, texts: Sequence[str], cells: int) -> str:
    side = _side(cells, len(texts))
    left = f"{safe.fit(name, FIELD_CELLS)} {safe.fit(grade, WORD_CELLS)} "
    return left + " ".join(safe.fit(text, side) for text in texts)


def _weights(title: str, pairs: list[FieldPair]) -> Item:
    """FOR  name +7.0 (all words agree) · town +3.1, broken over lines and set in under the first."""
    parts = [_weight(pair) for pair in pairs]
    indent = max(safe.width(tr(say("FOR"))), safe.width(tr(say("AGAINST")))) + 2

    def lines(cells: int) -> list[list[Piece]]:
        first, *rest = safe.wrap(" · ".join(parts), max(20, cells - indent))
        return [[Piece(safe.fit(title, indent), "head"), Piece(first)]] + [
            [Piece(" " * indent), Piece(line)] for line in rest
        ]

    return Item(lines)


def _weight(pair: FieldPair) -> str:
    number = signed_text(pair.bits)
    name = field_name(pair.field)
    return f"{name} {number} ({tr(pair.text)})" if pair.text is not None else f"{name} {number}"


def _others(item: ReviewItem, shown: int) -> list[Item]:
    others = [proposal for place, proposal in enumerate(item.proposals) if place != shown]
    if not others:
        return []
    best = max(others, key=lambda proposal: proposal.posterior)
    name = f"{safe.cut(best.name, 40)} {best.business_id}".strip()
    said = say("Next best: {name}, {likely}", name=name, likely=likelihood(best.posterior))
    return [note(tr(said))]


def field_name(field: str) -> str:
    """What a field of evidence is called on screen."""
    return tr(FIELDS[field]) if field in FIELDS else safe.plain(field)
