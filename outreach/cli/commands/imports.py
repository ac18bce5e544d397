"""Imports: the business register, spreadsheets, web pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outreach.cli import INTERRUPTED, output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag, TownOption
from outreach.cli.progress import shown
from outreach.cli.run_report import print_result
from outreach.cli.stopping import stoppable
from outreach.errors import BadInput
from outreach.i18n import _
from outreach.terms.message import say, say_n
from outreach.terms.runs import RunResult, RunState

ATTENTION = 1


def register(app: typer.Typer) -> None:
    imports = typer.Typer(
        help=_("Bring in organisations from the register, a spreadsheet or a web page."), no_args_is_help=True
    )

    @imports.command(
        "ytj",
        help=_(
            "Companies of the business register (YTJ): all of them, downloaded or from a file, or one town by its"
            " postal codes. The download is skipped while the register has nothing new."
        ),
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
        from outreach.jobs import download
        from outreach.jobs import imports as jobs

        invocation: Invocation = context.obj
        if bulk is not None and town:
            raise BadInput(
                say("Say what to import: a file or a town."),
                say("Write: outreach import ytj --bulk FILE.zip, or outreach import ytj --town TOWN"),
            )
        code = invocation.town_code(town) if town else ""
        result: RunResult | download.Unchanged
        with shown() as progress, stoppable() as should_stop:
            place = invocation.workplace
            if bulk is not None:
                result = jobs.import_bulk(place, bulk, force=force, progress=progress, should_stop=should_stop)
            elif town:
                result = jobs.import_town(place, invocation.fetcher(), code, progress=progress, should_stop=should_stop)
            else:
                result = download.import_register(
                    place, invocation.fetcher(), force=force, progress=progress, should_stop=should_stop
                )
        if isinstance(result, download.Unchanged):
            if as_json:
                output.put_json(result)
            output.tell(download.same_as_before(result))
            return
        _report(result, as_json=as_json, stopped=should_stop())

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
        with shown() as progress, stoppable() as should_stop:
            result = jobs.import_file(
                invocation.workplace,
                path,
                town_code=invocation.town_code(town),
                sheet=sheet,
                progress=progress,
                should_stop=should_stop,
            )
        _report(result, as_json=as_json, stopped=should_stop())

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
        with shown() as progress, stoppable() as should_stop:
            result = jobs.import_web(
                invocation.workplace,
                fetcher,
                address,
                town_code=invocation.town_code(town),
                progress=progress,
                should_stop=should_stop,
            )
        _report(result, as_json=as_json, stopped=should_stop())

    app.add_typer(imports, name="import")


def _is_saved_page(text: str) -> bool:
    """Whether a file of the disk is meant and not a web address; BadInput when it is neither."""
    if Path(text).is_file():
        return True
    if "://" not in text:
        raise BadInput(
            say("There is no such file: {path}", path=text[:200]), say("A web address begins with https:// or http://.")
        )
    return False


def _report(result: RunResult, *, as_json: bool, stopped: bool) -> None:
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
    if stopped and result.state is not RunState.DONE:
        output.tell(output.STOPPED)
        raise typer.Exit(INTERRUPTED)
    if result.state is not RunState.DONE or result.rejected or result.review:
        raise typer.Exit(ATTENTION)
