"""Import runs that there have been: the list, and one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag, LimitOption, whole
from outreach.cli.run_report import print_quality, print_result
from outreach.i18n import _
from outreach.terms.labels import label
from outreach.terms.message import say

SHOWN = 20
SOURCE, UNCHANGED, REJECTED = 2, 7, 8  # columns of the list that a narrow terminal has no room for


def register(app: typer.Typer) -> None:
    runs = typer.Typer(help=_("Import runs: list them, look into one."))

    @runs.callback(invoke_without_command=True)
    def alone(context: typer.Context, limit: LimitOption = SHOWN, as_json: JsonFlag = False) -> None:
        if context.invoked_subcommand is None:
            _list(context.obj, limit, as_json=as_json)

    @runs.command("list", help=_("The newest runs."))
    def runs_list(context: typer.Context, limit: LimitOption = SHOWN, as_json: JsonFlag = False) -> None:
        _list(context.obj, limit, as_json=as_json)

    @runs.command(
        "show", help=_("One run: what it counted, what it did not accept and why, and how complete its data was.")
    )
    def runs_show(
        context: typer.Context,
        run: Annotated[int, typer.Argument(metavar="RUN", parser=whole("RUN"), help=_("Number of the run."))],
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import runs as service

        with context.obj.workplace.read() as uow:
            result = service.run(uow, run)
        if as_json:
            output.put_json(result)
        else:
            print_result(result)
            print_quality(result.quality)

    app.add_typer(runs, name="runs")


def _list(invocation: Invocation, limit: int, *, as_json: bool) -> None:
    from outreach.services import runs as service

    with invocation.workplace.read() as uow:
        page = service.runs(uow, offset=0, limit=limit)
    if as_json:
        output.put_json(page)
        return
    if not page.rows:
        output.tell(say("No imports yet."))
    output.table(
        (
            "#",
            say("When"),
            say("Source"),
            say("State"),
            say("Read"),
            say("New"),
            say("Changed"),
            say("Unchanged"),
            say("Not accepted"),
        ),
        [
            (
                row.run_id,
                row.started_at,
                row.source,
                label(row.state),
                row.read,
                row.created,
                row.changed,
                row.unchanged,
                row.rejected,
            )
            for row in page.rows
        ],
        spare=(UNCHANGED, REJECTED),
        cut=SOURCE,
    )
