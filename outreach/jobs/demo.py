"""Practice data: a database of its own with made-up organisations, and weeks of made-up work on some of them.

Everything goes through the same imports and services as real work; days are relative to the clock of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path

from outreach import clock, codes
from outreach.config import Config
from outreach.i18n import language, tr
from outreach.jobs import imports, story
from outreach.services import coverage, needs, runs, scoring, session, setup
from outreach.services.session import Workplace
from outreach.terms.message import Message, say

FILE_NAME = "practice.sqlite3"
ADVISER, COLLEAGUE = "Maija Kokeilija", "Pekka Luonnos"
HOME = "740"
CELLS = 80  # columns of a terminal that the summary fits
Tell = Callable[[Message], None]


def practice_config(config: Config) -> Config:
    """The user's settings, with the practice database, and a name and a town where none are set."""
    return replace(
        config,
        database=str(config.data_folder / FILE_NAME),
        adviser=config.adviser or ADVISER,
        town=config.town or HOME,
    )


def exists(config: Config) -> bool:
    """Whether there is practice data from before."""
    return (config.data_folder / FILE_NAME).exists()


def prepare(config: Config, *, fresh: bool, tell: Tell) -> Config:
    """Makes the practice data unless it is there; returns the settings to work on it with.

    It is made under another name and put in place when whole, so that a run that was stopped leaves nothing half-made.
    """
    wanted = practice_config(config)
    target = config.data_folder / FILE_NAME
    if fresh:
        remove(config)
    if not target.exists():
        part = target.with_name(f"making-{FILE_NAME}")
        _remove(part)
        _build(session.open_workplace(replace(wanted, database=str(part))), tell)
        part.replace(target)
        _remove(part)
    return wanted


def remove(config: Config) -> None:
    """Throws the practice data away."""
    _remove(config.data_folder / FILE_NAME)


def summary(config: Config, *, put: Callable[[str], None], table: Callable[..., None]) -> None:
    """What the practice data holds: imports, then needs and coverage of each town."""
    place = session.open_workplace(config)
    with place.read() as uow:
        rows = coverage.coverage(uow, town_code="", today=place.today, language=language())
        done = runs.runs(uow, offset=0, limit=10).rows
    put(tr(say("PRACTICE DATA, made-up organisations")))
    put("")
    table(
        (say("Source"), say("read"), say("new"), say("changed"), say("unchanged"), say("gone"), say("waiting")),
        [(r.source, r.read, r.created, r.changed, r.unchanged, r.vanished, r.review) for r in reversed(done)],
    )
    put("")
    headings = (say("Competence need"), say("target"), say("found"), say("contacted"), say("active"), say("missing"))
    room = CELLS - sum(len(tr(heading)) + 2 for heading in headings[1:])
    lines: list[tuple[str | int | None, ...]] = []
    for row in rows:
        town = _town(row.town_code)
        if not any(line[0] == town for line in lines):
            lines.append((town, None, None, None, None, None))
        title = f"  {row.title}"
        title = title if len(title) <= room else f"{title[: room - 1]}…"
        lines.append((title, row.target, row.identified, row.contacted, row.active, row.gap))
    table(headings, lines)
    place.database.close()


def _build(place: Workplace, tell: Tell) -> None:
    now = clock.now()
    with place.database.write(now=now) as uow:
        session.mark_practice(uow)
        setup.ensure_towns(uow)
        adviser_id = setup.create_adviser(uow, place.config.adviser, town_code=place.config.town)
        colleague_id = setup.create_adviser(uow, COLLEAGUE, town_code="140")
        uow.adviser_id = adviser_id
        uow.entry("setup", say("Practice data"), undoable=False)
        setup.load_examples(uow, "keep")
        for need in needs.needs(uow):
            needs.adopt(uow, need.need_id)
    began = replace(place.as_adviser(adviser_id, now - timedelta(days=story.BEGAN)), practice=True)
    _register(began, "register-night-1.zip", tell)
    tell(say("Reading a directory page and a town's own list"))
    with _practice_file("puualan-toimijat.html") as page:
        imports.import_web(began, None, str(page), town_code=HOME)
    with _practice_file("toimijat.xlsx") as sheet:
        imports.import_file(began, sheet, town_code=HOME)
    tell(say("Some weeks of made-up work"))
    _work(began, now, adviser_id, colleague_id)
    _register(replace(began, at=now - timedelta(hours=4)), "register-night-2.zip", tell)
    scoring.refresh(place.database, now=now)
    place.database.close()


def _register(place: Workplace, name: str, tell: Tell) -> None:
    with _practice_file(name) as path:
        result = imports.import_bulk(place, path)
    tell(
        say(
            "Register file {name}: {read} read, {created} new, {changed} changed, {vanished} no longer in the data",
            name=name,
            read=result.read,
            created=result.created,
            changed=result.changed,
            vanished=result.vanished,
        )
    )


def _work(began: Workplace, now: datetime, adviser_id: int, colleague_id: int) -> None:
    """The story, step by step in the order of its days, each as the adviser or the colleague would do it."""
    steps = sorted(story.STEPS, key=lambda step: -step.days_ago)
    for step in steps:
        at = now - timedelta(days=step.days_ago)
        who = colleague_id if step.colleague else adviser_id
        with replace(began, adviser_id=who, at=at).write() as uow:
            story.act(uow, step, key=began.key, today=clock.today(at), now=now)


@contextmanager
def _practice_file(name: str) -> Iterator[Path]:
    with as_file(files("outreach") / "data" / "practice" / name) as path:
        yield path


def _town(code: str) -> str:
    town = codes.municipality(code)
    return town.name(language()) if town else code


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
