"""Defects of the program: one sentence for the user, and a log without any value that the program held."""

from __future__ import annotations

import contextlib
import traceback
from pathlib import Path

from outreach import clock
from outreach.terms.message import Message, say

FILE_NAME = "outreach.log"
MOST_BYTES = 500_000


def log(error: BaseException, folder: Path) -> Message:
    """Adds a defect to the log in `folder` and gives the sentence to show.

    Written are the kinds of the errors and where in the code they rose: neither their texts nor local variables, since
    both may hold personal data.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_suffix(".log.1"))
        with path.open("a", encoding="utf-8") as out:
            out.write(description(error))
        with contextlib.suppress(OSError):
            path.chmod(0o600)
    except OSError:
        return say("Something went wrong. What was saved is safe.")
    return say("Something went wrong. What was saved is safe. Log file: {path}", path=str(path))


def description(error: BaseException) -> str:
    """The chain of errors as lines of text, without their messages."""
    lines = [f"{clock.now().isoformat(timespec='seconds')}\n"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"  {type(seen).__module__}.{type(seen).__qualname__}\n")
        lines.extend(
            f"    {frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(seen.__traceback__)
        )
        seen = seen.__cause__ or seen.__context__
    return "".join(lines)
