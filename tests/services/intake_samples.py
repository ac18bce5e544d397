"""Made-up candidates of lists, and a town to read them for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from db.engine import Database
from db.models import Adviser
from db.unit import Write
from outreach.services import needs, setup
from outreach.services.intake import Asked, LinkSettings, take_in
from outreach.services.register.apply import apply_register
from outreach.terms.candidate import Candidate, Contact, Opening, Parsed, Provenance, RegisterCompany, Reject
from outreach.terms.needs import NeedInput, NeedSpec
from outreach.terms.runs import ImportKind, RunResult
from outreach.terms.work import Stage
from tests.services.register_samples import BULK

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
KEY = bytes(range(32))
SOURCE = "toimijat.xlsx"
TOWN = "740"
SPEC = NeedSpec(industry_codes=("161", "162"), keywords_fi=("puuelementti",))


def candidate(name: str, row: int = 2, **values: Any) -> Candidate:
    """One line of a list of Savonlinna; anything else by keyword."""
    return Candidate(
        **{"town": "Savonlinna", **values},
        name=name,
        provenance=Provenance(source=SOURCE, where=f"row {row}", fetched_at=NOW, content_hash="0" * 64, how="columns"),
    )


def person(name: str = "Testi Henkilö", **values: str) -> Contact:
    return Contact(name=name, **values)


def opening(stage: Stage, **values: Any) -> Opening:
    return Opening(stage=stage, **values)


def begin(database: Database, titles: Sequence[str] = ("Puurakentamisen automaatio",)) -> int:
    """Towns, an adviser and the needs of Savonlinna; the adviser's key."""
    with database.write(now=NOW) as uow:
        setup.ensure_towns(uow)
        adviser_id = setup.create_adviser(uow, "Maija Kokeilija", town_code=TOWN)
        for title in titles:
            needs.add(uow, NeedInput(town_code=TOWN, title_fi=title, title_en=f"{title} (en)", spec=SPEC))
    return adviser_id


def take(
    database: Database,
    *candidates: Candidate,
    adviser_id: int | None = None,
    source: str = SOURCE,
    town: str = TOWN,
    rejects: tuple[Reject, ...] = (),
    **others: Any,
) -> RunResult:
    return take_in(
        database,
        Parsed(candidates, rejects),
        source=source,
        kind=ImportKind.FILE,
        now=others.pop("now", NOW),
        adviser_id=adviser_id,
        link=LinkSettings(),
        key=KEY,
        asked=Asked(town, others.pop("need_id", None), "fi"),
        **others,
    )


def load_register(database: Database, *companies: RegisterCompany) -> None:
    apply_register(database, companies, run=BULK, now=NOW, adviser_id=None)


def name_of_adviser(uow: Write, adviser_id: int | None) -> str:
    row = uow.session.get(Adviser, adviser_id)
    return row.name if row else ""


LONG_AGO = date(2021, 5, 1)
