"""What waits in the morning: the register's changes by open case, possible duplicates, persons to be informed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlmodel import Session

from db.models import metadata
from outreach.terms.runs import ChangeKind

t = metadata.tables
IDS_AT_ONCE = 500


class OpenCase(NamedTuple):
    """A case whose organisation the register knows, or may know."""

    case_id: int
    town_code: str
    actor_id: int
    organisation: str


class SeenChange(NamedTuple):
    """A change in the register as it is stored."""

    change_id: int
    actor_id: int
    kind: str
    before: str
    after: str
    seen_at: datetime


def open_cases(
    session: Session, *, owner_id: int | None, town_code: str, stages: Collection[str]
) -> dict[int, OpenCase]:
    """The open case of each actor; of several the first. All owners and towns where none is given."""
    found: dict[int, OpenCase] = {}
    for row in session.execute(open_cases_query(owner_id=owner_id, town_code=town_code, stages=stages)):
        found.setdefault(row.actor_id, OpenCase(*row))
    return found


def open_cases_query(*, owner_id: int | None, town_code: str, stages: Collection[str]) -> Select[Any]:
    case, organisation, company = t["case"], t["organisation"], t["registry_company"]
    query = (
        select(
            case.c.id,
            case.c.town_code,
            organisation.c.actor_id,
            func.coalesce(func.nullif(organisation.c.name, ""), company.c.name, "").label("organisation"),
        )
        .join(organisation, organisation.c.id == case.c.organisation_id)
        .outerjoin(company, company.c.id == organisation.c.actor_id)
        .where(
            case.c.stage.in_(sorted(stages)),
            organisation.c.actor_id.is_not(None),
            organisation.c.merged_into.is_(None),
        )
        .order_by(case.c.id)
    )
    if owner_id is not None:
        query = query.where(case.c.owner_id == owner_id)
    return query.where(case.c.town_code == town_code) if town_code else query


def changes(session: Session, actor_ids: Sequence[int], since: datetime) -> list[SeenChange]:
    """What the register's runs have seen change in these companies, as far as it is worth telling, newest first.

    Asked for company by company through the index: these are few, and all changes are millions.
    """
    found: list[SeenChange] = []
    for start in range(0, len(actor_ids), IDS_AT_ONCE):
        part = actor_ids[start : start + IDS_AT_ONCE]
        found += [SeenChange(*row) for row in session.execute(changes_query(part, since))]
    return sorted(found, key=lambda change: (change.seen_at, change.change_id), reverse=True)


def changes_query(actor_ids: Sequence[int], since: datetime) -> Select[Any]:
    change = t["registry_change"]
    columns = (change.c.id, change.c.company_id, change.c.kind, change.c.before, change.c.after, change.c.seen_at)
    wanted = (change.c.company_id.in_(actor_ids), change.c.seen_at >= since, change.c.kind != ChangeKind.RECORD)
    return select(*columns).where(*wanted)


def duplicates(session: Session) -> int:
    """Records, and organisations of ours, that wait for a person's word."""
    record, proposal = t["source_record"], t["link_proposal"]
    waiting = select(func.count()).where(record.c.state == "review")
    asked = select(func.count(proposal.c.organisation_id.distinct()))
    return int(session.execute(waiting).scalar_one() + session.execute(asked).scalar_one())


def notices_due(session: Session, today: date) -> int:
    """Persons who have not been told yet that their data is kept, and whose day has come."""
    person, organisation = t["person"], t["organisation"]
    query = (
        select(func.count())
        .select_from(person.join(organisation, organisation.c.id == person.c.organisation_id))
        .where(person.c.informed_on.is_(None), person.c.notice_due <= today, organisation.c.merged_into.is_(None))
    )
    return int(session.execute(query).scalar_one())
