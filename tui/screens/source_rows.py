"""Rows of the screen of sources: a source that is read every night, or an import there has been."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zlib import crc32

from outreach import clock
from outreach.i18n import number_text, tr
from outreach.terms.labels import label
from outreach.terms.message import say
from outreach.terms.runs import RunRow, RunState
from outreach.terms.sources import SourceRow
from tui import words
from tui.widgets.paint import Column, Piece

Entry = SourceRow | RunRow

AGAIN = "↻"  # stands where an import has its number


def id_of(row: Entry) -> int:
    """What the cursor holds on to: the number of an import, one below nought for a source."""
    return -1 - crc32(row.key.encode()) if isinstance(row, SourceRow) else row.run_id


def columns(today: date) -> Sequence[Column[Entry]]:
    """The columns of both; a source shows the figures of its last run."""

    def day(row: Entry) -> str:
        run = _run(row)
        return words.short_day(clock.today(run.started_at), today) if run is not None else "–"

    return (
        Column(lambda row: AGAIN if isinstance(row, SourceRow) else str(row.run_id), 4, right=True, title=say("No.")),
        Column(day, 10, right=True, title=say("Day")),
        Column(_name, 12, grow=1, title=say("Source")),
        Column(_state, 16, title=say("State")),
        Column(lambda row: _count(row, "read"), 7, right=True, title=say("Read")),
        Column(lambda row: _count(row, "created"), 7, right=True, title=say("New")),
        Column(lambda row: _count(row, "changed"), 11, right=True, title=say("Changed"), at_least=100),
        Column(lambda row: _count(row, "vanished"), 7, right=True, title=say("Gone"), at_least=110),
        Column(lambda row: _count(row, "rejected"), 12, right=True, title=say("Not accepted")),
        Column(lambda row: _count(row, "review"), 9, right=True, title=say("Waits"), at_least=100),
    )


def _run(row: Entry) -> RunRow | None:
    return row.last_run if isinstance(row, SourceRow) else row


def _name(row: Entry) -> Piece:
    return Piece(row.name, "strong") if isinstance(row, SourceRow) else Piece(row.source)


def _state(row: Entry) -> Piece:
    run = _run(row)
    if isinstance(row, SourceRow) and row.problem is not None:
        return Piece(tr(say("File to mend")), "warn")
    if run is None:
        return Piece(tr(say("Not read yet")), "dim")
    tone = {RunState.DONE: "", RunState.RUNNING: "accent"}.get(run.state, "warn")
    return Piece(tr(label(run.state)), tone)


def _count(row: Entry, what: str) -> str:
    run = _run(row)
    count: int = getattr(run, what) if run is not None else 0
    return number_text(count) if count else "–"
