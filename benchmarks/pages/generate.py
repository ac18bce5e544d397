"""Writes the set into a folder: pages, what is true about each, source files, small sites.

    python -m benchmarks.pages.generate FOLDER [--hard]

index.jsonl has a page a line: name, file, url, content_type, companies (how many), spec. pages/ holds NAME.html,
NAME.truth.jsonl (a company a line) and, for some, NAME.toml. sites/NAME/ holds the pages of a small site, which
addresses.jsonl tells the addresses of, source.toml and truth.jsonl. hard/ is written only when asked for.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.pages import (
    lists_actors,
    lists_builders,
    lists_bytes,
    lists_cards,
    lists_data,
    lists_english,
    lists_halls,
    lists_languages,
    lists_swedish,
    lists_tables,
    lists_text,
    none_abroad,
    none_commerce,
    none_empty,
    none_public,
    report_lists,
    report_none,
    report_others,
    singles,
)
from benchmarks.pages.firm import Firm
from benchmarks.pages.hard import HARD
from benchmarks.pages.page import Page, Site
from benchmarks.pages.sites import sites

TUNING = (
    *(lists_cards, lists_builders, lists_text, lists_tables, lists_halls, lists_data, lists_languages, lists_actors),
    *(lists_bytes, lists_swedish, lists_english, singles, none_abroad, none_public, none_commerce, none_empty),
)
REPORTING = (report_lists, report_others, report_none)


def pages() -> Iterator[Page]:
    """The whole set without the hard ones, in a fixed order; names of the pages for reporting begin with "report-"."""
    for module in (*TUNING, *REPORTING):
        for build in module.LISTS:
            yield build()


def write(folder: Path, made: Iterable[Page]) -> None:
    """Writes pages with their truth and an index."""
    target = folder / "pages"
    target.mkdir(parents=True, exist_ok=True)
    index = []
    for one in made:
        file = target / f"{one.name}{one.suffix}"
        file.write_bytes(one.body)
        (target / f"{one.name}.truth.jsonl").write_text(_lines(one.truth), encoding="utf-8")
        entry = {"name": one.name, "file": f"pages/{file.name}", "url": one.url, "content_type": one.content_type}
        if one.spec:
            (target / f"{one.name}.toml").write_text(_named(one), encoding="utf-8")
        index.append({**entry, "companies": len(one.truth), "spec": f"pages/{one.name}.toml" if one.spec else ""})
    text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in index)
    (folder / "index.jsonl").write_text(text, encoding="utf-8")


def write_sites(folder: Path, made: Iterable[Site]) -> None:
    """Writes small sites, a folder for each."""
    for site in made:
        target = folder / "sites" / site.name
        target.mkdir(parents=True, exist_ok=True)
        addresses = []
        for number, (url, body) in enumerate(site.pages.items()):
            (target / f"{number:03}.html").write_bytes(body)
            addresses.append(json.dumps({"url": url, "file": f"{number:03}.html"}) + "\n")
        (target / "addresses.jsonl").write_text("".join(addresses), encoding="utf-8")
        (target / "source.toml").write_text(site.spec, encoding="utf-8")
        (target / "truth.jsonl").write_text(_lines(site.truth), encoding="utf-8")


def write_hard(folder: Path) -> None:
    """Writes the pages that are hard to end with: some 70 MB."""
    target = folder / "hard"
    target.mkdir(parents=True, exist_ok=True)
    for build in HARD.values():
        made = build()
        (target / f"{made.name}.html").write_bytes(made.body)


def _named(one: Page) -> str:
    return f'name = "{one.name}"\nstart = ["{one.url}"]\n{one.spec}'


def _lines(truth: Iterable[Firm]) -> str:
    return "".join(json.dumps(firm.truth, ensure_ascii=False) + "\n" for firm in truth)


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.pages.generate", description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--hard", action="store_true", help="also the pages of 20 MB and the deeply nested ones")
    given = ask.parse_args(None if arguments is None else list(arguments))
    write(given.folder, pages())
    write_sites(given.folder, sites())
    if given.hard:
        write_hard(given.folder)


if __name__ == "__main__":
    main()
