"""Possible duplicates: is it the same organisation?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation, day, one_of
from outreach.cli.options import JsonFlag, LimitOption, whole
from outreach.i18n import _, percent_text, signed_text, tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.review import Pace, Proposal, ReviewItem
from outreach.terms.work import Judgement


def register(app: typer.Typer) -> None:
    review = typer.Typer(help=_("Possible duplicates: records that wait for a person's word."), no_args_is_help=True)

    @review.command("list", help=_("Questions that wait, with what speaks for and against each proposal."))
    def review_list(
        context: typer.Context,
        limit: LimitOption = 10,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import review as service

        invocation: Invocation = context.obj
        place = invocation.workplace
        with place.read() as uow:
            page = service.queue(uow, offset=0, limit=limit, today=place.today)
            pace = service.pace(uow, place.adviser_id)
        if as_json:
            output.put_json(page)
            return
        for item in page.rows:
            for line in _lines(item):
                output.put(output.one_line(line) if not line.startswith(" ") else line)
        output.tell(say("{shown} of {total} possible duplicates", shown=len(page.rows), total=page.total))
        if page.total:
            output.tell(_time(page.total, pace))

    @review.command("answer", help=_("Say whether a record is an organisation: same, different or unsure."))
    def answer(
        context: typer.Context,
        record: Annotated[
            int,
            typer.Argument(
                metavar="RECORD",
                parser=whole("RECORD"),
                help=_("Number of the record or organisation, as the list shows it."),
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
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import review as service

        place = context.obj.working()
        said = one_of(judgement, Judgement, "answer")
        with place.write() as uow:
            item = service.item(uow, record)
            actor_id = organisation or (item.proposals[0].actor_id if item.proposals else 0)
            message = service.answer(uow, record, actor_id, said, until=day(until, "--until"), key=place.key)
            left = service.count(uow)
        if as_json:
            records = [one for one in (item.record_id, *(other.record_id for other in item.group)) if one]
            output.put_json(
                {"answer": said, "organisation": actor_id, "records": records, "said": message, "left": left}
            )
            return
        output.tell(message)

    app.add_typer(review, name="review")


def _lines(item: ReviewItem) -> Iterator[str]:
    """A question: the records that one answer goes to, then each proposal with its evidence."""
    if item.actor_id is None:
        yield f"{item.number}: {item.name} ({item.source}, {item.place})"
    else:
        said = say("{name} (organisation of ours)", name=item.name)
        yield f"{item.number}: {tr(said)}"
    for other in item.group:
        said = say("and record {n} ({source}, {place})", n=str(other.record_id), source=other.source, place=other.place)
        yield f"   {output.one_line(tr(said))}"
    for proposal in item.proposals:
        yield from _proposal(proposal)


def _proposal(proposal: Proposal) -> Iterator[str]:
    name = output.one_line(f"{proposal.name} {proposal.business_id}".rstrip())
    yield f"   {proposal.actor_id}: {name} {percent_text(proposal.posterior)}"
    if proposal.why is not None:
        yield f"      {output.one_line(tr(proposal.why))}"
    for pair in (pair for pair in proposal.fields if pair.grade != "missing"):
        words = tr(pair.text) if pair.text else f"{pair.known} / {pair.incoming}"
        yield f"      {signed_text(pair.bits)}  {output.one_line(words)}"


def _time(total: int, pace: Pace) -> Message:
    minutes = max(1, round(total * pace.seconds / 60))
    return say_n("About {n} minute at this pace", "About {n} minutes at this pace", minutes)
