"""The tree of commands. Made after the language is known, so that its help is in the user's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from outreach.cli.commands import data, export, find, imports, needs, people, review, setup, work
from outreach.cli.context import Invocation
from outreach.i18n import _


def build() -> Callable[..., Any]:
    """The root command; call it with arguments."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=_("Find, contact and follow the organisations that your town's innovation ecosystem needs."),
        epilog=_("Without a command the screens open. Source of register data: PRH, CC BY 4.0."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )

    @app.callback(invoke_without_command=True)
    def root(
        context: typer.Context,
        database: Annotated[
            str,
            typer.Option("--database", metavar="URL", help=_("Database to use, instead of the one in the settings.")),
        ] = "",
        version: Annotated[bool, typer.Option("--version", help=_("Show the version and leave."))] = False,
    ) -> None:
        invocation: Invocation = context.obj
        if database:
            invocation.overrides["database"] = database
        if version:
            setup.show_version()
            raise typer.Exit
        if context.invoked_subcommand is None:
            setup.open_screens(invocation)

    for module in (setup, imports, work, find, review, needs, people, export, data):
        module.register(app)
    return typer.main.get_command(app)
