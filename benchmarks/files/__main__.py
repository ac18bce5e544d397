"""Reads made-up lists of many makes and tells how much of them came out right.

    python -m benchmarks.files [--show] [--only PART_OF_A_NAME] [--write DIR]

`--show` prints every difference, `--write` also saves the files, to be opened in a spreadsheet program.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from benchmarks.files.cards import CARDS
from benchmarks.files.markup import MARKUP
from benchmarks.files.score import judge, table
from benchmarks.files.sheets import SHEETS
from benchmarks.files.texts import TEXTS
from benchmarks.files.truth import Sample


def samples() -> list[Sample]:
    """All files of the set, made anew."""
    return [make() for make in (*TEXTS, *SHEETS, *MARKUP, *CARDS)]


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.files", description=__doc__)
    ask.add_argument("--show", action="store_true")
    ask.add_argument("--only", default="")
    ask.add_argument("--write", type=Path, metavar="DIR")
    given = ask.parse_args(None if arguments is None else list(arguments))
    chosen = [sample for sample in samples() if given.only in sample.file]
    if given.write:
        given.write.mkdir(parents=True, exist_ok=True)
        for sample in chosen:
            (given.write / sample.file).write_bytes(sample.raw)
    print(table([judge(sample) for sample in chosen], show=given.show))


if __name__ == "__main__":
    main()
