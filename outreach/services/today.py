"""The morning's list: what is overdue, due, without a next step, to be returned to, and what the register says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from db.queries import candidates
from db.queries import today as query
from db.unit import Read
from outreach.clock import HELSINKI
from outreach.rules import stages
from outreach.services import cases, register_news
from outreach.terms.views import CaseView, NewsRow, TodayRow, TodayView
from outreach.terms.work import Stage

NEWS_DAYS = 14
MOST_NEWS = 50  # lines; the rest is counted


def today(
    uow: Read,
    *,
    adviser_id: int | None,
    today: date,
    language: str,
    limits: cases.Limits,
    town_code: str = "",
) -> TodayView:
    """One adviser's day, or everybody's when `adviser_id` is None. Rows are sorted by day, then by query."""
    views = cases.page(
        uow, today=today, language=language, limits=limits, town_code=town_code, owner_id=adviser_id, limit=5_000
    ).rows
    open_cases = [view for view in views if view.stage in stages.OPEN]
    overdue = [view for view in open_cases if view.next_task and view.next_task.due_on < today]
    due = [view for view in open_cases if view.next_task and view.next_task.due_on == today]
    no_next = [view for view in open_cases if view.next_task is None]
    revisit = [view for view in views if view.stage is Stage.NOT_NOW and view.revisit_on and view.revisit_on <= today]
    since = datetime.combine(today - timedelta(days=NEWS_DAYS), datetime.min.time(), HELSINKI)
    news, more = _news(uow, adviser_id=adviser_id, town_code=town_code, since=since, language=language)
    return TodayView(
        on=today,
        overdue=_rows(sorted(overdue, key=_due)),
        due=_rows(sorted(due, key=_due)),
        no_next=_rows(sorted(no_next, key=lambda view: (-view.days_in_stage, view.case_id))),
        revisit=_rows(sorted(revisit, key=lambda view: (view.revisit_on or today, view.case_id))),
        news=news,
        news_more=more,
        notice_due=query.notices_due(uow.session, today),
        candidates_waiting=candidates.count_actors(uow.session, town_code, today, bands=("A", "B")),
        duplicates_waiting=query.duplicates(uow.session),
    )


def _due(view: CaseView) -> tuple[date, int]:
    return (view.next_task.due_on if view.next_task else date.max, view.case_id)


def _rows(views: list[CaseView]) -> tuple[TodayRow, ...]:
    return tuple(
        TodayRow(
            case_id=view.case_id,
            actor_id=view.actor_id,
            organisation=view.organisation,
            stage=view.stage,
            days_in_stage=view.days_in_stage,
            limit_days=view.limit_days if view.limit_days and view.days_in_stage > view.limit_days else None,
            task=view.next_task,
            town_code=view.town_code,
        )
        for view in views
    )


def _news(
    uow: Read, *, adviser_id: int | None, town_code: str, since: datetime, language: str
) -> tuple[tuple[NewsRow, ...], int]:
    """What has changed in the organisations of open cases, newest first, each change once; and how many more there are
    than lines."""
    cases_of = query.open_cases(
        uow.session, owner_id=adviser_id, town_code=town_code, stages=[stage.value for stage in stages.LADDER]
    )
    changes = query.changes(uow.session, sorted(cases_of), since)
    lines = tuple(
        NewsRow(
            case_id=case.case_id,
            actor_id=case.actor_id,
            organisation=case.organisation,
            text=register_news.sentence(change.kind, change.before, change.after, language, town_code=case.town_code),
            on=change.seen_at.astimezone(HELSINKI).date(),
        )
        for change in changes[:MOST_NEWS]
        for case in (cases_of[change.actor_id],)
    )
    return lines, len(changes) - len(lines)
