"""Web pages that have been imported, to be read again: the newest run of each address tells for which town."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from db.models import ImportRun, Journal, State
from db.unit import Read, Write
from outreach.errors import NotFound
from outreach.terms.message import say
from outreach.terms.runs import ImportKind

LEFT_OUT = "web_left_out"  # state key: address -> its newest run when it was left out


@dataclass(frozen=True, slots=True)
class WebPage:
    """An address, and the code of the town it is read for; "" for none."""

    address: str
    town_code: str


def pages(uow: Read) -> tuple[WebPage, ...]:
    """Each address once, in the order in which they were first imported.

    Not among them are saved pages, those that were left out since their last import, and those of which the last import
    that brought something was taken back.
    """
    left_out, undone = _left_out(uow), taken_back(uow)
    found = uow.session.execute(
        select(col(ImportRun.source), col(ImportRun.id), col(ImportRun.resume))
        .where(col(ImportRun.kind) == ImportKind.WEB)
        .order_by(col(ImportRun.id))
    )
    newest: dict[str, tuple[int, str]] = {}
    for source, run_id, resume in found:
        if source.lower().startswith(("http://", "https://")):
            newest[source] = (run_id, str(resume.get("scope", "")))
    return tuple(
        WebPage(source, town)
        for source, (run_id, town) in newest.items()
        if source not in undone and run_id > left_out.get(source, 0)
    )


def leave_out(uow: Write, address: str) -> None:
    """Reads a page no more until it is imported again; what it brought stays. NotFound when it is not read anyway."""
    if address not in {page.address for page in pages(uow)}:
        raise NotFound(
            say("This page is not among those that are read every night: {url}", url=address[:200]),
            say("Write the address as outreach runs shows it."),
        )
    newest = uow.session.execute(
        select(func.max(col(ImportRun.id))).where(
            col(ImportRun.kind) == ImportKind.WEB, col(ImportRun.source) == address
        )
    ).scalar_one()
    uow.session.merge(State(key=LEFT_OUT, value=json.dumps({**_left_out(uow), address: newest})))
    uow.session.flush()


def _left_out(uow: Read) -> dict[str, int]:
    row = uow.session.get(State, LEFT_OUT)
    return dict(json.loads(row.value)) if row is not None else {}


def taken_back(uow: Read) -> set[str]:
    """Addresses and sources of which the newest import that wrote anything does not stand any more."""
    last = (
        select(func.max(col(Journal.id)).label("entry"))
        .join(ImportRun, col(ImportRun.id) == col(Journal.run_id))
        .where(col(ImportRun.kind) == ImportKind.WEB)
        .group_by(col(ImportRun.source))
        .subquery()
    )
    found = uow.session.execute(
        select(col(ImportRun.source))
        .join(Journal, col(ImportRun.id) == col(Journal.run_id))
        .join(last, last.c.entry == col(Journal.id))
        .where(col(Journal.undone_by).is_not(None))
    )
    return set(found.scalars())
