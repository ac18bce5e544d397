"""What the card of an organisation shows: facts of both sides, people, sites, scores, sources, and the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session

from db.models import metadata
from outreach.terms.runs import ChangeKind, ImportKind, RunState

t = metadata.tables
COMPANY, NAME, CHANGE, RUN = t["registry_company"], t["registry_name"], t["registry_change"], t["import_run"]
ORG, ALIAS, PERSON, SITE, COMPETENCE = (
    t["organisation"],
    t["organisation_alias"],
    t["person"],
    t["site"],
    t["competence"],
)
RECORD, TOUCH, CASE, MOVE, VERDICT = (
    t["source_record"],
    t["touchpoint"],
    t["case"],
    t["transition"],
    t["need_verdict"],
)
NEED, SCORE, ADVISER = t["need"], t["need_score"], t["adviser"]
WHO = func.coalesce(ADVISER.c.name, "").label("who")


def companies(session: Session, actor_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Rows of the register mirror by actor."""
    return {row.id: row for part in _parts(actor_ids) for row in session.execute(_by(COMPANY, COMPANY.c.id, part))}


def organisations(session: Session, actor_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Our own rows by actor."""
    return {
        row.actor_id: row
        for part in _parts(actor_ids)
        for row in session.execute(_by(ORG, ORG.c.actor_id, part).where(ORG.c.merged_into.is_(None)))
    }


def register_names(session: Session, actor_ids: Sequence[int]) -> Mapping[int, list[Row[Any]]]:
    """The register's names by actor: (name, kind, version, registered, ended), current ones first."""
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for part in _parts(actor_ids):
        query = (
            select(NAME.c.company_id, NAME.c.name, NAME.c.kind, NAME.c.version, NAME.c.registered, NAME.c.ended)
            .where(NAME.c.company_id.in_(part))
            .order_by(NAME.c.company_id, NAME.c.ended.is_not(None), NAME.c.kind, NAME.c.version, NAME.c.id)
        )
        for row in session.execute(query):
            found[row.company_id].append(row)
    return found


def aliases(session: Session, organisation_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Names by organisation that the register does not give."""
    found: dict[int, list[str]] = defaultdict(list)
    for part in _parts(organisation_ids):
        query = select(ALIAS.c.organisation_id, ALIAS.c.name).where(ALIAS.c.organisation_id.in_(part))
        for organisation_id, name in session.execute(query.order_by(ALIAS.c.id)):
            found[organisation_id].append(name)
    return found


def people(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    return session.execute(
        select(PERSON).where(PERSON.c.organisation_id == organisation_id).order_by(PERSON.c.id)
    ).all()


def competences(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    query = (
        select(COMPETENCE, WHO)
        .outerjoin(ADVISER, ADVISER.c.id == COMPETENCE.c.confirmed_by)
        .where(COMPETENCE.c.organisation_id == organisation_id)
        .order_by(COMPETENCE.c.tag, COMPETENCE.c.id)
    )
    return session.execute(query).all()


def sites(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    return session.execute(select(SITE).where(SITE.c.organisation_id == organisation_id).order_by(SITE.c.id)).all()


def scores(session: Session, actor_id: int) -> Sequence[Row[Any]]:
    """Scores for the needs in use, best first."""
    query = (
        select(SCORE.c.need_id, SCORE.c.score, SCORE.c.band, *_titles(), NEED.c.town_code)
        .join(NEED, NEED.c.id == SCORE.c.need_id)
        .where(SCORE.c.actor_id == actor_id, NEED.c.archived.is_(False))
        .order_by(SCORE.c.score.desc(), SCORE.c.need_id)
    )
    return session.execute(query).all()


def sources(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    """(source, place, first and last time read, newest record, since when it is gone, whether all of it is) of what is
    linked to an organisation, newest first."""
    query = (
        select(
            RECORD.c.source,
            RECORD.c.place,
            func.min(RECORD.c.fetched_at).label("first"),
            func.max(RECORD.c.fetched_at).label("last"),
            func.max(RECORD.c.id).label("record_id"),
            func.max(RECORD.c.gone_at).label("gone_at"),
            (func.count(RECORD.c.gone_at) == func.count()).label("all_gone"),
        )
        .where(RECORD.c.organisation_id == organisation_id, RECORD.c.state != "review")
        .group_by(RECORD.c.source, RECORD.c.place)
        .order_by(func.max(RECORD.c.fetched_at).desc(), RECORD.c.source, RECORD.c.place)
    )
    return session.execute(query).all()


def register_read_at(session: Session, changed_run_id: int) -> datetime | None:
    """When the register last told of a company: in the run that changed it, or in a later whole run."""
    when = func.max(func.coalesce(RUN.c.finished_at, RUN.c.started_at))
    whole = (RUN.c.kind == ImportKind.YTJ_BULK.value) & (RUN.c.state == RunState.DONE.value) & RUN.c.complete
    read_at: datetime | None = session.execute(select(when).where((RUN.c.id == changed_run_id) | whole)).scalar_one()
    return read_at


def touches(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    query = (
        select(TOUCH, WHO, func.coalesce(PERSON.c.name, "").label("person"))
        .outerjoin(ADVISER, ADVISER.c.id == TOUCH.c.adviser_id)
        .outerjoin(PERSON, PERSON.c.id == TOUCH.c.person_id)
        .where(TOUCH.c.organisation_id == organisation_id)
    )
    return session.execute(query).all()


def moves(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    """Stage moves of all cases, with the need's titles."""
    query = (
        select(MOVE, WHO, *_titles())
        .join(CASE, CASE.c.id == MOVE.c.case_id)
        .join(NEED, NEED.c.id == CASE.c.need_id)
        .outerjoin(ADVISER, ADVISER.c.id == MOVE.c.decided_by)
        .where(CASE.c.organisation_id == organisation_id)
    )
    return session.execute(query).all()


def verdicts(session: Session, organisation_id: int) -> Sequence[Row[Any]]:
    query = (
        select(VERDICT, WHO, *_titles())
        .join(NEED, NEED.c.id == VERDICT.c.need_id)
        .outerjoin(ADVISER, ADVISER.c.id == VERDICT.c.decided_by)
        .where(VERDICT.c.organisation_id == organisation_id)
    )
    return session.execute(query).all()


def changes(session: Session, actor_id: int) -> Sequence[Row[Any]]:
    """What changed in the register, as far as it is worth telling."""
    query = select(CHANGE.c.id, CHANGE.c.kind, CHANGE.c.before, CHANGE.c.after, CHANGE.c.seen_at)
    return session.execute(query.where(CHANGE.c.company_id == actor_id, CHANGE.c.kind != ChangeKind.RECORD)).all()


def _titles() -> tuple[Any, Any, Any]:
    return NEED.c.title_fi, NEED.c.title_sv, NEED.c.title_en


def _by(table: Any, column: Any, ids: Sequence[int]) -> Select[Any]:
    return select(table).where(column.in_(ids))


def _parts(ids: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
