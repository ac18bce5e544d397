"""Rows of an organisation that is merged away: they move to the other one, or one of its rows stands for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlmodel import col, select

from db.models import LinkProposal, Merge, MergeRow, NeedVerdict, OrganisationAlias, RegistryName
from db.queries import merging as query
from outreach.rules.identity import phone_e164, street_key
from outreach.rules.linkage.names import link_key
from outreach.rules.merging import same_person
from outreach.rules.text import name_fold
from outreach.services.edits import OWN_NAME
from outreach.services.merging.memory import MODELS, Ledger

MERGED = "merge"  # source of an alias that keeps a name of one that was merged away


def _same_person(one: Any, other: Any) -> bool:
    return one.controller_id == other.controller_id and same_person(_folded(one), _folded(other))


def _folded(person: Any) -> dict[str, str]:
    phone = phone_e164(person.phone) or person.phone
    return {"name": name_fold(person.name), "email": person.email.casefold(), "phone": phone}


def _same_site(one: Any, other: Any) -> bool:
    here, there = ((site.municipality_code, street_key(site.street) or site.street) for site in (one, other))
    return bool(here == there)


# When a row of one organisation and a row of the other are the same thing.
SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "case": lambda one, other: one.need_id == other.need_id,
    "person": _same_person,
    "competence": lambda one, other: name_fold(one.tag) == name_fold(other.tag),
    "site": _same_site,
}


def twins(table: str, theirs: Iterable[Any], mine: Iterable[Any]) -> dict[int, Any]:
    """For each of their rows that has one, the row of mine that is the same thing."""
    known = list(mine)
    found = {row.id: next((one for one in known if SAME[table](one, row)), None) for row in theirs}
    return {key: row for key, row in found.items() if row is not None}


def bring(ledger: Ledger, merge: Merge) -> None:
    """Moves all that belongs to the organisation that is merged away; the chain of organisations stands already."""
    session = ledger.uow.session
    joined: list[int] = []
    for table in query.OF_ORGANISATIONS:
        theirs = query.of_organisation(session, MODELS[table], merge.away_id)
        mine = query.of_organisation(session, MODELS[table], merge.kept_id) if table in SAME and theirs else []
        same = twins(table, theirs, mine) if mine else {}
        for row in theirs:
            if row.id in same:
                ledger.join(table, row.id, same[row.id].id, merge.id or 0)
                joined += [row.id] if table == "case" else []
            elif table != "organisation_alias" or row.source != OWN_NAME:
                _move(ledger, table, row, merge.away_id)
    for case_id in joined:
        for table in query.OF_CASES:
            for row in query.of_case(session, MODELS[table], case_id):
                known = ledger.remember(table, row.id, ledger.origin("case", case_id), home={"case_id": case_id})
                ledger.point(known)


def _move(ledger: Ledger, table: str, row: Any, away_id: int) -> None:
    home: dict[str, Any] = {"organisation_id": away_id}
    for column, there in (("case_id", "case"), ("person_id", "person")):
        key = getattr(row, column, None)
        if key is not None and ledger.present(there, key) != key:
            home[column] = key
    origin = ledger.of(table, row.id)
    ledger.point(ledger.remember(table, row.id, origin.origin_id if origin is not None else away_id, home=home))


def keep_names(ledger: Ledger, merge: Merge) -> None:
    """The own names of both stay names of the one, whichever of them it is called by."""
    session, kept = ledger.uow.session, ledger.row("organisation", merge.kept_id)
    known = {alias.name_fold for alias in query.of_organisation(session, OrganisationAlias, merge.kept_id)}
    register = select(RegistryName.name_fold).where(RegistryName.company_id == kept.actor_id)
    known |= set(session.exec(register).all())
    for organisation_id in (merge.kept_id, merge.away_id):
        name = str(ledger.own("organisation", organisation_id)["name"])
        shown = str(ledger.row("organisation", organisation_id).name)
        for one in dict.fromkeys((name, shown)):
            fold = name_fold(one)
            if fold and fold not in known:
                known.add(fold)
                alias = ledger.uow.insert(
                    OrganisationAlias(
                        organisation_id=merge.kept_id, name=one, name_fold=fold, link_key=link_key(one), source=MERGED
                    )
                )
                ledger.remember("organisation_alias", alias.id or 0, merge.kept_id, merge_id=merge.id, made=True)


def part(ledger: Ledger) -> list[tuple[MergeRow, int]]:
    """Takes apart rows of organisations that are no longer one; those whose organisation stays, with their merges."""
    orphans = []
    broken = [row for row in ledger.all() if row.into_id is not None and row.table_name in SAME and _torn(ledger, row)]
    for row in broken:
        merge_id = row.merge_id or 0
        ledger.part(row)
        found = ledger.row(row.table_name, row.row_id)
        if found is None:
            continue
        ledger.remember(row.table_name, row.row_id, row.origin_id, home={"organisation_id": found.organisation_id})
        if ledger.present("organisation", row.origin_id) == ledger.root:
            orphans.append((row, merge_id))
    return orphans


def _torn(ledger: Ledger, row: MergeRow) -> bool:
    """Whether a row and what stands for it are of two organisations now. One whose stand-in somebody has removed stays
    put away, unless its organisation leaves."""
    here = ledger.present("organisation", row.origin_id)
    if ledger.row(row.table_name, row.into_id or 0) is None:
        return here != ledger.root
    return here != ledger.present("organisation", ledger.origin(row.table_name, row.into_id or 0))


def point_all(ledger: Ledger, leaving: int, orphans: list[tuple[MergeRow, int]]) -> None:
    """Sets where all rows of the tree point: those that leave go first, those that stand by themselves again last."""
    alone = {(row.table_name, row.row_id) for row, _ in orphans}
    rows = [row for row in ledger.all() if row.table_name not in ("organisation", "link_proposal")]
    rows.sort(key=lambda row: ledger.present("organisation", row.origin_id) != leaving)
    for row in rows:
        if (row.table_name, row.row_id) not in alone:
            ledger.point(row)
    for row, merge_id in orphans:
        here = query.of_organisation(ledger.uow.session, MODELS[row.table_name], ledger.root)
        found = ledger.row(row.table_name, row.row_id)
        same = twins(row.table_name, [found], [one for one in here if one.id != row.row_id])
        if same:
            ledger.join(row.table_name, row.row_id, same[row.row_id].id, merge_id)
        else:
            ledger.point(row)
    for row in rows:
        ledger.point(row)


def settle_verdicts(ledger: Ledger, *organisation_ids: int) -> None:
    """The newest verdict on each need is the one that stands."""
    for organisation_id in organisation_ids:
        by_need: dict[int, list[NeedVerdict]] = {}
        for row in query.of_organisation(ledger.uow.session, NeedVerdict, organisation_id):
            by_need.setdefault(row.need_id, []).append(row)
        for rows in by_need.values():
            if sum(row.current for row in rows) != 1:
                newest = max(rows, key=lambda row: (row.decided_at, row.id or 0))
                for row in rows:
                    ledger.uow.update(row, current=row is newest)


def drop_proposals(ledger: Ledger, actors: set[int]) -> None:
    """Takes back open questions whether organisations of the tree are one another."""
    session = ledger.uow.session
    asked = select(LinkProposal).where(
        col(LinkProposal.organisation_id).in_(ledger.organisations), col(LinkProposal.actor_id).in_(sorted(actors))
    )
    for row in session.exec(asked).all():
        ledger.uow.delete(row)


def remember_proposals(ledger: Ledger, actor_id: int, organisation_id: int) -> None:
    """Keeps which proposals name an organisation by its number of today."""
    named = select(LinkProposal).where(LinkProposal.actor_id == actor_id).order_by(col(LinkProposal.id))
    for row in ledger.uow.session.exec(named).all():
        ledger.remember("link_proposal", row.id or 0, organisation_id, home={"actor_id": organisation_id})


def point_proposals(ledger: Ledger, before: int) -> None:
    """Sets whom proposals name now; those made since the merge go on to name the root, which was called `before`."""
    for row in ledger.all("link_proposal"):
        ledger.point(row)
    root = ledger.row("organisation", ledger.root)
    named = select(LinkProposal).where(LinkProposal.actor_id == before)
    for found in ledger.uow.session.exec(named).all():
        if ledger.of("link_proposal", found.id or 0) is None:
            ledger.uow.update(found, actor_id=root.actor_id)
