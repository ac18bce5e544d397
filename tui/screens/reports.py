"""Screen 9: the figures as they stand, and exporting them to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.reports import FunnelRow, StatusReport
from tui import keys, safe, words
from tui.dialogs.form import Choice, Form, Line, day_field
from tui.screens.base import View
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Item, Lines, heading, note
from tui.widgets.paint import Piece

if TYPE_CHECKING:
    from outreach.services.session import Workplace

FIGURES = (
    ("baseline", say("before")),
    ("selected", say("select.")),
    ("contacted", say("contact.")),
    ("in_dialogue", say("dialogue")),
    ("committed", say("commit.")),
    ("active", say("active")),
    ("now", say("open")),
)
CELLS = 9


class Reports(View):
    """What the period brought, need by need; `x` writes it to a file, `f` sets the period."""

    HEADLINE = say("Reports")
    BINDINGS = keys.bindings("export", "filter")
    HINTS = ("export", "filter")

    def __init__(self) -> None:
        super().__init__()
        self.since: date | None = None
        self.until: date | None = None

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def label_of(self, name: str) -> Message:
        return say("Period") if name == "filter" else super().label_of(name)

    def read(self) -> None:
        self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        report = await self.ask(load, self.outreach.town_code(), self.since, self.until)
        cases = say_n("{n} outreach case", "{n} outreach cases", len(report.cases))
        parts = [tr(cases), tr(say("Situation on {date}", date=report.until))]
        if report.since is not None:
            parts.append(tr(say("from {date}", date=report.since)))
        self.status(" · ".join(parts))
        self.query_one(Lines).show(_lines(report, keys.shown("export", self.outreach.own_keys)))

    def action_filter(self) -> None:
        self.start(self._period(), group="act")

    async def _period(self) -> None:
        chosen = await self.app.push_screen_wait(Period(self.since, self.until))
        if chosen is not None:
            self.since, self.until = chosen
            self.read()

    def action_export(self) -> None:
        self.start(self._export(), group="act")

    async def _export(self) -> None:
        written = await self.app.push_screen_wait(Export(self.outreach.town_code(), self.since, self.until))
        if written:
            self.toast(say("Saved: {path}", path=", ".join(str(path) for path in written)))


class Period(Form[tuple[date | None, date | None]]):
    """First and last day of the period; empty is from the beginning, and until today."""

    AUTO_FOCUS = "#since"

    def __init__(self, since: date | None, until: date | None) -> None:
        super().__init__()
        self.since, self.until = since, until

    def heading(self) -> str:
        return tr(say("Reporting period"))

    def fields(self) -> ComposeResult:
        yield Line(say("First day"), day_field(self.since, id="since"))
        yield Line(say("Last day"), day_field(self.until, id="until"))

    async def save(self) -> tuple[date | None, date | None]:
        since, until = self.day("since"), self.day("until")
        if since is not None and until is not None and since > until:
            raise BadInput(say("The period ends before it starts: {since}, {until}", since=since, until=until))
        return since, until


class Export(Form[tuple[Path, ...]]):
    """Format and file name; names of persons only when asked for."""

    def __init__(self, town_code: str, since: date | None, until: date | None) -> None:
        super().__init__()
        self.town_code, self.since, self.until = town_code, since, until

    def heading(self) -> str:
        return tr(say("Export to a file"))

    def fields(self) -> ComposeResult:
        formats = [
            ("xlsx", say("Excel (.xlsx)")),
            ("csv", say("CSV, three files")),
            ("json", say("JSON, for other programs")),
            ("md", say("text with tables (.md)")),
        ]
        yield Line(say("Format"), Choice(formats, id="kind"))
        yield Line(say("Names of persons"), Choice([(False, say("left out")), (True, say("with names"))], id="names"))
        name = f"outreach-status-{(self.until or self.outreach.today()):%Y%m%d}"
        yield Line(say("File"), Input(str(Path.cwd() / name), id="path", max_length=1000))
        if self.since is not None:
            period = say("Period from {since}", since=date_text(self.since))
            yield Static(safe.content(tr(period)), classes="quiet")

    async def save(self) -> tuple[Path, ...]:
        path = self.text("path")
        if not path:
            raise BadInput(say("Write a name for the file."))
        target = Path(path).expanduser()
        names = self.chosen("names") is True
        return await self.ask(write, self.town_code, self.since, self.until, str(self.chosen("kind")), target, names)


def load(
    place: Workplace, town_code: str, since: date | None, until: date | None, with_names: bool = False
) -> StatusReport:
    from outreach.services import scoring
    from outreach.services.reports.status import status

    scoring.refresh(place.database, now=place.now)
    with place.read() as uow:
        return status(
            uow,
            place,
            language=language(),
            town_code=town_code,
            since=since,
            until=until,
            with_names=with_names,
        )


def write(
    place: Workplace,
    town_code: str,
    since: date | None,
    until: date | None,
    kind: str,
    target: Path,
    with_names: bool,
) -> tuple[Path, ...]:
    from outreach.services.reports import write as writing

    report = load(place, town_code, since, until, with_names)
    return writing.save(report, kind, language(), target)


def _lines(report: StatusReport, key: str) -> list[Item]:
    if not report.funnel:
        return [note(tr(say("No outreach cases yet, so there is nothing to report.")))]
    items = [_headings()]
    town = ""
    for row in report.funnel:
        if not report.town_code and row.town_code != town:
            town = row.town_code
            items.append(heading(words.town(town)))
        items.append(_row(row))
    items += [note(""), note(tr(say("Different organisations that reached each stage in the period.")))]
    return [*items, note(tr(say("{key}: export to a file, with the rows behind every figure", key=key)))]


def _headings() -> Item:
    names = "".join(safe.fit(tr(name), CELLS, right=True) for _, name in FIGURES)
    return Item(lambda cells: [[Piece(" " * max(0, cells - len(names)) + names, "dim")]])


def _row(row: FunnelRow) -> Item:
    numbers = "".join(f"{getattr(row, name):>{CELLS}}" for name, _ in FIGURES)

    def painted(cells: int) -> list[list[Piece]]:
        return [
            [Piece(safe.cut(row.need, cells), "strong")],
            [Piece(" " * max(0, cells - len(numbers)) + numbers)],
        ]

    return Item(painted, row, f"need:{row.town_code}:{row.need}")
