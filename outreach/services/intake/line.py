"""One record of an import: unchanged, changed, or new to its source; linked, a new organisation, or a question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from db.models import Organisation, SourceRecord
from db.queries.records import StoredRecord
from db.unit import Write
from outreach.services import evidence, privacy, runs, scoring
from outreach.services.intake.linking import link
from outreach.services.intake.records import from_row, record_of, to_plain, without
from outreach.services.intake.settle import (
    Said,
    Settled,
    State,
    as_known,
    as_new,
    note_decision,
    note_founded,
    propose,
)
from outreach.services.intake.work import Line, Work
from outreach.terms.candidate import Candidate
from outreach.terms.linkage import LinkDecision, record_node
from outreach.terms.message import Message
from outreach.terms.sources import Plan, Planned
from outreach.terms.work import Judgement, LinkOutcome


@dataclass(frozen=True, slots=True)
class _Outcome:
    """`settled` is None for a record that waits for a person."""

    state: State
    settled: Settled | None
    allowed: Candidate
    held_back: bool


def take_line(work: Work, line: Line) -> None:
    """Takes in one record and counts it.

    A record of the same identity that no line of this batch repeats is what the source said before. Another line of
    the same identity (a second contact person, say) goes where the first one went.
    """
    known = work.stored.setdefault(line.identity, [])
    same = next((row for row in known if row.fingerprint == line.fingerprint), None)
    if same is not None:
        _again(work, line, same)
        return
    spoken_for = work.coming[line.identity]
    old = next((r for r in known if r.fingerprint not in spoken_for and r.record_id not in work.used), None)
    settled_one = old if old is not None else next((r for r in known if r.organisation_id is not None), None)
    organisation_id = settled_one.organisation_id if settled_one is not None else None
    decision, covered = _decide(work, line) if organisation_id is None else (None, None)
    with work.unit() as uow:
        begun = work.linker.begin(uow)
        record = uow.find(SourceRecord, old.record_id) if old is not None else None
        before = _before(record, line) if record is not None else None
        said = Said(line.candidate, work.source, line.purpose, before, covered)
        outcome = _settle(uow, work, said, decision, organisation_id)
        record = _store(uow, work, line, record, outcome)
        _note(uow, work, record, decision, outcome)
        plan = _count(work, outcome, fresh=old is None)
        if outcome.settled is not None:
            scoring.bump_facts(uow)
            work.linker.learn(uow, outcome.settled.actor_id, begun)
        runs.save(uow, work.run_id, work.tally)
        stored = StoredRecord(record.id or 0, line.fingerprint, record.state, record.organisation_id)
    work.used.add(stored.record_id)
    work.stored[line.identity] = [row for row in known if row.record_id != stored.record_id] + [stored]
    waits = outcome.settled is None
    _tell(work, line, plan, reason=decision.why if waits and decision is not None else None, waits=waits)


def _again(work: Work, line: Line, stored: StoredRecord) -> None:
    """A record that its source says just so as before; one that was gone meanwhile is back."""
    work.used.add(stored.record_id)
    if not stored.gone:
        work.tally.unchanged += 1
        _tell(work, line, Plan.UNCHANGED)
        return
    with work.unit() as uow:
        uow.update(uow.find(SourceRecord, stored.record_id), gone_at=None, run_id=work.run_id)
        work.tally.changed += 1
        runs.save(uow, work.run_id, work.tally)
    others = [row for row in work.stored[line.identity] if row.record_id != stored.record_id]
    work.stored[line.identity] = [*others, replace(stored, gone=False)]
    _tell(work, line, Plan.UPDATE)


def _tell(work: Work, line: Line, plan: Plan, *, reason: Message | None = None, waits: bool = False) -> None:
    if work.observe is not None:
        provenance = line.candidate.provenance
        work.observe(
            Planned(
                plan=plan,
                where=provenance.where,
                sheet=provenance.sheet,
                row=provenance.row,
                candidate=line.candidate,
                reason=reason,
                waits=waits,
            )
        )


def _before(record: SourceRecord, line: Line) -> Candidate:
    """What the source said before. To another town its persons are new: they are personal data of one controller."""
    candidate, purpose = from_row(record)
    return candidate if purpose.town_code == line.purpose.town_code else replace(candidate, contact=None)


def _decide(work: Work, line: Line) -> tuple[LinkDecision, frozenset[str]]:
    """Who it is, and what of it may not be kept. Read on its own, so that looking up holds no lock."""
    with work.database.read() as uow:
        covered = privacy.covered_values(uow, work.key, line.candidate)
        key = record_node(work.source, line.identity)
        known = without(line.candidate, covered - {"organisation"})
        return link(uow, record_of(known, key, line.municipality_code), work.linker), covered


def _settle(uow: Write, work: Work, said: Said, decision: LinkDecision | None, organisation_id: int | None) -> _Outcome:
    if decision is None:
        actor_id = uow.find(Organisation, organisation_id).actor_id or 0
        return _settled(State.LINKED, as_known(uow, said, actor_id, key=work.key))
    if decision.outcome is LinkOutcome.SAME and decision.target is not None:
        return _settled(State.LINKED, as_known(uow, said, int(decision.target), key=work.key))
    if decision.outcome is LinkOutcome.REVIEW and decision.proposals:
        allowed = without(said.candidate, said.covered or frozenset())
        return _Outcome(State.REVIEW, None, allowed, allowed != said.candidate)
    return _settled(State.NEW, as_new(uow, said, key=work.key))


def _settled(state: State, settled: Settled) -> _Outcome:
    return _Outcome(state, settled, settled.allowed, settled.held_back)


def _store(uow: Write, work: Work, line: Line, record: SourceRecord | None, outcome: _Outcome) -> SourceRecord:
    """The source record as it is read now."""
    provenance = line.candidate.provenance
    values: dict[str, Any] = {
        "run_id": work.run_id,
        "place": provenance.where,
        "fetched_at": provenance.fetched_at,
        "content_hash": provenance.content_hash,
        "fingerprint": line.fingerprint,
        "how": provenance.how,
        "confidence": provenance.confidence,
        "traces": [list(trace) for trace in line.candidate.traces],
        "gone_at": None,
        "candidate": to_plain(outcome.allowed, line.purpose),
        "state": outcome.state.value,
        "organisation_id": outcome.settled.organisation_id if outcome.settled else None,
    }
    if record is None:
        return uow.insert(SourceRecord(source=work.source, identity=line.identity, **values))
    uow.update(record, **values)
    return record


def _note(uow: Write, work: Work, record: SourceRecord, decision: LinkDecision | None, outcome: _Outcome) -> None:
    """Stores what spoke for it: with the link that was made by rule, or with the question to a person."""
    if decision is None:
        return
    propose(uow, record, decision.proposals if outcome.state is State.REVIEW else (), work.weights_id)
    if outcome.state is State.LINKED and decision.target is not None:
        best = next((p for p in decision.proposals if p.key == decision.target), None)
        note_decision(
            uow,
            record,
            int(decision.target),
            Judgement.SAME,
            evidence=evidence.of_decision(decision),
            posterior=best.posterior if best is not None else None,
            weights_id=work.weights_id,
            by_rule=True,
        )
    elif outcome.settled is not None:
        note_founded(uow, record, outcome.settled, decision.why, work.weights_id)


def _count(work: Work, outcome: _Outcome, *, fresh: bool) -> Plan:
    tally, settled = work.tally, outcome.settled
    work.held_back += outcome.held_back
    if settled is None:
        tally.review += 1
    elif outcome.state is State.LINKED:
        tally.linked += 1
    if fresh and (settled is None or settled.created):
        tally.created += 1
        return Plan.CREATE
    tally.changed += 1
    return Plan.UPDATE
