"""Bringing the register mirror up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from sqlalchemy import text
from sqlmodel import select

from db.engine import Database, open_database
from db.models import ImportRun, RegistryCompany
from db.schema import prepare
from outreach.errors import BadInput, Refused
from outreach.rules.identity import actor_of_business_id
from outreach.services import runs
from outreach.services.register.apply import apply_register
from outreach.services.runs import RunStart
from outreach.terms.candidate import (
    AddressKind,
    NameKind,
    RegisterCompany,
    RegisterName,
    RegisterSituation,
    Reject,
    SituationKind,
)
from outreach.terms.message import say
from outreach.terms.runs import Progress, RunResult, RunState
from tests.services.register_samples import (
    BULK,
    IDS,
    NEXT_NIGHT,
    NOW,
    PART,
    address,
    changes_of,
    company,
    mirror,
)

FIVE = tuple(company(number, f"Esimerkki {place} Oy") for place, number in enumerate(IDS[:5], 1))


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def apply(
    database: Database, records: Iterable[RegisterCompany | Reject], run: RunStart = BULK, at: object = NOW
) -> RunResult:
    return apply_register(database, records, run=run, now=at, adviser_id=None).result  # type: ignore[typeddict-item]


def stored(database: Database, number: str) -> RegistryCompany:
    with database.read() as uow:
        return uow.find(RegistryCompany, actor_of_business_id(number)).model_copy()


def found_by(database: Database, word: str) -> list[str]:
    """Business IDs of companies that the search index of names gives for a word."""
    if database.dialect == "sqlite":
        where = "n.id IN (SELECT rowid FROM registry_name_search WHERE registry_name_search MATCH :word)"
    else:
        where = "to_tsvector('simple', n.name_fold) @@ to_tsquery('simple', :word)"
    with database.read() as uow:
        rows = uow.session.execute(
            text(
                "SELECT DISTINCT c.business_id FROM registry_name n JOIN registry_company c ON c.id = n.company_id"
                f" WHERE {where} ORDER BY c.business_id"
            ),
            {"word": word},
        )
        return list(rows.scalars())


def test_first_import_creates_every_company_and_tells_of_none_as_founded(database: Database) -> None:
    result = apply(database, FIVE)
    assert (result.state, result.read, result.created, result.rejected) == (RunState.DONE, 5, 5, 0)
    assert changes_of(database) == []
    assert stored(database, IDS[0]).name == "Esimerkki 1 Oy"


def test_the_same_records_again_change_nothing_and_the_run_says_so(database: Database) -> None:
    apply(database, FIVE)
    before = mirror(database)
    result = apply(database, FIVE, at=NEXT_NIGHT)
    assert (result.unchanged, result.created, result.changed, result.vanished) == (5, 0, 0, 0)
    assert mirror(database) == before
    assert [str(note) for note in result.notes] == ["Nothing changed"]


def test_a_changed_company_replaces_its_rows_and_is_found_by_its_new_name_only(database: Database) -> None:
    apply(database, FIVE)
    renamed = company(
        IDS[0],
        "Uusinimi Oy",
        names=(
            RegisterName("Uusinimi Oy", NameKind.COMPANY, 1, date(2026, 3, 9)),
            RegisterName("Kirsikka Oy", NameKind.COMPANY, 2, date(2016, 5, 2), date(2026, 3, 9)),
        ),
        forms=(),
    )
    result = apply(database, [renamed, *FIVE[1:]], at=NEXT_NIGHT)
    assert (result.changed, result.unchanged) == (1, 4)
    assert changes_of(database) == [(IDS[0], "name", "Esimerkki 1 Oy", "Uusinimi Oy")]
    assert found_by(database, "uusinimi") == [IDS[0]]
    assert found_by(database, "kirsikka") == [IDS[0]]
    assert IDS[0] not in found_by(database, "esimerkki")


def test_search_index_of_sqlite_agrees_with_the_names_after_changes(database: Database) -> None:
    apply(database, FIVE)
    apply(database, [company(IDS[1], "Toinen Oy"), *FIVE[2:]], at=NEXT_NIGHT)
    if database.dialect == "sqlite":
        with database.write(now=NOW) as uow:
            uow.session.execute(
                text("INSERT INTO registry_name_search(registry_name_search) VALUES('integrity-check')")
            )
    assert found_by(database, "toinen") == [IDS[1]]
    assert found_by(database, "esimerkki") == sorted([IDS[0], *IDS[2:5]])


def test_a_company_missing_from_a_complete_file_has_vanished_and_not_ceased(database: Database) -> None:
    apply(database, FIVE)
    result = apply(database, FIVE[1:], at=NEXT_NIGHT)
    assert result.vanished == 1
    gone = stored(database, IDS[0])
    assert (gone.vanished_on, gone.ended, gone.active) == (date(2026, 3, 11), None, True)
    assert changes_of(database) == [(IDS[0], "vanished", "", "")]


def test_a_company_missing_from_a_part_of_the_register_has_not_vanished(database: Database) -> None:
    apply(database, FIVE)
    assert apply(database, FIVE[1:], run=PART, at=NEXT_NIGHT).vanished == 0
    assert stored(database, IDS[0]).vanished_on is None


def test_a_company_whose_record_cannot_be_read_has_not_vanished(database: Database) -> None:
    apply(database, FIVE)
    broken = Reject(where="record 1", field="names", reason=say("no name"), business_id=IDS[0])
    result = apply(database, [broken, *FIVE[1:]], at=NEXT_NIGHT)
    assert (result.rejected, result.vanished, result.read) == (1, 0, 5)
    assert result.rejects[0].where == "record 1"


def test_a_vanished_company_stays_vanished_once_and_returns_once(database: Database) -> None:
    apply(database, FIVE)
    apply(database, FIVE[1:], at=NEXT_NIGHT)
    assert apply(database, FIVE[1:], at=NEXT_NIGHT).vanished == 0
    result = apply(database, FIVE, at=NEXT_NIGHT)
    assert (result.changed, result.unchanged) == (1, 4)
    assert stored(database, IDS[0]).vanished_on is None
    assert [kind for _, kind, _, _ in changes_of(database)] == ["vanished", "returned"]


def test_a_company_that_comes_twice_counts_as_rejected_the_second_time(database: Database) -> None:
    result = apply(database, [*FIVE, company(IDS[0], "Toinen tieto Oy")])
    assert (result.read, result.created, result.rejected) == (6, 5, 1)
    assert "appears twice" in str(result.rejects[0].reason)
    assert stored(database, IDS[0]).name == "Esimerkki 1 Oy"


def test_a_new_company_in_the_next_complete_file_is_told_as_founded(database: Database) -> None:
    apply(database, FIVE)
    apply(database, [*FIVE, company(IDS[5], "Vasta Alkanut Oy", registered=date(2026, 3, 10))], at=NEXT_NIGHT)
    assert changes_of(database) == [(IDS[5], "founded", "", "2026-03-10")]


def test_an_old_company_that_a_part_of_the_register_brings_in_is_not_founded(database: Database) -> None:
    apply(database, FIVE[:2], run=PART)
    new = company(IDS[3], "Uusi Oy", registered=date(2026, 3, 1))
    apply(database, [*FIVE[:2], company(IDS[2], "Muuttaja Oy"), new], run=PART, at=NEXT_NIGHT)
    assert changes_of(database) == [(IDS[3], "founded", "", "2026-03-01")]


def test_a_broken_off_import_run_again_ends_like_an_uninterrupted_one(database: Database, tmp_path: object) -> None:
    many = many_companies(700)

    def breaking() -> Iterator[RegisterCompany]:
        yield from many[:550]
        raise BadInput(say("The file breaks off."))

    with pytest.raises(BadInput):
        apply(database, breaking(), run=PART)
    half = mirror(database)["registry_company"]
    assert 0 < len(half) <= 550
    with database.read() as uow:
        first = runs.runs(uow).rows[0]
        assert first.state is RunState.FAILED
        assert str(runs.run(uow, first.run_id).notes[-1]) == "The file breaks off."
        assert first.created == len(half)
    result = apply(database, many)
    assert (result.unchanged, result.created, result.read) == (len(half), 700 - len(half), 700)
    straight = open_database(f"sqlite:///{tmp_path}/straight.sqlite3")
    prepare(straight)
    apply(straight, many)
    assert mirror(database) == mirror(straight)
    straight.close()


def test_an_import_stopped_by_the_user_keeps_what_it_wrote_and_says_so(database: Database) -> None:
    calls: list[Progress] = []
    result = apply_register(
        database,
        many_companies(300),
        run=BULK,
        now=NOW,
        adviser_id=None,
        progress=calls.append,
        should_stop=lambda: bool(calls),
    ).result
    assert result.state is RunState.FAILED
    assert 0 < result.created < 300
    assert [str(note) for note in result.notes] == ["Stopped by the user: run it again to go on."]
    assert calls[0].done >= result.created


def test_no_transaction_takes_more_companies_than_the_bound(database: Database) -> None:
    done: list[int] = []
    apply_register(
        database,
        many_companies(1200),
        run=BULK,
        now=NOW,
        adviser_id=None,
        progress=lambda p: done.append(p.done),
    )
    steps = [after - before for before, after in zip([0, *done], done, strict=False)]
    assert max(steps) <= 500
    assert done[-1] == 1200


def test_place_of_a_company_is_the_visiting_address_else_the_postal_one(database: Database) -> None:
    postal = address("00100", "HELSINKI", "HELSINGFORS", "091", street="PL 5")
    visiting = address("57100", "SAVONLINNA", "NYSLOTT", "740", kind=AddressKind.VISITING)
    apply(
        database,
        [company(IDS[0], "Yksi Oy", addresses=(postal, visiting)), company(IDS[1], "Kaksi Oy", addresses=(postal,))],
    )
    both, post_only = stored(database, IDS[0]), stored(database, IDS[1])
    assert (both.municipality_code, both.postcode, both.street) == ("740", "57100", "Olavinkatu 1")
    assert (post_only.municipality_code, post_only.city_sv) == ("091", "HELSINGFORS")


@pytest.mark.parametrize(
    ("values", "active"),
    [
        ({}, True),
        ({"trade_register_status": "4"}, False),
        ({"ended": date(2025, 1, 1)}, False),
        ({"situations": (RegisterSituation(SituationKind.BANKRUPTCY, date(2026, 1, 1)),)}, False),
        ({"situations": (RegisterSituation(SituationKind.LIQUIDATION, date(2026, 1, 1)),)}, False),
        ({"situations": (RegisterSituation(SituationKind.RESTRUCTURING, date(2026, 1, 1)),)}, True),
        ({"situations": (RegisterSituation(SituationKind.BANKRUPTCY, date(2020, 1, 1), date(2021, 1, 1)),)}, True),
    ],
)
def test_active_means_registered_not_ended_and_not_closing_down(
    database: Database, values: dict[str, object], active: bool
) -> None:
    apply(database, [company(IDS[0], "Esimerkki Oy", **values)])
    assert stored(database, IDS[0]).active is active


def test_hostile_names_are_stored_as_they_are(database: Database) -> None:
    name = "'); DROP TABLE registry_company; -- [/] %s ?"
    apply(database, [company(IDS[0], name, names=(RegisterName(name, NameKind.COMPANY, 1),))])
    assert stored(database, IDS[0]).name == name
    assert found_by(database, "drop") == [IDS[0]]


def test_guard_refuses_an_empty_a_shrunken_and_a_broken_file(database: Database) -> None:
    apply(database, many_companies(100))
    with database.read() as uow:
        runs.guard(uow, records=95, rejects=0)
        with pytest.raises(Refused, match="--force"):
            runs.guard(uow, records=94, rejects=0)
        with pytest.raises(Refused, match="cannot be read"):
            runs.guard(uow, records=100, rejects=6)
        runs.guard(uow, records=10, rejects=6, force=True)
        with pytest.raises(Refused, match="holds no company"):
            runs.guard(uow, records=0, rejects=0, force=True)


def test_only_the_first_thousand_rejects_are_kept_and_all_are_counted(database: Database) -> None:
    broken = [Reject(where=f"record {n}", field="", reason=say("no name")) for n in range(1100)]
    result = apply(database, [*FIVE, *broken])
    assert (result.rejected, len(result.rejects)) == (1100, 1000)


def test_a_run_is_stored_before_its_first_record_is_read(database: Database) -> None:
    seen: list[str] = []

    def watching() -> Iterator[RegisterCompany]:
        with database.read() as uow:
            seen.extend(run.state for run in uow.session.exec(select(ImportRun)).all())
        yield from FIVE

    apply(database, watching())
    assert seen == [RunState.RUNNING]


def many_companies(count: int) -> list[RegisterCompany]:
    from stdnum.fi import ytunnus

    made: list[RegisterCompany] = []
    number = 2_000_000
    while len(made) < count:
        number += 1
        found = [f"{number}-{digit}" for digit in range(10) if ytunnus.is_valid(f"{number}-{digit}")]
        if found:
            made.append(company(found[0], f"Tehdas {number} Oy"))
    return made
