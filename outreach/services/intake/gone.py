"""Records that their source lists no more: marked, never taken away, since a page may be broken for a night."""

from __future__ import annotations

from db.models import SourceRecord
from outreach.services import runs
from outreach.services.intake.work import Work

AT_ONCE = 100  # records in one transaction


def mark_gone(work: Work) -> None:
    """Marks what an earlier run of the source has read and this one, which was whole, has not."""
    missing = sorted(
        row.record_id
        for rows in work.stored.values()
        for row in rows
        if not row.gone and row.record_id not in work.used
    )
    for start in range(0, len(missing), AT_ONCE):
        part = missing[start : start + AT_ONCE]
        with work.unit() as uow:
            for record_id in part:
                uow.update(uow.find(SourceRecord, record_id), gone_at=work.now)
            work.tally.vanished += len(part)
            runs.save(uow, work.run_id, work.tally)
