"""Cases: an organisation for a need of a town, and its way through the stages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from db.models import Adviser, Case, Need, Organisation, Transition
from db.queries import cases as query
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, Refused
from outreach.rules import stages
from outreach.services import naming, privacy, standing
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import AllowedMove, CaseView, Page, TaskRow
from outreach.terms.work import Direction, Stage, TouchKind, Verdict

ORDER = tuple(stage.value for stage in (*stages.LADDER, *stages.SIDE))
Limits = Mapping[Stage, int]  # days after which a case has waited too long at a stage


def page(
    uow: Read,
    *,
    today: date,
    language: str,
    limits: Limits,
    town_code: str = "",
    stage: Stage | None = None,
    owner_id: int | None = None,
    need_id: int | None = None,
    offset: int = 0,
    limit: int = 200,
) -> Page[CaseView]:
    """Part of the list of cases, by stage and then the longest waiting first."""
    wanted = query.CaseFilter(town_code, (stage.value,) if stage else (), owner_id, need_id)
    rows = _views(uow, wanted, today=today, language=language, limits=limits, offset=offset, limit=limit)
    return Page(rows, offset, query.count(uow.session, wanted))


def of_organisation(
    uow: Read, organisation_id: int, *, today: date, language: str, limits: Limits
) -> tuple[CaseView, ...]:
    """All cases of an organisation, of every town."""
    wanted = query.CaseFilter(organisation_id=organisation_id)
    return _views(uow, wanted, today=today, language=language, limits=limits)


def case(uow: Read, case_id: int, *, today: date, language: str, limits: Limits) -> CaseView:
    """One case; NotFound when there is none."""
    row = standing.case(uow, case_id)
    wanted = query.CaseFilter(case_ids=(row.id or 0,))
    (view,) = _views(uow, wanted, today=today, language=language, limits=limits)
    return view


def stage_counts(uow: Read, *, town_code: str = "", owner_id: int | None = None) -> dict[Stage, int]:
    """How many cases stand at each stage; stages without any are 0."""
    found = query.stage_counts(uow.session, query.CaseFilter(town_code, owner_id=owner_id))
    return {stage: found.get(stage.value, 0) for stage in (*stages.LADDER[1:], *stages.SIDE)}


def allowed(uow: Read, case_id: int, *, key: bytes, today: date) -> tuple[AllowedMove, ...]:
    """Where the case can go, and what each move still needs."""
    row = standing.case(uow, case_id)
    return stages.allowed_moves(Stage(row.stage), evidence_of(uow, row, key=key, today=today))


def evidence_of(uow: Read, row: Case, *, key: bytes, today: date) -> stages.CaseEvidence:
    """What the database knows in favour of a move of this case."""
    organisation = uow.find(Organisation, row.organisation_id)
    actor_id = organisation.actor_id or 0
    touches = query.touches(uow.session, row.id or 0)
    register = query.register_state(uow.session, actor_id)
    activities = [t for t in touches if TouchKind(t.kind) in stages.ACTIVITIES and t.happened_on.year == today.year]
    return stages.CaseEvidence(
        sourced=True,
        fits=query.has_verdict(uow.session, row.need_id, row.organisation_id, Verdict.FITS.value),
        owned=row.owner_id is not None,
        open_duplicate=query.has_open_duplicate(uow.session, actor_id),
        usable_route=any(rule.allowed for rule in privacy.channels(uow, key=key, actor_id=actor_id)),
        outbound_sent=any(
            stages.counts_as_sent(TouchKind(t.kind), Direction(t.direction), sent=t.sent) for t in touches
        ),
        two_way=any(stages.shows_two_way(TouchKind(t.kind), Direction(t.direction)) for t in touches),
        activities_this_year=len(activities),
        ended_in_register=register is not None
        and (register.ended is not None or register.trade_register_status in ("2", "4")),
        in_register=register is not None,
    )


def open_case(uow: Write, need_id: int, organisation_id: int, *, owner_id: int | None, key: bytes, today: date) -> Case:
    """A case at Selected, with the gate of DESIGN 5: fits, an owner, no open duplicate, a route that may be used.

    Call it within the journal entry of the verdict. Refused names what is missing; an existing case comes back.
    """
    need = uow.find(Need, need_id)
    existing = query.rows(
        uow.session, query.CaseFilter(need_id=need_id, organisation_id=organisation_id), order=ORDER, limit=1
    )
    if existing:
        return uow.find(Case, existing[0].id)
    fresh = Case(
        organisation_id=organisation_id,
        need_id=need_id,
        town_code=need.town_code,
        stage=Stage.SELECTED.value,
        stage_since=today,
        owner_id=owner_id,
        opened_at=uow.now,
    )
    evidence = evidence_of(uow, fresh, key=key, today=today)
    move = stages.find_move(Stage.IDENTIFIED, Stage.SELECTED, evidence)
    if move is None or move.missing:
        raise _refused(Stage.SELECTED, move.missing if move else ())
    uow.insert(fresh)
    _record(uow, fresh, Stage.IDENTIFIED, today, reason="", evidence="")
    return fresh


def move(
    uow: Write,
    case_id: int,
    target: Stage,
    *,
    key: bytes,
    reason: str = "",
    evidence: str = "",
    on: date | None = None,
    revisit_on: date | None = None,
    expected: int | None = None,
) -> Message:
    """Moves a case to a stage. Refused when the table of stages has no such move or evidence is missing.

    `on` is the day it happened, today unless given, never in the future; `revisit_on` the day to return to a "not now".
    """
    today = clock.today(uow.now)
    row = standing.case(uow, case_id)
    here = Stage(row.stage)
    known = evidence_of(uow, row, key=key, today=today)
    found = stages.find_move(here, target, known)
    if found is None:
        onward = naming.listed(tuple(label(move.stage) for move in stages.allowed_moves(here, known)))
        raise Refused(
            say("Cannot move from {here} to {stage}.", here=label(here), stage=label(target)),
            say("It is there already.") if here is target else say("It can go to: {stages}.", stages=onward),
        )
    needed = stages.still_needed(found, reason=reason, evidence=evidence, has_date=revisit_on is not None)
    if needed:
        raise _refused(target, needed)
    happened = on or today
    if happened > today:
        raise BadInput(say("The day of a stage move cannot be in the future: {on}", on=happened))
    if revisit_on is not None and revisit_on <= today:
        raise BadInput(say("The day to return to this must be in the future: {on}", on=revisit_on))
    name = naming.organisation_name(uow, row.organisation_id)
    uow.entry("stage", say("{name}: {here} → {stage}", name=name, here=label(here), stage=label(target)))
    uow.update(
        row,
        expected=expected,
        stage=target.value,
        stage_since=happened,
        reason=reason.strip(),
        revisit_on=revisit_on if target is Stage.NOT_NOW else None,
    )
    _record(uow, row, here, happened, reason=reason.strip(), evidence=evidence.strip())
    return say("{name}: {here} → {stage}", name=name, here=label(here), stage=label(target))


def set_owner(uow: Write, case_id: int, adviser_id: int, *, expected: int | None = None) -> Message:
    """Makes an adviser responsible for a case."""
    row = standing.case(uow, case_id)
    adviser = uow.find(Adviser, adviser_id)
    name = naming.organisation_name(uow, row.organisation_id)
    said = say("{name}: responsible {adviser}", name=name, adviser=adviser.name)
    uow.entry("owner", said)
    uow.update(row, expected=expected, owner_id=adviser_id)
    return said


def _record(uow: Write, row: Case, here: Stage, on: date, *, reason: str, evidence: str) -> None:
    uow.insert(
        Transition(
            case_id=row.id or 0,
            from_stage=here.value,
            to_stage=row.stage,
            happened_on=on,
            decided_at=uow.now,
            decided_by=uow.adviser_id,
            reason=reason,
            evidence={"text": evidence} if evidence else {},
        )
    )


def _refused(target: Stage, missing: tuple[Message, ...]) -> Refused:
    return Refused(
        say(
            "Cannot move to stage: {stage}. Still needed: {missing}",
            stage=label(target),
            missing=naming.listed(missing),
        )
    )


def _views(
    uow: Read,
    wanted: query.CaseFilter,
    *,
    today: date,
    language: str,
    limits: Limits,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[CaseView, ...]:
    rows = query.rows(uow.session, wanted, order=ORDER, offset=offset, limit=limit)
    ids = [row.id for row in rows]
    tasks, contacts = query.next_tasks(uow.session, ids), query.last_contacts(uow.session, ids)
    views = []
    for row in rows:
        task, (contact_on, contact_kind) = tasks.get(row.id), contacts.get(row.id, (None, None))
        stage = Stage(row.stage)
        views.append(
            CaseView(
                case_id=row.id,
                organisation_id=row.organisation_id,
                actor_id=row.actor_id,
                organisation=row.organisation,
                town_code=row.town_code,
                need_id=row.need_id,
                need_title=naming.in_language(language, row.title_fi, row.title_sv, row.title_en),
                stage=stage,
                stage_since=row.stage_since,
                days_in_stage=max(0, (today - row.stage_since).days),
                limit_days=limits.get(stage),
                owner=row.owner or "",
                next_task=TaskRow(task.id, task.case_id, task.title, task.due_on, task.owner or "") if task else None,
                last_contact=contact_on,
                last_contact_kind=TouchKind(contact_kind) if contact_kind else None,
                revisit_on=row.revisit_on,
                version=row.version,
            )
        )
    return tuple(views)
