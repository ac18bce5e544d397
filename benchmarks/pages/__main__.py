"""How well pages are read: records, fields, pages fully right, pages without companies, time.

    python -m benchmarks.pages [--set FOLDER] [--only NAME] [--show] [--hard] [--predictions FILE_OR_FOLDER]

Without --set the set is made in a temporary folder. --predictions scores what `outreach source preview PAGE --json`
has printed: a file for the one page that --only names, or a folder that holds NAME.jsonl for each page.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.pages import generate, hard, reading, score, sites


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    ask.add_argument("--set", type=Path, metavar="FOLDER", help="a set that benchmarks.pages.generate has written")
    ask.add_argument("--only", default="", metavar="NAME", help="pages with this in their name")
    ask.add_argument("--show", action="store_true", help="what differs, page by page")
    ask.add_argument("--predictions", type=Path, metavar="FILE_OR_FOLDER")
    ask.add_argument("--hard", action="store_true", help="only the hard ones: seconds and memory, each in a process")
    given = ask.parse_args(None if arguments is None else list(arguments))
    if given.hard:
        with tempfile.TemporaryDirectory() as scratch:
            for line in hard.measured(Path(scratch), given.only):
                print(line, flush=True)
        return
    if given.set:
        _run(given, given.set)
        return
    with tempfile.TemporaryDirectory() as scratch:
        generate.write(Path(scratch), generate.pages())
        generate.write_sites(Path(scratch), sites.sites())
        _run(given, Path(scratch))


def _run(given: argparse.Namespace, folder: Path) -> None:
    pages = list(reading.entries(folder, given.only))
    tuning = [entry for entry in pages if not entry.name.startswith("report-")]
    reporting = [entry for entry in pages if entry.name.startswith("report-")]
    for heading, some in (("pages for tuning", tuning), ("pages for reporting", reporting)):
        show = given.show and (some is tuning or bool(given.only))
        if given.predictions:
            found = [reading.read_predictions(entry, given.predictions) for entry in some]
            _tell(f"{heading}, predictions", found, show)
            continue
        _tell(f"{heading}, without configuration", [reading.read_automatically(entry) for entry in some], show)
        if reading.sources_exist():
            found = [reading.read_with_source(entry) for entry in some if entry.spec]
            _tell(f"{heading}, with source files", found, show)
    if not given.predictions and reading.sources_exist():
        places = [place for place in sorted((folder / "sites").glob("*")) if given.only in place.name]
        _tell("small sites", [reading.read_site(place) for place in places], given.show)


def _tell(heading: str, scores: list[score.PageScore], show: bool) -> None:
    if not scores:
        return
    print(f"== {heading}: {len(scores)}")
    if show:
        print(reading.told(scores))
    print("\n".join(score.summary(scores).lines()))


if __name__ == "__main__":
    main()
