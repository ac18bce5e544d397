"""Two organisations that were merged part again: what it would do, and doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from db.models import Merge
from db.queries import merging as query
from db.unit import Read, Write
from outreach import clock
from outreach.errors import Refused
from outreach.rules.merging import FIELDS
from outreach.services import edits, naming, scoring
from outreach.services.merging import bans, belongs, check, rows, stages, values
from outreach.services.merging.memory import Ledger, Memory
from outreach.services.merging.merge import COUNTED, counted
from outreach.services.merging.parting import Parting
from outreach.terms.merging import Part, PartingLine, PartingPreview, Side
from outreach.terms.message import Message, say

_ORDER = (*COUNTED, "transition", "task", "field")


def unmerge_preview(uow: Read, merge_id: int, choices: Mapping[str, str] | None = None) -> PartingPreview:
    """What the end of a merge would do: what goes back, and line by line where things go that were added since."""
    merge = _standing(uow, merge_id)
    memory = Memory(uow, query.standing_organisation(uow.session, merge.kept_id))
    parting = Parting(memory, merge)
    lines = belongs.lines(parting, choices or {})
    kept, away = (_side(memory, one) for one in (merge.kept_id, merge.away_id))
    return PartingPreview(
        merge_id=merge_id,
        version=merge.version,
        kept=kept,
        away=away,
        merged_on=clock.today(merge.merged_at),
        back=_back(parting),
        lines=lines,
        summary=_summary(lines, kept.name, away.name),
        notes=(BANS_STAY,) if bans.stand_over(uow, memory.organisations) else (),
    )


def unmerge(
    uow: Write, merge_id: int, choices: Mapping[str, str] | None = None, *, expected: int | None = None
) -> Message:
    """Ends a merge at any later time, under one journal entry; says what was done.

    What was there before goes back to whose it was, with all that was edited in it since. What was added since goes
    where `unmerge_preview` says; `choices`: line -> "kept" or "away". No later import makes the two one again.
    """
    if uow.adviser_id is None:
        raise Refused(
            say("Organisations are taken apart by a person, and the program does not know your name yet."),
            say("Start with: outreach init --name NAME"),
        )
    merge = _standing(uow, merge_id)
    uow.check_version(merge, expected)
    ledger = Ledger(uow, query.standing_organisation(uow.session, merge.kept_id))
    parting = Parting(ledger, merge)
    lines = belongs.lines(parting, choices or {})
    kept, away = (naming.organisation_name(uow, one) for one in (ledger.root, merge.away_id))
    uow.entry("unmerge", say("{away} was taken apart from {kept}", away=away, kept=kept))
    root, goes = ledger.row("organisation", ledger.root), ledger.row("organisation", merge.away_id)
    numbers, before = {root.actor_id, goes.actor_id}, root.actor_id
    _give_fields(parting, ledger, lines)
    values.absorb(ledger)
    joint = stages.joint(ledger, _movers(parting, lines))
    _give_rows(parting, ledger, joint)
    _cut(ledger, merge)
    orphans = rows.part(ledger)
    rows.point_all(ledger, merge.away_id, orphans)
    _remove_made(ledger, merge)
    stages.forget_joins(ledger, [case_id for group in joint.groups.values() for case_id in group])
    stages.settle(ledger, joint)
    stages.show(ledger, joint)
    values.rewrite_rows(ledger)
    notes = values.rewrite_organisations(ledger)
    for one in (root, goes):  # an alias of the other may have done for its own name
        edits.keep_own_name(uow, one)
    rows.settle_verdicts(ledger, ledger.root, merge.away_id)
    rows.point_proposals(ledger, before)
    banned = bans.spread(uow, [ledger.root], merge.away_id, since=merge.merged_at)
    _judge(parting, ledger)
    ledger.tidy()
    uow.session.flush()
    scoring.rescore_actors(uow, numbers | {root.actor_id, goes.actor_id})
    names = {"away": naming.organisation_name(uow, merge.away_id), "kept": naming.organisation_name(uow, ledger.root)}
    said = say("Taken apart: {away} and {kept} are two organisations again.", **names)
    more = [*notes, *([BANS_STAY] if banned or bans.stand_over(uow, ledger.organisations) else [])]
    return said if not more else say("{before} {after}", before=said, after=naming.listed(more))


BANS_STAY = say("Do-not-contact entries stay on both: lift each separately, with a reason.")


def _standing(uow: Read, merge_id: int) -> Merge:
    merge = uow.find(Merge, merge_id)
    if merge.ended_at is not None:
        raise Refused(
            say(
                "These have been taken apart already: {away}, {kept}",
                away=naming.organisation_name(uow, merge.away_id),
                kept=naming.organisation_name(uow, merge.kept_id),
            )
        )
    return merge


def _side(memory: Memory, organisation_id: int) -> Side:
    """An organisation as it will be by itself."""
    row = memory.row("organisation", organisation_id)
    own = memory.own("organisation", organisation_id)
    name = own["name"] or naming.organisation_name(memory.uow, organisation_id)
    return Side(memory.own_actor(organisation_id), organisation_id, name, own["business_id"] or "", row.version)


def _back(parting: Parting) -> tuple[Message, ...]:
    """What was there before the merge and goes back, counted."""
    found = Counter(
        row.table_name
        for row in parting.memory.all()
        if row.origin_id in parting.leaving
        and not row.made
        and row.table_name in _ORDER
        and parting.memory.row(row.table_name, row.row_id) is not None
    )
    return tuple(counted(table, found[table]) for table in _ORDER if found[table])


def _summary(lines: Sequence[PartingLine], kept: str, away: str) -> tuple[Message, ...]:
    """Lines of one kind that go to one side for one reason, counted."""
    groups: dict[tuple[int, Part, str], list[PartingLine]] = {}
    for line in lines:
        groups.setdefault((_ORDER.index(line.key.partition(":")[0]), line.to, str(line.why)), []).append(line)
    return tuple(
        say(
            "{what} → {name}: {why}",
            what=counted(_ORDER[table], len(found)),
            name=away if to is Part.AWAY else kept,
            why=found[0].why,
        )
        for (table, to, _), found in sorted(groups.items(), key=lambda group: group[0])
    )


def _give_fields(parting: Parting, ledger: Ledger, lines: Sequence[PartingLine]) -> None:
    """Values edited since that somebody gives to the one that leaves."""
    given = [line.key.partition(":")[2] for line in lines if line.key.startswith("field:") and line.to is Part.AWAY]
    root, away = ledger.row("organisation", ledger.root), parting.merge.away_id
    for name in given:
        edited = {column: getattr(root, column) for column in FIELDS[name]}
        newest = max((row.merge_id or 0 for row in ledger.joined("organisation", away)), default=0)
        ledger.set_own("organisation", away, edited, newest)
        shown = ledger.joint("organisation", ledger.root)
        ledger.uow.update(root, **{column: shown[column] for column in FIELDS[name]})


def _movers(parting: Parting, lines: Sequence[PartingLine]) -> dict[int, int]:
    """Stage moves made since, each with the case that it is given to."""
    by_rule = stages.joint(parting.memory).history.moves
    found = {}
    for line in lines:
        table, _, key = line.key.partition(":")
        if table != "transition" or not line.choosable:
            continue
        row = parting.memory.row("transition", int(key))
        mover = by_rule.get(row.id, row.case_id)
        if parting.side("case", mover) is not line.to:
            mover = parting.member("case", parting.home("transition", row, "case_id") or 0, line.to) or mover
        found[row.id] = mover
    return found


def _give_rows(parting: Parting, ledger: Ledger, joint: stages.Joint) -> None:
    """Writes down whose the rows are that were added since, and what they point at on that side."""
    moves = joint.history.moves
    for (table, row_id), to in parting.to.items():
        row, home = ledger.row(table, row_id), dict[str, int | None]()
        origin = parting.merge.away_id if to is Part.AWAY else ledger.origin(table, row_id)
        if table in query.OF_CASES:
            case_id = parting.home(table, row, "case_id") or 0
            case_id = parting.member("case", case_id, to) or case_id
            home["case_id"], origin = case_id, ledger.origin("case", case_id)
        elif to is Part.AWAY:
            home["organisation_id"] = parting.merge.away_id
        if table == "touchpoint":
            home |= _contact_points_at(parting, row, to)
        if table != "transition" or row_id not in moves:
            _give(parting, ledger, table, row_id, origin, home)
    for row_id, case_id in moves.items():  # those of older merges too: it has been settled whose they are
        if ledger.row("transition", row_id) is not None:
            origin = ledger.origin("case", case_id)
            _give(parting, ledger, "transition", row_id, origin, {"case_id": case_id})


def _give(
    parting: Parting, ledger: Ledger, table: str, row_id: int, origin: int, home: Mapping[str, int | None]
) -> None:
    row = ledger.row(table, row_id)
    if origin != ledger.origin(table, row_id) or any(parting.home(table, row, c) != value for c, value in home.items()):
        ledger.set_home(table, row_id, origin, home)


def _contact_points_at(parting: Parting, row: object, to: Part) -> dict[str, int | None]:
    """Case and person of a contact on the side that it goes to: no case where that side has none."""
    found: dict[str, int | None] = {}
    case_id, person_id = parting.home("touchpoint", row, "case_id"), parting.home("touchpoint", row, "person_id")
    if case_id is not None:
        found["case_id"] = parting.member("case", case_id, to)
    if person_id is not None:
        found["person_id"] = parting.member("person", person_id, to) or person_id
    return found


def _cut(ledger: Ledger, merge: Merge) -> None:
    known = ledger.of("organisation", merge.away_id)
    if known is not None:
        ledger.part(known)
    ledger.uow.update(ledger.row("organisation", merge.away_id), merged_into=None)
    ledger.uow.update(merge, ended_at=ledger.uow.now, ended_by=ledger.uow.adviser_id)


def _remove_made(ledger: Ledger, merge: Merge) -> None:
    """What the merge itself has added goes with it."""
    for row in ledger.all():
        if row.made and row.merge_id == merge.id:
            ledger.remove(row.table_name, row.row_id)
            ledger.forget(row)


def _judge(parting: Parting, ledger: Ledger) -> None:
    """People's words from now on: the two are different, and records that came since are about the one they went to."""
    numbers = {
        side: {ledger.own_actor(one) for one in parting.organisations(side)}
        | {ledger.row("organisation", one).actor_id for one in parting.organisations(side)}
        for side in Part
    }
    check.say_different(ledger.uow, parting.merge, numbers[Part.AWAY], numbers[Part.KEPT])
    for (table, row_id), to in parting.to.items():
        if table == "source_record":
            other = Part.KEPT if to is Part.AWAY else Part.AWAY
            holder = parting.merge.away_id if to is Part.AWAY else ledger.root
            number = ledger.row("organisation", holder).actor_id
            check.move_record(ledger.uow, ledger.row(table, row_id), numbers[to], numbers[other], number)
