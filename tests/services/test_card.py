"""The card of an organisation: facts of both sides, people, sources, and one history of all that happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from db.engine import Database, open_database
from db.models import NeedScore, NeedVerdict, RegistryChange, Touchpoint, Transition
from outreach.errors import NotFound
from outreach.services import card, edits, privacy
from outreach.terms.views import Card
from tests.services import office
from tests.services.office import KEY, NOW, RAAHE, TODAY, actor, registered

IDS = office.business_ids(3)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    known = registered(IDS[0], "Puujaloste Esimerkki Oy", former="Savon Jaloste Oy", swedish="Träförädling Exempel Ab")
    office.open_office(opened, [known])
    yield opened
    opened.close()


def card_of(database: Database, actor_id: int, language: str = "en") -> Card:
    with database.read() as uow:
        return card.card(uow, actor_id, key=KEY, today=TODAY, language=language, limits={})


def test_a_company_of_the_register_has_a_card_before_anybody_touches_it(database: Database) -> None:
    found = card_of(database, actor(IDS[0]))
    facts = found.facts
    assert (found.organisation_id, found.version, found.people, found.cases) == (None, None, (), ())
    assert facts == found.register
    assert (facts.name, facts.former_names, facts.other_names) == (
        "Puujaloste Esimerkki Oy",
        ("Savon Jaloste Oy",),
        ("Träförädling Exempel Ab",),
    )
    assert (facts.form_code, facts.employer, facts.street, facts.city) == ("16", True, "Olavinkatu 1", "SAVONLINNA")
    assert facts.own == frozenset()
    assert [(row.source, row.fetched_on) for row in found.sources] == [("ytj", TODAY)]
    (line,) = found.timeline
    assert (line.on, str(line.what)) == (date(2018, 12, 31), "Former name: Savon Jaloste Oy")


def test_own_values_stand_over_the_registers_and_both_are_shown(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        edits.edit(uow, organisation_id, name="Puujaloste", phone="015 555 0199", street="Nohevantie 3")

    found = card_of(database, actor(IDS[0]))
    assert found.register is not None
    assert (found.facts.name, found.register.name) == ("Puujaloste", "Puujaloste Esimerkki Oy")
    assert found.facts.own == {"name", "phone", "street"}
    assert (found.facts.street, found.facts.postcode, found.facts.city) == ("Nohevantie 3", "", "")  # no mixed address
    assert found.facts.form_code == "16"
    assert found.facts.other_names == ("Puujaloste Esimerkki Oy", "Träförädling Exempel Ab")
    assert found.version == 2


def test_the_history_merges_everything_newest_first(database: Database) -> None:
    day = date(2026, 3, 1)
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        case_id = office.add_case(uow, organisation_id, "contacted")
        person_id = edits.add_person(uow, organisation_id, name="Testi Henkilö", source="website")
        session = uow.session
        common: dict[str, Any] = {"organisation_id": organisation_id, "logged_at": NOW, "adviser_id": 1}
        touches = (
            ("call", "outbound", "no_answer", True, "rang twice", None),
            ("email", "outbound", "", True, "", person_id),
            ("email", "outbound", "", False, "", None),
            ("email", "inbound", "", False, "", None),
            ("meeting", "outbound", "", True, "", None),
        )
        for shift, (kind, direction, outcome, sent, text, person) in enumerate(touches):
            on = day + timedelta(days=shift)
            told: dict[str, Any] = {"direction": direction, "outcome": outcome, "text": text, "sent": sent}
            session.add(Touchpoint(kind=kind, happened_on=on, person_id=person, **told, **common))
        moved: dict[str, Any] = {"happened_on": day - timedelta(days=5), "decided_at": NOW, "decided_by": 1}
        moved |= {"case_id": case_id, "from_stage": "selected", "to_stage": "contacted"}
        session.add(Transition(evidence={"text": "call"}, **moved))
        decided: dict[str, Any] = {"need_id": 1, "decided_by": 1, "decided_at": NOW - timedelta(days=30)}
        decided |= {"verdict": "later", "reason": "too early", "until": date(2026, 6, 1)}
        session.add(NeedVerdict(organisation_id=organisation_id, **decided))
        change: dict[str, Any] = {"kind": "name", "before": "a", "after": "Group Oy", "seen_at": NOW}
        session.add(RegistryChange(run_id=1, company_id=actor(IDS[0]), **change))
        office.add_record(uow, organisation_id, {"name": "Puujaloste"})

    timeline = card_of(database, actor(IDS[0])).timeline
    lines = [(row.on.isoformat(), str(row.what), row.who, row.text) for row in timeline]
    who = "Maija Kokeilija"
    assert set(lines[:2]) == {
        ("2026-03-10", "Register: new name: Group Oy", "", ""),
        ("2026-03-10", "found: jasenet.xlsx", "", "row 12"),
    }
    assert lines[2:] == [
        ("2026-03-05", "Meeting", who, ""),
        ("2026-03-04", "E-mail, To us", who, ""),
        ("2026-03-03", "E-mail, draft", who, ""),
        ("2026-03-02", "E-mail, sent: Testi Henkilö", who, ""),
        ("2026-03-01", "Call, No answer", who, "rang twice"),
        ("2026-02-24", "Selected → Contacted", who, "Timber construction · call"),
        ("2026-02-08", "Later: Timber construction, until 2026-06-01", who, "too early"),
        ("2018-12-31", "Former name: Savon Jaloste Oy", "", ""),
    ]


def test_the_card_holds_cases_needs_people_competences_and_sites(database: Database) -> None:
    with office.working(database) as uow:
        organisation_id = office.ours(uow, IDS[0])
        office.add_case(uow, organisation_id, "contacted")
        uow.session.add(NeedScore(need_id=1, actor_id=actor(IDS[0]), score=80, band="A", completeness=90))
        edits.add_competence(uow, organisation_id, "CLT", confirmed=True)
        edits.add_site(uow, organisation_id, municipality_code="Raahe", note="tehdas")
        person_id = edits.add_person(uow, organisation_id, name="Testi Henkilö", source="website")
    with office.working(database) as uow:
        privacy.suppress(uow, key=KEY, person_id=person_id)

    found = card_of(database, actor(IDS[0]), language="fi")
    (case,) = found.cases
    assert (case.need_title, case.days_in_stage, case.owner) == ("Puurakentaminen", 23, "Maija Kokeilija")
    assert [(need.title, need.score, need.band.value) for need in found.needs] == [("Puurakentaminen", 80, "A")]
    (known,) = found.competences
    assert (known.tag, known.confirmed_by, known.confirmed_on) == ("CLT", "Maija Kokeilija", TODAY)
    assert [(row.municipality_code, row.note) for row in found.sites] == [(RAAHE, "tehdas")]
    (person,) = found.people
    assert (person.name, person.do_not_contact, person.notice_due) == ("Testi Henkilö", True, date(2026, 4, 10))
    assert not found.suppressed


def test_the_old_number_of_an_organisation_still_leads_to_its_card(database: Database) -> None:
    with office.working(database) as uow:
        old = edits.add(uow, {"name": "Uusi Oy"})
    with office.working(database) as uow:
        edits.edit(uow, old - 1_000_000_000, business_id=IDS[1])
    assert card_of(database, old).actor_id == actor(IDS[1])


def test_facts_are_read_in_bulk_and_unknown_actors_left_out(database: Database) -> None:
    with office.working(database) as uow:
        own = edits.add(uow, {"name": "Tmi Malli Henkilö"})
    with database.read() as uow:
        found = card.facts(uow, [actor(IDS[0]), own, actor(IDS[2])])
        with pytest.raises(NotFound):
            card.card(uow, actor(IDS[2]), key=KEY, today=TODAY, language="en", limits={})
    assert {key: facts.name for key, facts in found.items()} == {
        actor(IDS[0]): "Puujaloste Esimerkki Oy",
        own: "Tmi Malli Henkilö",
    }
    assert found[own].sole_trader
    assert found[own].active
