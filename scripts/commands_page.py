"""Writes docs/commands.md: the help of every command, as the program itself gives it in English.

python -m scripts.commands_page           write the page
python -m scripts.commands_page --print   print it instead
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
WIDTH = 92
HEAD = """# Commands

Without a command the screens open. Every command ends with 0: done; 1: done, and something in it wants your attention;
2: not done, with a sentence that says why. This page is made from the program's own help (`make docs`).
"""


def page() -> str:
    """The page, made in English and without anybody's settings."""
    with tempfile.TemporaryDirectory() as empty:
        os.environ.update(
            OUTREACH_CONFIG_DIR=empty, OUTREACH_DATA_DIR=empty, OUTREACH_LANGUAGE="en", COLUMNS=str(WIDTH), NO_COLOR="1"
        )
        sections = [f"## {' '.join(words)}\n\n```\n{_help(words[1:])}\n```\n" for words in _commands()]
    return "\n".join([HEAD, *sections])


def _commands() -> Iterator[list[str]]:
    """Every command by its words, the program itself first; groups before their members."""
    from outreach.cli.app import build

    def walk(command: Any, words: list[str]) -> Iterator[list[str]]:
        yield words
        for name, child in getattr(command, "commands", {}).items():
            if not child.hidden:
                yield from walk(child, [*words, name])

    return walk(build(), ["outreach"])


def _help(words: list[str]) -> str:
    from outreach.cli import main

    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        status = main([*words, "--help"])
    if status:
        raise SystemExit(f"outreach {' '.join(words)} --help ended with {status}")
    return "\n".join(line.rstrip() for line in shown.getvalue().strip().splitlines())


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        print(page(), end="")
    else:
        PAGE.write_text(page(), encoding="utf-8")
