"""Competence needs of the towns: listed, added, edited, adopted from the examples, archived, imported."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from db.models import Adviser
from db.models import Need as NeedRow
from db.queries import needs as query
from db.unit import Read, Write
from outreach import i18n
from outreach.errors import BadInput, NotFound
from outreach.rules.needs import check_need
from outreach.services.codebook import code_book
from outreach.services.needfile import example_needs, needs_from_rows, read_needs_file
from outreach.terms.message import Message, say, say_n
from outreach.terms.needs import Need, NeedInput

__all__ = [
    "add",
    "adopt",
    "archive",
    "edit",
    "examples",
    "import_needs",
    "need",
    "needs",
    "needs_from_rows",
    "read_needs_file",
    "title_for",
]


def needs(uow: Read, town_code: str = "", include_archived: bool = False) -> tuple[Need, ...]:
    """Needs of one town, or of all, in the order in which they were entered."""
    return query.needs(uow.session, town_code=town_code, include_archived=include_archived)


def need(uow: Read, need_id: int) -> Need:
    """One need; NotFound when there is none."""
    found = query.need(uow.session, need_id)
    if found is None:
        raise NotFound(say("Not found, competence need: {number}", number=str(need_id)))
    return found


def examples() -> tuple[NeedInput, ...]:
    """The example needs of the ten towns that ship with the program."""
    return example_needs()


def add(uow: Write, given: NeedInput) -> int:
    """Adds a need and returns its key. BadInput for codes, words or towns that cannot be used."""
    checked = _checked(uow, given)
    uow.entry("need", say("Competence need added: {need}", need=title_for(uow, checked)))
    row = NeedRow(town_code=checked.town_code, example=checked.example, **_columns(uow, checked))
    return uow.insert(row).id or 0


def edit(uow: Write, need_id: int, expected: int | None = None, **changes: Any) -> Message:
    """Changes fields of a need, named as in `NeedInput`; `expected` is the version that the user saw.

    A new specification makes the need's scores stale. Says whether anything changed.
    """
    row, old = uow.find(NeedRow, need_id), _as_input(need(uow, need_id))
    unknown = set(changes) - set(NeedInput.__dataclass_fields__) | ({"example", "town_code"} & set(changes))
    if unknown:
        raise BadInput(say("This cannot be changed in a need: {names}", names=tuple(sorted(unknown))))
    checked = _checked(uow, replace(old, **changes))
    columns = _columns(uow, checked)
    if all(getattr(row, name) == value for name, value in columns.items()):
        return say("Nothing changed")
    uow.entry("need", say("Competence need changed: {need}", need=title_for(uow, checked)))
    uow.update(row, expected=expected, **columns)
    return say("Saved")


def adopt(uow: Write, need_id: int) -> Message:
    """Makes an example the town's own need: from now on reports count it."""
    row, found = uow.find(NeedRow, need_id), need(uow, need_id)
    if not found.example:
        return say("Nothing changed")
    said = say("Example taken as the town's own need: {need}", need=title_for(uow, found))
    uow.entry("need", said)
    uow.update(row, example=False)
    return said


def archive(uow: Write, need_id: int, archived: bool = True) -> Message:
    """Takes a need out of use, or back into use; its cases and history stay."""
    row, found = uow.find(NeedRow, need_id), need(uow, need_id)
    if found.archived is archived:
        return say("Nothing changed")
    title = title_for(uow, found)
    said = (
        say("Competence need taken out of use: {need}", need=title)
        if archived
        else say("Competence need taken into use again: {need}", need=title)
    )
    uow.entry("need", said)
    uow.update(row, archived=archived)
    return said


def import_needs(uow: Write, given: tuple[NeedInput, ...]) -> Message:
    """Adds needs as one act, all or none; a need of the same town and title is brought up to date instead, so that the
    same file can be read again. BadInput names the need that cannot be."""
    added = changed = unchanged = 0
    uow.entry("need", say_n("{n} competence need imported", "{n} competence needs imported", len(given)))
    for wanted in given:
        try:
            checked = _checked(uow, wanted)
        except BadInput as error:
            raise BadInput(
                say("{need}: {what}", need=title_for(uow, wanted), what=error.message), error.hint
            ) from error
        known = _same(query.needs(uow.session, town_code=checked.town_code), checked)
        if known is None:
            add(uow, checked)
            added += 1
        elif uow.update(uow.find(NeedRow, known.need_id), **_columns(uow, checked)):
            changed += 1
        else:
            unchanged += 1
    return say(
        "Competence needs: {added} added, {changed} changed, {unchanged} unchanged",
        added=added,
        changed=changed,
        unchanged=unchanged,
    )


def title_for(uow: Read, given: Need | NeedInput) -> str:
    """Title in the language of whoever writes, for sentences that are stored."""
    wanted = {"fi": given.title_fi, "sv": given.title_sv, "en": given.title_en}.get(_language(uow), "")
    return wanted or given.title_fi or given.title_sv or given.title_en


def _checked(uow: Read, given: NeedInput) -> NeedInput:
    checked = check_need(given, code_book(_language(uow)))
    if not query.town_known(uow.session, checked.town_code):
        raise BadInput(
            say("The town is not in the program: {name}", name=checked.town_code),
            say("Needs belong to the participating towns."),
        )
    return checked


def _columns(uow: Read, given: NeedInput) -> dict[str, Any]:
    return {
        "theme": given.theme,
        "title_fi": given.title_fi,
        "title_sv": given.title_sv,
        "title_en": given.title_en,
        "spec": query.spec_to_plain(given.spec),
        "target_count": given.target_count,
        "deadline": given.deadline,
        "owner_id": _owner(uow, given.owner) if given.owner else None,
    }


def _owner(uow: Read, name: str) -> int:
    key = query.adviser_id(uow.session, name)
    if key is None:
        near = get_close_matches(name, query.adviser_names(uow.session), n=3, cutoff=0.4)
        raise NotFound(
            say("Not found: ”{name}”. Did you mean: {suggestion}?", name=name, suggestion=tuple(near) or "–")
        )
    return key


def _as_input(found: Need) -> NeedInput:
    return NeedInput(
        town_code=found.town_code,
        theme=found.theme,
        title_fi=found.title_fi,
        title_sv=found.title_sv,
        title_en=found.title_en,
        spec=found.spec,
        target_count=found.target_count,
        deadline=found.deadline,
        owner=found.owner,
        example=found.example,
    )


def _same(known: tuple[Need, ...], wanted: NeedInput) -> Need | None:
    titles = {title.casefold() for title in (wanted.title_fi, wanted.title_sv, wanted.title_en) if title}
    return next(
        (
            old
            for old in known
            if titles & {title.casefold() for title in (old.title_fi, old.title_sv, old.title_en) if title}
        ),
        None,
    )


def _language(uow: Read) -> str:
    adviser_id = getattr(uow, "adviser_id", None)
    adviser = uow.session.get(Adviser, adviser_id) if adviser_id is not None else None
    return adviser.language if adviser is not None and adviser.language else i18n.language()
