"""Sources: pages and sites that are read again and again, and what a page or file gives before anything is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from outreach import clock
from outreach.cli import output
from outreach.cli.commands import imports, source_add
from outreach.cli.context import Invocation
from outreach.cli.options import DryRun, JsonFlag, TownOption
from outreach.cli.progress import shown
from outreach.cli.stopping import stoppable
from outreach.errors import BadInput, OutreachError
from outreach.i18n import _, date_text, render_error, tr
from outreach.terms.labels import label
from outreach.terms.message import say
from outreach.terms.sources import CheckState, SourceRow

NOTHING = ATTENTION = 1


def register(app: typer.Typer) -> None:
    sources = typer.Typer(
        help=_("Pages that list organisations: look at one, keep it as a source, read it again."), no_args_is_help=True
    )

    @sources.command(
        "preview",
        help=_(
            "What a page, a spreadsheet or a source gives. Nothing is saved, and no database is needed."
            " Ends with 1 when no organisation is found."
        ),
    )
    def preview(
        context: typer.Context,
        where: Annotated[
            str,
            typer.Argument(
                metavar="FILE_OR_URL", help=_("A saved page, a spreadsheet, a web address, a source or its .toml file.")
            ),
        ],
        source: Annotated[
            Path | None,
            typer.Option("--source", metavar="FILE.toml", help=_("Read the page as the file of this source says.")),
        ] = None,
        base_url: Annotated[
            str, typer.Option("--base-url", metavar="URL", help=_("Address that a saved page came from."))
        ] = "",
        content_type: Annotated[
            str,
            typer.Option(
                "--content-type", metavar="TYPE", help=_('As the site told it: "text/html; charset=iso-8859-1".')
            ),
        ] = "",
        mentioned: Annotated[
            bool, typer.Option("--mentioned", help=_("Also organisations that are only named in running text."))
        ] = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.cli import records
        from outreach.jobs.preview import preview as look

        invocation: Invocation = context.obj
        with shown() as progress, stoppable() as should_stop:
            found = look(
                _file_of(invocation, where),
                door=invocation.fetcher,
                now=clock.now(),
                source_file=source,
                base_url=base_url,
                content_type=content_type,
                progress=progress,
                should_stop=should_stop,
            )
        if as_json:
            records.put_preview_lines(found, mentioned=mentioned)
        else:
            records.print_preview(found, mentioned=mentioned)
        if not found.candidates and not (mentioned and found.mentioned):
            output.tell(found.notes[-1] if found.notes else say("No organisation was found."))
            raise typer.Exit(NOTHING)

    source_add.register(sources)

    @sources.command("list", help=_("All sources: what they are called, and how their last run ended."))
    def listing(context: typer.Context, as_json: JsonFlag = False) -> None:
        from outreach.jobs import sources as jobs

        invocation: Invocation = context.obj
        rows = jobs.listed(invocation.workplace)
        if as_json:
            output.put_json({"folder": str(jobs.folder(invocation.config)), "rows": [_plain(row) for row in rows]})
            return
        if not rows:
            output.tell(say("There are no sources yet. Add one: outreach source add ADDRESS"))
        output.table(
            (say("Source"), say("Name"), say("Last run"), say("State"), say("Read")),
            [
                (
                    row.key,
                    row.name,
                    date_text(clock.today(row.last_run.started_at)) if row.last_run else "",
                    row.problem or (label(row.last_run.state) if row.last_run else say("Not run yet")),
                    row.last_run.read if row.last_run else None,
                )
                for row in rows
            ],
            cut=1,
        )

    @sources.command(
        "check",
        help=_(
            "What sources give on the pages that are kept of them, without the network. Ends with 1 when one is bad."
        ),
    )
    def check(
        context: typer.Context,
        key: Annotated[str, typer.Argument(metavar="[KEY]", help=_("Only this source."))] = "",
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.jobs import sources as jobs

        invocation: Invocation = context.obj
        checked = list(jobs.check(invocation.workplace, key))
        if as_json:
            output.put_json({"rows": checked})
        else:
            output.table(
                (say("Source"), say("State"), say("Found"), say("Pages"), say("Of")),
                [
                    (
                        row.key,
                        label(row.state),
                        row.found,
                        row.checked_pages,
                        date_text(clock.today(row.fetched_at)) if row.fetched_at else "",
                    )
                    for row in checked
                ],
            )
        for row in checked:
            for sentence in row.said:
                output.tell(output.one_line(f"{row.key}: {tr(sentence)}"))
        if any(row.state in (CheckState.BAD, CheckState.BROKEN) for row in checked):
            raise typer.Exit(ATTENTION)

    @sources.command(
        "run",
        help=_(
            "Read a source and take in what it gives. Below what its file expects, or under half of last time, nothing"
            " is saved. What is gone from the page is marked, never removed."
        ),
    )
    def run(
        context: typer.Context,
        key: Annotated[str, typer.Argument(metavar="[KEY]", help=_("The source, as the list shows it."))] = "",
        every: Annotated[bool, typer.Option("--all", help=_("All sources, one after the other."))] = False,
        town: TownOption = "",
        force: Annotated[bool, typer.Option("--force", help=_("Accept a page that gives less than it did."))] = False,
        dry_run: DryRun = False,
        as_json: JsonFlag = False,
    ) -> None:
        if bool(key) is every:
            raise BadInput(say("Say which source to read: its key, or --all."), say("See: outreach source list"))
        _run(context.obj, key, town, force=force, dry_run=dry_run, as_json=as_json)

    @sources.command("remove", help=_("Read a source no more. Its file is put aside; what it brought stays."))
    def remove(
        context: typer.Context,
        key: Annotated[str, typer.Argument(metavar="KEY", help=_("The source, as the list shows it."))],
    ) -> None:
        from outreach.jobs import sources as jobs

        invocation: Invocation = context.obj
        aside = jobs.remove(invocation.config, key)
        output.tell(say("Read no more: {key}. Its file lies here: {path}", key=key, path=str(aside)))

    app.add_typer(sources, name="source")


def _file_of(invocation: Invocation, where: str) -> str:
    """The file of a source where its key was given."""
    from outreach.jobs import opening, sources

    if opening.is_address(where) or Path(where).expanduser().exists() or where not in sources.keys(invocation.config):
        return where
    return str(sources.path_of(invocation.config, where))


def _run(invocation: Invocation, key: str, town: str, *, force: bool, dry_run: bool, as_json: bool) -> None:
    """One source or all: the exit code is the worst of them."""
    from outreach.jobs import source_runs
    from outreach.jobs import sources as jobs
    from outreach.jobs.imports import fetcher_of

    place = invocation.workplace
    wanted = [jobs.path_of(place.config, key).stem] if key else list(jobs.keys(place.config))
    if not wanted:
        output.tell(say("There are no sources yet. Add one: outreach source add ADDRESS"))
    town_code = invocation.town_code(town) if town else None
    act = source_runs.rehearse_run if dry_run else source_runs.run
    worst = 0
    with shown() as progress, stoppable() as should_stop:
        for one in wanted:
            try:
                done = act(
                    place,
                    fetcher_of(place, invocation.given_fetcher),  # each source is a run, with requests of its own
                    one,
                    town_code=town_code,
                    force=force,
                    progress=progress,
                    should_stop=should_stop,
                )
                imports.tell_done(done, as_json=as_json, stopped=should_stop(), one_of_many=not key)
            except OutreachError as error:
                if key:
                    raise
                output.complain(f"{one}: {render_error(error)}")
                worst = max(worst, error.exit_code)
            except typer.Exit as end:
                worst = max(worst, end.exit_code)
            if should_stop():
                break
    if worst:
        raise typer.Exit(worst)


def _plain(row: SourceRow) -> dict[str, Any]:
    """A source for other programs."""
    return {
        "key": row.key,
        "name": row.name,
        "path": str(row.path),
        "start": list(row.start),
        "problem": tr(row.problem) if row.problem else "",
        "last_run": row.last_run,
    }
