"""Records and files of the register read as the import reads them, one by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from importers.ytj.bulk import batches
from importers.ytj.record import NotJson, parse_record
from importers.ytj.report import Report
from outreach.terms.candidate import RegisterCompany, Reject


def parse_company(raw: Any, *, where: str = "", report: Report | None = None) -> RegisterCompany | Reject:
    """A record that is given as values."""
    return parse_record(json.dumps(raw).encode(), where=where, report=report)


def read_bulk(
    path: Path, *, report: Report, progress: Callable[[int, int | None], None] | None = None
) -> Iterator[RegisterCompany | Reject]:
    """The companies of a file that can be read to its end."""
    yield from _read(path, report, progress, plainly=not _cut(path))


def _cut(path: Path) -> bool:
    """Whether the quick way to tell records apart goes."""
    try:
        for batch in batches(path):
            for piece in batch.pieces:
                parse_record(batch.head + piece)
    except NotJson:
        return False
    return True


def scan_bulk(path: Path, progress: Callable[[int, int | None], None] | None = None) -> int:
    """How many records a file holds."""
    return sum(len(batch.pieces) for batch in batches(path, progress, plainly=not _cut(path)))


def _read(
    path: Path, report: Report, progress: Callable[[int, int | None], None] | None, *, plainly: bool
) -> Iterator[RegisterCompany | Reject]:
    for batch in batches(path, progress, plainly=plainly):
        for number, piece in enumerate(batch.pieces, batch.first):
            yield parse_record(batch.head + piece, where=f"record {number}", report=report)
