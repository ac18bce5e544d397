"""What a source has added to an organisation goes back when its record turns out to be about somebody else.

The counterpart of `filling`. A value goes unless another record of the organisation says it too, or a person has set
or confirmed it; in its place comes what the remaining records offer. What later work rests on stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel, select

from db import journal
from db.models import (
    Case,
    Competence,
    Organisation,
    OrganisationAlias,
    Person,
    RegistryCompany,
    Site,
    SourceRecord,
    Touchpoint,
    Transition,
)
from db.unit import Write, table_of
from outreach.rules.identity import actor_of_business_id, street_key
from outreach.rules.text import name_fold, name_key
from outreach.services import edits
from outreach.services.intake.filling import ADDRESS, INDUSTRY, OF_OURS, link_domain, registers, values_of
from outreach.services.intake.records import Purpose, from_row, place_of
from outreach.terms.candidate import Candidate

BY_HAND = frozenset({"organisation", "site", "competence", "person"})  # kinds of entries by which people edit
SINGLE = ("website", "email", "phone", "description")


@dataclass(frozen=True, slots=True)
class _Said:
    """What one record says."""

    source: str
    candidate: Candidate
    purpose: Purpose
    place: str
    values: dict[str, str]

    @property
    def names(self) -> set[str]:
        return {name_fold(name) for name in (self.candidate.name, *self.candidate.other_names)}

    @property
    def tags(self) -> set[str]:
        return {name_fold(tag) for tag in self.candidate.competences}

    @property
    def person(self) -> str:
        return name_fold(self.candidate.contact.name) if self.candidate.contact is not None else ""

    @property
    def site(self) -> tuple[str, str]:
        return self.place, street_key(self.candidate.street)


def take_back(uow: Write, row: Organisation, out: Sequence[SourceRecord], rest: Sequence[SourceRecord]) -> int:
    """Takes what the records `out` have added from an organisation, of which `rest` remain; how many rows stay that
    later work rests on."""
    gone, left = [_said(uow, one) for one in out], [_said(uow, one) for one in rest]
    _own_values(uow, row, gone, left)
    _business_id(uow, row, gone, left)
    _aliases(uow, row, gone, left)
    _sites(uow, row, gone, left)
    return _competences(uow, row, gone, left) + _persons(uow, row, gone, left) + _cases(uow, row, gone, left)


def drop_if_bare(uow: Write, row: Organisation) -> bool:
    """Removes an organisation that a link alone has made of a company of the register, once nothing rests on it."""
    made = journal.setters(uow.session, "organisation", row.id or 0).get("*")
    in_register = row.actor_id is not None and uow.session.get(RegistryCompany, row.actor_id) is not None
    if not in_register or made in BY_HAND or made is None or _rests(uow, row):
        return False
    if any(getattr(row, name) for name in (*SINGLE, *ADDRESS, *INDUSTRY, "name", "email_consent_on")):
        return False
    uow.delete(row)
    return True


def _said(uow: Write, row: SourceRecord) -> _Said:
    candidate, purpose = from_row(row)
    return _Said(row.source, candidate, purpose, place_of(uow, candidate), values_of(candidate))


def _own_values(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> None:
    company = uow.session.get(RegistryCompany, row.actor_id) if row.actor_id else None
    setters = journal.setters(uow.session, "organisation", row.id or 0)
    changes: dict[str, Any] = {}

    def by_hand(name: str) -> bool:
        return setters.get(name, setters.get("*", "")) in BY_HAND

    for names in (*((name,) for name in (*SINGLE, *(OF_OURS if company is None else ()))), ADDRESS, INDUSTRY):
        mine = tuple(str(getattr(row, name)) for name in names)
        offered = [tuple(said.values[name] for name in names) for said in left]
        said_by_gone = mine in [tuple(said.values[name] for name in names) for said in gone]
        if any(mine) and said_by_gone and mine not in offered and not any(map(by_hand, names)):
            fresh = (one for one in offered if any(one) and not registers(company, names[0], one[0]))
            changes |= dict(zip(names, next(fresh, ("",) * len(names)), strict=True))
    if company is None:
        changes |= _identity(row, gone, left, by_hand("name"), by_hand("municipality_code"))
    domain = link_domain(changes.get("website", row.website), company, changes.get("email", row.email))
    uow.update(row, **changes, domain=domain)


def _identity(
    row: Organisation, gone: Sequence[_Said], left: Sequence[_Said], named: bool, placed: bool
) -> dict[str, Any]:
    """Name, place and sole trader of an organisation of ours: those of the oldest record that remains."""
    changes: dict[str, Any] = {}
    said = {one.candidate.name for one in gone}
    if left and not named and row.name in said and row.name not in {one.candidate.name for one in left}:
        changes |= {"name": left[0].candidate.name, "name_key": name_key(left[0].candidate.name)}
    places = [one.place for one in left if one.place]
    if not placed and row.municipality_code in {one.place for one in gone} - set(places):
        changes["municipality_code"] = next(iter(places), "" if not left else row.municipality_code)
    if row.sole_trader and left and any(one.candidate.sole_trader for one in gone):
        changes["sole_trader"] = any(one.candidate.sole_trader for one in left)
    return changes


def _business_id(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> None:
    """A Business ID that the organisation was given by the record alone."""
    number = row.business_id
    setters = journal.setters(uow.session, "organisation", row.id or 0)
    learnt = "business_id" in setters and setters["business_id"] not in BY_HAND
    brought = number in {one.candidate.business_id for one in gone} - {one.candidate.business_id for one in left}
    if number and learnt and brought and row.actor_id == actor_of_business_id(number) and row.name:
        edits.edit(uow, row.id or 0, business_id="")


def _aliases(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> None:
    sources, names = _sources(gone), {name for said in gone for name in said.names}
    for alias in _of(uow, OrganisationAlias, row):
        fold = alias.name_fold
        if alias.source not in sources or fold not in names or (row.name and fold == name_fold(row.name)):
            continue
        other = next((said for said in left if fold in said.names), None)
        if other is None:
            uow.delete(alias)
        else:
            uow.update(alias, source=other.source)


def _sites(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> None:
    places = {said.site for said in gone} - {said.site for said in left}
    for site in _of(uow, Site, row):
        here = site.municipality_code, street_key(site.street)
        if site.source in _sources(gone) and here in places and not _edited(uow, site):
            uow.delete(site)


def _competences(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> int:
    tags = {tag for said in gone for tag in said.tags} - {tag for said in left for tag in said.tags}
    kept = 0
    for one in _of(uow, Competence, row):
        if one.source not in _sources(gone) or name_fold(one.tag) not in tags:
            continue
        if one.confirmed_by is not None or _edited(uow, one):
            kept += 1
        else:
            uow.delete(one)
    return kept


def _persons(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> int:
    names = {said.person for said in gone} - {said.person for said in left} - {""}
    kept = 0
    for person in _of(uow, Person, row):
        if person.source not in _sources(gone) or name_fold(person.name) not in names:
            continue
        if person.informed_on or person.email_consent_on or _edited(uow, person) or _rests(uow, person):
            kept += 1
        else:
            uow.delete(person)
    return kept


def _cases(uow: Write, row: Organisation, gone: Sequence[_Said], left: Sequence[_Said]) -> int:
    """Cases of the opening balance; one on which somebody has worked since stays."""
    needs = _opened(gone) - _opened(left)
    kept = 0
    for case in _of(uow, Case, row):
        if case.need_id not in needs or not case.baseline:
            continue
        moves = uow.session.exec(select(Transition).where(Transition.case_id == case.id)).all()
        touches = uow.session.exec(select(Touchpoint).where(Touchpoint.case_id == case.id)).all()
        own: list[Transition | Touchpoint] = [*moves, *touches]
        mine = {(table_of(type(one)).name, one.id) for one in own}
        worked_on = not all(one.baseline for one in own)
        if worked_on or _edited_at_all(uow, case) or set(_children(uow, case)) - mine:
            kept += 1
            continue
        for one in (*own, case):
            uow.delete(one)
    return kept


def _opened(said: Iterable[_Said]) -> set[int | None]:
    return {one.purpose.need_id for one in said if one.candidate.opening is not None} - {None}


def _sources(said: Iterable[_Said]) -> set[str]:
    return {one.source for one in said}


def _of(uow: Write, model: Any, row: Organisation) -> Sequence[Any]:
    return uow.session.exec(select(model).where(model.organisation_id == row.id).order_by(model.id)).all()


def _edited(uow: Write, row: SQLModel) -> bool:
    """Whether a person has made or changed a row."""
    found = journal.setters(uow.session, table_of(type(row)).name, getattr(row, "id"))  # noqa: B009
    return not BY_HAND.isdisjoint(found.values())


def _edited_at_all(uow: Write, row: SQLModel) -> bool:
    found = journal.setters(uow.session, table_of(type(row)).name, getattr(row, "id"))  # noqa: B009
    return bool(found.keys() - {"*"})


def _rests(uow: Write, row: SQLModel) -> bool:
    return bool(_children(uow, row))


def _children(uow: Write, row: SQLModel) -> list[journal.RowKey]:
    """Rows that point at a row."""
    uow.session.flush()
    key = (table_of(type(row)).name, int(getattr(row, "id")))  # noqa: B009
    return [child for child, _ in journal.references(uow.session, {key})]
