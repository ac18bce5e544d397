"""What the register has changed is compared with what waits for it: organisations of ours without a Business ID, and
records that wait for a person.

It only asks: what may be the same becomes a question of the queue, once for each pair. One thing is linked without
asking: a waiting record whose valid Business ID a company has now.

Which runs have been gone through is a number in the database, so that a night that was killed is made up for by the
next one. Looked at are either all that waits, or what the changed companies may be, whichever is less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.engine import Database
from db.models import LinkProposal, Organisation, SourceRecord, State
from db.queries import recheck as query
from db.queries import records as record_queries
from db.unit import Read, Write
from outreach.rules.identity import organisation_of_actor
from outreach.rules.linkage.choice import Why
from outreach.rules.linkage.engine import Engine
from outreach.rules.linkage.entry import entry_of
from outreach.rules.linkage.weights import Settings
from outreach.services import evidence, judgements, scoring
from outreach.services.calibration import current_weights_id
from outreach.services.intake.linking import Linker, LinkSettings, compare, in_place
from outreach.services.intake.records import from_row, place_of, record_of
from outreach.services.intake.settle import Said, as_known, note_decision, propose
from outreach.services.intake.settle import State as RecordState
from outreach.services.linkindex import LinkIndex
from outreach.services.linkindex.entries import Ours, members, ours, record_of_ours
from outreach.services.linkindex.shown import known_records
from outreach.services.review.answers import close
from outreach.terms.linkage import Grade, LinkDecision, Record, actor_node, record_node
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import ChangeKind, Progress
from outreach.terms.work import Judgement, LinkOutcome

RECHECKED = "link_rechecked"  # state key: newest run whose companies have been compared
IRRELEVANT = frozenset({ChangeKind.INDUSTRY})  # changes of what a company does, not of who it is
ONE_BY_ONE = 1000  # of what waits: so many are compared without asking first which ones a change concerns
AT_ONCE = 500  # companies whose values are in memory
LOW = 0.01  # posterior from which a changed company may be what waits; the comparison itself decides
NOBODY = Record(key="", names=())

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many pairs a person is asked about now, and how many waiting records had found their Business ID."""

    asked: int = 0
    linked: int = 0

    @property
    def notes(self) -> tuple[Message, ...]:
        said = []
        if self.asked:
            said.append(
                say_n(
                    "{n} possible duplicate was found by comparing what has changed.",
                    "{n} possible duplicates were found by comparing what has changed.",
                    self.asked,
                )
            )
        if self.linked:
            said.append(
                say_n(
                    "{n} waiting record was linked by its Business ID.",
                    "{n} waiting records were linked by their Business ID.",
                    self.linked,
                )
            )
        return tuple(said)


@dataclass(frozen=True, slots=True)
class _Asker:
    """What waits for the register: an organisation of ours, or a waiting record."""

    record: Record
    organisation_id: int | None = None
    record_id: int | None = None
    apart: frozenset[int] = frozenset()  # itself

    @property
    def subject(self) -> tuple[int | None, int | None]:
        return self.organisation_id, self.record_id


@dataclass(frozen=True, slots=True)
class _Found:
    asker: _Asker
    decision: LinkDecision
    new: frozenset[int]  # actors that nobody has been asked about yet


def recheck(
    database: Database,
    *,
    now: datetime,
    adviser_id: int | None,
    link: LinkSettings,
    key: bytes,
    progress: Tell | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Rechecked:
    """Compares what runs of the register have changed since the last time, and stores the questions that come of it.

    Stopped between two comparisons it forgets what it found, and the next one begins again.
    """
    with database.read() as uow:
        since, until = _gone_through(uow), query.newest_run(uow.session)
        if until <= since:
            return Rechecked()
        found: list[_Found] = []
        if query.waits(uow.session):
            index = Linker(link, progress).index(uow)
            askers = _concerned(uow, index, _askers(uow, index), since)
            asked = query.asked(uow.session)
            for done, asker in enumerate(askers):
                if should_stop():
                    return Rechecked()
                if progress is not None and done % AT_ONCE == 0:
                    progress(Progress(done, len(askers), say("Comparing what has changed")))
                if (one := _compared(uow, index, asker, asked.get(asker.subject, set()), since)) is not None:
                    found.append(one)
    return _write(database, found, until, now=now, adviser_id=adviser_id, key=key)


def _gone_through(uow: Read) -> int:
    row = uow.session.get(State, RECHECKED)
    return int(row.value) if row is not None and row.value.isdecimal() else 0


def _askers(uow: Read, index: LinkIndex) -> list[_Asker]:
    """All that waits, ours first."""
    unknown = [one for one in ours(uow).values() if organisation_of_actor(one.key) is not None]
    found = [
        _Asker(
            replace(record_of_ours(one, index.places), key=actor_node(one.key), names=_names(one)),
            organisation_id=one.row.id,
            apart=frozenset(one.actors),
        )
        for one in sorted(unknown, key=lambda one: one.row.id)
        if not _has_number(one)
    ]
    waiting = [row.record_id for row in record_queries.waiting(uow.session)]
    for start in range(0, len(waiting), AT_ONCE):
        rows = record_queries.rows(uow.session, waiting[start : start + AT_ONCE])
        for record_id, row in sorted(rows.items()):
            candidate, _ = from_row(row)
            node = record_node(row.source, row.identity)
            found.append(_Asker(record_of(candidate, node, place_of(uow, candidate)), record_id=record_id))
    return found


def _names(one: Ours) -> tuple[str, ...]:
    named = (name for member in members(one) for name in (member.row.name, *member.aliases) if name)
    return tuple(dict.fromkeys(named))


def _has_number(one: Ours) -> bool:
    return any(member.row.business_id for member in members(one))


def _concerned(uow: Read, index: LinkIndex, askers: Sequence[_Asker], since: int) -> Sequence[_Asker]:
    """Those that one of the changed companies may be: looked up the other way round, when these are fewer."""
    few = len(askers) <= ONE_BY_ONE
    if few or 2 * query.count_touched(uow.session, since, len(askers)) >= len(askers):
        return askers
    low = Settings(index.engine.settings.link_at, LOW, index.engine.settings.weights)
    small = Engine(index.packed, low, only=())
    for number, asker in enumerate(askers):
        small.add(entry_of(in_place(asker.record, index.places), number))
    wanted: set[int] = set()
    touched = query.touched_since(uow.session, since)
    for start in range(0, len(touched), AT_ONCE):
        part = _relevant(uow, touched[start : start + AT_ONCE], since)
        for record in known_records(uow, sorted(part), NOBODY).values():
            wanted.update(one.key for one in small.rank(in_place(record, index.places)).candidates)
    return [askers[number] for number in sorted(wanted)]


def _compared(uow: Read, index: LinkIndex, asker: _Asker, asked: set[int], since: int) -> _Found | None:
    """What a comparison with everything that is known says, if it speaks of a changed company."""
    said = judgements.judgements_on(uow, asker.record.key, record=asker.record)
    said |= dict.fromkeys(asker.apart, Judgement.DIFFERENT)
    ranking = index.engine.rank(in_place(asker.record, index.places), said)
    new = _relevant(uow, sorted({one.key for one in ranking.candidates} - asked), since)
    if not new and (asker.record_id is None or ranking.why is not Why.BUSINESS_ID):
        return None
    decision, _ = compare(uow, asker.record, index, said)
    return _Found(asker, decision, frozenset(new)) if new or _by_number(asker, decision) else None


def _relevant(uow: Read, keys: Sequence[int], since: int) -> set[int]:
    """Companies that later runs have added, or changed in who or where they are."""
    touched = query.touched(uow.session, since, keys)
    kinds = query.kinds(uow.session, since, sorted(touched))
    return {key for key in touched if not kinds.get(key) or not kinds[key] <= IRRELEVANT}


def _by_number(asker: _Asker, decision: LinkDecision) -> bool:
    """Whether a waiting record's own valid Business ID makes it the same."""
    if asker.record_id is None or decision.outcome is not LinkOutcome.SAME:
        return False
    target = next((one for one in decision.proposals if one.key == decision.target), None)
    row = target.evidence.row("business_id") if target is not None else None
    return row is not None and row.grade is Grade.EQUAL


def _write(
    database: Database, found: Iterable[_Found], until: int, *, now: datetime, adviser_id: int | None, key: bytes
) -> Rechecked:
    """One transaction for each, and the number of the run last."""
    asked = linked = 0
    for one in found:
        with database.write(now=now, adviser_id=adviser_id) as uow:
            if one.asker.record_id is not None:
                if _by_number(one.asker, one.decision):
                    linked += _link(uow, one, key)
                else:
                    asked += _ask_of_record(uow, one)
            else:
                asked += _ask_of_ours(uow, one)
    with database.write(now=now, adviser_id=adviser_id) as uow:
        uow.session.merge(State(key=RECHECKED, value=str(until)))
    return Rechecked(asked, linked)


def _ask_of_ours(uow: Write, found: _Found) -> int:
    """Questions on an organisation of ours. Nobody's act: no entry of the history tells of them."""
    row = uow.session.get(Organisation, found.asker.organisation_id)
    if row is None or row.merged_into is not None or row.business_id:
        return 0
    known = query.asked_of(uow.session, row.id)
    new = [one for one in found.decision.proposals if int(one.key) in found.new and int(one.key) not in known]
    weights_id = current_weights_id(uow)
    for place, proposal in enumerate(new, start=len(known)):
        uow.session.add(
            LinkProposal(
                organisation_id=row.id,
                actor_id=int(proposal.key),
                rank=place,
                posterior=proposal.posterior,
                evidence=evidence.of_proposal(proposal, weights_id),
            )
        )
    return len(new)


def _ask_of_record(uow: Write, found: _Found) -> int:
    """What a waiting record may be now, in place of what it might have been."""
    record = _waiting(uow, found)
    if record is None or not found.new:
        return 0
    uow.entry("recheck", say("Compared again: {name}", name=str(record.candidate.get("name", ""))), undoable=False)
    propose(uow, record, found.decision.proposals, current_weights_id(uow))
    return len(found.new)


def _link(uow: Write, found: _Found, key: bytes) -> int:
    """The record is the company that has its Business ID."""
    record, decision = _waiting(uow, found), found.decision
    if record is None or decision.target is None:
        return 0
    candidate, purpose = from_row(record)
    uow.entry("recheck", say("Linked by its Business ID: {name}", name=candidate.name))
    propose(uow, record, ())
    best = next(one for one in decision.proposals if one.key == decision.target)
    note_decision(
        uow,
        record,
        int(decision.target),
        Judgement.SAME,
        evidence=evidence.of_decision(decision),
        posterior=best.posterior,
        weights_id=current_weights_id(uow),
        by_rule=True,
    )
    settled = as_known(uow, Said(candidate, record.source, purpose), int(decision.target), key=key)
    close(uow, record, RecordState.LINKED, settled)
    uow.session.flush()
    scoring.rescore_actors(uow, {settled.actor_id, int(decision.target)})
    return 1


def _waiting(uow: Read, found: _Found) -> SourceRecord | None:
    record = uow.session.get(SourceRecord, found.asker.record_id)
    return record if record is not None and record.state == RecordState.REVIEW else None
