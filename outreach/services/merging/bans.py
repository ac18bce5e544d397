"""Do-not-contact entries of organisations that become one or part: what stood over the whole stands over each part.

Entries are only ever added here. Neither a merge nor its end nor undo lifts one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select

from db.models import PrivacyLog, Suppression
from db.unit import Read, Write
from outreach.services.merging.memory import Ledger
from outreach.terms.work import Channel


def spread(uow: Write, sources: Iterable[int], target_id: int, *, since: datetime | None = None) -> int:
    """Has entries over some organisations stand over another one too, those entered since an instant; how many."""
    over = col(Suppression.organisation_id).in_(sorted(set(sources)))
    added = 0
    for row in _standing(uow, "organisation", over):
        if since is None or row.entered_at >= since:
            added += _copy(uow, row, organisation_id=target_id, person_id=None)
    return added


def stand_over(uow: Read, organisation_ids: Iterable[int]) -> bool:
    """Whether an entry stands over any of these organisations."""
    return bool(_standing(uow, "organisation", col(Suppression.organisation_id).in_(sorted(set(organisation_ids)))))


def spread_persons(ledger: Ledger, merge_id: int) -> int:
    """The same for persons that a merge has made one: an entry over either stands over both."""
    added = 0
    for row in ledger.all("person"):
        if row.merge_id != merge_id or row.into_id is None:
            continue
        for one, other in ((row.row_id, row.into_id), (row.into_id, row.row_id)):
            target = ledger.row("person", other)
            for ban in _standing(ledger.uow, "person", col(Suppression.person_id) == one):
                added += _copy(ledger.uow, ban, organisation_id=target.organisation_id, person_id=other)
    return added


def _standing(uow: Read, kind: str, over: object) -> list[Suppression]:
    query = select(Suppression).where(Suppression.kind == kind, col(Suppression.lifted_at).is_(None), over)  # type: ignore[arg-type]
    return list(uow.session.exec(query.order_by(col(Suppression.id))).all())


def _copy(uow: Write, row: Suppression, *, organisation_id: int, person_id: int | None) -> int:
    """One more entry, unless one stands over the target already; how many were added."""
    mine = col(Suppression.organisation_id) == organisation_id
    if person_id is not None:
        mine = col(Suppression.person_id) == person_id
    if any(ban.channel in (Channel.ANY, row.channel) for ban in _standing(uow, row.kind, mine)):
        return 0
    uow.insert(
        Suppression(
            key_hash=row.key_hash,
            kind=row.kind,
            channel=row.channel,
            reason=row.reason,
            organisation_id=organisation_id,
            person_id=person_id,
            entered_at=uow.now,
            entered_by=uow.adviser_id,
        )
    )
    uow.session.add(PrivacyLog(done_at=uow.now, done_by=uow.adviser_id, action="suppressed", subject_hash=row.key_hash))
    uow.session.flush()
    return 1
