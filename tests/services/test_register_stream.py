"""A part of the register that comes bit by bit: what is written at each mark, and from where a later run goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database, open_database
from db.models import ImportRun
from outreach.services.register.apply import apply_register
from outreach.services.register.stream import Checkpoint, Record
from outreach.terms.runs import RunState
from tests.doubles.register_import import state, wrong
from tests.services.office import business_ids
from tests.services.register_samples import NOW, PART, company

NUMBERS = business_ids(240)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def pages() -> Iterator[Record]:
    for page in range(2):
        yield from (company(number, "Esimerkki Oy") for number in NUMBERS[page * 120 : page * 120 + 120])
        yield Checkpoint({"pages": page + 1})


def held(database: Database) -> int:
    return len(state(database)["registry_company"])


@pytest.mark.parametrize("calls", [0, 1, 2, 4, 9])
def test_a_later_run_goes_on_after_what_was_written_and_after_nothing_else(database: Database, calls: int) -> None:
    asked: list[int] = []

    def should_stop() -> bool:
        asked.append(1)
        return len(asked) > calls

    result = apply_register(database, pages(), run=PART, now=NOW, adviser_id=None, should_stop=should_stop).result
    assert result.created == held(database)
    with database.read() as uow:
        resume = uow.find(ImportRun, result.run_id).resume
    done = int(str(resume.get("pages", 0)))
    assert done == held(database) // 120
    assert result.state is (RunState.DONE if held(database) == 240 and len(asked) <= calls else RunState.FAILED)
    assert wrong(database) == []
