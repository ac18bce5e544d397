"""Imports from beginning to end: read, guard, apply, link, and bring the scores up to date.

Each holds the one turn that a database has. What was written when one is stopped or breaks off stays, and running it
again goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from outreach import clock, codes
from outreach.errors import BadInput, Refused, Unreachable
from outreach.i18n import language
from outreach.services import runs, scoring, setup
from outreach.services.intake import Asked, settings_of, take_in
from outreach.services.linkindex import is_ready, open_index
from outreach.services.recheck import Rechecked, recheck
from outreach.services.register import mirror
from outreach.services.register.apply import Applied, apply_looked, apply_register
from outreach.services.register.staging import Staged
from outreach.services.runs import RunStart
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.candidate import Parsed
from outreach.terms.message import say
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState

if TYPE_CHECKING:
    from importers.fetch import Fetcher

__all__ = ["Progress", "fetcher_of", "import_bulk", "import_file", "import_town", "import_web"]

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]
RESUME_WITHIN = timedelta(hours=24)  # after that the pages are another list


def never() -> bool:
    """Nobody stops this one."""
    return False


def fetcher_of(place: Workplace) -> Fetcher:
    """The door to the network for one run, with the contact of the settings."""
    from importers.fetch import Fetcher

    return Fetcher(place.config.contact, clock=clock.now)


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


def import_file(
    place: Workplace,
    path: Path,
    *,
    town_code: str | None = None,
    need_id: int | None = None,
    sheet: str = "",
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> RunResult:
    """A spreadsheet or text table. `town_code` is the town it is read for, the user's own unless given; `need_id` the
    need of stages whose row names none."""
    from importers.files.read import read_file

    parsed = read_file(path, fetched_at=place.now, sheet=sheet)
    return _take(place, parsed, path.name, ImportKind.FILE, town_code, need_id, progress, should_stop)


def import_web(
    place: Workplace,
    fetcher: Fetcher | None,
    where: str,
    *,
    town_code: str | None = None,
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> RunResult:
    """A web page with organisations on it, or a saved page when `where` is a file. The address is the source's name."""
    from importers.web.page import MOST_BYTES, parse

    path = Path(where).expanduser()
    if fetcher is None or path.is_file():
        raw, url, charset = _saved(path, MOST_BYTES), path.name, ""
        source, fetched_at = path.name, place.now
    else:
        from importers.fetch import WEB

        page = fetcher.get(where, profile=WEB)
        if page.status != 200:
            raise Unreachable(
                say("The page answers {status}: {url}. Your data is unchanged.", status=str(page.status), url=where)
            )
        raw, url, charset = page.content, page.url, _charset(page.headers.get("content-type", ""))
        source, fetched_at = where, page.fetched_at
    parsed = parse(raw, source=source, url=url, fetched_at=fetched_at, declared_charset=charset)
    return _take(place, parsed, source, ImportKind.WEB, town_code, None, progress, should_stop)


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


def _take(
    place: Workplace,
    parsed: Parsed,
    source: str,
    kind: ImportKind,
    town_code: str | None,
    need_id: int | None,
    progress: Tell | None,
    should_stop: Stop,
) -> RunResult:
    config, now = place.config, place.now
    town = config.town if town_code is None else town_code
    with turn(place.database, now=now, adviser_id=place.adviser_id):
        with place.write() as uow:
            setup.ensure_towns(uow)
        result = take_in(
            place.database,
            parsed,
            source=source,
            kind=kind,
            now=now,
            adviser_id=place.adviser_id,
            link=settings_of(place),
            key=place.key,
            asked=Asked(town, need_id, language()),
            progress=progress,
            should_stop=should_stop,
            clock=lambda: place.now,
        )
        _score(place, result, progress)
    return result


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


def _score(place: Workplace, result: RunResult, progress: Tell | None) -> None:
    """Brings the scores up to date, unless somebody has stopped the import and wants to leave."""
    if result.state is RunState.DONE:
        scoring.refresh(place.database, now=place.now, progress=progress)


def _saved(path: Path, most: int) -> bytes:
    try:
        if path.stat().st_size > most:
            size = most // 1_000_000
            raise BadInput(say("The file is larger than {size} MB and was not read: {file}", size=size, file=path.name))
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            say(
                "The file could not be read: {file}. {reason}. Nothing was saved.",
                file=path.name,
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def _charset(content_type: str) -> str:
    """Character set of a Content-Type header; "" when it names none."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""
