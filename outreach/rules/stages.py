"""The stages of a case: which moves exist, and what evidence each wants (DESIGN 5). The one table everybody asks."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.terms.message import Message, say
from outreach.terms.views import AllowedMove
from outreach.terms.work import Direction, Stage, TouchKind

LADDER = (
    Stage.IDENTIFIED,
    Stage.SELECTED,
    Stage.CONTACTED,
    Stage.IN_DIALOGUE,
    Stage.COMMITTED,
    Stage.ACTIVE,
    Stage.DORMANT,
)
SIDE = (Stage.NOT_NOW, Stage.DECLINED, Stage.NOT_A_FIT, Stage.CEASED)
OPEN = LADDER[1:6]  # a case at one of these wants a next step

NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.IDENTIFIED: (Stage.SELECTED,),
    Stage.SELECTED: (Stage.CONTACTED,),
    Stage.CONTACTED: (Stage.IN_DIALOGUE,),
    Stage.IN_DIALOGUE: (Stage.COMMITTED,),
    Stage.COMMITTED: (Stage.ACTIVE,),
    Stage.ACTIVE: (Stage.DORMANT,),
    Stage.DORMANT: (),
}
# Contacts that count as something done together in the calendar year.
ACTIVITIES = frozenset({TouchKind.MEETING, TouchKind.REMOTE_MEETING, TouchKind.VISIT, TouchKind.EVENT})
ACTIVITIES_FOR_ACTIVE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvidence:
    """What is known of a case when a move is asked for."""

    sourced: bool = True  # a source record or the register tells of the organisation
    scored: bool = True
    fits: bool = False  # a person's verdict
    owned: bool = False
    open_duplicate: bool = False
    usable_route: bool = False  # at least one channel that may be used
    outbound_sent: bool = False
    two_way: bool = False
    activities_this_year: int = 0
    ended_in_register: bool = False
    in_register: bool = False


def allowed_moves(stage: Stage, evidence: CaseEvidence) -> tuple[AllowedMove, ...]:
    """Every move from a stage: forward, back, aside, reopening; with what is still missing for each."""
    if stage in SIDE:
        return tuple(_reopening(target, evidence) for target in LADDER[1:4])
    here = LADDER.index(stage)
    forward = [_forward(target, evidence) for target in NEXT[stage]]
    backward = [AllowedMove(target, (), wants_reason=True, backward=True) for target in reversed(LADDER[1:here])]
    aside = [_aside(target, evidence) for target in SIDE]
    return (*forward, *aside, *backward)


def find_move(stage: Stage, target: Stage, evidence: CaseEvidence) -> AllowedMove | None:
    """The move from a stage to another, if the table has it."""
    return next((move for move in allowed_moves(stage, evidence) if move.stage == target), None)


def still_needed(move: AllowedMove, *, reason: str, evidence: str, has_date: bool) -> tuple[Message, ...]:
    """What a move lacks once the person has filled in reason, evidence and date."""
    needed = list(move.missing)
    if move.wants_reason and not reason.strip():
        needed.append(say("a reason"))
    if move.wants_evidence is not None and not evidence.strip():
        needed.append(move.wants_evidence)
    if move.wants_date and not has_date:
        needed.append(say("the date to return to this"))
    return tuple(needed)


def shows_two_way(kind: TouchKind, direction: Direction) -> bool:
    """A reply, a meeting, a visit or attendance: something came back from them."""
    return kind in ACTIVITIES or (direction is Direction.INBOUND and kind is not TouchKind.NOTE)


def counts_as_sent(kind: TouchKind, direction: Direction, *, sent: bool) -> bool:
    """An outbound contact that really happened: a call or a meeting does by being logged, a message once confirmed."""
    if direction is not Direction.OUTBOUND or kind is TouchKind.NOTE:
        return False
    return sent or kind not in (TouchKind.EMAIL, TouchKind.LETTER)


def _forward(target: Stage, evidence: CaseEvidence) -> AllowedMove:
    missing: list[Message] = []
    wants: Message | None = None
    if target is Stage.SELECTED:
        missing += _selected(evidence)
    elif target is Stage.CONTACTED and not evidence.outbound_sent:
        missing.append(say("a contact from us that you have confirmed as made or sent"))
    elif target is Stage.IN_DIALOGUE and not evidence.two_way:
        missing.append(say("a contact that went both ways: a reply, a meeting, a visit or attendance"))
    elif target is Stage.COMMITTED:
        wants = say("the agreed role, in words")
    elif target is Stage.ACTIVE and evidence.activities_this_year < ACTIVITIES_FOR_ACTIVE:
        wants = say("the joint project, or two logged activities this calendar year")
    return AllowedMove(target, tuple(missing), wants_evidence=wants, wants_reason=target is Stage.DORMANT)


def _selected(evidence: CaseEvidence) -> list[Message]:
    wanted = (
        (evidence.sourced, say("a source that tells of the organisation")),
        (evidence.fits, say("your assessment: fits")),
        (evidence.owned, say("somebody responsible")),
        (not evidence.open_duplicate, say("an answer to the possible duplicate")),
        (evidence.usable_route, say("a way to contact them that may be used")),
    )
    return [sentence for there, sentence in wanted if not there]


def _aside(target: Stage, evidence: CaseEvidence) -> AllowedMove:
    if target is Stage.NOT_NOW:
        return AllowedMove(target, (), wants_date=True)
    if target is Stage.CEASED and evidence.in_register:
        missing = () if evidence.ended_in_register else (say("the register's word that it has ceased"),)
        return AllowedMove(target, missing)
    return AllowedMove(target, (), wants_reason=True)


def _reopening(target: Stage, evidence: CaseEvidence) -> AllowedMove:
    move = _forward(target, evidence)
    missing = tuple(m for m in move.missing if target is not Stage.SELECTED or evidence.open_duplicate)
    return AllowedMove(target, missing, wants_reason=True, backward=True)
