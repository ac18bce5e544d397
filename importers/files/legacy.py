"""Sheets of .xls and .ods files, read in a process of its own: their reader allocates what a file tells it to.

A hostile or broken file can then end that process and not the program; memory (where the system has such a limit) and
time are bounded.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from importers.files.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row
from importers.files.kind import unreadable
from importers.files.workbook import HEAD, Sheet, choose, chosen_grid
from importers.values import Cell
from outreach.terms.message import say

_SECONDS = 60
_MEMORY = 1_500_000_000  # bytes
_CHILD = Path(__file__).with_name("legacy_child.py")


def legacy_grid(raw: bytes, file: str, sheet: str = "") -> Grid:
    """The asked sheet, else the visible one whose top rows name most columns; BadInput when the file is damaged."""
    limits = [str(_MEMORY), str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        child = subprocess.run(  # noqa: S603 - our own script, the file is its standard input
            [sys.executable, "-I", str(_CHILD), *limits], input=raw, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise unreadable(file, say("Reading it takes too long: save the list as .xlsx")) from None
    except OSError:
        raise unreadable(file, say("Files of this kind cannot be read here: save the list as .xlsx")) from None
    if child.returncode == 3:
        raise unreadable(file, say("It has more than {most} rows: divide it into several files", most=MOST_ROWS))
    if child.returncode == 4:
        raise unreadable(file, say("It is protected by a password: save it without one"))
    if child.returncode:
        raise unreadable(file, say("It is damaged or no spreadsheet: save the list as .xlsx"))
    found: dict[str, list[Row]] = {
        name: [Row(number, tuple(map(_cell, cells))) for number, cells in rows]
        for name, rows in json.loads(child.stdout)
    }
    sheets = [Sheet(name, tuple(rows[:HEAD])) for name, rows in found.items()]
    chosen = choose(sheets, file, sheet)
    return chosen_grid(chosen, sheets, found[chosen.name])


def _cell(value: Any) -> Cell:
    """Dates come as {"date": ISO text}; all else is as it was."""
    return datetime.fromisoformat(value["date"]) if isinstance(value, dict) else value
