"""The lines of an explanation: what was decided and by whom, the waterfall of its evidence, what else it might be."""

from __future__ import annotations

from outreach.i18n import percent_text, signed_text, tr
from outreach.terms.message import Message, say
from outreach.terms.review import Explanation, Rival
from outreach.terms.waterfall import Step, bar, outcome, rule, silent, span, steps, weights
from tui import safe
from tui.screens.duplicate_items import field_name
from tui.widgets.lines import Item, note
from tui.widgets.paint import Piece

BITS, LEAST_BAR, MOST_BAR, MOST_NAME = 6, 12, 24, 20  # cells
START, SUM, SHARE = say("to begin with"), say("sum"), say("probability")


def why(explanation: Explanation) -> list[Item]:
    """All lines; actors can be walked on, and open their card."""
    items = [_record(explanation), _outcome(explanation)]
    found = steps(explanation)
    if found:
        low, high = span(found)
        names = [field_name(step.pair.field) for step in found] + [tr(one) for one in (START, SUM, SHARE)]
        width = min(MOST_NAME, max(map(safe.width, names)))
        items += [note(""), *(_step(step, low, high, width) for step in found)]
        items.append(_total(START, signed_text(explanation.prior), width, say("against “none of these”")))
        items.append(_total(SUM, signed_text(explanation.bits), width))
        if explanation.posterior is not None:
            among = say("among all that were looked at")
            items.append(_total(SHARE, percent_text(explanation.posterior), width, among, "strong"))
        quiet = tuple(field_name(field) for field in silent(explanation))
        if quiet:
            items.append(note(tr(say("Says nothing: {fields}", fields=quiet))))
    by = rule(explanation)
    if by is not None:
        items += [note(""), note(tr(by), "")]
    if explanation.at is not None and explanation.lines:
        items.append(note(tr(say("Weights: {weights}", weights=weights(explanation)))))
    if explanation.rivals:
        items += [note(""), note(tr(say("What else it might have been:")), "head")]
        items += [_rival(rival) for rival in explanation.rivals]
    return items


def _record(one: Explanation) -> Item:
    said = say("Record: {name} ({source}, {place})", name=one.record, source=one.source, place=one.place)
    return note(tr(said if one.source else say("Organisation of ours: {name}", name=one.record)), "")


def _outcome(explanation: Explanation) -> Item:
    text = tr(outcome(explanation))
    return Item(
        lambda cells: [[Piece(line, "strong")] for line in safe.wrap(text, cells)],
        explanation.actor_id,
        f"actor:{explanation.actor_id}",
    )


def _step(step: Step, low: float, high: float, names: int) -> Item:
    """name  +7.0  ████      +7.0  All words agree, the words set in under each other where there is no room."""
    pair = step.pair
    words = tr(pair.text) if pair.text is not None else f"{pair.incoming} / {pair.known}"
    tone = "warn" if pair.bits < 0 else ""

    def lines(cells: int) -> list[list[Piece]]:
        width = max(LEAST_BAR, min(MOST_BAR, (cells - names) // 4))
        left = f"{safe.fit(field_name(pair.field), names)} {safe.fit(signed_text(pair.bits), BITS, right=True)} "
        chart = bar(step.before, step.after, low, high, width)
        total = f" {safe.fit(signed_text(step.after), BITS, right=True)}  "
        indent = names + 2 * BITS + width + 5
        first, *rest = safe.wrap(words, max(16, cells - indent))
        return [
            [Piece(left), Piece(chart, tone or "accent"), Piece(total), Piece(first)],
            *([Piece(" " * indent), Piece(line)] for line in rest),
        ]

    return Item(lines)


def _total(name: Message, value: str, names: int, words: Message | str = "", tone: str = "") -> Item:
    text = f"{safe.fit(name, names)} {safe.fit(value, BITS, right=True)}"
    said = f"  {safe.plain(words)}" if words else ""
    return Item(lambda cells: [[Piece(text, tone), Piece(safe.cut(said, max(0, cells - safe.width(text))), "dim")]])


def _rival(rival: Rival) -> Item:
    name = f"{rival.name} {rival.business_id}".rstrip()
    left = (
        f"{safe.fit(percent_text(rival.posterior), 5, right=True)} {safe.fit(signed_text(rival.bits), 6, right=True)}  "
    )
    why = tr(rival.why) if rival.why is not None else ""

    def lines(cells: int) -> list[list[Piece]]:
        room = cells - safe.width(left)
        head = [[Piece(left), Piece(safe.cut(name, room))]]
        return head + [[Piece(" " * safe.width(left)), Piece(line, "dim")] for line in safe.wrap(why, room) if why]

    return Item(lines, rival.actor_id, f"actor:{rival.actor_id}")
