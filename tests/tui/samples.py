"""Made-up organisations and cases that the screens' tests show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from outreach.terms.message import say
from outreach.terms.views import (
    Card,
    CaseView,
    ChannelRule,
    CompetenceRow,
    NeedScoreRow,
    NewsRow,
    OrganisationFacts,
    OrganisationRow,
    PersonRow,
    SiteRow,
    SourceRow,
    TaskRow,
    TimelineRow,
    TodayRow,
    TodayView,
)
from outreach.terms.work import Band, Channel, Stage, TouchKind

TODAY = date(2026, 3, 10)
MAY = say("May be used: {rule}", rule=say("a general mailbox"))
MAY_NOT = say("May not be used: {rule}", rule=say("do-not-contact entry"))


def today_row(
    number: int, name: str, stage: Stage = Stage.CONTACTED, *, task: str = "", due: date = TODAY, over: bool = False
) -> TodayRow:
    return TodayRow(
        case_id=number,
        actor_id=1000 + number,
        organisation=name,
        stage=stage,
        days_in_stage=23,
        limit_days=14 if over else None,
        task=TaskRow(number, number, task, due) if task else None,
        town_code="740",
    )


def day(name: str = "Puujaloste Esimerkki Oy", extra: int = 0) -> TodayView:
    """A morning with something in every section; `extra` more cases without a next step."""
    return TodayView(
        on=TODAY,
        overdue=(
            today_row(1, name, task="call back", due=date(2026, 3, 3), over=True),
            today_row(2, "Savon Kuituteknologia Oy", Stage.IN_DIALOGUE, task="send minutes", due=date(2026, 3, 6)),
        ),
        due=(today_row(3, "Kerimäen Konepaja Oy", Stage.IN_DIALOGUE, task="ask for ECCP consent"),),
        no_next=tuple(today_row(10 + n, f"Biohiili Näyte {n} Oy") for n in range(1 + extra)),
        revisit=(),
        news=(NewsRow(4, 1004, "Sahalaite Malli Oy", say("New name: {name}", name="Sahalaite Group Oy"), TODAY),),
        notice_due=1,
        candidates_waiting=30,
        duplicates_waiting=5,
    )


NOTHING = replace(
    day(), overdue=(), due=(), no_next=(), news=(), notice_due=0, candidates_waiting=0, duplicates_waiting=0
)


def case(number: int = 1, name: str = "Puujaloste Esimerkki Oy", town: str = "740") -> CaseView:
    return CaseView(
        case_id=number,
        organisation_id=number,
        actor_id=1000 + number,
        organisation=name,
        town_code=town,
        need_id=1,
        need_title="timber-construction automation",
        stage=Stage.CONTACTED,
        stage_since=date(2026, 2, 15),
        days_in_stage=23,
        limit_days=14,
        owner="Maija Kokeilija",
        next_task=TaskRow(1, number, "call back", date(2026, 3, 3)),
        last_contact=date(2026, 2, 15),
        last_contact_kind=TouchKind.CALL,
        revisit_on=None,
        version=1,
    )


def card(actor_id: int = 1001, name: str = "Puujaloste Esimerkki Oy", *, cases: int = 2) -> Card:
    facts = OrganisationFacts(
        business_id="1234567-1",
        name=name,
        former_names=("Savon Jaloste Oy",),
        form_code="16",
        registered=date(2009, 5, 1),
        employer=True,
        industry_code="16230",
        industry_set="TOIMI4",
        street="Nohevantie 3",
        postcode="57100",
        city="SAVONLINNA",
        municipality_code="740",
        website="www.esimerkki.example",
        phone="015 555 0199",
        own=frozenset({"phone"}),
    )
    return Card(
        actor_id=actor_id,
        organisation_id=1,
        version=3,
        facts=facts,
        register=replace(facts, phone="015 555 0100", own=frozenset()),
        channels=(
            ChannelRule(Channel.EMAIL, True, MAY, "info@esimerkki.example"),
            ChannelRule(Channel.PHONE, False, MAY_NOT, "015 555 0199"),
        ),
        cases=tuple(case(n + 1, name, "740" if n == 0 else "140") for n in range(cases)),
        needs=(NeedScoreRow(1, "timber automation", "740", 80, Band.A), NeedScoreRow(2, "fibre", "140", 61, Band.B)),
        people=(
            PersonRow(
                1,
                "Testi Henkilö",
                "production manager",
                "testi@esimerkki.example",
                "",
                "tenant list",
                date(2026, 4, 9),
                None,
                False,
                1,
            ),
        ),
        competences=(CompetenceRow(1, "glulam", "", "Maija Kokeilija", TODAY),),
        sites=(SiteRow(1, "740", "Nohevantie 3", "57100", "", "tenant list"),),
        sources=(SourceRow("jasenet.xlsx", "row 12", date(2026, 2, 2)),),
        timeline=(
            TimelineRow(date(2026, 2, 15), say("Call, no answer"), "Maija Kokeilija", "Tried twice."),
            TimelineRow(date(2026, 2, 10), say("Identified → Selected"), "Maija Kokeilija"),
            TimelineRow(date(2025, 12, 2), say("found in {source}", source="jasenet.xlsx")),
        ),
        suppressed=False,
    )


def organisation(number: int, name: str, *, stage: Stage | None = None) -> OrganisationRow:
    return OrganisationRow(
        actor_id=1000 + number,
        organisation_id=None,
        name=name,
        business_id="1234567-1",
        form_code="16",
        industry_code="16230",
        municipality_code="740",
        situation="",
        active=True,
        stage=stage,
    )
