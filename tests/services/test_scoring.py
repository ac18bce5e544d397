"""Scores found through the indexes, kept, and never shown as fresh when they are not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db.engine import Database, open_database
from db.models import Competence, OrganisationAlias, Site, SourceRecord, Suppression
from db.queries import scores as score_queries
from outreach.errors import NotFound
from outreach.services import needs, scoring
from outreach.services.undo import undo_last
from outreach.terms.candidate import ActorType, IndustrySet
from outreach.terms.needs import Age, NeedSpec, Place, Size
from outreach.terms.runs import Progress
from tests.services.need_samples import (
    BEST,
    CODE,
    CODE_TOO,
    FIRMS,
    NEAR,
    NEED,
    NOW,
    SAVONLINNA,
    SQLITE,
    STRANGER,
    TODAY,
    WORD,
    Firm,
    add_firms,
    add_need,
    fill,
    organisation,
    ready,
)


@pytest.fixture
def database(ready_database_url: str) -> Iterator[Database]:
    opened = open_database(ready_database_url)
    yield opened
    opened.close()


def kept(database: Database, need_id: int) -> dict[int, int]:
    """Actor -> score, as kept."""
    with database.read() as uow:
        return {actor: row[0] for actor, row in score_queries.stored(uow.session, need_id).items()}


def fresh(database: Database, need_id: int, today: date = TODAY) -> bool:
    with database.read() as uow:
        return scoring.is_fresh(uow, need_id, today=today)


def test_actors_are_found_by_code_by_name_and_by_other_names(database: Database) -> None:
    need_id = ready(database)
    scores = kept(database, need_id)
    assert set(scores) == {firm.actor_id for firm in (BEST, NEAR, CODE, CODE_TOO, WORD)}
    assert scores[BEST.actor_id] == max(scores.values()) == 90
    assert scores[WORD.actor_id] == 48  # no industry, one word, place and size in full


def test_what_is_kept_is_what_scoring_every_actor_one_by_one_gives(database: Database) -> None:
    need_id = ready(database)
    with database.read() as uow:
        views = {firm.actor_id: scoring.explain(uow, need_id, firm.actor_id, today=TODAY) for firm in FIRMS}
    assert kept(database, need_id) == {key: view.score for key, view in views.items() if view.band is not None}


SPECS = (
    NEED.spec,
    replace(NEED.spec, keywords_sv=("*maskin",), weights={"place": 80}),
    NeedSpec(industry_codes=("28", "62"), industry_excluded=("2811",), keywords_en=("machine",), size=Size()),
    NeedSpec(keywords_fi=("kone", "*kone", "höyläämö"), place=SAVONLINNA, age=Age(at_most=20)),
    NeedSpec(industry_set=IndustrySet.TOL2008, industry_codes=("2562", "3511"), negative_keywords=("massage", "*saha")),
    NeedSpec(industry_codes=("16",), keywords_fi=("sahaus", "puu*"), actor_types=(ActorType.COMPANY,)),
)


def some_firms(count: int) -> tuple[Firm, ...]:
    """Companies made of a few words, codes and places, always the same ones."""
    rng = random.Random(11)
    words = ("Puuelementti", "Automaatio", "Höyläsaha", "Koneet", "Massage", "Maskin", "Malli", "Höyläämöt", "Testi")
    codes = [("TOIMI4", "28990"), ("TOIMI4", "28110"), ("TOIMI4", "16110"), ("TOIMI4", "62100"), ("TOIMI3", "25620")]
    codes += [("TOIMI3", "35111"), ("TOIMI3", "16100"), ("TOIMI2", "28990"), ("", ""), ("TOIMI4", "47761")]
    made = []
    for number in range(count):
        code_set, code = rng.choice(codes)
        names = [" ".join(rng.choices(words, k=rng.randrange(1, 3))) for _ in range(rng.randrange(1, 3))]
        made.append(
            Firm(
                f"{number + 1:07}-0",
                names[0],
                code,
                code_set,
                town=rng.choice(("740", "491", "091", "")),
                employer=rng.random() < 0.5,
                form=rng.choice(("16", "16", "6", "2")),
                active=rng.random() < 0.9,
                other_names=tuple(names[1:]),
                values=(("registered", rng.choice((date(2020, 1, 1), date(1990, 1, 1), None))),),
            )
        )
    return tuple(made)


@SQLITE
@pytest.mark.parametrize("spec", SPECS)
def test_no_candidate_of_a_larger_register_is_missed_by_the_indexes(database: Database, spec: NeedSpec) -> None:
    firms = some_firms(250)
    fill(database, firms)
    need_id = add_need(database, replace(NEED, spec=spec))
    with database.write(now=NOW, adviser_id=1) as uow:
        for firm in firms[::7]:
            organisation(uow, firm.actor_id, industry_code="28990", industry_set="TOIMI4", description="Koneita")
        scoring.bump_facts(uow)
    scoring.refresh(database, now=NOW)
    with database.read() as uow:
        views = {firm.actor_id: scoring.explain(uow, need_id, firm.actor_id, today=TODAY) for firm in firms}
    one_by_one = {actor_id: view.score for actor_id, view in views.items() if view.band is not None}
    assert kept(database, need_id) == one_by_one
    assert len(one_by_one) > 10


@SQLITE
@pytest.mark.parametrize(
    "firm",
    [
        replace(BEST, active=False),
        replace(BEST, form="2"),
        replace(BEST, other_names=("Massage Esimerkki",)),
        replace(BEST, values=(("situation", "SELTILA"), ("active", False))),
    ],
)
def test_companies_that_are_left_out_have_no_score(database: Database, firm: Firm) -> None:
    need_id = ready(database)
    add_firms(database, (firm,))
    scoring.refresh(database, now=NOW)
    assert BEST.actor_id not in kept(database, need_id)


def test_scores_are_stale_until_refreshed_after_an_import_or_a_changed_need(database: Database) -> None:
    need_id = ready(database)
    assert fresh(database, need_id)
    add_firms(database, (replace(STRANGER, name="Puuelementti Kukka Oy"),))
    assert not fresh(database, need_id)
    assert scoring.refresh(database, now=NOW) == 1
    assert STRANGER.actor_id in kept(database, need_id)
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.edit(uow, need_id, spec=replace(NEED.spec, keywords_fi=("kukka",)))
    assert not fresh(database, need_id)
    scoring.refresh(database, [need_id], now=NOW)
    assert fresh(database, need_id)
    assert WORD.actor_id not in kept(database, need_id)


@SQLITE
def test_a_change_of_title_or_target_leaves_scores_fresh(database: Database) -> None:
    need_id = ready(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.edit(uow, need_id, title_en="Something else", target_count=9)
    assert fresh(database, need_id)


@SQLITE
def test_refresh_touches_only_what_is_stale(database: Database) -> None:
    need_id = ready(database)
    other = add_need(database, replace(NEED, title_en="Flowers", title_fi="Kukat"), industry_codes=("4776",))
    seen: list[Progress] = []
    assert scoring.refresh(database, now=NOW, progress=seen.append) == 1
    assert [(step.done, step.total) for step in seen] == [(0, 1)]
    assert scoring.refresh(database, now=NOW) == 0
    assert fresh(database, need_id)
    assert fresh(database, other)


@SQLITE
def test_an_archived_need_is_not_scored(database: Database) -> None:
    fill(database)
    need_id = add_need(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        needs.archive(uow, need_id)
    assert scoring.refresh(database, now=NOW) == 0
    assert kept(database, need_id) == {}


@SQLITE
def test_a_need_that_asks_for_an_age_is_scored_anew_on_another_day(database: Database) -> None:
    need_id = ready(database, age=Age(at_least=10))
    before = kept(database, need_id)[CODE.actor_id]
    birthday = date(2026, 5, 2)
    assert not fresh(database, need_id, birthday)
    scoring.refresh(database, now=NOW + (birthday - TODAY))
    assert kept(database, need_id)[CODE.actor_id] > before
    assert fresh(database, need_id, birthday)


def test_many_changed_scores_are_written_in_several_short_transactions(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "ROWS_AT_ONCE", 2)
    need_id = ready(database)
    assert len(kept(database, need_id)) == 5
    assert fresh(database, need_id)


def test_an_edit_while_scores_are_made_is_not_lost(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(database)
    need_id = add_need(database)
    plain = score_queries.stored

    def interrupted(session: Any, asked: int) -> Any:
        monkeypatch.setattr(score_queries, "stored", plain)
        with database.write(now=NOW, adviser_id=1) as uow:
            organisation(uow, STRANGER.actor_id, description="Puuelementtien automaatio")
            scoring.rescore_actor(uow, STRANGER.actor_id)
        return plain(session, asked)

    monkeypatch.setattr(score_queries, "stored", interrupted)
    scoring.refresh(database, now=NOW)
    assert fresh(database, need_id)
    assert STRANGER.actor_id in kept(database, need_id)


@SQLITE
def test_own_values_texts_and_sites_of_an_organisation_count(database: Database) -> None:
    fill(database)
    need_id = add_need(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        row = organisation(uow, 1_000_000_001, name="Tuntematon Malli", industry_code="28990", industry_set="TOIMI4")
        uow.insert(Site(organisation_id=row, municipality_code="740"))
        uow.insert(OrganisationAlias(organisation_id=row, name="Puuelementti", name_fold="puuelementti", link_key="x"))
        uow.insert(Competence(organisation_id=row, tag="kokoonpano", note="Koneautomaatiota"))
        scoring.bump_facts(uow)
    scoring.refresh(database, now=NOW)
    with database.read() as uow:
        view = scoring.explain(uow, need_id, 1_000_000_001, today=TODAY)
    points = {reason.component: reason.points for reason in view.reasons}
    assert points == {"industry": 36, "words": 24, "place": 20, "size": None}
    assert kept(database, need_id)[1_000_000_001] == view.score == 89


def test_descriptions_that_sources_gave_count(database: Database) -> None:
    need_id = ready(database)
    with database.write(now=NOW, adviser_id=1) as uow:
        row = organisation(uow, STRANGER.actor_id)
        uow.insert(
            SourceRecord(
                run_id=1,
                source="list.csv",
                place="row 2",
                identity="x",
                fetched_at=NOW,
                content_hash="x",
                fingerprint="x",
                candidate={"name": "Kukka", "description": "Puuelementtien automaatio"},
                state="linked",
                organisation_id=row,
            )
        )
        scoring.rescore_actor(uow, STRANGER.actor_id)
    assert STRANGER.actor_id in kept(database, need_id)


def test_an_edit_of_one_organisation_brings_its_scores_up_to_date_and_leaves_the_rest_fresh(database: Database) -> None:
    need_id = ready(database, competences=("puuelementit",))
    with database.write(now=NOW, adviser_id=1) as uow:
        row = organisation(uow, STRANGER.actor_id)
        uow.insert(Competence(organisation_id=row, tag="Puuelementit", confirmed_by=1, confirmed_at=NOW))
        scoring.rescore_actor(uow, STRANGER.actor_id)
    assert fresh(database, need_id)
    assert kept(database, need_id)[STRANGER.actor_id] == 65
    with database.write(now=NOW, adviser_id=1) as uow:
        uow.session.add(
            Suppression(key_hash="x", kind="organisation", channel="any", organisation_id=row, entered_at=NOW)
        )
        scoring.rescore_actor(uow, STRANGER.actor_id)
    assert STRANGER.actor_id not in kept(database, need_id)


@SQLITE
def test_a_code_of_the_old_classification_without_a_main_successor_is_not_counted_as_known(database: Database) -> None:
    old = Firm("1234567-1", "Puuelementti Malli Oy", code="35111", code_set=IndustrySet.TOL2008)
    fill(database, (old,))
    need_id = add_need(database, industry_codes=("3512",))
    scoring.refresh(database, now=NOW)
    with database.read() as uow:
        view = scoring.explain(uow, need_id, old.actor_id, today=TODAY)
    industry = next(reason for reason in view.reasons if reason.component == "industry")
    assert industry.points is None
    assert "35121, 35122, 35129, 35160" in str(industry.text)
    assert view.completeness == 60
    assert kept(database, need_id)[old.actor_id] == view.score


@SQLITE
def test_titles_and_places_come_in_the_readers_language(database: Database) -> None:
    need_id = ready(database)
    with database.read() as uow:
        texts = [str(r.text) for r in scoring.explain(uow, need_id, BEST.actor_id, today=TODAY, language="sv").reasons]
    assert "place: Nyslott" in texts
    assert any(sentence.startswith("industry 28990 → 2899: Tillverkning av") for sentence in texts)


@SQLITE
def test_an_unknown_need_or_actor_is_said_to_be_unknown(database: Database) -> None:
    need_id = ready(database)
    with database.read() as uow, pytest.raises(NotFound):
        scoring.explain(uow, need_id, 99, today=TODAY)
    with database.read() as uow, pytest.raises(NotFound):
        scoring.explain(uow, 99, BEST.actor_id, today=TODAY)


def test_taking_back_a_new_need_takes_its_scores_along(database: Database) -> None:
    need_id = ready(database)
    with database.write(now=NOW + timedelta(hours=1), adviser_id=1) as uow:
        undo_last(uow)
    assert kept(database, need_id) == {}
    with database.read() as uow:
        assert needs.needs(uow) == ()


@SQLITE
def test_a_hard_place_keeps_others_out_of_the_scores(database: Database) -> None:
    need_id = ready(database, place=Place(("740",), hard=True))
    assert NEAR.actor_id not in kept(database, need_id)
    assert BEST.actor_id in kept(database, need_id)


def test_names_with_signs_of_the_search_language_do_no_harm(database: Database) -> None:
    fill(database)
    need_id = add_need(database, keywords_fi=('"saha" OR*', "NEAR(x)", "a:b & !c", "*%puu_"))
    scoring.refresh(database, now=NOW)
    assert fresh(database, need_id)
    assert BEST.actor_id in kept(database, need_id)


@SQLITE
def test_the_register_is_looked_through_by_its_indexes(database: Database) -> None:
    ready(database)
    with database.read() as uow:
        plans = [
            " ".join(row[3] for row in uow.session.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
            for sql in (
                "SELECT id FROM registry_company WHERE industry_set = 'TOIMI4' AND industry_code IN ('28990')",
                "SELECT DISTINCT industry_set, industry_code FROM registry_company WHERE industry_code != ''",
                "SELECT company_id, name FROM registry_name WHERE company_id IN (1, 2) ORDER BY id",
            )
        ]
    assert "ix_registry_company_industry_set_industry_code (industry_set=? AND industry_code=?)" in plans[0]
    assert "COVERING INDEX ix_registry_company_industry_set_industry_code" in plans[1]
    assert "ix_registry_name_company_id (company_id=?)" in plans[2]


@SQLITE
def test_a_specification_survives_the_database(database: Database) -> None:
    fill(database)
    spec = NeedSpec(
        industry_set=IndustrySet.TOL2008,
        industry_codes=("28",),
        industry_excluded=("2811",),
        keywords_fi=("saha",),
        keywords_sv=("såg",),
        keywords_en=("saw",),
        negative_keywords=("sahara",),
        competences=("sahaus",),
        place=Place(("740",), ("10",), hard=True),
        age=Age(at_most=5),
        weights={"place": 5},
    )
    need_id = add_need(database, replace(NEED, spec=spec))
    with database.read() as uow:
        assert needs.need(uow, need_id).spec == spec
