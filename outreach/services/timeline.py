"""Contact history of an organisation: contacts, stage moves, verdicts, sources and the register's news as one list."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Row

from db.queries import card as query
from db.unit import Read
from outreach import clock
from outreach.services import register_news
from outreach.services.facts import is_former
from outreach.services.naming import in_language
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import TimelineRow
from outreach.terms.work import Direction, Outcome, Stage, TouchKind, Verdict

_Dated = tuple[date, datetime, int, TimelineRow]  # day, instant, id: the order within a day


def timeline(uow: Read, *, organisation_id: int | None, actor_id: int | None, language: str) -> tuple[TimelineRow, ...]:
    """All that happened, newest first; of a company that is only in the register, what the register tells."""
    lines: list[_Dated] = []
    if organisation_id is not None:
        session = uow.session
        lines += [_contact(row) for row in query.touches(session, organisation_id)]
        lines += [_move(row, language) for row in query.moves(session, organisation_id)]
        lines += [_verdict(row, language) for row in query.verdicts(session, organisation_id)]
        lines += [_source(row) for row in query.sources(session, organisation_id)]
    if actor_id is not None:
        lines += [_news(row, language) for row in query.changes(uow.session, actor_id)]
        names = query.register_names(uow.session, [actor_id]).get(actor_id, [])
        lines += [_former(row) for row in names if is_former(row) and row.ended is not None]
    return tuple(line for *_, line in sorted(lines, key=lambda dated: dated[:3], reverse=True))


def _contact(row: Row[Any]) -> _Dated:
    what = _what(row)
    said = say("{what}: {person}", what=what, person=row.person) if row.person else what
    line = TimelineRow(row.happened_on, said, who=row.who, text=row.text, touchpoint_id=row.id)
    return row.happened_on, row.logged_at, row.id, line


def _what(row: Row[Any]) -> Message:
    kind = label(TouchKind(row.kind))
    if row.outcome:
        return say("{kind}, {outcome}", kind=kind, outcome=label(Outcome(row.outcome)))
    if row.kind not in (TouchKind.EMAIL.value, TouchKind.LETTER.value):
        return kind
    if row.direction == Direction.INBOUND.value:
        return say("{kind}, {direction}", kind=kind, direction=label(Direction.INBOUND))
    return say("{kind}, sent", kind=kind) if row.sent else say("{kind}, draft", kind=kind)


def _move(row: Row[Any], language: str) -> _Dated:
    said = say("{here} → {stage}", here=label(Stage(row.from_stage)), stage=label(Stage(row.to_stage)))
    if row.evidence.get("joined"):
        said = say("{move}, cases became one", move=said)
    need = in_language(language, row.title_fi, row.title_sv, row.title_en)
    text = " · ".join(part for part in (need, row.reason, str(row.evidence.get("text") or "")) if part)
    return row.happened_on, row.decided_at, row.id, TimelineRow(row.happened_on, said, who=row.who, text=text)


def _verdict(row: Row[Any], language: str) -> _Dated:
    need = in_language(language, row.title_fi, row.title_sv, row.title_en)
    verdict = label(Verdict(row.verdict))
    said = (
        say("{verdict}: {need}, until {date}", verdict=verdict, need=need, date=row.until)
        if row.until
        else say("{verdict}: {need}", verdict=verdict, need=need)
    )
    on = clock.today(row.decided_at)
    return on, row.decided_at, row.id, TimelineRow(on, said, who=row.who, text=row.reason)


def _source(row: Row[Any]) -> _Dated:
    on = clock.today(row.first)
    return on, row.first, 0, TimelineRow(on, say("found: {source}", source=row.source), text=row.place)


def _news(row: Row[Any], language: str) -> _Dated:
    on = clock.today(row.seen_at)
    said = say("Register: {what}", what=register_news.sentence(row.kind, row.before, row.after, language))
    return on, row.seen_at, row.id, TimelineRow(on, said)


def _former(row: Row[Any]) -> _Dated:
    midnight = datetime.combine(row.ended, time(), UTC)
    return row.ended, midnight, 0, TimelineRow(row.ended, say("Former name: {name}", name=row.name))
