"""Asking the register, one by one, why companies are no longer in its file.

Each answer is stored before the next question, so that it can be stopped, or cut off, at any moment and goes on with
the next company when it is run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from importers.fetch import Fetcher
from importers.ytj.api import company_by_id
from outreach.errors import Unreachable
from outreach.jobs.imports import never
from outreach.services import scoring
from outreach.services.register import vanished
from outreach.services.register.apply import apply_register
from outreach.services.register.stream import Checkpoint, Record
from outreach.services.runs import RunStart
from outreach.services.session import Workplace
from outreach.services.turn import turn
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import ImportKind, Progress

SOURCE = "ytj-vanished"

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]


def ask(
    place: Workplace, fetcher: Fetcher, *, limit: int = 200, progress: Tell | None = None, should_stop: Stop = never
) -> int:
    """Asks for up to `limit` vanished companies and stores what the register says; how many it was asked for.

    Those with an open case come first, then organisations of ours. What the register says of one becomes a change as in
    any import; one that it still calls active, or does not know, stays vanished and is asked for again after a month.
    A register that takes no more requests ends the run and what was answered stays; Unreachable when it answered none.
    """
    with turn(place.database, now=place.now, adviser_id=place.adviser_id):
        with place.read() as uow:
            waiting = vanished.waiting(uow, today=place.today, limit=limit)
            before = scoring.moment(uow)
        if not waiting or should_stop():
            return 0
        asking = _Asking(place, fetcher, waiting, progress, should_stop)
        try:
            applied = apply_register(
                place.database,
                asking.records(),
                run=RunStart(kind=ImportKind.YTJ_API, source=SOURCE),
                now=place.now,
                adviser_id=place.adviser_id,
                should_stop=lambda: asking.stopped,
                clock=lambda: place.now,
                remarks=asking.remarks,
            )
        except Unreachable:
            if not asking.asked:
                raise
            scoring.refresh(place.database, now=place.now, progress=progress)
            return asking.asked
        if not asking.stopped:
            scoring.refresh_after(
                place.database,
                before,
                bumps=applied.bumps,
                run_id=applied.result.run_id,
                now=place.now,
                progress=progress,
            )
    return asking.asked


@dataclass(slots=True)
class _Asking:
    """The questions of one run, as the stream of records that an import applies."""

    place: Workplace
    fetcher: Fetcher
    waiting: Sequence[str]
    progress: Tell | None
    should_stop: Stop
    asked: int = 0
    unknown: int = 0
    stopped: bool = False

    def records(self) -> Iterator[Record]:
        """One answer after the other, each to be written before the next question is asked."""
        config = self.place.config
        for business_id in self.waiting:
            if self.progress is not None:
                self.progress(Progress(self.asked, len(self.waiting), say("Asking the business register")))
            answer = company_by_id(self.fetcher, config.ytj_base_url, business_id, interval=config.ytj_interval)
            if answer is None or answer.business_id not in (business_id, ""):
                self.unknown += 1
            else:
                yield answer
                yield Checkpoint({})
            with self.place.write() as uow:
                vanished.set_asked(uow, business_id, self.place.today)
            self.asked += 1
            if self.should_stop():
                self.stopped = True
                yield Checkpoint({})
                return

    def remarks(self) -> Sequence[Message]:
        if not self.unknown:
            return ()
        return (
            say_n(
                "The register does not know {n} of the companies it was asked for.",
                "The register does not know {n} of the companies it was asked for.",
                self.unknown,
            ),
        )
