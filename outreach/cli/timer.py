"""Starting the nightly run by itself: a systemd timer of the user, a cron line, a Windows task.

Each machine gets a minute of its own, so that not all towns ask the register at the same second.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from outreach import config
from outreach.errors import BadInput, Refused
from outreach.terms.message import say

NAME = "outreach-nightly"
HOUR = 4  # the register's file of the day is there, and nobody is at work yet
SPREAD_MINUTES = 90

SERVICE = """\
[Unit]
Description=Nightly imports of outreach

[Service]
Type=oneshot
{environment}ExecStart={command}
# 1 says: done, and something wants to be looked at.
SuccessExitStatus=1
Nice=10
TimeoutStartSec=6h
"""
TIMER = """\
[Unit]
Description=Nightly imports of outreach, once a day

[Timer]
OnCalendar=*-*-* {hour:02}:00:00
RandomizedDelaySec={minutes}m
FixedRandomDelay=true
# A machine that slept at that hour does it when it wakes.
Persistent=true

[Install]
WantedBy=timers.target
"""


def command(database: str = "") -> list[str]:
    """The nightly run as this machine starts it. `database` is the one that the command line named."""
    started = Path(sys.argv[0]).absolute()
    if sys.platform == "win32":
        started = started.with_suffix(".exe")
    installed = started.stem == "outreach" and started.is_file()
    program = [str(started)] if installed else [sys.executable, "-m", "outreach"]
    return [*program, *(["--database", database] if database else []), "nightly"]


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Settings that stand in the environment now and that the timer would not know. Refused for a password."""
    names = [config.CONFIG_DIR, config.DATA_DIR, *(setting.variable for setting in config.settings())]
    kept = {name: environ[name] for name in names if name and environ.get(name)}
    for name in (config.CONFIG_DIR, config.DATA_DIR):
        if name in kept:
            kept[name] = str(Path(kept[name]).absolute())
    refuse_password(kept.get("OUTREACH_DATABASE", ""))
    return kept


def refuse_password(address: str) -> None:
    """Refused when the address of a database holds a password: it would stand in a file or a list of programs."""
    if config.has_password(address):
        raise Refused(
            say("The address of the database holds a password, which does not belong into a timer."),
            say("Save the address without it in config.toml, and the password in PostgreSQL's own file ~/.pgpass."),
        )


def install(words: Sequence[str], environ: Mapping[str, str], folder: Path, *, force: bool) -> tuple[Path, ...]:
    """Writes the units for systemd; the paths. Refused when one of them holds something else, unless `force`."""
    variables = "".join(f"Environment={_unit_word(f'{name}={value}', dollar='$')}\n" for name, value in environ.items())
    texts = {
        f"{NAME}.service": SERVICE.format(environment=variables, command=" ".join(map(_unit_word, words))),
        f"{NAME}.timer": TIMER.format(hour=HOUR, minutes=SPREAD_MINUTES),
    }
    paths = {folder / name: text for name, text in texts.items()}
    try:
        for path, text in paths.items():
            if not force and path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
                raise Refused(
                    say("This file holds something else already: {path}. Nothing was written.", path=str(path)),
                    say("Replace it with: outreach nightly --install-timer --force"),
                )
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in paths.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(
            say(
                "The file could not be written: {file}. {reason}. Nothing was saved.",
                file=str(error.filename or folder),
                reason=error.strerror or type(error).__name__,
            )
        ) from error
    return tuple(paths)


def units_folder(environ: Mapping[str, str]) -> Path:
    """Where systemd looks for the units of a user (systemd.unit(5))."""
    home = environ.get("XDG_CONFIG_HOME", "")
    base = Path(home) if home and Path(home).is_absolute() else Path.home() / ".config"
    return base / "systemd" / "user"


def systemd_runs() -> bool:
    """Whether this machine was started by systemd (sd_booted(3))."""
    return Path("/run/systemd/system").is_dir()


def cron_line(words: Sequence[str], environ: Mapping[str, str]) -> str:
    """A line for `crontab -e`."""
    hour, minute = own_minute()
    parts = [*(f"{name}={shlex.quote(value)}" for name, value in environ.items()), shlex.join(words)]
    return f"{minute} {hour} * * * {' '.join(parts)}".replace("%", "\\%")


def task_line(words: Sequence[str]) -> str:
    """A line for the command prompt of Windows."""
    hour, minute = own_minute()
    inner = subprocess.list2cmdline(words).replace('"', '\\"')
    return f'schtasks /Create /TN "{NAME}" /SC DAILY /ST {hour:02}:{minute:02} /TR "{inner}"'


def own_minute() -> tuple[int, int]:
    """Hour and minute for this user of this machine: always the same here, another one elsewhere."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = str(os.getpid())
    number = int.from_bytes(hashlib.sha256(f"{socket.gethostname()}\n{who}".encode()).digest()[:4], "big")
    hours, minute = divmod(number % SPREAD_MINUTES, 60)
    return HOUR + hours, minute


def _unit_word(word: str, dollar: str = "$$") -> str:
    """A word as a unit file holds it: quoted, and nothing in it that systemd would put something in for. A single
    `dollar` stands for itself in Environment= only."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", dollar)
    return f'"{plain}"' if any(sign in " \t\"'\\;" for sign in word) else plain
