"""Making the index of names in a process of its own, while this one goes on answering its user."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from db.engine import Database, open_database
from outreach.services.linkindex.opening import open_index

PATIENCE = 0.2  # seconds between two looks whether somebody wants to leave


def make_apart(database: Database, folder: Path, should_stop: Callable[[], bool]) -> None:
    """Makes the files of the index; what goes wrong there shows when the index is opened here."""
    url = database.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("spawn").Process(target=_make, args=(url, folder), daemon=True)
    process.start()
    while process.is_alive():
        if should_stop():
            process.kill()
        process.join(PATIENCE)
    process.close()


def _make(url: str, folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    database = open_database(url)
    with suppress(Exception), database.read() as uow:  # nobody reads what a second process says on the terminal
        open_index(uow, folder)
    database.close()
