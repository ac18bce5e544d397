"""All sources in one night: the register's file, the sources of the folder and the web pages that were imported
before, the companies that have vanished, the scores. One source that fails does not stop the others."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from outreach.errors import OutreachError, Refused
from outreach.jobs import download, imports, source_runs, sources
from outreach.services import pages, runs, scoring, webpages
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.message import Message, say
from outreach.terms.nightly import Counts, NightlyResult, Source, SourceOutcome, SourceState
from outreach.terms.runs import Progress, RunResult, RunRow, RunState

if TYPE_CHECKING:
    from importers.fetch import Fetcher

VANISHED_A_NIGHT = 300  # companies asked for singly: ten minutes at a request in two seconds

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]
Ran = tuple[SourceState, Counts, tuple[int, ...], Message | None]


def run(
    place: Workplace,
    fetcher: Fetcher,
    *,
    only: Collection[Source] = (),
    bulk: Path | None = None,
    defect: Callable[[Exception], Message],
    progress: Tell | None = None,
    should_stop: Stop = imports.never,
    began: Callable[[Source, str], None] = lambda source, name: None,
    ended: Callable[[SourceOutcome], None] = lambda outcome: None,
) -> NightlyResult:
    """Everything a night does, or the sources of `only`; scores are brought up to date at the end of each.

    `bulk` is a file to read in place of the download. `defect` writes down an error of the program and gives the
    sentence for it; `began` and `ended` hear of each source. Refused when another import holds the turn.
    """
    night = _Night(place, fetcher, bulk, defect, progress, should_stop, began, ended)
    started, began_at = time.monotonic(), place.now
    with turn(place.database, now=began_at, adviser_id=place.adviser_id, whole=True):
        for source in Source:
            if source in only or not only or source is Source.SCORES:
                night.take(source)
    total = sum((outcome.counts for outcome in night.outcomes), Counts())
    return NightlyResult(
        started_at=began_at,
        seconds=round(time.monotonic() - started, 1),
        sources=tuple(night.outcomes),
        total=total,
        stopped=should_stop(),
    )


@dataclass(slots=True)
class _Night:
    """One night under way: what it was asked for, and what has become of each source so far."""

    place: Workplace
    fetcher: Fetcher
    bulk: Path | None
    defect: Callable[[Exception], Message]
    progress: Tell | None
    should_stop: Stop
    began: Callable[[Source, str], None]
    ended: Callable[[SourceOutcome], None]
    outcomes: list[SourceOutcome] = field(default_factory=list)

    def take(self, source: Source) -> None:
        if source is Source.REGISTER:
            self._step(source, self.bulk.name if self.bulk else "", self._register)
        elif source is Source.WEB:
            self._web()
        elif source is Source.VANISHED:
            self._step(source, "", self._vanished)
        else:
            self._step(source, "", self._scores)

    def _step(self, source: Source, name: str, act: Callable[[], Ran]) -> None:
        """One source from beginning to end; whatever goes wrong in it is told and stays in it."""
        if self.should_stop():
            return
        self.began(source, name)
        started = time.monotonic()
        hint: Message | None = None
        try:
            ran = act()
        except OutreachError as error:
            state = SourceState.REFUSED if isinstance(error, Refused) else SourceState.FAILED
            ran, hint = (state, Counts(), (), error.message), error.hint
        except Exception as error:
            ran = (SourceState.FAILED, Counts(), (), self.defect(error))
        state, counts, run_ids, said = ran
        outcome = SourceOutcome(
            source=source,
            name=name,
            state=state,
            seconds=round(time.monotonic() - started, 1),
            counts=counts,
            run_ids=run_ids,
            said=said,
            hint=hint,
        )
        self.outcomes.append(outcome)
        self.ended(outcome)

    def _register(self) -> Ran:
        if self.bulk is not None:
            return self._ran(
                imports.import_bulk(self.place, self.bulk, progress=self.progress, should_stop=self.should_stop)
            )
        result = download.import_register(
            self.place, self.fetcher, progress=self.progress, should_stop=self.should_stop
        )
        if isinstance(result, download.Unchanged):
            return SourceState.UNCHANGED, Counts(), (), download.same_as_before(result)
        return self._ran(result)

    def _web(self) -> None:
        """The sources of the folder, then pages that were imported before; one that is a source's is not read twice.

        A source whose last run was taken back is left alone until somebody runs it again.
        """
        with self.place.read() as uow:
            undone = webpages.taken_back(uow)
        for key in sources.keys(self.place.config):
            if key in undone:
                continue
            self._step(Source.WEB, key, lambda key=key: self._source(key))  # type: ignore[misc]
        with self.place.write() as uow:
            pages.drop_unread(uow, self.place.now)
        with self.place.read() as uow:
            found = webpages.pages(uow)
        known = sources.start_pages(self.place.config)
        for page in found:
            if page.address not in known:
                self._step(Source.WEB, page.address, lambda page=page: self._page(page))  # type: ignore[misc]

    def _source(self, key: str) -> Ran:
        door = self.fetcher.next_run()  # each source is a run, with requests of its own
        return self._ran(source_runs.run(self.place, door, key, progress=self.progress, should_stop=self.should_stop))

    def _page(self, page: webpages.WebPage) -> Ran:
        return self._ran(
            imports.import_web(
                self.place,
                self.fetcher,
                page.address,
                town_code=page.town_code,
                progress=self.progress,
                should_stop=self.should_stop,
            )
        )

    def _vanished(self) -> Ran:
        """Companies asked for one by one; what their answers changed is counted by the runs that this made."""
        from outreach.jobs import vanished

        before = {row.run_id for row in self._newest_runs()}
        asked = vanished.ask(
            self.place,
            self.fetcher,
            limit=VANISHED_A_NIGHT,
            progress=self.progress,
            should_stop=self.should_stop,
        )
        made = [row for row in self._newest_runs() if row.run_id not in before]
        counts = sum((_counts(row) for row in made), Counts())
        state = SourceState.DONE if asked else SourceState.UNCHANGED
        if self.should_stop():
            state = SourceState.STOPPED
        said = say("Asked for one by one: {n}", n=asked) if asked else None
        return state, counts, tuple(row.run_id for row in made), said

    def _scores(self) -> Ran:
        """Scores, and what an import that was broken off has not compared; the index of names is made for the day."""
        stale = scoring.refresh(self.place.database, now=self.place.now, progress=self.progress)
        found = imports.compare_again(self.place, self.progress, self.should_stop)
        imports.make_index(self.place, self.progress)
        done = stale or found.notes
        return SourceState.DONE if done else SourceState.UNCHANGED, Counts(), (), next(iter(found.notes), None)

    def _newest_runs(self) -> tuple[RunRow, ...]:
        with self.place.read() as uow:
            return tuple(runs.runs(uow, limit=20).rows)

    def _ran(self, result: RunResult) -> Ran:
        said = None
        if result.state is RunState.DONE:
            state = SourceState.DONE
        elif self.should_stop():
            state = SourceState.STOPPED
        else:
            state = SourceState.FAILED
            with suppress(IndexError):
                said = result.notes[-1]
        return state, _counts(result), (result.run_id,), said


def _counts(run: RunResult | RunRow) -> Counts:
    return Counts(
        read=run.read,
        created=run.created,
        changed=run.changed,
        unchanged=run.unchanged,
        rejected=run.rejected,
        vanished=run.vanished,
        review=run.review,
    )
