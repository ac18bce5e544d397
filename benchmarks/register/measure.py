"""A command measured from outside: CPU time of it and of all it started, wall time, and memory (Linux).

Memory is the resident set summed over the process and its descendants, looked at every 20 ms through /proc: pages that
two of them share count twice, and a peak between two looks is missed.
"""

from __future__ import annotations

import json
import os
import platform
import select
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.register.child import children

ROOT = Path(__file__).resolve().parents[2]
LOOK_EVERY = 20  # milliseconds
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, bytes, and the JSON that the command wrote last."""

    cpu: float
    wall: float
    peak: int
    told: dict[str, Any]

    @property
    def megabytes(self) -> float:
        return self.peak / 1_000_000


def measured(work: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Runs `python -m benchmarks.register.child` with arguments; RuntimeError when it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.register.child", *work],
            cwd=ROOT,
            env=dict(environment),
            stdout=out,
            stderr=errors,
        )
        watched = os.pidfd_open(process.pid)
        peak = 0
        while not select.select([watched], [], [], LOOK_EVERY / 1000)[0]:
            peak = max(peak, sum(map(_resident, (process.pid, *children(process.pid)))))
        wall = time.perf_counter() - began
        os.close(watched)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        if process.returncode:
            raise RuntimeError(f"{' '.join(work)} failed: {errors.read().decode(errors='replace')[-2000:]}")
        lines = out.read().decode().splitlines()
    return Measured(used.ru_utime + used.ru_stime, wall, peak, json.loads(lines[-1]))


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Median and, of several, least and most: "2.5 (2.4-2.7)"."""
    middle = f"{median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> list[str]:
    """The machine in words."""
    model = "unknown processor"
    memory = ""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
        kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
        memory = f", {kilobytes / 1_000_000:.0f} GB memory"
    except OSError:
        pass
    cores = len(os.sched_getaffinity(0))
    return [
        f"{model}, {cores} cores{memory}, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "load average before: " + ", ".join(f"{load:.1f}" for load in os.getloadavg()),
    ]


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0
