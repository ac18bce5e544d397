"""The nightly run: all sources in order, for a timer or by hand."""

from __future__ import annotations

import os
import sys
from logging import Logger
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag
from outreach.cli.progress import duration, shown
from outreach.cli.stopping import stoppable
from outreach.errors import BadInput, OutreachError
from outreach.i18n import _, render_error, tr
from outreach.terms.labels import label
from outreach.terms.message import say, say_n
from outreach.terms.nightly import BAD, Counts, NightlyResult, Source, SourceOutcome

CHOICES = (Source.REGISTER, Source.WEB, Source.VANISHED)
SOURCE, UNCHANGED = 0, 5  # columns of the table that a narrow terminal has no room for
LONGEST_NAME = 24  # letters of an address in the table


def register(app: typer.Typer) -> None:
    @app.command(
        help=_(
            "Everything that a night does: fetch and import the register's whole file, read the sources and each web"
            " page that was imported before, ask for companies that have vanished, bring the scores up to date."
        )
    )
    def nightly(
        context: typer.Context,
        only: Annotated[
            list[str] | None,
            typer.Option(
                "--only", metavar="SOURCE", help=_("Only this source: register, web or vanished; may be repeated.")
            ),
        ] = None,
        bulk: Annotated[
            Path | None,
            typer.Option("--bulk", metavar="FILE", help=_("Read this register file in place of the download.")),
        ] = None,
        leave_out: Annotated[
            str,
            typer.Option(
                "--leave-out",
                metavar="ADDRESS",
                help=_("Run nothing: read this web page no more, until it is imported again."),
            ),
        ] = "",
        install_timer: Annotated[
            bool,
            typer.Option("--install-timer", help=_("Run nothing: write a systemd timer that runs it every night.")),
        ] = False,
        force: Annotated[
            bool, typer.Option("--force", help=_("With --install-timer: replace a timer that was changed."))
        ] = False,
        as_json: JsonFlag = False,
    ) -> None:
        invocation: Invocation = context.obj
        sources = tuple(map(_source, only or ()))
        if install_timer or leave_out:
            if only or bulk or (install_timer and leave_out):
                raise BadInput(say("--install-timer and --leave-out are used alone: they run nothing."))
            if leave_out:
                _leave_out(invocation, leave_out)
            else:
                _install(invocation, force=force)
            return
        if force:
            raise BadInput(
                say("--force belongs to --install-timer."),
                say("To accept a register file that looks incomplete: outreach import ytj --bulk FILE --force"),
            )
        if bulk is not None and sources and Source.REGISTER not in sources:
            raise BadInput(say("--bulk is a file of the register: it goes with --only register or without --only."))
        raise typer.Exit(_run(invocation, sources, bulk, as_json=as_json))


def _source(word: str) -> Source:
    for source in CHOICES:
        if word.strip().casefold() == source.value:
            return source
    raise BadInput(
        say("Not known, {what}: {value}", what="--only", value=word[:40]),
        say("Allowed: {all}", all=", ".join(source.value for source in CHOICES)),
    )


def _run(invocation: Invocation, only: tuple[Source, ...], bulk: Path | None, *, as_json: bool) -> int:
    from outreach import config, faults
    from outreach.cli import INTERRUPTED, logfile
    from outreach.jobs import nightly as job

    folder = config.data_folder()
    with logfile.opened(folder) as log:
        log.info("nightly begins, process %s", os.getpid())
        try:
            with shown() as progress, stoppable() as should_stop:
                result = job.run(
                    invocation.workplace,
                    invocation.fetcher(),
                    only=only,
                    bulk=bulk,
                    defect=lambda error: faults.log(error, folder),
                    progress=progress,
                    should_stop=should_stop,
                    began=lambda source, name: log.info("%s begins%s", source.value, _where(name)),
                    ended=lambda outcome: _log_outcome(log, outcome),
                )
        except OutreachError as error:
            log.error("nightly refused: %s", render_error(error))
            raise
        except KeyboardInterrupt:
            log.warning("nightly stopped at once, code %s", INTERRUPTED)
            raise
        except Exception as error:
            log.error("nightly failed: %s", type(error).__name__)
            raise
        code = result.exit_code()
        words = "stopped" if result.stopped else "ends"
        log.info("nightly %s, code %s: %s, seconds=%s", words, code, _numbers(result.total), result.seconds)
    if as_json:
        output.put_json({**output.plain(result), "exit_code": code})
    else:
        _print(result)
    _tell(result)
    return code


def _print(result: NightlyResult) -> None:
    """A line for each source and one for all."""
    output.table(
        (
            say("Source"),
            say("State"),
            say("Read"),
            say("New"),
            say("Changed"),
            say("Unchanged"),
            say("Not accepted"),
            say("Time"),
        ),
        [
            *(
                (_short(found), label(found.state), *_columns(found.counts), duration(found.seconds))
                for found in result.sources
            ),
            (say("Total"), "", *_columns(result.total), duration(result.seconds)),
        ],
        spare=(UNCHANGED,),
        cut=SOURCE,
    )
    if result.total.vanished:
        output.put(f"{tr(say('No longer in the data'))}: {result.total.vanished}")


def _tell(result: NightlyResult) -> None:
    """Why a source did not bring what it should, and what waits for a person."""
    for found in result.sources:
        if found.said is not None:
            said = render_error(OutreachError(found.said, found.hint))
            output.tell(f"{_full(found)}: {said}")
    for run_id in [run_id for found in result.sources if found.counts.rejected for run_id in found.run_ids]:
        output.tell(say("Records were not accepted: outreach runs show {n}", n=run_id))
    if result.total.review:
        output.tell(
            say_n(
                "{n} record waits for your answer: outreach review list",
                "{n} records wait for your answer: outreach review list",
                result.total.review,
            )
        )
    if result.stopped:
        output.tell(output.STOPPED)


def _columns(counts: Counts) -> tuple[int, ...]:
    return counts.read, counts.created, counts.changed, counts.unchanged, counts.rejected


def _short(found: SourceOutcome) -> str:
    """A source as the table has room for: of an address what tells it from the others."""
    name = found.name.partition("://")[2].removeprefix("www.") or found.name or tr(label(found.source))
    return output.one_line(name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…")


def _full(found: SourceOutcome) -> str:
    return output.one_line(f"{tr(label(found.source))} {found.name}".strip())


def _log_outcome(log: Logger, found: SourceOutcome) -> None:
    """One line, in words that programs find again; a sentence only where something went wrong."""
    level = log.warning if found.state in BAD else log.info
    runs = "".join(f" run={run_id}" for run_id in found.run_ids)
    numbers, name = _numbers(found.counts), _where(found.name)
    level("%s %s%s%s: %s seconds=%s", found.source.value, found.state.value, name, runs, numbers, found.seconds)
    if found.said is not None and found.state in BAD:
        log.warning("%s: %s", found.source.value, _without_query(tr(found.said), found.name))


def _numbers(counts: Counts) -> str:
    return " ".join(f"{name}={value}" for name, value in output.plain(counts).items())


def _where(name: str) -> str:
    """A file or an address for the log: what follows the "?" of an address may be somebody's data or a key."""
    return f" {name.partition('?')[0].partition('#')[0]}" if name else ""


def _without_query(text: str, name: str) -> str:
    return text.replace(name, _where(name).strip()) if name else text


def _leave_out(invocation: Invocation, address: str) -> None:
    from outreach.services import webpages

    with invocation.workplace.write() as uow:
        webpages.leave_out(uow, address)
    output.tell(say("Read no more every night: {url}. What it brought stays.", url=address))


def _install(invocation: Invocation, *, force: bool) -> None:
    """Writes the timer where systemd looks for it, and says what else is to be done."""
    from outreach.cli import timer

    database = str(invocation.overrides.get("database", ""))
    timer.refuse_password(database)
    words, environ = timer.command(database), timer.environment(os.environ)
    if sys.platform == "win32":
        output.tell(say("Run this line in a command prompt; it makes a task of every night:"))
        output.put(timer.task_line(words))
        return
    if sys.platform == "linux":
        for path in timer.install(words, environ, timer.units_folder(os.environ), force=force):
            output.put(str(path))
    if sys.platform == "linux" and timer.systemd_runs():
        output.tell(say("Start the timer, once:"))
        output.put(f"systemctl --user enable --now {timer.NAME}.timer")
        output.tell(say("Let it run while you are not logged in, once:"))
        output.put("loginctl enable-linger")
        return
    output.tell(say("systemd does not run on this machine. Add this line with crontab -e instead:"))
    output.put(timer.cron_line(words, environ))
