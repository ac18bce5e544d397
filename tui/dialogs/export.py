"""The period of a report, and writing it to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Static

from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.terms.message import Message, say
from outreach.terms.reports import StatusReport
from tui import safe
from tui.dialogs.form import CELLS, Form, Line, day_field, options
from tui.dialogs.import_source import PathInput, PathSuggester, path_of
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace

FORMATS: dict[Any, Message] = {
    "xlsx": say("Excel (.xlsx)"),
    "csv": say("CSV, three files"),
    "json": say("JSON, for other programs"),
    "md": say("text with tables (.md)"),
}
NAMES: dict[Any, Message] = {False: say("left out"), True: say("with names")}


class Period(Form[tuple[date | None, date | None]]):
    """First and last day of the period; empty is from the beginning, and until today."""

    AUTO_FOCUS = "#since"
    SAVE = say("Show")

    def __init__(self, since: date | None, until: date | None) -> None:
        super().__init__()
        self.since, self.until = since, until

    def heading(self) -> str:
        return tr(say("Reporting period"))

    def fields(self) -> ComposeResult:
        yield Line(say("First day"), day_field(self.since, id="since"))
        yield Line(say("Last day"), day_field(self.until, id="until"))
        hint = say("Empty: from the beginning, until today.")
        yield Static(safe.content(safe.cut(hint, CELLS)), classes="quiet")

    async def save(self) -> tuple[date | None, date | None]:
        since, until = self.day("since"), self.day("until")
        if since is not None and since > (until or self.outreach.today()):
            self.go_to("since")
            end = until or self.outreach.today()
            raise BadInput(say("The period ends before it starts: {since}, {until}", since=since, until=end))
        return since, until


class Export(Form[Message]):
    """Format and file name; names of persons only when asked for. The path that was written is told."""

    SAVE = say("Export")

    def __init__(self, town_code: str, since: date | None = None, until: date | None = None) -> None:
        super().__init__()
        self.town_code, self.since, self.until = town_code, since, until

    def heading(self) -> str:
        return tr(say("Export to a file"))

    def fields(self) -> ComposeResult:
        yield Line(say("Format"), Pick(options(FORMATS), shape="spin", id="kind"))
        yield Line(say("Names of persons"), Pick(options(NAMES), id="names"))
        name = f"outreach-status-{(self.until or self.outreach.today()):%Y%m%d}"
        yield Line(say("File"), PathInput(f"~/{name}", id="path", max_length=1000, suggester=PathSuggester()))
        if self.since is not None or self.until is not None:
            period = say("Period: {since} – {until}", since=_end(self.since), until=_end(self.until))
            yield Static(safe.content(safe.cut(period, CELLS)), classes="quiet")

    async def save(self) -> Message:
        path = self.text("path")
        if not path or path.endswith(("/", "\\")):
            self.go_to("path")
            raise BadInput(say("Write a name for the file."))
        written = await self.ask(
            write,
            self.town_code,
            self.since,
            self.until,
            kind=self.chosen("kind"),
            target=path_of(path),
            with_names=self.chosen("names") is True,
        )
        return say("Saved: {path}", path=tuple(str(path) for path in written))


def _end(day: date | None) -> str:
    return date_text(day) if day is not None else "…"


def load(
    place: Workplace, town_code: str, since: date | None, until: date | None, with_names: bool = False
) -> StatusReport:
    """The status report, with fresh scores."""
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
    *,
    kind: str,
    target: Path,
    with_names: bool,
) -> tuple[Path, ...]:
    """Writes the report; which files there are now."""
    from outreach.services.reports import write as writing

    report = load(place, town_code, since, until, with_names)
    return writing.save(report, kind, language(), target)
