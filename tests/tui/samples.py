"""Made-up organisations and cases that the screens' tests show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from outreach.terms.candidate import Candidate, ColumnUse, Provenance
from outreach.terms.message import Message, say
from outreach.terms.needs import Need, NeedSpec, Place
from outreach.terms.reports import FunnelRow, StatusReport, StatusRow
from outreach.terms.review import FieldPair, Proposal, ReviewItem
from outreach.terms.runs import ImportKind, RejectRow, RunResult, RunRow, RunState
from outreach.terms.sources import FieldFill, Plan, Planned, Preview
from outreach.terms.sources import SourceRow as ListRow
from outreach.terms.views import (
    CandidateDetail,
    CandidateRow,
    Card,
    CaseView,
    ChannelRule,
    CompetenceRow,
    CoverageRow,
    NeedScoreRow,
    NewsRow,
    OrganisationFacts,
    OrganisationRow,
    OtherCase,
    PersonRow,
    Reason,
    ScoreView,
    SiteRow,
    SourceRow,
    TaskRow,
    TimelineRow,
    TodayRow,
    TodayView,
)
from outreach.terms.work import Band, Channel, Stage, TouchKind

TODAY = date(2026, 3, 10)
# All that names from outside have been seen to hold, in one name, and one that is longer than any screen.
NASTY = (
    "[/] [bold]Oy[/bold] [@click=app.quit] =1+1 \x1b]0;x\x07 \u202e 日本語株式会社 e\u0301 👩\u200d🔬 $name",
    "x" * 10_000,
)
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


def need(number: int = 1, title: str = "timber-construction automation", *, example: bool = False) -> Need:
    return Need(
        need_id=number,
        town_code="740",
        theme="",
        title_fi="puurakentamisen automaatio",
        title_sv="automation i träbyggande",
        title_en=title,
        spec=NeedSpec(industry_codes=("2899",), keywords_fi=("puuelement*",), place=Place(("740",))),
        target_count=5,
        deadline=None,
        owner="",
        example=example,
        archived=False,
        version=1,
    )


def candidate(number: int, name: str = "", score: int = 80) -> CandidateRow:
    return CandidateRow(1000 + number, name or f"Ehdotus {number} Oy", "1234567-1", "740", score, Band.A, 90)


def detail(row: CandidateRow, *, reasons: int = 2) -> CandidateDetail:
    """Why a candidate is one; with many reasons the panel is longer than the screen."""
    words = tuple(Reason("words", 22, 30, say("words: {word}", word=f"puuelement{n}")) for n in range(reasons))
    return CandidateDetail(
        actor_id=row.actor_id,
        name=row.name,
        business_id=row.business_id,
        facts=OrganisationFacts(name=row.name, business_id=row.business_id, website="www.esimerkki.example"),
        score=ScoreView(row.score, Band.A, 90, (*words, Reason("size", None, 10, say("size: not known")))),
        channels=(
            ChannelRule(Channel.PHONE, False, MAY_NOT, "015 555 0199", True),
            ChannelRule(Channel.EMAIL, True, MAY, "info@esimerkki.example"),
        ),
        cases=(OtherCase(7, "140", "machine vision", Stage.IN_DIALOGUE, date(2026, 2, 20), "Pekka Luonnos"),),
        sources=(SourceRow("tenants.xlsx", "row 12", date(2026, 3, 2)),),
    )


def proposal(number: int = 1, name: str = "Esimerkki Puu Oy", posterior: float = 0.91) -> Proposal:
    return Proposal(
        actor_id=2000 + number,
        name=name,
        business_id="2345678-9",
        posterior=posterior,
        fields=(
            FieldPair("name", "similar", name, "Oy Esimerkki-Puu Ab", 6.2, say("All words of the name agree")),
            FieldPair("business_id", "missing", "2345678-9", "", 0.0),
            FieldPair("town", "equal", "Savonlinna", "Savonlinna", 3.1),
            FieldPair("street", "differs", "Olavinkatu 1", "Nohevantie 3", -1.0),
        ),
    )


def review(number: int = 1, name: str = "Oy Esimerkki-Puu Ab", *, proposals: int = 1) -> ReviewItem:
    return ReviewItem(
        record_id=number,
        name=name,
        source="tenants.xlsx",
        place=f"row {number}",
        fetched_on=date(2026, 3, 2),
        proposals=tuple(
            proposal(n + 1, f"Esimerkki Puu {n + 1} Oy" if n else "Esimerkki Puu Oy", 0.91 / (n * 20 + 1))
            for n in range(proposals)
        ),
        version=3,
    )


def coverage(number: int = 1, title: str = "timber-construction automation", *, example: bool = False) -> CoverageRow:
    return CoverageRow(number, title, "740", example, 5, 30, 12, 7, 3, 2, 2, 3)


def run_row(number: int = 1, source: str = "tenants.xlsx", state: RunState = RunState.DONE) -> RunRow:
    at = datetime(2026, 3, 9, 22, 30, tzinfo=UTC)
    return RunRow(number, ImportKind.FILE, source, state, at, at, 12, 9, 1, 1, 0, 1, 2)


def run_result(number: int = 1, source: str = "tenants.xlsx", *, rejects: int = 1) -> RunResult:
    return RunResult(
        run_id=number,
        kind=ImportKind.FILE,
        source=source,
        state=RunState.DONE,
        read=12,
        created=9,
        rejected=rejects,
        review=2,
        rejects=tuple(
            RejectRow(f"row {n + 4}", "business_id", say("The check digit is wrong."), "", "1234567-9")
            for n in range(rejects)
        ),
        notes=(say("Column “{column}” was read as: {field}", column="Yritys", field="Name"),),
    )


def report(need_title: str = "timber-construction automation", name: str = "Puujaloste Esimerkki Oy") -> StatusReport:
    case = StatusRow(
        case_id=1,
        organisation=name,
        sole_trader=not name,
        business_id="1234567-1",
        town_code="740",
        need=need_title,
        stage=Stage.CONTACTED,
        stage_since=date(2026, 2, 15),
        opened_on=date(2026, 2, 10),
        baseline=False,
        owner="MK",
        last_contact=None,
        last_contact_kind=None,
        last_outcome=None,
        next_step="",
        next_due=None,
        score=80,
        band=Band.A,
        reasons=(),
        do_not_contact=False,
    )
    return StatusReport(
        town_code="740",
        since=None,
        until=TODAY,
        made_at=datetime(2026, 3, 10, 6, tzinfo=UTC),
        practice=False,
        with_names=False,
        register_day=None,
        cases=(case,),
        coverage=(),
        funnel=(FunnelRow("740", need_title, 1, 4, 3, 2, 1, 0, 0, 4),),
    )


def listed(name: str = "Malli Oy", **values: str) -> Candidate:
    read = Provenance(source="x", where="row 2", fetched_at=datetime(2026, 3, 10, 6, tzinfo=UTC), content_hash="0" * 64)
    return Candidate(name=name, provenance=read, **values)  # type: ignore[arg-type]


def preview() -> Preview:
    """A spreadsheet of two organisations."""
    return Preview(
        source="tenants.xlsx",
        url="",
        fetched_at=datetime(2026, 3, 10, 6, tzinfo=UTC),
        candidates=(listed(town="Raahe", business_id="0100002-9"), listed("Näyte Oy")),
        columns=(
            ColumnUse(1, "Yritys", "name", 2, 2, ("Malli Oy", "Näyte Oy")),
            ColumnUse(2, "Muuta", "", 1, 2, ("x",)),
        ),
    )


def plan() -> tuple[Planned, ...]:
    """What becomes of its rows."""
    reason = say("A row of totals was passed over")
    return (
        Planned(plan=Plan.CREATE, where="row 2", row=2, candidate=listed(), waits=True),
        Planned(plan=Plan.UNCHANGED, where="row 3", row=3, candidate=listed("Näyte Oy")),
        Planned(plan=Plan.SKIPPED, where="row 4", row=4, reason=reason, value="Yhteensä"),
    )


def page_preview(name: str = "Malli Oy", *, mentioned: tuple[str, ...] = ()) -> Preview:
    """A web page with one organisation, and others in its text."""
    return Preview(
        source="https://www.example.fi/jasenet",
        url="https://www.example.fi/jasenet",
        fetched_at=datetime(2026, 3, 10, 6, tzinfo=UTC),
        candidates=(listed(name, town="Raahe", website="https://malli.example"),),
        mentioned=tuple(map(listed, mentioned)),
        fills=(FieldFill(field="name", found=1, records=1, samples=(name,)),),
    )


def empty_preview() -> Preview:
    return replace(page_preview(), candidates=(), fills=(), notes=(say("The page asks to log in"),))


def looked(found: Preview) -> SimpleNamespace:
    """A page that may become a source; screens look at its preview alone."""
    return SimpleNamespace(preview=found)


def source_row(*, problem: Message | None = None) -> ListRow:
    return ListRow(
        key="mallilan-jasenet",
        path=Path("mallilan-jasenet.toml"),
        name="Mallilan jäsenet",
        start=("https://www.example.fi/jasenet",),
        problem=problem,
    )
