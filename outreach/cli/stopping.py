"""Ctrl-C and the system's request to end: the first lets the work stop between two of its steps, the second ends it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from outreach.i18n import tr
from outreach.terms.message import say

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STOPPING = say("Stopping after the present step. Ctrl-C again ends at once.")


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Tells whether somebody wants the work to stop. Signals that the program was started to ignore stay ignored."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        _say(tr(STOPPING))

    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _say(text: str) -> None:
    """A line on standard error, past its buffer: the signal may have come in the middle of another line."""
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""
    with suppress(OSError, ValueError):
        os.write(2, f"{clear}{text}\n".encode(sys.stderr.encoding or "utf-8", "replace"))
