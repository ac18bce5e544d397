"""Taking back what a run of the register has done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from benchmarks.register.evolve import Shares
from benchmarks.register.generate import write_nights
from db.engine import Database, open_database
from db.models import ImportRun, NeedScore, Organisation
from outreach.errors import NotFound, OutreachError, Refused
from outreach.jobs import imports, takeback
from outreach.services import needs, organisations, runs, setup
from outreach.services.register import undo
from outreach.services.register.apply import apply_register
from outreach.services.runs import RunStart
from outreach.services.session import Workplace
from outreach.terms.candidate import NameKind, RegisterCompany, RegisterName, RegisterSituation, Reject, SituationKind
from outreach.terms.message import say
from outreach.terms.needs import NeedInput, NeedSpec
from outreach.terms.runs import ImportKind, Progress, RunResult, RunState
from tests.conftest import Home
from tests.doubles.register_import import State, night_of, state, stored, told, workplace, wrong
from tests.doubles.ytj_records import Record, made_up, made_up_id
from tests.services.office import business_ids
from tests.services.register_samples import BULK, NOW, address, company

MANY = 60
RUNS = ["registry_company.changed_run_id", "registry_change.run_id", "registry_change.seen_at"]
WORDS = ["registry_hash.raw_hash"]  # another text that says the same is no change, and stays
SHARES = Shares(changed=0.2, founded=0.03, gone=0.03)


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home) -> Iterator[Workplace]:
    made = workplace(ready_database_url)
    yield made
    made.database.close()


def night(place: Workplace, folder: Path, records: Sequence[Record]) -> RunResult:
    result = imports.import_bulk(place, night_of(folder, records))
    assert result.state is RunState.DONE
    return result


def usual(number: int = MANY, renamed: Sequence[int] = (), word: str = "Uusinimi") -> list[Record]:
    return [made_up(n, f"{word} {n} Oy" if n in renamed else "") for n in range(number)]


def found_by(database: Database, word: str) -> int:
    """Names that the search index gives for a word."""
    if database.dialect == "sqlite":
        query = "SELECT count(*) FROM registry_name_search WHERE registry_name_search MATCH :word"
    else:
        query = (
            "SELECT count(*) FROM registry_name WHERE to_tsvector('simple', name_fold) @@ to_tsquery('simple', :word)"
        )
    with database.read() as uow:
        return int(uow.session.execute(text(query), {"word": word}).scalar_one())


def test_a_night_that_is_taken_back_leaves_the_mirror_before_it_and_comes_in_again(
    place: Workplace, tmp_path: Path
) -> None:
    nights = write_nights(tmp_path, 200, seed=5, nights=3, shares=SHARES)
    for one in nights[:2]:
        imports.import_bulk(place, one.path)
    before = state(place.database, WORDS)
    first = imports.import_bulk(place, nights[2].path)
    after, seen = state(place.database, RUNS), told(place, first.run_id)
    assert (first.created, first.vanished) > (0, 0)
    assert takeback.undo_run(place, first.run_id).kept == ()
    assert state(place.database, WORDS) == before
    assert wrong(place.database) == []
    again = imports.import_bulk(place, nights[2].path)
    assert (again.created, again.changed, again.vanished) == (first.created, first.changed, first.vanished)
    assert told(place, again.run_id) == seen
    assert state(place.database, RUNS) == after


def test_the_search_index_finds_what_it_found_before(place: Workplace, tmp_path: Path) -> None:
    night(place, tmp_path, usual())
    result = night(place, tmp_path, [*usual(renamed=[1, 2]), made_up(100, "Uusinimi 100 Oy")])
    assert (found_by(place.database, "uusinimi"), found_by(place.database, "malliyritys")) == (3, MANY - 2)
    takeback.undo_run(place, result.run_id)
    assert (found_by(place.database, "uusinimi"), found_by(place.database, "malliyritys")) == (0, MANY)


def test_the_first_import_that_is_taken_back_leaves_an_empty_mirror_and_no_scores(
    place: Workplace, tmp_path: Path
) -> None:
    with place.write() as uow:
        setup.ensure_towns(uow)
        needs.add(uow, NeedInput(town_code="740", title_fi="Ohjelmistot", spec=NeedSpec(industry_codes=("62",))))
    empty = state(place.database)
    result = night(place, tmp_path, usual())
    with place.read() as uow:
        assert uow.session.execute(select(func.count()).select_from(NeedScore)).scalar_one() > 0
    takeback.undo_run(place, result.run_id)
    assert state(place.database) == empty
    assert found_by(place.database, "malliyritys") == 0
    with place.read() as uow:
        assert uow.session.execute(select(func.count()).select_from(NeedScore)).scalar_one() == 0
    again = night(place, tmp_path, usual())
    assert (again.created, told(place, again.run_id)) == (MANY, set())  # the first one again: none is told as founded


def test_companies_that_a_later_run_has_changed_stay_and_are_named(place: Workplace, tmp_path: Path) -> None:
    night(place, tmp_path, usual())
    second = night(place, tmp_path, [*usual(renamed=[1, 2]), made_up(70), made_up(71)])
    third = night(place, tmp_path, [*usual(renamed=[1, 2, 3]), made_up(70, "Kolmas 70 Oy"), made_up(71)])
    fourth = night(place, tmp_path, [*usual(renamed=[2, 3]), made_up(70, "Kolmas 70 Oy"), made_up(71)])
    (note,) = takeback.undo_run(place, second.run_id).kept
    assert str(note) == f"2 companies stay, since a later import has changed them: {made_up_id(1)}, {made_up_id(70)}"
    names = {n: stored(place, made_up_id(n)).name for n in (1, 2, 3, 70)}
    assert names == {1: "Malliyritys 1 Oy", 2: "Malliyritys 2 Oy", 3: "Uusinimi 3 Oy", 70: "Kolmas 70 Oy"}
    with pytest.raises(NotFound):
        stored(place, made_up_id(71))
    assert wrong(place.database) == []
    assert takeback.undo_run(place, fourth.run_id).kept == ()
    assert takeback.undo_run(place, third.run_id).kept == ()
    names = {n: stored(place, made_up_id(n)).name for n in (1, 3, 70)}
    assert names == {1: "Uusinimi 1 Oy", 3: "Malliyritys 3 Oy", 70: "Malliyritys 70 Oy"}  # as the second run left them


def test_companies_that_are_ours_now_stay_and_are_named(place: Workplace, tmp_path: Path) -> None:
    night(place, tmp_path, usual())
    result = night(place, tmp_path, [*usual(renamed=[1]), made_up(70), made_up(71)])
    with place.write() as uow:
        uow.entry("organisation", say("Added"))
        for number in (1, 70):
            organisations.ensure_organisation(uow, int(made_up_id(number).replace("-", "")))
    (note,) = takeback.undo_run(place, result.run_id).kept
    assert str(note) == f"1 company stays, since somebody works with it: {made_up_id(70)}"
    assert stored(place, made_up_id(70)).changed_run_id == result.run_id
    assert stored(place, made_up_id(1)).name == "Malliyritys 1 Oy"
    with place.read() as uow:
        assert uow.session.execute(select(func.count()).select_from(Organisation)).scalar_one() == 2
    again = night(place, tmp_path, [*usual(renamed=[1]), made_up(70), made_up(71)])
    assert (again.created, again.changed, again.unchanged) == (1, 1, MANY)


def test_marks_of_absence_are_taken_back(place: Workplace, tmp_path: Path) -> None:
    night(place, tmp_path, usual())
    gone = night(place, tmp_path, usual(MANY - 2))
    between = state(place.database)
    back = night(place, tmp_path, [*usual(MANY - 1), made_up(MANY - 1, "Palannut Oy")])
    day = stored(place, made_up_id(0)).vanished_on
    assert (back.changed, day) == (2, None)
    takeback.undo_run(place, back.run_id)
    assert state(place.database) == between
    assert stored(place, made_up_id(MANY - 1)).vanished_on is not None
    takeback.undo_run(place, gone.run_id)
    assert stored(place, made_up_id(MANY - 1)).vanished_on is None
    assert told(place, gone.run_id) == told(place, back.run_id) == set()


def start(place: Workplace, kind: ImportKind = ImportKind.YTJ_BULK) -> int:
    return runs.start(place.database, RunStart(kind=kind, source="x.zip"), now=place.now, adviser_id=None)


def end(place: Workplace, run_id: int, run_state: RunState = RunState.DONE, changed: int = 1) -> int:
    tally = runs.Tally(changed=changed)
    runs.finish(place.database, run_id, run_state, tally, now=place.now, adviser_id=None)
    return run_id


def refusal(place: Workplace, run_id: int) -> str:
    with pytest.raises(OutreachError) as refused:
        undo.undo_run(place.database, run_id, now=place.now, adviser_id=None)
    assert isinstance(refused.value, Refused | NotFound)
    return str(refused.value)


def test_what_cannot_be_taken_back_is_refused_in_a_sentence(place: Workplace, tmp_path: Path) -> None:
    result = night(place, tmp_path, usual())
    takeback.undo_run(place, result.run_id)
    with pytest.raises(Refused, match=r"already taken back: Import 1: night\.zip"):
        takeback.undo_run(place, result.run_id)
    running = start(place)
    assert refusal(place, running) == f"This import is still running: Import {running}: x.zip"
    end(place, running)
    a_list = end(place, start(place, ImportKind.FILE))
    assert refusal(place, a_list) == f"Import {a_list} is not one of the register."
    with pytest.raises(NotFound, match="changed nothing"):
        takeback.undo_run(place, a_list)
    assert "999" in refusal(place, 999)
    refused = runs.refuse(
        place.database, RunStart(kind=ImportKind.YTJ_BULK, source="x.zip"), say("No"), now=place.now, adviser_id=None
    )
    assert "changed nothing" in refusal(place, refused)


@pytest.mark.parametrize("ready_database_url", ["sqlite"], indirect=True)
def test_only_the_newest_runs_that_changed_something_can_be_taken_back(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("undo", "apply"):
        monkeypatch.setattr(f"outreach.services.register.{module}.RUNS_KEPT", 3)
    night(place, tmp_path, usual())
    made = []
    for turn in range(4):
        made.append(night(place, tmp_path, usual(renamed=[turn])))
        night(place, tmp_path, usual(renamed=[turn]))  # changes nothing and does not count
    assert "too long ago" in refusal(place, made[0].run_id)
    for result in reversed(made[1:]):
        takeback.undo_run(place, result.run_id)
    assert stored(place, made_up_id(0)).name == "Uusinimi 0 Oy"
    assert [stored(place, made_up_id(n)).name for n in (1, 2, 3)] == [f"Malliyritys {n} Oy" for n in (1, 2, 3)]


def test_what_is_stopped_in_the_middle_is_gone_on_with(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "AT_ONCE", 5)
    night(place, tmp_path, usual())
    before = state(place.database)
    records = [*usual(MANY - 3, renamed=range(20)), *(made_up(n) for n in range(70, 85))]
    result = night(place, tmp_path, records)
    steps: list[Progress] = []

    def stop(step: Progress) -> None:
        steps.append(step)
        if len(steps) % 3 == 2:
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            takeback.undo_run(place, result.run_id, progress=stop)
        assert wrong(place.database) == []
        with place.read() as uow:
            assert uow.find(ImportRun, result.run_id).state == RunState.DONE
    assert state(place.database) != before
    takeback.undo_run(place, result.run_id)
    assert state(place.database) == before
    with place.read() as uow:
        assert uow.find(ImportRun, result.run_id).state == RunState.UNDONE


def test_the_same_file_goes_on_from_what_is_taken_back_to_its_middle(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "AT_ONCE", 5)
    night(place, tmp_path, usual())
    records = [*usual(MANY - 3, renamed=range(20)), *(made_up(n) for n in range(70, 85))]
    result = night(place, tmp_path, records)
    after = state(place.database, RUNS)

    def stop(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        takeback.undo_run(place, result.run_id, progress=stop)
    again = night(place, tmp_path, records)
    assert (again.changed, again.created, again.vanished) == (5, 0, 0)
    assert state(place.database, RUNS) == after


def test_a_run_that_was_stopped_is_taken_back_as_far_as_it_came(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.services.register.merge.MOST_AT_ONCE", 20)
    night(place, tmp_path, usual())
    before, asked = state(place.database), []

    def soon() -> bool:
        asked.append(1)
        return len(asked) > 3

    path = night_of(tmp_path, usual(renamed=range(MANY)))
    result = imports.import_bulk(place, path, should_stop=soon)
    assert result.state is RunState.FAILED
    assert 0 < result.changed < MANY
    takeback.undo_run(place, result.run_id)
    assert state(place.database) == before


# Any two nights -----------------------------------------------------------------------------------------------------

NUMBERS = business_ids(7)
DAY = date(2020, 1, 1)


def variant(number: str, name: str, place_code: str, situation: bool, extra: bool) -> RegisterCompany:
    names = [RegisterName(name, NameKind.COMPANY, 1, DAY)]
    names += [RegisterName("Lisä Oy", NameKind.AUXILIARY, 1, None)] if extra else []
    return company(
        number,
        name,
        names=tuple(names),
        addresses=(address("57100", "SAVONLINNA", "NYSLOTT", place_code),) if place_code else (),
        situations=(RegisterSituation(SituationKind.BANKRUPTCY, DAY),) if situation else (),
        forms=() if extra else company(number, name).forms,
        website="www.example.fi" if extra else "",
    )


company_or_reject = st.builds(
    variant,
    st.sampled_from(NUMBERS),
    st.sampled_from(["Yksi Oy", "Kaksi Oy"]),
    st.sampled_from(["740", "678", ""]),
    st.booleans(),
    st.booleans(),
) | st.sampled_from(NUMBERS).map(
    lambda number: Reject(where="record 1", field="names", reason=say("no"), business_id=number)
)
a_night = st.tuples(st.lists(company_or_reject, max_size=9), st.booleans())


@pytest.fixture
def template(request: pytest.FixtureRequest) -> Path:
    """An empty database that is ready to be copied."""
    made: Path = request.getfixturevalue("_migrated_sqlite")
    return made


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=st.lists(a_night, min_size=2, max_size=3))
def test_any_nights_that_are_taken_back_leave_each_state_before_them(
    template: Path, tmp_path: Path, nights: list[tuple[list[RegisterCompany | Reject], bool]]
) -> None:
    path = tmp_path / "any.sqlite3"
    for left in tmp_path.glob("any.sqlite3*"):
        left.unlink()
    shutil.copyfile(template, path)
    database = open_database(f"sqlite:///{path.as_posix()}")
    try:
        made: list[tuple[RunResult, State]] = []
        for turn, (records, complete) in enumerate(nights):
            before = state(database)
            begun = BULK if complete else RunStart(kind=ImportKind.YTJ_API, source="ytj")
            moment = NOW + timedelta(days=turn)
            made.append((apply_register(database, records, run=begun, now=moment, adviser_id=None).result, before))
        for result, before in reversed(made):
            if result.created or result.changed or result.vanished:
                assert undo.undo_run(database, result.run_id, now=NOW, adviser_id=None).kept == ()
            assert state(database) == before
        assert wrong(database) == []
    finally:
        database.close()
