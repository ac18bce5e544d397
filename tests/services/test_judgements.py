"""What people have said of records and organisations holds for all that belongs to them, on every path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import event
from sqlmodel import SQLModel, select

from db.engine import Database, open_database
from db.models import LinkDecision, Organisation, SourceRecord
from outreach.errors import Refused
from outreach.services import judgements, review, undo
from outreach.services.intake.records import record_of
from outreach.terms.linkage import actor_node, record_node
from outreach.terms.message import say
from outreach.terms.work import Judgement
from tests.services.intake_samples import KEY, NOW, SOURCE, TOWN, begin, candidate, load_register, take
from tests.services.register_samples import IDS, company

Row = TypeVar("Row", bound=SQLModel)
WOOD, OTHER = (int(number.replace("-", "")) for number in IDS[:2])
WEB = "www.esimerkkipuu.example"
LINE = candidate("Esimerkki Puu Oy", website=WEB, phone="015 555 0100")
SECOND = "jasenet.xlsx"
DIFFERENT, SAME, UNSURE = Judgement.DIFFERENT, Judgement.SAME, Judgement.UNSURE


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    begin(opened)
    load_register(
        opened,
        company(IDS[0], "Esimerkki Puu Oy", website=WEB),
        company(IDS[1], "Aivan Muu Oy"),
        company(IDS[4], "Näytteen Holding Oy"),  # the register knows the word: it tells companies apart
    )
    yield opened
    opened.close()


def rows(database: Database, model: type[Row]) -> list[Row]:
    with database.read() as uow:
        found = uow.session.exec(select(model)).all()
        uow.session.expunge_all()
        return sorted(found, key=lambda row: row.id)  # type: ignore[attr-defined]


def places(database: Database) -> list[tuple[str, int | None]]:
    """(state, actor) of each record, in the order in which they came."""
    actors = {row.id: row.actor_id for row in rows(database, Organisation)}
    return [(record.state, actors.get(record.organisation_id)) for record in rows(database, SourceRecord)]


def part(database: Database, record_id: int = 1) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        review.split(uow, record_id, key=KEY)


def say_of(database: Database, one: str, other: str, judgement: Judgement = DIFFERENT) -> None:
    with database.write(now=NOW, adviser_id=1) as uow:
        uow.entry("review", say("Judged"))
        judgements.note(uow, one, other, judgement)


def node(source: str = SOURCE, name: str = "name esimerkki puu 740") -> str:
    return record_node(source, name)


def test_a_record_like_this_is_linked_by_rule_when_nobody_has_said_otherwise(database: Database) -> None:
    take(database, LINE)
    assert places(database) == [("linked", WOOD)]


def test_different_holds_for_the_record_however_it_comes_back(database: Database) -> None:
    take(database, LINE)
    part(database)
    assert places(database)[0][1] != WOOD
    for changed in (replace(LINE, description="Uusi teksti"), replace(LINE, phone="015 555 0199"), LINE):
        take(database, changed)
        assert places(database)[0][1] != WOOD


def test_different_holds_for_a_record_of_equal_values_from_another_source(database: Database) -> None:
    take(database, LINE)
    part(database)
    take(database, replace(LINE, website=f"https://{WEB}/", phone="+358 15 555 0100"), source=SECOND)
    assert places(database)[1][1] != WOOD


def test_different_holds_against_a_business_id_that_the_list_gives_later(database: Database) -> None:
    """A person has said that it is not the holder of the ID: only a person may link it."""
    take(database, LINE)
    part(database)
    take(database, replace(LINE, business_id=IDS[0]), source=SECOND)
    assert places(database)[1][1] != WOOD


def test_different_holds_for_whatever_the_other_one_was_merged_into(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy", 9, website="www.metsakone.example"))
    mine = rows(database, Organisation)[0]
    say_of(database, node(), actor_node(mine.actor_id or 0))
    with database.write(now=NOW, adviser_id=1) as uow:
        uow.entry("merge", say("Merged"))
        kept = uow.insert(Organisation(actor_id=WOOD, business_id=IDS[0], created_at=NOW))
        uow.update(uow.find(Organisation, mine.id), merged_into=kept.id)
    take(database, LINE)
    assert places(database)[1][1] != WOOD


def test_different_from_a_record_holds_against_the_organisation_that_it_is_in(database: Database) -> None:
    take(database, LINE)
    say_of(database, node(SECOND, "name esimerkki puu 740"), node())
    take(database, replace(LINE, phone="015 555 0177"), source=SECOND)
    assert places(database)[0] == ("linked", WOOD)
    assert places(database)[1][1] != WOOD


def test_different_holds_for_what_a_person_has_called_the_same_as_the_record(database: Database) -> None:
    third = node("vuokralaiset.xlsx")
    say_of(database, node(SECOND), third, SAME)
    say_of(database, third, actor_node(WOOD))
    take(database, LINE, source=SECOND)
    assert places(database)[0][1] != WOOD


def test_different_moves_with_the_number_of_an_organisation(database: Database) -> None:
    take(database, candidate("Metsäkone Malli Oy", 9))
    mine = rows(database, Organisation)[0].actor_id or 0
    say_of(database, node(), actor_node(mine))
    with database.write(now=NOW, adviser_id=1) as uow:
        from outreach.services import edits

        edits.edit(uow, 1, business_id=IDS[2])
    with database.read() as uow:
        assert judgements.judgements_on(uow, node()) == {int(IDS[2].replace("-", "")): DIFFERENT}


def test_same_holds_for_a_record_of_equal_values_from_another_source(database: Database) -> None:
    line = candidate("Esimerkki Puu Holding Oy", website=WEB)
    take(database, line)
    assert places(database) == [("review", None)]
    with database.write(now=NOW, adviser_id=1) as uow:
        review.answer(uow, 1, WOOD, SAME, key=KEY)
    take(database, line, source=SECOND)
    assert places(database) == [("linked", WOOD), ("linked", WOOD)]


def test_same_holds_no_further_for_a_bare_name(database: Database) -> None:
    """Nothing but a name tells nobody who is meant in another list."""
    line = candidate("Puupaja Näyte", town="")
    take(database, line)
    say_of(database, node(SOURCE, "name nayte puupaja"), actor_node(OTHER), SAME)
    take(database, line, source=SECOND)
    assert places(database)[1][1] != OTHER


def test_a_link_by_rule_is_no_persons_word(database: Database) -> None:
    take(database, LINE)
    with database.read() as uow:
        record = record_of(LINE, node(SECOND), TOWN)
        assert judgements.judgements_on(uow, node(SECOND), record=record) == {}
        assert judgements.judgements_on(uow, node()) == {}


def test_the_newest_word_counts_and_an_undone_one_does_not(database: Database) -> None:
    def said() -> dict[int, Judgement]:
        with database.read() as uow:
            return judgements.judgements_on(uow, node(), {WOOD})

    assert said() == {}
    for judgement in (SAME, DIFFERENT, UNSURE):
        say_of(database, node(), actor_node(WOOD), judgement)
        assert said() == {WOOD: judgement}
    with database.write(now=NOW, adviser_id=1) as uow:
        undo.undo_last(uow)
    assert said() == {WOOD: DIFFERENT}


def test_what_keeps_two_organisations_apart_is_named(database: Database) -> None:
    take(database, LINE)
    say_of(database, node(), actor_node(OTHER))
    with database.read() as uow:
        assert judgements.apart(uow, actor_node(OTHER), actor_node(WOOD)) == (actor_node(OTHER), node())
        assert judgements.apart(uow, actor_node(WOOD), actor_node(int(IDS[2].replace("-", "")))) is None
        assert judgements.judgements_on(uow, actor_node(WOOD)) == {OTHER: DIFFERENT}


def test_a_person_cannot_join_by_one_word_what_another_has_parted(database: Database) -> None:
    """The record waits; something in the organisation was said not to be it under another name."""
    take(database, LINE)
    take(database, candidate("Esimerkki Puu Holding Oy", website=WEB), source=SECOND)
    say_of(database, node(), node(SECOND, "name esimerkki holding puu 740"))
    assert places(database)[1] == ("review", None)
    with pytest.raises(Refused, match="judged different"), database.write(now=NOW, adviser_id=1) as uow:
        review.answer(uow, 2, WOOD, SAME, key=KEY)


def test_asking_for_every_record_of_an_import_reads_what_people_said_once(database: Database) -> None:
    take(database, LINE)
    part(database)
    seen: list[str] = []

    def watch(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(database.engine, "before_cursor_execute", watch)
    for n in range(20):
        with database.read() as uow:
            line = candidate(f"Puutuote {n} Oy")
            judgements.judgements_on(uow, node(SECOND, f"name {n}"), record=record_of(line, "", TOWN))
    event.remove(database.engine, "before_cursor_execute", watch)
    questions = [sql for sql in seen if sql.lstrip().startswith("SELECT")]
    assert len([sql for sql in questions if "source_record" in sql]) <= 3
    assert len(questions) <= 2 * 20 + 10


def test_each_link_by_rule_tells_its_evidence_and_probability(database: Database) -> None:
    take(database, LINE, candidate("Aivan Uusi Tulokas Oy", 3))
    linked, founded = rows(database, LinkDecision)
    assert (linked.decided_by, linked.judgement, linked.weights_id) == (None, "same", None)
    assert linked.posterior is not None
    assert linked.posterior > 0.5
    assert {"name", "rule"} <= {line["field"] for line in linked.evidence if isinstance(line, dict)}
    assert (founded.decided_by, founded.judgement, founded.posterior) == (None, "same", 1.0)
    assert founded.one == actor_node(rows(database, Organisation)[1].actor_id or 0)
