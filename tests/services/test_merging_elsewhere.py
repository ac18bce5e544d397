"""What merged organisations mean elsewhere: intake, erasure, reports, scores, the check of the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from db.engine import Database, checkpoint, open_database
from db.models import Case, MergeRow, NeedScore, Organisation, Person, SourceRecord, Touchpoint, Transition
from db.queries import merging as queries
from db.queries import reports
from outreach.errors import Refused
from outreach.services import (
    candidates,
    card,
    cases,
    contact,
    coverage,
    edits,
    merging,
    organisations,
    people,
    privacy,
    scoring,
    today,
    undo,
)
from outreach.terms.message import say
from outreach.terms.views import TouchInput
from outreach.terms.work import Direction, Stage, TouchKind, Verdict
from tests.services import intake_samples as intake
from tests.services import office
from tests.services.office import KEY, NOW, TODAY

NAME, EMAIL = "Testi Henkilövuo", "testi.henkilovuo@example.fi"


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    intake.begin(opened)
    yield opened
    opened.close()


def add(database: Database, name: str, **values: str) -> int:
    with office.working(database) as uow:
        return edits.add(uow, {"name": name, "municipality_code": "740", **values})


def row_id(database: Database, actor_id: int) -> int:
    with database.read() as uow:
        return uow.session.exec(select(Organisation.id).where(Organisation.actor_id == actor_id)).one() or 0


def merge(database: Database, kept: int, away: int) -> int:
    with office.working(database) as uow:
        merging.merge(uow, kept, away)
        return merging.merges(uow)[0].merge_id


def unmerge(database: Database, merge_id: int) -> None:
    with office.working(database) as uow:
        merging.unmerge(uow, merge_id)


def test_a_list_that_names_one_that_was_merged_away_goes_to_the_kept_one(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Kerimäen Vaneritehdas")
    merge(database, kept, away)
    intake.take(database, intake.candidate("Kerimäen Vaneritehdas", website="www.vaneri.example"), adviser_id=1)
    with database.read() as uow:
        assert uow.session.exec(select(SourceRecord)).one().organisation_id == row_id(database, kept)
        assert [row.name for row in uow.session.exec(select(Organisation).order_by(col(Organisation.id)))] == [
            "Saimaan Liima",
            "Kerimäen Vaneritehdas",
        ]


def test_after_they_have_parted_the_same_list_goes_where_it_belongs(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Kerimäen Vaneritehdas")
    merge_id = merge(database, kept, away)
    intake.take(database, intake.candidate("Kerimäen Vaneritehdas"), adviser_id=1)
    unmerge(database, merge_id)
    intake.take(database, intake.candidate("Kerimäen Vaneritehdas", phone="015 555 0100"), adviser_id=1)
    with database.read() as uow:
        assert uow.session.exec(select(SourceRecord)).one().organisation_id == row_id(database, away)
        phones = {row.name: row.phone for row in uow.session.exec(select(Organisation))}
    assert phones == {"Saimaan Liima": "", "Kerimäen Vaneritehdas": "+358155550100"}


def test_a_person_under_a_ban_at_the_one_merged_away_stays_out(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Kerimäen Vaneritehdas")
    with office.working(database) as uow:
        person_id = people.add_person(uow, row_id(database, away), name=NAME, source="list")
        privacy.suppress(uow, key=KEY, person_id=person_id)
    merge(database, kept, away)
    with database.read() as uow:
        (person,) = card.people(uow, row_id(database, kept), key=KEY)
        assert person.do_not_contact
        routes = privacy.channels(uow, key=KEY, organisation_id=row_id(database, kept), person_id=person_id)
        assert all(rule.banned for rule in routes if rule.value)
    with pytest.raises(Refused, match="do-not-contact"), office.working(database) as uow:
        people.add_person(uow, row_id(database, kept), name=NAME, source="list", key=KEY)


def test_erasing_a_person_of_both_leaves_nothing_in_any_row_of_either(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Kerimäen Vaneritehdas", description=f"Yhteys: {NAME}")
    for actor_id in (kept, away):
        with office.working(database) as uow:
            people.add_person(uow, row_id(database, actor_id), name=NAME, email=EMAIL, role="", source="list")
            touch = TouchInput(kind=TouchKind.NOTE, direction=Direction.OUTBOUND, on=TODAY, text=f"{NAME} soittaa")
            contact.log(uow, organisation_id=row_id(database, actor_id), case_id=None, touch=touch, key=KEY)
    merge_id = merge(database, kept, away)
    with office.working(database) as uow:
        edits.edit(uow, row_id(database, kept), description="Liimaa puuta")
    with database.read() as uow:
        (person,) = card.people(uow, row_id(database, kept), key=KEY)
    with office.working(database) as uow:
        privacy.erase_person(uow, KEY, person.person_id)
    if database.path is not None:
        checkpoint(database)
    kept_texts = office.dump(database).casefold()
    assert [trace for trace in ("henkilövuo", "henkilovuo") if trace in kept_texts] == []
    unmerge(database, merge_id)
    with database.read() as uow:
        assert uow.session.exec(select(Person)).all() == []
        assert uow.session.exec(select(MergeRow)).all() == []


def test_reports_and_figures_count_joint_cases_once_and_at_the_stage_they_show(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima", phone="015 555 0100"), add(database, "Vaneri", phone="015 555 0101")
    opened = {}
    for actor_id in (kept, away):
        with office.working(database) as uow:
            candidates.judge(uow, 1, actor_id, Verdict.FITS, key=KEY)
            wanted = select(Case.id).where(Case.organisation_id == row_id(database, actor_id))
            opened[actor_id] = uow.session.exec(wanted).one() or 0
    with office.working(database) as uow:
        touch = TouchInput(kind=TouchKind.CALL, direction=Direction.OUTBOUND, on=date(2026, 3, 1), text="")
        contact.log(uow, organisation_id=row_id(database, away), case_id=opened[away], touch=touch, key=KEY)
        cases.move(uow, opened[away], Stage.CONTACTED, key=KEY, on=date(2026, 3, 1))
    merge_id = merge(database, kept, away)
    with database.read() as uow:
        (figures,) = coverage.coverage(uow, today=TODAY, language="en")
        assert (figures.selected, figures.contacted) == (1, 1)
        assert coverage.coverage_rows(uow, 1, Stage.SELECTED, today=TODAY) == ((kept, "Saimaan Liima"),)
        moves = reports.transitions(uow.session, town_code="", until=TODAY)
        assert {move.case_id for move in moves} == {opened[kept]}
        assert moves[-1].to_stage == "contacted"  # the last word on where the case stands
        morning = today.today(uow, adviser_id=1, today=TODAY, language="en", limits={})
        assert [row.case_id for row in (*morning.no_next, *morning.overdue, *morning.due)] == [opened[kept]]
        lines = card.timeline(uow, organisation_id=row_id(database, kept), actor_id=kept, language="en")
        assert any("cases became one" in str(line.what) for line in lines)
    unmerge(database, merge_id)
    with database.read() as uow:
        assert len(uow.session.exec(select(Transition)).all()) == 3
        assert len(coverage.coverage_rows(uow, 1, Stage.SELECTED, today=TODAY)) == 2


def test_scores_are_those_of_the_whole_and_then_of_each_again(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Vaneri", description="puuelementtejä")
    scoring.refresh(database, now=NOW)

    def scored() -> list[int]:
        with database.read() as uow:
            return sorted(uow.session.exec(select(NeedScore.actor_id)).all())

    assert scored() == [away]
    merge_id = merge(database, kept, away)
    assert scored() == [kept]
    unmerge(database, merge_id)
    assert scored() == [away]


def test_undo_of_what_was_written_before_a_merge_still_works_afterwards(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Vaneri")
    with office.working(database) as uow:
        site_id = edits.add_site(uow, row_id(database, away), municipality_code="Raahe")
        entry = undo.last_undoable(uow, 1)
    assert entry is not None
    merge_id = merge(database, kept, away)
    with office.working(database) as uow:
        undo.undo(uow, entry.journal_id)
    unmerge(database, merge_id)
    with database.read() as uow:
        assert card.card(uow, away, key=KEY, today=TODAY, language="en", limits={}).sites == ()
    assert site_id


def test_the_check_of_the_database_finds_what_does_not_agree(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Vaneri")
    merge(database, kept, away)
    with database.read() as uow:
        assert queries.astray(uow.session) == []
    with database.write(now=NOW) as uow:
        row = uow.session.exec(select(Organisation).where(Organisation.actor_id == away)).one()
        row.merged_into = None
        uow.session.add(row)
        uow.session.flush()
        assert queries.astray(uow.session) == [row.id]


def test_what_merging_reads_does_not_grow_with_the_organisations_there_are(database: Database) -> None:
    def statements(contacts: int, others: int) -> int:
        kept, away = add(database, f"Saimaan Liima {contacts} {others}"), add(database, f"Vaneri {contacts} {others}")
        for number in range(others):
            add(database, f"Muu {contacts} {others} {number}")
        with office.working(database) as uow:
            uow.entry("contact", say("Contacts"))
            for _ in range(contacts):
                uow.insert(
                    Touchpoint(
                        organisation_id=row_id(database, away),
                        kind="note",
                        direction="outbound",
                        happened_on=TODAY,
                        logged_at=NOW,
                    )
                )
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        event.listen(database.engine, "before_cursor_execute", count)
        try:
            with office.working(database) as uow:
                merging.merge(uow, kept, away)
        finally:
            event.remove(database.engine, "before_cursor_execute", count)
        return counted

    few = statements(1, 0)
    assert statements(1, 12) <= few + 5
    assert statements(11, 0) <= few + 10 * 5  # of each row that moves: itself, its memory, its history


def test_numbers_of_the_one_merged_away_lead_to_the_kept_one_everywhere(database: Database) -> None:
    kept, away = add(database, "Saimaan Liima"), add(database, "Vaneri")
    merge(database, kept, away)
    with office.working(database) as uow:
        candidates.judge(uow, 1, away, Verdict.LATER, key=KEY)
        assert organisations.ours(uow, away).id == row_id(database, kept)
        assert organisations.find_actor(uow, str(away)) == kept
    with database.read() as uow:
        assert [row.merge_id for row in merging.merges(uow, away)] == [1]
        assert merging.merges(uow, kept + 1000) == ()
