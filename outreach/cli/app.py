"""The tree of commands. Made after the language is known, so that its help is in the user's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Annotated, Any

import typer

from outreach.cli.context import Invocation
from outreach.i18n import _

# Modules of commands in the order of the help, and the words that each answers to: only the one asked for is loaded.
MODULES: dict[str, tuple[str, ...]] = {
    "setup": ("init", "demo", "config"),
    "imports": ("import",),
    "source": ("source",),
    "nightly": ("nightly",),
    "runs": ("runs",),
    "work": ("today", "candidates", "verdict", "log", "sent", "task", "move", "owner", "cases"),
    "find": ("search", "show"),
    "review": ("review",),
    "link": ("link",),
    "needs": ("need", "coverage"),
    "people": ("organisation", "person", "do-not-contact"),
    "export": ("export",),
    "data": ("undo", "history", "db"),
}


def build(first: str | None = None) -> Callable[..., Any]:
    """The root command; call it with arguments. `first` is the first of them: "" for none, None when all may be asked
    for. A word that is no command gets the whole tree, whose help lists what there is."""
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
        if version or context.invoked_subcommand is None:
            from outreach.cli.commands import setup

            if version:
                setup.show_version()
                raise typer.Exit
            setup.open_screens(invocation)

    for name in modules(first):
        import_module(f"outreach.cli.commands.{name}").register(app)
    return typer.main.get_command(app)


def modules(first: str | None) -> Iterable[str]:
    """Which modules of commands are wanted for a first argument."""
    if first == "":
        return ()
    return [name for name, words in MODULES.items() if first in words] or MODULES
