"""The register's whole file, fetched once a day at most: what is kept on disk of it, and whether it is news.

The file of the last download stays in its folder, with a note of what it is. One that was fetched but not imported yet
is taken before another is asked for, so that an import which failed needs no second download.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from importers.fetch import REGISTER, Downloaded, Fetcher, Progress
from importers.ytj.api import bulk_url
from outreach.errors import BadInput, Unreachable
from outreach.terms.message import say

FILE_NAME = "ytj-all-companies.zip"
FRESH = timedelta(hours=20)  # the register makes a new file once a day
_CHUNK = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFile:
    """One day's file. `etag` and `modified` are what its host told of it, empty where it told nothing."""

    url: str
    etag: str
    modified: str
    sha256: str
    bytes: int
    fetched_at: datetime

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready mapping that `from_plain` reads back."""
        return {**asdict(self), "fetched_at": self.fetched_at.isoformat()}

    @staticmethod
    def from_plain(plain: Mapping[str, Any] | None) -> RegisterFile | None:
        """What `to_plain` wrote; None for anything else."""
        try:
            at = datetime.fromisoformat((plain or {})["fetched_at"])
            texts = {key: str((plain or {})[key]) for key in ("url", "etag", "modified", "sha256")}
            return RegisterFile(**texts, bytes=int((plain or {})["bytes"]), fetched_at=at)
        except (KeyError, TypeError, ValueError):
            return None


def path_in(folder: Path) -> Path:
    """Where the file is kept."""
    return folder / FILE_NAME


def fetch(
    fetcher: Fetcher,
    base_url: str,
    folder: Path,
    *,
    imported: RegisterFile | None,
    now: datetime,
    progress: Progress | None = None,
) -> RegisterFile | None:
    """The newest file, at `path_in(folder)`; None when it is the one that was imported.

    A failure raises Unreachable, Refused or BadInput and leaves the file of the last time alone.
    """
    url = bulk_url(base_url)
    imported = imported if imported is not None and imported.url == url else None
    kept = _kept(folder, url)
    waiting = kept if kept is not None and (imported is None or kept.sha256 != imported.sha256) else None
    known = waiting or imported
    etag, modified = (known.etag, known.modified) if known else ("", "")
    fresh = waiting is not None and now - waiting.fetched_at < FRESH
    if fresh and not (etag or modified):
        return waiting
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        answer = fetcher.download(
            url, path_in(folder), profile=REGISTER, etag=etag, modified=modified, progress=progress
        )
    except Unreachable:
        if fresh:
            return waiting
        raise
    if not isinstance(answer, Downloaded):
        return waiting
    found = RegisterFile(
        url=url,
        etag=answer.etag,
        modified=answer.modified,
        sha256=answer.sha256,
        bytes=answer.bytes,
        fetched_at=answer.fetched_at,
    )
    _write_note(folder, found)
    return None if imported is not None and found.sha256 == imported.sha256 else found


def drop(folder: Path) -> None:
    """Removes a file that turned out to be broken, so that the next time brings another."""
    for path in (_note(folder), path_in(folder)):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _kept(folder: Path, url: str) -> RegisterFile | None:
    """What the file in the folder is; None unless it is whole and from this address."""
    path = path_in(folder)
    try:
        kept = RegisterFile.from_plain(json.loads(_note(folder).read_text(encoding="utf-8")))
        if kept is None or kept.url != url or path.stat().st_size != kept.bytes:
            return None
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                digest.update(piece)
    except (OSError, ValueError):
        return None
    return kept if digest.hexdigest() == kept.sha256 else None


def _write_note(folder: Path, found: RegisterFile) -> None:
    try:
        _note(folder).write_text(json.dumps(found.to_plain()), encoding="utf-8")
    except OSError as error:
        raise BadInput(
            say(
                "The file could not be written: {file}. {reason}. Nothing was saved.",
                file=str(_note(folder)),
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def _note(folder: Path) -> Path:
    return folder / f"{FILE_NAME}.json"
