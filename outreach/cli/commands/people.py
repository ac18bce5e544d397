"""Organisations by hand, persons, competences, and do-not-contact entries."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli import output
from outreach.cli.commands import merging
from outreach.cli.context import Invocation, day, municipality, one_of
from outreach.cli.options import JsonFlag, OrganisationArgument, PersonArgument, whole
from outreach.errors import NeedsAttention
from outreach.i18n import _, tr
from outreach.terms.labels import label
from outreach.terms.linkage import likelihood
from outreach.terms.message import say
from outreach.terms.work import Channel

# Whom a do-not-contact entry concerns when its name is not kept, or not any more.
WHOM = {
    "organisation": say("an organisation"),
    "person": say("a person"),
    "email": say("an e-mail address"),
    "phone": say("a phone number"),
}


def register(app: typer.Typer) -> None:
    organisations_app = typer.Typer(
        help=_("Organisations: add one, change facts, competences, places of business."), no_args_is_help=True
    )
    person_app = typer.Typer(help=_("Contact persons and their rights."), no_args_is_help=True)
    ban_app = typer.Typer(help=_("Do-not-contact entries."), no_args_is_help=True)

    @organisations_app.command(
        "add", help=_("Add an organisation that no source has named; likely twins are shown first.")
    )
    def add(
        context: typer.Context,
        name: Annotated[str, typer.Argument(help=_("Name."))],
        business_id: Annotated[str, typer.Option("--business-id", help=_("Business ID."))] = "",
        town: Annotated[str, typer.Option("--town", help=_("Municipality."))] = "",
        website: Annotated[str, typer.Option("--website", help=_("Website."))] = "",
        email: Annotated[str, typer.Option("--email", help=_("E-mail."))] = "",
        phone: Annotated[str, typer.Option("--phone", help=_("Phone."))] = "",
        description: Annotated[str, typer.Option("--description", help=_("What it does."))] = "",
        force: Annotated[bool, typer.Option("--force", help=_("Add it although a likely twin is there."))] = False,
    ) -> None:
        from outreach.services import edits, twins

        values = {
            "name": name,
            "business_id": business_id,
            "municipality_code": municipality(town),
            "website": website,
            "email": email,
            "phone": phone,
            "description": description,
        }
        place = context.obj.working()
        found = () if force else twins.likely_twins(place, values)
        if not found:
            with place.write() as uow:
                made = edits.add(uow, values)
            output.put(str(made))
            output.tell(say("Added: {name}", name=name or business_id))
            return
        for twin in found:
            output.put(output.one_line(f"{twin.actor_id}: {twin.name} {twin.business_id}"))
            output.tell(
                say(
                    "{name}, {town}: {likely}. {why}",
                    name=twin.name,
                    town=twin.town or "–",
                    likely=likelihood(twin.posterior),
                    why=twin.why,
                )
            )
        raise NeedsAttention(
            say("May already be in the list: {name}", name=found[0].name),
            say("Nothing was added. If it is another one, add --force."),
        )

    @organisations_app.command(
        "edit", help=_("Change an own value: FIELD VALUE. An empty value lets the register's show.")
    )
    def edit(
        context: typer.Context,
        organisation: OrganisationArgument,
        field: Annotated[
            str, typer.Argument(help=_("name, website, email, phone, street, postcode, description and so on."))
        ],
        value: Annotated[str, typer.Argument(help=_("New value."))],
    ) -> None:
        from outreach.services import edits, organisations

        with context.obj.working().write() as uow:
            row = organisations.ours(uow, organisations.find_actor(uow, organisation))
            edits.edit(uow, row.id or 0, row.version, **{field: value})
        output.tell(say("Saved"))

    @organisations_app.command(
        "competence", help=_("Enter a competence of an organisation; --confirm counts it in scores.")
    )
    def competence(
        context: typer.Context,
        organisation: OrganisationArgument,
        tag: Annotated[str, typer.Argument(help=_("The competence, in a few words."))],
        note: Annotated[str, typer.Option("--note", help=_("What shows it."))] = "",
        confirm: Annotated[bool, typer.Option("--confirm", help=_("I have made sure of it."))] = False,
    ) -> None:
        from outreach.services import edits, organisations

        with context.obj.working().write() as uow:
            row = organisations.ours(uow, organisations.find_actor(uow, organisation))
            edits.add_competence(uow, row.id or 0, tag, note, confirmed=confirm)
        output.tell(say("Saved"))

    @organisations_app.command("site", help=_("Enter a place of business: a plant or an office in another town."))
    def site(
        context: typer.Context,
        organisation: OrganisationArgument,
        town: Annotated[str, typer.Argument(help=_("Municipality."))],
        street: Annotated[str, typer.Option("--street", help=_("Street and number."))] = "",
        note: Annotated[str, typer.Option("--note", help=_("What is there."))] = "",
    ) -> None:
        from outreach.services import edits, organisations

        with context.obj.working().write() as uow:
            row = organisations.ours(uow, organisations.find_actor(uow, organisation))
            edits.add_site(uow, row.id or 0, municipality_code=municipality(town), street=street, note=note)
        output.tell(say("Saved"))

    @person_app.command("add", help=_("Add a contact person; the day by which to inform the person is set."))
    def person_add(
        context: typer.Context,
        organisation: OrganisationArgument,
        name: Annotated[str, typer.Argument(help=_("Name of the person."))],
        source: Annotated[str, typer.Option("--source", help=_("Where the data came from."))],
        role: Annotated[str, typer.Option("--role", help=_("Area of responsibility."))] = "",
        email: Annotated[str, typer.Option("--email", help=_("E-mail."))] = "",
        phone: Annotated[str, typer.Option("--phone", help=_("Phone."))] = "",
    ) -> None:
        from outreach.services import organisations, people

        place = context.obj.working()
        with place.write() as uow:
            row = organisations.ours(uow, organisations.find_actor(uow, organisation))
            number = people.add_person(
                uow, row.id or 0, name=name, role=role, email=email, phone=phone, source=source, key=place.key
            )
        output.put(str(number))
        output.tell(say("Added: {name}", name=name))

    @person_app.command("informed", help=_("The person has been told that the data is kept."))
    def informed(
        context: typer.Context,
        person: PersonArgument,
        on: Annotated[str, typer.Option("--on", metavar="DATE", help=_("Day; else today."))] = "",
    ) -> None:
        from outreach.services import people

        place = context.obj.working()
        with place.write() as uow:
            people.inform_person(uow, person, day(on, "--on") or place.today)
        output.tell(say("Saved"))

    @person_app.command("export", help=_("All that is kept of a person, for a request to see own data."))
    def person_export(context: typer.Context, person: PersonArgument) -> None:
        from outreach.services import erasure

        place = context.obj.workplace
        with place.read() as uow:
            output.put_json(erasure.export_person(uow, person))

    @person_app.command("erase", help=_("Remove a person's data for good, everywhere. Cannot be taken back."))
    def erase(
        context: typer.Context,
        person: PersonArgument,
        yes: Annotated[bool, typer.Option("--yes", help=_("I know that this cannot be taken back."))] = False,
    ) -> None:
        from outreach.services import erasure

        if not yes:
            raise NeedsAttention(
                say("Nothing was removed yet: this cannot be taken back."), say("Write the command again with --yes.")
            )
        place = context.obj.working()
        with place.write() as uow:
            said = erasure.erase_person(uow, place.key, person)
        output.tell(said)

    @ban_app.command("add", help=_("Enter that an organisation, a person or an address must not be contacted."))
    def ban_add(
        context: typer.Context,
        organisation: Annotated[str, typer.Option("--organisation", help=_("Business ID, number or name."))] = "",
        person: Annotated[
            int | None,
            typer.Option("--person", metavar="N", parser=whole("--person"), help=_("Number of the person.")),
        ] = None,
        value: Annotated[str, typer.Option("--value", help=_("An e-mail address or a phone number."))] = "",
        channel: Annotated[str, typer.Option("--channel", help=_("any, email, phone or post."))] = "any",
        reason: Annotated[str, typer.Option("--reason", help=_("Why, or who asked."))] = "",
    ) -> None:
        _ban(context.obj, organisation=organisation, person=person, value=value, channel=channel, reason=reason)

    @ban_app.command("lift", help=_("Lift an entry, with a reason."))
    def ban_lift(
        context: typer.Context,
        entry: Annotated[
            int,
            typer.Argument(
                metavar="ENTRY", parser=whole("ENTRY"), help=_("Number of the entry, as the list shows it.")
            ),
        ],
        reason: Annotated[str, typer.Option("--reason", help=_("Why it is lifted."))],
    ) -> None:
        from outreach.services import privacy

        with context.obj.working().write() as uow:
            said = privacy.lift(uow, entry, reason)
        output.tell(said)

    @ban_app.command("list", help=_("Entries in force."))
    def ban_list(context: typer.Context, as_json: JsonFlag = False) -> None:
        from outreach.services import privacy

        with context.obj.workplace.read() as uow:
            rows = privacy.suppressions(uow)
        if as_json:
            output.put_json(rows)
            return
        output.table(
            (say("Entry"), say("Whom"), say("Channel"), say("Reason"), say("When"), say("Who")),
            [
                (
                    row.suppression_id,
                    row.subject or WHOM[row.kind],
                    label(row.channel),
                    row.reason,
                    row.entered_on,
                    row.entered_by,
                )
                for row in rows
            ],
        )

    merging.register(organisations_app)
    app.add_typer(organisations_app, name="organisation")
    app.add_typer(person_app, name="person")
    app.add_typer(ban_app, name="do-not-contact")


def _ban(
    invocation: Invocation, *, organisation: str, person: int | None, value: str, channel: str, reason: str
) -> None:
    from outreach.errors import BadInput
    from outreach.services import organisations, privacy

    if sum(bool(given) for given in (organisation, person, value)) != 1:
        raise BadInput(say("Say whom: one of --organisation, --person or --value."))
    place = invocation.working()
    with place.write() as uow:
        uow.entry("privacy", say("Do-not-contact entry"), undoable=False)
        organisation_id = None
        if organisation:
            organisation_id = organisations.ensure_organisation(uow, organisations.find_actor(uow, organisation)).id
        privacy.suppress(
            uow,
            key=place.key,
            organisation_id=organisation_id,
            person_id=person,
            value=value,
            channel=one_of(channel, Channel, "channel"),
            reason=reason,
        )
    output.tell(tr(say("The do-not-contact entry is in force at once, on every screen and in every import.")))
