"""Imports of the register from beginning to end: read, guard, apply, link, and bring the scores up to date.

Imports of lists are in `lists`.

Each holds the one turn that a database has. What was written when one is stopped or breaks off stays, and running it
again goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from outreach import clock, codes
from outreach.errors import BadInput, Refused
from outreach.jobs.lists import Stop, Tell, import_file, import_web, never
from outreach.services import runs, scoring
from outreach.services.intake import settings_of
from outreach.services.linkindex import is_ready, open_index
from outreach.services.recheck import Rechecked, recheck
from outreach.services.register import mirror
from outreach.services.register.apply import Applied, apply_looked, apply_register
from outreach.services.register.staging import Staged
from outreach.services.runs import RunStart
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.message import say
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState

if TYPE_CHECKING:
    from importers.fetch import Fetcher

__all__ = ["Progress", "fetcher_of", "import_bulk", "import_file", "import_town", "import_web", "never"]

RESUME_WITHIN = timedelta(hours=24)  # after that the pages are another list


def fetcher_of(place: Workplace, given: Fetcher | None = None) -> Fetcher:
    """The door to the network for one run, with the contact of the settings; `given` lends its reach."""
    from importers.fetch import Fetcher

    config = place.config
    return (given or Fetcher()).for_run(contact=config.contact, clock=clock.now, use_proxy=config.use_proxy)


def import_bulk(
    place: Workplace, path: Path, *, force: bool = False, progress: Tell | None = None, should_stop: Stop = never
) -> RunResult:
    """The whole register from its daily file. Companies that the file lacks are marked as vanished.

    The file is read to its end before anything is written. Refused, and noted as a refused run, when it holds far fewer
    companies than the database, or too many that cannot be read; `force` accepts it all the same.
    """
    from outreach.jobs.scan import scanned

    now = place.now
    with turn(place.database, now=now, adviser_id=place.adviser_id):
        with place.read() as uow:
            held, before = mirror.load(uow), scoring.moment(uow)
        with scanned(path, held, partial(_compare, place), place.config.data_folder, progress, should_stop) as scan:
            begun = RunStart(kind=ImportKind.YTJ_BULK, source=path.name, complete=True, content_hash=scan.sha256)
            if scan.stopped:
                return runs.stopped(place.database, begun, now=now, adviser_id=place.adviser_id)
            _guard(place, begun, scan.looked.read, scan.looked.rejected, force)
            applied = apply_looked(
                place.database,
                scan.looked,
                run=begun,
                now=now,
                adviser_id=place.adviser_id,
                progress=progress,
                should_stop=should_stop,
                clock=lambda: place.now,
                remarks=scan.report.notes,
            )
        return _compare_after(place, _score_after(place, applied, before, progress), progress, should_stop)


def import_town(
    place: Workplace, fetcher: Fetcher, town_code: str, *, progress: Tell | None = None, should_stop: Stop = never
) -> RunResult:
    """One municipality from the register's open interface, by its postal codes: active companies with an address there,
    and ceased ones that the database holds. Goes on where an import of the same day was stopped."""
    from outreach.jobs.town import TownPages

    if codes.municipality(town_code) is None:
        raise BadInput(say("Say which town to ask the register for."))
    begun = RunStart(kind=ImportKind.YTJ_API, source=f"ytj-{town_code}", scope=town_code)
    with turn(place.database, now=place.now, adviser_id=place.adviser_id):
        asking = TownPages(place, fetcher, town_code, progress)
        with place.read() as uow:
            pages = runs.resume_point(uow, begun, place.now - RESUME_WITHIN)
            before = scoring.moment(uow)
        applied = apply_register(
            place.database,
            asking.records(pages),
            run=replace(begun, resume=pages),
            now=place.now,
            adviser_id=place.adviser_id,
            should_stop=should_stop,
            clock=lambda: place.now,
            remarks=asking.notes,
        )
        return _compare_after(place, _score_after(place, applied, before, progress), progress, should_stop)


def _compare(place: Workplace, staged: Sequence[Staged]) -> None:
    with place.read() as uow:
        mirror.compare(uow, staged)


def _guard(place: Workplace, begun: RunStart, records: int, rejects: int, force: bool) -> None:
    try:
        with place.read() as uow:
            runs.guard(uow, records=records, rejects=rejects, force=force)
    except Refused as error:
        runs.refuse(place.database, begun, error.message, now=place.now, adviser_id=place.adviser_id)
        raise


def compare_again(place: Workplace, progress: Tell | None = None, should_stop: Stop = never) -> Rechecked:
    """Asks whether organisations without a Business ID and waiting records are companies that the register has changed;
    what an earlier import has left over is made up for."""
    return recheck(
        place.database,
        now=place.now,
        adviser_id=place.adviser_id,
        link=settings_of(place),
        key=place.key,
        progress=progress,
        should_stop=should_stop,
    )


def make_index(place: Workplace, progress: Tell | None = None) -> None:
    """Makes the index of names anew where the one that lies in the data folder is too far from the register."""
    folder = settings_of(place).folder
    with place.read() as uow:
        if folder is not None and not is_ready(uow, folder):
            open_index(uow, folder, progress=progress)


def _compare_after(place: Workplace, result: RunResult, progress: Tell | None, should_stop: Stop) -> RunResult:
    """The same after a run of the register, which tells of it."""
    if result.state is not RunState.DONE:
        return result
    found = compare_again(place, progress, should_stop)
    return runs.add_notes(place.database, result.run_id, found.notes, now=place.now) if found.notes else result


def _score_after(place: Workplace, applied: Applied, before: scoring.Moment, progress: Tell | None) -> RunResult:
    """The same after a run of the register, which seldom changes many companies."""
    if applied.result.state is RunState.DONE:
        scoring.refresh_after(
            place.database,
            before,
            bumps=applied.bumps,
            run_id=applied.result.run_id,
            now=place.now,
            progress=progress,
        )
    return applied.result
