"""Merges as lists show them."""

from __future__ import annotations

from db.queries import merging as query
from db.unit import Read
from outreach import clock
from outreach.services import naming, standing
from outreach.terms.merging import MergeRow


def merges(uow: Read, actor_id: int | None = None, *, ended: bool = False) -> tuple[MergeRow, ...]:
    """Merges that stand, newest first; with `ended` those too that are over. Of one organisation on wish."""
    ids = None
    if actor_id is not None:
        row = standing.ours_if_any(uow, actor_id)
        ids = query.merged_into(uow.session, [row.id or 0]) if row is not None else []
    return tuple(
        MergeRow(
            merge_id=row.id,
            kept_actor=row.kept_actor,
            kept=naming.organisation_name(uow, row.kept_id),
            away_actor=row.away_actor,
            away=naming.organisation_name(uow, row.away_id),
            merged_on=clock.today(row.merged_at),
            merged_by=row.who,
            ended_on=clock.today(row.ended_at) if row.ended_at else None,
            ended_by=row.ender,
        )
        for row in query.listed(uow.session, ids, ended=ended)
    )
