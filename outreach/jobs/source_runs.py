"""Reading a source: its pages, what they give, whether that is to be believed, and the usual intake under its key.

What is gone from the pages is marked, never taken away; a run that looks broken writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from outreach.errors import Refused
from outreach.jobs import sources
from outreach.jobs.crawling import Visit, profile_of
from outreach.jobs.lists import Listed, Rehearsed, never, rehearse, take
from outreach.services import runs
from outreach.services.runs import RunStart
from outreach.services.session import Workplace
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import ImportKind, Progress, RunResult, RunRow, RunState

if TYPE_CHECKING:
    from importers.fetch import Fetcher
    from importers.web.sources import SourceSpec

LEAST_SHARE = 0.5  # of the records of the last good run, below which a run is not believed

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A source that has been read. `stopped` by the user, before its end."""

    spec: SourceSpec
    listed: Listed
    visit: Visit
    begun: RunStart
    stopped: bool


def run(
    place: Workplace,
    fetcher: Fetcher,
    key: str,
    *,
    town_code: str | None = None,
    force: bool = False,
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> RunResult:
    """Reads a source and takes in what it gives, as one entry of the history.

    `town_code` is the town it is read for: that of its last run unless given, else the user's own. Refused, and noted
    as a refused run, when it gives less than its file expects, or fewer than half of the records of last time; `force`
    accepts that. Nothing is accepted of a source that gives nothing.
    """
    read = _read(place, fetcher, key, town_code, progress, should_stop)
    if read.stopped:
        return runs.stopped(place.database, read.begun, now=place.now, adviser_id=place.adviser_id)
    try:
        _guard(place, read, force=force)
    except Refused as error:
        runs.refuse(place.database, read.begun, error.message, now=place.now, adviser_id=place.adviser_id)
        raise
    result = take(place, read.listed, progress=progress, should_stop=should_stop)
    read.visit.keep()
    if result.state is RunState.DONE and not read.spec.expect.min:
        _expect_as_much(place, key, read)
    return result


def rehearse_run(
    place: Workplace,
    fetcher: Fetcher,
    key: str,
    *,
    town_code: str | None = None,
    force: bool = False,
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> Rehearsed:
    """What `run` would do. Refused where it would be."""
    read = _read(place, fetcher, key, town_code, progress, should_stop)
    if not read.stopped:
        _guard(place, read, force=force)
    return rehearse(place, read.listed, progress=progress, should_stop=should_stop)


def _read(
    place: Workplace, fetcher: Fetcher, key: str, town_code: str | None, progress: Tell | None, should_stop: Stop
) -> _Read:
    from importers.web.sources import crawl

    spec = sources.spec_of(place.config, key)
    if town_code is None:
        with place.read() as uow:
            last = runs.newest_of(uow, ImportKind.WEB, key)
            town_code = runs.scope_of(uow, last.run_id) if last is not None else place.config.town
    visit = Visit(key, fetcher, profile_of(spec), place)
    found = crawl(spec, visit.open_page, should_stop=should_stop, progress=progress)
    parsed = found.parsed
    if visit.unchanged:
        parsed = replace(parsed, notes=(*parsed.notes, _unchanged(visit.pages)))
    return _Read(
        spec=spec,
        listed=Listed(
            parsed=parsed,
            source=key,
            kind=ImportKind.WEB,
            town_code=town_code,
            whole=not found.stopped and not found.notes,
        ),
        visit=visit,
        begun=RunStart(kind=ImportKind.WEB, source=key, scope=town_code),
        stopped=found.stopped,
    )


def _guard(place: Workplace, read: _Read, *, force: bool) -> None:
    """Refused when what was read is not to be believed."""
    from importers.web.sources import check_expect

    parsed = read.listed.parsed
    found = len(parsed.candidates)
    if not found:
        why = parsed.notes[-1] if parsed.notes else say("No organisation was found.")
        raise Refused(
            why, say("Nothing was saved. Look at it with: outreach source preview {key}", key=read.begun.source)
        )
    if force:
        return
    hint = say("Nothing was saved. If the page is right all the same, run it again with --force.")
    wrong = check_expect(read.spec, parsed)
    if wrong:
        raise Refused(wrong[0], hint)
    with place.read() as uow:
        last = runs.newest_of(uow, ImportKind.WEB, read.begun.source, done=True)
    if last is not None and found < LEAST_SHARE * _records(last):
        raise Refused(_fewer(found, _records(last)), hint)


def _records(last: RunRow) -> int:
    return last.created + last.changed + last.unchanged


def _fewer(found: int, before: int) -> Message:
    return say_n(
        "Only {n} organisation was found, and {before} last time: fewer than half.",
        "Only {n} organisations were found, and {before} last time: fewer than half.",
        found,
        before=before,
    )


def _unchanged(pages: int) -> Message:
    return say_n(
        "{n} page was read, and it is as it was last time.",
        "{n} pages were read, and all are as they were last time.",
        pages,
    )


def _expect_as_much(place: Workplace, key: str, read: _Read) -> None:
    """Writes what the first good run gave into the file, as what later ones are to give; the rest stays as written."""
    from importers.web.sources import SourceSpec, make_expect, write_spec
    from outreach.i18n import tr

    path = sources.path_of(place.config, key)
    text = path.read_text(encoding="utf-8-sig")
    part = write_spec(SourceSpec(expect=make_expect(read.listed.parsed)), tr)
    if part and "[expect]" not in text:
        sources.write(place.config, key, f"{text.rstrip()}\n\n{part[part.index('[expect]') :]}", new=False)
