"""Where the packed index lies: a folder of arrays, one file each, that programs map into their memory.

A folder is written under a name of its own and renamed when it is whole; one that is in use is never written again, so
that whoever has it open goes on reading it. Older ones are removed as soon as nobody holds them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

STAMP, LOCK = "stamp.json", "lock.sqlite3"
WAIT = 600.0  # seconds for another program that builds the same index


@dataclass(frozen=True, slots=True)
class Stored:
    """An index as it lies in its folder, and what was noted with it."""

    arrays: Arrays
    noted: Mapping[str, Any]


def folder_of(base: Path, database: str) -> Path:
    """The folder of one database among those of all."""
    return base / hashlib.sha256(database.encode()).hexdigest()[:16]


def load(folder: Path, layout: str) -> Stored | None:
    """The newest index in a folder that is whole and of this layout; None when there is none."""
    for path in reversed(_builds(folder)):
        with suppress(OSError, ValueError, KeyError, TypeError, EOFError):
            stamp = json.loads((path / STAMP).read_text(encoding="utf-8"))
            if stamp["layout"] == layout:
                return Stored(
                    {name: _mapped(path, name, *how) for name, how in stamp["arrays"].items()}, stamp["noted"]
                )
    return None


def save(folder: Path, arrays: Arrays, layout: str, noted: Mapping[str, Any]) -> Stored | None:
    """Writes an index and gives it back as it lies there; None where nothing can be written."""
    builds = _builds(folder)
    number = int(builds[-1].name.partition("-")[0]) + 1 if builds else 1
    name = f"{number:06d}-{uuid4().hex[:8]}"
    making = folder / f"{name}.part"
    try:
        making.mkdir(parents=True)
        for array_name, values in arrays.items():
            np.save(making / f"{array_name}.npy", values, allow_pickle=False)
        described = {name: (values.dtype.str, list(values.shape)) for name, values in arrays.items()}
        sizes = {name: (making / f"{name}.npy").stat().st_size for name in arrays}
        stamp = {
            "layout": layout,
            "noted": dict(noted),
            "arrays": {name: (sizes[name], *how) for name, how in described.items()},
        }
        (making / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
        making.rename(folder / name)
    except OSError:
        shutil.rmtree(making, ignore_errors=True)
        return None
    _remove_older(folder, name)
    return load(folder, layout)


@contextmanager
def locked(folder: Path, wait: float = WAIT) -> Iterator[bool]:
    """One program at a time builds in a folder; False when another one has not come to its end in time.

    The lock is one of the engine's on a file of its own: the system lifts it when a program ends, however it ends.
    """
    connection: sqlite3.Connection | None = None
    held = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(folder / LOCK, timeout=wait, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
        held = True
    except (OSError, sqlite3.Error):
        held = False
    try:
        yield held
    finally:
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.rollback()
            connection.close()


def _builds(folder: Path) -> list[Path]:
    """Finished indexes, oldest first."""
    try:
        found = [path for path in folder.iterdir() if path.name[:6].isdecimal() and not path.suffix]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name)


def _mapped(path: Path, name: str, size: int, dtype: str, shape: list[int]) -> NDArray[Any]:
    """One array; ValueError when its file is not what was written."""
    file = path / f"{name}.npy"
    if file.stat().st_size != size:
        raise ValueError("a file that was cut short")
    empty = 0 in shape
    values: NDArray[Any] = np.load(file, mmap_mode=None if empty else "r", allow_pickle=False)
    if values.dtype.str != dtype or list(values.shape) != shape:
        raise ValueError("a file of another index")
    return values


def _remove_older(folder: Path, newest: str) -> None:
    """Removes what the newest index replaces, and what a killed program has left. Called by whoever holds the lock."""
    for path in folder.iterdir():
        if path.is_dir() and path.name != newest:
            shutil.rmtree(path, ignore_errors=True)
