"""What runs of the register have changed since another one, and who waits to be compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlmodel import Session

from db.models import metadata
from db.queries.records import WAITS

t = metadata.tables
COMPANY, CHANGE, PROPOSAL = t["registry_company"], t["registry_change"], t["link_proposal"]
ORG, RECORD = t["organisation"], t["source_record"]
AT_ONCE = 500


def newest_run(session: Session) -> int:
    """The newest run that has written a company of the mirror as it is; 0 for an empty mirror."""
    return session.execute(select(func.max(COMPANY.c.changed_run_id))).scalar_one() or 0


def waits(session: Session) -> bool:
    """Whether anything waits for the register: an organisation of ours without a Business ID, or a record."""
    unknown = select(ORG.c.id).where(ORG.c.business_id.is_(None), ORG.c.merged_into.is_(None)).limit(1)
    record = select(RECORD.c.id).where(RECORD.c.state == WAITS).limit(1)
    return any(session.execute(query).first() is not None for query in (unknown, record))


def count_touched(session: Session, since: int, most: int) -> int:
    """How many companies later runs have written; counted up to `most`."""
    some = select(COMPANY.c.id).where(COMPANY.c.changed_run_id > since).limit(most).subquery()
    return int(session.execute(select(func.count()).select_from(some)).scalar_one())


def touched_since(session: Session, since: int) -> list[int]:
    """Companies that later runs have written, in order."""
    query = select(COMPANY.c.id).where(COMPANY.c.changed_run_id > since)
    return sorted(session.execute(query).scalars())


def touched(session: Session, since: int, keys: Sequence[int]) -> set[int]:
    """Those of the companies that later runs have written."""
    found: set[int] = set()
    for part in _parts(keys):
        query = select(COMPANY.c.id).where(COMPANY.c.id.in_(part), COMPANY.c.changed_run_id > since)
        found.update(session.execute(query).scalars())
    return found


def kinds(session: Session, since: int, keys: Sequence[int]) -> dict[int, set[str]]:
    """What later runs have told of companies; those of which they have told nothing are left out."""
    found: dict[int, set[str]] = {}
    for part in _parts(keys):
        query = select(CHANGE.c.company_id, CHANGE.c.kind).where(CHANGE.c.company_id.in_(part), CHANGE.c.run_id > since)
        for key, kind in session.execute(query):
            found.setdefault(key, set()).add(kind)
    return found


def asked(session: Session) -> dict[tuple[int | None, int | None], set[int]]:
    """Actors that there are questions about already, by (organisation of ours, record)."""
    found: dict[tuple[int | None, int | None], set[int]] = {}
    for organisation_id, record_id, actor_id in session.execute(
        select(PROPOSAL.c.organisation_id, PROPOSAL.c.record_id, PROPOSAL.c.actor_id)
    ):
        found.setdefault((organisation_id, record_id), set()).add(actor_id)
    return found


def asked_of(session: Session, organisation_id: int | None) -> set[int]:
    """The same for one organisation of ours."""
    query = select(PROPOSAL.c.actor_id).where(PROPOSAL.c.organisation_id == organisation_id)
    return set(session.execute(query).scalars())


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
