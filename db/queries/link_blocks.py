"""Actors that share something with an incoming record, on both sides: the register mirror and our own organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlmodel import Session

from db.models import metadata
from db.queries import search
from db.queries.search import Scope
from outreach.terms.linkage import Blocks

t = metadata.tables
COMPANY, NAME, ADDRESS = t["registry_company"], t["registry_name"], t["registry_address"]
ORG, ALIAS, SITE = t["organisation"], t["organisation_alias"], t["site"]
MOST_OF_ONE = 60  # actors of one look-up: an identifier or word that more share says little
COUNTED = 20_000  # names; a word in more of them counts as this


@dataclass(frozen=True, slots=True)
class Site:
    municipality_code: str
    street: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Known:
    """What both sides know of an actor: own values, else the register's; the register's names first."""

    actor_id: int
    organisation_id: int | None
    names: tuple[str, ...]
    business_id: str
    city: str
    municipality_code: str
    postcode: str
    street: str
    website: str
    email: str
    phone: str
    active: bool
    sites: tuple[Site, ...]


def actors_in_blocks(session: Session, blocks: Blocks) -> list[int]:
    """Actors of all look-ups but street and words, at most MOST_OF_ONE of each, in a fixed order."""
    queries: list[Select[tuple[int]]] = []
    if blocks.business_id:
        queries += [
            select(COMPANY.c.id).where(COMPANY.c.business_id == blocks.business_id),
            select(ORG.c.actor_id).where(ORG.c.business_id == blocks.business_id),
        ]
    if blocks.link_keys:
        queries += [
            select(NAME.c.company_id).where(NAME.c.link_key.in_(blocks.link_keys)).distinct(),
            select(ORG.c.actor_id)
            .join(ALIAS, ALIAS.c.organisation_id == ORG.c.id)
            .where(ALIAS.c.link_key.in_(blocks.link_keys))
            .distinct(),
        ]
    if blocks.domains:
        queries += [
            select(COMPANY.c.id).where(COMPANY.c.domain.in_(blocks.domains)),
            select(ORG.c.actor_id).where(ORG.c.domain.in_(blocks.domains)),
        ]
    if blocks.email:
        queries.append(select(ORG.c.actor_id).where(ORG.c.email == blocks.email))
    if blocks.phone:
        queries.append(select(ORG.c.actor_id).where(ORG.c.phone == blocks.phone))
    if blocks.street_key and blocks.postcode:
        queries.append(
            select(ADDRESS.c.company_id)
            .where(ADDRESS.c.postcode == blocks.postcode, ADDRESS.c.street_key == blocks.street_key)
            .distinct()
        )
    found: dict[int, None] = {}
    for query in queries:
        key = query.selected_columns[0]
        rows = session.execute(query.where(key.is_not(None)).order_by(key).limit(MOST_OF_ONE))
        found.update(dict.fromkeys(rows.scalars()))
    return list(found)


def own_streets(session: Session, postcode: str) -> list[tuple[int, str]]:
    """(actor, street as written) of our organisations and their sites in a postal code."""
    own = select(ORG.c.actor_id, ORG.c.street).where(ORG.c.postcode == postcode, ORG.c.street != "")
    sites = (
        select(ORG.c.actor_id, SITE.c.street)
        .join(SITE, SITE.c.organisation_id == ORG.c.id)
        .where(SITE.c.postcode == postcode, SITE.c.street != "")
    )
    return [
        (int(actor_id), str(street))
        for query in (own, sites)
        for actor_id, street in session.execute(query.order_by(ORG.c.id))
        if actor_id is not None
    ]


def actors_by_words(session: Session, words: Sequence[str], limit: int = MOST_OF_ONE) -> list[int]:
    """Actors with a name that holds these words: all of them, else one after the other, else their beginnings."""
    found: dict[int, None] = {}
    starts = tuple(word[:4] if len(words) > 1 else word[: max(4, len(word) - 2)] for word in words)
    for wanted in (tuple(words), *((word,) for word in words if len(words) > 1), starts):
        if wanted and len(found) < limit:
            room = max(limit // 3, limit - len(found)) if wanted == tuple(words) else limit // 3
            found.update(dict.fromkeys(search.by_name(session, wanted, Scope(), room)))
    return list(found)


def link_keys(session: Session, actor_ids: Sequence[int]) -> dict[int, list[str]]:
    """Link keys of all names of actors."""
    of_register = select(NAME.c.company_id, NAME.c.link_key).where(NAME.c.company_id.in_(actor_ids))
    ours = (
        select(ORG.c.actor_id, ALIAS.c.link_key)
        .join(ALIAS, ALIAS.c.organisation_id == ORG.c.id)
        .where(ORG.c.actor_id.in_(actor_ids))
    )
    found: dict[int, list[str]] = {}
    for query in (of_register, ours):
        for actor_id, key in session.execute(query):
            found.setdefault(actor_id, []).append(key)
    return found


def known(session: Session, actor_ids: Iterable[int]) -> list[Known]:
    """Actors with all that is compared, in the order asked for; unknown ones are left out."""
    ids = list(dict.fromkeys(actor_ids))
    companies = {row.id: row for row in session.execute(select(COMPANY).where(COMPANY.c.id.in_(ids)))}
    ours = {row.actor_id: row for row in session.execute(select(ORG).where(ORG.c.actor_id.in_(ids)))}
    of_ours = {row.id: row.actor_id for row in ours.values()}
    names: dict[int, list[str]] = {}
    order = (NAME.c.company_id, NAME.c.ended.is_not(None), NAME.c.kind, NAME.c.version, NAME.c.id)
    query = select(NAME.c.company_id, NAME.c.name).where(NAME.c.company_id.in_(ids)).order_by(*order)
    for key, name in session.execute(query):
        names.setdefault(key, []).append(name)
    aliases = select(ALIAS.c.organisation_id, ALIAS.c.name).where(ALIAS.c.organisation_id.in_(list(of_ours)))
    for key, name in session.execute(aliases.order_by(ALIAS.c.id)):
        names.setdefault(of_ours[key], []).append(name)
    sites: dict[int, list[Site]] = {}
    query_sites = select(SITE).where(SITE.c.organisation_id.in_(list(of_ours))).order_by(SITE.c.id)
    for row in session.execute(query_sites):
        sites.setdefault(of_ours[row.organisation_id], []).append(Site(row.municipality_code, row.street, row.postcode))
    found = []
    for actor_id in ids:
        company, own = companies.get(actor_id), ours.get(actor_id)
        if company is None and own is None:
            continue
        mine: dict[str, Any] = dict(own._mapping) if own is not None else {}
        theirs: dict[str, Any] = dict(company._mapping) if company is not None else {}
        address = mine if mine.get("street") or not theirs else theirs
        found.append(
            Known(
                actor_id=actor_id,
                organisation_id=mine.get("id"),
                names=_names(mine.get("name", ""), names.get(actor_id, ())),
                business_id=mine.get("business_id") or theirs.get("business_id", ""),
                city=address["city"] if address is mine else theirs["city_fi"] or theirs["city_sv"],
                municipality_code=mine.get("municipality_code") or theirs.get("municipality_code", ""),
                postcode=address["postcode"],
                street=address["street"],
                website=mine.get("website") or theirs.get("website", ""),
                email=mine.get("email", ""),
                phone=mine.get("phone", ""),
                active=not theirs or (theirs["active"] and theirs["vanished_on"] is None),
                sites=tuple(sites.get(actor_id, ())),
            )
        )
    return found


def name_count(session: Session) -> int:
    """How many names the mirror has."""
    return int(session.execute(select(func.count()).select_from(NAME)).scalar_one())


def word_count(session: Session, word: str) -> int:
    """How many names of the mirror hold a folded word; on PostgreSQL counted up to COUNTED."""
    if session.get_bind().dialect.name == "sqlite":
        if not session.info.get("registry_word"):  # a temporary table lives with its connection
            made = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.registry_word"
            session.execute(text(f"{made} USING fts5vocab('main', 'registry_name_search', 'row')"))
            session.info["registry_word"] = True
        count = text("SELECT doc FROM temp.registry_word WHERE term = :word")
        return int(session.execute(count, {"word": word}).scalar_one_or_none() or 0)
    count = text(
        "SELECT count(*) FROM (SELECT 1 FROM registry_name"
        " WHERE to_tsvector('simple', name_fold) @@ plainto_tsquery('simple', :word) LIMIT :most) AS some"
    )
    return int(session.execute(count, {"word": word, "most": COUNTED}).scalar_one())


def _names(own: str, others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (own, *others) if name))
