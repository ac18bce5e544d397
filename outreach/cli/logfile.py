"""The log of the nightly run: what began, how it ended, and why something failed. It holds no data of anybody.

Lines are in the form "time level words"; the time is UTC. Five files of a megabyte are kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from outreach import clock
from outreach.rules.text import clean

FOLDER = "logs"
FILE_NAME = "nightly.log"
MOST_BYTES = 1_000_000
FILES = 5


class _Lines(logging.Formatter):
    """One line a record, whatever its text holds."""

    def format(self, record: logging.LogRecord) -> str:
        at = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{at} {record.levelname.lower():7} {clean(record.getMessage(), 2_000)}"


class _Quiet(RotatingFileHandler):
    """A log that cannot be written, on a full disk or while another program moves it, does not stop the night."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of the standard library
        pass

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        with suppress(OSError):
            Path(self.baseFilename).chmod(0o600)
        return stream


@contextmanager
def opened(data_folder: Path) -> Iterator[logging.Logger]:
    """The log of this run. Where no file can be made, the night goes on without."""
    logger = logging.Logger("outreach.nightly")
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        path = path_in(data_folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(path, maxBytes=MOST_BYTES, backupCount=FILES - 1, encoding="utf-8", delay=False)
    handler.setFormatter(_Lines())
    logger.addHandler(handler)
    try:
        yield logger
    finally:
        handler.close()


def path_in(data_folder: Path) -> Path:
    """The newest file of the log."""
    return data_folder / FOLDER / FILE_NAME
