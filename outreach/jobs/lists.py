"""Imports of lists, which are spreadsheets and web pages: read, taken in or rehearsed, and scored.

A rehearsal runs the same code as the import on a database of which nothing stays, and tells what becomes of each
record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.i18n import language
from outreach.jobs import opening
from outreach.jobs.crawling import Visit
from outreach.services import mappings, scoring, setup
from outreach.services.intake import Asked, settings_of, take_in
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.candidate import Parsed
from outreach.terms.message import say
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState
from outreach.terms.sources import Planned

if TYPE_CHECKING:
    from importers.fetch import Fetcher

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]
Observer = Callable[[Planned], None]


def never() -> bool:
    """Nobody stops this one."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What an import would do: each record in the order of its list, the counts, and how the list was read."""

    planned: tuple[Planned, ...]
    result: RunResult
    parsed: Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that has been read. `whole`: it holds all that its source has, so that what is missing is gone."""

    parsed: Parsed
    source: str
    kind: ImportKind
    town_code: str | None = None
    need_id: int | None = None
    whole: bool = False


def import_file(
    place: Workplace,
    path: Path,
    *,
    town_code: str | None = None,
    need_id: int | None = None,
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> RunResult:
    """A spreadsheet, text table or address book. `town_code` is the town it is read for, the user's own unless given;
    `need_id` the need of stages whose row names none.

    `mapping` says what columns are, by heading, and is remembered for files of the same headings; an empty one forgets;
    with None the remembered one counts.
    """
    parsed = read_file(place, path, sheet=sheet, mapping=mapping)
    found = Listed(parsed=parsed, source=path.name, kind=ImportKind.FILE, town_code=town_code, need_id=need_id)
    if mapping is not None:
        with place.write() as uow:
            if mapping:
                mappings.remember(uow, parsed.layout, mapping)
            else:
                mappings.forget(uow, parsed.layout)
    return take(place, found, progress=progress, should_stop=should_stop)


def rehearse_file(
    place: Workplace,
    path: Path,
    *,
    town_code: str | None = None,
    need_id: int | None = None,
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> Rehearsed:
    """What `import_file` would do."""
    parsed = read_file(place, path, sheet=sheet, mapping=mapping)
    found = Listed(parsed=parsed, source=path.name, kind=ImportKind.FILE, town_code=town_code, need_id=need_id)
    return rehearse(place, found, progress=progress, should_stop=should_stop)


def import_web(
    place: Workplace,
    fetcher: Fetcher | None,
    where: str,
    *,
    town_code: str | None = None,
    mentioned: Collection[str] = (),
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> RunResult:
    """A web page with organisations on it, or a saved page when `where` is a file. The address is the source's name.

    `mentioned` are names that stand only in running text and that a person wants all the same.
    """
    visit, found = _page(place, fetcher, where, town_code, mentioned)
    result = take(place, found, progress=progress, should_stop=should_stop)
    if visit is not None:
        visit.keep()
    return result


def rehearse_web(
    place: Workplace,
    fetcher: Fetcher | None,
    where: str,
    *,
    town_code: str | None = None,
    mentioned: Collection[str] = (),
    progress: Tell | None = None,
    should_stop: Stop = never,
) -> Rehearsed:
    """What `import_web` would do."""
    _, found = _page(place, fetcher, where, town_code, mentioned)
    return rehearse(place, found, progress=progress, should_stop=should_stop)


def read_file(place: Workplace, path: Path, *, sheet: str = "", mapping: Mapping[str, str] | None = None) -> Parsed:
    """A file as its columns are known: as said now, else as was said of one with the same headings."""
    from importers.files.kind import load
    from importers.files.read import parse

    read = partial(parse, load(path), source=path.name, fetched_at=place.now, sheet=sheet, places=opening.places())
    parsed = read(mapping=mapping or None)
    if mapping is not None:
        return parsed
    with place.read() as uow:
        before = mappings.remembered(uow, parsed.layout)
    if not before:
        return parsed
    again = read(mapping=before)
    said = say("The columns were read as you said of an earlier file with the same headings (--map none forgets it).")
    return replace(again, notes=(said, *again.notes))


def take(place: Workplace, found: Listed, *, progress: Tell | None = None, should_stop: Stop = never) -> RunResult:
    """Takes in a list and brings the scores up to date, unless somebody has stopped it and wants to leave."""
    with turn(place.database, now=place.now, adviser_id=place.adviser_id):
        result = _taken(place, found, None, progress, should_stop)
        if result.state is RunState.DONE:
            scoring.refresh(place.database, now=place.now, progress=progress)
    return result


def rehearse(place: Workplace, found: Listed, *, progress: Tell | None = None, should_stop: Stop = never) -> Rehearsed:
    """What `take` would do. It waits for nobody's turn, and nothing of it stays."""
    planned: list[Planned] = []
    with place.rehearsal() as stage:
        result = _taken(stage, found, planned.append, progress, should_stop)
    return Rehearsed(planned=in_order(planned), result=result, parsed=found.parsed)


def in_order(planned: Sequence[Planned]) -> tuple[Planned, ...]:
    """Rows of a file as they stand in it, sheet by sheet; what has no row comes in the order in which it was read."""
    sheets = {sheet: number for number, sheet in enumerate(dict.fromkeys(row.sheet for row in planned if row.row))}
    return tuple(sorted(planned, key=lambda row: (sheets.get(row.sheet, len(sheets)), row.row or len(planned) ** 2)))


def _taken(
    place: Workplace, found: Listed, observe: Observer | None, progress: Tell | None, should_stop: Stop
) -> RunResult:
    now = place.now
    with place.write() as uow:
        setup.ensure_towns(uow)
    link = settings_of(place)
    return take_in(
        place.database,
        found.parsed,
        source=found.source,
        kind=found.kind,
        now=now,
        adviser_id=place.adviser_id,
        link=link if observe is None else replace(link, keep=False),
        key=place.key,
        asked=Asked(place.config.town if found.town_code is None else found.town_code, found.need_id, language()),
        whole=found.whole,
        observe=observe,
        progress=progress,
        should_stop=should_stop,
        clock=lambda: place.now,
    )


def _page(
    place: Workplace, fetcher: Fetcher | None, where: str, town_code: str | None, mentioned: Collection[str]
) -> tuple[Visit | None, Listed]:
    """One page read, of the network or saved."""
    from importers.web.document import MOST_BYTES
    from importers.web.page import parse

    path = Path(where).expanduser()
    visit: Visit | None = None
    if fetcher is None or path.is_file():
        source, url, charset, fetched_at = path.name, path.name, "", place.now
        raw = opening.saved(path, MOST_BYTES)
    else:
        from importers.fetch import WEB

        source = where
        visit = Visit(where, fetcher, WEB, place)
        answer = visit.get(where)
        raw, url, fetched_at = answer.raw, answer.url, answer.fetched_at
        charset = opening.charset_of(answer.content_type)
    parsed = parse(
        raw, source=source, url=url, fetched_at=fetched_at, declared_charset=charset, places=opening.places()
    )
    if mentioned:
        wanted = tuple(one for one in parsed.mentioned if one.name in mentioned)
        parsed = replace(parsed, candidates=(*parsed.candidates, *wanted))
    if visit is not None and visit.unchanged:
        parsed = replace(parsed, notes=(*parsed.notes, say("The page has not changed since it was read last.")))
    return visit, Listed(parsed=parsed, source=source, kind=ImportKind.WEB, town_code=town_code)
