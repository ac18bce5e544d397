"""Coverage of needs: how far the organisations found for each have come, against the target.

The figures are a funnel: each counts the different organisations that stand at that stage or further now. Cases at a
side stage (not now, declined, does not meet the need, ceased) and dormant ones are in none of them. Identified counts
these cases and the candidates of band A or B that wait for a judgement. `coverage_rows` opens any figure.
"""

from __future__ import annotations

from datetime import date

from db.queries import candidates as candidate_queries
from db.queries import cases as case_queries
from db.unit import Read
from outreach.rules.stages import LADDER
from outreach.services import needs
from outreach.terms.needs import Need
from outreach.terms.views import CoverageRow
from outreach.terms.work import Band, Stage

COLUMNS = LADDER[: LADDER.index(Stage.ACTIVE) + 1]  # of the funnel, identified to active
BANDS = (Band.A.value, Band.B.value)


def coverage(
    uow: Read, *, today: date, language: str, town_code: str = "", include_examples: bool = False
) -> tuple[CoverageRow, ...]:
    """One row for each need in use, of one town or of all; examples that no town has adopted only when asked for."""
    found = needs.needs(uow, town_code)
    return tuple(_row(uow, need, today, language) for need in found if include_examples or not need.example)


def coverage_rows(uow: Read, need_id: int, column: Stage, *, today: date) -> tuple[tuple[int, str], ...]:
    """(actor, name) of the organisations behind one figure: cases by stage, then candidates best first."""
    wanted = case_queries.CaseFilter(need_id=need_id, stages=_stages(column))
    cases = case_queries.rows(uow.session, wanted, order=[stage.value for stage in LADDER])
    rows = [(row.actor_id, row.organisation) for row in cases]
    if column is Stage.IDENTIFIED:
        rows += candidate_queries.names(uow.session, need_id, today, bands=BANDS)
    return tuple(rows)


def _row(uow: Read, need: Need, today: date, language: str) -> CoverageRow:
    at = case_queries.stage_counts(uow.session, case_queries.CaseFilter(need_id=need.need_id))
    reached = {column: sum(at.get(stage, 0) for stage in _stages(column)) for column in COLUMNS}
    waiting = candidate_queries.count(uow.session, need.need_id, today, bands=BANDS)
    return CoverageRow(
        need_id=need.need_id,
        title=need.title(language),
        town_code=need.town_code,
        example=need.example,
        target=need.target_count,
        identified=reached[Stage.IDENTIFIED] + waiting,
        selected=reached[Stage.SELECTED],
        contacted=reached[Stage.CONTACTED],
        in_dialogue=reached[Stage.IN_DIALOGUE],
        committed=reached[Stage.COMMITTED],
        active=reached[Stage.ACTIVE],
        gap=max(0, need.target_count - reached[Stage.ACTIVE]),
    )


def _stages(column: Stage) -> tuple[str, ...]:
    """The stage itself and those that come after it up to active member."""
    return tuple(stage.value for stage in COLUMNS[COLUMNS.index(column) :])
