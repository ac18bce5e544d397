"""Organisations by hand: added, edited, with their places of business and competences; persons come from `people`.

Each act is one journal entry. Own values stand over the register's; an empty one lets the register's show again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import select

from db.models import Competence, LinkDecision, LinkProposal, Organisation, OrganisationAlias, RegistryCompany, Site
from db.unit import Write
from outreach.errors import BadInput, Refused
from outreach.rules.contactability import actor_type_by_form, is_sole_trader_form
from outreach.rules.identity import actor_of_business_id, actor_of_organisation, sole_trader_by_name
from outreach.rules.linkage.names import link_key
from outreach.rules.text import clean, clean_block, name_fold
from outreach.services import judgements, organisations, scoring, standing
from outreach.services.naming import organisation_name
from outreach.services.people import add_person, edit_person, inform_person
from outreach.services.values import FIELDS, municipality, organisation_values, postcode
from outreach.terms.linkage import actor_node, pair
from outreach.terms.message import Message, say
from outreach.terms.work import Judgement

__all__ = [
    "FIELDS",
    "add",
    "add_competence",
    "add_person",
    "add_site",
    "confirm_competence",
    "edit",
    "edit_person",
    "edit_site",
    "inform_person",
    "remove_competence",
    "remove_site",
]

OWN_NAME = "own"  # source of the alias that holds an organisation's own name


def add(uow: Write, values: Mapping[str, Any], other_than: Iterable[int] = ()) -> int:
    """Adds an organisation that no source has named; returns its actor number. Ask `twins.likely_twins` first.

    `other_than` are the actors that the adviser has seen there: adding says that it is none of them. A company of the
    register becomes an organisation of ours, with what differs as own values. Refused when an organisation of ours has
    the Business ID already.
    """
    columns = organisation_values({field: value for field, value in values.items() if value not in (None, "")})
    name, number = columns.get("name", ""), columns.pop("business_id", None)
    actor_id = actor_of_business_id(number) if number else None
    company = uow.session.get(RegistryCompany, actor_id) if actor_id is not None else None
    if not name and company is None:
        raise BadInput(say("The name is missing."))
    _refuse_taken(uow, actor_id, None)
    uow.entry("organisation", say("{name}: added", name=name or (company.name if company else "")))
    if company is not None:
        row = organisations.ensure_organisation(uow, company.id)
        if name == company.name:
            columns |= {"name": "", "name_key": ""}
        uow.update(row, **columns)
    else:
        form = columns.get("legal_form", "")
        guessed = {
            "actor_type": actor_type_by_form(form),
            "sole_trader": is_sole_trader_form(form) or sole_trader_by_name(name),
        }
        row = uow.insert(Organisation(business_id=number, created_at=uow.now, **{**guessed, **columns}))
        uow.update(row, actor_id=actor_id if actor_id is not None else actor_of_organisation(row.id or 0))
    keep_own_name(uow, row)
    for other in other_than:
        if other != row.actor_id:
            judgements.note(uow, actor_node(row.actor_id or 0), actor_node(other), Judgement.DIFFERENT)
    scoring.rescore_actor(uow, row.actor_id or 0)
    return row.actor_id or 0


def edit(uow: Write, organisation_id: int, expected: int | None = None, **changes: Any) -> Message:
    """Changes own values of an organisation; says which. Conflict when it was changed since version `expected`.

    A new Business ID moves all that hangs on the actor's number: scores, link decisions, what the register tells.
    """
    row = standing.organisation(uow, organisation_id)
    organisation_id = row.id or 0
    columns = organisation_values(changes)
    before = row.actor_id or 0
    if "business_id" in columns:
        number = columns["business_id"]
        columns["actor_id"] = actor_of_business_id(number) if number else actor_of_organisation(organisation_id)
        _refuse_taken(uow, columns["actor_id"], organisation_id)
    after = columns.get("actor_id", before)
    in_register = uow.session.get(RegistryCompany, after) is not None
    if not columns.get("name", row.name) and not in_register:
        raise BadInput(say("The name is missing."), say("Only a company of the register can do without its own name."))
    changed = tuple(FIELDS[field] for field in FIELDS if field in columns and getattr(row, field) != columns[field])
    said = say("{name}: {fields}", name=organisation_name(uow, organisation_id), fields=changed)
    uow.entry("organisation", said)
    if not uow.update(row, expected=expected, **columns):
        return say("Nothing changed")
    if "name" in columns:
        keep_own_name(uow, row)
    if after != before:
        _renumber(uow, before, after)
    scoring.rescore_actors(uow, {before, after})
    return said


def add_site(
    uow: Write,
    organisation_id: int,
    *,
    municipality_code: str,
    street: str = "",
    postcode: str = "",
    note: str = "",
    source: str = "",
) -> int:
    """Adds a place of business, in a municipality given by code or name; returns its key."""
    values = _site_values(
        {"municipality_code": municipality_code, "street": street, "postcode": postcode, "note": note, "source": source}
    )
    organisation_id = standing.organisation(uow, organisation_id).id or 0
    uow.entry("site", say("{name}: place of business added", name=organisation_name(uow, organisation_id)))
    row = uow.insert(Site(organisation_id=organisation_id, **values))
    _rescore(uow, organisation_id)
    return row.id or 0


def edit_site(uow: Write, site_id: int, expected: int | None = None, **changes: Any) -> Message:
    """Changes a place of business."""
    row = uow.find(Site, site_id)
    said = say("{name}: place of business changed", name=organisation_name(uow, row.organisation_id))
    uow.entry("site", said)
    if not uow.update(row, expected=expected, **_site_values(changes)):
        return say("Nothing changed")
    _rescore(uow, row.organisation_id)
    return said


def remove_site(uow: Write, site_id: int) -> Message:
    """Removes a place of business."""
    row = uow.find(Site, site_id)
    said = say("{name}: place of business removed", name=organisation_name(uow, row.organisation_id))
    uow.entry("site", said)
    uow.delete(row)
    _rescore(uow, row.organisation_id)
    return said


def add_competence(
    uow: Write, organisation_id: int, tag: str, note: str = "", confirmed: bool = False, source: str = ""
) -> int:
    """Adds a competence, offered or confirmed by the adviser; returns its key. The same one twice is one."""
    text = clean(tag, 100)
    if not name_fold(text):
        raise BadInput(say("Write the competence in a few words."))
    organisation_id = standing.organisation(uow, organisation_id).id or 0
    name = organisation_name(uow, organisation_id)
    mine = uow.session.exec(select(Competence).where(Competence.organisation_id == organisation_id)).all()
    known = next((row for row in mine if name_fold(row.tag) == name_fold(text)), None)
    uow.entry("competence", say("{name}: competence {tag}", name=name, tag=text))
    if known is None:
        row = Competence(organisation_id=organisation_id, tag=text, note=clean_block(note, 1000), source=clean(source))
        known = uow.insert(row)
    elif note:
        uow.update(known, note=clean_block(note, 1000))
    if confirmed:
        _confirm(uow, known)
    _rescore(uow, organisation_id)
    return known.id or 0


def confirm_competence(uow: Write, competence_id: int) -> Message:
    """Says that the adviser has made sure of a competence: from now on it counts in scores as confirmed."""
    row = uow.find(Competence, competence_id)
    said = say("{name}: competence confirmed, {tag}", name=organisation_name(uow, row.organisation_id), tag=row.tag)
    uow.entry("competence", said)
    _confirm(uow, row)
    _rescore(uow, row.organisation_id)
    return said


def remove_competence(uow: Write, competence_id: int) -> Message:
    """Removes a competence."""
    row = uow.find(Competence, competence_id)
    said = say("{name}: competence removed, {tag}", name=organisation_name(uow, row.organisation_id), tag=row.tag)
    uow.entry("competence", said)
    uow.delete(row)
    _rescore(uow, row.organisation_id)
    return said


def _confirm(uow: Write, row: Competence) -> None:
    if uow.adviser_id is None:
        raise Refused(
            say("A competence is confirmed by a person, and the program does not know your name yet."),
            say("Start with: outreach init --name NAME"),
        )
    uow.update(row, confirmed_by=uow.adviser_id, confirmed_at=uow.now)


def _site_values(given: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {field: clean(value, 300) for field, value in given.items()}
    if "postcode" in values:
        values["postcode"] = postcode(values["postcode"])
    if "note" in values:
        values["note"] = clean_block(given["note"], 1000)
    if "municipality_code" in values:
        values["municipality_code"] = municipality(values["municipality_code"])
        if not values["municipality_code"]:
            raise BadInput(say("Say in which municipality the place of business is."))
    return values


def _refuse_taken(uow: Write, actor_id: int | None, organisation_id: int | None) -> None:
    if actor_id is None:
        return
    other = uow.session.exec(select(Organisation).where(Organisation.actor_id == actor_id)).first()
    if other is not None and other.id != organisation_id:
        name = organisation_name(uow, other.id or 0)
        raise Refused(
            say("May already be in the list: {name}", name=name), say("An organisation has this Business ID already.")
        )


def keep_own_name(uow: Write, row: Organisation) -> None:
    """Keeps the alias that makes the own name be found in step with it."""
    mine = select(OrganisationAlias).where(OrganisationAlias.organisation_id == row.id)
    alias = uow.session.exec(mine.where(OrganisationAlias.source == OWN_NAME)).first()
    if not row.name:
        if alias is not None:
            uow.delete(alias)
        return
    values: dict[str, Any] = {"name": row.name, "name_fold": name_fold(row.name), "link_key": link_key(row.name)}
    if alias is not None:
        uow.update(alias, **values)
    elif uow.session.exec(mine.where(OrganisationAlias.name == row.name)).first() is None:
        uow.insert(OrganisationAlias(organisation_id=row.id or 0, source=OWN_NAME, **values))


def _renumber(uow: Write, before: int, after: int) -> None:
    for proposal in uow.session.exec(select(LinkProposal).where(LinkProposal.actor_id == before)).all():
        uow.update(proposal, actor_id=after)
    node = actor_node(before)
    for row in uow.session.exec(
        select(LinkDecision).where((LinkDecision.one == node) | (LinkDecision.other == node))
    ).all():
        one, other = pair(actor_node(after), row.other if row.one == node else row.one)
        uow.update(row, one=one, other=other)


def _rescore(uow: Write, organisation_id: int) -> None:
    scoring.rescore_actor(uow, uow.find(Organisation, organisation_id).actor_id or 0)
