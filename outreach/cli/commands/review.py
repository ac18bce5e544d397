"""Possible duplicates: is it the same organisation?"""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation, day, one_of
from outreach.cli.options import JsonFlag, LimitOption, whole
from outreach.i18n import _, percent_text, tr
from outreach.terms.message import say
from outreach.terms.work import Judgement


def register(app: typer.Typer) -> None:
    review = typer.Typer(help=_("Possible duplicates: records that wait for a person's word."), no_args_is_help=True)

    @review.command("list", help=_("Records that wait, with what speaks for and against each proposal."))
    def review_list(
        context: typer.Context,
        limit: LimitOption = 10,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import review as service

        invocation: Invocation = context.obj
        place = invocation.workplace
        with place.read() as uow:
            page = service.queue(uow, offset=0, limit=limit)
        if as_json:
            output.put_json(page)
            return
        for item in page.rows:
            output.put(output.one_line(f"{item.record_id}: {item.name} ({item.source}, {item.place})"))
            for proposal in item.proposals:
                share = percent_text(proposal.posterior)
                output.put(
                    f"   {proposal.actor_id}: {output.one_line(f'{proposal.name} {proposal.business_id}')} {share}"
                )
                for pair in (pair for pair in proposal.fields if pair.grade != "missing"):
                    words = tr(pair.text) if pair.text else f"{pair.known} / {pair.incoming}"
                    output.put(f"      {pair.bits:+.1f}  {output.one_line(words)}")
        output.tell(say("{shown} of {total} possible duplicates", shown=len(page.rows), total=page.total))

    @review.command("answer", help=_("Say whether a record is an organisation: same, different or unsure."))
    def answer(
        context: typer.Context,
        record: Annotated[
            int,
            typer.Argument(
                metavar="RECORD", parser=whole("RECORD"), help=_("Number of the record, as the list shows it.")
            ),
        ],
        judgement: Annotated[str, typer.Argument(help=_("same, different or unsure."))],
        organisation: Annotated[
            int | None,
            typer.Option(
                "--organisation",
                metavar="N",
                parser=whole("--organisation"),
                help=_("Number of the proposed organisation; else the first one."),
            ),
        ] = None,
        until: Annotated[str, typer.Option("--until", metavar="DATE", help=_("Day to ask again, for unsure."))] = "",
    ) -> None:
        from outreach.services import review as service

        place = context.obj.working()
        said = one_of(judgement, Judgement, "answer")
        with place.write() as uow:
            item = service.item(uow, record)
            actor_id = organisation or (item.proposals[0].actor_id if item.proposals else 0)
            message = service.answer(uow, record, actor_id, said, until=day(until, "--until"), key=place.key)
        output.tell(message)

    app.add_typer(review, name="review")
