"""Scoring over a made-up register: how long a changed need takes to score anew, and its candidates to open.

    python -m benchmarks.scoring [companies] [database URL]

Industry codes come in about the shares that divisions have in Finland, one company in five under TOL 2008; names are
made of words of the trade, common ones and such as needs ask for.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import select, update

from db.engine import Database, open_database
from db.models import ImportRun, metadata
from db.queries import scores as score_queries
from db.schema import prepare
from outreach import codes
from outreach.services import candidates, coverage, needs, scoring, setup
from outreach.services.register.apply import apply_register
from outreach.services.runs import RunStart
from outreach.terms.candidate import (
    AddressKind,
    IndustrySet,
    NameKind,
    RegisterAddress,
    RegisterCompany,
    RegisterEntry,
    RegisterForm,
    RegisterName,
)
from outreach.terms.needs import NeedSpec
from outreach.terms.runs import ImportKind

COMPANY = metadata.tables["registry_company"]
NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
# Per cent of companies by division; the rest is spread over all other codes.
DIVISIONS = {"01": 4, "10": 1, "16": 1, "25": 2, "28": 1, "41": 6, "43": 10, "47": 9, "49": 7, "55": 1, "56": 5}
DIVISIONS |= {"62": 5, "68": 12, "69": 4, "70": 7, "71": 5, "72": 1, "74": 3, "85": 2, "86": 5, "90": 2, "96": 4}
COMMON = (
    *("Rakennus", "Kuljetus", "Huolto", "Konsultointi", "Kiinteistö", "Palvelu", "Sähkö", "Maalaus", "Auto", "Puu"),
    *("Ravintola", "Kahvila", "Parturi", "Bygg", "Transport", "Service", "Konsult", "Fastighet", "Tekniikka", "Kauppa"),
)
RARE = (  # what needs ask for: each in about one name of a thousand
    *("Konepaja", "Saha", "Automaatio", "Ohjelmisto", "Energia", "Teräs", "Hitsaus", "Matkailu", "Elintarvike"),
    *("Pakkaus", "Verkstad", "Skog", "Hydrauliikka", "Metsäkone", "Kierrätys", "Laboratorio", "Mittaus", "Tuulivoima"),
)
TRADES = (*COMMON * 50, *RARE)
SYLLABLES = [consonant + vowel for consonant in "klmnrstv" for vowel in "aiou"]


def fill(database: Database, companies: int, seed: int = 7) -> None:
    """A register of made-up companies with two names each on average, the towns, and the example needs of one."""
    prepare(database)
    rng = random.Random(seed)
    towns = list(codes.municipalities())
    kinds = _industries(rng)
    with database.write(now=NOW) as uow:
        setup.ensure_towns(uow)
    made = (_company(rng, number, towns, kinds) for number in range(companies))
    begun = RunStart(kind=ImportKind.YTJ_BULK, source="benchmark", complete=True)
    apply_register(database, made, run=begun, now=NOW, adviser_id=None)
    with database.write(now=NOW) as uow:
        setup.load_examples(uow, "keep")
        scoring.bump_facts(uow)


def measure(database: Database, repeat: int = 5) -> dict[str, float]:
    """Seconds that each piece of work takes; medians and worst over the example needs."""
    took = {"score all needs": _time(lambda: scoring.refresh(database, now=NOW))}
    with database.read() as uow:
        found = needs.needs(uow)
    changed = [_rescore(database, need.need_id) for need in found]
    took["rescore one changed need, median"] = median(changed)
    took["rescore one changed need, worst"] = max(changed)
    opened = [_time(partial(_open, database, need.need_id)) for need in found for _ in range(repeat)]
    took["open candidates, median"] = median(opened)
    took["open candidates, worst"] = max(opened)
    _change(database)
    took["score all needs after a night of 1 %, whole"] = _time(lambda: scoring.refresh(database, now=NOW))
    before, bumps, run_id = _change(database)
    took["score all needs after a night of 1 %, changed only"] = _time(
        lambda: scoring.refresh_after(database, before, bumps=bumps, run_id=run_id, now=NOW)
    )
    took["rescore one actor for all needs"] = _time(lambda: _rescore_actor(database))
    took["longest write lock"] = _longest_write(database, found[0].need_id)
    took["coverage of all needs"] = _time(lambda: _coverage(database))
    return took


def _industries(rng: random.Random) -> list[tuple[str, str]]:
    """A thousand (code set, code) to draw from."""
    made: list[tuple[str, str]] = []
    for edition, share in ((IndustrySet.TOL2025, 800), (IndustrySet.TOL2008, 200)):
        five = [code for code in codes.industry_titles(edition, "fi") if len(code) == 5 and code.isdigit()]
        for division, per_cent in DIVISIONS.items():
            inside = [code for code in five if code.startswith(division)]
            made += [(edition.value, rng.choice(inside)) for _ in range(share * per_cent // 100)]
        made += [(edition.value, rng.choice(five)) for _ in range(share * (100 - sum(DIVISIONS.values())) // 100)]
    return made


def _company(rng: random.Random, number: int, towns: list[str], kinds: list[tuple[str, str]]) -> RegisterCompany:
    invented = "".join(rng.choices(SYLLABLES, k=3)).capitalize()
    trade = rng.choice(TRADES) + (rng.choice(TRADES).lower() if rng.random() < 0.2 else "")
    names = [f"{invented} {trade} Oy"] + [f"{invented} {rng.choice(TRADES)} Ab" for _ in range(rng.randrange(3))]
    code_set, code = rng.choice(kinds)
    return RegisterCompany(
        business_id=f"{1_000_000 + number}-0",
        id_registered=None,
        name=names[0],
        names=tuple(RegisterName(name, NameKind.COMPANY, 1) for name in names),
        industry_code=code,
        industry_set=IndustrySet(code_set),
        forms=(RegisterForm(rng.choice(["16"] * 8 + ["13", "6"]), 1),),
        entries=(RegisterEntry("7", "7_41", "1"),) if rng.random() < 0.4 else (),
        addresses=(RegisterAddress(AddressKind.POSTAL, "", "", "", "", rng.choice(towns)),),
        trade_register_status="1" if rng.random() < 0.97 else "0",
        registered=TODAY - timedelta(days=rng.randrange(14_000)),
    )


def _rescore(database: Database, need_id: int) -> float:
    """Seconds that one need takes after its keywords were changed."""
    with database.write(now=NOW) as uow:
        spec = needs.need(uow, need_id).spec
        needs.edit(uow, need_id, spec=_other(spec))
    return _time(lambda: scoring.refresh(database, [need_id], now=NOW))


def _change(database: Database, at_once: int = 200) -> tuple[scoring.Moment, int, int]:
    """A night in which one company of a hundred takes the industry of another, in small transactions; the moment
    before, how often facts were said to have changed, and the run."""
    with database.write(now=NOW) as uow:
        run = ImportRun(kind="ytj-bulk", source="benchmark", state="done", started_at=NOW, finished_at=NOW)
        uow.session.add(run)
        uow.session.flush()
        run_id = run.id or 0
        every = uow.session.execute(select(COMPANY.c.id, COMPANY.c.industry_set, COMPANY.c.industry_code)).all()
    with database.read() as uow:
        before = scoring.moment(uow)
    rng = random.Random(run_id)
    changed = rng.sample(every, len(every) // 100)
    for start in range(0, len(changed), at_once):
        with database.write(now=NOW) as uow:
            for key, _, _ in changed[start : start + at_once]:
                _, code_set, code = rng.choice(every)
                values = {"industry_set": code_set, "industry_code": code, "changed_run_id": run_id}
                uow.session.execute(update(COMPANY).where(COMPANY.c.id == key).values(values))
            scoring.bump_facts(uow)
    return before, -(-len(changed) // at_once), run_id


def _other(spec: NeedSpec) -> NeedSpec:
    """With one more keyword."""
    return replace(spec, keywords_fi=(*spec.keywords_fi, "mittaus"))


def _open(database: Database, need_id: int) -> None:
    with database.read() as uow:
        page = candidates.page(uow, need_id, today=TODAY, offset=0, limit=200)
        assert page.fresh


def _rescore_actor(database: Database) -> None:
    with database.write(now=NOW) as uow:
        scoring.rescore_actor(uow, 10_000_000)


def _longest_write(database: Database, need_id: int) -> float:
    """Seconds that one full transaction of changed scores holds the write lock."""
    scores = {-number: (50, "B", 100) for number in range(1, scoring.ROWS_AT_ONCE + 1)}
    with database.write(now=NOW) as uow:
        began = perf_counter()
        score_queries.replace(uow.session, need_id, scores)
        uow.session.flush()
        took = perf_counter() - began
        uow.session.rollback()
    return took


def _coverage(database: Database) -> None:
    with database.read() as uow:
        coverage.coverage(uow, today=TODAY, language="fi", include_examples=True)


def _time(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def main(companies: int = 100_000, url: str = "") -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(url or f"sqlite:///{(Path(folder) / 'scoring.sqlite3').as_posix()}")
        took = _time(lambda: fill(database, companies))
        print(f"{companies} companies, filled in {took:.1f} s")
        for what, seconds in measure(database).items():
            print(f"  {what:<52} {seconds * 1000:8.0f} ms")
        with database.read() as uow:
            for need in needs.needs(uow):
                page = candidates.page(uow, need.need_id, today=TODAY, limit=1)
                print(f"  {need.title_en:<54} {page.total:6} candidates")
        database.close()


if __name__ == "__main__":
    main(*[int(text) if text.isdigit() else text for text in sys.argv[1:3]])  # type: ignore[arg-type]
