"""Organisations: the list and its search, the row of ours behind an actor, the actor behind what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from db.models import Organisation, RegistryCompany
from db.queries import organisations as query
from db.queries import search
from db.queries.search import Scope
from db.unit import Read, Write
from outreach.errors import BadInput, NotFound
from outreach.rules.contactability import actor_type_by_form, is_sole_trader_form
from outreach.rules.identity import business_id, business_id_of_actor
from outreach.rules.linkage.names import link_key, sorted_key
from outreach.rules.text import clean, name_fold, name_key, search_words
from outreach.services import standing
from outreach.services.bans import do_not_contact
from outreach.services.facts import facts
from outreach.terms.message import say
from outreach.terms.views import OrganisationFilter, OrganisationRow, Page
from outreach.terms.work import Stage

__all__ = ["ensure_organisation", "facts", "find_actor", "is_ours", "ours", "page", "rows"]

MOST_HITS = 1001  # one more than is counted: "1 000+"
_DIGITS = re.compile(r"(?:FI)?\s*([0-9]{4,7})\s*[-\u2013]?\s*([0-9]?)", re.IGNORECASE)
# Stages of a case that is open, the furthest last. Outside of these a case is closed.
_FURTHEST = (
    *(Stage.NOT_NOW, Stage.DORMANT, Stage.IDENTIFIED, Stage.SELECTED),
    *(Stage.CONTACTED, Stage.IN_DIALOGUE, Stage.COMMITTED, Stage.ACTIVE),
)


def page(
    uow: Read, wanted: OrganisationFilter, *, offset: int = 0, limit: int = 200, key: bytes | None = None
) -> Page[OrganisationRow]:
    """Part of the list of organisations and how long the whole is, sorted by name, then by actor number.

    A query finds by the beginnings of words in any name and by Business ID: names that begin with it stand first. Of
    more than 1 000 hits the total says 1 001. `key` lets the do-not-contact mark know the bare register too.
    """
    scope = Scope(wanted.municipality_code, wanted.mine_only, wanted.active_only)
    if not wanted.query.strip():
        ids, total = query.keys(uow.session, scope, offset=max(0, offset), limit=limit)
        return Page(_rows(uow, ids, (), key), offset, total)
    hits = _search(uow, wanted.query, scope)
    part = hits[max(0, offset) : max(0, offset) + limit]
    return Page(_rows(uow, part, search_words(wanted.query), key), offset, len(hits))


def ensure_organisation(uow: Write, actor_id: int) -> Organisation:
    """The organisation of an actor; a company of the register becomes one now, inside the caller's journal entry.

    Its own values stay empty, so that the register's count; what the legal form tells is filled in. NotFound when
    neither the register nor we know the actor.
    """
    known = standing.ours_if_any(uow, actor_id)  # named before it was given a Business ID, or merged
    if known is not None:
        return known
    company = uow.session.get(RegistryCompany, actor_id)
    if company is None:
        raise NotFound(
            say("Not found: {what}", what=business_id_of_actor(actor_id) or str(actor_id)),
            say("Neither the register nor the list of organisations has it."),
        )
    return uow.insert(
        Organisation(
            actor_id=actor_id,
            business_id=company.business_id,
            actor_type=actor_type_by_form(company.form_code),
            sole_trader=is_sole_trader_form(company.form_code),
            created_at=uow.now,
        )
    )


def ours(uow: Write, actor_id: int) -> Organisation:
    """The same for callers that have no journal entry yet: what they do next gives the entry its name."""
    found = rows(uow, [actor_id])
    if found and found[0].organisation_id is None:
        uow.entry("organisation", say("{name}: added", name=found[0].name), provisional=True)
    return ensure_organisation(uow, actor_id)


def is_ours(uow: Read, actor_id: int) -> bool:
    """Whether an actor is an organisation of ours, and not only in the register."""
    return bool(query.ours_among(uow.session, [actor_id]))


def find_actor(uow: Read, text: str) -> int:
    """The actor that somebody means: by Business ID, actor number, name, or words that only one organisation has.

    NotFound suggests the nearest name; BadInput names up to five organisations when several fit.
    """
    typed = clean(text, 200)
    number = business_id(typed).replace("-", "") or (typed if typed.isascii() and typed.isdigit() else "")
    if number and len(number) <= 10:
        if _exists(uow, int(number)):
            return standing.actor(uow, int(number))
        if business_id(typed):
            raise NotFound(
                say("Not found: {what}", what=business_id(typed)),
                say("Neither the register nor the list of organisations has it."),
            )
    words = search_words(typed)
    keys = (link_key(typed), sorted_key(typed))
    exact = query.by_exact_name(uow.session, keys, name_fold(typed)) if words else set()
    found = _current(uow, exact, name_fold(typed)) or sorted(exact)
    if not found:
        found = search.by_name(uow.session, words, Scope(), MOST_HITS)
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(uow, typed, found)
    near = _nearest(uow, words, name_fold(typed))
    if near:
        raise NotFound(
            say("Not found: ”{name}”. Did you mean: {suggestion}?", name=typed, suggestion=near),
        )
    raise NotFound(say("Not found: ”{name}”.", name=typed), say("Try fewer words, or the Business ID."))


def rows(uow: Read, actor_ids: Iterable[int], *, key: bytes | None = None) -> tuple[OrganisationRow, ...]:
    """Lines of the list for these actors, in their order; actors that nobody knows are left out."""
    wanted = list(dict.fromkeys(actor_ids))
    known = query.rows(uow.session, wanted)
    return _rows(uow, [actor_id for actor_id in wanted if actor_id in known], (), key)


def _search(uow: Read, text: str, scope: Scope) -> list[int]:
    words = search_words(text)
    digits = _digits(text)
    by_number = search.by_number(uow.session, digits, scope, MOST_HITS) if digits else []
    by_name = search.by_name(uow.session, words, scope, MOST_HITS)
    if len(by_name) >= MOST_HITS:  # too many to sort them all: those that begin so are read in order
        begin_so = query.beginning_with(uow.session, name_key(text), scope, MOST_HITS)
        if len(begin_so) >= MOST_HITS and not by_number:
            return begin_so
        by_name = [*begin_so, *by_name]
    keys = query.sort_keys(uow.session, list(dict.fromkeys([*by_number, *by_name]))[:MOST_HITS])
    first, begin = set(by_number), " ".join(words)

    def place(actor_id: int) -> tuple[bool, str, int]:
        name_key_, name = keys[actor_id]
        return actor_id not in first and not name_fold(name).startswith(begin), name_key_, actor_id

    return sorted(keys, key=place)


def _digits(text: str) -> str:
    """Digits of a Business ID or of the beginning of one; "" for anything else."""
    whole = business_id(text)
    if whole:
        return whole.replace("-", "")
    found = _DIGITS.fullmatch(text.strip())
    return f"{found[1]}{found[2]}" if found else ""


def _rows(uow: Read, ids: list[int], words: tuple[str, ...], key: bytes | None) -> tuple[OrganisationRow, ...]:
    listed = query.rows(uow.session, ids)
    ours = [row.organisation_id for row in listed.values() if row.organisation_id is not None]
    stages = query.stages(uow.session, ours)
    banned = do_not_contact(uow, key, ids)
    missed = [actor_id for actor_id in ids if words and not _holds(name_fold(listed[actor_id].name), words)]
    names = query.names(uow.session, missed)
    return tuple(
        OrganisationRow(
            actor_id=actor_id,
            organisation_id=row.organisation_id,
            name=row.name,
            business_id=row.business_id,
            form_code=row.form_code,
            industry_code=row.industry_code,
            municipality_code=row.municipality_code,
            situation=row.situation,
            active=row.active,
            stage=_furthest(stages.get(row.organisation_id or 0, set())),
            do_not_contact=actor_id in banned,
            matched_name=next((name for name, fold in names.get(actor_id, ()) if _holds(fold, words)), ""),
        )
        for actor_id in ids
        for row in (listed[actor_id],)
    )


def _holds(fold: str, words: tuple[str, ...]) -> bool:
    return all(f" {word}" in f" {fold}" for word in words)


def _furthest(stages: set[str]) -> Stage | None:
    return next((stage for stage in reversed(_FURTHEST) if stage.value in stages), None)


def _exists(uow: Read, actor_id: int) -> bool:
    return uow.session.get(RegistryCompany, actor_id) is not None or standing.ours_if_any(uow, actor_id) is not None


def _current(uow: Read, exact: set[int], fold: str) -> list[int]:
    """Of the actors that have or had a name: those whose name it is now, and of these the active ones if any."""
    rows = query.rows(uow.session, sorted(exact))
    now = [actor_id for actor_id, row in rows.items() if name_fold(row.name) == fold]
    return sorted([actor_id for actor_id in now if rows[actor_id].active] or now)


def _several(uow: Read, typed: str, found: list[int]) -> BadInput:
    rows = query.rows(uow.session, found[:5])
    names = tuple(
        f"{row.name} ({row.business_id})" if row.business_id else f"{row.name} ({actor_id})"
        for actor_id, row in sorted(rows.items(), key=lambda item: (name_key(item[1].name), item[0]))
    )
    return BadInput(
        say("Several organisations fit ”{name}”: {names}", name=typed, names=names),
        say("Give the Business ID or the number in brackets."),
    )


def _nearest(uow: Read, words: tuple[str, ...], fold: str) -> str:
    """The most similar name among those that share the beginning of a word, longest word first; "" for none."""
    from rapidfuzz import fuzz, process  # only here: the list must not wait for it

    for word in sorted(words, key=len, reverse=True):
        for length in range(len(word), 2, -1):
            found = search.by_name(uow.session, (word[:length],), Scope(), 500)
            if found:
                names = [pair for pairs in query.names(uow.session, found).values() for pair in pairs]
                best = process.extractOne(fold, [folded for _, folded in names], scorer=fuzz.ratio)
                return names[best[2]][0]
    return ""
