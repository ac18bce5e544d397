"""Progress of long work: a line that is rewritten in a terminal, plain lines now and then in a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from outreach.i18n import tr

if TYPE_CHECKING:
    from outreach.jobs.imports import Progress

TERMINAL_SECONDS = 0.1
LOG_SECONDS = 10.0
BAR = 24


@contextmanager
def shown() -> Iterator[Callable[[Progress], None]]:
    """A callback that shows how far the work is, on standard error."""
    terminal = sys.stderr.isatty()
    pause = TERMINAL_SECONDS if terminal else LOG_SECONDS
    started = last = time.monotonic()
    wrote = False

    def show(progress: Progress) -> None:
        nonlocal last, wrote
        moment = time.monotonic()
        if moment - last < pause:
            return
        last = moment
        line = line_of(progress, moment - started)
        if terminal:
            sys.stderr.write(f"\r\x1b[K{line[:78]}")
            wrote = True
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if wrote:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def line_of(progress: Progress, seconds: float) -> str:
    """ "[#####.....] 40 %  40 000 / 100 000  3 100/s  Reading the file"."""
    rate = f"{progress.done / seconds:,.0f}/s".replace(",", " ") if seconds > 1 else ""
    done = f"{progress.done:,}".replace(",", " ")
    if not progress.total:
        return "  ".join(part for part in (done, rate, tr(progress.what)) if part)
    share = min(1.0, progress.done / progress.total)
    bar = "#" * round(share * BAR) + "." * (BAR - round(share * BAR))
    total = f"{progress.total:,}".replace(",", " ")
    return "  ".join(part for part in (f"[{bar}] {share:.0%}", f"{done} / {total}", rate, tr(progress.what)) if part)
