"""The register's whole file from its host into the database: fetched when there is news, imported, remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from outreach.errors import BadInput
from outreach.jobs import imports
from outreach.services import registerfile, runs
from outreach.services.runs import RunStart
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.message import Message, say
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState

if TYPE_CHECKING:
    from importers.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The register's newest file is the one that the database holds, fetched at `since`."""

    source: str
    since: datetime
    state: str = "unchanged"


class _Stopped(Exception):
    """Somebody has stopped the download."""


def import_register(
    place: Workplace,
    fetcher: Fetcher,
    *,
    force: bool = False,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] = imports.never,
) -> RunResult | Unchanged:
    """Downloads the whole register and imports it. `force` asks for the file though it has not changed, and accepts one
    that looks incomplete.

    A file that was fetched stays in the data folder: after an import that failed it is read again without a download,
    unless it cannot be read at all.
    """
    from importers.ytj import download

    folder = place.config.data_folder

    def told(done: int, total: int | None) -> None:
        if should_stop():
            raise _Stopped
        if progress is not None:
            progress(Progress(done, total, say("Downloading the register's file"), in_bytes=True))

    with turn(place.database, now=place.now, adviser_id=place.adviser_id, whole=True):
        with place.read() as uow:
            imported = download.RegisterFile.from_plain(registerfile.remembered(uow))
        try:
            found = download.fetch(
                fetcher,
                place.config.ytj_base_url,
                folder,
                imported=None if force else imported,
                now=place.now,
                progress=told,
            )
        except _Stopped:
            begun = RunStart(kind=ImportKind.YTJ_BULK, source=download.FILE_NAME, complete=True)
            return runs.stopped(place.database, begun, now=place.now, adviser_id=place.adviser_id)
        if found is None:
            return Unchanged(download.FILE_NAME, imported.fetched_at if imported else place.now)
        try:
            result = imports.import_bulk(
                place, download.path_in(folder), force=force, progress=progress, should_stop=should_stop
            )
        except BadInput:
            download.drop(folder)
            raise
        if result.state is RunState.DONE:
            with place.write() as uow:
                registerfile.remember(uow, found.to_plain(), result.run_id)
    return result


def same_as_before(found: Unchanged) -> Message:
    return say("The register's file is the same as on {time}: nothing to do.", time=found.since)
