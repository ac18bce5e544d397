"""What the first frame waits for: a list of modules that is the same on every machine."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "db", "importers", "lxml", "requests", "openpyxl", "alembic")
PROGRAM = f"""
import sys
import tui.app, tui.screens.today
loaded = sorted(
    name for name in sys.modules
    if name.split(".")[0] in {HEAVY!r} or name.startswith(("outreach.services.", "outreach.jobs."))
)
print(" ".join(loaded))
"""


def test_the_first_frame_needs_neither_the_database_nor_the_importers() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
