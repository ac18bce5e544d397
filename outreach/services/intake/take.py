"""Taking in a page or file: each record staged, linked to what is known, and added to it, in a transaction of its own.

The whole import is one journal entry. Fingerprints make the records of an earlier run unchanged, so that a broken-off
import is gone on with by running it again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.engine import Database
from db.models import Town
from db.queries import records as record_queries
from db.unit import Read
from outreach.errors import NotFound
from outreach.services import needs, privacy, runs
from outreach.services.calibration import current_weights_id
from outreach.services.intake.gone import mark_gone
from outreach.services.intake.line import take_line
from outreach.services.intake.linking import Linker, LinkSettings
from outreach.services.intake.opening import Needs, reject_of
from outreach.services.intake.records import Purpose, fingerprint_of, identity_of, place_of
from outreach.services.intake.work import Line, Work
from outreach.services.runs import RunStart, Tally
from outreach.terms.candidate import Candidate, Parsed, Reject
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState
from outreach.terms.sources import Plan, Planned


@dataclass(frozen=True, slots=True)
class Asked:
    """What a source is read for: persons become personal data of the town, stages become cases of its needs.

    `need_id` is the need of rows that name none; `language` that of the needs' titles in a reject.
    """

    town_code: str = ""
    need_id: int | None = None
    language: str = "fi"


def take_in(
    database: Database,
    parsed: Parsed,
    *,
    source: str,
    kind: ImportKind,
    now: datetime,
    adviser_id: int | None,
    link: LinkSettings,
    key: bytes,
    asked: Asked = Asked(),
    whole: bool = False,
    observe: Callable[[Planned], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    clock: runs.Clock | None = None,
) -> RunResult:
    """Takes in all candidates of a source; the counts of the run (see `terms.runs.RunResult`).

    A row with a stage whose need cannot be told is rejected, and the reject names the needs to choose from. A run that
    is stopped or breaks off is closed as failed and keeps what it took in. `whole`: what the source has said before and
    says no more is marked as gone; nothing is taken away. `observe` hears what becomes of each record.
    """
    first = parsed.candidates[0].provenance.content_hash if parsed.candidates else ""
    begun = RunStart(kind=kind, source=source, content_hash=first, scope=asked.town_code)
    tally = Tally(notes=list(parsed.notes))
    run_id = runs.start(database, begun, now=now, adviser_id=adviser_id)
    state = RunState.FAILED
    try:
        for found in parsed.rejects:
            tally.reject(found)
            _tell_skipped(observe, found)
        with database.read() as uow:
            privacy.check_key(uow, key)
            lines = _lines(uow, parsed.candidates, asked, key, tally, observe)
            work = Work(
                database=database,
                source=source,
                run_id=run_id,
                now=now,
                adviser_id=adviser_id,
                key=key,
                linker=Linker(link, progress),
                tally=tally,
                stored=record_queries.records_of(uow.session, source),
                coming=_coming(lines),
                weights_id=current_weights_id(uow),
                observe=observe,
            )
        if _take_all(work, lines, progress, should_stop):
            if whole:
                mark_gone(work)
            state = RunState.DONE
            tally.notes += _closing_notes(work)
        else:
            tally.notes.append(runs.stopped_note())
    except BaseException as error:
        tally.notes.append(runs.broken_note(error))
        raise
    finally:
        ended = clock() if clock else now
        result = runs.finish(database, run_id, state, tally, now=ended, adviser_id=adviser_id)
    return result


def _tell_skipped(
    observe: Callable[[Planned], None] | None, reject: Reject, candidate: Candidate | None = None
) -> None:
    if observe is not None:
        observe(
            Planned(
                plan=Plan.SKIPPED,
                where=reject.where,
                sheet=reject.sheet,
                row=reject.row,
                candidate=candidate,
                reason=reject.reason,
                value=reject.value,
            )
        )


def _lines(
    uow: Read,
    candidates: Sequence[Candidate],
    asked: Asked,
    key: bytes,
    tally: Tally,
    observe: Callable[[Planned], None] | None,
) -> list[Line]:
    """Candidates with what names them; those with a stage but no need are rejected."""
    if asked.town_code and uow.session.get(Town, asked.town_code) is None:
        raise NotFound(say("Not found, town: {name}", name=asked.town_code))
    of_town = needs.needs(uow, asked.town_code) if asked.town_code else ()
    choice = Needs(asked.town_code, of_town, asked.language, asked.need_id)
    lines: list[Line] = []
    for candidate in candidates:
        need = choice.of(candidate.opening) if candidate.opening is not None else None
        if isinstance(need, Message):
            reject = reject_of(candidate, need)
            tally.reject(reject)
            _tell_skipped(observe, reject, candidate)
            continue
        place = place_of(uow, candidate)
        purpose = Purpose(asked.town_code, need)
        lines.append(
            Line(candidate, purpose, place, identity_of(candidate, place), fingerprint_of(candidate, purpose, key))
        )
    return lines


def _coming(lines: Sequence[Line]) -> dict[str, set[str]]:
    coming: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        coming[line.identity].add(line.fingerprint)
    return coming


def _take_all(
    work: Work,
    lines: Sequence[Line],
    progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool] | None,
) -> bool:
    """Takes in every line; False when somebody stopped it."""
    for done, line in enumerate(lines):
        if progress is not None:
            progress(Progress(done, len(lines), say("Linking records")))
        if should_stop is not None and should_stop():
            return False
        take_line(work, line)
    if progress is not None:
        progress(Progress(len(lines), len(lines), say("Linking records")))
    return True


def _closing_notes(work: Work) -> list[Message]:
    notes: list[Message] = []
    if not (work.tally.created or work.tally.changed or work.tally.vanished):
        notes.append(say("Nothing changed"))
    if work.held_back:
        notes.append(
            say_n(
                "{n} record is under a do-not-contact entry: its contact details were left out.",
                "{n} records are under a do-not-contact entry: their contact details were left out.",
                work.held_back,
            )
        )
    return notes
