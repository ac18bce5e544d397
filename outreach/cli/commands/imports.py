"""Imports: the business register, spreadsheets, web pages; and the runs there have been."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag, LimitOption, TownOption, whole
from outreach.cli.progress import shown
from outreach.errors import BadInput
from outreach.i18n import _, tr
from outreach.terms.labels import label
from outreach.terms.message import say, say_n
from outreach.terms.runs import RunResult, RunState, counts

ATTENTION = 1
ALWAYS_TOLD = 5  # counts of a run that are told although they are zero


def register(app: typer.Typer) -> None:
    imports = typer.Typer(
        help=_("Bring in organisations from the register, a spreadsheet or a web page."), no_args_is_help=True
    )

    @imports.command(
        "ytj", help=_("Companies of the business register (YTJ): a whole file, or one town by its postal codes.")
    )
    def ytj(
        context: typer.Context,
        bulk: Annotated[
            Path | None, typer.Option("--bulk", metavar="FILE", help=_("The register's whole file (.zip or .json)."))
        ] = None,
        town: Annotated[str, typer.Option("--town", metavar="TOWN", help=_("Town to ask the register for."))] = "",
        force: Annotated[
            bool,
            typer.Option(
                "--force", help=_("Accept a file that looks incomplete: many companies fewer than last time.")
            ),
        ] = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.jobs import imports as jobs

        invocation: Invocation = context.obj
        if (bulk is None) == (not town):
            raise BadInput(
                say("Say what to import: a file or a town."),
                say("Write: outreach import ytj --bulk FILE.zip, or outreach import ytj --town TOWN"),
            )
        if bulk is not None:
            with shown() as progress:
                result = jobs.import_bulk(invocation.workplace, bulk, force=force, progress=progress)
        else:
            code = invocation.town_code(town)
            with shown() as progress:
                result = jobs.import_town(invocation.workplace, invocation.fetcher(), code, progress=progress)
        _report(result, as_json=as_json)

    @imports.command("file", help=_("A spreadsheet or a CSV file: organisations, and members a town has from before."))
    def from_file(
        context: typer.Context,
        path: Annotated[Path, typer.Argument(help=_("The file: .csv, .xlsx, .xls or .ods."))],
        town: TownOption = "",
        sheet: Annotated[
            str, typer.Option("--sheet", help=_("Name of the sheet; else the first with organisations."))
        ] = "",
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.jobs import imports as jobs

        invocation: Invocation = context.obj
        with shown() as progress:
            result = jobs.import_file(
                invocation.workplace, path, town_code=invocation.town_code(town), sheet=sheet, progress=progress
            )
        _report(result, as_json=as_json)

    @imports.command("web", help=_("A web page with organisations on it, or a saved page."))
    def web(
        context: typer.Context,
        address: Annotated[str, typer.Argument(help=_("Web address, or a saved .html file."))],
        town: TownOption = "",
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.jobs import imports as jobs

        invocation: Invocation = context.obj
        fetcher = None if _is_saved_page(address) else invocation.fetcher()
        with shown() as progress:
            result = jobs.import_web(
                invocation.workplace, fetcher, address, town_code=invocation.town_code(town), progress=progress
            )
        _report(result, as_json=as_json)

    app.add_typer(imports, name="import")
    runs = typer.Typer(help=_("Import runs: list them, look into one."), no_args_is_help=True)

    @runs.command("list", help=_("The newest runs."))
    def runs_list(
        context: typer.Context,
        limit: LimitOption = 20,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import runs as service

        with context.obj.workplace.read() as uow:
            page = service.runs(uow, offset=0, limit=limit)
        if as_json:
            output.put_json(page)
            return
        output.table(
            (
                "#",
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
        )

    @runs.command("show", help=_("One run: what it counted, and each record that was not accepted."))
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

    app.add_typer(runs, name="runs")


def _is_saved_page(text: str) -> bool:
    """Whether a file of the disk is meant and not a web address; BadInput when it is neither."""
    if Path(text).is_file():
        return True
    if "://" not in text:
        raise BadInput(
            say("There is no such file: {path}", path=text[:200]), say("A web address begins with https:// or http://.")
        )
    return False


def print_result(result: RunResult) -> None:
    """How a run ended, its counts and what was not accepted, for people."""
    output.put(output.one_line(tr(say("Import {n}: {source}", n=result.run_id, source=result.source))))
    if result.state is not RunState.DONE:
        output.put(f"  {tr(say('State'))}: {tr(label(result.state))}")
    for place, (name, count) in enumerate(counts(result)):
        if count or place < ALWAYS_TOLD:
            output.put(f"  {tr(name)}: {count}")
    for note in result.notes:
        output.put(f"  {output.one_line(tr(note))}")
    for reject in result.rejects:
        where = " ".join(part for part in (reject.where, reject.business_id, reject.field) if part)
        output.put(f"  ! {output.one_line(f'{where}: {tr(reject.reason)}')}")


def _report(result: RunResult, *, as_json: bool) -> None:
    if as_json:
        output.put_json(result)
    else:
        print_result(result)
    if result.review:
        output.tell(
            say_n(
                "{n} record waits for your answer: outreach review list",
                "{n} records wait for your answer: outreach review list",
                result.review,
            )
        )
    if result.state is not RunState.DONE or result.rejected or result.review:
        raise typer.Exit(ATTENTION)
