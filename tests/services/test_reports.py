"""The status report: what is in it, what is left out, and the files it becomes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import update

from db.engine import Database, open_database
from db.models import Case, metadata
from outreach import config
from outreach.errors import BadInput
from outreach.i18n import set_language
from outreach.services import cases, contact, people
from outreach.services.reports import tables, write
from outreach.services.reports.status import status
from outreach.services.session import Workplace
from outreach.terms.message import say
from outreach.terms.reports import StatusReport
from outreach.terms.views import TouchInput
from outreach.terms.work import Direction, Stage, TouchKind
from tests.conftest import Home
from tests.services.office import KEY, NOW, TODAY, add_case, business_ids, open_office, ours, registered, working

FIRST, SECOND, THIRD = business_ids(3)
HOSTILE = "=HYPERLINK(1) | [/] `x`"


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    """An office with three cases: one contacted today, one of a sole trader, one with a hostile name."""
    database = open_database(ready_database_url)
    open_office(
        database,
        [registered(FIRST, "Puu Esimerkki Oy"), registered(SECOND, "Tmi Testi Henkilö"), registered(THIRD, HOSTILE)],
    )
    with working(database) as uow:
        first, trader, hostile = (ours(uow, number) for number in (FIRST, SECOND, THIRD))
        uow.session.execute(
            update(metadata.tables["organisation"])
            .where(metadata.tables["organisation"].c.id == trader)
            .values(sole_trader=True)
        )
    for organisation_id, title in ((first, "Puurakentaminen"), (trader, "Höyläys"), (hostile, "Liimat")):
        _opened(database, organisation_id, title)
    with working(database) as uow:
        people.add_person(uow, first, name="Maija Salainen", source="puhelu")
    yield Workplace(config=config.load(), database=database, key=KEY, adviser_id=1, practice=False, at=NOW)
    database.close()


def _opened(database: Database, organisation_id: int, title: str) -> None:
    """A case with its first move a month ago; the first one is contacted today."""
    past = NOW - timedelta(days=30)
    with working(database, now=past) as uow:
        case_id = add_case(uow, organisation_id, "identified", title=title)
        uow.entry("stage", say("Selected"))

        row = uow.find(Case, case_id)
        row.stage = "selected"
        cases._record(uow, row, Stage.IDENTIFIED, date(2026, 2, 8), reason="", evidence="")
    if title == "Puurakentaminen":
        call = TouchInput(TouchKind.CALL, Direction.OUTBOUND, TODAY)
        with working(database) as uow:
            contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=call, key=KEY)
        with working(database) as uow:
            cases.move(uow, case_id, Stage.CONTACTED, key=KEY)


def made(place: Workplace, **wanted: object) -> StatusReport:
    with place.read() as uow:
        return status(uow, place, language="fi", **wanted)  # type: ignore[arg-type]


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_each_case_stands_with_stage_owner_and_last_contact(place: Workplace) -> None:
    report = made(place)
    first = next(row for row in report.cases if row.business_id == FIRST)
    assert (first.stage, first.stage_since, first.last_contact) == (Stage.CONTACTED, TODAY, TODAY)
    assert first.owner == "MK"


def test_names_of_persons_are_left_out_unless_asked_for(place: Workplace) -> None:
    for kind in write.FORMATS:
        content = b"".join(write.files(made(place), kind, "fi").values())
        if kind != "xlsx":
            assert b"Salainen" not in content
            assert "Testi Henkilö".encode() not in content
    named = write.files(made(place, with_names=True), "csv", "fi")["csv"].decode("utf-8-sig")
    assert "Maija Salainen" in named
    assert "Tmi Testi Henkilö" in named


def test_a_stage_is_that_of_the_end_of_the_period(place: Workplace) -> None:
    report = made(place, until=TODAY - timedelta(days=1))
    first = next(row for row in report.cases if row.business_id == FIRST)
    assert first.stage is Stage.SELECTED
    assert first.last_contact is None


def test_the_funnel_counts_what_the_period_brought(place: Workplace) -> None:
    whole = {row.need: row for row in made(place).funnel}
    lately = {row.need: row for row in made(place, since=TODAY).funnel}
    assert (whole["Puurakentaminen"].selected, whole["Puurakentaminen"].contacted) == (1, 1)
    assert (lately["Puurakentaminen"].selected, lately["Puurakentaminen"].contacted) == (0, 1)


def test_a_period_that_ends_before_it_starts_is_refused(place: Workplace) -> None:
    with pytest.raises(BadInput, match="ends before it starts"):
        made(place, since=TODAY, until=TODAY - timedelta(days=3))


def test_an_example_that_nobody_adopted_is_in_no_report(place: Workplace) -> None:
    with place.write() as uow:
        uow.session.execute(update(metadata.tables["need"]).values(example=True))
    report = made(place)
    assert (report.cases, report.funnel, report.coverage) == ((), (), ())


@pytest.mark.parametrize("kind", write.FORMATS)
def test_the_same_data_gives_the_same_bytes(place: Workplace, kind: str) -> None:
    assert write.files(made(place), kind, "fi") == write.files(made(place), kind, "fi")


def test_cells_that_look_like_formulas_are_text(place: Workplace) -> None:
    files = write.files(made(place), "csv", "fi")
    assert any(row[1].startswith("'=HYPERLINK") for row in rows(files["csv"]))
    book = openpyxl.load_workbook(io.BytesIO(write.files(made(place), "xlsx", "fi")["xlsx"]))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(isinstance(cell.value, datetime) for cell in cells)


def test_a_name_cannot_break_the_markdown_table(place: Workplace) -> None:
    page = write.files(made(place), "md", "fi")["md"].decode()
    line = next(line for line in page.splitlines() if "HYPERLINK" in line)
    assert line.replace("\\|", "").count("|") == 1 + len(tables.tables(made(place), "fi")[0].headings)


def test_every_file_names_its_sources_and_practice_data(place: Workplace) -> None:
    practice = replace(place, practice=True)
    with practice.read() as uow:
        report = status(uow, practice, language="en")
    page = write.files(report, "md", "en")["md"].decode()
    plain = json.loads(write.files(report, "json", "en")["json"])
    assert "PRACTICE DATA" in page
    assert "CC BY 4.0" in page
    assert plain["practice"] is True
    assert any("PRH" in source for source in plain["sources"])


def test_headings_are_in_the_language_asked_for(place: Workplace) -> None:
    set_language("fi")
    heads = rows(write.files(made(place), "csv", "fi")["csv"])[0]
    assert "Y-tunnus" in heads
    assert "Vastuuhenkilö" in heads


def test_saving_writes_three_files_for_csv_and_one_otherwise(place: Workplace, outreach_home: Home) -> None:
    target = outreach_home.data / "tilanne.csv"
    names = [path.name for path in write.save(made(place), "csv", "fi", target)]
    assert names == ["tilanne.csv", "tilanne-coverage.csv", "tilanne-funnel.csv"]
    assert [p.name for p in write.save(made(place), "xlsx", "fi", target)] == ["tilanne.xlsx"]
    with pytest.raises(BadInput, match="cannot be written"):
        write.save(made(place), "md", "fi", outreach_home.data / "missing" / "x.md")
