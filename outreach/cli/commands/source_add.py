"""Making a source with a few questions: does this look right, and by what right is the page read."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from outreach.cli import output
from outreach.cli.context import Invocation, day
from outreach.errors import BadInput, Refused, SlowSite
from outreach.i18n import _, render_error, tr
from outreach.rules.text import clean
from outreach.terms.message import Message, say

if TYPE_CHECKING:
    from importers.web.sources import SourceSpec
    from outreach.jobs.source_add import Looked

NOTHING = 1
YES = frozenset({"y", "yes", "k", "kyllä", "j", "ja", ""})
EXAMPLE = frozenset({"e", "example", "esimerkki", "exempel"})
ROWS = 5

Yes = Annotated[bool, typer.Option("--yes", help=_("Ask nothing: what the page gives is taken as right."))]
ExampleName = Annotated[
    str, typer.Option("--example-name", metavar="NAME", help=_("One company's name as it reads on the page."))
]
ExamplePhone = Annotated[
    str, typer.Option("--example-phone", metavar="PHONE", help=_("The phone number of that company."))
]
ExampleTown = Annotated[str, typer.Option("--example-town", metavar="TOWN", help=_("The town of that company."))]


class Example(NamedTuple):
    name: str
    phone: str
    town: str


def register(sources: typer.Typer) -> None:
    """Adds `add` and `learn` to the commands of sources."""

    @sources.command(
        "add",
        help=_(
            "Make a source of a web page: look at it, tell whether it is read rightly or show one company as an"
            " example, and say by what right it is read. --yes asks nothing."
        ),
    )
    def add(
        context: typer.Context,
        address: Annotated[str, typer.Argument(metavar="URL", help=_("Web address of the list."))],
        name: Annotated[str, typer.Option("--name", help=_("What the source is called; else the page's title."))] = "",
        key: Annotated[
            str, typer.Option("--key", metavar="KEY", help=_("Name of its file: a to z, digits and hyphens."))
        ] = "",
        yes: Yes = False,
        example_name: ExampleName = "",
        example_phone: ExamplePhone = "",
        example_town: ExampleTown = "",
        permission: Annotated[
            str, typer.Option("--permission", metavar="TEXT", help=_("Who has allowed it, and when."))
        ] = "",
        terms_url: Annotated[
            str, typer.Option("--terms-url", metavar="URL", help=_("Terms of use under which the page may be read."))
        ] = "",
        purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help=_("What the list is read for."))] = "",
        checked_by: Annotated[
            str, typer.Option("--checked-by", metavar="NAME", help=_("Who has looked into it; else you."))
        ] = "",
        checked_on: Annotated[str, typer.Option("--checked-on", metavar="DATE", help=_("When; else today."))] = "",
        accept_delay: Annotated[
            float,
            typer.Option(
                "--accept-delay", metavar="SECONDS", help=_("Pause between pages that you agree to when the site asks.")
            ),
        ] = 0.0,
    ) -> None:
        from outreach.jobs import sources as jobs
        from outreach.jobs.source_add import title_of

        invocation: Invocation = context.obj
        asking = not yes and sys.stdin.isatty()
        given = jobs.checked_key(key) if key else ""
        looked = _first_look(invocation, address, accept_delay, asking=asking)
        looked = _right(looked, Example(example_name, example_phone, example_town), yes=yes, asking=asking)
        called = name or title_of(looked) or address
        if asking and not name:
            called = _ask(say("What is the source called?"), called)
        spec = replace(looked.spec, name=called)
        checked = day(checked_on, "--checked-on")
        spec = _with_terms(invocation, spec, permission, terms_url, purpose, checked_by, checked, asking=asking)
        path = jobs.save(invocation.config, given or jobs.key_for(invocation.config, called, address), spec, new=True)
        output.put(str(path))
        output.tell(say("The source was saved. Read it with: outreach source run {key}", key=path.stem))
        if not (spec.terms.permission or spec.terms.terms_url):
            output.tell(
                say(
                    "Nobody has said by what right the page is read: robots.txt is no permission."
                    " Write it into the file, under [terms]."
                )
            )

    @sources.command(
        "learn",
        help=_(
            "Show a source, or a page that is none yet, one company as it reads on the page: the rows of all others are"
            " found by it."
        ),
    )
    def learn(
        context: typer.Context,
        what: Annotated[str, typer.Argument(metavar="KEY_OR_URL", help=_("A source, or the address of a page."))],
        example_name: ExampleName = "",
        example_phone: ExamplePhone = "",
        example_town: ExampleTown = "",
        yes: Yes = False,
    ) -> None:
        from outreach import clock
        from outreach.jobs import opening
        from outreach.jobs import sources as jobs
        from outreach.jobs.source_add import look_again

        if opening.is_address(what):
            context.invoke(
                add,
                context=context,
                address=what,
                yes=yes,
                example_name=example_name,
                example_phone=example_phone,
                example_town=example_town,
            )
            return
        invocation: Invocation = context.obj
        asking = not yes and sys.stdin.isatty()
        path = jobs.path_of(invocation.config, what)
        looked = look_again(invocation.fetcher(), jobs.spec_of(invocation.config, what), now=clock.now())
        example = Example(example_name, example_phone, example_town)
        if not example_name:
            if not asking:
                raise BadInput(
                    say("Say which company is the example."),
                    say("Write: outreach source learn KEY --example-name NAME"),
                )
            example = _ask_example()
        looked = _right(looked, example, yes=yes, asking=asking)
        kept = jobs.keep_before(invocation.config, path.stem)
        output.put(str(jobs.save(invocation.config, path.stem, looked.spec, new=False)))
        output.tell(say("The source was changed; as it was: {path}", path=str(kept)))


def _first_look(invocation: Invocation, address: str, accept_delay: float, *, asking: bool) -> Looked:
    """The page; a site that asks for long pauses is read when the user agrees."""
    from outreach import clock
    from outreach.jobs.source_add import look

    try:
        return look(invocation.fetcher(), address, accept_delay=accept_delay, now=clock.now())
    except SlowSite as error:
        if not asking:
            raise SlowSite(
                error.message,
                say("To agree: --accept-delay {seconds}", seconds=round(error.seconds)),
                error.seconds,
            ) from error
        output.tell(error.message)
        answer = _ask(say("Wait {seconds} seconds between pages? [y]es, [n]o", seconds=round(error.seconds)), "")
        if answer.casefold() not in YES - {""}:
            raise Refused(error.message, error.hint) from error
        return look(invocation.fetcher(), address, accept_delay=error.seconds, now=clock.now())


def _right(looked: Looked, example: Example, *, yes: bool, asking: bool) -> Looked:
    """The page read as the user says is right; BadInput when it is not, or when nobody can be asked."""
    from outreach.jobs.source_add import learnt

    if example.name:
        looked = learnt(looked, name=example.name, phone=example.phone, town=example.town)
    while True:
        _show(looked)
        if not looked.preview.candidates and not asking:
            raise BadInput(
                looked.preview.notes[-1] if looked.preview.notes else say("No organisation was found."),
                say("Show one company as it reads on the page: --example-name NAME"),
            )
        if yes:
            return looked
        if not asking:
            raise BadInput(
                say("Nothing was saved: nobody can be asked whether this is right."), say("Say so with --yes.")
            )
        answer = _ask(say("Does this look right? [y]es, [e]xample of a company, [n]o"), "y").strip().casefold()
        if answer in YES and looked.preview.candidates:
            return looked
        if answer not in EXAMPLE and answer not in YES:
            raise BadInput(say("Nothing was saved."))
        shown = _ask_example()
        try:
            looked = learnt(looked, name=shown.name, phone=shown.phone, town=shown.town)
        except BadInput as error:
            output.complain(render_error(error))


def _show(looked: Looked) -> None:
    """The first rows and how much is filled, on standard error: data goes into the file."""
    from outreach.cli import records

    with output.as_talk():
        records.print_preview(replace(looked.preview, columns=()), mentioned=False)


def _ask_example() -> Example:
    name = _ask(say("Name of one company, as it reads on the page"), "")
    phone = _ask(say("Its phone number, if it stands on the page"), "")
    return Example(name, phone, "")


def _with_terms(
    invocation: Invocation,
    spec: SourceSpec,
    permission: str,
    terms_url: str,
    purpose: str,
    checked_by: str,
    checked_on: date | None,
    *,
    asking: bool,
) -> SourceSpec:
    """By what right the page is read, and who has looked into it: asked where it was not said."""
    from outreach import clock
    from outreach.jobs import sources

    if asking:
        output.tell(
            say(
                "robots.txt is no permission, and a list of members may be protected as a catalogue or database."
                " Nothing of it is published."
            )
        )
        permission = permission or _ask(say("Who has allowed it? (empty: nobody was asked)"), "")
        terms_url = terms_url or ("" if permission else _ask(say("Address of the terms of use (empty: none)"), ""))
        purpose = purpose or _ask(say("What is the list read for?"), "")
    return sources.with_terms(
        spec,
        permission=permission,
        terms_url=terms_url,
        purpose=purpose,
        checked_by=checked_by or invocation.config.adviser,
        checked_on=checked_on or clock.today(clock.now()),
    )


def _ask(question: Message, default: str) -> str:
    """What the user types after a question on standard error; the default for an empty line. BadInput at the end of
    what there is to read."""
    hint = f" [{default}]" if default else ""
    sys.stderr.write(f"{output.one_line(tr(question))}{hint}: ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise BadInput(say("Nothing was saved."))
    return clean(line, 500) or default
