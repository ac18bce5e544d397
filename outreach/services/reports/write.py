"""Writing the status report: XLSX, CSV for Finnish Excel, JSON and Markdown. The same report gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from outreach.errors import BadInput
from outreach.i18n import tr
from outreach.rules.text import safe_cell
from outreach.services.reports import tables as tabular
from outreach.services.reports.tables import Cell, Table
from outreach.terms.message import say
from outreach.terms.reports import StatusReport

FORMATS = ("xlsx", "csv", "json", "md")
ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold; a spreadsheet's own dates stand in its properties


def files(report: StatusReport, kind: str, language: str) -> dict[str, bytes]:
    """The report's files by the ending of their name: one, or three for CSV, which holds one table each."""
    made = tabular.tables(report, language)
    if kind == "csv":
        return {"csv" if t.key == "cases" else f"{t.key}.csv": csv_bytes(t) for t in made}
    writers: dict[str, Callable[[], bytes]] = {
        "xlsx": lambda: xlsx_bytes(report, made),
        "json": lambda: json_bytes(report, language),
        "md": lambda: markdown(report, made).encode(),
    }
    if kind not in writers:
        raise BadInput(say("The format is not known: {kind}", kind=kind), say("Formats: {all}", all=", ".join(FORMATS)))
    return {kind: writers[kind]()}


def save(report: StatusReport, kind: str, language: str, target: Path) -> tuple[Path, ...]:
    """Writes the report beside `target`, whose ending is replaced; whole files or none. Returns what was written."""
    if not target.name or target.is_dir():
        raise BadInput(say("This is a folder: {path}", path=str(target)), say("Write the name of a file in it."))
    stem = target.with_suffix("") if target.suffix.lower().lstrip(".") in FORMATS else target
    written = []
    for ending, content in files(report, kind, language).items():
        path = stem.with_name(f"{stem.name}-{ending}" if ending.count(".") else f"{stem.name}.{ending}")
        part = path.with_name(path.name + ".part")
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            raise BadInput(
                say("The file cannot be written: {path} ({reason})", path=str(path), reason=error.strerror or ""),
                say("Close it in other programs, or give another name with --output."),
            ) from error
        written.append(path)
    return tuple(written)


def csv_bytes(table: Table) -> bytes:
    """BOM, semicolons, CR LF: what a Finnish Excel opens without asking. Formula-like cells are made text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def json_bytes(report: StatusReport, language: str) -> bytes:
    """Codes and ISO days rather than words, so that other programs can count on them; the reasons are sentences."""
    from outreach.services.reports.plain import status

    return (json.dumps(status(report, language), ensure_ascii=False, indent=1) + "\n").encode()


def markdown(report: StatusReport, made: tuple[Table, ...]) -> str:
    """A page for mail and intranet: what it is, then each table."""
    title, *lines = tabular.heading_lines(report)
    parts = [f"# {title}", "\n".join(f"{_plain(line)}  " for line in lines).rstrip()]
    for table in made:
        parts.append(f"## {table.title}")
        if not table.rows:
            parts.append(tr(say("Nothing yet.")))
            continue
        rule = " | ".join("---" for _ in table.headings)
        body = "\n".join(f"| {' | '.join(_plain(_text(cell)) for cell in row)} |" for row in table.rows)
        parts.append(f"| {' | '.join(table.headings)} |\n| {rule} |\n{body}")
    return "\n\n".join(parts) + "\n"


def xlsx_bytes(report: StatusReport, made: tuple[Table, ...]) -> bytes:
    """One sheet a table and one on the report itself; days and numbers are real ones, texts never formulas."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    del book[book.sheetnames[0]]
    stamp = report.made_at.replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = stamp
    book.properties.creator = "outreach"
    for table in made:
        sheet = book.create_sheet(table.title[:31])
        sheet.append(list(table.headings))
        for number, row in enumerate(table.rows, start=2):
            for column, cell in enumerate(row, start=1):
                target = sheet.cell(number, column)
                target.value = safe_cell(cell) if isinstance(cell, str) else cell
                if isinstance(cell, str):
                    target.data_type = "s"
                elif isinstance(cell, date):
                    target.number_format = "d.m.yyyy"
        for column, width in enumerate(table.widths, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width
            sheet.cell(1, column).font = Font(bold=True)
            sheet.cell(1, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "C2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    about = book.create_sheet(tr(say("About the report"))[:31])
    about.column_dimensions["A"].width = 100
    for line in tabular.heading_lines(report):
        about.append([safe_cell(line)])
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), stamp)


def same_bytes(content: bytes, stamp: datetime) -> bytes:
    """The zip with fixed member times, and with the report's own time where the writer put the clock's."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            data = source.read(member)
            if member.filename == "docProps/core.xml":
                data = _core_times(data, stamp)
            target.writestr(zipfile.ZipInfo(member.filename, ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _core_times(data: bytes, stamp: datetime) -> bytes:
    import re

    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + f"{stamp:%Y-%m-%dT%H:%M:%SZ}".encode(), data)


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_cell(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _plain(text: str) -> str:
    """Text in a Markdown table: no cell borders, no markup of its own."""
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
