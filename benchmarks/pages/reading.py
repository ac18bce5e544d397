"""Reads the pages of a written set through the program's public doors, and predictions that a command has printed."""

from __future__ import annotations

import importlib
import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path
from typing import Any

from benchmarks.pages.firm import FIELDS
from benchmarks.pages.score import PageScore, Record, compare
from importers.web import page as reader
from outreach import codes
from outreach.terms.candidate import Candidate, Parsed
from outreach.terms.message import say

FETCHED = datetime(2026, 11, 2, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index, with the truth."""

    name: str
    body: bytes
    url: str
    content_type: str
    spec: str
    truth: tuple[Record, ...]


def entries(folder: Path, only: str = "") -> Iterator[Entry]:
    """Pages of a set in a folder; `only` is a part of the name."""
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        told: dict[str, Any] = json.loads(line)
        if only in told["name"]:
            yield Entry(
                name=told["name"],
                body=(folder / told["file"]).read_bytes(),
                url=told["url"],
                content_type=told["content_type"],
                spec=(folder / told["spec"]).read_text(encoding="utf-8") if told["spec"] else "",
                truth=tuple(records(folder / "pages" / f"{told['name']}.truth.jsonl")),
            )


def records(file: Path) -> Iterator[Record]:
    """JSON objects of a file, one a line; other keys than the fields are left out."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip():
            told = json.loads(line)
            yield {field: str(told.get(field) or "") for field in (*FIELDS, "own_site")}


def read_automatically(entry: Entry) -> PageScore:
    """Reads a page without configuration and scores it."""
    began = time.perf_counter()
    parsed = reader.parse(
        entry.body,
        source=entry.name,
        url=entry.url,
        fetched_at=FETCHED,
        declared_charset=_charset(entry.content_type),
        **_places(reader.parse),
    )
    return _scored(entry, parsed, time.perf_counter() - began)


def sources_exist() -> bool:
    """Whether this program can read a page with a source file."""
    return hasattr(_sources(), "read_page")


def read_with_source(entry: Entry) -> PageScore:
    """Reads a page as its source file says and scores it."""
    from importers.web import document

    sources = _sources()
    began = time.perf_counter()
    opened = document.open_document(
        entry.body,
        source=entry.name,
        url=entry.url,
        fetched_at=FETCHED,
        declared_charset=_charset(entry.content_type),
        **_places(document.open_document),
    )
    if not isinstance(opened, document.Document):
        raise ValueError(f"{entry.name} is not a page")
    parsed = sources.read_page(opened, sources.read_spec(entry.spec, f"{entry.name}.toml"))
    return _scored(entry, parsed, time.perf_counter() - began)


def read_site(folder: Path) -> PageScore:
    """Reads a small site of the set as its source file says and scores it; no network is used."""
    from importers.web import document

    sources = _sources()
    files = {}
    for line in (folder / "addresses.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        files[told["url"]] = folder / told["file"]

    def opened(url: str) -> Any:
        if url not in files:
            return say("There is no such page: {url}", url=url)
        return document.open_document(
            files[url].read_bytes(),
            source=folder.name,
            url=url,
            fetched_at=FETCHED,
            **_places(document.open_document),
        )

    began = time.perf_counter()
    spec = sources.read_spec((folder / "source.toml").read_text(encoding="utf-8"), "source.toml")
    crawled = sources.crawl(spec, opened, should_stop=lambda: False, progress=lambda *_: None)
    score = compare(folder.name, list(records(folder / "truth.jsonl")), list(map(as_record, crawled.parsed.candidates)))
    score.seconds = time.perf_counter() - began
    score.notes = [str(note) for note in crawled.notes]
    return score


def read_predictions(entry: Entry, place: Path) -> PageScore:
    """Scores what a command has printed: a file for one page, or a folder with NAME.jsonl for each."""
    file = place / f"{entry.name}.jsonl" if place.is_dir() else place
    return compare(entry.name, entry.truth, list(records(file)) if file.exists() else [])


def as_record(candidate: Candidate) -> Record:
    """The candidate in the words of the command line."""
    return {
        "name": candidate.name,
        "website": candidate.website,
        "email": candidate.email,
        "phone": candidate.phone,
        "address": candidate.street,
        "postcode": candidate.postcode,
        "town": candidate.town,
        "business_id": candidate.business_id,
    }


def _scored(entry: Entry, parsed: Parsed, seconds: float) -> PageScore:
    score = compare(entry.name, entry.truth, [as_record(each) for each in parsed.candidates])
    score.seconds = seconds
    score.notes = [str(note) for note in parsed.notes]
    return score


def _charset(content_type: str) -> str:
    found = re.search(r"charset=([\w-]+)", content_type)
    return found[1] if found else ""


def _sources() -> Any:
    try:
        return importlib.import_module("importers.web.sources")
    except ModuleNotFoundError:
        return None


def _places(door: Any) -> dict[str, Any]:
    known = getattr(codes, "places", None)
    return {"places": known()} if known and "places" in signature(door).parameters else {}


def told(scores: Iterable[PageScore]) -> str:
    """What differs, page by page."""
    lines = []
    for score in scores:
        if score.differences:
            lines.append(f"{score.name}: {score.records.right} of {score.true} records")
            lines += [f"    {difference}" for difference in score.differences]
            lines += [f"    note: {note}" for note in score.notes]
    return "\n".join(lines)
