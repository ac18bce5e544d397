"""An adviser's day: today, candidates and verdicts, contacts, next steps, stages."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation, day, one_of
from outreach.cli.options import (
    CaseArgument,
    DayOption,
    JsonFlag,
    LimitOption,
    NeedOption,
    OrganisationArgument,
    TownOption,
    whole,
)
from outreach.errors import BadInput
from outreach.i18n import _, date_text, tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import TodayRow, TouchInput
from outreach.terms.work import Direction, Outcome, Stage, TouchKind, Verdict, VerdictReason


def register(app: typer.Typer) -> None:

    @app.command(help=_("What is overdue, due today, or without a next step; what waits."))
    def today(
        context: typer.Context,
        town: TownOption = "",
        everybody: Annotated[bool, typer.Option("--everybody", help=_("Everybody's cases, not only mine."))] = False,
        as_json: JsonFlag = False,
    ) -> None:
        _today(context.obj, town=town, everybody=everybody, as_json=as_json)

    @app.command(help=_("Organisations proposed for a competence need, the best first."))
    def candidates(
        context: typer.Context,
        need: NeedOption,
        limit: LimitOption = 30,
        offset: Annotated[
            int,
            typer.Option("--offset", metavar="N", parser=whole("--offset", 0), help=_("How many to pass over first.")),
        ] = 0,
        as_json: JsonFlag = False,
    ) -> None:
        _candidates(context.obj, need=need, limit=limit, offset=offset, as_json=as_json)

    @app.command(help=_("Give your assessment of an organisation for a need: fits, does_not_fit or later."))
    def verdict(
        context: typer.Context,
        organisation: OrganisationArgument,
        assessment: Annotated[str, typer.Argument(help=_("fits, does_not_fit or later."))],
        need: NeedOption,
        reason: Annotated[
            str,
            typer.Option(
                "--reason",
                help=_(
                    "Why it does not fit: wrong_industry, too_small, wrong_place, already_known, not_a_real_actor"
                    " or other."
                ),
            ),
        ] = "",
        until: Annotated[str, typer.Option("--until", metavar="DATE", help=_("Day to ask again, for later."))] = "",
    ) -> None:
        from outreach.services import candidates as service
        from outreach.services import organisations

        verdict = one_of(assessment, Verdict, "assessment")
        why = one_of(reason, VerdictReason, "reason").value if reason else ""
        place = context.obj.working()
        with place.write() as uow:
            actor_id = organisations.find_actor(uow, organisation)
            said = service.judge(
                uow,
                need,
                actor_id,
                verdict,
                reason=why,
                until=day(until, "--until"),
                key=place.key,
            )
        output.tell(said)

    @app.command(help=_("Log a contact with an organisation, or a note about it."))
    def log(
        context: typer.Context,
        organisation: OrganisationArgument,
        kind: Annotated[
            str, typer.Argument(help=_("call, email, letter, meeting, remote_meeting, visit, event or note."))
        ],
        text: Annotated[str, typer.Option("--text", help=_("What was said, in a few words."))] = "",
        inbound: Annotated[bool, typer.Option("--from-them", help=_("They contacted us."))] = False,
        outcome: Annotated[str, typer.Option("--result", help=_("replied, no_answer, meeting_agreed and so on."))] = "",
        case: Annotated[
            int | None,
            typer.Option(
                "--case",
                metavar="CASE",
                parser=whole("--case"),
                help=_("Number of the case; needed when there are several."),
            ),
        ] = None,
        sent: Annotated[bool, typer.Option("--sent", help=_("I confirm that the message was sent."))] = False,
        on: DayOption = "",
    ) -> None:
        _log(
            context.obj,
            organisation,
            case_id=case,
            touch=TouchInput(
                kind=one_of(kind, TouchKind, "kind of contact"),
                direction=Direction.INBOUND if inbound else Direction.OUTBOUND,
                on=day(on, "--on") or context.obj.workplace.today,
                text=text,
                outcome=one_of(outcome, Outcome, "result") if outcome else None,
                sent=sent,
            ),
        )

    @app.command(help=_("Confirm that an e-mail or a letter was really sent."))
    def sent(
        context: typer.Context,
        contact: Annotated[
            int,
            typer.Argument(
                metavar="CONTACT", parser=whole("CONTACT"), help=_("Number of the contact, as `show` lists it.")
            ),
        ],
    ) -> None:
        from outreach.services import contact as service

        with context.obj.working().write() as uow:
            said = service.confirm_sent(uow, contact)
        output.tell(said)

    @app.command(help=_("Set the next step of a case and its day; --done marks it as done."))
    def task(
        context: typer.Context,
        case: CaseArgument,
        title: Annotated[str, typer.Argument(help=_("What is to be done."))] = "",
        due: Annotated[str, typer.Option("--due", metavar="DATE", help=_("Day by which it is to be done."))] = "",
        done: Annotated[bool, typer.Option("--done", help=_("The next step is done."))] = False,
    ) -> None:
        _task(context.obj, case, title=title, due=due, done=done)

    @app.command(help=_("Move a case to a stage; without a stage, show where it can go and what is needed."))
    def move(
        context: typer.Context,
        case: CaseArgument,
        stage: Annotated[str, typer.Argument(help=_("Stage to move to."))] = "",
        reason: Annotated[str, typer.Option("--reason", help=_("Why; needed when moving back or aside."))] = "",
        evidence: Annotated[str, typer.Option("--evidence", help=_("The agreed role, or the joint project."))] = "",
        return_on: Annotated[
            str, typer.Option("--return-on", metavar="DATE", help=_("Day to return to a case set aside."))
        ] = "",
        on: DayOption = "",
        as_json: JsonFlag = False,
    ) -> None:
        if not stage:
            _moves(context.obj, case, as_json=as_json)
            return
        from outreach.services import cases

        place = context.obj.working()
        with place.write() as uow:
            said = cases.move(
                uow,
                case,
                one_of(stage, Stage, "stage"),
                key=place.key,
                reason=reason,
                evidence=evidence,
                on=day(on, "--on"),
                revisit_on=day(return_on, "--return-on"),
            )
        output.tell(said)

    @app.command(help=_("Make somebody responsible for a case."))
    def owner(
        context: typer.Context,
        case: CaseArgument,
        name: Annotated[str, typer.Argument(help=_("Name of the adviser."))],
    ) -> None:
        from outreach.services import cases, setup

        with context.obj.working().write() as uow:
            found = setup.adviser_by_name(uow, name)
            if found is None:
                names = ", ".join(row.name for row in setup.advisers(uow))
                raise BadInput(
                    say("Nobody here has this name: {name}", name=name), say("Advisers: {names}", names=names)
                )
            said = cases.set_owner(uow, case, found.adviser_id)
        output.tell(said)

    @app.command(help=_("Cases by stage."))
    def cases(
        context: typer.Context,
        town: TownOption = "",
        stage: Annotated[str, typer.Option("--stage", help=_("Only this stage."))] = "",
        mine: Annotated[bool, typer.Option("--mine", help=_("Only my own."))] = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import cases as service
        from outreach.services.session import need_adviser

        invocation: Invocation = context.obj
        place = invocation.workplace
        with place.read() as uow:
            page = service.page(
                uow,
                today=place.today,
                language=invocation.language,
                limits=invocation.limits,
                town_code=invocation.town_code(town),
                stage=one_of(stage, Stage, "stage") if stage else None,
                owner_id=need_adviser(place) if mine else None,
                limit=1_000_000,
            )
        if as_json:
            output.put_json(page)
            return
        output.table(
            (say("Case"), say("Name"), say("Competence need"), say("Stage"), say("Days"), say("Next step"), say("Due")),
            [
                (
                    row.case_id,
                    row.organisation,
                    row.need_title,
                    label(row.stage),
                    row.days_in_stage,
                    row.next_task.title if row.next_task else "",
                    row.next_task.due_on if row.next_task else None,
                )
                for row in page.rows
            ],
        )


def _today(invocation: Invocation, *, town: str, everybody: bool, as_json: bool) -> None:
    from outreach.services import today as service

    place = invocation.workplace
    with place.read() as uow:
        view = service.today(
            uow,
            adviser_id=None if everybody else place.adviser_id,
            today=place.today,
            language=invocation.language,
            limits=invocation.limits,
            town_code=invocation.town_code(town),
        )
    if as_json:
        output.put_json(view)
        return
    sections = (
        (say("OVERDUE"), view.overdue),
        (say("TODAY"), view.due),
        (say("NO NEXT STEP"), view.no_next),
        (say("TO RETURN TO"), view.revisit),
    )
    for title, rows in sections:
        if rows:
            output.put(tr(title))
            output.table(
                (say("Case"), say("Name"), say("Stage"), say("Next step"), say("Due")),
                [_today_line(row) for row in rows],
            )
            output.put()
    if view.news:
        output.put(tr(say("NEWS FROM THE REGISTER")))
        for news in view.news:
            output.put(f"  {output.one_line(f'{news.organisation}: {tr(news.text)}')} ({date_text(news.on)})")
        if view.news_more:
            output.put(f"  {tr(say_n('…{n} more', '…{n} more', view.news_more))}")
        output.put()
    waiting = say(
        "Waiting: candidates {candidates}, possible duplicates {duplicates}, persons to be informed {persons}",
        candidates=view.candidates_waiting,
        duplicates=view.duplicates_waiting,
        persons=view.notice_due,
    )
    output.put(tr(waiting))


def _today_line(row: TodayRow) -> tuple[object, ...]:
    stage: Message = say("{stage} {days} d", stage=label(row.stage), days=row.days_in_stage)
    return (
        row.case_id,
        row.organisation,
        stage,
        row.task.title if row.task else "",
        row.task.due_on if row.task else None,
    )


def _candidates(invocation: Invocation, *, need: int, limit: int, offset: int, as_json: bool) -> None:
    from outreach.services import candidates as service
    from outreach.services import needs, scoring

    place = invocation.workplace
    with place.read() as uow:
        needs.need(uow, need)
    scoring.refresh(place.database, [need], now=place.now)
    with place.read() as uow:
        page = service.page(uow, need, today=place.today, offset=offset, limit=limit)
        if as_json:
            details = [
                service.detail(uow, need, row.actor_id, today=place.today, key=place.key, language=invocation.language)
                for row in page.rows
            ]
            output.put_json({"need": need, "total": page.total, "offset": offset, "candidates": details})
            return
    output.table(
        (say("Class"), say("Score"), say("Name"), say("Business ID"), say("Number"), say("Facts %")),
        [(row.band.value, row.score, row.name, row.business_id, row.actor_id, row.completeness) for row in page.rows],
    )
    output.tell(say("{shown} of {total} candidates", shown=len(page.rows), total=page.total))


def _log(invocation: Invocation, organisation: str, *, case_id: int | None, touch: TouchInput) -> None:
    from outreach.services import cases, contact, organisations

    place = invocation.working()
    with place.write() as uow:
        actor_id = organisations.find_actor(uow, organisation)
        row = organisations.ours(uow, actor_id)
        open_cases = cases.of_organisation(
            uow, row.id or 0, today=place.today, language=invocation.language, limits=invocation.limits
        )
        if case_id is None and len(open_cases) > 1:
            listed = ", ".join(f"{view.case_id} ({view.need_title})" for view in open_cases)
            raise BadInput(say("Which case? Say it with --case."), say("Cases: {listed}", listed=listed))
        chosen = case_id if case_id is not None else open_cases[0].case_id if open_cases else None
        number = contact.log(uow, organisation_id=row.id or 0, case_id=chosen, touch=touch, key=place.key)
    output.put(str(number))
    output.tell(say("Logged as contact {n}", n=number))


def _task(invocation: Invocation, case_id: int, *, title: str, due: str, done: bool) -> None:
    from outreach.services import cases, contact

    place = invocation.working()
    with place.write() as uow:
        view = cases.case(uow, case_id, today=place.today, language=invocation.language, limits=invocation.limits)
        due_on = day(due, "--due")
        if done and view.next_task is None:
            raise BadInput(say("The case has no next step to mark as done."))
        if done and view.next_task is not None:
            said = contact.finish_task(uow, view.next_task.task_id)
        elif due_on is None:
            raise BadInput(say("Say by which day: --due 2026-03-10"))
        else:
            said = contact.set_next_step(uow, case_id, title, due_on)
    output.tell(said)


def _moves(invocation: Invocation, case_id: int, *, as_json: bool) -> None:
    from outreach.services import cases

    place = invocation.workplace
    with place.read() as uow:
        moves = cases.allowed(uow, case_id, key=place.key, today=place.today)
    if as_json:
        output.put_json(moves)
        return
    for found in moves:
        needed = [*found.missing, *([found.wants_evidence] if found.wants_evidence else [])]
        needed += [say("a reason")] if found.wants_reason else []
        needed += [say("the date to return to this")] if found.wants_date else []
        words = "; ".join(tr(message) for message in needed)
        output.put(f"{found.stage.value:12} {tr(label(found.stage))}{': ' + words if words else ''}")
