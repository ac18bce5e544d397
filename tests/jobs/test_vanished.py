"""Asking the register why companies have vanished: one by one, urgent ones first, nothing lost when it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from db.engine import Database
from db.models import Case, Need, RegistryChange, RegistryCompany
from db.queries import vanished as query
from outreach import config as settings
from outreach.errors import Refused, Unreachable
from outreach.jobs import imports, vanished
from outreach.rules import stages
from outreach.services import needs, organisations, runs, scoring, setup
from outreach.services.session import Workplace, open_workplace
from outreach.services.turn import turn
from outreach.terms.message import say
from outreach.terms.needs import NeedInput, NeedSpec
from outreach.terms.runs import ImportKind, Progress, RunState
from tests.conftest import Home
from tests.db import crowd
from tests.doubles.fake_time import FakeTime
from tests.doubles.ytj_records import bulk_record, bulk_zip, made_up, made_up_id
from tests.doubles.ytj_server import YtjServer, too_many

GONE = range(90, 96)  # companies that the second night's file lacks
NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CEASED = {"tradeRegisterStatus": "4", "endDate": "2026-11-20"}
KONK = {"type": "KONK", "registrationDate": "2026-11-21", "source": "1"}

Ask = Callable[..., int]


@pytest.fixture
def place(ready_database_url: str, outreach_home: Home, tmp_path: Path) -> Iterator[Workplace]:
    """A workplace in whose register six companies have vanished this morning."""
    opened = open_workplace(settings.load(overrides={"database": ready_database_url, "town": "740", "ytj_interval": 0}))
    with opened.write() as uow:
        setup.ensure_towns(uow)
        adviser_id = setup.create_adviser(uow, "Maija Kokeilija", town_code="740")
        needs.add(uow, NeedInput(town_code="740", title_fi="Ohjelmistot", spec=NeedSpec(industry_codes=("62",))))
    whole = [made_up(n) for n in range(200)]
    for at, records in ((NIGHT, whole), (MORNING, [r for n, r in enumerate(whole) if n not in GONE])):
        path = tmp_path / f"{at:%d}.zip"
        path.write_bytes(bulk_zip([bulk_record(record) for record in records]))
        imports.import_bulk(opened.as_adviser(adviser_id, at), path)
    yield opened.as_adviser(adviser_id, MORNING)
    opened.database.close()


def ask(place: Workplace, server: YtjServer, *, days: int = 0, **options: Any) -> int:
    """Asks the double, some days later."""
    overrides = {"database": str(place.config.database), "town": "740", "ytj_interval": 0, "ytj_base_url": server.url}
    config = settings.load(overrides=overrides)
    there = Workplace(config, place.database, place.key, place.adviser_id, False, MORNING + timedelta(days=days))
    with FakeTime().fetcher(server.port) as fetcher:
        return vanished.ask(there, fetcher, **options)


def asked_for(server: YtjServer) -> list[str]:
    return [parameters["businessId"] for _, parameters in server.asked]


def key(number: int) -> int:
    return int(made_up_id(number).replace("-", ""))


def stored(place: Workplace, number: int) -> RegistryCompany:
    with place.read() as uow:
        return uow.find(RegistryCompany, key(number)).model_copy()


def told(place: Workplace, number: int) -> list[str]:
    """What changed in a company, in order."""
    query = select(RegistryChange.kind, RegistryChange.after).where(RegistryChange.company_id == key(number))  # type: ignore[call-overload]
    with place.read() as uow:
        rows = uow.session.execute(query.order_by(RegistryChange.id)).all()
    return [f"{kind} {after}".strip() for kind, after in rows if kind != "record"]


def test_what_the_register_says_of_a_vanished_company_is_told_as_a_change(place: Workplace) -> None:
    answers = [made_up(90, **CEASED), made_up(91, companySituations=[KONK]), made_up(92)]
    with YtjServer(answers) as server:
        assert ask(place, server) == 6
        assert len(server.asked) == 6
    assert told(place, 90) == ["vanished", "ceased 2026-11-20"]
    assert told(place, 91) == ["vanished", "bankruptcy 2026-11-21"]
    assert (stored(place, 90).active, str(stored(place, 90).ended)) == (False, "2026-11-20")
    with place.read() as uow:
        run = runs.runs(uow).rows[0]
    assert (run.kind, run.source, run.state) == (ImportKind.YTJ_API, "ytj-vanished", RunState.DONE)
    assert (run.read, run.changed, run.unchanged, run.vanished) == (3, 2, 1, 0)


def test_one_that_is_still_active_or_not_known_stays_vanished_and_is_not_said_to_have_ceased(place: Workplace) -> None:
    with YtjServer([made_up(92)]) as server:
        ask(place, server)
    for number in (92, 93):
        row = stored(place, number)
        assert (row.vanished_on, row.asked_on) == (date(2026, 11, 24), date(2026, 11, 24))
        assert (row.ended, row.active) == (None, True)
        assert told(place, number) == ["vanished"]
    with place.read() as uow:
        (note,) = [str(note) for note in runs.run(uow, runs.runs(uow).rows[0].run_id).notes if "know" in str(note)]
    assert note == "The register does not know 5 of the companies it was asked for."


def test_an_unexplained_one_is_asked_for_again_after_a_month_an_explained_one_never(place: Workplace) -> None:
    with YtjServer([made_up(90, **CEASED), made_up(92)]) as server:
        assert ask(place, server) == 6
        assert ask(place, server, days=29) == 0
        server.asked.clear()
        assert ask(place, server, days=30) == 5
        assert made_up_id(90) not in asked_for(server)


def test_one_that_ceased_is_not_marked_as_vanished_once_more(place: Workplace, tmp_path: Path) -> None:
    with YtjServer([made_up(90, **CEASED)]) as server:
        ask(place, server)
    path = tmp_path / "next.zip"
    path.write_bytes(bulk_zip([bulk_record(made_up(n)) for n in range(200) if n not in GONE]))
    later = place.as_adviser(place.adviser_id or 0, MORNING + timedelta(days=1))
    assert imports.import_bulk(later, path).vanished == 0
    assert told(place, 90) == ["vanished", "ceased 2026-11-20"]


def test_one_that_returned_and_vanished_again_is_asked_for_at_once(place: Workplace, tmp_path: Path) -> None:
    with YtjServer([]) as server:
        ask(place, server)
        for day, gone in ((1, set(GONE) - {92}), (2, set(GONE))):
            path = tmp_path / f"night-{day}.zip"
            path.write_bytes(bulk_zip([bulk_record(made_up(n)) for n in range(200) if n not in gone]))
            imports.import_bulk(place.as_adviser(place.adviser_id or 0, MORNING + timedelta(days=day)), path)
        assert told(place, 92) == ["vanished", "returned", "vanished"]
        server.asked.clear()
        assert ask(place, server, days=2) == 1
        assert asked_for(server) == [made_up_id(92)]


def test_open_cases_are_asked_for_first_then_ours_then_those_gone_longest(place: Workplace) -> None:
    with place.write() as uow:
        uow.entry("organisation", say("Added"))
        ours = {number: organisations.ensure_organisation(uow, key(number)).id or 0 for number in (93, 94, 95)}
        need_id = uow.session.execute(select(Need.id)).scalar_one()  # type: ignore[call-overload]
        for number, stage in ((95, "contacted"), (93, "declined")):
            case = {"organisation_id": ours[number], "need_id": need_id, "town_code": "740", "stage": stage}
            uow.session.add(Case(stage_since=date(2026, 11, 1), opened_at=MORNING, **case))
        uow.find(RegistryCompany, key(91)).vanished_on = date(2026, 11, 1)
    with YtjServer([]) as server:
        assert ask(place, server, limit=5) == 5
        assert asked_for(server) == [made_up_id(number) for number in (95, 93, 94, 91, 90)]
        server.asked.clear()
        ask(place, server)
        assert asked_for(server) == [made_up_id(92)]


def test_a_register_that_takes_no_more_requests_ends_it_and_the_answers_stay(place: Workplace) -> None:
    with YtjServer([made_up(90, **CEASED), made_up(91)], burst=2, refused=1000) as server:
        assert ask(place, server) == 2
    assert told(place, 90) == ["vanished", "ceased 2026-11-20"]
    assert [stored(place, number).asked_on is None for number in GONE] == [False, False, True, True, True, True]
    with place.read() as uow:
        run = runs.run(uow, runs.runs(uow).rows[0].run_id)
        assert run.state is RunState.FAILED
        assert "takes no more requests" in str(run.notes[-1])
        assert scoring.is_fresh(uow, needs.needs(uow)[0].need_id)
    with YtjServer([made_up(92, **CEASED)]) as server:
        assert ask(place, server) == 4
        assert made_up_id(90) not in asked_for(server)
    assert told(place, 92) == ["vanished", "ceased 2026-11-20"]


def test_a_register_that_answers_nothing_at_all_is_said(place: Workplace) -> None:
    with YtjServer([]) as server:
        server.next_replies = [too_many() for _ in range(10)]
        with pytest.raises(Unreachable):
            ask(place, server)
    assert all(stored(place, number).asked_on is None for number in GONE)


def test_each_answer_is_stored_before_the_next_question(place: Workplace) -> None:
    kept: list[int] = []
    with YtjServer([made_up(number, **CEASED) for number in GONE]) as server:
        server.before_page = lambda page: kept.append(sum(stored(place, n).asked_on is not None for n in GONE))
        ask(place, server)
    assert kept == [0, 1, 2, 3, 4, 5]


def test_it_is_stopped_between_two_questions_and_goes_on_after_them(place: Workplace) -> None:
    seen: list[Progress] = []
    with YtjServer([made_up(number, **CEASED) for number in GONE]) as server:
        assert ask(place, server, progress=seen.append, should_stop=lambda: len(server.asked) == 2) == 2
        assert [(step.done, step.total) for step in seen if "Asking" in str(step.what)] == [(0, 6), (1, 6)]
        with place.read() as uow:
            run = runs.runs(uow).rows[0]
        assert (run.state, run.changed) == (RunState.FAILED, 2)
        assert ask(place, server) == 4
        assert len(set(asked_for(server))) == len(server.asked) == 6
    assert all(stored(place, number).ended for number in GONE)


def test_an_answer_that_cannot_be_read_is_a_reject_and_not_asked_for_at_once_again(place: Workplace) -> None:
    with YtjServer([made_up(90, names=[])]) as server:
        assert ask(place, server) == 6
        assert ask(place, server) == 0
    with place.read() as uow:
        run = next(row for row in runs.runs(uow).rows if row.source == "ytj-vanished")
    assert (run.read, run.rejected) == (1, 1)
    assert told(place, 90) == ["vanished"]


def test_scores_follow_what_the_register_says(place: Workplace) -> None:
    with place.read() as uow:
        (need,) = needs.needs(uow)
        assert scoring.explain(uow, need.need_id, key(90), today=place.today).band is not None
    with YtjServer([made_up(90, **CEASED)]) as server:
        ask(place, server)
    with place.read() as uow:
        assert scoring.is_fresh(uow, need.need_id)
        scored = text("SELECT actor_id FROM need_score WHERE need_id = :need AND actor_id IN (:ceased, :other)")
        found = uow.session.execute(scored, {"need": need.need_id, "ceased": key(90), "other": key(91)}).scalars()
        assert list(found) == [key(91)]


def test_nothing_to_ask_makes_no_run_and_asks_nobody(place: Workplace) -> None:
    with YtjServer([]) as server:
        ask(place, server)
        server.asked.clear()
        with place.read() as uow:
            before = runs.runs(uow).total
        assert ask(place, server) == 0
        assert server.asked == []
    with place.read() as uow:
        assert runs.runs(uow).total == before


def test_nobody_is_asked_while_another_import_runs(place: Workplace) -> None:
    with YtjServer([]) as server, turn(place.database, now=MORNING, adviser_id=None), pytest.raises(Refused):
        ask(place, server)
    assert server.asked == []


def test_vanished_companies_are_found_through_their_index(place: Workplace) -> None:
    with place.write() as uow:
        crowd.add_companies(uow.session, 4000)
    crowd.analyse(place.database)
    steps = plan(place.database)
    assert "ix_registry_company_vanished_on" in steps
    assert "SCAN registry_company" not in steps
    assert "Seq Scan on registry_company" not in steps


def plan(database: Database) -> str:
    wanted = query.waiting_query(asked_by=date(2026, 10, 25), stages=[stage.value for stage in stages.LADDER])
    sql = str(wanted.limit(200).compile(database.engine, compile_kwargs={"literal_binds": True}))
    with database.read() as uow:
        explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
        return "\n".join(str(row[-1]) for row in uow.session.execute(text(f"{explain} {sql}")))
