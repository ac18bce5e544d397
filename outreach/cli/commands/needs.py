"""Competence needs and their coverage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from outreach.cli import output
from outreach.cli.context import Invocation, day, municipality
from outreach.cli.options import (
    Competences,
    Deadline,
    Industry,
    JsonFlag,
    NeedArgument,
    NotWords,
    OnlyThere,
    Places,
    Target,
    Theme,
    TitleEn,
    TitleFi,
    TitleSv,
    TownOption,
    WordsEn,
    WordsFi,
    WordsSv,
)
from outreach.errors import BadInput
from outreach.i18n import _
from outreach.terms.message import say
from outreach.terms.needs import Need, NeedInput, NeedSpec, Place


def register(app: typer.Typer) -> None:
    needs = typer.Typer(help=_("Competence needs: list, add, edit, import."), no_args_is_help=True)

    @needs.command("list", help=_("The needs of a town."))
    def need_list(
        context: typer.Context,
        town: TownOption = "",
        archived: Annotated[bool, typer.Option("--archived", help=_("Those put away, too."))] = False,
        as_json: JsonFlag = False,
    ) -> None:
        from outreach.services import needs as service

        invocation: Invocation = context.obj
        with invocation.workplace.read() as uow:
            rows = service.needs(uow, town_code=invocation.town_code(town), include_archived=archived)
        if as_json:
            output.put_json(rows)
            return
        output.table(
            (say("Need"), say("Town"), say("Title"), say("Industry"), say("Target"), say("Note")),
            [_line(row, invocation.language) for row in rows],
        )

    @needs.command("add", help=_("Add a need of a town."))
    def need_add(
        context: typer.Context,
        town: TownOption = "",
        title_fi: TitleFi = None,
        title_sv: TitleSv = None,
        title_en: TitleEn = None,
        theme: Theme = None,
        industry: Industry = None,
        words_fi: WordsFi = None,
        words_sv: WordsSv = None,
        words_en: WordsEn = None,
        not_words: NotWords = None,
        competences: Competences = None,
        place: Places = None,
        only_there: OnlyThere = None,
        target: Target = None,
        deadline: Deadline = None,
    ) -> None:
        from outreach.services import needs as service

        invocation: Invocation = context.obj
        code = invocation.town_code(town)
        if not code:
            raise BadInput(say("Say which town's need it is: --town TOWN"))
        spec = _spec(
            NeedSpec(),
            industry=industry,
            words_fi=words_fi,
            words_sv=words_sv,
            words_en=words_en,
            not_words=not_words,
            competences=competences,
            place=place,
            only_there=only_there,
        )
        need = NeedInput(
            town_code=code,
            theme=theme or "",
            title_fi=title_fi or "",
            title_sv=title_sv or "",
            title_en=title_en or "",
            spec=spec,
            target_count=target or 0,
            deadline=day(deadline or "", "--deadline"),
        )
        with invocation.working().write() as uow:
            made = service.add(uow, need)
        output.put(str(made))
        output.tell(say("Added as need {n}", n=made))
        _refresh(invocation, made)

    @needs.command("edit", help=_("Change a need; what is not given stays. Lists are replaced whole."))
    def need_edit(
        context: typer.Context,
        need: NeedArgument,
        title_fi: TitleFi = None,
        title_sv: TitleSv = None,
        title_en: TitleEn = None,
        theme: Theme = None,
        industry: Industry = None,
        words_fi: WordsFi = None,
        words_sv: WordsSv = None,
        words_en: WordsEn = None,
        not_words: NotWords = None,
        competences: Competences = None,
        place: Places = None,
        only_there: OnlyThere = None,
        target: Target = None,
        deadline: Deadline = None,
    ) -> None:
        from outreach.services import needs as service

        invocation: Invocation = context.obj
        with invocation.working().write() as uow:
            present = service.need(uow, need)
            spec = _spec(
                present.spec,
                industry=industry,
                words_fi=words_fi,
                words_sv=words_sv,
                words_en=words_en,
                not_words=not_words,
                competences=competences,
                place=place,
                only_there=only_there,
            )
            given: dict[str, Any] = {
                "title_fi": title_fi,
                "title_sv": title_sv,
                "title_en": title_en,
                "theme": theme,
                "target_count": target,
                "spec": spec if spec != present.spec else None,
            }
            changes = {key: value for key, value in given.items() if value is not None}
            if deadline is not None:  # an empty one takes the day away
                changes["deadline"] = day(deadline, "--deadline")
            if not changes:
                raise BadInput(say("Say what to change."), say("See: outreach need edit --help"))
            service.edit(uow, need, present.version, **changes)
        output.tell(say("Saved"))
        _refresh(invocation, need)

    @needs.command("adopt", help=_("Make an example the town's own need: from now on reports count it."))
    def need_adopt(context: typer.Context, need: NeedArgument) -> None:
        from outreach.services import needs as service

        with context.obj.working().write() as uow:
            service.adopt(uow, need)
        output.tell(say("The need is now the town's own."))

    @needs.command("archive", help=_("Put a need away; its cases and history stay."))
    def need_archive(context: typer.Context, need: NeedArgument) -> None:
        from outreach.services import needs as service

        with context.obj.working().write() as uow:
            service.archive(uow, need)
        output.tell(say("The need was put away."))

    @needs.command("import", help=_("Needs from a .toml or .csv file (docs/needs.md tells its columns)."))
    def need_import(
        context: typer.Context,
        path: Annotated[Path, typer.Argument(help=_("The file."))],
    ) -> None:
        from outreach.services import needfile
        from outreach.services import needs as service

        given = needfile.read_needs_file(path)
        with context.obj.working().write() as uow:
            said = service.import_needs(uow, given)
        output.tell(said)

    app.add_typer(needs, name="need")

    @app.command(help=_("Coverage of the needs: found, contacted, active, and what is still missing."))
    def coverage(context: typer.Context, town: TownOption = "", as_json: JsonFlag = False) -> None:
        from outreach.services import coverage as service
        from outreach.services import scoring

        invocation: Invocation = context.obj
        place = invocation.workplace
        scoring.refresh(place.database, now=place.now)
        with place.read() as uow:
            rows = service.coverage(
                uow,
                town_code=invocation.town_code(town),
                today=place.today,
                language=invocation.language,
                include_examples=True,
            )
        if as_json:
            output.put_json(rows)
            return
        output.table(
            (
                say("Need"),
                say("Title"),
                say("Target"),
                say("Identified"),
                say("Selected"),
                say("Contacted"),
                say("In dialogue"),
                say("Committed"),
                say("Active member"),
                say("Still missing"),
                say("Note"),
            ),
            [
                (
                    row.need_id,
                    row.title,
                    row.target,
                    row.identified,
                    row.selected,
                    row.contacted,
                    row.in_dialogue,
                    row.committed,
                    row.active,
                    row.gap,
                    say("example") if row.example else "",
                )
                for row in rows
            ],
        )


def _line(need: Need, language: str) -> tuple[Any, ...]:
    from outreach import codes

    town = codes.municipality(need.town_code)
    note = say("example") if need.example else say("put away") if need.archived else ""
    return (
        need.need_id,
        town.name(language) if town else need.town_code,
        need.title(language),
        " ".join(need.spec.industry_codes),
        need.target_count,
        note,
    )


def _spec(
    present: NeedSpec,
    *,
    industry: str | None,
    words_fi: str | None,
    words_sv: str | None,
    words_en: str | None,
    not_words: str | None,
    competences: str | None,
    place: str | None,
    only_there: bool | None,
) -> NeedSpec:
    from dataclasses import replace

    given = {
        "industry_codes": industry,
        "keywords_fi": words_fi,
        "keywords_sv": words_sv,
        "keywords_en": words_en,
        "negative_keywords": not_words,
        "competences": competences,
    }
    changes: dict[str, Any] = {key: _list(value) for key, value in given.items() if value is not None}
    there = present.place
    if place is not None:
        codes = tuple(municipality(name) for name in _list(place))
        there = Place(municipalities=codes, hard=there is not None and there.hard) if codes else None
    if only_there is not None:
        if there is None:
            raise BadInput(say("Say which municipalities: --place"))
        there = replace(there, hard=only_there)
    return replace(present, place=there, **changes)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _refresh(invocation: Invocation, need_id: int) -> None:
    from outreach.services import scoring

    scoring.refresh(invocation.workplace.database, [need_id], now=invocation.workplace.now)
