"""Details of an organisation on one screen: facts of both sides, channels, cases, needs, people, history."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from db.queries import card as query
from db.queries import privacy as bans
from db.unit import Read
from outreach import clock
from outreach.errors import NotFound
from outreach.rules.identity import business_id_of_actor
from outreach.services import cases, privacy, standing
from outreach.services.bans import identities_of
from outreach.services.cases import Limits
from outreach.services.facts import both, facts
from outreach.services.keyed import person_hash
from outreach.services.naming import in_language
from outreach.services.timeline import timeline
from outreach.terms.message import say
from outreach.terms.views import (
    Card,
    CompetenceRow,
    NeedScoreRow,
    PersonRow,
    SiteRow,
    SourceRow,
)
from outreach.terms.work import Band

__all__ = ["card", "facts", "people", "sources", "timeline"]
REGISTER = "ytj"  # name of the register among the sources


def card(uow: Read, actor_id: int, *, key: bytes, today: date, language: str, limits: Limits) -> Card:
    """The card of an actor, also of a company that is only in the register. NotFound when nobody knows it.

    The number of an organisation that has been given a Business ID since still leads to it, and so does that of one
    that was merged into it.
    """
    actor_id = standing.actor(uow, actor_id)
    found = both(uow, [actor_id]).get(actor_id)
    if found is None:
        raise NotFound(say("Not found: {what}", what=business_id_of_actor(actor_id) or str(actor_id)))
    ours = query.organisations(uow.session, [actor_id]).get(actor_id)
    organisation_id = ours.id if ours is not None else None
    session = uow.session
    return Card(
        actor_id=actor_id,
        organisation_id=organisation_id,
        version=ours.version if ours is not None else None,
        facts=found[0],
        register=found[1],
        channels=privacy.channels(uow, key=key, actor_id=actor_id),
        cases=cases.of_organisation(uow, organisation_id, today=today, language=language, limits=limits)
        if organisation_id is not None
        else (),
        needs=tuple(_score(row, language) for row in query.scores(session, actor_id)),
        people=people(uow, organisation_id, key=key) if organisation_id is not None else (),
        competences=tuple(_competence(row) for row in query.competences(session, organisation_id or 0)),
        sites=tuple(_site(row) for row in query.sites(session, organisation_id or 0)),
        sources=sources(uow, actor_id, organisation_id),
        timeline=timeline(uow, organisation_id=organisation_id, actor_id=actor_id, language=language),
        suppressed=actor_id in privacy.is_suppressed(uow, key, [actor_id]),
    )


def people(uow: Read, organisation_id: int, *, key: bytes) -> tuple[PersonRow, ...]:
    """Contact persons of an organisation, with the do-not-contact entries over each."""
    rows = query.people(uow.session, organisation_id)
    identities = identities_of(uow, organisation_id)
    hashes = {row.id: {person_hash(key, row.name, identity) for identity in identities} for row in rows}
    entries = bans.bans_on(uow.session, hashes=set().union(*hashes.values()), person_ids=list(hashes))
    banned = {ban.person_id for ban in entries if ban.kind == "person"}
    banned_hashes = {ban.key_hash for ban in entries if ban.kind == "person"}
    return tuple(
        PersonRow(
            person_id=row.id,
            name=row.name,
            role=row.role,
            email=row.email,
            phone=row.phone,
            source=row.source,
            notice_due=row.notice_due,
            informed_on=row.informed_on,
            do_not_contact=row.id in banned or bool(hashes[row.id] & banned_hashes),
            version=row.version,
        )
        for row in rows
    )


def sources(uow: Read, actor_id: int, organisation_id: int | None) -> tuple[SourceRow, ...]:
    """Where the facts come from and when each source was last read: the register first, then the newest."""
    found: list[SourceRow] = []
    company = query.companies(uow.session, [actor_id]).get(actor_id)
    if company is not None:
        read_at = query.register_read_at(uow.session, company.changed_run_id)
        if read_at is not None:
            found.append(SourceRow(REGISTER, "", clock.today(read_at)))
    if organisation_id is not None:
        found += [
            SourceRow(
                row.source,
                row.place,
                clock.today(row.last),
                row.record_id,
                clock.today(row.gone_at) if row.gone_at is not None and row.all_gone else None,
            )
            for row in query.sources(uow.session, organisation_id)
        ]
    return tuple(found)


def _score(row: Row[Any], language: str) -> NeedScoreRow:
    title = in_language(language, row.title_fi, row.title_sv, row.title_en)
    return NeedScoreRow(row.need_id, title, row.town_code, row.score, Band(row.band))


def _competence(row: Row[Any]) -> CompetenceRow:
    on = clock.today(row.confirmed_at) if row.confirmed_at else None
    return CompetenceRow(row.id, row.tag, row.note, row.who, on)


def _site(row: Row[Any]) -> SiteRow:
    return SiteRow(row.id, row.municipality_code, row.street, row.postcode, row.note, row.source)
