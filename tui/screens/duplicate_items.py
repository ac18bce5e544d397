"""The lines of a question of screen 3: two records side by side, what speaks for and against, what else it may be."""

from __future__ import annotations

from datetime import date

from outreach.i18n import language, tr
from outreach.terms.message import Message, say
from outreach.terms.views import FieldPair, Proposal, ReviewItem
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
FIELDS: dict[str, Message] = {
    "name": say("name"),
    "business_id": say("Business ID"),
    "town": say("town"),
    "postcode": say("postal code"),
    "street": say("street"),
    "website": say("website"),
    "email": say("e-mail"),
    "phone": say("phone"),
    "legal_form": say("legal form"),
}
FIELD_CELLS, WORD_CELLS = 13, 13
PROBABLY, PERHAPS = 0.8, 0.3  # posterior from which on the words say so


def question(item: ReviewItem, shown: int, today: date) -> list[Item]:
    """All lines; only the proposal can be walked on and opened, and its value is the actor."""
    if not item.proposals:
        return [_record(item), note(""), note(tr(NOTHING))]
    proposal = item.proposals[shown]
    items = [_record(item), _head(proposal, shown, len(item.proposals)), note(""), _titles(item, today)]
    items += [_pair(pair) for pair in proposal.fields]
    items.append(note(""))
    for title, sign in ((say("FOR"), 1), (say("AGAINST"), -1)):
        pairs = sorted((pair for pair in proposal.fields if pair.bits * sign > 0), key=lambda pair: -abs(pair.bits))
        if pairs:
            items.append(_weights(tr(title), pairs))
    return [*items, *_others(item, shown)]


NOTHING = say("No organisation is proposed for this record any more. Different makes it a new organisation.")


def _record(item: ReviewItem) -> Item:
    said = say("Record: {name} ({source}, {place})", name=item.name, source=item.source, place=item.place)
    return Item(lambda cells: [[Piece(safe.cut(said, cells))]])


def _head(proposal: Proposal, shown: int, total: int) -> Item:
    place = f"  {shown + 1}/{total}" if total > 1 else ""
    right = f"{likelihood(proposal.posterior)}{place}"

    def lines(cells: int) -> list[list[Piece]]:
        room = cells - safe.width(right) - 2
        name = safe.fit(f"{safe.cut(proposal.name, room - 12)}  {proposal.business_id}", room)
        return [[Piece(name, "strong"), Piece(f"  {right}", "accent")]]

    return Item(lines, proposal.actor_id, f"proposal:{proposal.actor_id}")


def likelihood(posterior: float) -> str:
    """In words and per cent; never 0 or 100, since it would not be asked then."""
    percent = min(99, max(1, round(posterior * 100)))
    if posterior >= PROBABLY:
        return tr(say("probably the same ({percent} %)", percent=percent))
    if posterior >= PERHAPS:
        return tr(say("perhaps the same ({percent} %)", percent=percent))
    return tr(say("hardly the same ({percent} %)", percent=percent))


def _titles(item: ReviewItem, today: date) -> Item:
    known = tr(say("what we know"))
    day = words.short_day(item.fetched_on, today)

    def lines(cells: int) -> list[list[Piece]]:
        incoming = f"{safe.cut(item.source, _side(cells) - safe.width(day) - 1)} {day}"
        return [[Piece(_columns("", "", known, incoming, cells), "head")]]

    return Item(lines)


def _pair(pair: FieldPair) -> Item:
    sign = SIGNS.get(pair.grade, " ")
    word = tr(WORDS[pair.grade]) if pair.grade in WORDS else ""
    known, incoming = pair.known or "–", pair.incoming or "–"
    tone = TONES.get(pair.grade, "")
    return Item(lambda cells: [[Piece(_columns(_name(pair), f"{sign} {word}", known, incoming, cells), tone)]])


def _columns(name: str, grade: str, known: str, incoming: str, cells: int) -> str:
    side = _side(cells)
    left = f"{safe.fit(name, FIELD_CELLS)} {safe.fit(grade, WORD_CELLS)} "
    return f"{left} {safe.fit(known, side)} {safe.fit(incoming, side)}"


def _side(cells: int) -> int:
    """Cells of a value on either side."""
    return max(10, (cells - FIELD_CELLS - WORD_CELLS - 4) // 2)


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
    number = bits(pair.bits)
    return f"{_name(pair)} {number} ({tr(pair.text)})" if pair.text is not None else f"{_name(pair)} {number}"


def bits(weight: float) -> str:
    """A weight with its sign and one decimal."""
    text = f"{'+' if weight > 0 else '−'}{abs(weight):.1f}"
    return text if language() == "en" else text.replace(".", ",")


def _others(item: ReviewItem, shown: int) -> list[Item]:
    others = [proposal for place, proposal in enumerate(item.proposals) if place != shown]
    if not others:
        return []
    best = max(others, key=lambda proposal: proposal.posterior)
    name = f"{safe.cut(best.name, 40)} {best.business_id}".strip()
    said = say("Next best: {name}, {likely}", name=name, likely=likelihood(best.posterior))
    return [note(""), note(tr(said))]


def _name(pair: FieldPair) -> str:
    return tr(FIELDS[pair.field]) if pair.field in FIELDS else safe.plain(pair.field)
