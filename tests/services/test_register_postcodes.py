"""Postal codes of municipalities, shipped and learnt."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.engine import Database, open_database
from outreach.services.register.apply import apply_register
from outreach.services.register.postcodes import learn_postcodes, postcodes_of
from tests.services.register_samples import BULK, IDS, NOW, address, company


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def load(database: Database, *places: tuple[str, str]) -> None:
    made = [
        company(number, f"Esimerkki {number} Oy", addresses=(address(code, "KYLÄ", "BYN", town),))
        for number, (code, town) in zip(IDS, places, strict=False)
    ]
    apply_register(database, made, run=BULK, now=NOW, adviser_id=None)


def codes(database: Database, town: str) -> tuple[str, ...]:
    with database.read() as uow:
        return postcodes_of(uow, town)


def test_a_participating_town_has_its_codes_before_any_import(database: Database) -> None:
    assert "57100" in codes(database, "740")
    assert codes(database, "091") == ()


def test_codes_are_learnt_from_addresses_and_the_majority_decides(database: Database) -> None:
    load(database, ("58905", "740"), ("58905", "740"), ("58905", "091"), ("00999", "091"))
    assert "58905" in codes(database, "740")
    assert codes(database, "091") == ("00999",)


def test_the_registers_own_list_goes_before_the_majority(database: Database) -> None:
    load(database, ("58905", "740"), ("58905", "740"))
    assert learn_postcodes(database, now=NOW, listed=[("58905", "091", "KYLÄ", "BYN")]) == 1
    assert "58905" in codes(database, "091")


def test_learning_again_writes_nothing(database: Database) -> None:
    load(database, ("58905", "740"))
    assert learn_postcodes(database, now=NOW) == 0


def test_foreign_postcodes_are_not_learnt(database: Database) -> None:
    load(database, ("SE-114 55", "740"), ("114", "740"))
    assert not {"SE-114 55", "114"} & set(codes(database, "740"))
