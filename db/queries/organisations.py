"""The list of organisations: the register mirror and our own organisations as one, sorted by (name_key, actor_id).

The mirror is read in its own order from an index, from the nearer end. Organisations of ours whose name or place is
not the register's are few: their keys are read whole and merged in, so that each row's place in the list is exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, or_, select, text
from sqlmodel import Session

from db.models import metadata
from db.queries.search import Scope

t = metadata.tables
COMPANY, ORG, SITE, NAME, ALIAS, CASE = (
    t["registry_company"],
    t["organisation"],
    t["site"],
    t["registry_name"],
    t["organisation_alias"],
    t["case"],
)
STANDING: ColumnElement[bool] = ORG.c.merged_into.is_(None)  # not merged into another one
COUNT_AGAIN = 100_000  # companies: fewer are counted each time
_counted: dict[str, tuple[tuple[Any, Any], int]] = {}  # database -> (its last import, companies)
Key = tuple[str, int]  # (name_key, actor_id): place in the list
EFFECTIVE_NAME: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.name, ""), COMPANY.c.name, "")
EFFECTIVE_KEY: ColumnElement[str] = func.coalesce(func.nullif(ORG.c.name_key, ""), COMPANY.c.name_key, "")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list before what belongs to it: effective values, and whose they are."""

    actor_id: int
    organisation_id: int | None
    name: str
    own_name: bool
    business_id: str
    form_code: str
    industry_code: str
    municipality_code: str
    situation: str
    active: bool


def keys(session: Session, scope: Scope, *, offset: int, limit: int) -> tuple[list[int], int]:
    """Actor numbers of a part of the list, and how many actors the whole list has."""
    if scope.mine_only:
        return _mine(session, scope, offset=offset, limit=limit)
    added, taken = _apart(session, scope)
    raw = _count_raw(session, scope)
    start = max(0, offset - len(added))
    window = _raw(session, scope, raw, start, len(added) + len(taken) + limit)
    base, merged = _merge(window, start, added, taken, to_end=start + len(window) >= raw)
    part = merged[offset - base : offset - base + limit]
    return [actor_id for _, actor_id in part], raw + len(added) - len(taken)


def beginning_with(session: Session, prefix: str, scope: Scope, limit: int) -> list[int]:
    """The first actors of the list whose effective sort key begins so."""
    end = prefix + "\U0010ffff"
    key = EFFECTIVE_KEY if scope.mine_only else ORG.c.name_key
    own = select(ORG.c.actor_id, key).outerjoin(COMPANY, COMPANY.c.id == ORG.c.actor_id).where(*_of_ours(scope))
    found: list[Key] = [(name_key, id_) for id_, name_key in session.execute(own.where(key >= prefix, key <= end))]
    if not scope.mine_only:
        renamed = select(ORG.c.actor_id).where(ORG.c.name != "", ORG.c.actor_id.is_not(None))
        query = in_order(scope).where(COMPANY.c.name_key >= prefix, COMPANY.c.name_key <= end)
        query = query.where(COMPANY.c.id.not_in(renamed)).limit(limit)
        found += [(row.name_key, row.id) for row in session.execute(query)]
    return [actor_id for _, actor_id in sorted(found)][:limit]


def sort_keys(session: Session, actor_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Effective (name_key, name) of actors."""
    found: dict[int, tuple[str, str]] = {}
    for part in _parts(actor_ids):
        of_register = select(COMPANY.c.id, COMPANY.c.name_key, COMPANY.c.name).where(COMPANY.c.id.in_(part))
        found.update({key: (name_key, name) for key, name_key, name in session.execute(of_register)})
        own = select(ORG.c.actor_id, ORG.c.name_key, ORG.c.name).where(
            ORG.c.actor_id.in_(part), ORG.c.name != "", STANDING
        )
        found.update({key: (name_key, name) for key, name_key, name in session.execute(own)})
    return found


def rows(session: Session, actor_ids: Sequence[int]) -> dict[int, Listed]:
    """Rows of the list by actor."""
    found: dict[int, Listed] = {}
    for part in _parts(actor_ids):
        companies = {
            row.id: row
            for row in session.execute(
                select(
                    COMPANY.c.id,
                    COMPANY.c.name,
                    COMPANY.c.business_id,
                    COMPANY.c.form_code,
                    COMPANY.c.industry_code,
                    COMPANY.c.municipality_code,
                    COMPANY.c.situation,
                    COMPANY.c.active,
                ).where(COMPANY.c.id.in_(part))
            )
        }
        ours = {
            row.actor_id: row
            for row in session.execute(
                select(
                    ORG.c.id,
                    ORG.c.actor_id,
                    ORG.c.name,
                    ORG.c.business_id,
                    ORG.c.legal_form,
                    ORG.c.industry_code,
                    ORG.c.municipality_code,
                ).where(ORG.c.actor_id.in_(part), STANDING)
            )
        }
        for actor_id in companies.keys() | ours.keys():
            found[actor_id] = _listed(actor_id, companies.get(actor_id), ours.get(actor_id))
    return found


def ours_among(session: Session, actor_ids: Sequence[int]) -> dict[int, int]:
    """Organisation by actor, of those among the actors that are ours."""
    found: dict[int, int] = {}
    for part in _parts(actor_ids):
        query = select(ORG.c.actor_id, ORG.c.id).where(ORG.c.actor_id.in_(part), STANDING)
        found.update((row.actor_id, row.id) for row in session.execute(query))
    return found


def stages(session: Session, organisation_ids: Iterable[int]) -> dict[int, set[str]]:
    """Stages of all cases of each organisation."""
    found: dict[int, set[str]] = {}
    for part in _parts(list(organisation_ids)):
        query = select(CASE.c.organisation_id, CASE.c.stage).where(CASE.c.organisation_id.in_(part)).distinct()
        for organisation_id, stage in session.execute(query):
            found.setdefault(organisation_id, set()).add(stage)
    return found


def names(session: Session, actor_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """All (name, name_fold) of actors: the register's, current ones first, then those that only we know."""
    found: dict[int, list[tuple[str, str]]] = {}
    for part in _parts(actor_ids):
        of_register = (
            select(NAME.c.company_id, NAME.c.name, NAME.c.name_fold)
            .where(NAME.c.company_id.in_(part))
            .order_by(NAME.c.company_id, NAME.c.ended.is_not(None), NAME.c.kind, NAME.c.version, NAME.c.id)
        )
        ours = (
            select(ORG.c.actor_id, ALIAS.c.name, ALIAS.c.name_fold)
            .join(ORG, ORG.c.id == ALIAS.c.organisation_id)
            .where(ORG.c.actor_id.in_(part), STANDING)
            .order_by(ORG.c.actor_id, ALIAS.c.id)
        )
        for query in (of_register, ours):
            for actor_id, name, fold in session.execute(query):
                found.setdefault(actor_id, []).append((name, fold))
    return found


def by_exact_name(session: Session, link_keys: Sequence[str], fold: str) -> set[int]:
    """Actors that have or had exactly this name, capitals, accents and punctuation aside.

    `link_keys` are the telling words in their order, and in the alphabet's, as older rows have them.
    """
    of_register = select(NAME.c.company_id).where(NAME.c.link_key.in_(link_keys), NAME.c.name_fold == fold)
    ours = (
        select(ORG.c.actor_id)
        .join(ALIAS, ALIAS.c.organisation_id == ORG.c.id)
        .where(ALIAS.c.link_key.in_(link_keys), ALIAS.c.name_fold == fold, STANDING)
    )
    return {int(key) for query in (of_register, ours) for key in session.execute(query).scalars() if key is not None}


def _mine(session: Session, scope: Scope, *, offset: int, limit: int) -> tuple[list[int], int]:
    joined = ORG.outerjoin(COMPANY, COMPANY.c.id == ORG.c.actor_id)
    where = _of_ours(scope)
    total = int(session.execute(select(func.count()).select_from(joined).where(*where)).scalar_one())
    query = select(ORG.c.actor_id).select_from(joined).where(*where).order_by(EFFECTIVE_KEY, ORG.c.actor_id)
    return list(session.execute(query.offset(offset).limit(limit)).scalars()), total


def _of_ours(scope: Scope) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [ORG.c.actor_id.is_not(None), STANDING]
    if scope.active_only:
        where.append(or_(COMPANY.c.id.is_(None), COMPANY.c.active))
    if scope.municipality_code:
        where.append(or_(COMPANY.c.municipality_code == scope.municipality_code, _ours_in(scope.municipality_code)))
    return where


def _ours_in(municipality_code: str) -> ColumnElement[bool]:
    sites = select(SITE.c.organisation_id).where(SITE.c.municipality_code == municipality_code)
    return or_(ORG.c.municipality_code == municipality_code, ORG.c.id.in_(sites))


def _apart(session: Session, scope: Scope) -> tuple[list[Key], list[Key]]:
    """(keys to add, keys to take away) of the mirror's own order: renamed, placed elsewhere, or not in the register."""
    town = scope.municipality_code
    in_town = _ours_in(town) if town else false()
    query = (
        select(
            ORG.c.actor_id,
            ORG.c.name_key,
            COMPANY.c.name_key,
            COMPANY.c.municipality_code,
            COMPANY.c.active,
            in_town,
        )
        .outerjoin(COMPANY, COMPANY.c.id == ORG.c.actor_id)
        .where(ORG.c.actor_id.is_not(None), STANDING, or_(ORG.c.name != "", in_town))
    )
    added: list[Key] = []
    taken: list[Key] = []
    for actor_id, own_key, key, seat, active, ours_in_town in session.execute(query):
        if scope.active_only and key is not None and not active:
            continue
        if key is not None and (not town or seat == town):
            taken.append((key, actor_id))
        if not town or seat == town or ours_in_town:
            added.append((own_key or key or "", actor_id))
    return sorted(added), sorted(taken)


def _count_raw(session: Session, scope: Scope) -> int:
    count = select(func.count()).select_from(COMPANY)
    if scope.municipality_code:
        return int(session.execute(count.where(*_filters(scope))).scalar_one())
    everything = _count_all(session)
    if not scope.active_only:
        return everything
    return everything - int(session.execute(count.where(text("NOT active"))).scalar_one())  # by the index of these


def _count_all(session: Session) -> int:
    """How many companies the mirror holds.

    PostgreSQL counts rows one by one: from `COUNT_AGAIN` on the last count holds until the next import, since nothing
    else changes the mirror.
    """
    count = select(func.count()).select_from(COMPANY)
    if session.get_bind().dialect.name == "sqlite":
        return int(session.execute(count).scalar_one())
    run = t["import_run"]
    runs = select(func.max(run.c.id), func.max(run.c.finished_at), func.count().filter(run.c.state == "running"))
    newest, finished, running = session.execute(runs).one()
    where, moment = str(session.connection().engine.url), (newest, finished)
    known = _counted.get(where)
    if not running and known is not None and known[0] == moment:
        return known[1]
    total = int(session.execute(count).scalar_one())
    if not running and total >= COUNT_AGAIN:
        _counted[where] = (moment, total)
    return total


def _raw(session: Session, scope: Scope, total: int, start: int, length: int) -> list[Key]:
    """Keys of the mirror's companies from a place on, in order; read from the end when that is nearer."""
    length = max(0, min(length, total - start))
    if not length:
        return []
    if start + length / 2 <= total / 2:
        return [(row.name_key, row.id) for row in session.execute(in_order(scope).offset(start).limit(length))]
    backwards = in_order(scope, backwards=True).offset(total - start - length).limit(length)
    return [(row.name_key, row.id) for row in reversed(session.execute(backwards).all())]


def in_order(scope: Scope, *, backwards: bool = False) -> Select[Any]:
    """Keys of the mirror's companies in the scope, in the order of the list."""
    order = (COMPANY.c.name_key, COMPANY.c.id)
    query = select(*order).where(*_filters(scope))
    return query.order_by(*(column.desc() for column in order)) if backwards else query.order_by(*order)


def _filters(scope: Scope) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if scope.municipality_code:
        where.append(COMPANY.c.municipality_code == scope.municipality_code)
    if scope.active_only:
        where.append(COMPANY.c.active)
    return where


def _merge(
    window: Sequence[Key], start: int, added: Sequence[Key], taken: Sequence[Key], *, to_end: bool
) -> tuple[int, list[Key]]:
    """(place of the first in the list, keys in order) of a window of the mirror with ours put in and taken out."""
    first = window[0] if window and start else ("", -1)
    base = start + bisect_left(added, first) - bisect_left(taken, first) if start else 0
    inner = list(added[bisect_left(added, first) :])
    if not to_end:
        inner = inner[: bisect_left(inner, window[-1])] if window else []
    gone = set(taken)
    return base, sorted([*(key for key in window if key not in gone), *inner])


def _listed(actor_id: int, company: Row[Any] | None, ours: Row[Any] | None) -> Listed:
    def value(own: str, register: str) -> str:
        mine = getattr(ours, own) if ours is not None else ""
        return str(mine or (getattr(company, register) if company is not None else "") or "")

    return Listed(
        actor_id=actor_id,
        organisation_id=ours.id if ours is not None else None,
        name=value("name", "name"),
        own_name=bool(ours is not None and ours.name),
        business_id=value("business_id", "business_id"),
        form_code=value("legal_form", "form_code"),
        industry_code=value("industry_code", "industry_code"),
        municipality_code=value("municipality_code", "municipality_code"),
        situation=str(company.situation) if company is not None else "",
        active=bool(company.active) if company is not None else True,
    )


def _parts(ids: Sequence[int], size: int = 1000) -> list[Sequence[int]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
