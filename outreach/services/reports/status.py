"""The status report: where each case stands at the end of a period, and what the period brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row

from db.queries import cases as case_query
from db.queries import reports as query
from db.unit import Read
from outreach import clock
from outreach.errors import BadInput
from outreach.rules import stages
from outreach.services import cases, coverage, naming, privacy, scoring
from outreach.services.session import Workplace
from outreach.terms.message import say
from outreach.terms.reports import FunnelRow, StatusReport, StatusRow
from outreach.terms.work import Outcome, Stage, TouchKind


def status(
    uow: Read,
    workplace: Workplace,
    *,
    language: str,
    town_code: str = "",
    since: date | None = None,
    until: date | None = None,
    with_names: bool = False,
) -> StatusReport:
    """The report of a town, or of all. Stages are those at the end of `until`; with `since`, only cases with a stage
    move or a contact in the period, or still open at its end. Example needs that no town has adopted are left out."""
    today = workplace.today
    end = min(until or today, today)
    if since is not None and since > end:
        raise BadInput(say("The period ends before it starts: {since}, {until}", since=since, until=end))
    moves = query.transitions(uow.session, town_code=town_code, until=end)
    contacts = _by_case(query.contacts(uow.session, town_code=town_code, until=end))
    by_case = _by_case(moves)
    wanted = case_query.CaseFilter(town_code=town_code, reported_only=True)
    found = case_query.rows(uow.session, wanted, order=cases.ORDER)
    kept = [row for row in found if _in_period(row, by_case[row.id], contacts[row.id], since, end)]
    return StatusReport(
        town_code=town_code,
        since=since,
        until=end,
        made_at=workplace.now,
        practice=workplace.practice,
        with_names=with_names,
        register_day=query.latest_register_day(uow.session),
        cases=_rows(uow, workplace, kept, by_case, contacts, end=end, language=language, with_names=with_names),
        coverage=coverage.coverage(uow, town_code=town_code, today=today, language=language, include_examples=False),
        funnel=_funnel(moves, found, language=language, since=since, end=end),
    )


def _rows(
    uow: Read,
    workplace: Workplace,
    rows: Sequence[Row[Any]],
    moves: dict[int, list[Row[Any]]],
    contacts: dict[int, list[Row[Any]]],
    *,
    end: date,
    language: str,
    with_names: bool,
) -> tuple[StatusRow, ...]:
    organisations = sorted({row.organisation_id for row in rows})
    traders = query.sole_traders(uow.session, organisations)
    banned = privacy.is_suppressed(uow, workplace.key, [row.actor_id for row in rows])
    persons = query.contact_persons(uow.session, organisations) if with_names else {}
    tasks = case_query.next_tasks(uow.session, [row.id for row in rows])
    made = []
    for row in rows:
        stage, since = _stage_at_end(moves[row.id])
        last = next((c for c in reversed(contacts[row.id]) if _counts(c)), None)
        task = tasks.get(row.id)
        view = scoring.explain(uow, row.need_id, row.actor_id, today=workplace.today)
        trader = row.organisation_id in traders
        made.append(
            StatusRow(
                case_id=row.id,
                organisation="" if trader and not with_names else row.organisation,
                sole_trader=trader,
                business_id="" if trader and not with_names else row.business_id or "",
                town_code=row.town_code,
                need=naming.in_language(language, row.title_fi, row.title_sv, row.title_en),
                stage=stage,
                stage_since=since,
                opened_on=clock.today(row.opened_at),
                baseline=row.baseline,
                owner=(row.owner or "") if with_names else initials(row.owner or ""),
                last_contact=last.happened_on if last else None,
                last_contact_kind=TouchKind(last.kind) if last else None,
                last_outcome=Outcome(last.outcome) if last and last.outcome else None,
                next_step=task.title if task else "",
                next_due=task.due_on if task else None,
                score=view.score if view.band else None,
                band=view.band,
                reasons=view.reasons,
                do_not_contact=row.actor_id in banned,
                persons=tuple(
                    f"{name}, {role}" if role else name for _, name, role in persons.get(row.organisation_id, ())
                ),
            )
        )
    order = {stage: place for place, stage in enumerate(cases.ORDER)}
    return tuple(sorted(made, key=lambda row: (row.town_code, order[row.stage], row.stage_since, row.case_id)))


def initials(name: str) -> str:
    """Who is responsible without telling a name: "Maija Kokeilija" is MK."""
    return "".join(word[0] for word in name.replace("-", " ").split() if word).upper()[:4]


def _funnel(
    moves: Iterable[Row[Any]], found: Sequence[Row[Any]], *, language: str, since: date | None, end: date
) -> tuple[FunnelRow, ...]:
    titles = {row.need_id: naming.in_language(language, row.title_fi, row.title_sv, row.title_en) for row in found}
    towns = {row.need_id: row.town_code for row in found}
    reached: dict[tuple[int, str], set[int]] = defaultdict(set)
    last: dict[int, Row[Any]] = {}
    for move in moves:
        last[move.case_id] = move
        if move.evidence.get("joined"):  # cases that became one: the stage was reached by an earlier move
            continue
        if move.baseline:
            reached[move.need_id, "baseline"].add(move.organisation_id)
        elif since is None or move.happened_on >= since:
            reached[move.need_id, move.to_stage].add(move.organisation_id)
    now: dict[int, set[int]] = defaultdict(set)
    for move in last.values():
        if Stage(move.to_stage) in stages.OPEN:
            now[move.need_id].add(move.organisation_id)

    def count(need_id: int, what: str) -> int:
        return len(reached[need_id, what])

    return tuple(
        FunnelRow(
            towns[need_id],
            titles[need_id],
            count(need_id, "baseline"),
            count(need_id, Stage.SELECTED.value),
            count(need_id, Stage.CONTACTED.value),
            count(need_id, Stage.IN_DIALOGUE.value),
            count(need_id, Stage.COMMITTED.value),
            count(need_id, Stage.ACTIVE.value),
            count(need_id, Stage.DECLINED.value),
            len(now[need_id]),
        )
        for need_id in sorted(titles, key=lambda key: (towns[key], titles[key], key))
    )


def _by_case(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _stage_at_end(moves: list[Row[Any]]) -> tuple[Stage, date]:
    return Stage(moves[-1].to_stage), moves[-1].happened_on


def _in_period(row: Row[Any], moves: list[Row[Any]], contacts: list[Row[Any]], since: date | None, end: date) -> bool:
    if not moves:
        return False
    stage, _ = _stage_at_end(moves)
    happened = [event.happened_on for event in (*moves, *contacts) if not event.baseline]
    return since is None or stage in stages.OPEN or any(since <= on <= end for on in happened)


def _counts(contact: Row[Any]) -> bool:
    return bool(contact.direction == "inbound" or contact.sent)
