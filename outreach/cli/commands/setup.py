"""Starting: init, the screens, practice data, settings."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag
from outreach.errors import BadInput, Unusable
from outreach.i18n import _, tr
from outreach.rules.text import clean
from outreach.terms.message import say


def register(app: typer.Typer) -> None:
    config_app = typer.Typer(help=_("Settings of this workplace."), no_args_is_help=True)

    @app.command(help=_("Make this workplace ready without questions: name, town, language, example needs."))
    def init(
        context: typer.Context,
        name: Annotated[str, typer.Option("--name", help=_("Your name, as colleagues see it."))] = "",
        town: Annotated[str, typer.Option("--town", metavar="TOWN", help=_("Your town, by name or code."))] = "",
        language: Annotated[str, typer.Option("--language", help=_("Language of the program: fi, sv or en."))] = "",
        contact: Annotated[
            str, typer.Option("--contact", help=_("E-mail or web address that imports tell to the sites they read."))
        ] = "",
        examples: Annotated[
            str, typer.Option("--examples", help=_("Example needs: keep (marked as examples) or empty."))
        ] = "keep",
    ) -> None:
        _init(context.obj, name=name, town=town, language=language, contact=contact, examples=examples)

    @app.command(help=_("Practise with made-up organisations, in a database of its own."))
    def demo(
        context: typer.Context,
        fresh: Annotated[
            bool, typer.Option("--fresh", help=_("Throw the practice data away and make it anew."))
        ] = False,
        screens: Annotated[
            bool, typer.Option("--screens/--no-screens", help=_("Open the screens when a terminal is there."))
        ] = True,
    ) -> None:
        _demo(context.obj, fresh=fresh, screens=screens)

    @config_app.command("show", help=_("Show every setting, its value and where the value comes from."))
    def config_show(context: typer.Context, as_json: JsonFlag = False) -> None:
        from outreach import config

        shown = config.describe(context.obj.config)
        if as_json:
            output.put_json([{"key": s.key, "value": s.value, "origin": s.origin, "description": s.doc} for s in shown])
            return
        output.put(tr(say("Settings file: {path}", path=str(context.obj.config.path))))
        rows = [(s.key, _value(s.value), s.origin, s.doc) for s in shown]
        output.table((say("Setting"), say("Value"), say("From"), say("What it does")), rows)

    @config_app.command("set", help=_("Change a setting; an empty value takes it back to its default."))
    def config_set(
        context: typer.Context,
        key: Annotated[str, typer.Argument(help=_("Name of the setting."))],
        value: Annotated[str, typer.Argument(help=_("New value."))],
    ) -> None:
        from outreach import config

        path = config.save({key: value or None})
        output.tell(say("Saved: {path}", path=str(path)))

    app.add_typer(config_app, name="config")


def show_version() -> None:
    """Version, and the sources that the licences want named."""
    from outreach import __version__
    from outreach.services.reports.tables import attribution

    output.put(f"outreach {__version__}")
    for line in attribution(None):
        output.put(line)


def open_screens(invocation: Invocation) -> None:
    """The screens; without a terminal, what to do instead."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Unusable(
            say("The screens need a terminal."), say("Commands work without one: outreach --help, outreach today")
        )
    from tui.app import run

    code = run(invocation.config, fetcher=invocation.given_fetcher)
    if code:
        raise typer.Exit(code)


def _init(invocation: Invocation, *, name: str, town: str, language: str, contact: str, examples: str) -> None:
    from outreach import config
    from outreach.i18n import set_language
    from outreach.services import setup

    if examples not in ("keep", "empty"):
        raise BadInput(say("Example needs: write keep or empty, not {value}.", value=examples))
    adviser = clean(name, 80) or invocation.config.adviser
    if not adviser:
        raise BadInput(say("Your name is needed."), say('Write: outreach init --name "First Last" --town TOWN'))
    given = {"adviser": adviser, "language": language, "contact": contact}
    config.check({key: value for key, value in given.items() if value})  # before anything is written
    place = invocation.workplace
    with place.database.write(now=place.now) as uow:
        setup.ensure_towns(uow)
        code = setup.find_town(uow, town).code if town else invocation.config.town
        uow.adviser_id = setup.create_adviser(uow, adviser, language=language, town_code=code)
        uow.entry("setup", say("{name} started to use the program", name=adviser), undoable=False)
        added = setup.load_examples(uow, "keep" if examples == "keep" else "empty", town_code=code)
    path = config.save({key: value for key, value in (given | {"town": code}).items() if value})
    if language:
        set_language(language)
    output.tell(say("Ready. Settings: {path}", path=str(path)))
    if added:
        output.tell(say("Example needs were put in, marked as examples. See them with: outreach need list"))
    output.tell(say("Next: outreach import ytj --town TOWN, or outreach import file LIST.xlsx"))


def _demo(invocation: Invocation, *, fresh: bool, screens: bool) -> None:
    from outreach.jobs import demo

    demo_config = demo.prepare(invocation.config, fresh=fresh, tell=output.tell)
    demo.summary(demo_config, put=output.put, table=output.table)
    if screens and sys.stdin.isatty() and sys.stdout.isatty():
        from tui.app import run

        code = run(demo_config, fetcher=invocation.given_fetcher)
        if code:
            raise typer.Exit(code)


def _value(value: Any) -> str:
    return str(dict(value)) if hasattr(value, "keys") else str(value)
