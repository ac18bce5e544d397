"""What a night in the register means for open cases, on the next morning's screen, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db.engine import Database, open_database
from db.models import Adviser, RegistryChange
from outreach.i18n import set_language, tr
from outreach.services import card, register_news
from outreach.services import today as morning
from outreach.services.register.apply import apply_register
from outreach.terms.candidate import (
    IndustrySet,
    NameKind,
    RegisterCompany,
    RegisterForm,
    RegisterName,
    RegisterSituation,
    SituationKind,
)
from outreach.terms.runs import ChangeKind
from outreach.terms.views import TodayView
from outreach.terms.work import Stage
from tests.services import office
from tests.services.office import RAAHE, SAVONLINNA, actor, add_case, ours, registered, working
from tests.services.register_samples import BULK, address

IDS = office.business_ids(16)
EVENING = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
OFFICE = ("57100", "SAVONLINNA", "NYSLOTT", "740")
HERE, THERE = "Olavinkatu 1, 57100 SAVONLINNA", "Puistokatu 2, 57100 SAVONLINNA"

SENTENCES = [
    ("founded", "", "2026-03-02", "founded 2026-03-02"),
    ("founded", "", "", "founded"),
    ("name", "Vanha Oy", "Uusi [/] Oy", "new name: Uusi [/] Oy"),
    ("moved", "740", "678", "moved: Savonlinna → Raahe"),
    ("address", HERE, THERE, f"new address: {THERE}"),
    ("address", HERE, "", f"no address any more: {HERE}"),
    ("form", "13", "16", "legal form: Limited partnership → Limited company"),
    ("bankruptcy", "", "2026-03-06", "in bankruptcy since 2026-03-06: the case stays, look at it"),
    ("bankruptcy", "", "", "in bankruptcy: the case stays, look at it"),
    ("liquidation", "", "2026-03-06", "in liquidation since 2026-03-06: the case stays, look at it"),
    ("restructuring", "", "2026-03-06", "in restructuring since 2026-03-06: the case stays, look at it"),
    ("situation_over", "KONK", "2026-03-06", "no longer in bankruptcy"),
    ("situation_over", "SELTILA", "", "no longer in liquidation"),
    ("situation_over", "SANE", "", "no longer in restructuring"),
    ("ceased", "", "2026-03-06", "ceased 2026-03-06, says the register"),
    ("ceased", "", "", "ceased, says the register"),
    ("website", "", "www.example.fi", "website: www.example.fi"),
    ("website", "www.example.fi", "", "no website any more: www.example.fi"),
    ("vanished", "", "", "no longer in the register's data: the reason is not known"),
    ("returned", "", "", "in the register's data again"),
]


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def import_night(database: Database, companies: list[RegisterCompany], at: datetime) -> None:
    apply_register(database, companies, run=BULK, now=at, adviser_id=None)


def day(database: Database, on: date = TODAY, adviser_id: int | None = 1, town: str = "") -> TodayView:
    with database.read() as uow:
        return morning.today(uow, adviser_id=adviser_id, today=on, language="en", limits={}, town_code=town)


def lines(view: TodayView) -> list[str]:
    return [f"{row.organisation}: {row.text}" for row in view.news]


def changed(database: Database, number: str, kind: str = "website", times: int = 1, at: datetime = NIGHT) -> None:
    """Changes as an import stores them."""
    with working(database) as uow:
        for step in range(times):
            told: dict[str, Any] = {"kind": kind, "after": f"www{step}.example.fi", "seen_at": at}
            uow.session.add(RegistryChange(run_id=1, company_id=actor(number), **told))


def with_case(database: Database, number: str, stage: str = "contacted", title: str = "Puu") -> int:
    with working(database) as uow:
        return add_case(uow, ours(uow, number), stage, title=title)


@pytest.mark.parametrize(("kind", "before", "after", "sentence"), SENTENCES)
def test_each_change_is_one_sentence(kind: str, before: str, after: str, sentence: str) -> None:
    assert str(register_news.sentence(kind, before, after, "en")) == sentence


def test_every_kind_of_change_has_words_in_every_case() -> None:
    for kind in ChangeKind:
        for before, after in (("", ""), ("x", ""), ("", "x"), ("x", "y")):
            assert tr(register_news.sentence(kind, before, after, "fi"))


def test_a_day_is_written_as_the_reader_writes_it() -> None:
    set_language("fi")
    assert "6.3.2026" in tr(register_news.sentence("ceased", "", "2026-03-06", "fi"))


def test_an_industry_is_told_by_its_title() -> None:
    said = str(register_news.sentence("industry", "TOIMI4 62100", "TOIMI4 28990", "en"))
    assert said.startswith("industry: 62100 ")
    assert " → 28990 " in said


def test_a_move_is_told_as_the_town_of_the_case_sees_it() -> None:
    said = [str(register_news.sentence("moved", "740", "678", "fi", town_code=town)) for town in ("740", "678", "091")]
    assert said == ["moved out: Savonlinna → Raahe", "moved in: Savonlinna → Raahe", "moved: Savonlinna → Raahe"]


def test_what_a_night_changed_stands_on_the_owners_next_morning_one_line_each(database: Database) -> None:
    situation = (RegisterSituation(SituationKind.LIQUIDATION, date(2026, 1, 7)),)
    over = (RegisterSituation(SituationKind.LIQUIDATION, date(2026, 1, 7), date(2026, 3, 9)),)
    nightly: list[tuple[dict[str, Any], dict[str, Any], str]] = [
        ({}, {"town": RAAHE}, "moved out: Savonlinna → Raahe"),
        (
            {},
            {"addresses": (address("57100", "SAVONLINNA", "NYSLOTT", "740", street="Puistokatu 2"),)},
            "new address: ",
        ),
        ({}, {"industry_code": "62100"}, "industry: 16230 "),
        ({}, {"forms": (RegisterForm("17", 1, date(2026, 3, 9)),)}, "legal form: Limited company → "),
        ({}, {"situations": (RegisterSituation(SituationKind.BANKRUPTCY, date(2026, 3, 6)),)}, "in bankruptcy since "),
        ({}, {"situations": (RegisterSituation(SituationKind.RESTRUCTURING),)}, "in restructuring: the case stays"),
        ({"situations": situation}, {"situations": over}, "no longer in liquidation"),
        ({}, {"trade_register_status": "4", "ended": date(2026, 3, 9)}, "ceased 2026-03-09, says the register"),
        ({}, {"website": "www.example.fi"}, "website: www.example.fi"),
    ]
    before = [registered(IDS[i], f"Paja {i} Oy", **old) for i, (old, _, _) in enumerate(nightly)]
    renamed, gone, quiet = IDS[10:13]
    before += [registered(number, f"{number} Oy") for number in (renamed, gone, quiet)]
    import_night(database, before, EVENING)
    office.open_office(database)
    for company in before:
        with_case(database, company.business_id)
    after = [registered(IDS[i], f"Paja {i} Oy", **{**old, **new}) for i, (old, new, _) in enumerate(nightly)]
    after += [registered(renamed, "Uusinimi Oy", former=f"{renamed} Oy"), registered(quiet, f"{quiet} Oy")]
    import_night(database, after, NIGHT)

    view = day(database)
    assert all(row.on == TODAY for row in view.news)
    news = {row.actor_id: str(row.text) for row in view.news}
    assert len(view.news) == len(news) == len(nightly) + 2
    for i, (_, _, sentence) in enumerate(nightly):
        assert news[actor(IDS[i])].startswith(sentence)
    assert news[actor(renamed)] == "new name: Uusinimi Oy"
    assert news[actor(gone)] == "no longer in the register's data: the reason is not known"
    assert actor(quiet) not in news

    import_night(database, [*after, before[-2]], NIGHT + timedelta(days=1))
    (line,) = [row for row in day(database, TODAY + timedelta(days=1)).news if row.on > TODAY]
    assert (line.actor_id, str(line.text)) == (actor(gone), "in the register's data again")


def test_a_new_edition_of_the_industry_codes_alarms_nobody(database: Database) -> None:
    old = {"industry_code": "62010", "industry_set": IndustrySet.TOL2008}
    split = {"industry_code": "35111", "industry_set": IndustrySet.TOL2008}  # with no main successor
    import_night(database, [registered(IDS[0], "Yksi Oy", **old), registered(IDS[1], "Kaksi Oy", **split)], EVENING)
    office.open_office(database)
    for number in IDS[:2]:
        with_case(database, number)
    new = {"industry_set": IndustrySet.TOL2025}
    tonight = [
        registered(IDS[0], "Yksi Oy", industry_code="62100", **new),
        registered(IDS[1], "Kaksi Oy", industry_code="35121", **new),
    ]
    import_night(database, tonight, NIGHT)
    assert (day(database).news, day(database).news_more) == ((), 0)


def test_another_night_tells_a_new_company_with_a_case_as_founded(database: Database) -> None:
    import_night(database, [registered(IDS[0], "Yksi Oy")], EVENING)
    office.open_office(database)
    new = registered(IDS[1], "Vasta Oy", registered=date(2026, 3, 5))
    import_night(database, [registered(IDS[0], "Yksi Oy"), new], NIGHT)
    with_case(database, IDS[1])
    assert lines(day(database)) == ["Vasta Oy: founded 2026-03-05"]


def test_news_go_to_the_owner_of_an_open_case_alone(database: Database) -> None:
    office.open_office(database, [registered(number, f"Paja {i} Oy") for i, number in enumerate(IDS[:4])])
    with working(database) as uow:
        uow.session.add(Adviser(id=2, name="Toinen Kokeilija", language="fi", town_code=RAAHE))
    with_case(database, IDS[0])
    with_case(database, IDS[1], Stage.DECLINED.value)
    with working(database) as uow:
        ours(uow, IDS[2])  # an organisation without a case
    for number in IDS[:4]:
        changed(database, number)
    assert lines(day(database)) == ["Paja 0 Oy: website: www0.example.fi"]
    assert day(database, adviser_id=2).news == ()
    assert len(day(database, adviser_id=None).news) == 1
    assert len(day(database, adviser_id=None, town=SAVONLINNA).news) == 1
    assert day(database, adviser_id=None, town=RAAHE).news == ()


def test_a_change_is_told_once_for_all_cases_of_an_organisation(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Paja Oy")])
    first = with_case(database, IDS[0])
    with_case(database, IDS[0], title="Toinen tarve")
    changed(database, IDS[0])
    assert [row.case_id for row in day(database).news] == [first]


def test_lines_are_bounded_and_the_rest_is_counted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    office.open_office(database, [registered(IDS[0], "Paja Oy"), registered(IDS[1], "Verstas Oy")])
    with_case(database, IDS[0])
    with_case(database, IDS[1])
    changed(database, IDS[0], times=4, at=NIGHT - timedelta(days=3))
    changed(database, IDS[1], times=2)
    monkeypatch.setattr(morning, "MOST_NEWS", 3)
    view = day(database)
    assert [row.organisation for row in view.news] == ["Verstas Oy", "Verstas Oy", "Paja Oy"]  # the newest first
    assert view.news_more == 3


def test_news_are_told_for_two_weeks(database: Database) -> None:
    office.open_office(database, [registered(IDS[0], "Paja Oy")])
    with_case(database, IDS[0])
    changed(database, IDS[0])
    days = (TODAY, TODAY + timedelta(days=14), TODAY + timedelta(days=15))
    assert [len(day(database, on).news) for on in days] == [1, 1, 0]


def test_values_that_nobody_needs_to_be_told_of_are_no_news(database: Database) -> None:
    import_night(database, [registered(IDS[0], "Paja Oy")], EVENING)
    office.open_office(database)
    with_case(database, IDS[0])
    names = (
        RegisterName("Paja Oy", NameKind.COMPANY, 1, date(2019, 1, 1)),
        RegisterName("Paja Ab", NameKind.PARALLEL, 1, date(2026, 3, 9)),
    )
    import_night(database, [registered(IDS[0], "Paja Oy", names=names)], NIGHT)
    assert day(database).news == ()
    with database.read() as uow:
        told = card.card(uow, actor(IDS[0]), key=office.KEY, today=TODAY, language="en", limits={}).timeline
    assert not [row for row in told if str(row.what).startswith("Register: ")]
