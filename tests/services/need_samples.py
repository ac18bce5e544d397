"""A small made-up register with needs, for scoring and judging."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.engine import Database
from db.models import Adviser, Controller, ImportRun, Organisation, Town
from db.unit import Write
from outreach.services import needs, scoring
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
from outreach.terms.message import say
from outreach.terms.needs import NeedInput, NeedSpec, Place, Size
from tests.doubles import mirror

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
# For tests of rules that no engine has a part in: they run on one.
SQLITE = pytest.mark.parametrize("ready_database_url", ["sqlite"], indirect=True)
KEY = b"0" * 32
SAVONLINNA = Place(("740",), ("10",))
NEED = NeedInput(
    town_code="740",
    title_fi="Puurakentamisen automaatio",
    title_en="Timber automation",
    spec=NeedSpec(
        industry_codes=("2899",),
        keywords_fi=("puuelementti", "*automaatio"),
        negative_keywords=("massage",),
        place=SAVONLINNA,
        size=Size(),
    ),
    target_count=2,
)


@dataclass(frozen=True)
class Firm:
    """A company of the made-up register."""

    number: str
    name: str
    code: str = "28990"
    code_set: str = IndustrySet.TOL2025
    town: str = "740"
    employer: bool = True
    form: str = "16"
    active: bool = True
    other_names: tuple[str, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def actor_id(self) -> int:
        return int(self.number.replace("-", ""))


BEST = Firm("1234567-1", "Puuelementti Automaatio Esimerkki Oy")
NEAR = Firm("2345678-9", "Koneautomaatio Malli Oy", town="491")
CODE = Firm("0100002-9", "Ärräkone Näyte Oy")
CODE_TOO = Firm("3456785-9", "Zorro Näyte Oy")
WORD = Firm("2345671-1", "Malli Ab", code="62100", other_names=("Puuelementti Kokeilu Oy",))
STRANGER = Firm("0112038-9", "Kukka Testi Oy", code="47761")
FIRMS = (BEST, NEAR, CODE, CODE_TOO, WORD, STRANGER)


def fill(database: Database, firms: tuple[Firm, ...] = FIRMS) -> None:
    """Savonlinna and Rauma, two advisers, the companies."""
    with database.write(now=NOW) as uow:
        uow.session.add(Controller(id=1, name="Savonlinna"))
        uow.session.flush()
        for code, name in (("740", "Savonlinna"), ("684", "Rauma")):
            uow.session.add(Town(code=code, name_fi=name, name_sv=name, controller_id=1))
        uow.session.add(Adviser(id=1, name="Maija Kokeilija", language="en", town_code="740"))
        uow.session.add(ImportRun(id=1, kind="ytj-bulk", source="ytj", state="done", started_at=NOW))
    add_firms(database, firms)


def add_firms(database: Database, firms: tuple[Firm, ...]) -> None:
    """Companies brought in or changed by the register, as an import does it."""
    with database.write(now=NOW) as uow:
        for firm in firms:
            mirror.put(uow.session, _company(firm), {"active": firm.active, **dict(firm.values)})
        scoring.bump_facts(uow)


def add_need(database: Database, need: NeedInput = NEED, **spec: Any) -> int:
    with database.write(now=NOW, adviser_id=1) as uow:
        return needs.add(uow, replace(need, spec=replace(need.spec, **spec)))


def ready(database: Database, **spec: Any) -> int:
    """The register, one need of Savonlinna, and its scores; the key of the need."""
    fill(database)
    need_id = add_need(database, **spec)
    scoring.refresh(database, now=NOW)
    return need_id


def organisation(uow: Write, actor_id: int, **values: Any) -> int:
    """An organisation of ours, under a journal entry."""
    uow.entry("organisation", say("Saved"))
    row = Organisation(actor_id=actor_id, created_at=NOW, **values)
    return uow.insert(row).id or 0


def _company(firm: Firm) -> RegisterCompany:
    others = [RegisterName(name, NameKind.AUXILIARY, 1) for name in firm.other_names]
    day = date(2016, 5, 2)
    return RegisterCompany(
        business_id=firm.number,
        id_registered=None,
        name=firm.name,
        names=(RegisterName(firm.name, NameKind.COMPANY, 1), *others),
        industry_code=firm.code,
        industry_set=IndustrySet(firm.code_set) if firm.code_set else None,
        forms=(RegisterForm(firm.form, 1, day),),
        entries=(RegisterEntry("7", "7_41", "1", day),) if firm.employer else (),
        addresses=(RegisterAddress(AddressKind.VISITING, "Olavinkatu 1", "57100", "SAVONLINNA", "NYSLOTT", firm.town),),
        trade_register_status="1",
        status="2",
        registered=day,
    )
