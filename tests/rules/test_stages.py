"""The table of stages: which moves exist, and what each still needs."""

from __future__ import annotations

from itertools import pairwise

import pytest

from outreach.rules import stages
from outreach.rules.stages import CaseEvidence, allowed_moves, find_move, still_needed
from outreach.terms.work import Direction, Stage, TouchKind

READY = CaseEvidence(fits=True, owned=True, usable_route=True, outbound_sent=True, two_way=True, activities_this_year=2)
BARE = CaseEvidence(usable_route=False)


def test_forward_is_one_step_at_a_time() -> None:
    for here, after in pairwise(stages.LADDER):
        forward = [
            move.stage for move in allowed_moves(here, READY) if not move.backward and move.stage not in stages.SIDE
        ]
        assert forward == [after]


@pytest.mark.parametrize("here", stages.LADDER[2:])
def test_every_way_back_wants_a_reason(here: Stage) -> None:
    back = [move for move in allowed_moves(here, READY) if move.backward]
    assert [move.stage for move in back] == list(reversed(stages.LADDER[1 : stages.LADDER.index(here)]))
    assert all(move.wants_reason for move in back)


def test_selected_names_everything_that_is_missing() -> None:
    move = find_move(Stage.IDENTIFIED, Stage.SELECTED, CaseEvidence(open_duplicate=True, sourced=False))
    assert move is not None
    assert [str(message) for message in move.missing] == [
        "a source that tells of the organisation",
        "your assessment: fits",
        "somebody responsible",
        "an answer to the possible duplicate",
        "a way to contact them that may be used",
    ]


@pytest.mark.parametrize(
    ("here", "target", "words"),
    [
        (Stage.SELECTED, Stage.CONTACTED, "confirmed as made or sent"),
        (Stage.CONTACTED, Stage.IN_DIALOGUE, "went both ways"),
    ],
)
def test_a_stage_without_its_evidence_says_what_is_needed(here: Stage, target: Stage, words: str) -> None:
    move, ready = find_move(here, target, BARE), find_move(here, target, READY)
    assert move is not None
    assert ready is not None
    assert words in str(move.missing[0])
    assert ready.missing == ()


def test_commitment_wants_the_agreed_role_and_membership_a_project_or_two_activities() -> None:
    committed = find_move(Stage.IN_DIALOGUE, Stage.COMMITTED, READY)
    assert committed is not None
    assert [str(m) for m in still_needed(committed, reason="", evidence=" ", has_date=False)] == [
        "the agreed role, in words"
    ]
    assert still_needed(committed, reason="", evidence="pilot partner", has_date=False) == ()
    one_activity = find_move(Stage.COMMITTED, Stage.ACTIVE, CaseEvidence(activities_this_year=1))
    two_activities = find_move(Stage.COMMITTED, Stage.ACTIVE, READY)
    assert one_activity is not None
    assert one_activity.wants_evidence is not None
    assert two_activities is not None
    assert two_activities.wants_evidence is None


def test_not_now_wants_a_date_and_the_other_side_stages_a_reason() -> None:
    sides = {move.stage: move for move in allowed_moves(Stage.CONTACTED, READY) if move.stage in stages.SIDE}
    assert sides[Stage.NOT_NOW].wants_date
    assert sides[Stage.DECLINED].wants_reason
    assert sides[Stage.NOT_A_FIT].wants_reason


def test_a_company_of_the_register_ceases_when_the_register_says_so() -> None:
    alive = find_move(Stage.CONTACTED, Stage.CEASED, CaseEvidence(in_register=True))
    ended = find_move(Stage.CONTACTED, Stage.CEASED, CaseEvidence(in_register=True, ended_in_register=True))
    assert alive is not None
    assert alive.missing
    assert ended is not None
    assert ended.missing == ()


def test_a_side_stage_is_reopened_with_a_reason_and_the_evidence_of_the_stage() -> None:
    moves = {move.stage: move for move in allowed_moves(Stage.DECLINED, BARE)}
    assert set(moves) == {Stage.SELECTED, Stage.CONTACTED, Stage.IN_DIALOGUE}
    assert moves[Stage.SELECTED].missing == ()
    assert moves[Stage.CONTACTED].missing
    assert all(move.wants_reason for move in moves.values())


@pytest.mark.parametrize(
    ("kind", "direction", "sent", "counts"),
    [
        (TouchKind.EMAIL, Direction.OUTBOUND, False, False),
        (TouchKind.EMAIL, Direction.OUTBOUND, True, True),
        (TouchKind.LETTER, Direction.OUTBOUND, False, False),
        (TouchKind.CALL, Direction.OUTBOUND, False, True),
        (TouchKind.CALL, Direction.INBOUND, True, False),
        (TouchKind.NOTE, Direction.OUTBOUND, True, False),
    ],
)
def test_a_message_counts_as_contact_once_confirmed_and_a_note_never(
    kind: TouchKind, direction: Direction, sent: bool, counts: bool
) -> None:
    assert stages.counts_as_sent(kind, direction, sent=sent) is counts
