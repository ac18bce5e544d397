"""Stages of joint cases: the furthest of them, then what was moved since; and whose each of these moves is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.models import Transition
from db.queries import merging as query
from outreach.rules.merging import History, Join, Move, Stand, replay
from outreach.services.merging.memory import Ledger, Memory

JOINED = "joined"  # evidence of a stage move that says that cases became one
_LAST = 2**62  # where a change of the stage stands that left no move


@dataclass(frozen=True, slots=True)
class Joint:
    """Joint cases of a tree as they are now, and what is known of each."""

    history: History
    groups: dict[int, list[int]]  # case that stands for others -> all of them, itself first


def joint(memory: Memory, moved_by: Mapping[int, int] | None = None, *, joining: bool = False) -> Joint:
    """Goes through the history of all joint cases.

    `moved_by`: stage moves of which somebody has said whose they are. `joining`: cases have just been joined, and do
    not show it yet.
    """
    tops = {memory.present("case", case_id) for case_id in memory.standing_for_others("case")}
    groups = {top: memory.group("case", top) for top in sorted(tops) if memory.row("case", top) is not None}
    cases = [case_id for group in groups.values() for case_id in group]
    joins = [
        Join(memory.merge(row.merge_id or 0).marks["transition"], row.into_id or 0, row.row_id)
        for row in memory.all("case")
        if row.into_id is not None and row.row_id in cases
    ]
    own = {case_id: _own(memory, case_id) for case_id in cases}
    overruled = {case_id: _extra(memory, case_id, "overruled") for case_id in cases}
    moves = [move for top in groups for move in _moves(memory, top, joins, moved_by or {})]
    history = replay(own, overruled, joins, moves)
    for top, group in groups.items():
        shown = _shown(memory, top)
        if not joining and history.stand(group).stage != shown.stage:  # set without a move
            moves.append(Move(_LAST, top, top, shown))
    history = replay(own, overruled, joins, moves)
    history.moves.pop(_LAST, None)
    return Joint(history, groups)


def moves_since(memory: Memory, top: int) -> list[Transition]:
    """Stage moves that a joint case shows, oldest first; those that only say that cases were joined left out."""
    found = query.of_case(memory.uow.session, Transition, top)
    return [row for row in found if not row.evidence.get(JOINED)]


def show(ledger: Ledger, found: Joint) -> None:
    """Sets the stages of the cases that stand for others, as they are joined now."""
    for case_id in sorted(case_id for group in found.groups.values() for case_id in group):
        if ledger.present("case", case_id) == case_id:
            _set(ledger, case_id, found.history.stand(ledger.group("case", case_id)))
            _tell_join(ledger, case_id)


def settle(ledger: Ledger, found: Joint) -> None:
    """Keeps of the cases that are still joined where each stands by itself now; put away ones show it."""
    newest = query.marks(ledger.uow.session)["transition"]
    for case_id in sorted(case_id for group in found.groups.values() for case_id in group):
        stands = ledger.present("case", case_id) == case_id
        if stands and not ledger.joined("case", case_id):
            continue
        mine = found.history.stands[case_id]
        values = {"stage": mine.stage, "stage_since": mine.since, "reason": mine.reason, "revisit_on": mine.revisit_on}
        group = ledger.group("case", ledger.present("case", case_id))
        overruled = sorted(found.history.overruled[case_id].intersection(group))
        ledger.set_own("case", case_id, {**values, "moved": newest, "overruled": overruled})
        if not stands:
            _set(ledger, case_id, found.history.stand(ledger.group("case", case_id)))


def forget_joins(ledger: Ledger, cases: Iterable[int]) -> None:
    """Removes the moves that say that cases were joined: what is still joined is told anew."""
    wanted = set(cases)
    for row in ledger.all("transition"):
        found = ledger.row("transition", row.row_id) if row.made else None
        if row.made and (found is None or found.case_id in wanted):
            ledger.remove("transition", row.row_id)
            ledger.forget(row)


def _set(ledger: Ledger, case_id: int, stand: Stand) -> None:
    ledger.uow.update(
        ledger.row("case", case_id),
        stage=stand.stage,
        stage_since=stand.since,
        reason=stand.reason,
        revisit_on=stand.revisit_on,
    )


def _tell_join(ledger: Ledger, case_id: int) -> None:
    """A move that says why the stage is not that of the last one, so that reports and history agree with the case."""
    row, joined = ledger.row("case", case_id), ledger.joined("case", case_id)
    moves = sorted(query.of_case(ledger.uow.session, Transition, case_id), key=lambda m: (m.happened_on, m.id or 0))
    if not moves or moves[-1].to_stage == row.stage or not joined:
        return
    made = ledger.uow.insert(
        Transition(
            case_id=case_id,
            from_stage=moves[-1].to_stage,
            to_stage=row.stage,
            happened_on=moves[-1].happened_on,
            decided_at=ledger.uow.now,
            decided_by=ledger.uow.adviser_id,
            evidence={JOINED: True},
        )
    )
    newest = max(one.merge_id or 0 for one in joined)
    ledger.remember("transition", made.id or 0, ledger.origin("case", case_id), merge_id=newest, made=True)


def _moves(memory: Memory, top: int, joins: Iterable[Join], moved_by: Mapping[int, int]) -> list[Move]:
    found = moves_since(memory, top)
    shown, last = _shown(memory, top), max((row.id or 0 for row in found), default=0)
    first: dict[int, int] = {}
    for join in sorted(joins, key=lambda join: join.mark):
        first.setdefault(join.into, join.mark)
        first.setdefault(join.case, join.mark)
    moves = []
    for row in found:
        key = row.id or 0
        known = memory.of("transition", key)
        home = int(str(known.home.get("case_id") or top)) if known is not None else top
        if key <= max(first.get(home, 0), *_extra(memory, home, "moved"), 0):
            continue
        stand = Stand(row.to_stage, row.happened_on, row.reason)
        if key == last and row.to_stage == shown.stage:
            stand = shown
        leads = bool(memory.joined("case", home))  # a move of what was joint then is of whichever led
        moves.append(Move(key, moved_by.get(key, None if leads else home), home, stand))
    return moves


def _own(memory: Memory, case_id: int) -> Stand:
    own = memory.own("case", case_id)
    return Stand(own["stage"], own["stage_since"], own["reason"], own["revisit_on"])


def _shown(memory: Memory, case_id: int) -> Stand:
    row = memory.row("case", case_id)
    return Stand(row.stage, row.stage_since, row.reason, row.revisit_on)


def _extra(memory: Memory, case_id: int, key: str) -> list[int]:
    known = memory.of("case", case_id)
    value = known.own.get(key) if known is not None else None
    return [int(one) for one in value] if isinstance(value, list) else [int(str(value))] if value else []
