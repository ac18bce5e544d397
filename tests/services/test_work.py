"""Cases, contacts and next steps, and taking each of them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.engine import Database, open_database
from db.models import Case, Person, metadata
from outreach.errors import BadInput, Conflict, NotFound, Refused
from outreach.services import candidates, cases, contact, edits, undo
from outreach.services import today as morning
from outreach.terms.message import say
from outreach.terms.views import TouchInput
from outreach.terms.work import Direction, Outcome, Stage, TouchKind, Verdict
from tests.services.office import (
    KEY,
    NOW,
    TODAY,
    actor,
    add_case,
    business_ids,
    open_office,
    ours,
    registered,
    working,
)

FIRST, SECOND = business_ids(2)
LIMITS = {Stage.CONTACTED: 14}
CALL = TouchInput(TouchKind.CALL, Direction.OUTBOUND, TODAY, "Soitettu")
MEETING = TouchInput(TouchKind.MEETING, Direction.OUTBOUND, TODAY)
DERIVED = {"journal", "journal_row", "need_score", "state", "import_run"}


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    open_office(opened, [registered(FIRST, "Puu Esimerkki Oy"), registered(SECOND, "Saha Malli Oy")])
    yield opened
    opened.close()


def opened_case(database: Database, business_id: str = FIRST, stage: str = "selected") -> tuple[int, int]:
    """(organisation, case) of a company of the register."""
    with working(database) as uow:
        organisation_id = ours(uow, business_id)
        return organisation_id, add_case(uow, organisation_id, stage)


def tables(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """What people edit, versions aside."""
    found = {}
    with database.read() as uow:
        for table in metadata.sorted_tables:
            if table.name not in DERIVED:
                columns = [column for column in table.columns if column.name != "version"]
                rows = uow.session.execute(select(*columns)).all()
                found[table.name] = sorted(tuple(map(str, row)) for row in rows)
    return found


def test_a_move_is_refused_before_the_contact_and_allowed_after(database: Database) -> None:
    organisation_id, case_id = opened_case(database)
    with (
        pytest.raises(Refused, match="Cannot move to stage: Contacted"),
        working(database) as uow,
    ):
        cases.move(uow, case_id, Stage.CONTACTED, key=KEY)
    with working(database) as uow:
        contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=CALL, key=KEY)
    with working(database) as uow:
        cases.move(uow, case_id, Stage.CONTACTED, key=KEY)
    with database.read() as uow:
        view = cases.case(uow, case_id, today=TODAY, language="fi", limits=LIMITS)
    assert (view.stage, view.stage_since, view.last_contact) == (Stage.CONTACTED, TODAY, TODAY)


def test_an_email_counts_only_when_confirmed_as_sent(database: Database) -> None:
    organisation_id, case_id = opened_case(database)
    draft = TouchInput(TouchKind.EMAIL, Direction.OUTBOUND, TODAY, "Kutsu")
    with working(database) as uow:
        number = contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=draft, key=KEY)
    with database.read() as uow:
        moves = {move.stage: move for move in cases.allowed(uow, case_id, key=KEY, today=TODAY)}
        assert moves[Stage.CONTACTED].missing
    with working(database) as uow:
        contact.confirm_sent(uow, number)
    with database.read() as uow:
        moves = {move.stage: move for move in cases.allowed(uow, case_id, key=KEY, today=TODAY)}
        assert moves[Stage.CONTACTED].missing == ()
    with pytest.raises(Refused, match="nothing to confirm"), working(database) as uow:
        contact.confirm_sent(uow, number)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    _, case_id = opened_case(database)
    with database.read() as uow:
        seen = uow.find(Case, case_id).version
    with working(database) as uow:
        cases.move(uow, case_id, Stage.NOT_NOW, key=KEY, revisit_on=TODAY + timedelta(days=30), expected=seen)
    with pytest.raises(Conflict, match="Nothing was saved"), working(database) as uow:
        cases.move(uow, case_id, Stage.SELECTED, key=KEY, reason="takaisin", expected=seen)
    with database.read() as uow:
        assert uow.find(Case, case_id).stage == Stage.NOT_NOW.value


def test_days_in_the_future_are_refused(database: Database) -> None:
    organisation_id, case_id = opened_case(database)
    tomorrow = TODAY + timedelta(days=1)
    late = TouchInput(TouchKind.CALL, Direction.OUTBOUND, tomorrow)
    with pytest.raises(BadInput, match="cannot be in the future"), working(database) as uow:
        contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=late, key=KEY)
    with pytest.raises(BadInput, match="cannot be in the future"), working(database) as uow:
        cases.move(uow, case_id, Stage.DECLINED, key=KEY, reason="ei kiinnosta", on=tomorrow)


def test_asking_not_to_be_contacted_bans_at_once_and_undo_keeps_the_ban(database: Database) -> None:
    organisation_id, case_id = opened_case(database)
    asked = TouchInput(TouchKind.CALL, Direction.OUTBOUND, TODAY, outcome=Outcome.DO_NOT_CONTACT)
    with working(database) as uow:
        contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=asked, key=KEY)
    with pytest.raises(Refused), working(database) as uow:
        contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=CALL, key=KEY)
    with working(database) as uow:
        newest = undo.history(uow, limit=1).rows[0]
        if newest.undoable:
            kept = undo.undo(uow, newest.journal_id).kept
            assert any("do-not-contact" in str(message) for message in kept)
    with database.read() as uow:
        assert uow.session.execute(select(metadata.tables["suppression"])).all()


def test_today_shows_what_is_overdue_due_and_without_a_next_step(database: Database) -> None:
    _, overdue = opened_case(database)
    with working(database) as uow:
        due = add_case(uow, ours(uow, SECOND), "contacted", title="Toinen")
        idle = add_case(uow, ours(uow, SECOND), "contacted", title="Kolmas")
    with working(database) as uow:
        contact.add_task(uow, overdue, "Soita", TODAY - timedelta(days=3))
        contact.add_task(uow, due, "Lähetä muistio", TODAY)
    with database.read() as uow:
        view = morning.today(uow, adviser_id=1, today=TODAY, language="fi", limits=LIMITS)
    assert [row.case_id for row in view.overdue] == [overdue]
    assert [row.case_id for row in view.due] == [due]
    assert [row.case_id for row in view.no_next] == [idle]
    assert view.due[0].limit_days == 14  # 23 days at Contacted


def test_the_next_step_is_changed_rather_than_doubled(database: Database) -> None:
    _, case_id = opened_case(database)
    with working(database) as uow:
        contact.set_next_step(uow, case_id, "Soita", TODAY)
    with working(database) as uow:
        contact.set_next_step(uow, case_id, "Soita uudelleen", TODAY + timedelta(days=7))
    with database.read() as uow:
        view = cases.case(uow, case_id, today=TODAY, language="fi", limits={})
    assert view.next_task is not None
    assert (view.next_task.title, view.next_task.due_on) == ("Soita uudelleen", TODAY + timedelta(days=7))


def test_undo_takes_back_my_last_and_then_the_one_before(database: Database) -> None:
    organisation_id, case_id = opened_case(database)
    before = tables(database)
    with working(database) as uow:
        contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=CALL, key=KEY)
    with working(database) as uow:
        cases.move(uow, case_id, Stage.CONTACTED, key=KEY)
    with working(database) as uow:
        assert "Contacted" in str(undo.undo_last(uow).text)
    with working(database) as uow:
        assert "Call" in str(undo.undo_last(uow).text)
    assert tables(database) == before


def test_undo_takes_back_only_my_own_acts(database: Database) -> None:
    _, case_id = opened_case(database)
    with working(database) as uow:
        contact.add_task(uow, case_id, "Soita", TODAY)
    with pytest.raises(NotFound, match="nothing of yours"), working(database, adviser_id=None) as uow:
        undo.undo_last(uow)


def test_undo_keeps_what_was_edited_since_and_says_so(database: Database) -> None:
    organisation_id, _ = opened_case(database)
    with working(database) as uow:
        edits.edit(uow, organisation_id, None, website="www.vanha.example", phone="015 555 0100")
        assert uow.journal is not None
        entry = uow.journal.id or 0
    with working(database) as uow:
        edits.edit(uow, organisation_id, None, website="www.uusi.example")
    with working(database) as uow:
        result = undo.undo(uow, entry)
    assert any("changed afterwards" in str(message) for message in result.kept)
    with database.read() as uow:
        row = uow.session.execute(
            select(metadata.tables["organisation"]).where(metadata.tables["organisation"].c.id == organisation_id)
        ).one()
    assert "uusi.example" in row.website
    assert row.phone == ""


def test_undo_of_a_taken_back_entry_is_refused(database: Database) -> None:
    _, case_id = opened_case(database)
    with working(database) as uow:
        contact.add_task(uow, case_id, "Soita", TODAY)
        assert uow.journal is not None
        entry = uow.journal.id or 0
    with working(database) as uow:
        undo.undo(uow, entry)
    with pytest.raises(Refused, match="already taken back"), working(database) as uow:
        undo.undo(uow, entry)


def test_an_organisation_that_later_work_rests_on_stays(database: Database) -> None:
    with working(database) as uow:
        organisation_id = ours(uow, FIRST)
        assert uow.journal is not None
        entry = uow.journal.id or 0
    with working(database) as uow:
        uow.entry("person", say("Added"))
        uow.insert(
            Person(organisation_id=organisation_id, name="Testi Henkilö", source="puhelu", obtained_on=date(2026, 3, 1))
        )
    with working(database) as uow:
        result = undo.undo(uow, entry)
    assert any("later work rests on it" in str(message) for message in result.kept)


def undoable(database: Database) -> bool:
    with database.read() as uow:
        return undo.last_undoable(uow, 1) is not None


ACTS = st.lists(st.sampled_from(["call", "meeting", "task", "contacted", "dialogue", "aside", "edit"]), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_was_done_undoing_all_of_it_gives_the_start_again(sqlite_office: Database, acts: list[str]) -> None:
    database = sqlite_office
    with database.read() as uow:
        case = uow.session.execute(select(metadata.tables["case"])).first()
    assert case is not None
    start = tables(database)
    for act in acts:
        with suppress(Refused), working(database) as uow:
            _act(uow, act, case.organisation_id, case.id)
    while undoable(database):  # an act that changed nothing has left nothing to take back
        with working(database) as uow:
            assert undo.undo_last(uow).kept == ()
    assert tables(database) == start


@pytest.fixture
def sqlite_office(tmp_path: object, _migrated_sqlite: object) -> Iterator[Database]:
    import shutil
    from pathlib import Path

    path = Path(str(tmp_path)) / "office.sqlite3"
    shutil.copyfile(str(_migrated_sqlite), path)
    opened = open_database(f"sqlite:///{path.as_posix()}")
    open_office(opened, [registered(FIRST, "Puu Esimerkki Oy")])
    opened_case(opened)
    with opened.write(now=NOW) as uow:  # what made the office is nobody's act to take back
        uow.session.execute(metadata.tables["journal"].update().values(undoable=False))
    yield opened
    opened.close()


def _act(uow: object, act: str, organisation_id: int, case_id: int) -> None:
    if act in ("call", "meeting"):
        touch = CALL if act == "call" else MEETING
        contact.log(uow, organisation_id=organisation_id, case_id=case_id, touch=touch, key=KEY)  # type: ignore[arg-type]
    elif act == "task":
        contact.set_next_step(uow, case_id, "Soita", TODAY)  # type: ignore[arg-type]
    elif act == "contacted":
        cases.move(uow, case_id, Stage.CONTACTED, key=KEY)  # type: ignore[arg-type]
    elif act == "dialogue":
        cases.move(uow, case_id, Stage.IN_DIALOGUE, key=KEY)  # type: ignore[arg-type]
    elif act == "aside":
        cases.move(uow, case_id, Stage.DECLINED, key=KEY, reason="ei kiinnosta")  # type: ignore[arg-type]
    elif act == "edit":
        edits.edit(uow, organisation_id, None, description=f"Kuvaus {organisation_id}")  # type: ignore[arg-type]


def test_a_verdict_and_its_case_are_one_act(database: Database) -> None:
    _, case_id = opened_case(database)
    with database.read() as uow:
        need_id = uow.find(Case, case_id).need_id
    before = tables(database)
    with working(database) as uow:
        candidates.judge(uow, need_id, actor(SECOND), Verdict.FITS, key=KEY)
    with database.read() as uow:
        assert len(uow.session.execute(select(metadata.tables["case"])).all()) == 2
        assert uow.session.execute(select(metadata.tables["touchpoint"])).all() == []
    with working(database) as uow:
        undo.undo_last(uow)
    assert tables(database) == before
