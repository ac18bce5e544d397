"""Merging organisations and parting them again: what becomes one, what goes back, and where the rest goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from db.engine import Database, open_database
from db.models import (
    Case,
    Competence,
    LinkDecision,
    Need,
    NeedVerdict,
    Organisation,
    OrganisationAlias,
    Person,
    Site,
    SourceRecord,
    Task,
    Touchpoint,
    Transition,
)
from db.unit import Read, table_of
from outreach.errors import BadInput, Conflict, Refused
from outreach.services import (
    candidates,
    card,
    cases,
    contact,
    edits,
    judgements,
    merging,
    organisations,
    people,
    privacy,
    undo,
)
from outreach.terms.linkage import actor_node
from outreach.terms.merging import Part
from outreach.terms.message import say
from outreach.terms.views import OrganisationFilter, TouchInput
from outreach.terms.work import Direction, Judgement, Stage, TouchKind, Verdict
from tests.services import office
from tests.services.office import KEY, NOW, TODAY, actor, registered

IDS = office.business_ids(6)
LIMITS: dict[Stage, int] = {}


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    office.open_office(opened, [registered(IDS[0], "Puujaloste Esimerkki Oy"), registered(IDS[1], "Kaarna Oy")])
    with opened.write(now=NOW) as uow:
        for title in ("Puurakentaminen", "Koneautomaatio"):
            uow.session.add(Need(town_code=office.SAVONLINNA, title_fi=title, title_sv="", title_en="", spec={}))
    yield opened
    opened.close()


def add(database: Database, name: str, **values: str) -> int:
    with office.working(database) as uow:
        return edits.add(uow, {"name": name, **values})


def row_of(uow: Read, actor_id: int) -> Organisation:
    return uow.session.exec(select(Organisation).where(Organisation.actor_id == actor_id)).one()


def key_of(database: Database, actor_id: int) -> int:
    with database.read() as uow:
        return row_of(uow, actor_id).id or 0


def of(uow: Read, model: Any, organisation_id: int) -> list[Any]:
    return list(uow.session.exec(select(model).where(model.organisation_id == organisation_id).order_by(model.id)))


def merge(database: Database, kept: int, away: int, choices: dict[str, str] | None = None, **more: Any) -> int:
    """Merges and gives the key of the merge."""
    with office.working(database) as uow:
        merging.merge(uow, kept, away, choices, **more)
    with database.read() as uow:
        return merging.merges(uow)[0].merge_id


def unmerge(database: Database, merge_id: int, choices: dict[str, str] | None = None) -> str:
    with office.working(database) as uow:
        return str(merging.unmerge(uow, merge_id, choices))


def touch(**values: Any) -> TouchInput:
    return TouchInput(**{"kind": TouchKind.CALL, "direction": Direction.OUTBOUND, "on": TODAY, **values})


def log(database: Database, organisation_id: int, text: str, case_id: int | None = None, **values: Any) -> int:
    with office.working(database) as uow:
        return contact.log(
            uow, organisation_id=organisation_id, case_id=case_id, touch=touch(text=text, **values), key=KEY
        )


def open_case(database: Database, actor_id: int, need_id: int = 1) -> int:
    """A case by the verdict "fits", with a way to reach the organisation."""
    with office.working(database) as uow:
        candidates.judge(uow, need_id, actor_id, Verdict.FITS, key=KEY)
        wanted = select(Case.id).where(Case.organisation_id == row_of(uow, actor_id).id, Case.need_id == need_id)
        return uow.session.exec(wanted).one() or 0


def move(database: Database, case_id: int, stage: Stage, **more: Any) -> None:
    with office.working(database) as uow:
        cases.move(uow, case_id, stage, key=KEY, **{"reason": "because", "evidence": "agreed", **more})


def names_listed(database: Database) -> list[str]:
    with database.read() as uow:
        return [row.name for row in organisations.page(uow, OrganisationFilter(mine_only=True)).rows]


def two(database: Database) -> tuple[int, int]:
    kept = add(database, "Puujaloste", phone="015 555 0100")
    away = add(database, "Puujalosteen Tehdas", email="info@puujaloste.example", phone="015 555 0199")
    return kept, away


def test_what_is_merged_away_is_in_no_list_and_all_its_keys_lead_to_the_kept_one(database: Database) -> None:
    kept, away = two(database)
    merge(database, kept, away)
    assert names_listed(database) == ["Puujaloste"]
    with database.read() as uow:
        for text in ("Puujalosteen Tehdas", "tehdas", str(away), "puujaloste"):
            assert organisations.find_actor(uow, text) == kept
        shown = card.card(uow, away, key=KEY, today=TODAY, language="en", limits=LIMITS)
        assert (shown.actor_id, shown.facts.name) == (kept, "Puujaloste")
        assert "Puujalosteen Tehdas" in shown.facts.other_names
        assert organisations.page(uow, OrganisationFilter(query="tehdas")).rows[0].actor_id == kept
    with office.working(database) as uow:
        assert organisations.ours(uow, away).actor_id == kept


def test_each_field_shows_both_values_with_source_and_date_and_the_newest_by_a_person_counts(
    database: Database,
) -> None:
    kept, away = two(database)
    later = NOW.replace(day=12)
    with office.working(database, now=later) as uow:
        edits.edit(uow, key_of(database, away), website="tehdas.example")
        edits.edit(uow, key_of(database, kept), website="puujaloste.example", description="Sahaa")
    with database.read() as uow:
        shown = {field.field: field for field in merging.preview(uow, kept, away).fields}
    assert (shown["phone"].kept.value, shown["phone"].away.value) == ("+358155550100", "+358155550199")
    assert (shown["phone"].kept.who, shown["phone"].kept.on) == ("Maija Kokeilija", TODAY)
    assert shown["phone"].taken is Part.KEPT  # a tie
    assert shown["email"].taken is Part.AWAY  # the only one
    assert shown["website"].kept.on == date(2026, 3, 12)

    merge(database, kept, away, {"phone": "away", "website": "other.example"})
    with database.read() as uow:
        row = row_of(uow, kept)
        values = (row.name, row.phone, row.email, row.website, row.domain, row.description)
    assert values == (
        *("Puujaloste", "+358155550199", "info@puujaloste.example", "https://other.example", "other.example", "Sahaa"),
    )


def test_the_register_counts_for_more_than_a_file_and_a_file_for_more_than_a_page(database: Database) -> None:
    with office.working(database) as uow:
        uow.entry("import", say("Import"))
        by_file = uow.insert(Organisation(name="Puujaloste", website="https://list.example", created_at=NOW))
        uow.update(by_file, actor_id=1_000_000_000 + (by_file.id or 0))
        office.add_record(uow, by_file.id, {"name": "Puujaloste", "website": "https://list.example"})
    with database.write(now=NOW) as uow:
        from db.models import ImportRun, RegistryCompany

        run = ImportRun(kind="file", source="jasenet.xlsx", state="done", started_at=NOW)
        uow.session.add(run)
        uow.session.flush()
        for record in uow.session.exec(select(SourceRecord)):
            record.run_id = run.id or 0
            uow.session.add(record)
        company = uow.session.get(RegistryCompany, actor(IDS[0]))
        assert company is not None
        company.website = "www.register.example"
        uow.session.add(company)
    with database.read() as uow:
        shown = {f.field: f for f in merging.preview(uow, by_file.actor_id or 0, actor(IDS[0])).fields}
    assert (shown["website"].kept.source, str(shown["website"].away.source)) == ("jasenet.xlsx", "register")
    assert shown["website"].taken is Part.AWAY
    assert (shown["business_id"].taken, shown["business_id"].choosable) == (Part.AWAY, False)


def test_two_business_ids_are_never_merged(database: Database) -> None:
    with pytest.raises(Refused, match="The Business IDs differ"), office.working(database) as uow:
        merging.merge(uow, actor(IDS[0]), actor(IDS[1]))
    with database.read() as uow:
        assert "The Business IDs differ" in str(merging.preview(uow, actor(IDS[0]), actor(IDS[1])).refused)
    kept = add(database, "Puujaloste")
    with pytest.raises(Refused, match="one organisation already"), office.working(database) as uow:
        merging.merge(uow, kept, kept)


@pytest.mark.parametrize("register_is_kept", [True, False])
def test_the_business_id_stays_with_whichever_is_kept_and_goes_back_when_they_part(
    database: Database, register_is_kept: bool
) -> None:
    ours = add(database, "Puujaloste", phone="015 555 0100")
    company = actor(IDS[0])
    kept, away = (company, ours) if register_is_kept else (ours, company)
    merge_id = merge(database, kept, away)
    with database.read() as uow:
        row = row_of(uow, company)
        assert (row.business_id, row.phone, row.merged_into) == (IDS[0], "+358155550100", None)
        assert {organisations.find_actor(uow, t) for t in (IDS[0], str(ours), "Puujaloste")} == {company}
        assert organisations.page(uow, OrganisationFilter()).total == 2  # ours and Kaarna
    unmerge(database, merge_id)
    with database.read() as uow:
        assert (row_of(uow, ours).business_id, row_of(uow, ours).phone) == (None, "+358155550100")
        assert (row_of(uow, company).business_id, row_of(uow, company).phone) == (IDS[0], "")
        assert organisations.page(uow, OrganisationFilter()).total == 3


def test_a_judgement_that_they_are_different_is_in_the_way_until_it_is_taken_back(database: Database) -> None:
    kept, away = two(database)
    with office.working(database) as uow:
        uow.entry("review", say("Different"))
        judgements.note(uow, actor_node(kept), actor_node(away), Judgement.DIFFERENT)
    with pytest.raises(Refused, match="Judged different by Maija Kokeilija on 2026-03-10"):
        merge(database, kept, away)
    merge_id = merge(database, kept, away, although_different=True)
    unmerge(database, merge_id)
    with database.read() as uow:
        said = judgements.judgements_on(uow, actor_node(kept))
        assert said[away] is Judgement.DIFFERENT
    with pytest.raises(Refused, match="Judged different"):
        merge(database, kept, away)


def test_a_judgement_on_a_record_of_the_other_is_in_the_way_for_good(database: Database) -> None:
    kept, away = two(database)
    with office.working(database) as uow:
        uow.entry("review", say("Different"))
        office.add_record(uow, key_of(database, away), {"name": "Puujalosteen Tehdas"})
        judgements.note(uow, actor_node(kept), "record jasenet.xlsx|esimerkki@row 12", Judgement.DIFFERENT)
    with pytest.raises(Refused, match="judged different before: Puujaloste, Puujalosteen Tehdas"):
        merge(database, kept, away, although_different=True)


def test_cases_for_one_need_become_one_with_both_histories_and_part_again(database: Database) -> None:
    kept, away = two(database)
    first, second = open_case(database, kept), open_case(database, away)
    log(database, key_of(database, kept), "first call", first)
    log(database, key_of(database, away), "second call", second)
    move(database, second, Stage.CONTACTED)
    with office.working(database) as uow:
        contact.add_task(uow, second, "visit", date(2026, 3, 20))
    merge_id = merge(database, kept, away)

    with database.read() as uow:
        shown = card.card(uow, kept, key=KEY, today=TODAY, language="en", limits=LIMITS)
        (case,) = shown.cases
        assert (case.case_id, case.stage) == (first, Stage.CONTACTED)
        assert case.next_task is not None
        assert case.next_task.title == "visit"
        assert sorted(line.text for line in shown.timeline if line.touchpoint_id) == ["first call", "second call"]
        assert cases.case(uow, second, today=TODAY, language="en", limits=LIMITS).case_id == first
        page = cases.page(uow, today=TODAY, language="en", limits=LIMITS)
        assert (page.total, len(page.rows)) == (1, 1)
        assert cases.stage_counts(uow)[Stage.SELECTED] == 0

    unmerge(database, merge_id)
    with database.read() as uow:
        by_case = {row.id: row for row in uow.session.exec(select(Case))}
        assert (by_case[first].stage, by_case[second].stage) == ("selected", "contacted")
        assert (by_case[first].organisation_id, by_case[second].organisation_id) == (
            key_of(database, kept),
            key_of(database, away),
        )
        stages = [
            (row.case_id, row.to_stage) for row in uow.session.exec(select(Transition).order_by(col(Transition.id)))
        ]
        assert stages == [(first, "selected"), (second, "selected"), (second, "contacted")]
        assert [row.case_id for row in uow.session.exec(select(Task))] == [second]
        contacts = [
            (row.text, row.case_id) for row in uow.session.exec(select(Touchpoint).order_by(col(Touchpoint.id)))
        ]
        assert contacts == [("first call", first), ("second call", second)]


def test_a_stage_move_made_since_goes_to_the_case_that_it_went_on_from(database: Database) -> None:
    kept, away = two(database)
    first, second = open_case(database, kept), open_case(database, away)
    log(database, key_of(database, away), "call", second)
    log(database, key_of(database, away), "answer", second, direction=Direction.INBOUND)
    move(database, second, Stage.CONTACTED)
    merge_id = merge(database, kept, away)
    move(database, first, Stage.IN_DIALOGUE)
    with database.read() as uow:
        (line,) = [li for li in merging.unmerge_preview(uow, merge_id).lines if li.key.startswith("transition")]
        assert (line.to, line.choosable) == (Part.AWAY, True)

    with database.read() as uow:
        before = {row.id: row.stage for row in uow.session.exec(select(Case))}
    assert before[first] == "in_dialogue"
    with office.working(database) as uow:
        merging.unmerge(uow, merge_id, {line.key: "kept"})
    with database.read() as uow:
        assert {row.id: row.stage for row in uow.session.exec(select(Case))} == {
            first: "in_dialogue",
            second: "contacted",
        }
    with office.working(database) as uow:
        undo.undo_last(uow)
    unmerge(database, merge_id)
    with database.read() as uow:
        assert {row.id: row.stage for row in uow.session.exec(select(Case))} == {
            first: "selected",
            second: "in_dialogue",
        }


def test_equal_persons_are_one_and_part_again_and_others_are_kept_both(database: Database) -> None:
    kept, away = two(database)
    with office.working(database) as uow:
        for actor_id, name, email in (
            (kept, "Testi Henkilö", ""),
            (away, "TESTI HENKILÖ", "testi@example.com"),
            (away, "Toinen Henkilö", "testi@example.com"),
        ):
            people.add_person(uow, row_of(uow, actor_id).id or 0, name=name, email=email, source="list")
    log(database, key_of(database, away), "called the person", person_id=2)
    merge_id = merge(database, kept, away)
    with database.read() as uow:
        shown = [(p.person_id, p.name, p.email) for p in card.people(uow, key_of(database, kept), key=KEY)]
        assert shown == [(1, "Testi Henkilö", "testi@example.com"), (3, "Toinen Henkilö", "testi@example.com")]
        assert uow.session.exec(select(Touchpoint)).one().person_id == 1
    with office.working(database) as uow:
        people.edit_person(uow, 1, role="manager")
    unmerge(database, merge_id)
    with database.read() as uow:
        found = {p.id: (p.organisation_id, p.name, p.email, p.role) for p in uow.session.exec(select(Person))}
        mine, theirs = key_of(database, kept), key_of(database, away)
        assert found == {
            1: (mine, "Testi Henkilö", "", "manager"),
            2: (theirs, "TESTI HENKILÖ", "testi@example.com", ""),
            3: (theirs, "Toinen Henkilö", "testi@example.com", ""),
        }
        assert uow.session.exec(select(Touchpoint)).one().person_id == 2


def test_sites_competences_names_and_verdicts_of_both_are_there_once(database: Database) -> None:
    kept, away = two(database)
    with office.working(database) as uow:
        for actor_id in (kept, away):
            row_id = row_of(uow, actor_id).id or 0
            edits.add_site(uow, row_id, municipality_code="Raahe", street="Tehtaankatu 1")
            edits.add_competence(uow, row_id, "Liimapuu", confirmed=actor_id == away)
            candidates.judge(uow, 2, actor_id, Verdict.DOES_NOT_FIT, key=KEY, reason="too_small")
    merge_id = merge(database, kept, away)
    with database.read() as uow:
        shown = card.card(uow, kept, key=KEY, today=TODAY, language="en", limits=LIMITS)
        assert ([s.street for s in shown.sites], [(c.tag, c.confirmed_by) for c in shown.competences]) == (
            ["Tehtaankatu 1"],
            [("Liimapuu", "Maija Kokeilija")],
        )
        standing = [v for v in of(uow, NeedVerdict, key_of(database, kept)) if v.current]
        assert [verdict.id for verdict in standing] == [2]
    unmerge(database, merge_id)
    with database.read() as uow:
        for actor_id, confirmed in ((kept, None), (away, 1)):
            row_id = key_of(database, actor_id)
            assert [site.street for site in of(uow, Site, row_id)] == ["Tehtaankatu 1"]
            assert [one.confirmed_by for one in of(uow, Competence, row_id)] == [confirmed]
            assert [verdict.current for verdict in of(uow, NeedVerdict, row_id)] == [True]
            assert len(of(uow, OrganisationAlias, row_id)) == 1


def test_the_preview_tells_where_each_thing_goes_and_one_may_say_otherwise(database: Database) -> None:
    kept, away = two(database)
    theirs = open_case(database, away, 2)
    merge_id = merge(database, kept, away)
    mine = key_of(database, kept)
    log(database, mine, "about the plant", theirs)
    log(database, mine, "about both")
    with office.working(database) as uow:
        edits.edit(uow, mine, description="Changed since")
    with database.read() as uow:
        seen = merging.unmerge_preview(uow, merge_id)
    assert [(line.key, line.to.value, str(line.why)) for line in seen.lines] == [
        ("field:description", "kept", "changed since"),
        ("touchpoint:1", "away", "its case"),
        ("touchpoint:2", "kept", "nothing tells otherwise"),
    ]
    assert [str(line) for line in seen.summary] == [
        "1 contact → Puujalosteen Tehdas: its case",
        "1 contact → Puujaloste: nothing tells otherwise",
        "1 value → Puujaloste: changed since",
    ]
    assert "1 case" in [str(line) for line in seen.back]
    with pytest.raises(BadInput, match="no such line"):
        unmerge(database, merge_id, {"touchpoint:99": "away"})
    with pytest.raises(BadInput, match="kept or away"):
        unmerge(database, merge_id, {"touchpoint:1": "both"})

    unmerge(database, merge_id, {"touchpoint:1": "kept", "touchpoint:2": "away", "field:description": "away"})
    with database.read() as uow:
        assert [(t.text, t.case_id) for t in of(uow, Touchpoint, mine)] == [("about the plant", None)]
        assert [(t.text, t.case_id) for t in of(uow, Touchpoint, key_of(database, away))] == [("about both", None)]
        assert [row_of(uow, one).description for one in (kept, away)] == ["", "Changed since"]


def test_a_record_that_came_since_goes_to_whom_it_names_and_stays_there(database: Database) -> None:
    kept, away = two(database)
    merge_id = merge(database, kept, away)
    with office.working(database) as uow:
        uow.entry("import", say("Import"))
        for name in ("Puujalosteen Tehdas", "Jotain muuta"):
            number = office.add_record(uow, key_of(database, kept), {"name": name})
            record = uow.find(SourceRecord, number)
            record.identity = name
            judgements.note(uow, actor_node(kept), f"record jasenet.xlsx|{name}", Judgement.SAME, by_rule=True)
    unmerge(database, merge_id)
    with database.read() as uow:
        found = {r.candidate["name"]: r.organisation_id for r in uow.session.exec(select(SourceRecord))}
        assert found == {
            "Puujalosteen Tehdas": key_of(database, away),
            "Jotain muuta": key_of(database, kept),
        }
        said = judgements.judgements_on(uow, "record jasenet.xlsx|Puujalosteen Tehdas")
        assert said == {kept: Judgement.DIFFERENT, away: Judgement.SAME}


def test_nested_merges_part_in_any_order(database: Database) -> None:
    for inner_first in (True, False):
        names = [f"{name}{inner_first}" for name in ("Alfa", "Beeta", "Gamma")]
        a, b, c = (add(database, name, description=name) for name in names)
        ids = [key_of(database, one) for one in (a, b, c)]
        opened = [open_case_without_gate(database, one) for one in ids]
        inner = merge(database, a, b, {"description": "away"})
        outer = merge(database, c, a, {"description": "away"})
        with database.read() as uow:
            assert row_of(uow, c).description == names[1]
            assert [case.id for case in of(uow, Case, ids[2])] == [opened[2]]
        for merge_id in (inner, outer) if inner_first else (outer, inner):
            unmerge(database, merge_id)
        with database.read() as uow:
            assert [row_of(uow, one).description for one in (a, b, c)] == names
            assert [[case.id for case in of(uow, Case, one)] for one in ids] == [[case] for case in opened]
            assert [row_of(uow, one).merged_into for one in (a, b, c)] == [None] * 3


def open_case_without_gate(database: Database, organisation_id: int, need_id: int = 1) -> int:
    with office.working(database) as uow:
        uow.entry("verdict", say("Case"))
        case = Case(
            organisation_id=organisation_id,
            need_id=need_id,
            town_code=office.SAVONLINNA,
            stage="selected",
            stage_since=TODAY,
            opened_at=NOW,
        )
        return uow.insert(case).id or 0


def test_cases_of_three_stay_one_when_the_one_that_stood_for_them_leaves(database: Database) -> None:
    kept, b, c = (add(database, name) for name in ("Alfa", "Beeta", "Gamma"))
    opened = [open_case_without_gate(database, key_of(database, one)) for one in (b, c)]
    first, _ = merge(database, kept, b), merge(database, kept, c)
    with database.read() as uow:
        assert [case.id for case in of(uow, Case, key_of(database, kept))] == [opened[0]]
    unmerge(database, first)
    with database.read() as uow:
        assert [case.id for case in of(uow, Case, key_of(database, b))] == [opened[0]]
        assert [case.id for case in of(uow, Case, key_of(database, kept))] == [opened[1]]


def test_undo_takes_a_fresh_merge_back_and_points_to_parting_once_something_is_built_on_it(database: Database) -> None:
    kept, away = two(database)
    first, second = open_case(database, kept), open_case(database, away)
    before = state(database)
    merge_id = merge(database, kept, away, {"name": "away", "phone": "away"})
    with office.working(database) as uow:
        undo.undo_last(uow)
    assert state(database) == before

    merge_id = merge(database, kept, away)
    log(database, key_of(database, kept), "since", first)
    with office.working(database) as uow:
        undo.undo_last(uow)  # the contact, then the merge
        undo_entry = undo.last_undoable(uow, 1)
        assert undo_entry is not None
        assert "was merged into" in str(undo_entry.text)
    with database.write(now=NOW, adviser_id=None) as uow:
        contact.log(uow, organisation_id=key_of(database, kept), case_id=first, touch=touch(text="since"), key=KEY)
    with pytest.raises(Refused, match=f"outreach organisation unmerge {merge_id}"), office.working(database) as uow:
        undo.undo_last(uow)
    assert second


def state(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """What people see of all tables that merges touch; versions and what was taken back left out."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with database.read() as uow:
        for model in (
            *(Organisation, OrganisationAlias, Competence, Site, Person, SourceRecord, NeedVerdict, Case),
            *(Touchpoint, Task, Transition),
        ):
            table = table_of(model)
            columns = [column for column in table.columns if column.name not in ("version", "domain")]
            rows = uow.session.execute(select(*columns).order_by(table.c.id))
            found[table.name] = [tuple(row) for row in rows]
    return found


def test_a_merge_and_its_end_leave_all_as_it_was_and_undo_merges_them_again(database: Database) -> None:
    kept, away = two(database)
    cases_opened = open_case(database, kept), open_case(database, away)
    log(database, key_of(database, away), "call", cases_opened[1])
    move(database, cases_opened[1], Stage.CONTACTED)
    before = state(database)
    merge_id = merge(database, kept, away, {"name": "away", "owner": "away"})
    merged = state(database)
    unmerge(database, merge_id)
    assert state(database) == before
    with office.working(database) as uow:
        undo.undo_last(uow)
    assert state(database) == merged
    unmerge(database, merge_id)
    assert state(database) == before


def test_a_do_not_contact_entry_holds_for_the_whole_and_nothing_lifts_it(database: Database) -> None:
    kept, away = two(database)
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, organisation_id=row_of(uow, away).id)
    merge_id = merge(database, kept, away)

    def banned() -> set[int]:
        with database.read() as uow:
            return privacy.is_suppressed(uow, KEY, [kept, away])

    assert kept in banned()
    with office.working(database) as uow:
        assert "do-not-contact" in str(undo.undo_last(uow).kept)
    assert banned() == {kept, away}
    merge_id = merge(database, kept, away)
    assert "Do-not-contact entries stay" in unmerge(database, merge_id)
    assert banned() == {kept, away}


def test_a_ban_entered_since_holds_for_both_after_they_part(database: Database) -> None:
    kept, away = two(database)
    merge_id = merge(database, kept, away)
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, organisation_id=row_of(uow, kept).id)
    unmerge(database, merge_id)
    with database.read() as uow:
        assert privacy.is_suppressed(uow, KEY, [kept, away]) == {kept, away}


def test_two_who_merge_at_once_are_told(database: Database) -> None:
    kept, away = two(database)
    with database.read() as uow:
        seen = merging.preview(uow, kept, away)
    with office.working(database) as uow:
        edits.edit(uow, key_of(database, away), description="new")
    with pytest.raises(Conflict):
        merge(database, kept, away, expected=(seen.kept.version, seen.away.version))
    merge_id = merge(database, kept, away)
    with database.read() as uow:
        version = merging.unmerge_preview(uow, merge_id).version
    unmerge(database, merge_id)
    with pytest.raises(Refused, match="taken apart already"), office.working(database) as uow:
        merging.unmerge(uow, merge_id, expected=version)


def test_the_judgements_of_a_merge_and_its_end_are_edges_of_a_person(database: Database) -> None:
    kept, away = two(database)
    merge_id = merge(database, kept, away)
    unmerge(database, merge_id)
    with database.read() as uow:
        said = [(row.judgement, row.decided_by) for row in uow.session.exec(select(LinkDecision))]
    assert said == [("same", 1), ("different", 1)]


def test_who_has_no_name_yet_merges_nothing(database: Database) -> None:
    kept, away = two(database)
    with pytest.raises(Refused, match="outreach init"), database.write(now=NOW) as uow:
        merging.merge(uow, kept, away)


def test_bad_choices_are_told(database: Database) -> None:
    kept, away = two(database)
    for choices, words in (
        ({"colour": "kept"}, "There is no such choice: colour"),
        ({"phone": "12"}, "This is not a phone number"),
        ({"owner": "Maija"}, "kept or away"),
    ):
        with pytest.raises(BadInput, match=words):
            merge(database, kept, away, choices)


def test_a_screen_that_was_read_before_the_merge_writes_to_the_one_that_stands(database: Database) -> None:
    kept, away = two(database)
    first, second = open_case(database, kept), open_case(database, away)
    theirs = key_of(database, away)
    merge(database, kept, away)
    log(database, theirs, "late", second)
    with office.working(database) as uow:
        contact.set_next_step(uow, second, "call back", date(2026, 4, 1))
        edits.add_site(uow, theirs, municipality_code="Raahe")
        people.add_person(uow, theirs, name="Testi Henkilö", source="call")
    with database.read() as uow:
        mine = key_of(database, kept)
        assert [(t.text, t.case_id) for t in of(uow, Touchpoint, mine)] == [("late", first)]
        assert uow.session.exec(select(Task)).one().case_id == first
        assert (len(of(uow, Site, mine)), len(of(uow, Person, mine))) == (1, 1)
