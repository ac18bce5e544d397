"""The lines beside a candidate: what it is, why it was proposed, and what else to know before deciding."""

from __future__ import annotations

from datetime import date

from outreach.i18n import tr
from outreach.terms.labels import label
from outreach.terms.message import say
from outreach.terms.views import CandidateDetail, OtherCase, Reason
from tui import safe, words
from tui.screens import card_items
from tui.widgets.lines import Item, heading, note
from tui.widgets.paint import Piece


def lines(detail: CandidateDetail, today: date) -> list[Item]:
    """Read top to bottom; nothing here is walked on."""
    facts = detail.facts
    items = [_strong(detail.name), note(card_items.identity(facts), "")]
    if facts.website:
        items.append(note(facts.website, ""))
    if facts.former_names:
        items.append(note(tr(say("formerly {names}", names="; ".join(facts.former_names)))))
    if facts.situation:
        items.append(_warn(words.situation(facts.situation, facts.situation_since)))
    items += [note(""), *_score(detail)]
    also = _also(detail, today)
    if also:
        items += [note(""), heading(tr(say("ALSO"))), *also]
    return items


def _score(detail: CandidateDetail) -> list[Item]:
    score = detail.score
    if score.excluded is not None:
        return [_warn(tr(say("Left out because: {reason}", reason=score.excluded)))]
    title = say("WHY {score} of 100 ({known} % of the facts known)", score=score.score, known=score.completeness)
    return [note(tr(title), "head"), *(_reason(reason) for reason in score.reasons)]


def _reason(reason: Reason) -> Item:
    points = f"{'–' if reason.points is None else reason.points:>3}/{reason.of:<3} "
    text = tr(reason.text)
    tone = "dim" if reason.points is None else ""

    def painted(cells: int) -> list[list[Piece]]:
        first, *rest = safe.wrap(text, max(10, cells - len(points)))
        return [[Piece(points, "strong" if reason.points else "dim"), Piece(first, tone)]] + [
            [Piece(" " * len(points)), Piece(line, tone)] for line in rest
        ]

    return Item(painted)


def _also(detail: CandidateDetail, today: date) -> list[Item]:
    items = [note(_case(case, today), "") for case in detail.cases]
    for rule in sorted(detail.channels, key=lambda rule: not rule.allowed):
        text = f"{tr(label(rule.channel))}: {tr(rule.rule)}"
        if rule.allowed:
            items.append(note(text, ""))
        else:
            items.append(_warn(text) if rule.banned or rule.value else note(text))
    if detail.sources:
        listed = " · ".join(f"{row.source} {words.short_day(row.fetched_on, today)}" for row in detail.sources)
        items.append(note(tr(say("Sources: {listed}", listed=listed)), ""))
    return items


def _case(case: OtherCase, today: date) -> str:
    said = say(
        "{town}: {stage}, {need}, since {since}",
        town=words.town(case.town_code),
        stage=label(case.stage),
        need=case.need_title,
        since=words.short_day(case.since, today),
    )
    return tr(said)


def _strong(text: str) -> Item:
    return Item(lambda cells: [[Piece(line, "strong")] for line in safe.wrap(text, cells, 2)])


def _warn(text: str) -> Item:
    return Item(lambda cells: [[Piece(line, "warn")] for line in safe.wrap(f"! {text}", cells)])
