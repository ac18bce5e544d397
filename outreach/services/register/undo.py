"""Taking back what a run of the register has done: its companies as they were before it, as long as nothing later rests
on what it wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from db import bulk
from db.engine import Database
from db.models import ImportRun
from db.queries import register as register_queries
from db.unit import Write
from outreach.errors import NotFound, Refused
from outreach.rules.identity import business_id_of_actor
from outreach.rules.registry import CompanyRow
from outreach.services import scoring
from outreach.services.register.apply import REGISTER_KINDS, RUNS_KEPT
from outreach.services.register.differences import FORM, OWN
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import Progress, RunState
from outreach.terms.views import UndoResult

AT_ONCE = 100  # companies of one transaction
NAMED = 10  # of the companies that stay, so many are named


def undo_run(
    database: Database,
    run_id: int,
    *,
    now: datetime,
    adviser_id: int | None,
    progress: Callable[[Progress], None] | None = None,
) -> UndoResult:
    """Puts back the companies whose state is still that of the run; those that a later run has written, or that
    somebody works with, stay and are named. It can be stopped, and run again to go on.

    NotFound for a run that has changed nothing; Refused for one that was already taken back, that is under way, or that
    is too long ago.
    """
    with database.read() as uow:
        run = uow.find(ImportRun, run_id)
        what = say("Import {n}: {source}", n=run_id, source=run.source)
        if run.kind not in REGISTER_KINDS:
            raise NotFound(say("Import {n} is not one of the register.", n=run_id))
        if run.state == RunState.UNDONE:
            raise Refused(say("This was already taken back: {what}", what=what))
        if run.state == RunState.RUNNING:
            raise Refused(say("This import is still running: {what}", what=what))
        if not (run.created or run.changed or run.vanished):
            raise NotFound(say("Import {n} has changed nothing: there is nothing to take back.", n=run_id))
        if register_queries.newer_runs(uow.session, run_id, REGISTER_KINDS) >= RUNS_KEPT:
            raise Refused(say("This import is too long ago to be taken back: {what}", what=what))
        mine = register_queries.companies_of_run(uow.session, run_id)
        touched = register_queries.imaged(uow.session, run_id)
        overwritten = register_queries.overwritten(uow.session, run_id)
        used = register_queries.worked_with(uow.session, mine)
    left = [key for key in mine if key in touched]
    created = [key for key in mine if key not in touched]
    total = len(mine)
    done = 0
    for keys, act in ((left, _put_back), ([key for key in created if key not in used], _remove)):
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            with database.write(now=now, adviser_id=adviser_id) as uow:
                act(uow, run_id, part)
                scoring.bump_facts(uow)
            done += len(part)
            if progress is not None:
                progress(Progress(done, total, say("Taking back the import")))
    with database.write(now=now, adviser_id=adviser_id) as uow:
        row = uow.find(ImportRun, run_id)
        row.state = RunState.UNDONE
        uow.session.add(row)
    kept = _kept(overwritten, "later") + _kept([key for key in created if key in used], "used")
    return UndoResult(0, what, kept)


def _put_back(uow: Write, run_id: int, keys: Sequence[int]) -> None:
    """Companies as the run found them, with the hashes by which the next import knows what they are."""
    images = register_queries.images(uow.session, run_id, keys)
    lists: dict[str, dict[int, Sequence[Sequence[Any]]]] = {table: {} for table in FORM.lists}
    hashes = []
    for key, image in images.items():
        for table in lists:
            if table in image:
                lists[table][key] = image[table]
        if "hash" in image:
            hashes.append((key, *image["hash"]))
    bulk.set_companies(uow.session, {key: _columns(image.get("company", {})) for key, image in images.items()})
    for table, given in lists.items():
        if given:
            bulk.put_back(uow.session, FORM, table, given)
    bulk.put_hashes(uow.session, hashes)
    register_queries.forget_changes(uow.session, run_id, keys)


def _remove(uow: Write, _run_id: int, keys: Sequence[int]) -> None:
    register_queries.forget_proposals(uow.session, keys)
    bulk.remove_companies(uow.session, FORM, keys)


def _columns(image: Mapping[str, Any]) -> dict[str, Any]:
    return {name: image[name] for name in (*CompanyRow._fields, *OWN) if name in image}


def _kept(keys: Sequence[int], why: str) -> tuple[Message, ...]:
    if not keys:
        return ()
    numbers = tuple(business_id_of_actor(key) for key in keys[:NAMED])
    if why == "later":
        return (
            say_n(
                "{n} company stays, since a later import has changed it: {numbers}",
                "{n} companies stay, since a later import has changed them: {numbers}",
                len(keys),
                numbers=numbers,
            ),
        )
    return (
        say_n(
            "{n} company stays, since somebody works with it: {numbers}",
            "{n} companies stay, since somebody works with them: {numbers}",
            len(keys),
            numbers=numbers,
        ),
    )
