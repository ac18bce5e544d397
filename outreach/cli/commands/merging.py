"""Merging two organisations, parting them again, and the merges there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

import typer

from outreach import codes
from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag, whole
from outreach.errors import BadInput, Refused
from outreach.i18n import _, date_text, language, tr, value_text
from outreach.terms.candidate import ActorType
from outreach.terms.labels import label
from outreach.terms.merging import FieldChoice, MergePreview, Part, PartingPreview, SideValue
from outreach.terms.message import Message, say

PreviewFlag = Annotated[bool, typer.Option("--preview", help=_("Only show what it would do."))]


def register(app: typer.Typer) -> None:
    """Adds the commands to those of organisations."""

    @app.command("merge", help=_("Make two organisations one; the first one stays. Nothing is lost, see unmerge."))
    def merge(
        context: typer.Context,
        kept: Annotated[
            str, typer.Argument(metavar="KEPT", help=_("Business ID, number or name of the organisation that stays."))
        ],
        away: Annotated[
            str,
            typer.Argument(
                metavar="AWAY", help=_("Business ID, number or name of the organisation that goes into it.")
            ),
        ],
        take: Annotated[
            list[str] | None,
            typer.Option(
                "--take",
                metavar="FIELD=WHICH",
                help=_("Whose value counts: kept or away, or a value typed here. Once for each field."),
            ),
        ] = None,
        although: Annotated[
            bool, typer.Option("--although-different", help=_("Merge them although they were judged different."))
        ] = False,
        preview: PreviewFlag = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import merging, organisations

        invocation: Invocation = context.obj
        choices = _choices(take)
        if preview:
            with invocation.workplace.read() as uow:
                found = merging.preview(uow, organisations.find_actor(uow, kept), organisations.find_actor(uow, away))
            found = _with_choices(found, choices)
            if as_json:
                output.put_json(found)
            else:
                _show_merge(found)
            if found.refused is not None:
                raise Refused(found.refused)
            return
        with invocation.working().write() as uow:
            one, other = organisations.find_actor(uow, kept), organisations.find_actor(uow, away)
            said = merging.merge(uow, one, other, choices, although_different=although)
            number = merging.merges(uow, one)[0].merge_id
        if as_json:
            output.put_json({"merge": number, "said": said})
            return
        output.put(str(number))
        output.tell(said)

    @app.command("unmerge", help=_("Take apart two organisations that were merged, at any later time."))
    def unmerge(
        context: typer.Context,
        number: Annotated[
            int,
            typer.Argument(metavar="MERGE", parser=whole("MERGE"), help=_("Number of the merge, as merges shows it.")),
        ],
        take: Annotated[
            list[str] | None,
            typer.Option(
                "--take",
                metavar="LINE=WHICH",
                help=_("Where a line goes that was added since: kept or away. Once for each line."),
            ),
        ] = None,
        preview: PreviewFlag = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import merging

        invocation: Invocation = context.obj
        choices = _choices(take)
        if preview:
            with invocation.workplace.read() as uow:
                found = merging.unmerge_preview(uow, number, choices)
            if as_json:
                output.put_json(found)
            else:
                _show_parting(found)
            return
        with invocation.working().write() as uow:
            said = merging.unmerge(uow, number, choices)
        if as_json:
            output.put_json({"merge": number, "said": said})
            return
        output.tell(said)

    @app.command("merges", help=_("Organisations that were merged, newest first; of one organisation on wish."))
    def merges(
        context: typer.Context,
        organisation: Annotated[
            str, typer.Argument(metavar="[ORGANISATION]", help=_("Business ID, number or name of the organisation."))
        ] = "",
        ended: Annotated[bool, typer.Option("--ended", help=_("Also those that were taken apart again."))] = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import merging, organisations

        invocation: Invocation = context.obj
        with invocation.workplace.read() as uow:
            actor_id = organisations.find_actor(uow, organisation) if organisation else None
            rows = merging.merges(uow, actor_id, ended=ended)
        if as_json:
            output.put_json(rows)
            return
        output.table(
            (say("Merge"), say("Stays"), say("Goes into it"), say("When"), say("Who"), say("Taken apart")),
            [(row.merge_id, row.kept, row.away, row.merged_on, row.merged_by, row.ended_on or "") for row in rows],
        )
        if not rows:
            output.tell(say("No organisations have been merged."))


def _choices(take: Sequence[str] | None) -> dict[str, str]:
    """Choices by field or line. BadInput for what is no choice."""
    found: dict[str, str] = {}
    for given in take or ():
        name, sign, value = given.partition("=")
        if not sign or not name.strip():
            raise BadInput(
                say("This is no choice: {value}", value=given[:60]), say("Write for example: --take website=away")
            )
        found[name.strip()] = value.strip()
    return found


def _with_choices(found: MergePreview, choices: Mapping[str, str]) -> MergePreview:
    """The preview with the sides that were chosen; values typed by hand are told when it is done."""
    sides = {field: Part(value) for field, value in choices.items() if value in (Part.KEPT, Part.AWAY)}
    fields = tuple(
        replace(field, taken=sides.get(field.field, field.taken)) if field.choosable else field
        for field in found.fields
    )
    return replace(found, fields=fields)


def _show_merge(found: MergePreview) -> None:
    """Both side by side; what is brought, what becomes one, and what stands in the way."""
    output.table(
        (say("Choice"), say("Field"), say("Taken"), say("Stays"), say("Goes into it"), ""),
        [
            (
                field.field,
                field.label,
                "=" if field.equal else field.taken.value,
                _value(field.field, field.kept),
                _value(field.field, field.away),
                _compared(field),
            )
            for field in found.fields
        ],
        spare=(1, 5),
        cut=4,
    )
    for line in _told(found):
        output.put(output.one_line(tr(line)))
    if found.different is not None:
        output.tell(found.different)


def _compared(field: FieldChoice) -> Message | str:
    if field.equal:
        return say("Equal")
    return say("Differs") if field.kept.value and field.away.value else say("Only one")


def _told(found: MergePreview) -> Iterator[Message]:
    if found.brings:
        yield say("Brings: {what}", what=found.brings)
    if found.joins:
        yield say("Becomes one: {what}", what=found.joins)
    yield from found.notes


def _show_parting(found: PartingPreview) -> None:
    """What goes back; each line that was added since, where it goes and why."""
    output.put(output.one_line(tr(say("Stays: {name}", name=found.kept.name))))
    output.put(output.one_line(tr(say("Leaves: {name}", name=found.away.name))))
    output.put(output.one_line(tr(say("Merged on {date}", date=found.merged_on))))
    if found.back:
        output.put(output.one_line(tr(say("Goes back: {what}", what=found.back))))
    output.table(
        (say("Line"), say("Added since"), say("Goes to"), say("Because"), say("Can be chosen")),
        [(line.key, line.text, line.to.value, line.why, value_text(line.choosable)) for line in found.lines],
        cut=1,
    )
    for text in (*found.summary, *found.notes):
        output.put(output.one_line(tr(text)))


def _value(field: str, side: SideValue) -> str:
    """A value with where it comes from and since when."""
    if not side.value:
        return "–"
    source = side.who or (tr(side.source) if isinstance(side.source, Message) else side.source)
    told = ", ".join(filter(None, (source, date_text(side.on) if side.on else "")))
    value = _named(field, side.value)
    return f"{value} ({told})" if told else value


def _named(field: str, value: str) -> str:
    """Codes by their names."""
    if field == "municipality_code":
        town = codes.municipality(value)
        return town.name(language()) if town is not None else value
    if field == "legal_form":
        return codes.form_abbr(value, language()) or codes.form_name(value, language()) or value
    if field == "actor_type" and value in set(ActorType):
        return tr(label(ActorType(value)))
    return value_text(True) if field == "sole_trader" else value
