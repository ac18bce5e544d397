"""How records and organisations are linked: why, how well, and with which weights."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli import output, waterfall
from outreach.cli.commands import link_evaluate, link_weights
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag, whole
from outreach.i18n import _
from outreach.terms.message import say


def register(app: typer.Typer) -> None:
    link = typer.Typer(help=_("How records are linked: why, how well, with which weights."), no_args_is_help=True)

    @link.command("explain", help=_("Why a record stands where it does: the evidence line by line, and who decided."))
    def explain(
        context: typer.Context,
        what: Annotated[
            str,
            typer.Argument(
                metavar="ID", help=_("Number of a record, or the Business ID, number or name of an organisation.")
            ),
        ],
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import explain as service

        invocation: Invocation = context.obj
        with invocation.workplace.read() as uow:
            found = service.explain(uow, what)
        if as_json:
            output.put_json(found)
            return
        for place, explanation in enumerate(found):
            if place:
                output.put()
            for line in waterfall.lines(explanation):
                output.put(line)
        if not found:
            output.tell(say("No page or list names this organisation: there is nothing to explain."))

    @link.command("split", help=_("Take a record out of the organisation that it was wrongly linked to, for ever."))
    def split(
        context: typer.Context,
        record: Annotated[
            int,
            typer.Argument(
                metavar="RECORD", parser=whole("RECORD"), help=_("Number of the record, as explain shows it.")
            ),
        ],
    ) -> None:
        from outreach.services import review as service

        place = context.obj.working()
        with place.write() as uow:
            said = service.split(uow, record, key=place.key)
        for message in said:
            output.tell(message)

    link_evaluate.register(link)
    link_weights.register(link)
    app.add_typer(link, name="link")
