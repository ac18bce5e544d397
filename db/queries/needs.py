"""Competence needs as stored: rows to `terms.Need` and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session

from db.models import metadata
from outreach.terms.candidate import ActorType, IndustrySet
from outreach.terms.needs import Age, Need, NeedSpec, Place, Size

NEED, ADVISER, TOWN = metadata.tables["need"], metadata.tables["adviser"], metadata.tables["town"]
_LISTS = (
    "industry_codes",
    "industry_excluded",
    "keywords_fi",
    "keywords_sv",
    "keywords_en",
    "negative_keywords",
    "competences",
)


def needs(session: Session, *, town_code: str = "", include_archived: bool = False) -> tuple[Need, ...]:
    """Needs in the order in which they were entered, of one town or of all."""
    query = _select().order_by(NEED.c.town_code, NEED.c.id)
    if town_code:
        query = query.where(NEED.c.town_code == town_code)
    if not include_archived:
        query = query.where(NEED.c.archived.is_(False))
    return tuple(_need(row) for row in session.execute(query))


def need(session: Session, need_id: int) -> Need | None:
    row = session.execute(_select().where(NEED.c.id == need_id)).first()
    return _need(row) if row else None


def stamp(session: Session, need_id: int) -> str:
    """What the scores of a need were made from; empty when they were never made."""
    return session.execute(select(NEED.c.scored_stamp).where(NEED.c.id == need_id)).scalar_one_or_none() or ""


def set_stamp(session: Session, need_id: int, stamp: str) -> None:
    session.execute(update(NEED).where(NEED.c.id == need_id).values(scored_stamp=stamp))


def adviser_id(session: Session, name: str) -> int | None:
    return session.execute(select(ADVISER.c.id).where(ADVISER.c.name == name)).scalar_one_or_none()


def adviser_names(session: Session) -> list[str]:
    return list(session.execute(select(ADVISER.c.name).order_by(ADVISER.c.name)).scalars())


def town_known(session: Session, code: str) -> bool:
    return session.execute(select(TOWN.c.code).where(TOWN.c.code == code)).first() is not None


def spec_to_plain(spec: NeedSpec) -> dict[str, Any]:
    """A JSON-ready mapping that `spec_from_plain` reads back; wishes that the need does not have are left out."""
    plain: dict[str, Any] = {name: list(getattr(spec, name)) for name in _LISTS if getattr(spec, name)}
    plain["industry_set"] = spec.industry_set.value
    if spec.actor_types:
        plain["actor_types"] = [kind.value for kind in spec.actor_types]
    if spec.place:
        place = spec.place
        plain["place"] = {
            "municipalities": list(place.municipalities),
            "regions": list(place.regions),
            "hard": place.hard,
        }
    if spec.size:
        plain["size"] = {"employer": spec.size.employer, "hard": spec.size.hard}
    if spec.age:
        plain["age"] = {"at_least": spec.age.at_least, "at_most": spec.age.at_most, "hard": spec.age.hard}
    if spec.weights:
        plain["weights"] = dict(spec.weights)
    return plain


def spec_from_plain(plain: Mapping[str, Any]) -> NeedSpec:
    """The specification that `spec_to_plain` wrote."""
    place, size, age = plain.get("place"), plain.get("size"), plain.get("age")
    return NeedSpec(
        **{name: _texts(plain.get(name, ())) for name in _LISTS},
        industry_set=IndustrySet(plain.get("industry_set", IndustrySet.TOL2025)),
        actor_types=tuple(ActorType(kind) for kind in plain.get("actor_types", ())),
        place=Place(_texts(place["municipalities"]), _texts(place["regions"]), place["hard"]) if place else None,
        size=Size(size["employer"], size["hard"]) if size else None,
        age=Age(age["at_least"], age["at_most"], age["hard"]) if age else None,
        weights=dict(plain.get("weights", {})),
    )


def _select() -> Any:
    return select(NEED, ADVISER.c.name.label("owner")).outerjoin(ADVISER, ADVISER.c.id == NEED.c.owner_id)


def _need(row: Row[Any]) -> Need:
    return Need(
        need_id=row.id,
        town_code=row.town_code,
        theme=row.theme,
        title_fi=row.title_fi,
        title_sv=row.title_sv,
        title_en=row.title_en,
        spec=spec_from_plain(row.spec),
        target_count=row.target_count,
        deadline=row.deadline,
        owner=row.owner or "",
        example=row.example,
        archived=row.archived,
        version=row.version,
    )


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
