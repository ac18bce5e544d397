"""Exports for funders and town boards."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation, day
from outreach.cli.options import TownOption
from outreach.errors import BadInput
from outreach.i18n import _
from outreach.terms.message import say


def register(app: typer.Typer) -> None:
    exports = typer.Typer(help=_("Reports as files."), no_args_is_help=True)

    @exports.command("status", help=_("Where each case stands, coverage of the needs, and what the period brought."))
    def status(
        context: typer.Context,
        town: TownOption = "all",
        since: Annotated[str, typer.Option("--from", metavar="DATE", help=_("First day of the period."))] = "",
        until: Annotated[str, typer.Option("--to", metavar="DATE", help=_("Last day of the period; else today."))] = "",
        kind: Annotated[
            str,
            typer.Option(
                "--format", metavar="FORMAT", help=_("xlsx, csv, json or md; else as the file ends, or xlsx.")
            ),
        ] = "",
        target: Annotated[
            Path | None,
            typer.Option(
                "--output", "-o", metavar="FILE", help=_("File to write; - is standard output. CSV makes three files.")
            ),
        ] = None,
        names: Annotated[
            bool, typer.Option("--names", help=_("With names of persons; by default they are left out."))
        ] = False,
    ) -> None:
        from outreach.services import scoring
        from outreach.services.reports import write
        from outreach.services.reports.status import status as make

        invocation: Invocation = context.obj
        kind = kind or _ending(target, write.FORMATS)
        if kind not in write.FORMATS:
            raise BadInput(
                say("The format is not known: {kind}", kind=kind), say("Formats: {all}", all=", ".join(write.FORMATS))
            )
        place = invocation.workplace
        scoring.refresh(place.database, now=place.now)
        with place.read() as uow:
            report = make(
                uow,
                place,
                language=invocation.language,
                town_code=invocation.town_code(town),
                since=day(since, "--from"),
                until=day(until, "--to"),
                with_names=names,
            )
        if str(target) == "-":
            content = write.files(report, kind, invocation.language)
            sys.stdout.buffer.write(next(iter(content.values())))
            return
        path = target or Path(f"outreach-status-{report.until:%Y%m%d}.{kind}")
        for made in write.save(report, kind, invocation.language, path):
            output.put(str(made))

    app.add_typer(exports, name="export")


def _ending(target: Path | None, formats: Sequence[str]) -> str:
    """The format that the name of a file tells, else the first one."""
    ending = target.suffix.lower().lstrip(".") if target else ""
    return ending if ending in formats else formats[0]
