"""Progress as it is seen: a line that fits the terminal, plain lines in a log; and how work is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.cli import progress as module
from outreach.cli.progress import line_of, shown
from outreach.cli.stopping import stoppable
from outreach.i18n import set_language
from outreach.terms.message import say
from outreach.terms.runs import Progress

ROOT = Path(__file__).resolve().parents[2]
READING = say("Reading the register")
DOWNLOAD = Progress(48_000_000, 96_000_000, say("Downloading the register's file"), in_bytes=True)


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_line_tells_how_far_how_fast_and_how_long_still() -> None:
    line = line_of(Progress(40_000, 100_000, READING), 3_100.0)
    assert line == "[##########..............] 40%  40 000 / 100 000  3 100/s  0:19 left  Reading the register"


def test_bytes_are_shown_as_megabytes() -> None:
    assert "48.0 MB / 96.0 MB  2.0 MB/s  0:24 left" in line_of(DOWNLOAD, 2_000_000.0)


def test_without_a_known_end_the_number_alone_is_shown() -> None:
    line = line_of(Progress(5_000, None, READING), 100.0)
    assert line == "5 000  100/s  Reading the register"


def test_hours_are_written_out() -> None:
    assert "2:00:00 left" in line_of(Progress(0, 7_200, READING), 1.0)


@pytest.mark.parametrize("width", range(0, 130, 7))
@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_line_is_never_wider_than_the_terminal(width: int, language: str) -> None:
    set_language(language)
    for progress in (
        DOWNLOAD,
        Progress(1, None, READING),
        Progress(10**12, 10**12, say("東京" * 40)),
        Progress(3, 2, READING),
    ):
        line = line_of(progress, 7.0, width)
        assert module._cells(line) <= width


def test_what_matters_most_is_left_when_there_is_little_room() -> None:
    assert line_of(DOWNLOAD, 2_000_000.0, 60).startswith("[#####.....] 50%")
    assert line_of(DOWNLOAD, 2_000_000.0, 4) == "50%"


def test_a_log_gets_a_plain_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with shown(clock) as show:
        for second in range(61):
            clock.at = 100.0 + second
            show(Progress(second * 10, 1_000, READING))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 6
    assert "10/s" in lines[-1]
    assert "\x1b" not in "".join(lines)


def test_each_step_has_its_own_rate(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with shown(clock) as show:
        show(Progress(0, 100, say("Checking the file")))
        clock.at += 300
        show(Progress(70_000_000, 90_000_000, DOWNLOAD.what, in_bytes=True))
        clock.at += 10
        show(Progress(80_000_000, 90_000_000, DOWNLOAD.what, in_bytes=True))
    last = capsys.readouterr().err.splitlines()[-1]
    assert "1.0 MB/s  0:10 left" in last


def test_the_first_signal_asks_to_stop_and_the_second_ends(capfd: pytest.CaptureFixture[str]) -> None:
    with stoppable() as should_stop:
        assert not should_stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert should_stop()
        assert "Ctrl-C again ends at once" in capfd.readouterr().err
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable() as should_stop:
            os.kill(os.getpid(), signal.SIGINT)
            assert not should_stop()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_terminal_gets_one_line_that_is_taken_away_at_the_end() -> None:
    code = (
        "import sys\n"
        "from outreach.cli.progress import shown\n"
        "from outreach.terms.message import say\n"
        "from outreach.terms.runs import Progress\n"
        "clock = iter(range(1000))\n"
        "with shown(lambda: next(clock)) as show:\n"
        "    for done in range(5):\n"
        "        show(Progress(done, 10, say('Reading the register')))\n"
    )
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stderr=child, check=False, timeout=60)
    os.close(child)
    seen = os.read(parent, 100_000).decode()
    os.close(parent)
    assert done.returncode == 0
    assert "40%" in seen
    assert "\n" not in seen
    assert seen.endswith("\r\x1b[K")
