"""The folder of sources: one file for each list that is read again and again, written by the wizard or by hand.

The name of the file without .toml is the source's key: runs, records and kept pages go by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from outreach.config import Config
from outreach.errors import BadInput, NotFound, OutreachError
from outreach.i18n import tr
from outreach.jobs import opening
from outreach.jobs.preview import fills, read_source
from outreach.rules.text import clean
from outreach.terms.message import Message, say
from outreach.terms.runs import ImportKind
from outreach.terms.sources import CheckState, SourceCheck, SourceRow

if TYPE_CHECKING:
    from importers.web.document import Document
    from importers.web.sources import SourceSpec
    from outreach.services.pages import KeptPage
    from outreach.services.session import Workplace

FOLDER, ENDING, PUT_ASIDE, BEFORE = "sources", ".toml", ".removed", ".before"
LONGEST_KEY = 60
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def folder(config: Config) -> Path:
    """Where the files lie, whether there are any or not."""
    return config.folder / FOLDER


def keys(config: Config) -> tuple[str, ...]:
    """Keys of all sources in the order of the alphabet."""
    try:
        names = sorted(path.name for path in folder(config).iterdir() if path.is_file())
    except OSError:
        return ()
    return tuple(name.removesuffix(ENDING) for name in names if name.endswith(ENDING))


def path_of(config: Config, key: str) -> Path:
    """The file of a source; NotFound names those that there are."""
    known = keys(config)
    wanted = key.strip().removesuffix(ENDING)
    if wanted not in known:
        raise NotFound(
            say("There is no source called {key}.", key=clean(wanted, 80)),
            say("Sources: {all}", all=known) if known else say("Add one: outreach source add ADDRESS"),
        )
    return folder(config) / f"{wanted}{ENDING}"


def spec_of(config: Config, key: str) -> SourceSpec:
    """What the file of a source says; BadInput names the line that cannot be used."""
    return read_source(path_of(config, key))


def listed(place: Workplace) -> tuple[SourceRow, ...]:
    """All sources with their newest run; one whose file cannot be used says why."""
    from outreach.services import runs

    found = []
    with place.read() as uow:
        for key in keys(place.config):
            path, last = folder(place.config) / f"{key}{ENDING}", runs.newest_of(uow, ImportKind.WEB, key)
            try:
                spec = read_source(path)
                found.append(SourceRow(key=key, path=path, name=spec.name or key, start=spec.start, last_run=last))
            except OutreachError as error:
                found.append(SourceRow(key=key, path=path, name=key, last_run=last, problem=error.message))
    return tuple(found)


def start_pages(config: Config) -> frozenset[str]:
    """Addresses that sources begin with; those of files that cannot be used are not known."""
    found: set[str] = set()
    for key in keys(config):
        with suppress(OutreachError):
            found.update(spec_of(config, key).start)
    return frozenset(found)


def key_for(config: Config, name: str, address: str = "") -> str:
    """A key that is free, made of a name, else of the host of an address."""
    made = _key_of(name) or _key_of((urlsplit(address).hostname or "").removeprefix("www.")) or "source"
    taken, number, free = set(keys(config)), 1, made
    while free in taken:
        number += 1
        free = f"{made}-{number}"
    return free


def checked_key(key: str) -> str:
    """A key as the user wrote it; BadInput for one that cannot be the name of a file everywhere."""
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise BadInput(
            say("A source cannot be called {key}.", key=clean(key, 80)),
            say("Use small letters a to z, digits and hyphens."),
        )
    return key


def save(config: Config, key: str, spec: SourceSpec, *, new: bool) -> Path:
    """Writes the file of a source, with comments in the user's language. `new`: BadInput when there is one already."""
    from importers.web.sources import write_spec

    return write(config, key, write_spec(spec, tr), new=new)


def write(config: Config, key: str, text: str, *, new: bool) -> Path:
    """The same for its text: a file is put in place when it is whole."""
    path = folder(config) / f"{key}{ENDING}"
    if new and path.exists():
        raise BadInput(
            say("There is a source called {key} already: {path}", key=key, path=str(path)),
            say("Choose another one with --key."),
        )
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def with_terms(
    spec: SourceSpec,
    *,
    name: str = "",
    permission: str = "",
    terms_url: str = "",
    purpose: str = "",
    checked_by: str = "",
    checked_on: date | None = None,
) -> SourceSpec:
    """The source with its name, and by what right it is read; who has looked into it, and when, where anybody has."""
    said = bool(permission or terms_url or purpose)
    terms = replace(
        spec.terms,
        permission=permission,
        terms_url=terms_url,
        purpose=purpose,
        checked_by=checked_by if said else "",
        checked_on=checked_on if said else None,
    )
    return replace(spec, name=name or spec.name, terms=terms)


def keep_before(config: Config, key: str) -> Path:
    """Keeps the file of a source as it is, beside it, before the program writes it anew; where it lies."""
    path = path_of(config, key)
    kept = path.with_suffix(f"{ENDING}{BEFORE}")
    try:
        kept.write_bytes(path.read_bytes())
    except OSError as error:
        raise _unwritable(kept, error) from error
    return kept


def remove(config: Config, key: str) -> Path:
    """Puts the file of a source aside, under a name that is not read; where it lies now. What it brought stays."""
    path = path_of(config, key)
    aside = path.with_suffix(f"{ENDING}{PUT_ASIDE}")
    try:
        path.replace(aside)
    except OSError as error:
        raise _unwritable(path, error) from error
    return aside


def check(place: Workplace, key: str = "") -> Iterator[SourceCheck]:
    """What all sources, or one, give on the pages that are kept of them; the network is not asked."""
    for one in [path_of(place.config, key).name.removesuffix(ENDING)] if key else keys(place.config):
        try:
            spec = spec_of(place.config, one)
            yield _checked(place, one, spec)
        except OutreachError as error:
            said = (error.message,) if error.hint is None else (error.message, error.hint)
            yield SourceCheck(key=one, name=one, state=CheckState.BROKEN, said=said)


def _checked(place: Workplace, key: str, spec: SourceSpec) -> SourceCheck:
    from importers.web.sources import check_expect, crawl
    from outreach.services import pages

    with place.read() as uow:
        kept = {page.url: page for page in pages.of_source(uow, key)}
    opened: list[KeptPage] = []

    def open_page(url: str) -> Document | Message:
        page = kept.get(url)
        if page is None:
            return say("This page is not kept: {url}", url=clean(url, 200))
        with place.read() as uow:
            raw = pages.body(uow, key, url)
        opened.append(page)
        return opening.opened(
            raw, source=key, url=page.final_url, fetched_at=page.fetched_at, content_type=page.content_type
        )

    if not any(url in kept for url in spec.start):
        said = say("No page of it is kept yet. Run it first: outreach source run {key}", key=key)
        return SourceCheck(key=key, name=spec.name, state=CheckState.UNREAD, said=(said,))
    found = crawl(spec, open_page).parsed
    wrong = check_expect(spec, found)
    if not found.candidates and not wrong:
        wrong = [say("No organisation was found.")]
    return SourceCheck(
        key=key,
        name=spec.name,
        state=CheckState.BAD if wrong else CheckState.GOOD,
        found=len(found.candidates),
        fills=fills(found.candidates),
        said=tuple(wrong),
        checked_pages=len(opened),
        fetched_at=min((page.fetched_at for page in opened), default=None),
    )


def _key_of(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:LONGEST_KEY].strip("-")


def _unwritable(path: Path, error: OSError) -> BadInput:
    return BadInput(
        say(
            "The file could not be written: {file}. {reason}. Nothing was saved.",
            file=str(path),
            reason=error.strerror or type(error).__name__,
        )
    )
