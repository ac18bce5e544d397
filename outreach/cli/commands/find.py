"""Finding organisations and looking at one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag, LimitOption, OrganisationArgument, TownOption
from outreach.i18n import _, date_text, tr
from outreach.terms.labels import label
from outreach.terms.message import say
from outreach.terms.views import Card, OrganisationFilter, SourceRow


def register(app: typer.Typer) -> None:

    @app.command(help=_("Search organisations by any name they have or had, or by Business ID."))
    def search(
        context: typer.Context,
        words: Annotated[list[str], typer.Argument(help=_("Beginnings of words, or a Business ID."))],
        town: TownOption = "all",
        ours: Annotated[
            bool, typer.Option("--ours", help=_("Only organisations that somebody has worked on."))
        ] = False,
        limit: LimitOption = 30,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import organisations

        invocation: Invocation = context.obj
        wanted = OrganisationFilter(query=" ".join(words), municipality_code=invocation.town_code(town), mine_only=ours)
        with invocation.workplace.read() as uow:
            page = organisations.page(uow, wanted, offset=0, limit=limit, key=invocation.workplace.key)
        if as_json:
            output.put_json(page)
            return
        output.table(
            (say("Number"), say("Business ID"), say("Name"), say("Found by"), say("Stage")),
            [
                (row.actor_id, row.business_id, row.name, row.matched_name, label(row.stage) if row.stage else "")
                for row in page.rows
            ],
        )
        output.tell(say("{shown} of {total} organisations", shown=len(page.rows), total=page.total))

    @app.command(help=_("Everything known of one organisation: facts, cases, contacts, people, needs, history."))
    def show(
        context: typer.Context,
        organisation: OrganisationArgument,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import card as service
        from outreach.services import organisations

        invocation: Invocation = context.obj
        place = invocation.workplace
        with place.read() as uow:
            card = service.card(
                uow,
                organisations.find_actor(uow, organisation),
                today=place.today,
                language=invocation.language,
                limits=invocation.limits,
                key=place.key,
            )
        if as_json:
            output.put_json(card)
        else:
            _print(card, invocation.language)


def _print(card: Card, language: str) -> None:
    from outreach import codes

    facts = card.facts
    output.put(output.one_line(facts.name))
    lines: list[tuple[Any, Any]] = [
        (say("Business ID"), facts.business_id),
        (say("Legal form"), codes.form_name(facts.form_code, language)),
        (say("Former name"), "; ".join(facts.former_names)),
        (say("Other names"), "; ".join(facts.other_names)),
        (say("Founded"), facts.registered),
        (say("Industry"), _industry(card, language)),
        (say("Address"), ", ".join(part for part in (facts.street, f"{facts.postcode} {facts.city}".strip()) if part)),
        (say("Town"), _town(facts.municipality_code, language)),
        (say("Website"), facts.website),
        (say("E-mail"), facts.email),
        (say("Phone"), facts.phone),
        (say("Description"), facts.description),
        (say("Do not contact"), say("yes") if card.suppressed else ""),
    ]
    output.table((say("Fact"), say("Value")), [line for line in lines if line[1]])
    sections: list[tuple[Any, list[str]]] = [
        (
            say("CASES"),
            [
                f"{case.case_id}: {case.need_title} · {tr(label(case.stage))}"
                f" · {tr(say('{days} d', days=case.days_in_stage))} · {case.owner}"
                for case in card.cases
            ],
        ),
        (say("NEEDS"), [f"{need.title}: {need.band.value} {need.score}" for need in card.needs]),
        (
            say("COMPETENCES"),
            [f"{row.tag}{' ✓ ' + row.confirmed_by if row.confirmed_by else ''}" for row in card.competences],
        ),
        (
            say("OTHER PLACES"),
            [
                ", ".join(filter(None, (_town(row.municipality_code, language), row.street, row.note)))
                for row in card.sites
            ],
        ),
        (say("PEOPLE"), [f"{row.person_id}: {row.name}, {row.role}" for row in card.people]),
        (say("WAYS TO CONTACT"), [f"{tr(label(rule.channel))}: {tr(rule.rule)}" for rule in card.channels]),
        (
            say("SOURCES"),
            [
                ", ".join(filter(None, (row.source, row.place, date_text(row.fetched_on), _gone(row))))
                for row in card.sources
            ],
        ),
        (
            say("CONTACT HISTORY"),
            [
                f"{date_text(row.on)}  {tr(row.what)}{f' #{row.touchpoint_id}' if row.touchpoint_id else ''}"
                f"{' (' + row.who + ')' if row.who else ''}{': ' + row.text if row.text else ''}"
                for row in card.timeline
            ],
        ),
    ]
    for title, rows in sections:
        if rows:
            output.put()
            output.put(tr(title))
            for row in rows:
                output.put(f"  {output.one_line(row)}")


def _gone(row: SourceRow) -> str:
    """That a source lists the organisation no more; "" where it does."""
    return tr(say("no longer there since {day}", day=row.gone_on)) if row.gone_on else ""


def _town(code: str, language: str) -> str:
    from outreach import codes

    town = codes.municipality(code)
    return town.name(language) if town else code


def _industry(card: Card, language: str) -> str:
    from outreach import codes
    from outreach.terms.candidate import IndustrySet

    facts = card.facts
    if not facts.industry_code or facts.industry_set not in set(IndustrySet):
        return facts.industry_code
    title = codes.industry_title(IndustrySet(facts.industry_set), facts.industry_code, language)
    return f"{facts.industry_code} {title}".strip()
