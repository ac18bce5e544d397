"""A dry run tells what the import then does, record by record, and leaves nothing behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from db.engine import Database, open_database
from db.rehearsal import rehearsal
from outreach.errors import NotFound, Refused
from outreach.services import edits, privacy
from outreach.terms.candidate import Candidate, Provenance, Reject, Trace
from outreach.terms.message import say
from outreach.terms.runs import RunResult
from outreach.terms.sources import Plan, Planned
from outreach.terms.work import Stage
from tests.services.intake_samples import KEY, NOW, begin, candidate, load_register, opening, person, take
from tests.services.office import dump
from tests.services.register_samples import IDS, company

COUNTED = ("read", "created", "changed", "unchanged", "rejected", "linked", "review")

Told = tuple[list[Planned], RunResult]


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    yield opened
    opened.close()


def rehearse(
    database: Database, *lines: Candidate, rejects: tuple[Reject, ...] = ()
) -> tuple[list[Planned], RunResult]:
    told: list[Planned] = []
    with rehearsal(database) as stage:
        result = take(stage, *lines, rejects=rejects, observe=told.append)
    return told, result


def run(database: Database, *lines: Candidate, rejects: tuple[Reject, ...] = ()) -> Told:
    told: list[Planned] = []
    return told, take(database, *lines, rejects=rejects, observe=told.append)


def plans(told: Sequence[Planned]) -> list[tuple[str, Plan, bool, str]]:
    return [(row.where, row.plan, row.waits, str(row.reason or "")) for row in told]


def counts(result: RunResult) -> list[int]:
    return [getattr(result, name) for name in COUNTED]


def agree(database: Database, *lines: Candidate, rejects: tuple[Reject, ...] = ()) -> list[Planned]:
    """What both a dry run and the run after it tell; the dry run leaves the database as it was."""
    before = dump(database)
    planned, expected = rehearse(database, *lines, rejects=rejects)
    assert dump(database) == before
    done, result = run(database, *lines, rejects=rejects)
    assert plans(planned) == plans(done)
    assert counts(expected) == counts(result)
    return planned


def test_each_record_is_told_with_what_becomes_of_it(database: Database) -> None:
    load_register(
        database,
        company(IDS[0], "Puujaloste Esimerkki Oy"),
        company(IDS[1], "Esimerkki Puu Holding Oy", website="www.esimerkkipuu.example"),
    )
    lines = (
        candidate("Puujaloste Esimerkki Oy", 2, business_id=IDS[0]),
        candidate("Esimerkki Puu Oy", 3, website="www.esimerkkipuu.example"),
        candidate("Aivan Uusi Oy", 4),
        candidate("Aivan Uusi Oy", 5),
        candidate("Aivan Uusi Oy", 6, phone="015 555 0100"),
    )
    rejects = (Reject(where="row 7", field="name", reason=say("The name is missing"), value="9000000-3", row=7),)
    told = {row.where: row for row in agree(database, *lines, rejects=rejects)}
    assert [told[f"row {number}"].plan for number in range(2, 8)] == [
        Plan.CREATE,
        Plan.CREATE,
        Plan.CREATE,
        Plan.UNCHANGED,
        Plan.UPDATE,
        Plan.SKIPPED,
    ]
    assert [row.where for row in told.values() if row.waits] == ["row 3"]
    assert str(told["row 3"].reason)
    assert (str(told["row 7"].reason), told["row 7"].value, told["row 7"].candidate) == (
        "The name is missing",
        "9000000-3",
        None,
    )


def test_a_second_run_would_change_nothing(database: Database) -> None:
    lines = [candidate(f"Näyte {number} Oy", number, contact=person(f"Testi {number}")) for number in range(2, 8)]
    run(database, *lines)
    told = agree(database, *lines)
    assert {row.plan for row in told} == {Plan.UNCHANGED}


def test_a_row_whose_stage_has_no_need_is_told_as_skipped_with_its_name(database: Database) -> None:
    odd = candidate("Puupaja Malli Oy", 2, opening=opening(Stage.ACTIVE, need="Kuulento"))
    (told,) = agree(database, odd)
    assert (told.plan, told.candidate) == (Plan.SKIPPED, odd)
    assert "Kuulento" in str(told.reason)


def test_do_not_contact_entries_count_in_a_dry_run_as_they_do_in_the_run(database: Database) -> None:
    with database.write(now=NOW) as uow:
        actor_id = edits.add(uow, {"name": "Puupaja Malli Oy", "municipality_code": "740"})
        privacy.suppress(uow, key=KEY, organisation_id=actor_id - 1_000_000_000)
        privacy.suppress(uow, key=KEY, value="info@toinen.example")
    told = agree(
        database,
        candidate("Puupaja Malli Oy", 2, email="info@puupaja.example", contact=person()),
        candidate("Toinen Näyte Oy", 3, email="info@toinen.example"),
    )
    assert [row.plan for row in told] == [Plan.UPDATE, Plan.CREATE]
    assert "info@toinen.example" not in dump(database)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_list_the_run_does_what_the_dry_run_told(database: Database, seed: int) -> None:
    random = Random(seed)
    load_register(database, *(company(number, f"Rekisteri {place} Oy") for place, number in enumerate(IDS[:3])))
    names = ["Rekisteri 0 Oy", "Rekisteri 1", "Uusi Paja Oy", "Uusi Paja", "Kolmas Konepaja Oy", "Neljäs Näyte Ky"]

    def line(row: int) -> Candidate:
        values: dict[str, str] = {}
        if random.random() < 0.4:
            values["phone"] = f"015 555 010{random.randrange(3)}"
        if random.random() < 0.3:
            values["business_id"] = random.choice(IDS[:3])
        if random.random() < 0.3:
            values["website"] = f"www.paja{random.randrange(2)}.example"
        return candidate(random.choice(names), row, **values)

    first = [line(row) for row in range(2, 12)]
    agree(database, *first)
    second = [random.choice([one, replace(one, description="Uutta"), line(20 + row)]) for row, one in enumerate(first)]
    agree(database, *second)
    assert {row.plan for row in agree(database, *second)} == {Plan.UNCHANGED}


def test_a_dry_run_that_breaks_off_leaves_nothing(database: Database) -> None:
    before = dump(database), len(copies())

    def stop(_: Planned) -> None:
        raise NotFound(say("The name is missing"))

    with pytest.raises(NotFound), rehearsal(database) as stage:
        take(stage, candidate("Aivan Uusi Oy"), observe=stop)
    assert (dump(database), len(copies())) == before


def test_others_write_while_a_dry_run_goes_on(database: Database) -> None:
    with rehearsal(database) as stage:
        take(stage, candidate("Aivan Uusi Oy"))
        with database.write(now=NOW) as uow:
            edits.add(uow, {"name": "Samaan Aikaan Oy", "municipality_code": "740"})
    assert "Samaan Aikaan Oy" in dump(database)
    assert "Aivan Uusi Oy" not in dump(database)


def test_an_error_inside_a_dry_run_takes_only_its_own_unit_back(database: Database) -> None:
    with rehearsal(database) as stage:
        take(stage, candidate("Aivan Uusi Oy"))
        with suppress(Refused), stage.write(now=NOW) as uow:
            edits.add(uow, {"name": "Ei Jää Oy", "municipality_code": "740"})
            raise Refused(say("The name is missing"))
        text = dump(stage)
    assert "Aivan Uusi Oy" in text
    assert "Ei Jää Oy" not in text


def test_the_same_record_found_in_another_way_is_unchanged(database: Database) -> None:
    def found(how: str, confidence: float, *traces: Trace) -> Candidate:
        one = candidate("Puupaja Malli Oy", email="info@puupaja.example")
        provenance: Provenance = replace(one.provenance, how=how, confidence=confidence)
        return replace(one, provenance=provenance, traces=traces)

    run(database, found("table", 0.8, Trace("email", "mailto", 0.9)))
    (told,) = agree(database, found("repeated", 0.6, Trace("email", "text", 0.5)))
    assert told.plan is Plan.UNCHANGED


def copies() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("outreach-rehearsal-*")) if os.name == "posix" else []
