"""To whom of two organisations that part belongs what was added since they were merged: by what it hangs on, by the
source that told of it, else to the one that was kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from db.models import Need, SourceRecord
from outreach import codes
from outreach.errors import BadInput
from outreach.rules.linkage.names import sorted_key
from outreach.rules.merging import belongs
from outreach.rules.text import clean, name_fold
from outreach.services.intake.records import from_row, place_of
from outreach.services.merging import stages
from outreach.services.merging.parting import ORDER, Parting
from outreach.services.naming import in_language
from outreach.services.values import FIELDS as LABELS
from outreach.terms.candidate import Candidate
from outreach.terms.labels import label
from outreach.terms.merging import Part, PartingLine
from outreach.terms.message import Message, say
from outreach.terms.work import Stage, TouchKind, Verdict

ITS_CASE = say("its case")
ITS_PERSON = say("its person")
BOTH_CASES = say("the case of both")
GOES_ON = say("it goes on from this one's stage")
BY_RECORD = say("the record names it")
BY_SOURCE = say("a record of it says so")
NEED_OF = say("it has the case for this need")
NO_TELLING = say("nothing tells otherwise")
EDITED = say("changed since")


def lines(parting: Parting, wanted: Mapping[str, str]) -> tuple[PartingLine, ...]:
    """What was added since, each with where it goes and why; one rests on those before it. `wanted`: line -> side.

    BadInput for a line that there is none of, or that cannot go elsewhere.
    """
    joint = stages.joint(parting.memory)
    found = [_chosen(_field(parting, name), wanted) for name in parting.edited()]
    for table, row in parting.added():
        line = _transition(parting, row, joint) if table == "transition" else _DECIDE[table](parting, row)
        line = _chosen(line, wanted)
        parting.to[table, row.id] = line.to
        found.append(line)
    unknown = sorted(set(wanted) - {line.key for line in found})
    if unknown:
        raise BadInput(
            say("There is no such line: {line}", line=clean(unknown[0], 60)),
            say("outreach organisation unmerge --preview shows the lines."),
        )
    return tuple(found)


def _chosen(line: PartingLine, wanted: Mapping[str, str]) -> PartingLine:
    chosen = wanted.get(line.key, line.to)
    if chosen not in (Part.KEPT, Part.AWAY):
        raise BadInput(say("Say whose: kept or away. This is neither: {value}", value=clean(chosen, 60)))
    if chosen != line.to and not line.choosable:
        raise BadInput(say("This cannot go elsewhere: {line}", line=line.key), say("It goes with what it hangs on."))
    return replace(line, to=Part(chosen))


def _line(table: str, row: Any, text: Message, to: Part, why: Message, *, choosable: bool = True) -> PartingLine:
    return PartingLine(f"{table}:{row.id}", text, to, why, choosable)


def _field(parting: Parting, name: str) -> PartingLine:
    value = str(getattr(parting.memory.row("organisation", parting.memory.root), name) or "–")
    text = say("{field}: {value}", field=LABELS[name], value=value)
    return PartingLine(f"field:{name}", text, Part.KEPT, EDITED, choosable=True)


def _touchpoint(parting: Parting, row: Any) -> PartingLine:
    text = say("{what} {on}", what=label(TouchKind(row.kind)), on=row.happened_on)
    case_id, person_id = parting.home("touchpoint", row, "case_id"), parting.home("touchpoint", row, "person_id")
    case_sides = parting.sides("case", case_id) if case_id is not None else set()
    person_sides = parting.sides("person", person_id) if person_id is not None else set()
    for sides, why in ((case_sides, ITS_CASE), (person_sides, ITS_PERSON)):
        if len(sides) == 1:
            return _line("touchpoint", row, text, next(iter(sides)), why)
    return _line("touchpoint", row, text, Part.KEPT, BOTH_CASES if case_sides else NO_TELLING)


def _transition(parting: Parting, row: Any, joint: stages.Joint) -> PartingLine:
    text = say("{here} → {stage}", here=label(Stage(row.from_stage)), stage=label(Stage(row.to_stage)))
    case_id = parting.home("transition", row, "case_id") or 0
    sides = parting.sides("case", case_id)
    if len(sides) == 1:
        return _line("transition", row, text, next(iter(sides)), ITS_CASE, choosable=False)
    mover = joint.history.moves.get(row.id, case_id)
    return _line("transition", row, text, parting.side("case", mover), GOES_ON)


def _task(parting: Parting, row: Any) -> PartingLine:
    text = say("Next step: {what}", what=row.title)
    sides = parting.sides("case", parting.home("task", row, "case_id") or 0)
    if len(sides) == 1:
        return _line("task", row, text, next(iter(sides)), ITS_CASE, choosable=False)
    return _line("task", row, text, Part.KEPT, BOTH_CASES)


def _case(parting: Parting, row: Any) -> PartingLine:
    need = parting.memory.uow.find(Need, row.need_id)
    text = say("Case: {need}", need=in_language("", need.title_fi, need.title_sv, need.title_en))
    theirs = [one for one in parting.cases_for(row.need_id) if one != row.id and parting.side("case", one) is Part.AWAY]
    return _line("case", row, text, Part.KEPT, NO_TELLING, choosable=not theirs)


def _verdict(parting: Parting, row: Any) -> PartingLine:
    sides = {parting.side("case", case_id) for case_id in parting.cases_for(row.need_id)}
    to, why = (Part.AWAY, NEED_OF) if sides == {Part.AWAY} else (Part.KEPT, NO_TELLING)
    return _line("need_verdict", row, label(Verdict(row.verdict)), to, why)


def _record(parting: Parting, row: Any) -> PartingLine:
    candidate, _ = from_row(row)
    text = say("Record: {name} ({source}, {place})", name=candidate.name, source=row.source, place=row.place)
    same = {
        parting.side("source_record", one.id or 0)
        for one in parting.records
        if (one.source, one.identity) == (row.source, row.identity) and one.id != row.id
    }
    to = belongs(candidate.business_id, sorted_key(candidate.name), parting.ids, parting.names)
    to = next(iter(same)) if to is None and len(same) == 1 else to
    return _line("source_record", row, text, to or Part.KEPT, BY_RECORD if to is not None else NO_TELLING)


def _person(parting: Parting, row: Any) -> PartingLine:
    def says(candidate: Candidate) -> bool:
        return candidate.contact is not None and name_fold(candidate.contact.name) == name_fold(row.name)

    return _sourced(parting, "person", row, say("Contact person: {name}", name=row.name), says)


def _alias(parting: Parting, row: Any) -> PartingLine:
    def says(candidate: Candidate) -> bool:
        return str(row.name_fold) in {name_fold(name) for name in (candidate.name, *candidate.other_names)}

    return _sourced(parting, "organisation_alias", row, say("Name: {name}", name=row.name), says)


def _competence(parting: Parting, row: Any) -> PartingLine:
    def says(candidate: Candidate) -> bool:
        return name_fold(row.tag) in {name_fold(tag) for tag in candidate.competences}

    return _sourced(parting, "competence", row, say("Competence: {tag}", tag=row.tag), says)


def _site(parting: Parting, row: Any) -> PartingLine:
    def says(candidate: Candidate) -> bool:
        return place_of(parting.memory.uow, candidate) == str(row.municipality_code)

    town = codes.municipality(row.municipality_code)
    place = ", ".join(filter(None, (row.street, town.name("fi") if town is not None else row.municipality_code)))
    return _sourced(parting, "site", row, say("Place of business: {place}", place=place), says)


def _sourced(parting: Parting, table: str, row: Any, text: Message, says: Callable[[Candidate], bool]) -> PartingLine:
    """A row goes with the records of its source that say it, where these are all of one side."""

    def told(record: SourceRecord) -> bool:
        return record.source == row.source and says(from_row(record)[0])

    sides = {parting.side("source_record", record.id or 0) for record in parting.records if told(record)}
    to, why = (next(iter(sides)), BY_SOURCE) if len(sides) == 1 else (Part.KEPT, NO_TELLING)
    return _line(table, row, text, to, why)


_DECIDE: Mapping[str, Callable[[Parting, Any], PartingLine]] = dict(
    zip(
        (table for table in ORDER if table != "transition"),
        (_record, _alias, _competence, _site, _person, _case, _verdict, _task, _touchpoint),
        strict=True,
    )
)
