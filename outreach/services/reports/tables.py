"""The status report as tables of texts, numbers and days, with headings in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach import codes
from outreach.i18n import language, tr
from outreach.services.reports import wording
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.reports import StatusReport, StatusRow

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """`key` names it in files; `widths` are characters, for spreadsheets."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


def tables(report: StatusReport, language: str) -> tuple[Table, ...]:
    """Cases, coverage and funnel, in this order."""
    return _cases(report, language), _coverage(report, language), _funnel(report, language)


def heading_lines(report: StatusReport) -> tuple[str, ...]:
    """What the report is, its period, practice data if it is that, and the sources to be named."""
    town = codes.municipality(report.town_code) if report.town_code else None
    lines = [
        tr(say("Outreach status")),
        tr(say("Town: {town}", town=town.name(language()) if town else say("all towns"))),
    ]
    if report.since is not None:
        lines.append(tr(say("Reporting period: {since} to {until}", since=report.since, until=report.until)))
    lines.append(tr(say("Situation on {date}", date=report.until)))
    if report.practice:
        lines.append(tr(say("PRACTICE DATA, made-up organisations")))
    lines.extend(attribution(report.register_day))
    return tuple(lines)


def attribution(register_day: date | None) -> tuple[str, ...]:
    """The sources that their licences want named."""
    if register_day is None:
        prh = say("Source: Finnish Patent and Registration Office (PRH), BIS open data, CC BY 4.0")
    else:
        prh = say(
            "Source: Finnish Patent and Registration Office (PRH), BIS open data, CC BY 4.0, retrieved {date}",
            date=register_day,
        )
    return (tr(prh), tr(say("Industry classification and municipalities: Statistics Finland, CC BY 4.0")))


def _cases(report: StatusReport, language: str) -> Table:
    columns: list[tuple[Message, int]] = [
        (say("Town"), 16),
        (say("Name"), 34),
        (say("Business ID"), 12),
        (say("Competence need"), 34),
        (say("Stage"), 16),
        (say("In this stage since"), 12),
        (say("Opened"), 12),
        (say("Before the program"), 12),
        (say("Responsible"), 12),
        (say("Last contact"), 12),
        (say("Kind of contact"), 14),
        (say("Result"), 18),
        (say("Next step"), 30),
        (say("Due"), 12),
        (say("Score"), 8),
        (say("Class"), 8),
        (say("Why"), 60),
        (say("Do not contact"), 12),
    ]
    if report.with_names:
        columns.append((say("Contact persons"), 30))
    rows = tuple(_case(row, language, with_names=report.with_names) for row in report.cases)
    return Table("cases", tr(say("Outreach cases")), _texts(columns), rows, tuple(width for _, width in columns))


def _case(row: StatusRow, language: str, *, with_names: bool) -> tuple[Cell, ...]:
    yes = tr(say("yes"))
    name = row.organisation or tr(say("Sole trader, name left out"))
    cells: tuple[Cell, ...] = (
        _town(row.town_code, language),
        name,
        row.business_id,
        row.need,
        tr(label(row.stage)),
        row.stage_since,
        row.opened_on,
        yes if row.baseline else "",
        row.owner,
        row.last_contact,
        tr(label(row.last_contact_kind)) if row.last_contact_kind else "",
        tr(label(row.last_outcome)) if row.last_outcome else "",
        row.next_step,
        row.next_due,
        row.score,
        row.band.value if row.band else "",
        "; ".join(wording.reason(reason, language) for reason in row.reasons),
        yes if row.do_not_contact else "",
    )
    return (*cells, "; ".join(row.persons)) if with_names else cells


def _coverage(report: StatusReport, language: str) -> Table:
    columns = [
        (say("Town"), 16),
        (say("Competence need"), 40),
        (say("Target"), 10),
        (say("Identified"), 12),
        (say("Selected"), 12),
        (say("Contacted"), 12),
        (say("In dialogue"), 12),
        (say("Committed"), 12),
        (say("Active member"), 12),
        (say("Still missing"), 12),
    ]
    rows = tuple(
        (
            _town(row.town_code, language),
            row.title,
            row.target,
            row.identified,
            row.selected,
            row.contacted,
            row.in_dialogue,
            row.committed,
            row.active,
            row.gap,
        )
        for row in report.coverage
    )
    return Table("coverage", tr(say("Coverage")), _texts(columns), rows, tuple(width for _, width in columns))


def _funnel(report: StatusReport, language: str) -> Table:
    columns = [
        (say("Town"), 16),
        (say("Competence need"), 40),
        (say("Before the program was taken into use"), 14),
        (say("Selected"), 12),
        (say("Contacted"), 12),
        (say("In dialogue"), 12),
        (say("Committed"), 12),
        (say("Active member"), 12),
        (say("Declined"), 12),
        (say("Open at the end"), 12),
    ]
    rows = tuple(
        (
            _town(row.town_code, language),
            row.need,
            row.baseline,
            row.selected,
            row.contacted,
            row.in_dialogue,
            row.committed,
            row.active,
            row.declined,
            row.now,
        )
        for row in report.funnel
    )
    title = tr(say("Different organisations that reached a stage"))
    return Table("funnel", title, _texts(columns), rows, tuple(width for _, width in columns))


def _town(code: str, language: str) -> str:
    town = codes.municipality(code)
    if town is None:
        return code
    return (town.name_sv if language == "sv" else town.name_fi) or town.name_fi


def _texts(columns: Sequence[tuple[Message, int]]) -> tuple[str, ...]:
    return tuple(tr(message) for message, _ in columns)
