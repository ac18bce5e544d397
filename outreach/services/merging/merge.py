"""Two organisations become one: what it would do, and doing it."""

from __future__ import annotations

from collections.abc import Mapping

from db.models import Merge, Organisation
from db.queries import merging as query
from db.unit import Read, Write
from outreach.errors import Refused
from outreach.services import naming, scoring
from outreach.services.merging import bans, check, fields, rows, stages, values
from outreach.services.merging.fields import Subject
from outreach.services.merging.memory import MODELS, Ledger
from outreach.services.organisations import ensure_organisation
from outreach.terms.merging import MergePreview
from outreach.terms.message import Message, say, say_n

# What is told of rows that move, in the order of the preview.
COUNTED = ("case", "touchpoint", "person", "source_record", "need_verdict", "competence", "site", "organisation_alias")


def preview(uow: Read, kept_actor: int, away_actor: int) -> MergePreview:
    """What a merge of the second organisation into the first would do; nothing is written."""
    kept, away = check.subject(uow, kept_actor), check.subject(uow, away_actor)
    refused = check.refusal(uow, kept, away)
    counts = {table: len(_rows(uow, away, table)) for table in COUNTED}
    return MergePreview(
        kept=check.side(kept),
        away=check.side(away),
        fields=fields.choices(uow, kept, away),
        brings=tuple(counted(table, n) for table, n in counts.items() if n),
        joins=tuple(joined(table, n) for table in rows.SAME if (n := _joined(uow, kept, away, table))),
        notes=_banned(uow, away) if refused is None else (),
        refused=refused.message if refused is not None else None,
        different=check.difference(uow, kept, away) if refused is None else None,
    )


def merge(
    uow: Write,
    kept_actor: int,
    away_actor: int,
    choices: Mapping[str, str] | None = None,
    *,
    expected: tuple[int | None, int | None] = (None, None),
    although_different: bool = False,
) -> Message:
    """Merges the second organisation into the first, under one journal entry; says what was done.

    `choices`: field -> "kept", "away" or a value; the others by default. `expected`: versions that the user saw.
    Refused for two Business IDs, and for what people have judged different: `although_different` takes back a judgement
    on the two themselves. Companies of the bare register become organisations of ours.
    """
    if uow.adviser_id is None:
        raise Refused(
            say("Organisations are merged by a person, and the program does not know your name yet."),
            say("Start with: outreach init --name NAME"),
        )
    kept, away = check.subject(uow, kept_actor), check.subject(uow, away_actor)
    _refuse(uow, kept, away, although_different=although_different)
    uow.entry("merge", say("{away} was merged into {kept}", away=away.name, kept=kept.name))
    stays, goes = _ensured(uow, kept, expected[0]), _ensured(uow, away, expected[1])
    kept, away = check.subject(uow, kept_actor), check.subject(uow, away_actor)
    taken_back = check.direct(uow, kept, away)
    resolved = fields.resolve(fields.choices(uow, kept, away), choices or {}, kept, away)
    numbers = {stays.actor_id or 0, goes.actor_id or 0}
    before = stays.actor_id or 0
    ledger = Ledger(uow, stays.id or 0, goes.id or 0)
    values.absorb(ledger)
    row = uow.insert(
        Merge(
            kept_id=stays.id or 0,
            away_id=goes.id or 0,
            kept_actor=ledger.own_actor(stays.id or 0),
            away_actor=ledger.own_actor(goes.id or 0),
            choices=resolved,
            marks=query.marks(uow.session),
            merged_at=uow.now,
            merged_by=uow.adviser_id,
        )
    )
    _ask_no_more(ledger, stays, goes)
    brought = {table: len(_rows(uow, away, table)) for table in COUNTED}
    ledger.join("organisation", goes.id or 0, stays.id or 0, row.id or 0)
    uow.update(goes, merged_into=stays.id)
    rows.bring(ledger, row)
    stages.show(ledger, stages.joint(ledger, joining=True))
    values.rewrite_rows(ledger)
    notes = values.rewrite_organisations(ledger)
    rows.keep_names(ledger, row)
    rows.settle_verdicts(ledger, stays.id or 0)
    rows.point_proposals(ledger, before)
    sources = query.merged_into(uow.session, [goes.id or 0])
    banned = bans.spread(uow, sources, stays.id or 0) + bans.spread_persons(ledger, row.id or 0)
    for one, other in sorted({check.own_pair(row), *taken_back}):
        check.say_same(uow, one, other)
    uow.update(row, marks=query.marks(uow.session))
    uow.session.flush()
    scoring.rescore_actors(uow, numbers | {stays.actor_id or 0, goes.actor_id or 0})
    said = say("Merged: {away} is {kept} now.", away=away.name, kept=kept.name)
    parts = [counted(table, n) for table, n in brought.items() if n]
    if parts:
        said = say("{done} It brought: {what}", done=said, what=tuple(parts))
    more = [*notes, *([BANNED] if banned else [])]
    return said if not more else say("{before} {after}", before=said, after=naming.listed(more))


BANNED = say("The do-not-contact entry of either holds for the whole.")


def counted(table: str, n: int) -> Message:
    """How many rows of a table, in words."""
    return {
        "case": say_n("{n} case", "{n} cases", n),
        "touchpoint": say_n("{n} contact", "{n} contacts", n),
        "person": say_n("{n} contact person", "{n} contact persons", n),
        "source_record": say_n("{n} record", "{n} records", n),
        "need_verdict": say_n("{n} assessment", "{n} assessments", n),
        "competence": say_n("{n} competence", "{n} competences", n),
        "site": say_n("{n} place of business", "{n} places of business", n),
        "organisation_alias": say_n("{n} name", "{n} names", n),
        "transition": say_n("{n} stage move", "{n} stage moves", n),
        "task": say_n("{n} next step", "{n} next steps", n),
        "field": say_n("{n} value", "{n} values", n),
    }[table]


def joined(table: str, n: int) -> Message:
    """How many rows of both become one, in words."""
    return {
        "case": say_n(
            "{n} case for the same need becomes one with both histories",
            "{n} cases for the same needs become one each with both histories",
            n,
        ),
        "person": say_n("{n} contact person is in both", "{n} contact persons are in both", n),
        "competence": say_n("{n} competence is in both", "{n} competences are in both", n),
        "site": say_n("{n} place of business is in both", "{n} places of business are in both", n),
    }[table]


def _refuse(uow: Write, kept: Subject, away: Subject, *, although_different: bool) -> None:
    refused = check.refusal(uow, kept, away)
    if refused is not None:
        raise refused
    different = check.difference(uow, kept, away)
    if different is not None and not although_different:
        raise Refused(different, say("If they are the same after all, say so when you merge them."))


def _ensured(uow: Write, one: Subject, expected: int | None) -> Organisation:
    row = ensure_organisation(uow, one.actor_id)
    if one.organisation is not None:
        uow.check_version(row, expected)
    return row


def _ask_no_more(ledger: Ledger, stays: Organisation, goes: Organisation) -> None:
    """Questions whether the two are one are answered; those on others go on to ask about the same organisation."""
    rows.drop_proposals(ledger, {stays.actor_id or 0, goes.actor_id or 0})
    for one in (stays, goes):
        rows.remember_proposals(ledger, one.actor_id or 0, one.id or 0)


def _rows(uow: Read, one: Subject, table: str) -> list[object]:
    if one.organisation is None:
        return []
    return query.of_organisation(uow.session, MODELS[table], one.organisation.id or 0)


def _joined(uow: Read, kept: Subject, away: Subject, table: str) -> int:
    return len(rows.twins(table, _rows(uow, away, table), _rows(uow, kept, table)))


def _banned(uow: Read, away: Subject) -> tuple[Message, ...]:
    sources = away.memory.organisations if away.memory is not None else []
    return (BANNED,) if bans.stand_over(uow, sources) else ()
