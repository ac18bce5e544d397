"""What rows show that stand for others: recomputed from the own values of each after every merge and parting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import col, select

from db.models import Organisation, RegistryCompany
from db.unit import Write
from outreach.rules.identity import actor_of_business_id, actor_of_organisation
from outreach.rules.merging import JOINT
from outreach.services import edits
from outreach.services.intake.filling import link_domain
from outreach.services.merging.memory import Ledger
from outreach.terms.message import Message, say


def absorb(ledger: Ledger) -> None:
    """Takes what has been edited since in rows that stand for others for their own."""
    for table in ("organisation", *JOINT):
        for row_id in list(ledger.standing_for_others(table)):
            if ledger.row(table, row_id) is not None:
                ledger.absorb(table, row_id)


def rewrite_rows(ledger: Ledger) -> None:
    """Persons, competences, places of business and cases show what they stand for; stages apart."""
    for table, columns in JOINT.items():
        for known in ledger.all(table):
            row = ledger.row(table, known.row_id)
            if row is not None and known.own:
                shown = ledger.joint(table, known.row_id)
                ledger.uow.update(row, **{column: shown[column] for column in columns})


def rewrite_organisations(ledger: Ledger) -> tuple[Message, ...]:
    """Own values of all organisations of the tree, and who bears which Business ID; notes on what could not be."""
    uow, notes = ledger.uow, []
    wanted: dict[int, dict[str, Any]] = {}
    for organisation_id in ledger.organisations:
        known = ledger.of("organisation", organisation_id)
        if known is None or not (known.own or known.into_id):
            continue
        shown = ledger.joint("organisation", organisation_id)
        if ledger.present("organisation", organisation_id) != organisation_id:
            shown["business_id"] = None
        wanted[organisation_id] = shown
    taken = _others_with(uow, (shown["business_id"] for shown in wanted.values()), wanted)
    for organisation_id, shown in wanted.items():
        if shown["business_id"] in taken:
            holder = taken[shown["business_id"]]
            notes.append(
                say("The Business ID {id} belongs to {name} by now.", id=shown["business_id"], name=holder.name)
            )
            shown["business_id"] = None
        row = ledger.row("organisation", organisation_id)
        if row.business_id and row.business_id != shown["business_id"]:  # let go of before another takes it
            uow.update(row, business_id=None, actor_id=actor_of_organisation(organisation_id))
    for organisation_id, shown in wanted.items():
        _write(ledger, organisation_id, shown)
    return tuple(notes)


def _write(ledger: Ledger, organisation_id: int, shown: dict[str, Any]) -> None:
    uow, row = ledger.uow, ledger.row("organisation", organisation_id)
    number = shown["business_id"]
    actor_id = actor_of_business_id(number) if number else actor_of_organisation(organisation_id)
    stands = ledger.present("organisation", organisation_id) == organisation_id
    if stands:
        company = uow.session.get(RegistryCompany, actor_id)
        shown["domain"] = link_domain(shown["website"], company, shown["email"])
    named = row.name
    uow.update(row, actor_id=actor_id, **shown)
    if row.name != named:
        edits.keep_own_name(uow, row)


def _others_with(uow: Write, numbers: Iterable[str | None], mine: Iterable[int]) -> dict[str, Organisation]:
    """Organisations outside the tree that bear one of these Business IDs."""
    wanted = sorted({number for number in numbers if number})
    found = select(Organisation).where(
        col(Organisation.business_id).in_(wanted), col(Organisation.id).not_in(list(mine))
    )
    return {row.business_id or "": row for row in uow.session.exec(found).all()}
