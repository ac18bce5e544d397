"""The data itself: taking back, the journal, back-ups, migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.options import JsonFlag, LimitOption, whole
from outreach.cli.progress import shown
from outreach.i18n import _
from outreach.terms.message import say
from outreach.terms.views import UndoResult


def register(app: typer.Typer) -> None:

    undo = typer.Typer(
        help=_("Take back my last change; again goes further back. --entry takes back any one, `undo run` an import.")
    )

    @undo.callback(invoke_without_command=True)
    def last(
        context: typer.Context,
        entry: Annotated[
            int | None,
            typer.Option(
                "--entry", metavar="N", parser=whole("--entry"), help=_("Number of the entry, as history lists it.")
            ),
        ] = None,
    ) -> None:
        if context.invoked_subcommand is not None:
            return
        from outreach.services import undo as service

        with context.obj.working().write() as uow:
            result = service.undo(uow, entry) if entry else service.undo_last(uow)
        _tell_undone(result)

    @undo.command(
        "run",
        help=_(
            "Take back a whole import. Records that have changed since, and what later work rests on, stay: they are"
            " named."
        ),
    )
    def run(
        context: typer.Context,
        number: Annotated[
            int, typer.Argument(metavar="RUN", parser=whole("RUN"), help=_("Number of the run, as runs lists it."))
        ],
    ) -> None:
        from outreach.jobs import takeback

        with shown() as progress:
            result = takeback.undo_run(context.obj.working(), number, progress=progress)
        _tell_undone(result)

    app.add_typer(undo, name="undo")

    @app.command(help=_("What was changed, by whom and when; newest first."))
    def history(
        context: typer.Context,
        limit: LimitOption = 20,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import undo as service

        with context.obj.workplace.read() as uow:
            page = service.history(uow, limit=limit)
        if as_json:
            output.put_json(page)
            return
        output.table(
            (say("Entry"), say("When"), say("Who"), say("What"), say("Note")),
            [(row.journal_id, row.at, row.who, row.text, say("taken back") if row.undone else "") for row in page.rows],
        )

    db = typer.Typer(help=_("The database: back-up, restore, check, upgrade."), no_args_is_help=True)

    @db.command("backup", help=_("Copy the database while it is in use."))
    def backup(
        context: typer.Context,
        target: Annotated[Path | None, typer.Argument(help=_("File to write; else in the folder of back-ups."))] = None,
    ) -> None:
        from outreach.services import backup as service

        place = context.obj.workplace
        output.put(str(service.backup(place.database, place.now, label="by-hand", target=target)))

    @db.command("restore", help=_("Put a back-up in place of the database; what was there is kept as a back-up."))
    def restore(
        context: typer.Context,
        source: Annotated[Path, typer.Argument(help=_("The back-up."))],
    ) -> None:
        from outreach.services import session

        saved, said = session.restore(context.obj.config, source)
        output.tell(said)
        if saved is not None:
            output.tell(say("What was there before: {path}", path=str(saved)))

    @db.command("check", help=_("Look whether the database is whole and up to date."))
    def check(context: typer.Context) -> None:
        from outreach.services import session

        for line in session.check(context.obj.config):
            output.tell(line)

    @db.command("upgrade", help=_("Bring an older database up to date; SQLite is backed up first."))
    def upgrade(context: typer.Context) -> None:
        from outreach.services import session

        output.tell(session.upgrade(context.obj.config))

    app.add_typer(db, name="db")


def _tell_undone(result: UndoResult) -> None:
    output.tell(say("Undone: {what}", what=result.text))
    for kept in result.kept:
        output.tell(kept)
