"""A robot that works the real program in a real terminal: keys in, screen out, never a wait for a fixed time."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds until words must have come; a loaded machine is slow
LOOK_EVERY = 0.1


class Terminal:
    """A tmux session of its own with the program in it, 80 by 24 unless said otherwise."""

    def __init__(
        self, home: Path, *arguments: str, environ: Mapping[str, str] | None = None, size: str = "80x24"
    ) -> None:
        self.socket = f"outreach-{uuid4().hex[:8]}"
        columns, rows = size.split("x")
        self.environ = surroundings(home) | dict(environ or {})
        settings = " ".join(f"{key}={shlex.quote(value)}" for key, value in self.environ.items())
        command = f"env {settings} {shlex.quote(sys.executable)} -m outreach {shlex.join(arguments)}"
        self._tmux("-f", os.devnull, "new-session", "-d", "-x", columns, "-y", rows, "-c", str(ROOT), command)
        self._tmux("set-option", "-g", "escape-time", "0")

    def press(self, *keys: str) -> None:
        """Presses keys by tmux's names: "Enter", "Escape", "C-q", "+"."""
        for key in keys:
            self._tmux("send-keys", key)

    def type(self, text: str) -> None:
        """Types letters as they are."""
        self._tmux("send-keys", "-l", text)

    def search(self, text: str) -> None:
        """Types into the search field, once it takes letters."""
        self.press("/")
        self.see("letters are text here")
        self.type(text)

    def screen(self) -> str:
        """What is shown."""
        return self._tmux("capture-pane", "-p")

    def raw(self) -> str:
        """What is shown, with the escape sequences of its colours."""
        return self._tmux("capture-pane", "-p", "-e")

    def see(self, *words: str, without: str = "") -> str:
        """The screen once it shows all words, and no longer `without`; fails with the screen when it never does."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            shown = self.screen()
            if all(word in shown for word in words) and (not without or without not in shown):
                return shown
            time.sleep(LOOK_EVERY)
        raise AssertionError(f"never saw {words} (without {without!r}) on:\n{self.screen()}")

    def ended(self) -> bool:
        """Whether the program has left."""
        done = subprocess.run(["tmux", "-L", self.socket, "has-session"], capture_output=True, check=False)
        return done.returncode != 0

    def leave(self) -> None:
        """Ctrl+Q, and the program is gone."""
        self.press("C-q")
        until = time.monotonic() + PATIENCE
        while not self.ended():
            assert time.monotonic() < until, f"the program did not leave:\n{self.screen()}"
            time.sleep(LOOK_EVERY)

    def close(self) -> None:
        """Ends the session whatever it does."""
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True, check=False)

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.socket, *arguments], capture_output=True, encoding="utf-8", check=True, timeout=30
        )
        return done.stdout


def surroundings(home: Path) -> dict[str, str]:
    """Variables of a workplace of its own, with the clock fixed to Tuesday 10 March 2026, 8.00 in Finland."""
    return {
        "OUTREACH_CONFIG_DIR": str(home / "config"),
        "OUTREACH_DATA_DIR": str(home / "data"),
        "OUTREACH_NOW": "2026-03-10T08:00",
        "OUTREACH_LANGUAGE": "en",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
    }


def command(
    home: Path, *arguments: str, database: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Runs one command of the program to its end."""
    chosen = ["--database", str(database)] if database else []
    return subprocess.run(
        [sys.executable, "-m", "outreach", *chosen, *arguments],
        cwd=ROOT,
        env={**os.environ, **surroundings(home), **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
