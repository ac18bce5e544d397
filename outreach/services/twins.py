"""Who an organisation that is about to be added by hand may already be: asked before it is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from db.engine import Database
from db.queries import link_index as query
from db.queries.scores import FACTS_VERSION
from db.unit import Read
from outreach import codes
from outreach.rules.linkage.weights import Settings
from outreach.services.calibration import current_weights
from outreach.services.intake.linking import compare, settings_of
from outreach.services.linkindex import LinkIndex, open_index
from outreach.services.linkindex.apart import make_apart
from outreach.services.linkindex.opening import is_ready
from outreach.services.session import Workplace
from outreach.services.values import FIELDS, organisation_values
from outreach.terms.linkage import Evidence, Grade, Record, Twin
from outreach.terms.message import Message, say

ASKED = ("name", "business_id", "municipality_code", "street", "postcode", "city", "website", "email", "phone")
_CALLED = {"town": "municipality_code", "domain": "website"}  # evidence -> what people call it

_one_at_a_time = threading.Lock()


@dataclass(slots=True)
class _Open:
    """An index that stays open for the next question, with what it was opened with."""

    index: LinkIndex
    settings: Settings
    facts: int


_opened: WeakKeyDictionary[Database, _Open] = WeakKeyDictionary()


def likely_twins(
    place: Workplace, values: Mapping[str, Any], *, should_stop: Callable[[], bool] = lambda: False
) -> tuple[Twin, ...]:
    """Known organisations that what is to be added may be, likeliest first, five at most. BadInput for values that
    could not be saved either.

    The first question opens the index of names; where that has to be made, a process of its own does it.
    """
    record = _record(values)
    with _one_at_a_time:
        if place.database not in _opened:
            _make_ready(place, should_stop)
        with place.read() as uow:
            decision, known = compare(uow, record, _index(uow, place))
    return tuple(
        Twin(
            actor_id=int(proposal.key),
            name=(one.names or one.auxiliary or one.former or ("",))[0],
            business_id=one.business_id,
            town=one.town,
            municipality_code=one.municipality_code,
            posterior=proposal.posterior,
            why=_why(proposal.evidence),
        )
        for proposal in decision.proposals
        for one in (known[int(proposal.key)],)
    )


def _record(values: Mapping[str, Any]) -> Record:
    given = {field: values[field] for field in ASKED if values.get(field)}
    checked = {field: value or "" for field, value in organisation_values(given).items()}
    town = codes.municipality(checked.get("municipality_code", ""))
    return Record(
        key="",
        names=(checked["name"],) if checked.get("name") else (),
        town=checked.get("city", "") or (town.name_fi if town is not None else ""),
        municipality_code=town.code if town is not None else "",
        business_id=checked.get("business_id", ""),
        postcode=checked.get("postcode", ""),
        street=checked.get("street", ""),
        website=checked.get("website", ""),
        email=checked.get("email", ""),
        phone=checked.get("phone", ""),
    )


def _make_ready(place: Workplace, should_stop: Callable[[], bool]) -> None:
    folder = settings_of(place).folder
    with place.read() as uow:
        ready = folder is None or is_ready(uow, folder)
    if folder is not None and not ready:
        make_apart(place.database, folder, should_stop)


def _index(uow: Read, place: Workplace) -> LinkIndex:
    wanted = settings_of(place)
    settings = Settings(wanted.link_at, wanted.review_at, current_weights(uow))
    facts = query.counter(uow.session, FACTS_VERSION)
    known = _opened.get(place.database)
    if known is None or known.settings != settings:
        known = _opened[place.database] = _Open(open_index(uow, wanted.folder, settings), settings, facts)
    elif known.facts != facts:
        known.index.refresh(uow)
        known.facts = facts
    else:
        known.index.keep_up(uow)
    return known.index


def _why(evidence: Evidence) -> Message:
    """Which fields agree."""
    same = _fields(evidence, Grade.EQUAL)
    if evidence.row("name") is not None and same[:1] != (FIELDS["name"],):
        similar = (FIELDS["name"],) if _is(evidence, "name", Grade.SIMILAR) else ()
        if similar and same:
            return say("Similar: {similar} · same: {fields}", similar=similar, fields=same)
        if similar:
            return say("Similar: {fields}", fields=similar)
    return say("Same: {fields}", fields=same)


def _fields(evidence: Evidence, grade: Grade) -> tuple[Message, ...]:
    named = (_CALLED.get(row.field, row.field) for row in evidence.rows if row.grade is grade)
    return tuple(FIELDS[name] for name in dict.fromkeys(named) if name in FIELDS)


def _is(evidence: Evidence, field: str, grade: Grade) -> bool:
    row = evidence.row(field)
    return row is not None and row.grade is grade
