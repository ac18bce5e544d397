"""Progress of long work: a line that is rewritten in a terminal, plain lines now and then in a log."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outreach.i18n import tr
from outreach.terms.message import Message, say

if TYPE_CHECKING:
    from outreach.terms.runs import Progress

TERMINAL_SECONDS = 0.1
LOG_SECONDS = 10.0
BAR = 24  # letters of a bar where there is room
NARROW_BAR = 10
SURE_AFTER = 2.0  # seconds of a step before which its rate says nothing


@contextmanager
def shown(clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[Progress], None]]:
    """A callback that shows how far the work is, on standard error. `clock` counts seconds."""
    terminal = sys.stderr.isatty()
    pause = TERMINAL_SECONDS if terminal else LOG_SECONDS
    step: Step | None = None
    last = clock()
    wrote = False

    def show(progress: Progress) -> None:
        nonlocal step, last, wrote
        moment = clock()
        if step is None or step.what != progress.what or progress.done < step.first:
            step = Step(progress.what, moment, progress.done)
        if moment - last < pause:
            return
        last = moment
        if terminal:
            line = line_of(progress, step.rate(progress.done, moment), _width() - 1)
            sys.stderr.write(f"\r\x1b[K{line}")
            wrote = True
        else:
            sys.stderr.write(f"{line_of(progress, step.rate(progress.done, moment))}\n")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if wrote:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the work: since when it is counted, and from what number on."""

    what: Message
    since: float
    first: int

    def rate(self, done: int, moment: float) -> float | None:
        """Pieces a second; None while that cannot be told."""
        seconds = moment - self.since
        return (done - self.first) / seconds if seconds >= SURE_AFTER and done > self.first else None


def line_of(progress: Progress, rate: float | None, width: int = 200) -> str:
    """ "[#####.....] 40%  40 000 / 100 000  3 100/s  0:19 left  Reading the register", in at most `width` letters: what
    there is no room for is left out, the least important first."""
    what = tr(progress.what)
    done, total = _amount(progress, progress.done), progress.total
    speed = "" if rate is None else f"{_amount(progress, rate)}/s"
    if not total:
        return _fitting([[done, speed, what], [done, what], [done]], width)
    share = min(1.0, progress.done / total)
    left = tr(say("{time} left", time=duration((total - progress.done) / rate))) if rate and share < 1 else ""
    percent, of = f"{share:.0%}", f"{done} / {_amount(progress, total)}"
    bar, short = f"{_bar(share, BAR)} {percent}", f"{_bar(share, NARROW_BAR)} {percent}"
    return _fitting(
        [
            [bar, of, speed, left, what],
            [short, of, speed, left, what],
            [short, of, left, what],
            [short, left, what],
            [percent, left, what],
            [percent, left],
            [percent],
        ],
        width,
    )


def _fitting(choices: list[list[str]], width: int) -> str:
    lines = ["  ".join(part for part in parts if part) for parts in choices]
    return next((line for line in lines if _cells(line) <= width), lines[-1][: max(0, width)])


def _bar(share: float, size: int) -> str:
    full = round(share * size)
    return f"[{'#' * full}{'.' * (size - full)}]"


def _amount(progress: Progress, number: float) -> str:
    """40 000, or 38.1 MB for bytes."""
    if progress.in_bytes:
        return f"{number / 1_000_000:,.1f} MB".replace(",", " ")
    return f"{number:,.0f}".replace(",", " ")


def duration(seconds: float) -> str:
    """1:05 for 65 seconds, 2:00:00 for two hours."""
    minutes, rest = divmod(round(min(seconds, 359_999)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _width() -> int:
    """Letters that a line of this terminal holds, asked anew each time: its window may change."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
