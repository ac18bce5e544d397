"""Imports: the business register, spreadsheets, web pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli import INTERRUPTED, output
from outreach.cli.context import Invocation
from outreach.cli.options import DryRun, JsonFlag, TownOption
from outreach.cli.progress import shown
from outreach.cli.run_report import print_result
from outreach.cli.stopping import stoppable
from outreach.errors import BadInput
from outreach.i18n import _
from outreach.terms.message import say, say_n
from outreach.terms.runs import RunResult, RunState

if TYPE_CHECKING:
    from outreach.jobs.lists import Rehearsed

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
        report(result, as_json=as_json, stopped=should_stop())

    @imports.command(
        "file",
        help=_(
            "A spreadsheet, a CSV file or an address book: organisations, and members a town has from before. With"
            " --dry-run it shows what each row would become, and with --json one line for each."
        ),
    )
    def from_file(
        context: typer.Context,
        path: Annotated[Path, typer.Argument(help=_("The file: .csv, .tsv, .xlsx, .xls, .ods or .vcf."))],
        town: TownOption = "",
        sheet: Annotated[
            str, typer.Option("--sheet", help=_("Name of the sheet; else those with organisations."))
        ] = "",
        columns: Annotated[
            list[str] | None,
            typer.Option(
                "--map",
                metavar="HEADING=FIELD",
                help=_(
                    "What a column holds; may be repeated, and is remembered for files with the same headings. An empty"
                    ' field is not read. "--map none" forgets.'
                ),
            ),
        ] = None,
        dry_run: DryRun = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.jobs import lists
        from outreach.jobs.columns import read_mapping

        invocation: Invocation = context.obj
        mapping = read_mapping(columns or ())
        act = lists.rehearse_file if dry_run else lists.import_file
        with shown() as progress, stoppable() as should_stop:
            done = act(
                invocation.workplace,
                path,
                town_code=invocation.town_code(town),
                sheet=sheet,
                mapping=mapping,
                progress=progress,
                should_stop=should_stop,
            )
        tell_done(done, as_json=as_json, stopped=should_stop())

    @imports.command(
        "web", help=_("A web page with organisations on it, or a saved page. --dry-run shows what would be done.")
    )
    def web(
        context: typer.Context,
        address: Annotated[str, typer.Argument(help=_("Web address, or a saved .html file."))],
        town: TownOption = "",
        mentioned: Annotated[
            list[str] | None,
            typer.Option(
                "--mentioned",
                metavar="NAME",
                help=_("Also this organisation, which is only named in running text; may be repeated."),
            ),
        ] = None,
        dry_run: DryRun = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.jobs import lists

        invocation: Invocation = context.obj
        fetcher = None if _is_saved_page(address) else invocation.fetcher()
        act = lists.rehearse_web if dry_run else lists.import_web
        with shown() as progress, stoppable() as should_stop:
            done = act(
                invocation.workplace,
                fetcher,
                address,
                town_code=invocation.town_code(town),
                mentioned=frozenset(mentioned or ()),
                progress=progress,
                should_stop=should_stop,
            )
        tell_done(done, as_json=as_json, stopped=should_stop())

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


def tell_done(done: RunResult | Rehearsed, *, as_json: bool, stopped: bool, one_of_many: bool = False) -> None:
    """What an import did, or would do; of several, each is one line of JSON."""
    if isinstance(done, RunResult):
        report(done, as_json=as_json, stopped=stopped, one_of_many=one_of_many)
    else:
        report_plan(done, as_json=as_json, stopped=stopped)


def report_plan(done: Rehearsed, *, as_json: bool, stopped: bool) -> None:
    """What an import would do: a line for each record, or how many become what. Ends with 1 where there is nothing."""
    from outreach.cli import records

    if as_json:
        apart = records.apart_in(done.parsed.columns)
        for row in done.planned:
            output.put_line(records.plan_line_of(row, apart=apart))
    else:
        if done.parsed.columns:
            records.print_columns(done.parsed.columns)
            output.put()
        records.print_plan(done.planned)
        records.print_notes(done.result.notes, columns_shown=bool(done.parsed.columns))
    output.tell(say("This was a dry run: nothing was saved."))
    if stopped and done.result.state is not RunState.DONE:
        raise typer.Exit(INTERRUPTED)
    if not done.parsed.candidates:
        if as_json and done.parsed.notes:
            output.tell(done.parsed.notes[-1])
        raise typer.Exit(ATTENTION)


def report(result: RunResult, *, as_json: bool, stopped: bool, one_of_many: bool = False) -> None:
    """What an import did. Ends with 1 where something waits for a person or was not accepted."""
    if as_json:
        put = output.put_line if one_of_many else output.put_json
        put(result)
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
