"""Needs of the towns: entered, changed, adopted, put away, and read from files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.engine import Database, open_database
from outreach.errors import BadInput, Conflict, NotFound
from outreach.rules.needs import check_need
from outreach.services import needs
from outreach.services.codebook import code_book
from outreach.services.undo import last_undoable, undo_last
from outreach.terms.candidate import ActorType, IndustrySet
from outreach.terms.needs import Age, Need, NeedInput, NeedSpec, Place, Size
from tests.services.need_samples import NEED, NOW, SQLITE, add_need, fill

TOWNS = {"140", "740", "678", "287", "111", "232", "249", "305", "832", "684"}


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    fill(opened, ())
    yield opened
    opened.close()


def all_needs(database: Database, *, archived: bool = False) -> tuple[Need, ...]:
    with database.read() as uow:
        return needs.needs(uow, include_archived=archived)


def test_a_need_is_added_with_what_was_given(database: Database) -> None:
    need_id = add_need(database, replace(NEED, owner="Maija Kokeilija", deadline=date(2026, 12, 31)))
    with database.read() as uow:
        found = needs.need(uow, need_id)
    assert (found.title("en"), found.title("sv"), found.owner) == (
        "Timber automation",
        "Puurakentamisen automaatio",
        "Maija Kokeilija",
    )
    assert (found.target_count, found.deadline, found.example, found.version) == (2, date(2026, 12, 31), False, 1)
    assert found.spec == NEED.spec


@SQLITE
def test_what_cannot_be_used_is_refused_and_nothing_is_saved(database: Database) -> None:
    with pytest.raises(BadInput, match="Industry code 9999 is not in TOL 2025"):
        add_need(database, industry_codes=("9999",))
    with pytest.raises(BadInput, match="The town is not in the program"):
        add_need(database, replace(NEED, town_code="091"))
    assert all_needs(database) == ()


@SQLITE
def test_an_unknown_owner_is_answered_with_the_nearest_name(database: Database) -> None:
    with pytest.raises(NotFound, match="Did you mean: Maija Kokeilija"):
        add_need(database, replace(NEED, owner="Maija Kokelija"))


@SQLITE
def test_editing_checks_the_version_that_was_seen(database: Database) -> None:
    need_id = add_need(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        assert str(needs.edit(uow, need_id, 1, target_count=5)) == "Saved"
    with pytest.raises(Conflict), database.write(now=NOW, adviser_id=1) as uow:
        needs.edit(uow, need_id, 1, target_count=6)
    assert [(need.target_count, need.version) for need in all_needs(database)] == [(5, 2)]


@SQLITE
def test_an_edit_that_changes_nothing_leaves_nothing_to_take_back(database: Database) -> None:
    need_id = add_need(database)
    with database.read() as uow:
        before = last_undoable(uow, 1)
    with database.write(now=NOW, adviser_id=1) as uow:
        assert str(needs.edit(uow, need_id, target_count=2)) == "Nothing changed"
    with database.read() as uow:
        assert last_undoable(uow, 1) == before


@SQLITE
def test_town_and_example_mark_are_not_edited(database: Database) -> None:
    need_id = add_need(database)
    with pytest.raises(BadInput, match="cannot be changed"), database.write(now=NOW, adviser_id=1) as uow:
        needs.edit(uow, need_id, town_code="684")


@SQLITE
def test_adopting_an_example_makes_it_the_towns_own_and_can_be_taken_back(database: Database) -> None:
    need_id = add_need(database, replace(NEED, example=True))
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.adopt(uow, need_id)
    assert [need.example for need in all_needs(database)] == [False]
    with database.write(now=NOW, adviser_id=1) as uow:
        undo_last(uow)
    assert [need.example for need in all_needs(database)] == [True]


@SQLITE
def test_an_archived_need_is_out_of_the_list_until_taken_back_into_use(database: Database) -> None:
    need_id = add_need(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.archive(uow, need_id)
    assert all_needs(database) == ()
    assert [need.archived for need in all_needs(database, archived=True)] == [True]
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.archive(uow, need_id, archived=False)
    assert len(all_needs(database)) == 1


@SQLITE
def test_reading_the_same_needs_again_brings_them_up_to_date(database: Database) -> None:
    other = replace(NEED, title_fi="Toinen", title_en="")
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.import_needs(uow, (NEED, other))
    with database.write(now=NOW, adviser_id=1) as uow:
        said = needs.import_needs(uow, (replace(NEED, target_count=9), other))
    assert str(said) == "Competence needs: 0 added, 1 changed, 1 unchanged"
    assert [need.target_count for need in all_needs(database)] == [9, 2]


@SQLITE
def test_an_import_with_one_bad_need_saves_none(database: Database) -> None:
    bad = replace(NEED, title_fi="Huono", title_en="Bad", spec=NeedSpec())
    with pytest.raises(BadInput), database.write(now=NOW, adviser_id=1) as uow:
        needs.import_needs(uow, (NEED, bad))
    assert all_needs(database) == ()


def test_the_examples_are_right_by_the_code_books_and_every_town_has_at_least_two() -> None:
    found = needs.examples()
    assert len(found) == 25
    assert {need.town_code for need in found} == TOWNS
    assert all(sum(need.town_code == town for need in found) >= 2 for town in TOWNS)
    for need in found:
        assert need.example
        assert need.title_fi
        assert need.title_sv
        assert need.title_en
        assert need.target_count > 0
        checked = check_need(need, code_book("en"))
        assert checked.spec.industry_codes == need.spec.industry_codes
        assert checked.spec.keywords_fi == need.spec.keywords_fi


TOML = """
[[need]]
town = "Raahe"
title_fi = "Vetyturvallisuus"
industry_set = "TOL 2008"
industry_codes = ["7112", "7120"]
keywords_fi = ["vety", "vedyn"]
actor_types = ["company", "research"]
municipalities = ["Raahe"]
regions = ["17"]
employer = true
age_at_most = 20
weights = { size = 20 }
target = 3
deadline = 2026-12-31
"""


def test_a_toml_file_gives_needs(tmp_path: Path) -> None:
    path = tmp_path / "needs.toml"
    path.write_text(TOML, encoding="utf-8")
    assert needs.read_needs_file(path) == (
        NeedInput(
            town_code="678",
            title_fi="Vetyturvallisuus",
            spec=NeedSpec(
                industry_set=IndustrySet.TOL2008,
                industry_codes=("7112", "7120"),
                keywords_fi=("vety", "vedyn"),
                actor_types=(ActorType.COMPANY, ActorType.RESEARCH),
                place=Place(("678",), ("17",)),
                size=Size(),
                age=Age(at_most=20),
                weights={"size": 20},
            ),
            target_count=3,
            deadline=date(2026, 12, 31),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_csv_table_gives_the_same_with_semicolons_inside_cells(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "needs.csv"
    path.write_text(
        "Town\tTitle fi\tIndustry codes\tKeywords fi\tEmployer\tDeadline\tWeights\tTarget\n"
        "740\tHöyläys\t161; 162\tsaha; höyläämö\tkyllä\t31.12.2026\tsize=20; place=5\t3\n"
        "\t\t\t\t\t\t\t\n",
        encoding=encoding,
    )
    (need,) = needs.read_needs_file(path)
    assert (need.town_code, need.title_fi, need.target_count) == ("740", "Höyläys", 3)
    assert need.spec.industry_codes == ("161", "162")
    assert need.spec.keywords_fi == ("saha", "höyläämö")
    assert need.spec.size == Size(employer=True)
    assert need.spec.weights == {"size": 20, "place": 5}
    assert need.deadline == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("needs.toml", "need = [", "The file could not be read: needs.toml. It is not TOML"),
        ("needs.toml", "a = 1", "It has no [[need]] tables"),
        ("needs.toml", '[[need]]\ntown = "Raahe"\ncolour = "red"', "Row 1, column colour: There is no such column"),
        ("needs.toml", '[[need]]\ntitle_fi = "X"', "Row 1, column town: A need belongs to a town"),
        ("needs.csv", "town,title_fi\nRaahe,X\nNowhere,Y\n", "Row 3, column town: This cannot be used: Nowhere"),
        ("needs.csv", "town,target\nRaahe,many\n", "Row 2, column target: This cannot be used: many"),
        ("needs.csv", "town,employer\nRaahe,perhaps\n", "Row 2, column employer: This cannot be used: perhaps"),
        ("needs.csv", "town,actor_types\nRaahe,guild\n", "Row 2, column actor_types"),
        ("needs.pdf", "x", "Needs are read from .toml and .csv files"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        needs.read_needs_file(path)
    assert sentence in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="It cannot be opened"):
        needs.read_needs_file(tmp_path / "none.toml")


@SQLITE
def test_an_unknown_need_is_said_to_be_unknown(database: Database) -> None:
    with database.read() as uow, pytest.raises(NotFound):
        needs.need(uow, 99)
