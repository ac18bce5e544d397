"""Any sequence of merging, editing and parting ends where it should: as if each had stayed by itself all the time."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from db.engine import Database, open_database
from db.models import (
    Case,
    Competence,
    MergeRow,
    Need,
    NeedVerdict,
    Organisation,
    OrganisationAlias,
    Person,
    Site,
    Task,
    Touchpoint,
    Transition,
)
from db.queries import merging as queries
from db.unit import Write, table_of
from outreach.services import candidates, contact, edits, merging, organisations, people, undo
from outreach.services.edits import OWN_NAME
from outreach.terms.merging import Part
from outreach.terms.message import say
from outreach.terms.views import TouchInput
from outreach.terms.work import Direction, Stage, TouchKind, Verdict
from tests.services import office
from tests.services.merging_model import Joined, Model, Thing
from tests.services.office import KEY, NOW, TODAY, registered

BUSINESS_ID = office.business_ids(1)[0]
NAMES = ("", "Alfa", "Beeta", "Gamma")  # the first is a company of the register
NEEDS = (1, 2)
FIELDS = ("name", "description", "email")
MODELS: dict[str, Any] = {
    str(model.__tablename__): model
    for model in (Case, Competence, NeedVerdict, Person, Site, Task, Touchpoint, Transition)
}
STAGES = [stage.value for stage in Stage if stage is not Stage.IDENTIFIED]
some = st.integers(0, 99)
EXAMPLES, STEPS = 8, 16


class Merging(RuleBasedStateMachine):
    template: Path
    folder: Path
    runs = 0

    @initialize()
    def start(self) -> None:
        type(self).runs += 1
        path = self.folder / f"{self.runs}.sqlite3"
        shutil.copyfile(self.template, path)
        self.database: Database = open_database(f"sqlite:///{path.as_posix()}")
        self.model, self.count = Model(), 0
        office.open_office(self.database, [registered(BUSINESS_ID, "Puujaloste Esimerkki Oy")])
        with office.working(self.database) as uow:
            for title in ("Puurakentaminen", "Koneautomaatio"):
                uow.session.add(Need(town_code=office.SAVONLINNA, title_fi=title, title_sv="", title_en="", spec={}))
            for name in NAMES:
                if name:
                    row_id = organisations.ours(uow, edits.add(uow, {"name": name})).id or 0
                else:
                    row_id = office.ours(uow, BUSINESS_ID)
                self.model.fields[row_id] = {"name": name, "description": "", "email": ""}
        self.registered = min(self.model.fields)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            while self.model.merges:
                self._unmerge(self.model.merges[len(self.model.merges) // 2])
            self.what_each_shows_is_what_its_tree_has()
            self._each_has_its_own()
            self.database.close()

    # What people do

    @rule(first=some, second=some, taken=st.sets(st.sampled_from(FIELDS)))
    def merge(self, first: int, second: int, taken: set[str]) -> None:
        roots = self.model.roots()
        kept, away = roots[first % len(roots)], roots[second % len(roots)]
        if kept != away:
            choices = {name: Part.AWAY.value if name in taken else Part.KEPT.value for name in FIELDS}
            with self._working() as uow:
                merging.merge(uow, self._actor(uow, kept), self._actor(uow, away), choices, although_different=True)
                key = merging.merges(uow)[0].merge_id
            self.model.merges.append(Joined(key, kept, away, self.model.tick(), frozenset(taken)))

    @precondition(lambda self: self.model.merges)
    @rule(which=some)
    def unmerge(self, which: int) -> None:
        self._unmerge(self.model.merges[which % len(self.model.merges)])

    @precondition(lambda self: self.model.merges)
    @rule(which=some)
    def unmerge_and_undo(self, which: int) -> None:
        merge, before = self.model.merges[which % len(self.model.merges)], self._state()
        with self._working() as uow:
            merging.unmerge(uow, merge.key)
        with self._working() as uow:
            undo.undo_last(uow)
        assert self._state() == before

    @rule(first=some, second=some)
    def merge_and_undo(self, first: int, second: int) -> None:
        roots, before = self.model.roots(), self._state()
        kept, away = roots[first % len(roots)], roots[second % len(roots)]
        if kept != away:
            with self._working() as uow:
                merging.merge(uow, self._actor(uow, kept), self._actor(uow, away), although_different=True)
            with self._working() as uow:
                undo.undo_last(uow)
            assert self._state() == before

    @rule(which=some, name=st.sampled_from(FIELDS))
    def edit(self, which: int, name: str) -> None:
        root, value = self._root(which), f"{name}{self._next()}"
        value = f"{value}@example.com" if name == "email" else value
        with self._working() as uow:
            edits.edit(uow, root, None, **{name: value})
        self.model.edit(root, name, value)

    @rule(which=some, need=st.sampled_from(NEEDS))
    def open_case(self, which: int, need: int) -> None:
        root = self._root(which)
        if not self.model.group(root, need):
            row = Case(
                organisation_id=root,
                need_id=need,
                town_code=office.SAVONLINNA,
                stage=Stage.SELECTED.value,
                stage_since=TODAY,
                opened_at=NOW,
            )
            self._insert("case", row, root, need=need, values={"stage": row.stage})

    @rule(which=some, need=st.sampled_from(NEEDS), stage=st.sampled_from(STAGES))
    def move(self, which: int, need: int, stage: str) -> None:
        root = self._root(which)
        group, shown = self.model.group(root, need), self._shown_case(root, need)
        mover = self.model.lead(group, shown) if group and shown is not None else None
        if mover is None or shown is None:
            return
        with self._working() as uow:
            uow.entry("stage", say("Stage"))
            case = uow.find(Case, shown)
            if case.stage == stage:
                return
            move = Transition(
                case_id=shown, from_stage=case.stage, to_stage=stage, happened_on=TODAY, decided_at=NOW, evidence={}
            )
            uow.update(case, stage=stage, stage_since=TODAY, reason=f"because {self._next()}")
            key = uow.insert(move).id or 0
        self.model.move(mover, group, stage)
        self.model.moves[key] = mover.key

    @rule(which=some, need=st.sampled_from((0, *NEEDS)))
    def log(self, which: int, need: int) -> None:
        root = self._root(which)
        case = self._shown_case(root, need)
        touch = TouchInput(kind=TouchKind.NOTE, direction=Direction.OUTBOUND, on=TODAY, text="")
        with self._working() as uow:
            key = contact.log(uow, organisation_id=root, case_id=case, touch=touch, key=KEY)
        self._came("touchpoint", key, root, case=case)

    @rule(which=some, need=st.sampled_from(NEEDS))
    def add_task(self, which: int, need: int) -> None:
        root = self._root(which)
        case = self._shown_case(root, need)
        if case is not None:
            with self._working() as uow:
                key = contact.add_task(uow, case, "call", TODAY)
            group = self.model.group(root, need)
            self._came("task", key, root if len(group) > 1 else self.model.things["case", case].home, case=case)

    @rule(which=some, need=st.sampled_from(NEEDS))
    def judge(self, which: int, need: int) -> None:
        root = self._root(which)
        if not self.model.group(root, need):
            with self._working() as uow:
                candidates.judge(uow, need, self._actor(uow, root), Verdict.LATER, key=KEY)
                key = uow.session.exec(select(NeedVerdict.id).order_by(col(NeedVerdict.id).desc())).first() or 0
            self._came("need_verdict", key, root, need=need)

    @rule(which=some, name=st.sampled_from(("Testi Henkilö", "Toinen Henkilö")), email=st.booleans())
    def add_person(self, which: int, name: str, email: bool) -> None:
        root, address = self._root(which), "testi@example.com" if email else ""
        with self._working() as uow:
            key = people.add_person(uow, root, name=name, email=address, source="list")
        self._came("person", key, root, values={"name": name, "email": address, "role": ""})

    @rule(which=some, place=st.sampled_from(("Raahe", "Heinola")))
    def add_site(self, which: int, place: str) -> None:
        root = self._root(which)
        with self._working() as uow:
            key = edits.add_site(uow, root, municipality_code=place, street="Tehtaankatu 1")
        self._came("site", key, root)

    @rule(which=some, confirmed=st.booleans())
    def add_competence(self, which: int, confirmed: bool) -> None:
        root = self._root(which)
        with self._working() as uow:
            if uow.session.exec(select(Competence).where(Competence.organisation_id == root)).first() is not None:
                return
            key = edits.add_competence(uow, root, "Liimapuu", confirmed=confirmed)
        self._came("competence", key, root, values={"confirmed": confirmed})

    @rule(which=some, other=some)
    def edit_person(self, which: int, other: int) -> None:
        rows = self._visible(Person, self._root(which))
        if rows:
            key, role = rows[other % len(rows)], f"role {self._next()}"
            with self._working() as uow:
                people.edit_person(uow, key, role=role)
            self.model.things["person", key].values["role"] = role

    @rule(which=some, table=st.sampled_from(("site", "competence")))
    def remove(self, which: int, table: str) -> None:
        rows = self._visible(MODELS[table], self._root(which))
        if rows:
            with self._working() as uow:
                (edits.remove_site if table == "site" else edits.remove_competence)(uow, rows[0])
            del self.model.things[table, rows[0]]

    # What must hold

    @invariant()
    def what_each_shows_is_what_its_tree_has(self) -> None:
        if not hasattr(self, "database"):
            return
        model = self.model
        with self.database.read() as uow:
            rows = {row.id or 0: row for row in uow.session.exec(select(Organisation))}
            assert sorted(key for key, row in rows.items() if row.merged_into is None) == model.roots()
            assert queries.astray(uow.session) == []
            for root in model.roots():
                assert {name: getattr(rows[root], name) for name in FIELDS} == {
                    name: model.shown(root, name) for name in FIELDS
                }
                holds = model.root(self.registered) == root
                assert rows[root].business_id == (BUSINESS_ID if holds else None)
            for table in ("touchpoint", "need_verdict"):
                found = {r.id: r.organisation_id for r in uow.session.exec(select(MODELS[table]))}
                assert found == {thing.key: model.root(thing.home) for thing in model.of(table)}
            shown = {
                row.id or 0: row
                for row in uow.session.exec(select(Case))
                if rows[row.organisation_id].merged_into is None
            }
            groups = {(root, need): model.group(root, need) for root in model.roots() for need in NEEDS}
            assert sorted((row.organisation_id, row.need_id) for row in shown.values()) == sorted(
                key for key, group in groups.items() if group
            )
            for row in shown.values():
                group = groups[row.organisation_id, row.need_id]
                keys = {case.key for case in group}
                assert row.id in keys
                lead = model.lead(group, row.id or 0) or model.lead(group, group[0].key)
                stages = {case.values["stage"] for case in group} if lead is None else {lead.values["stage"]}
                assert row.stage in stages
            for table in ("touchpoint", "task"):
                for one in uow.session.exec(select(MODELS[table])):
                    thing = model.things[table, one.id]
                    wanted = model.things["case", thing.case] if thing.case is not None else None
                    here = shown[one.case_id] if one.case_id is not None else None
                    assert (here and (here.organisation_id, here.need_id)) == (
                        wanted and (model.root(wanted.home), wanted.need)
                    )
            for root in model.roots():
                for need in NEEDS:
                    verdicts = [v for v in model.of("need_verdict", root) if v.need == need]
                    current = uow.session.exec(
                        select(NeedVerdict.id).where(
                            NeedVerdict.organisation_id == root, NeedVerdict.need_id == need, col(NeedVerdict.current)
                        )
                    ).all()
                    assert list(current) == [v.key for v in verdicts[-1:]]

    def _each_has_its_own(self) -> None:
        """After all have parted: every row is where it would be had they never been one."""
        with self.database.read() as uow:
            assert uow.session.exec(select(MergeRow)).all() == []
            for table in ("person", "site", "competence", "case"):
                found = {row.id: row.organisation_id for row in uow.session.exec(select(MODELS[table]))}
                assert found == {thing.key: thing.home for thing in self.model.of(table)}
            for person in uow.session.exec(select(Person)):
                values = {"name": person.name, "email": person.email, "role": person.role}
                assert values == self.model.things["person", person.id or 0].values
            for one in uow.session.exec(select(Competence)):
                assert (one.confirmed_by is not None) == self.model.things["competence", one.id or 0].values[
                    "confirmed"
                ]
            for case in uow.session.exec(select(Case)):
                assert case.stage == self.model.things["case", case.id or 0].values["stage"]
            moves = {row.id: row.case_id for row in uow.session.exec(select(Transition))}
            assert moves == self.model.moves
            for task in uow.session.exec(select(Task)):
                assert task.case_id == self.model.things["task", task.id or 0].case
            names = [(a.organisation_id, a.name, a.source) for a in uow.session.exec(select(OrganisationAlias))]
            assert sorted(names) == sorted(
                (key, own["name"], OWN_NAME) for key, own in self.model.fields.items() if own["name"]
            )

    # Doing it

    def _working(self) -> Any:
        return office.working(self.database)

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _root(self, which: int) -> int:
        roots = self.model.roots()
        return roots[which % len(roots)]

    def _actor(self, uow: Write, organisation_id: int) -> int:
        return uow.find(Organisation, organisation_id).actor_id or 0

    def _came(self, table: str, key: int, home: int, **more: Any) -> None:
        self.model.things[table, key] = Thing(key, table, home, self.model.tick(), **more)

    def _insert(self, table: str, row: Any, home: int, **more: Any) -> None:
        with self._working() as uow:
            uow.entry(table, say("Added"))
            key = uow.insert(row).id
        self._came(table, key, home, **more)

    def _visible(self, model: Any, root: int) -> list[int]:
        with self.database.read() as uow:
            return list(uow.session.exec(select(model.id).where(model.organisation_id == root).order_by(model.id)))

    def _shown_case(self, root: int, need: int) -> int | None:
        with self.database.read() as uow:
            wanted = select(Case.id).where(Case.organisation_id == root, Case.need_id == need)
            return uow.session.exec(wanted).first()

    def _unmerge(self, merge: Joined) -> None:
        with self._working() as uow:
            merging.unmerge(uow, merge.key)

        def chosen(thing: Thing, mine: list[int]) -> int:
            with self.database.read() as uow:
                known = uow.session.exec(
                    select(MergeRow).where(MergeRow.table_name == thing.table, MergeRow.row_id == thing.key)
                ).first()
                row: Any = uow.session.get(MODELS[thing.table], thing.key)
                found = int(str((known.home.get("case_id") if known is not None else None) or row.case_id))
            assert found in mine
            return found

        self.model.part(merge, chosen)

    def _state(self) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        with self.database.read() as uow:
            for model in (Organisation, OrganisationAlias, MergeRow, *MODELS.values()):
                table = table_of(model)
                columns = [column for column in table.columns if column.name != "version"]
                rows = uow.session.execute(select(*columns).order_by(table.c.id))
                found[table.name] = [tuple(row) for row in rows]
        return found


def test_any_sequence_of_merging_editing_and_parting_ends_where_it_should(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    Merging.template, Merging.folder = request.getfixturevalue("_migrated_sqlite"), tmp_path
    run_state_machine_as_test(
        Merging,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
