"""The queue of questions: equal ones asked once, those first whose answer settles most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log2
from statistics import median

from db.models import LinkProposal, SourceRecord
from db.queries import judgements as judgement_queries
from db.queries import records
from db.queries.records import Waiting
from db.unit import Read
from outreach import clock
from outreach.errors import NotFound, Refused
from outreach.rules.linkage import alike
from outreach.services import evidence
from outreach.services.facts import facts
from outreach.services.intake.records import from_row, place_of, record_of
from outreach.services.intake.settle import State
from outreach.terms.linkage import actor_node, pair, record_node
from outreach.terms.message import say
from outreach.terms.review import Alike, Pace, Proposal, ReviewItem
from outreach.terms.views import OrganisationFacts, Page

MOST_PROPOSALS = 5
PAUSE = 300  # seconds from which somebody was away
ANSWERS, FEWEST = 20, 3  # newest answers that the pace is taken from, and how many it needs
UNHURRIED = 15.0  # seconds of an answer where nothing has been measured


@dataclass(frozen=True, slots=True)
class Question:
    """`number` is what answers name it by. `records` are all that one answer settles, oldest first; empty where an
    organisation is asked about, which may be one of `actors`. `posterior` is that of the best proposal."""

    number: int
    records: tuple[int, ...]
    organisation_id: int | None
    actors: tuple[int, ...]
    posterior: float
    put_off: bool

    @property
    def gain(self) -> float:
        """How much an answer settles: the records times how open their question is (1 at an even chance, 0 at none)."""
        p = min(max(self.posterior, 0.0), 1.0)
        open_ = -sum(share * log2(share) for share in (p, 1 - p) if share > 0)
        return round(max(1, len(self.records)) * open_, 6)


def queue(uow: Read, *, offset: int = 0, limit: int = 20, today: date | None = None) -> Page[ReviewItem]:
    """Questions that wait, those first whose answer settles most: of many records, and near an even chance.

    Those without a proposal stand after these, put off ones last; with `today` one comes back on its day.
    """
    found = questions(uow, today)
    return Page(_items(uow, found[offset : offset + limit]), offset, len(found))


def next_item(
    uow: Read, *, first: int | None = None, put_off: Sequence[int] = (), today: date | None = None
) -> tuple[ReviewItem | None, int]:
    """The question to be asked now, and how many wait: `first` if it still waits, else one that was not put off in this
    sitting, else the one that was put off the longest ago. `first` may be any record of a question."""
    found = questions(uow, today)
    by_number = {one.number: one for one in found}
    wanted = None
    if first is not None and first not in put_off[-1:]:
        wanted = by_number.get(first) or next((one for one in found if first in one.records), None)
    if wanted is None:
        wanted = next((one for one in found if one.number not in put_off), None)
    if wanted is None:
        wanted = next((by_number[number] for number in put_off if number in by_number), None)
    return (_items(uow, [wanted])[0] if wanted is not None else None), len(found)


def count(uow: Read) -> int:
    """How many questions wait."""
    return len(questions(uow, None))


def item(uow: Read, number: int) -> ReviewItem:
    """One question, by the number of its record or of the organisation that is asked about.

    Refused when it was answered already, NotFound when there is none.
    """
    return _items(uow, [question(uow, number)])[0]


def question(uow: Read, number: int) -> Question:
    """The same, as it is answered."""
    row = uow.session.get(SourceRecord, number)
    if row is not None and row.state == State.REVIEW:
        same = _grouped(uow, records.waiting(uow.session, row.identity))
        return next(one for one in _of_records(same, None) if number in one.records)
    ours = records.organisation_of_actor(uow.session, number)
    if ours is not None:
        found = next((one for one in _of_organisations(uow, None) if one.organisation_id == ours.id), None)
        if found is not None:
            return found
    elif row is None:
        raise NotFound(
            say("Not found: {what} {key}", what=say("record"), key=str(number)),
            say("It may have been taken back or removed meanwhile."),
        )
    raise Refused(say("This has been answered already."), say("Take the answer back first if it was wrong."))


def questions(uow: Read, today: date | None) -> list[Question]:
    """All questions in the order of the queue, without what is shown of them."""
    found = _of_records(_grouped(uow, records.waiting(uow.session)), today) + _of_organisations(uow, today)
    return sorted(found, key=lambda one: (one.put_off, -one.gain, one.number))


def pace(uow: Read, adviser_id: int | None) -> Pace:
    """Seconds that this person takes for an answer: the median of the newest ones, pauses left out."""
    times = judgement_queries.answer_times(uow.session, adviser_id, 4 * ANSWERS)
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(times)]
    counted = [gap for gap in gaps if 0 < gap <= PAUSE][:ANSWERS]
    if len(counted) < FEWEST:
        return Pace(UNHURRIED, measured=False)
    return Pace(float(median(counted)), measured=True)


def _of_records(groups: Iterable[Sequence[Waiting]], today: date | None) -> list[Question]:
    return [
        Question(
            number=group[0].record_id,
            records=tuple(row.record_id for row in group),
            organisation_id=None,
            actors=(),
            posterior=max(row.posterior for row in group),
            put_off=any(_off(row.later_until, today) for row in group),
        )
        for group in groups
    ]


def _off(until: date | None, today: date | None) -> bool:
    return until is not None and (today is None or until > today)


def _grouped(uow: Read, waiting: Sequence[Waiting]) -> list[list[Waiting]]:
    """Records that one answer settles: the same one of its source, and those of equal values in other sources."""
    by_identity: dict[str, list[Waiting]] = {}
    for row in waiting:
        by_identity.setdefault(row.identity, []).append(row)
    mixed = [rows for rows in by_identity.values() if len({row.source for row in rows}) > 1]
    written = _as_written(uow, [row.record_id for rows in mixed for row in rows])
    unlike = [rows for rows in mixed if len({written[row.record_id] for row in rows}) > 1]
    values = _values(uow, [row.record_id for rows in unlike for row in rows])
    groups: list[list[Waiting]] = []
    for rows in by_identity.values():
        groups += _joined(rows, values) if rows[0].record_id in values else [rows]
    return groups


def _joined(rows: Sequence[Waiting], values: dict[int, alike.Values]) -> list[list[Waiting]]:
    """Rows of one identity, together where source or values are equal, and through others that are."""
    groups: list[list[Waiting]] = []
    for row in rows:
        near = [
            group
            for group in groups
            if any(one.source == row.source or values[one.record_id] == values[row.record_id] for one in group)
        ]
        groups = [group for group in groups if group not in near]
        groups.append(sorted([one for group in near for one in group] + [row], key=lambda one: one.record_id))
    return groups


WRITTEN = ("name", "town", "municipality_code", "postcode", "street", "website", "email", "phone")


def _as_written(uow: Read, record_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Values of records as their sources write them: where these are equal, nothing has to be read into them."""
    found: dict[int, tuple[str, ...]] = {}
    for record_id, candidate in records.candidates(uow.session, record_ids):
        contact = candidate.get("contact") or {}
        others = (*candidate.get("other_names", ()), str(contact.get("email", "")).partition("@")[2])
        found[record_id] = (*(str(candidate.get(name, "")) for name in WRITTEN), *others)
    return found


def _values(uow: Read, record_ids: Sequence[int]) -> dict[int, alike.Values]:
    found: dict[int, alike.Values] = {}
    for record_id, row in records.rows(uow.session, record_ids).items():
        candidate, _ = from_row(row)
        node = record_node(row.source, row.identity)
        found[record_id] = alike.values_of(record_of(candidate, node, place_of(uow, candidate)))
    return found


def _of_organisations(uow: Read, today: date | None) -> list[Question]:
    """Organisations of ours that may be another actor; a pair is asked about once, whichever way round it was found."""
    rows = records.asked_organisations(uow.session)
    if not rows:
        return []
    merged = dict(judgement_queries.merged(uow.session))
    nodes = {actor_node(number) for row in rows for number in (row.asked, _now(row.actor_id, merged))}
    days = judgement_queries.put_off(uow.session, nodes)
    seen: set[tuple[str, str]] = set()
    open_: dict[tuple[int, int], list[tuple[int, float, bool]]] = {}
    for row in rows:
        actor_id = _now(row.actor_id, merged)
        two = pair(actor_node(row.asked), actor_node(actor_id))
        if actor_id != row.asked and two not in seen:
            seen.add(two)
            open_.setdefault((row.asked, row.organisation_id), []).append(
                (actor_id, row.posterior, _off(days.get(two), today))
            )
    return [
        Question(
            number=number,
            records=(),
            organisation_id=organisation_id,
            actors=tuple(actor_id for actor_id, _, _ in proposed),
            posterior=max(posterior for _, posterior, _ in proposed),
            put_off=all(off for _, _, off in proposed),
        )
        for (number, organisation_id), proposed in open_.items()
    ]


def _now(actor_id: int, merged: dict[int, int]) -> int:
    """The actor that stands for one now, after merges."""
    for _ in range(len(merged)):
        if actor_id not in merged:
            break
        actor_id = merged[actor_id]
    return actor_id


def _items(uow: Read, found: Sequence[Question]) -> tuple[ReviewItem, ...]:
    rows = records.rows(uow.session, [key for one in found for key in one.records])
    proposals = records.proposals_of(uow.session, rows)
    ours = records.organisations(uow.session, [one.organisation_id for one in found if one.organisation_id])
    on_ours = records.proposals_on(uow.session, ours)
    merged = dict(judgement_queries.merged(uow.session)) if found else {}
    proposed = [p for every in (proposals, on_ours) for some in every.values() for p in some]
    wanted = {_now(p.actor_id, merged) for p in proposed} | {row.actor_id or 0 for row in ours.values()}
    known = facts(uow, wanted)
    items = []
    for one in found:
        if one.organisation_id is None:
            group = [rows[key] for key in one.records]
            offered = _best([p for row in group for p in proposals.get(row.id or 0, ())], merged)
            items.append(_of_record(group, tuple(_proposal(p, known) for p in offered)))
            continue
        asked = ours[one.organisation_id]
        offered = [p for p in _best(on_ours[one.organisation_id], merged) if p.actor_id in one.actors]
        items.append(
            ReviewItem(
                record_id=0,
                name=known[asked.actor_id].name if asked.actor_id in known else "",
                source="",
                place="",
                fetched_on=clock.today(asked.created_at),
                proposals=tuple(_proposal(p, known) for p in offered),
                version=asked.version,
                actor_id=asked.actor_id,
            )
        )
    return tuple(items)


def _of_record(group: Sequence[SourceRecord], proposals: tuple[Proposal, ...]) -> ReviewItem:
    lead, *others = group
    return ReviewItem(
        record_id=lead.id or 0,
        name=str(lead.candidate.get("name", "")),
        source=lead.source,
        place=lead.place,
        fetched_on=clock.today(lead.fetched_at),
        proposals=proposals,
        version=lead.version,
        group=tuple(Alike(row.id or 0, str(row.candidate.get("name", "")), row.source, row.place) for row in others),
    )


@dataclass(frozen=True, slots=True)
class _Offered:
    actor_id: int
    posterior: float
    evidence: list[object]


def _best(proposals: Iterable[LinkProposal], merged: dict[int, int]) -> list[_Offered]:
    """One proposal for each actor, best first, merged-away actors by the one that stands for them."""
    found: dict[int, _Offered] = {}
    for row in proposals:
        offered = _Offered(_now(row.actor_id, merged), row.posterior, row.evidence)
        known = found.get(offered.actor_id)
        if known is None or offered.posterior > known.posterior:
            found[offered.actor_id] = offered
    return sorted(found.values(), key=lambda one: -one.posterior)[:MOST_PROPOSALS]


def _proposal(offered: _Offered, known: dict[int, OrganisationFacts]) -> Proposal:
    actor = known.get(offered.actor_id)
    return Proposal(
        actor_id=offered.actor_id,
        name=actor.name if actor else str(offered.actor_id),
        business_id=actor.business_id if actor else "",
        posterior=offered.posterior,
        fields=evidence.pairs(offered.evidence),
        why=evidence.rule(offered.evidence),
    )
