"""On which line of a TOML text a key stands: the standard library's reader does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str, ...]

_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_TABLE = re.compile(r"[ \t]*\[\[?")
_PIECE = re.compile(
    r'"""(?:[^\\]|\\.)*?"""' r"|'''.*?'''" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'" r"|#[^\n]*" r"|[^\"'#\[\]{}\n]+|.|\n",
    re.DOTALL,
)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Line of a key; of a key inside of another's value the line of that; 0 when none of them is written."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def lines_of_keys(text: str) -> dict[Path, int]:
    """Path of each key and table of a TOML text that the standard reader accepts -> its line from 1."""
    found: dict[Path, int] = {}
    table: Path = ()
    position, line = 0, 1
    while position < len(text):
        start, begun = position, line
        position = _end_of_statement(text, position)
        statement = text[start:position]
        line += statement.count("\n")
        opened = _TABLE.match(statement)
        path = _path(statement, opened.end() if opened else 0)
        if not path:
            continue
        if opened:
            table = path
            found.setdefault(table, begun)
        else:
            for length in range(1, len(path) + 1):
                found.setdefault(table + path[:length], begun)
    return found


def _path(statement: str, position: int) -> Path:
    """Dotted key that a statement begins with."""
    parts: list[str] = []
    while key := _KEY.match(statement, position):
        parts.append(next(part for part in key.groups() if part is not None))
        position = key.end()
        if statement[position : position + 1] != ".":
            break
        position += 1
    return tuple(parts)


def _end_of_statement(text: str, position: int) -> int:
    """Where the next statement starts: after the first end of line outside of brackets and texts."""
    depth = 0
    while piece := _PIECE.match(text, position):
        position = piece.end()
        if piece[0] in "[{":
            depth += 1
        elif piece[0] in "]}":
            depth -= 1
        elif piece[0] == "\n" and depth <= 0:
            break
    return position
