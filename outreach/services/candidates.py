"""Candidates: the scored actors of a need that wait for a person, and the person's judgement."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from db.models import NeedVerdict
from db.queries import candidates as query
from db.queries import cases as case_queries
from db.unit import Read, Write
from outreach import clock
from outreach.errors import BadInput, NotFound, Refused
from outreach.services import cases, naming, needs, organisations, privacy, scoring, standing
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.views import CandidateDetail, CandidateRow, OtherCase, Page, SourceRow
from outreach.terms.work import Stage, Verdict, VerdictReason

LATER_DAYS = 30


def page(
    uow: Read, need_id: int, *, today: date, offset: int = 0, limit: int = 200, key: bytes | None = None
) -> Page[CandidateRow]:
    """Part of the list of candidates, best first. Not `fresh` when the scores are stale: `scoring.refresh` first.

    Left out: cases, verdicts (a "later" until its day), do-not-contact entries, companies no longer active. With `key`
    also companies of the bare register that an older do-not-contact entry is about; the total still counts those.
    """
    rows = query.page(uow.session, need_id, today=today, offset=offset, limit=limit)
    if key is not None:
        banned = privacy.is_suppressed(uow, key, [row.actor_id for row in rows])
        rows = tuple(row for row in rows if row.actor_id not in banned)
    total = query.count(uow.session, need_id, today)
    return Page(rows, offset, total, fresh=scoring.is_fresh(uow, need_id, today=today))


def progress(uow: Read, need_id: int, today: date) -> tuple[int, int]:
    """How many candidates are left, and how many were judged today."""
    start = datetime.combine(today, time(), clock.HELSINKI).astimezone(UTC)
    end = datetime.combine(today + timedelta(days=1), time(), clock.HELSINKI).astimezone(UTC)
    left = query.count(uow.session, need_id, today)
    return left, query.judged_between(uow.session, need_id, start, end)


def detail(uow: Read, need_id: int, actor_id: int, *, today: date, key: bytes, language: str) -> CandidateDetail:
    """All that the screen shows beside the list; the score is made anew, so that it is never stale."""
    actor_id = standing.actor(uow, actor_id)
    who = _known(uow, actor_id)
    return CandidateDetail(
        actor_id=actor_id,
        name=who.name,
        business_id=who.business_id,
        facts=organisations.facts(uow, [actor_id])[actor_id],
        score=scoring.explain(uow, need_id, actor_id, today=today, language=language),
        channels=privacy.channels(uow, key=key, actor_id=actor_id),
        cases=_cases(uow, who.organisation_id, language) if who.organisation_id is not None else (),
        sources=tuple(
            SourceRow(row.source, row.place, clock.today(row.fetched_at))
            for row in query.sources(uow.session, actor_id, who.organisation_id)
        ),
    )


def judge(
    uow: Write,
    need_id: int,
    actor_id: int,
    verdict: Verdict,
    *,
    key: bytes,
    reason: str = "",
    until: date | None = None,
) -> Message:
    """Records a person's verdict as one act, and says what was done.

    FITS makes the actor an organisation with a case at Selected that is mine; Refused while a possible duplicate waits,
    without a route that may be used, or when nobody is responsible. DOES_NOT_FIT wants a `VerdictReason`, LATER takes a
    day (30 days ahead unless given). A verdict replaces the one before.
    """
    today, actor_id = clock.today(uow.now), standing.actor(uow, actor_id)
    need, who = needs.need(uow, need_id), _known(uow, actor_id)
    if need.archived:
        raise Refused(say("This competence need is out of use."), say("Take it into use again first."))
    why = _reason(reason) if verdict is Verdict.DOES_NOT_FIT else ""
    day = _later(until, today) if verdict is Verdict.LATER else None
    if who.organisation_id is not None and query.has_case(uow.session, need_id, who.organisation_id):
        raise Refused(
            say("{name} has a case for this need already.", name=who.name),
            say("Move the case to another stage instead."),
        )
    if verdict is Verdict.FITS and case_queries.has_open_duplicate(uow.session, actor_id):
        raise Refused(
            say("May already be in the list: {name}", name=who.name),
            say("Answer first whether they are the same organisation."),
        )
    title = needs.title_for(uow, need)
    said = say("{name}: {verdict} ({need})", name=who.name, verdict=label(verdict), need=title)
    uow.entry("verdict", said)
    organisation_id = organisations.ensure_organisation(uow, actor_id).id or 0
    for old in query.current_verdicts(uow.session, need_id, organisation_id):
        uow.update(uow.find(NeedVerdict, old), current=False)
    uow.insert(
        NeedVerdict(
            need_id=need_id,
            organisation_id=organisation_id,
            verdict=verdict.value,
            reason=why,
            until=day,
            decided_by=uow.adviser_id,
            decided_at=uow.now,
        )
    )
    if verdict is Verdict.FITS:
        cases.open_case(uow, need_id, organisation_id, owner_id=uow.adviser_id, key=key, today=today)
    return said


def _known(uow: Read, actor_id: int) -> query.Identity:
    who = query.identity(uow.session, actor_id)
    if who is None:
        raise NotFound(
            say("Not found: {what}", what=str(actor_id)),
            say("Neither the register nor the list of organisations has it."),
        )
    return who


def _reason(text: str) -> str:
    try:
        return VerdictReason(text).value
    except ValueError as error:
        names = tuple(label(reason) for reason in VerdictReason)
        raise BadInput(say("Say why it does not fit."), say("Reasons: {names}", names=names)) from error


def _later(until: date | None, today: date) -> date:
    if until is not None and until <= today:
        raise BadInput(say("The day to return to this must be in the future: {on}", on=until))
    return until or today + timedelta(days=LATER_DAYS)


def _cases(uow: Read, organisation_id: int, language: str) -> tuple[OtherCase, ...]:
    rows = case_queries.rows(uow.session, case_queries.CaseFilter(organisation_id=organisation_id), order=cases.ORDER)
    return tuple(
        OtherCase(
            case_id=row.id,
            town_code=row.town_code,
            need_title=naming.in_language(language, row.title_fi, row.title_sv, row.title_en),
            stage=Stage(row.stage),
            since=row.stage_since,
            owner=row.owner or "",
        )
        for row in rows
    )
