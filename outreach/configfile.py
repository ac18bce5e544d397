"""Reading and changing a TOML file that people also edit by hand: their comments and order stay."""

from __future__ import annotations

import contextlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outreach.errors import BadConfig
from outreach.terms.message import say

_TABLE = re.compile(r"\s*\[")
_VALUE_AND_COMMENT = re.compile(r"""\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"']*?)(\s*\#.*)?""")


def read(path: Path) -> dict[str, Any]:
    """Content of the file, {} when there is none. BadConfig when it cannot be read or is no TOML."""
    return _parsed(_text_of(path), path)


def write(path: Path, changes: Mapping[str, Any]) -> None:
    """Set top-level values and whole tables; None takes one out. The file is replaced in one step.

    What the changes do not name keeps its place, comments included. Where a line cannot be changed alone (a value over
    several lines), the file is written anew and the former one is kept beside it as `*.bak`.
    """
    path = path.resolve()  # a link in the user's folder stays a link
    before = _text_of(path)
    wanted = {key: value for key, value in {**_parsed(before, path), **changes}.items() if value is not None}
    text = before
    for key, value in changes.items():
        text = _without_table(text, key) if isinstance(value, Mapping) or value is None else text
        text = _with_table(text, key, value) if isinstance(value, Mapping) else _with_line(text, key, value)
    try:
        if _reads_as(text, wanted):
            _replace(path, text)
        else:
            import tomli_w

            _replace(path.with_name(path.name + ".bak"), before)
            _replace(path, tomli_w.dumps(wanted))
    except OSError as error:
        raise BadConfig(
            say("The settings file cannot be written: {path}. {reason}", path=str(path), reason=error.strerror or "")
        ) from error


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise BadConfig(
            say("The settings file is not UTF-8 text: {path}.", path=str(path)),
            say("Save it as UTF-8 in your editor."),
        ) from error
    except OSError as error:
        raise BadConfig(
            say("The settings file cannot be read: {path}. {reason}", path=str(path), reason=error.strerror or "")
        ) from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(
            say("The settings file cannot be read: {path}. {reason}", path=str(path), reason=str(error)),
            say("Mend that line, or move the file away to start from the defaults."),
        ) from error


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _reads_as(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _with_line(text: str, key: str, value: Any) -> str:
    """Text with the one line `key = value` changed, added before the first table, or taken out."""
    import tomli_w

    lines = _lines(text)
    end = next((i for i, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    at = next(
        (i for i, line in enumerate(lines[:end]) if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line)), None
    )
    if value is None:
        kept = lines if at is None else lines[:at] + lines[at + 1 :]
        return "\n".join([*kept, ""]) if kept else ""
    line = tomli_w.dumps({key: value}).strip()
    if at is not None:
        old = _VALUE_AND_COMMENT.fullmatch(lines[at].partition("=")[2])
        lines[at] = line + (old[1] or "" if old else "")
    else:
        while end and (not lines[end - 1].strip() or (lines[end - 1].startswith("#") and end < len(lines))):
            end -= 1  # a comment right above a table belongs to the table
        lines.insert(end, line)
    return "\n".join(lines) + "\n"


def _without_table(text: str, key: str) -> str:
    """Text without the table `[key]`."""
    lines = _lines(text)
    start = next((i for i, line in enumerate(lines) if line.split("#")[0].strip() == f"[{key}]"), None)
    if start is None:
        return text
    end = next((i for i, line in enumerate(lines[start + 1 :], start + 1) if _TABLE.match(line)), len(lines))
    return "\n".join([*lines[:start], *lines[end:], ""])


def _with_table(text: str, key: str, table: Mapping[str, Any]) -> str:
    import tomli_w

    return f"{text.rstrip()}\n\n{tomli_w.dumps({key: dict(table)})}".lstrip()


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then put it in its place: a power cut leaves the old file or the new, never a half."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner only
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise
